package importing

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/table"
)

// A Result is what a rule brings.
type Result struct {
	Rows  []Row          // in the order of the files and of their rows
	Found []diag.Problem // what is wrong, or what no rule places; without a place where it is the rule itself
	// Whole is how many rows the files hold, Chosen how many of them the rule is for, and
	// Twice how many of these are in another file as well.
	Whole, Chosen, Twice int
	chosen               map[place]bool
}

// A place is where a row stands.
type place struct {
	file string
	front.Mark
}

// Without returns the sheets without the rows that a rule is for, so that they can be
// read by another.
func (r *Result) Without(sheets []*Sheet) []*Sheet {
	rest := make([]*Sheet, len(sheets))
	for i, s := range sheets {
		kept := *s
		kept.Rows = slices.DeleteFunc(slices.Clone(s.Rows), func(row table.Row) bool { return r.chosen[place{s.File, row.Mark}] })
		rest[i] = &kept
	}
	return rest
}

// A Row is one that was translated: a map of our columns, whose cells are marked by
// where theirs stand.
type Row struct {
	File string
	*front.Node
}

// Read translates the rows of files that a rule is for.
func Read(r *Rule, sheets []*Sheet) Result {
	t := &translation{rule: r, form: outputs(r.Kind)}
	for _, s := range sheets {
		if f := t.open(s); f != nil {
			t.files = append(t.files, f)
		}
	}
	t.foreign()
	if t.stopped {
		return t.Result
	}
	t.choose()
	if t.read(); t.stopped {
		return t.Result
	}
	all := t.once()
	t.changedSince(all)
	for _, e := range all {
		t.translate(e)
	}
	t.tell()
	return t.Result
}

// A translation is on its way through the files of a rule.
type translation struct {
	Result
	rule    *Rule
	form    []front.Key // the columns of a row that is translated
	files   []*file
	left    []*leftover
	stopped bool // what is wrong lets no row be read
}

// A file is a sheet whose columns are known.
type file struct {
	*Sheet
	at    map[string][][]int // of each of our columns, the places of theirs: alternatives, each of cells to be joined
	reads map[string]func(table.Cell) string
	rows  []table.Row // those that are chosen
}

func (t *translation) fail(rule *diag.Rule, format string, args ...any) {
	t.stopped = true
	t.Found = append(t.Found, rule.At(diag.Position{}, format, args...))
}

// open finds the columns of a sheet, and returns nil, with a finding, where required
// ones are missing.
func (t *translation) open(s *Sheet) *file {
	t.Whole += len(s.Rows)
	if p := t.rule.Program; p != nil && p.isTotals(s) {
		t.fail(BadExport, "%s holds no rows that can be read: %s", s.File, p.Instead)
		return nil
	}
	f := &file{Sheet: s, at: map[string][][]int{}, reads: map[string]func(table.Cell) string{}}
	for _, c := range columns[t.rule.Kind] {
		for _, name := range t.rule.theirs(c.name) {
			f.at[c.name] = append(f.at[c.name], s.places(name, c.form == asType || c.form == asItem)...)
		}
	}
	ok := t.mapped(s)
	for _, c := range columns[t.rule.Kind] {
		if c.required && f.at[c.name] == nil && !t.isGiven(c) && !has(t.rule.Columns, c.name) {
			t.lacks(s, c.name, t.rule.theirs(c.name))
			ok = false
		}
	}
	if lengths := []string{"hours", "minutes", "seconds"}; t.rule.Kind == Time && !slices.ContainsFunc(lengths, func(name string) bool { return f.at[name] != nil || has(t.rule.Columns, name) }) {
		t.lacks(s, "hours", t.rule.theirs("hours"))
		ok = false
	}
	for _, w := range t.rule.Where {
		if len(s.find(w.Column)) == 0 {
			t.fail(ExportColumn, "%s has no column %s, by which where chooses; %s", s.File, diag.Quote(w.Column), nearest(w.Column, s.names()))
			ok = false
		}
	}
	if !ok {
		return nil
	}
	return f
}

// isGiven reports whether the rule itself gives what a column holds.
func (t *translation) isGiven(c column) bool {
	return c.form == asItem && t.rule.Item != "" || c.form == asType && t.rule.Type != ""
}

// mapped reports the columns that map names and the sheet does not have.
func (t *translation) mapped(s *Sheet) bool {
	ok := true
	for _, p := range t.rule.Columns {
		for _, name := range parts(p.To) {
			if len(s.find(name)) == 0 {
				t.fail(ExportColumn, "%s has no column %s, which map says holds %s; %s", s.File, diag.Quote(name), p.From, nearest(name, s.names()))
				ok = false
			}
		}
	}
	return ok
}

// lacks reports a column of ours that a sheet has under none of its names.
func (t *translation) lacks(s *Sheet, name string, theirs []string) {
	known := "no column that holds " + name
	if len(theirs) > 0 {
		known = "none of the columns that hold " + name + " (" + strings.Join(theirs, ", ") + ")"
	}
	t.fail(ExportColumn, "%s has %s; it has %s. Add map: {%s: …} with the right one", s.File, known, listed(s.names(), 12), name)
}

// places returns where a column stands that may be joined of several; each of one name
// that stands several times where all are wanted, else the first.
func (s *Sheet) places(name string, all bool) [][]int {
	var joined []int
	for _, part := range parts(name) {
		found := s.find(part)
		if len(found) == 0 {
			return nil
		}
		if all && len(parts(name)) == 1 {
			places := make([][]int, len(found))
			for i, at := range found {
				places[i] = []int{at}
			}
			return places
		}
		joined = append(joined, found[0])
	}
	return [][]int{joined}
}

// cells returns what a row holds of one of our columns, under each of the names that
// hold anything.
func (t *translation) cells(f *file, row table.Row, name string) []table.Cell {
	var all []table.Cell
	for _, places := range f.at[name] {
		var c table.Cell
		for i, at := range places {
			part := row.At(at)
			if i == 0 {
				c.Mark = part.Mark
			}
			if part.Text != "" && (t.rule.Program == nil || part.Text != t.rule.Program.None) {
				c.Text = strings.TrimSpace(c.Text + " " + part.Text)
			}
		}
		if c.Text != "" {
			all = append(all, c)
		}
	}
	return all
}

// cell returns the first of cells, and a blank one where there is none.
func (t *translation) cell(f *file, row table.Row, name string) table.Cell {
	if all := t.cells(f, row, name); len(all) > 0 {
		return all[0]
	}
	return table.Cell{Mark: row.Mark}
}

// choose keeps the rows that the rule is for.
func (t *translation) choose() {
	t.chosen = map[place]bool{}
	for _, f := range t.files {
		for _, row := range f.Sheet.Rows {
			if t.isChosen(f.Sheet, row) {
				f.rows = append(f.rows, row)
				t.chosen[place{f.File, row.Mark}] = true
			}
		}
		t.Chosen += len(f.rows)
	}
	if t.Chosen == 0 && t.Whole > 0 {
		t.Found = append(t.Found, NotPlaced.At(diag.Position{}, "%s", t.noneChosen()))
	}
}

func (t *translation) isChosen(s *Sheet, row table.Row) bool {
	for _, w := range t.rule.Where {
		if !slices.ContainsFunc(s.find(w.Column), func(at int) bool {
			return slices.ContainsFunc(w.Values, func(v string) bool { return table.Fold(v) == table.Fold(row.At(at).Text) })
		}) {
			return false
		}
	}
	return true
}

// noneChosen says that where is for no row, and what would be there.
func (t *translation) noneChosen() string {
	for _, w := range t.rule.Where {
		var there []string
		for _, f := range t.files {
			for _, row := range f.Sheet.Rows {
				for _, at := range f.find(w.Column) {
					there = append(there, row.At(at).Text)
				}
			}
		}
		there = slices.Compact(slices.Sorted(slices.Values(there)))
		if !slices.ContainsFunc(there, func(s string) bool {
			return slices.ContainsFunc(w.Values, func(v string) bool { return table.Fold(v) == table.Fold(s) })
		}) {
			return fmt.Sprintf("where chooses none of %s: nothing in %s is %s; %s", rowsOf(t.Whole), w.Column, listed(quoted(w.Values), 3), nearest(w.Values[0], there))
		}
	}
	return fmt.Sprintf("where chooses none of %s: no row has all that it asks for; ask for less", rowsOf(t.Whole))
}

// foreign reports rows of several clients, of which others may be somebody else's: the
// columns that say whose a row is may hold one name, unless the rule says which ones it
// wants. Several projects may be one client's; they too have to be chosen once, where
// no column says whose they are.
func (t *translation) foreign() {
	p := t.rule.Program
	if p == nil {
		p = &Program{Clients: usualClients}
	}
	if t.stopped || t.asks(p.Clients) {
		return
	}
	clients, column := t.values(p.Clients)
	if len(clients) > 1 {
		t.fail(SeveralClients, "the rows are of several clients: %s is %s; choose with where: {%s: …}, so that nobody reads what is another's", column, listed(quoted(clients), 3), column)
		return
	}
	if len(clients) == 1 || t.asks(p.Projects) {
		return
	}
	if projects, column := t.values(p.Projects); len(projects) > 1 {
		t.fail(SeveralClients, "the rows are of several projects, and nothing says whose they are: %s is %s; choose with where: {%s: …}, a list where all are this client's",
			column, listed(quoted(projects), 3), column)
	}
}

// usualClients are the columns that say whose a row is in a file of no known program.
var usualClients = []string{"Client", "Customer", "Company", "Organization", "Organisation", "Kunde", "Klant", "Cliente", "Klient", "Client name", "Customer name"}

// asks reports whether the rule chooses by one of some columns.
func (t *translation) asks(names []string) bool {
	return slices.ContainsFunc(t.rule.Where, func(w Choice) bool {
		return slices.ContainsFunc(names, func(n string) bool { return table.Fold(n) == table.Fold(w.Column) })
	})
}

// values returns what the first of some columns that a file has holds in the rows that
// are chosen, each value once, and the column's name.
func (t *translation) values(names []string) (values []string, column string) {
	for _, f := range t.files {
		for _, name := range names {
			found := f.find(name)
			if len(found) == 0 {
				continue
			}
			for _, row := range f.Sheet.Rows {
				if v := row.At(found[0]).Text; v != "" && t.isChosen(f.Sheet, row) && (t.rule.Program == nil || v != t.rule.Program.None) {
					values = append(values, v)
				}
			}
			column = f.Header[found[0]].Text
			break
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(values))), column
}

// A leftover is what no rule places for one reason.
type leftover struct {
	why    string   // what the rows are: "of no known price"
	mend   string   // the key of the rule that would place them, of which their words are keys, or the whole line
	column string   // theirs, where the words stand
	words  []string // each once, in the order of the file
	rows   int
	hours  *big.Rat
	first  string // where the first stands
}

// leave takes note of a row that is not placed, by a word of it.
func (t *translation) leave(f *file, c table.Cell, like leftover, hours *big.Rat) {
	i := slices.IndexFunc(t.left, func(l *leftover) bool { return l.why == like.why && l.column == like.column })
	if i < 0 {
		like.first = fmt.Sprintf("%s:%d", f.File, c.Line)
		like.hours = new(big.Rat)
		t.left = append(t.left, &like)
		i = len(t.left) - 1
	}
	l := t.left[i]
	l.rows++
	if hours != nil {
		l.hours.Add(l.hours, hours)
	}
	if c.Text != "" && !slices.Contains(l.words, c.Text) {
		l.words = append(l.words, c.Text)
	}
}
