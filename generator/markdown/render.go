package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"rapport/generator/diag"
)

// A renderer writes one text. It walks the tree itself, where goldmark's own
// renderers have no state of a conversion to work with, put line breaks between
// blocks, and write styles into tables.
type renderer struct {
	ctx      Context
	labels   *Labels
	problems *diag.List
	place    place
	src      []byte
	in       []byte // a line; kept for the next
	out      []byte
	quick    *quickParser

	plain  bool // write text alone, not escaped
	quiet  bool // write inlines a second time: no links, no problems
	smart  bool // set typographic signs
	body   bool // a body, with headings to link to
	inLink bool

	outline  []section
	cursor   int // in outline: the heading that is likely next
	notes    []noteUse
	defined  []*ast.LinkReferenceDefinition
	referred map[string]bool // labels of links that were used, as goldmark compares them
	reported int             // problems
	tags     []string        // names of the HTML elements that were reported

	// For quotation marks: the character written last, whether it was an opening
	// mark, and how many marks are open in this block.
	prev             rune
	opened           bool
	doubles, singles int
}

// The message is a text, or an error.
func (r *renderer) report(offset int, rule *diag.Rule, message any) {
	if r.problems == nil || r.quiet || r.reported > maxProblems {
		return
	}
	if r.reported == maxProblems {
		rule, message = TooComplex, fmt.Sprintf("more than %d problems; mend those before this one first", maxProblems)
	}
	r.reported++
	r.problems.Addf(r.place.at(offset), rule, "%s", message)
}

// tag writes markup.
func (r *renderer) tag(parts ...string) {
	if r.plain {
		return
	}
	for _, part := range parts {
		r.out = append(r.out, part...)
	}
}

// start begins a block's text.
func (r *renderer) start() {
	r.prev, r.opened, r.doubles, r.singles = ' ', false, 0, 0
}

// plainText returns what a node's inlines say.
func (r *renderer) plainText(n ast.Node) string {
	return r.aside(n, true)
}

// unlinked returns a node's inlines with their markup but without links.
func (r *renderer) unlinked(n ast.Node) template.HTML {
	return template.HTML(r.aside(n, false))
}

func (r *renderer) aside(n ast.Node, plain bool) string {
	kept := *r
	r.plain, r.quiet, r.inLink = plain, true, true
	r.start()
	r.inlines(n)
	s := string(r.out[len(kept.out):])
	kept.out = r.out[:len(kept.out)]
	*r = kept
	return s
}

func (r *renderer) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

func (r *renderer) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.start()
		r.tag("<p>")
		words := len(r.out)
		r.inlines(n)
		if len(r.out) == words { // a comment
			r.out = r.out[:words-len("<p>")]
			return
		}
		r.tag("</p>")
	case *ast.TextBlock:
		r.start()
		if n.PreviousSibling() != nil {
			r.tag("\n")
		}
		r.inlines(n)
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n)
	case *ast.Blockquote:
		r.quote(n)
	case *ast.FencedCodeBlock:
		r.code(n, language(n.Language(r.src)))
	case *ast.CodeBlock:
		r.code(n, "")
	case *ast.ThematicBreak:
		r.tag("<hr>")
	case *extast.Table:
		r.table(n)
	case *shortcode:
		r.shortcode(n)
	case *ast.HTMLBlock:
		r.comment(n)
	case *ast.LinkReferenceDefinition: // it shows nothing
		r.defined = append(r.defined, n)
	case *overlong:
		r.tag("<p>")
		r.lines(n)
		r.tag("</p>")
	}
	// Footnotes come last.
}

func (r *renderer) heading(n *ast.Heading) {
	for i := range r.outline {
		at := (r.cursor + i) % len(r.outline)
		h := r.outline[at]
		if h.node != n {
			continue
		}
		r.cursor = at + 1
		level := strconv.Itoa(h.level)
		r.start()
		r.tag("<h", level, ` id="`)
		r.attribute(r.ctx.IDPrefix)
		r.attribute(h.id)
		r.tag(`">`)
		r.inlines(n)
		r.tag("</h", level, ">")
		return
	}
	r.report(n.Pos(), EmptyHeading, "a heading without words; remove it or say what follows")
}

func (r *renderer) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	r.tag("<", tag)
	if n.IsOrdered() && n.Start != 1 {
		r.tag(` start="`, strconv.Itoa(n.Start), `"`)
	}
	r.tag(">")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if isTask(item) {
			r.tag(`<li class="task">`)
		} else {
			r.tag("<li>")
		}
		r.blocks(item)
		r.tag("</li>")
	}
	r.tag("</", tag, ">")
}

func isTask(item ast.Node) bool {
	first := item.FirstChild()
	return first != nil && first.FirstChild() != nil && first.FirstChild().Kind() == extast.KindTaskCheckBox
}

func (r *renderer) checkBox(n *extast.TaskCheckBox) {
	if n.IsChecked {
		r.tag(`<input type="checkbox" checked disabled aria-label="`)
		r.attribute(r.labels.Done)
	} else {
		r.tag(`<input type="checkbox" disabled aria-label="`)
		r.attribute(r.labels.ToDo)
	}
	r.tag(`"> `)
}

// code writes a block of code, in reach of the keyboard for it may scroll.
func (r *renderer) code(n ast.Node, language string) {
	r.tag(`<pre tabindex="0"><code`)
	if language != "" {
		r.tag(` class="language-`, language, `"`)
	}
	r.tag(">")
	r.lines(n)
	r.tag("</code></pre>")
}

func (r *renderer) lines(n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		r.escape(line.Value(r.src))
	}
}

// language returns the name of a code block's language if it can be a class.
func language(info []byte) string {
	for _, c := range info {
		if c != '-' && c != '+' && c != '#' && c != '_' && c != '.' &&
			(c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return ""
		}
	}
	return string(info)
}

// table writes a table in a box that scrolls where the page is narrower. HTML ends its
// rows and cells where others begin.
func (r *renderer) table(n *extast.Table) {
	r.tag(`<div class="scroll" role="group" tabindex="0" aria-label="`)
	r.attribute(r.labels.Table)
	r.tag(`"><table>`)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		r.lostCells(row, len(n.Alignments))
		_, head := row.(*extast.TableHeader)
		if head {
			r.tag("<thead>")
		} else if row.PreviousSibling().Kind() == extast.KindTableHeader {
			r.tag("<tbody>")
		}
		r.tag("<tr>")
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			r.cell(cell.(*extast.TableCell), head)
		}
	}
	r.tag("</table></div>")
}

func (r *renderer) cell(n *extast.TableCell, head bool) {
	// An empty corner heads nothing.
	head = head && n.FirstChild() != nil
	tag := "td"
	if head {
		tag = "th"
	}
	r.tag("<", tag)
	switch n.Alignment {
	case extast.AlignRight:
		r.tag(` class="right"`)
	case extast.AlignCenter:
		r.tag(` class="center"`)
	}
	if head {
		r.tag(` scope="col"`)
	}
	r.tag(">")
	r.start()
	r.inlines(n)
}

// comment leaves out an HTML comment, and shows what stands behind its end.
func (r *renderer) comment(n *ast.HTMLBlock) {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.src))
	}
	if n.HasClosure() {
		b.Write(n.ClosureLine.Value(r.src))
	}
	_, behind, closed := bytes.Cut(b.Bytes(), commentClose)
	if !closed {
		r.report(n.Pos(), RawHTML.As(diag.Error), "a comment without an end, which hides all that follows; end it with -->")
		return
	}
	if behind = bytes.TrimSpace(behind); len(behind) > 0 {
		r.report(n.ClosureLine.Start, RawHTML, "text behind a comment on its last line; put it on a line of its own")
		r.tag("<p>")
		r.escape(behind)
		r.tag("</p>")
	}
}

func (r *renderer) inlines(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.inline(n)
	}
}

func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.textNode(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			r.wrap("strong", n)
		} else {
			r.wrap("em", n)
		}
	case *extast.Strikethrough:
		r.wrap("del", n)
	case *ast.CodeSpan:
		r.tag("<code>")
		for t := n.FirstChild(); t != nil; t = t.NextSibling() {
			segment := t.(*ast.Text).Segment
			r.escape(bytes.ReplaceAll(segment.Value(r.src), newline, space))
			r.prev, _ = utf8.DecodeLastRune(segment.Value(r.src))
		}
		r.tag("</code>")
		if !isWide(r.prev) {
			r.prev = 'x' // as a letter, whatever it ends in
		}
		r.opened = false
	case *ast.Link:
		r.link(n)
	case *ast.AutoLink:
		r.autoLink(n)
		r.prev, r.opened = 'x', false
	case *ast.Image:
		r.image(n)
		r.prev, r.opened = 'x', false
	case *footnoteMark:
		r.mark(n)
	case *extast.TaskCheckBox:
		r.checkBox(n)
	case *ast.RawHTML:
		r.html(n)
	case *inlineShortcode:
		r.inlineShortcode(n)
	default:
		r.inlines(n)
	}
}

var space = []byte(" ")

func (r *renderer) wrap(tag string, n ast.Node) {
	r.tag("<", tag, ">")
	r.inlines(n)
	r.tag("</", tag, ">")
}

func (r *renderer) textNode(n *ast.Text) {
	segment := n.Segment
	value := segment.Value(r.src)
	breaks := n.SoftLineBreak() || n.HardLineBreak()
	last := n.NextSibling() == nil
	if n.IsRaw() {
		r.escape(value)
		r.prev, r.opened = 'x', false
	} else {
		at := segment.Start
		if segment.Padding > 0 { // the value is not what the source holds there
			at = -1
		}
		r.linked(value, at, !breaks && !last)
	}
	if !breaks || last {
		return
	}
	switch {
	case n.SoftLineBreak() && isWide(r.prev) && isWide(r.firstCharacter(n.NextSibling())):
		return // no space belongs between the two
	case r.plain:
		r.out = append(r.out, ' ')
	case n.HardLineBreak():
		r.tag("<br>")
	default:
		r.tag("\n")
	}
	r.prev, r.opened = ' ', false
}

// linked writes text, with the addresses in it that the parser did not see.
func (r *renderer) linked(s []byte, at int, more bool) {
	for !r.plain && !r.inLink && bytes.Contains(s, []byte("://")) {
		from, to := bareAddress(s)
		if to == 0 {
			break
		}
		r.text(s[:from], at, true)
		pos := max(at, 0) + from
		if target, ok := r.target(string(s[from:to]), false, pos); ok {
			r.anchor(target)
			r.tag(">")
			r.escape(s[from:to])
			r.tag("</a>")
		}
		r.prev, r.opened = 'x', false
		if s = s[to:]; at >= 0 {
			at += to
		}
	}
	r.text(s, at, more)
}

// html shows HTML as text. One element is one problem: its closing tag isn't
// reported again.
func (r *renderer) html(n *ast.RawHTML) {
	var b bytes.Buffer
	for i := range n.Segments.Len() {
		segment := n.Segments.At(i)
		b.Write(segment.Value(r.src))
	}
	source := b.Bytes()
	if bytes.HasPrefix(source, commentOpen) {
		return
	}
	name := strings.ToLower(string(bytes.TrimLeft(source, "</")))
	if end := strings.IndexFunc(name, func(c rune) bool { return c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') }); end >= 0 {
		name = name[:end]
	}
	closing := bytes.HasPrefix(source, []byte("</"))
	reported := false
	for _, t := range r.tags {
		reported = reported || t == name
	}
	if !closing || !reported {
		r.report(n.Pos(), RawHTML, `HTML is shown as text; use Markdown, or write "<" as "\<" if it is meant`)
	}
	if !reported && !r.quiet {
		r.tags = append(r.tags, name)
	}
	r.escape(source)
	r.prev, r.opened = 'x', false
}
