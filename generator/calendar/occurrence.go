package calendar

import "time"

// An Occurrence is one time that a rhythm comes round: Nominal is the day that
// the rhythm names, Day the working day on which it takes place, which is the
// same or the next.
type Occurrence struct{ Nominal, Day Date }

// Occurrences returns the occurrences of r, begun on start, whose nominal days
// are from start up to and with until, in order. Their Days may be later. Of
// several that meet on one Day the first stands.
//
// A rhythm of several weeks counts from the week (from Monday) of start.
func (c *Calendar) Occurrences(r Rhythm, start, until Date) []Occurrence {
	return c.occurrences(r, start, start, until)
}

// occurrences leaves out the nominal days before from.
func (c *Calendar) occurrences(r Rhythm, start, from, until Date) []Occurrence {
	var all []Occurrence
	for _, nominal := range c.nominals(r, start, from, until) {
		day := c.NextOpen(nominal)
		if n := len(all); n == 0 || all[n-1].Day != day {
			all = append(all, Occurrence{nominal, day})
		}
	}
	return all
}

// searchDays is how far After looks: far enough for 29 February on a Monday.
const searchDays = 41 * 366

// After returns the first occurrence of r, begun on start, whose Day is after
// d. It is false when the rhythm has ended or does not come in 40 years.
func (c *Calendar) After(r Rhythm, start, d Date) (Occurrence, bool) {
	// What is nominally on or before an earlier working day takes place by then.
	from := max(start, c.AddWorkingDays(d, -1)+1)
	for reach := Date(64); ; reach *= 8 {
		reach = min(reach, searchDays)
		for _, o := range c.occurrences(r, start, from, max(from, d)+reach) {
			if o.Day > d {
				return o, true
			}
		}
		if reach == searchDays {
			return Occurrence{}, false
		}
	}
}

// Around returns the days that a rhythm of weeks, months or years names next to d: the last one up to and with it,
// and the first one after it. Weeks are counted from the first that there is.
func (c *Calendar) Around(r Rhythm, d Date) (last, next Date) {
	const start, year = 1, 366
	before, after := c.nominals(r, start, d-year, d), c.nominals(r, start, d+1, d+1+year)
	return before[len(before)-1], after[0]
}

// nominals returns the days that r names, begun on start, from from up to and
// with until.
func (c *Calendar) nominals(r Rhythm, start, from, until Date) []Date {
	var days []Date
	switch r.Kind {
	case Daily:
		for d := from; d <= until; d++ {
			if c.Open(d) {
				days = append(days, d)
			}
		}
	case Weekly:
		d := start + Date((r.Weekday-start.Weekday()+7)%7)
		if week(d) != week(start) { // its day in the week of the start is past
			d += Date(7 * (r.Interval - 1))
		}
		step := Date(7 * r.Interval)
		if d < from {
			d += (from - d + step - 1) / step * step
		}
		for ; d <= until; d += step {
			days = append(days, d)
		}
	case MonthlyDay, MonthlyWeekday, Quarterly, Yearly:
		year, month, _ := from.Split()
		for first := NewDate(year, month, 1); first <= until; {
			if d, ok := r.inMonth(year, month); ok && from <= d && d <= until {
				days = append(days, d)
			}
			month++
			first = NewDate(year, month, 1)
			year, month, _ = first.Split()
		}
	case Rule:
		days = ruleDays(r.Rule, start, from, until)
	}
	return days
}

// inMonth returns the day that a rhythm by months names in one, if it comes in
// it.
func (r Rhythm) inMonth(year int, month time.Month) (Date, bool) {
	first := NewDate(year, month, 1)
	last := daysIn(year, month)
	switch {
	case r.Kind == Quarterly && month%3 != 1, r.Kind == Yearly && month != r.Month:
		return 0, false
	case r.Kind == MonthlyWeekday && r.Nth > 0:
		return first + Date((r.Weekday-first.Weekday()+7)%7) + Date(7*(r.Nth-1)), true
	case r.Kind == MonthlyWeekday:
		end := first + Date(last-1)
		return end - Date((end.Weekday()-r.Weekday+7)%7), true
	}
	return first + Date(min(r.Day, last)-1), true
}
