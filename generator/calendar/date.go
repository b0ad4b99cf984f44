package calendar

import (
	"fmt"
	"sort"
	"strconv"
	"time"
)

// A Date is a calendar day without a zone: the number of days since
// 31 December of year 0, so that 1 is 0001-01-01 and dates compare with < and
// differ with -. The zero Date is no date at all.
type Date int32

const unixDay = 719163 // the Date of 1970-01-01

// The years that can be written. What lies outside is a slip of the pen, and a
// bound keeps every search in this package finite.
const (
	minYear = 1900
	maxYear = 2199
)

// NewDate returns the Date of a year, month and day, normalised as time.Date does.
func NewDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + unixDay)
}

// AsDate says how a day is written.
const AsDate = "write year-month-day, such as 2026-10-02"

// ParseDate reads a day of the years 1900 to 2199, written as 2026-10-02 and in
// no other way. The error quotes s and says how to mend it.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' || !digits(s[:4]) || !digits(s[5:7]) || !digits(s[8:]) {
		return 0, fmt.Errorf("%s is not a date; %s", quote(s), AsDate)
	}
	year, month, day := number(s[:4]), number(s[5:7]), number(s[8:])
	if err := checkYear(s, year); err != nil {
		return 0, err
	}
	if month < 1 || month > 12 {
		return 0, fmt.Errorf("%s is not a date: the month is 01 to 12; %s", quote(s), AsDate)
	}
	if last := daysIn(year, time.Month(month)); day < 1 || day > last {
		return 0, fmt.Errorf("%s does not exist; the last day of that month is %s-%02d", quote(s), s[:7], last)
	}
	return NewDate(year, time.Month(month), day), nil
}

// checkYear refuses the years that this package does not know.
func checkYear(s string, year int) error {
	if year < minYear || year > maxYear {
		return fmt.Errorf("%s is out of range; years run from %d to %d", quote(s), minYear, maxYear)
	}
	return nil
}

// DateOf returns the day that t falls on in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return NewDate(y, m, d)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == 0 }

// Midnight returns the first instant of d, in UTC.
func (d Date) Midnight() time.Time {
	return time.Unix((int64(d)-unixDay)*86400, 0).UTC()
}

// In returns the first instant at which the wall clock of loc has reached
// minute (0 to 1440) of d. Where the clock is put back that is the earlier of
// the two instants; a minute that is skipped is reached when the clock jumps.
//
// It never decreases with minute, so that days and their midnights follow each
// other without gap or overlap. What somebody wrote as a time of the day is
// read by At.
func (d Date) In(loc *time.Location, minute int) time.Time {
	t, set, skipped := onClock(d, time.Duration(minute)*time.Minute, loc)
	if skipped {
		t = set
	}
	return time.Unix(t, 0).In(loc)
}

// At returns the instant that a time of the day, given as the time since
// midnight on the wall clock, means on d in loc, as RFC 5545 has it: one that
// occurs twice is the first of the two, and one that is skipped is read with the
// offset from before the gap, so that it lies as much later on the clock.
//
// time.Date promises neither: it takes the later of two east of Greenwich and
// the earlier west of it, and may put what is skipped before the gap.
func (d Date) At(loc *time.Location, clock time.Duration) time.Time {
	t, _, _ := onClock(d, clock, loc)
	return time.Unix(t, 0).In(loc)
}

// onClock finds a wall-clock time of loc: its instant by At, and whether the
// clock skips it, at the instant set.
func onClock(d Date, clock time.Duration, loc *time.Location) (t, set int64, skipped bool) {
	wall := (int64(d)-unixDay)*86400 + int64(clock/time.Second)
	offset := func(t int64) int64 {
		_, seconds := time.Unix(t, 0).In(loc).Zone()
		return int64(seconds)
	}
	// No zone is 16 hours off UTC, so the wall clock gets there between these
	// two, and in so short a time it is set once at most. (Time.ZoneBounds would
	// say when, but is wrong about the last days of leap years after 2037.)
	early, late := wall-16*3600, wall+16*3600
	before, after := offset(early), offset(late)
	t = wall - before
	if before == after {
		return t, 0, false
	}
	set = early + 1 + int64(sort.Search(int(late-early-1), func(i int) bool {
		return offset(early+1+int64(i)) != before
	}))
	switch {
	case t < set:
		return t, set, false
	case wall-after < set:
		return t, set, true
	}
	return wall - after, set, false
}

// Split returns the year, month and day of d.
func (d Date) Split() (year int, month time.Month, day int) {
	return d.Midnight().Date()
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday(int32(d) % 7) // 0001-01-01 was a Monday
}

// String returns d as 2026-10-02, and "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	y, m, day := d.Split()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// daysIn returns the length of a month.
func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// digits reports whether s is one ASCII digit or more, and nothing else.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number returns the value of a string for which digits holds; one too long for
// an int has the greatest value, which every caller finds out of range.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// quote quotes what was written for a message, and no more of it than serves to
// find it.
func quote(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n == most {
			return strconv.Quote(s[:i]) + "…"
		}
		n++
	}
	return strconv.Quote(s)
}
