package locale

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
)

// Texts are the interface's texts in a reader's language, with the locale that
// formats what is put into them. LoadTexts makes them.
//
// A text has named placeholders in braces. The methods that fill them take pairs
// of a name and a value: Say("milestone_owner", "name", "Mara"). A string stands
// as it is, whatever braces are in it; an int or a decimal.Decimal is written as
// Number, a calendar.Date as Date does.
type Texts struct {
	*Locale
	entries  map[string]entry
	missing  []string
	unspoken bool
}

// An entry is a text, in one or several forms. Plain texts have the form "other"
// alone.
type entry struct {
	forms map[string][]piece
	other []piece      // that form, which most texts have alone
	in    language.Tag // whose plural rules hold: not the reader's where the text fell back
}

// A piece of a text is a placeholder's name, or the text between two.
type piece struct {
	text        string
	placeholder bool
}

// Get returns the text of key. A key that there is no text for stands for
// itself, here and in the methods below, so that a slip shows on the page
// instead of leaving a hole.
func (t *Texts) Get(key string) string { return t.Say(key) }

// Say returns the text of key with its placeholders filled.
func (t *Texts) Say(key string, args ...any) string { return t.plain(key, "other", args) }

// Plural returns the text of key in the form that n things take in its language.
// The placeholder {n} is n.
func (t *Texts) Plural(key string, n int, args ...any) string {
	return t.plain(key, t.plural(key, n), append(args, "n", n))
}

// OnDay returns the text of key in the form for a weekday, where the language
// needs one ("w środę" but "we wtorek"), else in its general form. The placeholder
// {weekday} is the day's name.
func (t *Texts) OnDay(key string, day time.Weekday, args ...any) string {
	return t.plain(key, weekdayForms[day], append(args, "weekday", t.Weekday(day)))
}

// Ordinal writes the place of n in a row, or the day of a month: "5th". Its text
// is the key "ordinal", whose forms are those of the language's ordinal rules.
func (t *Texts) Ordinal(n int) string {
	return t.plain("ordinal", form(plural.Ordinal, t.entries["ordinal"].in, n, 0), []any{"n", strconv.Itoa(n)})
}

// Period writes a period's name: "September 2026", "Q3 2026", "week 40, 2026",
// "2026", "5 January to 10 February 2026".
func (t *Texts) Period(p calendar.Period) string {
	year, month, _ := p.From.Split()
	switch p.Kind {
	case calendar.Month:
		return t.Month(p.From)
	case calendar.Quarter:
		return t.Say("period_quarter", "quarter", strconv.Itoa((int(month)+2)/3), "year", strconv.Itoa(year))
	case calendar.Week:
		year, week := p.From.Midnight().ISOWeek()
		return t.Say("period_week", "week", strconv.Itoa(week), "year", strconv.Itoa(year))
	case calendar.Year:
		return strconv.Itoa(year)
	}
	if p.From == p.To {
		return t.date(t.long, p.From, &t.months, &t.weekdaysShort)
	}
	from, to := t.ends(p.From, p.To)
	return t.Say("period_range", "from", from, "to", to)
}

// Rhythm says a recurrence in words: "every second Tuesday at 10:00". No rhythm is
// said as nothing, a raw recurrence rule as "on the days agreed".
func (t *Texts) Rhythm(r calendar.Rhythm) string {
	var said string
	switch r.Kind {
	case calendar.NoRhythm:
		return ""
	case calendar.Daily:
		said = t.Get("rhythm_daily")
	case calendar.Weekly:
		switch r.Interval {
		case 1:
			said = t.OnDay("rhythm_weekly", r.Weekday)
		case 2:
			said = t.OnDay("rhythm_fortnightly", r.Weekday)
		default:
			said = t.Plural("rhythm_weeks", r.Interval, "on_weekday", t.OnDay("weekday_on", r.Weekday))
		}
	case calendar.MonthlyDay:
		said = t.Say("rhythm_month_day", "nth", t.Ordinal(r.Day))
		if r.Day == 31 {
			said = t.Get("rhythm_month_end")
		}
	case calendar.MonthlyWeekday:
		said = t.OnDay(monthlyWeekday[r.Nth], r.Weekday)
	case calendar.Quarterly:
		said = t.Say("rhythm_quarterly", "nth", t.Ordinal(r.Day))
	case calendar.Yearly:
		day := calendar.NewDate(2024, r.Month, r.Day) // a year that has 29 February
		said = t.Say("rhythm_yearly", "date", t.date(t.longDay, day, &t.months, &t.weekdaysShort))
	default:
		said = t.Get("rhythm_other")
	}
	if r.At < 0 {
		return said
	}
	return t.Say("rhythm_at", "rhythm", said, "time", t.Clock(r.At))
}

var monthlyWeekday = map[int]string{
	1:  "rhythm_month_first",
	2:  "rhythm_month_second",
	3:  "rhythm_month_third",
	4:  "rhythm_month_fourth",
	-1: "rhythm_month_last",
}

// Spoken reports whether there are texts in the language that was asked for. Where there
// are none, they are English.
func (t *Texts) Spoken() bool { return !t.unspoken }

// Has reports whether there is a text for key.
func (t *Texts) Has(key string) bool { return t.entries[key].forms != nil }

// Keys returns all keys that there is a text for, sorted.
func (t *Texts) Keys() []string { return slices.Sorted(maps.Keys(t.entries)) }

// Missing returns the keys whose text had to fall back to English, sorted; none
// for English itself.
func (t *Texts) Missing() []string { return t.missing }

var weekdayForms = [...]string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func (t *Texts) plural(key string, n int) string {
	return form(plural.Cardinal, t.entries[key].in, n, 0)
}

func (t *Texts) pieces(key, form string) ([]piece, bool) {
	e, ok := t.entries[key]
	if !ok {
		return nil, false
	}
	if form != "other" {
		if pieces, ok := e.forms[form]; ok {
			return pieces, true
		}
	}
	return e.other, true
}

func (t *Texts) plain(key, form string, args []any) string {
	pieces, ok := t.pieces(key, form)
	if !ok {
		return key
	}
	if len(pieces) == 1 && !pieces[0].placeholder {
		return pieces[0].text
	}
	var room [128]byte
	b := room[:0]
	for _, p := range pieces {
		if !p.placeholder {
			b = append(b, p.text...)
		} else if value, ok := argument(args, p.text); ok {
			b = append(b, t.isolated(t.value(value))...)
		} else {
			b = append(append(append(b, '{'), p.text...), '}')
		}
	}
	return string(b)
}

func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

func (t *Texts) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return t.Number(decimal.NewFromInt(int64(v)))
	case decimal.Decimal:
		return t.Number(v)
	case calendar.Date:
		return t.Date(v)
	}
	return "(" + reflect.TypeOf(v).String() + ")" // a slip that shows; printed, all values would have to be on the heap
}
