package phrase

import (
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// Reason says why the health of an engagement is not green.
func (s *Speaker) Reason(e *facts.Engagement, r *facts.Reason) string {
	on := s.DayIn(r.On, s.Today)
	switch r.Kind {
	case facts.MilestoneLate:
		return s.Plural("reason_milestone_late", r.Days, "what", s.named(e, r.Ref), "date", on)
	case facts.MilestoneSlipping:
		return s.Say("reason_milestone_slipping", "what", s.named(e, r.Ref), "expected", s.Day(r.Milestone.Expected), "date", s.Day(r.Milestone.FairDue))
	case facts.IncidentOpen:
		return s.Say("reason_incident_open", "what", s.Plain(r.Entry.Title), "date", on)
	case facts.ClientOverdue:
		switch {
		case r.Entry == nil:
			return s.Plural("reason_client_overdue", r.Days, "what", s.Quote(s.Occurrence(r.Input.Content, r.Input.Period)), "date", on)
		case r.Entry.Kind == content.DecisionKind:
			return s.Say("reason_client_overdue_decision", "what", s.Plain(r.Entry.Title), "date", on)
		}
		return s.Say("reason_client_overdue_answer", "what", s.Plain(r.Entry.Title), "date", on)
	case facts.RiskOpen:
		return s.Say("reason_risk_open", "what", s.Plain(r.Entry.Title))
	case facts.ConcernOpen:
		return s.Plural("reason_concern_open", r.Days, "what", s.Plain(r.Entry.Title))
	case facts.RhythmOverdue:
		return s.Say("reason_rhythm_overdue_"+r.Ref, "date", on)
	case facts.KPIOff:
		k, unit := r.KPI, r.KPI.Content.Unit
		aim := s.Figure(Rounded(k.Current.TargetHigh, k), unit)
		if k.Content.Direction == content.Within {
			aim = s.FigureRange(k.Current.TargetLow, k.Current.TargetHigh, unit)
		}
		return s.Say("reason_kpi_off", "name", s.Plain(k.Content.Name), "value", s.Figure(Shown(k.Current.Value, k.Content), unit), "period", s.Period(k.Current.Period), "target", aim)
	case facts.RequestLate:
		return s.Say("reason_request_late", "what", s.Quote(s.Plain(r.Request.Content.Title)), "date", on)
	case facts.TurnaroundLow:
		all := e.Resolutions()
		return s.Say("reason_turnaround_low", "met", all.Met, "all", all.Met+all.Missed, "percent", s.Share(r.Share))
	case facts.RetainerOver:
		t := r.Retainer
		if t.Carried.IsPositive() {
			return s.Say("reason_retainer_over_carried", "item", s.Name(e, r.Ref), "period", s.Period(t.Period), "included", s.Worked(t.Included), "carried", s.Worked(t.Carried), "used", s.Worked(t.Used))
		}
		return s.Say("reason_retainer_over", "item", s.Name(e, r.Ref), "period", s.Period(t.Period), "included", s.Worked(t.Included), "used", s.Worked(t.Used))
	case facts.CapOver:
		u := r.Usage
		return s.Say("reason_cap_over", "item", s.Name(e, r.Ref), "period", s.Period(u.Period), "amount", s.Money(*u.Amount), "cap", s.Money(u.Price.Cap))
	case facts.RetainerPace:
		t := r.Retainer
		return s.Say("reason_retainer_pace", "item", s.Name(e, r.Ref), "period", s.Period(t.Period), "included", s.Worked(t.Included),
			"used", s.Share(t.Burn), "passed", s.Share(t.Burn/r.Share))
	}
	return string(r.Kind)
}

// Reasons says how many reasons of a kind there are; "" of a kind that seldom has several.
func (s *Speaker) Reasons(kind facts.ReasonKind, n int) string {
	key := "reasons_" + strings.ReplaceAll(string(kind), "-", "_")
	if !s.Has(key) {
		return ""
	}
	return s.Plural(key, n)
}

// Name is what a milestone, input, KPI, entry or line of the price list is called, by
// its id.
func (s *Speaker) Name(e *facts.Engagement, id string) string {
	if m := e.Content.Milestone(id); m != nil {
		return s.Plain(m.What)
	}
	if in := e.Content.Input(id); in != nil {
		return s.Plain(in.What)
	}
	if k := e.Content.KPIOn(id, e.InForce()); k != nil {
		return s.Plain(k.Name)
	}
	if n := e.Content.Entry(id); n != nil {
		return s.Plain(n.Title)
	}
	if p := e.Content.PriceOn(id, e.InForce()); p != nil {
		return s.Plain(p.Item)
	}
	if t := e.Content.TurnaroundOn(id, e.InForce()); t != nil {
		return s.Plain(t.Request)
	}
	if slices.Contains(content.Parts, id) {
		return s.Get(id + "_heading")
	}
	return id
}

// named is Name in quotation marks, to stand in a sentence.
func (s *Speaker) named(e *facts.Engagement, id string) string { return s.Quote(s.Name(e, id)) }

// names lists what things are called.
func (s *Speaker) names(e *facts.Engagement, ids []string) string {
	var all []string
	for _, id := range ids {
		all = append(all, s.named(e, id))
	}
	return s.List(all)
}
