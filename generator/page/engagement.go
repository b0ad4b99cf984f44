package page

import (
	"html/template"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// EngagementHome is an engagement at a glance. A proposed one's is an offer, and a closed
// one's its good ending.
type EngagementHome struct {
	Value   template.HTML
	When    string
	Note    string   // what the status means: "The work pauses since …"; "" while active
	Renewal []string // "Decide on renewal by: 1 November 2026", "Notice: 2 months"
	Begin   string   // "We start on Mon 2 March": where nothing was written yet; ""
	Weeks   []Event  // what comes in the first two weeks, where nothing was written yet
	Planned []Event  // work that the client may notice
	Health  *Health
	Running bool // the work is agreed and has not ended
	Needed  OpenGroup
	Goals   []Goal
	Others  Goal   // KPIs without a goal
	Latest  *Entry // update
	Silence string // "No change since …", or "Nothing written since …"; "" unless nothing was written since the last update window began
	New     []Event
	Next    []Event
	Report  *ReportRow // the newest
	Take    []Link     // to take along: the newest report and the summary
	People  []Person   // who works on it, the lead first
	Offer   *Offer
	Closing *Closing
	Extra   map[string]any // the writer's own keys
}

// An Offer is what is proposed.
type Offer struct {
	Scope  *Scope
	Prices []Price
	Plan   *Milestones
	Agree  string // mailto: link that says yes; "" where nobody has an address
	Whole  string // the page with all that would be agreed
}

// A Goal is what the client wants, with the figures that tell.
type Goal struct {
	ID       string
	Want     template.HTML
	Why      template.HTML
	Priority int
	Rank     string // "Priority 1"; "" without one
	Said     string // "Said by: Joost de Wit, 20 February 2026"; "" where that is not known
	Figures  []Drawn
	Unknown  string // that no figure tells of it yet; ""
}

// A Drawn is a KPI with its picture.
type Drawn struct {
	Card        // without a picture of its own
	Chart Chart // zero where there is no figure
}

// Closing is how an engagement ended.
type Closing struct {
	On       Day
	Handover []Handover
	Brought  template.HTML
	Figures  []Ending // of the KPIs that had a figure to begin with
	Copy     string   // the file to keep; "" where the portal has none
}

// An Ending is what became of a figure.
type Ending struct {
	Name          template.HTML
	Before, After string
	Unit          string // ""
	Goal          string // "The goal was 0."; ""
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
		Value: c.agreement().inline(c.e.Value), When: c.span(), Note: c.standing(),
		Health: c.health(), Running: c.running(), Needed: c.needed(),
		New: first(maxEvents, c.news()), Next: c.coming(),
		People: c.crew(), Extra: c.e.Extra, Take: c.takeAway(),
	}
	o.Renewal, o.Planned = c.renewalTerms(), c.planned()
	o.Goals, o.Others = c.goals()
	o.Latest, o.Silence = c.latest()
	if n := len(c.e.Reports); n > 0 {
		row := c.reportRow(c.e.Reports[n-1])
		o.Report = &row
	}
	switch {
	case c.e.Status == content.Proposed:
		o.Offer = c.offer()
	case c.e.Status == content.Closed:
		o.Closing = c.closing()
	case c.e.Status == content.Active && c.unwritten():
		o.Begin, o.Weeks = c.begin(o.Next)
		if c.f.Health != nil && c.f.Health.Begun {
			o.Health = nil // said already
		}
	}
	for i := range o.Goals {
		if g := &o.Goals[i]; g.Figures == nil && c.running() {
			g.Unknown = c.say.Get("goal_no_kpi")
		}
	}
	return h.today(), o
}

// needed is what waits for the client. In a pause it is what is needed to go on.
func (c *chapter) needed() OpenGroup {
	heading := "glance_needed"
	if c.e.Status == content.Paused {
		heading = "paused_needed"
	}
	return c.openGroup(heading, "glance_needed_none", facts.TheClient)
}

// latest is the newest update, and that nothing was written since the last one was due.
func (c *chapter) latest() (update *Entry, silence string) {
	for _, n := range slices.Backward(c.e.Entries) {
		if n.Kind == content.UpdateKind {
			entry := c.entry(n)
			if c.e.Status == content.Closed {
				entry.Facts = nil // what was to come next
			}
			update = &entry
			break
		}
	}
	if n := len(c.f.Silences); n > 0 && c.running() && c.f.Silences[n-1].To > c.lastNews() {
		silence = c.silence(c.f.Silences[n-1])
	}
	return update, silence
}

// firstDays is how long the beginning of an engagement lasts.
const firstDays = 14

// begin says when the work starts, and what comes in its first two weeks.
func (c *chapter) begin(next []Event) (start string, weeks []Event) {
	key := "begin_on"
	if c.e.Start <= c.f.Today {
		key = "begin_since"
	}
	for _, e := range next {
		if e.on != 0 && e.on <= max(c.e.Start, c.f.Today)+firstDays {
			weeks = append(weeks, e)
		}
	}
	return c.say.Say(key, "date", c.say.Day(c.e.Start)), weeks
}

// offer is what is proposed, and how to say yes to it.
func (c *chapter) offer() *Offer {
	w := c.agreement()
	o := &Offer{Scope: c.scope(w), Plan: c.milestones(), Whole: place.Expectations.Of(c.id).From(c.at)}
	for _, p := range c.priceList() {
		o.Prices = append(o.Prices, c.price(w, p))
	}
	to := c.p.Provider.Email
	if lead := c.p.people[c.e.Lead.ID]; lead != nil && lead.Email != "" {
		to = lead.Email
	}
	subject := c.say.Label("act_accept", c.say.Plain(c.e.Title))
	if c.p.Sealing != nil {
		subject = "" // a mail is not sealed
	}
	o.Agree = mailto(to, subject)
	return o
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

// crew are those who work on the engagement, the lead first.
func (c *chapter) crew() []Person {
	var all []Person
	for _, id := range c.crewIDs() {
		if who := c.p.people[id]; who != nil && who.ours && !who.Left(c.f.Today) {
			all = append(all, c.p.person(c.p.providerText(c.at), who.Person, true))
		}
	}
	return all
}

func (c *chapter) crewIDs() []string {
	ids := []string{c.e.Lead.ID}
	for _, r := range c.e.Team {
		if !slices.Contains(ids, r.ID) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// team names who works on the engagement, the lead aside.
func (c *chapter) team() string {
	var names []string
	for _, id := range c.crewIDs()[1:] {
		if name := c.p.name(id); name != "" {
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
	drawn := Drawn{Card: c.card(k)}
	if k.Current != nil {
		drawn.Spark, drawn.First, drawn.Chart = "", "", c.chart(k, chartPoints)
	}
	g.Figures = append(g.Figures, drawn)
}

// serves tells whether a goal is one of the engagement's.
func (c *chapter) serves(goal string) bool {
	return slices.ContainsFunc(c.e.Goals, func(r content.Ref) bool { return r.ID == goal }) ||
		slices.ContainsFunc(c.e.KPIs.On(c.f.InForce()), func(k *content.KPI) bool { return k.Goal.ID == goal })
}

// closing is how the engagement ended.
func (c *chapter) closing() *Closing {
	w := c.agreement()
	closing := &Closing{On: c.p.fullDay(c.e.Closed), Brought: w.inline(c.e.Closing.Brought), Figures: c.endings()}
	if c.p.Copy {
		closing.Copy = place.Copy.From(c.at)
	}
	for _, h := range c.e.Closing.Handover {
		row := Handover{What: w.inline(h.What), Day: c.p.fullDay(h.Done), State: c.p.state("action_open", Waiting)}
		if h.Done != 0 {
			row.State = c.p.state("action_done", Good)
		}
		closing.Handover = append(closing.Handover, row)
	}
	return closing
}

// endings are what became of the figures that were there to begin with.
func (c *chapter) endings() []Ending {
	var all []Ending
	for i := range c.f.KPIs {
		k := &c.f.KPIs[i]
		if len(k.Points) == 0 || k.Current == nil {
			continue
		}
		before, unit := k.Points[0].Value, k.Content.Unit
		if k.Content.Baseline.At != 0 {
			before = k.Content.Baseline.Value
		} else if len(k.Points) == 1 {
			continue
		}
		e := Ending{Name: c.agreement().inline(k.Content.Name), Before: c.say.Bare(phrase.Shown(before, k.Content), unit)}
		e.After, e.Unit = c.split(phrase.Shown(k.Current.Value, k.Content), unit)
		if t := k.Content.Target; t.Set {
			goal := c.say.Bare(t.High, unit)
			if k.Content.Direction == content.Within {
				goal = c.say.BareRange(t.Low, t.High, unit)
			}
			e.Goal = c.say.Say("closing_goal", "target", goal)
		}
		all = append(all, e)
	}
	return all
}
