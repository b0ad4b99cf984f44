package facts

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

func sayUsage(u Usage) string {
	hours := func(d *decimal.Decimal) string {
		if d == nil {
			return "-"
		}
		return d.String()
	}
	money := func(m *content.Money) string {
		if m == nil {
			return "-"
		}
		return m.Amount.String()
	}
	s := fmt.Sprintf("%s %s used %s", u.Item, u.Period, hours(u.Used))
	if u.Included != nil {
		s += fmt.Sprintf(" of %s + %s over %s at %s", hours(u.Included), hours(u.Carried), hours(u.Over), money(u.Beyond))
	}
	s += fmt.Sprintf(" = %s %s", money(u.Amount), u.State)
	if f := u.Forecast; f != nil {
		s += fmt.Sprintf("; at this pace %s, %s over, %s = %s", f.Used, f.Over, money(f.Beyond), money(f.Amount))
	}
	return s
}

func sayInvoice(i Invoice) string {
	return fmt.Sprintf("%s %s %d", i.Content.Number, i.State, i.Overdue)
}

// The engagement starts on Mon 2026-07-06; its prices:
const prices = `start: 2026-07-06
pricing:
  - {id: care, item: Care, model: retainer, amount: 950, per: month, includes: 10h, carry: 2, over: extra, cap: 1200}
  - {id: extra, item: Extra, model: hourly, amount: 95.50}
  - {id: photo, item: Photo, model: unit, amount: 3.33, per: photo, cap: 20}
  - {id: host, item: Hosting, model: retainer, amount: 20, per: quarter}
  - {id: once, item: Set-up, model: fixed, amount: 18500}
`

func TestUsages(t *testing.T) {
	for _, c := range []struct {
		name, asOf, text string
		want             []string
	}{
		{"nothing yet", "2026-07-05", prices, nil},
		{"from the day of the start, the whole of the first period", "2026-07-06", prices, []string{
			"care 2026-07 used 0 of 10 + 0 over 0 at 0 = 950 ok",
			"extra 2026-07 used 0 = 0 ok",
			"photo 2026-07 used 0 = 0 ok",
			"host 2026-Q3 used 0 = 20 ok",
		}},
		{"a period without rows is not recorded once it is over", "2026-08-01", prices, []string{
			"care 2026-07 used - of 10 + 0 over - at - = 950 not-recorded",
			"care 2026-08 used 0 of 10 + 10 over 0 at 0 = 950 ok",
			"extra 2026-07 used - = - not-recorded",
			"extra 2026-08 used 0 = 0 ok",
			"photo 2026-07 used - = - not-recorded",
			"photo 2026-08 used 0 = 0 ok",
			"host 2026-Q3 used 0 = 20 ok",
		}},
		{"a proposal bills nothing", "2026-09-30", "status: proposed\n" + prices, nil},
		{"after the end nothing is owed", "2026-08-15", "end: 2026-07-24\n" + prices, []string{
			"care 2026-07 used - of 10 + 0 over - at - = 950 not-recorded",
			"extra 2026-07 used - = - not-recorded",
			"photo 2026-07 used - = - not-recorded",
			"host 2026-Q3 used 0 = 20 ok",
		}},
		{"by hour and unit, rounded once", "2026-07-31", prices + "-- data/time.csv --\ndate,hours,item\n2026-07-07,0.3333,extra\n2026-07-07,0.3333,extra\n2026-07-08,0.3334,extra\n2026-07-08,5,once\n2026-07-08,5,\n" +
			"-- data/units.csv --\ndate,item,count\n2026-07-07,photo,1\n2026-07-09,photo,2\n2026-07-10,photo,1\n", []string{
			"care 2026-07 used 0 of 10 + 0 over 0 at 0 = 950 ok",
			"extra 2026-07 used 1 = 95.5 ok; at this pace 1, 0 over, 95.5 = 95.5",
			"photo 2026-07 used 4 = 13.32 ok; at this pace 4, 0 over, 13.32 = 13.32",
			"host 2026-Q3 used 0 = 20 ok",
		}},
		// 7 of the 10 hours of July are left, 8 of them and 10 of August together are 17. The
		// 12 of August take the 7 first and then 5: 5 are left. The 18 of September go beyond
		// 10 + 5 by 3, at 95.50.
		{"the oldest hours are used first", "2026-10-01", prices + "-- data/time.csv --\ndate,hours,item\n2026-07-07,3,care\n2026-08-04,12,care\n2026-09-01,16,care\n2026-09-02,2,care\n", []string{
			"care 2026-07 used 3 of 10 + 0 over 0 at 0 = 950 ok",
			"care 2026-08 used 12 of 10 + 7 over 0 at 0 = 950 ok",
			"care 2026-09 used 18 of 10 + 5 over 3 at 286.5 = 1236.5 over",
			"care 2026-10 used 0 of 10 + 0 over 0 at 0 = 950 ok",
		}},
		// Of July 9 are left, of August 8: in September 17. Its 2 hours come out of July's 9;
		// in October 8 of August and 10 of September, while July's are gone.
		{"what is left is gone after its periods", "2026-10-01", prices + "-- data/time.csv --\ndate,hours,item\n2026-07-07,1,care\n2026-08-04,11,care\n2026-09-01,2,care\n", []string{
			"care 2026-07 used 1 of 10 + 0 over 0 at 0 = 950 ok",
			"care 2026-08 used 11 of 10 + 9 over 0 at 0 = 950 ok",
			"care 2026-09 used 2 of 10 + 8 over 0 at 0 = 950 ok",
			"care 2026-10 used 0 of 10 + 16 over 0 at 0 = 950 ok",
		}},
		{"near, and at the limit", "2026-08-03", prices + "-- data/time.csv --\ndate,hours,item\n2026-07-07,10,care\n2026-08-03,9,care\n", []string{
			"care 2026-07 used 10 of 10 + 0 over 0 at 0 = 950 near",
			"care 2026-08 used 9 of 10 + 0 over 0 at 0 = 950 near",
		}},
		// October 2026 has 22 working days, and 11 passed before Fri 10-16: 7 hours make 14,
		// and 4 of them cost 95.50 each.
		{"where it leads", "2026-10-16", "start: 2026-10-01\n" + strings.SplitN(prices, "\n", 2)[1] + "-- data/time.csv --\ndate,hours,item\n2026-10-07,7,care\n2026-10-07,1.75,extra\n-- data/units.csv --\ndate,item,count\n2026-10-02,photo,6\n", []string{
			"care 2026-10 used 7 of 10 + 0 over 0 at 0 = 950 ok; at this pace 14, 4 over, 382 = 1332",
			"extra 2026-10 used 1.75 = 167.13 ok; at this pace 4, 0 over, 382 = 382",
			"photo 2026-10 used 6 = 19.98 near; at this pace 12, 0 over, 39.96 = 39.96",
			"host 2026-Q4 used 0 = 20 ok",
		}},
		{"in the first quarter nobody can tell where it leads", "2026-10-07", "start: 2026-10-01\n" + strings.SplitN(prices, "\n", 2)[1] + "-- data/time.csv --\ndate,hours,item\n2026-10-01,7,care\n", []string{
			"care 2026-10 used 7 of 10 + 0 over 0 at 0 = 950 ok",
		}},
		{"over a cap, which cuts nothing", "2026-07-31", prices + "-- data/units.csv --\ndate,item,count\n2026-07-07,photo,7\n", []string{
			"photo 2026-07 used 7 = 23.31 over; at this pace 7, 0 over, 23.31 = 23.31",
		}},
		{"hours beyond at a price that is not agreed", "2026-08-01", "start: 2026-07-06\npricing: [{id: care, item: Care, model: retainer, amount: 950, per: month, includes: 100m}]\n-- data/time.csv --\ndate,hours,item\n2026-07-07,2,care\n", []string{
			"care 2026-07 used 2 of 1.6667 + 0 over 0.3333 at - = 950 over",
			"care 2026-08 used 0 of 1.6667 + 0 over 0 at - = 950 ok",
		}},
		{"rows from before the start and after the end stand in periods of their own", "2026-09-30", "end: 2026-07-31\n" + prices + "-- data/time.csv --\ndate,hours,item\n2026-06-30,2,care\n2026-07-07,3,care\n2026-09-01,12,care\n", []string{
			"care 2026-06 used 2 of 10 + 0 over 0 at 0 = 0 ok",
			"care 2026-07 used 3 of 10 + 0 over 0 at 0 = 950 ok",
			"care 2026-09 used 12 of 10 + 7 over 0 at 0 = 0 ok",
		}},
		{"a retainer by the hour costs its hours", "2026-07-31", "start: 2026-07-06\npricing: [{id: care, item: Care, model: retainer, amount: 90, per: hour}]\n-- data/time.csv --\ndate,hours,item\n2026-07-07,2,care\n", []string{
			"care 2026-07 used 2 = 180 ok; at this pace 2, 0 over, 180 = 180",
		}},
		{"a retainer without a period is paid once", "2026-08-03", "start: 2026-07-06\npricing: [{id: care, item: Care, model: retainer, amount: 90}]\n-- data/time.csv --\ndate,hours,item\n2026-07-07,2,care\n", []string{
			"care 2026-07 used 2 = 90 ok",
			"care 2026-08 used 0 = 0 ok",
		}},
		{"a retainer by the day is owed for days that are worked", "2026-07-12", "start: 2026-07-10\npricing: [{id: care, item: Care, model: retainer, amount: 90, per: day}]\n", []string{
			"care 2026-07-10..2026-07-10 used - = 90 not-recorded",
		}},
		{"weeks have their own months", "2026-08-02", "start: 2026-07-23\npricing: [{id: care, item: Care, model: retainer, amount: 90, per: week, includes: 2h, carry: 1}]\n-- data/time.csv --\ndate,hours,item\n2026-07-24,0.5,care\n2026-08-01,3,care\n", []string{
			"care 2026-W30 used 0.5 of 2 + 0 over 0 at - = 90 ok",
			"care 2026-W31 used 3 of 2 + 1.5 over 0 at - = 90 ok",
		}},
		{"a closed engagement stands as it was", "2026-12-31", "status: closed\nclosed: 2026-07-31\n" + prices + "-- data/time.csv --\ndate,hours,item\n2026-07-07,3,care\n", []string{
			"care 2026-07 used 3 of 10 + 0 over 0 at 0 = 950 ok",
			"extra 2026-07 used - = - not-recorded",
			"photo 2026-07 used - = - not-recorded",
			"host 2026-Q3 used - = 20 not-recorded",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := lines(derive(t, c.asOf, c.text).Usages, sayUsage)
			if len(c.want) > 0 && len(got) > len(c.want) { // the case is about some of the prices
				got = slices.DeleteFunc(got, func(line string) bool {
					item, _, _ := strings.Cut(line, " ")
					return !slices.ContainsFunc(c.want, func(w string) bool { return strings.HasPrefix(w, item+" ") })
				})
			}
			check(t, got, c.want...)
		})
	}
}

func TestHoursAreNamedByThePeriodThatTheyAreLeftOf(t *testing.T) {
	e := derive(t, "2026-09-30", prices+"-- data/time.csv --\ndate,hours,item\n2026-07-07,3,care\n2026-08-04,4.5,care\n")
	last := e.Usages[2]
	check(t, lines(last.CarriedFrom, func(c Carried) string { return fmt.Sprint(c.Period, " ", c.Hours) }), "2026-07 2.5", "2026-08 10")
}

func TestReasonsOfMoney(t *testing.T) {
	for _, c := range []struct{ name, asOf, text, want string }{
		{"under the cap", "2026-09-30", prices + "-- data/units.csv --\ndate,item,count\n2026-09-07,photo,6\n", ""},
		{"over the cap", "2026-09-30", prices + "-- data/units.csv --\ndate,item,count\n2026-09-07,photo,7\n", "red cap-over photo on - days 0"},
		{"over the cap in a period that is over", "2026-10-01", prices + "-- data/units.csv --\ndate,item,count\n2026-09-07,photo,7\n", ""},
		// 10 of July are left, and 10 of August: 30 hours are enough for 30.
		{"within what is carried", "2026-09-30", prices + "-- data/time.csv --\ndate,hours,item\n2026-09-07,30,care\n", ""},
		{"beyond what is carried", "2026-09-30", prices + "-- data/time.csv --\ndate,hours,item\n2026-09-07,31,care\n", "amber retainer-over care on - days 0 share 1.0333333333333334"},
		{"far beyond, and over the cap", "2026-09-30", prices + "-- data/time.csv --\ndate,hours,item\n2026-09-07,38,care\n",
			"red cap-over care on - days 0|red retainer-over care on - days 0 share 1.2666666666666666|amber retainer-pace care on - days 0 share 1.326984126984127"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, []string{strings.Join(lines(derive(t, c.asOf, c.text+news).Health.Reasons, sayReason), "|")}, c.want)
		})
	}
}

func TestInvoices(t *testing.T) {
	const sent = prices + `-- data/invoices.csv --
number,date,amount,item,period,due,paid
A,2026-08-03,950,care,2026-07,2026-08-14,2026-08-20
B,2026-09-01,950,care,2026-08,2026-09-12,
C,2026-09-02,10,,2026-08,,
`
	for _, c := range []struct{ name, asOf, want string }{
		{"before it was sent", "2026-08-02", ""},
		{"open on its day", "2026-08-14", "A open 0"},
		{"overdue until it is paid", "2026-08-19", "A overdue 3"},
		{"paid", "2026-08-20", "A paid 0"},
		// Sat 2026-09-12 is Mon 2026-09-14.
		{"due on the next working day, and sent without a due", "2026-09-14", "A paid 0|B open 0|C sent 0"},
		{"overdue", "2026-09-15", "A paid 0|B overdue 1|C sent 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, []string{strings.Join(lines(derive(t, c.asOf, sent).Invoices, sayInvoice), "|")}, c.want)
		})
	}
}

func TestWhatIsOwedForAPeriod(t *testing.T) {
	const used = "-- data/time.csv --\ndate,hours,item\n2026-07-07,3,care\n2026-07-08,1,extra\n2026-08-04,19,care\n2026-09-01,1,care\n"
	open := strings.Replace(prices, "  - {id: once, item: Set-up, model: fixed, amount: 18500}\n", "", 1)
	for _, c := range []struct{ name, text, item, period, want string }{
		{"a month", prices, "care", "2026-07", "950 EUR"},
		{"with what goes beyond", prices, "care", "2026-08", "1141 EUR"},
		{"several periods", prices, "care", "2026-Q3", "-"}, // September is under way
		{"one that is under way", prices, "care", "2026-09", "-"},
		{"less than a period", prices, "host", "2026-07", "-"},
		{"nothing recorded", prices, "extra", "2026-08", "-"},
		{"everything, with what is paid at some other time", prices, "", "2026-07", "-"},
		{"everything, with a part of a quarter", open, "", "2026-07", "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			period, err := calendar.ParsePeriod(c.period)
			if err != nil {
				t.Fatal(err)
			}
			got := "-"
			if owed, ok := derive(t, "2026-09-15", c.text+used).Owed(c.item, period); ok {
				got = owed.Amount.String() + " " + owed.Currency
			}
			check(t, []string{got}, c.want)
		})
	}
}

// billing agrees on random prices and uses them: on days before and after as well.
func (m *maker) billing(e *content.Engagement) {
	euro := func(cents int) content.Money {
		return content.Money{Amount: decimal.New(int64(cents), -2), Currency: "EUR"}
	}
	day := func() calendar.Date { return m.start - 40 + calendar.Date(m.IntN(m.days+80)) }
	e.Pricing = append(e.Pricing,
		content.Price{ID: "extra", Model: content.HourlyPrice, Amount: euro(m.IntN(20000))},
		content.Price{ID: "photo", Model: content.UnitPrice, Amount: content.Money{Amount: decimal.New(int64(m.IntN(5000)), -3), Currency: "EUR"}},
	)
	for _, per := range []string{"month", "week", "quarter"} {
		if m.chance(2) {
			continue
		}
		p := content.Price{ID: per, Model: content.RetainerPrice, Amount: euro(m.IntN(100000)), Per: per}
		if !m.chance(4) {
			p.Includes, p.Carry = calendar.Duration{N: 1 + m.IntN(1200)}, m.IntN(4)
			if m.chance(2) {
				p.Over.ID = []string{"extra", "photo"}[m.IntN(2)]
			}
		}
		if m.chance(2) {
			p.Cap = euro(1 + m.IntN(150000))
		}
		e.Pricing = append(e.Pricing, p)
	}
	m.Shuffle(len(e.Pricing), func(i, j int) { e.Pricing[i], e.Pricing[j] = e.Pricing[j], e.Pricing[i] })
	agreed := e.Pricing
	e.Pricing = m.versions(agreed)
	for _, p := range agreed {
		for range m.IntN(40) {
			if p.Model == content.UnitPrice {
				e.Units = append(e.Units, content.UnitRow{Date: day(), Item: p.ID, Count: m.number(90)})
			} else {
				e.Time = append(e.Time, content.TimeRow{Date: day(), Item: p.ID, Hours: decimal.New(int64(m.IntN(400)), -2)})
			}
		}
	}
}

// versions gives some prices a later version or two, with other amounts and hours.
func (m *maker) versions(prices []content.Price) []content.Price {
	var all []content.Price
	for _, p := range prices {
		all = append(all, p)
		since := m.start
		for range m.IntN(3) {
			since += calendar.Date(1 + m.IntN(m.days/2))
			p.Since, p.Amount.Amount = since, decimal.New(int64(m.IntN(30000)), -2)
			if p.Includes.N > 0 {
				p.Includes.N, p.Carry = 1+m.IntN(1200), m.IntN(4)
			}
			all = append(all, p)
		}
	}
	return all
}

// usagesOf follows the words of the contract, one minute of one hour after the other:
// each is taken from the oldest hours that are left.
func (o *oracle) usagesOf(id string) []string {
	var said []string
	type bundle struct {
		number int
		left   *big.Rat
	}
	var bundles []bundle
	kind := map[string]calendar.PeriodKind{"week": calendar.Week, "quarter": calendar.Quarter}[id]
	if kind == 0 {
		kind = calendar.Month
	}
	first, last := o.e.Start, o.today
	for _, r := range o.e.Time {
		if r.Item == id {
			first = min(first, r.Date)
		}
	}
	for _, r := range o.e.Units {
		if r.Item == id {
			first = min(first, r.Date)
		}
	}
	for period := calendar.PeriodOf(kind, first); period.From <= last; period = period.Next() {
		owed := o.today >= o.e.Start && period.To >= o.e.Start && (o.e.End == 0 || period.From <= o.e.End)
		p := o.e.PriceOn(id, max(first, period.From))
		type count struct {
			*big.Rat
			on calendar.Date
		}
		var counts []count
		for d := period.From; d <= period.To; d++ {
			for _, r := range o.e.Time {
				if r.Date == d && r.Item == id {
					counts = append(counts, count{r.Hours.Rat(), d})
				}
			}
			for _, r := range o.e.Units {
				if r.Date == d && r.Item == id {
					counts = append(counts, count{r.Count.Rat(), d})
				}
			}
		}
		carried := new(big.Rat)
		for i, b := range bundles {
			if b.number < period.Number()-p.Carry {
				bundles[i].left = new(big.Rat) // gone for good, whatever a later version says
			}
			carried.Add(carried, bundles[i].left)
		}
		used, over, paid := new(big.Rat), new(big.Rat), new(big.Rat)
		now := bundle{period.Number(), big.NewRat(int64(p.Includes.N), 60)}
		for _, c := range counts {
			used.Add(used, c.Rat)
			rest := new(big.Rat).Set(c.Rat)
			take := func(b *bundle) {
				taken := b.left
				if rest.Cmp(taken) < 0 {
					taken = rest
				}
				taken = new(big.Rat).Set(taken)
				b.left, rest = new(big.Rat).Sub(b.left, taken), rest.Sub(rest, taken)
			}
			for i := range bundles {
				take(&bundles[i])
			}
			take(&now)
			over.Add(over, rest)
			rate := o.e.PriceOn(p.Over.ID, c.on)
			if p.Model != content.RetainerPrice {
				rate, rest = o.e.PriceOn(id, c.on), c.Rat
			}
			if rate != nil {
				paid.Add(paid, new(big.Rat).Mul(rest, rate.Amount.Amount.Rat()))
			}
		}
		if owed {
			bundles = append(bundles, now)
		}
		if !owed && counts == nil {
			continue
		}
		recorded := counts != nil || o.today <= period.To && o.e.Status != content.Closed
		s := fmt.Sprintf("%s %s used -", p.ID, period)
		if recorded {
			s = fmt.Sprintf("%s %s used %s", p.ID, period, used.FloatString(4))
		}
		amount := new(big.Rat).Set(paid)
		if p.Includes.N == 0 && p.Model == content.RetainerPrice {
			amount = new(big.Rat)
		}
		if owed && p.Model == content.RetainerPrice {
			amount.Add(amount, p.Amount.Amount.Rat())
		}
		if p.Includes.N > 0 {
			s += fmt.Sprintf(" of %s + %s", big.NewRat(int64(p.Includes.N), 60).FloatString(4), carried.FloatString(4))
			if recorded {
				s += " over " + over.FloatString(4)
			}
		}
		if recorded || p.Model == content.RetainerPrice {
			s += " = " + amount.FloatString(2)
		}
		said = append(said, s)
	}
	return said
}

func TestUsagesAreAsTheRuleSays(t *testing.T) {
	over, carried := 0, 0
	for seed := range rounds(150) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		facts := Derive(client, cal, at)
		for _, e := range facts.Engagements {
			o := newOracle(e.Content, e.Today, cal, m.off)
			var want, got []string
			for _, p := range e.Content.Pricing {
				if e.Content.Status != content.Proposed && p.Since == 0 {
					want = append(want, o.usagesOf(p.ID)...)
				}
			}
			for i := range e.Usages {
				u := &e.Usages[i]
				s := fmt.Sprintf("%s %s used -", u.Item, u.Period)
				if u.Used != nil {
					s = fmt.Sprintf("%s %s used %s", u.Item, u.Period, u.Used.StringFixed(4))
				}
				if u.Included != nil {
					s += fmt.Sprintf(" of %s + %s", u.Included.StringFixed(4), u.Carried.StringFixed(4))
					if u.Carried.IsPositive() {
						carried++
					}
				}
				if u.Over != nil {
					s += " over " + u.Over.StringFixed(4)
					if u.Over.IsPositive() {
						over++
					}
				}
				if u.Amount != nil {
					s += " = " + u.Amount.Amount.StringFixed(2)
				}
				got = append(got, s)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, %s as of %s: %s", seed, e.Content.ID, e.Today, firstDifference(strings.Join(got, "\n"), strings.Join(want, "\n")))
			}
		}
	}
	if over < int(rounds(200)) || carried < int(rounds(200)) {
		t.Errorf("only %d usages go beyond, and %d carry hours", over, carried)
	}
}

// The sum of the rows is the sum shown, per item and in all, whatever the periods; and
// what was used in a period that is over stays so.
func TestTheSumOfTheRowsIsTheSumShown(t *testing.T) {
	for seed := range rounds(100) {
		var m maker
		client, cal := m.client(t, seed)
		at := m.instant()
		for i, e := range Derive(client, cal, at).Engagements {
			if e.Content.Status == content.Proposed {
				continue
			}
			rows, shown, listed := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
			for _, r := range e.Content.Time {
				rows[r.Item] = rows[r.Item].Add(r.Hours)
			}
			for _, r := range e.Content.Units {
				rows[r.Item] = rows[r.Item].Add(r.Count)
			}
			sum, inAll := decimal.Zero, Total(e.Usages)
			for item := range rows {
				of := slices.DeleteFunc(slices.Clone(e.Usages), func(u Usage) bool { return u.Item != item })
				if total := Total(of).Used; !total.Equal(rows[item]) {
					t.Errorf("seed %d, %s: the sum of %s is %s, and its rows are %s", seed, e.Content.ID, item, total, rows[item])
				}
			}
			for _, u := range e.Usages {
				if u.Used != nil {
					shown[u.Item] = shown[u.Item].Add(*u.Used)
				}
				for _, r := range e.Rows(&u) {
					listed[u.Item] = listed[u.Item].Add(r.Count)
				}
				if u.Amount != nil {
					sum = sum.Add(u.Amount.Amount)
				}
			}
			for item := range rows {
				if !shown[item].Equal(rows[item]) || !listed[item].Equal(rows[item]) {
					t.Errorf("seed %d, %s: of %s %s are shown and %s listed, and its rows are %s", seed, e.Content.ID, item, shown[item], listed[item], rows[item])
				}
			}
			if len(inAll.Amounts) == 1 && !inAll.Amounts[0].Amount.Equal(sum) {
				t.Errorf("seed %d, %s: in all %s, and the sum is %s", seed, e.Content.ID, inAll.Amounts[0].Amount, sum)
			}
			later := Derive(client, cal, at.AddDate(0, 0, 1+m.IntN(90))).Engagements[i]
			for _, u := range e.Usages {
				if u.Period.To >= e.Today {
					continue
				}
				if !slices.ContainsFunc(later.Usages, func(l Usage) bool { return sayUsage(l) == sayUsage(u) }) {
					t.Errorf("seed %d, %s: %s is not so any more", seed, e.Content.ID, sayUsage(u))
				}
			}
		}
	}
}
