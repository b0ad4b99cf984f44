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

// Plain returns the one way to write a rhythm: that in words, where a rule says the same.
func (r Rhythm) Plain() string {
	if r.Kind != Rule {
		return r.String()
	}
	option, err := rrule.StrToROption(r.Rule)
	if err != nil { // a Rhythm that ParseRhythm did not make
		return r.String()
	}
	if option.Interval == 1 {
		option.Interval = 0
	}
	if r.At >= 0 && r.At%60 == 0 {
		option.Byminute = nil
	}
	for _, words := range inWords(option) {
		words.At = r.At
		if rule := words.asRule(); rule != nil && rule.RRuleString() == option.RRuleString() {
			return words.String()
		}
	}
	return r.String()
}

// inWords returns the rhythms that a rule may be.
func inWords(o *rrule.ROption) []Rhythm {
	var may []Rhythm
	for _, d := range o.Byweekday {
		day := time.Weekday((d.Day() + 1) % 7) // the library counts from Monday
		may = append(may, Rhythm{Kind: Weekly, Interval: max(1, o.Interval), Weekday: day}, Rhythm{Kind: MonthlyWeekday, Nth: d.N(), Weekday: day})
	}
	for _, d := range o.Bymonthday {
		may = append(may, Rhythm{Kind: MonthlyDay, Day: d}, Rhythm{Kind: Quarterly, Day: d})
		for _, m := range o.Bymonth {
			may = append(may, Rhythm{Kind: Yearly, Day: d, Month: time.Month(m)})
		}
	}
	return may
}

// asRule returns the rule that says what a rhythm in words does; nil where none does,
// since a rule skips a month without its day.
func (r Rhythm) asRule() *rrule.ROption {
	const everyMonthHas = 28
	weekdays := []rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	o := &rrule.ROption{}
	switch {
	case r.Kind == Weekly:
		o.Freq, o.Byweekday = rrule.WEEKLY, weekdays[r.Weekday:r.Weekday+1]
		if r.Interval > 1 {
			o.Interval = r.Interval
		}
	case r.Kind == MonthlyWeekday && r.Nth != 0 && r.Nth >= -1 && r.Nth <= 4:
		o.Freq, o.Byweekday = rrule.MONTHLY, []rrule.Weekday{weekdays[r.Weekday].Nth(r.Nth)}
	case r.Day < 1 || r.Day > everyMonthHas:
		return nil
	case r.Kind == MonthlyDay:
		o.Freq, o.Bymonthday = rrule.MONTHLY, []int{r.Day}
	case r.Kind == Quarterly:
		o.Freq, o.Bymonth, o.Bymonthday = rrule.MONTHLY, []int{1, 4, 7, 10}, []int{r.Day}
	case r.Kind == Yearly:
		o.Freq, o.Bymonth, o.Bymonthday = rrule.YEARLY, []int{int(r.Month)}, []int{r.Day}
	default:
		return nil
	}
	if r.At >= 0 {
		o.Byhour = []int{r.At / 60}
		if r.At%60 != 0 {
			o.Byminute = []int{r.At % 60}
		}
	}
	return o
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
