package markdown

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/sample"
)

// treeOf writes a tree with all that the renderer takes from it.
func treeOf(n ast.Node, src string) string {
	var b strings.Builder
	var walk func(n ast.Node, depth int)
	walk = func(n ast.Node, depth int) {
		fmt.Fprintf(&b, "%s%s", strings.Repeat(" ", depth), n.Kind())
		switch n := n.(type) {
		case *ast.Text:
			fmt.Fprintf(&b, " %d %q soft=%t hard=%t raw=%t", n.Segment.Start, n.Segment.Value([]byte(src)), n.SoftLineBreak(), n.HardLineBreak(), n.IsRaw())
		case *ast.Paragraph, *ast.TextBlock: // their places are those of their lines, which are not kept
		default:
			fmt.Fprintf(&b, " at %d", n.Pos())
		}
		switch n := n.(type) {
		case *ast.Heading:
			fmt.Fprint(&b, " ", n.Level)
		case *ast.Emphasis:
			fmt.Fprint(&b, " ", n.Level)
		case *ast.List:
			fmt.Fprintf(&b, " %c %d tight=%t", n.Marker, n.Start, n.IsTight)
		case *ast.ListItem:
			fmt.Fprint(&b, " ", n.Offset)
		case *ast.Link:
			fmt.Fprintf(&b, " %q %q %v", n.Destination, n.Title, n.Reference)
		case *extast.Table:
			fmt.Fprint(&b, " ", n.Alignments)
		case *extast.TableRow:
			fmt.Fprint(&b, " ", n.Alignments)
		case *extast.TableCell:
			fmt.Fprint(&b, " ", n.Alignment)
		case *shortcode:
			fmt.Fprint(&b, " ", n.line)
		case *inlineShortcode:
			fmt.Fprint(&b, " ", n.segment)
		}
		fmt.Fprintln(&b)
		for kid := n.FirstChild(); kid != nil; kid = kid.NextSibling() {
			walk(kid, depth+1)
		}
	}
	walk(n, 0)
	return b.String()
}

// compareParsers parses a text in both ways, and reports whether the quick one could.
func compareParsers(t *testing.T, c *Converter, src string, isLine bool) bool {
	t.Helper()
	r := new(quickParser)
	parse, quick := c.parse, r.body
	if isLine {
		parse, quick = c.parseLine, r.line
	}
	got, ok := quick([]byte(src))
	if !ok {
		return false
	}
	c.whole = true
	want, state := parse(&renderer{quick: new(quickParser)}, []byte(src))
	c.whole = false
	if diff := cmp.Diff(treeOf(want, src), treeOf(got, src)); diff != "" {
		t.Errorf("goldmark (-) and the quick parser (+) of\n%q\n%s", src, diff)
	}
	if len(state.faults) > 0 || len(state.notes) > 0 {
		t.Errorf("the quick parser does not see %v in\n%q", state.faults, src)
	}
	return true
}

func TestTheQuickParserParsesWhatGoldmarkParses(t *testing.T) {
	c := New()
	for name, test := range map[string]struct {
		text  string
		quick bool
	}{
		"nothing":                    {"", true},
		"blank lines":                {"\n\n\na\n\n\nb\n\n", true},
		"paragraphs":                 {"One line.\nTwo more, \"quoted\" & 'so' -- or (not)!\nThree! And\n\nFour", true},
		"headings":                   {"# One\n## Two!\ntext\n###### Six & \"more\"\n- a\n\n#  two spaces\n", false},
		"headings of all levels":     {"# One\n## Two!\ntext\n###### Six & \"more\"\n", true},
		"headings that close":        {"# One #\n", false},
		"a heading without words":    {"#\n", false},
		"a sharp sign":               {"#one\n", false},
		"lists":                      {"- a\n- **b**: c\n- d `e` f\n\nText\n* a\n* b\n\nText\n\n3. a\n4. b\n\nText\n\n1) a\n", true},
		"a list below text":          {"Text\n- a\n- b", true},
		"numbers below text":         {"Text\n1. a\n", false},
		"a list of another sign":     {"- a\n+ b\n", false},
		"a loose list":               {"- a\n\n- b\n", false},
		"lists in a row":             {"- a\n\n1. b\n", false},
		"text below a list":          {"- a\nb\n", false},
		"a list in a list":           {"- a\n  - b\n", false},
		"a list in an element":       {"- - a\n", false},
		"a heading in an element":    {"- # a\n", false},
		"a shortcode in an element":  {"- {{< kpi a >}}\n", false},
		"an element without words":   {"- a\n-\n", false},
		"a task":                     {"- [ ] a\n", false},
		"a link in an element":       {"- [x](y) z\n", true},
		"numbers":                    {"2024 was\n1.5 or 3)4\n", true},
		"a number too long":          {"12345678901. a\n", false},
		"emphasis":                   {"*a* **b c** _d_ __e__, (*f*) \"**g**\" *h\ni* `j`**k**. *`l`* **[m](n)**\n", true},
		"emphasis in emphasis":       {"*a **b** c*\n", false},
		"emphasis within a word":     {"a*b*c\n", false},
		"names":                      {"needed_by and a_b_c\n", false},
		"emphasis without end":       {"*a\n", false},
		"a sum":                      {"2 * 3\n", false},
		"emphasis of three":          {"***a***\n", false},
		"emphasis beside Chinese":    {"**重要。**次\n", false},
		"Chinese":                    {"重要。次\n漢字「かな」。\n", true},
		"code":                       {"`a` and ` b ` and ` ` and `c` `\"d\" -- *e* [f](g) <h>`", true},
		"code over lines":            {"`a\nb`\n", false},
		"code of two quotes":         {"``a`b``\n", false},
		"code without end":           {"`a\n", false},
		"links":                      {"[a b](c.md) and [d](../e/f.md#g_h*i), [j](https://example.org/k?l=m&n). (see [o](http://p.example))\n", true},
		"an address":                 {"See https://example.org\n", false},
		"an address beside a link":   {"[a](https://b.example) https://c.example\n", false},
		"words like an address":      {"[a](https://b.example) httpd\n", false},
		"words like no address":      {"httpd", true},
		"a host":                     {"www.example.org\n", false},
		"a mail":                     {"a@b.example\n", false},
		"a link with a title":        {"[a](b \"c\")\n", false},
		"a link in brackets":         {"[a](<b c>)\n", false},
		"a link to nothing":          {"[a]()\n", false},
		"a link with parentheses":    {"[a](b(c))\n", false},
		"a link of nothing":          {"[](a)\n", false},
		"a link that names":          {"[a][b]\n\n[b]: c\n", false},
		"brackets":                   {"a [b] c\n", false},
		"a picture":                  {"![a](b.png)\n", false},
		"a footnote":                 {"a[^1]\n\n[^1]: b\n", false},
		"a footnote behind a sign":   {"a![^1]\n", false},
		"shortcodes":                 {"{{< kpi a >}}\ntext {{< kpi b >}}, and\n{{< kpi c >}} more\n{{< table data/x.csv \"A\" >}}\n", true},
		"a shortcode without end":    {"a {{< kpi b\n", false},
		"braces":                     {"a {b}\n", false},
		"tables":                     {"Text\n\n| A | B! |\n| --- | :-: |\n| 1 | **2** |\n|`3`|  |\n\n|A|\n|-:|\n\n| [a](b) |\n|:--|\n| c |", true},
		"a row without an end":       {"| A |\n|---|\n| c", false},
		"a table below text":         {"Text\n| A |\n|---|\n", false},
		"a table without a head":     {"| a |\n", false},
		"a table without strokes":    {"a | b\n--|--\n1 | 2\n", false},
		"a row that is short":        {"| A | B |\n|---|---|\n| 1 |\n", false},
		"a row that is long":         {"| A | B |\n|---|---|\n| 1 | 2 | 3 |\n", false},
		"a cell without a space":     {"| A | B |\n|---|---|\n| 1 ||\n", false},
		"an escaped stroke":          {"| A |\n|---|\n| 1 \\| 2 |\n", false},
		"emphasis at a cell's edge":  {"|*a*|**b**|\n|---|---|\n", true},
		"strokes":                    {"a | b\n", true},
		"a quote":                    {"> a\n", false},
		"code in a block":            {"    a\n", false},
		"code in a fence":            {"```\na\n```\n", false},
		"a line":                     {"a\n\n---\n", false},
		"a heading by a line":        {"a\n===\n", false},
		"a heading by another line":  {"a\n---\n", false},
		"HTML":                       {"a <b>c</b>\n", false},
		"a comment":                  {"<!-- a -->\n", false},
		"an escape":                  {"a \\* b\n", false},
		"an entity":                  {"a &amp; b &nbsp; &\n", true},
		"a break":                    {"a  \nb\n", false},
		"a space at the end":         {"a \nb\n", false},
		"a space at the very end":    {"a ", false},
		"a tab":                      {"a\tb\n", false},
		"an ending of Windows":       {"a\r\nb\r\n", false},
		"what is struck":             {"a ~~b~~\n", false},
		"an indented line":           {"a\n  b\n", false},
		"signs before":               {"\"a\" and 'b'\n(c)\n-d\n", false},
		"signs at the left":          {"\"a\" and 'b'\n(c)\n$d\n%e\n&f\n.g\n", true},
		"a sign in a long paragraph": {strings.Repeat("a!", quickMarks) + "\n" + strings.Repeat("b ", 9), false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := compareParsers(t, c, test.text, false); got != test.quick {
				t.Errorf("the quick parser parsed it: %t", got)
			}
			compareParsers(t, c, strings.ReplaceAll(test.text, "\n", " "), true)
			compareParsers(t, c, strings.TrimSpace(strings.ReplaceAll(test.text, "\n", " ")), true)
		})
	}
}

// compareConversions converts a text with and without the quick parser.
func compareConversions(t *testing.T, quick, whole *Converter, src string) {
	t.Helper()
	type result struct {
		Doc          Doc
		Inline       string
		Plain        string
		Anchors      []string
		Problems     []diag.Problem
		LineProblems []diag.Problem
	}
	convert := func(c *Converter) result {
		var problems, more diag.List
		ctx := echo()
		ctx.File = "a.md"
		doc := c.Convert([]byte(src), ctx, &problems)
		line, _, _ := strings.Cut(src, "\n")
		return result{doc, string(c.Inline(line, diag.Position{File: "b.md", Line: 1, Col: 1}, ctx, &more)), c.Plain(line), c.Anchors([]byte(src)), problems.Sorted(), more.Sorted()}
	}
	if diff := cmp.Diff(convert(whole), convert(quick), cmp.AllowUnexported(diag.Problem{})); diff != "" {
		t.Errorf("without (-) and with the quick parser (+):\n%q\n%s", src, diff)
	}
}

// withoutQuick returns a converter that has goldmark parse everything.
func withoutQuick() *Converter {
	c := New()
	c.whole = true
	return c
}

// TestConversionsAreThoseOfGoldmark converts what stands in the example, in workspaces made
// for tests and in the texts of this package, which the quick parser has to parse most of.
func TestConversionsAreThoseOfGoldmark(t *testing.T) {
	quick, whole := New(), withoutQuick()
	made := t.TempDir()
	if err := sample.Write(made, sample.Spec{Clients: 3, Reports: 6, Entries: 40}); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		root fs.FS
		most int // of a hundred bodies
	}{
		"the example": {os.DirFS("../../content"), 70},
		"a sample":    {os.DirFS(made), 0},
		"this":        {os.DirFS("testdata"), 0},
	} {
		bodies, parsed := 0, 0
		err := fs.WalkDir(test.root, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".md" {
				return err
			}
			data, err := fs.ReadFile(test.root, name)
			if err != nil {
				return err
			}
			if doc, _ := front.Parse(name, data); doc.Front != nil {
				data = doc.Body.Source
			}
			compareConversions(t, quick, whole, string(data))
			if bodies++; compareParsers(t, quick, string(data), false) {
				parsed++
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if parsed*100 < bodies*test.most {
			t.Errorf("%s: the quick parser parses %d of %d bodies", name, parsed, bodies)
		}
		t.Logf("%s: the quick parser parses %d of %d bodies", name, parsed, bodies)
	}
}

func TestTheQuickParserParsesWhatIsPutTogether(t *testing.T) { comparePutTogether(t, 1, 3000) }

// comparePutTogether parses texts made of what means something in Markdown or nearly does, most
// of which only just are or are not ordinary.
func comparePutTogether(t *testing.T, seed uint64, texts int) {
	starts := []string{
		"", "", "", "# ", "## ", "- ", "- ", "* ", "1. ", "2. ", "3) ", "+ ", "{{< kpi a >}}", "|", "---", "==", "  ", "> ",
		"|a|b|\n|-|:-:|\n", "| a |\n|---|\n|", "[^1]: ", "[a]: b",
	}
	parts := []string{
		"word", "two words", "é漢", " ", " ", ", ", "! ", "!", "(", ")", "\"", "'", "*", "**", "_", "__", "`", "``", "[", "]", "](", "[a](b)", "[a b](https://c.example)",
		"*a*", "**b c**", "_d_", "`e f`", "{{< kpi a >}}", "{", "|", " | ", "-", "--", "...", ":", "#", "1.", "2)", "&amp;", "\\", "<b>", "~", "~~", "http", "www.", "@", "。", " \n", "  \n",
	}
	rounds := rand.New(rand.NewPCG(seed, 0))
	pick := func(all []string) string { return all[rounds.IntN(len(all))] }
	c, quick := New(), 0
	for range texts {
		var b strings.Builder
		for range 1 + rounds.IntN(4) {
			b.WriteString(pick(starts))
			for range rounds.IntN(3) {
				if rounds.IntN(2) == 0 {
					b.WriteString("some words")
				}
				b.WriteString(pick(parts))
			}
			b.WriteString(pick([]string{"\n", "\n", "\n\n", "end\n\n", "end\n"}))
		}
		if compareParsers(t, c, b.String(), false) {
			quick++
		}
		line, _, _ := strings.Cut(b.String(), "\n")
		compareParsers(t, c, strings.TrimSpace(line), true)
		if t.Failed() {
			return
		}
	}
	if quick*20 < texts {
		t.Errorf("the quick parser parses %d of %d texts, which says little", quick, texts)
	}
}

func FuzzQuickMarkdown(f *testing.F) {
	for _, text := range []string{
		"# A\n\nText *b* `c`\n- d [e](f)\n\n{{< kpi g >}}\n", "| A | B |\n|---|:-:|\n| 1 | **2** |\n", "1. a\n2. _b_\n\n! (c) \"d\" [e](https://f)!\n",
		"a\n* b\n\n+ c\n\nd é 漢\n", report,
	} {
		f.Add(text)
	}
	quick, whole := New(), withoutQuick()
	f.Fuzz(func(t *testing.T, src string) {
		if strings.ToValidUTF8(src, "") != src {
			return
		}
		compareParsers(t, quick, src, false)
		compareParsers(t, quick, src, true)
		compareConversions(t, quick, whole, src)
	})
}
