package locale

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Number writes d exactly, with all the decimals that it was given, zeros too:
// "1,234.50".
func (l *Locale) Number(d decimal.Decimal) string {
	return fillNumber(sign(d, l.minus, "{n}"), l.digits(d, l.group, l.decimal), "")
}

// Round writes d rounded to so many decimals, halves away from zero, and without
// zeros at the end: "17.2", "17".
func (l *Locale) Round(d decimal.Decimal, places int) string {
	return l.Number(trim(d.Round(int32(places))))
}

// Percent writes d, in points of a hundred, exactly: 17.2 is "17.2%" or "17,2 %".
func (l *Locale) Percent(d decimal.Decimal) string {
	return fillNumber(sign(d, l.percentMinus, l.percent), l.digits(d, l.group, l.decimal), "")
}

// Money writes an amount of a currency, an ISO 4217 code: "€1,234.50". A whole
// amount has no decimals, any other those that the currency has, or more if the
// amount needs them: nothing is rounded.
func (l *Locale) Money(amount decimal.Decimal, currency string) string {
	amount = trim(amount)
	if n := currencyPlaces(currency); amount.Exponent() < 0 && -amount.Exponent() < n {
		amount = amount.Add(decimal.New(0, -n)) // the same amount, with n decimals
	}
	return l.MoneyOf(amount, l.symbol(currency))
}

// MoneyOf writes an amount exactly, with the sign of a currency where the language
// puts it: "$19.4".
func (l *Locale) MoneyOf(amount decimal.Decimal, symbol string) string {
	minus, plain := l.moneyMinus, l.money
	if next := beside(symbol, plain); !unicode.IsSymbol(next) && !unicode.IsSpace(next) {
		minus, plain = l.moneyCodeMinus, l.moneyCode
	}
	return fillNumber(sign(amount, minus, plain), l.digits(amount, l.moneyGroup, l.moneyDecimal), symbol)
}

// Hours writes a length of time: "4 hrs 30 mins". It has no larger unit, because
// a working day is of no fixed length.
func (l *Locale) Hours(minutes int) string {
	if minutes < 0 {
		return fillNumber(l.minus, l.Hours(-minutes), "")
	}
	hours, rest := minutes/60, minutes%60
	switch {
	case hours == 0:
		return l.unit(l.minute, rest, 0)
	case rest == 0:
		return l.unit(l.hour, hours, 0)
	}
	return l.unit(l.hour, hours, 0) + " " + l.unit(l.minute, rest, 0)
}

// Bytes writes the size of a file in units of a thousand, with two figures at
// least from a kilobyte on: "1.2 MB", "340 kB".
func (l *Locale) Bytes(n int64) string {
	if n < 1000 {
		return l.unit(l.bytes[0], int(max(n, 0)), 0)
	}
	size := int64(1)
	for i := 1; ; i++ {
		size *= 1000
		tenths := roundedQuotient(n, size/10)
		whole := roundedQuotient(n, size)
		last := i == len(l.bytes)-1
		switch {
		case tenths < 100:
			return l.unit(l.bytes[i], int(tenths/10), int(tenths%10))
		case whole < 1000 || last:
			return l.unit(l.bytes[i], int(whole), 0)
		}
	}
}

func roundedQuotient(n, by int64) int64 {
	q := n / by
	if n%by >= by-by/2 {
		q++
	}
	return q
}

// Count returns the plural form of n things in the language: zero, one, two,
// few, many or other.
func (l *Locale) Count(n int) string { return form(plural.Cardinal, l.language(), n, 0) }

// language is the language of the formats, which may not be the one asked for.
func (l *Locale) language() language.Tag { return language.Make(l.data.tag) }

// form returns the CLDR plural form of n.tenths.
func form(rules *plural.Rules, t language.Tag, n, tenths int) string {
	if n < 0 {
		n = -n
	}
	decimals := 0
	if tenths != 0 {
		decimals = 1
	}
	// The rules look at no more than the last seven digits.
	f := rules.MatchPlural(t, n%10_000_000, decimals, decimals, tenths, tenths)
	if base, _ := t.Base(); f == plural.Many && base.String() == "he" {
		f = plural.Other // CLDR 42 took many away from Hebrew, x/text has an older one
	}
	return [...]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}[f]
}

var forms = [...]string{"zero", "one", "two", "few", "many", "other"}

// unit writes n.tenths in the unit of patterns, which has one for each of forms.
func (l *Locale) unit(patterns string, n, tenths int) string {
	of := form(plural.Cardinal, l.language(), n, tenths)
	for _, f := range forms {
		pattern, rest, _ := strings.Cut(patterns, "|")
		if f == of {
			d := decimal.New(int64(n), 0)
			if tenths != 0 {
				d = decimal.New(int64(n)*10+int64(tenths), -1)
			}
			return fillNumber(pattern, l.digits(d, l.group, l.decimal), "")
		}
		patterns = rest
	}
	return ""
}

func sign(d decimal.Decimal, minus, other string) string {
	if d.IsNegative() {
		return minus
	}
	return other
}

func fillNumber(pattern, digits, symbol string) string {
	return fill(pattern, func(field byte) string {
		if field == 'c' {
			return symbol
		}
		return digits
	})
}

// trim returns d without zeros at the end of its decimals.
func trim(d decimal.Decimal) decimal.Decimal {
	if d.Exponent() >= 0 {
		return d
	}
	s, err := decimal.NewFromString(d.String())
	if err != nil { // String writes what NewFromString reads
		return d
	}
	return s
}

// digits writes the absolute value of d with the marks given.
func (l *Locale) digits(d decimal.Decimal, group, mark string) string {
	whole, fraction, _ := strings.Cut(d.Abs().StringFixed(max(0, -d.Exponent())), ".")
	if len(whole) >= l.groupFrom && group != "" {
		end := len(whole)
		var parts []string
		for size := l.groupSize; end > size; size = l.groupSizeNext {
			parts = append(parts, whole[end-size:end])
			end -= size
		}
		var b strings.Builder
		b.WriteString(whole[:end])
		for i := len(parts) - 1; i >= 0; i-- {
			b.WriteString(group)
			b.WriteString(parts[i])
		}
		whole = b.String()
	}
	if fraction == "" {
		return whole
	}
	return whole + mark + fraction
}

func (l *Locale) symbol(currency string) string {
	for rest := l.symbols; rest != ""; {
		var entry string
		entry, rest, _ = strings.Cut(rest, "|")
		if entry[:3] == currency {
			return entry[3:]
		}
	}
	return currency
}

// beside returns the character of symbol that stands next to the digits,
// marks of direction aside.
func beside(symbol, pattern string) rune {
	symbol = strings.Trim(symbol, "\u200e\u200f\u061c")
	if strings.Index(pattern, "{c}") < strings.Index(pattern, "{n}") {
		r, _ := utf8.DecodeLastRuneInString(symbol)
		return r
	}
	r, _ := utf8.DecodeRuneInString(symbol)
	return r
}

// currencyPlaces returns how many decimals a currency has.
func currencyPlaces(currency string) int32 {
	for rest := places; rest != ""; {
		var entry string
		entry, rest, _ = strings.Cut(rest, "|")
		if entry[:3] == currency {
			n, _ := strconv.Atoi(entry[3:])
			return int32(n)
		}
	}
	return 2
}
