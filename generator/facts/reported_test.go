package facts

import (
	"fmt"
	"testing"

	"rapport/generator/content"
)

func sayReported(k *KPI) string {
	if k == nil {
		return "none"
	}
	s := sayKPI(*k)
	if b := k.Budget; b != nil {
		s += fmt.Sprintf(" budget %s", b.Absolute)
		if b.Percent != nil {
			s += fmt.Sprintf(" (%s%%)", b.Percent)
		}
		if b.Favourable != nil {
			s += fmt.Sprintf(" favourable %v", *b.Favourable)
		}
	}
	if k.AllParts > 0 {
		s += fmt.Sprintf(" of %d/%d", k.Parts, k.AllParts)
	}
	return s
}

func TestAFigureIsComparedWithItsBudgetAndTheYearBefore(t *testing.T) {
	const series = "-- data/k.csv --\nperiod,value,budget,last_year\n2026-04,10,,\n2026-05,20,25,\n2026-07,40,32,30\n2026-08,20,25,20\n2026-09,36,30,40\n2026-10,50,40,\n"
	for _, c := range []struct{ kpi, period, want string }{
		{"direction: up", "2026-09", "k 2026-09 36 change 16 (80%) favourable true of last year's 40: -4 rising budget 6 (20%) favourable true"},
		{"direction: down", "2026-08", "k 2026-08 20 change -20 (-50%) favourable true of last year's 20: 0 rising budget -5 (-20%) favourable true"},
		{"direction: up, unit: '%'", "2026-08", "k 2026-08 20 change -20 favourable false of last year's 20: 0 rising budget -5 favourable false"},
		{"direction: up", "2026-04", "k 2026-04 10"},
		{"direction: up, over: sum", "2026-Q3", "k 2026-Q3 96 of last year's 90: 6 rising budget 9 (10.3%) favourable true of 3/3"},
		{"direction: up, over: max", "2026-Q3", "k 2026-Q3 40 change 20 (100%) favourable true of last year's 40: 0 rising budget 8 (25%) favourable true of 3/3"},
		{"direction: up, over: sum", "2026-Q2", "k 2026-Q2 30 of 2/3"}, // no budget of two months where one has none
		{"direction: up, over: mean", "2026-Q4", "k 2026-Q4 50 change 18 (56.3%) favourable true rising budget 10 (25%) favourable true of 1/3"},
		{"direction: up, over: sum", "2026", "k 2026 176 rising of 6/12"},
	} {
		t.Run(c.kpi+" "+c.period, func(t *testing.T) {
			e := derive(t, "2027-01-10", "kpis: [{id: k, name: K, "+c.kpi+", series: data/k.csv}]\n"+series+"-- reports/"+c.period+".md --\ntitle: T\ndate: 2027-01-09\n")
			check(t, []string{sayReported(e.KPIs[0].In(e.Content.Reports[0]))}, c.want)
		})
	}
}

func TestAReportKnowsHowSoonItsRequestsWereAnsweredByItsDay(t *testing.T) {
	const text = "turnaround: [{id: change, request: A change, respond: 1d, resolve: 2d}, {id: outage, request: Down, respond: 1h}]\n" +
		"-- data/requests.csv --\nid,type,title,opened,responded,resolved\n" +
		"a,change,A,2026-08-31 10:00,2026-08-31 11:00,2026-08-31 12:00\n" + // of the month before
		"b,change,B,2026-09-02 10:00,2026-09-02 11:00,2026-09-03 12:00\n" +
		"c,change,C,2026-09-07 10:00,2026-09-10 11:00,2026-09-21 12:00\n" + // both late, the second after the report
		"d,change,D,2026-09-30 10:00,,\n" // not due on the report's day
	for _, date := range []string{"2026-10-01", "2026-10-05"} {
		e := derive(t, "2026-11-10", text+"-- reports/2026-09.md --\ntitle: T\ndate: "+date+"\n")
		got := fmt.Sprint(e.TurnaroundIn(e.Content.Reports[0]))
		want := map[string]string{"2026-10-01": "[{change {1 1 1} {1 1 1}}]", "2026-10-05": "[{change {1 2 0} {1 2 0}}]"}[date]
		if got != want {
			t.Errorf("on %s %s, want %s", date, got, want)
		}
	}
	e := derive(t, "2026-11-10", text+"-- reports/2026-10.md --\ntitle: T\ndate: 2026-11-02\n")
	if got := e.TurnaroundIn(&content.Report{Period: e.Content.Reports[0].Period}); len(got) != 0 {
		t.Errorf("a month without requests has %v", got)
	}
}
