package table

import (
	"cmp"
	"iter"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A Kind is what the cells of a column are.
type Kind uint8

// The kinds, with what Rapport writes for one.
const (
	Words   Kind = iota // any text, as it stands
	Numbers             // 1234.5
	Amounts             // 1234.50 GBP, or 1234.50 of the column's currency
	Hours               // 2.5 or 2:30:00
	Days                // 2026-01-31
	Moments             // 2026-01-31 14:30:00, or 2026-01-31
	Periods             // 2026-08, 2026-Q3, 2026-W40 or 2026
)

// A Column says what a column is.
type Column struct {
	Index    int // in the header, from 0
	Kind     Kind
	Currency string // of amounts without one, and of numbers that are amounts of it; "" for none. Its decimals tell 1.234 from 1,234
}

// A reading finds out how a column is to be read, and reads it. It sees all cells before
// it is settled, and reads after that.
type reading interface {
	see(Cell)
	settle(style Style) []finding
	read(Cell) string // as it stands where it is none of the column's kind
}

// A finding is what is wrong with a column, at one of its cells.
type finding struct {
	front.Mark
	rule    *diag.Rule
	message string
}

// words is the reading of texts.
type words struct{}

func (words) see(Cell)               {}
func (words) settle(Style) []finding { return nil }
func (words) read(c Cell) string     { return c.Text }

func newReading(column Column, header string) reading {
	switch column.Kind {
	case Numbers, Amounts:
		return remember(&numbers{amounts: column.Kind == Amounts, currency: column.Currency})
	case Hours:
		return remember(&hours{})
	case Days, Moments:
		return remember(&days{moments: column.Kind == Moments})
	case Periods:
		return &periods{header: Fold(header)}
	}
	return words{}
}

// Columns reads the cells of some columns of a table.
type Columns struct {
	columns  []Column
	readings []reading
}

// Columns settles how the given columns are read, by all their cells. Where a column can
// be read in two ways that differ, or is written in two, the problems say so; its cells
// are then read in one of the ways, so that whatever else is wrong is found as well.
func (t *Table) Columns(style Style, columns ...Column) (*Columns, []diag.Problem) {
	c := &Columns{columns, make([]reading, len(columns))}
	for i, column := range columns {
		c.readings[i] = newReading(column, Row{Cells: t.Header}.At(column.Index).Text)
	}
	var problems []diag.Problem
	for row := range t.Rows() {
		for i, column := range columns {
			switch cell := row.At(column.Index); {
			case cell.Form == Unstored:
				problems = append(problems, t.unstored(cell))
			case cell.Text != "":
				c.readings[i].see(cell)
			}
		}
	}
	for _, r := range c.readings {
		for _, f := range r.settle(style) {
			problems = append(problems, t.Fault(f.Mark, f.rule, f.message))
		}
	}
	return c, problems
}

// Read returns the cell of a row in the i-th of the columns as Rapport writes such a value. What
// is none of the column's kind is returned as it stands.
func (c *Columns) Read(i int, row Row) string {
	cell := row.At(c.columns[i].Index)
	if cell.Text == "" {
		return ""
	}
	return c.readings[i].read(cell)
}

// A Reading finds out how cells that belong together are read, such as those of a row of figures. See Columns.
type Reading struct {
	sheet    *Sheet
	reading  reading
	problems []diag.Problem
}

// Reading returns a reading that has seen no cell yet.
func (s *Sheet) Reading(kind Kind, currency string) *Reading {
	return &Reading{sheet: s, reading: newReading(Column{Kind: kind, Currency: currency}, "")}
}

// See takes note of a cell.
func (r *Reading) See(cell Cell) {
	switch {
	case cell.Form == Unstored:
		r.problems = append(r.problems, r.sheet.unstored(cell))
	case cell.Text != "":
		r.reading.see(cell)
	}
}

// Settle returns how each cell is read, once all are seen.
func (r *Reading) Settle(style Style) (read func(Cell) string, problems []diag.Problem) {
	for _, f := range r.reading.settle(style) {
		r.problems = append(r.problems, r.sheet.Fault(f.Mark, f.rule, f.message))
	}
	return r.reading.read, r.problems
}

// Read settles how some cells are read.
func (s *Sheet) Read(style Style, kind Kind, currency string, cells iter.Seq[Cell]) (read func(Cell) string, problems []diag.Problem) {
	r := s.Reading(kind, currency)
	for cell := range cells {
		r.See(cell)
	}
	return r.Settle(style)
}

// unstored tells of a cell that holds no value.
func (s *Sheet) unstored(c Cell) diag.Problem {
	if c.Text == "=" {
		return s.Fault(c.Mark, NoValue, "the cell has a formula that was never calculated; open the workbook in a spreadsheet, and save it")
	}
	return s.Fault(c.Mark, NoValue, "the cell holds the error "+diag.Quote(c.Text)+"; mend its formula, and save the workbook")
}

// settleIt is the mend where nothing in a column tells which reading is meant.
const settleIt = ", and nothing else in the column tells which; say it with data: {%s} or data: {%s} in engagement.md or provider.md"

// first keeps the first cell that something is true of.
type first struct {
	Cell
	seen bool
}

func (f *first) note(c Cell) {
	if !f.seen {
		f.Cell, f.seen = c, true
	}
}

// later returns the later of two cells, then the earlier.
func later(a, b Cell) (Cell, Cell) {
	if cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) > 0 {
		return a, b
	}
	return b, a
}
