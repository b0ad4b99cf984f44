package table

import (
	"fmt"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

// days is the reading of a column of days, or of points in time.
type days struct {
	moments bool
	order   Order // once settled
	short   bool  // a year may have two digits
	zone    *time.Location

	dayFirst, monthFirst, unclear first // cells that only one order, or both with another day, can read
	twoDigits                     first // a year in two digits
}

func (d *days) see(c Cell) {
	if c.Form != Text {
		return
	}
	at, ok := parseDay(c.Text)
	if !ok {
		return
	}
	if at.short != nil {
		d.twoDigits.note(c)
	}
	switch one, only := at.either(); {
	case one == 0:
		d.unclear.note(c)
	case only == DayFirst:
		d.dayFirst.note(c)
	case only == MonthFirst:
		d.monthFirst.note(c)
	}
}

func (d *days) settle(style Style) (found []finding) {
	d.order, d.short, d.zone = style.Dates.Order, style.Dates.Short, style.Zone
	if d.twoDigits.seen && !d.short {
		at, _ := parseDay(d.twoDigits.Text)
		var all []string
		for _, one := range at.short {
			all = append(all, one.String())
		}
		return []finding{{d.twoDigits.Mark, TwoReadings, diag.Quote(d.twoDigits.Text) + " can be read as " + strings.Join(all, " or as ") +
			", since its year has two digits; write the year in four, or say how dates are written with data: {dates: dd/mm/yy} or data: {dates: mm/dd/yy} in engagement.md or provider.md"}}
	}
	return d.settleOrder()
}

// settleOrder finds the order of day and month.
func (d *days) settleOrder() (found []finding) {
	switch {
	case d.order == DayFirst && d.monthFirst.seen:
		found = append(found, finding{d.monthFirst.Mark, Mixed, diag.Quote(d.monthFirst.Text) + " is not written as data: {dates: dd/mm/yyyy} says; write it so, or mend what stands there"})
	case d.order == MonthFirst && d.dayFirst.seen:
		found = append(found, finding{d.dayFirst.Mark, Mixed, diag.Quote(d.dayFirst.Text) + " is not written as data: {dates: mm/dd/yyyy} says; write it so, or mend what stands there"})
	case d.order != 0:
	case d.dayFirst.seen && d.monthFirst.seen:
		at, before := later(d.dayFirst.Cell, d.monthFirst.Cell)
		d.order = DayFirst
		found = append(found, finding{at.Mark, Mixed, fmt.Sprintf("%s and %s have day and month in another order; write the whole column in one way", diag.Quote(at.Text), diag.Quote(before.Text))})
	case d.monthFirst.seen:
		d.order = MonthFirst
	case d.dayFirst.seen || !d.unclear.seen:
		d.order = DayFirst
	default:
		d.order = DayFirst
		at, _ := parseDay(d.unclear.Text)
		found = append(found, finding{d.unclear.Mark, TwoReadings, fmt.Sprintf("%s can be read as %s or as %s", diag.Quote(d.unclear.Text), at.dayFirst, at.monthFirst) +
			fmt.Sprintf(settleIt, "dates: dd/mm/yyyy", "dates: mm/dd/yyyy")})
	}
	return found
}

func (d *days) read(c Cell) string {
	switch c.Form {
	case Text:
	case Time:
		if !d.moments {
			return c.Text[:len("2026-01-31")]
		}
		return c.Text
	default:
		return c.Text
	}
	at, ok := parseDay(c.Text)
	if !ok {
		return c.Text
	}
	one := at.in(d.order)
	if one == 0 { // in the other order, which has been told
		one, _ = at.either()
	}
	switch {
	case one == 0:
		return c.Text
	case at.clock == "":
		return one.String()
	case d.moments:
		return one.String() + " " + at.clock
	}
	return d.dayOf(one, at.clock)
}

// dayOf returns the day of a time. One with an offset is another day where the provider is, perhaps.
func (d *days) dayOf(one calendar.Date, clock string) string {
	if len(clock) == len("14:30:00") || d.zone == nil {
		return one.String()
	}
	at, err := time.Parse("2006-01-02 15:04:05Z07:00", one.String()+" "+clock)
	if err != nil {
		return one.String()
	}
	return calendar.DateOf(at.In(d.zone)).String()
}
