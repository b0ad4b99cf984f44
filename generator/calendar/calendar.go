// Package calendar knows working time: which minutes of which days a provider
// works, how working durations add up over nights, breaks, holidays and
// daylight saving, and on which days a rhythm falls. It is pure: it reads no
// file and no clock.
//
// Its values are read from what a provider writes by ParseDate, ParseDuration,
// ParsePeriod, ParseRhythm, ParseSpan, ParseClock and ParseDays, whose errors
// say how to mend what was written. A Calendar, made from a Spec, answers the
// questions about time:
//
//   - which days are worked, and when: Open, Week, Changes, Opening, Closing, NextOpen, ClosedDays;
//     Without leaves out days of somebody else;
//   - how much work lies between two days or instants: WorkingDays, OpenMinutes;
//   - when a promise falls due: AddWorkingDays, Deadline, DeadlineWaiting;
//   - when a rhythm falls: Occurrences, After.
//
// Working time is counted on instants, in whole seconds: opening hours stand for
// the time between the instants that their ends mean on the provider's clock, by
// the rule of RFC 5545 that Date.At follows. A calendar knows the years 1900 to 2209; beyond them it is always closed.
package calendar

import (
	"slices"
	"sync/atomic"
	"time"
)

// A Closure is a stretch of closed days, both included.
type Closure struct {
	From, To Date
	Note     string
}

// A Spec is what a provider says of its working time.
type Spec struct {
	Zone     *time.Location
	Week     [7][]Span // by time.Weekday; sorted, not overlapping; empty is closed
	Later    []Hours   // what replaces Week from a day on, by that day
	Holidays []string  // lower-case ISO 3166 countries (nl) and subdivisions (de-by), all known to KnownHolidays
	Open     []Date    // days worked although Holidays has them
	Closures []Closure
}

// Hours are a week that holds from a day on, in place of the one before.
type Hours struct {
	Since Date
	Week  [7][]Span
}

// DaysOff are days on which one side does not work. Their fields are those of a Spec.
type DaysOff struct {
	Holidays []string
	Open     []Date
	Closures []Closure
}

// A Calendar answers questions about working time. It is safe for use by
// several goroutines.
type Calendar struct {
	spec  Spec
	whole *Calendar                                      // the calendar of which this one leaves out days; nil for none
	off   DaysOff                                        // the days left out
	years [lastYear - firstYear + 1]atomic.Pointer[year] // made when first asked for
}

// New returns the calendar of a spec, which must not be changed afterwards.
func New(spec Spec) *Calendar {
	return &Calendar{spec: spec}
}

// Without returns the calendar whose working days are those of c that are not
// days off: what an engagement that pauses has left, or the days that are working days
// of the provider and of the client. It is c itself when nothing is off.
func (c *Calendar) Without(off DaysOff) *Calendar {
	if len(off.Holidays)+len(off.Closures) == 0 {
		return c
	}
	return &Calendar{spec: c.spec, whole: c, off: off}
}

// Zone returns the provider's time zone.
func (c *Calendar) Zone() *time.Location { return c.spec.Zone }

// WorksEver reports whether any day of the week has hours. In a calendar where
// none has, no search ever finds a working day.
func (c *Calendar) WorksEver() bool {
	hasHours := func(spans []Span) bool { return len(spans) > 0 }
	return slices.ContainsFunc(c.spec.Week[:], hasHours) ||
		slices.ContainsFunc(c.spec.Later, func(h Hours) bool { return slices.ContainsFunc(h.Week[:], hasHours) })
}

// Changes returns the days from which other hours hold than before, in order.
func (c *Calendar) Changes() []Date {
	days := make([]Date, len(c.spec.Later))
	for i := range c.spec.Later {
		days[i] = c.spec.Later[i].Since
	}
	return days
}

// Week returns the hours of each day of the week, by the week that holds on d.
func (c *Calendar) Week(d Date) [7][]Span { return *c.spec.week(d) }

func (s *Spec) week(d Date) *[7][]Span {
	week := &s.Week
	for i := range s.Later {
		if s.Later[i].Since <= d {
			week = &s.Later[i].Week
		}
	}
	return week
}

// hours returns the spans of d's day of the week, by the week that holds on d.
func (s *Spec) hours(d Date) []Span { return s.week(d)[d.Weekday()] }

// Open reports whether d is a working day: one with any open time, after
// holidays, days worked in spite of them, and closures.
func (c *Calendar) Open(d Date) bool {
	return len(c.stretches(d)) > 0
}

// Opening returns the instant at which d begins to be worked; on a closed day,
// the day's first instant.
func (c *Calendar) Opening(d Date) time.Time {
	if s := c.stretches(d); len(s) > 0 {
		return c.instant(s[0].from)
	}
	return d.In(c.spec.Zone, 0)
}

// Closing returns the instant at which d has been worked; on a closed day, the
// day's last second.
func (c *Calendar) Closing(d Date) time.Time {
	if s := c.stretches(d); len(s) > 0 {
		return c.instant(s[len(s)-1].to)
	}
	return d.In(c.spec.Zone, 1440).Add(-time.Second)
}

// searchYears is how far a search for the next working day goes.
const searchYears = 5

// NextOpen returns d if it is a working day, or else the next one. Without any
// in five years it returns d.
func (c *Calendar) NextOpen(d Date) Date {
	y, _, _ := d.Split()
	for i := range searchYears + 1 {
		open := c.year(y + i).open
		if n, _ := slices.BinarySearch(open, d); n < len(open) {
			return open[n]
		}
	}
	return d
}

// WorkingDays returns the number of working days after a, up to and with b. It
// is negative when b is before a.
func (c *Calendar) WorkingDays(a, b Date) int {
	if b < a {
		return -c.WorkingDays(b, a)
	}
	from, _, _ := a.Split()
	to, _, _ := b.Split()
	n := 0
	for y := max(from, firstYear); y <= min(to, lastYear); y++ {
		open := c.year(y).open
		before, _ := slices.BinarySearch(open, a+1)
		upTo, _ := slices.BinarySearch(open, b+1)
		n += upTo - before
	}
	return n
}

// AddWorkingDays returns the n-th working day after d, for a negative n the
// -n-th before it, and d itself for 0. Where the calendar has no such day it
// returns d.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	if n == 0 || !c.WorksEver() {
		return d
	}
	y, _, _ := d.Split()
	if n > 0 {
		for y = max(y, firstYear); y <= lastYear; y++ {
			open := c.year(y).open
			at, _ := slices.BinarySearch(open, d+1)
			if i := at + n - 1; i < len(open) {
				return open[i]
			}
			n -= len(open) - at
		}
		return d
	}
	for y = min(y, lastYear); y >= firstYear; y-- {
		open := c.year(y).open
		at, _ := slices.BinarySearch(open, d)
		if i := at + n; i >= 0 {
			return open[i]
		}
		n += at
	}
	return d
}

// A ClosedDay is a stretch of days, both included, that are closed although
// their weekday is worked: one public holiday, or a closure.
type ClosedDay struct {
	From, To Date
	Name     string // the holiday's, in the language of its country, or the closure's note
	Holiday  bool
}

// ClosedDays returns the provider's holidays and closures that close a day from from up to and
// with to on which the week has hours, in the order of their days. A closure
// is given whole, and holidays inside one are not listed beside it.
func (c *Calendar) ClosedDays(from, to Date) []ClosedDay {
	var closed []ClosedDay
	for _, closure := range c.spec.Closures {
		for d := max(from, closure.From); d <= min(to, closure.To); d++ {
			if len(c.spec.hours(d)) > 0 {
				closed = append(closed, ClosedDay{From: closure.From, To: closure.To, Name: closure.Note})
				break
			}
		}
	}
	first, _, _ := from.Split()
	last, _, _ := to.Split()
	for y := max(first, firstYear); y <= min(last, lastYear); y++ {
		for d, name := range holidaysOf(c.spec.Holidays, y) {
			if from <= d && d <= to && len(c.spec.hours(d)) > 0 &&
				!slices.Contains(c.spec.Open, d) && !closes(c.spec.Closures, d) {
				closed = append(closed, ClosedDay{From: d, To: d, Name: name, Holiday: true})
			}
		}
	}
	slices.SortStableFunc(closed, func(a, b ClosedDay) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.To - b.To)
	})
	return closed
}

// closes reports whether one of the closures holds d.
func closes(all []Closure, d Date) bool {
	return slices.ContainsFunc(all, func(cl Closure) bool { return cl.From <= d && d <= cl.To })
}

// in returns a function that reports whether a day of a year is off.
func (o DaysOff) in(year int) func(Date) bool {
	names := holidaysOf(o.Holidays, year)
	return func(d Date) bool {
		return names[d] != "" && !slices.Contains(o.Open, d) || closes(o.Closures, d)
	}
}
