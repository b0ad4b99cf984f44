package importing

import (
	"crypto/sha256"
	"slices"

	"rapport/generator/table"
)

// An entry is a row that counts, with the file that holds it.
type entry struct {
	*file
	row table.Row
}

// once has each row count once: by its id the version that was changed last, or of those
// changed at one time the one in the last file; without an id by its whole content, as
// often as the file holds it that holds it most often, so that two equal rows of one
// file stay two.
func (t *translation) once() {
	if len(t.files) == 1 && t.files[0].at[idColumn(t.rule.Kind)] == nil {
		t.files[0].counts = t.files[0].chosen // there is nothing that could stand twice
		return
	}
	t.share()
	versions, contents := map[string]version{}, map[content]holding{}
	for i, f := range t.files {
		for number, row := range f.rows() {
			if !f.chosen.has(number) {
				continue
			}
			var counts bool
			if id := t.cell(f, row, idColumn(t.rule.Kind)).Text; id != "" {
				counts = t.isLatest(versions, id, version{i, number, t.changed(f, row).UnixMilli()})
			} else if counts = isMore(contents, f.content(row), i); !counts {
				t.Twice++
			}
			if counts {
				f.counts.add(number)
			}
		}
	}
	t.changedSince(contents)
}

// A version is a row with an id, and when it was last changed.
type version struct {
	file, number int
	changed      int64
}

// isLatest reports whether a row is the version of an id that counts, as far as is known,
// and has the one before it count no more.
func (t *translation) isLatest(versions map[string]version, id string, v version) bool {
	before, known := versions[id]
	if known {
		t.Twice++
		if v.changed < before.changed {
			return false
		}
		t.files[before.file].counts.remove(before.number)
	}
	versions[id] = v
	return true
}

// A content is what a row holds in the columns that all files have.
type content [16]byte

// A holding is which files hold a content, and how often.
type holding struct {
	file    int // that was looked at last
	inFile  int // how often that holds it
	most    int // how often the file holds it that holds it most often
	several bool
}

// isMore reports whether a file holds a content more often than those before it.
func isMore(contents map[content]holding, c content, file int) bool {
	h, known := contents[c]
	if known && h.file != file {
		h.file, h.inFile, h.several = file, 0, true
	} else if !known {
		h.file = file
	}
	h.inFile++
	isMore := h.inFile > h.most
	h.most = max(h.most, h.inFile)
	contents[c] = h
	return isMore
}

// share finds the columns that all files have.
func (t *translation) share() {
	names := t.files[0].names()
	for _, f := range t.files[1:] {
		names = slices.DeleteFunc(names, func(name string) bool { return len(f.find(name)) == 0 })
	}
	for _, f := range t.files {
		for _, name := range names {
			f.columns = append(f.columns, f.find(name)...)
		}
	}
}

// content returns what a row holds.
func (f *file) content(row table.Row) content {
	f.scratch = f.scratch[:0]
	for _, at := range f.columns {
		f.scratch = append(append(f.scratch, row.At(at).Text...), 0)
	}
	sum := sha256.Sum256(f.scratch)
	return content(sum[:16])
}
