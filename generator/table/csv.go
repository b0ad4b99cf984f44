package table

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// separators are what can stand between the values of a row, the likeliest first.
const separators = ",;\t"

// CSV opens a CSV file as a sheet. A line sep=; in front says what separates the values;
// otherwise the header and the rows under it tell. Blank lines, and lines that begin with a
// hash above the header, are passed over. What is wrong with a row is told here, and the row left out.
func CSV(file string, data []byte) (*Sheet, []diag.Problem) {
	s := &Sheet{File: file, rows: func(func(Row) bool) {}}
	text, problems := decode(file, data)
	if text == "" || slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Severity == diag.Error }) {
		return s, problems
	}
	start := scanner{text: text, line: 1, col: 1}
	declared, ok := start.preface()
	if !ok {
		return s, append(problems, BadCSV.At(start.mark(start.at).In(file), "the line sep= names no separator; write sep=; or sep=, or remove it"))
	}
	start.comma = declared
	if declared == 0 {
		start.comma = separatorOf(start)
	}
	var wrong faults
	for scan := start; scan.next(); {
		if scan.fault != "" {
			wrong.add(func() diag.Problem { return BadCSV.At(scan.row.In(file), "%s", scan.fault) })
		}
	}
	problems = append(problems, wrong.told()...)
	s.rows = func(yield func(Row) bool) {
		scan := start
		scan.row.Cells = nil // so that a pass within a pass has cells of its own
		for scan.next() {
			if scan.fault == "" && !scan.row.isBlank() && !yield(scan.row) {
				return
			}
		}
	}
	return s, problems
}

// A scanner reads the rows of a text.
type scanner struct {
	text  string
	comma byte // what separates the values
	at    int  // offset of what is read next

	row   Row    // that was read last
	fault string // what is wrong with it, at its mark; "" for nothing

	// The mark of the offset counted is line and col, so that columns are counted once.
	line, col, counted int
}

// mark returns the place of an offset of the line at hand, which is not before one asked for earlier.
func (s *scanner) mark(offset int) front.Mark {
	for i := s.counted; i < offset; i++ {
		if s.text[i]&0xC0 != 0x80 { // no byte within a character
			s.col++
		}
	}
	s.counted = offset
	return front.Mark{Line: s.line, Col: s.col}
}

// newLine takes note that a line begins at an offset.
func (s *scanner) newLine(offset int) { s.line, s.col, s.counted = s.line+1, 1, offset }

// endLine goes behind the end of the line that begins at s.at, if one does.
func (s *scanner) endLine() {
	if s.at < len(s.text) {
		s.at += lineEnd(s.text, s.at)
		s.newLine(s.at)
	}
}

// next reads the next row, and returns false at the end of the text.
func (s *scanner) next() bool {
	s.row.Cells, s.fault = s.row.Cells[:0], ""
	if s.at >= len(s.text) {
		return false
	}
	s.row.Mark = s.mark(s.at)
	if c := s.text[s.at]; (c == '<' || c == '=' || c == '>') && isConflict(s.text[s.at:]) {
		s.fault = "this line is a mark of git's, from a merge that is not finished; keep one of the two versions, and remove the marks"
		s.skipLine()
		return true
	}
	for {
		if s.fault = s.cell(); s.fault != "" {
			s.row.Mark = s.mark(s.at)
			s.skipLine()
			return true
		}
		if s.at < len(s.text) && s.text[s.at] == s.comma {
			s.at++
			continue
		}
		s.row.Mark = s.row.Cells[0].Mark
		s.endLine()
		return true
	}
}

// isConflict reports whether a line is one of those that git puts between two versions.
func isConflict(line string) bool {
	return strings.HasPrefix(line, "<<<<<<< ") || strings.HasPrefix(line, ">>>>>>> ") ||
		strings.HasPrefix(line, "=======") && (len(line) == 7 || line[7] == '\n' || line[7] == '\r')
}

// skipLine goes to the next line.
func (s *scanner) skipLine() {
	if i := strings.IndexAny(s.text[s.at:], "\r\n"); i >= 0 {
		s.at += i
	} else {
		s.at = len(s.text)
	}
	s.endLine()
}

// blanks skips the space before or behind a value.
func (s *scanner) blanks() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t') && s.text[s.at] != s.comma {
		s.at++
	}
}

// cell reads a value, up to what separates it from the next. Where that cannot be done it
// returns why, with s.at at the place.
func (s *scanner) cell() string {
	s.blanks()
	text, at := s.text, s.at
	if at < len(text) && text[at] == '"' {
		return s.quoted()
	}
	for at < len(text) && text[at] != s.comma && text[at] != '\n' && text[at] != '\r' {
		if text[at] == '"' {
			s.at = at
			return "a quote stands within a value; double it, and put the whole value in quotes"
		}
		at++
	}
	s.row.Cells = append(s.row.Cells, Cell{Text: trim(text[s.at:at]), Mark: s.mark(s.at)})
	s.at = at
	return ""
}

// trim cuts off white space, and the characters without a width that spreadsheets and
// web pages leave at the ends of what is copied from them.
func trim(value string) string {
	if n := len(value); n == 0 || value[0] > ' ' && value[0] < utf8.RuneSelf && value[n-1] > ' ' && value[n-1] < utf8.RuneSelf {
		return value
	}
	return strings.TrimFunc(value, func(r rune) bool {
		return unicode.IsSpace(r) || r == '\u200b' || r == '\uFEFF' || r == '\u200e' || r == '\u200f'
	})
}

// quoted reads a value in quotes.
func (s *scanner) quoted() string {
	open := s.at
	at := s.mark(open)
	opened := *s
	doubled := false
	for s.at++; ; s.at++ {
		i := strings.IndexAny(s.text[s.at:], "\"\r\n")
		if i < 0 {
			// Back to where the quote opens, which is where the mistake is; nothing
			// behind it can be told apart.
			s.line, s.col, s.counted, s.at = opened.line, opened.col, opened.counted, open
			s.text = s.text[:open]
			return "a value in quotes does not end; close its quote, and double the quotes within"
		}
		s.at += i
		if s.text[s.at] != '"' {
			s.at += lineEnd(s.text, s.at) - 1
			s.newLine(s.at + 1)
			continue
		}
		if s.at+1 == len(s.text) || s.text[s.at+1] != '"' {
			break
		}
		doubled = true
		s.at++
	}
	value := s.text[open+1 : s.at]
	if doubled {
		value = strings.ReplaceAll(value, `""`, `"`)
	}
	s.row.Cells = append(s.row.Cells, Cell{Text: trim(value), Mark: at})
	s.at++
	s.blanks()
	if s.at < len(s.text) && s.text[s.at] != s.comma && lineEnd(s.text, s.at) == 0 {
		return "a quote stands within a value; double it, and put the whole value in quotes"
	}
	return ""
}

// preface passes over what stands above the header: blank lines, comments, and a line
// sep=; of which it returns the separator, 0 where there is none. It returns false where
// that line names none.
func (s *scanner) preface() (separator byte, ok bool) {
	for s.at < len(s.text) {
		line := s.text[s.at:]
		if i := strings.IndexAny(line, "\r\n"); i >= 0 {
			line = line[:i]
		}
		switch bare := strings.Trim(strings.TrimSpace(line), `"`); {
		case trim(line) == "":
		case len(bare) >= 4 && strings.EqualFold(bare[:4], "sep="):
			// A tab is space too. A spreadsheet that saves the file again fills up the row.
			rest := strings.ReplaceAll(strings.Trim(line, " "), `"`, "")[4:]
			if rest == "" || !strings.Contains(separators+"|", rest[:1]) || strings.Trim(rest, rest[:1]) != "" {
				return 0, false
			}
			separator = rest[0]
		case !s.isComment(line):
			return separator, true
		}
		s.skipLine()
	}
	return separator, true
}

// isComment reports whether a line above the header is one of the comments that
// programs of statistics put there: it begins with a hash, and so does the next, or
// it is made of hashes and lines alone. A header may begin with a hash too.
func (s *scanner) isComment(line string) bool {
	if line[0] != '#' {
		return false
	}
	if strings.Trim(line, "#-=_ ") == "" {
		return true
	}
	ahead := *s
	ahead.skipLine()
	return ahead.at < len(ahead.text) && ahead.text[ahead.at] == '#'
}

// separatorOf tells what separates the values: that by which the first rows under the
// header have as many as the header; where that is true of several, or of none, the one
// that the header has most of.
func separatorOf(start scanner) byte {
	best, bestScore := byte(','), [2]int{}
	for i := range len(separators) {
		scan := start
		scan.comma = separators[i]
		scan.next()
		columns := len(scan.row.Cells)
		score := [2]int{scan.agreement(columns), columns}
		if columns > 1 && slices.Compare(score[:], bestScore[:]) > 0 {
			best, bestScore = separators[i], score
		}
	}
	return best
}

// agreement tells how well the next rows agree with a number of columns: 2 where each has as many
// values, 1 where none has more, 0 otherwise.
func (s *scanner) agreement(columns int) int {
	const rows = 20
	agreement := 2
	for i := 0; i < rows && s.next(); i++ {
		switch n := len(s.row.Cells); {
		case s.fault != "" || s.row.isBlank() || n == columns:
		case n > columns || n == 1:
			return 0
		default:
			agreement = 1
		}
	}
	return agreement
}
