package content

import (
	"cmp"
	"strings"

	"rapport/generator/front"
	"rapport/generator/importing"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// Data says how the tables under data/ are read.
type Data struct {
	Writes
	Time, Requests, Units, Invoices []Import
}

// Writes says how tables write what could be read in two ways; what is zero is left to
// their columns.
type Writes struct {
	Numbers table.Mark
	Dates   table.Dates
}

var writes = schema.New(styleKeys(func(w *Writes) *Writes { return w })...).Holds(schema.Recorded)

var data = schema.New(append(styleKeys(func(d *Data) *Writes { return &d.Writes }),
	schema.Key("time", imports(importing.Time), func(d *Data) *[]Import { return &d.Time }, "Time spent, as a time tracker or a spreadsheet has it: one export, or a list of them."),
	schema.Key("requests", imports(importing.Requests), func(d *Data) *[]Import { return &d.Requests }, "Requests, as a help desk has them."),
	schema.Key("units", imports(importing.Units), func(d *Data) *[]Import { return &d.Units }, "Counts of what is paid for by the unit, as a spreadsheet has them."),
	schema.Key("invoices", imports(importing.Invoices), func(d *Data) *[]Import { return &d.Invoices }, "Invoices, as a program of accounts has them."),
)...).Holds(schema.Recorded)

// styleKeys are the keys that say how tables write what could be read in two ways.
func styleKeys[T any](at func(t *T) *Writes) []schema.Field[T] {
	return []schema.Field[T]{
		schema.Key("numbers", schema.Parsed(schema.Shape{Words: "a number that shows how numbers are written", Example: `"1,234.5" or "1.234,5"`, Sample: `"1,234.5"`,
			JSON: map[string]any{"type": "string", "pattern": "^[0-9 .,'’]+$"}}, schema.BadNumber, table.ParseMark),
			func(t *T) *table.Mark { return &at(t).Numbers }, "How numbers are written, where a column of a table could be read in two ways: \"1,234.5\" or \"1.234,5\"."),
		schema.Key("dates", schema.Parsed(schema.Shape{Words: "how dates are written", Example: "dd/mm/yyyy or mm/dd/yyyy", Sample: "dd/mm/yyyy",
			JSON: map[string]any{"type": "string", "pattern": "^[dDmM]{1,2}[-/. ][dDmM]{1,2}[-/. ](yy|YY){1,2}$"}}, BadDate, table.ParseDates),
			func(t *T) *table.Dates { return &at(t).Dates }, "How dates of digits are written, where a column could be read in two ways: dd/mm/yyyy or mm/dd/yyyy. A year as yy says that it has two digits, and is of this century."),
	}
}

// StyleOf returns how the tables of an engagement are written: as it says, or else as the
// provider does.
func StyleOf(p *Provider, e *Engagement) table.Style {
	return table.Style{
		Numbers: cmp.Or(e.Data.Numbers, p.Data.Numbers),
		Dates:   cmp.Or(e.Data.Dates, p.Data.Dates),
		Zone:    p.Zone,
	}
}

// numbersAs has the decoder of an engagement know how its file says that numbers are written.
func numbersAs(d *schema.Decoder, root *front.Node) *schema.Decoder {
	if n := root.Get("data").Get("numbers"); !n.IsBlank() {
		if mark, err := table.ParseMark(strings.TrimSpace(n.Raw)); err == nil {
			d.Numbers = mark
		}
	}
	return d
}
