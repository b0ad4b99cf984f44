package scaffold

import (
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// A nameTable gathers what things are called, each name once.
type nameTable struct {
	lines []string
	codes map[string]string // by folded names
}

func newNameTable(head string) *nameTable {
	return &nameTable{[]string{head + " Of the names of CLDR as golang.org/x/text has them; written by go test -run Names -update."}, map[string]string{}}
}

// take keeps a name for a code, unless another has it.
func (n *nameTable) take(code, name string) {
	key := folded(name)
	if key == "" || n.codes[key] != "" {
		return
	}
	n.codes[key] = code
	at := slices.IndexFunc(n.lines, func(line string) bool { return strings.HasPrefix(line, code+"\t") })
	if at < 0 {
		at, n.lines = len(n.lines), append(n.lines, code)
	}
	n.lines[at] += "\t" + name
}

func countryTable(t *testing.T) *nameTable {
	table := newNameTable("# What countries are called: in the language that most speak there, and in those of the examples.")
	regions := func(tag string, c Country) {
		region, _ := c.tag().Region()
		if names := display.Regions(language.Make(tag)); names != nil {
			table.take(c.Code, names.Name(region))
		}
	}
	for _, c := range countries() { // first, so that no other has the name of a country in its own language
		base, _ := c.tag().Base()
		regions(base.String(), c)
	}
	languages := Trades[0].Languages()
	if len(languages) < 13 {
		t.Fatalf("the examples speak %v", languages)
	}
	for _, c := range countries() {
		for _, tag := range languages {
			regions(tag, c)
		}
	}
	return table
}

func languageTable() *nameTable {
	table := newNameTable("# What languages are called: in English, and in themselves.")
	english := display.English.Languages()
	for _, tag := range display.Supported.Tags() {
		table.take(tag.String(), english.Name(tag))
		table.take(tag.String(), display.Self.Name(tag))
	}
	return table
}

func TestNamesOfCountriesAndLanguagesAreKept(t *testing.T) {
	for file, table := range map[string]*nameTable{"country-names.txt": countryTable(t), "language-names.txt": languageTable()} {
		slices.Sort(table.lines)
		text := strings.Join(table.lines, "\n") + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if kept, err := os.ReadFile(file); err != nil || string(kept) != text {
			t.Errorf("%s is another (%v); write it with -update", file, err)
		}
	}
}
