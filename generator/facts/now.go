package facts

import (
	"cmp"
	"math"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/schema"
)

// now is an as-of time with what the formulas ask of it. Times count in whole
// seconds, as they are published: an instant within a second is that second.
type now struct {
	hours   *calendar.Calendar // the provider's: when a bare day opens and closes
	cal     *calendar.Calendar // the working days of the engagement: the provider's without its pauses
	both    *calendar.Calendar // those of cal that are working days of the client too, in which counts what the client owes
	at      time.Time          // in the provider's zone
	today   calendar.Date      // of at
	endless bool               // a pause has no end
}

func at(cal *calendar.Calendar, asOf time.Time) now {
	t := time.Unix(asOf.Unix(), 0).In(cal.Zone())
	return now{hours: cal, cal: cal, both: cal, at: t, today: calendar.DateOf(t)}
}

// never lies after every day of every calendar.
const never = calendar.Date(math.MaxInt32)

// within returns n for an engagement, as it stood then, of a client whose working days
// are those of both: the days inside its pauses are closed for both sides. A pause
// of which no day is written lasts from today.
func (n now) within(e *content.Engagement, both *calendar.Calendar) now {
	n.both = both
	off := DaysOff(e)
	if e.Status == content.Paused && len(e.Paused) == 0 {
		off.Closures = []calendar.Closure{{From: n.today, To: never}}
	}
	n.endless = slices.ContainsFunc(off.Closures, func(c calendar.Closure) bool { return c.To == never })
	n.cal, n.both = n.cal.Without(off), n.both.Without(off)
	return n
}

// DaysOff returns the days inside the pauses of an engagement, on which neither
// side owes anything.
func DaysOff(e *content.Engagement) calendar.DaysOff {
	var off calendar.DaysOff
	for _, p := range e.Paused {
		off.Closures = append(off.Closures, calendar.Closure{From: p.From, To: cmp.Or(p.To, never)})
	}
	return off
}

// unknown reports whether nobody knows on which working day falls what was meant
// for d, because the engagement pauses then, without an end.
func (n now) unknown(d calendar.Date) bool {
	return n.endless && !n.cal.Open(n.cal.NextOpen(d))
}

// of returns the calendar by whose days a side is held to its dates.
func (n now) of(side Side) *calendar.Calendar {
	if side == TheClient {
		return n.both
	}
	return n.cal
}

// daysAfter returns the day that lies some working days of a side, at least one, after
// another; none where a pause without an end leaves no such day.
func (n now) daysAfter(side Side, d calendar.Date, days int) calendar.Date {
	if day := n.of(side).AddWorkingDays(d, days); day != d {
		return day
	}
	return 0
}

// past returns the working days from a day on which a side owed something to end,
// or to as-of where end is zero; never below 0. What is past by none is in time.
func (n now) past(side Side, due, end calendar.Date) int {
	if end == 0 {
		end = n.today
	}
	return max(0, n.of(side).WorkingDays(due, end))
}

// isOut reports whether the last day has passed of something that was taken out; zero for
// what was not.
func (n now) isOut(until calendar.Date) bool { return until != 0 && until < n.today }

// lastOf returns the day up to which something counts: that on which it was fulfilled, or
// else its last day, or as-of.
func (n now) lastOf(until, fulfilled calendar.Date) calendar.Date {
	switch {
	case fulfilled != 0:
		return fulfilled
	case n.isOut(until):
		return until
	}
	return n.today
}

// later reports whether d is given and has not come.
func (n now) later(d calendar.Date) bool { return d > n.today }

// begins returns the instant of a moment at which something begins: where only
// a day was written, when that day opens.
func (n now) begins(m content.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	if m.At.IsZero() {
		return n.hours.Opening(m.Day)
	}
	return m.At.In(n.hours.Zone())
}

// ends returns the instant of a moment at which something ends: where only a
// day was written, when that day closes.
func (n now) ends(m content.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	if m.At.IsZero() {
		return n.hours.Closing(m.Day)
	}
	return m.At.In(n.hours.Zone())
}

// instant returns when a time that is written has come: of one without a time of
// day, when that day opens or closes.
func (n now) instant(w schema.When) time.Time {
	m := content.Moment{Day: w.Day, At: w.At}
	if w.Opens {
		return n.begins(m)
	}
	return n.ends(m)
}

// reached reports whether a day or time has come: a day has with its first second.
func (n now) reached(w schema.When) bool {
	if w.Time && w.Day == n.today {
		return !n.instant(w).After(n.at)
	}
	return w.Day <= n.today
}

// since returns the working days from d to as-of, and 0 where d has not come.
func (n now) since(d calendar.Date) int {
	return max(0, n.cal.WorkingDays(d, n.today))
}

// midnight returns the first instant of d in the provider's zone.
func (n now) midnight(d calendar.Date) time.Time { return d.In(n.hours.Zone(), 0) }

// lastSecond returns the last second of d in the provider's zone.
func (n now) lastSecond(d calendar.Date) time.Time { return n.midnight(d + 1).Add(-time.Second) }
