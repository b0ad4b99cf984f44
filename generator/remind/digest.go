package remind

import (
	"cmp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// How much a digest tells: figures and things to come at most, and how many days ahead.
const (
	mostFigures = 6
	mostComing  = 6
	comingDays  = 60
)

// digest is what a mail tells beside what it asks for: what else is open, what is new, how
// the figures stand, what comes next, and what is to be said of money.
func (p *planner) digest(news []News, open []Ask) []section {
	say := p.say
	sections := []section{
		{Heading: say.Get("glance_needed"), Lines: p.lines(open)},
		{Heading: say.Say("mail_changed_since", "date", say.Day(news[len(news)-1].on)), Lines: p.newsLines(news)},
		{Heading: say.Get("glance_worked"), Lines: p.figures()},
		{Heading: say.Get("glance_next"), Lines: p.coming()},
		{Heading: say.Get("page_money"), Lines: p.money()},
	}
	return slices.DeleteFunc(sections, func(s section) bool { return s.Lines == nil })
}

func (p *planner) newsLines(news []News) []line {
	var all []line
	for _, n := range news {
		all = append(all, line{What: n.What, When: n.kind + ", " + p.say.Day(n.on), Notes: n.notes, Href: n.Link})
	}
	return all
}

// told is what a report says: its summary, and each insight with what follows from it.
func (p *planner) told(r *content.Report) []string {
	var notes []string
	add := func(label string, text content.Text) {
		if words := oneLine(p.say.Plain(text)); words != "" {
			if label != "" {
				words = p.say.Label(label, words)
			}
			notes = append(notes, words)
		}
	}
	add("", r.Summary)
	for _, in := range r.Insights {
		add("", in.What)
		add("report_so", in.So)
		add("report_now", in.Next)
	}
	return notes
}

// running tells whether work is agreed and has not ended.
func running(e *facts.Engagement) bool {
	return e.Content.Status == content.Active || e.Content.Status == content.Paused
}

// figures are the KPIs of the work under way: the figure, how it stands, what changed and
// what is aimed at.
func (p *planner) figures() []line {
	var all []line
	for _, e := range p.f.Engagements {
		if !running(e) {
			continue
		}
		for _, k := range p.f.ByPriority(e) {
			state := p.say.FigureStatus(k.Current.Status)
			if k.Stale {
				state = p.say.Get("kpi_stale")
			}
			all = append(all, line{
				What:  oneLine(p.say.Plain(k.Content.Name)),
				When:  said(": ", p.say.Period(k.Current.Period), said(", ", p.say.Figure(phrase.Shown(k.Current.Value, k.Content), k.Content.Unit), state)),
				Notes: some(p.say.FigureChange(k), p.say.Target(k)),
				Href:  p.link(place.KPI(e.Content.ID, k.Content.ID)),
			})
		}
	}
	return all[:min(len(all), mostFigures)]
}

// said joins what is there of some words.
func said(between string, words ...string) string { return strings.Join(some(words...), between) }

// some leaves out empty words.
func some(words ...string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return w == "" })
}

// coming lists what is to happen, the soonest first, and at the end what nobody knows the
// day of.
func (p *planner) coming() []line {
	type event struct {
		line
		on calendar.Date
	}
	var all []event
	for _, e := range p.f.Engagements {
		if e.Content.Status == content.Closed {
			continue
		}
		for i := range e.Milestones {
			m := &e.Milestones[i]
			undated := m.Expected == 0 && running(e)
			if m.Done != 0 || m.Out || m.Expected < p.today && !undated {
				continue
			}
			l := line{What: oneLine(p.say.Plain(m.Content.What)), When: p.say.Date(m.Expected), Href: p.link(place.Milestone(e.Content.ID, m.Content.ID))}
			if undated {
				l.When = p.say.Get("milestone_no_date")
				l.Notes = some(p.say.MovedBy(e, m))
			} else if m.State != facts.OnPlan {
				l.When += ", " + p.say.MilestoneState(m.State)
			}
			all = append(all, event{l, cmp.Or(m.Expected, p.today+comingDays)})
		}
		for _, o := range e.Rhythm {
			if o.State == facts.Upcoming {
				all = append(all, event{line{What: p.say.RhythmKind(o.Kind), When: p.say.Date(o.Due), Href: p.link(place.Rhythm(e.Content.ID, o.Kind))}, o.Due})
			}
		}
	}
	all = slices.DeleteFunc(all, func(e event) bool { return e.on > p.today+comingDays })
	slices.SortStableFunc(all, func(a, b event) int { return cmp.Compare(a.on, b.on) })
	var lines []line
	for _, e := range all[:min(len(all), mostComing)] {
		lines = append(lines, e.line)
	}
	return lines
}

// money is what is to be said of a client's money: invoices that are overdue, and what is
// nearly used or beyond what was agreed in the period at hand. Links are those of its portal.
func (p *planner) money() []line {
	var all []line
	for _, e := range p.f.Engagements {
		for i := range e.Invoices {
			if inv := &e.Invoices[i]; inv.State == facts.InvoiceOverdue {
				number := oneLine(inv.Content.Number) + ", " + p.say.Money(inv.Content.Amount)
				all = append(all, line{What: p.say.Label("money_invoice", number), When: p.say.InvoiceState(inv), Href: p.moneyLink(e, place.Money.Of(e.Content.ID))})
			}
		}
		if e.Content.Status == content.Closed {
			continue
		}
		for i := range e.Usages {
			if u := &e.Usages[i]; u.Current && (u.State == facts.UsageNear || u.State == facts.UsageOver) {
				all = append(all, p.usage(e, u))
			}
		}
	}
	return all
}

// usage says what was used of a price that is near its end, or beyond it.
func (p *planner) usage(e *facts.Engagement, u *facts.Usage) line {
	state := "money_state_" + string(u.State)
	l := line{
		What: p.say.Named(oneLine(p.say.Name(e, u.Item)), p.say.Get(state)),
		When: said(": ", p.say.Period(u.Period), p.say.Usage(e, u)),
		Href: p.moneyLink(e, place.Usage(e.Content.ID, u)),
	}
	if u.Price != nil && u.Price.Cap.Currency != "" {
		if u.Amount != nil {
			l.Notes = append(l.Notes, p.say.Money(*u.Amount))
		}
		l.Notes = append(l.Notes, p.say.Say("money_cap", "cap", p.say.Money(u.Price.Cap)))
	}
	return l
}

// moneyLink is the address of a place on the page of money; "" where the engagement has none.
func (p *planner) moneyLink(e *facts.Engagement, at place.Place) string {
	if !place.Money.Shown(e) {
		return ""
	}
	return p.link(at)
}
