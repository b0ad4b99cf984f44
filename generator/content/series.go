package content

import (
	"iter"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/locale"
	"rapport/generator/schema"
	"rapport/generator/table"
)

// A figureTable gathers the figures of a KPI from a file or a map.
type figureTable struct {
	d       *schema.Decoder
	figures []Figure
	first   calendar.Period // as written
	seen    map[calendar.Period]Mark
}

// add adds a figure whose number is written with a point.
func (t *figureTable) add(period string, periodAt Mark, value string, valueAt Mark, note string) {
	v, err := parseNumber(value)
	if err != nil {
		t.d.Errorf(valueAt, schema.BadNumber, "%s", err)
	}
	t.period(period, periodAt, Figure{Value: v, Note: note, Mark: valueAt}, err == nil)
}

// period adds a figure to its period, or only checks the period where the
// figure is none.
func (t *figureTable) period(raw string, at Mark, f Figure, ok bool) {
	p, err := calendar.ParsePeriod(raw)
	if err != nil {
		t.d.Errorf(at, BadPeriod, "%s", err)
		return
	}
	if first, double := t.seen[p]; double {
		t.d.Errorf(at, DuplicateID, "period %s stands on line %d already; keep one", p, first.Line)
		return
	}
	if t.seen == nil {
		t.seen = map[calendar.Period]Mark{}
	}
	t.seen[p] = at
	if t.first.IsZero() {
		t.first = p
	}
	if t.first.Kind != p.Kind {
		t.d.Errorf(at, BadPeriod, "%s is not as long as %s, with which the series begins; write periods of one length", p, t.first)
		return
	}
	if ok {
		f.Period = p
		t.figures = append(t.figures, f)
	}
}

func (t *figureTable) sorted() []Figure {
	slices.SortFunc(t.figures, func(a, b Figure) int { return int(a.Period.From - b.Period.From) })
	return t.figures
}

// figures reads the files that KPIs name. A version that takes over the file of the
// one before takes over its figures.
func (r *clientReader) figures(e *Engagement) {
	read := map[Ref][]Figure{}
	for i := range e.KPIs {
		k := &e.KPIs[i]
		if series, ok := read[k.SeriesFile]; ok && !k.SeriesFile.IsZero() {
			k.Series = series
			continue
		}
		r.series(e, k)
		read[k.SeriesFile] = k.Series
	}
}

// series reads the file that a KPI names.
func (r *clientReader) series(e *Engagement, k *KPI) {
	name := k.SeriesFile.ID
	if name == "" {
		return
	}
	at := e.At(k.SeriesFile.Mark)
	file, ok := r.tree.Lookup(path.Clean(e.ID + "/" + name))
	if !ok || !strings.HasPrefix(file.Name, e.ID+"/") || !isTable(name) {
		var names []string
		for _, f := range r.tree.Files() {
			if rest, ok := strings.CutPrefix(f.Name, e.ID+"/"); ok && isTable(rest) {
				names = append(names, rest)
			}
		}
		r.problems.Addf(at, MissingFile, "there is no table %s beside engagement.md%s", diag.Quote(name), diag.DidYouMean(name, names).Or(addFile))
		return
	}
	sheet, ok := r.sheet(file, k.Part.Sheet)
	if !ok {
		return
	}
	var found diag.List
	d := r.decoder(file, &r.refs)
	d.Problems, d.Table = &found, true
	figures := figureTable{d: d}
	if k.Part.By == "" {
		if t, problems := openTable(sheet, &figureTables, r.style, k.currency()); t != nil {
			r.problems.Add(problems...)
			for row := range t.rows() {
				figures.row(row)
			}
		} else {
			r.problems.Add(problems...)
		}
	} else {
		p := partReader{sheet: sheet, fail: func(format string, args ...any) {
			r.problems.Addf(e.At(k.Part.Name.Mark), schema.BadChoice, format, args...)
		}}
		r.problems.Add(figures.pairs(sheet, p.cells(k.Part), r.style, k.currency())...)
	}
	for _, problem := range found.Sorted() {
		if place := sheet.Place(Mark{Line: problem.Line, Col: problem.Col}); place != "" {
			problem.Message = place + ": " + problem.Message
		}
		r.problems.Add(problem)
	}
	k.Series = figures.sorted()
}

// isTable reports whether a file's name is that of a table.
func isTable(name string) bool { return path.Ext(name) == ".csv" || table.IsWorkbook(name) }

// pairs adds the figures of a part of a table.
func (t *figureTable) pairs(sheet *table.Sheet, pairs []dated, style table.Style, currency string) []diag.Problem {
	all := func(cell func(dated) table.Cell) iter.Seq[table.Cell] {
		return func(yield func(table.Cell) bool) {
			for _, p := range pairs {
				if !yield(cell(p)) {
					return
				}
			}
		}
	}
	period, problems := sheet.Read(style, table.Periods, "", all(func(p dated) table.Cell { return p.period }))
	value, more := sheet.Read(style, table.Numbers, currency, all(func(p dated) table.Cell { return p.value }))
	for _, p := range pairs {
		if p.value.Form != table.Unstored {
			t.add(period(p.period), p.period.Mark, value(p.value), p.value.Mark, "")
		}
	}
	return append(problems, more...)
}

func (t *figureTable) row(row *front.Node) {
	var r figureRow
	schema.Decode(t.d, row, schema.Row(), figureColumns.Into(&r), schema.OtherKeys())
	if r.period != "" {
		t.period(r.period, row.Get("period").Mark, Figure{Value: r.value, Note: r.note, Budget: r.budget, LastYear: r.lastYear, Mark: row.Get("value").Mark}, r.isNumber)
	}
}

// A figureRow is a row of a series.
type figureRow struct {
	period, note string
	value        decimal.Decimal
	isNumber     bool // value could be read

	budget, lastYear decimal.NullDecimal
}

var figureColumns = schema.New(
	schema.Key("period", periodText, func(r *figureRow) *string { return &r.period }, "The period of the figure.").Required(),
	schema.Key("value", number, func(r *figureRow) *decimal.Decimal { return &r.value }, "The figure.").Required().
		ReadWith(func(d *schema.Decoder, _, n *front.Node, r *figureRow) {
			r.isNumber = number.Read(d, n, schema.At("value"), &r.value)
		}),
	schema.Key("note", line, func(r *figureRow) *string { return &r.note }, "What there is to say of it.").Holds(schema.Free),
	schema.Key("budget", perhapsNumber, func(r *figureRow) *decimal.NullDecimal { return &r.budget }, "What was planned for the period."),
	schema.Key("last_year", perhapsNumber, func(r *figureRow) *decimal.NullDecimal { return &r.lastYear }, "The figure of a year before, where the series does not go back that far."),
).Holds(schema.Recorded)

// periodText is a period as it is read from a column of them.
var periodText = schema.Form[string]{Shape: period.Shape, Read: word.Read}

// perhapsNumber is a number that may be missing.
var perhapsNumber = schema.Form[decimal.NullDecimal]{
	Shape: number.Shape,
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *decimal.NullDecimal) bool {
		v.Valid = number.Read(d, n, at, &v.Decimal)
		return v.Valid
	},
	Text: func(v *decimal.NullDecimal) string { return v.Decimal.String() },
}

// currency is that of the KPI's figures, where its unit is one and it does not ask for other decimals
// than that has; "" for any other.
func (k *KPI) currency() string {
	code := k.Unit
	if codes := locale.CurrenciesOf(k.Unit); len(codes) > 0 {
		code = codes[0] // all that share a sign have as many decimals, but for a few
	}
	if _, err := ParseCurrency(code); err != nil || k.Decimals >= 0 {
		return ""
	}
	return code
}
