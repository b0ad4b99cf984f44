package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"rapport/generator/diag"
)

var alertKinds = []string{"note", "tip", "important", "warning", "caution"}

// alertKey is the attribute of a blockquote that is an alert.
var alertKey = []byte("alert")

// alerts takes the line [!NOTE] from the head of a quote and notes the kind at
// the quote.
type alerts struct{}

func (alerts) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	quote, ok := node.Parent().(*ast.Blockquote)
	if !ok || node.PreviousSibling() != nil || node.Lines().Len() == 0 {
		return
	}
	first := node.Lines().At(0)
	line := bytes.TrimSpace(first.Value(reader.Source()))
	mark, ok := bytes.CutPrefix(line, []byte("[!"))
	if !ok {
		return
	}
	name, rest, ok := bytes.Cut(mark, []byte("]"))
	if !ok || len(name) == 0 || bytes.ContainsFunc(name, func(c rune) bool { return c < 'A' || c > 'z' || c > 'Z' && c < 'a' }) {
		return
	}
	kind := strings.ToLower(string(name))
	at := first.TrimLeftSpace(reader.Source()).Start
	switch {
	case alertTitle(&english, kind) == "":
		stateOf(pc).add(at+len("[!"), UnknownAlert,
			diag.Errorf("unknown alert %q%s", clip(string(name)),
				didYouMean(kind, alertKinds, "; write NOTE, TIP, IMPORTANT, WARNING or CAUTION")))
	case len(rest) > 0:
		stateOf(pc).add(at+len("[!]")+len(name), UnknownAlert,
			"text beside the mark of an alert; write it on the next line, after >")
	default:
		quote.SetAttribute(alertKey, kind)
		if node.Lines().Len() == 1 {
			quote.RemoveChild(quote, node)
		} else {
			node.Lines().SetSliced(1, node.Lines().Len())
		}
	}
}

// alertTitle returns the title of alerts of a kind, or "" if there is no such
// kind.
func alertTitle(l *Labels, kind string) string {
	switch kind {
	case "note":
		return l.Note
	case "tip":
		return l.Tip
	case "important":
		return l.Important
	case "warning":
		return l.Warning
	case "caution":
		return l.Caution
	}
	return ""
}

func (r *renderer) quote(n *ast.Blockquote) {
	kind, ok := n.Attribute(alertKey)
	if !ok {
		r.tag("<blockquote>")
		r.blocks(n)
		r.tag("</blockquote>")
		return
	}
	name := kind.(string)
	r.tag(`<div class="alert alert-`, name, `" role="note"><p class="alert-title">`)
	r.attribute(alertTitle(r.labels, name))
	r.tag("</p>")
	r.blocks(n)
	r.tag("</div>")
}
