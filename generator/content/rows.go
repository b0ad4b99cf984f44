package content

import (
	"iter"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// A tableForm is one of our tables: what its columns are, and which of them have to be there.
type tableForm struct {
	file     string // its name under data/; "" for the figures of a KPI
	columns  []schema.Info
	required []string
	names    []string // the columns that name a row: there may be several of one name, where several things were done on a day
}

var (
	requestTable = tableForm{"requests.csv", requestColumns.Infos(), []string{"id", "type", "title", "opened"}, []string{"id"}}
	timeTable    = tableForm{"time.csv", timeColumns.Infos(), []string{"date", "hours"}, []string{"date", "item", "person"}}
	unitTable    = tableForm{"units.csv", unitColumns.Infos(), []string{"date", "item", "count"}, []string{"date", "item"}}
	invoiceTable = tableForm{"invoices.csv", invoiceColumns.Infos(), []string{"number", "date", "amount"}, []string{"number"}}
	figureTables = tableForm{"", figureColumns.Infos(), []string{"period", "value"}, []string{"period"}}
)

// known returns the names of the columns.
func (f *tableForm) known() []string {
	names := make([]string, len(f.columns))
	for i := range f.columns {
		names[i] = f.columns[i].Key
	}
	return names
}

// A dataTable is a table whose rows are read as maps.
type dataTable struct {
	*table.Table
	keys    []front.Key    // of its columns
	columns *table.Columns // the cells, as they are read
}

// openTable opens a sheet as a table of a form, in which amounts without a currency are of the one
// given. What is wrong with its columns is returned; where a required one is
// missing there is no table, since the rows then mean nothing.
func openTable(sheet *table.Sheet, form *tableForm, style table.Style, currency string) (*dataTable, []diag.Problem) {
	inner, problems := sheet.Table()
	t := &dataTable{Table: inner}
	more, ok := t.header(form)
	if problems = append(problems, more...); !ok {
		return nil, problems
	}
	columns := make([]table.Column, len(t.keys))
	for i, k := range t.keys {
		columns[i] = table.Column{Index: i, Currency: currency}
		for j := range form.columns {
			if form.columns[j].Key == k.Name {
				columns[i].Kind = form.columns[j].Column
			}
		}
	}
	t.columns, more = inner.Columns(style, columns...)
	return t, slices.Concat(problems, more, t.nameless())
}

// header reads the names of the columns, whatever their case. It returns false where required ones are
// missing.
func (t *dataTable) header(form *tableForm) (problems []diag.Problem, ok bool) {
	fail := func(at Mark, rule *diag.Rule, message any) {
		problems = append(problems, t.Fault(at, rule, message))
	}
	known := form.known()
	seen := map[string]bool{}
	for _, c := range t.Header {
		name := table.Fold(c.Text)
		switch {
		case name == "":
		case seen[name]:
			fail(c.Mark, front.DuplicateKey, "column "+diag.Quote(c.Text)+" stands here twice; keep one")
		case !slices.Contains(known, name):
			mend := diag.DidYouMean(c.Text, known).Or("; known here: " + strings.Join(known, ", "))
			fail(c.Mark, UnknownColumn, diag.Errorf("unknown column %s%s", diag.Quote(c.Text), mend))
			if meant := diag.Certain(c.Text, known); meant != "" && !slices.ContainsFunc(t.Header, func(c table.Cell) bool { return table.Fold(c.Text) == meant }) {
				last := &problems[len(problems)-1]
				last.Fix = diag.Replace(last.Position, c.Text, meant)
			}
		}
		seen[name] = true
		t.keys = append(t.keys, front.Key{Name: name, Mark: c.Mark})
	}
	ok = true
	for _, name := range form.required {
		if t.Header != nil && !seen[name] {
			ok = false
			fail(Mark{Line: 1, Col: 1}, MissingColumn, "the table has no column "+diag.Quote(name)+"; begin it with the header "+strings.Join(form.required, ","))
		}
	}
	return problems, ok
}

// nameless reports the first value of each column that has no name.
func (t *dataTable) nameless() (problems []diag.Problem) {
	for i, k := range t.keys {
		if k.Name != "" {
			continue
		}
		for row := range t.Rows() {
			if c := row.At(i); c.Text != "" {
				problems = append(problems, t.Fault(c.Mark, UnknownColumn, "this value stands in a column without a name; name the column, or remove the value"))
				break
			}
		}
	}
	return problems
}

// rows returns the rows as maps of columns to cells, an empty one being null. A map is
// only good until the next is asked for: a table may have a million.
func (t *dataTable) rows() iter.Seq[*front.Node] {
	return func(yield func(*front.Node) bool) {
		slab, kids := make([]front.Node, len(t.keys)), make([]*front.Node, len(t.keys))
		for i := range slab {
			kids[i] = &slab[i]
		}
		for row := range t.Rows() {
			if slices.ContainsFunc(row.Cells, func(c table.Cell) bool { return c.Form == table.Unstored }) {
				continue // as has been told
			}
			for i := range slab {
				slab[i] = front.Node{Kind: front.Scalar, Quoted: true, Raw: t.columns.Read(i, row), Mark: row.At(i).Mark}
				if slab[i].Raw == "" {
					slab[i].Kind = front.Null
				}
			}
			if !yield(&front.Node{Kind: front.Map, Keys: t.keys, Kids: kids, Mark: row.Mark}) {
				return
			}
		}
	}
}

// sheet opens a CSV file of the tree, or a sheet of a workbook. It returns false, with a problem, where
// that cannot be read.
func (r *clientReader) sheet(file source.File, name string) (*table.Sheet, bool) {
	r.used = append(r.used, file.Name)
	if !table.IsWorkbook(file.Name) {
		data, ok := r.read(file, maxCSV, "128 MiB")
		if !ok {
			return nil, false
		}
		if name != "" {
			r.problems.Addf(diag.Position{File: file.Path}, table.BadWorkbook, "a CSV file has no sheets; remove sheet: %s, or name the workbook", diag.Quote(name))
			return nil, false
		}
		sheet, problems := table.CSV(file.Path, data)
		r.problems.Add(problems...)
		return sheet, true
	}
	data, ok := r.read(file, maxWorkbook, "32 MiB")
	if !ok {
		return nil, false
	}
	book, problems := table.OpenWorkbook(file.Path, data)
	if r.problems.Add(problems...); book == nil {
		return nil, false
	}
	sheet, problems := book.Sheet(name)
	r.problems.Add(problems...)
	return sheet, len(problems) == 0
}

// table opens one of our CSV files.
func (r *clientReader) table(file source.File, form *tableForm, currency string) (*dataTable, *schema.Decoder, bool) {
	sheet, ok := r.sheet(file, "")
	if !ok {
		return nil, nil, false
	}
	t, problems := openTable(sheet, form, r.style, currency)
	r.problems.Add(problems...)
	d := r.decoder(file, &r.refs)
	d.Table, d.Rows = true, schema.NewRows()
	return t, d, t != nil
}

// TableColumns returns the columns of a table of ours under data/, by the name of its file; nil for another.
func TableColumns(file string) []schema.Info {
	for _, form := range []*tableForm{&requestTable, &timeTable, &unitTable, &invoiceTable} {
		if form.file == file {
			return form.columns
		}
	}
	return nil
}
