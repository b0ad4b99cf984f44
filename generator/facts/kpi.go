package facts

import (
	"cmp"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// kpis tells what each figure says, in the order of the agreement. The
// engagement as authored tells of what length a series is before its first row
// has come.
func kpis(e, authored *content.Engagement, n now) []KPI {
	current := e.KPIs.On(n.today)
	derived := make([]KPI, len(current))
	for i, c := range current {
		derived[i] = kpi(c, authored.KPIOn(c.ID, n.today).Series, e, n)
	}
	return derived
}

func kpi(c *content.KPI, series []content.Figure, e *content.Engagement, n now) KPI {
	k := KPI{Content: c}
	for _, v := range e.KPIs.Versions(c.ID) {
		k.versions = append(k.versions, judge{v, tolerance(v)})
	}
	if kind, ok := length(c.ID, series, e.Reports); ok {
		k.Points = k.points(kind, e, n)
	}
	last := len(k.Points) - 1
	if last < 0 || k.Points[last].Period.To <= e.Start {
		return k
	}
	k.see()
	k.forecast()
	if k.Stale = n.today > staleAfter(k.Current.Period); k.Stale {
		silent := *k.Current
		silent.Status = ""
		k.Current = &silent
	}
	return k
}

// see takes the last of the points as the current figure, and tells what it says
// beside those before it.
func (k *KPI) see() {
	last := len(k.Points) - 1
	k.Current, k.Change, k.Trend, k.Slope, k.Forecast, k.YearBefore, k.ChangeYear = &k.Points[last], nil, "", 0, nil, nil, nil
	if by := k.on(k.Current.Period.To); by != nil {
		k.Content, k.near = by.KPI, by.near
	} else {
		k.near = tolerance(k.Content)
	}
	if last > 0 && adjacent(k.Points[last-1].Period, k.Current.Period) {
		k.Change = change(k.Content, k.Points[last-1].Value, k.Current.Value)
	}
	if k.Current.LastYear.Valid {
		k.setYearBefore(k.Current.LastYear.Decimal)
	}
	if before, ok := k.Current.Period.YearBefore(); ok {
		i := sort.Search(last, func(i int) bool { return k.Points[i].Period.To >= before.To })
		if i < last && k.Points[i].Period == before {
			k.setYearBefore(k.Points[i].Value)
		}
	}
	k.budget()
	k.trend()
}

// A judge is a version of a KPI that figures are judged by.
type judge struct {
	*content.KPI
	near decimal.Decimal // its tolerance
}

// on is the version that holds on a day; nil for none.
func (k *KPI) on(day calendar.Date) *judge {
	var by *judge
	for i := range k.versions {
		if k.versions[i].Since <= day {
			by = &k.versions[i]
		}
	}
	return by
}

// setYearBefore compares the current figure with that of the same period a year before.
func (k *KPI) setYearBefore(value decimal.Decimal) {
	diff := k.Current.Value.Sub(value)
	k.YearBefore, k.ChangeYear = &value, &diff
}

// budget compares the current figure with what was planned.
func (k *KPI) budget() {
	if k.Budget = nil; k.Current.Budget.Valid {
		k.Budget = change(k.Content, k.Current.Budget.Decimal, k.Current.Value)
	}
}

// staleAfter returns the last day of the second period after one: from the next
// day on its figure says nothing about today. Periods that are not of the calendar
// are followed by ones as long.
func staleAfter(p calendar.Period) calendar.Date {
	if p.Kind == calendar.Custom {
		return p.To + 2*(p.To-p.From+1)
	}
	return p.Next().Next().To
}

// points returns the figure of every period that has one and has ended by
// as-of, in order. A report's own figure comes before that of the series. Of
// several reports on one period the last published counts. A period has ended
// once its last day is past. It is judged by the version of the KPI that held on that
// day, and has the figure of that version's series.
func (k *KPI) points(kind calendar.PeriodKind, e *content.Engagement, n now) []Point {
	given := k.given(kind, e.Reports, n)
	slices.SortStableFunc(given, givenFigure.compare)
	all := make([]Point, 0, len(given))
	for _, f := range given {
		if last := len(all) - 1; last < 0 || all[last].Period != f.period {
			all = append(all, Point{Period: f.period})
		}
		p := &all[len(all)-1]
		if f.report != nil {
			p.Value, p.Report = f.value, f.report.ID
		} else {
			*p = Point{Period: f.period, Value: f.row.Value, Note: f.row.Note, Budget: f.row.Budget, LastYear: f.row.LastYear}
		}
	}
	for i := range all {
		p := &all[i]
		if by := k.on(p.Period.To); by != nil && by.Target.Set {
			p.HasTarget = true
			p.TargetLow, p.TargetHigh = targetNow(by.KPI, p.Period.To)
			p.Status = status(by.KPI, by.near, p.Value, p.TargetLow, p.TargetHigh)
		}
	}
	return all
}

// A givenFigure is a figure of a period as a row of a series, or a report, gives it.
type givenFigure struct {
	period calendar.Period
	row    *content.Figure
	report *content.Report
	value  decimal.Decimal // of the report
}

// compare orders figures by period; of one, that comes last which counts.
func (f givenFigure) compare(other givenFigure) int {
	order := cmp.Or(cmp.Compare(f.period.To, other.period.To), cmp.Compare(f.period.From, other.period.From))
	switch {
	case order != 0 || f.report == nil && other.report == nil:
		return order
	case f.report == nil:
		return -1
	case other.report == nil:
		return 1
	}
	return cmp.Or(cmp.Compare(f.report.Date, other.report.Date), cmp.Compare(f.report.ID, other.report.ID))
}

// given returns every figure of the periods of a kind that have ended.
func (k *KPI) given(kind calendar.PeriodKind, reports []*content.Report, n now) []givenFigure {
	ended := func(p calendar.Period) bool { return p.Kind == kind && n.today > p.To }
	var all []givenFigure
	for i, v := range k.versions {
		all = slices.Grow(all, len(v.Series))
		for j := range v.Series {
			row := &v.Series[j]
			by := k.on(row.Period.To)
			if ended(row.Period) && (by == &k.versions[i] || by == nil && i == 0) {
				all = append(all, givenFigure{period: row.Period, row: row})
			}
		}
	}
	for _, r := range reports {
		if value, ok := pinned(r, k.Content.ID); ok && ended(r.Period) {
			all = append(all, givenFigure{period: r.Period, report: r, value: value})
		}
	}
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
	base := c.Baseline.Value
	if now, ok := smallTarget(base, c.Target.Low, int64(max(0, end-at)), int64(by-at)); ok {
		return now, now
	}
	passed, whole := decimal.NewFromInt(int64(max(0, end-at))), decimal.NewFromInt(int64(by-at))
	now := base.Mul(whole).Add(c.Target.Low.Sub(base).Mul(passed)).DivRound(whole, targetPlaces)
	return now, now
}

// Bounds that let no product of smallTarget pass 2^63, and no sum of status.
const (
	maxLineDigits   = 13
	maxLineDays     = 100_000
	maxJudgedDigits = 18
)

// smallTarget is targetNow in machine words; ok is false where they could be too small for it.
func smallTarget(base, target decimal.Decimal, passed, whole int64) (now decimal.Decimal, ok bool) {
	from, fits := inUnits(base, targetPlaces, maxLineDigits)
	to, fit := inUnits(target, targetPlaces, maxLineDigits)
	if !fits || !fit || whole > maxLineDays {
		return decimal.Decimal{}, false
	}
	sum := from*whole + (to-from)*passed
	return decimal.New(divided(sum, whole), -targetPlaces), true
}

// status compares a figure with what was aimed at, and a tolerance.
func status(c *content.KPI, near, value, low, high decimal.Decimal) Status {
	if c.Direction == content.Up {
		high = value
	} else if c.Direction == content.Down {
		low = value
	}
	if low, high, value, near, ok := smallFigures(low, high, value, near); ok {
		return verdict(low <= value && value <= high, low-near <= value && value <= high+near)
	}
	return verdict(low.Cmp(value) <= 0 && value.Cmp(high) <= 0, low.Sub(near).Cmp(value) <= 0 && value.Cmp(high.Add(near)) <= 0)
}

// smallFigures are figures in units of the last decimal that maxSmallPlaces allows, in machine
// words; ok is false where they could be too small for it.
func smallFigures(a, b, c, d decimal.Decimal) (_, _, _, _ int64, ok bool) {
	var n [4]int64
	for i, figure := range [...]decimal.Decimal{a, b, c, d} {
		if n[i], ok = inUnits(figure, maxSmallPlaces, maxJudgedDigits); !ok {
			return 0, 0, 0, 0, false
		}
	}
	return n[0], n[1], n[2], n[3], true
}

func verdict(on, near bool) Status {
	switch {
	case on:
		return On
	case near:
		return Near
	}
	return Off
}

// perCent is the unit of figures that are shares of a hundred. What they change
// by are points.
const perCent = "%"

// tolerance returns how far from its target a figure is still near: as written,
// or a share of the way from the baseline to the target, of the target's size where
// there is no baseline, and for a range of its width. A share of no target is
// nothing. Where nothing is written it is a tenth, but one point for a figure in per
// cent without a baseline: of 99.9 % a tenth would be everything.
func tolerance(c *content.KPI) decimal.Decimal {
	written := c.Tolerance
	if written.Default && c.Unit == perCent && c.Baseline.At == 0 {
		return decimal.NewFromInt(1)
	}
	if !written.Percent {
		return written.Value
	}
	if !c.Target.Set {
		return decimal.Zero
	}
	of := c.Target.Low.Abs()
	switch {
	case c.Direction == content.Within:
		of = c.Target.High.Sub(c.Target.Low)
	case c.Baseline.At != 0:
		of = c.Target.Low.Sub(c.Baseline.Value).Abs()
	}
	return of.Mul(written.Value).Shift(-2)
}

// Jumped tells whether the current figure is further from the one before than its tolerance, so
// that nobody would call it steady.
func (k *KPI) Jumped() bool {
	return k.Change != nil && k.Change.Absolute.Abs().GreaterThan(k.near)
}

// A figure of so many digits, times 1000, is less than 2^63.
const maxGrowthDigits = 15

// maxGrowth bounds the changes that are told in per cent: what grows more than tenfold came
// from next to nothing.
const maxGrowth = 10

var maxPercent = decimal.NewFromInt(100 * maxGrowth)

// change compares a figure with the one before it. A figure that did not move
// did not go in its direction: it is not favourable. Per cent say nothing of a
// figure that is one itself, nor where there was nothing, or less, or is less now.
func change(c *content.KPI, before, value decimal.Decimal) *Change {
	diff := value.Sub(before)
	ch := &Change{Absolute: diff}
	if c.Unit != perCent && before.IsPositive() && !value.IsNegative() {
		ch.Percent = grown(before, diff)
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

// grown returns how much a figure grew in per cent of what it was; nil for too many.
func grown(before, diff decimal.Decimal) *decimal.Decimal {
	was, fits := inUnits(before, maxSmallPlaces, maxGrowthDigits)
	by, fit := inUnits(diff, maxSmallPlaces, maxGrowthDigits)
	var percent decimal.Decimal
	switch {
	case fits && fit && by > maxGrowth*was, !(fits && fit) && diff.Shift(2).GreaterThan(maxPercent.Mul(before)):
		return nil
	case fits && fit:
		percent = decimal.New(divided(by*1000, was), -1)
	default:
		percent = diff.Shift(2).DivRound(before, 1)
	}
	return &percent
}

// divided divides, and rounds halves away from zero; by is positive.
func divided(n, by int64) int64 {
	q, rest := n/by, n%by
	if 2*max(rest, -rest) >= by {
		q += int64(cmp.Compare(n, 0))
	}
	return q
}

// outside returns how far a figure is from the range.
func outside(c *content.KPI, value decimal.Decimal) decimal.Decimal {
	return decimal.Max(c.Target.Low.Sub(value), value.Sub(c.Target.High), decimal.Zero)
}

// A trend looks at so many of the last figures; fewer of them say nothing.
const (
	TrendFigures    = 6
	minTrend        = 3
	minForecast     = 4
	forecastDecimal = 4
)

// trending are the last points, at which a trend looks.
func trending(points []Point) []Point { return points[max(0, len(points)-TrendFigures):] }

// trend tells where the last figures lead. Their slope is the median of the
// slopes between every two of them, after Theil ("A rank-invariant method of
// linear and polynomial regression analysis", 1950) and Sen ("Estimates of the
// regression coefficient based on Kendall's tau", Journal of the American
// Statistical Association 63, 1968): one freak figure does not turn it. All of it
// is counted in fractions, so that a figure at the very edge falls on the right
// side.
func (k *KPI) trend() {
	recent := trending(k.Points)
	if len(recent) < minTrend {
		return
	}
	slope, span := medianSlope(recent)
	k.Slope = slope.float()
	switch {
	case slope.sign() == 0 || slope.movesLess(2*span, k.near): // half of which would be a move
		k.Trend = Flat
	case slope.sign() > 0:
		k.Trend = Rising
	default:
		k.Trend = Falling
	}
}

// forecast follows the slope from the current figure to the period that holds
// the KPI's date, and no further than the target, where that is one figure. It
// goes below 0 only where a figure did, and nowhere outside 0 to 100 per cent. There is
// none once that period is past, and none for periods that are not numbered.
func (k *KPI) forecast() {
	kind, by := k.Current.Period.Kind, k.Content.By
	if len(k.Points) < minForecast || by == 0 || kind == calendar.Custom {
		return
	}
	left := calendar.PeriodOf(kind, by).Number() - k.Current.Period.Number()
	if left < 0 {
		return
	}
	slope, _ := medianSlope(trending(k.Points))
	value := new(big.Rat).Mul(slope.rat(), big.NewRat(int64(left), 1))
	value.Add(value, k.Current.Value.Rat())
	if negative := func(p Point) bool { return p.Value.IsNegative() }; value.Sign() < 0 &&
		(k.Content.Unit == perCent || !slices.ContainsFunc(k.Points, negative)) {
		value = new(big.Rat)
	}
	if whole := big.NewRat(100, 1); k.Content.Unit == perCent && value.Cmp(whole) > 0 {
		value = whole
	}
	low, high := k.Content.Target.Low.Rat(), k.Content.Target.High.Rat()
	reaches := k.Content.Target.Set
	switch k.Content.Direction {
	case content.Up:
		if reaches = reaches && value.Cmp(low) >= 0; reaches {
			value = low
		}
	case content.Down:
		if reaches = reaches && value.Cmp(high) <= 0; reaches {
			value = high
		}
	case content.Within:
		reaches = reaches && low.Cmp(value) <= 0 && value.Cmp(high) <= 0
	}
	k.Forecast = &Forecast{Value: decimal.NewFromBigRat(value, forecastDecimal), Reaches: reaches}
}

// lastPriority ranks a goal that has none.
const lastPriority = 1000

// ByPriority lists the KPIs of an engagement of the client's that have a figure, those of
// its first goals first.
func (c *Client) ByPriority(e *Engagement) []*KPI {
	rank := map[string]int{}
	for i := range c.Content.Goals {
		g := &c.Content.Goals[i]
		rank[g.ID] = g.Priority
	}
	priority := func(k *KPI) int {
		if n := rank[k.Content.Goal.ID]; n > 0 {
			return n
		}
		return lastPriority
	}
	var all []*KPI
	for i := range e.KPIs {
		if e.KPIs[i].Current != nil {
			all = append(all, &e.KPIs[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *KPI) int { return cmp.Compare(priority(a), priority(b)) })
	return all
}
