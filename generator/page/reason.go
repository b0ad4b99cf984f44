package page

import (
	"strings"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// Explain says in plain words why an engagement's health is not green, for a reader
// other than a page's.
func Explain(provider *content.Provider, client *facts.Client, e *facts.Engagement, r facts.Reason, say *locale.Texts, md *markdown.Converter) string {
	p := newPlanner(Input{Provider: provider, Client: client.Content, Facts: client, Texts: say, Markdown: md}, &diag.List{})
	return p.chapter(e).reason(r)
}

// reason says in plain words why a health is not green.
func (c *chapter) reason(r facts.Reason) string {
	on := c.say.DayIn(r.On, c.Facts.Today)
	switch r.Kind {
	case facts.MilestoneLate:
		return c.say.Plural("reason_milestone_late", r.Days, "what", c.named(r.Ref), "date", on)
	case facts.MilestoneSlipping:
		return c.say.Say("reason_milestone_slipping", "what", c.named(r.Ref), "expected", c.say.DayIn(r.Milestone.Expected, c.Facts.Today), "date", c.say.DayIn(r.Milestone.FairDue, c.Facts.Today))
	case facts.IncidentOpen:
		return c.say.Say("reason_incident_open", "what", c.titleOf(r.Ref), "date", on)
	case facts.ClientOverdue:
		switch n := r.Entry; {
		case n != nil && n.Kind == content.DecisionKind:
			return c.say.Say("reason_client_overdue_decision", "what", c.titleOf(r.Ref), "date", on)
		case n != nil:
			return c.say.Say("reason_client_overdue_answer", "what", c.titleOf(r.Ref), "date", on)
		}
		return c.say.Plural("reason_client_overdue", r.Days, "what", c.named(r.Ref), "date", on)
	case facts.RiskOpen:
		return c.say.Say("reason_risk_open", "what", c.titleOf(r.Ref))
	case facts.ConcernOpen:
		return c.say.Plural("reason_concern_open", r.Days, "what", c.titleOf(r.Ref))
	case facts.RhythmOverdue:
		return c.say.Say("reason_rhythm_overdue_"+r.Ref, "date", on)
	case facts.KPIOff:
		k := r.KPI
		aim := c.value(rounded(k.Current.TargetHigh, k), k.Content.Unit)
		if k.Content.Direction == content.Within {
			aim = c.say.Say("from_to", "from", c.value(k.Current.TargetLow, k.Content.Unit), "to", c.value(k.Current.TargetHigh, k.Content.Unit))
		}
		return c.say.Say("reason_kpi_off", "name", c.plain(k.Content.Name), "value", c.value(k.Current.Value, k.Content.Unit), "period", c.say.Period(k.Current.Period), "target", aim)
	case facts.TurnaroundLow:
		all := c.f.Resolutions()
		return c.say.Say("reason_turnaround_low", "met", all.Met, "all", all.Met+all.Missed, "percent", c.percent(r.Share))
	case facts.RetainerOver, facts.RetainerPace:
		t := r.Retainer
		args := []any{"item", c.titleOf(r.Ref), "period", c.say.Period(t.Period), "included", c.hours(t.Included)}
		if r.Kind == facts.RetainerOver {
			return c.say.Say("reason_retainer_over", append(args, "used", c.hours(t.Used))...)
		}
		return c.say.Say("reason_retainer_pace", append(args, "used", c.percent(t.Burn), "passed", c.percent(t.Burn/r.Share))...)
	}
	return string(r.Kind)
}

// titleOf is what a milestone, input, KPI, price or entry is called.
func (c *chapter) titleOf(id string) string {
	if m := c.e.Milestone(id); m != nil {
		return c.plain(m.What)
	}
	if in := c.e.Input(id); in != nil {
		return c.plain(in.What)
	}
	if k := c.e.KPI(id); k != nil {
		return c.plain(k.Name)
	}
	if n := c.e.Entry(id); n != nil {
		return c.plain(n.Title)
	}
	if p := c.e.Price(id); p != nil {
		return c.plain(p.Item)
	}
	return id
}

// named is titleOf in quotation marks, to stand in a sentence.
func (c *chapter) named(id string) string {
	q := c.say.Quotes()
	return q.Open + c.titleOf(id) + q.Close
}

// milestoneState is the word for a milestone's state.
func (c *chapter) milestoneState(state facts.MilestoneState) State {
	return c.state(stateKey("milestone", state), milestoneTones[state])
}

// stateKey is the key of the text that says a state.
func stateKey[S ~string](of string, state S) string {
	return of + "_" + strings.ReplaceAll(string(state), "-", "_")
}

// moves says why a milestone is not where it was agreed to be.
func (c *chapter) moves(page string, m *facts.Milestone) []Reason {
	var all []Reason
	for _, change := range m.Changes {
		n := c.e.Entry(change.Entry)
		if n == nil || n.Change == nil {
			continue
		}
		key, days := "milestone_moved_change", change.Days
		if days < 0 {
			key, days = "milestone_sooner_change", -days
		}
		all = append(all, Reason{
			Text: c.say.Plural(key, days, "change", c.plain(n.Title), "date", c.say.DayIn(n.Change.Accepted, c.f.Today)),
			Href: place.Entry(c.id, n.ID).From(page), State: State{Tone: Plain},
		})
	}
	if cause := m.MovedBy; cause != nil {
		r := Reason{Href: place.Input(c.id, c.e.Input(cause.ID), cause.Due).From(page), State: State{Tone: Plain}}
		switch {
		case cause.On == 0:
			r.Text = c.say.Plural("milestone_moved_waiting", m.MovedByClient, "what", c.named(cause.ID), "date", c.say.DayIn(cause.Due, c.f.Today))
		default:
			r.Text = c.say.Plural("milestone_moved_why", m.MovedByClient, "what", c.named(cause.ID), "date", c.say.DayIn(cause.On, c.f.Today), "late", c.days(cause.Late))
		}
		if len(cause.Via) > 0 {
			var names []string
			for _, id := range cause.Via {
				names = append(names, c.named(id))
			}
			r.Text += " " + c.say.Say("milestone_via", "milestones", c.say.List(names))
		}
		all = append(all, r)
	}
	if m.LateBy > 0 {
		all = append(all, Reason{Text: c.say.Plural("milestone_late_why", m.LateBy), State: c.milestoneState(m.State)})
	}
	if cause := m.Slip; cause != nil && m.Done == 0 {
		r := Reason{State: c.milestoneState(m.State)}
		switch cause.Kind {
		case facts.MilestoneCause:
			r.Text = c.say.Plural("milestone_moved_through", cause.Late, "milestone", c.named(cause.ID))
			r.Href = place.Milestone(c.id, cause.ID).From(page)
		case facts.ForecastCause:
			r.Text = c.say.Say("milestone_forecast", "date", c.say.DayIn(m.Expected, c.f.Today))
		}
		if r.Text != "" {
			all = append(all, r)
		}
	}
	return all
}

// notice says how early a slip was told; "" where nothing slipped.
func (c *chapter) notice(m *facts.Milestone) string {
	switch {
	case m.Untold:
		return c.say.Get("notice_untold")
	case m.Notice == nil:
		return ""
	case *m.Notice == 0:
		return c.say.Get("notice_same_day")
	case *m.Notice < 0:
		return c.say.Plural("notice_after", -*m.Notice)
	}
	return c.say.Plural("notice_given", *m.Notice)
}
