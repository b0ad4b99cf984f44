package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"rapport/generator/diag"
)

var (
	shortcodeOpen  = []byte("{{<")
	shortcodeClose = []byte(">}}")
	shortcodeNames = []string{"kpi"}
)

// A shortcode is a line {{< name … >}}.
type shortcode struct {
	ast.BaseBlock
	line text.Segment // from the braces to the braces
}

var kindShortcode = ast.NewNodeKind("Shortcode")

func (*shortcode) Kind() ast.NodeKind            { return kindShortcode }
func (*shortcode) IsRaw() bool                   { return true }
func (n *shortcode) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }

// shortcodes parses shortcodes that have a line to themselves.
type shortcodes struct{}

func (shortcodes) Trigger() []byte { return []byte{'{'} }

func (shortcodes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	trimmed := bytes.TrimRight(line, " \t\r\n")
	left := bytes.TrimLeft(trimmed, " \t")
	if !bytes.HasPrefix(left, shortcodeOpen) || bytes.Index(left, shortcodeClose) != len(left)-len(shortcodeClose) {
		return nil, parser.NoChildren
	}
	start := segment.Start - segment.Padding + len(trimmed) - len(left)
	reader.AdvanceToEOL()
	return &shortcode{line: text.NewSegment(start, start+len(left))}, parser.NoChildren
}

func (shortcodes) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }
func (shortcodes) Close(ast.Node, text.Reader, parser.Context)                 {}
func (shortcodes) CanInterruptParagraph() bool                                 { return true }
func (shortcodes) CanAcceptIndentedLine() bool                                 { return false }

// strayShortcodes finds shortcodes within a line of text, where they are text.
type strayShortcodes struct{}

func (strayShortcodes) Trigger() []byte { return []byte{'{'} }

func (strayShortcodes) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, shortcodeOpen) {
		return nil
	}
	end := bytes.Index(line, shortcodeClose)
	if end < 0 {
		stateOf(pc).add(segment.Start, UnknownShortcode, "the shortcode has no end on its line; write it as {{< kpi ID >}}")
		end = len(shortcodeOpen)
	} else {
		stateOf(pc).add(segment.Start, MisplacedShortcode, "a shortcode within text; give it a line of its own in a body")
		end += len(shortcodeClose)
	}
	block.Advance(end)
	return ast.NewRawTextSegment(segment.WithStop(segment.Start + end))
}

func (r *renderer) shortcode(n *shortcode) {
	source := n.line.Value(r.src)
	inner := source[len(shortcodeOpen) : len(source)-len(shortcodeClose)]
	fields := strings.Fields(string(inner))
	at := n.line.Start
	problem := func(at int, rule *diag.Rule, message string) {
		r.report(at, rule, message)
		r.tag("<p>")
		r.escape(source)
		r.tag("</p>")
	}
	switch {
	case len(fields) == 0 || fields[0] != "kpi":
		name := strings.Join(fields[:min(len(fields), 1)], "")
		problem(at, UnknownShortcode, fmt.Sprintf("unknown shortcode %q%s", clip(name),
			didYouMean(name, shortcodeNames, "; a KPI's chart is written {{< kpi ID >}}")))
		return
	case len(fields) != 2:
		problem(at, UnknownShortcode, "kpi takes the id of one KPI; write it as {{< kpi ID >}}")
		return
	case r.ctx.Chart == nil:
		problem(at, MisplacedShortcode, "no KPI can be shown here; only reports have charts")
		return
	}
	chart, err := r.ctx.Chart(fields[1])
	if err != nil {
		problem(at+len(shortcodeOpen)+idOffset(string(inner), fields[1]), ruleOf(err, UnknownKPI), err.Error())
		return
	}
	r.out = append(r.out, chart...)
}

// idOffset returns where the id of a kpi shortcode begins.
func idOffset(inner, id string) int {
	name := strings.Index(inner, "kpi") + len("kpi")
	return name + strings.Index(inner[name:], id)
}

// ruleOf returns the rule that err breaks, or else the given one.
func ruleOf(err error, rule *diag.Rule) *diag.Rule {
	if e, ok := errors.AsType[*Error](err); ok && e.Rule != nil {
		return e.Rule
	}
	return rule
}
