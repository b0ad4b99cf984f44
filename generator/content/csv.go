package content

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"io"
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
)

// A table is a CSV file.
type table struct {
	comma rune
	rows  []*front.Node // maps of columns to trimmed cells, an empty one being null
}

// delimiter tells what separates the columns by the header: of comma, semicolon
// and tab the one that it has most of.
func delimiter(header []byte) rune {
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(header, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

// parseTable reads a CSV file that has the given columns, the first of them
// required. What is wrong with it is reported at its own cell; rows that cannot
// be read are left out.
func parseTable(file string, data []byte, required, optional []string) (table, []diag.Problem) {
	r := tableReader{file: file}
	if at, ok := front.Invalid(data); ok {
		r.fail(at, front.NotUTF8, "this is not UTF-8 text; save the file as UTF-8")
		return table{}, r.problems
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if len(bytes.TrimSpace(data)) == 0 {
		return table{}, nil
	}
	header, _ := front.LineAt(data, 0)
	for offset := 0; len(bytes.TrimSpace(header)) == 0; {
		_, offset = front.LineAt(data, offset)
		header, _ = front.LineAt(data, offset)
	}
	t := table{comma: delimiter(header)}
	r.data, r.csv, r.text = data, csv.NewReader(bytes.NewReader(data)), front.NewLocator(data, 1)
	r.csv.Comma, r.csv.FieldsPerRecord, r.csv.ReuseRecord = t.comma, -1, true
	if columns := r.header(required, optional); columns != nil {
		t.rows = r.rows(columns)
	}
	return t, r.problems
}

type tableReader struct {
	file     string
	problems []diag.Problem
	csv      *csv.Reader
	data     []byte
	text     *front.Locator
}

func (r *tableReader) fail(at Mark, rule *diag.Rule, message string) {
	r.problems = append(r.problems, rule.At(at.In(r.file), "%s", message))
}

// next returns the cells of the next row that can be read, or nil at the end.
func (r *tableReader) next() []*front.Node {
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			r.unreadable(err)
			continue
		}
		slab, cells := make([]front.Node, len(record)), make([]*front.Node, len(record))
		for i, raw := range record {
			line, column := r.csv.FieldPos(i)
			at := r.text.Offset(line, column)
			if at < len(r.data) && r.data[at] != '"' {
				at += len(raw) - len(strings.TrimLeft(raw, " \t"))
			}
			slab[i] = front.Node{Kind: front.Scalar, Quoted: true, Raw: strings.TrimSpace(raw), Mark: r.text.At(at)}
			if slab[i].Raw == "" {
				slab[i].Kind = front.Null
			}
			cells[i] = &slab[i]
		}
		return cells
	}
}

func (r *tableReader) unreadable(err error) {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		r.fail(Mark{Line: 1, Col: 1}, BadCSV, "the table cannot be read; save it as CSV in UTF-8")
		return
	}
	at := r.text.At(r.text.Offset(p.Line, p.Column))
	message := "a quote stands within a value; double it, and put the whole value in quotes"
	if p.Err == csv.ErrQuote && r.text.Offset(p.Line, p.Column) >= len(r.data) {
		// The reader stops at the end of the file; the mistake is where the quote opens.
		open := r.text.Offset(p.StartLine, 1)
		for i, quoted := open, false; i < len(r.data); i++ {
			if r.data[i] == '"' {
				if quoted = !quoted; quoted {
					open = i
				}
			}
		}
		at = r.text.At(open)
		message = "a value in quotes does not end; close its quote, and double the quotes within"
	}
	r.fail(at, BadCSV, message)
}

// header reads the names of the columns. It returns nil where required ones are
// missing, since the rows then mean nothing.
func (r *tableReader) header(required, optional []string) []front.Key {
	var columns []front.Key
	var names []string
	known := slices.Concat(required, optional)
	for _, c := range r.next() {
		switch {
		case c.Raw == "":
		case slices.Contains(names, c.Raw):
			r.fail(c.Mark, front.DuplicateKey, "column "+diag.Quote(c.Raw)+" stands here twice; keep one")
		case !slices.Contains(known, c.Raw):
			mend := cmp.Or(diag.DidYouMean(c.Raw, known), "; known here: "+strings.Join(known, ", "))
			r.fail(c.Mark, UnknownColumn, "unknown column "+diag.Quote(c.Raw)+mend)
		}
		names = append(names, c.Raw)
		columns = append(columns, front.Key{Name: c.Raw, Mark: c.Mark})
	}
	missing := false
	for _, name := range required {
		if !slices.Contains(names, name) {
			missing = true
			r.fail(Mark{Line: 1, Col: 1}, MissingColumn, "the table has no column "+diag.Quote(name)+"; begin it with the header "+strings.Join(required, ","))
		}
	}
	if missing {
		return nil
	}
	return columns
}

func (r *tableReader) rows(columns []front.Key) []*front.Node {
	var rows []*front.Node
	for cells := r.next(); cells != nil; cells = r.next() {
		if !slices.ContainsFunc(cells, func(c *front.Node) bool { return c.Kind != front.Null }) {
			continue
		}
		at := cells[0].Mark
		if len(cells) != len(columns) {
			r.fail(at, BadCSV, "the row has "+strconv.Itoa(len(cells))+" cells, the header "+strconv.Itoa(len(columns))+"; put a value that holds the separator in quotes")
			continue
		}
		rows = append(rows, &front.Node{Kind: front.Map, Keys: columns, Kids: cells, Mark: at})
	}
	return rows
}

// table reads a CSV file of the tree.
func (r *clientReader) table(file source.File, required, optional []string) (table, *schema.Decoder, bool) {
	r.used = append(r.used, file.Name)
	data, ok := r.read(file, maxCSV, "32 MiB")
	if !ok {
		return table{}, nil, false
	}
	d := r.decoder(file, &r.refs)
	t, problems := parseTable(file.Path, data, required, optional)
	r.problems.Add(problems...)
	return t, d, true
}

// decimals has a number in a column begin its decimals with a point. A comma is
// understood where commas do not separate.
func (t table) decimals(row *front.Node, column string) {
	if c := row.Get(column); c != nil && t.comma != ',' && !strings.Contains(c.Raw, ".") {
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
	for _, row := range t.rows {
		figures.row(row, t)
	}
	k.Series = figures.sorted()
}

func (t *figureTable) row(row *front.Node, from table) {
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
			for _, row := range t.rows {
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
	for _, row := range t.rows {
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

func readTime(d *schema.Decoder, row *front.Node, t table) TimeRow {
	t.decimals(row, "hours")
	var r TimeRow
	schema.Decode(d, row, schema.Row(), timeColumns.Into(&r), schema.OtherKeys())
	return r
}
