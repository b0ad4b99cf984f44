package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Home is the first page of a portal.
type Home struct {
	Welcome     template.HTML
	Since       string  // "Working together since April 2023"
	Planned     []Event // work that the client may notice
	Needed      []Need
	Cards       []Card
	New         []Event
	ByMail      []Mailing // that ask to be told of what is new, each time or once a week; none where no work goes on
	Next        []Event
	Engagements []Summed
	Ended       bool // all work has: nothing is needed and nothing comes
	Unwritten   bool // no entry and no report is there, so that the journal holds nothing earlier
}

// Summed is an engagement on the first page.
type Summed struct {
	Title  template.HTML
	Href   string
	State  State
	Health *Health
	Value  template.HTML
	When   string // "2 March 2026 to 18 December 2026"
	Pause  string // from when to when the work rests; ""
	Draft  bool
}

// maxCards is how many KPIs the first page shows at most.
const maxCards = 6

// home plans the portal's first page: what is needed, did it work, what
// changed, what comes next.
func (p *planner) home(at string) (head, *Home) {
	h := &Home{
		Welcome: p.prose("client.md", at, &p.Client.File, bodyPrefix, 3).HTML,
		Since:   p.since(),
	}
	h.Ended, h.Unwritten = len(p.Facts.Engagements) > 0, true
	var before []Card // of work that has ended
	for _, f := range p.Facts.Engagements {
		c := p.chapter(f, at)
		h.Planned = append(h.Planned, c.planned()...)
		h.Needed = append(h.Needed, c.needs(facts.TheClient)...)
		h.New = append(h.New, c.news()...)
		h.Next = append(h.Next, c.coming()...)
		h.Engagements = append(h.Engagements, c.summed())
		for _, k := range p.Facts.ByPriority(f) {
			switch {
			case c.running():
				h.Cards = append(h.Cards, c.card(k))
			case f.Content.Status == content.Closed:
				before = append(before, c.card(k))
			}
		}
		h.Ended = h.Ended && f.Content.Status == content.Closed
		h.Unwritten = h.Unwritten && c.unwritten()
	}
	h.Needed = append(h.Needed, p.wishes(at)...)
	if !h.Ended {
		h.ByMail = p.newsByMail()
	}
	if h.Ended {
		h.Cards = before
	}
	h.Cards = first(maxCards, h.Cards)
	slices.SortStableFunc(h.Planned, func(a, b Event) int { return cmp.Compare(a.on, b.on) })
	slices.SortStableFunc(h.New, func(a, b Event) int { return cmp.Compare(b.on, a.on) })
	h.New, h.Next = first(maxEvents, h.New), soonest(h.Next)
	return head{title: p.say.Get("page_glance"), heading: escape(p.Client.Name), description: p.say.Say("footer_made_by", "provider", p.Provider.Name, "client", p.Client.Name)}.today(), h
}

// newsByMail are mails, already written, that ask the lead of the work to be told of what is
// new. They say nothing of what the portal holds, since mails pass through other hands.
func (p *planner) newsByMail() []Mailing {
	to := p.Provider.Email
	for _, f := range p.Facts.Engagements {
		lead := p.people[f.Content.Lead.ID]
		if f.Content.Status == content.Active && lead != nil && lead.Email != "" && !lead.Left(p.Facts.Today) {
			to = lead.Email
			break
		}
	}
	subject := p.say.Get("news_mail_subject")
	var all []Mailing
	for _, often := range []string{"each", "weekly"} {
		of := answer.Answer{Client: p.Client.Address, Action: answer.News, Choice: often}
		option := p.say.Get("prefers_news_" + often)
		text := p.say.Named(subject, option) + "\n\n" + of.Mail(nil, p.say.Get("act_mail_leave"))
		all = append(all, Mailing{Text: option, Href: mailto(to, subject) + "&body=" + queryEscape(strings.ReplaceAll(text, "\n", "\r\n"))})
	}
	return all
}

// since tells how long the two have worked together; "" where that is not known.
func (p *planner) since() string {
	if p.Client.Since == 0 {
		return ""
	}
	return p.say.Say("glance_together_since", "date", p.say.MonthWithin(p.Client.Since))
}

// summed is an engagement on the portal's first page.
func (c *chapter) summed() Summed {
	s := Summed{
		Title: c.agreement().inline(c.e.Title), Href: place.Overview.Of(c.id).From(c.at),
		State: c.p.status(c.e.Status), Health: c.health(),
		Value: c.agreement().inline(c.e.Value), When: c.span(), Draft: c.e.Draft,
	}
	if c.e.Status == content.Paused {
		s.Pause = c.standing()
	}
	return s
}
