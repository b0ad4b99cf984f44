package scaffold

import (
	"bytes"
	"testing"

	"rapport/generator/calendar"
)

// FuzzEdit edits whatever a file may hold. What comes out says what went in, but
// for what was asked: AddDate and Without check that themselves, or fail.
func FuzzEdit(f *testing.F) {
	for _, text := range styles() {
		f.Add([]byte(text))
	}
	f.Add([]byte("---\ninternal: &x hush\ntitle: *x\n---\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		if edited, err := AddDate(data, "inputs", "second", "reminded", calendar.NewDate(2026, 10, 16)); err == nil && !bytes.Contains(edited, []byte("2026-10-16")) {
			t.Errorf("the date was not added:\n%s", edited)
		}
		if kept, err := Without(data, "internal"); err == nil {
			front, err := findFront(kept)
			if err != nil {
				t.Fatal(err)
			}
			values, err := decode(front.syntax, kept[front.from:front.to])
			if _, there := values["internal"]; there || err != nil {
				t.Errorf("internal is still there, %v:\n%s", err, kept)
			}
		}
		if !bytes.Equal(before, data) {
			t.Error("the input was changed")
		}
	})
}
