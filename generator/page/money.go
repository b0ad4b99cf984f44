package page

import (
	"bytes"
	"encoding/csv"
	"html/template"
	"math"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Money is what was used of each price, month by month, what it comes to, and what was
// billed.
type Money struct {
	Months   []MoneyMonth // newest first
	Totals   []Spent      // since the start, an item each, and all of them last
	Invoices []InvoiceRow // newest first
	None     string       // said where nothing was used
}

// A MoneyMonth is what was used in the periods that begin in a month.
type MoneyMonth struct {
	ID, Month string
	Usages    []Used
	Total     string // "€1,236.50"; "" where one item says it
}

// Used is what was used of a price in a period.
type Used struct {
	ID       string // anchor
	Item     template.HTML
	Period   string // "" where it is the month
	Sentence string // "4 hrs 30 mins of 10 hrs used; 2 hrs carried over from September 2026"; ""
	Forecast string // "At this pace about 11 hrs by 31 October, 1 hr beyond, €95"; ""
	Amount   string // "" where it is not known
	Cap      string // "Ceiling: €1,200"; ""
	State    State  // without a word where all is well
	Chart    template.HTML
	Rows     []UsedRow // the newest last; the latest of many
	Latest   string    // "The latest 200 of 4,812"; "" where Rows are all
	All      string    // the address of a file with all rows; "" where Rows are all
	Count    string    // "3 entries"
	Sum      string    // of all rows
	Invoices []InvoiceRow
}

// A UsedRow is some hours or units on a day.
type UsedRow struct {
	Day              Day
	Who, Note, Count string
}

// Spent is what was used of a price since the start, and what that comes to.
type Spent struct {
	Item         template.HTML
	Used, Amount string
}

// An InvoiceRow is an invoice.
type InvoiceRow struct {
	Number, Href string // Href of the invoice itself; "" if it is not there
	Day          Day
	For          string // "Care plan, September 2026"
	Amount       string
	State        State
}

var (
	usageTones   = map[facts.UsageState]Tone{facts.UsageOK: Good, facts.UsageNear: Fair, facts.UsageOver: Poor, facts.UsageNotRecorded: Plain}
	invoiceTones = map[facts.InvoiceState]Tone{facts.InvoicePaid: Good, facts.InvoiceOpen: Plain, facts.InvoiceOverdue: Waiting, facts.InvoiceSent: Plain}
)

// money plans the page of what was used and billed.
func (c *chapter) money() (head, *Money) {
	m := &Money{}
	shown, room := c.shownUsages(), mostUsed
	for i := len(shown) - 1; i >= 0; {
		month := calendar.PeriodOf(calendar.Month, shown[i].Period.From)
		first := i
		for first > 0 && month.Contains(shown[first-1].Period.From) {
			first--
		}
		m.Months = append(m.Months, c.moneyMonth(month, shown[first:i+1], &room))
		i = first - 1
	}
	m.Totals = c.spent(shown)
	for i := range slices.Backward(c.f.Invoices) {
		m.Invoices = append(m.Invoices, c.invoice(&c.f.Invoices[i]))
	}
	if m.Months == nil {
		m.None = c.say.Get("money_none")
	}
	return c.head("page_money").today(), m
}

// shownUsages are the usages that tell something, by the month in which their period
// begins and then as in the price list.
func (c *chapter) shownUsages() []facts.Usage {
	var shown []facts.Usage
	for i := range c.f.Usages {
		if u := &c.f.Usages[i]; u.Tells() {
			shown = append(shown, *u)
		}
	}
	month := func(u facts.Usage) calendar.Date { return calendar.PeriodOf(calendar.Month, u.Period.From).From }
	slices.SortStableFunc(shown, func(a, b facts.Usage) int { return int(month(a) - month(b)) })
	return shown
}

func (c *chapter) moneyMonth(month calendar.Period, usages []facts.Usage, room *int) MoneyMonth {
	m := MoneyMonth{ID: month.String(), Month: c.say.Period(month)}
	for i := range usages {
		m.Usages = append(m.Usages, c.used(&usages[i], usages[i].Period != month, room))
	}
	if len(usages) > 1 {
		m.Total = c.amounts(facts.Total(usages).Amounts)
	}
	return m
}

// What a reader looks through of the rows behind a usage, and of all on the page. The rest is
// in a file.
const (
	mostUsedOfOne = 200
	mostUsed      = 2000
)

// used tells of a usage with the rows behind it, for as many of which there is room.
func (c *chapter) used(u *facts.Usage, ownPeriod bool, room *int) Used {
	row := Used{ID: place.UsageAnchor(u), Item: c.priceName(u), Sentence: c.say.Usage(c.f, u), Forecast: c.usageForecast(u)}
	if ownPeriod {
		row.Period = c.say.Period(u.Period)
	}
	if u.Amount != nil {
		row.Amount = c.say.Money(*u.Amount)
	}
	if u.Price != nil && u.Price.Cap.Currency != "" && (u.Current || u.OverCap()) {
		row.Cap = c.say.Say("money_cap", "cap", c.say.Money(u.Price.Cap))
	}
	switch {
	case u.State == facts.UsageOver, u.Current && u.State == facts.UsageNear:
		row.State = c.p.state("money_state_"+string(u.State), usageTones[u.State])
	}
	if u.Current && u.Included != nil {
		row.Chart = c.usageChart(u)
	}
	if u.Days != nil {
		row.Count, row.Sum = c.say.Plural("money_entries", u.Entries()), c.say.Count(c.f, u, *u.Used)
		c.usedRows(u, &row, room)
	}
	for i := range c.f.Invoices {
		if inv := &c.f.Invoices[i]; inv.Bills(u) {
			row.Invoices = append(row.Invoices, c.invoice(inv))
		}
	}
	return row
}

// usedRows tells of the latest rows behind a usage, and publishes all where these are not.
func (c *chapter) usedRows(u *facts.Usage, used *Used, room *int) {
	rows := c.f.Rows(u)
	latest := last(min(mostUsedOfOne, *room), rows)
	*room -= len(latest)
	counted := c.say.Counts(c.f, u)
	for _, r := range latest {
		used.Rows = append(used.Rows, UsedRow{Day: c.p.day(r.Date), Who: c.p.name(r.Person), Note: r.Note, Count: counted(r.Count)})
	}
	if len(latest) == len(rows) {
		return
	}
	used.Latest = c.say.Say("money_latest", "shown", c.say.Number(decimal.NewFromInt(int64(len(latest)))), "n", c.say.Number(decimal.NewFromInt(int64(len(rows)))))
	file := place.UsedRows(c.id, u)
	used.All = file.From(c.at)
	c.p.files[file.File] = c.usedFile(rows)
}

// usedFile is the rows behind a usage as CSV.
func (c *chapter) usedFile(rows []facts.UsageRow) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"date", "person", "note", "count"})
	for _, r := range rows {
		_ = w.Write([]string{r.Date.String(), guarded(c.p.name(r.Person)), guarded(r.Note), r.Count.Round(10).String()})
	}
	w.Flush() // a buffer cannot fail
	return bytes.Clone(b.Bytes())
}

// priceName is what a usage is paid for.
func (c *chapter) priceName(u *facts.Usage) template.HTML {
	if u.Price == nil {
		return escape(c.say.Name(c.f, u.Item))
	}
	return c.agreement().inline(u.Price.Item)
}

// usageForecast says where a period leads at its pace.
func (c *chapter) usageForecast(u *facts.Usage) string {
	f := u.Forecast
	if f == nil || u.Period.To <= c.f.Today { // on its last day what was used says it
		return ""
	}
	used, by := c.say.Count(c.f, u, f.Used), c.say.Day(u.Period.To)
	switch {
	case f.Over.IsPositive() && f.Beyond != nil:
		return c.say.Say("money_forecast_over_cost", "used", used, "date", by, "over", c.say.Count(c.f, u, f.Over), "amount", c.say.Money(*f.Beyond))
	case f.Over.IsPositive():
		return c.say.Say("money_forecast_over", "used", used, "date", by, "over", c.say.Count(c.f, u, f.Over))
	case u.Included == nil && f.Amount != nil:
		return c.say.Say("money_forecast_cost", "used", used, "date", by, "amount", c.say.Money(*f.Amount))
	}
	return c.say.Say("money_forecast", "used", used, "date", by)
}

// usageChart is a bar of what was used of what is included and carried over.
func (c *chapter) usageChart(u *facts.Usage) template.HTML {
	all := u.Included.Add(*u.Carried)
	name, used := c.say.Plain(u.Price.Item), *u.Used
	spec := chart.BurnSpec{
		ID: "burn-" + u.Item, Title: name, Tone: string(usageTones[u.State]), Desc: c.say.Named(name, c.say.Usage(c.f, u)),
		Used: used.InexactFloat64(), Included: all.InexactFloat64(), Passed: math.NaN(),
	}
	for _, r := range c.f.Retainers {
		if r.Item == u.Item && r.Pace != nil && *r.Pace > 0 {
			spec.Passed = r.Burn / *r.Pace
			spec.PassedText = c.say.Say("retainer_passed", "percent", c.say.Share(spec.Passed))
		}
	}
	return c.p.draw("charts/burn.html", chart.NewBurn(spec))
}

// spent sums up what was used, item by item and in all.
func (c *chapter) spent(usages []facts.Usage) []Spent {
	var all []Spent
	var items []string
	for i := range usages {
		if u := &usages[i]; !slices.Contains(items, u.Item) {
			items = append(items, u.Item)
		}
	}
	for _, item := range items {
		of := slices.DeleteFunc(slices.Clone(usages), func(u facts.Usage) bool { return u.Item != item })
		last, total := &of[len(of)-1], facts.Total(of)
		row := Spent{Item: c.priceName(last), Amount: c.amounts(total.Amounts)}
		if total.Used.IsPositive() {
			row.Used = c.say.Count(c.f, last, total.Used)
		}
		all = append(all, row)
	}
	if len(all) > 1 {
		all = append(all, Spent{Item: escape(c.say.Get("money_total")), Amount: c.amounts(facts.Total(usages).Amounts)})
	}
	return all
}

// amounts lists amounts of different currencies.
func (c *chapter) amounts(all []content.Money) string {
	var said []string
	for _, m := range all {
		said = append(said, c.say.Money(m))
	}
	return c.say.List(said)
}

// invoice tells where an invoice stands.
func (c *chapter) invoice(i *facts.Invoice) InvoiceRow {
	inv := i.Content
	row := InvoiceRow{Number: inv.Number, Day: c.p.fullDay(inv.Date), Amount: c.say.Money(inv.Amount), State: State{c.say.InvoiceState(i), invoiceTones[i.State]}}
	if !inv.File.IsZero() {
		row.Href = place.Attachment(c.id, inv.File.ID).From(c.at)
	}
	if inv.Item != "" {
		row.For = c.say.Name(c.f, inv.Item)
	}
	if !inv.Period.IsZero() {
		period := c.say.Period(inv.Period)
		if row.For != "" {
			period = row.For + ", " + period
		}
		row.For = period
	}
	return row
}

// underWay is the usage of a price in the period at hand; nil for none.
func (c *chapter) underWay(item string) *facts.Usage {
	for i := range c.f.Usages {
		if u := &c.f.Usages[i]; u.Current && u.Item == item {
			return u
		}
	}
	return nil
}

// usedNow says in a line what was used of a price in the period at hand; "" where there
// is nothing to say. The line holds until more is used or the period ends.
func (c *chapter) usedNow(item string) (sentence string, tone Tone) {
	u := c.underWay(item)
	if c.e.Status == content.Proposed || u == nil || u.Days == nil && u.Included == nil {
		return "", ""
	}
	if sentence = c.say.Usage(c.f, u); sentence == "" {
		return "", ""
	}
	return c.say.Named(c.say.Period(u.Period), sentence), usageTones[u.State]
}
