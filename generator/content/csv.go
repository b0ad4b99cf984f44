package content

import (
	"bytes"
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
	"rapport/generator/source"
)

// A cell is a value in a table, trimmed, and where it stands.
type cell struct {
	raw string
	Mark
}

// A row is a row of a table; a column that the table lacks is an empty cell at
// the row's beginning.
type row struct {
	Mark
	cells   []cell
	columns map[string]int
}

func (r row) get(column string) cell {
	if i, ok := r.columns[column]; ok {
		return r.cells[i]
	}
	return cell{Mark: r.Mark}
}

// A table is a CSV file.
type table struct {
	comma rune
	rows  []row
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
	columns := r.header(required, optional)
	if columns == nil {
		return t, r.problems
	}
	t.rows = r.rows(columns)
	return t, r.problems
}

type tableReader struct {
	file     string
	problems []diag.Problem
	csv      *csv.Reader
	data     []byte
	text     *front.Locator
	width    int // cells of the header
}

func (r *tableReader) fail(at Mark, rule *diag.Rule, message string) {
	r.problems = append(r.problems, rule.At(at.In(r.file), "%s", message))
}

// next returns the cells of the next row that can be read, or nil at the end.
func (r *tableReader) next() []cell {
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			r.unreadable(err)
			continue
		}
		cells := make([]cell, len(record))
		for i, raw := range record {
			line, column := r.csv.FieldPos(i)
			at := r.text.Offset(line, column)
			if at < len(r.data) && r.data[at] != '"' {
				at += len(raw) - len(strings.TrimLeft(raw, " \t"))
			}
			cells[i] = cell{strings.TrimSpace(raw), r.text.At(at)}
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
func (r *tableReader) header(required, optional []string) map[string]int {
	cells := r.next()
	r.width = len(cells)
	columns := make(map[string]int, len(cells))
	known := slices.Concat(required, optional)
	for i, c := range cells {
		if _, double := columns[c.raw]; double && c.raw != "" {
			r.fail(c.Mark, front.DuplicateKey, "column "+diag.Quote(c.raw)+" stands here twice; keep one")
			continue
		}
		if c.raw != "" && !slices.Contains(known, c.raw) {
			mend := diag.DidYouMean(c.raw, known)
			if mend == "" {
				mend = "; known here: " + strings.Join(known, ", ")
			}
			r.fail(c.Mark, UnknownColumn, "unknown column "+diag.Quote(c.raw)+mend)
		}
		columns[c.raw] = i
	}
	missing := false
	for _, name := range required {
		if _, ok := columns[name]; !ok {
			missing = true
			r.fail(Mark{Line: 1, Col: 1}, MissingColumn, "the table has no column "+diag.Quote(name)+"; begin it with the header "+strings.Join(required, ","))
		}
	}
	delete(columns, "")
	if missing {
		return nil
	}
	return columns
}

func (r *tableReader) rows(columns map[string]int) []row {
	var rows []row
	for cells := r.next(); cells != nil; cells = r.next() {
		if !slices.ContainsFunc(cells, func(c cell) bool { return c.raw != "" }) {
			continue
		}
		at := cells[0].Mark
		if len(cells) != r.width {
			r.fail(at, BadCSV, "the row has "+strconv.Itoa(len(cells))+" cells, the header "+strconv.Itoa(r.width)+"; put a value that holds the separator in quotes")
			continue
		}
		rows = append(rows, row{at, cells, columns})
	}
	return rows
}

// table reads a CSV file of the tree.
func (r *clientReader) table(file source.File, required, optional []string) (table, *decoder, bool) {
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

// number reads a figure of a table. A comma before decimals is understood
// where commas do not separate.
func (t table) number(raw string) (decimal.Decimal, error) {
	if t.comma != ',' && !strings.Contains(raw, ".") {
		raw = strings.Replace(raw, ",", ".", 1)
	}
	return parseNumber(raw)
}

// filled reports whether a required cell has a value, with a problem where not.
func (d *decoder) filled(r row, column string) bool {
	c := r.get(column)
	if c.raw != "" {
		return true
	}
	d.errorf(c.Mark, MissingField, "the row has no %s; fill it in, or remove the row", column)
	return false
}

// cellText reads a cell as one line of text.
func (d *decoder) cellText(c cell, column string) Text {
	if c.raw == "" {
		return Text{}
	}
	n := &front.Node{Kind: front.Scalar, Raw: c.raw, Mark: c.Mark}
	t, _ := d.text(n, column)
	return t
}

func (d *decoder) cellMoment(c cell) Moment {
	if c.raw == "" {
		return Moment{}
	}
	m, err := parseMoment(c.raw, d.settings.zone)
	if err != nil {
		d.errorf(c.Mark, BadTime, "%s", err)
		return Moment{}
	}
	m.Mark = c.Mark
	return m
}

// A figureTable gathers the figures of a KPI from a file or a map.
type figureTable struct {
	d       *decoder
	figures []Figure
	first   calendar.Period // as written
	seen    map[calendar.Period]Mark
}

// add adds a figure whose number is written with a point.
func (t *figureTable) add(period string, periodAt Mark, value string, valueAt Mark, note string) {
	v, err := parseNumber(value)
	if err != nil {
		t.d.errorf(valueAt, BadNumber, "%s", err)
	}
	t.period(period, periodAt, Figure{Value: v, Note: note, Mark: valueAt}, err == nil)
}

// period adds a figure to its period, or only checks the period where the
// figure is none.
func (t *figureTable) period(raw string, at Mark, f Figure, ok bool) {
	p, err := calendar.ParsePeriod(raw)
	if err != nil {
		t.d.errorf(at, BadPeriod, "%s", err)
		return
	}
	if first, double := t.seen[p]; double {
		t.d.errorf(at, DuplicateID, "period %s stands on line %d already; keep one", p, first.Line)
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
		t.d.errorf(at, BadPeriod, "%s is not as long as %s, with which the series begins; write periods of one length", p, t.first)
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
		r.problems.Addf(at, MissingFile, "there is no table %s beside engagement.md%s", diag.Quote(name), orAdd(diag.DidYouMean(name, names)))
		return
	}
	t, d, ok := r.table(file, []string{"period", "value"}, []string{"note"})
	if !ok {
		return
	}
	figures := figureTable{d: d}
	for _, row := range t.rows {
		d.figureRow(row, t, &figures)
	}
	k.Series = figures.sorted()
}

func (d *decoder) figureRow(r row, t table, figures *figureTable) {
	period, number := d.filled(r, "period"), d.filled(r, "value")
	if !period {
		return
	}
	f := Figure{Note: d.cellText(r.get("note"), "note").Raw, Mark: r.get("value").Mark}
	if number {
		var err error
		if f.Value, err = t.number(r.get("value").raw); err != nil {
			d.errorf(f.Mark, BadNumber, "%s", err)
			number = false
		}
	}
	figures.period(r.get("period").raw, r.get("period").Mark, f, number)
}

// requests gathers the requests of the journal and of requests.csv.
func (r *clientReader) requests(e *Engagement) {
	seen := map[string]string{}
	for _, entry := range e.Entries {
		if entry.Kind != RequestKind {
			continue
		}
		v := entry.Request
		request := Request{ID: entry.ID, Type: v.Type.ID, Title: entry.Title, Opened: v.Opened, Responded: v.Responded, Resolved: v.Resolved, Waiting: v.Waiting, Entry: entry}
		if request.Opened.IsZero() {
			request.Opened.Day = entry.Date
		}
		e.Requests = append(e.Requests, request)
		seen[entry.ID] = "in the journal"
	}
	if file, ok := r.tree.Lookup(e.ID + "/data/requests.csv"); ok {
		if t, d, ok := r.table(file, []string{"id", "type", "title", "opened"}, []string{"responded", "resolved", "waiting"}); ok {
			for _, row := range t.rows {
				if request, ok := d.requestRow(row, seen); ok {
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

// instant returns when something begins: at its time, or at opening time.
func (r *clientReader) instant(m Moment) time.Time {
	if m.At.IsZero() && r.provider.Calendar != nil {
		return r.provider.Calendar.Opening(m.Day)
	}
	return m.At
}

func (d *decoder) requestRow(r row, seen map[string]string) (Request, bool) {
	request := Request{ID: r.get("id").raw, Type: r.get("type").raw, Title: d.cellText(r.get("title"), "title")}
	if d.filled(r, "id") {
		at := r.get("id").Mark
		if where, double := seen[request.ID]; double {
			d.errorf(at, DuplicateID, "request %s stands %s already; give each its own id", diag.Quote(request.ID), where)
		}
		if _, double := seen[request.ID]; !double {
			seen[request.ID] = "on line " + strconv.Itoa(at.Line)
		}
	}
	if request.Type != "" {
		d.refer(request.Type, r.get("type").Mark, toTurnaround)
	}
	if d.filled(r, "opened") {
		request.Opened = d.cellMoment(r.get("opened"))
	}
	request.Responded = d.cellMoment(r.get("responded"))
	request.Resolved = d.cellMoment(r.get("resolved"))
	d.momentsInOrder("opened", request.Opened, "responded", request.Responded)
	d.momentsInOrder("opened", request.Opened, "resolved", request.Resolved)
	if c := r.get("waiting"); c.raw != "" {
		waited, err := calendar.ParseDuration(c.raw)
		if err == nil && waited.Unit == calendar.Days {
			_, err = parseMinutes(c.raw)
		}
		if err != nil {
			d.errorf(c.Mark, BadDuration, "%s", err)
		}
		request.Waited = waited.N
	}
	return request, request.ID != "" && !request.Opened.IsZero()
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
		e.Time = append(e.Time, d.timeRow(row, t))
	}
	slices.SortStableFunc(e.Time, func(a, b TimeRow) int { return int(a.Date - b.Date) })
}

func (d *decoder) timeRow(r row, t table) TimeRow {
	dated, spent := d.filled(r, "date"), d.filled(r, "hours")
	v := TimeRow{Person: r.get("person").raw, Item: r.get("item").raw, Note: d.cellText(r.get("note"), "note").Raw}
	var err error
	if dated {
		c := r.get("date")
		if v.Date, err = calendar.ParseDate(c.raw); err != nil {
			d.errorf(c.Mark, BadDate, "%s", err)
		}
	}
	if spent {
		c := r.get("hours")
		if v.Hours, err = t.number(c.raw); err != nil {
			d.errorf(c.Mark, BadNumber, "%s", err)
		} else if v.Hours.IsNegative() {
			d.errorf(c.Mark, BadRange, "%s is less than no time; write hours of 0 or more", diag.Quote(c.raw))
		}
	}
	if v.Person != "" {
		d.refer(v.Person, r.get("person").Mark, toPerson)
	}
	if v.Item != "" {
		d.refer(v.Item, r.get("item").Mark, toPrice)
	}
	return v
}
