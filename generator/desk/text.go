package desk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"rapport/generator/calendar"
)

// date writes a day as "3 Nov", with the year where that is not today's.
func date(d, today calendar.Date) string {
	if year(d) != year(today) {
		return d.Midnight().Format("2 Jan 2006")
	}
	return d.Midnight().Format("2 Jan")
}

func year(d calendar.Date) int {
	y, _, _ := d.Split()
	return y
}

// columns returns how many columns of a terminal visible text takes.
func columns(text string) int {
	n := 0
	for len(text) > 0 {
		size, wide := cluster(text)
		n += wide
		text = text[size:]
	}
	return n
}

// cut returns visible text that takes at most room columns, with an ellipsis
// where something is left out. It never parts a character from what is joined to it.
func cut(text string, room int) string {
	if columns(text) <= room {
		return text
	}
	used, end := 0, 0
	for end < len(text) {
		size, wide := cluster(text[end:])
		if used+wide > room-1 {
			break
		}
		used, end = used+wide, end+size
	}
	if room < 1 {
		return ""
	}
	return strings.TrimRight(text[:end], " ") + "…"
}

// padded returns text with spaces behind it, up to room columns.
func padded(text string, room int) string {
	return text + strings.Repeat(" ", max(0, room-columns(text)))
}

// The characters that join others.
const (
	joiner       = '\u200d' // between the parts of an emoji
	asEmoji      = '\ufe0f' // makes the character before it a wide picture
	firstFlag    = '\U0001f1e6'
	lastFlag     = '\U0001f1ff' // two of these make a flag
	firstSkin    = '\U0001f3fb'
	lastSkin     = '\U0001f3ff'
	firstHangul  = '\u1160' // vowels and finals that stand in the syllable before them
	lastHangul   = '\u11ff'
	wideColumns  = 2
	emptyColumns = 0
)

// cluster returns the length in bytes and in columns of the first character of
// text, with what is joined to it.
func cluster(text string) (size, wide int) {
	first, size := utf8.DecodeRuneInString(text)
	wide = runeColumns(first)
	flag := firstFlag <= first && first <= lastFlag
	for last := first; size < len(text); {
		r, n := utf8.DecodeRuneInString(text[size:])
		switch {
		case r == asEmoji:
			wide = wideColumns
		case unicode.Is(unicode.Mc, r):
			wide++ // in the same syllable, but beside it
		case last == joiner, joins(r):
		case flag && firstFlag <= r && r <= lastFlag:
			flag, wide = false, wideColumns
		default:
			return size, wide
		}
		size, last = size+n, r
	}
	return size, wide
}

// joins tells whether a character is shown with the one before it.
func joins(r rune) bool {
	return r == joiner || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) ||
		firstSkin <= r && r <= lastSkin || firstHangul <= r && r <= lastHangul
}

func runeColumns(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return emptyColumns
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return wideColumns
	}
	return 1
}
