package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// PrintOptions are how Print shows problems. The zero value gives one line a
// problem, as compilers print them and editors read them.
type PrintOptions struct {
	Color bool // with the escape sequences of a terminal

	// Source returns the bytes of a file of the workspace, or nil. Where it is
	// set, the line that a problem stands in follows it, with a caret.
	Source func(file string) []byte
	Width  int // columns that such a line may take; 0 means 80
}

// Print writes problems one a line:
//
//	content/provider.md:14:5: error: unknown key "nam"; did you mean "name"? [unknown-key]
//
// Whatever comes from a user's files is printed with control characters made
// visible, so that no file can give orders to the terminal.
func Print(w io.Writer, problems []Problem, options PrintOptions) error {
	p := printer{options: options}
	if p.options.Width <= 0 {
		p.options.Width = 80
	}
	for _, problem := range problems {
		p.problem(problem)
	}
	_, err := w.Write(p.text.Bytes())
	return err
}

// PrintJSON writes problems as one JSON array, an object a line. A line or
// column of 0 means that the problem is of the file as a whole.
func PrintJSON(w io.Writer, problems []Problem) error {
	type object struct {
		File     string `json:"file"`
		Line     int    `json:"line"`
		Column   int    `json:"column"`
		Severity string `json:"severity"`
		Rule     string `json:"rule"`
		Message  string `json:"message"`
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	text.WriteByte('[')
	for i, p := range problems {
		if i > 0 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
		if err := encoder.Encode(object{p.File, p.Line, p.Col, p.Severity.String(), p.Rule, p.Message}); err != nil {
			return err
		}
		text.Truncate(text.Len() - 1) // Encode ends its line
	}
	if len(problems) > 0 {
		text.WriteByte('\n')
	}
	text.WriteString("]\n")
	_, err := w.Write(text.Bytes())
	return err
}

// The escape sequences of the colours, ECMA-48 "select graphic rendition".
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	plain  = "\x1b[0m"
)

type printer struct {
	options PrintOptions
	text    bytes.Buffer

	file  string // whose lines are held: problems come sorted by file
	lines [][]byte
}

func (p *printer) problem(problem Problem) {
	color := [...]string{Error: red, Warning: yellow, Note: cyan}[problem.Severity]
	p.colored(bold, Visible(problem.Position.String())+":")
	p.text.WriteByte(' ')
	p.colored(color, problem.Severity.String()+":")
	fmt.Fprintf(&p.text, " %s [%s]\n", Visible(problem.Message), Visible(problem.Rule))
	if line, found := p.line(problem.Position); found {
		p.excerpt(line, problem.Col, color)
	}
}

func (p *printer) colored(color, text string) {
	if !p.options.Color {
		p.text.WriteString(text)
		return
	}
	p.text.WriteString(color)
	p.text.WriteString(text)
	p.text.WriteString(plain)
}

// line returns the source line of a position.
func (p *printer) line(at Position) (string, bool) {
	if p.options.Source == nil || at.Line < 1 {
		return "", false
	}
	if p.file != at.File {
		p.file, p.lines = at.File, nil
		if source := p.options.Source(at.File); bytes.IndexByte(source, 0) < 0 { // no line of a workbook can be shown
			p.lines = bytes.Split(source, []byte("\n"))
		}
	}
	if at.Line > len(p.lines) {
		return "", false
	}
	line := strings.TrimSuffix(string(p.lines[at.Line-1]), "\r")
	if at.Line == 1 {
		line = strings.TrimPrefix(line, "\ufeff")
	}
	return line, strings.TrimSpace(line) != ""
}

// A cell is a character as it is shown.
type cell struct {
	text    string
	columns int
}

// excerpt writes the line and, under the character that col counts to from 1,
// a caret. Of a line that is wider than the terminal it shows the part around
// the caret.
func (p *printer) excerpt(line string, col int, color string) {
	const margin = "    "
	caret := max(col, 1) - 1
	line, skipped, more := near(line, caret, 2*p.options.Width)
	caret -= skipped
	var cells []cell
	for len(line) > 0 {
		r, size := utf8.DecodeRuneInString(line)
		cells = append(cells, show(r, line[:size]))
		line = line[size:]
	}
	caret = min(caret, len(cells))
	from, to := window(cells, caret, p.options.Width-len(margin))
	cutBefore, cutAfter := from > 0 || skipped > 0, to < len(cells) || more

	p.text.WriteString(margin)
	if cutBefore {
		p.text.WriteString("…")
	}
	for _, c := range cells[from:to] {
		p.text.WriteString(c.text)
	}
	if cutAfter {
		p.text.WriteString("…")
	}
	p.text.WriteByte('\n')
	if col < 1 {
		return
	}
	p.text.WriteString(margin)
	if cutBefore {
		p.text.WriteByte(' ')
	}
	for _, c := range cells[from:caret] {
		if c.text == "\t" {
			p.text.WriteByte('\t') // stops where the tab above it stops
		} else {
			p.text.WriteString(strings.Repeat(" ", c.columns))
		}
	}
	p.colored(color, "^")
	p.text.WriteByte('\n')
}

// near returns the part of a line that lies within reach characters of the one
// at index caret, how many characters come before that part, and whether more
// follow. A file without line breaks can be one line of megabytes.
func near(line string, caret, reach int) (part string, skipped int, more bool) {
	start, n := 0, 0
	for i := range line {
		switch n {
		case caret - reach:
			start, skipped = i, n
		case caret + reach:
			return line[start:i], skipped, true
		}
		n++
	}
	return line[start:], skipped, false
}

// window returns which cells to show so that they, and an ellipsis where they
// are cut, fit into columns and hold the caret. A third of what is shown goes
// behind the caret: what is wrong is told by what comes before it.
func window(cells []cell, caret, columns int) (from, to int) {
	columns = max(columns, 10)
	total := 0
	for _, c := range cells {
		total += c.columns
	}
	if total <= columns {
		return 0, len(cells)
	}
	room := columns - 2 // the ellipses
	before, used := room-room/3, 0
	if caret < len(cells) {
		used = cells[caret].columns
	}
	from = caret
	for from > 0 && used+cells[from-1].columns <= before {
		from--
		used += cells[from].columns
	}
	to = min(caret+1, len(cells))
	for to < len(cells) && used+cells[to].columns <= room {
		used += cells[to].columns
		to++
	}
	for from > 0 && used+cells[from-1].columns <= room {
		from--
		used += cells[from].columns
	}
	return from, to
}

// tabColumns is what a tab may take at most.
const tabColumns = 8

// show returns the cell of a character, which is in the line as raw.
func show(r rune, raw string) cell {
	switch {
	case r == '\t':
		return cell{"\t", tabColumns}
	case r == utf8.RuneError && len(raw) == 1, !isShown(r):
		text := Visible(raw)
		return cell{text, len(text)}
	case unicode.In(r, unicode.Mn, unicode.Me), r == '\u200d', r == '\ufe0f': // joined to the one before
		return cell{raw, 0}
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return cell{raw, 2}
	}
	return cell{raw, 1}
}

// Visible returns text with an escape in place of each character that a terminal
// would obey, or that turns the direction of what follows, and of each byte that
// is not UTF-8.
func Visible(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !isShown(r) }) < 0 {
		return text
	}
	var shown strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&shown, `\x%02x`, text[0])
		case isShown(r):
			shown.WriteString(text[:size])
		case r < 0x80:
			fmt.Fprintf(&shown, `\x%02x`, r)
		default:
			fmt.Fprintf(&shown, `\u%04x`, r)
		}
		text = text[size:]
	}
	return shown.String()
}

// isShown tells whether a terminal shows a character and does nothing else.
// Those that turn the direction of text can make a line look like another.
func isShown(r rune) bool {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029', r == '\ufeff',
		r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
		return false
	}
	return true
}
