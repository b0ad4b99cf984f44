package table

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/locale"
)

// A day is a date as somebody wrote it: the one day that it can be, or those that it can be in
// either order.
type day struct {
	fixed      calendar.Date // 0 where the order decides
	dayFirst   calendar.Date // 0 where there is no such day
	monthFirst calendar.Date
	short      []calendar.Date // of a year in two digits: what the date can be
	clock      string          // the time of day as 14:30:00, with its offset; "" for none
}

// in returns the day in an order; 0 where it cannot be read so.
func (d *day) in(order Order) calendar.Date {
	switch {
	case d.fixed != 0:
		return d.fixed
	case order == MonthFirst:
		return d.monthFirst
	}
	return d.dayFirst
}

// either returns the day in the one order that it can be read in, or where both are the same.
func (d *day) either() (at calendar.Date, only Order) {
	switch {
	case d.fixed != 0:
		return d.fixed, 0
	case d.dayFirst == d.monthFirst:
		return d.dayFirst, 0
	case d.monthFirst == 0:
		return d.dayFirst, DayFirst
	case d.dayFirst == 0:
		return d.monthFirst, MonthFirst
	}
	return 0, 0
}

var (
	clockTail = regexp.MustCompile(`^(.*?)(?:[T ]|, ?| at | um | à | kl\.? )(\d{1,2})[:.hH](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)? ?([AaPp]\.? ?[Mm]\.?|Uhr)?(?: ?(Z|z|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}:?(?:\d{2})?))?$`)
	digitDate = regexp.MustCompile(`^(\d{1,4})( ?[-/.] ?)(\d{1,2})( ?[-/.] ?)(\d{1,4})\.?$`)
	solidDate = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	kanjiDate = regexp.MustCompile(`^(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日$`)
)

// parseDay reads a date, with a time of day or without. It returns false for what is none.
func parseDay(text string) (d day, ok bool) {
	if d, ok := plainDay(text); ok {
		return d, true
	}
	text = plainSpaces(text)
	if parts := clockTail.FindStringSubmatch(text); parts != nil {
		if d.clock, ok = clockOf(parts[2:]); !ok {
			return d, false
		}
		text = strings.TrimRight(parts[1], ", ")
	}
	if parts := solidDate.FindStringSubmatch(text); parts != nil {
		d.fixed = dateOf(parts[1], parts[2], parts[3])
		return d, d.fixed != 0
	}
	if parts := kanjiDate.FindStringSubmatch(text); parts != nil {
		d.fixed = dateOf(parts[1], parts[2], parts[3])
		return d, d.fixed != 0
	}
	if parts := digitDate.FindStringSubmatch(text); parts != nil {
		return d, d.digits(parts[1], strings.TrimSpace(parts[2]), parts[3], strings.TrimSpace(parts[4]), parts[5])
	}
	d.fixed = named(text)
	return d, d.fixed != 0
}

// Meant returns the day or the time that a text can only mean, as front matter has it: 2026-10-30 for 30.10.2026, and
// "2026-10-30 16:00" with a time of day. It returns "" where the text is none, or can mean several: 3/9/2026, and 30-10-26.
func Meant(text string) string {
	d, ok := parseDay(strings.TrimSpace(text))
	day, _ := d.either()
	switch {
	case !ok || day == 0 || len(d.short) > 1:
		return ""
	case d.clock == "":
		return day.String()
	}
	clock := d.clock[:len("14:30")]
	if seconds := d.clock[len("14:30"):len("14:30:00")]; seconds != ":00" {
		clock += seconds
	}
	return day.String() + " " + clock + d.clock[len("14:30:00"):]
}

// ParseDate reads a day as calendar.ParseDate does. The error says which day was meant, where that is one.
func ParseDate(text string) (calendar.Date, error) {
	day, err := calendar.ParseDate(text)
	if meant := Meant(text); err != nil && len(meant) == len("2026-10-02") {
		return 0, diag.Errorf("%s is not a date%s", diag.Quote(text), diag.Meant(text, meant))
	}
	return day, err
}

// plainDay reads what most write, 2026-10-02 and 2026-10-02 16:00, without an expression.
func plainDay(text string) (d day, ok bool) {
	const date, minute = len("2026-10-02"), len("2026-10-02 16:00")
	switch len(text) {
	case date:
	case minute:
		hour, minutes := text[date+1:date+3], text[date+4:]
		if text[date] != ' ' || text[date+3] != ':' || !isNumber(hour) || !isNumber(minutes) {
			return d, false
		}
		if d.clock, ok = clockOf([]string{hour, minutes, "", "", ""}); !ok {
			return d, false
		}
	default:
		return d, false
	}
	at, err := calendar.ParseDate(text[:date])
	d.fixed = at
	return d, err == nil
}

// plainSpaces returns a text with plain single spaces.
func plainSpaces(text string) string {
	for i := range len(text) {
		if text[i] >= 0x80 || text[i] < ' ' || text[i] == ' ' && i+1 < len(text) && text[i+1] == ' ' {
			return strings.Join(strings.FieldsFunc(text, unicode.IsSpace), " ")
		}
	}
	return text
}

// digits reads a date of three numbers.
func (d *day) digits(a, mark, b, otherMark, c string) bool {
	if mark != otherMark {
		return false
	}
	switch {
	case len(a) == 4 && len(c) <= 2:
		d.fixed = dateOf(a, b, c)
		return d.fixed != 0
	case len(a) > 2:
		return false
	case len(c) == 4:
		d.dayFirst = dateOf(c, b, a)
		if mark != "." { // nowhere does the month come first before a full stop
			d.monthFirst = dateOf(c, a, b)
		}
	case len(c) == 2 && len(b) <= 2:
		d.dayFirst, d.short = dateOf("20"+c, b, a), d.add(dateOf("20"+c, b, a), dateOf("19"+c, b, a))
		if mark != "." {
			d.monthFirst, d.short = dateOf("20"+c, a, b), d.add(dateOf("20"+c, a, b))
		}
		if len(a) == 2 {
			d.short = d.add(dateOf("20"+a, b, c))
		}
		return len(d.short) > 0
	}
	return d.dayFirst != 0 || d.monthFirst != 0
}

// add adds to the days that a date with a short year can be.
func (d *day) add(days ...calendar.Date) []calendar.Date {
	all := d.short
	for _, one := range days {
		known := one == 0
		for _, have := range all {
			known = known || have == one
		}
		if !known {
			all = append(all, one)
		}
	}
	return all
}

// dateOf returns the day of a year, month and day in digits; 0 where there is none.
func dateOf(year, month, day string) calendar.Date {
	at, err := calendar.ParseDate(year + "-" + twoDigits(month) + "-" + twoDigits(day))
	if err != nil {
		return 0
	}
	return at
}

func twoDigits(n string) string {
	if len(n) == 1 {
		return "0" + n
	}
	return n
}

// named reads a date with the name of a month: 31-Jan-26, Jan 31, 2026, 31 de enero de 2026,
// Saturday, 31 January 2026. It returns 0 for what is none.
func named(text string) calendar.Date {
	var month time.Month
	var numbers []string
	words := dateWords(text)
	for i, w := range words {
		m := locale.MonthNamed(w)
		switch {
		case isNumber(w):
			numbers = append(numbers, w)
		case m != 0 && month == 0:
			month = m
		case i == 0 && locale.IsWeekday(w): // which the date has anyway
		default:
			return 0
		}
	}
	if month == 0 || len(numbers) != 2 {
		return 0
	}
	day, year := numbers[0], numbers[1]
	if len(day) == 4 { // 2026 Jan 31
		day, year = year, day
	}
	if len(day) > 2 {
		return 0
	}
	return dateOf(century(year), strconv.Itoa(int(month)), day)
}

// century returns a year in four digits. One of two digits beside the name of a month is
// of this century, but for the years that may as well be of the last: those return as they
// are, and are no year.
func century(year string) string {
	if len(year) == 2 && year < "70" {
		return "20" + year
	}
	return year
}

// fillers are the words between the parts of a date.
var fillers = map[string]bool{"de": true, "del": true, "of": true, "den": true, "le": true, "the": true, "do": true}

// dateWords returns the names and numbers of a date. Of 1st, 1er and 2nd the number.
func dateWords(text string) []string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",-/.'’", r) }) {
		if n := strings.TrimRightFunc(w, unicode.IsLetter); n != w && isNumber(n) && len(n) <= 2 {
			switch strings.ToLower(w[len(n):]) {
			case "st", "nd", "rd", "th", "er", "e", "º", "ª":
				w = n
			}
		}
		if !fillers[strings.ToLower(w)] {
			words = append(words, w)
		}
	}
	return words
}

func isNumber(w string) bool { return w != "" && len(w) <= 4 && !strings.ContainsFunc(w, isNoDigit) }

// clockOf reads the parts of a time of day: hour, minute, second, half of the day, offset.
func clockOf(parts []string) (string, bool) {
	hour, _ := strconv.Atoi(parts[0])
	minute, _ := strconv.Atoi(parts[1])
	second, _ := strconv.Atoi(parts[2])
	switch half := strings.ToLower(parts[3]); {
	case half == "" || half == "uhr":
	case hour < 1 || hour > 12:
		return "", false
	default:
		hour %= 12
		if half[0] == 'p' {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 || second > 59 {
		return "", false
	}
	offset := strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(parts[4]), "UTC"), "GMT")
	switch {
	case parts[4] == "":
	case offset == "":
		offset = "Z"
	case len(offset) == 3:
		offset += ":00"
	case len(offset) == 5:
		offset = offset[:3] + ":" + offset[3:]
	}
	clock := time.Date(0, 1, 1, hour, minute, second, 0, time.UTC).Format("15:04:05")
	return clock + offset, true
}
