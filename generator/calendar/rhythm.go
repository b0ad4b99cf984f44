package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Rhythm is a recurrence by days. Rhythms that mean the same are equal with ==.
type Rhythm struct {
	Kind     RhythmKind
	Interval int          // Weekly: every so many weeks, from the week of the start; 1 and up
	Weekday  time.Weekday // Weekly, MonthlyWeekday
	Day      int          // MonthlyDay, Quarterly, Yearly: the day of the month, 1 to 31
	Nth      int          // MonthlyWeekday: 1 to 4, or -1 for the last
	Month    time.Month   // Yearly
	Rule     string       // Rule: the RFC 5545 recurrence rule
	At       int          // minutes after midnight; -1 when no time is given
}

// RhythmKind says which fields of a Rhythm count.
type RhythmKind uint8

// The kinds of rhythm. A month that is too short for the Day of a rhythm has
// it on its last day: no rhythm skips a month.
const (
	NoRhythm       RhythmKind = iota
	Daily                     // every working day
	Weekly                    // on Weekday, every Interval weeks
	MonthlyDay                // on Day of every month
	MonthlyWeekday            // on the Nth Weekday of every month
	Quarterly                 // on Day of the first month of every calendar quarter
	Yearly                    // on Day of Month
	Rule                      // as RFC 5545 says; unlike the others it skips a month without its day
)

const rhythmForms = "daily, weekly on friday, every 2 weeks on tuesday, monthly on 5, monthly on first monday, " +
	"quarterly on 10 or yearly on 3 march, followed by at 10:00 if it has a time, or as rrule: FREQ=MONTHLY;BYDAY=2TU"

var ordinals = []struct {
	word string
	nth  int
}{{"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}, {"last", -1}}

// maxWeeks bounds the weeks between two occurrences.
const maxWeeks = 52

// ParseRhythm reads a recurrence:
//
//	daily
//	weekly on friday
//	every 2 weeks on tuesday
//	monthly on 5
//	monthly on first monday            (second, third, fourth, last)
//	quarterly on 10
//	yearly on 3 march
//	rrule: FREQ=MONTHLY;BYDAY=2TU
//
// Each but the last may end in "at 10:00"; a rule has BYHOUR and BYMINUTE for
// that. Case does not matter; names of days and months may be shortened to three
// letters. The error quotes the part of s that is wrong and says how to mend it.
func ParseRhythm(s string) (Rhythm, error) {
	if key, rule, ok := strings.Cut(s, ":"); ok && strings.EqualFold(strings.TrimSpace(key), "rrule") {
		return parseRule(rule)
	}
	words := strings.Fields(strings.ToLower(s))
	r := Rhythm{At: -1}
	if n := len(words); n >= 2 && words[n-2] == "at" {
		at, err := ParseClock(words[n-1])
		if err != nil {
			return Rhythm{}, err
		}
		r.At, words = at, words[:n-2]
	}
	if len(words) == 1 && words[0] == "daily" {
		r.Kind = Daily
		return r, nil
	}
	every, on, ok := cutWord(words, "on")
	if !ok {
		return Rhythm{}, notRhythm(s)
	}
	var err error
	switch strings.Join(every, " ") {
	case "weekly":
		r.Kind, r.Interval = Weekly, 1
		r.Weekday, err = rhythmWeekday(on)
	case "monthly":
		r.Kind = MonthlyDay
		if len(on) == 2 {
			r.Kind = MonthlyWeekday
			r.Nth, r.Weekday, err = nthWeekday(on)
		} else {
			r.Day, err = dayOfMonth(on)
		}
	case "quarterly":
		r.Kind = Quarterly
		r.Day, err = dayOfMonth(on)
	case "yearly":
		r.Kind = Yearly
		r.Day, r.Month, err = dayOfYear(on)
	default:
		if len(every) != 3 || every[0] != "every" || !digits(every[1]) || every[2] != "weeks" && every[2] != "week" {
			return Rhythm{}, notRhythm(s)
		}
		r.Kind, r.Interval = Weekly, number(every[1])
		if r.Interval < 1 || r.Interval > maxWeeks {
			return Rhythm{}, fmt.Errorf("%s weeks is out of range; write 1 to %d", quote(every[1]), maxWeeks)
		}
		r.Weekday, err = rhythmWeekday(on)
	}
	if err != nil {
		return Rhythm{}, err
	}
	return r, nil
}

func notRhythm(s string) error {
	first, _, _ := strings.Cut(strings.TrimSpace(strings.ToLower(s)), " ")
	says := quote(s) + " is not a rhythm"
	switch first {
	case "biweekly", "bi-weekly", "fortnightly":
		return &WordError{Says: says, Advice: "write it as every 2 weeks on friday"}
	}
	return &WordError{first, []string{"daily", "weekly", "monthly", "quarterly", "yearly"}, says, "write it as " + rhythmForms}
}

// cutWord splits words at the first that is sep.
func cutWord(words []string, sep string) (before, after []string, ok bool) {
	for i, w := range words {
		if w == sep {
			return words[:i], words[i+1:], true
		}
	}
	return words, nil, false
}

func rhythmWeekday(on []string) (time.Weekday, error) {
	if len(on) == 1 {
		if d, ok := weekday(on[0]); ok {
			return d, nil
		}
	}
	word := strings.Join(on, " ")
	return 0, &WordError{word, weekdayNames(), quote(word) + " is not a day of the week", "write it as monday or mon"}
}

func nthWeekday(on []string) (int, time.Weekday, error) {
	for _, o := range ordinals {
		if on[0] == o.word {
			d, err := rhythmWeekday(on[1:])
			return o.nth, d, err
		}
	}
	if on[0] == "fifth" {
		return 0, 0, fmt.Errorf("not every month has a fifth %s; write last", on[1])
	}
	words := make([]string, len(ordinals))
	for i, o := range ordinals {
		words[i] = o.word
	}
	return 0, 0, &WordError{on[0], words, quote(on[0]) + " does not say which", "write first, second, third, fourth or last"}
}

func dayOfMonth(on []string) (int, error) {
	if len(on) == 1 && digits(on[0]) {
		if d := number(on[0]); d >= 1 && d <= 31 {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%s is not a day of a month; write 1 to 31", quote(strings.Join(on, " ")))
}

func dayOfYear(on []string) (int, time.Month, error) {
	if len(on) != 2 {
		return 0, 0, fmt.Errorf("%s is not a day of a year; write it as 3 march", quote(strings.Join(on, " ")))
	}
	m, ok := month(on[1])
	if !ok {
		return 0, 0, &WordError{on[1], monthNames(), quote(on[1]) + " is not a month", "write the day as 3 march"}
	}
	d, err := dayOfMonth(on[:1])
	if err != nil {
		return 0, 0, err
	}
	const leap = 2000
	if last := daysIn(leap, m); d > last {
		return 0, 0, fmt.Errorf("%s has no day %d; its last is %d", strings.ToLower(m.String()), d, last)
	}
	return d, m, nil
}

// IsZero reports whether r is no rhythm.
func (r Rhythm) IsZero() bool { return r.Kind == NoRhythm }

// Period returns the calendar period of the rhythm's length that holds d: the
// day for a daily one, the week for one of several weeks as well.
func (r Rhythm) Period(d Date) Period {
	kind := Custom
	switch r.Kind {
	case Weekly:
		kind = Week
	case MonthlyDay, MonthlyWeekday:
		kind = Month
	case Quarterly:
		kind = Quarter
	case Yearly:
		kind = Year
	case Rule:
		kind = ruleLength(r.Rule)
	}
	if kind == Custom {
		return Period{Custom, d, d}
	}
	return PeriodOf(kind, d)
}

// String returns r as ParseRhythm reads it, and "" for no rhythm.
func (r Rhythm) String() string {
	weekday, month := strings.ToLower(r.Weekday.String()), ""
	if r.Kind == Yearly {
		month = strings.ToLower(r.Month.String())
	}
	var s string
	switch r.Kind {
	case NoRhythm:
		return ""
	case Rule:
		return "rrule: " + r.Rule
	case Daily:
		s = "daily"
	case Weekly:
		s = "weekly on " + weekday
		if r.Interval > 1 {
			s = fmt.Sprintf("every %d weeks on %s", r.Interval, weekday)
		}
	case MonthlyDay:
		s = "monthly on " + strconv.Itoa(r.Day)
	case MonthlyWeekday:
		for _, o := range ordinals {
			if o.nth == r.Nth {
				s = "monthly on " + o.word + " " + weekday
			}
		}
	case Quarterly:
		s = "quarterly on " + strconv.Itoa(r.Day)
	case Yearly:
		s = fmt.Sprintf("yearly on %d %s", r.Day, month)
	}
	if r.At >= 0 {
		s += " at " + clock(r.At)
	}
	return s
}
