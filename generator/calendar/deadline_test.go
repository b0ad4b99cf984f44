package calendar

import (
	"testing"
	"time"
)

func TestDeadline(t *testing.T) {
	plain, split := office(t), studio(t)
	nights := New(Spec{Zone: zone(t, "Europe/Amsterdam"), Week: [7][]Span{
		{{0, 360}}, {{0, 360}}, {{0, 360}}, {{0, 360}}, {{0, 360}}, {{0, 360}}, {{0, 360}}}})
	always := [7][]Span{}
	for d := range always {
		always[d] = []Span{{0, 1440}}
	}
	ever := New(Spec{Zone: zone(t, "Australia/Lord_Howe"), Week: always})
	for _, tt := range []struct {
		c                   *Calendar
		why                 string
		from, promise, want string
	}{
		// 2026-10-02 is a Friday.
		{plain, "hours run on after the weekend", "2026-10-02 16:00", "4h", "2026-10-05 12:00"},
		{plain, "a closing time stays", "2026-10-02 16:00", "1h", "2026-10-02 17:00"},
		{plain, "days end at closing", "2026-10-02 16:00", "2d", "2026-10-06 17:00"},
		{plain, "asked while closed, Monday is day 0", "2026-10-03 12:00", "1d", "2026-10-06 17:00"},
		{plain, "a whole day", "2026-10-05 09:00", "8h", "2026-10-05 17:00"},
		{plain, "without a wait", "2026-10-05 16:00", "8h", "2026-10-06 16:00"},
		{plain, "asked at closing time", "2026-10-02 17:00", "1h", "2026-10-05 10:00"},
		{plain, "asked at closing time", "2026-10-02 17:00", "1d", "2026-10-06 17:00"},
		{plain, "asked before opening", "2026-10-02 08:00", "1d", "2026-10-05 17:00"},
		{plain, "day 0", "2026-10-02 16:00", "0d", "2026-10-02 17:00"},
		{plain, "day 0 asked while closed", "2026-10-03 16:00", "0d", "2026-10-05 17:00"},
		{plain, "no time at all", "2026-10-02 16:00", "0m", "2026-10-02 16:00"},
		{plain, "no time at all, asked while closed", "2026-10-03 16:00", "0m", "2026-10-05 09:00"},
		{plain, "with seconds", "2026-10-02 16:59:30", "1m", "2026-10-05 09:00:30"},
		{plain, "asked in another zone", "2026-10-02T10:00:00-04:00", "1h", "2026-10-02 17:00"},
		{plain, "clocks change over the weekend", "2026-10-23 16:00", "2h", "2026-10-26 10:00"},
		{plain, "over the new year", "2026-12-31 16:00", "2h", "2027-01-01 10:00"},
		{plain, "long", "2026-10-05 09:00", "10000h", "2031-07-18 17:00"},
		{split, "over the lunch break", "2026-10-01 12:00", "1h", "2026-10-01 13:30"},
		{split, "asked in the lunch break", "2026-10-01 12:45", "1h", "2026-10-01 14:00"},
		{split, "up to the lunch break", "2026-10-01 12:00", "30m", "2026-10-01 12:30"},
		{split, "a short Friday", "2026-10-02 12:00", "2h", "2026-10-05 10:00"},
		{split, "over the winter break", "2026-12-23 17:00", "1h", "2027-01-04 09:30"},
		{split, "days over the winter break", "2026-12-23 17:00", "1d", "2027-01-04 17:30"},
		{nights, "an hour of the night is skipped", "2026-03-29 00:00", "6h", "2026-03-30 01:00"},
		{nights, "an hour of the night comes twice", "2026-10-25 00:00", "7h", "2026-10-25 06:00"},
		{nights, "up to midnight is open, and after", "2026-10-25 06:00", "1h", "2026-10-26 01:00"},
		{ever, "half an hour is skipped", "2026-10-03 12:00", "24h", "2026-10-04 12:30"},
		{ever, "half an hour comes twice", "2026-04-04 12:00", "24h", "2026-04-05 11:30"},
	} {
		d, err := ParseDuration(tt.promise)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := tt.c.Deadline(when(t, tt.c, tt.from), d), when(t, tt.c, tt.want); !got.Equal(want) || got.Location() != tt.c.Zone() {
			t.Errorf("%s: %s + %s = %v, want %v", tt.why, tt.from, tt.promise, got, want)
		}
	}
}

func TestWaitingMovesADeadline(t *testing.T) {
	c := office(t)
	type waits [][2]string
	for _, tt := range []struct {
		why, from, promise string
		waits              waits
		want               string // "" is running
	}{
		{"the vector", "2026-10-05 16:00", "8h", waits{{"2026-10-05 16:30", "2026-10-06 10:00"}}, "2026-10-07 09:30"},
		{"none", "2026-10-05 16:00", "8h", nil, "2026-10-06 16:00"},
		{"while closed", "2026-10-05 16:00", "8h", waits{{"2026-10-05 18:00", "2026-10-06 08:00"}}, "2026-10-06 16:00"},
		{"overlaps count once", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00", "2026-10-05 12:00"}, {"2026-10-05 11:00", "2026-10-05 13:00"}, {"2026-10-05 10:30", "2026-10-05 11:00"}}, "2026-10-05 14:00"},
		{"in any order", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 12:30", "2026-10-05 13:00"}, {"2026-10-05 10:00", "2026-10-05 12:00"}}, "2026-10-05 13:30"},
		{"before it began", "2026-10-05 09:00", "2h", waits{{"2026-10-02 09:00", "2026-10-02 12:00"}}, "2026-10-05 11:00"},
		{"from before it began", "2026-10-05 10:00", "2h", waits{{"2026-10-05 09:00", "2026-10-05 11:00"}}, "2026-10-05 13:00"},
		{"after the deadline", "2026-10-05 09:00", "2h", waits{{"2026-10-05 11:01", "2026-10-05 13:00"}}, "2026-10-05 11:00"},
		{"after the deadline while closed", "2026-10-02 09:00", "8h", waits{{"2026-10-03 11:00", "2026-10-05 13:00"}}, "2026-10-02 17:00"},
		{"at the deadline", "2026-10-05 09:00", "2h", waits{{"2026-10-05 11:00", "2026-10-05 13:00"}}, "2026-10-05 13:00"},
		{"after the first deadline but before the moved one", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00", "2026-10-05 12:00"}, {"2026-10-05 12:30", "2026-10-05 13:30"}}, "2026-10-05 14:00"},
		{"after the moved one", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00", "2026-10-05 12:00"}, {"2026-10-05 13:30", "2026-10-05 14:30"}}, "2026-10-05 13:00"},
		{"days", "2026-10-02 16:00", "1d", waits{{"2026-10-05 09:00", "2026-10-05 10:30"}}, "2026-10-06 10:30"},
		{"days and a wait while closed", "2026-10-02 16:00", "1d", waits{{"2026-10-03 09:00", "2026-10-04 10:30"}}, "2026-10-05 17:00"},
		{"asked while closed", "2026-10-03 12:00", "1h", waits{{"2026-10-03 13:00", "2026-10-05 09:30"}}, "2026-10-05 10:30"},
		{"not over", "2026-10-05 09:00", "2h", waits{{"2026-10-05 10:00", ""}}, ""},
		{"not over, from the deadline on", "2026-10-05 09:00", "2h", waits{{"2026-10-05 11:00", ""}}, ""},
		{"not over, but too late", "2026-10-05 09:00", "2h", waits{{"2026-10-05 11:01", ""}}, "2026-10-05 11:00"},
		{"not over, before the moved deadline", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00", "2026-10-05 12:00"}, {"2026-10-05 12:30", ""}}, ""},
		{"not over, from before it began", "2026-10-05 09:00", "2h", waits{{"2026-10-02 12:30", ""}}, ""},
		{"not over, inside one that is", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00", "2026-10-05 12:00"}, {"2026-10-05 11:00", ""}}, ""},
		{"turned round", "2026-10-05 09:00", "2h", waits{{"2026-10-05 10:30", "2026-10-05 10:00"}}, "2026-10-05 11:00"},
		{"in seconds", "2026-10-05 09:00", "2h",
			waits{{"2026-10-05 10:00:00", "2026-10-05 10:00:40"}, {"2026-10-05 10:30:00", "2026-10-05 10:30:40"}}, "2026-10-05 11:01:20"},
	} {
		d, err := ParseDuration(tt.promise)
		if err != nil {
			t.Fatal(err)
		}
		var intervals []Interval
		for _, w := range tt.waits {
			intervals = append(intervals, Interval{when(t, c, w[0]), when(t, c, w[1])})
		}
		got, running := c.DeadlineWaiting(when(t, c, tt.from), d, intervals)
		if want := when(t, c, tt.want); !got.Equal(want) || running != (tt.want == "") {
			t.Errorf("%s: got %v, running %v; want %v", tt.why, got, running, want)
		}
	}
}

func TestAlwaysCountsEveryMinute(t *testing.T) {
	c := office(t)
	saturday := when(t, c, "2026-10-24 22:00")
	for _, tt := range []struct {
		why   string
		d     Duration
		waits []Interval
		want  string
	}{
		{"over the change of clocks", Duration{480, Minutes}, nil, "2026-10-25 05:00"},
		{"a wait at night", Duration{60, Minutes}, []Interval{{saturday.Add(time.Hour / 2), saturday.Add(time.Hour)}}, "2026-10-24 23:30"},
		{"a wait too late", Duration{60, Minutes}, []Interval{{saturday.Add(time.Hour * 2), saturday.Add(time.Hour * 3)}}, "2026-10-24 23:00"},
		{"a wait that is not over", Duration{60, Minutes}, []Interval{{From: saturday}}, ""},
		{"a day", Duration{1, Days}, nil, "2026-10-25 21:00"},
	} {
		got, running := Always(saturday, tt.d, tt.waits)
		if want := when(t, c, tt.want); !got.Equal(want) || running != (tt.want == "") {
			t.Errorf("%s: got %v, running %v; want %v", tt.why, got, running, want)
		}
	}
}

func TestOpenMinutes(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		why, a, b string
		want      int
	}{
		{"a day", "2026-10-01 00:00", "2026-10-02 00:00", 480},
		{"a short Friday", "2026-10-02 00:00", "2026-10-03 00:00", 240},
		{"over lunch", "2026-10-01 12:00", "2026-10-01 13:30", 60},
		{"in the lunch break", "2026-10-01 12:30", "2026-10-01 13:00", 0},
		{"a week with a change of clocks", "2026-10-19 00:00", "2026-10-26 00:00", 4*480 + 240},
		{"over the winter break", "2026-12-23 16:30", "2027-01-04 10:00", 120},
		{"parts of a minute add up", "2026-10-01 12:29:30", "2026-10-01 13:00:30", 1},
		{"parts of a minute are cut off", "2026-10-01 12:29:30", "2026-10-01 13:00:29", 0},
		{"backwards", "2026-10-02 00:00", "2026-10-01 00:00", 0},
	} {
		if got := c.OpenMinutes(when(t, c, tt.a), when(t, c, tt.b)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.why, got, tt.want)
		}
	}
}

func TestAYearBeginsOnceThoughTheClockIsPutBackToTheOldOne(t *testing.T) {
	var week [7][]Span
	for d := range week {
		week[d] = []Span{{0, 1440}}
	}
	c := New(Spec{Zone: zone(t, "America/Phoenix"), Week: week})
	// At one past midnight it is one past eleven again.
	a, b := when(t, c, "1944-01-01T06:02:00Z"), when(t, c, "1944-01-01T06:32:00Z")
	if got := c.OpenMinutes(a, b); a.In(c.Zone()).Year() != 1943 || got != 30 {
		t.Errorf("from %v to %v: %d minutes", a.In(c.Zone()), b.In(c.Zone()), got)
	}
	if !c.openAt(a) {
		t.Errorf("%v is closed", a.In(c.Zone()))
	}
}

func BenchmarkDeadline(b *testing.B) {
	c := studio(b)
	from := when(b, c, "2026-10-02 12:00")
	waits := []Interval{{from.Add(time.Minute), from.Add(time.Hour)}, {from.Add(72 * time.Hour), from.Add(80 * time.Hour)}}
	b.Run("hours", func(b *testing.B) {
		for b.Loop() {
			c.Deadline(from, Duration{240, Minutes})
		}
	})
	b.Run("days", func(b *testing.B) {
		for b.Loop() {
			c.Deadline(from, Duration{2, Days})
		}
	})
	b.Run("waiting", func(b *testing.B) {
		for b.Loop() {
			c.DeadlineWaiting(from, Duration{480, Minutes}, waits)
		}
	})
	b.Run("first of a year", func(b *testing.B) {
		for b.Loop() {
			studio(b).Deadline(from, Duration{240, Minutes})
		}
	})
}

func BenchmarkWorkingDays(b *testing.B) {
	c := studio(b)
	from, to := date(b, "2026-03-02"), date(b, "2027-10-02")
	for b.Loop() {
		c.WorkingDays(from, to)
	}
}
