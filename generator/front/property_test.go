package front

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	_ "rapport/generator/testheap"
	"slices"
	"strings"
	"testing"
)

// An author writes a tree as one person would, in a style of her own. She shares no code
// with what is tested.
type author struct {
	*rand.Rand
	end               string
	step              int
	flush, comments   bool
	quote             string // "", ' or "
	flowFrom          int    // depth from which lists and maps stand between brackets
	spread, trailing  bool   // lists between brackets have a line for each element, and a comma behind the last
	blankLines, tight bool
	anchors           map[string]bool // by the text that they stand before: whether an alias names it
}

func newAuthor(seed uint64) *author {
	r := rand.New(rand.NewPCG(seed, 7))
	return &author{Rand: r, end: []string{"\n", "\n", "\r\n"}[r.IntN(3)], step: 1 + r.IntN(4), flush: r.IntN(2) == 0, comments: r.IntN(2) == 0,
		quote: []string{"", "", "'", `"`}[r.IntN(4)], flowFrom: 1 + r.IntN(4), spread: r.IntN(3) == 0, trailing: r.IntN(2) == 0, blankLines: r.IntN(3) == 0, tight: r.IntN(4) == 0}
}

var words = []string{"Blue", "Prices and sizes", "it's a shop", "colon: inside", "hash # inside", "[brackets]", "Zürich, 3 × €", "no", "2026", "say \"so\"", "back\\slash", "- hyphen", "日本語", "a b\tc", "", "null", "~", "<a@b>", "*", "true"}

func (a *author) word() string { return words[a.IntN(len(words))] }

func (a *author) day() string { return fmt.Sprintf("2026-%02d-%02d", 1+a.IntN(12), 1+a.IntN(28)) }

// tree makes up front matter.
func (a *author) tree() *Node {
	root := MapOf().With("title", Text(a.word())).With("status", Bare(a.day()))
	inputs := ListOf()
	for i := range 1 + a.IntN(4) {
		m := MapOf().With("id", Text(fmt.Sprintf("in%d", i))).With("what", Text(a.word()))
		if a.IntN(2) == 0 {
			m = m.With("due", Bare(a.day()))
		}
		if a.IntN(3) == 0 {
			m = m.With("partly", a.days())
		}
		inputs.Kids = append(inputs.Kids, m)
	}
	root = root.With("inputs", inputs)
	if a.IntN(2) == 0 {
		root = root.With("data", MapOf().With("time", MapOf().With("file", Text("data/x.csv")).With("items", MapOf().With("a", Text(a.word())))).With("dates", Text("dd/mm")))
	}
	if a.IntN(2) == 0 {
		root = root.With("received", a.days())
	}
	if a.IntN(2) == 0 {
		root = root.With("price", Bare("1200.50")).With("draft", Bare("true"))
	}
	return root.With("last key", Text(a.word()))
}

func (a *author) days() *Node {
	list := ListOf()
	for range 1 + a.IntN(3) {
		list.Kids = append(list.Kids, Bare(a.day()))
	}
	return list
}

func (a *author) comment() string {
	if a.comments && a.IntN(3) == 0 {
		return "  # said " + a.day()
	}
	return ""
}

func (a *author) above(indent string) string {
	switch {
	case a.comments && a.IntN(4) == 0:
		return indent + "# above" + a.end
	case a.blankLines && a.IntN(4) == 0:
		return a.end
	}
	return ""
}

func inDouble(s string) string {
	return `"` + strings.NewReplacer("\\", `\\`, `"`, `\"`, "\t", `\t`).Replace(s) + `"`
}

func (a *author) yamlScalar(n *Node, inside bool) string {
	if !n.Quoted {
		return n.Raw
	}
	odd := n.Raw == "" || strings.ContainsAny(n.Raw, "'\"\\#:[]{},-*<~\t") || slices.Contains([]string{"no", "2026", "null", "true"}, n.Raw)
	switch {
	case a.quote == "'" || odd && a.quote == "" && a.IntN(2) == 0 && !strings.Contains(n.Raw, "\t"):
		return "'" + strings.ReplaceAll(n.Raw, "'", "''") + "'"
	case a.quote == `"` || odd:
		return inDouble(n.Raw)
	case inside:
		return n.Raw
	}
	if _, ok := a.anchors[n.Raw]; ok {
		a.anchors[n.Raw] = true
		return "*" + anchorOf(n.Raw)
	} else if a.IntN(3) == 0 {
		a.anchors[n.Raw] = false
		return "&" + anchorOf(n.Raw) + " " + n.Raw
	}
	return n.Raw
}

func anchorOf(text string) string { return fmt.Sprintf("x%x", text[:2]) }

// flow writes YAML between brackets and braces.
func (a *author) flow(n *Node, indent string) string {
	if n.Kind == Scalar {
		return a.yamlScalar(n, true)
	}
	parts := make([]string, len(n.Kids))
	for i, kid := range n.Kids {
		parts[i] = a.flow(kid, indent+"  ")
		if n.Kind == Map {
			parts[i] = n.Keys[i].Name + ": " + parts[i]
		}
	}
	opens, closes := "[", "]"
	if n.Kind == Map {
		opens, closes = "{", "}"
	}
	if a.spread && len(parts) > 0 {
		text := opens + a.end
		for i, p := range parts {
			if i+1 < len(parts) || a.trailing {
				p += ","
			}
			text += indent + "  " + p + a.comment() + a.end
		}
		return text + indent + closes
	}
	if a.tight {
		return opens + " " + strings.Join(parts, " , ") + " " + closes
	}
	return opens + strings.Join(parts, ", ") + closes
}

// block writes YAML with a line for each key and element; what it returns begins behind a
// colon, or a hyphen.
func (a *author) block(n *Node, indent string, depth int, isElement bool) string {
	switch {
	case n.Kind == Scalar && n.Quoted && !isElement && strings.Trim(n.Raw, "~ \t") != "" && a.IntN(10) == 0 && n.Raw != "":
		return " |-" + a.comment() + a.end + indent + strings.Repeat(" ", a.step) + n.Raw + a.end
	case n.Kind == Scalar:
		return " " + a.yamlScalar(n, false) + a.comment() + a.end
	case depth >= a.flowFrom:
		return " " + a.flow(n, indent+"  ") + a.comment() + a.end
	case n.Kind == List:
		inner := indent + strings.Repeat(" ", a.step)
		if a.flush {
			inner = indent
		}
		text := a.comment() + a.end
		for _, kid := range n.Kids {
			text += a.above(inner) + inner + "-" + a.block(kid, inner, depth+1, true)
		}
		return text
	}
	inner := indent + strings.Repeat(" ", a.step)
	text := a.comment() + a.end
	if isElement {
		inner = indent + "  "
		text = " "
	}
	for i, kid := range n.Kids {
		if i > 0 || !isElement {
			text += a.above(inner) + inner
		}
		text += n.Keys[i].Name + ":" + a.block(kid, inner, depth+1, false)
	}
	return text
}

func (a *author) yaml(n *Node) string {
	a.anchors = map[string]bool{}
	text := "---" + a.end
	for i, kid := range n.Kids {
		text += a.above("") + n.Keys[i].Name + ":" + a.block(kid, "", 1, false)
	}
	for raw, isNamed := range a.anchors {
		if !isNamed {
			text = strings.ReplaceAll(text, "&"+anchorOf(raw)+" ", "")
		}
	}
	return text + a.above("") + "---" + a.end + "Body: x" + a.end
}

func (a *author) tomlScalar(n *Node) string {
	switch {
	case !n.Quoted:
		return n.Raw
	case a.quote == "'" && !strings.ContainsAny(n.Raw, "'\t"):
		return "'" + n.Raw + "'"
	}
	return inDouble(n.Raw)
}

func tomlName(name string) string {
	if strings.Contains(name, " ") {
		return `"` + name + `"`
	}
	return name
}

func (a *author) tomlInline(n *Node, mayBreak bool) string {
	if n.Kind == Scalar {
		return a.tomlScalar(n)
	}
	parts := make([]string, len(n.Kids))
	for i, kid := range n.Kids {
		parts[i] = a.tomlInline(kid, mayBreak && n.Kind == List)
		if n.Kind == Map {
			parts[i] = tomlName(n.Keys[i].Name) + " = " + parts[i]
		}
	}
	switch {
	case n.Kind == Map:
		return "{" + strings.Join(parts, ", ") + "}"
	case a.spread && mayBreak:
		text := "[" + a.end
		for _, p := range parts {
			text += "  " + p + "," + a.comment() + a.end
		}
		return text + "]"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (a *author) toml(n *Node) string {
	colon := " = "
	if a.tight {
		colon = "="
	}
	dotted := a.IntN(2) == 0
	var rows func(m *Node, prefix, indent string) string
	rows = func(m *Node, prefix, indent string) string {
		text := ""
		for i, kid := range m.Kids {
			name := prefix + tomlName(m.Keys[i].Name)
			if kid.Kind == Map && dotted {
				text += rows(kid, name+".", indent)
			} else {
				text += a.above(indent) + indent + name + colon + a.tomlInline(kid, true) + a.comment() + a.end
			}
		}
		return text
	}
	text, below := "+++"+a.end, ""
	root := MapOf()
	for i, kid := range n.Kids {
		name := tomlName(n.Keys[i].Name)
		switch isTable := a.flowFrom > 1; {
		case isTable && kid.Kind == Map:
			below += a.end + "[" + name + "]" + a.comment() + a.end + rows(kid, "", "")
		case isTable && kid.Kind == List && len(kid.Kids) > 0 && kid.Kids[0].Kind == Map:
			for _, m := range kid.Kids {
				below += a.end + "[[" + name + "]]" + a.end + rows(m, "", "  ")
			}
		default:
			root = root.With(n.Keys[i].Name, kid)
		}
	}
	return text + rows(root, "", "") + below + "+++" + a.end + "Body: x" + a.end
}

func (a *author) json(n *Node, indent string) string {
	if n.Kind == Scalar {
		if n.Quoted || strings.Contains(n.Raw, "-") {
			return inDouble(n.Raw)
		}
		return n.Raw
	}
	parts := make([]string, len(n.Kids))
	for i, kid := range n.Kids {
		inner := indent + "\t"
		if a.step > 1 {
			inner = indent + strings.Repeat(" ", a.step)
		}
		parts[i] = a.json(kid, inner)
		if n.Kind == Map {
			parts[i] = inDouble(n.Keys[i].Name) + ": " + parts[i]
		}
		if a.flowFrom > 1 {
			parts[i] = a.end + inner + parts[i]
		}
	}
	opens, closes, sign := "[", "]", ","
	if n.Kind == Map {
		opens, closes = "{", "}"
	}
	if a.flowFrom > 1 {
		closes = a.end + indent + closes
	} else {
		sign = ", "
	}
	return opens + strings.Join(parts, sign) + closes
}

// paths returns all that can be named in a tree.
func paths(n *Node, to Path) []Path {
	var all []Path
	if len(to) > 0 {
		all = append(all, to)
	}
	for i, kid := range n.Kids {
		next := to.Index(i)
		if n.Kind == Map {
			next = to.Key(n.Keys[i].Name)
		} else if id := kid.Get("id"); id != nil && i%2 == 0 {
			next = to.ID(id.Raw)
		}
		all = append(all, paths(kid, next)...)
	}
	return all
}

// model returns the tree that an edit is to make, by itself.
func model(n *Node, at Path, value *Node, more bool) *Node {
	if len(at) == 0 {
		switch {
		case !more:
			return value
		case n == nil || n.Kind == Null:
			return ListOf(value)
		case n.Kind == Scalar:
			return ListOf(n, value)
		}
		return ListOf(append(slices.Clone(n.Kids), value)...)
	}
	if at[0].kind == toKey {
		m := n
		if n == nil || n.Kind == Null {
			m = MapOf()
		}
		return m.With(at[0].name, model(m.Get(at[0].name), at[1:], value, more))
	}
	list := ListOf()
	if n != nil && n.Kind == Scalar {
		if at[0].index == 0 && len(at) == 1 && !more && saysTheSame(n, value) {
			return n
		}
		list.Kids = []*Node{n}
	} else if n != nil {
		list.Kids = slices.Clone(n.Kids)
	}
	i := at[0].index
	if at[0].kind == toID {
		i = list.find(at[0])
	}
	for len(list.Kids) <= i {
		list.Kids = append(list.Kids, &Node{Kind: Null})
	}
	list.Kids[i] = model(list.Kids[i], at[1:], value, more)
	return list
}

// saysTheSame compares trees by what they say, but for quotes.
func saysTheSame(a, b *Node) bool {
	if a == nil || b == nil || a.Kind != b.Kind || a.Kind == Scalar && a.Raw != b.Raw || len(a.Kids) != len(b.Kids) {
		return a == nil && b == nil
	}
	for i, kid := range a.Kids {
		other := b.Kids[i]
		if a.Kind == Map {
			other = b.Get(a.Keys[i].Name)
		}
		if !saysTheSame(kid, other) {
			return false
		}
	}
	return true
}

// changed returns how many lines went, and how many came in their place.
func changedLines(before, after []byte) (gone, came int) {
	a, b := bytes.SplitAfter(before, []byte("\n")), bytes.SplitAfter(after, []byte("\n"))
	for len(a) > 0 && len(b) > 0 && bytes.Equal(a[0], b[0]) {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && bytes.Equal(a[len(a)-1], b[len(b)-1]) {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a), len(b)
}

// write writes a tree in one of the formats.
func (a *author) write(n *Node) string {
	switch a.IntN(5) {
	case 0:
		return a.toml(n)
	case 1:
		return a.json(n, "") + a.end + "Body: x" + a.end
	}
	return a.yaml(n)
}

// value makes up a value.
func (a *author) value() *Node {
	switch a.IntN(9) {
	case 0, 1:
		return Text(a.word())
	case 2, 3:
		return Bare(a.day())
	case 4:
		return Bare([]string{"true", "false", "12", "0.5", "-3"}[a.IntN(5)])
	case 5:
		return Text("First: line\n\n# second \"line\"\n  third\n---\n"[:a.IntN(37)+1])
	case 6:
		return a.days()
	case 7:
		return ListOf(MapOf().With("id", Text("new")).With("what", Text(a.word())), MapOf().With("id", Text("other")))
	}
	return MapOf().With("by", Text("mail")).With("id", Text("<a@b>")).With("at", Bare("2026-03-01T10:00:00Z"))
}

// edit makes up an edit of a tree.
func (a *author) edit(n *Node) (at Path, value *Node, more bool) {
	all := paths(n, nil)
	at = all[a.IntN(len(all))]
	switch a.IntN(6) {
	case 0:
		at = at[:len(at)-1].Key("added")
	case 1:
		at = at[:1].Key("added").Key("below")
	case 2:
		at = at.Index(a.IntN(4))
	case 3:
		return at, a.value(), true
	}
	return at, a.value(), false
}

// leads reports whether a path may be edited in a tree: it leads through no value of
// another form.
func leads(n *Node, at Path, more bool) bool {
	for i, s := range at {
		switch {
		case n == nil || n.Kind == Null:
			return !hasID(at[i:])
		case s.kind == toKey && n.Kind != Map, s.kind == toID && n.find(s) < 0:
			return false
		case s.kind == toIndex && n.Kind != List && (n.Kind != Scalar || (more || i+1 < len(at)) && s.index == 0):
			return false
		}
		if j := n.find(s); j >= 0 {
			n = n.Kids[j]
		} else {
			n = nil
		}
	}
	return !more || n == nil || n.Kind != Map
}

func TestAnyEditOfAnyStyleChangesWhatItMust(t *testing.T) {
	done, refused := 0, 0
	for seed := range uint64(250) {
		a := newAuthor(seed)
		text := a.write(a.tree())
		doc, problems := Parse("", []byte(text))
		if len(problems) > 0 {
			t.Fatalf("the author of %d cannot write: %v\n%s", seed, problems, text)
		}
		for range 25 {
			at, value, more := a.edit(doc.Front)
			ok, err := checkEdit(t, fmt.Sprintf("author %d", seed), []byte(text), at, value, more)
			switch {
			case ok:
				done++
			case err != nil && leads(doc.Front, at, more):
				refused++
				if !mayRefuse(doc, text, at, value, more) {
					t.Errorf("author %d: %s = %s, %v: %v\n%s", seed, at, value.Write(), more, err, text)
				}
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d edits made, %d refused", done, refused)
	if done < 4000 {
		t.Errorf("only %d edits were made", done)
	}
}

// mayRefuse reports whether there is a reason to refuse an edit: an alias of YAML, or that
// TOML has no null, and its tables stand in lines that are not one value.
func mayRefuse(doc Document, text string, at Path, value *Node, more bool) bool {
	if doc.format == inYAML {
		return strings.Contains(text, "*x")
	}
	hasKids := func(n *Node) bool { return n.Kind == Map && len(n.Kids) > 0 }
	needsNull := hasNothing(model(doc.Front, at, value, more))
	if at[len(at)-1].kind == toIndex {
		at = at[:len(at)-1]
	}
	old := doc.Front.At(at)
	return doc.format == inTOML && (needsNull || old != nil && (hasKids(old) || slices.ContainsFunc(old.Kids, hasKids)))
}

// checkEdit makes an edit, and checks that it is as small as can be. It reports whether it
// was made.
func checkEdit(t *testing.T, name string, text []byte, at Path, value *Node, more bool) (bool, error) {
	t.Helper()
	before, _ := Parse("", text)
	set := Set
	if more {
		set = Append
	}
	edited, err := set(text, at, value)
	if err != nil {
		if !errors.Is(err, ErrStyle) {
			t.Errorf("%s: %s: %v", name, at, err)
		}
		return false, err
	}
	fail := func(why string) {
		t.Helper()
		t.Errorf("%s: %s = %s, more: %v: %s\n%s", name, at, value.Write(), more, why, Diff("x", text, edited))
	}
	after, problems := Parse("", edited)
	want := model(before.Front, at, value, more)
	if len(problems) > 0 || !saysTheSame(want, after.Front) || !bytes.Equal(before.Body.Source, after.Body.Source) {
		fail("it does not say what was meant")
	}
	if bytes.Contains(text, []byte("\r\n")) != bytes.Contains(edited, []byte("\r\n")) || bytes.Count(edited, []byte("\n")) != bytes.Count(edited, []byte("\r\n")) && bytes.Contains(edited, []byte("\r\n")) {
		fail("its lines end otherwise")
	}
	old := before.Front.At(at)
	gone, came := changedLines(text, edited)
	switch isShort := value.Kind == Scalar && !strings.Contains(value.Raw, "\n"); {
	case more:
	case old != nil && saysTheSame(old, value) && !bytes.Equal(text, edited) && old.Kind != Scalar:
		fail("it says the same, and another way")
	case old != nil && old.Kind == Scalar && at[len(at)-1].kind == toKey && isShort && came > 1:
		fail("more than its line changed")
	case old == nil && isShort && at[len(at)-1].kind == toKey && before.Front.At(at[:len(at)-1]) != nil && (gone > 1 || came > gone+1):
		fail("more than a line was added")
	}
	if !more && after.Front.At(at) != nil {
		again, err := Set(edited, at, value)
		if err != nil || !bytes.Equal(again, edited) {
			fail(fmt.Sprintf("a second time: %v", err))
		}
	}
	return true, nil
}

func TestAnyEditOfTheExampleChangesWhatItMust(t *testing.T) {
	const root = "../../content"
	a := newAuthor(1)
	files := 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		doc, problems := Parse("", text)
		if len(problems) > 0 || doc.Front == nil {
			return nil
		}
		files++
		for range 10 {
			at, value, more := a.edit(doc.Front)
			if ok, err := checkEdit(t, name, text, at, value, more); !ok && leads(doc.Front, at, more) && !mayRefuse(doc, string(text), at, value, more) {
				t.Errorf("%s: %s = %s: %v", name, at, value.Write(), err)
			}
		}
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d files: %v", files, err)
	}
}
