package phrase

import (
	"github.com/shopspring/decimal"

	"rapport/generator/content"
	"rapport/generator/facts"
)

// Usage says what was used of a price in a period: "4 hrs 30 mins of 10 hrs used; 2 hrs
// carried over from September 2026; 1 hr more than included, €95".
func (s *Speaker) Usage(e *facts.Engagement, u *facts.Usage) string {
	switch {
	case u.Price == nil:
		return s.Say("money_unpriced", "used", s.Count(e, u, *u.Used))
	case u.Used == nil && (u.Included != nil || u.Price.Model != content.RetainerPrice):
		return s.Get("money_not_recorded")
	case u.Included == nil && u.Days == nil:
		return "" // it costs the same, whatever is used
	case u.Included == nil:
		return s.Say("money_used", "used", s.Count(e, u, *u.Used))
	}
	said := s.Say("money_used_of", "used", s.Count(e, u, *u.Used), "included", s.Count(e, u, *u.Included))
	for _, from := range u.CarriedFrom {
		said += s.Get("semicolon") + s.Say("money_carried", "hours", s.Count(e, u, from.Hours), "period", s.Period(from.Period))
	}
	left := u.Included.Add(*u.Carried).Sub(*u.Used)
	switch {
	case !u.Over.IsZero() && u.Beyond != nil:
		said += s.Get("semicolon") + s.Say("money_over_cost", "over", s.Count(e, u, *u.Over), "amount", s.Money(*u.Beyond))
	case !u.Over.IsZero():
		said += s.Get("semicolon") + s.Say("money_over", "over", s.Count(e, u, *u.Over))
	case u.Current && left.IsPositive() && e.Content.Status != content.Closed:
		said += s.Get("semicolon") + s.Say("retainer_left", "left", s.Count(e, u, left))
	}
	return said
}

// Count is a number of hours, or of units with their name. Hours are told in hours and
// minutes where all of the engagement are whole minutes, and else in decimals, so that
// what is shown adds up.
func (s *Speaker) Count(e *facts.Engagement, u *facts.Usage, n decimal.Decimal) string {
	return s.Counts(e, u)(n)
}

// Counts is Count for many counts of a usage: it looks once through the hours of the engagement.
func (s *Speaker) Counts(e *facts.Engagement, u *facts.Usage) func(decimal.Decimal) string {
	switch {
	case u.Price != nil && u.Price.Model == content.UnitPrice:
		return func(n decimal.Decimal) string { return s.Number(n) + " × " + u.Price.Per } // a unit is written in the singular
	case wholeMinutes(e):
		return s.Worked
	}
	return func(n decimal.Decimal) string { return s.Say("money_hours", "n", s.Number(short(n))) }
}

// short is a number of hours with four decimals at most, without needless zeros where it
// has more: those that came as minutes and seconds have no last one.
func short(hours decimal.Decimal) decimal.Decimal {
	if hours.Exponent() >= -4 {
		return hours
	}
	n, _ := decimal.NewFromString(hours.Round(4).String())
	return n
}

// wholeMinutes reports whether all hours that are told are whole minutes.
func wholeMinutes(e *facts.Engagement) bool {
	for _, u := range e.Usages {
		if u.Price != nil && u.Price.Model == content.UnitPrice {
			continue
		}
		if !u.WholeMinutes() {
			return false
		}
	}
	return true
}

// InvoiceState says where an invoice stands: "3 working days overdue, due on 1 October 2026".
func (s *Speaker) InvoiceState(i *facts.Invoice) string {
	switch i.State {
	case facts.InvoicePaid:
		return s.Say("invoice_paid", "date", s.Date(i.Content.Paid))
	case facts.InvoiceOpen:
		return s.Say("invoice_open", "date", s.Date(i.Content.Due))
	case facts.InvoiceOverdue:
		return s.Plural("invoice_overdue", i.Overdue, "date", s.Date(i.Content.Due))
	}
	return s.Get("invoice_sent")
}
