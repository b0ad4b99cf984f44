package page

import (
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// A Need is something that waits for the reader.
type Need struct {
	What       template.HTML // "Decide: Which colour?"
	Name       template.HTML // the same without the verb: "Which colour?"
	Href       string
	Do         *Link  // to where the client can do it; nil where nobody is asked
	Item       string // what it is, for a script that remembers what was answered
	Kind       string // "Input", "Question", "Decision", …; "" where What says it
	Who        string // on the client's side; ""
	Due        Day
	On         DayMark // the same, to stand beside; zero without a day
	When       string  // "4 working days late", "in 3 working days"
	Why        string  // "it moves New shop live by 5 working days"
	Partly     string  // "Partly, on 2 April"
	State      State
	Engagement string // title; "" where the portal has one engagement
}

// A DayMark is a day as it stands in a column of its own.
type DayMark struct {
	Number string // "19"
	Rest   string // "Mon Oct"
}

// mark is a day for a column; the zero DayMark for none.
func (p *planner) mark(d calendar.Date) DayMark {
	if d == 0 {
		return DayMark{}
	}
	number, rest := p.say.Parts(d, p.say.Today)
	return DayMark{Number: number, Rest: rest}
}

// An Event is something that happened or will.
type Event struct {
	Day        Day    // zero where nobody knows when it will
	Short      string // the same in a column: "19 Oct"
	Kind       string
	Title      template.HTML
	Href       string
	Text       template.HTML
	State      State
	Engagement string
	ID         string // stable, for "new since your last visit"

	on calendar.Date // for sorting
}

// needs lists what waits for a side, as shown on a page. The engagement is
// named where the portal has several and the page is the portal's own.
func (c *chapter) needs(side facts.Side) []Need {
	var all []Need
	for i := range c.f.Open {
		if open := &c.f.Open[i]; open.Side == side {
			all = append(all, c.need(open))
		}
	}
	return all
}

func (c *chapter) need(open *facts.OpenItem) Need {
	n := Need{
		Kind: c.say.ItemKind(open.Kind),
		Who:  c.p.name(open.Who),
		Due:  c.p.day(open.Due),
		On:   c.p.mark(open.Due),
		When: c.say.When(open.Due, open.Overdue),
	}
	switch {
	case open.Overdue > 0 || open.Request != nil && missed(open.Request):
		n.State = c.p.state("action_overdue", Poor)
	case open.Due != 0 && open.Due <= c.f.Today+7:
		n.State = c.p.state("action_open", Waiting)
	default:
		n.State = c.p.state("action_open", Plain)
	}
	n.State = c.rested(n.State)
	n.Name, n.Href = c.openWhat(open), place.Item(c.e, open).From(c.at)
	n.What = n.Name
	if c.waitsForClient(open) {
		n.Item = c.id + "/" + open.Address()
		if c.e.Status == content.Active { // in a pause nobody is asked
			n.What, n.Do, n.Kind = c.todo(open), c.do(open), ""
		}
	}
	if open.Input != nil {
		n.Why, n.Partly = c.say.Blocks(c.f, open.Input), c.say.Sentence(c.say.Partly(open.Input))
	}
	if n.When == "" && open.Age > 0 && open.Due == 0 {
		n.When = c.say.Plural("open_for_days", open.Age)
	}
	if c.at == place.Home.Place().File && !c.p.portal.Single {
		n.Engagement = c.say.Plain(c.e.Title)
	}
	return n
}

// openWhat says what an open item is about.
func (c *chapter) openWhat(open *facts.OpenItem) template.HTML {
	switch {
	case open.Input != nil:
		return c.agreement().inline(open.Subject) + escape(c.say.OfPeriod(open.Input))
	case open.Report != nil:
		return c.reportText(open.Report).inline(open.Subject)
	case open.Request != nil:
		return c.requestTitle(open.Request.Content)
	}
	return c.entryText(open.Entry).inline(open.Subject)
}

// newsAge is how many days back the first pages tell what is new.
const newsAge = 30

// maxEvents is how many events a first page tells at most.
const maxEvents = 6

// news lists what happened of late, the newest first.
func (c *chapter) news() []Event {
	var all []Event
	for _, n := range c.e.Entries {
		if n.Date < c.f.Today-newsAge {
			continue
		}
		all = append(all, Event{
			ID: c.id + "/" + n.ID, Day: c.p.day(n.Date), Short: c.shortDay(n.Date), Kind: c.say.Kind(n.Kind),
			Title: c.entryText(n).inline(n.Title), Href: place.Entry(c.e, n).From(c.at),
			State: c.entryState(n), Engagement: c.title(), on: n.Date,
		})
	}
	for _, r := range c.e.Reports {
		if r.Date < c.f.Today-newsAge {
			continue
		}
		all = append(all, Event{
			ID: c.id + "/reports/" + r.ID, Day: c.p.day(r.Date), Short: c.shortDay(r.Date), Kind: c.say.Report(),
			Title: c.reportText(r).inline(r.Title), Href: place.Report(c.id, r.ID).From(c.at),
			Text: c.reportText(r).inline(r.Summary), Engagement: c.title(), on: r.Date,
		})
	}
	slices.SortStableFunc(all, func(a, b Event) int { return int(b.on - a.on) })
	return all
}

// planned lists the planned work that has not ended, the soonest first.
func (c *chapter) planned() []Event {
	var all []Event
	for _, w := range c.f.Work {
		n := w.Entry
		e := Event{
			ID: c.id + "/" + n.ID, Day: c.p.day(n.Maintenance.From.Day), Short: c.shortDay(n.Maintenance.From.Day), Kind: c.say.Kind(n.Kind),
			Title: c.entryText(n).inline(n.Title), Href: place.Entry(c.e, n).From(c.at),
			Text:  escape(c.say.Between(n.Maintenance.From, n.Maintenance.To)),
			State: c.p.state("maintenance_planned", Waiting), Engagement: c.title(), on: n.Maintenance.From.Day,
		}
		if !n.Maintenance.Effect.IsZero() {
			e.Text += escape(c.say.Get("colon")) + c.entryText(n).inline(n.Maintenance.Effect)
		}
		if w.UnderWay {
			e.State = c.p.state("maintenance_now", Fair)
		}
		all = append(all, e)
	}
	return all
}

// renewal is the day by which it is decided what follows; nothing where that has
// passed, or none is set.
func (c *chapter) renewal() []Event {
	by := c.e.Renewal.DecideBy
	if by < c.f.Today || c.e.Status != content.Active && c.e.Status != content.Paused {
		return nil
	}
	return []Event{{
		ID: c.id + "/renewal", Day: c.p.day(by), Short: c.shortDay(by), Kind: c.say.Kind(content.DecisionKind), Title: escape(c.say.Get("field_renewal")),
		Href: place.Overview.Of(c.id).From(c.at), Engagement: c.title(), on: by,
	}}
}

// comingDays is how far ahead the first pages look.
const comingDays = 60

// running tells whether the work is agreed and has not ended: it may pause.
func (c *chapter) running() bool {
	return c.e.Status == content.Active || c.e.Status == content.Paused
}

// rested is a state as it is shown of work that may be paused: then no date runs, and what
// was late before is said calmly.
func (c *chapter) rested(s State) State {
	if c.e.Status == content.Paused && s.Tone == Poor {
		s.Tone = Plain
	}
	return s
}

// undated tells whether a milestone is still to come and nobody knows when.
func (c *chapter) undated(m *facts.Milestone) bool {
	return c.running() && m.Done == 0 && m.Expected == 0 && !m.Out
}

// milestoneAhead is a milestone that is to come. Where nobody knows when, it says so, and
// what it waits for.
func (c *chapter) milestoneAhead(m *facts.Milestone) Event {
	e := Event{
		ID: c.id + "/" + m.Content.ID, Day: c.p.day(m.Expected), Short: c.shortDay(m.Expected), Kind: c.say.Get("open_kind_milestone"),
		Title: c.agreement().inline(m.Content.What), Href: place.Milestone(c.id, m.Content.ID).From(c.at),
		Engagement: c.title(), on: m.Expected,
	}
	if c.e.Status == content.Proposed || m.State != facts.OnPlan || c.undated(m) {
		e.State = c.milestoneStanding(m)
	}
	if c.undated(m) {
		why := []string{c.say.Sentence(c.say.Get("milestone_no_date"))}
		if moved := c.say.MovedBy(c.f, m); moved != "" {
			why = append(why, c.say.Sentence(moved))
		}
		e.Text = escape(strings.Join(why, " "))
	}
	return e
}

// coming lists what is to happen, the soonest first, and at the end what nobody knows
// the day of.
func (c *chapter) coming() []Event {
	var all []Event
	if c.e.Status == content.Closed {
		return nil
	}
	for i := range c.f.Milestones {
		if m := &c.f.Milestones[i]; m.Done == 0 && (m.Expected >= c.f.Today || c.undated(m)) {
			all = append(all, c.milestoneAhead(m))
		}
	}
	for _, o := range c.f.Rhythm {
		if o.State != facts.Upcoming {
			continue
		}
		var hour string
		if at := c.e.Rhythm.Meeting.Every.At; o.Kind == facts.Meetings && at >= 0 {
			hour = c.say.HourIn(o.Due.At(c.p.Provider.Zone, time.Duration(at)*time.Minute), c.p.Provider.Zone)
		}
		all = append(all, Event{
			ID: c.id + "/" + string(o.Kind) + "/" + o.Due.String(), Day: c.p.day(o.Due), Short: c.shortDay(o.Due), Kind: c.say.Get("kind_" + string(o.Kind)),
			Title: escape(c.say.RhythmKind(o.Kind)), Text: escape(hour), Href: place.Rhythm(c.id, o.Kind).From(c.at),
			Engagement: c.title(), on: o.Due,
		})
	}
	all = append(all, c.renewal()...)
	all = append(all, c.absences()...)
	all = slices.DeleteFunc(all, func(e Event) bool { return e.on > c.f.Today+comingDays })
	return soonest(all)
}

// soonest puts events in the order of their days, and those without one at the end. It
// keeps as many of either as a first page tells.
func soonest(all []Event) []Event {
	dated := slices.DeleteFunc(slices.Clone(all), func(e Event) bool { return e.on == 0 })
	undated := slices.DeleteFunc(slices.Clone(all), func(e Event) bool { return e.on != 0 })
	slices.SortStableFunc(dated, func(a, b Event) int { return cmp.Compare(a.on, b.on) })
	return append(first(maxEvents, dated), first(maxEvents, undated)...)
}

// title names the engagement on the pages of a portal that has several.
func (c *chapter) title() string {
	if c.p.portal.Single || c.at != place.Home.Place().File {
		return ""
	}
	return c.say.Plain(c.e.Title)
}

// first keeps the first n of a list.
func first[T any](n int, list []T) []T { return list[:min(n, len(list))] }
