package front

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff returns what makes a text another as a unified diff, with three lines around each
// change; "" where they are equal. A text that is nil is that of a file that is not there.
// Signs that would act on a terminal are shown, and do not act.
func Diff(name string, before, after []byte) string {
	if bytes.Equal(before, after) {
		return ""
	}
	from, to := name, name
	if before == nil {
		from = "/dev/null"
	}
	if after == nil {
		to = "/dev/null"
	}
	text := string(diff.Diff(from, before, to, after))
	_, text, _ = strings.Cut(text, "\n") // a line of its own for programs that take several diffs
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return -1
		case r == '\n' || r == '\t' || !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r):
			return r
		case r < ' ':
			return '␀' + r
		}
		return unicode.ReplacementChar
	}, text)
}
