package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"rapport/generator/diag"
)

// Shortcodes say what stands for the shortcodes of a text. Their errors become problems at
// the argument, or at the shortcode where it has none, of the *Error's own rule or else
// unknown-kpi.
type Shortcodes struct {
	Block  func(name, argument string) (template.HTML, error) // on a line of its own
	Figure func(kpi string) (string, error)                   // within text, not escaped
}

// A Shortcode is one that a writer can use.
type Shortcode struct {
	Name     string
	Argument string // what its argument is called; "" for one without
	Shows    string // what stands for it, in a few words
}

// String returns the shortcode as it is written.
func (s Shortcode) String() string {
	return strings.Join(strings.Fields("{{< "+s.Name+" "+s.Argument+" >}}"), " ")
}

// KPI is the one shortcode that may also stand within text.
const KPI = "kpi"

// KnownShortcodes lists all shortcodes there are.
func KnownShortcodes() []Shortcode {
	return []Shortcode{
		{KPI, "ID", "the KPI's chart, and within text its figure with its unit"},
		{"requests", "", "the requests that came in or were solved"},
		{"turnaround", "", "how soon requests were answered and solved, beside what was promised"},
		{"hours", "", "the hours worked, by what they are paid for"},
		{"money", "", "what was used and what that comes to, and the invoices"},
		{"incidents", "", "what went wrong, and how long it took"},
		{"table", "data/NAME.csv", "a table of the engagement's folder data; a caption of your own stands behind its name, in quotes"},
	}
}

var (
	shortcodeOpen  = []byte("{{<")
	shortcodeClose = []byte(">}}")
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

// An inlineShortcode is {{< name … >}} within text.
type inlineShortcode struct {
	ast.BaseInline
	segment text.Segment // from the braces to the braces
}

var kindInlineShortcode = ast.NewNodeKind("InlineShortcode")

func (*inlineShortcode) Kind() ast.NodeKind            { return kindInlineShortcode }
func (n *inlineShortcode) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }

// inlineShortcodes parses shortcodes within text.
type inlineShortcodes struct{}

func (inlineShortcodes) Trigger() []byte { return []byte{'{'} }

func (inlineShortcodes) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !bytes.HasPrefix(line, shortcodeOpen) {
		return nil
	}
	end := bytes.Index(line, shortcodeClose)
	if end < 0 {
		stateOf(pc).add(segment.Start, UnknownShortcode, "the shortcode has no end on its line; write it as {{< kpi ID >}}")
		block.Advance(len(shortcodeOpen))
		return ast.NewRawTextSegment(segment.WithStop(segment.Start + len(shortcodeOpen)))
	}
	end += len(shortcodeClose)
	block.Advance(end)
	return &inlineShortcode{segment: segment.WithStop(segment.Start + end)}
}

// shortcode writes what stands for a shortcode on a line of its own.
func (r *renderer) shortcode(n *shortcode) {
	name, argument, at := r.read(n.line)
	if at.fault(r, name, argument) {
		r.shortcodeAsText(n)
		return
	}
	block, err := r.ctx.Shortcodes.Block(name, argument)
	if err != nil {
		r.report(at.argument, ruleOf(err, UnknownKPI), err)
		r.shortcodeAsText(n)
		return
	}
	r.out = append(r.out, block...)
}

// shortcodeAsText shows a shortcode that stands for nothing.
func (r *renderer) shortcodeAsText(n *shortcode) {
	r.tag("<p>")
	r.escape(n.line.Value(r.src))
	r.tag("</p>")
}

// inlineShortcode writes what stands for a shortcode within text. Where the text is wanted as
// it was typed, as for the id of a heading, it stands for itself.
func (r *renderer) inlineShortcode(n *inlineShortcode) {
	figure := n.segment.Value(r.src)
	name, argument, at := r.read(n.segment)
	switch {
	case !r.smart:
	case at.fault(r, name, argument):
	case name != KPI:
		r.report(at.start, MisplacedShortcode, "the shortcode "+name+" stands within text; give it a line of its own")
	default:
		value, err := r.ctx.Shortcodes.Figure(argument)
		if err != nil {
			r.report(at.argument, ruleOf(err, UnknownKPI), err)
			break
		}
		figure = []byte(value)
	}
	r.escape(figure)
	r.prev, r.opened = 'x', false
}

// A shortcodePlace is where a shortcode stands in its text.
type shortcodePlace struct {
	start, argument int // offsets; argument is start where there is none
}

// read takes a shortcode apart.
func (r *renderer) read(segment text.Segment) (name, argument string, at shortcodePlace) {
	source := segment.Value(r.src)
	inner := string(source[len(shortcodeOpen) : len(source)-len(shortcodeClose)])
	begins := len(inner) - len(strings.TrimLeft(inner, " \t"))
	name, rest, _ := strings.Cut(strings.ReplaceAll(inner[begins:], "\t", " "), " ")
	argument = strings.TrimSpace(rest)
	at = shortcodePlace{segment.Start, segment.Start}
	if argument != "" {
		at.argument += len(shortcodeOpen) + begins + len(name) + 1 + strings.Index(rest, argument)
	}
	return name, argument, at
}

// fault reports what is wrong with how a shortcode is written, or with its place, and
// whether anything is.
func (at shortcodePlace) fault(r *renderer, name, argument string) bool {
	known := KnownShortcodes()
	i := slices.IndexFunc(known, func(s Shortcode) bool { return s.Name == name })
	switch {
	case i < 0:
		var names []string
		for _, s := range known {
			names = append(names, s.Name)
		}
		r.report(at.start, UnknownShortcode, diag.Errorf("unknown shortcode %q%s", clip(name), didYouMean(name, names, "; there are "+strings.Join(names, ", "))))
	case known[i].Argument == "" && argument != "":
		r.report(at.argument, UnknownShortcode, fmt.Sprintf("%s takes nothing behind its name; write it as %s", name, known[i]))
	case known[i].Argument != "" && argument == "":
		r.report(at.start, UnknownShortcode, fmt.Sprintf("%s needs to know which; write it as %s", name, known[i]))
	case name == KPI && strings.Contains(argument, " "):
		r.report(at.argument, UnknownShortcode, fmt.Sprintf("%s takes the id of one KPI; write it as %s", name, known[i]))
	case r.ctx.Shortcodes == nil:
		r.report(at.start, MisplacedShortcode, "shortcodes show what belongs to the period of a report; put this one in the body of a report")
	default:
		return false
	}
	return true
}

// ruleOf returns the rule that err breaks, or else the given one.
func ruleOf(err error, rule *diag.Rule) *diag.Rule {
	if e, ok := errors.AsType[*Error](err); ok && e.Rule != nil {
		return e.Rule
	}
	return rule
}
