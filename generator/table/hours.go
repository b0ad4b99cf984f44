package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rapport/generator/diag"
)

// hours is the reading of a column of lengths of time: 2.5, 2:30, 02:30:30 or 2h 30m.
type hours struct {
	numbers
	clock, fraction first // cells written as on a clock, and with decimals
}

func (h *hours) see(c Cell) {
	switch c.Form {
	case Span:
		return
	case Text:
	default:
		h.numbers.see(c)
		return
	}
	if _, ok := parseSpan(c.Text); ok {
		h.clock.note(c)
		return
	}
	if number, ok := bareHours(c.Text); ok { // whatever its decimals, it says that they are parts of an hour
		c.Text = number
	} else if n, ok := parseNumeral(c.Text); ok && strings.ContainsAny(n.core, ".,") {
		h.fraction.note(c)
	}
	h.numbers.see(c)
}

func (h *hours) settle(style Style) []finding {
	found := h.numbers.settle(style)
	// Beside 2:30, 2.30 may well be as long.
	if h.clock.seen && h.fraction.seen {
		at, before := later(h.clock.Cell, h.fraction.Cell)
		found = append(found, finding{at.Mark, Mixed, fmt.Sprintf("%s and %s: one of them is in hours and minutes, and the other in parts of an hour; write the whole column in one way", diag.Quote(at.Text), diag.Quote(before.Text))})
	}
	return found
}

func (h *hours) read(c Cell) string {
	if c.Form == Text {
		if text, ok := parseSpan(c.Text); ok {
			return text
		}
		if number, ok := bareHours(c.Text); ok {
			c.Text = number
		}
	}
	return h.numbers.read(c)
}

var (
	clockForm  = regexp.MustCompile(`^(-?)(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$`)
	joinedForm = regexp.MustCompile(`^(\d{1,6}) ?h ?([0-5]\d)$`)
	inHours    = regexp.MustCompile(`^([-+−]?\d[\d.,]*) ?(?:h|hr|hrs|hour|hours|u|uur|std|stunden|heures?|horas?|ore|godz)\.?$`)
	spanForm   = regexp.MustCompile(`^(-?)(?:(\d{1,6}) ?(?:h|hr|hrs|hour|hours|u|std|ore|godz)\.?)? ?(?:(\d{1,6}) ?(?:m|min|mins|minute|minutes)\.?)? ?(?:(\d{1,6}) ?(?:s|sec|secs)\.?)?$`)
)

// parseSpan reads a length of time that is written in hours, minutes and seconds, and returns
// it as on a clock: 2:30:00.
func parseSpan(text string) (string, bool) {
	parts := clockForm.FindStringSubmatch(text)
	if parts == nil {
		if parts = spanForm.FindStringSubmatch(spanned(text)); parts == nil || parts[2]+parts[3]+parts[4] == "" {
			return "", false
		}
	}
	seconds := int64(0)
	for i, unit := range []int64{3600, 60, 1} {
		n, _ := strconv.ParseInt("0"+parts[i+2], 10, 64)
		seconds += n * unit
	}
	return parts[1] + onClock(seconds), true
}

// spanned writes a length of time with its units behind: of 2h30 and PT2H30M, 2h30m.
func spanned(text string) string {
	text = strings.TrimPrefix(strings.ToLower(text), "pt")
	return joinedForm.ReplaceAllString(text, "${1}h${2}m")
}

// bareHours returns the number of 2.5 h.
func bareHours(text string) (string, bool) {
	parts := inHours.FindStringSubmatch(strings.ToLower(text))
	if parts == nil {
		return "", false
	}
	return parts[1], true
}

// onClock writes seconds as hours, minutes and seconds.
func onClock(seconds int64) string {
	return fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}
