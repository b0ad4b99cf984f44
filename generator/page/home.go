package page

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// Home is the first page of a portal. Its heading says how things stand.
type Home struct {
	Welcome     template.HTML
	Since       string  // "Working together since April 2023"
	NextNews    string  // "Next news: Mon 19 October"; ""
	Alerts      []Alert // work in trouble, and work that needs attention
	AlertsMore  string  // "and 9 more": than these; ""
	Planned     []Event // work that the client may notice
	Needed      []Need  // the first, by their days
	NeededMore  []Need  // those that follow
	AndMore     string  // "and 4 more": than the first need; ""
	Further     string  // "and 12 more": than Needed; ""
	NeededRest  string  // "and 148 more": than NeededMore; ""
	NeededAt    []Link  // where all of it stands, an engagement each
	Cards       []Card
	New         []Event
	Next        []Event
	Engagements []Summed
	Brought     []template.HTML // what the work brought, or would bring, where none goes on
	Team        []Person        // the provider's, where all work is yet to begin
	Caller      *Caller         // whom to call; nil where all work has ended, or nobody is named
	Owners      []Link          // who of the client's has a calendar of their own, and where
	Reports     []Link          // to take along: the newest report and the summary of each work that goes on
	Ended       bool            // all work has: nothing is needed and nothing comes
	Unwritten   bool            // no entry and no report is there, so that the journal holds nothing earlier

	needs int // how much is needed, also what is not listed
}

// An Alert is an engagement that does not go well, with the first reasons why.
type Alert struct {
	Title   template.HTML // "" where the portal has one engagement
	Href    string        // of its progress
	State   State
	Reasons []Reason
	More    string // "3 things need attention", where not all are Reasons; ""
	Word    string // who is on it, and when the last and next words of it are; ""

	reasons int // how many there are
}

// A Caller is whom the client calls, with what a script needs to tell whether somebody is
// there now.
type Caller struct {
	*Contact
	Photo    string // below the portal's root; ""
	Initials string
	Hours    Hours // without its rows
}

// How much the first page shows at most of what could be more.
const (
	maxNeeded  = 5
	maxFolded  = 15
	maxAlerts  = 2
	maxReasons = 2 // of work that is in trouble
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

// urgency sorts what is off target before what is on it.
var urgency = map[Tone]int{Poor: 0, Fair: 1, Good: 2, Plain: 3}

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
	var waiting []pending
	var news calendar.Date
	for _, f := range p.Facts.Engagements {
		c := p.chapter(f, at)
		h.Planned = append(h.Planned, c.planned()...)
		waiting = append(waiting, c.pending()...)
		h.New = append(h.New, c.news()...)
		h.Next = append(h.Next, c.coming()...)
		h.Engagements = append(h.Engagements, c.summed())
		h.Brought = append(h.Brought, c.brought()...)
		h.Alerts = append(h.Alerts, c.alert()...)
		if day := c.nextNews(); day != 0 && (news == 0 || day < news) && f.Content.Status == content.Active {
			news = day
		}
		h.Reports = append(h.Reports, c.takeAway()...)
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
	if len(p.withStatus(content.Active))+len(p.withStatus(content.Paused)) > 0 {
		h.Brought = nil
	}
	if h.Unwritten && !h.Ended {
		h.Team = p.team(at)
	}
	if news != 0 {
		h.NextNews = p.say.Say("home_next_news", "date", p.say.Day(news))
	}
	p.tellNeeds(h, waiting, at)
	if !h.Ended {
		h.Caller, h.Owners = p.caller(), p.owners(at)
	}
	if h.Ended {
		h.Cards = before
	}
	opening := p.opening(h)                                                                                  // of all figures and needs
	slices.SortStableFunc(h.Alerts, func(a, b Alert) int { return cmp.Compare(b.State.Tone, a.State.Tone) }) // poor before fair
	h.shortenAlerts(p.say)
	slices.SortStableFunc(h.Cards, func(a, b Card) int { return cmp.Compare(urgency[a.Status.Tone], urgency[b.Status.Tone]) })
	h.Cards = first(maxCards, h.Cards)
	slices.SortStableFunc(h.Planned, func(a, b Event) int { return cmp.Compare(a.on, b.on) })
	slices.SortStableFunc(h.New, func(a, b Event) int { return cmp.Compare(b.on, a.on) })
	h.New, h.Next = first(maxEvents, h.New), soonest(h.Next)
	return head{title: p.say.Get("home"), heading: escape(opening), description: p.say.Say("footer_made_by", "provider", p.Provider.Name, "client", p.Client.Name)}.today(), h
}

// noDay is later than any day.
const noDay calendar.Date = math.MaxInt32

// A pending item waits for the client in one of its engagements.
type pending struct {
	*chapter
	*facts.OpenItem
}

// pending are the items of the engagement that wait for the client.
func (c *chapter) pending() []pending {
	var all []pending
	for i := range c.f.Open {
		if open := &c.f.Open[i]; open.Side == facts.TheClient {
			all = append(all, pending{c, open})
		}
	}
	return all
}

// tellNeeds says what is needed of the client, in the order of the days, and at the end what has
// no day. What a first page has no room for, it leads to.
func (p *planner) tellNeeds(h *Home, waiting []pending, at string) {
	slices.SortStableFunc(waiting, func(a, b pending) int { return cmp.Compare(cmp.Or(a.Due, noDay), cmp.Or(b.Due, noDay)) })
	for _, w := range first(maxNeeded+maxFolded, waiting) {
		h.Needed = append(h.Needed, w.need(w.OpenItem))
	}
	if rest := len(waiting) - len(h.Needed); rest > 0 {
		h.NeededRest, h.NeededAt = p.say.Plural("and_more", rest), p.needsByWork(waiting)
	}
	wishes := p.wishes(at)
	h.Needed, h.needs = append(h.Needed, wishes...), len(waiting)+len(wishes)
	if h.needs > 1 {
		h.AndMore = p.say.Plural("and_more", h.needs-1)
	}
	if len(h.Needed) > maxNeeded+1 {
		h.Further = p.say.Plural("and_more", h.needs-maxNeeded)
		h.Needed, h.NeededMore = h.Needed[:maxNeeded], h.Needed[maxNeeded:]
	}
}

// needsByWork leads to what is needed for each engagement.
func (p *planner) needsByWork(waiting []pending) []Link {
	count := map[*facts.Engagement]int{}
	for _, w := range waiting {
		count[w.f]++
	}
	var all []Link
	for _, f := range p.Facts.Engagements {
		if n := count[f]; n > 0 {
			c := p.chapter(f, place.Home.Place().File)
			all = append(all, Link{
				Text: c.agreement().inline(c.e.Title) + escape(" ("+strconv.Itoa(n)+")"), Href: place.Progress.Of(c.id).At("s_open").From(c.at),
			})
		}
	}
	return all
}

// shortenAlerts keeps of several alerts what fits above the answers.
func (h *Home) shortenAlerts(say *phrase.Speaker) {
	if n := len(h.Alerts); n > maxAlerts {
		h.AlertsMore, h.Alerts = say.Plural("and_more", n-maxAlerts), h.Alerts[:maxAlerts]
	}
	if len(h.Alerts) < 2 {
		return
	}
	for i := range h.Alerts {
		a := &h.Alerts[i]
		a.Word, a.Reasons = "", first(1, a.Reasons)
		if a.reasons > 1 {
			a.More = say.Plural("health_reasons_count", a.reasons)
		}
	}
}

// alert is the engagement where it does not go well.
func (c *chapter) alert() []Alert {
	health := c.health()
	if health == nil || health.State.Tone != Poor && health.State.Tone != Fair {
		return nil
	}
	a := Alert{Href: place.Progress.Of(c.id).From(c.at), State: health.State, reasons: len(health.Reasons)}
	most := 1
	if a.State.Tone == Poor {
		most, a.Word = maxReasons, c.lastWord()
	}
	for _, r := range health.Reasons {
		if r.State.Tone == a.State.Tone && len(a.Reasons) < most {
			a.Reasons = append(a.Reasons, r)
		}
	}
	if a.reasons > len(a.Reasons) {
		a.More = health.Sentence
	}
	if !c.p.portal.Single {
		a.Title = c.agreement().inline(c.e.Title)
	}
	return []Alert{a}
}

// lastWord says who sees to what is wrong, when there was news last, and when there is next.
func (c *chapter) lastWord() string {
	var lead, last, next string
	if who := c.p.people[c.e.Lead.ID]; who != nil && !who.Left(c.f.Today) {
		lead = c.say.Say("alert_lead", "name", who.Name)
	}
	if day := c.lastNews(); day != 0 {
		last = c.say.Say("alert_last", "date", c.say.Day(day))
	}
	if day := c.nextNews(); day != 0 {
		next = c.say.Say("alert_next", "date", c.say.Day(day))
	}
	return sentences(lead, last, next)
}

// brought is what work that has ended brought, and what work that is proposed would.
func (c *chapter) brought() []template.HTML {
	text := c.e.Value
	if c.e.Status == content.Closed && !c.e.Closing.Brought.IsZero() {
		text = c.e.Closing.Brought
	}
	if text.IsZero() {
		return nil
	}
	return []template.HTML{c.agreement().inline(text)}
}

// team are the people of the provider, to be met.
func (p *planner) team(at string) []Person {
	var all []Person
	for i := range p.Provider.People {
		if who := &p.Provider.People[i]; !who.Left(p.Facts.Today) && (p.portal.Lead == nil || who.ID != p.portal.Lead.ID) {
			all = append(all, p.person(p.providerText(at), who, true))
		}
	}
	return all
}

// nextNews is the day of the next update or report that is announced; zero if none is.
func (c *chapter) nextNews() (day calendar.Date) {
	for _, o := range c.f.Rhythm {
		if (o.Kind == facts.Updates || o.Kind == facts.Reports) && o.State == facts.Upcoming && (day == 0 || o.Due < day) {
			day = o.Due
		}
	}
	return day
}

// caller is whom the client calls; nil where nobody is named.
func (p *planner) caller() *Caller {
	if p.portal.Lead == nil {
		return nil
	}
	hours := p.openingHours(0, 0)
	caller := &Caller{
		Contact: p.portal.Lead, Initials: initials(p.portal.Lead.Name),
		Hours: Hours{Data: hours.Data, OpenNow: hours.OpenNow, ClosedNow: hours.ClosedNow, YourZone: hours.YourZone},
	}
	if who := p.people[p.portal.Lead.ID]; who != nil {
		caller.Photo = p.publish(p.Provider.Tree, who.Photo)
	}
	return caller
}

// takeAway are the pages of the engagement that are made to be shown to others.
func (c *chapter) takeAway() []Link {
	if !c.running() {
		return nil
	}
	var all []Link
	if n := len(c.e.Reports); n > 0 {
		r := c.e.Reports[n-1]
		all = append(all, Link{Text: c.reportText(r).inline(r.Title), Href: place.Report(c.id, r.ID).From(c.at)})
	}
	name := escape(c.say.Get("page_summary"))
	if !c.p.portal.Single {
		name = escape(c.say.Label("page_summary", c.say.Plain(c.e.Title)))
	}
	return append(all, Link{Text: name, Href: place.Summary.Of(c.id).From(c.at)})
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
