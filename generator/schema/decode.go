package schema

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
	"rapport/generator/table"
)

// A Decoder reads one file, and knows what a value's meaning depends on beside
// its node.
type Decoder struct {
	File       string         // in the workspace
	Dir        string         // folder of the file in Tree; "" or "webshop/"
	Tree       *source.Tree   // for the files that others name
	Zone       *time.Location // in which times without an offset are
	Currency   string         // of money without one; "" if none
	Numbers    table.Mark     // what begins the decimals of numbers; 0 where nothing says
	Table      bool           // the values stand in a table, whose columns tell how they are read
	Problems   *diag.List
	References *[]Reference
	Rows       *Rows // where the values are rows of a table
}

// Rows is what the decoder of a table remembers, since of a million rows many name the same.
type Rows struct {
	named map[named]int // the place in References of the first that names something
	read  map[cell]any  // see Repeating
	kept  map[string]string
}

type named struct {
	id string
	to Target
}

type cell struct{ key, raw string }

// mostRead is how many cells are remembered.
const mostRead = 1 << 14

// NewRows returns what remembers nothing yet.
func NewRows() *Rows { return &Rows{map[named]int{}, map[cell]any{}, map[string]string{}} }

// Keep returns a text of its own, so that what stays of a row does not hold the whole file; texts
// that repeat are one. Without a table it is the text.
func (r *Rows) Keep(text string) string {
	if r == nil {
		return text
	}
	kept, ok := r.kept[text]
	if !ok {
		kept = strings.Clone(text)
		if len(r.kept) < mostRead {
			r.kept[kept] = kept
		}
	}
	return kept
}

// A Reference is an id that names something, which may be read later.
type Reference struct {
	ID string
	At diag.Position
	To Target // what it should be

	More int // rows of the table that name it as well
}

// Errorf reports a problem at a mark in the file.
func (d *Decoder) Errorf(m front.Mark, rule *diag.Rule, format string, args ...any) {
	d.Problems.Addf(m.In(d.File), rule, format, args...)
}

// Fixf reports a problem at a mark in the file, where a text can mean but another; "" where that is not so.
func (d *Decoder) Fixf(m front.Mark, was, text string, rule *diag.Rule, format string, args ...any) {
	d.Problems.AddFixable(m.In(d.File), was, text, rule, format, args...)
}

// Refer takes note of a reference.
func (d *Decoder) Refer(id string, m front.Mark, to Target) {
	if d.Rows != nil {
		name := named{id, to}
		if first, met := d.Rows.named[name]; met {
			(*d.References)[first].More++
			return
		}
		d.Rows.named[name] = len(*d.References)
	}
	*d.References = append(*d.References, Reference{ID: id, At: m.In(d.File), To: to})
}

// Where is what messages call the node at hand: by its key, or as an element of
// the list under a key.
type Where struct {
	key     string
	element bool
	row     bool
}

// At is what stands under a key, or a file by its name.
func At(key string) Where { return Where{key: key} }

// Row is a row of a table, of which the cells are as those of a map.
func Row() Where { return Where{key: "row", row: true} }

// Element is an element of the list at w.
func (w Where) Element() Where { return Where{key: w.key, element: true} }

func (w Where) String() string {
	if w.element {
		return "an element of " + w.key
	}
	return w.key
}

// isEmpty reports whether nothing stands in a node, with a problem where that is so.
func (d *Decoder) isEmpty(n *front.Node, at Where) bool {
	switch {
	case n.Kind != front.Null:
		return false
	case n.Cut.Line > 0:
		d.Errorf(n.Cut, front.LostWords, front.CutMessage)
	default:
		d.Errorf(n.Mark, MissingField, "%s is empty; fill it in or remove it", at)
	}
	return true
}

func (d *Decoder) isMap(n *front.Node, at Where) bool {
	if d.isEmpty(n, at) {
		return false
	}
	if n.Kind != front.Map {
		d.Errorf(n.Mark, WrongType, "%s must be a map of keys, not %s; write it as {key: value, …}", at, n.Kind)
		return false
	}
	return true
}

// IsList reports whether n is a list, with a problem where it is none.
func (d *Decoder) IsList(n *front.Node, at Where) bool {
	switch {
	case n.Kind == front.List:
		return true
	case d.isEmpty(n, at):
	case n.Kind == front.Scalar && !n.Quoted && begins(n.Raw, "-", "•", "–", "*"):
		d.Errorf(n.Mark, WrongType, "%s must be a list; begin each element with a hyphen and a space", at)
	case n.Kind == front.Scalar:
		d.Errorf(n.Mark, WrongType, "%s must be a list; write it as a list: %s: [..]", at, at)
	default:
		d.Errorf(n.Mark, WrongType, "%s must be a list, not %s; begin each element with a hyphen", at, n.Kind)
	}
	return false
}

// begins reports whether a text begins with one of several signs.
func begins(text string, signs ...string) bool {
	return slices.ContainsFunc(signs, func(sign string) bool { return strings.HasPrefix(text, sign) })
}

// Scalar returns the text of a single value, trimmed, and false, with a problem,
// for a list or a map.
func (d *Decoder) Scalar(n *front.Node, at Where) (string, bool) {
	if d.isEmpty(n, at) {
		return "", false
	}
	if n.Kind != front.Scalar {
		mend := "write one value"
		if n.Kind == front.Map {
			mend = "put the line in quotes if it holds a colon"
		}
		d.Errorf(n.Mark, WrongType, "%s must be a single value, not %s; %s", at, n.Kind, mend)
		return "", false
	}
	return strings.TrimSpace(n.Raw), true
}

// isPasted reports whether a value that cannot be read holds what comes with pasted
// text, and nobody types: a character that cannot be seen, or a curly quote; with a
// problem that names it.
func (d *Decoder) isPasted(n *front.Node, raw string) bool {
	first, _ := utf8.DecodeRuneInString(raw)
	switch bad := diag.Invisible(raw); {
	case bad != "":
		d.Fixf(n.Mark, n.Raw, diag.WithoutInvisible(raw), front.InvisibleCharacter, "in this value stands %s", bad)
	case strings.ContainsRune("“”„«»‘’‚", first):
		d.Errorf(n.Mark, WrongType, "%c does not quote a value; type straight quotes, or none", first)
	default:
		return false
	}
	return true
}

// windowsPath is a path of Windows between double quotes, where \t and \n are signs of
// their own.
var windowsPath = regexp.MustCompile(`\b[A-Za-z]:[^ \t\n]*[\t\n\r]`)

// Line returns a text of one line, and false, with a problem, for anything else.
func (d *Decoder) Line(n *front.Node, at Where) (string, bool) {
	raw, ok := d.Scalar(n, at)
	if !ok {
		return "", false
	}
	if n.Cut.Line > 0 {
		d.Errorf(n.Cut, front.LostWords, front.CutMessage)
	}
	if n.Quoted && strings.ContainsAny(raw, "\t\n\r") && windowsPath.MatchString(raw) {
		d.Errorf(n.Mark, WrongType, `%s has a tab or a line's end where a backslash seems to be meant; write \\ for a backslash between double quotes`, at)
		return "", false
	}
	if isPrintable(raw) {
		return raw, true
	}
	if strings.ContainsAny(raw, "\n\r\u2028\u2029") {
		d.Errorf(n.Mark, WrongType, "%s must be one line; join the lines, or move the text to the body", at)
		return "", false
	}
	if i := strings.IndexFunc(raw, func(r rune) bool { return unicode.IsControl(r) && r != '\t' }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(raw[i:])
		d.Errorf(n.Mark, WrongType, "%s holds a control character (%U); remove it", at, r)
		return "", false
	}
	if i := diag.Misleading([]byte(raw)); i >= 0 {
		r, _ := utf8.DecodeRuneInString(raw[i:])
		d.Errorf(n.Mark, front.InvisibleCharacter, "%s holds %s", at, diag.Misled(r))
		return "", false
	}
	return raw, true
}

// isPrintable is a quick look at whether a text is made of nothing but signs of ASCII that
// can be seen, and spaces.
func isPrintable(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}
