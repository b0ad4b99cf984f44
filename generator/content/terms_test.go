package content

import (
	"slices"
	"strings"
	"testing"

	"rapport/generator/calendar"
)

const carePrice = "  - {id: care, item: Care plan, model: retainer, amount: 950, per: month, includes: 10h}\n"

// brokenTerms are versions of what is agreed that cannot be.
var brokenTerms = []brokenFile{
	{name: "an id of a price twice without since", file: engagementFile, old: carePrice, new: carePrice + "  - {id: care, amount: 990}\n", want: []string{
		`clients/acme/shop/engagement.md:16:10: error: id "care" stands on line 15 already; write since: with the day from which this version of it holds, or choose another id [duplicate-id]`,
	}},
	{name: "an id of a price in other case", file: engagementFile, old: carePrice, new: carePrice + "  - {id: Care, since: 2026-10-01, item: Care, model: fixed, amount: 990}\n", want: []string{
		`clients/acme/shop/engagement.md:16:10: error: id "Care" stands on line 15 already; ids are unique across pricing, so choose another [duplicate-id]`,
	}},
	{name: "versions out of order", file: engagementFile, old: carePrice, new: carePrice + "  - {id: care, since: 2026-10-01, amount: 990}\n  - {id: care, since: 2026-09-01, amount: 970}\n", want: []string{
		`clients/acme/shop/engagement.md:17:23: error: since, 2026-09-01, is not after 2026-10-01, from which the version on line 16 holds; write the versions in the order of their days [bad-order]`,
	}},
	{name: "versions of one day", file: engagementFile, old: carePrice, new: strings.Replace(carePrice, "care,", "care, since: 2026-10-01,", 1) + "  - {id: care, since: 2026-10-01, amount: 990}\n", want: []string{
		`clients/acme/shop/engagement.md:16:23: error: since, 2026-10-01, is not after 2026-10-01, from which the version on line 15 holds; write the versions in the order of their days [bad-order]`,
	}},
	{name: "a version that changes nothing", file: engagementFile, old: carePrice, new: carePrice + "  - {id: care, since: 2026-10-01}\n", want: []string{
		`clients/acme/shop/engagement.md:16:5: error: this version of "care" changes nothing; write what is other than on line 15, or remove it [missing-field]`,
	}},
	{name: "a version since a day that is none", file: engagementFile, old: carePrice, new: carePrice + "  - {id: care, since: October, amount: 990}\n", want: []string{
		`clients/acme/shop/engagement.md:16:23: error: "October" is not a date; write year-month-day, such as 2026-10-02 [bad-date]`,
	}},
	{name: "what is wrong is said where it stands, and once", file: engagementFile, old: carePrice,
		new: "  - {id: care, item: Care plan, model: rental, amount: 950}\n  - {id: care, since: 2026-10-01, amount: 990}\n  - {id: care, since: 2026-11-01, amount: much}\n", want: []string{
			`clients/acme/shop/engagement.md:15:40: error: "rental" is not one of fixed, retainer, hourly, unit; write one of these [bad-choice]`,
			`clients/acme/shop/engagement.md:17:43: error: "much" is not an amount of money; write it as 1200, 95.50 or "1200.00 EUR" [bad-money]`,
		}},
	{name: "what the first lacks is missing once", file: engagementFile, old: carePrice, new: "  - {id: care, item: Care plan, model: fixed}\n  - {id: care, since: 2026-10-01, item: Care}\n", want: []string{
		`clients/acme/shop/engagement.md:15:5: error: an element of pricing has no "amount"; add it [missing-field]`,
	}},
	{name: "a required value taken back", file: engagementFile, old: carePrice, new: carePrice + "  - {id: care, since: 2026-10-01, amount:}\n", want: []string{
		`clients/acme/shop/engagement.md:16:42: error: "amount" in an element of pricing is empty; fill it in [missing-field]`,
	}},
	{name: "both promises taken back", file: engagementFile, old: "respond: 4h, resolve: 2d}", new: "respond: 4h}\n  - {id: change, since: 2026-10-01, respond: null}", want: []string{
		`clients/acme/shop/engagement.md:14:5: error: an element of turnaround has neither "respond" nor "resolve"; add one of them [missing-field]`,
	}},
	{name: "a promise in days on a clock that became another", file: engagementFile, old: "respond: 4h, resolve: 2d}", new: "respond: 4h, resolve: 2d}\n  - {id: change, since: 2026-10-01, clock: always}", want: []string{
		`clients/acme/shop/engagement.md:13:59: error: 2d is in days, but the clock runs always; write it in hours, such as 48h [bad-duration]`,
	}},
	{name: "a target that does not fit its new direction", file: engagementFile, old: "series: data/orders.csv}", new: "series: data/orders.csv}\n  - {id: orders, since: 2026-10-01, direction: within}", want: []string{
		`clients/acme/shop/engagement.md:17:55: error: target must be a range where direction is within; write it as [low, high] [bad-range]`,
	}},
	{name: "a KPI's id that is a milestone's", file: engagementFile, old: "series: data/orders.csv}", new: "series: data/orders.csv}\n  - {id: design, since: 2026-10-01, name: Design}", want: []string{
		`clients/acme/shop/engagement.md:18:10: error: id "design" stands on line 20 already; ids are unique across plan, inputs and kpis, so choose another [duplicate-id]`,
	}},
}

func TestALaterVersionTakesOverWhatItDoesNotRestate(t *testing.T) {
	dir := writeWorkspace(t, strings.NewReplacer(
		"resolve: 2d}", "resolve: 2d}\n  - {id: change, since: 2026-07-01, resolve: null}\n  - {id: outage, since: 2026-08-01, request: Outage, respond: 1h, clock: always}",
		carePrice, carePrice+"  - {id: care, since: 2026-07-01, amount: 990}\n  - {id: care, since: 2027-01-01, includes: 12h}\n",
		"series: data/orders.csv}", "series: data/orders.csv}\n  - {id: orders, since: 2026-10-01, target: 450, goal: online}",
	).Replace(base))
	_, clients, problems := parseAll(t, dir, Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	e := clients[0].Engagements[0]
	day := func(s string) calendar.Date {
		d, err := calendar.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	price := func(on string) string {
		p := e.PriceOn("care", day(on))
		return p.Item.Raw + " " + p.Model + " " + p.Amount.Amount.String() + " " + p.Per + " " + p.Includes.String()
	}
	ids := func(on string) string {
		var all []string
		for _, t := range e.Turnaround.On(day(on)) {
			all = append(all, t.ID+" "+t.Respond.String()+" "+t.Resolve.String())
		}
		return strings.Join(all, ", ")
	}
	for _, test := range []struct{ name, got, want string }{
		{"the first", price("2026-06-30"), "Care plan retainer 950 month 10h"},
		{"the second from its day on", price("2026-07-01"), "Care plan retainer 990 month 10h"},
		{"the third takes over from the second", price("2027-01-01"), "Care plan retainer 990 month 12h"},
		{"an id has one version in force", ids("2026-06-30"), "change 4h 2d"},
		{"a promise taken back", ids("2026-07-31"), "change 4h 0m"},
		{"a first that begins later", ids("2026-08-01"), "change 4h 0m, outage 1h 0m"},
		{"the direction and the series of a KPI", string(e.KPIOn("orders", day("2026-10-01")).Direction) + " " + e.KPIOn("orders", day("2026-10-01")).SeriesFile.ID, "up data/orders.csv"},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, test.got, test.want)
		}
	}
	if versions := e.KPIs.Versions("orders"); len(versions) != 2 || len(versions[0].Series) == 0 || !slices.Equal(versions[0].Series, versions[1].Series) {
		t.Errorf("the figures were not taken over: %v", versions)
	}
	if e.TurnaroundOn("outage", day("2026-07-31")) != nil || !e.Turnaround.Has("outage") || e.Turnaround.Has("care") {
		t.Error("what is not in force yet is in force, or is not known")
	}
	if p := e.PriceOn("care", day("2026-07-01")); e.At(p.Mark).Line != 18 {
		t.Errorf("a version stands on line %d", e.At(p.Mark).Line)
	}
}
