package importing

import (
	"errors"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/table"
)

// kinds are the forms whose cells mean nothing by themselves: the column has one reading.
var kinds = map[form]table.Kind{asDay: table.Days, asTime: table.Days, asNumber: table.Numbers, asMoney: table.Amounts, asHours: table.Numbers, asMinutes: table.Numbers, asSeconds: table.Numbers, asPeriod: table.Periods}

// read finds out how each column is read. A file whose column allows two readings is
// read as the other files of the rule are, if these settle it.
func (t *translation) read() {
	style := t.rule.Style
	if t.rule.Program != nil {
		style.Dates.Short = true // no program is as old as the last century
	}
	for _, c := range columns[t.rule.Kind] {
		kind, ok := kinds[c.form]
		if !ok {
			continue
		}
		currency := ""
		if c.form == asMoney {
			currency = t.rule.Currency
		}
		var all []table.Cell
		for _, f := range t.files {
			all = append(all, t.column(f, c)...)
		}
		for _, f := range t.files {
			read, problems := f.of.Read(style, kind, currency, slices.Values(t.column(f, c)))
			if isWrong(problems) {
				read, problems = f.of.Read(style, kind, currency, slices.Values(all))
			}
			if isWrong(problems) {
				t.Found = append(t.Found, problems...)
				t.stopped = true
				return
			}
			f.reads[c.name] = read
		}
	}
}

// isWrong reports whether a problem is an error.
func isWrong(problems []diag.Problem) bool {
	return slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Severity == diag.Error })
}

// column returns the cells of one of our columns in the rows that are chosen, as far as
// the column's reading matters to them.
func (t *translation) column(f *file, c column) []table.Cell {
	var all []table.Cell
	for _, row := range f.rows {
		cell := t.cell(f, row, c.name)
		switch c.form {
		case asDay, asTime:
			cell, _ = splitClock(cell)
		case asHours:
			if _, ok := sexagesimal(cell.Text); ok {
				continue
			}
		}
		all = append(all, cell)
	}
	return all
}

// header returns the name of the first of the columns that hold one of ours.
func (t *translation) header(f *file, name string) string {
	if at := f.at[name]; at != nil {
		return f.Header[at[0][0]].Text
	}
	return name
}

// A clock is the time of day behind a date.
type clock struct {
	since  time.Duration // midnight
	offset *int          // seconds east of UTC; nil where none is written
	isSet  bool
}

// clockForm is 15:14, 15:14:05.123, 3:14 PM, each with Z, UTC, +0100, GMT+0000 or without,
// and what JavaScript says of the zone in brackets.
var clockForm = regexp.MustCompile(`(?i)(?:,?\s+|T|\s+at\s+)(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(?:(Z|UTC|GMT)?\s*([+-]\d{2}:?\d{2})?)(?:\s*\([^)]*\))?$`)

var weekdayForm = regexp.MustCompile(`^(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+`)

var errClock = errors.New("no time of day")

// splitClock takes the time of day off a date. A text that holds none is a date alone, or
// none that can be read.
func splitClock(c table.Cell) (date table.Cell, k clock) {
	c.Text = weekdayForm.ReplaceAllString(c.Text, "")
	at := clockForm.FindStringSubmatchIndex(c.Text)
	if at == nil || at[0] == 0 {
		return c, clock{}
	}
	part := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return c.Text[at[2*i]:at[2*i+1]]
	}
	k, err := clockOf(part(1), part(2), part(3), part(4), part(5), part(6))
	if err != nil {
		return c, clock{}
	}
	if c.Form == table.Time {
		c.Form = table.Date
	}
	c.Text = strings.TrimSpace(c.Text[:at[0]])
	return c, k
}

func clockOf(hour, minute, second, half, utc, offset string) (clock, error) {
	h, _ := strconv.Atoi(hour)
	m, _ := strconv.Atoi(minute)
	s, _ := strconv.Atoi("0" + second)
	if half != "" {
		if h < 1 || h > 12 {
			return clock{}, errClock
		}
		h %= 12
		if half[0]|0x20 == 'p' {
			h += 12
		}
	}
	if h > 23 || m > 59 || s > 59 {
		return clock{}, errClock
	}
	k := clock{since: time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second, isSet: true}
	switch {
	case offset != "":
		digits := strings.ReplaceAll(offset[1:], ":", "")
		hours, _ := strconv.Atoi(digits[:2])
		minutes, _ := strconv.Atoi(digits[2:])
		seconds := hours*3600 + minutes*60
		if offset[0] == '-' {
			seconds = -seconds
		}
		k.offset = &seconds
	case utc != "":
		k.offset = new(int)
	}
	return k, nil
}

// moment reads a time, and leaves what is none. A time that has no offset is on the
// provider's clock, or in UTC where the export is; one that its clock shows twice or
// skips is read as everywhere.
func (t *translation) moment(e entry, name string) (moment, bool) {
	m, ok := t.instant(e, name)
	if !ok {
		t.leave(e.file, t.cell(e.file, e.row, name), leftover{why: "with a time in " + name + " that cannot be read, left out"}, nil)
	}
	return m, ok
}

// instant reads a time; a blank cell is a blank moment.
func (t *translation) instant(e entry, name string) (moment, bool) {
	c := t.cell(e.file, e.row, name)
	if c.Text == "" {
		return moment{}, true
	}
	date, k := splitClock(c)
	day, err := calendar.ParseDate(e.reads[name](date))
	switch {
	case err != nil:
		return moment{}, false
	case !k.isSet:
		return moment{day: day, Mark: c.Mark}, true
	case k.offset != nil:
		return moment{at: day.Midnight().Add(k.since - time.Duration(*k.offset)*time.Second).In(t.rule.Zone), Mark: c.Mark}, true
	case t.isUTC(e.file, name):
		return moment{at: day.Midnight().Add(k.since).In(t.rule.Zone), Mark: c.Mark}, true
	}
	return moment{at: day.At(t.rule.Zone, k.since), wall: day, Mark: c.Mark}, true
}

// isUTC reports whether the times of a column are in UTC where they have no offset.
func (t *translation) isUTC(f *file, name string) bool {
	return t.rule.Program != nil && t.rule.Program.UTC && f.UTC || strings.Contains(strings.ToUpper(t.header(f, name)), "(UTC)")
}

// changed returns when a row was last changed; the zero time where it does not say.
func (t *translation) changed(f *file, row table.Row) time.Time {
	m, ok := t.instant(entry{f, row}, "updated")
	switch {
	case !ok || m.isBlank():
		return time.Time{}
	case m.at.IsZero():
		return m.day.Midnight()
	}
	return m.at
}

var (
	colonForm  = regexp.MustCompile(`^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$`)
	lettersOf  = regexp.MustCompile(`(?i)^(?:(\d{1,6})\s*h(?:(?:ou)?rs?)?)?\s*(?:(\d{1,6})\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,6})\s*s(?:ec(?:ond)?s?)?)?$`)
	perHour    = big.NewRat(3600, 1)
	mostSpread = big.NewRat(24, 1) // hours of one entry
)

// sexagesimal reads a length of time of hours, minutes and seconds: 2:30, 02:30:30, 1h 30m.
// It returns seconds.
func sexagesimal(text string) (*big.Rat, bool) {
	parts := colonForm.FindStringSubmatch(text)
	if parts == nil {
		parts = lettersOf.FindStringSubmatch(text)
	}
	if parts == nil || text == "" {
		return nil, false
	}
	seconds := int64(0)
	for i, unit := range []int64{3600, 60, 1} {
		n, _ := strconv.ParseInt("0"+parts[i+1], 10, 64)
		seconds += n * unit
	}
	return big.NewRat(seconds, 1), true
}

// hours returns how long an entry took, and how that is written; false, with the row left,
// where it cannot be read.
func (t *translation) hours(e entry) (hours *big.Rat, text string, ok bool) {
	name := "hours"
	seconds := new(big.Rat)
	switch {
	case len(t.cells(e.file, e.row, "hours")) > 0:
		c := t.cell(e.file, e.row, "hours")
		if s, isClock := sexagesimal(c.Text); isClock {
			seconds = s
		} else if n := t.number(e, "hours"); n != nil {
			seconds = n.Mul(n, perHour)
		} else {
			seconds = nil
		}
	case len(t.cells(e.file, e.row, "minutes")) > 0:
		name = "minutes"
		if seconds = t.number(e, name); seconds != nil {
			seconds.Mul(seconds, big.NewRat(60, 1))
		}
	default:
		name = "seconds"
		seconds = t.number(e, name)
	}
	c := t.cell(e.file, e.row, name)
	if seconds == nil || seconds.Sign() < 0 {
		t.leave(e.file, c, leftover{why: "without a length of time that can be read, left out"}, nil)
		return nil, "", false
	}
	hours = new(big.Rat).Quo(seconds, perHour)
	if p := t.rule.Program; p != nil && p.Entries && hours.Cmp(mostSpread) > 0 {
		t.leave(e.file, c, leftover{why: "longer than a day when read as hours, left out", mend: "map: {minutes: …} or map: {seconds: …}"}, nil)
		return nil, "", false
	}
	return hours, lengthOf(seconds), true
}

// lengthOf writes a length of time in hours: where these have no last decimal, as hours,
// minutes and seconds.
func lengthOf(seconds *big.Rat) string {
	hours := new(big.Rat).Quo(seconds, perHour)
	if digits, exact := hours.FloatPrec(); exact && digits <= 10 || !seconds.IsInt() {
		return decimalOf(hours)
	}
	s := seconds.Num().Int64()
	return strconv.FormatInt(s/3600, 10) + ":" + twoDigits(s/60%60) + ":" + twoDigits(s%60)
}

func twoDigits(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// number reads a number; nil where there is none, or none that can be read.
func (t *translation) number(e entry, name string) *big.Rat {
	c := t.cell(e.file, e.row, name)
	if c.Text == "" {
		return nil
	}
	number, err := decimal.NewFromString(e.reads[name](c))
	if err != nil {
		return nil
	}
	return number.Rat()
}
