package table

import (
	"maps"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"rapport/generator/calendar"
)

// shown is how a style shows a number.
type shown uint8

const (
	asNumber shown = iota
	asPercent
	asDate
	asMonth // a date without its day
	asTime  // a date with a time of day
	asSpan  // a time without a date
)

// builtIn are the formats that a workbook does not write out, by their number in ECMA-376, part 1, 18.8.30,
// those of East Asian languages included.
var builtIn = map[int]shown{
	9: asPercent, 10: asPercent, 14: asDate, 15: asDate, 16: asDate, 17: asMonth, 18: asSpan, 19: asSpan, 20: asSpan, 21: asSpan, 22: asTime,
	27: asDate, 28: asDate, 29: asDate, 30: asDate, 31: asDate, 32: asSpan, 33: asSpan, 34: asSpan, 35: asSpan, 36: asDate,
	45: asSpan, 46: asSpan, 47: asSpan, 50: asDate, 51: asDate, 52: asDate, 53: asDate, 54: asDate, 55: asDate, 56: asDate, 57: asDate, 58: asDate,
}

// readStyles finds out how each style shows numbers, and from which day numbers count days.
func (w *Workbook) readStyles() error {
	props, err := w.book.GetWorkbookProps()
	if err != nil {
		return errBroken
	}
	if props.Date1904 != nil && *props.Date1904 {
		w.since = 1462
	}
	formats := maps.Clone(builtIn)
	if written := w.book.Styles.NumFmts; written != nil {
		for _, f := range written.NumFmt {
			formats[f.NumFmtID] = formatOf(f.FormatCode)
		}
	}
	if cells := w.book.Styles.CellXfs; cells != nil {
		for _, style := range cells.Xf {
			as := asNumber
			if style.NumFmtID != nil {
				as = formats[*style.NumFmtID]
			}
			w.styles = append(w.styles, as)
		}
	}
	return nil
}

// formatOf tells what a format shows by the letters in it: y and d are a day, h and s a time, and m is a month or
// a minute by its neighbours.
func formatOf(code string) shown {
	letters := lettersOf(code)
	hasDay, hasYear := strings.Contains(letters, "d"), strings.ContainsAny(letters, "ye")
	hasClock := strings.ContainsAny(letters, "hs")
	switch {
	case strings.Contains(letters, "%"):
		return asPercent
	case hasClock && (hasDay || hasYear):
		return asTime
	case hasClock:
		return asSpan
	case hasDay:
		return asDate
	case hasYear && strings.Contains(letters, "m"):
		return asMonth
	case hasYear || strings.Contains(letters, "m"):
		return asDate
	}
	return asNumber
}

// lettersOf returns the first section of a format without its texts, colours and conditions.
func lettersOf(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			if inside := strings.ToLower(code[i+1 : i+end]); inside != "" && strings.Trim(inside, inside[:1]) == "" && strings.ContainsAny(inside[:1], "hms") {
				b.WriteString("h") // [h] counts all hours
			}
			i += end
		case ';':
			return b.String()
		default:
			if len(code) >= i+7 && strings.EqualFold(code[i:i+7], "general") {
				i += 6
				continue
			}
			b.WriteString(strings.ToLower(string(c)))
		}
	}
	return b.String()
}

// stored reads a stored value as what its type and its style say that it is.
func (w *Workbook) stored(kind excelize.CellType, value string, style int) Cell {
	switch kind {
	case excelize.CellTypeSharedString, excelize.CellTypeInlineString, excelize.CellTypeFormula: // a formula whose result is a text
		return Cell{Text: trim(value)}
	case excelize.CellTypeBool:
		return Cell{Text: map[bool]string{true: "true", false: "false"}[value == "1" || value == "true"], Form: Truth}
	case excelize.CellTypeError:
		return Cell{Text: value, Form: Unstored}
	case excelize.CellTypeDate:
		return isoCell(value)
	}
	v, err := decimal.NewFromString(strings.TrimSpace(value))
	if err != nil || v.Exponent() > 30 || v.Exponent() < -400 {
		return Cell{Text: trim(value)}
	}
	as := asNumber
	if style >= 0 && style < len(w.styles) {
		as = w.styles[style]
	}
	return w.number(v, as)
}

// isoCell is a cell that holds a date as text, which is one of the two ways to hold one.
func isoCell(value string) Cell {
	day, clock, _ := strings.Cut(value, "T")
	if len(clock) > 8 {
		clock = clock[:8]
	}
	switch {
	case clock == "" || clock == "00:00:00":
		return Cell{Text: day, Form: Date}
	case day == "":
		return Cell{Text: clock, Form: Span}
	}
	return Cell{Text: day + " " + clock, Form: Time}
}

var (
	hundred   = decimal.NewFromInt(100)
	secondsOf = decimal.NewFromInt(86400)
)

// number is a cell with a number, as its style shows it.
func (w *Workbook) number(v decimal.Decimal, as shown) Cell {
	v = significant(v)
	switch as {
	case asNumber:
		return Cell{Text: v.String(), Form: Number}
	case asPercent:
		return Cell{Text: v.Mul(hundred).String(), Form: Percent}
	}
	seconds := v.Mul(secondsOf).Round(0).IntPart()
	if as == asSpan {
		sign := ""
		if seconds < 0 {
			sign, seconds = "-", -seconds
		}
		return Cell{Text: sign + onClock(seconds), Form: Span}
	}
	day, ok := w.day(seconds / 86400)
	if !ok || seconds < 0 {
		return Cell{Text: v.String(), Form: Number}
	}
	rest := seconds % 86400
	switch {
	case as == asMonth:
		return Cell{Text: day.String(), Form: Month}
	case rest == 0:
		return Cell{Text: day.String(), Form: Date}
	}
	clock := onClock(rest)
	if len(clock) < len("00:00:00") {
		clock = "0" + clock
	}
	return Cell{Text: day.String() + " " + clock, Form: Time}
}

// day returns the day of a serial. The 1900 system counts a 29 February 1900 that never was.
func (w *Workbook) day(serial int64) (calendar.Date, bool) {
	serial += int64(w.since)
	switch {
	case serial < 1 || serial == 60 || serial > 110_000: // of the year 2201
		return 0, false
	case serial < 60:
		serial++
	}
	return calendar.NewDate(1899, 12, 30) + calendar.Date(serial), true
}

// significantDigits are the digits that a spreadsheet shows of a number at most. It stores two more,
// which are noise: 0.1 and 0.2 are 0.30000000000000004.
const significantDigits = 15

// significant rounds a number to the digits that count, and to no more decimals than a
// figure may have.
func significant(v decimal.Decimal) decimal.Decimal {
	if digits := v.NumDigits(); digits > significantDigits {
		v = v.Round(int32(significantDigits-digits) - v.Exponent())
	}
	v = v.Round(10)
	if v.IsZero() {
		return decimal.Zero
	}
	if text := v.String(); strings.Contains(text, ".") {
		if trimmed, err := decimal.NewFromString(strings.TrimRight(strings.TrimRight(text, "0"), ".")); err == nil {
			return trimmed
		}
	}
	return v
}
