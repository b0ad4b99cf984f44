package diag

import (
	"fmt"
	"unicode/utf8"
)

// Misleading finds the first character of a text that makes it read as another: one that gives
// orders to a terminal (of the control characters all but tab, line feed, carriage return and
// form feed), one that turns the direction in which text runs (Unicode TR 9, section 2), or one
// that is never shown and can hold what nobody sees (letters of tags, annotations, noncharacters). Isolates
// are let through where they are closed on their line, since only then they turn no more
// than what they hold, and tags where they spell the flag of a region. It returns its offset in bytes; -1
// where there is none.
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
		case c != 0xe2 && c != 0xc2 && c != 0xef && c != 0xf3 && c >= utf8.RuneSelf: // begins none of them
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		switch {
		case r < ' ', r >= 0x7f && r <= 0x9f, r >= 0x202a && r <= 0x202e, r == 0x2069 && open == 0, isUnseen(r):
			return i
		case isTag(r) && !inFlag(text[:i]):
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

// isUnseen reports a character that no text needs and no font shows: format characters that
// Unicode deprecates (206A to 206F), annotations, and noncharacters.
func isUnseen(r rune) bool {
	return r >= 0x206a && r <= 0x206f || r >= 0xfff9 && r <= 0xfffb || r >= 0xfdd0 && r <= 0xfdef || r == 0xfffe || r == 0xffff
}

// isTag reports one of the characters that repeat ASCII unseen. Flags of regions alone use
// them, behind a black flag (Unicode TR 51, section 3.6.2).
func isTag(r rune) bool { return r >= 0xe0000 && r <= 0xe007f }

func inFlag(before []byte) bool {
	const longest = 6 // letters of a region's code, "gbeng", and the end
	for range longest + 1 {
		r, size := utf8.DecodeLastRune(before)
		if !isTag(r) {
			return r == '\U0001f3f4'
		}
		before = before[:len(before)-size]
	}
	return false
}

// Misled says what a character that Misleading finds does, and the mend.
func Misled(r rune) string {
	switch {
	case isUnseen(r) || isTag(r):
		return fmt.Sprintf("a character (%U) that no reader sees, in which other words can hide; delete it", r)
	case r >= 0x202a:
		return fmt.Sprintf("a character (%U) that turns the direction of the text, so that it can read as what it is not; delete it", r)
	}
	return fmt.Sprintf("a control character (%U), which cannot be seen; delete it", r)
}
