package calendar

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

//go:embed holidays/*.txt
var holidayFiles embed.FS

// holidayData is what the tables say.
type holidayData struct {
	places    []HolidayPlace
	rules     map[string][]holidayRule // by code, with those that a region has from its country
	announced []HolidayPlace           // see HolidaysAnnounced
	dates     map[string][]Date        // the lists that rules refer to, by name
}

// holidayTables reads the tables that are built in. They are tested: what is wrong in one
// of them is a mistake of ours, not of a user.
var holidayTables = sync.OnceValue(func() *holidayData {
	r := holidayReader{
		data:  &holidayData{rules: map[string][]holidayRule{}, dates: map[string][]Date{}},
		rules: map[string][]holidayRule{},
	}
	files, err := holidayFiles.ReadDir("holidays")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		text, err := holidayFiles.ReadFile(path.Join("holidays", f.Name()))
		if err != nil {
			panic(err)
		}
		if err := r.read(string(text)); err != nil {
			panic(fmt.Errorf("%s:%w", f.Name(), err))
		}
	}
	for _, p := range r.data.places {
		r.data.rules[p.Code] = r.rules[p.Code]
	}
	slices.SortFunc(r.data.places, func(a, b HolidayPlace) int { return strings.Compare(a.Code, b.Code) })
	return r.data
})

// A holidayReader reads tables. A list of dates and a country must stand before what
// refers to it.
type holidayReader struct {
	data  *holidayData
	rules map[string][]holidayRule // by code, with those that only others are like
	place string                   // of the rules that follow
	list  string                   // of the dates that follow
}

// read reads a file; an error begins with the number of its line.
func (r *holidayReader) read(text string) error {
	r.place, r.list = "", ""
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if s := strings.TrimSpace(line); s == "" || s[0] == '#' {
			continue
		}
		if err := r.line(line); err != nil {
			return fmt.Errorf("%d: %w", n, err)
		}
	}
	return nil
}

func (r *holidayReader) line(line string) error {
	indented := strings.HasPrefix(line, "  ")
	if indented && r.list != "" {
		dates, err := parseDates(strings.Fields(line))
		r.data.dates[r.list] = append(r.data.dates[r.list], dates...)
		return err
	}
	left, name, ok := strings.Cut(line, ": ")
	if !ok || name == "" {
		return fmt.Errorf("%q has no name after a colon", line)
	}
	words := strings.Fields(left)
	switch {
	case !indented:
		return r.header(words, name)
	case r.place == "":
		return fmt.Errorf("%q belongs to no place", line)
	case words[0] == "without":
		return r.without(name)
	}
	rule, err := r.rule(words, name)
	r.rules[r.place] = append(r.rules[r.place], rule)
	return err
}

// header begins the rules of a place ("de-by: Bavaria", "gb-wls like gb-eng: Wales"), or
// a list of dates ("dates matariki: what they are").
func (r *holidayReader) header(words []string, name string) error {
	r.place, r.list = "", ""
	switch {
	case len(words) == 2 && words[0] == "dates":
		r.list = words[1]
	case len(words) == 2 && words[0] == "announced":
		r.data.announced = append(r.data.announced, HolidayPlace{words[1], name})
	case len(words) == 1 || len(words) == 3 && words[1] == "like":
		code := words[0]
		like, _, isRegion := strings.Cut(code, "-")
		if len(words) == 3 {
			like = words[2]
		}
		inherited, ok := r.rules[like]
		if (isRegion || len(words) == 3) && !ok {
			return fmt.Errorf("%s is not known before %s", like, code)
		}
		if _, twice := r.rules[code]; twice {
			return fmt.Errorf("%s stands twice", code)
		}
		r.place = code
		r.rules[code] = slices.Clone(inherited)
		if !strings.Contains(code, ".") {
			r.data.places = append(r.data.places, HolidayPlace{code, name})
		}
	default:
		return fmt.Errorf("%q begins neither a place nor a list of dates", strings.Join(words, " "))
	}
	return nil
}

// without takes away the inherited rules of a name.
func (r *holidayReader) without(name string) error {
	before := r.rules[r.place]
	after := slices.DeleteFunc(slices.Clone(before), func(h holidayRule) bool { return h.name == name })
	r.rules[r.place] = after
	if len(after) == len(before) {
		return fmt.Errorf("%s has no %q to go without", r.place, name)
	}
	return nil
}

// rule reads the words before the name: a day, where it moves, and its years.
func (r *holidayReader) rule(words []string, name string) (holidayRule, error) {
	rule := holidayRule{name: name}
	words, err := r.day(words, &rule.day)
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
func (r *holidayReader) day(words []string, day *dayRule) ([]string, error) {
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
		return words[1:], r.anchored(word, day)
	}
	if len(words) > 0 && (words[0][0] == '+' || words[0][0] == '-') {
		var err error
		day.offset, err = strconv.Atoi(words[0])
		return words[1:], err
	}
	return words, nil
}

// anchored reads a number of days from Easter or from the days of a list: easter-2.
func (r *holidayReader) anchored(word string, day *dayRule) error {
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
		if day.dates, known = r.data.dates[anchor]; !known {
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
