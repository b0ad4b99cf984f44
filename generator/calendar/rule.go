package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

const ruleForm = "write it as RFC 5545 has it, such as FREQ=MONTHLY;BYDAY=2TU"

// maxRuleInterval keeps the distance between two occurrences within reason.
const maxRuleInterval = 1000

// parseRule reads a recurrence rule. What it may hold is less than RFC 5545
// allows: it comes at most once a day, begins where the engagement does (no
// DTSTART), and does come at all.
func parseRule(s string) (Rhythm, error) {
	rule := strings.ToUpper(strings.TrimSpace(s))
	seen := make(map[string]bool)
	for part := range strings.SplitSeq(rule, ";") {
		key, _, _ := strings.Cut(part, "=")
		switch key {
		case "DTSTART", "BYSECOND", "BYEASTER":
			return Rhythm{}, fmt.Errorf("%s may not stand in a rule here; leave it out", key)
		}
		// The library's own words would quote the rule, and the standard library.
		if _, err := rrule.StrToRRule("FREQ=DAILY;" + part); err != nil || strings.ContainsAny(part, " \t\r\n:") {
			return Rhythm{}, fmt.Errorf("%s is not a part of a recurrence rule; %s", quote(part), ruleForm)
		}
		if seen[key] {
			return Rhythm{}, fmt.Errorf("%s stands twice in the rule; keep one", key)
		}
		seen[key] = true
	}
	option, err := rrule.StrToROption(rule)
	if err != nil { // every part is right, so FREQ is not there
		return Rhythm{}, fmt.Errorf("the rule has no FREQ; %s", ruleForm)
	}
	if err := checkRule(option, seen); err != nil {
		return Rhythm{}, err
	}
	r := Rhythm{Kind: Rule, Rule: option.RRuleString(), At: -1}
	if len(option.Byhour) == 1 {
		r.At = 60 * option.Byhour[0]
		if len(option.Byminute) == 1 {
			r.At += option.Byminute[0]
		}
	}
	return r, nil
}

// checkRule refuses what the library takes and passes over in silence.
func checkRule(o *rrule.ROption, seen map[string]bool) error {
	// A month has a weekday five times at most, a year 53 times; the library
	// panics on some numbers beyond.
	numbered, highest, most := false, 0, 53
	for _, d := range o.Byweekday {
		numbered = numbered || d.N() != 0
		highest = max(highest, d.N(), -d.N())
	}
	if o.Freq == rrule.MONTHLY || seen["BYMONTH"] {
		most = 5
	}
	freq := "FREQ=" + o.Freq.String()
	switch {
	case o.Freq > rrule.DAILY:
		return fmt.Errorf("%s comes more than once a day; write DAILY, WEEKLY, MONTHLY or YEARLY", freq)
	case len(o.Byhour) > 1 || len(o.Byminute) > 1:
		return errors.New("the rule comes more than once a day; write one hour in BYHOUR and one minute in BYMINUTE")
	case seen["BYMINUTE"] && !seen["BYHOUR"]:
		return errors.New("BYMINUTE says nothing without BYHOUR; write both")
	case seen["INTERVAL"] && (o.Interval < 1 || o.Interval > maxRuleInterval):
		return fmt.Errorf("the rule's INTERVAL is out of range; write 1 to %d", maxRuleInterval)
	case seen["COUNT"] && o.Count < 1:
		return errors.New("the rule's COUNT is out of range; write 1 or more, or leave it out")
	case seen["COUNT"] && seen["UNTIL"]:
		return errors.New("a rule may have COUNT or UNTIL but not both; leave one out")
	// What goes with what: the table in RFC 5545, section 3.3.10.
	case numbered && o.Freq > rrule.MONTHLY:
		return fmt.Errorf("BYDAY may number its days only with FREQ=MONTHLY or FREQ=YEARLY, not with %s; write the day alone", freq)
	case highest > most:
		return fmt.Errorf("BYDAY numbers a day that never comes; write 1 to %d, or -1 to -%d from the end", most, most)
	case seen["BYMONTHDAY"] && o.Freq == rrule.WEEKLY:
		return fmt.Errorf("BYMONTHDAY does not go with %s; write FREQ=MONTHLY", freq)
	case (seen["BYYEARDAY"] || seen["BYWEEKNO"]) && o.Freq != rrule.YEARLY:
		return fmt.Errorf("BYYEARDAY and BYWEEKNO do not go with %s; write FREQ=YEARLY", freq)
	case seen["BYSETPOS"] && len(o.Bymonth)+len(o.Bymonthday)+len(o.Byyearday)+len(o.Byweekno)+len(o.Byweekday) == 0:
		return errors.New("BYSETPOS says nothing alone; write the days it picks from, such as BYDAY=MO")
	}
	// 30 February: the library would look for it up to the year 9999, each time
	// it is asked. From which day on, and how often, makes no difference here.
	probe := *o
	probe.Dtstart, probe.Until, probe.Count, probe.Interval = NewDate(2000, time.January, 1).Midnight(), time.Time{}, 0, 1
	if r, err := rrule.NewRRule(probe); err != nil || r.After(probe.Dtstart, true).IsZero() {
		return errors.New("the rule never comes, for no month has such a day; write one that does")
	}
	return nil
}

// ruleLength returns the length of the periods of a rule that ParseRhythm has
// accepted: Custom for days.
func ruleLength(rule string) PeriodKind {
	option, err := rrule.StrToROption(rule)
	switch {
	case err != nil: // a Rhythm that ParseRhythm did not make
		return Custom
	case option.Freq == rrule.WEEKLY:
		return Week
	case option.Freq == rrule.MONTHLY && option.Interval == 12, option.Freq == rrule.YEARLY:
		return Year
	case option.Freq == rrule.MONTHLY && option.Interval == 3:
		return Quarter
	case option.Freq == rrule.MONTHLY:
		return Month
	}
	return Custom
}

// ruleDays returns the days of a rule that ParseRhythm has accepted, begun on
// start, from from up to and with until.
func ruleDays(rule string, start, from, until Date) []Date {
	option, err := rrule.StrToROption(rule)
	if err != nil {
		return nil // a Rhythm that ParseRhythm did not make
	}
	// Days are reckoned at midnight in UTC, where every day has one.
	option.Dtstart = start.Midnight()
	option.Byhour, option.Byminute = nil, nil
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil
	}
	var days []Date
	for _, t := range r.Between(from.Midnight(), until.Midnight(), true) {
		days = append(days, DateOf(t))
	}
	return days
}
