package page

import (
	"cmp"
	"html/template"
	"slices"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Home is the first page of a portal.
type Home struct {
	Welcome     template.HTML
	Since       string // "Working together since April 2023"
	Needed      []Need
	Cards       []Card
	New         []Event
	Next        []Event
	Engagements []Summed
}

// Summed is an engagement on the first page.
type Summed struct {
	Title  template.HTML
	Href   string
	State  State
	Health *Health
	Value  template.HTML
	When   string // "2 March 2026 to 18 December 2026"
	Draft  bool
}

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

// summed is an engagement on the portal's first page.
func (c *chapter) summed(page string) Summed {
	return Summed{
		Title: c.agreement(page).inline(c.e.Title), Href: place.Overview.Of(c.id).From(page),
		State: c.status(c.e.Status), Health: c.health(page),
		Value: c.agreement(page).inline(c.e.Value), When: c.say.Span(c.e.Start, c.e.End), Draft: c.e.Draft,
	}
}
