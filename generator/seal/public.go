package seal

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

// A person's file keys/PERSON.pub is a list of recipients as the program age takes it: one key, and
// comments. One of these counts here, and none that is like it may be passed over in silence, or the
// person would stay:
//
//	age1…
//	# until: 2027-03-31
const untilComment = "# until: "

// A publicFault is what is wrong with such a file, and where.
type publicFault struct {
	at diag.Position
	error
}

// parsePublic reads a person's file; at is its place.
func parsePublic(text string, at diag.Position) (r Reader, fault *publicFault) {
	r.At = at
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		n++
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		at.Line, at.Col = n, indent+1
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "":
		case line[0] != '#' && r.Recipient != "":
			err = errors.New("a person has one key; remove the other line")
		case line[0] != '#':
			r.Recipient, err = ParseRecipient(line)
		case isUntil(line) && r.Until != 0:
			err = errors.New("a second until; remove one of the lines")
		case isUntil(line):
			at.Col += len(untilComment)
			if r.Until, err = parseUntil(line); err != nil && !strings.HasPrefix(line, untilComment) {
				at.Col = indent + 1
			}
			r.At = at
		}
		if err != nil {
			return r, &publicFault{at, err}
		}
	}
	if r.Recipient == "" {
		at.Line, at.Col = 1, 1
		_, err := ParseRecipient("")
		return r, &publicFault{at, err}
	}
	return r, nil
}

// isUntil tells whether a comment says, or was meant to say, until when its key may be used.
func isUntil(comment string) bool {
	word := strings.ToLower(strings.TrimLeft(comment, "# \t"))
	if end := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); end >= 0 {
		word = word[:end]
	}
	return diag.Nearest(word, []string{"until", "expires", "expiry", "valid"}) != ""
}

func parseUntil(comment string) (calendar.Date, error) {
	day, ok := strings.CutPrefix(comment, untilComment)
	if !ok {
		return 0, fmt.Errorf("this line does not say until when the person may read; write it as %s2027-03-31, or begin it with another word", untilComment)
	}
	return calendar.ParseDate(day)
}

// Public is what the file of a person says.
func (r Reader) Public() string { return SetUntil(r.Recipient+"\n", r.Until) }

// SetUntil returns what the file of a person says with another last day, or none.
func SetUntil(text string, day calendar.Date) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if comment := strings.TrimSpace(line); !strings.HasPrefix(comment, "#") || !isUntil(comment) {
			b.WriteString(strings.TrimRight(line, "\r\n") + "\n")
		}
	}
	if day != 0 {
		b.WriteString(untilComment + day.String() + "\n")
	}
	return b.String()
}

// UntilOf is the last day that the file of a person says, whatever its key is; zero for none.
func UntilOf(text string) (day calendar.Date, err error) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") && isUntil(line) && err == nil {
			day, err = parseUntil(line)
		}
	}
	return day, err
}
