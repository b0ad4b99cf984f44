package page

import (
	"rapport/generator/facts"
	"rapport/generator/place"
)

// milestoneState is the word for a milestone's state.
func (c *chapter) milestoneState(m facts.MilestoneState) State {
	return State{c.say.MilestoneState(m), milestoneTones[m]}
}

// moves says why a milestone is not where it was agreed to be.
func (c *chapter) moves(page string, m *facts.Milestone) []Reason {
	var all []Reason
	for _, change := range m.Changes {
		n := c.e.Entry(change.Entry)
		all = append(all, Reason{Text: c.say.Change(n, change.Days), Href: place.Entry(c.id, n.ID).From(page), State: State{Tone: Plain}})
	}
	if cause := m.MovedBy; cause != nil {
		at := place.Input(c.id, c.e.Input(cause.ID), cause.Due)
		all = append(all, Reason{Text: c.say.MovedBy(c.f, m), Href: at.From(page), State: State{Tone: Plain}})
	}
	if m.LateBy > 0 {
		all = append(all, Reason{Text: c.say.Plural("milestone_late_why", m.LateBy), State: c.milestoneState(m.State)})
	}
	if slip := c.say.Slip(c.f, m); slip != "" {
		r := Reason{Text: slip, State: c.milestoneState(m.State)}
		if m.Slip.Kind == facts.MilestoneCause {
			r.Href = place.Milestone(c.id, m.Slip.ID).From(page)
		}
		all = append(all, r)
	}
	return all
}
