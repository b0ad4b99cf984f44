package facts

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// invoices tells where each invoice stands, by date and number. What the client owes is
// due on a day that is worked on both sides.
func invoices(e *content.Engagement, n now) []Invoice {
	var all []Invoice
	for i := range e.Invoices {
		c := &e.Invoices[i]
		inv := Invoice{Content: c, State: InvoiceOpen}
		switch {
		case c.Paid != 0:
			inv.State = InvoicePaid
		case c.Due == 0:
			inv.State = InvoiceSent
		default:
			if inv.Overdue = n.past(TheClient, n.both.NextOpen(c.Due), 0); inv.Overdue > 0 {
				inv.State = InvoiceOverdue
			}
		}
		all = append(all, inv)
	}
	return all
}

// Bills reports whether an invoice asks for what was used in a period: it is for that
// item, or for all, and its period holds that one.
func (i *Invoice) Bills(u *Usage) bool {
	of := i.Content.Period
	return !of.IsZero() && of.From <= u.Period.From && u.Period.To <= of.To && (i.Content.Item == "" || i.Content.Item == u.Item)
}

// Tells reports whether a usage says anything: where a price costs only what is used, a time
// without use is none.
func (u *Usage) Tells() bool {
	return u.Days != nil || u.Price != nil && u.Price.Model == content.RetainerPrice
}

// OverCap reports whether what a usage comes to is more than may be billed unasked.
func (u *Usage) OverCap() bool {
	return u.Price != nil && u.Price.Cap.Currency != "" && u.Amount != nil && u.Amount.Amount.GreaterThan(u.Price.Cap.Amount)
}

// NearCap reports whether the amount is nine tenths of the cap or more, a retainer's own
// amount alone not counting: that is what was agreed.
func (u *Usage) NearCap() bool {
	if u.Price == nil || u.Price.Cap.Currency == "" || u.Amount == nil || isFlat(u.Price) && !u.Amount.Amount.GreaterThan(u.Price.Amount.Amount) {
		return false
	}
	return u.Amount.Amount.Rat().Cmp(new(big.Rat).Mul(u.Price.Cap.Amount.Rat(), nearShare)) >= 0
}

// A UsageTotal is the sum over several usages.
type UsageTotal struct {
	Used    decimal.Decimal // hours or units; 0 over several items, whose units differ
	Amounts []content.Money // one a currency, in the order in which they come; each the sum of amounts as they are shown
}

// Total sums usages up. Of what is not recorded, and of what has no price, nothing is
// known to be added.
func Total(usages []Usage) UsageTotal {
	var t UsageTotal
	one := true
	for i := range usages {
		u := &usages[i]
		one = one && u.Item == usages[0].Item
		t.Used = t.Used.Add(total(u.Days))
		if u.Amount == nil {
			continue
		}
		at := slices.IndexFunc(t.Amounts, func(m content.Money) bool { return m.Currency == u.Amount.Currency })
		if at < 0 {
			at = len(t.Amounts)
			t.Amounts = append(t.Amounts, content.Money{Currency: u.Amount.Currency})
		}
		t.Amounts[at].Amount = t.Amounts[at].Amount.Add(u.Amount.Amount)
	}
	if !one {
		t.Used = decimal.Zero
	}
	return t
}

// Owed returns what was used of a price comes to within a period, or of all prices where
// item is "". It is false where that cannot be told: where the period is under way,
// where one of a price's own periods lies in it in part or has no amount, where the
// amounts have several currencies, or where fixed prices, of which Rapport does not know
// when they are billed, may be among what is asked for.
func (e *Engagement) Owed(item string, period calendar.Period) (content.Money, bool) {
	if item == "" && slices.ContainsFunc(e.Content.Pricing, func(p content.Price) bool { return p.Model == content.FixedPrice }) {
		return content.Money{}, false
	}
	var inside []Usage
	for _, u := range e.Usages {
		if item != "" && u.Item != item || u.Period.To < period.From || period.To < u.Period.From {
			continue
		}
		if u.Period.From < period.From || period.To < u.Period.To || u.Current || u.Amount == nil {
			return content.Money{}, false
		}
		inside = append(inside, u)
	}
	amounts := Total(inside).Amounts
	if len(amounts) != 1 {
		return content.Money{}, false
	}
	return amounts[0], true
}
