package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The findings are argued in testdata/untuned/README.md: whoever changes them
// reads it, and writes down why.
func TestTheUntunedWorkspaceHasTheFindingsThatAreArguedFor(t *testing.T) {
	var lines []string
	for _, p := range checked(t, filepath.Join("testdata", "untuned"), asOf) {
		if p.Rule != "no-history" && p.Rule != "shallow-history" {
			lines = append(lines, p.String()+"\n")
		}
	}
	got := strings.Join(lines, "")
	name := filepath.Join("testdata", "untuned", "findings.txt")
	if *update {
		write(t, name, got)
		return
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

// What the example neglects, it accepts with a reason.
func TestTheExampleIsCleanButForWhatItAccepts(t *testing.T) {
	dir := t.TempDir() // outside git: its commits are those of this program, and no promises
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS(filepath.Join("..", "..", "content"))); err != nil {
		t.Fatal(err)
	}
	for _, p := range checked(t, dir, "2026-10-16") {
		if p.Rule != "no-history" {
			t.Error(p)
		}
	}
}
