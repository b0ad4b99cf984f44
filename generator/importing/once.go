package importing

import (
	"slices"
	"strings"

	"rapport/generator/table"
)

// An entry is a row that counts, with the file that holds it.
type entry struct {
	*file
	row table.Row
}

// once keeps each row once: by its id the version that was changed last, or of those
// changed at one time the one in the last file; without an id by its whole content, as
// often as the file holds it that holds it most often, so that two equal rows of one
// file stay two.
func (t *translation) once() []entry {
	var all []entry
	shared := t.shared()
	place := map[string]int{}   // of the row with an id, in all
	brought := map[string]int{} // rows of a content
	for _, f := range t.files {
		inFile := map[string]int{}
		for _, row := range f.rows {
			id := t.cell(f, row, idColumn(t.rule.Kind)).Text
			if id == "" {
				content := contentOf(f.Sheet, row, shared)
				if inFile[content]++; inFile[content] <= brought[content] {
					t.Twice++
					continue
				}
				brought[content]++
				all = append(all, entry{f, row})
				continue
			}
			at, known := place[id]
			switch {
			case !known:
				place[id] = len(all)
				all = append(all, entry{f, row})
				continue
			case !t.changed(f, row).Before(t.changed(all[at].file, all[at].row)):
				all[at] = entry{f, row}
			}
			t.Twice++
		}
	}
	return all
}

// shared returns the names of the columns that all files have: what two exports of one
// row agree in.
func (t *translation) shared() []string {
	if len(t.files) == 0 {
		return nil
	}
	names := t.files[0].names()
	for _, f := range t.files[1:] {
		names = slices.DeleteFunc(names, func(name string) bool { return len(f.find(name)) == 0 })
	}
	return names
}

// contentOf is what a row holds in some columns.
func contentOf(s *Sheet, row table.Row, names []string) string {
	var b strings.Builder
	for _, name := range names {
		for _, at := range s.find(name) {
			b.WriteString(row.At(at).Text)
			b.WriteByte(0)
		}
	}
	return b.String()
}
