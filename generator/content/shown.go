package content

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/source"
	"rapport/generator/table"
)

// The most that a table may hold which a report shows: what a reader takes in on a page.
const (
	MaxShownColumns = 12
	MaxShownRows    = 200
)

// A ShownTable is a table of the folder data that a report shows as it is. Of one that is too
// large only that is told: it has more columns, or rows, than a report shows.
type ShownTable struct {
	Columns []ShownColumn
	Rows    [][]string // each as long as Columns; a figure as 1234.5, and what is empty as ""
}

// A ShownColumn is a column of a table that a report shows.
type ShownColumn struct {
	Name   string
	Number bool // each cell that holds something is a number
	Figure bool // each is one that may be written anew for the reader: no year, no code with zeros in front, no currency
}

// tableNamed finds the tables that the body of a report names.
var tableNamed = regexp.MustCompile(`\{\{<[ \t]*table[ \t]+(\S.*?)[ \t]*>\}\}`)

// shownTables reads the tables that the body of a report names, and that there are. What it
// names that is not there is told where the body is read.
func (r *clientReader) shownTables(e *Engagement, body []byte) {
	for _, match := range tableNamed.FindAllSubmatch(body, -1) {
		name, _, _ := ShownTableNamed(string(match[1]))
		file, ok := r.tree.Lookup(path.Clean(e.ID + "/" + name))
		if _, had := e.Tables[name]; had || !ok || !IsShownTable(name) {
			continue
		}
		if e.Tables == nil {
			e.Tables = map[string]*ShownTable{}
		}
		if t := r.shownTable(file); t != nil {
			e.Tables[name] = t
		}
	}
}

// ShownTableNamed takes apart what a report names to show a table: its file, and the caption that stands behind
// it in quotes; "" for none. It returns false where a quote is left open, where something stands behind the
// caption, or where that is blank.
func ShownTableNamed(argument string) (name, caption string, ok bool) {
	name, quoted, has := strings.Cut(argument, `"`)
	name = strings.TrimSpace(name)
	if !has {
		return name, "", true
	}
	caption, closed := strings.CutSuffix(quoted, `"`)
	caption = strings.TrimSpace(caption)
	return name, caption, closed && caption != "" && !strings.Contains(caption, `"`)
}

// IsShownTable reports whether a report can show the file of a name, as seen from the folder of
// the engagement: a CSV file in its folder data.
func IsShownTable(name string) bool {
	return path.Clean(name) == name && strings.HasPrefix(name, "data/") && path.Ext(name) == ".csv"
}

// shownTable reads a table that a report shows. What is wrong with a table that has another
// use is told there.
func (r *clientReader) shownTable(file source.File) *ShownTable {
	data, ok := r.read(file, maxCSV, "128 MiB")
	if !ok {
		return nil
	}
	own := !slices.Contains(r.used, file.Name)
	if own {
		r.used = append(r.used, file.Name)
	}
	sheet, problems := table.CSV(file.Path, data)
	inner, more := sheet.Table()
	problems = append(problems, more...)
	var rows []table.Row
	for row := range inner.Rows() {
		if len(rows) > MaxShownRows {
			break
		}
		row.Cells = slices.Clone(row.Cells)
		rows = append(rows, row)
	}
	if len(inner.Header) > MaxShownColumns || len(rows) > MaxShownRows {
		return &ShownTable{make([]ShownColumn, len(inner.Header)), make([][]string, len(rows))}
	}
	t := &ShownTable{}
	cells := make([][]string, len(inner.Header))
	for i, head := range inner.Header {
		column := ShownColumn{Name: head.Text}
		for _, row := range rows {
			cells[i] = append(cells[i], row.At(i).Text)
		}
		column.Number, column.Figure = areNumbers(cells[i]), areFigures(cells[i])
		if column.Figure {
			columns, found := inner.Columns(r.style, table.Column{Index: i, Kind: table.Numbers})
			problems = append(problems, found...)
			for j, row := range rows {
				cells[i][j] = columns.Read(0, row)
			}
			column.Figure = len(found) == 0 && areDecimals(cells[i])
		}
		t.Columns = append(t.Columns, column)
	}
	for j := range rows {
		row := make([]string, len(cells))
		for i := range cells {
			row[i] = cells[i][j]
		}
		t.Rows = append(t.Rows, row)
	}
	if own {
		r.problems.Add(problems...)
	}
	return t
}

var (
	numberLike = regexp.MustCompile(`^[-+−(]?[\p{Sc}]?[-−]?\d[\d.,'’  ]*\)?(?: ?[%\p{Sc}]| ?[A-Z]{3})?$`)
	plainLike  = regexp.MustCompile(`^[-+−(]?(?:0|[1-9][\d.,'’  ]*|0[.,]\d+)\)?$`)
	yearLike   = regexp.MustCompile(`^(?:19|20)\d\d$`)
)

// areNumbers reports whether all cells that hold something look like numbers, and one does.
func areNumbers(cells []string) bool { return all(cells, numberLike.MatchString) }

// areFigures reports whether all cells that hold something look like numbers that are no years.
func areFigures(cells []string) bool {
	return all(cells, plainLike.MatchString) && !all(cells, yearLike.MatchString)
}

// areDecimals reports whether all cells that hold something are decimals.
func areDecimals(cells []string) bool {
	return all(cells, func(cell string) bool {
		_, err := decimal.NewFromString(cell)
		return err == nil
	})
}

func all(cells []string, is func(string) bool) bool {
	some := false
	for _, cell := range cells {
		if cell == "" {
			continue
		}
		if !is(cell) {
			return false
		}
		some = true
	}
	return some
}
