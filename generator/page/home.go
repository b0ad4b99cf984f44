package page

import (
	"cmp"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// maxCards is how many KPIs the first page shows at most.
const maxCards = 6

// home plans the portal's first page: what is needed, did it work, what
// changed, what comes next.
func (p *planner) home(page *Page) {
	at := page.Path
	h := &Home{
		Welcome: p.prose("client.md", at, &p.Client.File, bodyPrefix, 3).HTML,
		Since:   p.since(),
	}
	for _, f := range p.Facts.Engagements {
		c := p.chapter(f)
		h.Needed = append(h.Needed, c.needs(at, facts.TheClient)...)
		h.New = append(h.New, c.news(at)...)
		h.Next = append(h.Next, c.coming(at)...)
		h.Engagements = append(h.Engagements, c.summed(at))
		if f.Content.Status == content.Active || f.Content.Status == content.Paused {
			for _, k := range c.byPriority() {
				h.Cards = append(h.Cards, c.card(at, k))
			}
		}
	}
	h.Cards = first(maxCards, h.Cards)
	slices.SortStableFunc(h.New, func(a, b Event) int { return cmp.Compare(b.on, a.on) })
	slices.SortStableFunc(h.Next, func(a, b Event) int { return cmp.Compare(a.on, b.on) })
	h.New, h.Next = first(maxEvents, h.New), first(maxEvents, h.Next)
	page.Title, page.Heading = p.say.Get("page_glance"), escape(p.Client.Name)
	page.Description = p.say.Say("footer_made_by", "provider", p.Provider.Name, "client", p.Client.Name)
	page.Body = h
	p.dated(page)
}

// since tells how long the two have worked together; "" where that is not known.
func (p *planner) since() string {
	if p.Client.Since == 0 {
		return ""
	}
	return p.say.Say("glance_together_since", "date", p.say.Month(p.Client.Since))
}

// byPriority lists an engagement's KPIs that have a figure, those of the
// client's first goals first.
func (c *chapter) byPriority() []*facts.KPI {
	var all []*facts.KPI
	for i := range c.f.KPIs {
		if c.f.KPIs[i].Current != nil {
			all = append(all, &c.f.KPIs[i])
		}
	}
	rank := func(k *facts.KPI) int {
		if g := c.goal(k.Content.Goal.ID); g != nil && g.Priority > 0 {
			return g.Priority
		}
		return 1000
	}
	slices.SortStableFunc(all, func(a, b *facts.KPI) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

// summed is an engagement on the portal's first page.
func (c *chapter) summed(page string) Summed {
	return Summed{
		Title: c.agreement(page).inline(c.e.Title), Href: place.Overview.Of(c.id).From(page),
		State: c.status(c.e.Status), Health: c.health(page),
		Value: c.agreement(page).inline(c.e.Value), When: c.say.Span(c.e.Start, c.e.End), Draft: c.e.Draft,
	}
}

// health is how the engagement does, with the reasons; nil where there is no verdict.
func (c *chapter) health(page string) *Health {
	if c.f.Health == nil {
		return nil
	}
	h := &Health{State: c.healthState(c.f.Health.State)}
	if c.f.Health.State == facts.Green {
		h.Sentence = c.say.Get("health_green_about")
	} else {
		h.Sentence = c.say.Plural("health_reasons_count", len(c.f.Health.Reasons))
	}
	if word := c.f.Health.Stated; word != "" {
		h.Stated = c.healthState(word)
		if word.Gravity() < c.f.Health.State.Gravity() {
			h.Rosier = c.say.Get("health_stated_rosier")
		}
	}
	for _, r := range c.f.Health.Reasons {
		h.Reasons = append(h.Reasons, Reason{
			Text: c.say.Reason(c.f, &r), Href: place.Reason(c.id, &r).From(page),
			State: c.healthState(r.State),
		})
	}
	return h
}

// overview plans an engagement's first page.
func (c *chapter) overview(page *Page) {
	page.Title = c.say.Plain(c.e.Title)
	page.Heading = c.agreement(page.Path).inline(c.e.Title)
	page.Description = c.say.Plain(c.e.Value)
	at := page.Path
	o := &EngagementHome{
		Value: c.agreement(at).inline(c.e.Value), When: c.say.Span(c.e.Start, c.e.End),
		Lead: c.contact(c.e.Lead.ID), Team: c.crew(),
		Health: c.health(at), Needed: c.needs(at, facts.TheClient),
		New: first(maxEvents, c.news(at)), Next: first(maxEvents, c.coming(at)),
		Extra: c.e.Extra,
	}
	o.Note = c.standing()
	o.Goals, o.Others = c.goals(at)
	for i := len(c.e.Entries) - 1; i >= 0 && o.Latest == nil; i-- {
		if n := c.e.Entries[i]; n.Kind == content.UpdateKind {
			entry := c.entry(at, n)
			o.Latest = &entry
		}
	}
	if n := len(c.f.Silences); n > 0 && (o.Latest == nil || c.f.Silences[n-1].To > c.lastUpdate()) {
		o.Silence = c.silence(c.f.Silences[n-1])
	}
	if n := len(c.e.Reports); n > 0 {
		row := c.reportRow(at, c.e.Reports[n-1])
		o.Report = &row
	}
	if c.e.Status == content.Closed {
		o.Closing = c.closing(at)
	}
	page.Body = o
	c.dated(page)
}

// lastUpdate is the day of the newest update; zero if there is none.
func (c *chapter) lastUpdate() (day calendar.Date) {
	for _, n := range c.e.Entries {
		if n.Kind == content.UpdateKind {
			day = n.Date
		}
	}
	return day
}

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

// crew says who leads the engagement and who works on it.
func (c *chapter) crew() string {
	words := c.say.Say("engagement_lead", "name", c.name(c.e.Lead.ID))
	if team := c.team(); team != "" {
		words += " · " + c.say.Say("label_value", "label", c.say.Get("engagement_team"), "value", team)
	}
	return words
}

// team names who works on the engagement, the lead aside.
func (c *chapter) team() string {
	var names []string
	for _, r := range c.e.Team {
		if name := c.name(r.ID); name != "" && r.ID != c.e.Lead.ID {
			names = append(names, name)
		}
	}
	return c.say.List(names)
}

// goals lists the goals that the engagement serves with the KPIs of each, and
// the KPIs that belong to none of them.
func (c *chapter) goals(page string) (goals []Goal, others Goal) {
	seen := map[string]bool{}
	goals = c.wanted(page)
	for g := range goals {
		for i := range c.f.KPIs {
			if k := &c.f.KPIs[i]; k.Content.Goal.ID == goals[g].ID {
				goals[g].show(c, page, k)
				seen[k.Content.ID] = true
			}
		}
	}
	for i := range c.f.KPIs {
		if k := &c.f.KPIs[i]; !seen[k.Content.ID] {
			others.show(c, page, k)
		}
	}
	return goals, others
}

// show adds a KPI to a goal, with its chart where it has a figure.
func (g *Goal) show(c *chapter, page string, k *facts.KPI) {
	g.Cards = append(g.Cards, c.card(page, k))
	if k.Current != nil {
		g.Charts = append(g.Charts, c.chart(page, k, chartPoints))
	}
}

// serves tells whether a goal is one of the engagement's.
func (c *chapter) serves(goal string) bool {
	for _, r := range c.e.Goals {
		if r.ID == goal {
			return true
		}
	}
	for _, k := range c.e.KPIs {
		if k.Goal.ID == goal {
			return true
		}
	}
	return false
}

// closing is how the engagement ended.
func (c *chapter) closing(page string) *Closing {
	w := c.agreement(page)
	closing := &Closing{On: c.fullDay(c.e.Closed), Brought: w.inline(c.e.Closing.Brought)}
	for _, h := range c.e.Closing.Handover {
		row := Handover{What: w.inline(h.What), Day: c.fullDay(h.Done), State: c.state("action_open", Waiting)}
		if h.Done != 0 {
			row.State = c.state("action_done", Good)
		}
		closing.Handover = append(closing.Handover, row)
	}
	return closing
}
