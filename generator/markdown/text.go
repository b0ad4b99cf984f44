package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// special marks the bytes at which text, of 0, or raw text, of 1, needs a look.
var special = func() (t [256]struct{ text, raw bool }) {
	for c := range 0x20 {
		t[c].text, t[c].raw = true, true
	}
	for _, c := range "&<>\"\x7f" {
		t[c].text, t[c].raw = true, true
	}
	for _, c := range `\'-.` {
		t[c].text = true
	}
	t['\n'] = struct{ text, raw bool }{}
	t['\t'] = struct{ text, raw bool }{}
	return t
}()

// char writes one character.
func (r *renderer) char(c rune) {
	if !r.plain {
		switch c {
		case '&':
			r.out = append(r.out, "&amp;"...)
			return
		case '<':
			r.out = append(r.out, "&lt;"...)
			return
		case '>':
			r.out = append(r.out, "&gt;"...)
			return
		case '"':
			r.out = append(r.out, "&quot;"...)
			return
		}
	}
	if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
		c = utf8.RuneError
	}
	r.out = utf8.AppendRune(r.out, c)
}

// escape writes text as it is.
func (r *renderer) escape(s []byte) {
	start := 0
	for i, c := range s {
		if !special[c].raw {
			continue
		}
		r.out = append(r.out, s[start:i]...)
		start = i + 1
		if c != '\r' {
			r.char(rune(c))
		} else if i+1 < len(s) && s[i+1] != '\n' {
			r.out = append(r.out, ' ')
		}
	}
	r.out = append(r.out, s[start:]...)
}

// attribute writes a string as it is, into an attribute or as text.
func (r *renderer) attribute(s string) {
	r.escape([]byte(s))
}

// text writes a stretch of Markdown text: escapes and entities are resolved,
// and signs made typographic. It stands at an offset of the source, or -1 where
// the source holds something else. More says that something follows it without a
// space.
func (r *renderer) text(s []byte, at int, more bool) {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if !special[c].text {
			i++
			continue
		}
		run := 1
		if c == '-' || c == '.' {
			for i+run < len(s) && s[i+run] == c {
				run++
			}
			if run == 1 {
				i++
				continue
			}
		}
		r.out = append(r.out, s[start:i]...)
		before := r.prev
		if i > 0 {
			before, _ = utf8.DecodeLastRune(s[:i])
		}
		after := ' '
		if i+run < len(s) {
			after, _ = utf8.DecodeRune(s[i+run:])
		} else if more {
			after = 'x'
		}
		switch {
		case c == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			r.char(rune(s[i+1]))
			r.opened = false
			run = 2
		case c == '&':
			entity, n := entityAt(s[i:])
			if n == 0 {
				r.char('&')
				break
			}
			for _, c := range entity {
				r.char(c)
			}
			run = n
		case c == '\r':
			if after != '\n' {
				r.out = append(r.out, ' ')
			}
		case r.smart && at >= 0 && r.inName(at+i):
			r.escape(s[i : i+run])
		case c == '"' && r.smart:
			r.doubleQuote(before, after)
		case c == '\'' && r.smart:
			r.singleQuote(before, after, s[i+1:])
		case c == '-' && r.smart && run == 2 && !(opens(before) && unicode.IsLetter(after)): // not --flag
			r.out = append(r.out, "–"...)
		case c == '-' && r.smart && run == 3:
			r.out = append(r.out, "—"...)
		case c == '.' && r.smart && run == 3:
			r.out = append(r.out, "…"...)
		case run > 1:
			r.out = append(r.out, s[i:i+run]...)
		default:
			r.char(rune(c))
		}
		i += run
		start = i
	}
	r.out = append(r.out, s[start:]...)
	if len(s) > 0 {
		r.prev, _ = utf8.DecodeLastRune(s)
		if r.prev != '"' && r.prev != '\'' {
			r.opened = false
		}
	}
}

// opens reports whether a quotation mark after c begins a quotation.
func opens(c rune) bool {
	return unicode.IsSpace(c) || c == '/' || c == '=' || unicode.In(c, unicode.Ps, unicode.Pi, unicode.Pd)
}

func (r *renderer) opening(before, after rune) bool {
	if before == '"' || before == '\'' {
		return r.opened && !unicode.IsSpace(after)
	}
	return opens(before) && !unicode.IsSpace(after)
}

func (r *renderer) doubleQuote(before, after rune) {
	switch {
	case r.opening(before, after):
		r.out = append(r.out, r.labels.OpenDouble...)
		r.doubles++
		r.opened = true
		return
	case r.doubles > 0:
		r.out = append(r.out, r.labels.CloseDouble...)
		r.doubles--
	case unicode.IsDigit(before): // inches
		r.char('"')
	default:
		r.out = append(r.out, r.labels.CloseDouble...)
	}
	r.opened = false
}

const apostrophe = "’"

// singleQuote tells an apostrophe from a quotation mark; rest is what follows.
func (r *renderer) singleQuote(before, after rune, rest []byte) {
	letterBefore := unicode.IsLetter(before) || unicode.IsDigit(before)
	switch {
	case letterBefore && unicode.IsLetter(after):
		r.out = append(r.out, apostrophe...)
	case r.opening(before, after) && !clitic(rest):
		r.out = append(r.out, r.labels.OpenSingle...)
		r.singles++
		r.opened = true
		return
	case r.singles > 0 && !opens(before):
		r.out = append(r.out, r.labels.CloseSingle...)
		r.singles--
	default:
		r.out = append(r.out, apostrophe...)
	}
	r.opened = false
}

// clitics are words that begin with an apostrophe: Dutch and English ones.
var clitics = []string{"s", "t", "n", "k", "m", "r", "em", "tis", "twas", "til", "cause"}

// clitic reports whether what follows an apostrophe makes it one: a clitic, or
// the two digits of a year.
func clitic(rest []byte) bool {
	word := rest[:min(len(rest), 8)]
	if end := bytes.IndexFunc(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }); end >= 0 {
		word = word[:end]
	}
	if len(word) >= 2 && util.IsNumeric(word[0]) && util.IsNumeric(word[1]) {
		return len(word) == 2 || len(word) == 3 && word[2] == 's'
	}
	return slices.ContainsFunc(clitics, func(c string) bool { return strings.EqualFold(string(word), c) })
}

// entityAt returns the characters of the HTML entity at the start of s and the
// entity's length, or 0 if there is none.
func entityAt(s []byte) (string, int) {
	end := bytes.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return "", 0
	}
	name := string(s[1:end])
	if name[0] != '#' {
		if entity, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(entity.Characters), end + 1
		}
		return "", 0
	}
	digits, base := name[1:], 10
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base = digits[1:], 16
	}
	code, err := strconv.ParseUint(digits, base, 32)
	if err != nil || len(digits) > 7 {
		return "", 0
	}
	return string(util.ToValidRune(rune(code))), end + 1
}
