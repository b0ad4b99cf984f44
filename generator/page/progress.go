package page

import (
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

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

// planRow is a milestone with all its dates and the reason of each move.
func (c *chapter) planRow(page string, m *facts.Milestone) PlanRow {
	row := c.agreedRow(page, m)
	row.Agreed, row.Done = c.day(m.Agreed), c.day(m.Done)
	row.Due = Day{}
	if m.Due != m.Agreed {
		row.Due = c.day(m.Due)
	}
	if m.FairDue != m.Due {
		row.Fair = c.day(m.FairDue)
	}
	if m.Done == 0 && m.Expected != m.Due {
		row.Expected = c.day(m.Expected)
	}
	row.State = c.milestoneState(m.State)
	row.Reasons = c.moves(page, m)
	row.Notice = c.say.Notice(m)
	return row
}

// timeline is the picture of the plan; "" where there is none.
func (c *chapter) timeline() template.HTML {
	if len(c.f.Milestones) == 0 {
		return ""
	}
	spec := chart.PlanSpec{
		ID: "timeline", Title: c.say.Get("plan_timeline"),
		Today: chart.Mark{Day: c.f.Today, Text: c.say.Get("plan_today")},
		Month: c.say.MonthShort,
		Year:  c.say.Month,
	}
	var told []string
	mark := func(key string, d calendar.Date) chart.Mark {
		if d == 0 {
			return chart.Mark{}
		}
		return chart.Mark{Day: d, Text: c.say.Say("label_value", "label", c.say.Get(key), "value", c.say.Date(d))}
	}
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		what, state := c.say.Plain(m.Content.What), c.milestoneState(m.State)
		spec.Rows = append(spec.Rows, chart.PlanItem{
			Label: what, State: state.Word, Tone: string(state.Tone),
			Agreed: mark("plan_agreed", m.Agreed), Fair: mark("plan_fair", m.FairDue),
			Expected: mark("plan_expected", m.Expected), Done: mark("milestone_done", m.Done),
		})
		args := []any{"what", what, "agreed", c.say.Date(m.Agreed), "state", state.Word}
		if m.Done != 0 {
			told = append(told, c.say.Say("milestone_text_done", append(args, "done", c.say.Date(m.Done))...))
		} else {
			told = append(told, c.say.Say("milestone_text", append(args, "fair", c.say.Date(m.FairDue), "expected", c.say.Date(m.Expected))...))
		}
	}
	spec.Desc = strings.Join(told, " ")
	return c.draw("charts/plan.html", chart.NewPlan(spec))
}

// inputRows lists what the client owes. The last occurrence of what recurs also has the
// id of the input itself; what recurs and never did stands there as it was agreed.
func (c *chapter) inputRows(page string) []InputRow {
	var rows []InputRow
	last := map[string]int{} // row, by the input's id
	for _, in := range place.Told(c.f) {
		last[in.Content.ID] = len(rows)
		rows = append(rows, c.inputRow(page, in))
	}
	for i := range c.e.Inputs {
		in := &c.e.Inputs[i]
		if at, told := last[in.ID]; !told {
			rows = append(rows, c.askedInput(c.agreement(page), in))
		} else if rows[at].ID != in.ID {
			rows[at].Also = in.ID
		}
	}
	return rows
}

// inputRow is where something that the client owes stands.
func (c *chapter) inputRow(page string, in *facts.Input) InputRow {
	row := InputRow{
		ID: place.Input(c.id, in.Content, in.Due).Anchor, Who: c.name(in.Content.From.ID),
		What: c.agreement(page).inline(in.Content.What),
		Due:  c.day(in.Due), Every: c.say.Rhythm(in.Content.Every), Received: c.day(in.Received),
	}
	row.State = State{c.say.InputState(in.State), inputTones[in.State]}
	row.Detail = c.say.Late(c.f, in)
	if in.Content.Every.IsZero() && len(in.Content.Reminded) > 0 {
		var dates []string
		for _, d := range in.Content.Reminded {
			dates = append(dates, c.say.Day(d))
		}
		row.Reminded = c.say.Say("needed_reminded", "dates", c.say.List(dates))
	}
	return row
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

// turnaroundResults is how each kind of request fared.
func (c *chapter) turnaroundResults(page string) []TurnaroundResult {
	if len(c.f.Requests) == 0 {
		return nil
	}
	w := c.agreement(page)
	var all []TurnaroundResult
	for _, t := range c.e.Turnaround {
		row := TurnaroundResult{Request: w.inline(t.Request)}
		row.Promise = c.promise(t)
		var now facts.Turnaround
		for _, f := range c.f.Turnaround {
			if f.Type == t.ID {
				now = f
			}
		}
		row.Response, row.ResponseTone = c.attainment(now.Response, !t.Respond.IsZero())
		row.Resolution, row.ResolutionTone = c.attainment(now.Resolution, !t.Resolve.IsZero())
		for _, h := range c.f.History {
			for _, k := range h.Kinds {
				if k.Type == t.ID {
					response, _ := c.attainment(k.Response, !t.Respond.IsZero())
					resolution, _ := c.attainment(k.Resolution, !t.Resolve.IsZero())
					row.Months = append(row.Months, TurnaroundMonth{Month: c.say.Period(h.Period), Response: response, Resolution: resolution})
				}
			}
		}
		all = append(all, row)
	}
	return all
}

// spread is the picture of how much of the promised time the requests took that
// were done in the last 90 days; "" where there are none.
func (c *chapter) spread() template.HTML {
	const quarters = 4
	var counts [quarters + 1]int // the last are the late ones
	all := 0
	since := c.f.AsOf.AddDate(0, 0, -90)
	for _, r := range c.f.Requests {
		if r.Resolved.IsZero() || r.ResolveDue.IsZero() || !r.Opened.After(since) {
			continue
		}
		all++
		took, promised := c.minutes(&r, r.Resolved), c.minutes(&r, r.ResolveDue)
		switch {
		case r.Resolved.After(r.ResolveDue):
			counts[quarters]++
		case promised <= 0:
			counts[0]++
		default:
			counts[min(quarters-1, quarters*took/promised)]++
		}
	}
	if all == 0 {
		return ""
	}
	spec := chart.SpreadSpec{ID: "spread", Title: c.say.Get("turnaround_distribution")}
	var told []string
	for i, n := range counts {
		class := chart.Class{Count: n, Text: c.say.Number(decimal.NewFromInt(int64(n))), Tone: string(Good)}
		if i < quarters {
			class.Label = strconv.Itoa(i*100/quarters) + "–" + c.say.Share(float64(i+1)/quarters)
		} else {
			class.Label, class.Tone = c.say.Get("request_missed"), string(Poor)
		}
		spec.Classes = append(spec.Classes, class)
		told = append(told, c.say.Say("label_value", "label", class.Label, "value", class.Text))
	}
	spec.Desc = strings.Join(told, ", ")
	return c.draw("charts/spread.html", chart.NewSpread(spec))
}

// minutes is how long a request was open by an instant, on the clock of its kind.
func (c *chapter) minutes(r *facts.Request, at time.Time) int {
	if t := c.e.TurnaroundOf(r.Content.Type); t != nil && t.Always {
		return int(at.Sub(r.Opened).Minutes())
	}
	return c.Provider.Calendar.OpenMinutes(r.Opened, at)
}

// promise is a turnaround in a line: "4 working hours / 2 working days".
func (c *chapter) promise(t content.Turnaround) string {
	var parts []string
	if !t.Respond.IsZero() {
		parts = append(parts, c.say.Say("label_value", "label", c.say.Get("turnaround_response"), "value", c.say.Duration(t.Respond, t.Always)))
	}
	if !t.Resolve.IsZero() {
		parts = append(parts, c.say.Say("label_value", "label", c.say.Get("turnaround_resolution"), "value", c.say.Duration(t.Resolve, t.Always)))
	}
	return strings.Join(parts, " · ")
}

// attainment says how many deadlines were met, with both counts.
func (c *chapter) attainment(t facts.Tally, promised bool) (string, Tone) {
	if !promised {
		return "", ""
	}
	words, tone := c.say.Get("turnaround_none"), Plain
	if share, ok := t.Attainment(); ok {
		words = c.say.Say("turnaround_attainment", "percent", c.say.Share(share), "met", t.Met, "all", t.Met+t.Missed)
		switch {
		case share >= 0.95:
			tone = Good
		case share >= 0.8:
			tone = Fair
		default:
			tone = Poor
		}
	}
	if t.Running > 0 {
		words += "; " + c.say.Plural("turnaround_running", t.Running)
	}
	return words, tone
}

// requestRow is a request that is open.
func (c *chapter) requestRow(page string, r *facts.Request) RequestRow {
	row := RequestRow{
		Title: c.requestTitle(page, r.Content), Href: place.Request(c.id, r.Content).From(page),
		Opened: c.say.Say("request_opened", "time", c.say.Time(r.Opened)),
		State:  c.state("request_open", Plain),
	}
	if t := c.e.TurnaroundOf(r.Content.Type); t != nil {
		row.Type = c.agreement(page).inline(t.Request)
	}
	if r.Responded.IsZero() && !r.RespondDue.IsZero() {
		row.Respond = c.say.Time(r.RespondDue)
	}
	if !r.ResolveDue.IsZero() {
		row.Resolve = c.say.Time(r.ResolveDue)
	}
	switch {
	case r.Waiting:
		row.State = c.state("request_paused", Waiting)
	case r.Resolution == facts.Missed || r.Response == facts.Missed && r.Responded.IsZero():
		row.State = c.state("request_missed", Poor)
	}
	return row
}

// requestTitle is what a request is called.
func (c *chapter) requestTitle(page string, r *content.Request) template.HTML {
	if r.Entry != nil {
		return c.entryWriting(page, r.Entry).inline(r.Title)
	}
	return escape(c.Markdown.Plain(r.Title.Raw))
}

// retainer is how much of what is included was used.
func (c *chapter) retainer(page string, r *facts.Retainer) Retainer {
	row := Retainer{Period: c.say.Period(r.Period), Tone: Good}
	name := ""
	for _, p := range c.e.Pricing {
		if p.ID == r.Item {
			row.Item, name = c.agreement(page).inline(p.Item), c.say.Plain(p.Item)
		}
	}
	row.Sentence = c.say.Say("retainer_used", "used", c.say.Worked(r.Used), "included", c.say.Worked(r.Included), "period", row.Period)
	switch {
	case r.Burn > 1:
		row.Tone = Poor
		row.Sentence += "; " + c.say.Say("retainer_over", "over", c.say.Worked(r.Used.Sub(r.Included)))
	case r.Pace != nil && *r.Pace > 1:
		row.Tone = Fair
		row.Sentence += "; " + c.say.Get("retainer_ahead_of_pace")
	default:
		row.Sentence += "; " + c.say.Say("retainer_left", "left", c.say.Worked(r.Included.Sub(r.Used)))
	}
	spec := chart.BurnSpec{
		ID: "burn-" + r.Item, Title: name, Tone: string(row.Tone),
		Desc: c.say.Say("retainer_text", "item", name, "period", row.Period, "used", c.say.Worked(r.Used), "included", c.say.Worked(r.Included), "percent", c.say.Share(r.Burn)),
		Used: r.Used.InexactFloat64(), Included: r.Included.InexactFloat64(), Passed: math.NaN(),
		UsedText:     c.say.Say("label_value", "label", c.say.Get("retainer_heading"), "value", c.say.Worked(r.Used)),
		IncludedText: c.say.Say("pricing_includes", "hours", c.say.Worked(r.Included)),
	}
	if r.Pace != nil && *r.Pace > 0 {
		spec.Passed = r.Burn / *r.Pace
		spec.PassedText = c.say.Say("retainer_passed", "percent", c.say.Share(spec.Passed))
	}
	row.Chart = c.draw("charts/burn.html", chart.NewBurn(spec))
	return row
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
