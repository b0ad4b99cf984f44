package locale

import (
	"iter"
	"strconv"
	"strings"
	"time"

	"rapport/generator/calendar"
)

// Date writes a day in full: "Fri 2 October 2026", "vr 2 oktober 2026". No date
// is written as nothing, here and in the methods below.
func (l *Locale) Date(d calendar.Date) string { return l.date(l.full, d, &l.months, &l.weekdaysShort) }

// Day writes a day without its year: "Fri 2 October".
func (l *Locale) Day(d calendar.Date) string { return l.date(l.day, d, &l.months, &l.weekdaysShort) }

// DayIn is Day for a day in the year of asOf, and Date for any other.
func (l *Locale) DayIn(d, asOf calendar.Date) string {
	year, _, _ := d.Split()
	if now, _, _ := asOf.Split(); year == now {
		return l.Day(d)
	}
	return l.Date(d)
}

// Short writes a day for tables and the axes of charts: "2 Oct".
func (l *Locale) Short(d calendar.Date) string {
	return l.date(l.short, d, &l.monthsShort, &l.weekdaysShort)
}

// ShortIn is Short for a day in the year of asOf, and names the year of any other:
// "2 Oct 2027".
func (l *Locale) ShortIn(d, asOf calendar.Date) string {
	year, _, _ := d.Split()
	if now, _, _ := asOf.Split(); year == now {
		return l.Short(d)
	}
	return l.date(l.long, d, &l.monthsShort, &l.weekdaysShort)
}

// Month writes the month that d lies in: "October 2026".
func (l *Locale) Month(d calendar.Date) string {
	return l.date(l.month, d, &l.monthsAlone, &l.weekdaysShort)
}

// MonthWithin writes the month that d lies in as it stands within a sentence,
// behind a word such as since: "od października 2026".
func (l *Locale) MonthWithin(d calendar.Date) string {
	return l.date(l.month, d, &l.months, &l.weekdaysShort)
}

// MonthShort writes the name of d's month for the axes of charts: "Oct".
func (l *Locale) MonthShort(d calendar.Date) string {
	return l.date("{M}", d, &l.monthsShortAlone, &l.weekdaysShort)
}

// MonthYearShort writes it with its year: "Oct 2026".
func (l *Locale) MonthYearShort(d calendar.Date) string {
	return l.date(l.month, d, &l.monthsShortAlone, &l.weekdaysShort)
}

// Parts writes a day in two parts, to stand in a column: its number, and its weekday and
// month, with the year where that is not the one of asOf: "19" and "Mon Oct".
func (l *Locale) Parts(d, asOf calendar.Date) (number, rest string) {
	pattern := "{E} {M}"
	year, _, _ := d.Split()
	if now, _, _ := asOf.Split(); year != now {
		pattern += " {y}"
	}
	return l.date("{d}", d, &l.monthsShort, &l.weekdaysShort), l.date(pattern, d, &l.monthsShortAlone, &l.weekdaysShort)
}

// Weekday returns a weekday's name: "Friday".
func (l *Locale) Weekday(w time.Weekday) string { return l.weekdays[w] }

// Clock writes a time of day, given in minutes after midnight: "16:00", or
// "4:00 PM" where people write that. 1440, the end of a day, is 24:00 or 12:00 AM.
func (l *Locale) Clock(minute int) string {
	hour, minute := minute/60, minute%60
	var room [32]byte
	b := room[:0]
	for before, field := range fields(l.clock) {
		b = append(b, before...)
		switch field {
		case 'H':
			b = appendPadded(b, hour)
		case 'k':
			b = strconv.AppendInt(b, int64(hour), 10)
		case 'h':
			b = strconv.AppendInt(b, int64((hour+11)%12+1), 10)
		case 'm':
			b = appendPadded(b, minute)
		case 'a':
			half := l.pm
			if hour%24 < 12 {
				half = l.am
			}
			b = append(b, half...)
		}
	}
	return string(b)
}

// Time writes the day and time of t, on t's own clock, without the year:
// "Fri 2 October, 16:00".
func (l *Locale) Time(t time.Time) string {
	return l.Day(calendar.DateOf(t)) + l.dateClock + l.Clock(t.Hour()*60+t.Minute())
}

// TimeIn writes an instant, with its year where that is not the one of as-of.
func (l *Locale) TimeIn(t time.Time, asOf calendar.Date) string {
	return l.DayIn(calendar.DateOf(t), asOf) + l.dateClock + l.Clock(t.Hour()*60+t.Minute())
}

// ends writes the two ends of a stretch of days, without what the second repeats
// of the first: "5 January" and "10 February 2026".
func (l *Locale) ends(from, to calendar.Date) (string, string) {
	fromYear, fromMonth, _ := from.Split()
	toYear, toMonth, _ := to.Split()
	left, right := l.long, l.long
	dayFirst := strings.HasPrefix(l.long, "{d}")
	switch {
	case fromYear != toYear:
	case fromMonth == toMonth && dayFirst && strings.HasPrefix(l.long, "{d}."):
		left = "{d}."
	case fromMonth == toMonth && dayFirst:
		left = "{d}"
	case strings.HasPrefix(l.long, "{y}"):
		right = l.longDay
	default:
		left = l.longDay
	}
	return l.date(left, from, &l.months, &l.weekdaysShort), l.date(right, to, &l.months, &l.weekdaysShort)
}

func (l *Locale) date(pattern string, d calendar.Date, months *[12]string, weekdays *[7]string) string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Split()
	var room [64]byte
	b := room[:0]
	for before, field := range fields(pattern) {
		b = append(b, before...)
		switch field {
		case 'E':
			b = append(b, weekdays[d.Weekday()]...)
		case 'd':
			b = strconv.AppendInt(b, int64(day), 10)
		case 'D':
			b = appendPadded(b, day)
		case 'M':
			b = append(b, months[month-1]...)
		case 'y':
			b = strconv.AppendInt(b, int64(year), 10)
		}
	}
	return string(b)
}

func appendPadded(b []byte, n int) []byte {
	if n < 10 {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}

// fields yields the fields of a pattern, letters in braces, each with the text before it; the
// text behind the last has no field.
func fields(pattern string) iter.Seq2[string, byte] {
	return func(yield func(string, byte) bool) {
		for {
			i := strings.IndexByte(pattern, '{')
			if i < 0 {
				yield(pattern, 0)
				return
			}
			if !yield(pattern[:i], pattern[i+1]) {
				return
			}
			pattern = pattern[i+3:]
		}
	}
}
