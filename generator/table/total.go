package table

import "strings"

// totals are what programs and people write before the sums under a table.
var totals = setOf(
	"total", "totals", "grand total", "sum", "subtotal", "sub-total", "overall",
	"summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme",
	"totaal", "totaal generaal", "som", "eindtotaal", "subtotaal",
	"somme", "total général", "sous-total", "ensemble",
	"suma", "total general", "suma total",
	"totale", "somma", "totale generale", "totale complessivo",
	"soma", "total geral",
	"razem", "ogółem", "łącznie", "suma końcowa",
	"summa", "totalt", "totalsumma", "i alt", "sum total", "hovedtotal",
	"合計", "総計", "小計", "計",
)

func setOf(words ...string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

// totalsBegin holds the first bytes of totals, since a table may have a million rows that begin
// otherwise.
var totalsBegin = func() (begin [256]bool) {
	for word := range totals {
		begin[word[0]] = true
	}
	return begin
}()

// canBeTotal reports whether a word begins as one of totals does, or with what cannot be told
// without folding it.
func canBeTotal(word string) bool {
	c := word[0]
	if 'A' <= c && c <= 'Z' {
		c |= 0x20
	}
	return c >= 0x80 || totalsBegin[c]
}

// totalOf returns the word by which a row says that it sums up others; "" for any other
// row. It is the first value of the row, and beside it there are figures alone: a
// ticket may well be called "Total".
func totalOf(row Row) string {
	first := 0
	for first < len(row.Cells) && row.Cells[first].Text == "" {
		first++
	}
	if first == len(row.Cells) || row.Cells[first].Form != Text {
		return ""
	}
	word := row.Cells[first].Text
	if len(word) > 40 || '0' <= word[0] && word[0] <= '9' || !canBeTotal(word) || !totals[strings.TrimRight(Fold(word), ":： ")] {
		return ""
	}
	figures := 0
	for _, c := range row.Cells[first+1:] {
		switch {
		case c.Text == "":
		case !isFigure(c):
			return ""
		default:
			figures++
		}
	}
	if figures == 0 {
		return ""
	}
	return word
}

// isFigure reports whether a cell holds a number, an amount or a length of time.
func isFigure(c Cell) bool {
	switch c.Form {
	case Number, Percent, Span:
		return true
	case Text:
		letters := 0
		for _, r := range c.Text {
			switch {
			case '0' <= r && r <= '9':
				return true
			case r == '-' || r == '(':
			default:
				letters++
			}
			if letters > 4 { // R$, CHF, EUR and their like stand before the digits
				return false
			}
		}
	}
	return false
}
