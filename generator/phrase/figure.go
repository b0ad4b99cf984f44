package phrase

import (
	"github.com/shopspring/decimal"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// Target says what a KPI aims at, and where that grows, at what it aims now; "" for nothing.
// The KPI has a figure.
func (s *Speaker) Target(k *facts.KPI) string {
	words, t := s.Aim(k.Content), k.Content.Target
	if k.Content.Direction == content.Within || k.Content.By == 0 {
		return words
	}
	if now := k.Current.TargetHigh; t.Set && k.Current.HasTarget && !now.Equal(t.High) {
		words = s.Say("kpi_target_now", "target", s.Figure(Rounded(now, k), k.Content.Unit)) + " · " + words
	}
	return words
}

// Aim says what was agreed that a KPI aims at; "" for nothing.
func (s *Speaker) Aim(k *content.KPI) string {
	switch t := k.Target; {
	case !t.Set:
		return ""
	case k.Direction == content.Within:
		low, high := s.Bounds(t.Low, t.High, k.Unit)
		return s.Say("kpi_target_within", "low", low, "high", high)
	case k.By == 0:
		return s.Label("kpi_target", s.Figure(t.High, k.Unit))
	default:
		return s.Say("kpi_target_by", "target", s.Figure(t.High, k.Unit), "date", s.Date(k.By))
	}
}

// FigureChange compares a KPI's figure with that of the period before; "" without one.
func (s *Speaker) FigureChange(k *facts.KPI) string {
	if k.Change == nil {
		return ""
	}
	before := s.Period(k.Current.Period.Prev())
	if k.Change.Absolute.IsZero() {
		return s.Say("kpi_change_none", "period", before)
	}
	key := "kpi_change_up"
	if k.Change.Absolute.IsNegative() {
		key = "kpi_change_down"
	}
	return s.Say(key, "change", s.Extent(k, k.Change), "period", before)
}

// Extent is how large a change is, with its share where that says something.
func (s *Speaker) Extent(k *facts.KPI, change *facts.Change) string {
	if k.Content.Unit == "%" {
		// A change of per cents is told in points, for "0.6% more" would be of the figure.
		return s.Points(change.Absolute.Abs())
	}
	size := s.Figure(Shown(change.Absolute.Abs(), k.Content), k.Content.Unit)
	if change.Percent != nil {
		size += " (" + s.Percent(change.Percent.Abs()) + ")"
	}
	return size
}

// Points is a difference of two per cents.
func (s *Speaker) Points(d decimal.Decimal) string {
	if d.IsInteger() {
		return s.Plural("kpi_points", int(d.IntPart()))
	}
	return s.Say("kpi_points", "n", d)
}
