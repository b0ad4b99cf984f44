package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheReferenceIsFresh(t *testing.T) {
	const dir = "../../docs/reference"
	want := map[string]bool{filepath.Join(dir, "theme.md"): true} // which themes/manual writes
	for _, p := range referencePages(newRoot(environment{})) {
		name := filepath.Join(dir, filepath.FromSlash(p.Name))
		want[name] = true
		text, err := os.ReadFile(name)
		if diff := cmp.Diff(p.Text, string(text)); err != nil || diff != "" {
			t.Errorf("%s (%v): run go generate ./cmd/rapport\n%s", name, err, diff)
		}
	}
	for _, pattern := range []string{"*.md", "*/*.md"} {
		there, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range there {
			if !want[name] {
				t.Errorf("%s is of something that is no longer there; delete it", name)
			}
		}
	}
}
