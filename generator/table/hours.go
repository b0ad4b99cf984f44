package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

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
	if n, ok := parseNumeral(c.Text); ok && strings.ContainsAny(n.core, ".,") {
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
	}
	return h.numbers.read(c)
}

var (
	clockForm = regexp.MustCompile(`^(-?)(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$`)
	spanForm  = regexp.MustCompile(`^(-?)(?:(\d{1,6}) ?(?:h|hr|hrs|hour|hours|u|std|ore|godz)\.?)? ?(?:(\d{1,6}) ?(?:m|min|mins|minute|minutes)\.?)? ?(?:(\d{1,6}) ?(?:s|sec|secs)\.?)?$`)
)

// parseSpan reads a length of time that is written in hours, minutes and seconds, and returns
// it in hours.
func parseSpan(text string) (string, bool) {
	parts := clockForm.FindStringSubmatch(text)
	if parts == nil {
		if parts = spanForm.FindStringSubmatch(strings.ToLower(text)); parts == nil || parts[2]+parts[3]+parts[4] == "" {
			return "", false
		}
	}
	seconds := 0
	for i, unit := range []int{3600, 60, 1} {
		n, _ := strconv.Atoi(parts[i+2])
		seconds += n * unit
	}
	if parts[1] != "" {
		seconds = -seconds
	}
	return inHours(int64(seconds)), true
}

// spanPlaces are the decimals of hours that are not whole: a third of a second in a million
// rows.
const spanPlaces = 10

// inHours returns seconds in hours. They are cut off and not rounded, so that no sum of
// them comes to more than was worked.
func inHours(seconds int64) string {
	return decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), spanPlaces+2).Truncate(spanPlaces).String()
}
