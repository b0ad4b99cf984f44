package facts

import (
	"testing"
)

// The client keeps Corpus Christi (Thu 2026-06-04), which the provider works, and is
// closed in the week of 2026-06-15.
const bavarian = `
-- client.md --
name: Korenaar
access: open
holidays: de-by
closures: [{from: 2026-06-15, to: 2026-06-19, note: Stocktaking}]
contacts: [{id: joost, name: Joost}]
`

func TestWhatTheClientOwesIsCountedInWorkingDaysOfBoth(t *testing.T) {
	for _, c := range []struct{ name, asOf, input, want string }{
		{"due on its holiday", "2026-06-04", "due: 2026-06-04", "a 2026-06-05 - due 0 []"},
		{"over its holiday", "2026-06-30", "due: 2026-06-03, received: 2026-06-05", "a 2026-06-03 2026-06-05 received-late 1 []"},
		{"received on its holiday", "2026-06-30", "due: 2026-06-03, received: 2026-06-04", "a 2026-06-03 2026-06-04 received 0 []"},
		{"over its closure", "2026-06-22", "due: 2026-06-12", "a 2026-06-12 - overdue 1 []"},
		{"within its closure", "2026-06-19", "due: 2026-06-12", "a 2026-06-12 - due 0 []"},
		// 3 and 4 April 2026 are closed for both sides: Good Friday is de-by's, Saturday the provider's.
		{"over a holiday that is closed for the client alone", "2026-04-02", "due: 2026-04-03", "a 2026-04-07 - due 0 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, "inputs: [{id: a, what: a, from: joost, "+c.input+"}]"+bavarian)
			check(t, lines(e.Inputs, sayInput), c.want)
		})
	}
	// What the provider owes is counted in its own days.
	e := derive(t, "2026-06-05", "plan: [{id: live, what: a, due: 2026-06-03}]"+bavarian)
	check(t, lines(e.Milestones, sayMilestone), "live 06-03 expected - late late 2")
}

func TestHoursKnownAheadMoveDeadlinesAhead(t *testing.T) {
	// From 1 July on nobody works on Fridays, and no longer than 12.
	const provider = `
-- provider.md --
name: N
email: n@n.example
timezone: Europe/Amsterdam
currency: EUR
hours: [{mon-fri: [09:00-17:00]}, {since: 2026-07-01, mon-thu: [09:00-12:00]}]
people: [{id: mara, name: Mara}]
`
	e := derive(t, "2026-06-01", "plan: [{id: live, what: a, due: 2026-07-03}]\n-- data/requests.csv --\nid,type,title,opened\na,change,x,2026-05-28 15:00\nb,change,x,2026-05-29 16:00"+provider)
	check(t, lines(e.Milestones, sayMilestone), "live 07-06 expected 07-06 on-plan") // a Friday is no working day any more
	// Thu 15:00 + 4h is Fri 11:00, + 2d Mon 17:00, before the change; the same after it.
	later := derive(t, "2026-07-20", "-- data/requests.csv --\nid,type,title,opened\na,change,x,2026-06-30 15:00\nb,change,x,2026-07-02 11:00"+provider)
	check(t, lines(later.Requests, func(r Request) string { return hhmm(r.RespondDue) + " " + hhmm(r.ResolveDue) }),
		"Wed 07-01 11:00 Thu 07-02 12:00", "Mon 07-06 12:00 Tue 07-07 12:00")
}
