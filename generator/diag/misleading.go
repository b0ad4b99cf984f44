package diag

import (
	"fmt"
	"unicode/utf8"
)

// Misleading finds the first character of a text that makes it read as another: one that gives
// orders to a terminal (of the control characters all but tab, line feed, carriage return and
// form feed), or one that turns the direction in which text runs (Unicode TR 9, section 2). Isolates
// are let through where they are closed on their line, since only then they turn no more
// than what they hold. It returns its offset in bytes; -1 where there is none.
func Misleading(text []byte) (offset int) {
	opened, open := 0, 0 // where the first isolate was opened that is not closed, and how many are open
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c >= ' ' && c < 0x7f, c == '\t', c == '\r', c == '\f':
			i++
			continue
		case c == '\n':
			if open > 0 {
				return opened
			}
			i++
			continue
		case c != 0xe2 && c != 0xc2 && c >= utf8.RuneSelf: // begins none of them
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0x202a && r <= 0x202e, r == 0x2069 && open == 0:
			return i
		case r == 0x2069:
			open--
		case r >= 0x2066 && r <= 0x2068:
			if open == 0 {
				opened = i
			}
			open++
		}
		i += size
	}
	if open > 0 {
		return opened
	}
	return -1
}

// Misled says what a character that Misleading finds does, and the mend.
func Misled(r rune) string {
	if r >= 0x202a {
		return fmt.Sprintf("a character (%U) that turns the direction of the text, so that it can read as what it is not; delete it", r)
	}
	return fmt.Sprintf("a control character (%U), which cannot be seen; delete it", r)
}
