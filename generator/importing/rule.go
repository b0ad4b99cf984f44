package importing

import (
	"slices"
	"strings"
	"time"

	"rapport/generator/front"
	"rapport/generator/table"
)

// A Rule says how the files of an export are read.
type Rule struct {
	Kind     Kind
	Program  *Program // nil where Columns says it all
	Columns  []Pair   // our column and theirs, before what the program says
	Where    []Choice // of the rows
	Types    []Pair   // their word and the id of a turnaround
	Items    []Pair   // their word and the id of a price
	People   []Pair   // their word and the id of a person
	Statuses []Pair   // their word and a Status
	Item     string   // the price of all rows; "" for what each says
	Type     string   // the turnaround of all rows; "" for what each says
	Zone     *time.Location
	Style    table.Style // how dates and numbers are written, where a column allows two readings
	Currency string      // of amounts without one
	Names    Names
	Mark     front.Mark // of the rule itself
}

// A Pair is a key with its value.
type Pair struct {
	From, To string
	front.Mark
}

// A Choice is the rows whose cell in a column holds one of some values.
type Choice struct {
	Column string
	Values []string
	front.Mark
}

// Names are what the words of an export can name in an engagement.
type Names struct {
	People      []Name // with their mails
	Turnarounds []Name
	Prices      []Name
}

// A Name is an id with what else means the same: a full name, a mail, a title.
type Name struct {
	ID   string
	Also []string
}

// find returns the id that a word means: what a pair says, an id in any case, or what
// else means just one id. It returns "" where the word means none or several.
func find(word string, pairs []Pair, names []Name) string {
	folded := table.Fold(word)
	if folded == "" {
		return ""
	}
	for _, p := range pairs {
		if table.Fold(p.From) == folded {
			return p.To
		}
	}
	for _, n := range names {
		if table.Fold(n.ID) == folded {
			return n.ID
		}
	}
	id := ""
	for _, n := range names {
		if slices.ContainsFunc(n.Also, func(s string) bool { return table.Fold(s) == folded }) {
			if id != "" && id != n.ID {
				return ""
			}
			id = n.ID
		}
	}
	return id
}

// wordsOf returns the words of a cell: all of it, and what commas or semicolons separate in it,
// as labels and tags are written.
func wordsOf(text string) []string {
	all := []string{text}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = strings.TrimSpace(part); part != text {
			all = append(all, part)
		}
	}
	return all
}

// theirs returns the names under which a column of ours may stand in a file.
func (r *Rule) theirs(name string) []string {
	for _, p := range r.Columns {
		if p.From == name {
			return []string{p.To}
		}
	}
	if r.Program == nil {
		return nil
	}
	return r.Program.Columns[name]
}
