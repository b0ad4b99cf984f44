package content

import (
	"cmp"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// A dataTable is a CSV file whose rows are read as maps.
type dataTable struct {
	*table.Table
	columns []front.Key
}

// openTable opens a CSV file that has the given columns. What is wrong with its form is
// returned; where a required column is missing there is no table, since the rows then mean nothing.
func openTable(file string, data []byte, required, optional []string) (*dataTable, []diag.Problem) {
	sheet, problems := table.CSV(file, data)
	inner, more := sheet.Table()
	t := &dataTable{Table: inner}
	problems = append(problems, more...)
	if inner.Header == nil {
		return t, problems
	}
	more, ok := t.header(required, optional)
	if problems = append(problems, more...); !ok {
		return nil, problems
	}
	return t, problems
}

// header reads the names of the columns, whatever their case. It returns false where required ones are
// missing.
func (t *dataTable) header(required, optional []string) (problems []diag.Problem, ok bool) {
	fail := func(at Mark, rule *diag.Rule, message string) {
		problems = append(problems, rule.At(at.In(t.File), "%s", message))
	}
	known := slices.Concat(required, optional)
	seen := map[string]bool{}
	for _, c := range t.Header {
		name := table.Fold(c.Text)
		switch {
		case name == "":
		case seen[name]:
			fail(c.Mark, front.DuplicateKey, "column "+diag.Quote(c.Text)+" stands here twice; keep one")
		case !slices.Contains(known, name):
			mend := cmp.Or(diag.DidYouMean(c.Text, known), "; known here: "+strings.Join(known, ", "))
			fail(c.Mark, UnknownColumn, "unknown column "+diag.Quote(c.Text)+mend)
		}
		seen[name] = true
		t.columns = append(t.columns, front.Key{Name: name, Mark: c.Mark})
	}
	ok = true
	for _, name := range required {
		if !seen[name] {
			ok = false
			fail(Mark{Line: 1, Col: 1}, MissingColumn, "the table has no column "+diag.Quote(name)+"; begin it with the header "+strings.Join(required, ","))
		}
	}
	return problems, ok
}

// rows returns the rows as maps of columns to cells, an empty one being null. A map is
// only good until the next is asked for: a table may have a million.
func (t *dataTable) rows() iter.Seq[*front.Node] {
	return func(yield func(*front.Node) bool) {
		slab, kids := make([]front.Node, len(t.columns)), make([]*front.Node, len(t.columns))
		for i := range slab {
			kids[i] = &slab[i]
		}
		for row := range t.Rows() {
			for i := range slab {
				cell := row.At(i)
				slab[i] = front.Node{Kind: front.Scalar, Quoted: true, Raw: cell.Text, Mark: cell.Mark}
				if cell.Text == "" {
					slab[i].Kind = front.Null
				}
			}
			if !yield(&front.Node{Kind: front.Map, Keys: t.columns, Kids: kids, Mark: row.Mark}) {
				return
			}
		}
	}
}

// table opens a CSV file of the tree.
func (r *clientReader) table(file source.File, required, optional []string) (*dataTable, *schema.Decoder, bool) {
	r.used = append(r.used, file.Name)
	data, ok := r.read(file, maxCSV, "128 MiB")
	if !ok {
		return nil, nil, false
	}
	t, problems := openTable(file.Path, data, required, optional)
	r.problems.Add(problems...)
	return t, r.decoder(file, &r.refs), t != nil
}

// decimals has a number in a column begin its decimals with a point. A comma is
// understood where commas do not separate.
func (t *dataTable) decimals(row *front.Node, column string) {
	if c := row.Get(column); c != nil && !strings.Contains(c.Raw, ".") {
		c.Raw = strings.Replace(c.Raw, ",", ".", 1)
	}
}

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

// figures reads the CSV files that KPIs name. A version that takes over the file of the
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

// series reads the CSV file that a KPI names.
func (r *clientReader) series(e *Engagement, k *KPI) {
	name := k.SeriesFile.ID
	if name == "" {
		return
	}
	at := e.At(k.SeriesFile.Mark)
	file, ok := r.tree.Lookup(path.Clean(e.ID + "/" + name))
	if !ok || !strings.HasPrefix(file.Name, e.ID+"/") || path.Ext(name) != ".csv" {
		var names []string
		for _, f := range r.tree.Files() {
			if rest, ok := strings.CutPrefix(f.Name, e.ID+"/"); ok && path.Ext(rest) == ".csv" {
				names = append(names, rest)
			}
		}
		r.problems.Addf(at, MissingFile, "there is no table %s beside engagement.md%s", diag.Quote(name), cmp.Or(diag.DidYouMean(name, names), addFile))
		return
	}
	t, d, ok := r.table(file, []string{"period", "value"}, []string{"note"})
	if !ok {
		return
	}
	figures := figureTable{d: d}
	for row := range t.rows() {
		figures.row(row, t)
	}
	k.Series = figures.sorted()
}

func (t *figureTable) row(row *front.Node, from *dataTable) {
	from.decimals(row, "value")
	var r figureRow
	schema.Decode(t.d, row, schema.Row(), figureColumns.Into(&r), schema.OtherKeys())
	if r.period != "" {
		t.period(r.period, row.Get("period").Mark, Figure{Value: r.value, Note: r.note, Mark: row.Get("value").Mark}, r.isNumber)
	}
}

// A figureRow is a row of a series.
type figureRow struct {
	period, note string
	value        decimal.Decimal
	isNumber     bool // value could be read
}

var figureColumns = schema.New(
	schema.Key("period", word, func(r *figureRow) *string { return &r.period }, "The period of the figure.").Required(),
	schema.Key("value", number, func(r *figureRow) *decimal.Decimal { return &r.value }, "The figure.").Required().
		ReadWith(func(d *schema.Decoder, _, n *front.Node, r *figureRow) {
			r.isNumber = number.Read(d, n, schema.At("value"), &r.value)
		}),
	schema.Key("note", line, func(r *figureRow) *string { return &r.note }, "What there is to say of it.").Holds(schema.Free),
).Holds(schema.Recorded)

// word is any text.
var word = schema.Parsed(schema.Shape{Words: "a text"}, schema.WrongType, func(s string) (string, error) { return s, nil })

// named is the id of something, of which only the id is kept.
func named(to schema.Target) schema.Form[string] {
	ref := refer(to, "an id")
	return schema.Form[string]{Shape: ref.Shape, Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
		var r Ref
		ok := ref.Read(d, n, at, &r)
		*v = r.ID
		return ok
	}}
}

// requests gathers the requests of the journal and of requests.csv.
func (r *clientReader) requests(e *Engagement) {
	seen := map[string]string{}
	for _, entry := range e.Entries {
		if entry.Kind == RequestKind {
			e.Requests = append(e.Requests, entry.AsRequest())
			seen[entry.ID] = "in the journal"
		}
	}
	if file, ok := r.tree.Lookup(e.ID + "/data/requests.csv"); ok {
		if t, d, ok := r.table(file, []string{"id", "type", "title", "opened"}, []string{"responded", "resolved", "waiting"}); ok {
			for row := range t.rows() {
				if request, ok := readRequest(d, row, seen); ok {
					e.Requests = append(e.Requests, request)
				}
			}
		}
	}
	slices.SortStableFunc(e.Requests, func(a, b Request) int {
		if a.Opened.Day == b.Opened.Day && a.Opened.At != b.Opened.At {
			return r.instant(a.Opened).Compare(r.instant(b.Opened))
		}
		return byDate(a.Opened.Day, b.Opened.Day, a.ID, b.ID)
	})
}

// AsRequest returns the request that an entry of the kind tells of, opened on the
// entry's day where it does not say when.
func (e *Entry) AsRequest() Request {
	v := e.Request
	r := Request{ID: e.ID, Type: v.Type.ID, Title: e.Title, Opened: v.Opened, Responded: v.Responded, Resolved: v.Resolved, Waiting: v.Waiting, Entry: e}
	if r.Opened.IsZero() {
		r.Opened.Day = e.Date
	}
	return r
}

// instant returns when something begins: at its time, or at opening time.
func (r *clientReader) instant(m Moment) time.Time {
	if m.At.IsZero() && r.provider.Calendar != nil {
		return r.provider.Calendar.Opening(m.Day)
	}
	return m.At
}

var requestColumns = schema.New(
	schema.Key("id", word, func(r *Request) *string { return &r.ID }, "The name of the request.").Required(),
	schema.Key("type", named(toTurnaround), func(r *Request) *string { return &r.Type }, "Which kind of request it is."),
	schema.Key("title", text, func(r *Request) *Text { return &r.Title }, "What was asked.").Holds(schema.Free),
	schema.Key("opened", moment, func(r *Request) *Moment { return &r.Opened }, "When it was asked.").Required().Begins(),
	schema.Key("responded", moment, func(r *Request) *Moment { return &r.Responded }, "When it was answered.").Comes(),
	schema.Key("resolved", moment, func(r *Request) *Moment { return &r.Resolved }, "When it was done.").Comes(),
	schema.Key("waiting", schema.Parsed(minutes.Shape, BadDuration, parseWaited), func(r *Request) *int { return &r.Waited }, "How long you waited for the client."),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, r *Request) {
	momentsInOrder(d, "opened", r.Opened, "responded", r.Responded)
	momentsInOrder(d, "opened", r.Opened, "resolved", r.Resolved)
})

// parseWaited reads a time waited, which may be none, in minutes.
func parseWaited(s string) (int, error) {
	waited, err := calendar.ParseDuration(s)
	if err == nil && waited.Unit == calendar.Days {
		_, err = parseMinutes(s)
	}
	return waited.N, err
}

func readRequest(d *schema.Decoder, row *front.Node, seen map[string]string) (Request, bool) {
	var r Request
	schema.Decode(d, row, schema.Row(), requestColumns.Into(&r), schema.OtherKeys())
	if r.ID != "" {
		at := row.Get("id").Mark
		if where, double := seen[r.ID]; double {
			d.Errorf(at, DuplicateID, "request %s stands %s already; give each its own id", diag.Quote(r.ID), where)
		} else {
			seen[r.ID] = "on line " + strconv.Itoa(at.Line)
		}
	}
	return r, r.ID != "" && !r.Opened.IsZero()
}

// time reads the time spent.
func (r *clientReader) time(e *Engagement) {
	file, ok := r.tree.Lookup(e.ID + "/data/time.csv")
	if !ok {
		return
	}
	t, d, ok := r.table(file, []string{"date", "hours"}, []string{"person", "item", "note"})
	if !ok {
		return
	}
	for row := range t.rows() {
		e.Time = append(e.Time, readTime(d, row, t))
	}
	slices.SortStableFunc(e.Time, func(a, b TimeRow) int { return int(a.Date - b.Date) })
}

var timeColumns = schema.New(
	schema.Key("date", date, func(r *TimeRow) *calendar.Date { return &r.Date }, "The day of the work.").Required().Begins(),
	schema.Key("hours", number, func(r *TimeRow) *decimal.Decimal { return &r.Hours }, "How long it took.").Required(),
	schema.Key("person", named(toPerson), func(r *TimeRow) *string { return &r.Person }, "Who did it."),
	schema.Key("item", named(toPrice), func(r *TimeRow) *string { return &r.Item }, "What it is paid by."),
	schema.Key("note", line, func(r *TimeRow) *string { return &r.Note }, "What was done.").Holds(schema.Free),
).Holds(schema.Recorded).Marked(func(r *TimeRow) *Mark { return &r.Mark }).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, r *TimeRow) {
	if hours := n.Get("hours"); r.Hours.IsNegative() {
		d.Errorf(hours.Mark, schema.BadRange, "%s is negative; write hours of 0 or more", diag.Quote(hours.Raw))
	}
})

func readTime(d *schema.Decoder, row *front.Node, t *dataTable) TimeRow {
	t.decimals(row, "hours")
	var r TimeRow
	schema.Decode(d, row, schema.Row(), timeColumns.Into(&r), schema.OtherKeys())
	return r
}
