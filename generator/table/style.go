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

// String shows how numbers are written.
func (m Mark) String() string {
	switch m {
	case Point:
		return "1,234.5"
	case Comma:
		return "1.234,5"
	}
	return ""
}

// Dates is how dates of digits are written.
type Dates struct {
	Order Order
	Short bool // the year has two digits, and is of this century
}

// String shows how dates are written.
func (d Dates) String() string {
	shown := map[Order]string{DayFirst: "dd/mm/yy", MonthFirst: "mm/dd/yy"}[d.Order]
	if shown != "" && !d.Short {
		shown += "yy"
	}
	return shown
}

// A Style says how a file writes what could be read in two ways. The zero Style leaves it to
// the columns.
type Style struct {
	Numbers Mark
	Dates   Dates
	Zone    *time.Location // in which the day of a time with an offset is told; nil for UTC
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

// ParseDates reads how dates are written: dd/mm/yyyy or mm/dd/yyyy, with any mark
// between. Two letters for the year say that it has two digits.
func ParseDates(sample string) (Dates, error) {
	parts := strings.FieldsFunc(strings.ToLower(sample), func(r rune) bool { return strings.ContainsRune("/.- ", r) })
	if len(parts) == 3 {
		short := parts[2] == "yy"
		switch order := parts[0] + parts[1]; {
		case !short && parts[2] != "yyyy":
		case order == "ddmm" || order == "dm":
			return Dates{DayFirst, short}, nil
		case order == "mmdd" || order == "md":
			return Dates{MonthFirst, short}, nil
		}
	}
	return Dates{}, fmt.Errorf("%s does not show how dates are written; write dd/mm/yyyy or mm/dd/yyyy", diag.Quote(sample))
}
