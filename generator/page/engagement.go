package page

import (
	"html/template"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// EngagementHome is an engagement at a glance; a closed one's is its good ending.
type EngagementHome struct {
	Value   template.HTML
	When    string
	Lead    *Contact
	Team    string   // "Your first contact: Mara Visser · Who works on it: Tijn"
	Note    string   // what the status means: "The work pauses since …"; "" while active
	Renewal []string // "Decide on renewal by: 1 November 2026", "Notice: 2 months"
	Planned []Event  // work that the client may notice
	Health  *Health
	Running bool // the work is agreed and has not ended
	Needed  []Need
	Goals   []Goal
	Others  Goal   // KPIs without a goal
	Latest  *Entry // update
	Silence string // "No change since …", or "Nothing written since …"; "" unless nothing was written since the last update window began
	New     []Event
	Next    []Event
	Report  *ReportRow // the newest
	Closing *Closing
	Extra   map[string]any // the writer's own keys
}

// A Goal is what the client wants, with the figures that tell.
type Goal struct {
	ID       string
	Want     template.HTML
	Why      template.HTML
	Priority int
	Rank     string // "Priority 1"; "" without one
	Said     string // "Said by: Joost de Wit, 20 February 2026"; "" where that is not known
	Cards    []Card
	Charts   []Chart // of the same KPIs
}

// Closing is how an engagement ended.
type Closing struct {
	On       Day
	Handover []Handover
	Brought  template.HTML
}

// A Handover is a thing given into the client's hands.
type Handover struct {
	What  template.HTML
	State State
	Day   Day
}

// overview plans an engagement's first page.
func (c *chapter) overview() (head, *EngagementHome) {
	h := head{title: c.say.Plain(c.e.Title), heading: c.agreement().inline(c.e.Title), description: c.say.Plain(c.e.Value)}
	o := &EngagementHome{
		Value: c.agreement().inline(c.e.Value), When: c.span(),
		Lead: c.p.contact(c.e.Lead.ID), Team: c.crew(),
		Health: c.health(), Running: c.running(), Needed: c.needs(facts.TheClient),
		New: first(maxEvents, c.news()), Next: c.coming(),
		Extra: c.e.Extra,
	}
	o.Note = c.standing()
	o.Renewal, o.Planned = c.renewalTerms(), c.planned()
	o.Goals, o.Others = c.goals()
	for i := len(c.e.Entries) - 1; i >= 0 && o.Latest == nil; i-- {
		if n := c.e.Entries[i]; n.Kind == content.UpdateKind {
			entry := c.entry(n)
			if c.e.Status == content.Closed {
				entry.Facts = nil // what was to come next
			}
			o.Latest = &entry
		}
	}
	if n := len(c.f.Silences); n > 0 && c.running() && c.f.Silences[n-1].To > c.lastNews() {
		o.Silence = c.silence(c.f.Silences[n-1])
	}
	if n := len(c.e.Reports); n > 0 {
		row := c.reportRow(c.e.Reports[n-1])
		o.Report = &row
	}
	if c.e.Status == content.Closed {
		o.Closing = c.closing()
	}
	return h.today(), o
}

// renewalTerms says by when it is decided what follows, and what the notice is.
func (c *chapter) renewalTerms() []string {
	var words []string
	if by := c.e.Renewal.DecideBy; by != 0 {
		words = append(words, c.say.Label("field_renewal", c.say.Date(by)))
	}
	if notice := c.e.Renewal.Notice; !notice.IsZero() {
		words = append(words, c.say.Label("field_notice", c.say.Plain(notice)))
	}
	return words
}

// lastNews is the day of the newest entry or report; zero if there is none.
func (c *chapter) lastNews() (day calendar.Date) {
	for _, n := range c.e.Entries {
		day = max(day, n.Date)
	}
	for _, r := range c.e.Reports {
		day = max(day, r.Date)
	}
	return day
}

// unwritten tells whether there is no entry and no report.
func (c *chapter) unwritten() bool { return len(c.e.Entries) == 0 && len(c.e.Reports) == 0 }

// standing says what the engagement's status means; "" while it is active.
func (c *chapter) standing() string {
	switch c.e.Status {
	case content.Proposed:
		return c.say.Get("status_proposed_about")
	case content.Closed:
		return c.say.Say("status_closed_about", "date", c.say.Date(c.e.Closed))
	case content.Paused:
		if n := len(c.e.Paused); n > 0 {
			if s := c.e.Paused[n-1]; s.To != 0 {
				return c.say.Say("status_paused_until", "from", c.say.Date(s.From), "to", c.say.Date(s.To))
			}
			return c.say.Say("status_paused_about", "from", c.say.Date(c.e.Paused[n-1].From))
		}
	}
	return ""
}

// span says from when to when the engagement goes, or was to.
func (c *chapter) span() string {
	if c.f.Overrun {
		return c.say.Say("engagement_was_to_end", "start", c.say.Date(c.e.Start), "date", c.say.Date(c.e.End))
	}
	return c.say.Run(c.e)
}

// crew says who leads the engagement and who works on it.
func (c *chapter) crew() string {
	words := c.say.Say("engagement_lead", "name", c.p.name(c.e.Lead.ID))
	if team := c.team(); team != "" {
		words += " · " + c.say.Say("label_value", "label", c.say.Get("engagement_team"), "value", team)
	}
	return words
}

// team names who works on the engagement, the lead aside.
func (c *chapter) team() string {
	var names []string
	for _, r := range c.e.Team {
		if name := c.p.name(r.ID); name != "" && r.ID != c.e.Lead.ID {
			names = append(names, name)
		}
	}
	return c.say.List(names)
}

// goals lists the goals that the engagement serves with the KPIs of each, and
// the KPIs that belong to none of them.
func (c *chapter) goals() (goals []Goal, others Goal) {
	seen := map[string]bool{}
	goals = c.wanted()
	for g := range goals {
		for i := range c.f.KPIs {
			if k := &c.f.KPIs[i]; k.Content.Goal.ID == goals[g].ID {
				goals[g].show(c, k)
				seen[k.Content.ID] = true
			}
		}
	}
	for i := range c.f.KPIs {
		if k := &c.f.KPIs[i]; !seen[k.Content.ID] {
			others.show(c, k)
		}
	}
	return goals, others
}

// show adds a KPI to a goal, with its chart where it has a figure.
func (g *Goal) show(c *chapter, k *facts.KPI) {
	g.Cards = append(g.Cards, c.card(k))
	if k.Current != nil {
		g.Charts = append(g.Charts, c.chart(k, chartPoints))
	}
}

// serves tells whether a goal is one of the engagement's.
func (c *chapter) serves(goal string) bool {
	return slices.ContainsFunc(c.e.Goals, func(r content.Ref) bool { return r.ID == goal }) ||
		slices.ContainsFunc(c.e.KPIs.On(c.f.InForce()), func(k *content.KPI) bool { return k.Goal.ID == goal })
}

// closing is how the engagement ended.
func (c *chapter) closing() *Closing {
	w := c.agreement()
	closing := &Closing{On: c.p.fullDay(c.e.Closed), Brought: w.inline(c.e.Closing.Brought)}
	for _, h := range c.e.Closing.Handover {
		row := Handover{What: w.inline(h.What), Day: c.p.fullDay(h.Done), State: c.p.state("action_open", Waiting)}
		if h.Done != 0 {
			row.State = c.p.state("action_done", Good)
		}
		closing.Handover = append(closing.Handover, row)
	}
	return closing
}
