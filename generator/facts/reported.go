package facts

import (
	"slices"
	"sort"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// In returns the KPI as it stood in a report's period: its points up to there, the
// period's figure as the current one. It is nil where the period has none. In a report
// on a longer period than the KPI's the figure is that which the report gives itself,
// or else what the figures within it make together; what a sum was to be, nobody
// said. Where the trend leads from there on is not told.
func (k KPI) In(r *content.Report) *KPI {
	n := sort.Search(len(k.Points), func(i int) bool { return k.Points[i].Period.To > r.Period.To })
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
	over := func(values []decimal.Decimal) decimal.NullDecimal {
		if k.Content.Over == content.Sum && len(values) != len(within) {
			return decimal.NullDecimal{} // a sum of fewer is no less
		}
		return figureOver(k.Content.Over, values)
	}
	whole.Value = over(values(within)).Decimal
	whole.Budget = over(present(within, func(p Point) decimal.NullDecimal { return p.Budget }))
	whole.LastYear = over(present(within, func(p Point) decimal.NullDecimal { return p.LastYear }))
	k.Parts, k.AllParts = len(within), parts(within[0].Period.Kind, r.Period)
	if value, ok := pinned(r, k.Content.ID); ok {
		whole.Value, whole.Report = value, r.ID
		k.Parts, k.AllParts = 0, 0
	}
	if whole.HasTarget = k.Content.Target.Set && k.Content.Over != content.Sum; whole.HasTarget {
		whole.TargetLow, whole.TargetHigh = targetNow(k.Content, r.Period.To)
		whole.Status = status(k.Content, k.near, whole.Value, whole.TargetLow, whole.TargetHigh)
	} else {
		whole.TargetLow, whole.TargetHigh, whole.Status = decimal.Zero, decimal.Zero, ""
	}
	k.Current, k.Change, k.YearBefore, k.ChangeYear = &whole, nil, nil, nil
	if before := over(values(inside(k.Points, r.Period.Prev()))); before.Valid {
		k.Change = change(k.Content, before.Decimal, whole.Value)
	}
	if whole.LastYear.Valid {
		k.setYearBefore(whole.LastYear.Decimal)
	}
	if p, ok := r.Period.YearBefore(); ok {
		if before := over(values(inside(k.Points, p))); before.Valid {
			k.setYearBefore(before.Decimal)
		}
	}
	k.budget()
}

// parts returns how many periods of a kind lie within a longer one; 0 for those that are not of
// the calendar.
func parts(kind calendar.PeriodKind, whole calendar.Period) int {
	if kind == calendar.Custom {
		return 0
	}
	n := 0
	for p := calendar.PeriodOf(kind, whole.From); p.To <= whole.To; p = p.Next() {
		if p.From >= whole.From {
			n++
		}
	}
	return n
}

// values returns the figures of points.
func values(points []Point) []decimal.Decimal {
	all := make([]decimal.Decimal, len(points))
	for i := range points {
		all[i] = points[i].Value
	}
	return all
}

// present returns what the points have of something; nothing unless all have it.
func present(points []Point, of func(Point) decimal.NullDecimal) []decimal.Decimal {
	var all []decimal.Decimal
	for _, p := range points {
		if v := of(p); v.Valid {
			all = append(all, v.Decimal)
		}
	}
	if len(all) < len(points) {
		return nil
	}
	return all
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

// figureOver returns what the figures of the periods inside a longer one, in order, make
// together: a mean to targetPlaces decimals. There is none without any.
func figureOver(o content.Over, inside []decimal.Decimal) decimal.NullDecimal {
	if len(inside) == 0 {
		return decimal.NullDecimal{}
	}
	figure := inside[0]
	for _, value := range inside[1:] {
		switch o {
		case content.Sum, content.Mean:
			figure = figure.Add(value)
		case content.Min:
			figure = decimal.Min(figure, value)
		case content.Max:
			figure = decimal.Max(figure, value)
		default:
			figure = value
		}
	}
	if o == content.Mean {
		figure = figure.DivRound(decimal.NewFromInt(int64(len(inside))), targetPlaces)
	}
	return decimal.NewNullDecimal(figure)
}

// TurnaroundIn tells how each kind of request fared among those opened in a report's period,
// as far as the report could know: what was not done by its day is late where its deadline had
// passed by then, and else running. Kinds without a request are left out.
func (e *Engagement) TurnaroundIn(r *content.Report) []Turnaround {
	var opened []*Request
	for i := range e.Requests {
		one := e.Requests[i]
		if !r.Period.Contains(calendar.DateOf(one.Opened)) {
			continue
		}
		one.Response = known(one.Response, one.RespondDue, one.Responded, r.Date)
		one.Resolution = known(one.Resolution, one.ResolveDue, one.Resolved, r.Date)
		opened = append(opened, &one)
	}
	return slices.DeleteFunc(tally(e.Content.Turnaround.On(r.Period.To), opened), func(t Turnaround) bool {
		return !slices.ContainsFunc(opened, func(r *Request) bool { return r.Content.Type == t.Type })
	})
}

// known returns an outcome as it is known for good on a day.
func known(outcome Outcome, due, done time.Time, day calendar.Date) Outcome {
	switch {
	case outcome == "" || !done.IsZero():
		return outcome
	case !due.IsZero() && calendar.DateOf(due) < day:
		return Missed
	}
	return Running
}
