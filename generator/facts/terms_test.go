package facts

import (
	"testing"
)

func TestRequestsAreJudgedByTheVersionOfTheirDay(t *testing.T) {
	e := derive(t, "2026-10-31", `turnaround:
  - {id: change, request: A change, respond: 4h, resolve: 1d}
  - {id: change, since: 2026-10-05, resolve: 3d}
  - {id: urgent, since: 2026-10-06, request: Urgent, resolve: 1h, clock: always}
  - {id: change, since: 2026-11-02, resolve: 9d}
-- data/requests.csv --
id,type,title,opened
a,change,x,2026-10-02 09:00
b,change,x,2026-10-05 09:00
c,urgent,x,2026-10-05 23:00
d,urgent,x,2026-10-06 09:00
`)
	check(t, lines(e.Requests, sayRequest),
		"a Fri 10-02 13:00 missed, Mon 10-05 17:00 missed",
		"b Mon 10-05 13:00 missed, Thu 10-08 17:00 missed", // the answer is taken over
		"c - , - ", // nothing was promised yet
		"d - , Tue 10-06 10:00 missed")
	check(t, lines(e.Turnaround, sayTally), "change {0 2 0} {0 2 0}", "urgent {0 0 0} {0 1 0}")
}

func TestFiguresAreJudgedByTheVersionOfTheirPeriodsEnd(t *testing.T) {
	const kpis = `kpis:
  - {id: k, name: Orders, target: 100, series: {2026-08: 100, 2026-09: 100, 2026-10: 100}}
  - {id: k, since: 2026-09-30, target: 120}
  - {id: k, since: 2026-10-31, target: 90}
  - {id: k, since: 2026-12-01, target: 200}
`
	for _, c := range []struct{ asOf, want string }{
		{"2026-09-10", "k 2026-08 100 of 100 on"},
		{"2026-10-10", "k 2026-09 100 of 120 off change 0 (0%) favourable false"},
		{"2026-11-10", "k 2026-10 100 of 90 on change 0 (0%) favourable false flat"},
	} {
		e := derive(t, c.asOf, kpis)
		check(t, lines(e.KPIs, sayKPI), c.want)
		if got, want := e.KPIs[0].Content.Target.Low, e.KPIs[0].Current.TargetLow; !got.Equal(want) {
			t.Errorf("as of %s the target is %s, beside a figure that was to reach %s", c.asOf, got, want)
		}
	}
}

func TestAKPIWithAnotherSeriesKeepsItsOldFigures(t *testing.T) {
	e := derive(t, "2026-11-10", `kpis:
  - {id: k, name: Orders, target: 100, series: {2026-08: 80, 2026-09: 90}}
  - {id: k, since: 2026-10-01, series: {2026-09: 900, 2026-10: 110}}
`)
	var got []string
	for _, p := range e.KPIs[0].Points {
		got = append(got, p.Period.String()+" "+p.Value.String())
	}
	check(t, got, "2026-08 80", "2026-09 90", "2026-10 110")
}

func TestHoursAreCountedByTheHoursOfTheirDay(t *testing.T) {
	e := derive(t, "2026-10-31", `turnaround: [{id: change, request: A change, respond: 4h, resolve: 8h}]
-- provider.md --
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: [{mon-fri: [09:00-17:00]}, {since: 2026-10-06, tue-wed: [09:00-13:00]}]
people: [{id: mara, name: Mara}, {id: tijn, name: Tijn}]
-- data/requests.csv --
id,type,title,opened
a,change,x,2026-10-05 16:00
b,change,x,2026-10-06 09:00
`)
	check(t, lines(e.Requests, sayRequest),
		"a Tue 10-06 12:00 missed, Wed 10-07 12:00 missed", // 1 hour of Monday, 4 of Tuesday, 3 of Wednesday
		"b Tue 10-06 13:00 missed, Wed 10-07 13:00 missed")
}
