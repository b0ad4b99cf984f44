package page

import (
	"slices"

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
	Lines    []ReasonLine // the same in few lines
	More     string       // "and 3 more": of Rest; ""
	Rest     []ReasonLine // that found no room, where the page can show them
}

// A ReasonLine is a reason, or several of a kind: then All are these, and its own text says
// how many.
type ReasonLine struct {
	Reason
	All []Reason
}

// A Reason is why a health is not green.
type Reason struct {
	Text  string
	Href  string
	State State
}

// health is how the engagement does, with the reasons; nil where there is no verdict.
func (c *chapter) health() *Health {
	h := c.verdict()
	if h == nil {
		return nil
	}
	h.Lines = c.reasonLines(h.Reasons)
	if n := len(h.Lines) - maxReasonLines; n > 1 { // one more takes no more room than to say so
		h.Lines, h.Rest = h.Lines[:maxReasonLines], h.Lines[maxReasonLines:]
		h.More = c.say.Plural("and_more", n)
	}
	return h
}

// shortHealth is health with so many lines of reasons, and how many there are besides.
func (c *chapter) shortHealth(lines int) *Health {
	h := c.verdict()
	if h == nil {
		return nil
	}
	all := c.reasonLines(h.Reasons)
	for i := range all {
		all[i].All = nil // there is no room to open them
	}
	h.Lines = first(lines, all)
	if n := len(all) - lines; n > 0 {
		h.More = c.say.Plural("and_more", n)
	}
	return h
}

// verdict is how the engagement does, with every reason.
func (c *chapter) verdict() *Health {
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
			Text: c.say.Sentence(c.say.Reason(c.f, &r)), Href: place.Reason(c.e, &r).From(c.at),
			State: c.p.healthState(r.State),
		})
	}
	return h
}

// maxReasonLines is in how many lines reasons are read at a glance.
const maxReasonLines = 5

// reasonLines puts the reasons of the engagement's health into lines, in their order: where
// they are many, those of a kind into one.
func (c *chapter) reasonLines(reasons []Reason) []ReasonLine {
	var lines []ReasonLine
	var kinds []facts.ReasonKind // of the lines
	for i, r := range reasons {
		kind := c.f.Health.Reasons[i].Kind
		if at := slices.Index(kinds, kind); at >= 0 && len(reasons) > maxReasonLines && c.say.Reasons(kind, 2) != "" {
			lines[at].All = append(lines[at].All, r)
			continue
		}
		lines, kinds = append(lines, ReasonLine{Reason: r, All: []Reason{r}}), append(kinds, kind)
	}
	for i := range lines {
		l := &lines[i]
		if len(l.All) == 1 {
			l.All = nil
			continue
		}
		l.Text, l.Href = c.say.Sentence(c.say.Reasons(kinds[i], len(l.All))), ""
	}
	return lines
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
	return c.rested(c.milestoneState(m.State))
}

// moves says why a milestone is not where it was agreed to be, a sentence each. Its state
// stands beside its name already, and is not said again.
func (c *chapter) moves(m *facts.Milestone) []Reason {
	var all []Reason
	add := func(said, href string) {
		all = append(all, Reason{Text: c.say.Sentence(said), Href: href, State: State{Tone: Plain}})
	}
	for _, change := range m.Changes {
		n := c.e.Entry(change.Entry)
		add(c.say.Change(n, change.Days), place.Entry(c.e, n).From(c.at))
	}
	if cause := m.MovedBy; cause != nil {
		add(c.say.MovedBy(c.f, m), place.Input(c.id, c.e.Input(cause.ID), cause.Due).From(c.at))
	}
	if m.LateBy > 0 {
		why := "milestone_late_why"
		if m.FairDue == m.Due {
			why = "input_late_by" // nothing was adjusted
		}
		add(c.say.Plural(why, m.LateBy), "")
	}
	if slip := c.say.Slip(c.f, m); slip != "" {
		href := ""
		if m.Slip.Kind == facts.MilestoneCause {
			href = place.Milestone(c.id, m.Slip.ID).From(c.at)
		}
		add(slip, href)
	} else if c.undated(m) { // as in a pause without an end
		add(c.say.Get("milestone_no_date"), "")
	}
	return all
}
