package check

import (
	"path"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// reporting are the rules about what a report needs so that it is read, and used.
func reporting() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "no-report-rhythm", Severity: diag.Warning,
				Summary: "figures were agreed on, and no day on which they are reported",
				Why:     "Figures that are shown when they please somebody are advertising. A fixed day makes them a report.",
				Mend:    "Write rhythm: {report: monthly on 5}, or another day that suits the client.",
				Found:   "An active engagement has KPIs and no rhythm.report.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isActive(e) && len(e.Content.KPIs) > 0 && e.Content.Rhythm.Report.IsZero() {
					f.found(e.Content.Pos("rhythm", "report"), "there are KPIs, and no day on which they are reported; write rhythm: {report: monthly on 5}")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "insight-incomplete", Severity: diag.Warning,
				Summary: "an insight does not say what follows from it",
				Why:     "What happened, the client sees in the chart. It pays you for what it means, and for what to do now.",
				Mend:    "Write so: what it means for the client, and next: what you or the client do now.",
				Found:   "An insight in a report of the last 90 days has no so, or no next.",
			},
			engagement: insightsIncomplete,
		},
		{
			Rule: diag.Rule{
				Name: "report-without-summary", Severity: diag.Note,
				Summary: "a report has no summary",
				Why:     "The client's own leadership reads one sentence of it. If you don't write it, somebody else does.",
				Mend:    "Write summary: the one sentence that should be left.",
				Found:   "A report of the last 90 days has no summary.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, r := range e.Content.Reports {
					if isOpen(e) && r.Summary.IsZero() && e.Today-r.Date <= memory {
						f.found(r.Pos("summary"), "the report has no summary; write summary: the one sentence that should be left of it")
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "figure-ahead", Severity: diag.Warning,
				Summary: "a series has a figure of a period that has not begun",
				Why:     "A guess among figures is read as one of them; more often it is a slip of the pen, and a month is missing elsewhere.",
				Mend:    "Mend the period; what you expect is a target, not a figure.",
				Found:   "The series of a KPI has a figure of a period that begins after as-of. It enters no fact until then. It is told once a series.",
			},
			client: figuresAhead,
		},
	}
}

func insightsIncomplete(f *finder, e *facts.Engagement) {
	for _, r := range e.Content.Reports {
		if !isOpen(e) || e.Today-r.Date > memory {
			continue
		}
		for i, in := range r.Insights {
			missing := map[[2]bool]string{
				{true, true}:  "what it means, nor what to do now; add so: and next:",
				{true, false}: "what it means; add so:",
				{false, true}: "what to do now; add next:",
			}[[2]bool{in.So.IsZero(), in.Next.IsZero()}]
			if missing != "" {
				f.found(r.Pos("insights", i), "the insight does not say %s", missing)
			}
		}
	}
}

func figuresAhead(f *finder, in Input) {
	for _, e := range in.Client.Engagements {
		for i := range e.KPIs {
			k := &e.KPIs[i]
			for _, figure := range k.Series { // by period
				if figure.Period.From > in.Facts.Today {
					f.found(writtenAt(e, k, figure), "KPI %q has a figure for %s, which begins on %s; mend the period, or remove the figure", k.ID, figure.Period, figure.Period.From)
					break
				}
			}
		}
	}
}

// figureAt is where a figure is written: in the KPI's table, or in its map, or in
// the report that gives it.
func figureAt(e *content.Engagement, k *content.KPI, period calendar.Period) diag.Position {
	for _, figure := range k.Series {
		if figure.Period == period {
			return writtenAt(e, k, figure)
		}
	}
	return e.Pos("kpis", kpiAt(e, k.ID), "series")
}

// writtenAt is where a figure of a series stands.
func writtenAt(e *content.Engagement, k *content.KPI, figure content.Figure) diag.Position {
	if k.SeriesFile.IsZero() {
		return e.At(figure.Mark)
	}
	return diag.Position{File: path.Join(path.Dir(e.Path), k.SeriesFile.ID), Line: figure.Line, Col: figure.Col}
}
