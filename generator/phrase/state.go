package phrase

import (
	"strings"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// word is the text for a state or kind: that of a family and the state's name.
func word[S ~string](s *Speaker, family string, state S) string {
	if state == "" {
		return ""
	}
	return s.Get(family + "_" + strings.ReplaceAll(string(state), "-", "_"))
}

// Status is where an engagement stands.
func (s *Speaker) Status(status content.Status) string { return word(s, "status", status) }

// Health is how an engagement does.
func (s *Speaker) Health(h facts.HealthState) string { return word(s, "health", h) }

// MilestoneState is where a milestone stands.
func (s *Speaker) MilestoneState(m facts.MilestoneState) string { return word(s, "milestone", m) }

// InputState is where something that the client owes stands.
func (s *Speaker) InputState(in facts.InputState) string { return word(s, "input", in) }

// FigureStatus is how a figure stands to its target.
func (s *Speaker) FigureStatus(status facts.Status) string { return word(s, "kpi", status) }

// Trend is where the last figures lead.
func (s *Speaker) Trend(t facts.Trend) string { return word(s, "kpi", t) }

// RhythmKind is what recurs: "Report".
func (s *Speaker) RhythmKind(k facts.RhythmKind) string { return word(s, "rhythm", k) }

// RhythmState is what became of a day on which something recurs.
func (s *Speaker) RhythmState(r facts.RhythmState) string { return word(s, "rhythm_state", r) }

// Kind is a kind of entry.
func (s *Speaker) Kind(k content.Kind) string { return word(s, "kind", k) }

// Kinds are the entries of a kind.
func (s *Speaker) Kinds(k content.Kind) string { return word(s, "kinds", k) }

// Report is what a report is called among the entries of the journal.
func (s *Speaker) Report() string { return s.Get("kind_report") }

// ItemKind is a kind of open item.
func (s *Speaker) ItemKind(k facts.ItemKind) string {
	switch k {
	case facts.InputItem, facts.ReviewItem, facts.ActionItem:
		return word(s, "open_kind", k)
	}
	return word(s, "kind", k)
}

// Ask says what a side should do about an open item: "Send: the product list".
func (s *Speaker) Ask(side facts.Side, kind facts.ItemKind, what string) string {
	if side == facts.TheClient {
		switch kind {
		case facts.InputItem, facts.DecisionItem, facts.ActionItem, facts.ReviewItem, facts.FeedbackItem:
			return s.Say("needed_"+string(kind), "what", what)
		case facts.QuestionItem:
			return s.Say("needed_answer", "what", what)
		}
	}
	return s.Say("label_value", "label", s.ItemKind(kind), "value", what)
}
