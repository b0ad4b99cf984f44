package content

import (
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/locale"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// A Part is the part of a table that holds the figures of a KPI; the zero Part is a table of
// periods and values.
type Part struct {
	Sheet string // of a workbook; "" for its only one
	By    string // how the figures are found: by the name of their row or column, or by a range of cells; "" for the columns period and value
	Name  Ref    // of the row, the column or the range
}

// The ways to find figures.
const (
	ByRow    = "row"
	ByColumn = "column"
	ByRange  = "range"
)

// partOf is a series that is written as {file: data/pnl.xlsx, sheet: 2026, row: Net profit}.
var partOf = func() *schema.Map[KPI] {
	name := schema.Form[Ref]{Shape: line.Shape, Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *Ref) (ok bool) {
		v.Mark = n.Mark
		v.ID, ok = d.Line(n, at)
		return ok && v.ID != ""
	}}
	by := func(way, doc string) schema.Field[KPI] {
		return schema.Key(way, name, func(k *KPI) *Ref { return &k.Part.Name }, doc).ReadWith(func(d *schema.Decoder, _, n *front.Node, k *KPI) {
			if k.Part.By != "" {
				d.Errorf(n.Mark, schema.WrongType, "the figures are named by %s already; keep one of %s and %s", k.Part.By, k.Part.By, way)
				return
			}
			if name.Read(d, n, schema.At(way), &k.Part.Name) {
				k.Part.By = way
			}
		})
	}
	return schema.New(
		schema.Key("file", name, func(k *KPI) *Ref { return &k.SeriesFile }, "The workbook or CSV file that holds the figures.").Required(),
		schema.Key("sheet", line, func(k *KPI) *string { return &k.Part.Sheet }, "The sheet of a workbook; the default is the only one that is not hidden."),
		by(ByRow, "The row whose first cell is this, below a row of periods."),
		by(ByColumn, "The column that has this name, beside a column of periods."),
		by(ByRange, "The cells of two columns or two rows, periods and figures: B4:M5."),
	).Holds(schema.Free)
}()

// maxPartCells bounds the sheet of which a part is read: one that a person can look through.
const maxPartCells = 200_000

// A partReader finds the figures of a part in a sheet.
type partReader struct {
	sheet *table.Sheet
	rows  []table.Row
	fail  func(format string, args ...any) // at the name of the part
}

// A dated cell is one with a figure, and the one that holds its period.
type dated struct{ period, value table.Cell }

// cells returns the cells of a part; none, with a problem, where there is no such part.
func (p *partReader) cells(part Part) []dated {
	count := 0
	for row := range p.sheet.Rows() {
		if count += len(row.Cells); count > maxPartCells {
			p.fail("the table has more than %d cells, too many to look for a %s in; put the figures into a table of their own", maxPartCells, part.By)
			return nil
		}
		row.Cells = slices.Clone(row.Cells)
		p.rows = append(p.rows, row)
	}
	switch part.By {
	case ByRow:
		return p.byRow(part.Name.ID)
	case ByColumn:
		return p.byColumn(part.Name.ID)
	}
	return p.byRange(part.Name.ID)
}

// byRow finds the row of a name, and above it the row of its periods: the first in which each cell above a
// figure is one, and all differ.
func (p *partReader) byRow(name string) []dated {
	var found []int
	var names []string
	for i, row := range p.rows {
		first := firstOf(row)
		names = append(names, first.Text)
		if table.Fold(first.Text) == table.Fold(name) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		p.missing("row", name, names, found, func(i int) string { return strconv.Itoa(p.rows[i].Line) })
		return nil
	}
	values := p.rows[found[0]]
	label := slices.IndexFunc(values.Cells, func(c table.Cell) bool { return c.Text != "" })
	for i := range found[0] {
		var pairs []dated
		for col := label + 1; col < len(values.Cells); col++ {
			if values.Cells[col].Text != "" {
				pairs = append(pairs, dated{p.inYear(p.rows[i].At(col), col), values.Cells[col]})
			}
		}
		if pairs = p.between(pairs); len(pairs) > 0 {
			return pairs
		}
	}
	p.fail("above the row %s there is no row with a period over each of its figures; write such a row, or name the cells with range", diag.Quote(name))
	return nil
}

// byColumn finds the column of a name, and the first other that holds a period beside each of its figures.
func (p *partReader) byColumn(name string) []dated {
	for i, row := range p.rows {
		var found []int
		for col, c := range row.Cells {
			if table.Fold(c.Text) == table.Fold(name) {
				found = append(found, col)
			}
		}
		if len(found) == 0 {
			continue
		}
		if len(found) > 1 {
			p.missing("column", name, nil, found, columnName)
			return nil
		}
		for col := range row.Cells {
			if col == found[0] {
				continue
			}
			var pairs []dated
			for j := i + 1; j < len(p.rows); j++ {
				if value := p.rows[j].At(found[0]); value.Text != "" {
					pairs = append(pairs, dated{p.inYear(p.rows[j].At(col), col), value})
				}
			}
			if pairs = p.between(pairs); len(pairs) > 0 {
				return pairs
			}
		}
		p.fail("beside the column %s there is none with a period for each of its figures; write such a column, or name the cells with range", diag.Quote(name))
		return nil
	}
	var names []string
	for _, row := range p.rows[:min(len(p.rows), 20)] {
		for _, c := range row.Cells {
			names = append(names, c.Text)
		}
	}
	p.missing("column", name, names, nil, columnName)
	return nil
}

// missing reports a row or column that is not there, or stands several times.
func (p *partReader) missing(what, name string, names []string, found []int, place func(int) string) {
	if len(found) == 0 {
		names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
		p.fail("the table has no %s %s%s", what, diag.Quote(name), diag.DidYouMean(name, names).Or("; name one as it stands there"))
		return
	}
	places := make([]string, len(found))
	for i, f := range found {
		places[i] = place(f)
	}
	p.fail("%s %s stands several times, as %s; name the cells with range", what, diag.Quote(name), strings.Join(places, ", "))
}

// byRange returns the cells of a range of two columns or two rows.
func (p *partReader) byRange(name string) []dated {
	from, to, ok := parseRange(name)
	if !ok {
		p.fail("%s is not a range of cells; write two columns or two rows, such as A5:B16 or B4:M5", diag.Quote(name))
		return nil
	}
	at := func(line, col int) table.Cell {
		i := slices.IndexFunc(p.rows, func(r table.Row) bool { return r.Line == line })
		if i < 0 {
			return table.Cell{}
		}
		return p.rows[i].At(col - 1)
	}
	var across, down []dated
	if to.Line-from.Line == 1 {
		for col := from.Col; col <= to.Col; col++ {
			across = append(across, dated{p.inYear(at(from.Line, col), col-1), at(to.Line, col)})
		}
	}
	if to.Col-from.Col == 1 {
		for line := from.Line; line <= to.Line; line++ {
			down = append(down, dated{p.inYear(at(line, from.Col), from.Col-1), at(line, to.Col)})
		}
	}
	for _, pairs := range [][]dated{down, across} {
		pairs = slices.DeleteFunc(pairs, func(d dated) bool { return d.value.Text == "" })
		if pairs = p.between(pairs); len(pairs) > 0 {
			return pairs
		}
	}
	p.fail("the range %s holds no periods with figures; write two columns or two rows, periods first", diag.Quote(name))
	return nil
}

// between cuts off what stands before the first period and behind the last, such as sums, and returns nothing
// where a cell between is no period, or is one twice, or where one is empty.
func (p *partReader) between(pairs []dated) []dated {
	read, _ := p.sheet.Read(table.Style{}, table.Periods, "", func(yield func(table.Cell) bool) {
		for _, pair := range pairs {
			if !yield(pair.period) {
				return
			}
		}
	})
	seen := map[string]bool{}
	from, to := -1, 0
	for i, pair := range pairs {
		text := read(pair.period)
		if text == "" { // a title, or the year above merged cells
			return nil
		}
		if _, err := calendar.ParsePeriod(text); err != nil {
			continue
		}
		if seen[text] || from >= 0 && i != to {
			return nil
		}
		if seen[text] = true; from < 0 {
			from = i
		}
		to = i + 1
	}
	if from < 0 {
		return nil
	}
	return pairs[from:to]
}

// inYear completes the name of a month or quarter that stands without a year: by the year above it, to its
// left where cells are merged, or else by the sheet's name.
func (p *partReader) inYear(c table.Cell, col int) table.Cell {
	if c.Form != table.Text || !isBareMonth(c.Text) {
		return c
	}
	year := ""
	for i := len(p.rows) - 1; i >= 0 && year == ""; i-- {
		if p.rows[i].Line >= c.Line {
			continue
		}
		for j := min(col, len(p.rows[i].Cells)-1); j >= 0 && year == ""; j-- {
			if text := p.rows[i].Cells[j].Text; isYear(text) {
				year = text
			}
		}
	}
	if year == "" && isYear(strings.TrimSpace(p.sheet.Name)) {
		year = strings.TrimSpace(p.sheet.Name)
	}
	if year != "" {
		c.Text += " " + year
	}
	return c
}

func isYear(text string) bool {
	p, err := calendar.ParsePeriod(text)
	return err == nil && p.Kind == calendar.Year
}

// isBareMonth reports whether a text is the name of a month or of a quarter alone.
func isBareMonth(text string) bool {
	return locale.MonthNamed(text) != 0 || len(text) == 2 && strings.EqualFold(text[:1], "q") && text[1] >= '1' && text[1] <= '4'
}

func firstOf(row table.Row) table.Cell {
	for _, c := range row.Cells {
		if c.Text != "" {
			return c
		}
	}
	return table.Cell{}
}

// columnName is a column, from 0, as spreadsheets name it.
func columnName(col int) string {
	return strings.TrimRight(table.CellName(Mark{Line: 1, Col: col + 1}), "0123456789")
}

// parseRange reads a range of cells: B4:M5.
func parseRange(text string) (from, to Mark, ok bool) {
	first, last, ok := strings.Cut(strings.ToUpper(strings.ReplaceAll(text, "$", "")), ":")
	if !ok {
		return from, to, false
	}
	for _, end := range []struct {
		text string
		mark *Mark
	}{{strings.TrimSpace(first), &from}, {strings.TrimSpace(last), &to}} {
		*end.mark, ok = table.ParseCellName(end.text)
		if !ok {
			return from, to, false
		}
	}
	return from, to, from.Line <= to.Line && from.Col <= to.Col
}
