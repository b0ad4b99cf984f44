package diag

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// A Fix is a mend by the line: in the file of its problem one text takes the place of another. It is
// made where the problem is found, and holds only while the file says at its place what the problem
// was found in. One that is no guess cannot be wrong. The zero value is no fix.
//
// It can be compared, as the problem that has it.
type Fix struct {
	Line, Col int    // where Was begins; as those of a Position
	Was, Text string // neither has a line break

	Guess bool `json:",omitzero"` // what was most likely meant: offered, and never made unasked. Was stands there, or behind that in the line
}

// Replace returns the fix that writes a text in place of one that stands at a position.
func Replace(at Position, was, text string) Fix {
	return Fix{Line: at.Line, Col: at.Col, Was: was, Text: text}
}

// IsZero reports whether there is no fix.
func (f Fix) IsZero() bool { return f == Fix{} }

// IsSure reports whether there is a fix that cannot be wrong.
func (f Fix) IsSure() bool { return !f.IsZero() && !f.Guess }

// Title says what the fix does, as a choice of an editor: `write "access" in place of "acess"`.
func (f Fix) Title() string {
	switch {
	case strings.TrimSpace(f.Text) == f.Text && strings.TrimSpace(f.Was) == f.Text:
		return "take away the space around " + Quote(f.Text)
	case f.Text == "":
		return "delete " + Quote(f.Was)
	case f.Was == "":
		return "write " + Quote(f.Text)
	}
	return fmt.Sprintf("write %s in place of %s", Quote(f.Text), Quote(f.Was))
}

// Find returns the bytes of a file that the fix replaces; not ok where the file says something else
// there.
func (f Fix) Find(data []byte) (from, to int, ok bool) {
	if f.Line < 1 || f.Col < 1 {
		return 0, 0, false
	}
	if f.Line == 1 && bytes.HasPrefix(data, []byte("\ufeff")) {
		from = len("\ufeff")
	}
	for range f.Line - 1 {
		i := bytes.IndexByte(data[from:], '\n')
		if i < 0 {
			return 0, 0, false
		}
		from += i + 1
	}
	for range f.Col - 1 {
		r, size := utf8.DecodeRune(data[from:])
		if size == 0 || r == '\n' {
			return 0, 0, false
		}
		from += size
	}
	if line, _, _ := bytes.Cut(data[from:], []byte("\n")); f.Guess {
		from += max(0, bytes.Index(line, []byte(f.Was)))
	}
	if quote := data[from:min(from+1, len(data))]; !bytes.HasPrefix(data[from:], []byte(f.Was)) && (string(quote) == `"` || string(quote) == "'") {
		from++ // the place of what stands in quotes is that of the first of them
	}
	if !bytes.HasPrefix(data[from:], []byte(f.Was)) {
		return 0, 0, false
	}
	return from, from + len(f.Was), true
}
