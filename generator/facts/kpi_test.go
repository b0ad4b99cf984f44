package facts

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

func sayKPI(k KPI) string {
	p := k.Current
	if p == nil {
		return k.Content.ID + " no figure"
	}
	s := fmt.Sprintf("%s %s %s", k.Content.ID, p.Period, p.Value)
	if p.HasTarget {
		s += fmt.Sprintf(" of %s", p.TargetLow)
		if !p.TargetLow.Equal(p.TargetHigh) {
			s += fmt.Sprintf("..%s", p.TargetHigh)
		}
		s += " " + string(p.Status)
	}
	if c := k.Change; c != nil {
		s += fmt.Sprintf(" change %s", c.Absolute)
		if c.Percent != nil {
			s += fmt.Sprintf(" (%s%%)", c.Percent)
		}
		if c.Favourable != nil {
			s += fmt.Sprintf(" favourable %v", *c.Favourable)
		}
	}
	if k.Stale {
		s += " stale"
	}
	if k.YearBefore != nil {
		s += fmt.Sprintf(" of last year's %s: %s", k.YearBefore, k.ChangeYear)
	}
	if k.Trend != "" {
		s += " " + string(k.Trend)
	}
	if f := k.Forecast; f != nil {
		s += fmt.Sprintf(" forecast %s %v", f.Value, f.Reaches)
	}
	return s
}

func TestStatusOfAFigure(t *testing.T) {
	// August alone, as of September.
	for _, c := range []struct{ name, kpi, value, want string }{
		{"up, at the target", "direction: up, target: 400", "400", "of 400 on"},
		{"up, above it", "direction: up, target: 400", "500", "of 400 on"},
		{"up, at the tolerance of 10 per cent", "direction: up, target: 400", "360", "of 400 near"},
		{"up, under the tolerance", "direction: up, target: 400", "359.99", "of 400 off"},
		{"up, tolerance in units", "direction: up, target: 400, tolerance: 5", "395", "of 400 near"},
		{"up, under the tolerance in units", "direction: up, target: 400, tolerance: 5", "394.9", "of 400 off"},
		{"down, at the target", "direction: down, target: 20", "20", "of 20 on"},
		{"down, under it", "direction: down, target: 20", "3", "of 20 on"},
		{"down, at the tolerance", "direction: down, target: 20", "22", "of 20 near"},
		{"down, above the tolerance", "direction: down, target: 20", "22.1", "of 20 off"},
		{"a negative target counts by its size", "direction: down, target: -20", "-18", "of -20 near"},
		{"within, at an edge", "direction: within, target: [10, 30]", "30", "of 10..30 on"},
		// 10 per cent of the width of 20.
		{"within, at the tolerance above", "direction: within, target: [10, 30]", "32", "of 10..30 near"},
		{"within, at the tolerance below", "direction: within, target: [10, 30]", "8", "of 10..30 near"},
		{"within, beyond the tolerance", "direction: within, target: [10, 30]", "7.9", "of 10..30 off"},
		{"no target, no status", "direction: up", "7", ""},
		// A tenth of the way from 240 to 400 is 16.
		{"a tenth of the way from the baseline", "direction: up, target: 400, baseline: {value: 240, at: 2026-03-01}", "384", "of 400 near"},
		{"less than a tenth of the way", "direction: up, target: 400, baseline: {value: 240, at: 2026-03-01}", "383.9", "of 400 off"},
		{"a baseline above the target", "direction: down, target: 5, baseline: {value: 40, at: 2026-03-01}", "8.5", "of 5 near"},
		{"an explicit share of the way", "direction: up, target: 400, tolerance: 50%, baseline: {value: 240, at: 2026-03-01}", "320", "of 400 near"},
		{"one point of a figure in per cent", "unit: '%', direction: up, target: 99.9", "98.9", "of 99.9 near"},
		{"more than a point", "unit: '%', direction: up, target: 99.9", "98.89", "of 99.9 off"},
		{"a tenth of the way in per cent", "unit: '%', direction: up, target: 60, baseline: {value: 20, at: 2026-03-01}", "56", "of 60 near"},
		{"ten per cent where they are written", "unit: '%', direction: up, target: 50, tolerance: 10%", "45", "of 50 near"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, "2026-09-10", "kpis: [{id: k, name: K, "+c.kpi+", series: {2026-08: "+c.value+"}}]\n")
			check(t, lines(e.KPIs, sayKPI), strings.TrimSpace("k 2026-08 "+c.value+" "+c.want))
		})
	}
}

func TestTargetNowFollowsTheLineFromTheBaseline(t *testing.T) {
	// From 240 on 2026-03-01 to 400 on 2026-12-31: 160 in 305 days.
	const kpi = "kpis: [{id: k, name: K, direction: up, target: 400, baseline: {value: 240, at: 2026-03-01}, by: 2026-12-31, tolerance: 0, series: {%s: %s}}]\n"
	for _, c := range []struct{ name, asOf, period, value, want string }{
		// 213 days to 09-30: 240 + 160 * 213 / 305 = 351.73770…
		{"at the period's end, to four decimals", "2026-10-15", "2026-09", "351.7377", "k 2026-09 351.7377 of 351.7377 on"},
		{"and not a bit less", "2026-10-15", "2026-09", "351.7376", "k 2026-09 351.7376 of 351.7377 off"},
		{"at its last day the target", "2027-02-01", "2026-12", "400", "k 2026-12 400 of 400 on"},
		{"never beyond the target", "2027-05-01", "2027-03", "400", "k 2027-03 400 of 400 on"},
		{"the baseline before its day", "2026-03-10", "2026-02", "240", "k 2026-02 240 of 240 on"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, "start: 2026-01-05\n"+fmt.Sprintf(kpi, c.period, c.value))
			got := lines(e.KPIs, sayKPI)
			if i := strings.Index(got[0], " forecast"); i >= 0 {
				got[0] = got[0][:i]
			}
			check(t, got, c.want)
		})
	}
	// Downwards: from 50 on 01-01 to 20 on 12-31 in 364 days; 180 to 06-30: 50 - 30*180/364 = 35.16483…
	e := derive(t, "2026-07-10", "kpis: [{id: k, name: K, direction: down, target: 20, baseline: {value: 50, at: 2026-01-01}, by: 2026-12-31, series: {2026-06: 36}}]\n")
	check(t, lines(e.KPIs, sayKPI), "k 2026-06 36 of 35.1648 near") // the tolerance is 10 per cent of 20
	// A range has no line, and neither has a target without a day.
	e = derive(t, "2026-07-10", "kpis: [{id: k, name: K, direction: within, target: [10, 30], baseline: {value: 50, at: 2026-01-01}, by: 2026-12-31, series: {2026-06: 30}}, {id: l, name: L, direction: up, target: 30, baseline: {value: 10, at: 2026-01-01}, series: {2026-06: 30}}]\n")
	check(t, lines(e.KPIs, sayKPI), "k 2026-06 30 of 10..30 on", "l 2026-06 30 of 30 on")
}

func TestALineThatEndsWhereItBeginsIsTheTarget(t *testing.T) {
	day := calendar.NewDate(2026, 12, 31)
	k := content.KPI{Direction: content.Up, By: day, Baseline: content.Baseline{Value: decimal.NewFromInt(240), At: day},
		Target: content.Target{Set: true, Low: decimal.NewFromInt(400), High: decimal.NewFromInt(400)}}
	if low, high := targetNow(&k, day-90); low.String() != "400" || high.String() != "400" {
		t.Errorf("%v to %v, want the target", low, high)
	}
}

func TestAFigureAsItStoodInAReportsPeriod(t *testing.T) {
	e := derive(t, "2026-09-10", "kpis: [{id: k, name: K, direction: up, target: 100, series: {2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-05: 120}}]\n")
	for period, want := range map[string]string{
		"2026-03": "k 2026-03 100 of 100 on change 10 (11.1%) favourable true rising",
		"2026-02": "k 2026-02 90 of 100 near change 10 (12.5%) favourable true",
		"2026-Q1": "k 2026-Q1 100 of 100 on rising",
		"2026-04": "none",
		"2026-05": "k 2026-05 120 of 100 on rising",
	} {
		p, err := calendar.ParsePeriod(period)
		if err != nil {
			t.Fatal(err)
		}
		got := "none"
		if k := e.KPIs[0].In(&content.Report{Period: p}); k != nil {
			got = sayKPI(*k)
		}
		check(t, []string{period + " " + got}, period+" "+want)
	}
}

func TestAReportOnALongerPeriodHasItsFigureOverIt(t *testing.T) {
	const series = "series: {2025-07: 1, 2025-08: 1, 2025-09: 4, 2026-04: 10, 2026-05: 20, 2026-06: 30, 2026-07: 40, 2026-08: 20, 2026-09: 35, 2026-10: 99}"
	for _, c := range []struct{ over, period, pinned, want string }{
		{"", "2026-Q3", "", "k 2026-Q3 35 of 40 off change 5 (16.7%) favourable true of last year's 4: 31 rising"},
		{"last", "2026-Q3", "", "k 2026-Q3 35 of 40 off change 5 (16.7%) favourable true of last year's 4: 31 rising"},
		{"sum", "2026-Q3", "", "k 2026-Q3 95 change 35 (58.3%) favourable true of last year's 6: 89 rising"},
		{"mean", "2026-Q3", "", "k 2026-Q3 31.6667 of 40 off change 11.6667 (58.3%) favourable true of last year's 2: 29.6667 rising"},
		{"min", "2026-Q3", "", "k 2026-Q3 20 of 40 off change 10 (100%) favourable true of last year's 1: 19 rising"},
		{"max", "2026-Q3", "", "k 2026-Q3 40 of 40 on change 10 (33.3%) favourable true of last year's 4: 36 rising"},
		{"sum", "2026-Q3", "96", "k 2026-Q3 96 change 36 (60%) favourable true of last year's 6: 90 rising"},
		{"sum", "2026-Q4", "", "k 2026-Q4 99 rising"}, // of one month, which no sum of three compares with
		{"sum", "2026-09", "", "k 2026-09 35 of 40 off change 15 (75%) favourable true of last year's 4: 31 rising"},
		{"sum", "2026-Q1", "", "none"},
	} {
		t.Run(c.over+" "+c.period, func(t *testing.T) {
			over, figures := "", ""
			if c.over != "" {
				over = "over: " + c.over + ", "
			}
			if c.pinned != "" {
				figures = "kpis: {k: " + c.pinned + "}\n"
			}
			e := derive(t, "2026-11-10", "kpis: [{id: k, name: K, direction: up, target: 40, tolerance: 1, "+over+series+"}]\n-- reports/"+c.period+".md --\ntitle: T\ndate: 2026-11-09\n"+figures)
			got := "none"
			if k := e.KPIs[0].In(e.Content.Reports[0]); k != nil {
				got = sayKPI(*k)
			}
			check(t, []string{got}, c.want)
		})
	}
}

func TestTheFigureOfAPeriod(t *testing.T) {
	const kpi = "kpis: [{id: k, name: K, direction: up, series: {2026-07: 300, 2026-08: 310, 2026-09: 320}}]\n"
	report := func(period, date, value string) string {
		return "-- reports/" + period + ".md --\ntitle: T\ndate: " + date + "\nkpis: {k: " + value + "}\n"
	}
	for _, c := range []struct{ name, asOf, text, want string }{
		{"the last that has ended", "2026-09-29", kpi, "k 2026-08 310 change 10 (3.3%) favourable true"},
		{"a period has not ended on its last day", "2026-09-30", kpi, "k 2026-08 310 change 10 (3.3%) favourable true"},
		{"but on the day after", "2026-10-01", kpi, "k 2026-09 320 change 10 (3.2%) favourable true rising"},
		{"a report's own figure", "2026-09-10", kpi + report("2026-08", "2026-09-10", "299"), "k 2026-08 299 change -1 (-0.3%) favourable false"},
		{"from the report's date on", "2026-09-09", kpi + report("2026-08", "2026-09-10", "299"), "k 2026-08 310 change 10 (3.3%) favourable true"},
		{"a report of a longer period counts not", "2026-10-01", strings.Replace(kpi, "direction: up", "direction: up, over: sum", 1) + report("2026-Q3", "2026-10-01", "999"), "k 2026-09 320 change 10 (3.2%) favourable true rising"},
		{"reports alone", "2026-10-01", "kpis: [{id: k, name: K, direction: up}]\n" + report("2026-07", "2026-08-01", "5") + report("2026-08", "2026-09-01", "8") + report("2026-Q2", "2026-07-09", "99"), "k 2026-08 8 change 3 (60%) favourable true"},
		{"the series' length counts before its first row", "2026-07-15", strings.Replace(kpi, "direction: up", "direction: up, over: sum", 1) + report("2026-Q2", "2026-07-10", "999"), "k no figure"},
		{"nothing yet", "2026-07-30", kpi, "k no figure"},
		{"a gap before it: no change", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-07: 300, 2026-09: 320}}]\n", "k 2026-09 320"},
		{"no per cent of nothing", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 0, 2026-09: 320}}]\n", "k 2026-09 320 change 320 favourable true"},
		{"no per cent of less than nothing", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: -50, 2026-09: -25}}]\n", "k 2026-09 -25 change 25 favourable true"},
		{"no per cent where the sign changes", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 50, 2026-09: -25}}]\n", "k 2026-09 -25 change -75 favourable false"},
		{"down to nothing is all of it", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 50, 2026-09: 0}}]\n", "k 2026-09 0 change -50 (-100%) favourable false"},
		{"a thousand per cent", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 5, 2026-09: 55}}]\n", "k 2026-09 55 change 50 (1000%) favourable true"},
		{"no per cent above that", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 0.01, 2026-09: 60}}]\n", "k 2026-09 60 change 59.99 favourable true"},
		{"per cent change by points", "2026-10-01", "kpis: [{id: k, name: K, unit: '%', direction: up, series: {2026-08: 50, 2026-09: 52}}]\n", "k 2026-09 52 change 2 favourable true"},
		{"the year before", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2025-09: 250, 2026-08: 310, 2026-09: 320}}]\n", "k 2026-09 320 change 10 (3.2%) favourable true of last year's 250: 70 rising"},
		{"the quarter of the year before", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2025-Q3: 250, 2026-Q3: 320}}]\n", "k 2026-Q3 320 of last year's 250: 70"},
		{"a 53rd week has none", "2027-01-05", "kpis: [{id: k, name: K, direction: up, series: {2025-W52: 4, 2026-W53: 6}}]\n", "k 2026-W53 6"},
		{"a figure from before the start is not current", "2026-09-10", "start: 2026-08-31\nkpis: [{id: k, name: K, direction: up, target: 1, series: {2026-08: 1}}]\n", "k no figure"},
		{"one whose period ends after it is", "2026-09-10", "start: 2026-08-30\nkpis: [{id: k, name: K, direction: up, target: 1, series: {2026-08: 1}}]\n", "k 2026-08 1 of 1 on"},
		{"until the end of the second period after", "2026-09-30", "kpis: [{id: k, name: K, direction: up, target: 1, series: {2026-07: 1}}]\n", "k 2026-07 1 of 1 on"},
		{"then there is no recent figure", "2026-10-01", "kpis: [{id: k, name: K, direction: up, target: 1, series: {2026-07: 1}}]\n", "k 2026-07 1 of 1  stale"},
		{"down is favourable downwards", "2026-10-01", "kpis: [{id: k, name: K, direction: down, series: {2026-08: 50, 2026-09: 25}}]\n", "k 2026-09 25 change -25 (-50%) favourable true"},
		{"no move is not favourable", "2026-10-01", "kpis: [{id: k, name: K, direction: up, series: {2026-08: 50, 2026-09: 50}}]\n", "k 2026-09 50 change 0 (0%) favourable false"},
		{"closer to the range", "2026-10-01", "kpis: [{id: k, name: K, direction: within, target: [10, 30], series: {2026-08: 50, 2026-09: 40}}]\n", "k 2026-09 40 of 10..30 off change -10 (-20%) favourable true"},
		{"out of the range", "2026-10-01", "kpis: [{id: k, name: K, direction: within, target: [10, 30], series: {2026-08: 20, 2026-09: 40}}]\n", "k 2026-09 40 of 10..30 off change 20 (100%) favourable false"},
		{"in the range both times", "2026-10-01", "kpis: [{id: k, name: K, direction: within, target: [10, 30], series: {2026-08: 20, 2026-09: 25}}]\n", "k 2026-09 25 of 10..30 on change 5 (25%)"},
		{"weeks follow each other over the year", "2027-01-20", "kpis: [{id: k, name: K, direction: up, series: {2026-W53: 4, 2027-W01: 6}}]\n", "k 2027-W01 6 change 2 (50%) favourable true"},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, lines(derive(t, c.asOf, c.text).KPIs, sayKPI), c.want) })
	}
}

func TestTrendAndForecast(t *testing.T) {
	for _, c := range []struct{ name, kpi, series, want string }{
		{"two figures have none", "target: 100", "2026-01: 1, 2026-02: 2", "- 0 -"},
		// Slopes 10, 10, 10; the span moves 20, more than half of 10.
		{"rising", "target: 100", "2026-01: 80, 2026-02: 90, 2026-03: 100", "rising 10 -"},
		{"falling", "target: 100", "2026-01: 100, 2026-02: 90, 2026-03: 80", "falling -10 -"},
		// The tolerance is 10; 2.5 a month move 5 over the span: not less than half.
		{"just rising", "target: 100", "2026-01: 90, 2026-02: 92.5, 2026-03: 95", "rising 2.5 -"},
		{"just flat", "target: 100", "2026-01: 90, 2026-02: 92.4, 2026-03: 94.8", "flat 2.4 -"},
		// A gap of a month: from 01 to 04 three numbers. Slopes 10, 10, 10.
		{"by the periods' numbers", "target: 100", "2026-01: 70, 2026-02: 80, 2026-04: 100", "rising 10 -"},
		// Only the last six count: of 6 figures all slopes are 1; the first is left out.
		{"the last six", "target: 10", "2026-01: 900, 2026-02: 1, 2026-03: 2, 2026-04: 3, 2026-05: 4, 2026-06: 5, 2026-07: 6", "rising 1 -"},
		// Slopes 10, 10, 30 from the first, 10, 40 from the second, 70: the median is the mean of 10 and 30.
		{"one freak does not turn it", "target: 100, by: 2026-06-30", "2026-01: 10, 2026-02: 20, 2026-03: 30, 2026-04: 100", "rising 20 100 true"},
		{"no forecast of three figures", "target: 100, by: 2026-06-30", "2026-01: 80, 2026-02: 90, 2026-03: 100", "rising 10 -"},
		// 4 figures, slope 10, current 110 in 04; 12 is 8 periods away.
		{"forecast to the period of by", "target: 190, by: 2026-12-15", "2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-04: 110", "rising 10 190 true"},
		{"no further than the target", "target: 180, by: 2026-12-15", "2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-04: 110", "rising 10 180 true"},
		{"does not reach", "target: 191, by: 2026-12-15", "2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-04: 110", "rising 10 190 false"},
		{"down reaches below", "direction: down, target: 35, by: 2026-12-15", "2026-01: 140, 2026-02: 130, 2026-03: 120, 2026-04: 110", "falling -10 35 true"},
		{"not below nothing", "target: 500, by: 2026-12-15", "2026-01: 40, 2026-02: 30, 2026-03: 20, 2026-04: 12", "falling -9.666666666666666 0 false"},
		{"below it where a figure was", "target: 500, by: 2026-12-15", "2026-01: -10, 2026-02: -20, 2026-03: -30, 2026-04: -40", "falling -10 -120 false"},
		{"per cent up to a hundred", "unit: \"%\", target: 120, by: 2026-12-15", "2026-01: 60, 2026-02: 70, 2026-03: 80, 2026-04: 90", "rising 10 100 false"},
		{"per cent not below nothing", "unit: \"%\", target: 120, by: 2026-12-15", "2026-01: -10, 2026-02: -20, 2026-03: -30, 2026-04: -40", "falling -10 0 false"},
		{"within reaches inside", "direction: within, target: [20, 29], by: 2026-12-15", "2026-01: 140, 2026-02: 130, 2026-03: 120, 2026-04: 110", "falling -10 30 false"},
		{"at its last period the figure itself", "target: 110, by: 2026-04-02", "2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-04: 110", "rising 10 110 true"},
		{"none once by is past", "target: 110, by: 2026-03-31", "2026-01: 80, 2026-02: 90, 2026-03: 100, 2026-04: 110", "rising 10 -"},
		// Slopes 0.1, 0.05, 0.05, 0, 0.025, 0.05: sorted 0, 0.025, 0.05, 0.05, 0.05, 0.1; 7.15 + 5 * 0.05.
		{"exact decimals", "target: 7.4, tolerance: 0.1, by: 2026-09-30", "2026-01: 7, 2026-02: 7.1, 2026-03: 7.1, 2026-04: 7.15", "rising 0.05 7.4 true"},
		{"without a target any move is one", "unit: x", "2026-01: 7, 2026-02: 7.01, 2026-03: 7.02", "rising 0.01 -"},
		{"no move at all is flat", "tolerance: 0, target: 1", "2026-01: 7, 2026-02: 7, 2026-03: 7", "flat 0 -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, "2026-09-10", "kpis: [{id: k, name: K, "+c.kpi+", series: {"+c.series+"}}]\n")
			k := e.KPIs[0]
			got := fmt.Sprint(k.Trend, " ", k.Slope)
			if k.Trend == "" {
				got = "- 0"
			}
			if f := k.Forecast; f != nil {
				got += fmt.Sprintf(" %s %v", f.Value, f.Reaches)
			} else {
				got += " -"
			}
			check(t, []string{got}, c.want)
		})
	}
}

func TestRetainer(t *testing.T) {
	say := func(r Retainer) string {
		s := fmt.Sprintf("%s %s %s of %s burn %v pace ", r.Item, r.Period, r.Used, r.Included, r.Burn)
		if r.Pace == nil {
			return s + "-"
		}
		return s + fmt.Sprint(*r.Pace)
	}
	const price = "pricing: [{id: care, item: a, model: retainer, amount: 1, per: %s, includes: 10h}]\n"
	const rows = `-- data/time.csv --
date,hours,item
2026-09-30,8,care
2026-10-01,2.25,care
2026-10-02,2.25,care
2026-10-02,3,other
2026-10-20,7,care
`
	for _, c := range []struct{ name, asOf, per, want string }{
		// October 2026 has 22 working days. 1 to 7 October passed before Thu 10-08: 5 of 22 is under a quarter.
		{"nothing of the pace in the first quarter", "2026-10-08", "month", "care 2026-10 4.5 of 10 burn 0.45 pace -"},
		// Before Fri 10-09: 6 of 22. 0.45 * 22 / 6.
		{"pace by the working time passed before the day", "2026-10-09", "month", "care 2026-10 4.5 of 10 burn 0.45 pace 1.65"},
		// Before Wed 10-21: 14 of 22. 1.15 * 22 / 14.
		{"over", "2026-10-21", "month", "care 2026-10 11.5 of 10 burn 1.15 pace 1.8071428571428572"},
		{"by the week", "2026-10-02", "week", "care 2026-W40 12.5 of 10 burn 1.25 pace 1.5625"}, // 4 of 5 days
		// The quarter has 22 + 21 + 23 working days, and 2 passed.
		{"by the quarter", "2026-10-05", "quarter", "care 2026-Q4 4.5 of 10 burn 0.45 pace -"},
		{"by the day", "2026-10-02", "day", "care 2026-10-02..2026-10-02 2.25 of 10 burn 0.225 pace -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := fmt.Sprintf(price, c.per) + strings.Replace(rows, ",other", ",fixed", 1)
			text = strings.Replace(text, "pricing: [", "pricing: [{id: fixed, item: a, model: fixed, amount: 1}, ", 1)
			check(t, lines(derive(t, c.asOf, text).Retainers, say), c.want)
		})
	}
}
