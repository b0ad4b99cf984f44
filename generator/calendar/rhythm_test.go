package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func rhythm(t testing.TB, s string) Rhythm {
	t.Helper()
	r, err := ParseRhythm(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestParseRhythm(t *testing.T) {
	for _, tt := range []struct {
		in      string
		want    Rhythm
		text    string // when it is not in
		message string
	}{
		{in: "daily", want: Rhythm{Kind: Daily, At: -1}},
		{in: "daily at 9:30", want: Rhythm{Kind: Daily, At: 570}, text: "daily at 09:30"},
		{in: "weekly on friday", want: Rhythm{Kind: Weekly, Interval: 1, Weekday: time.Friday, At: -1}},
		{in: "weekly on tuesday at 10:00", want: Rhythm{Kind: Weekly, Interval: 1, Weekday: time.Tuesday, At: 600}},
		{in: "weekly on sunday at 00:00", want: Rhythm{Kind: Weekly, Interval: 1, At: 0}},
		{in: "every 2 weeks on tuesday", want: Rhythm{Kind: Weekly, Interval: 2, Weekday: time.Tuesday, At: -1}},
		{in: "every 1 week on tue", want: Rhythm{Kind: Weekly, Interval: 1, Weekday: time.Tuesday, At: -1}, text: "weekly on tuesday"},
		{in: "every 52 weeks on tuesday", want: Rhythm{Kind: Weekly, Interval: 52, Weekday: time.Tuesday, At: -1}},
		{in: "monthly on 5", want: Rhythm{Kind: MonthlyDay, Day: 5, At: -1}},
		{in: "monthly on 31 at 23:59", want: Rhythm{Kind: MonthlyDay, Day: 31, At: 1439}},
		{in: "monthly on first monday", want: Rhythm{Kind: MonthlyWeekday, Nth: 1, Weekday: time.Monday, At: -1}},
		{in: "monthly on fourth wednesday", want: Rhythm{Kind: MonthlyWeekday, Nth: 4, Weekday: time.Wednesday, At: -1}},
		{in: "monthly on last friday", want: Rhythm{Kind: MonthlyWeekday, Nth: -1, Weekday: time.Friday, At: -1}},
		{in: "quarterly on 10", want: Rhythm{Kind: Quarterly, Day: 10, At: -1}},
		{in: "yearly on 3 march", want: Rhythm{Kind: Yearly, Day: 3, Month: time.March, At: -1}},
		{in: "yearly on 29 february", want: Rhythm{Kind: Yearly, Day: 29, Month: time.February, At: -1}},
		{in: "  Yearly  on 3 MAR At 10:00 ", want: Rhythm{Kind: Yearly, Day: 3, Month: time.March, At: 600}, text: "yearly on 3 march at 10:00"},
		{in: "Monthly on LAST Fri", want: Rhythm{Kind: MonthlyWeekday, Nth: -1, Weekday: time.Friday, At: -1}, text: "monthly on last friday"},
		{in: "rrule: FREQ=MONTHLY;BYDAY=+2TU", want: Rhythm{Kind: Rule, Rule: "FREQ=MONTHLY;BYDAY=+2TU", At: -1}},
		{in: "RRULE:freq=weekly;byday=mo,th", want: Rhythm{Kind: Rule, Rule: "FREQ=WEEKLY;BYDAY=MO,TH", At: -1}, text: "rrule: FREQ=WEEKLY;BYDAY=MO,TH"},
		{in: "rrule: FREQ=DAILY;BYHOUR=10;BYMINUTE=30", want: Rhythm{Kind: Rule, Rule: "FREQ=DAILY;BYHOUR=10;BYMINUTE=30", At: 630}},
		{in: "rrule: FREQ=DAILY;BYHOUR=10", want: Rhythm{Kind: Rule, Rule: "FREQ=DAILY;BYHOUR=10", At: 600}},
		{in: "rrule: FREQ=WEEKLY;UNTIL=20261231", want: Rhythm{Kind: Rule, Rule: "FREQ=WEEKLY;UNTIL=20261231T000000Z", At: -1}, text: "rrule: FREQ=WEEKLY;UNTIL=20261231T000000Z"},
		{in: "rrule: FREQ=YEARLY;COUNT=3", want: Rhythm{Kind: Rule, Rule: "FREQ=YEARLY;COUNT=3", At: -1}},

		{in: "", message: `"" is not a rhythm; write it as daily, weekly on friday`},
		{in: "weekly", message: `"weekly" is not a rhythm`},
		{in: "fortnightly on friday", message: "is not a rhythm"},
		{in: "daily on friday", message: "is not a rhythm"},
		{in: "every two weeks on friday", message: "is not a rhythm"},
		{in: "every 2 months on 5", message: "is not a rhythm"},
		{in: "at 10:00", message: "is not a rhythm"},
		{in: "weekly on freitag", message: `"freitag" is not a day of the week; write it as monday or mon`},
		{in: "weekly on", message: `"" is not a day of the week`},
		{in: "weekly on mon tue", message: "is not a day of the week"},
		{in: "weekly on friday at 25:00", message: `"25:00" is not a time of the day`},
		{in: "weekly on friday at 24:00", message: "is not a time of the day"},
		{in: "weekly on friday at", message: "is not a day of the week"},
		{in: "every 0 weeks on friday", message: `"0" weeks is out of range; write 1 to 52`},
		{in: "every 53 weeks on friday", message: "out of range"},
		{in: "every 99999999999999999999 weeks on friday", message: "out of range"},
		{in: "monthly on 0", message: `"0" is not a day of a month; write 1 to 31`},
		{in: "monthly on 32", message: "is not a day of a month"},
		{in: "monthly on 5th", message: "is not a day of a month"},
		{in: "monthly on -1", message: "is not a day of a month"},
		{in: "monthly on fifth monday", message: "not every month has a fifth monday; write last"},
		{in: "monthly on 2 monday", message: `"2" does not say which; write first, second`},
		{in: "monthly on first", message: "is not a day of a month"},
		{in: "quarterly on first monday", message: "is not a day of a month"},
		{in: "yearly on march 3", message: `"3" is not a month; write the day as 3 march`},
		{in: "yearly on 32 march", message: `"32" is not a day of a month`},
		{in: "yearly on 3", message: "write it as 3 march"},
		{in: "yearly on 3 maart", message: `"maart" is not a month`},
		{in: "yearly on 30 february", message: "february has no day 30; its last is 29"},
		{in: "yearly on 31 april", message: "april has no day 31; its last is 30"},
		{in: "rrule:", message: `"" is not a part of a recurrence rule; write it as RFC 5545 has it`},
		{in: "rrule: BYDAY=MO", message: "has no FREQ"},
		{in: "rrule: FREQ=HOURLY", message: "FREQ=HOURLY comes more than once a day; write DAILY, WEEKLY, MONTHLY or YEARLY"},
		{in: "rrule: FREQ=MINUTELY", message: "more than once a day"},
		{in: "rrule: FREQ=SECONDLY", message: "more than once a day"},
		{in: "rrule: FREQ=FORTNIGHTLY", message: `"FREQ=FORTNIGHTLY" is not a part`},
		{in: "rrule: FREQ=DAILY;", message: `"" is not a part`},
		{in: "rrule: FREQ=DAILY;BYMONTHDAY=32", message: `"BYMONTHDAY=32" is not a part`},
		{in: "rrule: FREQ=DAILY;BYDAY=MX", message: `"BYDAY=MX" is not a part`},
		{in: "rrule: FREQ=DAILY;X=1", message: `"X=1" is not a part`},
		{in: "rrule: FREQ=DAILY at 10:00", message: `is not a part`},
		{in: "rrule: FREQ=DAILY;BYHOUR=9,10", message: "more than once a day"},
		{in: "rrule: FREQ=DAILY;BYMINUTE=9", message: "says nothing without BYHOUR"},
		{in: "rrule: FREQ=DAILY;BYSECOND=9", message: "BYSECOND may not stand in a rule here"},
		{in: "rrule: DTSTART=20260101;FREQ=DAILY", message: "DTSTART may not stand in a rule here"},
		{in: "rrule: DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY", message: "is not a part"},
		{in: "rrule: FREQ=DAILY;INTERVAL=0", message: "INTERVAL is out of range"},
		{in: "rrule: FREQ=DAILY;INTERVAL=1001", message: "INTERVAL is out of range; write 1 to 1000"},
		{in: "rrule: FREQ=DAILY;COUNT=0", message: "COUNT is out of range"},
		{in: "rrule: FREQ=DAILY;COUNT=2;UNTIL=20261231", message: "COUNT or UNTIL but not both"},
		{in: "rrule: FREQ=DAILY;COUNT=2;COUNT=3", message: "COUNT stands twice"},
		{in: "rrule: FREQ=WEEKLY;BYDAY=2TU", message: "may number its days only with"},
		{in: "rrule: FREQ=WEEKLY;BYMONTHDAY=2", message: "BYMONTHDAY does not go with FREQ=WEEKLY"},
		{in: "rrule: FREQ=MONTHLY;BYWEEKNO=2", message: "do not go with FREQ=MONTHLY"},
		{in: "rrule: FREQ=MONTHLY;BYSETPOS=2", message: "BYSETPOS says nothing alone"},
		{in: "rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", message: "never comes"},
	} {
		got, err := ParseRhythm(tt.in)
		checkParsed(t, tt.in, got, tt.want, err, tt.message)
		if tt.text == "" {
			tt.text = tt.in
		}
		if err == nil && got.String() != tt.text {
			t.Errorf("%q is written as %q, want %q", tt.in, got, tt.text)
		}
	}
	if r := (Rhythm{}); !r.IsZero() || r.String() != "" || rhythm(t, "daily").IsZero() {
		t.Error("only the zero rhythm is no rhythm")
	}
}

func TestOccurrences(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		rhythm, why  string
		start, until string
		want         string // days; nominal>day where it moved
	}{
		{"daily", "are the working days", "2026-05-21", "2026-05-27", "2026-05-21 2026-05-22 2026-05-26 2026-05-27"},
		{"weekly on friday", "both ends count", "2026-10-02", "2026-10-16", "2026-10-02 2026-10-09 2026-10-16"},
		{"weekly on friday", "before the first", "2026-10-03", "2026-10-08", ""},
		{"weekly on monday", "moves past a holiday", "2026-05-20", "2026-06-02", "2026-05-25>2026-05-26 2026-06-01"},
		{"weekly on friday", "two in the winter break are one", "2026-12-14", "2027-01-08", "2026-12-18 2026-12-25>2027-01-04 2027-01-08"},
		{"weekly on sunday", "moves to Monday", "2026-10-01", "2026-10-12", "2026-10-04>2026-10-05 2026-10-11>2026-10-12"},
		{"weekly on sunday", "the last may be later than until", "2026-10-01", "2026-10-04", "2026-10-04>2026-10-05"},
		{"every 2 weeks on tuesday", "from the week of the start", "2026-03-02", "2026-04-01", "2026-03-03 2026-03-17 2026-03-31"},
		{"every 2 weeks on tuesday", "whose day is the start", "2026-03-03", "2026-03-20", "2026-03-03 2026-03-17"},
		{"every 2 weeks on tuesday", "whose day is past at the start", "2026-03-04", "2026-04-01", "2026-03-17 2026-03-31"},
		{"every 2 weeks on sunday", "weeks begin on Monday", "2026-03-03", "2026-03-24", "2026-03-08>2026-03-09 2026-03-22>2026-03-23"},
		{"every 2 weeks on monday", "a start on Sunday ends its week", "2026-03-08", "2026-03-31", "2026-03-16 2026-03-30"},
		{"every 3 weeks on wednesday", "over the new year", "2026-11-30", "2027-02-05", "2026-12-02 2026-12-23 2027-01-13 2027-02-03"},
		{"monthly on 5", "", "2026-08-06", "2026-11-30", "2026-09-05>2026-09-07 2026-10-05 2026-11-05"},
		{"monthly on 31", "skips no month", "2026-01-01", "2026-06-30", "2026-01-31>2026-02-02 2026-02-28>2026-03-02 2026-03-31 2026-04-30 2026-05-31>2026-06-01 2026-06-30"},
		{"monthly on 30", "has the leap day", "2028-02-01", "2028-03-30", "2028-02-29 2028-03-30"},
		{"monthly on first monday", "", "2026-09-01", "2026-11-30", "2026-09-07 2026-10-05 2026-11-02"},
		{"monthly on fourth friday", "", "2026-09-01", "2026-10-31", "2026-09-25 2026-10-23"},
		{"monthly on last friday", "", "2026-09-01", "2026-10-31", "2026-09-25 2026-10-30"},
		{"monthly on last monday", "the fifth, if there is one", "2026-08-01", "2026-09-30", "2026-08-31 2026-09-28"},
		{"quarterly on 10", "of calendar quarters", "2026-03-02", "2027-01-31", "2026-04-10 2026-07-10 2026-10-10>2026-10-12 2027-01-10>2027-01-11"},
		{"quarterly on 31", "in a short month", "2026-04-01", "2026-08-01", "2026-04-30 2026-07-31"},
		{"yearly on 3 march", "", "2026-03-03", "2028-12-31", "2026-03-03 2027-03-03 2028-03-03"},
		{"yearly on 29 february", "on the last day of a common February", "2026-01-01", "2028-12-31", "2026-02-28>2026-03-02 2027-02-28>2027-03-01 2028-02-29"},
		{"rrule: FREQ=MONTHLY;BYDAY=2TU", "", "2026-09-01", "2026-10-31", "2026-09-08 2026-10-13"},
		{"rrule: FREQ=WEEKLY;INTERVAL=2", "counts from the start", "2026-10-01", "2026-10-31", "2026-10-01 2026-10-15 2026-10-29"},
		{"rrule: FREQ=DAILY;COUNT=3;BYHOUR=10", "days before working days", "2026-10-02", "2026-10-31", "2026-10-02 2026-10-03>2026-10-05"},
		{"rrule: FREQ=DAILY;BYHOUR=10", "both ends count, whatever the time", "2026-10-05", "2026-10-06", "2026-10-05 2026-10-06"},
		{"rrule: FREQ=MONTHLY;BYMONTHDAY=31", "skips a month, as its author wants", "2026-08-01", "2026-10-31", "2026-08-31 2026-10-31>2026-11-02"},
		{"rrule: FREQ=WEEKLY;BYDAY=TU;UNTIL=20261013", "ends", "2026-10-01", "2026-10-31", "2026-10-06 2026-10-13"},
	} {
		var got []string
		for _, o := range c.Occurrences(rhythm(t, tt.rhythm), date(t, tt.start), date(t, tt.until)) {
			s := o.Nominal.String()
			if o.Day != o.Nominal {
				s += ">" + o.Day.String()
			}
			got = append(got, s)
		}
		if !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("%s, %s:\ngot  %v\nwant [%v]", tt.rhythm, tt.why, strings.Join(got, " "), tt.want)
		}
	}
	if got := c.Occurrences(Rhythm{}, 700000, 800000); got != nil {
		t.Errorf("no rhythm comes on %v", got)
	}
}

func TestAfter(t *testing.T) {
	c := studio(t)
	for _, tt := range []struct {
		rhythm, why  string
		start, after string
		nominal, day string // "" is never
	}{
		{"weekly on friday", "before the start", "2026-10-01", "2026-01-01", "2026-10-02", "2026-10-02"},
		{"weekly on friday", "the day itself does not count", "2026-10-01", "2026-10-02", "2026-10-09", "2026-10-09"},
		{"weekly on sunday", "one that has moved", "2026-10-01", "2026-10-04", "2026-10-04", "2026-10-05"},
		{"weekly on sunday", "one that has moved and come", "2026-10-01", "2026-10-05", "2026-10-11", "2026-10-12"},
		{"weekly on friday", "of two on a day the first", "2026-10-01", "2026-12-31", "2026-12-25", "2027-01-04"},
		{"weekly on friday", "the start hides the first of two", "2026-12-28", "2026-12-31", "2027-01-01", "2027-01-04"},
		{"every 2 weeks on tuesday", "keeps its phase", "2026-03-02", "2027-03-02", "2027-03-16", "2027-03-16"},
		{"daily", "", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-05"},
		{"yearly on 3 march", "", "2026-03-04", "2026-03-04", "2027-03-03", "2027-03-03"},
		{"rrule: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "far away", "2096-03-01", "2096-03-01", "2104-02-29", "2104-02-29"},
		{"rrule: FREQ=DAILY;COUNT=2", "over", "2026-10-01", "2026-10-02", "", ""},
		{"rrule: FREQ=DAILY;INTERVAL=7;BYDAY=MO", "never, for it starts on another day", "2026-10-01", "2026-10-02", "", ""},
	} {
		o, ok := c.After(rhythm(t, tt.rhythm), date(t, tt.start), date(t, tt.after))
		if ok != (tt.day != "") || o.Nominal.String() != tt.nominal || o.Day.String() != tt.day {
			t.Errorf("%s, %s: got %v>%v, %v; want %s>%s", tt.rhythm, tt.why, o.Nominal, o.Day, ok, tt.nominal, tt.day)
		}
	}
}

// After is what Occurrences says it is.
func TestAfterAgreesWithOccurrences(t *testing.T) {
	c := studio(t)
	start := date(t, "2026-11-18")
	for _, s := range []string{"daily", "weekly on friday", "every 2 weeks on sunday", "monthly on 31", "monthly on last friday",
		"quarterly on 1", "rrule: FREQ=DAILY", "rrule: FREQ=DAILY;INTERVAL=5;COUNT=9"} {
		r := rhythm(t, s)
		all := c.Occurrences(r, start, start+800)
		for d := start - 10; d < start+300; d++ {
			i := slices.IndexFunc(all, func(o Occurrence) bool { return o.Day > d })
			got, ok := c.After(r, start, d)
			if i < 0 {
				if ok {
					t.Fatalf("%s after %v: %v, want none", s, d, got)
				}
				continue
			}
			// A first nominal day that moved past d stands for all that meet it.
			if !ok || got != all[i] {
				t.Fatalf("%s after %v: %v, %v; want %v", s, d, got, ok, all[i])
			}
		}
	}
}

func TestTheCalendarPeriodOfARhythm(t *testing.T) {
	// Tue 2026-03-03 is in week 10.
	for s, want := range map[string]string{
		"daily":                           "2026-03-03..2026-03-03",
		"weekly on friday":                "2026-W10",
		"every 2 weeks on friday":         "2026-W10",
		"monthly on 5":                    "2026-03",
		"monthly on last friday":          "2026-03",
		"quarterly on 10":                 "2026-Q1",
		"yearly on 3 march":               "2026",
		"rrule: FREQ=DAILY":               "2026-03-03..2026-03-03",
		"rrule: FREQ=WEEKLY":              "2026-W10",
		"rrule: FREQ=MONTHLY;INTERVAL=2":  "2026-03",
		"rrule: FREQ=MONTHLY;INTERVAL=3":  "2026-Q1",
		"rrule: FREQ=MONTHLY;INTERVAL=12": "2026",
		"rrule: FREQ=YEARLY;BYMONTH=3":    "2026",
	} {
		if got := rhythm(t, s).Period(date(t, "2026-03-03")).String(); got != want {
			t.Errorf("%s: %s, want %s", s, got, want)
		}
	}
}

func TestARuleThatSaysWhatWordsDoIsWrittenInWords(t *testing.T) {
	for rule, want := range map[string]string{
		"rrule: FREQ=WEEKLY;BYDAY=FR":                        "weekly on friday",
		"rrule: BYDAY=TU;FREQ=WEEKLY;INTERVAL=2;BYHOUR=10":   "every 2 weeks on tuesday at 10:00",
		"rrule: FREQ=WEEKLY;BYDAY=SU;BYHOUR=9;BYMINUTE=30":   "weekly on sunday at 09:30",
		"rrule: FREQ=WEEKLY;BYDAY=SU;BYHOUR=9;BYMINUTE=0":    "weekly on sunday at 09:00",
		"rrule: FREQ=MONTHLY;BYMONTHDAY=5":                   "monthly on 5",
		"rrule: FREQ=MONTHLY;BYDAY=2TU":                      "monthly on second tuesday",
		"rrule: FREQ=MONTHLY;BYDAY=-1FR":                     "monthly on last friday",
		"rrule: FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=10": "quarterly on 10",
		"rrule: FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3":          "yearly on 3 march",
		"rrule: FREQ=MONTHLY;BYMONTHDAY=31":                  "rrule: FREQ=MONTHLY;BYMONTHDAY=31", // which skips February
		"rrule: FREQ=WEEKLY;BYDAY=MO,FR":                     "rrule: FREQ=WEEKLY;BYDAY=MO,FR",
		"rrule: FREQ=WEEKLY;BYDAY=FR;COUNT=3":                "rrule: FREQ=WEEKLY;COUNT=3;BYDAY=FR",
		"every 2 weeks on tuesday at 10:00":                  "every 2 weeks on tuesday at 10:00",
	} {
		r, err := ParseRhythm(rule)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Plain(); got != want {
			t.Errorf("%s is written %s, want %s", rule, got, want)
		}
	}
}
