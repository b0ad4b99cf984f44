package table

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/diag"
)

// numbers is the reading of a column of numbers or of amounts of money.
type numbers struct {
	amounts  bool
	currency string // of amounts without one; "" for none
	mark     Mark   // once settled

	point, comma, either first // cells that only one mark, or both with another value, can read
	percent, plain       first // cells with a percent sign, and without one
	sign                 first // the first sign of a currency
	others               first // a sign that is not that of the first
	unclear              first // a sign that stands for several currencies
}

func (n *numbers) see(c Cell) {
	switch c.Form {
	case Number:
		if strings.Trim(c.Text, "-0.") != "" {
			n.plain.note(c)
		}
		return
	case Percent:
		n.percent.note(c)
		return
	case Text:
	default:
		return
	}
	numeral, ok := parseNumeral(c.Text)
	if !ok {
		return
	}
	if numeral.sign != "" {
		n.seeSign(c, numeral.sign)
	}
	switch mark, differ := n.marksOf(&numeral); {
	case differ:
		n.either.note(c)
	case mark == Point:
		n.point.note(c)
	case mark == Comma:
		n.comma.note(c)
	}
	if numeral.percent {
		n.percent.note(c)
	} else if strings.ContainsAny(numeral.core, "123456789") {
		n.plain.note(c)
	}
}

func (n *numbers) seeSign(c Cell, sign string) {
	if _, ok := n.codeOf(sign); !ok && n.amounts {
		n.unclear.note(c)
	}
	if first, _ := parseNumeral(n.sign.Text); n.sign.seen && !sameCurrency(first.sign, sign) {
		n.others.note(c)
	}
	n.sign.note(c)
}

// marksOf returns the mark with which alone a number can be read, 0 where both read it as the
// same or neither does, and whether both read it as another. A reading with more
// decimals than the currency has is none, where the other has no more.
func (n *numbers) marksOf(numeral *numeral) (only Mark, differ bool) {
	point, places, isPoint := numeral.value('.')
	comma, morePlaces, isComma := numeral.value(',')
	switch {
	case isPoint && isComma && point == comma, !isPoint && !isComma:
		return 0, false
	case isPoint && isComma:
		most := -1
		if n.amounts || n.currency != "" { // of any other column a sign says little: petrol is €1.459
			code, _ := n.codeOf(numeral.sign)
			most = placesOf(code)
		}
		if most >= 0 && places > most && morePlaces <= most {
			return Comma, false
		}
		if most >= 0 && morePlaces > most && places <= most {
			return Point, false
		}
		return 0, true
	case isPoint:
		return Point, false
	}
	return Comma, false
}

// codeOf returns the code of the currency for which a sign stands; the column's for no sign, and
// where it is one of several. It returns false where that is not told.
func (n *numbers) codeOf(sign string) (string, bool) {
	if sign == "" {
		return n.currency, true
	}
	codes := codesOf(sign)
	for _, code := range codes {
		if code == n.currency {
			return code, true
		}
	}
	if len(codes) == 1 {
		return codes[0], true
	}
	return "", false
}

func (n *numbers) settle(style Style) (found []finding) {
	n.mark = style.Numbers
	mixed := func(a, b Cell, format string) {
		at, before := later(a, b)
		found = append(found, finding{at.Mark, Mixed, fmt.Sprintf(format, diag.Quote(at.Text), diag.Quote(before.Text))})
	}
	switch {
	case n.mark == Point && n.comma.seen:
		found = append(found, finding{n.comma.Mark, Mixed, diag.Quote(n.comma.Text) + " is not written as data: {numbers: \"1,234.5\"} says; write it so, or mend what stands there"})
	case n.mark == Comma && n.point.seen:
		found = append(found, finding{n.point.Mark, Mixed, diag.Quote(n.point.Text) + " is not written as data: {numbers: \"1.234,5\"} says; write it so, or mend what stands there"})
	case n.mark != 0:
	case n.point.seen && n.comma.seen:
		mixed(n.point.Cell, n.comma.Cell, "%s and %s begin their decimals with another mark; write the whole column in one way")
		n.mark = Point
	case n.comma.seen:
		n.mark = Comma
	case n.point.seen || !n.either.seen:
		n.mark = Point
	default:
		numeral, _ := parseNumeral(n.either.Text)
		point, _, _ := numeral.value('.')
		comma, _, _ := numeral.value(',')
		n.mark = Point
		found = append(found, finding{n.either.Mark, TwoReadings, diag.Quote(n.either.Text) + " can be read as " + point + " or as " + comma +
			fmt.Sprintf(settleIt, `numbers: "1,234.5"`, `numbers: "1.234,5"`)})
	}
	if n.percent.seen && n.plain.seen {
		mixed(n.percent.Cell, n.plain.Cell, "%s and %s: one of them is a percentage, and the other is not; write the whole column in one way")
	}
	if n.others.seen && !n.amounts {
		mixed(n.sign.Cell, n.others.Cell, "%s and %s are of two currencies; write the whole column in one")
	}
	if n.unclear.seen {
		numeral, _ := parseNumeral(n.unclear.Text)
		found = append(found, finding{n.unclear.Mark, TwoReadings, diag.Quote(numeral.sign) + " can stand for " + strings.Join(codesOf(numeral.sign), ", ") + "; write the code of the currency behind the amount"})
	}
	return found
}

func (n *numbers) read(c Cell) string {
	switch c.Form {
	case Number:
		return n.rounded(c.Text)
	case Percent:
		return c.Text
	case Text:
	default:
		return c.Text
	}
	numeral, ok := parseNumeral(c.Text)
	if !ok {
		return c.Text
	}
	text, _, ok := numeral.value(byte(n.mark))
	// A cell that its currency's decimals alone decide is read by them, whatever the column is.
	if only, _ := n.marksOf(&numeral); only != 0 && only != n.mark {
		text, _, ok = numeral.value(byte(only))
	}
	if !ok {
		return c.Text
	}
	if code, _ := n.codeOf(numeral.sign); n.amounts && numeral.sign != "" && code != "" {
		return text + " " + code
	}
	return text
}

// rounded rounds an amount that a workbook calculated to the decimals of the currency, as the
// sheet shows it.
func (n *numbers) rounded(text string) string {
	most := placesOf(n.currency)
	if !n.amounts || most < 0 {
		return text
	}
	v, err := decimal.NewFromString(text)
	if err != nil {
		return text
	}
	return v.Round(int32(most)).String()
}
