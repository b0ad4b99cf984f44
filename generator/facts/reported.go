package facts

import "rapport/generator/content"

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
	k.Points = k.Points[:n:n]
	k.Current, k.Change, k.Trend, k.Slope, k.Forecast = &k.Points[n-1], nil, "", 0, nil
	if n > 1 && adjacent(k.Points[n-2].Period, k.Current.Period) {
		k.Change = change(k.Content, k.Points[n-2].Value, k.Current.Value)
	}
	k.trend()
	return &k
}
