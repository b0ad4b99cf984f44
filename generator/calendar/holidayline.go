package calendar

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dateLists are the lists of days that rules refer to, by name.
type dateLists map[string][]Date

// rule reads the words before the name: a day, where it moves, and its years.
func (l dateLists) rule(words []string, name string) (holidayRule, error) {
	rule := holidayRule{name: name}
	words, err := l.day(words, &rule.day)
	for err == nil && len(words) > 0 {
		word := words[0]
		if words = words[1:]; !clauses[word] {
			var move dayMove
			move, err = parseMove(word)
			rule.moves = append(rule.moves, move)
			continue
		}
		if len(words) == 0 {
			return rule, fmt.Errorf("%s what?", word)
		}
		if word == "except" {
			rule.dead, err = parseWeekdays(words[0])
		} else {
			err = rule.years.parse(word, words[0])
		}
		words = words[1:]
	}
	return rule, err
}

var clauses = map[string]bool{"since": true, "until": true, "every": true, "in": true, "not": true, "except": true}

func (y *ruleYears) parse(word, text string) error {
	var years []int
	for part := range strings.SplitSeq(text, ",") {
		if !digits(part) {
			return fmt.Errorf("%q is not a number", part)
		}
		years = append(years, number(part))
	}
	switch word {
	case "in":
		y.only = years
	case "not":
		y.not = years
	case "since":
		y.since = years[0]
	case "until":
		y.until = years[0]
	case "every":
		y.every = years[0]
	}
	return nil
}

var nths = []string{"1st", "2nd", "3rd", "4th"}

var weekdayWords = map[string]time.Weekday{"sun": 0, "mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6}

// day reads the day from the words' beginning and returns the words after it.
func (l dateLists) day(words []string, day *dayRule) ([]string, error) {
	short := fmt.Errorf("%q is not a day", strings.Join(words, " "))
	word := words[0]
	weekday, isWeekday := weekdayWords[word]
	switch nth := slices.Index(nths, word); {
	case word == "on":
		end := 1
		for end < len(words) && len(words[end]) == len("2026-10-02") {
			end++
		}
		day.kind = listed
		var err error
		day.dates, err = parseDates(words[1:end])
		return words[end:], err
	case (nth >= 0 || word == "last") && len(words) >= 3:
		month, known := number(words[2]), false
		if day.weekday, known = weekdayWords[words[1]]; !known || month < 1 || month > 12 {
			return nil, short
		}
		day.kind, day.month, day.day = weekdayFrom, time.Month(month), 1+7*nth
		if nth < 0 {
			day.kind, day.month, day.day = weekdayBefore, time.Month(month)+1, 1
		}
		words = words[3:]
	case isWeekday && len(words) >= 3:
		kind, known := map[string]dayKind{"from": weekdayFrom, "before": weekdayBefore, "near": weekdayNear}[words[1]]
		if !known || !monthAndDay(words[2], day) {
			return nil, short
		}
		day.kind, day.weekday = kind, weekday
		words = words[3:]
	case monthAndDay(word, day):
		words = words[1:]
	default:
		return words[1:], l.anchored(word, day)
	}
	if len(words) > 0 && (words[0][0] == '+' || words[0][0] == '-') {
		var err error
		day.offset, err = strconv.Atoi(words[0])
		return words[1:], err
	}
	return words, nil
}

// anchored reads a number of days from Easter or from the days of a list: easter-2.
func (l dateLists) anchored(word string, day *dayRule) error {
	anchor := word
	if i := strings.LastIndexAny(word, "+-"); i > 0 && digits(word[i+1:]) {
		anchor = word[:i]
		day.offset, _ = strconv.Atoi(word[i:])
	}
	switch anchor {
	case "easter":
		day.kind = westernEaster
	case "orthodox":
		day.kind = orthodoxEaster
	default:
		known := false
		if day.dates, known = l[anchor]; !known {
			return fmt.Errorf("%q is not a day", word)
		}
		day.kind = listed
	}
	return nil
}

func monthAndDay(word string, day *dayRule) bool {
	month, d, ok := strings.Cut(word, "-")
	if !ok || len(month) != 2 || len(d) != 2 || !digits(month) || !digits(d) {
		return false
	}
	day.kind, day.month, day.day = fixedDay, time.Month(number(month)), number(d)
	return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= daysIn(2024, day.month)
}

// parseMove reads where a holiday goes from some weekdays: "sat,sun+mon" has the Monday
// after as well, "sat-fri" the Friday before; > and < have it instead.
func parseMove(word string) (dayMove, error) {
	var m dayMove
	wrong := fmt.Errorf("%q does not say where a holiday moves", word)
	i := strings.IndexAny(word, "+-<>")
	if i < 0 {
		return m, wrong
	}
	on, err := parseWeekdays(word[:i])
	to, known := weekdayWords[word[i+1:]]
	if err != nil || !known {
		return m, wrong
	}
	m.on = on
	m.to, m.back, m.instead = to, word[i] == '-' || word[i] == '<', word[i] == '<' || word[i] == '>'
	return m, nil
}

func parseWeekdays(text string) (on [7]bool, err error) {
	for word := range strings.SplitSeq(text, ",") {
		w, known := weekdayWords[word]
		if !known {
			return on, fmt.Errorf("%q is not a weekday", word)
		}
		on[w] = true
	}
	return on, nil
}

func parseDates(words []string) ([]Date, error) {
	var dates []Date
	for _, word := range words {
		d, err := ParseDate(word)
		if err != nil {
			return nil, err
		}
		dates = append(dates, d)
	}
	if !slices.IsSorted(dates) {
		return nil, fmt.Errorf("%v are not in order", words)
	}
	return dates, nil
}
