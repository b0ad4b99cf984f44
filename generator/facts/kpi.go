package facts

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// kpis tells what each figure says, in the order of the agreement. The
// engagement as authored tells of what length a series is before its first row
// has come.
func kpis(e, authored *content.Engagement, n now) []KPI {
	derived := make([]KPI, len(e.KPIs))
	for i := range e.KPIs {
		derived[i] = kpi(&e.KPIs[i], authored.KPIs[i].Series, e.Reports, n)
	}
	return derived
}

func kpi(c *content.KPI, series []content.Figure, reports []*content.Report, n now) KPI {
	k := KPI{Content: c}
	if kind, ok := length(c.ID, series, reports); ok {
		k.Points = points(c, kind, reports, n)
	}
	if len(k.Points) == 0 {
		return k
	}
	last := len(k.Points) - 1
	k.Current = &k.Points[last]
	if last > 0 && adjacent(k.Points[last-1].Period, k.Current.Period) {
		k.Change = change(c, k.Points[last-1].Value, k.Current.Value)
	}
	k.trend()
	return k
}

// points returns the figure of every period that has one and has ended by
// as-of, in order. A report's own figure comes before that of the series. Of
// several reports on one period the last published counts.
//
// A period has ended from the first second of its last day on, as every date
// comes with its day.
func points(c *content.KPI, kind calendar.PeriodKind, reports []*content.Report, n now) []Point {
	figures := make(map[calendar.Period]Point)
	for _, f := range c.Series {
		if f.Period.Kind == kind && n.came(f.Period.To) {
			figures[f.Period] = Point{Period: f.Period, Value: f.Value, Note: f.Note}
		}
	}
	published := make(map[calendar.Period]*content.Report)
	for _, r := range reports {
		value, ok := pinned(r, c.ID)
		if !ok || r.Period.Kind != kind || !n.came(r.Period.To) {
			continue
		}
		if had := published[r.Period]; had != nil && cmp.Or(cmp.Compare(had.Date, r.Date), cmp.Compare(had.ID, r.ID)) > 0 {
			continue
		}
		published[r.Period] = r
		figures[r.Period] = Point{Period: r.Period, Value: value, Note: figures[r.Period].Note, Report: r.ID}
	}
	all := make([]Point, 0, len(figures))
	for _, p := range figures {
		if c.Target.Set {
			p.HasTarget = true
			p.TargetLow, p.TargetHigh = targetNow(c, p.Period.To)
			p.Status = status(c, p.Value, p.TargetLow, p.TargetHigh)
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Period.To, b.Period.To), cmp.Compare(a.Period.From, b.Period.From))
	})
	return all
}

// length returns of what length a KPI's periods are: those of its series, or
// without one those of most of the reports that give its figure, of the shorter where
// as many are longer. Figures of other lengths are not comparable and count nowhere.
func length(id string, series []content.Figure, reports []*content.Report) (kind calendar.PeriodKind, ok bool) {
	counts := make(map[calendar.PeriodKind]int)
	for _, f := range series {
		counts[f.Period.Kind]++
	}
	if len(counts) == 0 {
		for _, r := range reports {
			if _, ok := pinned(r, id); ok {
				counts[r.Period.Kind]++
			}
		}
	}
	most := 0
	for _, k := range []calendar.PeriodKind{calendar.Week, calendar.Month, calendar.Quarter, calendar.Year, calendar.Custom} {
		if counts[k] > most {
			kind, most = k, counts[k]
		}
	}
	return kind, most > 0
}

// pinned returns the figure that a report gives a KPI itself.
func pinned(r *content.Report, kpi string) (decimal.Decimal, bool) {
	for i := range r.KPIs {
		if r.KPIs[i].KPI == kpi {
			return r.KPIs[i].Value, true
		}
	}
	return decimal.Decimal{}, false
}

// adjacent reports whether period b follows a without a gap.
func adjacent(a, b calendar.Period) bool { return a.To+1 == b.From }

// targetPlaces is how many decimals a target between baseline and target has.
const targetPlaces = 4

// targetNow returns what was aimed at by the end of a period: on the straight
// line from the baseline to the target, by days, which stays at the baseline
// before its day and at the target from `by` on; or the target itself without
// a line, and for a range.
func targetNow(c *content.KPI, end calendar.Date) (low, high decimal.Decimal) {
	at, by := c.Baseline.At, c.By
	if c.Direction == content.Within || at == 0 || by == 0 || by <= at || end >= by {
		return c.Target.Low, c.Target.High
	}
	passed, whole := decimal.NewFromInt(int64(max(0, end-at))), decimal.NewFromInt(int64(by-at))
	base := c.Baseline.Value
	now := base.Mul(whole).Add(c.Target.Low.Sub(base).Mul(passed)).DivRound(whole, targetPlaces)
	return now, now
}

// status compares a figure with what was aimed at.
func status(c *content.KPI, value, low, high decimal.Decimal) Status {
	near := tolerance(c)
	if c.Direction == content.Up {
		high = value
	} else if c.Direction == content.Down {
		low = value
	}
	switch {
	case low.Cmp(value) <= 0 && value.Cmp(high) <= 0:
		return On
	case low.Sub(near).Cmp(value) <= 0 && value.Cmp(high.Add(near)) <= 0:
		return Near
	}
	return Off
}

// tolerance returns how far from its target a figure is still near: as written,
// or per cent of the target's size, for a range of its width. Per cent of no
// target is nothing.
func tolerance(c *content.KPI) decimal.Decimal {
	if !c.Tolerance.Percent {
		return c.Tolerance.Value
	}
	if !c.Target.Set {
		return decimal.Zero
	}
	of := c.Target.Low.Abs()
	if c.Direction == content.Within {
		of = c.Target.High.Sub(c.Target.Low)
	}
	return of.Mul(c.Tolerance.Value).Shift(-2)
}

// change compares a figure with the one before it. A figure that did not move
// did not go in its direction: it is not favourable.
func change(c *content.KPI, before, value decimal.Decimal) *Change {
	diff := value.Sub(before)
	ch := &Change{Absolute: diff}
	if !before.IsZero() {
		percent := diff.Shift(2).DivRound(before.Abs(), 1)
		ch.Percent = &percent
	}
	var favourable bool
	switch c.Direction {
	case content.Up:
		favourable = diff.IsPositive()
	case content.Down:
		favourable = diff.IsNegative()
	case content.Within:
		was, is := outside(c, before), outside(c, value)
		if !c.Target.Set || was.IsZero() && is.IsZero() {
			return ch
		}
		favourable = is.LessThan(was)
	}
	ch.Favourable = &favourable
	return ch
}

// outside returns how far a figure is from the range.
func outside(c *content.KPI, value decimal.Decimal) decimal.Decimal {
	return decimal.Max(c.Target.Low.Sub(value), value.Sub(c.Target.High), decimal.Zero)
}

// A trend looks at so many of the last figures; fewer of them say nothing.
const (
	trendFigures    = 6
	minTrend        = 3
	minForecast     = 4
	forecastDecimal = 4
)

// trend tells where the last figures lead. Their slope is the median of the
// slopes between every two of them, after Theil ("A rank-invariant method of
// linear and polynomial regression analysis", 1950) and Sen ("Estimates of the
// regression coefficient based on Kendall's tau", Journal of the American
// Statistical Association 63, 1968): one freak figure does not turn it. All of it
// is counted in fractions, so that a figure at the very edge falls on the right
// side.
func (k *KPI) trend() {
	recent := k.Points[max(0, len(k.Points)-trendFigures):]
	if len(recent) < minTrend {
		return
	}
	number := func(i int) int64 {
		if recent[i].Period.Kind == calendar.Custom {
			return int64(i) // these are not numbered
		}
		return int64(recent[i].Period.Number())
	}
	// The slopes are counted times a multiple of every span, so that each is an exact
	// decimal and only their median becomes a fraction.
	multiple := big.NewInt(1)
	for i := range recent {
		for j := i + 1; j < len(recent); j++ {
			span := big.NewInt(number(j) - number(i))
			multiple.Mul(multiple, new(big.Int).Quo(span, new(big.Int).GCD(nil, nil, multiple, span)))
		}
	}
	slopes := make([]decimal.Decimal, 0, len(recent)*(len(recent)-1)/2)
	for i := range recent {
		for j := i + 1; j < len(recent); j++ {
			times := new(big.Int).Quo(multiple, big.NewInt(number(j)-number(i)))
			slopes = append(slopes, recent[j].Value.Sub(recent[i].Value).Mul(decimal.NewFromBigInt(times, 0)))
		}
	}
	slope := median(slopes)
	slope.Quo(slope, new(big.Rat).SetInt(multiple))
	k.Slope, _ = slope.Float64()

	last := len(recent) - 1
	moved := new(big.Rat).Mul(slope, big.NewRat(number(last)-number(0), 1))
	moved.Mul(moved, big.NewRat(2, 1)) // to be compared with the whole tolerance
	switch {
	case slope.Sign() == 0 || moved.Abs(moved).Cmp(tolerance(k.Content).Rat()) < 0:
		k.Trend = Flat
	case slope.Sign() > 0:
		k.Trend = Rising
	default:
		k.Trend = Falling
	}
	k.forecast(slope)
}

func median(values []decimal.Decimal) *big.Rat {
	slices.SortFunc(values, decimal.Decimal.Cmp)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half].Rat()
	}
	sum := values[half-1].Add(values[half]).Rat()
	return sum.Quo(sum, big.NewRat(2, 1))
}

// forecast follows the slope from the current figure to the period that holds
// the KPI's date. There is none once that period is past, and none for periods
// that are not numbered.
func (k *KPI) forecast(slope *big.Rat) {
	kind, by := k.Current.Period.Kind, k.Content.By
	if len(k.Points) < minForecast || by == 0 || kind == calendar.Custom {
		return
	}
	left := calendar.PeriodOf(kind, by).Number() - k.Current.Period.Number()
	if left < 0 {
		return
	}
	value := new(big.Rat).Mul(slope, big.NewRat(int64(left), 1))
	value.Add(value, k.Current.Value.Rat())
	low, high := k.Content.Target.Low.Rat(), k.Content.Target.High.Rat()
	reaches := k.Content.Target.Set
	switch k.Content.Direction {
	case content.Up:
		reaches = reaches && value.Cmp(low) >= 0
	case content.Down:
		reaches = reaches && value.Cmp(high) <= 0
	case content.Within:
		reaches = reaches && low.Cmp(value) <= 0 && value.Cmp(high) <= 0
	}
	k.Forecast = &Forecast{Value: decimal.NewFromBigRat(value, forecastDecimal), Reaches: reaches}
}
