package content

import (
	"math/big"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// A Mark is a place in the file at hand; line and column count from 1, the
// column in characters. The zero Mark is no place.
type Mark = front.Mark

// Text is one line of inline Markdown as written, and where it stands.
type Text struct {
	Raw string
	Mark
}

// IsZero reports whether nothing was written.
func (t Text) IsZero() bool { return t.Raw == "" }

// Plain returns the text as written.
func (t Text) Plain() string { return strings.Join(strings.Fields(t.Raw), " ") }

// A Ref names something by its id.
type Ref struct {
	ID string
	Mark
}

// IsZero reports whether nothing is named.
func (r Ref) IsZero() bool { return r.ID == "" }

// Plain returns the id.
func (r Ref) Plain() string { return r.ID }

// An Item is an element of a list of prose: a text, with a detail where one was given.
type Item struct {
	What   Text
	Detail Text
}

// A Moment is a point in time as written: an instant, or a whole day whose
// meaning (its opening or its closing time) depends on the field.
type Moment struct {
	Day calendar.Date // the day in the provider's zone; always set
	At  time.Time     // zero where only a day was written
	Mark
}

// IsZero reports whether nothing was written.
func (m Moment) IsZero() bool { return m.Day == 0 }

// Plain returns the same text for the same instant, whatever its offset, and for a
// day that day.
func (m Moment) Plain() string {
	if m.At.IsZero() {
		return m.Day.String()
	}
	return m.At.UTC().Format("2006-01-02 15:04:05Z")
}

// Money is an exact amount.
type Money struct {
	Amount   decimal.Decimal
	Currency string // ISO 4217, always set
}

// Plain returns the amount without needless zeros, and its currency.
func (m Money) Plain() string { return m.Amount.String() + " " + m.Currency }

// RoundedMoney returns an amount in whole smallest units of its currency, a half of one
// rounded up.
func RoundedMoney(amount *big.Rat, code string) Money {
	return Money{decimal.NewFromBigRat(amount, placesOf(code)), code}
}

// placesOf returns how many decimals a currency has.
func placesOf(code string) int32 {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	places, _ := currency.Standard.Rounding(unit)
	return int32(places)
}

// A Stretch is a run of days, both included; a zero To has not ended.
type Stretch struct{ From, To calendar.Date }

// A Wait is a stretch of time in which the provider waited for the client; a
// zero To has not ended.
type Wait struct{ From, To Moment }

// A Brand is how a provider or client looks.
type Brand struct {
	Color string // #rrggbb, lower case; "" if none
	Logo  string // name of the picture in its tree; "" if none
	Mark
}
