package importing

import (
	"slices"

	"rapport/generator/table"
)

// A Sheet is a table as another program writes it, held in memory.
type Sheet struct {
	File   string // its name below the engagement's folder: data/toggl.csv
	UTC    bool   // it is of a kind in which some programs write times in UTC: CSV
	Header []table.Cell
	Rows   []table.Row // those under the header that hold anything and sum nothing up

	of *table.Sheet
	at map[string][]int // the places of the columns, by their folded names
}

// Held returns a table with its rows, under the name that findings call it by.
func Held(file string, t *table.Table) *Sheet {
	s := &Sheet{File: file, UTC: t.Name == "", Header: t.Header, of: t.Sheet, at: map[string][]int{}}
	for i, c := range t.Header {
		name := table.Fold(c.Text)
		s.at[name] = append(s.at[name], i)
	}
	for row := range t.Rows() {
		s.Rows = append(s.Rows, table.Row{Cells: slices.Clone(row.Cells), Mark: row.Mark})
	}
	return s
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
