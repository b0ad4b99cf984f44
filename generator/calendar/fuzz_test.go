package calendar

import "testing"

func FuzzDuration(f *testing.F) {
	for _, s := range []string{"30m", "4h", "1h30m", "2d", "0d", "10000h", "2x", "99999999999999999999m", "hm"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readsBack(t, s, ParseDuration) })
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"2026", "2026-09", "2026-Q3", "2026-W40", "2026-W53", "2027-W53", "1900-W01", "2026-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { readsBack(t, s, ParsePeriod) })
}

func FuzzRhythm(f *testing.F) {
	for _, s := range []string{"daily", "weekly on friday", "every 2 weeks on tue at 10:00", "monthly on 31", "monthly on last friday",
		"quarterly on 10", "yearly on 29 feb", "rrule: FREQ=MONTHLY;BYDAY=-1FR,+2MO;BYSETPOS=-1;BYHOUR=10;BYMINUTE=5;WKST=SU",
		"rrule: FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=-1;BYMONTH=2;INTERVAL=4;COUNT=2", "rrule: FREQ=DAILY;UNTIL=20261231T090000Z"} {
		f.Add(s)
	}
	c := studio(f)
	start := date(f, "2026-03-02")
	f.Fuzz(func(t *testing.T, s string) {
		r := readsBack(t, s, ParseRhythm)
		last := Date(0)
		for _, o := range c.Occurrences(r, start, start+800) {
			if o.Nominal < start || o.Nominal > start+800 || o.Day < o.Nominal || o.Day <= last || !c.Open(o.Day) {
				t.Fatalf("%q: occurrence %v after %v", s, o, last)
			}
			last = o.Day
		}
		c.After(r, start, start+400)
	})
}

// readsBack checks that what parse takes is written in a form that parse reads
// as the same value, and written as itself.
func readsBack[T interface {
	comparable
	String() string
}](t *testing.T, s string, parse func(string) (T, error)) T {
	v, err := parse(s)
	if err != nil {
		return v
	}
	text := v.String()
	again, err := parse(text)
	if err != nil || again != v || again.String() != text {
		t.Fatalf("%q is written as %q, which is read as %v, %v", s, text, again, err)
	}
	return v
}
