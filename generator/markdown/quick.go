package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Most bodies are ordinary: paragraphs, headings that begin with #, lists of one level, tables
// and shortcodes at the left, and in them emphasis, code and links that are not in each other.
// A quick parser goes over those once. It knows what it does not know: at a quote, an escape,
// a space that may mean something or whatever else is out of the ordinary it gives up, and
// goldmark parses the whole text. Where it does not give up, it makes the tree that goldmark
// makes, with each node at its place, but for the lines of blocks and what else the renderer
// takes from no ordinary block.

// A quickParser parses one text at a time. The nodes that it makes are those of its next text.
type quickParser struct {
	src   []byte
	web   bool // addresses of the web are looked for in the text
	hosts int  // signs of addresses within the destinations of links
	marks int  // in the block at hand
	cells int

	roots      slab[ast.Document]
	texts      slab[ast.Text]
	spans      slab[ast.CodeSpan]
	emphases   slab[ast.Emphasis]
	links      slab[ast.Link]
	figures    slab[inlineShortcode]
	paragraphs slab[ast.Paragraph]
	headings   slab[ast.Heading]
	items      slab[ast.ListItem]
	itemTexts  slab[ast.TextBlock]
	rows       slab[extast.TableRow]
	tableCells slab[extast.TableCell]
}

// What a block may hold is far below the limits that goldmark's parsers are given, so that
// nothing here meets one.
const (
	quickMarks     = maxMarks / 4
	quickParagraph = maxParagraph / 4
	quickLines     = maxParagraphLines / 4
	quickCells     = maxCells / 4
)

// body parses a body, and reports whether it could.
func (q *quickParser) body(src []byte) (ast.Node, bool) {
	if !q.begin(src, bytes.Contains(src, addressSign)) {
		return nil, false
	}
	root := q.roots.next()
	for at := 0; at < len(src); {
		line := q.lineAt(at)
		if len(line) == 0 {
			at++
			continue
		}
		ok := false
		switch kindOfLine(line) {
		case textLine:
			at, ok = q.paragraph(root, at)
		case headingLine:
			at, ok = q.heading(root, at)
		case bulletLine, numberLine:
			at, ok = q.list(root, at)
		case tableLine:
			at, ok = q.table(root, at)
		case shortcodeLine:
			at, ok = q.shortcode(root, at)
		}
		if !ok {
			return nil, false
		}
	}
	return root, q.isTold()
}

// line parses a text of one line.
func (q *quickParser) line(src []byte) (ast.Node, bool) {
	if !q.begin(src, true) || len(src) == 0 || src[0] == ' ' || bytes.IndexByte(src, '\n') >= 0 {
		return nil, false
	}
	root, paragraph := q.roots.next(), q.paragraphs.next()
	root.AppendChild(root, paragraph)
	return root, q.block(paragraph, 0, len(src)) && q.isTold()
}

var (
	addressSign = []byte("://")
	hostSign    = []byte("www.")
	schemeSign  = []byte("http")
)

// begin reports whether the text can be an ordinary one.
func (q *quickParser) begin(src []byte, web bool) bool {
	q.src, q.web, q.hosts, q.cells = src, web, 0, 0
	q.texts.used, q.spans.used, q.emphases.used, q.links.used, q.figures.used = 0, 0, 0, 0, 0
	q.roots.used, q.paragraphs.used, q.headings.used, q.items.used, q.itemTexts.used, q.rows.used, q.tableCells.used = 0, 0, 0, 0, 0, 0, 0
	return bytes.IndexByte(src, '@') < 0 && !bytes.Contains(src, hostSign)
}

// isTold reports whether all that looks like an address is the destination of a link, where
// nobody looks for addresses.
func (q *quickParser) isTold() bool { return !q.web || q.hosts == hostsIn(q.src) }

func hostsIn(s []byte) int { return bytes.Count(s, addressSign) + bytes.Count(s, schemeSign) }

// lineAt returns the line at an offset, without its end.
func (q *quickParser) lineAt(at int) []byte {
	line := q.src[at:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		return line[:end]
	}
	return line
}

// Kinds of lines.
const (
	oddLine = iota // out of the ordinary
	textLine
	headingLine
	bulletLine
	numberLine
	tableLine
	shortcodeLine
)

// kindOfLine tells by its beginning which block a line begins or goes on with. It is not blank.
func kindOfLine(line []byte) int {
	switch c := line[0]; c {
	case ' ', '>', '<', '=', '~', ':':
		return oddLine
	case '#':
		return headingLine
	case '|':
		return tableLine
	case '-', '+', '*':
		if len(line) > 1 && line[1] == ' ' {
			return bulletLine
		}
		if c == '*' {
			return textLine
		}
		return oddLine
	case '`':
		if len(line) > 1 && line[1] == c {
			return oddLine
		}
	case '{':
		if bytes.HasPrefix(line, shortcodeOpen) && bytes.Index(line, shortcodeClose) == len(line)-len(shortcodeClose) {
			return shortcodeLine
		}
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		if afterNumber(line) > 0 {
			return numberLine
		}
	}
	return textLine
}

// afterNumber returns the offset behind the number with which an element of a list begins; 0
// where none does.
func afterNumber(line []byte) int {
	n := 0
	for n < len(line) && util.IsNumeric(line[n]) {
		n++
	}
	if n == len(line) || line[n] != '.' && line[n] != ')' || n+1 < len(line) && line[n+1] != ' ' {
		return 0
	}
	return n + 1
}

// next returns the offset of the line behind one that ends at an offset.
func (q *quickParser) next(end int) int { return min(end+1, len(q.src)) }

func (q *quickParser) heading(parent ast.Node, at int) (int, bool) {
	line := q.lineAt(at)
	level := len(line) - len(bytes.TrimLeft(line, "#"))
	end := at + len(line)
	if level > 6 || len(line) < level+2 || len(line) > quickParagraph ||
		line[level] != ' ' || line[level+1] == ' ' || line[len(line)-1] == '#' {
		return 0, false
	}
	n := q.headings.next()
	n.Level = level
	n.SetPos(at)
	parent.AppendChild(parent, n)
	return q.next(end), q.block(n, at+level+1, end)
}

func (q *quickParser) shortcode(parent ast.Node, at int) (int, bool) {
	end := at + len(q.lineAt(at))
	n := &shortcode{line: text.NewSegment(at, end)}
	n.SetPos(at)
	parent.AppendChild(parent, n)
	return q.next(end), true
}

// paragraph reads lines up to one that is blank or begins another block.
func (q *quickParser) paragraph(parent ast.Node, at int) (int, bool) {
	end, lines := at+len(q.lineAt(at)), 1
lines:
	for q.next(end) < len(q.src) {
		line := q.lineAt(end + 1)
		if len(line) == 0 {
			break
		}
		switch kindOfLine(line) {
		case textLine:
			end += 1 + len(line)
			lines++
		case headingLine, bulletLine, shortcodeLine:
			break lines
		default:
			return 0, false
		}
	}
	if end-at > quickParagraph || lines > quickLines {
		return 0, false
	}
	n := q.paragraphs.next()
	parent.AppendChild(parent, n)
	return q.next(end), q.block(n, at, end)
}

// list reads elements of one line each. Behind them comes a blank line, and no other list.
func (q *quickParser) list(parent ast.Node, at int) (int, bool) {
	line := q.lineAt(at)
	kind, width := kindOfLine(line), markerOf(line)
	list := ast.NewList(line[width-1])
	list.SetPos(at)
	if kind == numberLine {
		if width > 10 {
			return 0, false
		}
		list.Start, _ = strconv.Atoi(string(line[:width-1]))
	}
	parent.AppendChild(parent, list)
	for {
		if !q.item(list, at, line, width) {
			return 0, false
		}
		if at = q.next(at + len(line)); at == len(q.src) {
			return at, true
		}
		if line = q.lineAt(at); len(line) == 0 {
			break
		}
		if kindOfLine(line) != kind {
			return 0, false
		}
		if width = markerOf(line); width > 10 || line[width-1] != list.Marker {
			return 0, false
		}
	}
	for at < len(q.src) && q.src[at] == '\n' {
		at++
	}
	if at < len(q.src) {
		if behind := kindOfLine(q.lineAt(at)); behind == bulletLine || behind == numberLine {
			return 0, false
		}
	}
	return at, true
}

// markerOf returns the width of the sign or number before an element of a list.
func markerOf(line []byte) int { return max(1, afterNumber(line)) }

func (q *quickParser) item(list *ast.List, at int, line []byte, width int) bool {
	words := line[min(width+1, len(line)):]
	if len(words) == 0 || len(words) > quickParagraph || kindOfLine(words) != textLine {
		return false
	}
	n, block := q.items.next(), q.itemTexts.next()
	n.Offset = width + 1
	n.SetPos(at)
	list.AppendChild(list, n)
	n.AppendChild(n, block)
	return q.block(block, at+width+1, at+len(line))
}

// table reads lines that begin and end with a stroke, the second of which draws a line. Each
// has as many cells, and none that is without a space.
func (q *quickParser) table(parent ast.Node, at int) (int, bool) {
	head := q.lineAt(at)
	second := q.next(at + len(head))
	under := q.lineAt(second)
	alignments := alignmentsOf(under)
	if alignments == nil {
		return 0, false
	}
	table := &extast.Table{Alignments: alignments}
	table.SetPos(at)
	parent.AppendChild(parent, table)
	header := &extast.TableHeader{}
	header.SetPos(at)
	table.AppendChild(table, header)
	if !q.row(header, at, head, alignments) {
		return 0, false
	}
	for at = q.next(second + len(under)); at < len(q.src); {
		line := q.lineAt(at)
		if len(line) == 0 {
			break
		}
		row := q.rows.next()
		row.Alignments = alignments
		row.SetPos(at)
		table.AppendChild(table, row)
		if !q.row(row, at, line, alignments) {
			return 0, false
		}
		at = q.next(at + len(line))
	}
	return at, true
}

// alignmentsOf reads the line below the head of a table; nil where it is none.
func alignmentsOf(line []byte) []extast.Alignment {
	if !isRow(line) {
		return nil
	}
	var all []extast.Alignment
	for cell := range bytes.SplitSeq(line[1:len(line)-1], stroke) {
		cell = bytes.Trim(cell, " ")
		dashes := bytes.TrimSuffix(bytes.TrimPrefix(cell, colon), colon)
		if len(dashes) == 0 || len(bytes.TrimLeft(dashes, "-")) > 0 {
			return nil
		}
		left, right := cell[0] == ':', cell[len(cell)-1] == ':'
		switch {
		case left && right:
			all = append(all, extast.AlignCenter)
		case left:
			all = append(all, extast.AlignLeft)
		case right:
			all = append(all, extast.AlignRight)
		default:
			all = append(all, extast.AlignNone)
		}
	}
	return all
}

var stroke, colon = []byte("|"), []byte(":")

func isRow(line []byte) bool { return len(line) > 2 && line[0] == '|' && line[len(line)-1] == '|' }

func (q *quickParser) row(row ast.Node, at int, line []byte, alignments []extast.Alignment) bool {
	q.cells += len(alignments) + 2
	if !isRow(line) || len(line) > quickParagraph || q.cells > quickCells {
		return false
	}
	column := 0
	for at++; len(line) > 1; column++ {
		line = line[1:]
		end := bytes.IndexByte(line, '|')
		words := bytes.TrimLeft(line[:end], " ")
		if end == 0 || column == len(alignments) {
			return false
		}
		cell := q.tableCells.next()
		cell.Alignment = alignments[column]
		cell.SetPos(at)
		row.AppendChild(row, cell)
		from := at + end - len(words)
		if !q.block(cell, from, from+len(bytes.TrimRight(words, " "))) {
			return false
		}
		at += end + 1
		line = line[end:]
	}
	return column == len(alignments)
}

// A slab keeps nodes for the text after this one.
type slab[T any] struct {
	chunks [][]T
	used   int
}

// next returns a node as it is when nothing was set.
func (s *slab[T]) next() *T {
	const size = 16
	if s.used == len(s.chunks)*size {
		s.chunks = append(s.chunks, make([]T, size))
	}
	var fresh T
	n := &s.chunks[s.used/size][s.used%size]
	*n = fresh
	s.used++
	return n
}
