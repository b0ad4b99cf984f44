package page

import (
	"html/template"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// Progress is where everything stands.
type Progress struct {
	Health     *Health
	Timeline   template.HTML // chart of the plan
	Plan       []PlanRow
	PlanNone   string
	Open       []OpenGroup // what waits for each side
	Inputs     []InputRow
	Records    *Records
	Turnaround []TurnaroundResult
	Spread     template.HTML // chart of how much of the promised time requests took; "" without requests
	NoRequests string        // "No requests yet"; "" where there are some, or none can come
	Requests   []RequestRow  // open ones
	Retainers  []Retainer
	Rhythm     []RhythmRow
	Risks      []RiskRow
	Decisions  []Entry
	Incidents  []Entry
	Concerns   []Entry
	Changes    []ChangeRow
	Feedback   *FeedbackSum
	Lessons    []Entry
}

// An OpenGroup is what waits for one side.
type OpenGroup struct {
	Heading string
	Items   []Need
	None    string
}

// Records is the on-time record of both sides, in the same form.
type Records struct {
	Ours, Yours Record
	Quarters    []QuarterRow
	Chart       template.HTML
}

// A Record is how many promises were kept.
type Record struct {
	Name     string
	Share    string // "94%"; "" where nothing was due yet
	Sentence string // "31 of 33 promises kept on time", "Nothing was due yet"
}

// A QuarterRow is both records in a quarter.
type QuarterRow struct{ Quarter, Ours, Yours string }

// A RhythmRow is what is promised at a rhythm, and how it was kept.
type RhythmRow struct {
	What   string
	Every  string
	Next   Day
	Kept   string // "31 of 33 on their day"
	Missed []Fact // the days that were late or missed
}

// A RiskRow is something bad that may happen.
type RiskRow struct {
	Entry
	Weight string // "likely, heavy"
	State  State
}

// FeedbackSum is what the client thinks of the work.
type FeedbackSum struct {
	Sentence  string // "3 answers"
	NPS, CSAT string // "" without an answer
	Rounds    []Entry
}

// progress plans the page of where everything stands.
func (c *chapter) progress(page *Page) {
	c.entitle(page, c.say.Get("page_progress"))
	page.Description = c.say.Get("page_progress_about")
	at := page.Path
	g := &Progress{
		Health: c.health(at), Timeline: c.timeline(),
		Records: c.records(), Rhythm: c.rhythmRows(),
		Changes: c.changes(at, false), Feedback: c.feedbackSum(at),
		Open: []OpenGroup{
			{Heading: c.say.Get("open_with_you"), Items: c.needs(at, facts.TheClient), None: c.say.Get("glance_needed_none")},
			{Heading: c.say.Get("open_with_us"), Items: c.needs(at, facts.Provider), None: c.say.Get("open_none_ours")},
		},
	}
	for i := range c.f.Milestones {
		g.Plan = append(g.Plan, c.planRow(at, &c.f.Milestones[i]))
	}
	if g.Plan == nil {
		g.PlanNone = c.say.Get("plan_empty")
	}
	g.Inputs = c.inputRows(at)
	g.Turnaround, g.Spread = c.turnaroundResults(at), c.spread()
	if len(c.e.Turnaround) > 0 && len(c.f.Requests) == 0 {
		g.NoRequests = c.say.Get("requests_empty")
	}
	for i := range c.f.Requests {
		if r := &c.f.Requests[i]; r.Resolved.IsZero() {
			g.Requests = append(g.Requests, c.requestRow(at, r))
		}
	}
	for i := range c.f.Retainers {
		g.Retainers = append(g.Retainers, c.retainer(at, &c.f.Retainers[i]))
	}
	for i := len(c.e.Entries) - 1; i >= 0; i-- {
		switch n := c.e.Entries[i]; n.Kind {
		case content.RiskKind:
			row := RiskRow{Entry: c.line(at, n), State: c.entryState(n)}
			if n.Risk.Likelihood > 0 && n.Risk.Impact > 0 {
				row.Weight = c.say.List([]string{c.say.Get("likelihood_" + level(n.Risk.Likelihood)), c.say.Get("impact_" + level(n.Risk.Impact))})
			}
			g.Risks = append(g.Risks, row)
		case content.DecisionKind:
			g.Decisions = append(g.Decisions, c.line(at, n))
		case content.IncidentKind:
			g.Incidents = append(g.Incidents, c.line(at, n))
		case content.ConcernKind:
			g.Concerns = append(g.Concerns, c.line(at, n))
		case content.LessonKind:
			g.Lessons = append(g.Lessons, c.line(at, n))
		}
	}
	page.Body = g
	c.dated(page)
}

// records is the on-time record of both sides; nil where nobody promised anything.
func (c *chapter) records() *Records {
	if len(c.f.Promises) == 0 {
		return nil
	}
	record := func(key string, n facts.Count) Record {
		r := Record{Name: c.say.Get(key), Sentence: c.say.Get("record_none")}
		if all := n.Kept + n.Broken; all > 0 {
			r.Share = c.say.Share(float64(n.Kept) / float64(all))
			r.Sentence = c.say.Plural("record_kept", all, "kept", n.Kept)
		}
		return r
	}
	r := &Records{Ours: record("record_ours", c.f.Record.Provider), Yours: record("record_yours", c.f.Record.Client)}
	share := func(r Record, n facts.Count) chart.Share {
		return chart.Share{Name: r.Name, Text: r.Sentence, Kept: n.Kept, All: n.Kept + n.Broken}
	}
	r.Chart = c.draw("charts/pair.html", chart.NewPair(chart.PairSpec{
		ID: "records", Title: c.say.Get("record_heading"),
		Desc: r.Ours.Name + ": " + r.Ours.Sentence + ". " + r.Yours.Name + ": " + r.Yours.Sentence + ".",
		Ours: share(r.Ours, c.f.Record.Provider), Yours: share(r.Yours, c.f.Record.Client),
	}))
	cell := func(n facts.Count) string {
		if n.Kept+n.Broken == 0 {
			return "–"
		}
		return c.say.Say("record_of", "kept", n.Kept, "all", n.Kept+n.Broken)
	}
	for _, q := range c.f.Quarters {
		r.Quarters = append(r.Quarters, QuarterRow{Quarter: c.say.Period(q.Quarter), Ours: cell(q.Provider), Yours: cell(q.Client)})
	}
	return r
}

// rhythmRows says how what was announced was kept.
func (c *chapter) rhythmRows() []RhythmRow {
	var rows []RhythmRow
	for _, kind := range []struct {
		name   facts.RhythmKind
		rhythm calendar.Rhythm
	}{
		{facts.Updates, c.e.Rhythm.Update}, {facts.Reports, c.e.Rhythm.Report},
		{facts.Feedbacks, c.e.Rhythm.Feedback}, {facts.Meetings, c.e.Rhythm.Meeting.Every},
	} {
		if kind.rhythm.IsZero() {
			continue
		}
		row := RhythmRow{What: c.say.RhythmKind(kind.name), Every: c.say.Rhythm(kind.rhythm)}
		kept, all := 0, 0
		for _, o := range c.f.Rhythm {
			if o.Kind != kind.name {
				continue
			}
			switch o.State {
			case facts.Upcoming:
				row.Next = c.day(o.Due)
				continue
			case facts.Kept:
				kept++
			default:
				row.Missed = append(row.Missed, Fact{Label: c.say.Day(o.Due), Value: escape(c.say.RhythmState(o.State))})
			}
			all++
		}
		if all > 0 {
			row.Kept = c.say.Plural("record_kept", all, "kept", kept)
		}
		rows = append(rows, row)
	}
	return rows
}

// feedbackSum is what the client thinks of the work; nil where nobody was asked.
func (c *chapter) feedbackSum(page string) *FeedbackSum {
	s := &FeedbackSum{Sentence: c.say.Plural("feedback_answers", c.f.Feedback.Answers)}
	for i := len(c.e.Entries) - 1; i >= 0; i-- {
		if n := c.e.Entries[i]; n.Kind == content.FeedbackKind {
			s.Rounds = append(s.Rounds, c.line(page, n))
		}
	}
	if s.Rounds == nil {
		return nil
	}
	if nps := c.f.Feedback.NPS; nps != nil {
		s.NPS = c.say.Say("feedback_nps", "score", *nps)
	}
	if csat := c.f.Feedback.CSAT; csat != nil {
		s.CSAT = c.say.Say("feedback_csat", "percent", c.say.Share(float64(*csat)/100))
	}
	return s
}
