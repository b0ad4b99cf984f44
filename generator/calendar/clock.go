package calendar

import (
	"fmt"
	"strings"
	"time"
)

// A Span is a stretch of wall-clock time within a day, in minutes after
// midnight: 0 <= From < To <= 1440.
type Span struct{ From, To int }

// String returns s as ParseSpan reads it.
func (s Span) String() string { return clock(s.From) + "-" + clock(s.To) }

// ParseSpan reads opening hours, 09:00-12:30. They may end at 24:00 and not
// before they begin: a night is written as two spans on two days.
func ParseSpan(s string) (Span, error) {
	from, to, ok := strings.Cut(s, "-")
	span := Span{readClock(from), readClock(to)}
	if !ok || span.From < 0 || span.To < 0 || span.From == 1440 {
		return Span{}, fmt.Errorf("%s is not a span of hours; write it as 09:00-12:30", quote(s))
	}
	if span.From >= span.To {
		return Span{}, fmt.Errorf("%s ends before it begins; write a night as two spans, such as 22:00-24:00 and, on the next day, 00:00-06:00", quote(s))
	}
	return span, nil
}

// ParseClock reads a time of the day, 00:00 to 23:59, as minutes after
// midnight.
func ParseClock(s string) (minute int, err error) {
	if m := readClock(s); m >= 0 && m < 1440 {
		return m, nil
	}
	return 0, fmt.Errorf("%s is not a time of the day; write it as 10:00", quote(s))
}

// readClock returns the minutes after midnight of 9:30, 09:30 or 24:00, and -1
// for anything else.
func readClock(s string) int {
	h, m, ok := strings.Cut(s, ":")
	if !ok || len(h) > 2 || len(m) != 2 || !digits(h) || !digits(m) || number(m) > 59 {
		return -1
	}
	if minute := 60*number(h) + number(m); minute <= 1440 {
		return minute
	}
	return -1
}

// clock writes minutes after midnight as 09:30.
func clock(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// ParseDays reads a day of the week (mon) or a range of them (mon-thu), which
// may run over the end of the week (fri-mon). Case does not matter and full
// names do as well.
func ParseDays(s string) ([]time.Weekday, error) {
	from, to, isRange := strings.Cut(s, "-")
	first, ok := weekday(from)
	last := first
	known := weekdayNames()
	switch {
	case isRange && ok:
		last, ok = weekday(to)
		for i := range known {
			known[i] = from + "-" + known[i]
		}
	case isRange:
		for i := range known {
			known[i] += "-" + to
		}
	}
	if !ok {
		return nil, &WordError{s, known, quote(s) + " is not a day of the week", "write it as mon, tue, wed, thu, fri, sat or sun, or as a range such as mon-thu"}
	}
	days := []time.Weekday{first}
	for d := first; d != last; {
		d = (d + 1) % 7
		days = append(days, d)
	}
	return days, nil
}

// A WordError is a word that is none of the few that may stand in its place.
type WordError struct {
	Word   string
	Known  []string
	Says   string // what is wrong, without the mend
	Advice string // the mend, where no known word is like this one
}

func (e *WordError) Error() string { return e.Says + "; " + e.Advice }

func weekdayNames() []string {
	var names []string
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		names = append(names, name, name[:3])
	}
	return names
}

func monthNames() []string {
	var names []string
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		names = append(names, name, name[:3])
	}
	return names
}

// weekday finds the day of a full or three-letter English name.
func weekday(s string) (time.Weekday, bool) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if named(s, d.String()) {
			return d, true
		}
	}
	return 0, false
}

// month finds the month of a full or three-letter English name.
func month(s string) (time.Month, bool) {
	for m := time.January; m <= time.December; m++ {
		if named(s, m.String()) {
			return m, true
		}
	}
	return 0, false
}

func named(s, name string) bool {
	return strings.EqualFold(s, name) || strings.EqualFold(s, name[:3])
}
