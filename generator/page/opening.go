package page

import (
	"regexp"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// The first page begins with what the facts say, in at most three sentences: how the work
// stands, what comes next or what the figures say, and what is needed. Which ones are said
// is decided here; how, by the catalogue of each language.

// opening is what the portal's first page begins with. A number stays on the line of what it
// counts.
func (p *planner) opening(h *Home) string {
	return afterDigit.ReplaceAllString(p.openingText(h), "$1\u00a0")
}

var afterDigit = regexp.MustCompile(`(\pN) `)

func (p *planner) openingText(h *Home) string {
	going := p.withStatus(content.Active)
	if len(going) == 0 {
		return p.openingAtRest()
	}
	var said []string
	trouble, next, figures := p.openingTrouble(going), p.openingNext(going), p.openingFigures(h.Cards)
	switch {
	case trouble != "":
		said = append(said, trouble, figures)
		if figures == "" {
			said = append(said, next)
		}
	case allOf(going, facts.Green):
		said = append(said, p.say.Get("opening_well"), next)
	case begun(going):
		said = append(said, p.say.Get("opening_begun"), next)
	case allOf(going, facts.Unknown):
		said = append(said, p.say.Sentence(p.healthState(facts.Unknown).Word), next)
	default:
		said = append(said, next, figures)
	}
	return sentences(append(said, p.openingNeeds(going, h.needs))...)
}

// openingAtRest is the opening of a portal in which no work is under way.
func (p *planner) openingAtRest() string {
	for _, status := range []content.Status{content.Paused, content.Proposed} {
		if rest := p.withStatus(status); len(rest) > 0 {
			return p.chapter(rest[0], "").standing()
		}
	}
	if ended := p.withStatus(content.Closed); len(ended) > 0 {
		return p.say.Say("opening_ended", "date", p.say.Date(ended[len(ended)-1].Content.Closed))
	}
	return p.Client.Name
}

func (p *planner) withStatus(status content.Status) []*facts.Engagement {
	var all []*facts.Engagement
	for _, f := range p.Facts.Engagements {
		if f.Content.Status == status {
			all = append(all, f)
		}
	}
	return all
}

// openingTrouble is the gravest reason for which work is in trouble.
func (p *planner) openingTrouble(going []*facts.Engagement) string {
	for _, f := range going {
		if f.Health == nil {
			continue
		}
		for i := range f.Health.Reasons {
			if r := &f.Health.Reasons[i]; r.State == facts.Red {
				return p.inShort(f, r)
			}
		}
	}
	return ""
}

// inShort is a reason as a sentence of a heading: what happened in the provider's own words,
// and what is late by how much.
func (p *planner) inShort(f *facts.Engagement, r *facts.Reason) string {
	switch r.Kind {
	case facts.IncidentOpen:
		return p.say.Sentence(p.say.Plain(r.Entry.Title))
	case facts.MilestoneLate:
		return p.say.Sentence(p.say.Named(p.say.Plain(r.Milestone.Content.What), p.say.Plural("needed_overdue", r.Days)))
	}
	return p.say.Sentence(p.say.Reason(f, r))
}

// openingNext is the milestone that is expected soonest, and by how much later than it should be.
func (p *planner) openingNext(going []*facts.Engagement) string {
	var of *facts.Engagement
	var next *facts.Milestone
	for _, f := range going {
		for i := range f.Milestones {
			m := &f.Milestones[i]
			if m.Done == 0 && !m.Out && m.Expected > f.Today && (next == nil || m.Expected < next.Expected) {
				of, next = f, m
			}
		}
	}
	if next == nil {
		return ""
	}
	date := p.say.Day(next.Expected)
	if days := slipOf(of, next); days > 0 {
		return p.say.Say("opening_next_late", "what", p.say.Plain(next.Content.What), "date", date, "late", p.say.Plural("input_late_by", days))
	}
	return p.say.Say("opening_next", "what", p.say.Plain(next.Content.What), "date", date)
}

// slipOf is how many working days a milestone is expected to be late; 0 for none.
func slipOf(f *facts.Engagement, m *facts.Milestone) int {
	if f.Health == nil {
		return 0
	}
	for i := range f.Health.Reasons {
		if r := &f.Health.Reasons[i]; r.Kind == facts.MilestoneSlipping && r.Milestone == m {
			return r.Days
		}
	}
	return 0
}

// openingFigures says how many figures are on target; "" where none can be.
func (p *planner) openingFigures(cards []Card) string {
	all, met := 0, 0
	for i := range cards {
		switch cards[i].Status.Tone {
		case Good:
			all, met = all+1, met+1
		case Fair, Poor:
			all++
		}
	}
	switch {
	case all == 0:
		return ""
	case all == met:
		return p.say.Plural("opening_figures_all", all)
	}
	return p.say.Plural("opening_figures", all, "met", met)
}

// openingNeeds says how much is needed, and by when the first of it is.
func (p *planner) openingNeeds(going []*facts.Engagement, n int) string {
	if n == 0 {
		return p.say.Get("glance_needed_none")
	}
	var due calendar.Date
	late := false
	for _, f := range going {
		for i := range f.Open {
			if o := &f.Open[i]; o.Side == facts.TheClient && o.Due != 0 && (due == 0 || o.Due < due) {
				due, late = o.Due, o.Overdue > 0
			}
		}
	}
	switch {
	case due == 0:
		return p.say.Plural("opening_needs", n)
	case late:
		return p.say.Plural("opening_needs_late", n, "date", p.say.Day(due))
	}
	return p.say.Plural("opening_needs_by", n, "date", p.say.Day(due))
}

func allOf(going []*facts.Engagement, state facts.HealthState) bool {
	for _, f := range going {
		if f.Health == nil || f.Health.State != state {
			return false
		}
	}
	return true
}

// begun tells whether all work has only just begun.
func begun(going []*facts.Engagement) bool {
	for _, f := range going {
		if f.Health == nil || !f.Health.Begun {
			return false
		}
	}
	return true
}

// sentences are those that say something, one after the other. Languages that set no space
// between them end each with their own full stop.
func sentences(all ...string) string {
	var said strings.Builder
	for _, s := range all {
		if s == "" {
			continue
		}
		if said.Len() > 0 && !strings.HasSuffix(said.String(), "。") {
			said.WriteByte(' ')
		}
		said.WriteString(s)
	}
	return said.String()
}
