package importing

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"rapport/generator/diag"
)

// changedSince reports entries of time that were changed between two exports, of which no id tells that they are
// one: of two files each holds a row that the other does not, of one person, for one project, that begins at
// one time. Where no time of day is written, they have to say the same as well. Which of them is right only the
// program knows, so both count.
func (t *translation) changedSince(contents map[content]holding) {
	if t.rule.Kind != Time || len(t.files) < 2 {
		return
	}
	met := map[content][]beginning{} // of each entry the first row of each file
	for _, f := range t.files {
		for number, row := range f.rows() {
			e := entry{f, row}
			if !f.counts.has(number) || t.cell(f, row, idColumn(Time)).Text != "" || contents[f.content(row)].several {
				continue
			}
			key, ok := t.beginning(e)
			if !ok || slices.ContainsFunc(met[key], func(other beginning) bool { return other.file == f }) {
				continue
			}
			now := beginning{f, row.Line, t.length(e)}
			for _, before := range met[key] {
				t.Found = append(t.Found, e.of.Fault(row.Mark, ChangedEntry, differ(before, now)))
			}
			met[key] = append(met[key], now)
		}
	}
}

// A beginning is a row that begins at some time, and how long that took, as its file writes it.
type beginning struct {
	*file
	line   int
	length string
}

// startNames are what the programs that write the time of day of a beginning in a column of its own call it.
var startNames = []string{"Start time", "Begin", "From", "Von", "Beginn"}

// beginning is whose entry begins when, and for what. It returns false where no day can be read.
func (t *translation) beginning(e entry) (content, bool) {
	m, ok := t.instant(e, "date")
	if !ok || m.isBlank() {
		return content{}, false
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
	sum := sha256.Sum256([]byte(strings.Join(key, "\x00")))
	return content(sum[:16]), true
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
func differ(before, now beginning) string {
	other := fmt.Sprintf("%s:%d", before.File, before.line)
	if before.length == now.length {
		return fmt.Sprintf("this looks like the entry at %s, written otherwise, and both count; remove the row that is out of date, or the older export", other)
	}
	return fmt.Sprintf("this looks like the entry at %s, which has %s where this has %s, and both count; remove the row that is out of date, or the older export", other, diag.Quote(before.length), diag.Quote(now.length))
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
