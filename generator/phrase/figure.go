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

// manyUnits is from where a change is told in per cent: below it the figures are at hand.
var manyUnits = decimal.NewFromInt(100)

// Extent is how large a change of a KPI's figure is: in per cent of a large figure, and
// else in its unit. Amounts of money are told as such.
func (s *Speaker) Extent(k *facts.KPI, change *facts.Change) string {
	unit := k.Content.Unit
	if unit == "%" {
		// A change of per cents is told in points, for "0.6% more" would be of the figure.
		return s.Points(change.Absolute.Abs())
	}
	if share, ok := shareOf(k, change.Absolute); ok {
		return s.Percent(share.Abs())
	}
	return s.Figure(Shown(change.Absolute.Abs(), k.Content), unit)
}

// shareOf is a change of a KPI's figure in per cent of what it was, whole from 10 on; there
// is none of small figures and of money.
func shareOf(k *facts.KPI, change decimal.Decimal) (decimal.Decimal, bool) {
	before := k.Current.Value.Sub(change)
	if IsMoney(k.Content.Unit) || before.LessThan(manyUnits) || k.Current.Value.IsNegative() {
		return decimal.Decimal{}, false
	}
	share := change.Shift(2).DivRound(before, 1)
	if share.Abs().GreaterThanOrEqual(few) {
		share = share.Round(0)
	}
	return share, !share.IsZero()
}

// Signed is how a KPI's figure changed, in short and with its sign: "+31%", "−3 pts". A
// unit that is a word is left to the figure beside it.
func (s *Speaker) Signed(k *facts.KPI, change decimal.Decimal) string {
	text := s.Bare(Shown(change, k.Content), k.Content.Unit)
	if k.Content.Unit == "%" {
		text = s.Say("kpi_points_short", "n", change)
	} else if share, ok := shareOf(k, change); ok {
		text = s.Percent(share)
	}
	if change.IsPositive() {
		return s.Plus(text)
	}
	return text
}

// Bare is a KPI's figure without a unit that is a word.
func (s *Speaker) Bare(v decimal.Decimal, unit string) string {
	if unit == "%" || IsMoney(unit) {
		return s.Figure(v, unit)
	}
	return s.Number(v)
}

// BareRange is a range of figures without a unit that is a word: "2–4".
func (s *Speaker) BareRange(low, high decimal.Decimal, unit string) string {
	if unit == "%" || IsMoney(unit) {
		return s.FigureRange(low, high, unit)
	}
	return s.Number(low) + "–" + s.Number(high)
}

// Points is a difference of two per cents.
func (s *Speaker) Points(d decimal.Decimal) string {
	if d.IsInteger() {
		return s.Plural("kpi_points", int(d.IntPart()))
	}
	return s.Say("kpi_points", "n", d)
}
