package front

import (
	"bytes"
	"cmp"
	"sort"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A Mark is a place in the file at hand; line and column count from 1, the
// column in characters. The zero Mark is no place.
type Mark struct{ Line, Col int }

// In returns the position of the mark in a file.
func (m Mark) In(file string) diag.Position {
	return diag.Position{File: file, Line: m.Line, Col: m.Col}
}

func (m Mark) compare(other Mark) int {
	return cmp.Or(cmp.Compare(m.Line, other.Line), cmp.Compare(m.Col, other.Col))
}

// A Locator turns byte offsets of a text into marks.
type Locator struct {
	text  []byte
	lines []int // offset of each line's first byte
	first int   // number of the text's first line in its file
}

// NewLocator returns the locator of a text that begins on the given line of its
// file.
func NewLocator(text []byte, first int) *Locator {
	l := &Locator{text: text, lines: []int{0}, first: first}
	for i, c := range text {
		if c == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	return l
}

// At returns the mark of the byte at an offset.
func (l *Locator) At(offset int) Mark {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.lines, offset+1) - 1
	return Mark{l.first + line, utf8.RuneCount(l.text[l.lines[line]:offset]) + 1}
}

// Offset returns the offset of a byte column of a line, both from 1.
func (l *Locator) Offset(line, column int) int {
	if line > len(l.lines) {
		return len(l.text)
	}
	return l.lines[max(1, line)-1] + max(1, column) - 1
}

// OffsetOf returns the offset of a mark: what At returns the mark of. One behind the end of its line is at that end.
func (l *Locator) OffsetOf(m Mark) int {
	at := l.Offset(m.Line-l.first+1, 1)
	for col := 1; col < m.Col && at < len(l.text) && l.text[at] != '\n'; col++ {
		_, size := utf8.DecodeRune(l.text[at:])
		at += size
	}
	return min(at, len(l.text))
}

// Invalid returns the place of the first byte that is not UTF-8.
func Invalid(data []byte) (Mark, bool) {
	if utf8.Valid(data) {
		return Mark{}, false
	}
	i := 0
	for i < len(data) {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return NewLocator(bytes.TrimPrefix(data[:i], []byte("\uFEFF")), 1).At(i), true
}

// LineAt returns the line at offset without its end, and the next line's offset.
func LineAt(data []byte, offset int) (line []byte, next int) {
	if i := bytes.IndexByte(data[offset:], '\n'); i >= 0 {
		return data[offset : offset+i], offset + i + 1
	}
	return data[offset:], len(data)
}
