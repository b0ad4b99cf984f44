package importing

import (
	"iter"
	"slices"

	"rapport/generator/table"
)

// A Sheet is a table as another program writes it.
type Sheet struct {
	File   string // its name below the engagement's folder: data/toggl.csv
	UTC    bool   // it is of a kind in which some programs write times in UTC: CSV
	Header []table.Cell

	of    *table.Table
	at    map[string][]int // the places of the columns, by their folded names
	taken rowSet           // rows that another rule is for
}

// Held returns a table as a sheet, under the name that findings call it by.
func Held(file string, t *table.Table) *Sheet {
	s := &Sheet{File: file, UTC: t.Name == "", Header: t.Header, of: t, at: map[string][]int{}}
	for i, c := range t.Header {
		name := table.Fold(c.Text)
		s.at[name] = append(s.at[name], i)
	}
	return s
}

// Len returns how many rows there are at most.
func (s *Sheet) Len() int { return s.of.Len }

// rows returns the rows under the header that hold anything and sum nothing up, each with
// its number. The cells of one are only good until the next is asked for: there may be a
// million.
func (s *Sheet) rows() iter.Seq2[int, table.Row] {
	return func(yield func(int, table.Row) bool) {
		number := 0
		for row := range s.of.Rows() {
			if !s.taken.has(number) && !yield(number, row) {
				return
			}
			number++
		}
	}
}

// find returns the places of the columns that have a name; a program may write several.
func (s *Sheet) find(name string) []int { return s.at[table.Fold(name)] }

// names returns the names of the columns, each once.
func (s *Sheet) names() []string {
	var all []string
	for _, c := range s.Header {
		if c.Text != "" && !slices.Contains(all, c.Text) {
			all = append(all, c.Text)
		}
	}
	return all
}

// A rowSet is a set of rows, by their numbers.
type rowSet []uint64

func (r rowSet) has(number int) bool {
	return number/64 < len(r) && r[number/64]&(1<<(number%64)) != 0
}

func (r *rowSet) add(number int) {
	for number/64 >= len(*r) {
		*r = append(*r, 0)
	}
	(*r)[number/64] |= 1 << (number % 64)
}

func (r rowSet) remove(number int) { r[number/64] &^= 1 << (number % 64) }

// with returns the rows of both sets.
func (r rowSet) with(other rowSet) rowSet {
	all := slices.Clone(r)
	for i, bits := range other {
		if i == len(all) {
			all = append(all, 0)
		}
		all[i] |= bits
	}
	return all
}

// mostRemembered is how many readings of cells are remembered: words and days repeat.
const mostRemembered = 1 << 14

// remember returns what read makes of a key, and reads one that is met often once.
func remember[K comparable, V any](known map[K]V, key K, read func() V) V {
	v, ok := known[key]
	if ok {
		return v
	}
	v = read()
	if len(known) < mostRemembered {
		known[key] = v
	}
	return v
}
