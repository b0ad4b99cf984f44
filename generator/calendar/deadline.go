package calendar

import (
	"slices"
	"sort"
	"time"
)

// An Interval is the time from From up to To; a zero To is not over yet.
type Interval struct{ From, To time.Time }

// OpenMinutes returns the whole open minutes from a to b, and 0 when b is not
// after a.
func (c *Calendar) OpenMinutes(a, b time.Time) int {
	return int(c.openSeconds(a.Unix(), b.Unix()) / 60)
}

func (c *Calendar) openSeconds(a, b int64) int64 {
	if b <= a {
		return 0
	}
	var n int64
	from, to := c.at(a), c.at(b)
	for y := max(from, firstYear); y <= min(to, lastYear); y++ {
		year := c.year(y)
		n += year.passed(b) - year.passed(a)
	}
	return n
}

// Deadline returns when a working duration that begins at from is over, in the
// provider's zone and in whole seconds.
//
// Minutes are open minutes. They begin to count at from, or at the next opening
// when from is closed; when they are up at a closing time, that is the
// deadline, and not the opening after it. Days lead to the closing time of the
// working day that many after the one on which the counting begins.
//
// The deadline is the zero time when the calendar has not that much open time
// after from.
func (c *Calendar) Deadline(from time.Time, d Duration) time.Time {
	start, day, ok := c.start(from.Unix())
	if !ok {
		return time.Time{}
	}
	if d.Unit == Days {
		due := c.AddWorkingDays(day, d.N)
		if d.N > 0 && due == day {
			return time.Time{}
		}
		return c.Closing(due)
	}
	due, ok := c.move(start, int64(d.N)*60)
	if !ok {
		return time.Time{}
	}
	return c.instant(due)
}

// start returns t if it is open, or else the next opening, and the day whose
// hours these are.
func (c *Calendar) start(t int64) (start int64, day Date, ok bool) {
	first := c.at(t)
	for y := first; y <= first+searchYears; y++ {
		year := c.year(y)
		if i := year.after(t); i < len(year.stretches) {
			return max(t, year.stretches[i].from), year.stretches[i].day, true
		}
	}
	return 0, 0, false
}

// move returns the first instant that has n open seconds between t and it.
func (c *Calendar) move(t, n int64) (moved int64, ok bool) {
	if n == 0 {
		return t, true
	}
	for y := max(c.at(t), firstYear); y <= lastYear && c.WorksEver(); y++ {
		year := c.year(y)
		goal := year.passed(t) + n
		if goal > year.total {
			n = goal - year.total
			continue
		}
		i := sort.Search(len(year.stretches), func(i int) bool {
			s := year.stretches[i]
			return s.before+s.to-s.from >= goal
		})
		return year.stretches[i].from + goal - year.stretches[i].before, true
	}
	return 0, false
}

// DeadlineWaiting returns the deadline of a working duration that begins at
// from, moved by the time that waiting took: later by the open time inside the
// waits. Waits count from from on, time that several of them cover counts once, and a wait that
// begins after the deadline, as moved by the waits before it, moves nothing.
//
// A wait that is not over and began when the deadline had not passed leaves the
// deadline running: it is the zero time, and running is true.
func (c *Calendar) DeadlineWaiting(from time.Time, d Duration, waits []Interval) (deadline time.Time, running bool) {
	base := c.Deadline(from, d)
	if base.IsZero() {
		return base, false
	}
	due, running, ok := wait(from.Unix(), base.Unix(), waits, c.openSeconds, c.move)
	if running || !ok {
		return time.Time{}, running
	}
	return c.instant(due), false
}

// Always does what DeadlineWaiting does for a promise that holds round the
// clock: every minute counts. A day is 24 hours. The deadline is in the
// location of from.
func Always(from time.Time, d Duration, waits []Interval) (deadline time.Time, running bool) {
	n := int64(d.N) * 60
	if d.Unit == Days {
		n *= 24 * 60
	}
	elapsed := func(a, b int64) int64 { return b - a }
	move := func(t, n int64) (int64, bool) { return t + n, true }
	due, running, _ := wait(from.Unix(), from.Unix()+n, waits, elapsed, move)
	if running {
		return time.Time{}, true
	}
	return time.Unix(due, 0).In(from.Location()), false
}

// wait moves the deadline due of what began at from by the waits, on a clock of
// which elapsed counts the seconds between two instants and move counts them
// off. It is not ok when the clock has no such instant.
func wait(from, due int64, waits []Interval, elapsed func(a, b int64) int64, move func(t, n int64) (int64, bool)) (moved int64, running, ok bool) {
	waits = slices.Clone(waits)
	slices.SortStableFunc(waits, func(a, b Interval) int { return a.From.Compare(b.From) })
	counted := from // everything before is counted, or is not to be
	for _, w := range waits {
		if max(w.From.Unix(), from) > due {
			break
		}
		if w.To.IsZero() {
			return 0, true, true
		}
		begin, end := max(w.From.Unix(), counted), w.To.Unix()
		if end <= begin {
			continue
		}
		if due, ok = move(due, elapsed(begin, end)); !ok {
			return 0, false, false
		}
		counted = end
	}
	return due, false, true
}
