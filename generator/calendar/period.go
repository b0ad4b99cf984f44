package calendar

import (
	"fmt"
	"time"
)

// A Period is a named stretch of whole days, both ends included. Periods of
// equal Kind, From and To are equal with ==.
type Period struct {
	Kind     PeriodKind
	From, To Date
}

// PeriodKind is the length of a period; periods of one kind (Custom aside) follow each
// other without a gap and are numbered.
type PeriodKind uint8

// The kinds of period.
const (
	Custom PeriodKind = iota // {from: , to: }
	Month
	Quarter
	Week // ISO 8601
	Year
)

// ParsePeriod reads a month (2026-09), a quarter (2026-Q3), an ISO week
// (2026-W40) or a year (2026), of the years 1900 to 2199. The error quotes s
// and says how to mend it.
func ParsePeriod(s string) (Period, error) {
	if len(s) < 4 || !digits(s[:4]) {
		return Period{}, noPeriod(s)
	}
	year, rest := number(s[:4]), s[4:]
	if err := checkYear(s, year); err != nil {
		return Period{}, err
	}
	switch {
	case rest == "":
		return PeriodOf(Year, NewDate(year, time.January, 1)), nil
	case len(rest) == 3 && rest[:2] == "-Q" && rest[2] >= '1' && rest[2] <= '4':
		return PeriodOf(Quarter, NewDate(year, time.Month(3*int(rest[2]-'0')), 1)), nil
	case len(rest) == 3 && rest[0] == '-' && digits(rest[1:]):
		if month := number(rest[1:]); month >= 1 && month <= 12 {
			return PeriodOf(Month, NewDate(year, time.Month(month), 1)), nil
		}
	case len(rest) == 4 && rest[:2] == "-W" && digits(rest[2:]):
		// 4 January is always in week 1.
		p := PeriodOf(Week, NewDate(year, time.January, 4)+Date(7*(number(rest[2:])-1)))
		if p.String() == s {
			return p, nil
		}
		return Period{}, fmt.Errorf("%s does not exist; the last week of that year is %s", quote(s),
			PeriodOf(Week, NewDate(year, time.December, 28)))
	}
	return Period{}, noPeriod(s)
}

func noPeriod(s string) error {
	return fmt.Errorf("%s is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026", quote(s))
}

// PeriodOf returns the period of a kind that holds d. For Custom it is the
// zero Period.
func PeriodOf(kind PeriodKind, d Date) Period {
	year, month, _ := d.Split()
	switch kind {
	case Month:
		return Period{Month, NewDate(year, month, 1), NewDate(year, month+1, 0)}
	case Quarter:
		first := (month-1)/3*3 + 1
		return Period{Quarter, NewDate(year, first, 1), NewDate(year, first+3, 0)}
	case Week:
		monday := d - (d-1)%7
		return Period{Week, monday, monday + 6}
	case Year:
		return Period{Year, NewDate(year, time.January, 1), NewDate(year, time.December, 31)}
	}
	return Period{}
}

// IsZero reports whether p is the zero Period.
func (p Period) IsZero() bool { return p == Period{} }

// Contains reports whether d is one of p's days.
func (p Period) Contains(d Date) bool { return p.From <= d && d <= p.To }

// Next returns the period of the same kind that begins where p ends; the zero
// Period for a Custom one.
func (p Period) Next() Period { return PeriodOf(p.Kind, p.To+1) }

// Prev returns the period of the same kind that ends where p begins; the zero
// Period for a Custom one.
func (p Period) Prev() Period { return PeriodOf(p.Kind, p.From-1) }

// YearBefore returns the period of the same name in the year before. There is none for a
// Custom one, and for a 53rd week of which that year has none.
func (p Period) YearBefore() (before Period, ok bool) {
	year, month, _ := p.From.Split()
	if p.Kind == Week {
		var week int
		year, week = p.From.Midnight().ISOWeek()
		before = PeriodOf(Week, NewDate(year-1, time.January, 4)+Date(7*(week-1))) // 4 January is always in week 1
		if of, _ := before.From.Midnight().ISOWeek(); of != year-1 {
			return Period{}, false
		}
	} else {
		before = PeriodOf(p.Kind, NewDate(year-1, month, 1))
	}
	if p.Kind == Custom || year <= minYear {
		return Period{}, false
	}
	return before, true
}

// Number returns the place of p among the periods of its kind, which are
// numbered without gaps; 0 for a Custom one.
func (p Period) Number() int {
	year, month, _ := p.From.Split()
	switch p.Kind {
	case Month:
		return year*12 + int(month) - 1
	case Quarter:
		return year*4 + int(month-1)/3
	case Week:
		return week(p.From)
	case Year:
		return year
	}
	return 0
}

// String returns p as ParsePeriod reads it, a Custom one as
// 2026-01-05..2026-02-10, and "" for the zero Period.
func (p Period) String() string {
	if p.IsZero() {
		return ""
	}
	year, month, _ := p.From.Split()
	switch p.Kind {
	case Month:
		return fmt.Sprintf("%04d-%02d", year, month)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", year, (month-1)/3+1)
	case Week:
		year, week := p.From.Midnight().ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Year:
		return fmt.Sprintf("%04d", year)
	}
	return p.From.String() + ".." + p.To.String()
}

// week numbers the weeks, which begin on Monday, without gaps.
func week(d Date) int { return int(d-1) / 7 }
