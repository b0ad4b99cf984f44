package table

import (
	"fmt"
	"strings"
	"time"

	"rapport/generator/diag"
)

// A Mark is what begins the decimals of a number; 0 where nothing says.
type Mark byte

// The marks.
const (
	Point Mark = '.' // 1,234.5
	Comma Mark = ',' // 1.234,5
)

// An Order is that of day and month in a date of digits; 0 where nothing says.
type Order byte

// The orders.
const (
	DayFirst   Order = 'd' // 31/01/2026
	MonthFirst Order = 'm' // 01/31/2026
)

// A Style says how a file writes what could be read in two ways. The zero Style leaves it to
// the columns.
type Style struct {
	Numbers   Mark
	Dates     Order
	TwoDigits bool           // a year may have two digits, and is of this century
	Zone      *time.Location // in which the day of a time with an offset is told; nil for UTC
}

// ParseMark reads how numbers are written by a sample of one: 1,234.5 or 1.234,5.
func ParseMark(sample string) (Mark, error) {
	n, ok := parseNumeral(sample)
	if ok && n.sign == "" && !n.percent {
		point, _, isPoint := n.value('.')
		comma, _, isComma := n.value(',')
		switch {
		case isPoint && !isComma && strings.Contains(point, "."):
			return Point, nil
		case isComma && !isPoint && strings.Contains(comma, "."):
			return Comma, nil
		}
	}
	return 0, fmt.Errorf("%s does not show how numbers are written; write \"1,234.5\" or \"1.234,5\"", diag.Quote(sample))
}

// ParseOrder reads how dates are written: dd/mm/yyyy or mm/dd/yyyy, with any mark
// between. Two letters for the year say that it has two digits.
func ParseOrder(sample string) (order Order, twoDigits bool, err error) {
	parts := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) == 3 && (parts[2] == "yyyy" || parts[2] == "yy") {
		switch day, month := strings.Trim(parts[0], "d") == "" && len(parts[0]) <= 2, strings.Trim(parts[1], "m") == "" && len(parts[1]) <= 2; {
		case day && month:
			return DayFirst, parts[2] == "yy", nil
		case strings.Trim(parts[0], "m") == "" && strings.Trim(parts[1], "d") == "" && len(parts[0]) <= 2 && len(parts[1]) <= 2:
			return MonthFirst, parts[2] == "yy", nil
		}
	}
	return 0, false, fmt.Errorf("%s does not show how dates are written; write dd/mm/yyyy or mm/dd/yyyy", diag.Quote(sample))
}
