package importing

import (
	"fmt"
	"iter"
	"maps"
	"math/big"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/table"
)

// A Result is what became of the rows of an export.
type Result struct {
	Found  []diag.Problem // what is wrong, or what no rule places; without a place where it is the rule itself
	Blanks []Blank        // words of which nobody knows what they mean
	// Whole is how many rows the files hold, Chosen how many of them the rule is for, Twice
	// how many of these are in another file as well, and Brought how many were translated.
	Whole, Chosen, Twice, Brought int
	chosen                        map[string]rowSet // by file
}

// Without returns the sheets without the rows that a rule is for, so that they can be
// read by another.
func (r *Result) Without(sheets []*Sheet) []*Sheet {
	rest := make([]*Sheet, len(sheets))
	for i, s := range sheets {
		kept := *s
		kept.taken = s.taken.with(r.chosen[s.File])
		rest[i] = &kept
	}
	return rest
}

// A Row is one that was translated: a map of our columns, whose cells are marked by
// where theirs stand. It is only good until the next one comes.
type Row struct {
	File string
	*front.Node
}

// Read translates the rows of files that a rule is for, and brings each, in the order of the
// files and of their rows. Nothing is brought where an error is found.
func Read(r *Rule, sheets []*Sheet, bring func(Row)) Result {
	t := &translation{rule: r, out: blankRow(r.Kind), bring: bring, placements: map[placement]string{}}
	for _, s := range sheets {
		if f := t.open(s); f != nil {
			t.files = append(t.files, f)
		}
	}
	if t.stopped || len(t.files) == 0 {
		return t.Result
	}
	t.choose()
	if t.settle(); t.stopped {
		return t.Result
	}
	t.once()
	for _, f := range t.files {
		for number, row := range f.rows() {
			if f.counts.has(number) {
				t.translate(entry{f, row})
			}
		}
	}
	t.tell()
	return t.Result
}

// A translation is on its way through the files of a rule.
type translation struct {
	Result
	rule    *Rule
	files   []*file
	left    []*leftover
	stopped bool // what is wrong lets no row be read

	bring      func(Row)
	out        *front.Node // the row that is brought
	placements map[placement]string
}

// A file is a sheet whose columns are known.
type file struct {
	*Sheet
	at       map[string][][]int // of each of our columns, the places of theirs: alternatives, each of cells to be joined
	readings map[string]*table.Reading
	reads    map[string]func(table.Cell) string
	chosen   rowSet // rows that the rule is for
	counts   rowSet // those of them that count, each once

	columns  []int // that all files have: what two exports of one row agree in
	scratch  []byte
	lengths  map[part]length
	instants map[part]instant
}

// A part is what stands in one of our columns.
type part struct {
	column, text string
	form         table.Form
}

func (t *translation) fail(rule *diag.Rule, format string, args ...any) {
	t.stopped = true
	t.Found = append(t.Found, rule.At(diag.Position{}, format, args...))
}

// open finds the columns of a sheet, and returns nil, with a finding, where required
// ones are missing.
func (t *translation) open(s *Sheet) *file {
	if p := t.rule.Program; p != nil && p.isTotals(s) {
		t.fail(BadExport, "%s holds no rows that can be read: %s", s.File, p.Instead)
		return nil
	}
	f := &file{Sheet: s, at: map[string][][]int{}, reads: map[string]func(table.Cell) string{}, lengths: map[part]length{}, instants: map[part]instant{}}
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

// joined returns what a row holds in places that are joined.
func (t *translation) joined(row table.Row, places []int) table.Cell {
	var c table.Cell
	for i, at := range places {
		part := row.At(at)
		if i == 0 {
			c.Mark = part.Mark
		}
		switch {
		case part.Text == "", t.rule.Program != nil && part.Text == t.rule.Program.None:
		case c.Text == "":
			c.Text = strings.TrimSpace(part.Text)
		default:
			c.Text += " " + part.Text
		}
	}
	return c
}

// cells returns what a row holds of one of our columns, under each of the names that
// hold anything.
func (t *translation) cells(f *file, row table.Row, name string) iter.Seq[table.Cell] {
	return func(yield func(table.Cell) bool) {
		for _, places := range f.at[name] {
			if c := t.joined(row, places); c.Text != "" && !yield(c) {
				return
			}
		}
	}
}

// cell returns the first of cells, and a blank one where there is none.
func (t *translation) cell(f *file, row table.Row, name string) table.Cell {
	for _, places := range f.at[name] {
		if c := t.joined(row, places); c.Text != "" {
			return c
		}
	}
	return table.Cell{Mark: row.Mark}
}

// choose keeps the rows that the rule is for, and has the reading of each column see what
// they hold.
func (t *translation) choose() {
	t.chosen = map[string]rowSet{}
	whose := t.owners()
	for _, f := range t.files {
		isChosen, see := f.chooser(t.rule.Where), t.seer(f)
		for number, row := range f.rows() {
			t.Whole++
			if isChosen(row) {
				f.chosen.add(number)
				t.Chosen++
				see(row)
				whose.see(f.Sheet, row)
			}
		}
		t.chosen[f.File] = f.chosen
	}
	t.foreign(whose)
	if t.Chosen == 0 && t.Whole > 0 && !t.stopped {
		t.Found = append(t.Found, NotPlaced.At(diag.Position{}, "%s", t.noneChosen()))
	}
}

// chooser tells of rows whether each of some columns has one of the values that are asked for.
func (s *Sheet) chooser(where []Choice) func(table.Row) bool {
	type choice struct {
		places []int
		values []string
		known  map[string]bool
	}
	choices := make([]choice, len(where))
	for i, w := range where {
		choices[i] = choice{places: s.find(w.Column), known: map[string]bool{}}
		for _, v := range w.Values {
			choices[i].values = append(choices[i].values, table.Fold(v))
		}
	}
	return func(row table.Row) bool {
		for i := range choices {
			c := &choices[i]
			if !slices.ContainsFunc(c.places, func(at int) bool {
				text := row.At(at).Text
				return remember(c.known, text, func() bool { return slices.Contains(c.values, table.Fold(text)) })
			}) {
				return false
			}
		}
		return true
	}
}

// noneChosen says that where is for no row, and what would be there.
func (t *translation) noneChosen() string {
	for _, w := range t.rule.Where {
		there := map[string]bool{}
		for _, f := range t.files {
			at := f.find(w.Column)
			for _, row := range f.rows() {
				for _, at := range at {
					there[row.At(at).Text] = true
				}
			}
		}
		words := slices.Sorted(maps.Keys(there))
		if !slices.ContainsFunc(words, func(s string) bool {
			return slices.ContainsFunc(w.Values, func(v string) bool { return table.Fold(v) == table.Fold(s) })
		}) {
			return fmt.Sprintf("where chooses none of %s: nothing in %s is %s; %s", rowsOf(t.Whole), w.Column, listed(quoted(w.Values), 3), nearest(w.Values[0], words))
		}
	}
	return fmt.Sprintf("where chooses none of %s: no row has all that it asks for; ask for less", rowsOf(t.Whole))
}

// A leftover is what no rule places for one reason.
type leftover struct {
	why    string   // what the rows are: "of no known price"
	mend   string   // the key of the rule that would place them, of which their words are keys, or the whole line
	column string   // theirs, where the words stand
	words  []string // each once, in the order of the file
	met    map[string]bool
	rows   int
	hours  *big.Rat
	first  string // where the first stands
}

// leave takes note of a row that is not placed, by a word of it.
func (t *translation) leave(f *file, c table.Cell, like leftover, hours *big.Rat) {
	i := slices.IndexFunc(t.left, func(l *leftover) bool { return l.why == like.why && l.column == like.column })
	if i < 0 {
		like.first = fmt.Sprintf("%s:%d", f.File, c.Line)
		like.hours, like.met = new(big.Rat), map[string]bool{}
		t.left = append(t.left, &like)
		i = len(t.left) - 1
	}
	l := t.left[i]
	l.rows++
	if hours != nil {
		l.hours.Add(l.hours, hours)
	}
	if c.Text != "" && !l.met[c.Text] {
		l.met[c.Text] = true
		l.words = append(l.words, c.Text)
	}
}
