package locale

import (
	"bytes"
	"slices"
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
	return l.written(sign(d, l.minus, "{n}"), d, l.group, l.decimal, "")
}

// Round writes d rounded to so many decimals, halves away from zero, and without
// zeros at the end: "17.2", "17".
func (l *Locale) Round(d decimal.Decimal, places int) string {
	return l.Number(trim(d.Round(int32(places))))
}

// Percent writes d, in points of a hundred, exactly: 17.2 is "17.2%" or "17,2 %".
func (l *Locale) Percent(d decimal.Decimal) string {
	return l.written(sign(d, l.percentMinus, l.percent), d, l.group, l.decimal, "")
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
	return l.written(sign(amount, minus, plain), amount, l.moneyGroup, l.moneyDecimal, symbol)
}

// Hours writes a length of time: "4 hrs 30 mins". It has no larger unit, because
// a working day is of no fixed length.
func (l *Locale) Hours(minutes int) string {
	if minutes < 0 {
		return strings.Replace(l.minus, "{n}", l.Hours(-minutes), 1)
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
			return l.written(pattern, d, l.group, l.decimal, "")
		}
		patterns = rest
	}
	return ""
}

// maxWordDigits are as many as every number of so many digits fits into a machine word with.
const maxWordDigits = 18

func sign(d decimal.Decimal, minus, other string) string {
	if d.IsNegative() {
		return minus
	}
	return other
}

// written fills a pattern with the absolute value of d, with the marks given, and a symbol.
func (l *Locale) written(pattern string, d decimal.Decimal, group, mark, symbol string) string {
	var room [64]byte
	b := room[:0]
	for before, field := range fields(pattern) {
		b = append(b, before...)
		switch field {
		case 'n':
			b = l.appendDigits(b, d, group, mark)
		case 'c':
			b = append(b, symbol...)
		}
	}
	return string(b)
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

// appendDigits appends the absolute value of d with the marks given.
func (l *Locale) appendDigits(b []byte, d decimal.Decimal, group, mark string) []byte {
	var room [64]byte
	all := appendCoefficient(room[:0], d)
	places := int(max(0, -d.Exponent()))
	if !d.IsZero() {
		for range d.Exponent() {
			all = append(all, '0')
		}
	}
	if missing := places + 1 - len(all); missing > 0 { // 0.05 has a zero before its point, and one behind
		all = slices.Insert(all, 0, bytes.Repeat([]byte{'0'}, missing)...)
	}
	whole, fraction := all[:len(all)-places], all[len(all)-places:]
	grouped := len(whole) >= l.groupFrom && group != ""
	for i, digit := range whole {
		if left := len(whole) - i - l.groupSize; grouped && i > 0 && left >= 0 && left%l.groupSizeNext == 0 {
			b = append(b, group...)
		}
		b = append(b, digit)
	}
	if places > 0 {
		b = append(append(b, mark...), fraction...)
	}
	return b
}

// appendCoefficient appends the digits of d, without its sign and point.
func appendCoefficient(b []byte, d decimal.Decimal) []byte {
	if d.NumDigits() <= maxWordDigits {
		n := d.CoefficientInt64()
		return strconv.AppendInt(b, max(n, -n), 10)
	}
	return append(b, strings.TrimPrefix(d.Coefficient().String(), "-")...)
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
