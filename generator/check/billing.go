package check

import (
	"fmt"
	"path"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// Bounds of what is used and billed.
const (
	recordWithin = 10 // working days from the last row of a retainer, or its beginning
	tellWithin   = 7  // days after a period in which its bill can still be told of before it comes
)

// billing are the rules about money: that no bill is a surprise.
func billing() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "extra-untold", Severity: diag.Warning,
				Summary: "more was used than is included, and nobody told the client",
				Why:     "The client learns of it from the bill, when it can no longer choose. Told in time, extra work is a decision; untold, it is a dispute.",
				Mend:    "Write an entry of the period that names the price in affects, and say what went beyond and why.",
				Found:   "Hours of a retainer beyond those included and carried over were used in a period that is under way or ended in the last 90 days, and no entry from its first day to a week after its last one has the price in affects or tells.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for i := range e.Usages {
					if u := &e.Usages[i]; recent(e, u) && u.Over != nil && u.Over.IsPositive() && !told(e, u) {
						f.found(e.Content.At(u.Price.Mark), "%s hours of %q were used in %s beyond the %s included and carried over, and no entry tells of it; write one with affects: [%s]",
							u.Over, u.Item, u.Period, u.Included.Add(*u.Carried), u.Item)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "cap-near", Severity: diag.Warning,
				Summary: "what was used comes near its cap, and nobody told the client",
				Why:     "A ceiling is there to be spoken about before it is reached. Afterwards it only tells how large the surprise is.",
				Mend:    "Ask the client how to go on, and write an entry of the period that names the price in affects.",
				Found:   "What was used of a price in the period under way comes to nine tenths of its cap or more, not by a retainer's own amount alone, and no entry of the period has the price in affects or tells.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for i := range e.Usages {
					if u := &e.Usages[i]; u.Current && u.NearCap() && !told(e, u) {
						f.found(e.Content.At(u.Price.Mark), "%q comes to %s in %s, and its cap is %s; ask the client how to go on, and write an entry with affects: [%s]",
							u.Item, u.Amount.Plain(), u.Period, u.Price.Cap.Plain(), u.Item)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "retainer-unrecorded", Severity: diag.Warning,
				Summary: "no hours of a retainer were recorded for long",
				Why:     "The client pays for hours each month. A page that says nothing of them makes it ask what for.",
				Mend:    "Write the hours to data/time.csv with the price in item; where none were used, a row of 0 with a note says so.",
				Found:   "An engagement is active, a retainer in force includes hours, and for 10 working days neither did time.csv get a row of it nor did it begin.",
			},
			engagement: retainersUnrecorded,
		},
		{
			Rule: diag.Rule{
				Name: "over-unpriced", Severity: diag.Warning,
				Summary: "hours beyond a retainer's have no price",
				Why:     "Hours that were worked beyond the agreement at no agreed price are billed by surprise or given away in silence.",
				Mend:    "Name the price of further hours in over of the retainer, or write an entry that says that they are a present.",
				Found:   "Hours of a retainer beyond those included and carried over were used in a period that is under way or ended in the last 90 days, the retainer has no over or that price did not exist yet, and no entry of the period has the price in affects or tells.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for i := range e.Usages {
					if u := &e.Usages[i]; recent(e, u) && u.Over != nil && u.Over.IsPositive() && u.Beyond == nil && !told(e, u) {
						f.found(e.Content.At(u.Price.Mark), "%s hours of %q beyond those included in %s have no price; write over: with the id of one by the hour", u.Over, u.Item, u.Period)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "used-unpriced", Severity: diag.Warning,
				Summary: "something was used before its price was agreed",
				Why:     "What it costs was not agreed when it was used: nobody can say what it comes to.",
				Mend:    "Mend the date or the item of the row, or let the price hold from an earlier day.",
				Found:   "A row of time.csv or units.csv is dated before the first version of its price holds.",
			},
			engagement: usedUnpriced,
		},
		{
			Rule: diag.Rule{
				Name: "invoice-overdue", Severity: diag.Warning,
				Summary: "an invoice is overdue",
				Why:     "An unpaid bill that nobody mentions grows into a quarrel. Most were forgotten, or never arrived.",
				Mend:    "Write paid: with the day if it was paid; else ask the client in a friendly word.",
				Found:   "The due of an invoice has passed by a working day or more, and it has no paid.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, i := range e.Invoices {
					if i.State == facts.InvoiceOverdue {
						f.found(dataAt(e, "invoices.csv", i.Content.Mark), "invoice %q was due on %s and is not paid, %s later; write paid: with the day, or ask the client", i.Content.Number, i.Content.Due, days(i.Overdue))
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "invoice-differs", Severity: diag.Warning,
				Summary: "an invoice asks for something else than what was used comes to",
				Why:     "The page shows both beside each other. A client who adds them up trusts neither.",
				Mend:    "Mend the rows of time.csv or units.csv, the price, or the invoice; where it is meant so, accept the finding with the reason.",
				Found:   "The invoices of one item and period, or of a period with no fixed price agreed, do not ask together for what the rows of that period come to. Periods under way, and those of which nothing is recorded, are not compared.",
			},
			engagement: invoicesDiffer,
		},
	}
}

// recent reports whether a usage is of a period that is under way or ended of late.
func recent(e *facts.Engagement, u *facts.Usage) bool {
	return u.Price != nil && (u.Current || u.Period.To > e.Today-memory)
}

// told reports whether an entry of a usage's period tells of its price.
func told(e *facts.Engagement, u *facts.Usage) bool {
	names := func(r content.Ref) bool { return r.ID == u.Item }
	return slices.ContainsFunc(e.Content.Entries, func(n *content.Entry) bool {
		return u.Period.From <= n.Date && n.Date <= u.Period.To+tellWithin && (slices.ContainsFunc(n.Affects, names) || slices.ContainsFunc(n.Tells, names))
	})
}

// dataAt is a row of one of an engagement's tables.
func dataAt(e *facts.Engagement, table string, at content.Mark) diag.Position {
	return at.In(path.Join(path.Dir(e.Content.Path), "data", table))
}

func retainersUnrecorded(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	cal := f.cal.Without(facts.DaysOff(e.Content))
	for _, p := range e.Content.Pricing.On(e.Today) {
		if p.Model != content.RetainerPrice || p.Includes.N == 0 {
			continue
		}
		last := max(e.Content.Start, p.Since) - 1
		for i := range e.Content.Time {
			if r := &e.Content.Time[i]; r.Item == p.ID {
				last = max(last, r.Date)
			}
		}
		if silent := cal.WorkingDays(last, e.Today); silent >= recordWithin {
			f.found(e.Content.At(p.Mark), "no hours of %q are recorded for %s; write them to data/time.csv, or a row of 0 that says why", p.ID, days(silent))
		}
	}
}

func usedUnpriced(f *finder, e *facts.Engagement) {
	var worked, counted unpriced
	for i := range e.Content.Time {
		r := &e.Content.Time[i]
		worked.see(e, r.Item, r.Date, r.Mark)
	}
	for i := range e.Content.Units {
		r := &e.Content.Units[i]
		counted.see(e, r.Item, r.Date, r.Mark)
	}
	worked.tell(f, e, "time.csv")
	counted.tell(f, e, "units.csv")
}

// unpriced are rows that are used of a price before any version of it holds: the first of each
// price, and how many there are.
type unpriced struct{ all []unpricedRow }

type unpricedRow struct {
	item string
	date calendar.Date
	at   content.Mark
	rows int
}

func (u *unpriced) see(e *facts.Engagement, item string, on calendar.Date, at content.Mark) {
	if e.Content.PriceOn(item, on) != nil || !e.Content.Pricing.Has(item) {
		return
	}
	i := slices.IndexFunc(u.all, func(r unpricedRow) bool { return r.item == item })
	if i < 0 {
		i = len(u.all)
		u.all = append(u.all, unpricedRow{item, on, at, 0})
	}
	u.all[i].rows++
}

func (u *unpriced) tell(f *finder, e *facts.Engagement, table string) {
	for _, r := range u.all {
		more := ""
		if r.rows > 1 {
			more = fmt.Sprintf(", and in %d more rows", r.rows-1)
		}
		f.found(dataAt(e, table, r.at), "%q was used on %s%s, and its price holds from %s on; mend the row, or the price's since", r.item, r.date, more, e.Content.Pricing.Versions(r.item)[0].Since)
	}
}

// invoicesDiffer compares the sum of the invoices of one item and period with what was
// used in it. It is said once, at the last of them.
func invoicesDiffer(f *finder, e *facts.Engagement) {
	type subject struct {
		item     string
		period   calendar.Period
		currency string
	}
	sums, last := map[subject]content.Money{}, map[subject]*content.Invoice{}
	var order []subject
	for i := range e.Invoices {
		c := e.Invoices[i].Content
		s := subject{c.Item, c.Period, c.Amount.Currency}
		if last[s] == nil {
			order = append(order, s)
		}
		sums[s], last[s] = content.Money{Amount: sums[s].Amount.Add(c.Amount.Amount), Currency: c.Amount.Currency}, c
	}
	for _, s := range order {
		if s.period.IsZero() {
			continue
		}
		owed, ok := e.Owed(s.item, s.period)
		if sum := sums[s]; ok && owed.Currency == sum.Currency && !owed.Amount.Equal(sum.Amount) {
			f.found(dataAt(e, "invoices.csv", last[s].Mark), "the invoices for %s ask for %s, and what was used comes to %s; mend the rows, the price or the invoice", s.period, sum.Plain(), owed.Plain())
		}
	}
}
