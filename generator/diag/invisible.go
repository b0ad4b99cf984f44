package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// invisible names the characters that look like a space, or like nothing, and are
// taken for part of a word. The mend is what a writer meant to type there.
var invisible = map[rune]struct{ name, mend string }{
	'\u00a0': {"a no-break space", "type a space in its place"},
	'\u2007': {"a figure space", "type a space in its place"},
	'\u2009': {"a thin space", "type a space in its place"},
	'\u202f': {"a narrow no-break space", "type a space in its place"},
	'\u3000': {"an ideographic space", "type a space in its place"},
	'\u00ad': {"a soft hyphen", "delete it"},
	'\u200b': {"a zero-width space", "delete it"},
	'\u200c': {"a zero-width non-joiner", "delete it"},
	'\u200d': {"a zero-width joiner", "delete it"},
	'\u200e': {"a left-to-right mark", "delete it"},
	'\u200f': {"a right-to-left mark", "delete it"},
	'\u2060': {"a word joiner", "delete it"},
	'\ufeff': {"a byte order mark", "delete it"},
}

// IsInvisible reports whether a character is one that a reader of a file cannot tell
// from a space, or from nothing.
func IsInvisible(r rune) bool {
	if r < utf8.RuneSelf {
		return false
	}
	_, ok := invisible[r]
	return ok || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zs, r)
}

// Invisible names the first such character of a text, and says what to do about it:
// "a no-break space (U+00A0), which …; type a space in its place". It returns "" where
// there is none.
func Invisible(s string) string {
	at := strings.IndexFunc(s, IsInvisible)
	if at < 0 {
		return ""
	}
	r := []rune(s[at:])[0]
	known, ok := invisible[r]
	if !ok {
		known.name, known.mend = "an invisible character", "delete it"
	}
	return fmt.Sprintf("%s (%U), which cannot be seen; %s", known.name, r, known.mend)
}

// WithoutInvisible returns a text with what the mends of its invisible characters make of it: spaces in
// the place of those that look like one, and nothing in that of others.
func WithoutInvisible(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case !IsInvisible(r):
			return r
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return -1
	}, s))
}
