package calendar

import (
	"slices"
	"time"
)

// A holidayRule says on which days of a year one holiday falls. It is written as a line of
// the tables in the folder holidays, whose README.md has the form.
type holidayRule struct {
	day   dayRule
	moves []dayMove
	dead  [7]bool // by time.Weekday: on these the holiday is none
	years ruleYears
	name  string // in the language of its country
}

// A dayRule names days of a year. Which of its fields say something depends on kind.
type dayRule struct {
	kind    dayKind
	month   time.Month
	day     int
	weekday time.Weekday
	dates   []Date // of listed
	offset  int    // in days, after all else
}

type dayKind int

const (
	fixedDay       dayKind = iota // month and day
	weekdayFrom                   // the first weekday on or after month and day
	weekdayBefore                 // the last weekday before month and day
	weekdayNear                   // the weekday nearest to month and day
	westernEaster                 // Easter Sunday of the Gregorian calendar
	orthodoxEaster                // Easter Sunday of the Julian calendar
	listed                        // dates, of all years
)

// A dayMove gives another day for a holiday that falls on one of some weekdays.
type dayMove struct {
	on      [7]bool // by time.Weekday
	to      time.Weekday
	back    bool // the one before; else the one after
	instead bool // the holiday itself is then a day like others
}

// ruleYears are the years in which a rule holds.
type ruleYears struct {
	since, until int // 0 for no bound
	every        int // of years, from since; 0 for each
	only, not    []int
}

func (y *ruleYears) hold(year int) bool {
	return (y.since == 0 || y.since <= year) && (y.until == 0 || year <= y.until) &&
		(y.every == 0 || (year-y.since)%y.every == 0) &&
		(y.only == nil || slices.Contains(y.only, year)) && !slices.Contains(y.not, year)
}

// days returns the days on which the holiday of a year is kept. A move may take one into
// the year before or after.
func (r *holidayRule) days(year int) []Date {
	if !r.years.hold(year) {
		return nil
	}
	var kept []Date
	for _, d := range r.day.in(year) {
		stays := !r.dead[d.Weekday()]
		for i := range r.moves {
			if m := &r.moves[i]; m.on[d.Weekday()] {
				kept = append(kept, m.from(d))
				stays = stays && !m.instead
			}
		}
		if stays {
			kept = append(kept, d)
		}
	}
	return kept
}

func (m *dayMove) from(d Date) Date {
	if m.back {
		return d - Date((d.Weekday()-m.to+7)%7)
	}
	return d + Date((m.to-d.Weekday()+7)%7)
}

func (r *dayRule) in(year int) []Date {
	var d Date
	switch on := NewDate(year, r.month, r.day); r.kind {
	case fixedDay:
		d = on
	case weekdayFrom:
		d = onOrAfter(on, r.weekday)
	case weekdayBefore:
		d = onOrAfter(on-7, r.weekday)
	case weekdayNear:
		d = onOrAfter(on-3, r.weekday)
	case westernEaster:
		d = easter(year)
	case orthodoxEaster:
		d = easternEaster(year)
	case listed:
		return r.listed(year)
	}
	return []Date{d + Date(r.offset)}
}

func (r *dayRule) listed(year int) []Date {
	first, _ := slices.BinarySearch(r.dates, NewDate(year, time.January, 1))
	next, _ := slices.BinarySearch(r.dates, NewDate(year+1, time.January, 1))
	days := slices.Clone(r.dates[first:next])
	for i := range days {
		days[i] += Date(r.offset)
	}
	return days
}

func onOrAfter(d Date, w time.Weekday) Date {
	return d + Date((w-d.Weekday()+7)%7)
}

// easter returns Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and
// Butcher.
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	n := h + l - 7*m
	month := (n + 90) / 25
	return NewDate(year, time.Month(month), (n+33*month+19)%32)
}

// easternEaster returns Easter Sunday of the Orthodox churches: that of the Julian
// calendar by the rule of Meeus, told by the Gregorian one.
func easternEaster(year int) Date {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	julian := d + e + 114
	behind := year/100 - year/400 - 2 // days of the Julian calendar behind the Gregorian one, from March on
	return NewDate(year, time.Month(julian/31), julian%31+1+behind)
}
