package check

import (
	"bytes"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// results are the rules about reports and figures.
func results() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "report-late", Severity: diag.Warning,
				Summary: "an announced report did not come",
				Why:     "The client's own meetings are planned around the report. Late, it is read by nobody.",
				Mend:    "Publish the report, even a short one.",
				Found:   "A day of rhythm.report has passed, and no report of the period before it is there. It is told once, at the rhythm.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if due, missed := overdueRhythm(e, facts.Reports); due != 0 && isActive(e) {
					f.found(e.Content.Pos("rhythm", "report"), "a report was announced for %s and did not come%s; publish it", due, alsoMissed(missed))
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "report-without-insight", Severity: diag.Warning,
				Summary: "a report has figures, and does not say what they mean",
				Why:     "Figures alone leave the client to draw the conclusions, and it may draw the wrong ones.",
				Mend:    "Write insights: what you see, so what, and what next.",
				Found:   "A report of the last 90 days has figures (its own, or a series' in its period), and no insights.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, r := range e.Content.Reports {
					if len(r.Insights) == 0 && e.Today-r.Date <= memory && hasFigures(e, r) {
						f.found(r.Pos("insights"), "the report has figures and does not say what they mean; write insights: [{what: …, so: …, next: …}]")
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "goal-unreported", Severity: diag.Warning,
				Summary: "the latest report names no KPI of a goal of the first priority",
				Why:     "The client opens a report to read how its most important goal does. A report about everything else is about the provider.",
				Mend:    "Give the report the figure under kpis:, or bring the series up to date.",
				Found:   "An engagement's latest report, of the last 90 days, has neither a figure nor a chart of any KPI of a goal with priority 1 that has KPIs in this engagement.",
			},
			engagement: goalsUnreported,
		},
		{
			Rule: diag.Rule{
				Name: "kpi-gap", Severity: diag.Warning,
				Summary: "a KPI's series has a gap",
				Why:     "A hole in a chart is read as a month that somebody would rather not show.",
				Mend:    "Add the missing periods to the series, or say in a note of the figure after them why there is none.",
				Found:   "Between the first and the last figure of a series a period is missing in which the engagement was not paused, and the figure after it has no note. The finding stands at that figure; engagement.md accepts it.",
			},
			engagement: kpiGaps,
		},
		{
			Rule: diag.Rule{
				Name: "kpi-stale", Severity: diag.Warning,
				Summary: "a KPI was not brought up to date",
				Why:     "An old figure looks like the current one, and the client steers by it.",
				Mend:    "Add the figure of the last full period to the series or to a report; or remove a KPI that nobody measures.",
				Found:   "An active engagement's KPI has no figure of a period that ended more than 10 working days ago, though it has one of a period before it; or none at all 60 days after the start. Past its by, no figure is asked for, nor of a KPI without a goal, which has to find one first.",
			},
			engagement: kpisStale,
		},
		{
			Rule: diag.Rule{
				Name: "report-unreviewed", Severity: diag.Warning,
				Summary: "the client has not reviewed a report",
				Why:     "A report that nobody discussed changes nothing, and its asks were heard by no one.",
				Mend:    "Go through it with the client, and write reviewed: {by: …, on: …}.",
				Found:   "A report of the last 90 days was published more than 5 working days ago (or the review_within of the engagement, where it has one), and neither it nor a later one has reviewed.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, item := range e.Open {
					if r := item.Report; r != nil && item.Past > 0 {
						f.found(r.Pos("reviewed"), "nobody on the client's side has reviewed this report of %s; go through it together and write reviewed: {by: …, on: …}", r.Date)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "figure-differs", Severity: diag.Warning,
				Summary: "a figure in a report differs from its series",
				Why:     "Two figures for one month, and the client believes neither, nor any other.",
				Mend:    "Mend the one that is wrong; or remove the figure from the report, which then takes that of the series.",
				Found:   "kpis: in a report gives a figure of a period for which the KPI's series has another.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, r := range e.Content.Reports {
					for _, p := range r.KPIs {
						k := e.Content.KPIOn(p.KPI, r.Period.To)
						if k == nil {
							continue
						}
						for _, figure := range k.Series {
							if figure.Period == r.Period && !figure.Value.Equal(p.Value) {
								f.found(r.At(p.Mark), "the report says %s for %q, the series says %s for %s; mend the one that is wrong", p.Value, p.KPI, figure.Value, r.Period)
							}
						}
					}
				}
			},
		},
	}
}

// hasFigures reports whether a report shows any figure.
func hasFigures(e *facts.Engagement, r *content.Report) bool {
	for i := range e.KPIs {
		if shows(r, &e.KPIs[i]) {
			return true
		}
	}
	return false
}

// shows reports whether a report has a figure or a chart of a KPI.
func shows(r *content.Report, k *facts.KPI) bool {
	for _, p := range r.KPIs {
		if p.KPI == k.Content.ID {
			return true
		}
	}
	for _, p := range k.Points {
		if p.Period.From <= r.Period.To && r.Period.From <= p.Period.To {
			return true
		}
	}
	return bytes.Contains(r.Body.Source, []byte("{{< kpi "+k.Content.ID+" >}}"))
}

func goalsUnreported(f *finder, e *facts.Engagement) {
	n := len(e.Content.Reports)
	if n == 0 || !isActive(e) {
		return
	}
	latest := e.Content.Reports[n-1]
	if e.Today-latest.Date > memory {
		return
	}
	for _, g := range f.in.Client.Goals {
		if g.Priority != 1 {
			continue
		}
		measured, shown := false, false
		for i := range e.KPIs {
			if e.KPIs[i].Content.Goal.ID == g.ID {
				measured = true
				shown = shown || shows(latest, &e.KPIs[i])
			}
		}
		if measured && !shown {
			f.found(latest.Pos("kpis"), "the report says nothing of goal %q, which comes first for the client; give it the figure of one of the goal's KPIs", g.ID)
		}
	}
}

func kpiGaps(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	for _, k := range e.KPIs {
		for i := 1; i < len(k.Points); i++ {
			before, after := k.Points[i-1], k.Points[i]
			if before.Period.Kind != after.Period.Kind || before.Period.Kind == calendar.Custom || after.Note != "" {
				continue
			}
			missing := before.Period.Next()
			for ; missing.From < after.Period.From && isPaused(e.Content, missing); missing = missing.Next() {
			}
			if missing.From < after.Period.From {
				f.found(figureAt(e.Content, k.Content, after.Period), "KPI %q has no figure for %s; add it, or say why in the note of %s", k.Content.ID, missing, after.Period)
				break // one finding a series: whoever mends it sees the rest
			}
		}
	}
}

// isPaused reports whether an engagement was paused on any day of a period.
func isPaused(e *content.Engagement, p calendar.Period) bool {
	for _, s := range e.Paused {
		if s.From <= p.To && (s.To == 0 || p.From <= s.To) {
			return true
		}
	}
	return false
}

// startUp is how many days after its start an engagement may be without a
// KPI's first figure.
const startUp = 60

func kpisStale(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	for _, k := range e.KPIs {
		if k.Content.Goal.IsZero() {
			continue
		}
		at := e.Content.Pos("kpis", kpiAt(e.Content, k.Content.ID), "series")
		if len(k.Points) == 0 {
			if e.Today-e.Content.Start > startUp {
				f.found(at, "KPI %q has no figure at all; add one to series, or remove the KPI", k.Content.ID)
			}
			continue
		}
		next := k.Points[len(k.Points)-1].Period.Next()
		if next.IsZero() || k.Content.By != 0 && next.To > k.Content.By || isPaused(e.Content, next) {
			continue
		}
		if n := f.cal.WorkingDays(next.To, e.Today); n > figureWithin {
			f.found(at, "KPI %q has no figure for %s, which ended %s ago; add it", k.Content.ID, next, days(n))
		}
	}
}
