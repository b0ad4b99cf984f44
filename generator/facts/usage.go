package facts

import (
	"cmp"
	"math"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// nearShare is the share of a limit from which on it is near.
var nearShare = big.NewRat(9, 10)

// usages tells what was used of each price and what it comes to, by price in the order
// of the list and period; and of the retainers that include hours how much of these is
// used in the period at hand.
//
// A price's periods follow each other from the one in which the engagement starts to
// as-of's, or to the one in which it ends: those of a retainer's `per`, else calendar
// months. Each row is in one of them, whatever changes meanwhile: a row from before the
// start or after the end has its own period, for which the retainer itself costs
// nothing. A period goes by the version of the price that holds when it begins, or
// when the engagement begins in it; each hour by the rates of its own day. The first
// and the last period count whole, however few of their days are the engagement's.
//
// A proposal has no usages: nothing is agreed that could be billed.
func usages(e *content.Engagement, byDay map[string]*used, n now) ([]Usage, []Retainer) {
	var all []Usage
	var retainers []Retainer
	for _, id := range priceIDs(e) {
		for _, p := range newAccount(e, id, byDay[id], n).periods() {
			if p.retainer != nil {
				retainers = append(retainers, *p.retainer)
			}
			if p.agreed || p.Days != nil {
				all = append(all, p.Usage)
			}
		}
	}
	if e.Status == content.Proposed {
		return nil, retainers
	}
	return all, retainers
}

// priceIDs returns the prices in the order in which they first stand.
func priceIDs(e *content.Engagement) []string {
	var ids []string
	for i := range e.Pricing {
		if id := e.Pricing[i].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// An account goes through the periods of one price.
type account struct {
	now
	e               *content.Engagement
	id              string
	worked, counted []UsageDay // of rows of time.csv and units.csv
	left            []leftover // of earlier periods, the oldest first
	paid            bool       // a retainer that is paid once was
	period          int        // at hand
}

// A leftover is what a period included and nobody has used so far.
type leftover struct {
	period int
	from   calendar.Period
	hours  *big.Rat
}

// An accountPeriod is a usage with what else is known of its period.
type accountPeriod struct {
	Usage
	agreed   bool      // the price was owed in it, whether it was used or not
	retainer *Retainer // of a retainer that includes hours, in the period at hand
}

func newAccount(e *content.Engagement, id string, days *used, n now) *account {
	a := &account{now: n, e: e, id: id}
	if days != nil {
		a.worked, a.counted = n.came(days.worked), n.came(days.counted)
	}
	return a
}

// came returns those of days that have come.
func (n now) came(days []UsageDay) []UsageDay {
	return within(days, calendar.Period{From: math.MinInt32, To: n.today})
}

// secondsOf is a count in seconds, as it was meant: hours that came as minutes and seconds have no last
// decimal, and three times 20 minutes are an hour.
func secondsOf(count decimal.Decimal) decimal.Decimal { return count.Mul(anHour).Round(10) }

var anHour = decimal.NewFromInt(3600)

// inHours returns seconds as hours, exactly.
func inHours(seconds decimal.Decimal) *big.Rat {
	if hours, ok := smallInHours(seconds); ok {
		return hours
	}
	return anyInHours(seconds)
}

func anyInHours(seconds decimal.Decimal) *big.Rat {
	return new(big.Rat).Quo(seconds.Rat(), big.NewRat(3600, 1))
}

// periods returns what was used in each period, from the first that has anything to tell
// to the one at hand.
func (a *account) periods() []accountPeriod {
	var all []accountPeriod
	from := min(a.e.Start, a.today)
	for _, rows := range [][]UsageDay{a.worked, a.counted} {
		if len(rows) > 0 {
			from = min(from, rows[0].Date)
		}
	}
	for d := from; d <= a.today; {
		price := a.priceOn(d)
		period := periodOf(price, d)
		if period.From < d && len(all) > 0 { // the length changed: what is left of the new one
			period = calendar.Period{Kind: calendar.Custom, From: d, To: period.To}
		}
		d = period.To + 1
		if price == nil || price.Model != content.FixedPrice {
			all = append(all, a.use(price, period))
		}
	}
	return all
}

// priceOn returns the version of the price for a period that begins on d, or the first
// one if that begins to hold within d's month; nil where there is none yet.
func (a *account) priceOn(d calendar.Date) *content.Price {
	if price := a.e.PriceOn(a.id, d); price != nil {
		return price
	}
	return a.e.PriceOn(a.id, min(calendar.PeriodOf(calendar.Month, d).To, a.today))
}

// periodOf returns the period of a price that holds d.
func periodOf(price *content.Price, d calendar.Date) calendar.Period {
	kind := calendar.Month
	if price != nil && price.Model == content.RetainerPrice {
		switch price.Per {
		case "day":
			return calendar.Period{Kind: calendar.Custom, From: d, To: d}
		case "week":
			kind = calendar.Week
		case "quarter":
			kind = calendar.Quarter
		case "year":
			kind = calendar.Year
		}
	}
	return calendar.PeriodOf(kind, d)
}

// within returns those of days that are in a period.
func within(days []UsageDay, period calendar.Period) []UsageDay {
	byDay := func(u UsageDay, d calendar.Date) int { return cmp.Compare(u.Date, d) }
	from, _ := slices.BinarySearchFunc(days, period.From, byDay)
	to, _ := slices.BinarySearchFunc(days, period.To+1, byDay)
	if from >= to {
		return nil
	}
	return days[from:to:to]
}

// exact is a count as it was meant.
func (d *UsageDay) exact() *big.Rat { return inHours(d.seconds) }

// sum is the sum of days.
func sum(days []UsageDay) *big.Rat {
	return inHours(summed(days, func(d *UsageDay) decimal.Decimal { return d.seconds }))
}

// summed is the sum of what each day has.
func summed(days []UsageDay, of func(*UsageDay) decimal.Decimal) decimal.Decimal {
	if sum, ok := smallSum(days, of); ok {
		return sum
	}
	return anySum(days, of)
}

func anySum(days []UsageDay, of func(*UsageDay) decimal.Decimal) decimal.Decimal {
	all := decimal.Zero
	for i := range days {
		all = all.Add(of(&days[i]))
	}
	return all
}

// total is the sum of days as it is published, with no more decimals than a figure may have.
func total(days []UsageDay) decimal.Decimal {
	all := summed(days, func(d *UsageDay) decimal.Decimal { return d.Count })
	if all.Exponent() >= -10 {
		return all
	}
	short, _ := decimal.NewFromString(sum(days).FloatString(10))
	return short
}

// figure is a number of hours as it is published, with 4 decimals at most: 20 minutes
// have no last one.
func figure(r *big.Rat) *decimal.Decimal {
	d, ok := smallRounded(r, 4)
	if !ok {
		d = decimal.NewFromBigRat(r, 4)
	}
	return &d
}

// use tells what was used of a price in a period; price is nil where there is none yet,
// so that what was used costs nothing that anybody knows.
func (a *account) use(price *content.Price, period calendar.Period) accountPeriod {
	p := accountPeriod{Usage: Usage{Item: a.id, Price: price, Period: period, Days: within(a.worked, period)}}
	if p.Counted = isCounted(price, p.Days); p.Counted {
		p.Days = within(a.counted, period)
	}
	p.agreed = a.agreed(price, period)
	lasts := a.today <= period.To && a.e.Status != content.Closed
	p.Current = p.agreed && lasts
	used := total(p.Days)
	if p.Days != nil || lasts {
		p.Used = &used
	}
	if price == nil {
		p.State = UsageOK
		return p
	}
	b := bill{account: a, usage: &p.Usage, used: sum(p.Days), use: new(big.Rat)}
	if isFlat(price) {
		b.retainer(p.agreed)
	} else {
		b.byUse()
	}
	b.forecast()
	p.State = b.state()
	if b.free != nil && period.Contains(a.today) {
		p.retainer = b.burn()
	}
	return p
}

// isCounted reports whether a price is paid for by units, and not by hours; of one that
// did not exist yet, whether there are no hours.
func isCounted(price *content.Price, hours []UsageDay) bool {
	if price == nil {
		return hours == nil
	}
	return price.Model == content.UnitPrice
}

// isFlat reports whether a price has an amount of its own, whatever is used. A
// retainer by the hour has none: it costs what is used.
func isFlat(price *content.Price) bool {
	return price.Model == content.RetainerPrice && price.Per != "hour"
}

// agreed reports whether the engagement lasts in a period that has begun, so that a
// retainer is owed for it. Of one by the day only the days that are worked are.
func (a *account) agreed(price *content.Price, period calendar.Period) bool {
	if price == nil || a.today < max(a.e.Start, price.Since, period.From) || period.To < a.e.Start || a.e.End != 0 && period.From > a.e.End {
		return false
	}
	return price.Per != "day" || !isFlat(price) || a.cal.Open(period.From)
}

// A bill is what a usage comes to, while that is computed in fractions.
type bill struct {
	*account
	usage *Usage
	used  *big.Rat
	free  *big.Rat // hours included and carried; nil where none are
	over  *big.Rat // beyond them; nil where none are included
	fixed decimal.Decimal
	use   *big.Rat // what is paid by use; nil where no rate is agreed
}

// retainer counts a retainer's own amount, once a period or, without a period, once in
// all, and what is beyond the hours that it includes.
func (b *bill) retainer(agreed bool) {
	price, u := b.usage.Price, b.usage
	if agreed && (price.Per != "" || !b.paid) {
		b.fixed, b.paid = price.Amount.Amount, true
	}
	if price.Includes.N > 0 {
		if agreed || price.Per != "day" { // days that are not worked are none
			b.period++
		}
		included := big.NewRat(int64(price.Includes.N), 60)
		carried := b.carry(price.Carry)
		b.free = new(big.Rat).Add(included, carried)
		b.over = positive(new(big.Rat).Sub(b.used, b.free))
		u.Included, u.Carried = figure(included), figure(carried)
		if u.Used != nil {
			u.Over = figure(b.over)
		}
		b.settle(included, carried, agreed)
		b.use = b.beyond()
		if b.use != nil && u.Used != nil {
			u.Beyond = b.money(b.use)
		}
	}
	amount := new(big.Rat).Set(b.fixed.Rat())
	if b.use != nil {
		amount.Add(amount, b.use)
	}
	u.Amount = b.money(amount)
}

// byUse counts each hour or unit at the rate of its day.
func (b *bill) byUse() {
	for i := range b.usage.Days {
		d := &b.usage.Days[i]
		if rate := b.e.PriceOn(b.id, d.Date); rate != nil {
			b.use.Add(b.use, priced(d.exact(), rate))
		}
	}
	if b.usage.Used != nil {
		b.usage.Amount = b.money(b.use)
	}
}

// carry returns the hours that are left of the periods before, as many as the price
// says. What is older is gone for good, whatever a later version says.
func (b *bill) carry(periods int) *big.Rat {
	b.left = slices.DeleteFunc(b.left, func(l leftover) bool { return l.period < b.period-periods || l.hours.Sign() == 0 })
	carried := new(big.Rat)
	for _, l := range b.left {
		carried.Add(carried, l.hours)
		b.usage.CarriedFrom = append(b.usage.CarriedFrom, Carried{Period: l.from, Hours: *figure(l.hours)})
	}
	return carried
}

// settle takes what was used from what is left, the oldest first, and keeps what is left
// of the period itself. Where nothing is recorded, all of it is: nobody can say that
// it was used.
func (b *bill) settle(included, carried *big.Rat, agreed bool) {
	open := new(big.Rat).Set(b.used)
	for i := range b.left {
		taken := smaller(open, b.left[i].hours)
		b.left[i].hours = new(big.Rat).Sub(b.left[i].hours, taken)
		open.Sub(open, taken)
	}
	if rest := positive(new(big.Rat).Sub(included, open)); agreed && rest.Sign() > 0 {
		b.left = append(b.left, leftover{b.period, b.usage.Period, rest})
	}
}

// beyond is what the hours cost that are beyond those included and carried, each at the
// rate of its day: the last ones of the period. It is nil where no rate is agreed for
// one of them.
func (b *bill) beyond() *big.Rat {
	cost, left := new(big.Rat), new(big.Rat).Set(b.free)
	for i := range b.usage.Days {
		d := &b.usage.Days[i]
		inside := smaller(left, d.exact())
		left.Sub(left, inside)
		outside := new(big.Rat).Sub(d.exact(), inside)
		if outside.Sign() == 0 {
			continue
		}
		rate := b.e.PriceOn(b.usage.Price.Over.ID, d.Date)
		if rate == nil {
			return nil
		}
		cost.Add(cost, priced(outside, rate))
	}
	if b.e.PriceOn(b.usage.Price.Over.ID, min(b.today, b.usage.Period.To)) == nil {
		return nil
	}
	return cost
}

// forecast tells where a period that is under way leads at its pace: to as many hours as
// its working time allows at the rate of that which has passed. It names whole hours or
// units, never fewer than were used. What costs the same whatever is used leads nowhere.
func (b *bill) forecast() {
	u := b.usage
	if !u.Current || b.used.Sign() == 0 || isFlat(u.Price) && b.free == nil {
		return
	}
	passed, whole := passedOf(u.Period, b.now)
	if !paced(passed, whole) || passed == whole {
		return
	}
	used := new(big.Rat).Mul(b.used, big.NewRat(int64(whole), int64(passed)))
	used = decimal.NewFromBigRat(used, 0).Rat()
	if used.Cmp(b.used) < 0 {
		used.Set(b.used)
	}
	f := &UsageForecast{Used: *figure(used)}
	rate, more := b.e.PriceOn(b.id, b.today), new(big.Rat).Sub(used, b.used)
	if b.free != nil {
		over := positive(new(big.Rat).Sub(used, b.free))
		f.Over = *figure(over)
		rate, more = b.e.PriceOn(u.Price.Over.ID, b.today), new(big.Rat).Sub(over, b.over)
	}
	if rate != nil && b.use != nil {
		use := new(big.Rat).Add(b.use, priced(more, rate))
		f.Beyond = b.money(use)
		f.Amount = b.money(use.Add(use, b.fixed.Rat()))
	}
	u.Forecast = f
}

// state compares what was used with what is included, and what it comes to with the cap.
func (b *bill) state() UsageState {
	u := b.usage
	switch {
	case u.Used == nil:
		return UsageNotRecorded
	case b.over != nil && b.over.Sign() > 0 || u.OverCap():
		return UsageOver
	case b.free != nil && b.used.Cmp(new(big.Rat).Mul(b.free, nearShare)) >= 0 || u.NearCap():
		return UsageNear
	}
	return UsageOK
}

// money is an amount in the price's currency, rounded once.
func (b *bill) money(amount *big.Rat) *content.Money {
	m := content.RoundedMoney(amount, b.usage.Price.Amount.Currency)
	return &m
}

// priced is what a number of hours or units costs.
func priced(count *big.Rat, price *content.Price) *big.Rat {
	return new(big.Rat).Mul(count, price.Amount.Amount.Rat())
}

func positive(r *big.Rat) *big.Rat {
	if r.Sign() < 0 {
		return new(big.Rat)
	}
	return r
}

func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return new(big.Rat).Set(a)
	}
	return new(big.Rat).Set(b)
}

// burn tells how much of the hours included and carried is used, and the pace: that
// share by the share of the period's open time that passed before today. Both are
// counted in fractions and rounded once.
func (b *bill) burn() *Retainer {
	u := b.usage
	r := &Retainer{Item: u.Item, Period: u.Period, Included: *u.Included, Carried: *u.Carried, Used: total(u.Days)}
	burn := new(big.Rat).Quo(b.used, b.free)
	r.Burn, _ = burn.Float64()
	if passed, whole := passedOf(u.Period, b.now); paced(passed, whole) {
		pace, _ := burn.Mul(burn, big.NewRat(int64(whole), int64(passed))).Float64()
		r.Pace = &pace
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
