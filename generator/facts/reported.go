package facts

import (
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// In returns the KPI as it stood in a report's period: its points up to there, the
// period's figure as the current one. It is nil where the period has none. In a report
// on a longer period than the KPI's the figure is that which the report gives itself,
// or else what the figures within it make together; what a sum was to be, nobody
// said.
func (k KPI) In(r *content.Report) *KPI {
	n := 0
	for n < len(k.Points) && k.Points[n].Period.To <= r.Period.To {
		n++
	}
	if n == 0 || k.Points[n-1].Period.To < r.Period.From {
		return nil
	}
	k.Points, k.Stale = k.Points[:n:n], false
	k.see()
	if one := k.Current.Period; one.Kind == r.Period.Kind || one.To-one.From >= r.Period.To-r.Period.From {
		return &k
	}
	k.over(r)
	return &k
}

// over makes the current figure that of a longer period.
func (k *KPI) over(r *content.Report) {
	whole := *k.Current
	whole.Period, whole.Note, whole.Report = r.Period, "", ""
	within := inside(k.Points, r.Period)
	figure := func(p calendar.Period) (decimal.Decimal, bool) {
		figures := inside(k.Points, p)
		if k.Content.Over == content.Sum && len(figures) != len(within) {
			return decimal.Decimal{}, false // a sum of fewer is no less
		}
		return figureOver(k.Content.Over, figures)
	}
	whole.Value, _ = figure(r.Period)
	if value, ok := pinned(r, k.Content.ID); ok {
		whole.Value, whole.Report = value, r.ID
	}
	if whole.HasTarget = k.Content.Target.Set && k.Content.Over != content.Sum; whole.HasTarget {
		whole.TargetLow, whole.TargetHigh = targetNow(k.Content, r.Period.To)
		whole.Status = status(k.Content, whole.Value, whole.TargetLow, whole.TargetHigh)
	} else {
		whole.TargetLow, whole.TargetHigh, whole.Status = decimal.Zero, decimal.Zero, ""
	}
	k.Current, k.Change, k.YearBefore, k.ChangeYear = &whole, nil, nil, nil
	if before, ok := figure(r.Period.Prev()); ok {
		k.Change = change(k.Content, before, whole.Value)
	}
	if p, ok := yearBefore(r.Period); ok {
		if before, ok := figure(p); ok {
			diff := whole.Value.Sub(before)
			k.YearBefore, k.ChangeYear = &before, &diff
		}
	}
}

// inside returns the points of the periods that lie within a longer one.
func inside(points []Point, p calendar.Period) []Point {
	var all []Point
	for _, one := range points {
		if p.From <= one.Period.From && one.Period.To <= p.To {
			all = append(all, one)
		}
	}
	return all
}

// figureOver returns what the figures of the periods inside a longer one make
// together: a mean to targetPlaces decimals. It is false without any.
func figureOver(o content.Over, inside []Point) (decimal.Decimal, bool) {
	if len(inside) == 0 {
		return decimal.Decimal{}, false
	}
	figure := inside[0].Value
	for _, p := range inside[1:] {
		switch o {
		case content.Sum, content.Mean:
			figure = figure.Add(p.Value)
		case content.Min:
			figure = decimal.Min(figure, p.Value)
		case content.Max:
			figure = decimal.Max(figure, p.Value)
		default:
			figure = p.Value
		}
	}
	if o == content.Mean {
		figure = figure.DivRound(decimal.NewFromInt(int64(len(inside))), targetPlaces)
	}
	return figure, true
}
