package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
)

// Words of a stranger are shown as words: whatever Markdown would make of them, they make no link,
// picture, HTML, figure or heading.

// inline returns words for a field of one line.
func inline(words string) string {
	return escape(strings.Join(strings.Fields(visible(words)), " "))
}

// body returns words for the body of an entry, line by line as they were written.
func body(words string) string {
	var out []string
	blank := true
	for line := range strings.SplitSeq(visible(words), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" {
			if !blank {
				out = append(out, "")
			}
			blank = true
			continue
		}
		if n := len(out); !blank {
			out[n-1] += "\\" // a line's end within a paragraph is one for the reader, too
		}
		out = append(out, escape(line))
		blank = false
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n\\")
}

// visible takes out of words what cannot be seen, and keeps spaces and line ends.
func visible(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == ' ':
			return r
		case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r) || diag.IsInvisible(r) || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, words)
}

// escape puts a backslash before each sign of Markdown that means something where it stands. Those
// that stand in ordinary words, as a point or a hyphen, do only where a list, a heading or an address
// would begin.
func escape(line string) string {
	var b strings.Builder
	for i, r := range line {
		if means(line, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func means(line string, i int, r rune) bool {
	before, after := line[:i], line[i+utf8.RuneLen(r):]
	switch r {
	case '\\', '`', '*', '_', '[', ']', '<', '>', '~', '|', '{', '}', '^', '$', '@':
		return true
	case '#', '=', '-', '+':
		return i == 0
	case '&':
		return after != "" && after[0] != ' '
	case '!':
		return strings.HasPrefix(after, "[")
	case ':':
		return strings.HasPrefix(after, "/")
	case '.', ')':
		isNumber := i > 0 && strings.Trim(before, "0123456789") == ""
		return isNumber || r == '.' && i >= 3 && strings.EqualFold(before[i-3:], "www")
	}
	return false
}
