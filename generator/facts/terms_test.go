package facts

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
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

func TestAVersionOfTodayOrLaterChangesNoFactOfYesterday(t *testing.T) {
	counts := map[string]int{}
	for seed := range rounds(80) {
		var m maker
		client, cal := m.client(t, seed)
		yesterday := now{hours: cal}.lastSecond(calendar.DateOf(m.instant().In(cal.Zone())) - 1)
		for _, e := range client.Engagements {
			if e.Start > calendar.DateOf(yesterday.In(cal.Zone())) {
				continue
			}
			since := calendar.DateOf(yesterday.In(cal.Zone())) + 1 + calendar.Date(m.IntN(30))
			only, other := *client, *client
			changed := *e
			only.Engagements, other.Engagements = []*content.Engagement{e}, []*content.Engagement{&changed}
			kind := m.IntN(3)
			switch {
			case kind == 0:
				v := e.Turnaround[m.IntN(len(e.Turnaround))]
				v.Since, v.Respond, v.Resolve, v.Always = since, hoursOf(1+m.IntN(9)), hoursOf(1+m.IntN(90)), m.chance(2)
				changed.Turnaround = append(slices.Clone(e.Turnaround), v)
			case kind == 1 && len(e.Pricing) > 0:
				v := e.Pricing[m.IntN(len(e.Pricing))]
				v.Since, v.Includes = since, hoursOf(1+m.IntN(50))
				changed.Pricing = append(slices.Clone(e.Pricing), v)
			case kind == 2 && len(e.KPIs) > 0:
				v := e.KPIs[m.IntN(len(e.KPIs))]
				v.Since, v.Direction, v.Target = since, content.Down, content.Target{Set: true, Low: m.number(1000)}
				v.Series = append([]content.Figure{{Period: calendar.PeriodOf(calendar.Week, e.Start), Value: m.number(10)}}, v.Series...)
				changed.KPIs = append(slices.Clone(e.KPIs), v)
			default:
				continue
			}
			before, after := Derive(&only, cal, yesterday), Derive(&other, cal, yesterday)
			before.TrueUntil, after.TrueUntil = time.Time{}, time.Time{} // the day of the version is one on which facts change
			if b, a := print(t, before), print(t, after); a != b {
				t.Fatalf("seed %d, %s: a version since %s of list %d changes\n%s\ninto\n%s", seed, e.ID, since, kind, b, a)
			}
			later := now{hours: cal}.lastSecond(since + 60)
			if print(t, Derive(&only, cal, later)) != print(t, Derive(&other, cal, later)) {
				counts[[]string{"turnaround", "price", "KPI"}[kind]]++
			}
		}
	}
	for _, kind := range []string{"turnaround", "price", "KPI"} {
		if counts[kind] < int(rounds(12)) {
			t.Errorf("only %d versions of a %s changed anything later", counts[kind], kind)
		}
	}
}

func TestARowOfThePlanThatComesOrGoesChangesNothingBeforeIt(t *testing.T) {
	came, went := 0, 0
	for seed := range rounds(160) {
		var m maker
		client, cal := m.client(t, seed)
		yesterday := now{hours: cal}.lastSecond(calendar.DateOf(m.instant().In(cal.Zone())) - 1)
		for _, e := range client.Engagements {
			today := calendar.DateOf(yesterday.In(cal.Zone())) + 1
			if e.Start >= today || len(e.Plan) == 0 || len(e.Inputs) == 0 {
				continue
			}
			only, other := *client, *client
			changed := *e
			changed.Plan, changed.Inputs = slices.Clone(e.Plan), slices.Clone(e.Inputs)
			only.Engagements, other.Engagements = []*content.Engagement{e}, []*content.Engagement{&changed}
			on, nth := today+calendar.Date(m.IntN(20)), m.IntN(len(e.Plan))
			comes := m.chance(2)
			if comes {
				in, row := e.Inputs[m.IntN(len(e.Inputs))], e.Plan[nth]
				in.ID, in.Since, in.Due, in.Received, in.Partly, in.Returned = "more", on, max(in.Due, on), nil, nil, nil
				row.ID, row.Since, row.Due, row.Done, row.Needs = "later", on, on+9, 0, []content.Ref{{ID: "more"}}
				changed.Plan[nth].Needs = append(slices.Clone(changed.Plan[nth].Needs), content.Ref{ID: "more"})
				changed.Plan, changed.Inputs = append(changed.Plan, row), append(changed.Inputs, in)
			} else {
				changed.Plan[nth].Until = on
				if in := &changed.Inputs[m.IntN(len(e.Inputs))]; in.Every.IsZero() { // of what recurs it is known ahead that no more comes
					in.Until = on
				}
			}
			before, after := Derive(&only, cal, yesterday), Derive(&other, cal, yesterday)
			before.TrueUntil, after.TrueUntil = time.Time{}, time.Time{}
			if b, a := print(t, before), print(t, after); a != b {
				t.Fatalf("seed %d, %s: a row that comes (%v) or goes on %s changes\n%s\ninto\n%s", seed, e.ID, comes, on, b, a)
			}
			later := now{hours: cal}.lastSecond(on + 60)
			if d := Derive(&other, cal, later); print(t, Derive(&only, cal, later)) != print(t, d) {
				if comes {
					came++
				} else {
					went++
				}
				for i := range d.Engagements[0].Milestones {
					if m := &d.Engagements[0].Milestones[i]; m.Content.Until != 0 && m.Done == 0 && (m.State != Ended && e.Status != content.Proposed || m.Expected != 0 && e.Status != content.Proposed) {
						t.Errorf("seed %d, %s: %s was taken out", seed, e.ID, sayMilestone(*m))
					}
				}
				for _, item := range d.Engagements[0].Open {
					if item.Input != nil && item.Input.Content.Until != 0 {
						t.Errorf("seed %d, %s: %s is still asked for", seed, e.ID, item.Ref)
					}
				}
			}
		}
	}
	if n := int(rounds(40)); came < n || went < n {
		t.Errorf("%d rows came and %d went", came, went)
	}
}

func TestAnAgreementHasAVersionForEachDayOnWhichSomethingBegins(t *testing.T) {
	const text = `start: 2026-03-02
turnaround:
  - {id: change, request: A change, resolve: 1d}
  - {id: change, since: 2026-02-01, resolve: 2d}
  - {id: change, since: 2026-10-05, resolve: 3d}
pricing:
  - {id: work, item: Work, model: hourly, amount: 95}
  - {id: work, since: 2026-10-05, amount: 99}
  - {id: work, since: 2027-01-01, amount: 105}
kpis:
  - {id: k, name: K, target: 1}
  - {id: k, since: 2026-11-01, target: 2}
-- provider.md --
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: [{mon-fri: [09:00-17:00]}, {since: 2026-12-01, mon-thu: [09:00-17:00]}]
people: [{id: mara, name: Mara}, {id: tijn, name: Tijn}]
-- journal/2026-04-01-more.md --
kind: change
title: More
adds: [Cakes]
state: accepted
accepted_by: joost
accepted: 2026-04-03
-- journal/2026-04-02-less.md --
kind: change
title: Less
removes: [Bread]
state: proposed
`
	for _, c := range []struct {
		asOf string
		want []string
	}{
		{"2026-02-01", []string{"1 2026-03-02"}},
		{"2026-04-02", []string{"1 2026-03-02"}},
		{"2026-10-05", []string{"1 2026-03-02", "2 2026-04-03 2026-04-01-more", "3 2026-10-05"}},
		{"2026-12-31", []string{"1 2026-03-02", "2 2026-04-03 2026-04-01-more", "3 2026-10-05", "4 2026-11-01", "5 2026-12-01"}},
	} {
		e := derive(t, c.asOf, text)
		prints := map[string]bool{}
		check(t, lines(e.Versions, func(v AgreementVersion) string {
			prints[v.Fingerprint] = true
			s := fmt.Sprint(v.Number, " ", v.Since)
			for _, entry := range v.Changes {
				s += " " + entry.ID
			}
			return s
		}), c.want...)
		if len(prints) != len(e.Versions) {
			t.Errorf("as of %s two versions have one fingerprint", c.asOf)
		}
	}
	first := derive(t, "2026-03-10", text)
	if then, now := first.Versions[0].Fingerprint, derive(t, "2026-12-31", text).Versions[0].Fingerprint; then != now {
		t.Errorf("the first version's fingerprint was %s and became %s", then, now)
	}
	client, cal := load(t, text)
	if got := Derive(client, cal, when(t, cal, "2026-10-31")).TrueUntil; !got.Equal(when(t, cal, "2026-11-01 00:00")) {
		t.Errorf("true until %s, though another version begins on 1 November", got)
	}
}

func hoursOf(n int) calendar.Duration { return calendar.Duration{N: 60 * n, Unit: calendar.Minutes} }
