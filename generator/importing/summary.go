package importing

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// A Line is a line of what rows come to: what it tells of, and the figure.
type Line struct{ Of, Figure string }

// A Tally adds up the rows of a kind.
type Tally struct {
	kind        Kind
	first, last string // the days
	sum         *big.Rat
	sums        []map[string]*big.Rat // by the columns of by
	Noted       int                   // rows with a note
}

// NewTally returns a tally of no rows.
func NewTally(kind Kind) *Tally {
	t := &Tally{kind: kind, sum: new(big.Rat)}
	for range t.by() {
		t.sums = append(t.sums, map[string]*big.Rat{})
	}
	return t
}

// figure is the column that is added up; "" where rows are counted.
func (t *Tally) figure() string {
	return map[Kind]string{Time: "hours", Units: "count"}[t.kind]
}

// by are the columns by whose words rows are added up.
func (t *Tally) by() []string {
	return map[Kind][]string{Time: {"item", "person", "month"}, Units: {"item", "month"}, Requests: {"type", "resolved"}, Invoices: {"item"}}[t.kind]
}

// Add counts a row in.
func (t *Tally) Add(row Row) {
	column := "date"
	if t.kind == Requests {
		column = "opened"
	}
	day := head(row.Get(column).Raw, 10)
	if day != "" {
		t.first, t.last = cmp.Or(min(cmp.Or(t.first, day), day), day), max(t.last, day)
	}
	if n := row.Get("note"); n != nil && n.Raw != "" {
		t.Noted++
	}
	of := big.NewRat(1, 1)
	if f := t.figure(); f != "" {
		of = amount(row.Get(f).Raw)
	}
	t.sum.Add(t.sum, of)
	for i, name := range t.by() {
		var word string
		switch name {
		case "month":
			word = head(day, 7)
		case "resolved":
			if word = string(Open); row.Get(name).Raw != "" {
				word = string(Done)
			}
		default:
			word = cmp.Or(row.Get(name).Raw, "(none)")
		}
		if t.sums[i][word] == nil {
			t.sums[i][word] = new(big.Rat)
		}
		t.sums[i][word].Add(t.sums[i][word], of)
	}
}

// Lines tells what the rows of a result come to: how many there are, from which day to
// which, and of time and units how much, by item, person and month; of requests how
// many, by kind and whether they are done.
func (t *Tally) Lines(r Result) []Line {
	lines := []Line{{"rows", fmt.Sprintf("%d of %d", r.Brought, r.Whole)}}
	if r.Twice > 0 {
		lines = append(lines, Line{"twice", fmt.Sprintf("%s, counted once", rowsOf(r.Twice))})
	}
	if t.first != "" {
		lines = append(lines, Line{"days", t.first + " to " + t.last})
	}
	if f := t.figure(); f != "" {
		lines = append(lines, Line{f, plain(t.sum)})
	}
	if r.Brought == 0 {
		return lines
	}
	for i, name := range t.by() {
		var parts []string
		for word, sum := range t.sums[i] {
			parts = append(parts, word+" "+plain(sum))
		}
		slices.Sort(parts)
		lines = append(lines, Line{"by " + name, strings.Join(parts, ", ")})
	}
	return lines
}

// amount reads what a row that is translated holds: a number, or a length of time.
func amount(text string) *big.Rat {
	if seconds, ok := sexagesimal(text); ok {
		return seconds.Quo(seconds, perHour)
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat)
	}
	return n
}

// plain writes a number with two decimals at most.
func plain(r *big.Rat) string {
	return strings.TrimSuffix(strings.TrimRight(r.FloatString(2), "0"), ".")
}

func head(text string, n int) string { return text[:min(n, len(text))] }
