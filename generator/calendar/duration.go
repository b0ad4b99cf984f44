package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// A Unit is the unit of a working duration.
type Unit uint8

// The units. Minutes also holds what was written in hours.
const (
	Minutes Unit = iota
	Days
)

// A Duration is a length of working time: N open minutes, or N working days.
type Duration struct {
	N    int
	Unit Unit
}

// The longest durations that can be written: far beyond any promise, and short
// enough that counting them always ends.
const (
	maxHours = 10000
	maxDays  = 1000
)

// ParseDuration reads a working duration: 30m, 4h, 1h30m or 2d, in whole
// numbers, up to 10000h or 1000d. The error quotes s and says how to mend it.
func ParseDuration(s string) (Duration, error) {
	bad := fmt.Errorf("%s is not a working duration; write it as 30m, 4h or 2d", quote(s))
	if n, ok := strings.CutSuffix(s, "d"); ok {
		if !digits(n) {
			return Duration{}, bad
		}
		if number(n) > maxDays {
			return Duration{}, tooLong(s)
		}
		return Duration{number(n), Days}, nil
	}
	hours, rest, hasHours := strings.Cut(s, "h")
	if !hasHours {
		rest = s
	} else if !digits(hours) {
		return Duration{}, bad
	} else if number(hours) > maxHours {
		return Duration{}, tooLong(s)
	}
	n := 0
	if hasHours {
		n = 60 * number(hours)
	}
	if rest != "" || !hasHours {
		minutes, ok := strings.CutSuffix(rest, "m")
		if !ok || !digits(minutes) || hasHours && number(minutes) >= 60 {
			return Duration{}, bad
		}
		if number(minutes) > maxHours*60 {
			return Duration{}, tooLong(s)
		}
		n += number(minutes)
	}
	if n > maxHours*60 {
		return Duration{}, tooLong(s)
	}
	return Duration{n, Minutes}, nil
}

func tooLong(s string) error {
	return fmt.Errorf("%s is too long for a working duration; write at most %dh or %dd", quote(s), maxHours, maxDays)
}

// IsZero reports whether d is the zero Duration, 0m. 0d is not: it reaches to
// the end of the working day.
func (d Duration) IsZero() bool { return d == Duration{} }

// String returns d in its canonical form: 2d, 4h, 30m or 1h30m.
func (d Duration) String() string {
	h, m := d.N/60, d.N%60
	switch {
	case d.Unit == Days:
		return strconv.Itoa(d.N) + "d"
	case h == 0:
		return strconv.Itoa(m) + "m"
	case m == 0:
		return strconv.Itoa(h) + "h"
	}
	return strconv.Itoa(h) + "h" + strconv.Itoa(m) + "m"
}
