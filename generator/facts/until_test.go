package facts

import (
	"testing"
	"time"
)

func TestTrueUntil(t *testing.T) {
	const (
		told     = "-- journal/2026-09-01-slip.md --\nkind: update\ntitle: Later\naffects: [live]\n"
		retainer = "pricing: [{id: care, item: a, model: retainer, amount: 1, per: month, includes: 10h}]\n"
		used     = retainer + "-- data/time.csv --\ndate,hours,item\n2026-10-01,1,care\n"
		row      = "-- data/requests.csv --\nid,type,title,opened,responded,resolved\nr,change,x,2026-10-05 09:00,"
	)
	for _, c := range []struct{ name, asOf, text, want string }{
		{"nothing to change", "2026-09-10", "", "-"},
		{"a milestone's due passes", "2026-09-10", "plan: [{id: live, what: a, due: 2026-09-14}]\n", "Tue 09-15 00:00:00"},
		{"a milestone done is news for 20 working days", "2026-09-10", "plan: [{id: live, what: a, due: 2026-09-14, done: 2026-09-09}]\n", "Wed 10-07 00:00:00"},
		{"on its fair due nobody knows a later day", "2026-09-10", "plan: [{id: live, what: a, due: 2026-09-14, needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-08-31, received: 2026-09-07}]\n" + told, "Mon 09-21 00:00:00"},
		{"a slip that is untold becomes late", "2026-09-01", "plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-10-19}]\n", "Tue 09-15 00:00:00"},
		{"late, the next working day", "2026-09-18", "plan: [{id: live, what: a, due: 2026-09-14}]\n" + told, "Mon 09-21 00:00:00"},
		{"late with a forecast, the next working day", "2026-09-18", "plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-10-19}]\n" + told, "Mon 09-21 00:00:00"},
		// Closed from Mon 09-21 to Fri 09-25: the forecast of Sunday passes on a closed Monday.
		{"a forecast comes among closed days", "2026-09-19", "plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-09-20}]\n" + told + `-- provider.md --
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
closures: [{from: 2026-09-21, to: 2026-09-25}]
people: [{id: mara, name: Mara}]
`, "Sun 09-20 00:00:00"},
		{"an open item is a day older", "2026-09-11", "inputs: [{id: texts, what: a, from: joost, due: 2026-10-01}]\n", "Mon 09-14 00:00:00"},
		{"what is open from the start on is a day old", "2026-02-20", "inputs: [{id: texts, what: a, from: joost, due: 2026-10-01}]\n", "Tue 03-03 00:00:00"},
		{"an input received is news for 20 working days", "2026-09-11", "inputs: [{id: texts, what: a, from: joost, due: 2026-10-01, received: 2026-09-01}]\n", "Tue 09-29 00:00:00"},
		{"the end of the first quarter", "2026-10-02", retainer, "Fri 10-09 00:00:00"},
		{"a pace of nothing stays nothing to the month's end", "2026-10-09", retainer, "Sun 11-01 00:00:00"},
		{"a pace falls with a working day passed", "2026-10-09", used, "Sat 10-10 00:00:00"},
		{"and not over a weekend", "2026-10-10", used, "Tue 10-13 00:00:00"},
		{"a deadline passes", "2026-10-05 12:00", row + ",\n", "Mon 10-05 13:00:01"},
		{"an open request is a day older", "2026-10-05 12:00", row + "2026-10-05 11:00,\n", "Tue 10-06 00:00:00"},
		{"a response comes", "2026-10-05 12:00", row + "2026-10-05 12:30,\n", "Mon 10-05 12:30:00"},
		{"a request is opened", "2026-10-01", row + ",\n", "Mon 10-05 09:00:00"},
		{"a request is news for 20 working days", "2026-10-06", row + "2026-10-05 11:00,2026-10-05 12:00\n", "Mon 11-02 00:00:00"},
		// 90 days from 10-05: 26 of October, 30 of November, 31 of December, 3 of January.
		{"a second deadline passes", "2026-10-07 12:00", row + "2026-10-05 11:00,\n", "Wed 10-07 17:00:01"},
		{"a deadline passes over a pause", "2026-10-05 12:00", "paused: [{from: 2026-10-05, to: 2026-10-08}]\n" + row + ",\n", "Fri 10-09 00:00:00"},
		{"a request leaves the 90 days", "2026-11-03", row + "2026-10-05 11:00,2026-10-05 12:00\n", "Sun 01-03 09:00:00"},
		{"a request waits", "2026-10-05 15:00", "turnaround: [{id: change, request: a, resolve: 2d}]\n-- journal/2026-10-05-r.md --\nkind: request\ntitle: R\ntype: change\nopened: 2026-10-05 10:00\nwaiting: [{from: 2026-10-05 16:00}]\n", "Mon 10-05 16:00:00"},
		{"an incident begins", "2026-10-04", "-- journal/2026-10-05-i.md --\nkind: incident\ntitle: I\nours: true\nstarted: 2026-10-05 10:00\n", "Mon 10-05 10:00:00"},
		{"a rhythm's day comes", "2026-09-08", "rhythm: {feedback: quarterly on 15}\n", "Thu 10-15 00:00:00"},
		{"a meeting passes", "2026-09-08", "rhythm: {meeting: {every: weekly on tuesday}}\n", "Tue 09-15 00:00:00"},
		{"a figure's period ends", "2026-09-08", "kpis: [{id: k, name: K, series: {2026-09: 1}}]\n", "Wed 09-30 00:00:00"},
		{"a reported figure's period ends", "2026-09-28", "kpis: [{id: k, name: K}]\n-- reports/2026-09.md --\ntitle: T\ndate: 2026-09-28\nkpis: {k: 1}\nreviewed: {by: joost, on: 2026-09-28}\n", "Thu 10-01 00:00:00"},
		{"a report is news for 20 working days", "2026-09-30", "-- reports/2026-09.md --\ntitle: T\ndate: 2026-09-28\nreviewed: {by: joost, on: 2026-09-28}\n", "Mon 10-26 00:00:00"},
		{"an entry comes", "2026-09-08", "-- journal/2026-09-10-l.md --\nkind: lesson\ntitle: L\n", "Thu 09-10 00:00:00"},
		{"a needed-by day passes over a weekend", "2026-10-02", "-- journal/2026-10-02-q.md --\nkind: question\ntitle: Q\nneeded_by: 2026-10-03\n", "Mon 10-05 00:00:00"},
		{"a decision's day passes over a weekend", "2026-10-02", "-- journal/2026-10-02-d.md --\nkind: decision\ntitle: Q\nneeded_by: 2026-10-03\n", "Mon 10-05 00:00:00"},
		{"an action's day passes over a weekend", "2026-10-02", "-- journal/2026-10-02-m.md --\nkind: meeting\ntitle: M\nactions: [{what: a, due: 2026-10-03}]\n", "Mon 10-05 00:00:00"},
		{"an input's day passes over a weekend", "2026-10-02", "inputs: [{id: texts, what: a, from: joost, due: 2026-10-03}]\n", "Mon 10-05 00:00:00"},
		{"a pause with a planned end is over", "2026-09-08", "paused: [{from: 2026-09-07, to: 2026-09-18}]\n", "Sat 09-19 00:00:00"},
		{"a pause is over", "2026-09-18", "paused: [{from: 2026-09-07, to: 2026-09-18}]\n", "Sat 09-19 00:00:00"},
		{"a pause begins", "2026-09-01", "paused: [{from: 2026-09-07, to: 2026-09-18}]\n", "Mon 09-07 00:00:00"},
		{"an engagement closes", "2026-09-01", "status: closed\nclosed: 2026-09-11\n", "Fri 09-11 00:00:00"},
		{"a closed one never changes", "2026-09-12", "status: closed\nclosed: 2026-09-11\nplan: [{id: live, what: a, due: 2026-09-30}]\nrhythm: {update: daily}\n", "-"},
		{"a figure is old", "2026-11-30 12:00", "kpis: [{id: k, name: K, direction: up, target: 9, series: {2026-09: 1}}]\n", "Tue 12-01 00:00:00"},
		{"nothing is old that has no status", "2026-11-30 12:00", "kpis: [{id: k, name: K, series: {2026-09: 1}}]\n", "Tue 12-01 00:00:00"},
		{"the first days are over", "2026-03-03", "", "Mon 03-16 00:00:00"},
		{"a question that names no day is due", "2026-10-05", "-- journal/2026-09-29-q.md --\nkind: question\ntitle: Q\n", "Tue 10-06 00:00:00"},
		{"an accepted change moves a date", "2026-10-05", "plan: [{id: live, what: a, due: 2026-12-14}]\n-- journal/2026-09-29-c.md --\nkind: change\ntitle: C\naffects: [live]\ndays: 5\nstate: accepted\naccepted: 2026-10-06\naccepted_by: joost\n", "Tue 10-06 00:00:00"},
		{"a pause without an end never changes", "2026-10-05", "plan: [{id: live, what: a, due: 2026-10-14}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-10-07}]\npaused: [{from: 2026-10-01}]\nrhythm: {update: weekly on friday}\n", "-"},
		{"hours are news, with a price or without", "2026-10-02", "-- data/time.csv --\ndate,hours\n2026-10-05,1\n", "Mon 10-05 00:00:00"},
		{"summer time ends", "2026-10-24", "rhythm: {meeting: {every: 'rrule: FREQ=WEEKLY;BYDAY=MO'}}\n", "Mon 10-26 00:00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := "-"
			if until := deriveClient(t, c.asOf, c.text).TrueUntil; !until.IsZero() {
				got = until.Format("Mon 01-02 15:04:05")
			}
			check(t, []string{got}, c.want)
		})
	}
}

func TestSecondsAreTheSmallestUnitOfTime(t *testing.T) {
	client, cal := load(t, "-- data/requests.csv --\nid,type,title,opened\nr,change,x,2026-10-05 09:00\n")
	due := when(t, cal, "2026-10-05 13:00")
	within := Derive(client, cal, due.Add(999*time.Millisecond))
	if !within.AsOf.Equal(due) || within.Engagements[0].Requests[0].Response != Running {
		t.Errorf("within the second of a deadline: %v, %s", within.AsOf, within.Engagements[0].Requests[0].Response)
	}
}
