package facts

import (
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/schema"
)

// now is an as-of time with what the formulas ask of it. Times count in whole
// seconds, as they are published: an instant within a second is that second.
type now struct {
	cal   *calendar.Calendar
	at    time.Time     // in the provider's zone
	today calendar.Date // of at
}

func at(cal *calendar.Calendar, asOf time.Time) now {
	t := time.Unix(asOf.Unix(), 0).In(cal.Zone())
	return now{cal, t, calendar.DateOf(t)}
}

// came reports whether a day has come. No day never comes.
func (n now) came(d calendar.Date) bool { return d != 0 && d <= n.today }

// later reports whether d is given and has not come.
func (n now) later(d calendar.Date) bool { return d > n.today }

// begins returns the instant of a moment at which something begins: where only
// a day was written, when that day opens.
func (n now) begins(m content.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	if m.At.IsZero() {
		return n.cal.Opening(m.Day)
	}
	return m.At.In(n.cal.Zone())
}

// ends returns the instant of a moment at which something ends: where only a
// day was written, when that day closes.
func (n now) ends(m content.Moment) time.Time {
	if m.IsZero() {
		return time.Time{}
	}
	if m.At.IsZero() {
		return n.cal.Closing(m.Day)
	}
	return m.At.In(n.cal.Zone())
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
func (n now) midnight(d calendar.Date) time.Time { return d.In(n.cal.Zone(), 0) }

// lastSecond returns the last second of d in the provider's zone.
func (n now) lastSecond(d calendar.Date) time.Time { return n.midnight(d + 1).Add(-time.Second) }
