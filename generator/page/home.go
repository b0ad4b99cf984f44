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
	Since       string // "Working together since April 2023"
	Burning     []Burning
	Planned     []Event // work that the client may notice
	Needed      []Need  // the first, by their days
	NeededMore  []Need
	AndMore     string // "and 4 more": than the first need; ""
	Further     string // "and 12 more": NeededMore; ""
	Cards       []Card
	New         []Event
	ByMail      []Mailing // that ask to be told of what is new, each time or once a week; none where no work goes on
	Next        []Event
	Engagements []Summed
	Ended       bool // all work has: nothing is needed and nothing comes
	Unwritten   bool // no entry and no report is there, so that the journal holds nothing earlier
}

// Burning is an engagement that is in trouble, with the first reasons why.
type Burning struct {
	Title   template.HTML // "" where the portal has one engagement
	Href    string        // of its progress
	State   State
	Reasons []Reason
}

// How much the first page shows at most of what could be more.
const (
	maxNeeded  = 5
	maxBurning = 2 // reasons
)

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
		h.Burning = append(h.Burning, c.burning()...)
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
	slices.SortStableFunc(h.Needed, func(a, b Need) int { return strings.Compare(cmp.Or(a.Due.ISO, "~"), cmp.Or(b.Due.ISO, "~")) }) // without a day last
	h.Needed = append(h.Needed, p.wishes(at)...)
	if n := len(h.Needed); n > 1 {
		h.AndMore = p.say.Plural("and_more", n-1)
	}
	if n := len(h.Needed); n > maxNeeded+1 {
		h.Further = p.say.Plural("and_more", n-maxNeeded)
		h.Needed, h.NeededMore = h.Needed[:maxNeeded], h.Needed[maxNeeded:]
	}
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
	return head{title: p.say.Get("home"), heading: escape(p.Client.Name), description: p.say.Say("footer_made_by", "provider", p.Provider.Name, "client", p.Client.Name)}.today(), h
}

// burning is the engagement where it is in trouble.
func (c *chapter) burning() []Burning {
	health := c.health()
	if health == nil || health.State.Tone != Poor {
		return nil
	}
	b := Burning{Href: place.Progress.Of(c.id).From(c.at), State: health.State}
	for _, r := range health.Reasons {
		if r.State.Tone == Poor && len(b.Reasons) < maxBurning {
			b.Reasons = append(b.Reasons, r)
		}
	}
	if !c.p.portal.Single {
		b.Title = c.agreement().inline(c.e.Title)
	}
	return []Burning{b}
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
