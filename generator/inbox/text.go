package inbox

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unflow joins the lines of a text that says of itself that it flows (RFC 3676): a line that ends
// in a space goes on in the next of the same depth of quoting.
func unflow(text string, deleteSpace bool) string {
	var out []string
	open, depth := false, 0 // of the last line
	for line := range strings.SplitSeq(text, "\n") {
		marks := len(line) - len(strings.TrimLeft(line, ">"))
		said := strings.TrimPrefix(line[marks:], " ")
		isSignature := said == "-- "
		if open && marks == depth && !isSignature {
			out[len(out)-1] += said
		} else {
			out = append(out, strings.Repeat(">", marks)+spaceAfter(marks, said)+said)
		}
		open, depth = strings.HasSuffix(said, " ") && !isSignature, marks
		if last := &out[len(out)-1]; open && deleteSpace {
			*last = strings.TrimSuffix(*last, " ")
		}
	}
	return strings.Join(out, "\n")
}

func spaceAfter(marks int, said string) string {
	if marks > 0 && said != "" {
		return " "
	}
	return ""
}

var (
	armourBegins = pattern(`(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z]+: .*\n)*\n`)
	armourEnds   = pattern(`(?ms)^-----BEGIN PGP SIGNATURE-----\n.*?^-----END PGP SIGNATURE-----\n?`)
	dashEscaped  = pattern(`(?m)^- (-)`)
)

// withoutArmour returns the text of a message that is signed in itself.
func withoutArmour(text string) string {
	at := armourBegins().FindStringIndex(text)
	if at == nil {
		return text
	}
	text = text[:at[0]] + text[at[1]:]
	return dashEscaped().ReplaceAllString(armourEnds().ReplaceAllString(text, ""), "$1")
}

// textOfHTML returns the words of a mail that is laid out in HTML, in lines as a reader sees them:
// what is quoted has marks before it, what is hidden and what mail programs mark as a signature is
// left out. HTML that is nested beyond measure has none.
func textOfHTML(source string) string {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return ""
	}
	var w layout
	w.node(root)
	w.line()
	return strings.Join(w.lines, "\n")
}

// A layout sets the words of HTML in lines.
type layout struct {
	lines  []string
	now    strings.Builder // the line that is being written
	quotes int             // depth
	gap    bool            // an empty line belongs before the next
	pre    bool
}

var paragraphs = []atom.Atom{atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.Pre}

var blocks = append([]atom.Atom{atom.Div, atom.Li, atom.Tr, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Center, atom.Address, atom.Dt, atom.Dd, atom.Hr, atom.Body}, paragraphs...)

func (w *layout) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.words(n.Data)
		return
	case html.CommentNode, html.DoctypeNode:
		return
	}
	if n.Type == html.ElementNode && isLeftOut(n) {
		return
	}
	isBlock, isParagraph := slices.Contains(blocks, n.DataAtom), slices.Contains(paragraphs, n.DataAtom)
	if isBlock {
		w.line()
		w.gap = w.gap || isParagraph
	}
	quotes, pre := w.quotes, w.pre
	switch {
	case n.DataAtom == atom.Br:
		w.end()
	case n.DataAtom == atom.Hr:
		w.now.WriteString(strings.Repeat("_", 32))
	case n.DataAtom == atom.Li:
		w.now.WriteString("- ")
	case n.DataAtom == atom.Pre:
		w.pre = true
	case n.DataAtom == atom.Blockquote || hasClass(n, "yahoo_quoted"):
		w.quotes++
	}
	for kid := range n.ChildNodes() {
		w.node(kid)
	}
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.words(" ")
	}
	if isBlock {
		w.line()
		w.gap = w.gap || isParagraph
	}
	w.quotes, w.pre = quotes, pre
}

// words adds text to the line, with its spaces made one.
func (w *layout) words(text string) {
	if w.pre {
		for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
			if i > 0 {
				w.end()
			}
			w.now.WriteString(line)
		}
		return
	}
	for i, word := range strings.FieldsFunc(text, isSpace) {
		if i > 0 || isSpace(rune(text[0])) {
			w.space()
		}
		w.now.WriteString(word)
	}
	if text != "" && isSpace(rune(text[len(text)-1])) {
		w.space()
	}
}

// isSpace reports a space of HTML; the one that does not break is none.
func isSpace(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

func (w *layout) space() {
	if s := w.now.String(); s != "" && !strings.HasSuffix(s, " ") {
		w.now.WriteByte(' ')
	}
}

// line ends the line, where anything stands in it.
func (w *layout) line() {
	if strings.TrimSpace(w.now.String()) != "" {
		w.end()
	}
	w.now.Reset()
}

// end ends the line, also an empty one.
func (w *layout) end() {
	text := strings.TrimRight(strings.ReplaceAll(w.now.String(), "\u00a0", " "), " ")
	w.now.Reset()
	prefix := strings.Repeat("> ", w.quotes)
	if w.gap && len(w.lines) > 0 && strings.Trim(w.lines[len(w.lines)-1], "> ") != "" {
		w.lines = append(w.lines, strings.TrimRight(prefix, " "))
	}
	w.gap = false
	w.lines = append(w.lines, strings.TrimRight(prefix+text, " "))
}

// isLeftOut reports what a reader of a mail does not see, or what is the program's signature.
func isLeftOut(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Head, atom.Style, atom.Script, atom.Title, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Math, atom.Textarea, atom.Select:
		return true
	}
	for _, class := range []string{"gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature"} {
		if hasClass(n, class) || attribute(n, "id") == class {
			return true
		}
	}
	style := strings.ReplaceAll(strings.ToLower(attribute(n, "style")), " ", "")
	hidden := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
	return hidden || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}
