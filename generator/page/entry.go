package page

import (
	"html/template"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/place"
)

// An Entry is something that happened.
type Entry struct {
	ID      string // anchor on the journal's page
	Href    string // from this page to the entry
	Stands  string // the same, of an entry of the journal that is shown on another page than its own; ""
	Kind    string // update, …; "silence" for what the portal itself says
	Label   string
	Day     Day
	Short   string // the same in a column: "2 Oct"
	Title   template.HTML
	By      string
	Affects []Link
	State   State
	Facts   []Fact
	Body    template.HTML
	Actions []Action // what the client can do about it, in the journal
	Draft   bool
}

// entryText is the context of an entry on a page of the portal.
func (c *chapter) entryText(n *content.Entry) textContext {
	return c.p.text(c.at, &n.File, c.id+"/journal/"+n.ID+".md")
}

// line is an entry in a list elsewhere than in the journal: without its body.
func (c *chapter) line(n *content.Entry) Entry {
	w := c.entryText(n)
	e := Entry{
		ID: n.ID, Href: place.Entry(c.e, n).From(c.at),
		Kind: string(n.Kind), Label: c.say.Kind(n.Kind),
		Day: c.p.fullDay(n.Date), Short: c.say.Short(n.Date), Title: w.inline(n.Title), By: c.p.name(n.By.ID),
		State: c.entryState(n), Draft: n.Draft,
	}
	l := &factList{c: c, w: w}
	presenters[n.Kind].facts(l, n)
	l.plain("source", c.p.source(n.Source))
	e.Facts = l.all
	return e
}

// entry is an entry with all that it says.
func (c *chapter) entry(n *content.Entry) Entry {
	e := c.line(n)
	e.Body = c.p.prose(c.id+"/journal/"+n.ID+".md", c.at, &n.File, n.ID+"-", 3).HTML
	for _, r := range n.Affects {
		e.Affects = append(e.Affects, Link{Text: escape(c.say.Name(c.f, r.ID)), Href: place.Part(c.e, r.ID).From(c.at)})
	}
	e.Actions = c.actions(n)
	return e
}

// entryState is where an entry stands; the zero State for what is never open. What was
// open when the work ended is so for good: nobody works on it or waits for it any more.
func (c *chapter) entryState(n *content.Entry) State {
	if c.e.Status == content.Closed && open(n) {
		return c.p.state("entry_ended", Plain)
	}
	if state := presenters[n.Kind].state; state != nil {
		return state(c, n)
	}
	return State{}
}

// open tells whether something that an entry asks for or tells of goes on.
func open(n *content.Entry) bool {
	switch n.Kind {
	case content.DecisionKind:
		return n.Decision.Decided == 0
	case content.QuestionKind:
		return n.Question.Answered == 0
	case content.RequestKind:
		return n.Request.Resolved.IsZero()
	case content.RiskKind:
		return n.Risk.Closed == 0
	case content.IncidentKind:
		return n.Incident.Resolved.IsZero()
	case content.ConcernKind:
		return n.Concern.Settled == 0
	case content.ChangeKind:
		return n.Change.State == "proposed"
	}
	return false
}

// settled is the state of what is settled by a day, or waits for somebody. Whether it
// is late is for the pages that depend on the day; the journal does not.
func (c *chapter) settled(kind, settled string, on calendar.Date) State {
	if on != 0 {
		return c.p.state(kind+"_"+settled, Good)
	}
	return c.p.state(kind+"_open", Waiting)
}

// source says in which mail or form a client's own word came; "" where it did not.
func (p *planner) source(s content.Source) string {
	if s.IsZero() {
		return ""
	}
	return p.say.Say("source_"+s.By, "date", p.say.Date(s.At.Day))
}

// sourced says in which mail or form something was said, behind it.
func (p *planner) sourced(said string, s content.Source) string {
	if source := p.source(s); source != "" {
		return said + " (" + source + ")"
	}
	return said
}

// A factList collects what an entry says under labels.
type factList struct {
	c   *chapter
	w   textContext
	all []Fact
}

func (l *factList) html(key string, value template.HTML) {
	if value != "" {
		l.all = append(l.all, Fact{Label: l.c.say.Get("field_" + key), Value: value})
	}
}

func (l *factList) text(key string, t content.Text) { l.html(key, l.w.inline(t)) }
func (l *factList) plain(key, value string)         { l.html(key, escape(value)) }
func (l *factList) goal(r content.Ref) {
	if g := l.c.p.goal(r.ID); g != nil {
		l.html("goal", l.c.p.clientText(l.c.at).inline(g.Want))
	}
}
func (l *factList) person(key string, r content.Ref)    { l.plain(key, l.c.p.name(r.ID)) }
func (l *factList) day(key string, d calendar.Date)     { l.plain(key, l.c.say.Date(d)) }
func (l *factList) moment(key string, m content.Moment) { l.plain(key, l.c.say.Moment(m)) }

// value adds a value of any type that has one way to be said: of a pointer to it.
func (l *factList) value(key string, of any) {
	switch v := of.(type) {
	case *content.Text:
		l.text(key, *v)
	case *content.Ref:
		l.person(key, *v)
	case *content.Moment:
		l.moment(key, *v)
	case *content.Money:
		l.plain(key, l.c.say.Money(*v))
	case *calendar.Date:
		l.day(key, *v)
	case *calendar.Rhythm:
		l.plain(key, l.c.p.rhythm(*v))
	case *string:
		l.plain(key, *v)
	}
}

// word adds one of the words that a field can have: that of the family's text.
func (l *factList) word(key, word string) {
	if word != "" {
		l.plain(key, l.c.say.Get(key+"_"+word))
	}
}

func (l *factList) items(key string, items []content.Item) { l.list(key, l.w.items(items)) }

func (l *factList) list(key string, items []Item) {
	if len(items) > 0 {
		l.all = append(l.all, Fact{Label: l.c.say.Get("field_" + key), List: items})
	}
}
