package page

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/place"
	"rapport/generator/schema"
)

// Expectations is what was agreed, in numbered clauses.
type Expectations struct {
	Value    template.HTML
	Edition  string // "As agreed on 20 April 2026, changed on 27 August 2026 (2)"
	Facts    []Fact // status, dates, lead, team
	Sections []ExpectationsSection
	Record   string           // the page of all promises with their versions
	Signing  string           // what both sides sign
	Written  map[string]*Fact // what can stand alone under a key of engagement.md, by the key, under its name; nil where it does not
	Extra    map[string]any
}

// An ExpectationsSection is one of the parts of the page of what was agreed. None is
// said where there is nothing to show; of the others one is given.
type ExpectationsSection struct {
	Section
	None       string
	Amended    []Amendment // the changes that moved what stands here
	Goals      []Goal      // without figures
	Told       *Told
	Scope      *Scope
	Turnaround []TurnaroundRow
	Channels   []Channel
	Hours      *Hours
	Prices     []Price
	Duties     *Duties
	Inputs     []InputRow
	Plan       []PlanRow
	Rhythm     []Fact
	Changes    []ChangeRow
	Service    *Service
	Work       *Work
	Brief      *Prose
}

// An Amendment is an accepted change, beside what it moved.
type Amendment struct {
	Title         template.HTML
	Href          string
	By            string // "by Joost de Wit on Mon 2 June 2026"
	Adds, Removes []Item
}

// Scope is what is done, and what is not.
type Scope struct {
	Includes, Excludes, Deliverables, Assumptions []Item
	BestCase, WorstCase                           template.HTML
}

// Duties are what each side does.
type Duties struct{ Ours, Yours []Item }

// Work is how the provider works.
type Work struct{ Processes, Tools []Item }

// A TurnaroundRow is how fast a kind of request is answered and done.
type TurnaroundRow struct {
	ID               string
	Request          template.HTML
	Respond, Resolve string // "4 working hours"; "" if not promised
	Terms            []Term // its versions, where there are several
	Clock            string // "round the clock" or "in working hours"
	Example          string // "Asked on Friday at 16:00: answered by Monday 12:00, done by …"
}

// A Price is a line of the price list.
type Price struct {
	ID, Model, Amount, Includes string
	Item                        template.HTML
	Since                       string // "From Tue 3 November 2026", where it is to come; it stands in Includes too
	Terms                       []Term // its versions, where there are several
	Used                        string // "October 2026: 4 hrs of 10 hrs used; 6 hrs left"; ""
	Tone                        Tone
}

// Service is what the provider does under one name.
type Service struct {
	Name                string
	Does, DoesNot       []Item
	BestCase, WorstCase template.HTML
	Suits               template.HTML
	Body                template.HTML
	More                string // the page of all services, from another page; ""
}

// expectations plans the page of what was agreed. What costs stands before how it is done.
func (c *chapter) expectations() (head, *Expectations) {
	w := c.agreement()
	x := &Expectations{
		Value: w.inline(c.e.Value), Edition: c.edition(), Record: place.Record.Of(c.id).From(c.at), Signing: c.signing(),
		Facts: []Fact{
			{Label: c.say.Get("plan_state"), State: c.p.status(c.e.Status)},
			c.agreementFact(),
			{Label: c.say.Get("field_date"), Value: escape(c.say.Run(c.e))},
		},
		Written: c.written(w),
		Extra:   c.e.Extra,
	}
	if lead := c.p.contact(c.e.Lead.ID); lead != nil {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("lead_heading"), Value: escape(lead.Name)})
	}
	if team := c.team(); team != "" {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("engagement_team"), Value: escape(team)})
	}
	if by := c.e.Renewal.DecideBy; by != 0 {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("field_renewal"), Value: escape(c.say.Date(by))})
	}
	if notice := w.inline(c.e.Renewal.Notice); notice != "" {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("field_notice"), Value: notice})
	}
	add := func(name, heading string, s ExpectationsSection, shown bool) {
		if s.Section = (Section{name, c.say.Get(heading)}); shown {
			x.Sections = append(x.Sections, s)
		}
	}
	none := func(key string, empty bool) string {
		if !empty {
			return ""
		}
		return c.say.Get(key)
	}
	goals, channels, hours := c.wanted(), c.p.channels(c.at), c.p.openingHours(c.e.Start, c.e.End)
	inputs, plan, rhythm, changes, service := c.askedInputs(w), c.agreedPlan(), c.rhythmFacts(), c.changes(true), c.service()
	turnaround, prices := c.turnaround(w), c.prices(w)
	duties := &Duties{w.items(c.e.Duties.Ours), w.items(c.e.Duties.Yours)}
	brief := withContents(c.p.prose(c.id+"/engagement.md", c.at, &c.e.File, bodyPrefix, 3))
	work, told := c.p.work(c.at), c.told()
	if c.e.Status == content.Closed {
		hours.None = "" // what lies ahead concerns this work no more
	}
	scope := "scope_heading"
	if c.e.Status == content.Proposed {
		scope = "scope_heading_proposed"
	}
	add("goals", "goals_heading", ExpectationsSection{Goals: goals}, goals != nil)
	add("scope", scope, ExpectationsSection{Scope: c.scope(w), Amended: c.amended(c.scopeChanges())}, true)
	add("prices", "pricing_heading", ExpectationsSection{Prices: prices}, prices != nil)
	add("plan", "plan_heading", ExpectationsSection{Plan: plan, None: none("plan_none", plan == nil)}, true)
	add("inputs", "inputs_heading", ExpectationsSection{Inputs: inputs, None: none("inputs_empty", inputs == nil)}, true)
	add("duties", "duties_heading", ExpectationsSection{Duties: duties, Amended: c.amended(c.e.Moves(content.DutiesPart))}, duties.Ours != nil || duties.Yours != nil)
	add("turnaround", "turnaround_heading", ExpectationsSection{Turnaround: turnaround}, turnaround != nil)
	add("hours", "hours_heading", ExpectationsSection{Hours: &hours, Amended: c.amended(c.e.Moves(content.HoursPart))}, true)
	add("channels", "help_channels", ExpectationsSection{Channels: channels}, channels != nil)
	add("rhythm", "rhythm_heading", ExpectationsSection{Rhythm: rhythm, Amended: c.amended(c.e.Moves(content.RhythmPart)), None: none("rhythm_none", rhythm == nil)}, true)
	add("told", "told_heading", ExpectationsSection{Told: told}, told != nil)
	add("changes", "changes_heading", ExpectationsSection{Changes: changes, None: none("changes_empty", changes == nil)}, changes != nil || c.e.Status != content.Proposed && c.isFirstVersion())
	add("service", "service_heading", ExpectationsSection{Service: service}, service != nil)
	add("work", "how_we_work", ExpectationsSection{Work: work}, work.Processes != nil || work.Tools != nil)
	add("brief", "brief_heading", ExpectationsSection{Brief: &brief}, brief.HTML != "")
	h := c.head("page_expectations")
	h.version, h.signed = c.versionName(), true
	return h, x
}

// edition says when the agreement was made, and when it was changed, to which version.
func (c *chapter) edition() string {
	if c.e.Status == content.Proposed {
		return c.say.Get("agreement_proposed")
	}
	var changes []string
	for _, v := range c.f.Versions[1:] {
		changes = append(changes, c.say.Say("agreement_edition", "date", c.say.Date(v.Since), "n", v.Number))
	}
	agreed := c.say.Date(c.f.Versions[0].Since)
	if changes == nil {
		return c.say.Say("agreement_agreed", "date", agreed)
	}
	return c.say.Say("agreement_changed", "date", agreed, "changes", c.say.List(changes))
}

// versionName names the version of the agreement that holds, and since when it does.
func (c *chapter) versionName() string {
	v := c.f.Agreement()
	words := c.say.Say("agreement_version", "n", v.Number)
	if c.e.Status != content.Proposed {
		words = c.say.Say("agreement_since", "version", words, "date", c.say.Date(v.Since))
	}
	return words
}

// signing is what stands above the signatures: what is signed, and how it can be told
// later whether anything is different.
func (c *chapter) signing() string {
	return c.say.Say("agreement_signing", "version", c.versionName(), "fingerprint", c.f.Agreement().Fingerprint)
}

// scopeChanges are the accepted changes that add to the agreement or take from it, and
// those that move its scope otherwise.
func (c *chapter) scopeChanges() []*content.Entry {
	moving := c.e.Moves(content.ScopePart)
	for _, n := range c.e.Entries {
		if n.Change != nil && n.Change.IsAgreed() && len(n.Change.Adds)+len(n.Change.Removes) > 0 && !slices.Contains(moving, n) {
			moving = append(moving, n)
		}
	}
	slices.SortStableFunc(moving, func(a, b *content.Entry) int { return cmp.Compare(a.Change.Accepted, b.Change.Accepted) })
	return moving
}

// amended tells of accepted changes beside what they moved.
func (c *chapter) amended(changes []*content.Entry) []Amendment {
	var all []Amendment
	for _, n := range changes {
		w := c.entryText(n)
		all = append(all, Amendment{
			Title: w.inline(n.Title), Href: place.Entry(c.e, n).From(c.at), By: c.p.accepted(n),
			Adds: w.items(n.Change.Adds), Removes: w.items(n.Change.Removes),
		})
	}
	return all
}

// written are the values of engagement.md that stand alone under their keys, so that a
// layout can show one without more being written here.
func (c *chapter) written(w textContext) map[string]*Fact {
	all := map[string]*Fact{}
	c.e.Singles(func(v schema.Value) {
		l := &factList{c: c, w: w}
		l.value(v.Info.Key, v.Of)
		all[v.Info.Key] = nil
		if len(l.all) > 0 {
			all[v.Info.Key] = &l.all[0]
		}
	})
	return all
}

// scope is what is done, and what is not.
func (c *chapter) scope(w textContext) *Scope {
	s := c.e.Scope
	return &Scope{
		Includes: w.items(s.Includes), Excludes: w.items(s.Excludes),
		Deliverables: w.items(s.Deliverables), Assumptions: w.items(s.Assumptions),
		BestCase: w.inline(s.BestCase), WorstCase: w.inline(s.WorstCase),
	}
}

// turnaround lists how fast each kind of request is answered and done.
func (c *chapter) turnaround(w textContext) []TurnaroundRow {
	var rows []TurnaroundRow
	for _, t := range c.e.Turnaround.On(c.f.InForce()) {
		row := c.turnaroundRow(w, t)
		row.Terms = otherTerms(c, c.e.Turnaround.Versions(t.ID), c.turnaroundTerm)
		rows = append(rows, row)
	}
	return rows
}

// prices is the price list.
func (c *chapter) prices(w textContext) []Price {
	var rows []Price
	for _, price := range c.priceList() {
		row := c.price(w, price)
		row.Terms = otherTerms(c, c.e.Pricing.Versions(price.ID), c.priceTerm)
		rows = append(rows, row)
	}
	return rows
}

// priceList are the prices in force, and behind them those that will be the first of their
// kind: what somebody will pay has to be known before.
func (c *chapter) priceList() []*content.Price {
	list := c.e.Pricing.On(c.f.InForce())
	for i := range c.e.Pricing {
		p := &c.e.Pricing[i]
		if !slices.ContainsFunc(list, func(known *content.Price) bool { return known.ID == p.ID }) {
			list = append(list, p)
		}
	}
	return list
}

// work is how the provider works.
func (p *planner) work(page string) *Work {
	w := p.providerText(page)
	work := &Work{Tools: w.items(p.Provider.Tools)}
	for _, process := range p.Provider.Processes {
		work.Processes = append(work.Processes, Item{What: w.inline(process.Name), Detail: w.inline(process.How)})
	}
	return work
}

// wanted lists the goals that the engagement serves, the first ones first.
func (c *chapter) wanted() []Goal {
	var goals []Goal
	w := c.p.clientText(c.at)
	for _, g := range c.p.Facts.Content.Goals {
		if !c.serves(g.ID) {
			continue
		}
		goal := Goal{ID: g.ID, Want: w.inline(g.Want), Why: w.inline(g.Why), Priority: g.Priority, Said: c.p.said(g)}
		if g.Priority > 0 {
			goal.Rank = c.say.Say("goal_priority", "n", g.Priority)
		}
		goals = append(goals, goal)
	}
	slices.SortStableFunc(goals, func(a, b Goal) int {
		return cmp.Compare(cmp.Or(a.Priority, math.MaxInt), cmp.Or(b.Priority, math.MaxInt))
	})
	return goals
}

// said says who said what the client wants, and when; "" where that is not known.
func (p *planner) said(g content.Goal) string {
	words := slices.DeleteFunc([]string{p.name(g.By.ID), p.say.Date(g.On), p.source(g.Source)}, func(word string) bool { return word == "" })
	if len(words) == 0 {
		return ""
	}
	return p.say.Label("goal_said", strings.Join(words, p.say.Get("comma")))
}

// turnaroundRow is a promise of how soon, with an example of its own.
func (c *chapter) turnaroundRow(w textContext, t *content.Turnaround) TurnaroundRow {
	row := TurnaroundRow{
		ID: t.ID, Request: w.inline(t.Request),
		Respond: c.say.Duration(t.Respond, t.Always), Resolve: c.say.Duration(t.Resolve, t.Always),
		Clock: c.p.turnaroundClock(t),
	}
	asked := c.exampleTime()
	if asked.IsZero() {
		return row
	}
	due := func(d calendar.Duration) string {
		at := c.p.Provider.Calendar.Deadline(asked, d)
		if t.Always {
			at, _ = calendar.Always(asked, d, nil)
		}
		return c.say.Weekday(at.In(c.p.Client.Zone).Weekday()) + " " + c.say.TimeOfDay(at)
	}
	question := c.say.Weekday(asked.In(c.p.Client.Zone).Weekday()) + " " + c.say.TimeOfDay(asked)
	respond, resolve := t.Respond != calendar.Duration{}, t.Resolve != calendar.Duration{}
	switch {
	case respond && resolve:
		row.Example = c.say.Say("turnaround_example_resolved", "asked", question, "answered", due(t.Respond), "resolved", due(t.Resolve))
	case respond:
		row.Example = c.say.Say("turnaround_example", "asked", question, "answered", due(t.Respond))
	case resolve:
		row.Example = c.say.Say("turnaround_example_solved", "asked", question, "resolved", due(t.Resolve))
	}
	return row
}

// turnaroundClock says in which hours a promise is counted.
func (p *planner) turnaroundClock(t *content.Turnaround) string {
	if t.Always {
		return p.say.Get("turnaround_clock_always")
	}
	return p.say.Get("turnaround_clock_working")
}

// exampleTime is an hour before closing on the last working day of an ordinary
// week, the hardest time to promise anything for. The week is a fixed one, so
// that the example does not change from day to day: the first full working week
// after the engagement's start, or since the hours of today hold.
func (c *chapter) exampleTime() time.Time {
	cal := c.p.Provider.Calendar
	since := max(c.e.Start, c.p.hoursSince(c.f.InForce()))
	monday := since + 7 - calendar.Date((int(since.Weekday())+6)%7)
	for range 26 {
		full, last := true, calendar.Date(0)
		for d := monday; d < monday+14; d++ {
			works := len(cal.Week(d)[d.Weekday()]) > 0
			full = full && works == cal.Open(d)
			if works && d < monday+7 {
				last = d
			}
		}
		if full && last != 0 {
			return cal.Closing(last).Add(-time.Hour)
		}
		monday += 7
	}
	return time.Time{}
}

// price is a line of the price list.
func (c *chapter) price(w textContext, p *content.Price) Price {
	row := Price{ID: p.ID, Item: w.inline(p.Item), Amount: c.say.Money(p.Amount)}
	if p.Model != "hourly" && (p.Model != "unit" || p.Per == "") { // whose amount says it
		row.Model = c.say.Get("pricing_" + p.Model)
	}
	switch p.Per {
	case "":
	case "hour", "day", "week", "month", "quarter", "year":
		row.Amount += " " + c.say.Get("per_"+p.Per)
	default:
		row.Amount += " " + c.say.Say("per_unit", "unit", p.Per)
	}
	if p.Model == "hourly" && p.Per == "" {
		row.Amount += " " + c.say.Get("per_hour")
	}
	if p.Includes.N > 0 {
		row.Includes = c.say.Say("pricing_includes", "hours", c.say.Hours(p.Includes.N))
	}
	for _, term := range c.useTerms(p) {
		if row.Includes != "" {
			row.Includes += c.say.Get("semicolon")
		}
		row.Includes += term
	}
	row.Since = c.priceSince(p)
	row.Used, row.Tone = c.usedNow(p.ID)
	return row
}

// priceSince says from when on a price is asked; "" where it is by now.
func (c *chapter) priceSince(p *content.Price) string {
	if p.Since <= c.f.InForce() {
		return ""
	}
	return c.say.Say("hours_since", "date", c.say.Date(p.Since))
}

// useTerms are what was agreed on what is not used, on what is used beyond, and on how much
// may be billed unasked.
func (c *chapter) useTerms(p *content.Price) []string {
	var terms []string
	if since := c.priceSince(p); since != "" {
		terms = append(terms, since)
	}
	if p.Carry > 0 {
		terms = append(terms, c.say.Plural("pricing_carry", p.Carry))
	}
	if !p.Over.IsZero() {
		terms = append(terms, c.say.Say("pricing_over", "item", c.say.Name(c.f, p.Over.ID)))
	}
	if p.Cap.Currency != "" {
		terms = append(terms, c.say.Say("money_cap", "cap", c.say.Money(p.Cap)))
	}
	return terms
}

// rhythmFacts says when the client hears from the provider.
func (c *chapter) rhythmFacts() []Fact {
	var all []Fact
	add := func(kind string, r calendar.Rhythm) {
		if words := c.p.rhythm(r); words != "" {
			all = append(all, Fact{Label: c.say.Get("rhythm_" + kind), Value: escape(words)})
		}
	}
	add("update", c.e.Rhythm.Update)
	add("report", c.e.Rhythm.Report)
	add("feedback", c.e.Rhythm.Feedback)
	if within := c.e.ReviewWithin; !within.IsZero() {
		all = append(all, Fact{Label: c.say.Get("rhythm_review"), Value: escape(c.say.Say("rhythm_review_within", "days", c.say.WorkingDays(within.N)))})
	}
	if meeting := c.e.Rhythm.Meeting; !meeting.Every.IsZero() {
		words := c.p.rhythm(meeting.Every)
		if meeting.Length.N > 0 {
			words += c.say.Get("comma") + c.say.Say("rhythm_meeting_length", "length", c.say.Hours(meeting.Length.N))
		}
		fact := Fact{Label: c.say.Get("rhythm_meeting"), Value: escape(words)}
		switch {
		case strings.HasPrefix(meeting.Where, "https://"), strings.HasPrefix(meeting.Where, "http://"):
			fact.Value += template.HTML(` · <a href="` + template.HTMLEscapeString(meeting.Where) + `" rel="noreferrer">` + string(escape(c.say.Get("rhythm_meeting_join"))) + `</a>`)
		case meeting.Where != "":
			fact.Value += " · " + escape(meeting.Where)
		}
		all = append(all, fact)
	}
	return all
}

// service explains the engagement's service; nil if it names none.
func (c *chapter) service() *Service {
	s := c.p.serviceOf(c.e.Service.ID)
	if s == nil {
		return nil
	}
	service := c.p.service(s, c.at, "service-", 4)
	service.More = place.Services.Place().From(c.at)
	return service
}
