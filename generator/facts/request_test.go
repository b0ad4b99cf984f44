package facts

import (
	"fmt"
	"testing"
)

func sayRequest(r Request) string {
	s := fmt.Sprintf("%s %s %s, %s %s", r.Content.ID, hhmm(r.RespondDue), r.Response, hhmm(r.ResolveDue), r.Resolution)
	if r.Waiting {
		s += ", waiting"
	}
	return s
}

func sayTally(t Turnaround) string {
	return fmt.Sprintf("%s %v %v", t.Type, t.Response, t.Resolution)
}

// Fri 2026-10-02, Mon 10-05, Tue 10-06, Wed 10-07.
func TestRequestDeadlines(t *testing.T) {
	const kinds = `turnaround:
  - {id: h4, request: a, resolve: 4h}
  - {id: h1, request: a, resolve: 1h}
  - {id: h8, request: a, resolve: 8h}
  - {id: d2, request: a, resolve: 2d}
  - {id: d1, request: a, resolve: 1d}
  - {id: d0, request: a, resolve: 0d}
  - {id: always, request: a, resolve: 8h, clock: always}
`
	for _, c := range []struct{ name, row, want string }{
		{"four hours over a weekend", "h4,x,2026-10-02 16:00,", "Mon 10-05 12:00"},
		{"a closing time stays", "h1,x,2026-10-02 16:00,", "Fri 10-02 17:00"},
		{"two days from a Friday", "d2,x,2026-10-02 16:00,", "Tue 10-06 17:00"},
		{"asked while closed, the next opening starts the clock", "d1,x,2026-10-03 12:00,", "Tue 10-06 17:00"},
		{"a whole day of hours", "h8,x,2026-10-05 09:00,", "Mon 10-05 17:00"},
		{"no days are the closing time of the day", "d0,x,2026-10-05 09:00,", "Mon 10-05 17:00"},
		{"a bare date opens with the day", "h4,x,2026-10-05,", "Mon 10-05 13:00"},
		{"round the clock", "always,x,2026-10-02 16:00,", "Sat 10-03 00:00"},
		// Tue 16:00, and 60 minutes of that day and 30 of the next are left of 90.
		{"waiting as a length moves the resolution", "h8,x,2026-10-05 16:00,90m", "Wed 10-07 09:30"},
		{"waiting as a length moves a day's deadline by its minutes", "d0,x,2026-10-05 09:00,90m", "Tue 10-06 10:30"},
		{"waiting as a length counts every minute round the clock", "always,x,2026-10-02 16:00,2h", "Sat 10-03 02:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, "2026-10-31", kinds+"-- data/requests.csv --\nid,type,title,opened,waiting\nr,"+c.row+"\n")
			check(t, lines(e.Requests, func(r Request) string { return hhmm(r.ResolveDue) }), c.want)
		})
	}
}

func TestWaitingStopsTheClock(t *testing.T) {
	const kinds = "turnaround: [{id: change, request: a, respond: 4h, resolve: 8h}]\n-- journal/2026-10-05-r.md --\nkind: request\ntitle: R\ntype: change\n"
	for _, c := range []struct{ name, asOf, entry, want string }{
		// Without the wait Tue 16:00. It holds 30 minutes of Monday and 60 of Tuesday;
		// the response (Tue 12:00) moves by the same.
		{"from Monday afternoon to Tuesday morning", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 16:30, to: 2026-10-06 10:00}]",
			"2026-10-05-r Tue 10-06 13:30 missed, Wed 10-07 09:30 missed"},
		{"two waits at once count once", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 16:30, to: 2026-10-06 10:00}, {from: 2026-10-06 09:00, to: 2026-10-06 10:00}]",
			"2026-10-05-r Tue 10-06 13:30 missed, Wed 10-07 09:30 missed"},
		// 16:00 is the opening: only 30 minutes of Monday and 60 of Tuesday lie after it.
		{"a wait from before the opening counts from the opening", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 10:00, to: 2026-10-05 16:30}]",
			"2026-10-05-r Tue 10-06 12:30 missed, Tue 10-06 16:30 missed"},
		// The response was due Tue 12:00, the wait of 13:00 comes too late for it.
		{"a wait after the deadline moves nothing", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-06 13:00, to: 2026-10-06 14:00}]",
			"2026-10-05-r Tue 10-06 12:00 missed, Tue 10-06 17:00 missed"},
		// The response of Tue 11:00 ends the wait for it: one hour of Monday and two of Tuesday move Tue 12:00 to 15:00.
		{"the response ends the wait for the response", "2026-10-31", "opened: 2026-10-05 16:00\nresponded: 2026-10-06 11:00\nwaiting: [{from: 2026-10-05 16:00}]",
			"2026-10-05-r Tue 10-06 15:00 met, - running, waiting"},
		{"a wait that lasts leaves both running", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 16:30}]",
			"2026-10-05-r - running, - running, waiting"},
		{"a wait that begins after the response was missed", "2026-10-31", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-06 13:00}]",
			"2026-10-05-r Tue 10-06 12:00 missed, - running, waiting"},
		{"a wait that has not begun is not there", "2026-10-05 16:10", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 16:30, to: 2026-10-06 10:00}]",
			"2026-10-05-r Tue 10-06 12:00 running, Tue 10-06 16:00 running"},
		{"a wait whose end has not come lasts", "2026-10-05 16:40", "opened: 2026-10-05 16:00\nwaiting: [{from: 2026-10-05 16:30, to: 2026-10-06 10:00}]",
			"2026-10-05-r - running, - running, waiting"},
		{"the resolution ends a wait", "2026-10-31", "opened: 2026-10-05 16:00\nresponded: 2026-10-05 16:00\nresolved: 2026-10-06 16:30\nwaiting: [{from: 2026-10-06 15:30}]",
			"2026-10-05-r Tue 10-06 12:00 met, Tue 10-06 17:00 met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, lines(derive(t, c.asOf, kinds+c.entry+"\n").Requests, sayRequest), c.want)
		})
	}
}

// Opened Mon 10-05 09:00: a response is due at 13:00, a resolution on Wed 17:00.
func TestOutcomeOfDeadlines(t *testing.T) {
	for _, c := range []struct{ name, asOf, row, want string }{
		{"done at the deadline is met", "2026-10-31", "change,x,2026-10-05 09:00,2026-10-05 13:00,2026-10-07 17:00", "r Mon 10-05 13:00 met, Wed 10-07 17:00 met"},
		{"done a minute later is missed", "2026-10-31", "change,x,2026-10-05 09:00,2026-10-05 13:01,2026-10-07 17:01", "r Mon 10-05 13:00 missed, Wed 10-07 17:00 missed"},
		{"not done and as-of at the deadline is running", "2026-10-05 13:00", "change,x,2026-10-05 09:00,,", "r Mon 10-05 13:00 running, Wed 10-07 17:00 running"},
		{"not done and as-of a second later is missed", "2026-10-05 13:00:01", "change,x,2026-10-05 09:00,,", "r Mon 10-05 13:00 missed, Wed 10-07 17:00 running"},
		{"done later than as-of is not done", "2026-10-05 12:00", "change,x,2026-10-05 09:00,2026-10-05 12:30,", "r Mon 10-05 13:00 running, Wed 10-07 17:00 running"},
		{"a bare date is done at closing time", "2026-10-31", "change,x,2026-10-05 09:00,2026-10-05,2026-10-07", "r Mon 10-05 13:00 missed, Wed 10-07 17:00 met"},
		{"a bare date has not come before closing time", "2026-10-07 16:59", "change,x,2026-10-05 09:00,2026-10-05 10:00,2026-10-07", "r Mon 10-05 13:00 met, Wed 10-07 17:00 running"},
		{"what was resolved was responded to", "2026-10-31", "change,x,2026-10-05 09:00,,2026-10-05 10:00", "r Mon 10-05 13:00 met, Wed 10-07 17:00 met"},
		{"by then at the latest", "2026-10-31", "change,x,2026-10-05 09:00,2026-10-06 10:00,2026-10-05 10:00", "r Mon 10-05 13:00 met, Wed 10-07 17:00 met"},
		{"a late resolution is a late response", "2026-10-31", "change,x,2026-10-05 09:00,,2026-10-05 14:00", "r Mon 10-05 13:00 missed, Wed 10-07 17:00 met"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, "-- data/requests.csv --\nid,type,title,opened,responded,resolved\nr,"+c.row+"\n")
			check(t, lines(e.Requests, sayRequest), c.want)
		})
	}
}

func TestARequestIsThereFromItsOpeningOn(t *testing.T) {
	const text = "-- data/requests.csv --\nid,type,title,opened\nr,change,x,2026-10-05 10:00\n"
	for asOf, want := range map[string]int{"2026-10-05 09:59:59": 0, "2026-10-05 10:00:00": 1} {
		if got := len(derive(t, asOf, text).Requests); got != want {
			t.Errorf("as of %s: %d requests, want %d", asOf, got, want)
		}
	}
}

func TestAPromiseOfOneDeadlineAlone(t *testing.T) {
	e := derive(t, "2026-10-05 10:00", "turnaround: [{id: change, request: a, resolve: 4h}]\n-- data/requests.csv --\nid,type,title,opened\nr,change,x,2026-10-05 09:00\n")
	check(t, lines(e.Requests, sayRequest), "r - , Mon 10-05 13:00 running")
}

func TestTurnaroundCountsTheLast90DaysAndMonths(t *testing.T) {
	// As of 10-05 10:00 the 90 days begin after 07-07 10:00. By month: one of
	// June, two of July.
	e := derive(t, "2026-10-05 10:00", `turnaround:
  - {id: change, request: a, respond: 4h, resolve: 2d}
  - {id: outage, request: a, resolve: 1h}
-- data/requests.csv --
id,type,title,opened,responded,resolved
june,change,x,2026-06-30 23:30,2026-07-01 09:30,2026-07-01 10:00
out,change,x,2026-07-07 10:00,2026-07-07 11:00,2026-07-10 12:00
in,change,x,2026-07-07 10:01,2026-07-07 11:00,2026-07-10 12:00
new,change,x,2026-10-05 09:30,,
`)
	check(t, lines(e.Turnaround, sayTally), "change {1 0 1} {0 1 1}", "outage {0 0 0} {0 0 0}")
	check(t, lines(e.History, func(p TurnaroundPeriod) string {
		return fmt.Sprint(p.Period, " ", lines(p.Kinds, sayTally))
	}), "2026-06 [change {1 0 0} {1 0 0}]", "2026-07 [change {2 0 0} {0 2 0}]", "2026-10 [change {0 0 1} {0 0 1}]")

	if share, ok := (Tally{Met: 9, Missed: 1, Running: 5}).Attainment(); share != 0.9 || !ok {
		t.Errorf("9 of 10 met: %v, %v", share, ok)
	}
	if _, ok := (Tally{Running: 3}).Attainment(); ok {
		t.Error("nothing met or missed has an attainment")
	}
}

func TestDeadlinesKeepTheirMinutesOverDaylightSaving(t *testing.T) {
	// In 2026 summer time ends on Sun 10-25 in Amsterdam. Round the clock, 24 hours
	// from Sat 12:00 end at 11:00 by the winter clock; in open hours nothing is lost.
	e := derive(t, "2026-10-31", `turnaround:
  - {id: always, request: a, resolve: 24h, clock: always}
  - {id: change, request: a, resolve: 4h}
-- data/requests.csv --
id,type,title,opened
a,always,x,2026-10-24 12:00
b,change,x,2026-10-24 12:00
`)
	check(t, lines(e.Requests, func(r Request) string { return r.Content.ID + " " + hhmm(r.ResolveDue) }), "a Sun 10-25 11:00", "b Mon 10-26 13:00")
}

func TestDeadlinesOverBreaksHolidaysAndClosures(t *testing.T) {
	// Thu 2026-12-24 is closed until New Year, Fri 01-01 a holiday. From Wed 16:30
	// one hour is left that day; the other three end Mon 01-04 12:00. Two working
	// days after Wednesday is Tuesday, which closes at 17:30.
	e := derive(t, "2027-02-01", `turnaround:
  - {id: hours, request: a, resolve: 4h}
  - {id: days, request: a, resolve: 2d}
-- data/requests.csv --
id,type,title,opened
a,hours,x,2026-12-23 16:30
b,days,x,2026-12-23 16:30
-- provider.md --
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-thu: [09:00-12:30, 13:00-17:30], fri: [09:00-13:00]}
holidays: nl
closures: [{from: 2026-12-24, to: 2027-01-01}]
people: [{id: mara, name: Mara}]
`)
	check(t, lines(e.Requests, func(r Request) string { return r.Content.ID + " " + hhmm(r.ResolveDue) }), "a Mon 01-04 12:00", "b Tue 01-05 17:30")
}
