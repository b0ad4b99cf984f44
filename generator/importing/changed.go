package importing

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/diag"
)

// changedSince reports entries of time that were changed between two exports, of which no id tells that they are
// one: of two files each holds a row that the other does not, of one person, for one project, that begins at
// one time. Where no time of day is written, they have to say the same as well. Which of them is right only the
// program knows, so both count.
func (t *translation) changedSince(all []entry) {
	if t.rule.Kind != Time || len(t.files) < 2 {
		return
	}
	alone := t.alone()
	met := map[string][]entry{} // of each entry the first row of each file
	for _, e := range all {
		if !alone(e) || t.cell(e.file, e.row, idColumn(Time)).Text != "" {
			continue
		}
		key, ok := t.beginning(e)
		if !ok || slices.ContainsFunc(met[key], func(other entry) bool { return other.file == e.file }) {
			continue
		}
		for _, other := range met[key] {
			t.Found = append(t.Found, e.of.Fault(e.row.Mark, ChangedEntry, t.differ(other, e)))
		}
		met[key] = append(met[key], e)
	}
}

// alone tells of which rows no other file holds the content.
func (t *translation) alone() func(entry) bool {
	shared := t.shared()
	holder := map[string]*file{} // nil for a content that several hold
	for _, f := range t.files {
		for _, row := range f.rows {
			content := contentOf(f.Sheet, row, shared)
			if other, known := holder[content]; known && other != f {
				holder[content] = nil
			} else {
				holder[content] = f
			}
		}
	}
	return func(e entry) bool { return holder[contentOf(e.Sheet, e.row, shared)] != nil }
}

// startNames are what the programs that write the time of day of a beginning in a column of its own call it.
var startNames = []string{"Start time", "Begin", "From", "Von", "Beginn"}

// beginning is whose entry begins when, and for what. It returns false where no day can be read.
func (t *translation) beginning(e entry) (string, bool) {
	m, ok := t.instant(e, "date")
	if !ok || m.isBlank() {
		return "", false
	}
	key := []string{m.text(), t.cell(e.file, e.row, "person").Text}
	if p := t.rule.Program; p != nil {
		key = append(key, e.firstOf(p.Clients), e.firstOf(p.Projects))
	} else {
		key = append(key, t.cell(e.file, e.row, "item").Text)
	}
	if start := e.firstOf(startNames); start != "" {
		key = append(key, start)
	} else if m.at.IsZero() {
		key = append(key, t.cell(e.file, e.row, "note").Text)
	}
	return strings.Join(key, "\x00"), true
}

// firstOf returns what the first of some columns that its file has holds.
func (e entry) firstOf(names []string) string {
	for _, name := range names {
		if at := e.find(name); len(at) > 0 {
			return e.row.At(at[0]).Text
		}
	}
	return ""
}

// differ says in what a row differs from one of another file.
func (t *translation) differ(before, now entry) string {
	other := fmt.Sprintf("%s:%d", before.File, before.row.Line)
	was, is := t.length(before), t.length(now)
	if was == is {
		return fmt.Sprintf("this looks like the entry at %s, written otherwise, and both count; remove the row that is out of date, or the older export", other)
	}
	return fmt.Sprintf("this looks like the entry at %s, which has %s where this has %s, and both count; remove the row that is out of date, or the older export", other, diag.Quote(was), diag.Quote(is))
}

// length is how long an entry took, as its file writes it.
func (t *translation) length(e entry) string {
	for _, name := range []string{"hours", "minutes", "seconds"} {
		if c := t.cell(e.file, e.row, name); c.Text != "" {
			return c.Text
		}
	}
	return ""
}
