package calendar

import (
	"slices"
	"sort"
	"time"
)

// The years that a calendar knows: a few beyond those that can be written, so
// that what begins in the last of them can end.
const (
	firstYear = minYear
	lastYear  = maxYear + 10
)

// A stretch is open time without a break, in Unix seconds: from <= t < to.
type stretch struct {
	from, to int64
	before   int64 // the year's open seconds before it
	day      Date  // the day whose hours these are
}

// A year is the working time of a calendar year, in a form in which it can be
// searched.
type year struct {
	first     Date      // 1 January
	open      []Date    // the working days, in order
	stretches []stretch // in order, none of them empty
	index     []int     // by day of the year: its first stretch; one more than there are days
	total     int64     // the year's open seconds
}

// closedYear stands for the years that a calendar does not know.
var closedYear year

// year returns the working time of a year, which it makes when it is first
// asked for. Two goroutines that ask at once may both make it; they make the same.
func (c *Calendar) year(y int) *year {
	if y < firstYear || y > lastYear {
		return &closedYear
	}
	slot := &c.years[y-firstYear]
	made := slot.Load()
	if made == nil {
		made = c.makeYear(y)
		slot.Store(made)
	}
	return made
}

func (c *Calendar) makeYear(y int) *year {
	first, next := NewDate(y, time.January, 1), NewDate(y+1, time.January, 1)
	if c.whole != nil {
		return c.left(y, first, next)
	}
	made := &year{first: first}
	off := DaysOff{c.spec.Holidays, c.spec.Open, c.spec.Closures}.in(y)
	for d := first; d < next; d++ {
		made.index = append(made.index, len(made.stretches))
		if off(d) {
			continue
		}
		// Around a clock that is set, times that are skipped lie after the gap: there
		// hours neither overlap nor leave their day.
		end, midnight := d.In(c.spec.Zone, 0).Unix(), d.In(c.spec.Zone, 1440).Unix()
		for _, span := range c.spec.hours(d) {
			from := max(end, d.At(c.spec.Zone, time.Duration(span.From)*time.Minute).Unix())
			end = min(midnight, max(end, d.At(c.spec.Zone, time.Duration(span.To)*time.Minute).Unix()))
			if from < end {
				made.add(d, from, end)
			}
		}
	}
	made.index = append(made.index, len(made.stretches))
	return made
}

// left returns what the days off leave of a year.
func (c *Calendar) left(y int, first, next Date) *year {
	// Beyond a closure without an end there is nothing to look for.
	if slices.ContainsFunc(c.off.Closures, func(cl Closure) bool { return cl.From <= first && next <= cl.To }) {
		return &closedYear
	}
	made := &year{first: first}
	off := c.off.in(y)
	for d := first; d < next; d++ {
		made.index = append(made.index, len(made.stretches))
		if !off(d) {
			for _, s := range c.whole.stretches(d) {
				made.add(d, s.from, s.to)
			}
		}
	}
	made.index = append(made.index, len(made.stretches))
	return made
}

// add adds open time of a day, after what was added before.
func (y *year) add(d Date, from, to int64) {
	y.stretches = append(y.stretches, stretch{from, to, y.total, d})
	y.total += to - from
	if n := len(y.open); n == 0 || y.open[n-1] != d {
		y.open = append(y.open, d)
	}
}

// stretches returns the open time of d.
func (c *Calendar) stretches(d Date) []stretch {
	n, _, _ := d.Split()
	y := c.year(n)
	i := int(d - y.first)
	if i+1 >= len(y.index) {
		return nil
	}
	return y.stretches[y.index[i]:y.index[i+1]]
}

// at returns the year in which the instant t, in Unix seconds, lies. A year
// begins once and for all when 1 January is first reached, even if the clock is
// put back to the old year then, as in Phoenix in 1944.
func (c *Calendar) at(t int64) int {
	y := c.instant(t).Year()
	if t >= NewDate(y+1, time.January, 1).In(c.spec.Zone, 0).Unix() {
		return y + 1
	}
	return y
}

// after returns the index of the first stretch that ends after t.
func (y *year) after(t int64) int {
	return sort.Search(len(y.stretches), func(i int) bool { return y.stretches[i].to > t })
}

// passed returns the year's open seconds before t.
func (y *year) passed(t int64) int64 {
	i := y.after(t)
	if i == len(y.stretches) {
		return y.total
	}
	return y.stretches[i].before + max(0, t-y.stretches[i].from)
}

// instant returns a time in Unix seconds as one in the provider's zone.
func (c *Calendar) instant(t int64) time.Time {
	return time.Unix(t, 0).In(c.spec.Zone)
}
