package front

import (
	"bytes"
	"testing"
)

// FuzzEdit edits whatever a file may hold: what comes out says what went in, but for
// what was asked, and where a date was added, only one line is another.
func FuzzEdit(f *testing.F) {
	for _, text := range styles() {
		f.Add([]byte(text))
	}
	f.Add([]byte("---\ninternal: &x hush\ntitle: *x\n---\n"))
	f.Add([]byte("---\ninputs:\n- &x {id: second}\n- *x\n---\n"))
	f.Add([]byte("---\nx: &x {internal: 1}\n<<: *x\n---\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		given := bytes.Clone(data)
		before, _ := Parse("", data)
		if edited, err := remind(data, "2026-10-16"); err == nil {
			checkAdded(t, data, edited)
			after, problems := Parse("", edited)
			if len(problems) > 0 {
				t.Fatalf("%v:\n%s", problems, edited)
			}
			dates := after.Front.At(At("inputs").ID("second").Key("reminded"))
			if n := len(dates.Kids); n == 0 || dates.Kids[n-1].Raw != "2026-10-16" {
				t.Errorf("the date was not added:\n%s", edited)
			}
			for i, k := range before.Front.Keys {
				if k.Name != "inputs" && !before.Front.Kids[i].equal(after.Front.Get(k.Name)) {
					t.Errorf("%q changed:\n%s", k.Name, edited)
				}
			}
		}
		if kept, err := Without(data, "internal"); err == nil {
			after, problems := Parse("", kept)
			if len(problems) > 0 {
				t.Fatalf("%v:\n%s", problems, kept)
			}
			if after.Front.Get("internal") != nil {
				t.Errorf("internal is still there:\n%s", kept)
			}
			for i, k := range before.Front.Keys {
				if k.Name != "internal" && !before.Front.Kids[i].equal(after.Front.Get(k.Name)) {
					t.Errorf("%q changed:\n%s", k.Name, kept)
				}
			}
		}
		if !bytes.Equal(given, data) {
			t.Error("the input was changed")
		}
	})
}

// checkAdded checks that all lines but one stand as they did, and that one has all
// that it had, or is new.
func checkAdded(t *testing.T, data, edited []byte) {
	t.Helper()
	from := 0
	for from < len(data) && data[from] == edited[from] {
		from++
	}
	behind := 0
	for behind < len(data)-from && data[len(data)-1-behind] == edited[len(edited)-1-behind] {
		behind++
	}
	gone, added := data[from:len(data)-behind], edited[from:len(edited)-behind]
	if bytes.Contains(gone, []byte("\n")) || bytes.Count(added, []byte("\n")) > 1 {
		t.Errorf("%q became %q", gone, added)
	}
}
