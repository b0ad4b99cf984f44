package calendar

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed holidays/*.txt
var holidayFiles embed.FS

// A holidayTable is what files of rules say. The rules of a place are read when they are
// first asked for: few of the places are, in a run.
type holidayTable struct {
	places    []HolidayPlace // sorted by code
	announced []HolidayPlace // see HolidaysAnnounced
	dates     dateLists
	blocks    map[string]*holidayBlock // by code, with those that only others are like
}

// A holidayBlock is the lines about one place.
type holidayBlock struct {
	code  string
	like  *holidayBlock // what it inherits from; nil for none
	lines []holidayLine
	rules func() ([]holidayRule, error)
}

// A holidayLine is a line and where it stands.
type holidayLine struct {
	file   string
	number int
	text   string
}

// wrong returns what is wrong with a line as an error that says where it stands.
func (l *holidayLine) wrong(err error) error {
	return fmt.Errorf("%s:%d: %w", l.file, l.number, err)
}

// holidayTables reads the tables that are built in. Tests read them all: what is wrong in
// one of them is a mistake of ours, not of a user.
var holidayTables = sync.OnceValue(func() *holidayTable {
	table := newHolidayTable()
	files, err := holidayFiles.ReadDir("holidays")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		text, err := holidayFiles.ReadFile(path.Join("holidays", f.Name()))
		if err != nil {
			panic(err)
		}
		if err := table.read(f.Name(), string(text)); err != nil {
			panic(err)
		}
	}
	slices.SortFunc(table.places, func(a, b HolidayPlace) int { return strings.Compare(a.Code, b.Code) })
	return table
})

func newHolidayTable() *holidayTable {
	return &holidayTable{dates: dateLists{}, blocks: map[string]*holidayBlock{}}
}

// rules returns the rules of a place, with those that it inherits; none for one that is
// not known.
func (t *holidayTable) rules(code string) []holidayRule {
	block := t.blocks[code]
	if block == nil {
		return nil
	}
	rules, err := block.rules()
	if err != nil {
		panic(err)
	}
	return rules
}

// read adds a file. A place must stand before those that inherit from it.
func (t *holidayTable) read(name, text string) error {
	var block *holidayBlock // of the lines that follow
	var list string         // of the days that follow; "" for none
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, " \r\n")
		bare := strings.TrimLeft(line, " ")
		at := holidayLine{name, n, bare}
		var err error
		switch {
		case bare == "" || bare[0] == '#':
		case bare == line:
			block, list, err = t.header(line)
		case list != "":
			var dates []Date
			dates, err = parseDates(strings.Fields(bare))
			t.dates[list] = append(t.dates[list], dates...)
		case block == nil:
			err = fmt.Errorf("%q belongs to no place", bare)
		default:
			block.lines = append(block.lines, at)
		}
		if err != nil {
			return at.wrong(err)
		}
	}
	return nil
}

// header begins the rules of a place ("de-by: Bavaria", "gb-wls like gb-eng: Wales"), or
// a list of days ("dates matariki: what they are").
func (t *holidayTable) header(line string) (block *holidayBlock, list string, err error) {
	words, name, err := cutName(line)
	switch {
	case err != nil:
		return nil, "", err
	case len(words) == 2 && words[0] == "dates":
		return nil, words[1], nil
	case len(words) == 2 && words[0] == "announced":
		t.announced = append(t.announced, HolidayPlace{words[1], name})
		return nil, "", nil
	case len(words) == 1, len(words) == 3 && words[1] == "like":
		block, err = t.begin(words, name)
		return block, "", err
	}
	return nil, "", fmt.Errorf("%q begins neither a place nor a list of dates", line)
}

func (t *holidayTable) begin(words []string, name string) (*holidayBlock, error) {
	code := words[0]
	like, _, inherits := strings.Cut(code, "-")
	if len(words) == 3 {
		like, inherits = words[2], true
	}
	block := &holidayBlock{code: code}
	if inherits {
		if block.like = t.blocks[like]; block.like == nil {
			return nil, fmt.Errorf("%s is not known before %s", like, code)
		}
	}
	if t.blocks[code] != nil {
		return nil, fmt.Errorf("%s stands twice", code)
	}
	block.rules = sync.OnceValues(func() ([]holidayRule, error) { return block.read(t.dates) })
	t.blocks[code] = block
	if !strings.Contains(code, ".") {
		t.places = append(t.places, HolidayPlace{code, name})
	}
	return block, nil
}

// read reads the lines of a block.
func (b *holidayBlock) read(lists dateLists) ([]holidayRule, error) {
	var rules []holidayRule
	if b.like != nil {
		inherited, err := b.like.rules()
		if err != nil {
			return nil, err
		}
		rules = slices.Clone(inherited)
	}
	for _, line := range b.lines {
		words, name, err := cutName(line.text)
		switch {
		case err != nil:
		case words[0] == "without":
			had := len(rules)
			rules = slices.DeleteFunc(rules, func(h holidayRule) bool { return h.name == name })
			if len(rules) == had {
				err = fmt.Errorf("%s has no %q to go without", b.code, name)
			}
		default:
			var rule holidayRule
			rule, err = lists.rule(words, name)
			rules = append(rules, rule)
		}
		if err != nil {
			return nil, line.wrong(err)
		}
	}
	return rules, nil
}

// cutName cuts a line at its colon.
func cutName(line string) (words []string, name string, err error) {
	left, name, ok := strings.Cut(line, ": ")
	if words = strings.Fields(left); !ok || name == "" || len(words) == 0 {
		return nil, "", fmt.Errorf("%q has no name after a colon", line)
	}
	return words, name, nil
}
