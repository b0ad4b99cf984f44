package table

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/locale"
)

// periods is the reading of a column of periods. Spreadsheets and programs of statistics hold a
// month as its first or its last day, so a column of such days is one of months.
type periods struct {
	days
	header string // as it is compared
	month  first  // cells that name a month
	fiscal first  // cells that name a year of somebody's own
	week   first  // six digits that can be a week

	first  first           // cells that are a day
	starts map[Order]*ends // what the days of the column are, in either order
	kind   calendar.PeriodKind
}

// ends counts what days are.
type ends struct {
	days, firsts, lasts, quarters, years int
}

func (e *ends) count(d calendar.Date) {
	month, quarter, year := calendar.PeriodOf(calendar.Month, d), calendar.PeriodOf(calendar.Quarter, d), calendar.PeriodOf(calendar.Year, d)
	e.days++
	if d == month.From {
		e.firsts++
	}
	if d == month.To {
		e.lasts++
	}
	if d == quarter.From || d == quarter.To {
		e.quarters++
	}
	if d == year.From || d == year.To {
		e.years++
	}
}

// areMonths reports whether the days can stand for months: all are first days, or all last ones.
func (e *ends) areMonths() bool { return e.days > 0 && (e.firsts == e.days || e.lasts == e.days) }

func (p *periods) see(c Cell) {
	switch c.Form {
	case Month:
		p.month.note(c)
		return
	case Date, Time:
		p.seeDay(c, day{fixed: dateOf(c.Text[:4], c.Text[5:7], c.Text[8:10])})
		return
	case Number, Text:
	default:
		return
	}
	if isFiscal(c.Text) {
		p.fiscal.note(c)
		return
	}
	if period, ok := parsePeriod(c.Text); ok {
		switch {
		case sixDigits.MatchString(c.Text) && isWeekHeader(p.header):
			p.week.note(c)
		case period.Kind == calendar.Month:
			p.month.note(c)
		}
		return
	}
	if at, ok := parseDay(c.Text); ok {
		p.seeDay(c, at)
	}
}

func (p *periods) seeDay(c Cell, at day) {
	p.days.see(c)
	p.first.note(c)
	if p.starts == nil {
		p.starts = map[Order]*ends{DayFirst: {}, MonthFirst: {}}
	}
	for order, e := range p.starts {
		if d := at.in(order); d != 0 {
			e.count(d)
		} else {
			e.days = -1 << 30 // it cannot be read in this order
		}
	}
}

func (p *periods) settle(style Style) (found []finding) {
	p.kind = calendar.Month
	if p.fiscal.seen {
		found = append(found, finding{p.fiscal.Mark, TwoReadings, diag.Quote(p.fiscal.Text) + " can be read as a year that begins in January or as one that begins later; write a period that cannot, such as 2026-08, 2026-Q3 or 2026"})
	}
	if p.week.seen {
		text := p.week.Text
		found = append(found, finding{p.week.Mark, TwoReadings, fmt.Sprintf("%s can be read as month %s-%s or as week %s-W%s; write it in one of these ways", diag.Quote(text), text[:4], text[4:], text[:4], text[4:])})
	}
	if p.starts == nil {
		return found
	}
	if p.twoDigits.seen && !style.Dates.Short {
		return append(found, p.days.settle(style)...)
	}
	// The order in which the days are those of months is the one that is meant: no other
	// order makes so many first days.
	p.order = style.Dates.Order
	if p.order == 0 && p.starts[MonthFirst].areMonths() && !p.starts[DayFirst].areMonths() {
		p.order = MonthFirst
	} else if p.order == 0 {
		p.order = DayFirst
	}
	if e := p.starts[p.order]; e.areMonths() && e.quarters == e.days && !p.month.seen {
		found = append(found, p.unclearLength(e))
	}
	return found
}

// unclearLength tells that the days of a column are those of quarters or years too.
func (p *periods) unclearLength(e *ends) finding {
	c := p.first.Cell
	d, _ := parseDay(c.Text)
	at := d.in(p.order)
	ways := []string{calendar.PeriodOf(calendar.Month, at).String(), calendar.PeriodOf(calendar.Quarter, at).String()}
	if e.years == e.days {
		ways = append(ways, calendar.PeriodOf(calendar.Year, at).String())
	}
	return finding{c.Mark, TwoReadings, diag.Quote(c.Text) + " can be read as " + strings.Join(ways, " or as ") + ", and nothing else in the column tells which; write the periods themselves"}
}

func (p *periods) read(c Cell) string {
	switch c.Form {
	case Month:
		return c.Text[:len("2026-01")]
	case Date, Time, Number, Text:
	default:
		return c.Text
	}
	if isFiscal(c.Text) {
		return c.Text
	}
	if period, ok := parsePeriod(c.Text); ok {
		return period.String()
	}
	at, ok := parseDay(c.Text)
	if e := p.starts[p.order]; !ok || e == nil || !e.areMonths() {
		return c.Text
	}
	return calendar.PeriodOf(p.kind, at.in(p.order)).String()
}

var (
	sixDigits   = regexp.MustCompile(`^(\d{4})(\d{2})$`)
	fiscalForm  = regexp.MustCompile(`(?i)^(?:(?:FY|GJ|EJ|AF|BJ|F)[ '’-]?\d{2,4}([/-]\d{2,4})?.*|Q[1-4][ -]?FY.*|(\d{4})[/-](\d{2}|\d{4}))$`)
	monthDigits = regexp.MustCompile(`^(\d{1,2}) ?[/.-] ?(\d{4})$`)
	yearMonth   = regexp.MustCompile(`^(\d{4}) ?[/.] ?(\d{1,2})\.?$`)
	kanjiMonth  = regexp.MustCompile(`^(\d{4})年 ?(\d{1,2})月(?:度|分)?$`)
	kanjiPart   = regexp.MustCompile(`^(\d{4})年 ?第?([1-4])四半期$`)
	quarterTail = regexp.MustCompile(`^(?:(?i:Q|T|K|Quarter|Quartal|Kwartaal|Trimestre|Kvartal)|kw\.?)[ -]?([1-4])[ ,/'-]{0,2}(\d{4})$`)
	quarterHead = regexp.MustCompile(`(?i)^([1-4])(?:\. ?|[a-z]{2} )?(?:Q|T|K|Quarter|Quartal|Kwartaal|Trimestre|kvartal|kv\.?)[ ,/-]{0,2}(\d{4})$`)
	quarterYear = regexp.MustCompile(`(?i)^(\d{4})[ ,/-]{0,2}(?:Q|T|K)([1-4])$`)
	// KW is a German week, and kw. a Polish or Dutch quarter; Kw may be either, and is read as neither.
	weekYear = regexp.MustCompile(`^(\d{4})[ -]?(?:[Ww]|KW)[ -]?(\d{1,2})$`)
	weekTail = regexp.MustCompile(`^(?:(?i:W|Wk\.?|Week|Woche|Vecka|Uge|Semaine|Semana|Settimana|Tydzień)|KW)[ -]?(\d{1,2})[ ,/-]{1,2}(\d{4})$`)
)

// isFiscal reports whether a text names a year of somebody's own: FY26, 2025/26.
func isFiscal(text string) bool {
	if _, err := calendar.ParsePeriod(text); err == nil { // 2011-12 is a month, as we write it
		return false
	}
	parts := fiscalForm.FindStringSubmatch(text)
	if parts == nil || parts[2] == "" {
		return parts != nil
	}
	year, _ := strconv.Atoi(parts[2])
	next := fmt.Sprintf("%04d", year+1)
	return parts[3] == next || parts[3] == next[2:]
}

// isWeekHeader reports whether a column's name says that it has weeks.
func isWeekHeader(header string) bool {
	for _, word := range []string{"week", "woche", "semaine", "semana", "settimana", "vecka", "uge", "tydzie", "週"} {
		if strings.Contains(header, word) {
			return true
		}
	}
	return false
}

// parsePeriod reads a period that names itself.
func parsePeriod(text string) (calendar.Period, bool) {
	text = plainSpaces(text)
	if p, err := calendar.ParsePeriod(text); err == nil {
		return p, true
	}
	if sixDigits.MatchString(text) {
		return periodOf(text[:4], "-"+text[4:])
	}
	for _, f := range periodForms {
		if parts := f.form.FindStringSubmatch(text); parts != nil {
			part := parts[3-f.year]
			if f.mark != "-Q" {
				part = twoDigits(part)
			}
			return periodOf(parts[f.year], f.mark+part)
		}
	}
	return namedMonth(text)
}

// periodForms are the ways to write a year and its part in two groups of digits: which of
// them is the year, and what stands before the part as we write it.
var periodForms = []struct {
	form *regexp.Regexp
	year int
	mark string
}{
	{monthDigits, 2, "-"},
	{yearMonth, 1, "-"},
	{kanjiMonth, 1, "-"},
	{kanjiPart, 1, "-Q"},
	{quarterTail, 2, "-Q"},
	{quarterHead, 2, "-Q"},
	{quarterYear, 1, "-Q"},
	{weekYear, 1, "-W"},
	{weekTail, 2, "-W"},
}

func periodOf(year, rest string) (calendar.Period, bool) {
	p, err := calendar.ParsePeriod(year + rest)
	return p, err == nil
}

// namedMonth reads a month by its name: Jan-26, August 2026, 2026 Aug, agosto de 2026.
func namedMonth(text string) (calendar.Period, bool) {
	words := dateWords(text)
	if len(words) != 2 {
		return calendar.Period{}, false
	}
	name, year := words[0], words[1]
	if isNumber(name) && len(name) == 4 {
		name, year = year, name
	}
	month := locale.MonthNamed(name)
	if month == 0 || !isNumber(year) {
		return calendar.Period{}, false
	}
	n, _ := strconv.Atoi(century(year))
	if n < 1900 || n > 2199 {
		return calendar.Period{}, false
	}
	return calendar.PeriodOf(calendar.Month, calendar.NewDate(n, time.Month(month), 1)), true
}
