package content

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/importing"
	"rapport/generator/schema"
	"rapport/generator/source"
	"rapport/generator/table"
)

// of returns the exports that are read as a table.
func (d *Data) of(kind importing.Kind) *[]Import {
	switch kind {
	case importing.Time:
		return &d.Time
	case importing.Requests:
		return &d.Requests
	case importing.Units:
		return &d.Units
	}
	return &d.Invoices
}

// An Import is an export, or several of one kind, with what its words mean here.
type Import struct {
	File     string // its name below the engagement, or a pattern of names
	Sheet    string // of a workbook; "" for its only one
	Like     string // the program that wrote it; "" where Columns say it all
	Columns  []importing.Pair
	Where    []importing.Choice
	Types    []importing.Pair
	Items    []importing.Pair
	People   []importing.Pair
	Statuses []importing.Pair
	Item     Ref // the price of all rows
	Type     Ref // the kind of all requests
	Mark
}

// matches reports whether a file, by its name below the engagement, is one of the import's.
func (i *Import) matches(name string) bool {
	is, err := path.Match(i.File, name)
	return is && err == nil
}

// takes reports whether a file is read as an export, so that it is not one of ours.
func (d *Data) takes(name string) bool {
	for _, kind := range importing.Kinds {
		if slices.ContainsFunc(*d.of(kind), func(i Import) bool { return i.matches(name) }) {
			return true
		}
	}
	return false
}

// imports is an export with what its words mean, or a list of such.
func imports(kind importing.Kind) schema.Form[[]Import] {
	one := importMap(kind)
	return schema.Form[[]Import]{
		Shape: schema.Shape{Fields: one.Infos(), Several: true, Sample: "[]", JSON: map[string]any{"type": "array", "items": map[string]any{"type": "object"}}},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *[]Import) bool {
			maps := []*front.Node{n}
			if n.Kind == front.List {
				maps, at = n.Kids, at.Element()
			}
			for _, m := range maps {
				var i Import
				if one.Decode(d, m, at, &i) && i.File != "" {
					*v = append(*v, i)
				}
			}
			return true
		},
		Visit: func(i *schema.Info, v *[]Import, visit func(schema.Value)) { visit(schema.Value{Info: i, Of: v}) },
	}
}

// importMap is the keys of an export that is read as one of our table.
func importMap(kind importing.Kind) *schema.Map[Import] {
	fields := []schema.Field[Import]{
		schema.Key("file", exportName, func(i *Import) *string { return &i.File }, "The export, under data/: a CSV file or a workbook, or a pattern such as data/toggl*.csv. A row that several files hold counts once.").Required(),
		schema.Key("sheet", line, func(i *Import) *string { return &i.Sheet }, "The sheet of a workbook that has several."),
		schema.Key("map", columnPairs(kind), func(i *Import) *[]importing.Pair { return &i.Columns }, "Which of its columns holds what: ours, and the name of theirs ("+strings.Join(importing.ColumnNames(kind), ", ")+")."),
		schema.Key("where", choices, func(i *Import) *[]importing.Choice { return &i.Where }, "Which rows are meant: a column, and the value or the list of values that it has in them.").Complete(),
	}
	if names := importing.ProgramNames(kind); len(names) > 0 {
		fields = append(fields, schema.Key("like", schema.Choice(names...), func(i *Import) *string { return &i.Like }, "The program whose export it is, of which the columns are known."))
	}
	if kind == importing.Requests {
		fields = append(fields,
			schema.Key("types", wordPairs("kinds of request", toTurnaround, "{Incident: outage}"), func(i *Import) *[]importing.Pair { return &i.Types }, "What its words for kinds of request mean: theirs, and the id of a turnaround."),
			schema.Key("type", refer(toTurnaround, "an id"), func(i *Import) *Ref { return &i.Type }, "The kind of all requests whose own words name none.").Complete(),
			schema.Key("statuses", wordPairs("statuses", "", "{In review: open}"), func(i *Import) *[]importing.Pair { return &i.Statuses }, "What its own words for statuses mean: theirs, and open or done."),
		)
	} else {
		fields = append(fields,
			schema.Key("items", wordPairs("prices", toPrice, "{Design: extra}"), func(i *Import) *[]importing.Pair { return &i.Items }, "What its words for tasks mean: theirs, and the id of a price."),
			schema.Key("item", refer(toPrice, "an id"), func(i *Import) *Ref { return &i.Item }, "The price of all rows whose own words name none.").Complete(),
		)
	}
	if kind == importing.Time {
		fields = append(fields, schema.Key("people", wordPairs("people", toPerson, "{Mara V.: mara}"), func(i *Import) *[]importing.Pair { return &i.People }, "Whom its words for people mean: theirs, and an id. Full names and mails are known without."))
	}
	m := schema.New(fields...).Holds(schema.Recorded).Marked(func(i *Import) *Mark { return &i.Mark })
	if len(importing.ProgramNames(kind)) > 0 {
		return m.Either("like", "map")
	}
	return m.Either("map", "map")
}

// exportName is the name of an export, or a pattern of such names.
var exportName = schema.Parsed(schema.Shape{Words: "the name of a file under data/, or a pattern", Example: "data/toggl*.csv", JSON: matching(`^data/.*\.(csv|tsv|txt|xlsx|xlsm)$`), Sample: "data/export.csv"}, MissingFile, func(s string) (string, error) {
	name := path.Clean(s)
	if _, err := path.Match(name, ""); err != nil {
		return "", fmt.Errorf("%s is no pattern; write it as data/toggl*.csv", diag.Quote(s))
	}
	if !strings.HasPrefix(name, "data/") {
		return "", fmt.Errorf("%s is not under data/, where nothing is published; move it there, and write data/%s", diag.Quote(s), path.Base(name))
	}
	return name, nil
})

// columnPairs says which column of theirs holds one of ours.
func columnPairs(kind importing.Kind) schema.Form[[]importing.Pair] {
	known := importing.ColumnNames(kind)
	form := wordPairs("columns", "", "{"+known[1]+": Their name}")
	form.Read = func(d *schema.Decoder, n *front.Node, at schema.Where, v *[]importing.Pair) bool {
		if !readPairs(d, n, at, v, "") {
			return false
		}
		for _, k := range n.Keys {
			if !slices.Contains(known, k.Name) {
				d.Errorf(k.Mark, schema.UnknownKey, "%s is no column of ours%s", diag.Quote(k.Name), diag.DidYouMean(k.Name, known).Or("; there are "+strings.Join(known, ", ")))
			}
		}
		return true
	}
	return form
}

// wordPairs are words with what they mean: the id of something, or with no target any word.
func wordPairs(what string, to schema.Target, example string) schema.Form[[]importing.Pair] {
	return schema.Form[[]importing.Pair]{
		Shape: schema.Shape{Words: "a map of " + what, Example: example, Spread: true, JSON: map[string]any{"type": "object", "additionalProperties": anyScalar}},
		Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *[]importing.Pair) bool {
			return readPairs(d, n, at, v, to)
		},
	}
}

func readPairs(d *schema.Decoder, n *front.Node, at schema.Where, v *[]importing.Pair, to schema.Target) bool {
	if n.Kind != front.Map {
		d.Errorf(n.Mark, schema.WrongType, "%s must be a map of words, not %s; write it as {theirs: ours}", at, n.Kind)
		return false
	}
	for i, k := range n.Keys {
		raw, ok := d.Scalar(n.Kids[i], at)
		if !ok || raw == "" {
			continue
		}
		if to != "" {
			d.Refer(raw, n.Kids[i].Mark, to)
		}
		*v = append(*v, importing.Pair{From: k.Name, To: raw, Mark: n.Kids[i].Mark})
	}
	return true
}

// choices are columns, each with the value or the values that it has in the rows that are
// meant; nothing for a blank cell.
var choices = schema.Form[[]importing.Choice]{
	Shape: schema.Shape{Words: "a map of columns to a value or a list of values", Example: "{Project: Shop}", Spread: true,
		JSON: map[string]any{"type": "object", "additionalProperties": map[string]any{"anyOf": []any{anyScalar, map[string]any{"type": "array", "items": anyScalar}, map[string]any{"type": "null"}}}}},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *[]importing.Choice) bool {
		if n.Kind != front.Map {
			d.Errorf(n.Mark, schema.WrongType, "%s must be a map of columns, not %s; write it as {Project: Shop}", at, n.Kind)
			return false
		}
		for i, k := range n.Keys {
			c := importing.Choice{Column: k.Name, Mark: k.Mark}
			values := []*front.Node{n.Kids[i]}
			if n.Kids[i].Kind == front.List {
				values = n.Kids[i].Kids
			}
			for _, value := range values {
				if value.Kind == front.Null {
					c.Values = append(c.Values, "")
				} else if raw, ok := d.Scalar(value, at); ok {
					c.Values = append(c.Values, raw)
				}
			}
			*v = append(*v, c)
		}
		return true
	},
}

// imports adds what the exports hold to the engagement's table.
func (r *clientReader) imports(e *Engagement) {
	seen := map[string]string{}
	for i := range e.Requests {
		seen[e.Requests[i].ID] = "in requests.csv"
		if e.Requests[i].Entry != nil {
			seen[e.Requests[i].ID] = "in the journal"
		}
	}
	for d, row := range r.imported(e, importing.Requests, func(int) {}) {
		if request, ok := readRequest(d, row, seen); ok {
			e.Requests = append(e.Requests, request)
		}
	}
	slices.SortStableFunc(e.Requests, r.byOpening)
	more := func(rows int) { e.Time = slices.Grow(e.Time, rows) }
	for d, row := range r.imported(e, importing.Time, more) {
		e.Time = append(e.Time, readTime(d, row))
	}
	slices.SortStableFunc(e.Time, func(a, b TimeRow) int { return int(a.Date - b.Date) })
	for d, row := range r.imported(e, importing.Units, func(int) {}) {
		u := readUnit(d, row)
		checkUnit(d, row, e, &u)
		e.Units = append(e.Units, u)
	}
	slices.SortStableFunc(e.Units, func(a, b UnitRow) int { return int(a.Date - b.Date) })
	numbers := map[string]Mark{}
	for i := range e.Invoices {
		numbers[e.Invoices[i].Number] = e.Invoices[i].Mark
	}
	for d, row := range r.imported(e, importing.Invoices, func(int) {}) {
		var i Invoice
		schema.Decode(d, row, schema.Row(), invoiceColumns.Into(&i))
		i.once(d, row, numbers)
		r.invoiceFits(d, row, e, &i)
		e.Invoices = append(e.Invoices, i)
	}
	slices.SortStableFunc(e.Invoices, func(a, b Invoice) int { return byDate(a.Date, b.Date, a.Number, b.Number) })
}

// imported returns the rows of the exports that are read as a table, each with the
// decoder of its file; more is told how many may come. What is wrong with an export, or is not placed, is reported where
// engagement.md names it.
func (r *clientReader) imported(e *Engagement, kind importing.Kind, more func(rows int)) iter.Seq2[*schema.Decoder, *front.Node] {
	return func(yield func(*schema.Decoder, *front.Node) bool) {
		var before []importing.Result // a row is the first import's that is for it
		for i := range *e.Data.of(kind) {
			rule, sheets, decoders := r.export(e, kind, &(*e.Data.of(kind))[i])
			for _, b := range before {
				sheets = b.Without(sheets)
			}
			for _, s := range sheets {
				more(s.Len())
			}
			goOn := true
			result := importing.Read(rule, sheets, func(row importing.Row) {
				goOn = goOn && yield(decoders[row.File], row.Node)
			})
			before = append(before, result)
			for _, f := range result.Found {
				if f.File == "" {
					f.Position = e.At(rule.Mark)
				}
				r.problems.Add(f)
			}
			if !goOn {
				return
			}
		}
	}
}

// export reads the files of an import.
func (r *clientReader) export(e *Engagement, kind importing.Kind, i *Import) (rule *importing.Rule, sheets []*importing.Sheet, decoders map[string]*schema.Decoder) {
	decoders = map[string]*schema.Decoder{}
	var names []string
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, e.ID+"/")
		if !ok || !strings.HasPrefix(name, "data/") {
			continue
		}
		names = append(names, name)
		if !i.matches(name) {
			continue
		}
		if t := r.held(file, i.Sheet); t != nil {
			decoders[name] = r.decoder(file, &r.refs)
			decoders[name].Rows = schema.NewRows()
			sheets = append(sheets, importing.Held(name, t))
		}
	}
	if !slices.ContainsFunc(names, i.matches) {
		r.problems.Addf(e.At(i.Mark), MissingFile, "there is no export %s beside engagement.md%s", diag.Quote(i.File), diag.DidYouMean(i.File, names).Or(addFile))
	}
	rule = i.Rule(kind)
	rule.Zone, rule.Style, rule.Currency, rule.Names = r.zone, r.style, r.currency, r.names(e)
	return rule, sheets, decoders
}

// Rule returns the import as the rule by which it is read, without the names of the
// engagement.
func (i *Import) Rule(kind importing.Kind) *importing.Rule {
	return &importing.Rule{Kind: kind, Program: importing.Named(i.Like), Columns: i.Columns, Where: i.Where, Types: i.Types, Items: i.Items, People: i.People,
		Statuses: i.Statuses, Item: i.Item.ID, Type: i.Type.ID, Mark: i.Mark}
}

// names returns what the words of an export can name.
func (r *clientReader) names(e *Engagement) importing.Names {
	return NamesOf(e, slices.Concat(r.provider.People, r.contacts))
}

// NamesOf returns what the words of an export can name in an engagement: its prices and
// kinds of request by id or title, and people by id, full name or mail.
func NamesOf(e *Engagement, people []Person) importing.Names {
	var all importing.Names
	for _, p := range people {
		all.People = append(all.People, importing.Name{ID: p.ID, Also: []string{p.Name, p.Email}})
	}
	for _, t := range e.Turnaround {
		all.Turnarounds = append(all.Turnarounds, importing.Name{ID: t.ID, Also: []string{t.Request.Raw}})
	}
	for _, p := range e.Pricing {
		all.Prices = append(all.Prices, importing.Name{ID: p.ID, Also: []string{p.Item.Raw}})
	}
	return all
}

// ours returns a table of ours beside engagement.md, unless it is an export under that
// name.
func (r *clientReader) ours(e *Engagement, name string) (source.File, bool) {
	if e.Data.takes(name) {
		return source.File{}, false
	}
	return r.tree.Lookup(e.ID + "/" + name)
}

// held reads a table as a whole, and nil, with a problem, where it cannot be read. Which
// sheet is meant matters to workbooks alone.
func (r *clientReader) held(file source.File, sheet string) *table.Table {
	if !table.IsWorkbook(file.Name) {
		sheet = ""
	}
	opened, ok := r.sheet(file, sheet)
	if !ok {
		return nil
	}
	t, problems := opened.Table()
	r.problems.Add(problems...)
	return t
}
