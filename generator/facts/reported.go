package facts

import (
	"github.com/shopspring/decimal"

	"rapport/generator/content"
)

// In returns the KPI as it stood in a report's period: its points up to there,
// the period's figure as the current one. It is nil where the period has none.
// A report on a longer period than the KPI's shows the last figure within it.
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
	return &k
}

// Over is how the figures of periods make that of a longer one.
type Over string

// The ways.
const (
	Sum  Over = "sum"
	Mean Over = "mean"
	Last Over = "last"
	Min  Over = "min"
	Max  Over = "max"
)

// Figure returns what the figures of the periods inside a longer one make
// together: a mean to targetPlaces decimals. It is false without any.
func (o Over) Figure(inside []Point) (decimal.Decimal, bool) {
	if len(inside) == 0 {
		return decimal.Decimal{}, false
	}
	figure := inside[0].Value
	for _, p := range inside[1:] {
		switch o {
		case Sum, Mean:
			figure = figure.Add(p.Value)
		case Min:
			figure = decimal.Min(figure, p.Value)
		case Max:
			figure = decimal.Max(figure, p.Value)
		default:
			figure = p.Value
		}
	}
	if o == Mean {
		figure = figure.DivRound(decimal.NewFromInt(int64(len(inside))), targetPlaces)
	}
	return figure, true
}
