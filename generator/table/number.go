package table

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/currency"

	"rapport/generator/locale"
)

// A numeral is a number as somebody wrote it, taken apart.
type numeral struct {
	negative bool
	percent  bool
	sign     string // of the currency: £, R$, EUR; "" for none
	core     string // digits and what stands between them
	exponent int
}

// parseNumeral takes a number apart. It returns false for what is none.
func parseNumeral(text string) (n numeral, ok bool) {
	first := strings.IndexFunc(text, isDigit)
	if first < 0 {
		return n, n.nothing(text)
	}
	last := strings.LastIndexFunc(text, isDigit) + 1
	before, after := text[:first], text[last:]
	n.core = text[first:last]
	// The point of .5, which is none of Rs.500.
	if mark := lastByte(before); (mark == '.' || mark == ',') && !unicode.IsLetter(lastRune(before[:len(before)-1])) {
		n.core, before = string(mark)+n.core, before[:len(before)-1]
	}
	// The point of 5. and of 1.200,- and 5.–, which say that there are no decimals.
	if after != "" && (after[0] == '.' || after[0] == ',') {
		n.core, after = n.core+after[:1], after[1:]
		dashes := strings.TrimLeft(after, "-–—")
		if dash := after[:len(after)-len(dashes)]; dash != "" {
			if utf8.RuneCountInString(dash) > 2 {
				return n, false
			}
			after = dashes
		}
	}
	return n, n.affixes(before, after) && n.takeExponent()
}

// nothing reads the dash that a spreadsheet writes for an amount of nothing: £ -.
func (n *numeral) nothing(text string) bool {
	before, after, ok := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	n.core = "0"
	return ok && n.affixes(before, after) && n.sign != "" && !n.negative && !n.percent
}

// affixes reads what stands before and behind the digits.
func (n *numeral) affixes(before, after string) bool {
	signs := 0
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			switch {
			case r == '-', r == '−', r == '–':
				n.negative = true
				signs++
			case r == '+':
				signs++
			case r == '%', r == '％':
				if n.percent {
					signs += 2
				}
				n.percent = true
			case unicode.IsSpace(r):
				return ' '
			default:
				return r
			}
			return ' '
		}, s)
	}
	before, after = strings.TrimSpace(bare(before)), strings.TrimSpace(bare(after))
	opens, open := strings.CutPrefix(before, "(")
	if !open {
		opens, open = strings.CutSuffix(before, "(")
	}
	closes, closed := strings.CutSuffix(after, ")")
	if !closed {
		closes, closed = strings.CutPrefix(after, ")")
	}
	if open != closed || open && signs > 0 || signs > 1 {
		return false
	}
	n.negative = n.negative || open
	if open {
		before, after = strings.TrimSpace(opens), strings.TrimSpace(closes)
	}
	switch {
	case before == "":
		n.sign = after
	case after == "" || sameCurrency(before, after):
		n.sign = before
		if isCode(after) {
			n.sign = after
		}
	default:
		return false
	}
	return n.sign == "" || !n.percent && len(codesOf(n.sign)) > 0
}

// codesOf returns the codes of the currencies for which a sign or a code stands.
func codesOf(sign string) []string {
	if isCode(sign) {
		return []string{sign}
	}
	return locale.CurrenciesOf(sign)
}

// isCode reports whether a sign is the code of a currency.
func isCode(sign string) bool {
	unit, err := currency.ParseISO(sign)
	return err == nil && unit.String() == sign && sign != "XXX"
}

// sameCurrency reports whether two signs can stand for one currency.
func sameCurrency(a, b string) bool {
	for _, code := range codesOf(a) {
		for _, other := range codesOf(b) {
			if code == other {
				return true
			}
		}
	}
	return false
}

// placesOf returns how many decimals a currency has; -1 for no currency.
func placesOf(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return -1
	}
	places, _ := currency.Standard.Rounding(unit)
	return places
}

// takeExponent takes the exponent of 1.2E+05 from the core.
func (n *numeral) takeExponent() bool {
	at := strings.IndexAny(n.core, "eE")
	if at < 0 {
		return true
	}
	digits := n.core[at+1:]
	negative := strings.HasPrefix(digits, "-")
	digits = strings.TrimLeft(digits, "+-")
	whole := strings.IndexAny(n.core[:at], ".,")
	if whole < 0 {
		whole = at
	}
	if whole != 1 || len(digits) == 0 || len(digits) > 3 || len(n.core)-at-1-len(digits) > 1 || strings.ContainsFunc(digits, isNoDigit) {
		return false
	}
	for _, d := range digits {
		n.exponent = 10*n.exponent + int(d-'0')
	}
	if n.exponent > 30 {
		return false
	}
	if negative {
		n.exponent = -n.exponent
	}
	n.core = n.core[:at]
	return n.exponent != 0 || n.core != ""
}

// value returns the number where mark begins its decimals: its digits with a point before the
// decimals, and how many those are. It returns false where it cannot be read so.
func (n *numeral) value(mark byte) (text string, places int, ok bool) {
	whole, fraction, _ := strings.Cut(n.core, string(mark))
	if strings.ContainsFunc(fraction, isNoDigit) {
		return "", 0, false
	}
	if n.exponent != 0 {
		if len(whole) != 1 || isNoDigit(rune(whole[0])) {
			return "", 0, false
		}
		whole, fraction = shift(whole, fraction, n.exponent)
	} else if whole, ok = ungroup(whole, mark); !ok || whole == "" && fraction == "" {
		return "", 0, false
	}
	if whole == "" {
		whole = "0"
	}
	text = whole
	if fraction != "" {
		text += "." + fraction
	}
	if n.negative && strings.ContainsFunc(text, func(r rune) bool { return '1' <= r && r <= '9' }) {
		text = "-" + text
	}
	return text, len(fraction), true
}

// Readings returns a number as it is read where a point begins its decimals, and where a comma does;
// "" where it cannot be read so.
func Readings(text string) (point, comma string) {
	n, ok := parseNumeral(text)
	if !ok {
		return "", ""
	}
	point, _, _ = n.value('.')
	comma, _, _ = n.value(',')
	return point, comma
}

// shift moves the point of a number by an exponent of ten.
func shift(whole, fraction string, by int) (string, string) {
	for ; by > 0; by-- {
		if fraction == "" {
			fraction = "0"
		}
		whole, fraction = whole+fraction[:1], fraction[1:]
	}
	for ; by < 0; by++ {
		if whole == "" {
			whole = "0"
		}
		whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	return whole, fraction
}

// ungroup takes the marks from between the groups of a whole number: groups of three,
// or as in India of two before the last three. The decimals begin with mark.
func ungroup(whole string, mark byte) (string, bool) {
	if strings.IndexFunc(whole, isNoDigit) < 0 {
		return whole, true
	}
	groups := strings.FieldsFunc(whole, isNoDigit)
	if len(groups) < 2 {
		return whole, false
	}
	between := strings.FieldsFunc(whole, isDigit)
	kind := groupMark(between[0])
	if kind == 0 || kind == rune(mark) || len(between) != len(groups)-1 || isNoDigit(rune(whole[0])) || groups[0][0] == '0' {
		return "", false
	}
	for _, b := range between {
		if groupMark(b) != kind {
			return "", false
		}
	}
	last := len(groups) - 1
	three, two := len(groups[last]) == 3 && len(groups[0]) <= 3, len(groups[last]) == 3 && len(groups[0]) <= 2 && last > 1
	for _, g := range groups[1:last] {
		three, two = three && len(g) == 3, two && len(g) == 2
	}
	return strings.Join(groups, ""), three || two
}

// groupMark returns what kind of mark stands between groups; 0 for none.
func groupMark(between string) rune {
	r, size := utf8.DecodeRuneInString(between)
	switch {
	case size != len(between):
		return 0
	case r == '.' || r == ',':
		return r
	case r == '\'' || r == '’' || r == 'ʼ' || r == '`':
		return '\''
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return 0
}

func isDigit(r rune) bool   { return '0' <= r && r <= '9' }
func isNoDigit(r rune) bool { return !isDigit(r) }

func lastByte(s string) byte {
	if s == "" {
		return 0
	}
	return s[len(s)-1]
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
