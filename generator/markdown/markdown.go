// Package markdown turns the Markdown that a provider writes into HTML that is
// safe to publish.
//
// It reads CommonMark with tables, strikethrough, task lists, bare addresses,
// footnotes ([^1]), alerts (> [!NOTE]) and shortcodes such as {{< kpi ID >}}, for which
// the caller has what is shown. Quotation marks, dashes and ellipses become
// typographic ones in the reader's language.
//
// Nothing that a file says can become markup of its own: HTML is shown as text,
// except for comments, which vanish. Links lead to http, https, mailto and tel
// addresses, to headings of the same body, and to what the caller's Resolve
// knows; whatever else they name is a problem at the link's line and column,
// and the link's text stands alone. Problems carry these rules:
//
//	broken-link          a file, page or address that isn't there
//	broken-anchor        a heading that isn't there
//	unsafe-link          a scheme that a browser could run or that isn't public
//	remote-image         a picture on another host
//	image-without-alt    a picture that a screen reader can't read out
//	link-without-text    a link that shows nothing
//	undefined-reference  [text][label] whose label is defined nowhere
//	unused-reference     [label]: address, which no text uses
//	lost-cells           a row of a table with more cells than the header
//	raw-html             HTML, which is shown as text
//	empty-heading        a heading without words
//	unknown-alert        an alert of no known kind, or with text beside its mark
//	unknown-shortcode    a shortcode of no known name, or written wrongly
//	misplaced-shortcode  a shortcode in a file or line that can't show it
//	unknown-kpi          a KPI that the caller doesn't have
//	undefined-footnote   a mark without its footnote
//	unused-footnote      a footnote without its mark
//	duplicate-footnote   two footnotes under one label
//	too-complex          nesting or size that no writer means
//	invalid-utf8         a file in another encoding
//
// What the theme can style: .scroll around tables, th and td .right and
// .center, .alert with .alert-note, -tip, -important, -warning or -caution and
// an .alert-title within, li.task, .footnotes, .footnote-ref, .footnote-back,
// and code.language-<name>.
package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"rapport/generator/diag"
)

// A Context says for one conversion where the text stands, what its links lead
// to, and in which language it speaks to the reader. Its zero value converts a
// text that may link to nothing but the web and itself.
type Context struct {
	// File and Line are the place of the text's first line, for problems.
	// Every line of a body begins at the first column of the file. Inline is
	// given a position instead.
	File string
	Line int

	// Resolve turns what a link or image names into the URL that the page needs.
	// It is asked for every destination without a scheme, and isn't asked for
	// #anchors of a body, which Convert knows itself. Its error becomes a problem
	// at the link, of the rule broken-link or of the *Error's own. Where Resolve
	// is nil, such links are problems.
	Resolve func(Link) (Target, error)

	// Shortcodes say what stands for {{< kpi id >}} and its like. Where they are nil,
	// shortcodes have no place in the file.
	Shortcodes *Shortcodes

	// IDPrefix stands before all ids of headings and footnotes, so that several
	// texts can share a page.
	IDPrefix string

	// HeadingBase is the level of the text's outermost headings, 1 to 6; 0 means 2.
	// Deeper ones follow it without a gap, and none is deeper than 6.
	HeadingBase int

	// Labels are the words put between the writer's own; nil means English.
	Labels *Labels
}

// Labels are the words and signs that the text is given in the reader's
// language. All are needed: an empty quotation mark leaves none.
type Labels struct {
	Note, Tip, Important, Warning, Caution string // titles of alerts

	FootnoteBack string // the link from a footnote back to its mark
	Table        string // names a table that is wide enough to be scrolled
	Done, ToDo   string // name the boxes of a task list

	// The quotation marks, with the thin spaces that some languages set within.
	OpenDouble, CloseDouble, OpenSingle, CloseSingle string
}

var english = Labels{
	Note: "Note", Tip: "Tip", Important: "Important", Warning: "Warning", Caution: "Caution",
	FootnoteBack: "Back to the text", Table: "Table", Done: "Done", ToDo: "To do",
	OpenDouble: "“", CloseDouble: "”", OpenSingle: "‘", CloseSingle: "’",
}

// A Link is what a link or image of the text names.
type Link struct {
	// Dest is the destination with Markdown's escapes resolved. It has no scheme,
	// and percent signs are as the writer put them.
	Dest  string
	Image bool
	Pos   diag.Position
}

// A Target is what stands in the page for a Link.
type Target struct {
	Href          string // a relative URL; characters that URLs may not hold are escaped
	Class         string // of the link; none if empty
	Width, Height int    // of an image, in CSS pixels; 0 if unknown
}

// An Error is a reason why a link or what a shortcode stands for cannot be made, and the rule
// that it breaks.
type Error struct {
	Rule *diag.Rule // nil for that of links, or of KPIs
	Err  error      // as the message of a diag.Problem: lower case, ends with how to mend it
}

func (e *Error) Error() string { return e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

// A Doc is a converted body.
type Doc struct {
	HTML template.HTML
	TOC  []Heading // all headings, in order; whether to show them is the caller's choice
	Text string    // the first paragraph without markup, for descriptions

	// Anchors are the ids of the headings as a writer links to them: without
	// the Context's IDPrefix.
	Anchors []string
}

// A Heading is one line of a table of contents.
type Heading struct {
	Level int           // of the HTML element, 1 to 6
	ID    string        // with the Context's IDPrefix
	Text  string        // without markup
	HTML  template.HTML // with its emphasis and code, without links
}

// The most that a body may hold. No hand-written text comes near; some parsing
// is quadratic within a paragraph, and takes minutes on a hostile megabyte.
const (
	maxBody  = 1 << 20 // bytes
	maxLines = 20_000
)

// A Converter converts texts. Several goroutines may share one; each
// conversion's state is its own.
type Converter struct {
	bodies parser.Parser
	bare   parser.Parser // the same for bodies without addresses in their text
	lines  parser.Parser
	idle   sync.Pool // of *renderer
	whole  bool      // have goldmark parse even what is ordinary
}

// New returns a Converter.
func New() *Converter {
	return &Converter{
		bodies: newBodyParser(true),
		bare:   newBodyParser(false),
		lines:  newLineParser(),
		idle:   sync.Pool{New: func() any { return &renderer{quick: new(quickParser)} }},
	}
}

// Convert renders a body, and adds to problems what is wrong with it.
func (c *Converter) Convert(src []byte, ctx Context, problems *diag.List) Doc {
	r := c.renderer(&ctx, problems)
	defer c.release(r)
	r.place = place{file: ctx.File, line: ctx.Line, col: 1, src: src}

	if bad := firstInvalid(src); bad >= 0 {
		r.report(bad, InvalidUTF8, "not UTF-8 text; save the file in the encoding UTF-8")
		src = bytes.ToValidUTF8(src, replacement)
		r.place.src, r.place.starts = src, nil
	}
	if tooLong(src) {
		r.report(0, TooComplex,
			fmt.Sprintf("text of more than %d kB or %d lines; split it, or attach it as a file", maxBody>>10, maxLines))
		return Doc{}
	}

	root, state := c.parse(r, src)
	r.src, r.body = src, true
	r.outline = outlineOf(r, root)
	for _, f := range state.faults {
		r.report(f.at, f.rule, f.message)
	}
	r.blocks(root)
	r.footnotes(state)
	r.unused()

	doc := Doc{HTML: template.HTML(r.out)}
	for p := root.FirstChild(); p != nil && doc.Text == ""; p = p.NextSibling() {
		if p.Kind() == ast.KindParagraph {
			doc.Text = strings.TrimSpace(r.plainText(p))
		}
	}
	if len(r.outline) > 0 {
		doc.TOC = make([]Heading, len(r.outline))
		doc.Anchors = make([]string, len(r.outline))
		for i, h := range r.outline {
			doc.Anchors[i] = h.id
			doc.TOC[i] = Heading{Level: h.level, ID: ctx.IDPrefix + h.id, Text: h.inert, HTML: template.HTML(h.inert)}
			if h.inert == "" {
				doc.TOC[i].Text, doc.TOC[i].HTML = r.plainText(h.node), r.unlinked(h.node)
			}
		}
	}
	return doc
}

// Anchors returns the ids that Convert gives to the headings of a body, for
// links that come from elsewhere.
func (c *Converter) Anchors(src []byte) []string {
	src = bytes.ToValidUTF8(src, replacement)
	if !bytes.ContainsAny(src, "#=-") || tooLong(src) {
		return nil
	}
	r := c.renderer(&Context{}, nil)
	defer c.release(r)
	root, _ := c.parse(r, src)
	r.src = src
	var ids []string
	for _, h := range outlineOf(r, root) {
		ids = append(ids, h.id)
	}
	return ids
}

// Inline renders one line of inline Markdown, such as a title: no blocks, and
// no paragraph around it. The text begins at the position at. Links to #anchors
// go to the Context's Resolve like all others.
func (c *Converter) Inline(line string, at diag.Position, ctx Context, problems *diag.List) template.HTML {
	line = strings.TrimSpace(line)
	if !c.whole && isInert(line) {
		return template.HTML(line)
	}
	r := c.renderer(&ctx, problems)
	defer c.release(r)
	r.place = place{file: at.File, line: at.Line, col: max(at.Col, 1)}
	c.line(r, line)
	return template.HTML(r.out)
}

// Plain returns the text of one line of inline Markdown, for titles, feeds and
// wherever markup has no place: not escaped for HTML, and with quotation marks
// and dashes as they were typed.
func (c *Converter) Plain(line string) string {
	line = strings.TrimSpace(line)
	if !strings.ContainsAny(line, "\\`*_[]~<&{@\r\n\x00") && !maybeAddress(line) {
		return line
	}
	r := c.renderer(&Context{}, nil)
	defer c.release(r)
	r.plain, r.smart = true, false
	c.line(r, line)
	return string(r.out)
}

func (c *Converter) line(r *renderer, line string) {
	r.in = append(r.in[:0], strings.ToValidUTF8(line, string(replacement))...)
	src := r.in
	r.src, r.place.src = src, src
	switch {
	case !strings.ContainsAny(line, "`*_[]~<{@\r\n") && !maybeAddress(line):
		r.text(src, 0, false)
	case len(line) > maxParagraph:
		r.report(0, TooComplex, longParagraph)
		r.escape(src)
	default:
		root, state := c.parseLine(r, src)
		for _, f := range state.faults {
			r.report(f.at, f.rule, f.message)
		}
		for p := root.FirstChild(); p != nil; p = p.NextSibling() {
			if p != root.FirstChild() {
				r.out = append(r.out, ' ')
			}
			r.inlines(p)
		}
	}
}

// isInert reports whether a line is the same in HTML: it has no sign that means anything in
// Markdown or HTML, or that becomes a typographic one.
func isInert(line string) bool {
	ascii := true
	for i := range len(line) {
		c := line[i]
		if active[c] || (c == '-' || c == '.') && i > 0 && line[i-1] == c {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return (ascii || utf8.ValidString(line)) && !maybeAddress(line)
}

// active marks the bytes that mean something in a line, wherever they stand.
var active = func() (t [256]bool) {
	for c := range 0x20 {
		t[c] = true
	}
	for _, c := range "\\`*_[]~<>&{@\"'\x7f" {
		t[c] = true
	}
	return t
}()

// maybeAddress reports whether a bare http(s) or www address may stand in line.
func maybeAddress(line string) bool {
	return strings.Contains(line, "://") || strings.Contains(line, "www.")
}

func (c *Converter) renderer(ctx *Context, problems *diag.List) *renderer {
	r := c.idle.Get().(*renderer)
	*r = renderer{ctx: *ctx, labels: ctx.Labels, problems: problems, smart: true, in: r.in, out: r.out[:0], notes: r.notes[:0], quick: r.quick}
	if r.labels == nil {
		r.labels = &english
	}
	return r
}

// release keeps r's buffers for the next conversion, unless they have grown
// far beyond what most need.
func (c *Converter) release(r *renderer) {
	if cap(r.out) <= 256<<10 {
		clear(r.notes[:cap(r.notes)])
		*r = renderer{in: r.in, out: r.out, notes: r.notes, quick: r.quick}
		c.idle.Put(r)
	}
}

// parse parses a body. Looking for addresses at every word costs goldmark a sixth of the time,
// and most bodies have none.
func (c *Converter) parse(r *renderer, src []byte) (ast.Node, *parseState) {
	if !c.whole {
		if root, ok := r.quick.body(src); ok {
			return root, &ordinary
		}
	}
	if bytes.IndexByte(src, '@') >= 0 || bytes.Contains(src, addressSign) || bytes.Contains(src, hostSign) {
		return parse(c.bodies, src)
	}
	return parse(c.bare, src)
}

// ordinary is what is found beside the tree of an ordinary text: nothing.
var ordinary parseState

func (c *Converter) parseLine(r *renderer, src []byte) (ast.Node, *parseState) {
	if !c.whole {
		if root, ok := r.quick.line(src); ok {
			return root, &ordinary
		}
	}
	return parse(c.lines, src)
}

func parse(p parser.Parser, src []byte) (ast.Node, *parseState) {
	state := new(parseState)
	pc := parser.NewContext()
	pc.Set(stateKey, state)
	return p.Parse(text.NewReader(src), parser.WithContext(pc)), state
}

func tooLong(src []byte) bool {
	return len(src) > maxBody || bytes.Count(src, newline) > maxLines
}

var (
	newline     = []byte("\n")
	replacement = []byte("\uFFFD")
)

// firstInvalid returns the offset of the first byte that isn't UTF-8, or -1.
func firstInvalid(src []byte) int {
	if utf8.Valid(src) {
		return -1
	}
	for i := 0; i < len(src); {
		c, n := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}
