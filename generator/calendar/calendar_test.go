package calendar

import (
	"slices"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // the same zones everywhere
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// when reads an instant on the wall clock of c, or one with an offset.
func when(t testing.TB, c *Calendar, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	got, err := time.ParseInLocation("2006-01-02 15:04:05", s, c.Zone())
	if err != nil {
		got, err = time.ParseInLocation("2006-01-02 15:04", s, c.Zone())
	}
	if err != nil {
		got, err = time.Parse(time.RFC3339, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// weekdays returns a week that is worked from Monday to Friday.
func weekdays(spans ...Span) (week [7][]Span) {
	for d := time.Monday; d <= time.Friday; d++ {
		week[d] = spans
	}
	return week
}

// office is the calendar of the vectors: Mon-Fri 09:00-17:00 without holidays.
func office(t testing.TB) *Calendar {
	return New(Spec{Zone: zone(t, "Europe/Amsterdam"), Week: weekdays(Span{540, 1020})})
}

// studio has two spans, short Fridays, Dutch holidays, one of them worked, and a break.
func studio(t testing.TB) *Calendar {
	week := weekdays(Span{540, 750}, Span{780, 1050})
	week[time.Friday] = []Span{{540, 780}}
	return New(Spec{
		Zone:     zone(t, "Europe/Amsterdam"),
		Week:     week,
		Holidays: []string{"nl"},
		Open:     []Date{date(t, "2026-04-06")},
		Closures: []Closure{{date(t, "2026-12-24"), date(t, "2027-01-01"), "Winter break"}},
	})
}

func TestWorkingDaysAreTheWeekWithoutHolidaysAndClosures(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		day, why string
		open     bool
	}{
		{"2026-04-01", "an ordinary Wednesday", true},
		{"2026-04-10", "an ordinary Friday", true},
		{"2026-04-04", "a Saturday", false},
		{"2026-04-06", "Easter Monday, worked", true},
		{"2027-03-29", "Easter Monday", false},
		{"2026-04-27", "King's Day", false},
		{"2026-12-23", "before the break", true},
		{"2026-12-24", "the first day of the break", false},
		{"2027-01-01", "the last day of the break", false},
		{"2027-01-04", "after the break", true},
	} {
		d := date(t, tt.day)
		if c.Open(d) != tt.open {
			t.Errorf("%s, %s: open is %v", tt.day, tt.why, c.Open(d))
		}
	}
}

func TestADayWorkedInSpiteOfAHolidayStaysClosedInAClosure(t *testing.T) {
	day := NewDate(2026, time.April, 3)
	c := New(Spec{Zone: time.UTC, Week: weekdays(Span{540, 1020}), Holidays: []string{"de"},
		Open: []Date{day, day + 1}, Closures: []Closure{{day, day, ""}}})
	if c.Open(day) || c.Open(day+1) {
		t.Error("neither a closure nor a free Saturday is opened by a day worked in spite of a holiday")
	}
}

func TestOpeningAndClosing(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct{ day, why, opening, closing string }{
		{"2026-10-01", "a Thursday with a break", "2026-10-01 09:00", "2026-10-01 17:30"},
		{"2026-10-02", "a Friday", "2026-10-02 09:00", "2026-10-02 13:00"},
		{"2026-10-03", "closed", "2026-10-03 00:00", "2026-10-03 23:59:59"},
		{"2026-10-25", "closed, 25 hours long", "2026-10-25 00:00", "2026-10-25 23:59:59"},
	} {
		d := date(t, tt.day)
		if got, want := c.Opening(d), when(t, c, tt.opening); !got.Equal(want) || got.Location() != c.Zone() {
			t.Errorf("%s, %s: opens %v, want %v", tt.day, tt.why, got, want)
		}
		if got, want := c.Closing(d), when(t, c, tt.closing); !got.Equal(want) || got.Location() != c.Zone() {
			t.Errorf("%s, %s: closes %v, want %v", tt.day, tt.why, got, want)
		}
	}
	night := New(Spec{Zone: zone(t, "Europe/Amsterdam"), Week: weekdays(Span{1320, 1440})})
	if got := night.Closing(date(t, "2026-10-01")).Format(time.RFC3339); got != "2026-10-02T00:00:00+02:00" {
		t.Errorf("24:00 closes at %s", got)
	}
}

func TestOpenAtCountsTheOpeningAndNotTheClosing(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		at   string
		open bool
	}{
		{"2026-10-01 08:59:59", false},
		{"2026-10-01 09:00:00", true},
		{"2026-10-01 12:29:59", true},
		{"2026-10-01 12:30:00", false},
		{"2026-10-01 12:59:59", false},
		{"2026-10-01 13:00:00", true},
		{"2026-10-01 17:30:00", false},
		{"2026-10-01T14:00:00-04:00", false},
		{"2026-10-01T11:00:00-04:00", true},
		{"1850-01-07T11:00:00Z", false},
		{"2399-01-04T11:00:00Z", false},
	} {
		if got := c.openAt(when(t, c, tt.at)); got != tt.open {
			t.Errorf("%s: open is %v", tt.at, got)
		}
	}
}

func TestNextOpen(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct{ from, want string }{
		{"2026-10-02", "2026-10-02"},
		{"2026-10-03", "2026-10-05"},
		{"2026-04-04", "2026-04-06"},
		{"2026-12-24", "2027-01-04"},
		{"2026-12-31", "2027-01-04"},
	} {
		if got := c.NextOpen(date(t, tt.from)); got != date(t, tt.want) {
			t.Errorf("from %s: %v, want %s", tt.from, got, tt.want)
		}
	}
}

func TestWorkingDaysBetween(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"2026-10-01", "2026-10-01", 0},
		{"2026-10-01", "2026-10-02", 1},
		{"2026-10-02", "2026-10-05", 1},
		{"2026-10-02", "2026-10-04", 0},
		{"2026-10-03", "2026-10-05", 1},
		{"2026-10-05", "2026-10-02", -1},
		{"2026-10-04", "2026-10-02", 0},
		{"2026-12-23", "2027-01-04", 1},
		{"2026-12-22", "2027-01-05", 3},
		{"2027-01-05", "2026-12-22", -3},
		{"2026-03-02", "2026-03-31", 21},
		{"2027-12-31", "2029-12-31", 508},
	} {
		if got := c.WorkingDays(date(t, tt.a), date(t, tt.b)); got != tt.want {
			t.Errorf("%s to %s: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-10-01", 0, "2026-10-01"},
		{"2026-10-03", 0, "2026-10-03"},
		{"2026-10-01", 1, "2026-10-02"},
		{"2026-10-02", 1, "2026-10-05"},
		{"2026-10-03", 1, "2026-10-05"},
		{"2026-10-01", 7, "2026-10-12"},
		{"2026-12-23", 1, "2027-01-04"},
		{"2026-10-05", -1, "2026-10-02"},
		{"2026-10-04", -1, "2026-10-02"},
		{"2027-01-04", -1, "2026-12-23"},
		{"2026-10-12", -7, "2026-10-01"},
		{"2027-12-31", 508, "2029-12-31"},
		{"2029-12-31", -508, "2027-12-31"},
	} {
		if got := c.AddWorkingDays(date(t, tt.from), tt.n); got != date(t, tt.want) {
			t.Errorf("%s%+d: %v, want %s", tt.from, tt.n, got, tt.want)
		}
	}
}

func TestClosedDaysAreThoseThatTheWeekWouldHaveOpen(t *testing.T) {
	c := studio(t)
	break26 := ClosedDay{date(t, "2026-12-24"), date(t, "2027-01-01"), "Winter break", false}
	holiday := func(day, name string) ClosedDay { return ClosedDay{date(t, day), date(t, day), name, true} }
	for _, tt := range []struct {
		why, from, to string
		want          []ClosedDay
	}{
		{"Easter Monday is worked, King's Day and the rest are not", "2026-04-01", "2026-05-31", []ClosedDay{
			holiday("2026-04-27", "Koningsdag"), holiday("2026-05-14", "Hemelvaartsdag"),
			holiday("2026-05-25", "Tweede Pinksterdag")}},
		{"Christmas lies in the break", "2026-12-01", "2027-03-01", []ClosedDay{break26}},
		{"a break that has begun is given whole", "2026-12-28", "2026-12-29", []ClosedDay{break26}},
		{"both ends count", "2026-04-27", "2026-05-14", []ClosedDay{
			holiday("2026-04-27", "Koningsdag"), holiday("2026-05-14", "Hemelvaartsdag")}},
		{"a weekend inside a break is no news", "2026-12-26", "2026-12-27", nil},
		{"a holiday in a weekend is no news", "2027-12-25", "2027-12-26", nil},
		{"nothing", "2026-10-01", "2026-10-31", nil},
	} {
		if got := c.ClosedDays(date(t, tt.from), date(t, tt.to)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %v\nwant %v", tt.why, got, tt.want)
		}
	}
}

func TestACalendarWithoutWorkingDaysAnswers(t *testing.T) {
	never := New(Spec{Zone: time.UTC})
	if never.WorksEver() || !office(t).WorksEver() {
		t.Error("only a week without hours never works")
	}
	d := NewDate(2026, time.October, 2)
	long := New(Spec{Zone: time.UTC, Week: weekdays(Span{540, 1020}), Closures: []Closure{{d, d + 20000, ""}}})
	for _, c := range []*Calendar{never, long} {
		noon := d.In(time.UTC, 720)
		if got := c.NextOpen(d); got != d {
			t.Errorf("next open is %v", got)
		}
		if got := c.Deadline(noon, Duration{60, Minutes}); !got.IsZero() {
			t.Errorf("an hour ends at %v", got)
		}
		if got := c.Deadline(noon, Duration{2, Days}); !got.IsZero() {
			t.Errorf("two days end at %v", got)
		}
		got, running := c.DeadlineWaiting(noon, Duration{60, Minutes}, []Interval{{From: noon}})
		if !got.IsZero() || running {
			t.Errorf("an hour ends at %v, running %v", got, running)
		}
		if got := c.OpenMinutes(noon, noon.AddDate(2, 0, 0)); got != 0 {
			t.Errorf("%d open minutes", got)
		}
		if got, ok := c.After(Rhythm{Kind: Daily, At: -1}, d, d); ok {
			t.Errorf("daily comes on %v", got)
		}
		weekly := Rhythm{Kind: Weekly, Interval: 1, Weekday: time.Monday, At: -1}
		if got, ok := c.After(weekly, d, d); !ok || got != (Occurrence{d + 3, d + 3}) {
			t.Errorf("a weekly day without a working day after it moves to %v, %v", got, ok)
		}
	}
	if got := never.AddWorkingDays(d, 3); got != d {
		t.Errorf("three working days on is %v", got)
	}
	// What begins where the calendar's years end.
	end := office(t)
	if !end.openAt(when(t, end, "2209-12-27 12:00")) {
		t.Error("the last week should be open")
	}
	if got := end.Deadline(when(t, end, "2209-12-27 12:00"), Duration{maxHours * 60, Minutes}); !got.IsZero() {
		t.Errorf("beyond the last year a deadline is %v", got)
	}
	if got := end.Deadline(when(t, end, "2209-12-27 12:00"), Duration{maxDays, Days}); !got.IsZero() {
		t.Errorf("beyond the last year a deadline is %v", got)
	}
	if got := end.Deadline(when(t, end, "1700-01-01 12:00"), Duration{60, Minutes}); !got.IsZero() {
		t.Errorf("before the first year a deadline is %v", got)
	}
}

func TestACalendarIsSharedByGoroutines(t *testing.T) {
	c := studio(t)
	want := studio(t).Deadline(when(t, c, "2026-10-02 12:00"), Duration{400, Days})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if got := c.Deadline(when(t, c, "2026-10-02 12:00"), Duration{400, Days}); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	wg.Wait()
}

func TestDaysOffOfAnotherSideAreLeftOut(t *testing.T) {
	d := date(t, "2026-07-20") // a Monday
	whole := office(t)
	if whole.Without(DaysOff{Open: []Date{d}}) != whole {
		t.Error("nothing off should leave the calendar as it is")
	}
	c := whole.Without(DaysOff{Closures: []Closure{{From: d, To: d + 11}}, Holidays: []string{"de-by"}, Open: []Date{date(t, "2026-11-01")}})
	for day, open := range map[string]bool{
		"2026-07-17": true, "2026-07-20": false, "2026-07-31": false, "2026-08-03": true,
		"2026-06-04": false, // Corpus Christi in Bavaria
		"2026-08-01": false, // a Saturday
	} {
		if got := c.Open(date(t, day)); got != open {
			t.Errorf("%s: open is %v", day, got)
		}
	}
	// Fri 16:00 and two hours: one of Friday, one of the Monday after.
	if got := c.Deadline(when(t, c, "2026-07-17 16:00"), Duration{120, Minutes}); !got.Equal(when(t, c, "2026-08-03 10:00")) {
		t.Errorf("two hours end at %v", got)
	}
	if got := whole.WorkingDays(d, d+14); got != 10 {
		t.Errorf("the whole calendar has %d working days", got)
	}
}

func TestAClosureWithoutEndLeavesNothingToLookFor(t *testing.T) {
	d := date(t, "2026-07-20")
	c := office(t).Without(DaysOff{Closures: []Closure{{From: d, To: NewDate(lastYear, time.December, 31)}}})
	if got := c.NextOpen(d); got != d || c.Open(got) {
		t.Errorf("next open is %v", got)
	}
	if got := c.AddWorkingDays(d-3, 1); got != d-3 {
		t.Errorf("a working day on is %v", got)
	}
	if got := c.AddWorkingDays(d+100, -1); got != d-3 {
		t.Errorf("a working day back is %v", got)
	}
	if got := c.Deadline(when(t, c, "2026-07-17 16:00"), Duration{120, Minutes}); !got.IsZero() {
		t.Errorf("two hours end at %v", got)
	}
}

func TestHoursThatHoldFromADayOn(t *testing.T) {
	d := date(t, "2026-10-05") // a Monday
	var short, none [7][]Span
	short[time.Monday], short[time.Tuesday] = []Span{{600, 720}}, []Span{{600, 720}}
	c := New(Spec{Zone: time.UTC, Week: weekdays(Span{540, 1020}), Later: []Hours{{d, short}, {d + 14, none}}})
	for day, want := range map[Date]int{d - 3: 480, d: 120, d + 2: 0, d + 8: 120, d + 14: 0} {
		if got := c.OpenMinutes(day.In(time.UTC, 0), day.In(time.UTC, 1440)); got != want {
			t.Errorf("%v: %d minutes, want %d", day, got, want)
		}
	}
	if got := c.Deadline(when(t, c, "2026-10-02 16:00"), Duration{2, Days}); !got.Equal(when(t, c, "2026-10-06 12:00")) {
		t.Errorf("two days end at %v", got)
	}
	if !c.WorksEver() || !New(Spec{Zone: time.UTC, Later: []Hours{{d, short}}}).WorksEver() {
		t.Error("a week that comes later is worked too")
	}
}
