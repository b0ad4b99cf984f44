package table

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A Form says what is known of a cell beside its text.
type Form uint8

// The forms. All cells of a CSV file are texts; a workbook has the others too, and
// their text is then written as Rapport writes such a value.
const (
	Text     Form = iota
	Number        // 1234.5
	Percent       // a number that is shown as a percentage: 58 for what is stored as 0.58
	Date          // 2026-01-31
	Month         // 2026-01-01 where the sheet shows a month and a year
	Time          // 2026-01-31 14:30:00
	Span          // a length of time: 26:30:00
	Truth         // true or false
	Unstored      // no value: a formula that was never calculated, whose text is =, or an error such as #DIV/0!
)

// A Cell is a value of a row.
type Cell struct {
	Text string // with quotes undone, and without the space around it
	Form Form
	front.Mark
}

// A Row is a row of a sheet. Its cells are only good until the next row is asked for;
// the texts in them stay.
type Row struct {
	Cells []Cell
	front.Mark
}

// At returns the cell of a column, from 0. A row that is short has empty cells at its end.
func (r Row) At(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{Mark: r.Mark}
	}
	return r.Cells[column]
}

// isBlank reports whether nothing stands in the row.
func (r Row) isBlank() bool {
	for i := range r.Cells {
		if r.Cells[i].Text != "" {
			return false
		}
	}
	return true
}

// A Sheet is the rows of a CSV file, or of a sheet of a workbook.
type Sheet struct {
	File string // as problems name it
	Name string // of a sheet of a workbook; "" for a CSV file

	rows func(yield func(Row) bool)
}

// Rows returns the rows that hold anything, from the first. Rows that cannot be read are left out:
// what is wrong with them was told when the sheet was opened.
func (s *Sheet) Rows() iter.Seq[Row] { return s.rows }

// IsEmpty reports whether no row holds anything.
func (s *Sheet) IsEmpty() bool {
	for range s.rows {
		return false
	}
	return true
}

// Place names a place of a sheet as a reader finds it: 2026!B7 in a workbook. It is "" for
// CSV, of which line and column say it all.
func (s *Sheet) Place(m front.Mark) string {
	if s.Name == "" {
		return ""
	}
	return s.Name + "!" + CellName(m)
}

// CellName names a cell, by its row and column, as spreadsheets do: B7.
func CellName(m front.Mark) string {
	var letters []byte
	for col := m.Col; col > 0; col = (col - 1) / 26 {
		letters = append(letters, byte('A'+(col-1)%26))
	}
	slices.Reverse(letters)
	return string(letters) + strconv.Itoa(m.Line)
}

// ParseCellName reads the name of a cell: B7.
func ParseCellName(name string) (front.Mark, bool) {
	digits := strings.IndexFunc(name, isDigit)
	if digits < 1 {
		return front.Mark{}, false
	}
	col, ok := columnOf(name)
	line, err := strconv.Atoi(name[digits:])
	return front.Mark{Line: line, Col: col}, ok && err == nil && line > 0
}

// Fault is a problem of the sheet at a place, which the message names where the file is a workbook.
func (s *Sheet) Fault(m front.Mark, rule *diag.Rule, message any) diag.Problem {
	if place := s.Place(m); place != "" {
		message = fmt.Sprintf("%s: %v", place, message)
	}
	return rule.At(m.In(s.File), "%s", message)
}

// A Table is a sheet of which the first row that holds anything names the columns.
type Table struct {
	*Sheet
	Header []Cell
	Len    int // how many rows there are under it

	rows iter.Seq[Row] // from the header on
}

// Table reads the sheet's first row as the header, and checks the rows under it: one that
// has values beyond the header is wrong, and one of sums is named in a note. Both are left
// out of the table's rows. The table of an empty sheet has no header.
func (s *Sheet) Table() (*Table, []diag.Problem) { return s.TableFrom(s.Rows()) }

// TableFrom is Table for the rows of the sheet that rows holds, the header first.
func (s *Sheet) TableFrom(rows iter.Seq[Row]) (*Table, []diag.Problem) {
	t := &Table{Sheet: s, rows: rows}
	var problems []diag.Problem
	var wide faults
	for row := range rows {
		if t.Header == nil {
			t.Header = trimEnd(slices.Clone(row.Cells))
			continue
		}
		if i := t.beyond(row); i >= 0 {
			wide.add(func() diag.Problem {
				return s.Fault(row.Mark, BadCSV, "the row has "+strconv.Itoa(i+1)+" cells, the header "+strconv.Itoa(len(t.Header))+"; put a value that holds the separator in quotes")
			})
		} else if word := totalOf(row); word != "" {
			problems = append(problems, s.Fault(row.Mark, TotalRow, "the row "+diag.Quote(word)+" is passed over, since it sums up the others"))
		} else {
			t.Len++
		}
	}
	return t, diag.Sort(append(problems, wide.told()...))
}

// mostFaults is how many rows that are wrong in one way are told of one by one.
const mostFaults = 20

// faults are what is wrong in one way with rows, of which there may be a million.
type faults struct {
	first []diag.Problem
	more  int
}

func (f *faults) add(problem func() diag.Problem) {
	if len(f.first) == mostFaults {
		f.more++
		return
	}
	f.first = append(f.first, problem())
}

// told returns the first, the last of which says how many more there are.
func (f *faults) told() []diag.Problem {
	if f.more > 0 {
		last := &f.first[len(f.first)-1]
		last.Message += " (and " + strconv.Itoa(f.more) + " more rows like it further down)"
	}
	return f.first
}

// Rows returns the rows under the header.
func (t *Table) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		header := true
		for row := range t.rows {
			if header {
				header = false
				continue
			}
			if t.beyond(row) < 0 && totalOf(row) == "" && !yield(row) {
				return
			}
		}
	}
}

// beyond returns the last cell of a row that holds something and lies beyond the header;
// -1 where none does.
func (t *Table) beyond(row Row) int {
	for i := len(row.Cells) - 1; i >= len(t.Header); i-- {
		if row.Cells[i].Text != "" {
			return i
		}
	}
	return -1
}

// Index returns the place of the column of a name in the header, from 0, whatever its case and
// the space in it; -1 where there is none.
func (t *Table) Index(name string) int {
	name = Fold(name)
	return slices.IndexFunc(t.Header, func(c Cell) bool { return Fold(c.Text) == name })
}

// Fold returns a name as it is compared: in lower case, with single spaces.
func Fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// trimEnd cuts off the empty cells at the end.
func trimEnd(cells []Cell) []Cell {
	for len(cells) > 0 && cells[len(cells)-1].Text == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

// columnOf returns the column that a cell's name begins with, from 1.
func columnOf(name string) (col int, ok bool) {
	for i := range len(name) {
		c := name[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return col, i > 0 && i <= 3
		}
		col = 26*col + int(c-'A') + 1
	}
	return 0, false
}
