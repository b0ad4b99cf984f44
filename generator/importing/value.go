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

// settle finds out how each column is read. A file whose column allows two readings is
// read as the other files of the rule are, if these settle it.
func (t *translation) settle() {
	if t.stopped {
		return
	}
	for _, c := range columns[t.rule.Kind] {
		if _, ok := kinds[c.form]; !ok {
			continue
		}
		for _, f := range t.files {
			read, problems := f.readings[c.name].Settle(t.style())
			if isWrong(problems) {
				read, problems = t.together(f, c)
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

func (t *translation) style() table.Style {
	style := t.rule.Style
	if t.rule.Program != nil {
		style.Dates.Short = true // no program is as old as the last century
	}
	return style
}

// together finds out how a column of a file is read by those of all files.
func (t *translation) together(f *file, c column) (read func(table.Cell) string, problems []diag.Problem) {
	r := t.reading(f, c)
	for _, other := range t.files {
		for number, row := range other.rows() {
			if other.chosen.has(number) {
				t.see(r, other, row, c)
			}
		}
	}
	return r.Settle(t.style())
}

func (t *translation) reading(f *file, c column) *table.Reading {
	currency := ""
	if c.form == asMoney {
		currency = t.rule.Currency
	}
	return f.of.Reading(kinds[c.form], currency)
}

// seer returns what has the readings of a file's columns see its rows.
func (t *translation) seer(f *file) func(table.Row) {
	f.readings = map[string]*table.Reading{}
	var read []column
	for _, c := range columns[t.rule.Kind] {
		if _, ok := kinds[c.form]; ok {
			f.readings[c.name] = t.reading(f, c)
			if f.at[c.name] != nil {
				read = append(read, c)
			}
		}
	}
	seen := map[part]bool{}
	return func(row table.Row) {
		for _, c := range read {
			cell := t.cell(f, row, c.name)
			p := part{c.name, cell.Text, cell.Form}
			if cell.Text == "" || c.form != asPeriod && seen[p] {
				continue
			}
			if len(seen) < mostRemembered {
				seen[p] = true
			}
			t.see(f.readings[c.name], f, row, c)
		}
	}
}

// see has a reading see what a row holds in one of our columns, as far as the column's
// reading matters to it.
func (t *translation) see(r *table.Reading, f *file, row table.Row, c column) {
	cell := t.cell(f, row, c.name)
	switch c.form {
	case asDay, asTime:
		cell, _ = splitClock(cell)
	case asHours:
		if _, ok := sexagesimal(cell.Text); ok {
			return
		}
	}
	r.See(cell)
}

// isWrong reports whether a problem is an error.
func isWrong(problems []diag.Problem) bool {
	return slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Severity == diag.Error })
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

// An instant is a time as a cell holds it; ok is false for what is none.
type instant struct {
	moment
	day string // the day of the moment, as we write it
	ok  bool
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
	i := t.at(e, name)
	return i.moment, i.ok
}

func (t *translation) at(e entry, name string) instant {
	c := t.cell(e.file, e.row, name)
	i := remember(e.instants, part{name, c.Text, c.Form}, func() instant {
		m, ok := t.readInstant(e.file, name, c)
		i := instant{moment: m, ok: ok}
		if ok && !m.isBlank() {
			i.day = m.date().String()
		}
		return i
	})
	i.Mark = c.Mark
	return i
}

func (t *translation) readInstant(f *file, name string, c table.Cell) (moment, bool) {
	if c.Text == "" {
		return moment{}, true
	}
	date, k := splitClock(c)
	day, err := calendar.ParseDate(f.reads[name](date))
	switch {
	case err != nil:
		return moment{}, false
	case !k.isSet:
		return moment{day: day}, true
	case k.offset != nil:
		return moment{at: day.Midnight().Add(k.since - time.Duration(*k.offset)*time.Second).In(t.rule.Zone)}, true
	case t.isUTC(f, name):
		return moment{at: day.Midnight().Add(k.since).In(t.rule.Zone)}, true
	}
	return moment{at: day.At(t.rule.Zone, k.since), wall: day}, true
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

// A length is how long an entry took, and how that is written; without hours where it
// cannot be read, and why.
type length struct {
	hours *big.Rat
	text  string
	why   leftover
}

// hours returns how long an entry took, and how that is written; false, with the row left,
// where it cannot be read.
func (t *translation) hours(e entry) (hours *big.Rat, text string, ok bool) {
	name := "seconds"
	var c table.Cell
	for _, of := range []string{"hours", "minutes", "seconds"} {
		if c = t.cell(e.file, e.row, of); c.Text != "" {
			name = of
			break
		}
	}
	l := remember(e.lengths, part{name, c.Text, c.Form}, func() length { return t.readLength(e, name, c) })
	if l.hours == nil {
		t.leave(e.file, c, l.why, nil)
		return nil, "", false
	}
	return l.hours, l.text, true
}

func (t *translation) readLength(e entry, name string, c table.Cell) length {
	seconds := t.number(e, name)
	if s, isClock := sexagesimal(c.Text); isClock && name == "hours" {
		seconds = s
	} else if seconds != nil {
		unit := map[string]int64{"hours": 3600, "minutes": 60, "seconds": 1}[name]
		seconds.Mul(seconds, big.NewRat(unit, 1))
	}
	if seconds == nil || seconds.Sign() < 0 {
		return length{why: leftover{why: "without a length of time that can be read, left out"}}
	}
	hours := new(big.Rat).Quo(seconds, perHour)
	if p := t.rule.Program; p != nil && p.Entries && hours.Cmp(mostSpread) > 0 {
		return length{why: leftover{why: "longer than a day when read as hours, left out", mend: "map: {minutes: …} or map: {seconds: …}"}}
	}
	return length{hours: hours, text: lengthOf(seconds)}
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
