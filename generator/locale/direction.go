package locale

import (
	"strings"
	"unicode"
)

// The marks around a part of a text that has a direction of its own, so that it doesn't turn
// what stands beside it: FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE.
const (
	isolate    = '\u2068'
	endIsolate = '\u2069'
)

// Plus puts a sign in front of a figure that grew, where it stays in front of it also in
// a text from right to left.
func (l *Locale) Plus(figure string) string {
	if l.Dir() == "rtl" {
		return "\u200e+" + figure
	}
	return "+" + figure
}

// isolated returns a value as it is put into a text: a name or a title with letters of the
// other direction between marks that keep it apart. This is the one place at which what
// somebody wrote is put into what the interface says.
func (t *Texts) isolated(value string) string {
	other := isRightToLeft
	if t.Dir() == "rtl" {
		other = isLeftToRight
	} else if !mayTurn(value) {
		return value
	}
	depth := 0 // of the parts that are kept apart already
	for _, r := range value {
		switch {
		case r == isolate:
			depth++
		case r == endIsolate:
			depth--
		case depth == 0 && other(r):
			return string(isolate) + value + string(endIsolate)
		}
	}
	return value
}

// mayTurn tells whether a letter of a script from right to left may be in a text: the first of
// them has two bytes, and all that is before it begins with a lesser one, as do signs of
// currencies and dashes.
func mayTurn(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= 0xd6 && c != 0xe2 {
			return true
		}
	}
	return false
}

var bare = strings.NewReplacer(string(isolate), "", string(endIsolate), "")

// Bare returns a text without isolates, for programs that show what they don't know as
// boxes, compare texts, or search in them.
func Bare(text string) string {
	if !strings.Contains(text, "\u2068"[:2]) { // with which both marks begin
		return text
	}
	return bare.Replace(text)
}

// IsIsolate tells whether Bare drops a character.
func IsIsolate(r rune) bool { return r == isolate || r == endIsolate }

// isRightToLeft reports a letter of Hebrew, Arabic and the scripts beside them.
func isRightToLeft(r rune) bool {
	switch {
	case r < 0x590:
		return false
	case r < 0x900, 0xfb1d <= r && r < 0xfe00, 0xfe70 <= r && r < 0xff00, 0x10800 <= r && r < 0x11000, 0x1e800 <= r && r < 0x1f000:
		return unicode.IsLetter(r)
	}
	return false
}

func isLeftToRight(r rune) bool { return unicode.IsLetter(r) && !isRightToLeft(r) }
