package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"rapport/generator/diag"
)

// Limits within a body. What exceeds them is shown as plain text and is a
// problem. They bound the parser's quadratic corners to well under a second a
// megabyte, and the depth of the HTML to what browsers keep apart.
const (
	maxDepth          = 48       // blocks open at once; a list's item takes two
	maxParagraph      = 32 << 10 // bytes
	maxParagraphLines = 1000
	maxMarks          = 800    // of emphasis, links and code, in one paragraph
	maxRun            = 16     // asterisks or underscores side by side
	maxCells          = 20_000 // of all tables in a body
	maxTries          = 1000   // words of a body that begin like an address and aren't one
	maxProblems       = 500    // of a body; one more says that there are others
)

const longParagraph = "paragraph of more than 32 kB or 1000 lines; break it up"

// A parseState is what parsing a text finds beside its tree.
type parseState struct {
	faults []fault
	notes  map[string]*extast.Footnote
	order  []*extast.Footnote // as they were written

	block        ast.Node // whose marks are being counted
	marks        int
	tries, cells int
}

type fault struct {
	at      int // offset in the text
	rule    *diag.Rule
	message any // a text, or an error
}

var stateKey = parser.NewContextKey()

func stateOf(pc parser.Context) *parseState {
	return pc.Get(stateKey).(*parseState)
}

func (s *parseState) add(at int, rule *diag.Rule, message any) {
	if len(s.faults) <= maxProblems {
		s.faults = append(s.faults, fault{at, rule, message})
	}
}

// mark counts a mark of inline syntax, and reports whether the paragraph may
// have one more.
func (s *parseState) mark(block ast.Node, at int) bool {
	if s.block != block {
		s.block, s.marks = block, 0
	}
	s.marks++
	if s.marks == maxMarks+1 {
		s.add(at, TooComplex,
			fmt.Sprintf("more than %d links and marks of emphasis in one paragraph; break it up", maxMarks))
	}
	return s.marks <= maxMarks
}

func newBodyParser(bareAddresses bool) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(lists{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(headings{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(shortcodes{}, 650),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(quotes{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(comments{parser.NewHTMLBlockParser()}, 900),
			util.Prioritized(footnotes{extension.NewFootnoteBlockParser()}, 950),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(append(inlineParsers(bareAddresses),
			util.Prioritized(tasks{extension.NewTaskCheckBoxParser()}, 50),
			util.Prioritized(footnoteMarks{}, 101))...),
		parser.WithParagraphTransformers(
			util.Prioritized(paragraphLimit{}, 10),
			util.Prioritized(alerts{}, 20),
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer()}, 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
	)
}

func newLineParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(inlineParsers(true)...),
	)
}

func inlineParsers(bareAddresses bool) []util.PrioritizedValue {
	parsers := []util.PrioritizedValue{
		util.Prioritized(marked{parser.NewCodeSpanParser()}, 100),
		util.Prioritized(links{parser.NewLinkParser()}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
		util.Prioritized(emphasis{parser.NewEmphasisParser()}, 500),
		util.Prioritized(emphasis{extension.NewStrikethroughParser()}, 510),
		util.Prioritized(inlineShortcodes{}, 600),
	}
	if bareAddresses {
		parsers = append(parsers, util.Prioritized(addresses{newMailParser()}, 999))
	}
	return parsers
}

// Blocks.

// tooDeep reports whether no further block may open within the open ones.
func tooDeep(reader text.Reader, pc parser.Context) bool {
	if len(pc.OpenedBlocks()) < maxDepth {
		return false
	}
	_, segment := reader.PeekLine()
	state := stateOf(pc)
	if n := len(state.faults); n == 0 || state.faults[n-1].message != deep {
		state.add(segment.Start, TooComplex, deep)
	}
	return true
}

const deep = "quotes and lists nested too deeply; flatten them"

// lists opens lists within limits. The inner parser comes first, for it clears
// a flag of its own when asked.
type lists struct{ parser.BlockParser }

func (p lists) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil && tooDeep(reader, pc) {
		return nil, parser.NoChildren
	}
	return node, state
}

type quotes struct{ parser.BlockParser }

func (p quotes) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if tooDeep(reader, pc) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// headings leaves a line that is too long for a heading to be a paragraph,
// which has a limit of its own.
type headings struct{ parser.BlockParser }

func (p headings) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); len(line) > maxParagraph {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

var (
	commentOpen  = []byte("<!--")
	commentClose = []byte("-->")
)

// comments opens HTML blocks for comments only. All other HTML is text, in
// which the inline parser finds the tags.
type comments struct{ parser.BlockParser }

func (p comments) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	comment, ok := bytes.CutPrefix(bytes.TrimLeft(line, " "), commentOpen)
	if !ok {
		return nil, parser.NoChildren
	}
	// Words behind a comment on its line would vanish with it.
	if _, behind, closed := bytes.Cut(comment, commentClose); closed && !util.IsBlank(behind) {
		return nil, parser.NoChildren
	}
	return p.BlockParser.Open(parent, reader, pc)
}

// An overlong is a paragraph beyond the limits, shown without markup.
type overlong struct{ ast.BaseBlock }

var kindOverlong = ast.NewNodeKind("Overlong")

func (*overlong) Kind() ast.NodeKind            { return kindOverlong }
func (*overlong) IsRaw() bool                   { return true }
func (n *overlong) Dump(source []byte, lvl int) { ast.DumpHelper(n, source, lvl, nil, nil) }

type paragraphLimit struct{}

func (paragraphLimit) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	n := lines.Len()
	if n == 0 || n <= maxParagraphLines && lines.At(n-1).Stop-lines.At(0).Start <= maxParagraph {
		return
	}
	stateOf(pc).add(node.Pos(), TooComplex, longParagraph)
	text := new(overlong)
	text.SetLines(lines)
	node.Parent().ReplaceChild(node.Parent(), node, text)
}

// tables makes tables of paragraphs within limits: a wide head over many short
// rows would make a cell of every byte.
type tables struct{ parser.ParagraphTransformer }

func (p tables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	columns := 0
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		if v := line.Value(reader.Source()); len(bytes.Trim(v, "-:| \t\r\n")) == 0 {
			columns = max(columns, bytes.Count(v, []byte("|"))+1)
		}
	}
	if columns == 0 {
		return
	}
	state := stateOf(pc)
	if state.cells += columns * lines.Len(); state.cells > maxCells {
		state.add(node.Pos(), TooComplex,
			fmt.Sprintf("more than %d cells of tables; attach them as a file", maxCells))
		return
	}
	p.ParagraphTransformer.Transform(node, reader, pc)
}

// Inlines.

// marked counts what the parser within it is tried for.
type marked struct{ parser.InlineParser }

func (p marked) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if _, segment := block.PeekLine(); !stateOf(pc).mark(parent, segment.Start) {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

type emphasis struct{ parser.InlineParser }

func (p emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	run := len(line) - len(bytes.TrimLeft(line, string(line[0])))
	if run > maxRun || !stateOf(pc).mark(parent, segment.Start) {
		block.Advance(run)
		return ast.NewRawTextSegment(segment.WithStop(segment.Start + run))
	}
	before := block.PrecendingCharacter()
	node := p.InlineParser.Parse(parent, block, pc)
	loosen(node, before, line)
	return node
}

// tasks parses the boxes of task lists, for which the inner parser also takes
// the link [x](address).
type tasks struct{ parser.InlineParser }

func (p tasks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); len(line) < 4 || line[3] != ' ' && line[3] != '\t' || line[1] == '\n' {
		return nil
	}
	return p.InlineParser.Parse(parent, block, pc)
}

// links parses links and images, and notices labels that are defined nowhere, and
// addresses that are none for a space in them.
type links struct{ parser.InlineParser }

func (p links) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if !stateOf(pc).mark(parent, segment.Start) {
		return nil
	}
	within := pc.IsInLinkLabel()
	node := p.InlineParser.Parse(parent, block, pc)
	if node == nil && within && bytes.HasPrefix(line, []byte("](")) {
		if dest := spaced(line[len("]("):]); dest != "" {
			stateOf(pc).add(segment.Start+len("]("), BrokenLink,
				fmt.Sprintf("an address with a space in it is no link; write it between < and >: (<%s>)", clip(dest)))
		}
	}
	if node == nil && within && bytes.HasPrefix(line, []byte("][")) {
		if label := line[2:]; bytes.IndexByte(label, ']') > 0 && bytes.IndexAny(label, "^[\\ ") != 0 {
			label = label[:bytes.IndexByte(label, ']')]
			stateOf(pc).add(segment.Start+2, UndefinedReference,
				fmt.Sprintf("no link is defined for %q; add a line [%s]: with the address", clip(string(label)), clip(string(label))))
		}
	}
	return node
}

// spaced returns what stands between parentheses, where somebody meant it for the address
// of a link and wrote spaces in it: it has a path, or the ending of a file.
func spaced(line []byte) string {
	end := bytes.LastIndexByte(line[:len(bytes.TrimRight(line, "\r\n"))], ')')
	if next := bytes.Index(line, []byte("](")); next >= 0 && next < end {
		end = bytes.LastIndexByte(line[:next], ')')
	}
	if end < 0 {
		return ""
	}
	dest := string(bytes.TrimSpace(line[:end]))
	if words, _, titled := strings.Cut(dest, ` "`); titled {
		dest = words
	}
	if i := strings.Index(dest, ") "); i >= 0 && strings.Count(dest[:i], "(") == 0 {
		dest = dest[:i]
	}
	if !strings.Contains(dest, " ") || strings.ContainsAny(dest, "<>") || !strings.Contains(dest, "/") && !fileEnding.MatchString(dest) {
		return ""
	}
	return dest
}

var fileEnding = regexp.MustCompile(`\.[A-Za-z0-9]{1,5}$`)

func (p links) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}
