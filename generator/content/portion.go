package content

import (
	"bytes"
	"encoding/csv"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/importing"
	"rapport/generator/table"
)

// A Portion is what a portal is made from of a table under data/. An export of another program may hold the
// rows of other clients, and columns that were never meant for this one.
type Portion struct {
	Name string // in the client's folder
	CSV  []byte
}

// Portions returns those of an engagement's tables, in the order of the tree. Of an export it holds the rows that
// an import brings, of days that have come, and the columns that it reads; of a table of which a KPI takes a part,
// that part. The rest, such as the tables of ours, is as it was written. The files under data/ of which there is no
// portion are without: workbooks, and what nothing is made from.
func (c *Client) Portions(p *Provider, e *Engagement, came func(word string) bool) (all []Portion, without []string, err error) {
	r := portioner{client: c, provider: p, engagement: e, came: came, cuts: map[string]*cut{}}
	for _, f := range c.Tree.Files() {
		name, ok := strings.CutPrefix(f.Name, e.ID+"/")
		if !ok || !strings.HasPrefix(name, "data/") {
			continue
		}
		all = append(all, Portion{Name: f.Name})
		if path.Ext(name) != ".csv" {
			continue
		}
		text, err := c.Tree.Read(f.Name)
		if err != nil {
			return nil, nil, err
		}
		if r.isWhole(name) {
			all[len(all)-1].CSV = withoutComments(text)
			continue
		}
		sheet, _ := table.CSV(f.Path, text)
		r.cuts[name] = &cut{sheet: sheet, rows: map[int]bool{}, columns: map[int]bool{}, cells: map[Mark]string{}}
	}
	for _, kind := range importing.Kinds {
		r.imports(kind)
	}
	r.parts()
	for i := range all {
		if c := r.cuts[strings.TrimPrefix(all[i].Name, e.ID+"/")]; c != nil && c.used {
			all[i].CSV = c.csv()
		}
	}
	all = slices.DeleteFunc(all, func(portion Portion) bool {
		if portion.CSV == nil {
			without = append(without, portion.Name)
		}
		return portion.CSV == nil
	})
	return all, without, nil
}

// withoutComments is a table without what stands above its header, other than the line that says what separates
// its values.
func withoutComments(text []byte) []byte {
	sheet, _ := table.CSV("", text)
	inner, _ := sheet.Table()
	if len(inner.Header) == 0 {
		return text
	}
	var kept []byte
	number := 0
	for line := range bytes.Lines(text) {
		number++
		isSeparator := bytes.HasPrefix(bytes.ToLower(bytes.Trim(line, "\" ")), []byte("sep="))
		if number >= inner.Header[0].Line || isSeparator {
			kept = append(kept, line...)
		}
	}
	return kept
}

// A portioner cuts the tables of an engagement.
type portioner struct {
	client     *Client
	provider   *Provider
	engagement *Engagement
	came       func(word string) bool
	cuts       map[string]*cut // by name below the engagement
}

// A cut is what is taken of a table.
type cut struct {
	sheet   *table.Sheet
	rows    map[int]bool    // by line
	columns map[int]bool    // by place
	cells   map[Mark]string // beside these, of parts
	isPart  bool
	used    bool
}

// isWhole reports whether all of a table is the portal's: one of ours, one of periods and values, or one that a
// report shows.
func (r *portioner) isWhole(name string) bool {
	e := r.engagement
	if TableColumns(strings.TrimPrefix(name, "data/")) != nil && !e.Data.takes(name) {
		return true
	}
	for i := range e.KPIs {
		if k := &e.KPIs[i]; k.Part.By == "" && path.Clean(k.SeriesFile.ID) == name {
			return true
		}
	}
	return slices.ContainsFunc(e.Reports, func(report *Report) bool { return report.shows(name) })
}

// shows reports whether a report shows a table of its engagement.
func (r *Report) shows(name string) bool {
	for _, match := range tableNamed.FindAllSubmatch(r.Body.Source, -1) {
		if shown, _, _ := ShownTableNamed(string(match[1])); shown == name {
			return true
		}
	}
	return false
}

// imports takes the rows that imports of a kind bring.
func (r *portioner) imports(kind importing.Kind) {
	var before []importing.Result
	for _, i := range *r.engagement.Data.of(kind) {
		rule := i.Rule(kind)
		rule.Zone, rule.Currency, rule.Style = r.provider.Zone, r.client.Currency, StyleOf(r.provider, r.engagement)
		rule.Names = NamesOf(r.engagement, slices.Concat(r.provider.People, r.client.Contacts))
		var sheets []*importing.Sheet
		for name, c := range r.cuts {
			if !i.matches(name) {
				continue
			}
			inner, _ := c.sheet.Table()
			sheet := importing.Held(name, inner)
			for at := range rule.Places(sheet) {
				c.columns[at] = true
			}
			if len(inner.Header) > 0 {
				c.rows[inner.Header[0].Line] = true
			}
			c.used = true
			sheets = append(sheets, sheet)
		}
		slices.SortFunc(sheets, func(a, b *importing.Sheet) int { return strings.Compare(a.File, b.File) })
		for _, b := range before {
			sheets = b.Without(sheets)
		}
		before = append(before, importing.Read(rule, sheets, func(row importing.Row) {
			if r.came(dayOf(row)) {
				r.cuts[row.File].rows[row.Mark.Line] = true
			}
		}))
	}
}

// dayOf returns the day or the time of a row.
func dayOf(row importing.Row) string {
	if n := row.Get("date"); n != nil {
		return n.Raw
	}
	return row.Get("opened").Raw
}

// parts takes the cells that KPIs are read from.
func (r *portioner) parts() {
	style := StyleOf(r.provider, r.engagement)
	for i := range r.engagement.KPIs {
		k := &r.engagement.KPIs[i]
		c := r.cuts[path.Clean(k.SeriesFile.ID)]
		if c == nil || k.Part.By == "" {
			continue
		}
		c.used, c.isPart = true, true
		for row := range c.sheet.Rows() {
			for _, cell := range row.Cells {
				if cell.Text != "" && table.Fold(cell.Text) == table.Fold(k.Part.Name.ID) {
					c.cells[cell.Mark] = cell.Text
				}
			}
		}
		reader := partReader{sheet: c.sheet, fail: func(string, ...any) {}} // as has been told
		pairs := reader.cells(k.Part)
		read, _ := c.sheet.Read(style, table.Periods, "", func(yield func(table.Cell) bool) {
			for _, pair := range pairs {
				if !yield(pair.period) {
					return
				}
			}
		})
		for _, pair := range pairs {
			if period, err := calendar.ParsePeriod(read(pair.period)); err == nil && r.came(period.From.String()) {
				c.cells[pair.period.Mark], c.cells[pair.value.Mark] = pair.period.Text, pair.value.Text
			}
		}
	}
}

// csv writes what is taken. A part of a sheet stays where it stands, since a KPI may name it by its cells.
func (c *cut) csv() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	line := 1
	for row := range c.sheet.Rows() {
		var cells []string
		some := false
		for at, cell := range row.Cells {
			text, isTaken := c.cells[cell.Mark]
			if !isTaken && c.rows[row.Line] && c.columns[at] {
				text, isTaken = cell.Text, true
			}
			some = some || isTaken
			if isTaken || c.isPart {
				cells = append(cells, text)
			}
		}
		if !some {
			continue
		}
		for ; c.isPart && line < row.Line; line++ {
			w.Flush()
			b.WriteByte('\n')
		}
		_ = w.Write(cells) // to memory
		line++
	}
	w.Flush()
	return b.Bytes()
}
