package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    Date
		message string // part of it
	}{
		{in: "2026-10-02", want: NewDate(2026, time.October, 2)},
		{in: "2028-02-29", want: NewDate(2028, time.February, 29)},
		{in: "1900-01-01", want: NewDate(1900, time.January, 1)},
		{in: "2199-12-31", want: NewDate(2199, time.December, 31)},
		{in: "1899-12-31", message: `"1899-12-31" is out of range; years run from 1900 to 2199`},
		{in: "2200-01-01", message: "out of range"},
		{in: "2026-02-29", message: `"2026-02-29" does not exist; the last day of that month is 2026-02-28`},
		{in: "1900-02-29", message: "1900-02-28"},
		{in: "2026-04-31", message: "2026-04-30"},
		{in: "2026-04-00", message: "does not exist"},
		{in: "2026-13-01", message: "the month is 01 to 12"},
		{in: "2026-00-01", message: "the month is 01 to 12"},
		{in: "2026-1-2", message: `"2026-1-2" is not a date; write year-month-day, such as 2026-10-02`},
		{in: "02-10-2026", message: "is not a date"},
		{in: "2026/10/02", message: "is not a date"},
		{in: "2026-10-02T00:00", message: "is not a date"},
		{in: " 2026-10-02", message: "is not a date"},
		{in: "+026-10-02", message: "is not a date"},
		{in: "", message: `"" is not a date`},
		{in: strings.Repeat("ä", 50), message: `"` + strings.Repeat("ä", 40) + `"… is not a date`},
	} {
		got, err := ParseDate(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
		if err == nil && got.String() != tt.in {
			t.Errorf("%q is written as %q", tt.in, got)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    Duration
		text    string // when it is not in
		message string
	}{
		{in: "30m", want: Duration{30, Minutes}},
		{in: "0m", want: Duration{0, Minutes}},
		{in: "4h", want: Duration{240, Minutes}},
		{in: "1h30m", want: Duration{90, Minutes}},
		{in: "90m", want: Duration{90, Minutes}, text: "1h30m"},
		{in: "60m", want: Duration{60, Minutes}, text: "1h"},
		{in: "04h", want: Duration{240, Minutes}, text: "4h"},
		{in: "0h", want: Duration{0, Minutes}, text: "0m"},
		{in: "2d", want: Duration{2, Days}},
		{in: "0d", want: Duration{0, Days}},
		{in: "1000d", want: Duration{1000, Days}},
		{in: "10000h", want: Duration{600000, Minutes}},
		{in: "2x", message: `"2x" is not a working duration; write it as 30m, 4h or 2d`},
		{in: "1001d", message: "at most 10000h or 1000d"},
		{in: "10001h", message: "at most 10000h or 1000d"},
		{in: "10000h1m", message: "at most 10000h or 1000d"},
		{in: "600001m", message: "at most 10000h or 1000d"},
		{in: "99999999999999999999h", message: "at most 10000h or 1000d"},
		{in: "99999999999999999999m", message: "at most 10000h or 1000d"},
		{in: "99999999999999999999d", message: "at most 10000h or 1000d"},
		{in: "1h60m", message: "is not"},
		{in: "1.5h", message: "is not"},
		{in: "-4h", message: "is not"},
		{in: "+4h", message: "is not"},
		{in: "4", message: "is not"},
		{in: "h", message: "is not"},
		{in: "m", message: "is not"},
		{in: "d", message: "is not"},
		{in: "1d4h", message: "is not"},
		{in: "1h30", message: "is not"},
		{in: "30m1h", message: "is not"},
		{in: "1h1h", message: "is not"},
		{in: "4 h", message: "is not"},
		{in: "4H", message: "is not"},
		{in: "٤h", message: "is not"},
		{in: "", message: "is not"},
	} {
		got, err := ParseDuration(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
		if tt.text == "" {
			tt.text = tt.in
		}
		if err == nil && got.String() != tt.text {
			t.Errorf("%q is written as %q, want %q", tt.in, got, tt.text)
		}
	}
	if !(Duration{}).IsZero() || (Duration{1, Minutes}).IsZero() || (Duration{0, Days}).IsZero() {
		t.Error("0m alone should be the zero duration")
	}
}

func TestParsePeriod(t *testing.T) {
	day := NewDate
	for _, tt := range []struct {
		in      string
		want    Period
		message string
	}{
		{in: "2026-09", want: Period{Month, day(2026, 9, 1), day(2026, 9, 30)}},
		{in: "2028-02", want: Period{Month, day(2028, 2, 1), day(2028, 2, 29)}},
		{in: "2026-12", want: Period{Month, day(2026, 12, 1), day(2026, 12, 31)}},
		{in: "2026-Q1", want: Period{Quarter, day(2026, 1, 1), day(2026, 3, 31)}},
		{in: "2026-Q3", want: Period{Quarter, day(2026, 7, 1), day(2026, 9, 30)}},
		{in: "2026-Q4", want: Period{Quarter, day(2026, 10, 1), day(2026, 12, 31)}},
		{in: "2026-W01", want: Period{Week, day(2025, 12, 29), day(2026, 1, 4)}},
		{in: "2026-W40", want: Period{Week, day(2026, 9, 28), day(2026, 10, 4)}},
		{in: "2026-W53", want: Period{Week, day(2026, 12, 28), day(2027, 1, 3)}},
		{in: "2027-W01", want: Period{Week, day(2027, 1, 4), day(2027, 1, 10)}},
		{in: "2026", want: Period{Year, day(2026, 1, 1), day(2026, 12, 31)}},
		{in: "2027-W53", message: `"2027-W53" does not exist; the last week of that year is 2027-W52`},
		{in: "2026-W00", message: "does not exist"},
		{in: "2026-W54", message: "the last week of that year is 2026-W53"},
		{in: "2026-Q5", message: `"2026-Q5" is not a period; write it as 2026-09, 2026-Q3, 2026-W40 or 2026`},
		{in: "2026-Q0", message: "is not a period"},
		{in: "2026-13", message: "is not a period"},
		{in: "2026-00", message: "is not a period"},
		{in: "2026-9", message: "is not a period"},
		{in: "2026-q3", message: "is not a period"},
		{in: "2026-W4", message: "is not a period"},
		{in: "2026-09-01", message: "is not a period"},
		{in: "202", message: "is not a period"},
		{in: "20266", message: "is not a period"},
		{in: "", message: "is not a period"},
		{in: "1899", message: "out of range"},
		{in: "2200-01", message: "out of range"},
	} {
		got, err := ParsePeriod(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
		if err == nil && got.String() != tt.in {
			t.Errorf("%q is written as %q", tt.in, got)
		}
	}
}

func TestPeriodsOfAKindFollowEachOtherWithoutAGap(t *testing.T) {
	for _, kind := range []PeriodKind{Month, Quarter, Week, Year} {
		p := PeriodOf(kind, NewDate(2019, time.May, 15))
		for range 600 / int(kind) {
			next := p.Next()
			if next.From != p.To+1 || next.Number() != p.Number()+1 || next.Prev() != p || next.Kind != kind {
				t.Fatalf("%v is followed by %v", p, next)
			}
			for _, d := range []Date{p.From, p.From + 3, p.To} {
				if PeriodOf(kind, d) != p || !p.Contains(d) || next.Contains(d) {
					t.Fatalf("%v should be in %v alone", d, p)
				}
			}
			if p.Contains(p.From-1) || p.Contains(p.To+1) {
				t.Fatalf("%v holds a day of its neighbours", p)
			}
			if back, err := ParsePeriod(p.String()); err != nil || back != p {
				t.Fatalf("%v is read as %v, %v", p, back, err)
			}
			p = next
		}
	}
	custom := Period{Custom, NewDate(2026, 1, 5), NewDate(2026, 2, 10)}
	if !custom.Next().IsZero() || !custom.Prev().IsZero() || custom.Number() != 0 {
		t.Error("a custom period should have no neighbours and no number")
	}
	if got := custom.String(); got != "2026-01-05..2026-02-10" {
		t.Errorf("a custom period is written as %q", got)
	}
	if got := (Period{}).String(); got != "" {
		t.Errorf("no period is written as %q", got)
	}
}

func TestParseSpan(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    Span
		message string
	}{
		{in: "09:00-12:30", want: Span{540, 750}},
		{in: "9:00-12:30", want: Span{540, 750}},
		{in: "00:00-24:00", want: Span{0, 1440}},
		{in: "23:59-24:00", want: Span{1439, 1440}},
		{in: "22:00-06:00", message: "22:00-24:00"},
		{in: "09:00-09:00", message: "ends before it begins"},
		{in: "24:00-24:00", message: "is not a span"},
		{in: "09:00-24:01", message: "is not a span"},
		{in: "09:60-10:00", message: "is not a span"},
		{in: "09:00", message: `"09:00" is not a span of hours; write it as 09:00-12:30`},
		{in: "9-17", message: "is not a span"},
		{in: "09:00–17:00", message: "is not a span"},
		{in: "09:00 - 17:00", message: "is not a span"},
		{in: "-1:00-17:00", message: "is not a span"},
		{in: "", message: "is not a span"},
	} {
		got, err := ParseSpan(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
	}
	if got := (Span{540, 1440}).String(); got != "09:00-24:00" {
		t.Errorf("a span is written as %q", got)
	}
}

func TestParseClock(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    int
		message string
	}{
		{in: "10:00", want: 600},
		{in: "00:00", want: 0},
		{in: "23:59", want: 1439},
		{in: "9:05", want: 545},
		{in: "24:00", message: `"24:00" is not a time of the day; write it as 10:00`},
		{in: "10:5", message: "is not a time"},
		{in: "10", message: "is not a time"},
		{in: "10:00:00", message: "is not a time"},
		{in: "010:00", message: "is not a time"},
		{in: "10.00", message: "is not a time"},
		{in: "10:00am", message: "is not a time"},
	} {
		got, err := ParseClock(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
	}
}

func TestParseDays(t *testing.T) {
	const sun, mon, tue, wed, thu, fri, sat = time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday
	for _, tt := range []struct {
		in      string
		want    []time.Weekday
		message string
	}{
		{in: "mon", want: []time.Weekday{mon}},
		{in: "Mon", want: []time.Weekday{mon}},
		{in: "monday", want: []time.Weekday{mon}},
		{in: "mon-thu", want: []time.Weekday{mon, tue, wed, thu}},
		{in: "sat-sun", want: []time.Weekday{sat, sun}},
		{in: "fri-mon", want: []time.Weekday{fri, sat, sun, mon}},
		{in: "sun-sat", want: []time.Weekday{sun, mon, tue, wed, thu, fri, sat}},
		{in: "wed-wed", want: []time.Weekday{wed}},
		{in: "mond", message: `"mond" is not a day of the week; write it as mon, tue`},
		{in: "mo", message: "is not a day"},
		{in: "mon-", message: "is not a day"},
		{in: "-mon", message: "is not a day"},
		{in: "mon-tue-wed", message: "is not a day"},
		{in: "mon,tue", message: "is not a day"},
		{in: "", message: "is not a day"},
	} {
		got, err := ParseDays(tt.in)
		if tt.message == "" {
			if err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("%q: got %v, %v; want %v", tt.in, got, err, tt.want)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.message) {
			t.Errorf("%q: error is %v, should have %q", tt.in, err, tt.message)
		}
	}
}

// checkParsed compares what was read from in, and the error, with what should
// have been: a value without a message, or a message.
func checkParsed[T comparable](t *testing.T, in string, got, want T, err error, message string) {
	t.Helper()
	switch {
	case message == "" && (err != nil || got != want):
		t.Errorf("%q: got %v, %v; want %v", in, got, err, want)
	case message != "" && (err == nil || !strings.Contains(err.Error(), message)):
		t.Errorf("%q: got %v, error %v; the error should have %q", in, got, err, message)
	case message != "" && got != *new(T):
		t.Errorf("%q: an error comes with %v", in, got)
	}
}

func TestDatesCountDays(t *testing.T) {
	d := NewDate(1899, time.December, 31)
	for day := time.Date(1900, 1, 1, 12, 0, 0, 0, time.UTC); day.Year() < 2200; day = day.AddDate(0, 0, 1) {
		d++
		if DateOf(day) != d || d.Weekday() != day.Weekday() || d.String() != day.Format("2006-01-02") {
			t.Fatalf("%v: date %d, %v, %v", day, d, d.Weekday(), d)
		}
	}
}

func TestADateIsReachedWhereTheClockJumps(t *testing.T) {
	for _, tt := range []struct {
		name, zone string
		date       string
		minute     int
		want       string // in UTC
	}{
		{"winter", "Europe/Amsterdam", "2026-01-05", 540, "2026-01-05T08:00:00Z"},
		{"summer", "Europe/Amsterdam", "2026-07-05", 540, "2026-07-05T07:00:00Z"},
		{"skipped minute", "Europe/Amsterdam", "2026-03-29", 150, "2026-03-29T01:00:00Z"},
		{"first of two, east", "Europe/Amsterdam", "2026-10-25", 150, "2026-10-25T00:30:00Z"},
		{"first of two, west", "America/New_York", "2026-11-01", 90, "2026-11-01T05:30:00Z"},
		{"half an hour", "Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30:00Z"},
		{"skipped midnight", "America/Sao_Paulo", "2017-10-15", 0, "2017-10-15T03:00:00Z"},
		{"end of a day whose last hour comes twice", "America/Sao_Paulo", "2018-02-17", 1440, "2018-02-18T03:00:00Z"},
		{"midnight that comes twice", "America/St_Johns", "2010-11-07", 0, "2010-11-07T02:30:00Z"},
		{"skipped day", "Pacific/Apia", "2011-12-30", 720, "2011-12-30T10:00:00Z"},
	} {
		d := date(t, tt.date)
		got := d.In(zone(t, tt.zone), tt.minute)
		if got := got.UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
		if got.Location().String() != tt.zone {
			t.Errorf("%s: in %v", tt.name, got.Location())
		}
	}
}

// RFC 5545, 3.3.5: of two the first; skipped, with the offset before the gap.
func TestATimeOfTheDayIsReadAsTheStandardHasIt(t *testing.T) {
	for _, tt := range []struct {
		name, zone, date, clock string
		want                    string // in UTC
	}{
		{"winter", "Europe/Amsterdam", "2026-01-05", "9h", "2026-01-05T08:00:00Z"},
		{"summer", "Europe/Amsterdam", "2026-07-05", "9h0m30s", "2026-07-05T07:00:30Z"},
		{"skipped, east: 03:30 on the wall", "Europe/Amsterdam", "2026-03-29", "2h30m", "2026-03-29T01:30:00Z"},
		{"skipped, west: 03:30 on the wall", "America/New_York", "2026-03-08", "2h30m", "2026-03-08T07:30:00Z"},
		{"the first that is not skipped", "Europe/Amsterdam", "2026-03-29", "3h", "2026-03-29T01:00:00Z"},
		{"the last before the gap", "Europe/Amsterdam", "2026-03-29", "1h59m59s", "2026-03-29T00:59:59Z"},
		{"first of two, east", "Europe/Amsterdam", "2026-10-25", "2h30m", "2026-10-25T00:30:00Z"},
		{"first of two, west", "America/New_York", "2026-11-01", "1h30m", "2026-11-01T05:30:00Z"},
		{"after the two", "Europe/Amsterdam", "2026-10-25", "3h", "2026-10-25T02:00:00Z"},
		{"half an hour skipped", "Australia/Lord_Howe", "2026-10-04", "2h15m", "2026-10-03T15:45:00Z"},
		{"half an hour twice", "Australia/Lord_Howe", "2026-04-05", "1h45m", "2026-04-04T14:45:00Z"},
		{"skipped midnight", "America/Sao_Paulo", "2017-10-15", "0s", "2017-10-15T03:00:00Z"},
		{"midnight that comes twice", "America/St_Johns", "2010-11-07", "0s", "2010-11-07T02:30:00Z"},
	} {
		clock, err := time.ParseDuration(tt.clock)
		if err != nil {
			t.Fatal(err)
		}
		got := date(t, tt.date).At(zone(t, tt.zone), clock)
		if got := got.UTC().Format(time.RFC3339); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestThePeriodOfTheYearBeforeHasItsName(t *testing.T) {
	for _, kind := range []PeriodKind{Month, Quarter, Week, Year} {
		for p := PeriodOf(kind, NewDate(minYear, 1, 10)); p.To < NewDate(maxYear, 12, 20); p = p.Next() {
			name := p.String()
			want, err := ParsePeriod(fmt.Sprintf("%04d", number(name[:4])-1) + name[4:])
			if before, ok := p.YearBefore(); ok != (err == nil) || before != want {
				t.Fatalf("before %s is %s, want %s", p, before, want)
			}
		}
	}
	if _, ok := (Period{From: 1, To: 9}).YearBefore(); ok {
		t.Error("a stretch of days has none")
	}
}
