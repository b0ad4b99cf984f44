package page

import (
	"html/template"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Progress is where everything stands.
type Progress struct {
	Health   *Health
	Sections []ProgressSection
	Record   string // the page of all promises with their versions
}

// A ProgressSection is one of the parts of the page of progress. None is said where
// there is nothing to show; of the others one is given.
type ProgressSection struct {
	Section
	None       string
	Plan       *Milestones
	Open       []OpenGroup // what waits for each side
	Inputs     []InputRow
	Records    *Records
	Turnaround *Turnaround
	Requests   []RequestRow // open ones
	Retainers  []Retainer
	Rhythm     []RhythmRow
	Risks      []RiskRow
	Entries    []Entry // of a kind, the newest first
	Changes    []ChangeRow
	Feedback   *FeedbackSum
}

// Milestones are the plan with its picture.
type Milestones struct {
	Timeline template.HTML
	Rows     []PlanRow
	About    string // what a fair date is; "" where nothing is agreed yet
}

// Turnaround is how fast requests were answered and done.
type Turnaround struct {
	Kinds  []TurnaroundResult
	Spread template.HTML // chart of how much of the promised time requests took; "" without requests
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
	Kinds       []KindRow // what matters most first
	Quarters    []QuarterRow
	Chart       template.HTML
}

// A Record is how many promises were kept.
type Record struct {
	Name     string
	Share    string // "94%"; "" where nothing was due yet
	Sentence string // "31 of 33 promises kept on time", "Nothing was due yet"
}

// A KindRow is both records of a kind of promise.
type KindRow struct{ Kind, Ours, Yours string }

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
	Sentence  string // "3 answers"; "" without an answer
	NPS, CSAT string // "" without an answer
	Rounds    []Entry
}

// progress plans the page of where everything stands.
func (c *chapter) progress() (head, *Progress) {
	g := &Progress{Health: c.health(), Record: place.Record.Of(c.id).From(c.at)}
	add := func(name, heading string, s ProgressSection) {
		if s.None != "" && !c.running() { // neither "so far" nor "yet" is true of what does not run
			return
		}
		s.Section = Section{name, c.say.Get(heading)}
		g.Sections = append(g.Sections, s)
	}
	add("plan", "plan_heading", c.planSection())
	if ours, yours := c.needs(facts.Provider), c.needs(facts.TheClient); c.running() || ours != nil || yours != nil {
		add("open", "open_heading", ProgressSection{Open: []OpenGroup{
			{Heading: c.say.Get("open_with_you"), Items: yours, None: c.say.Get("glance_needed_none")},
			{Heading: c.say.Get("open_with_us"), Items: ours, None: c.say.Get("open_none_ours")},
		}})
	}
	add("inputs", "inputs_heading", orNone(c.say.Get("inputs_empty"), c.inputRows(), func(s *ProgressSection) *[]InputRow { return &s.Inputs }))
	if r := c.records(); r != nil {
		add("records", "record_heading", ProgressSection{Records: r})
	}
	if len(c.f.Requests) > 0 && len(c.e.Turnaround) > 0 {
		add("turnaround", "turnaround_kept_heading", ProgressSection{Turnaround: &Turnaround{Kinds: c.turnaroundResults(), Spread: c.spread()}})
	} else if len(c.e.Turnaround) > 0 {
		add("turnaround", "turnaround_kept_heading", ProgressSection{None: c.say.Get("requests_empty")})
	}
	if rows := c.requestRows(); rows != nil {
		add("requests", "requests_heading", ProgressSection{Requests: rows})
	}
	if rows := c.retainers(); rows != nil {
		add("retainer", "retainer_heading", ProgressSection{Retainers: rows})
	}
	if rows := c.rhythmRows(); rows != nil {
		add("rhythm", "rhythm_heading", ProgressSection{Rhythm: rows})
	}
	for _, kind := range sectionKinds() {
		heading := kind.Section + "_heading"
		if kind.Kind == content.ChangeKind { // also those that are not agreed
			heading = "kinds_change"
		}
		if s, shown := c.kindSection(kind); shown {
			add(kind.Section, heading, s)
		}
	}
	return c.head("page_progress").today(), g
}

// isFirstVersion reports whether nothing of the agreement was changed since the start: a
// term may have changed without an entry that says so.
func (c *chapter) isFirstVersion() bool { return len(c.f.Versions) == 1 }

// orNone is a section with a list, or what is said where that is empty.
func orNone[T any](none string, list []T, of func(*ProgressSection) *[]T) ProgressSection {
	var s ProgressSection
	if *of(&s) = list; len(list) == 0 {
		s.None = none
	}
	return s
}

// sectionKinds lists the kinds of entry that have a section: risks first, for they can
// still be met.
func sectionKinds() []content.KindInfo {
	var kinds []content.KindInfo
	for _, info := range content.Kinds {
		switch {
		case info.Section == "":
		case info.Kind == content.RiskKind:
			kinds = slices.Insert(kinds, 0, info)
		default:
			kinds = append(kinds, info)
		}
	}
	return kinds
}

// kindSection lists the entries of a kind, the newest first. There is no section of
// feedback where nobody was asked, and none of ideas where there are none.
func (c *chapter) kindSection(kind content.KindInfo) (s ProgressSection, shown bool) {
	none := func() string { return c.say.Get(kind.Section + "_empty") }
	switch kind.Kind {
	case content.FeedbackKind:
		s.Feedback = c.feedbackSum()
		return s, s.Feedback != nil
	case content.ChangeKind:
		rows := c.changes(false)
		return orNone(none(), rows, func(s *ProgressSection) *[]ChangeRow { return &s.Changes }), rows != nil || c.isFirstVersion()
	case content.RiskKind:
		return orNone(none(), c.risks(), func(s *ProgressSection) *[]RiskRow { return &s.Risks }), true
	}
	var entries []Entry
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind == kind.Kind {
			entries = append(entries, c.line(n))
		}
	}
	if kind.Kind == content.IdeaKind {
		return ProgressSection{Entries: entries}, entries != nil
	}
	return orNone(none(), entries, func(s *ProgressSection) *[]Entry { return &s.Entries }), true
}

// risks lists what may go wrong, the newest first.
func (c *chapter) risks() []RiskRow {
	var rows []RiskRow
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind != content.RiskKind {
			continue
		}
		row := RiskRow{Entry: c.line(n), State: c.entryState(n)}
		if n.Risk.Likelihood > 0 && n.Risk.Impact > 0 {
			row.Weight = c.say.List([]string{c.say.Get("likelihood_" + level(n.Risk.Likelihood)), c.say.Get("impact_" + level(n.Risk.Impact))})
		}
		rows = append(rows, row)
	}
	return rows
}

// planSection is the milestones, or that there are none.
func (c *chapter) planSection() ProgressSection {
	if len(c.f.Milestones) == 0 {
		return ProgressSection{None: c.say.Get("plan_empty")}
	}
	plan := &Milestones{Timeline: c.timeline()}
	if c.e.Status != content.Proposed {
		plan.About = c.say.Get("plan_fair_about")
	}
	for i := range c.f.Milestones {
		plan.Rows = append(plan.Rows, c.planRow(&c.f.Milestones[i]))
	}
	return ProgressSection{Plan: plan}
}

// records is the on-time record of both sides; nil where nobody promised anything.
func (c *chapter) records() *Records {
	if len(c.f.Promises) == 0 {
		return nil
	}
	none := "record_none"
	if c.e.Status == content.Closed {
		none = "record_none_ended"
	}
	record := func(key string, n facts.Count) Record {
		r := Record{Name: c.say.Get(key), Sentence: c.say.Get(none)}
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
	r.Chart = c.p.draw("charts/pair.html", chart.NewPair(chart.PairSpec{
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
	for _, k := range c.f.ByKind {
		if k.Provider != (facts.Count{}) || k.Client != (facts.Count{}) {
			r.Kinds = append(r.Kinds, KindRow{Kind: c.say.Get("record_" + string(k.Kind)), Ours: cell(k.Provider), Yours: cell(k.Client)})
		}
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
		row := RhythmRow{What: c.say.RhythmKind(kind.name), Every: c.p.rhythm(kind.rhythm), Missed: c.notKept(kind.name, c.say.Day)}
		kept, all := 0, 0
		for _, o := range c.f.Rhythm {
			if o.Kind != kind.name {
				continue
			}
			switch o.State {
			case facts.Upcoming:
				row.Next = c.p.day(o.Due)
				continue
			case facts.Kept:
				kept++
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

// manyInARow is from how many on days that follow each other and fared alike are told as
// one stretch: a list of thirty missed Fridays says no more.
const manyInARow = 3

// notKept lists the days of a rhythm that were not kept.
func (c *chapter) notKept(kind facts.RhythmKind, say func(calendar.Date) string) []Fact {
	var days []Fact
	var run []facts.Occurrence // of one state, so far
	tell := func() {
		if len(run) >= manyInARow {
			span := c.say.Say("from_to", "from", say(run[0].Due), "to", say(run[len(run)-1].Due))
			days = append(days, Fact{Label: span, Value: escape(c.say.Say("rhythm_times", "state", c.became(run[0]), "n", len(run)))})
		} else {
			for _, o := range run {
				days = append(days, Fact{Label: say(o.Due), Value: escape(c.became(o))})
			}
		}
		run = run[:0]
	}
	for _, o := range c.f.Rhythm {
		if o.Kind != kind || o.State == facts.Upcoming {
			continue
		}
		if len(run) > 0 && o.State != run[0].State {
			tell()
		}
		if o.State != facts.Kept {
			run = append(run, o)
		}
	}
	tell()
	return days
}

// became says what became of a day on which something was announced. What was not there
// when the work ended was missed: nothing comes any more.
func (c *chapter) became(o facts.Occurrence) string {
	if o.State == facts.OverdueOn && c.e.Status == content.Closed {
		return c.say.RhythmState(facts.MissedOn)
	}
	return c.say.RhythmState(o.State)
}

// feedbackSum is what the client thinks of the work; nil where nobody was asked.
func (c *chapter) feedbackSum() *FeedbackSum {
	s := &FeedbackSum{}
	if n := c.f.Feedback.Answers; n > 0 {
		s.Sentence = c.say.Plural("feedback_answers", n)
	}
	for i := len(c.e.Entries) - 1; i >= 0; i-- {
		if n := c.e.Entries[i]; n.Kind == content.FeedbackKind {
			s.Rounds = append(s.Rounds, c.line(n))
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
