package page

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// Progress is where everything stands.
type Progress struct {
	Health   *Health
	Sections []ProgressSection
	Nothing  string // "Nothing yet under: Decisions and Concerns."; ""
	Record   string // the page of all promises with their versions
}

// A ProgressSection is one of the parts of the page of progress: of all but its heading one
// is given.
type ProgressSection struct {
	Section
	Parts      []ProgressSection // sections below one heading
	Plan       *Milestones
	Open       []OpenGroup // what waits for each side
	Inputs     *Inputs
	Records    *Records
	Turnaround *Turnaround
	Requests   *Requests
	Retainers  []Retainer
	Rhythm     []RhythmRow
	Risks      []RiskRow
	Decisions  []DecisionRow
	Entries    *Entries
	Changes    []ChangeRow
	Feedback   *FeedbackSum
}

// How much of what could be much the page of progress shows at once, and at most.
const (
	shownAtOnce = 5
	mostShown   = 100
)

// Inputs are what the client owes.
type Inputs struct {
	Rows    []InputRow // still to come
	Earlier []InputRow // that came, or are waited for no more
	Sum     string     // "Earlier (8)"; ""
}

// Requests are those that are open, the most pressing first.
type Requests struct {
	Rows, Rest []RequestRow
	More       string // "and 12 more": Rest; ""
	Cut        *Cut
}

// Entries are those of a kind, the newest first.
type Entries struct {
	Rows, Rest []Entry
	More       string // "and 12 more": Rest; ""
}

// A Cut says that there is more than the page shows, and leads to the file with all.
type Cut struct{ Text, All string }

// Turnaround is how fast requests were answered and done.
type Turnaround struct {
	Kinds []TurnaroundResult
	Strip template.HTML // chart of how much of the promised time requests took; "" where they are few
}

// An OpenGroup is what waits for one side, the longest overdue first.
type OpenGroup struct {
	Heading     string
	Items, Rest []Need
	More        string // "and 12 more": Rest; ""
	Cut         *Cut
	None        string
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
	Weight string    // "likely, heavy"; ""
	Weighs *RiskCell // the same in a picture of three by three; nil where it is not weighed
}

// A RiskCell is where a risk stands among nine: likelihood across, impact upwards.
type RiskCell struct{ X, Y string }

// A DecisionRow is something that was or is to be decided.
type DecisionRow struct {
	Entry
	Outcome template.HTML // ""
	Options []Option      // that there are or were
	Line    string        // "Marijke de Wit · Thu 11 June · 2 working days later than needed"; ""
}

// An Option is one of those of a decision.
type Option struct {
	What  template.HTML
	Taken bool // what was decided begins with it
	Left  bool // another one was taken
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
	s := &sections{c: c}
	plan := c.milestones()
	s.add("plan", "plan_heading", plan != nil, ProgressSection{Plan: plan})
	groups := c.openGroups()
	s.add("open", "open_heading", groups != nil, ProgressSection{Open: groups})
	inputs := c.inputs()
	s.add("inputs", "inputs_heading", inputs != nil, ProgressSection{Inputs: inputs})
	if requests := c.openRequests(); requests != nil {
		s.add("requests", "requests_heading", true, ProgressSection{Requests: requests})
	}
	if rows := c.retainers(); rows != nil {
		s.add("retainer", "retainer_heading", true, ProgressSection{Retainers: rows})
	}
	for _, kind := range sectionKinds() {
		c.kindSection(s, kind)
	}
	if parts := c.kept(s); parts != nil {
		s.add("kept", "kept_heading", true, ProgressSection{Parts: parts})
	}
	g.Sections = s.all
	if s.nothing != nil && c.running() { // "yet" is true only of what runs
		g.Nothing = c.say.Say("progress_nothing", "sections", c.say.List(s.nothing))
	}
	return c.head("page_progress").today(), g
}

// sections collects the parts of the page of progress, and the headings of those under
// which nothing stands.
type sections struct {
	c       *chapter
	all     []ProgressSection
	nothing []string
}

// add adds a section, or notes that there is nothing under its heading.
func (s *sections) add(name, heading string, something bool, section ProgressSection) {
	section.Section = Section{name, s.c.say.Get(heading)}
	if something {
		s.all = append(s.all, section)
	} else {
		s.nothing = append(s.nothing, section.Heading)
	}
}

// kept are the sections that tell how both sides keep to what they said.
func (c *chapter) kept(all *sections) []ProgressSection {
	s := &sections{c: c}
	records := c.records()
	s.add("records", "record_heading", records != nil, ProgressSection{Records: records})
	if len(c.e.Turnaround) > 0 {
		s.add("turnaround", "turnaround_kept_heading", len(c.f.Requests) > 0, ProgressSection{Turnaround: c.answered()})
	}
	if rows := c.rhythmRows(); rows != nil {
		s.add("rhythm", "rhythm_heading", true, ProgressSection{Rhythm: rows})
	}
	if sum := c.feedbackSum(); sum != nil {
		s.add("feedback", "feedback_heading", true, ProgressSection{Feedback: sum})
	}
	lessons := c.entriesOf(content.LessonKind)
	s.add("lessons", "lessons_heading", lessons != nil, ProgressSection{Entries: lessons})
	all.nothing = append(all.nothing, s.nothing...)
	return s.all
}

// openGroups are what waits for each side; nil where nothing does and nothing runs.
func (c *chapter) openGroups() []OpenGroup {
	yours := c.openGroup("open_with_you", "glance_needed_none", facts.TheClient)
	ours := c.openGroup("open_with_us", "open_none_ours", facts.Provider)
	if yours.Items == nil && ours.Items == nil && !c.running() {
		return nil
	}
	return []OpenGroup{yours, ours}
}

func (c *chapter) openGroup(heading, none string, side facts.Side) OpenGroup {
	g := OpenGroup{Heading: phrase.Capital(c.say.Get(heading)), None: c.say.Get(none)}
	all := 0
	for i := range c.f.Open { // the longest overdue first
		if open := &c.f.Open[i]; open.Side == side {
			if all++; all <= mostShown {
				g.Items = append(g.Items, c.need(open))
			}
		}
	}
	g.Items, g.Rest, g.More = fold(c, g.Items, all)
	g.Cut = c.beyond(all, place.OpenItems(c.id))
	return g
}

// fold parts what is shown of a list that has so many in all into what is shown at once and
// the rest, and says how much more there is.
func fold[T any](c *chapter, list []T, all int) (shown, rest []T, more string) {
	if len(list) <= shownAtOnce+1 { // one more takes no more room than to say so
		return list, nil, ""
	}
	return list[:shownAtOnce], list[shownAtOnce:], c.say.Plural("and_more", all-shownAtOnce)
}

// beyond says that not all of a list is shown, and where all of it is; nil where all is.
func (c *chapter) beyond(all int, file place.Place) *Cut {
	if all <= mostShown {
		return nil
	}
	return &Cut{Text: c.say.Say("list_cut", "n", mostShown, "all", all), All: file.From(c.at)}
}

// isFirstVersion reports whether nothing of the agreement was changed since the start: a
// term may have changed without an entry that says so.
func (c *chapter) isFirstVersion() bool { return len(c.f.Versions) == 1 }

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

// kindSection adds the section of the entries of a kind, the newest first. There is none of
// ideas where there are none; feedback and lessons stand elsewhere.
func (c *chapter) kindSection(s *sections, kind content.KindInfo) {
	name, heading := kind.Section, kind.Section+"_heading"
	switch kind.Kind {
	case content.FeedbackKind, content.LessonKind:
	case content.ChangeKind: // also those that are not agreed
		if rows := c.changes(false); rows != nil || c.isFirstVersion() {
			s.add(name, "kinds_change", rows != nil, ProgressSection{Changes: rows})
		}
	case content.RiskKind:
		rows := c.risks()
		s.add(name, heading, rows != nil, ProgressSection{Risks: rows})
	case content.DecisionKind:
		rows := c.decisions()
		s.add(name, heading, rows != nil, ProgressSection{Decisions: rows})
	default:
		if entries := c.entriesOf(kind.Kind); entries != nil || kind.Kind != content.IdeaKind {
			s.add(name, heading, entries != nil, ProgressSection{Entries: entries})
		}
	}
}

// entriesOf lists the entries of a kind, the newest first; nil where there is none.
func (c *chapter) entriesOf(kind content.Kind) *Entries {
	var rows []Entry
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind == kind {
			rows = append(rows, c.line(n))
		}
	}
	if rows == nil {
		return nil
	}
	e := &Entries{}
	e.Rows, e.Rest, e.More = fold(c, rows, len(rows))
	return e
}

// risks lists what may go wrong: what is open before what is over, the newest first.
func (c *chapter) risks() []RiskRow {
	var open, over []RiskRow
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind != content.RiskKind {
			continue
		}
		row := RiskRow{Entry: c.line(n)}
		if n.Risk.Likelihood > 0 && n.Risk.Impact > 0 {
			row.Weight = c.say.List([]string{c.say.Get("likelihood_" + level(n.Risk.Likelihood)), c.say.Get("impact_" + level(n.Risk.Impact))})
			row.Weighs = &RiskCell{X: strconv.Itoa((n.Risk.Likelihood - 1) * riskCell), Y: strconv.Itoa((3 - n.Risk.Impact) * riskCell)}
		}
		if n.Risk.Closed == 0 {
			open = append(open, row)
		} else {
			over = append(over, row)
		}
	}
	return append(open, over...)
}

// riskCell is how far the cells of the picture of a risk stand apart.
const riskCell = 7

// decisions lists what was decided and what is to be, the newest first.
func (c *chapter) decisions() []DecisionRow {
	var rows []DecisionRow
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind == content.DecisionKind {
			rows = append(rows, c.decision(n))
		}
	}
	return rows
}

func (c *chapter) decision(n *content.Entry) DecisionRow {
	d, w := n.Decision, c.entryText(n)
	row := DecisionRow{Entry: c.line(n), Outcome: w.inline(d.Outcome)}
	taken := slices.IndexFunc(d.Options, func(o content.Item) bool {
		return d.Decided != 0 && strings.HasPrefix(strings.ToLower(d.Outcome.Raw), strings.ToLower(o.What.Raw))
	})
	for i, o := range d.Options {
		row.Options = append(row.Options, Option{What: w.inline(o.What), Taken: i == taken, Left: taken >= 0 && i != taken})
	}
	said := nonEmpty(c.p.name(d.DecidedBy.ID), c.say.Day(d.Decided))
	if d.Decided == 0 {
		said = nonEmpty(c.p.name(d.To.ID))
		if d.NeededBy != 0 {
			said = append(said, c.say.DueBy(d.NeededBy))
		}
	} else if late := c.decidedLate(n); late > 0 {
		said = append(said, c.say.Say("decision_late", "days", c.say.WorkingDays(late)))
	}
	row.Line = strings.Join(said, " · ")
	return row
}

// decidedLate is by how many working days something was decided after its day.
func (c *chapter) decidedLate(n *content.Entry) int {
	for _, p := range c.f.Promises {
		if p.ID == n.ID && p.State == facts.BrokenPromise {
			return c.p.Provider.Calendar.WorkingDays(p.DueOn, n.Decision.Decided)
		}
	}
	return 0
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
		Desc: c.say.Sentence(c.say.Named(r.Ours.Name, r.Ours.Sentence)) + " " +
			c.say.Sentence(c.say.Named(r.Yours.Name, r.Yours.Sentence)),
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
