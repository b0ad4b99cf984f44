package page

import (
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// A Health is how an engagement does.
type Health struct {
	State    State
	Sentence string // "All as agreed", "Two things need attention"
	Stated   State  // the provider's own word; zero if none
	Said     string // in which update that word is; ""
	Rosier   string // a sentence where that word is rosier than the computed state; ""
	Reasons  []Reason
}

// A Reason is why a health is not green.
type Reason struct {
	Text  string
	Href  string
	State State
}

// health is how the engagement does, with the reasons; nil where there is no verdict.
func (c *chapter) health() *Health {
	if c.f.Health == nil {
		return nil
	}
	h := &Health{State: c.p.healthState(c.f.Health.State)}
	switch {
	case c.f.Health.State == facts.Green:
		h.Sentence = c.say.Get("health_green_about")
	case c.f.Health.State == facts.Unknown:
		h.Sentence = c.say.Get("health_unknown_about")
		if c.f.Health.Begun {
			h.State, h.Sentence = State{c.say.Get("health_begun"), Plain}, c.say.Get("health_begun_about")
		}
	default:
		h.Sentence = c.say.Plural("health_reasons_count", len(c.f.Health.Reasons))
	}
	if word := c.f.Health.Stated; word != "" {
		h.Stated = c.p.healthState(word)
		h.Said = c.say.Say("health_label_stated", "date", c.say.Day(c.f.Health.Entry.Date))
		if len(c.f.Health.Against) > 0 {
			h.Rosier = c.say.Get("health_stated_rosier")
		}
	}
	for _, r := range c.f.Health.Reasons {
		h.Reasons = append(h.Reasons, Reason{
			Text: c.say.Reason(c.f, &r), Href: place.Reason(c.id, &r).From(c.at),
			State: c.p.healthState(r.State),
		})
	}
	return h
}

// milestoneState is the word for a milestone's state.
func (c *chapter) milestoneState(m facts.MilestoneState) State {
	return State{c.say.MilestoneState(m), milestoneTones[m]}
}

// milestoneStanding is the word for where a milestone stands. One that is only proposed is
// not on plan: there is no plan yet that anybody holds to. Nor is one that rests in a pause
// without an end.
func (c *chapter) milestoneStanding(m *facts.Milestone) State {
	if c.e.Status == content.Proposed && m.Done == 0 || m.State == facts.OnPlan && c.undated(m) {
		return c.p.status(c.e.Status)
	}
	if m.Out {
		return State{c.say.Say("milestone_taken_out", "date", c.say.Day(m.Content.Until)), milestoneTones[m.State]}
	}
	return c.milestoneState(m.State)
}

// moves says why a milestone is not where it was agreed to be. Its state stands beside its
// name already, and is not said again.
func (c *chapter) moves(m *facts.Milestone) []Reason {
	var all []Reason
	for _, change := range m.Changes {
		n := c.e.Entry(change.Entry)
		all = append(all, Reason{Text: c.say.Change(n, change.Days), Href: place.Entry(c.id, n.ID).From(c.at), State: State{Tone: Plain}})
	}
	if cause := m.MovedBy; cause != nil {
		at := place.Input(c.id, c.e.Input(cause.ID), cause.Due)
		all = append(all, Reason{Text: c.say.MovedBy(c.f, m), Href: at.From(c.at), State: State{Tone: Plain}})
	}
	if m.LateBy > 0 {
		why := "milestone_late_why"
		if m.FairDue == m.Due {
			why = "input_late_by" // nothing was adjusted
		}
		all = append(all, Reason{Text: c.say.Plural(why, m.LateBy), State: State{Tone: Plain}})
	}
	if slip := c.say.Slip(c.f, m); slip != "" {
		r := Reason{Text: slip, State: State{Tone: Plain}}
		if m.Slip.Kind == facts.MilestoneCause {
			r.Href = place.Milestone(c.id, m.Slip.ID).From(c.at)
		}
		all = append(all, r)
	} else if c.undated(m) { // as in a pause without an end
		all = append(all, Reason{Text: c.say.Get("milestone_no_date"), State: State{Tone: Plain}})
	}
	return all
}
