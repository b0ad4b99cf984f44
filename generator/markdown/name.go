package markdown

import (
	"bytes"
	"unicode"
)

// longestName is how many bytes a name is looked for on either side of a sign.
const longestName = 200

// Marks that stand around a name and are none of it.
const (
	beforeName = "\"'([{<*_~“‘«„"
	behindName = "\"')]}>*_~.,;:!?…”’»"
)

// inName reports whether the byte at an offset of the source lies within the name
// of a host, a file or a path, or an address, whose signs mean themselves:
// xn--bb-eka.at, a--b.pdf.
func (r *renderer) inName(at int) bool {
	if at < 0 {
		return false
	}
	space := func(c rune) bool { return unicode.IsSpace(c) || c == '`' }
	from := max(0, at-longestName)
	from += bytes.LastIndexFunc(r.src[from:at], space) + 1
	to := min(len(r.src), at+longestName)
	if n := bytes.IndexFunc(r.src[at:to], space); n >= 0 {
		to = at + n
	}
	word := bytes.TrimLeft(r.src[from:to], beforeName)
	from = to - len(word)
	word = bytes.TrimRight(word, behindName)
	return from < at && at < from+len(word) && isName(word)
}

// isName reports whether a word looks like the name of a host, a file or a path, or
// like an address.
func isName(word []byte) bool {
	if bytes.Contains(word, []byte("://")) || bytes.HasPrefix(word, []byte("xn--")) || bytes.Contains(word, []byte(".xn--")) {
		return true
	}
	if bytes.ContainsAny(word, `/\@`) && bytes.ContainsAny(word, "-._") {
		return true
	}
	dot := bytes.LastIndexByte(word, '.')
	if dot < 1 || !isWordByte(word[dot-1]) {
		return false
	}
	ending := word[dot+1:]
	return len(ending) > 0 && len(ending) <= longestEnding && bytes.IndexFunc(ending, func(c rune) bool {
		return c > unicode.MaxASCII || !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}) < 0 && bytes.IndexFunc(ending, unicode.IsLetter) >= 0
}

// longestEnding is the length of the ending of a file or host: .webmanifest, .photography
const longestEnding = 11

func isWordByte(c byte) bool {
	return c == '-' || c == '_' || c >= 0x80 || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
