package edits

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/front"
)

const agreement = "---\r\ninputs:\r\n  - {id: prices, due: 2026-10-01} # by mail\r\n---\r\nWords.\r\n"

// folder makes a folder with a file.
func folder(t *testing.T, name, text string) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, dir
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// received is the change that says that an input came.
func received(t *testing.T, root *os.Root) []Change {
	t.Helper()
	e := Editor{File: "a.md", Below: front.At("inputs").ID("prices")}
	e.Set("received", front.Bare("2026-10-16"))
	changes, err := Apply(e.Edits, root.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func TestAnEditChangesItsLineAlone(t *testing.T) {
	root, dir := folder(t, "a.md", "\uFEFF"+agreement)
	changes := received(t, root)
	if err := Write(root, changes); err != nil {
		t.Fatal(err)
	}
	want := "\uFEFF" + strings.Replace(agreement, "2026-10-01}", "2026-10-01, received: 2026-10-16}", 1)
	if got := read(t, dir, "a.md"); got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	info, err := os.Stat(filepath.Join(dir, "a.md"))
	if err != nil || info.Mode() != fs.FileMode(0o640) {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("beside it stand %v", entries)
	}
	if in, out := changes[0].Lines(); in != 1 || out != 1 {
		t.Errorf("%d lines in, %d out", in, out)
	}
	back, ok := Reversed(changes)
	if !ok || Write(root, back) != nil || read(t, dir, "a.md") != "\uFEFF"+agreement {
		t.Error("it was not taken back")
	}
}

func TestWhatChangedMeanwhileIsNotWrittenOver(t *testing.T) {
	root, dir := folder(t, "a.md", agreement)
	changes := append([]Change{{File: "new.md", After: []byte("new")}}, received(t, root)...)
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("typed just now"), 0o640); err != nil {
		t.Fatal(err)
	}
	var stale *StaleError
	if err := Write(root, changes); !errors.As(err, &stale) || stale.File != "a.md" {
		t.Errorf("%v", err)
	}
	if got := read(t, dir, "a.md"); got != "typed just now" {
		t.Errorf("it says %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "new.md")); err == nil {
		t.Error("the other file was written")
	}
	// Between the look at all and the renaming, too.
	err := write(root, []Change{{File: "new.md", After: []byte("new")}, {File: "a.md", Before: []byte("what stood there before"), After: []byte("ours")}})
	if !errors.As(err, &stale) || read(t, dir, "a.md") != "typed just now" {
		t.Errorf("%v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("beside it stand %v", entries)
	}
}

func TestANewFileReplacesNone(t *testing.T) {
	root, dir := folder(t, "a.md", agreement)
	var stale *StaleError
	if err := Write(root, []Change{{File: "a.md", After: []byte("new")}}); !errors.As(err, &stale) || read(t, dir, "a.md") != agreement {
		t.Errorf("%v", err)
	}
	changes := []Change{{File: "journal/b.md", After: []byte("new")}}
	if err := Write(root, changes); err != nil || read(t, dir, "journal/b.md") != "new" {
		t.Errorf("%v", err)
	}
	if _, ok := Reversed(changes); ok {
		t.Error("a new file would be taken away")
	}
}

func TestALinkIsNotWrittenThrough(t *testing.T) {
	root, dir := folder(t, "a.md", agreement)
	outside := t.TempDir()
	if err := errors.Join(os.Symlink("a.md", filepath.Join(dir, "link.md")), os.Symlink(outside, filepath.Join(dir, "out")),
		os.Mkdir(filepath.Join(dir, "in"), 0o755), os.Symlink("in", filepath.Join(dir, "folder"))); err != nil {
		t.Skip("links cannot be made here: ", err)
	}
	for _, c := range []Change{
		{File: "link.md", Before: []byte(agreement), After: []byte("x")},
		{File: "out/b.md", After: []byte("x")},
		{File: "folder/b.md", After: []byte("x")},
		{File: "../b.md", After: []byte("x")},
		{File: filepath.ToSlash(outside) + "/b.md", After: []byte("x")},
		{File: "in", Before: []byte{}, After: []byte("x")},
	} {
		if err := Write(root, []Change{c}); err == nil {
			t.Errorf("%s was written", c.File)
		}
	}
	// What is staged does not follow a link either that somebody has laid in its way.
	if err := os.Symlink("in/trap", filepath.Join(dir, ".rapport-a.md~")); err != nil {
		t.Fatal(err)
	}
	if err := Write(root, received(t, root)); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{outside, filepath.Join(dir, "in")} {
		if entries, _ := os.ReadDir(folder); len(entries) != 0 {
			t.Errorf("in %s stand %v", folder, entries)
		}
	}
	if got := read(t, dir, "a.md"); !strings.Contains(got, "received") {
		t.Errorf("it says %q", got)
	}
}

func TestTheSumTellsChangesApart(t *testing.T) {
	a := []Change{{File: "a.md", Before: []byte("1"), After: []byte("2")}}
	for _, other := range [][]Change{
		{{File: "b.md", Before: []byte("1"), After: []byte("2")}},
		{{File: "a.md", Before: []byte("12"), After: []byte("")}},
		{{File: "a.md", Before: []byte("1"), After: []byte("3")}},
		{{File: "a.md", After: []byte("2")}},
		{a[0], a[0]},
		nil,
	} {
		if Sum(a) == Sum(other) {
			t.Errorf("%q has the sum of %q", other, a)
		}
	}
}

func TestTwoChangesOfOneFileAreNotWrittenTogether(t *testing.T) {
	root, dir := folder(t, "a.md", "1")
	first := Change{File: "a.md", Before: []byte("1"), After: []byte("2")}
	second := Change{File: "a.md", Before: []byte("1"), After: []byte("3")} // true until the first is written
	var stale *StaleError
	if err := Write(root, []Change{first, second}); !errors.As(err, &stale) || read(t, dir, "a.md") != "1" {
		t.Errorf("%v; it says %s", err, read(t, dir, "a.md"))
	}
}
