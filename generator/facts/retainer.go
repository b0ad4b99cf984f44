package facts

import (
	"math/big"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// The model of a price that may include hours.
const retainerModel = "retainer"

// retainers tells how much of what each retainer includes was used in the
// period at hand, in the order of the price list.
func retainers(e *content.Engagement, n now) []Retainer {
	var derived []Retainer
	for _, price := range e.Pricing.On(inForce(e, n)) {
		if price.Model != retainerModel || price.Includes.N <= 0 {
			continue
		}
		if period, ok := periodOf(price, e, n); ok {
			derived = append(derived, retainer(price, period, e.Time, n))
		}
	}
	return derived
}

// periodOf returns the period of a retainer that holds as-of's day. A retainer
// without `per` is for the whole engagement. One by the hour has no period of
// days, and nothing to show.
func periodOf(price *content.Price, e *content.Engagement, n now) (period calendar.Period, ok bool) {
	switch price.Per {
	case "day":
		return calendar.Period{Kind: calendar.Custom, From: n.today, To: n.today}, true
	case "week":
		return calendar.PeriodOf(calendar.Week, n.today), true
	case "month":
		return calendar.PeriodOf(calendar.Month, n.today), true
	case "quarter":
		return calendar.PeriodOf(calendar.Quarter, n.today), true
	case "year":
		return calendar.PeriodOf(calendar.Year, n.today), true
	case "":
		return calendar.Period{Kind: calendar.Custom, From: e.Start, To: max(e.Start, e.End)}, e.End != 0
	}
	return calendar.Period{}, false
}

// retainer computes the share of the included hours that was used, and the
// pace: that share by the share of the period's open time that passed before
// today. Both are counted in fractions and rounded once.
func retainer(price *content.Price, period calendar.Period, rows []content.TimeRow, n now) Retainer {
	used := decimal.Zero
	for i := range rows {
		if rows[i].Item == price.ID && period.Contains(rows[i].Date) {
			used = used.Add(rows[i].Hours)
		}
	}
	included := big.NewRat(int64(price.Includes.N), 60)
	r := Retainer{Item: price.ID, Period: period, Included: decimal.NewFromBigRat(included, 4), Used: used}
	burn := new(big.Rat).Quo(used.Rat(), included)
	r.Burn, _ = burn.Float64()
	if passed, whole := passedOf(period, n); paced(passed, whole) {
		pace := burn.Mul(burn, big.NewRat(int64(whole), int64(passed)))
		f, _ := pace.Float64()
		r.Pace = &f
	}
	return r
}

// paced reports whether enough of a period has passed to tell a pace: a quarter.
func paced(passed, whole int) bool { return whole > 0 && passed*4 >= whole }

// on returns n as it will stand on a later day, while the content stays.
func (n now) on(d calendar.Date) now {
	n.today = d
	return n
}

// passedOf returns the open minutes of a period before today, and all of them.
func passedOf(period calendar.Period, n now) (passed, whole int) {
	from, to := n.midnight(period.From), n.midnight(period.To+1)
	today := min(max(n.today, period.From), period.To+1)
	return n.cal.OpenMinutes(from, n.midnight(today)), n.cal.OpenMinutes(from, to)
}
