package cache

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/source"
)

// folder makes a folder of these files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// client lists the files of a client of a workspace that keeps sums.
func client(t *testing.T, dir string) *source.Tree {
	t.Helper()
	w, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	w.KeepSums = true
	tree, err := w.Client("acme", &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close(); w.Close() })
	return tree
}

// later is when all that was written by now is long past.
func later() time.Time { return time.Now().Add(time.Hour) }

func sum(t *testing.T, l *Look) string {
	t.Helper()
	sum, err := l.Sum()
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func TestWhatTheSystemSaysOfAFileCountsOnlyOnceItsClockHasGoneOn(t *testing.T) {
	look := LookAt(client(t, folder(t, map[string]string{"content/clients/acme/client.md": "a"})), nil)
	if _, _, known := changed(first(t)); !known {
		if look.Stamp(later()) != "" {
			t.Error("a system that does not say when files changed is relied on")
		}
		return
	}
	for _, test := range []struct {
		after time.Duration
		want  bool
	}{{-time.Hour, false}, {0, false}, {time.Millisecond, false}, {time.Minute, true}} {
		if got := look.Stamp(look.Newest().Add(test.after)) != ""; got != test.want {
			t.Errorf("%v after the last change what the system says counts: %t", test.after, got)
		}
	}
}

// first is what the system says of some file.
func first(t *testing.T) fs.FileInfo {
	t.Helper()
	info, err := os.Stat("cache_test.go")
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestFilesSystemsOfFullSecondsAreWaitedForLonger(t *testing.T) {
	coarse := &Look{newest: time.Unix(1000, 0)}
	if coarse.isPast(time.Unix(1001, 5)) || !coarse.isPast(time.Unix(1003, 0)) {
		t.Error("a disk that keeps no fractions of seconds is read as one that does")
	}
}

func TestAFileThatChangesIsSeen(t *testing.T) {
	const name = "content/clients/acme/client.md"
	for what, change := range map[string]func(file string) error{
		"other bytes of the same length and time": func(file string) error {
			info, err := os.Stat(file)
			if err == nil {
				err = os.WriteFile(file, []byte("b"), 0o666)
			}
			if err == nil {
				err = os.Chtimes(file, info.ModTime(), info.ModTime())
			}
			return err
		},
		"another name": func(file string) error { return os.Rename(file, file+"x") },
		"a neighbour":  func(file string) error { return os.WriteFile(file+"x", nil, 0o666) },
		"no file":      os.Remove,
	} {
		dir := folder(t, map[string]string{name: "a", "content/clients/acme/other.md": "o"})
		had := LookAt(client(t, dir), nil)
		seen := Seen{Stamp: had.Stamp(later()), Sum: sum(t, had)}
		time.Sleep(30 * time.Millisecond)
		if _, same := LookAt(client(t, dir), nil).Is(seen, later()); !same {
			t.Errorf("%s: before that the file has changed", what)
		}
		if err := change(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if _, same := LookAt(client(t, dir), nil).Is(seen, later()); same {
			t.Errorf("%s: nobody saw that", what)
		}
	}
}

func TestFilesInAnotherPlaceAreReadAndTheSame(t *testing.T) {
	files := map[string]string{"content/clients/acme/client.md": "a", "content/clients/acme/files/x.pdf": "x"}
	had := LookAt(client(t, folder(t, files)), nil)
	seen := Seen{Stamp: had.Stamp(later()), Sum: sum(t, had)}
	now, same := LookAt(client(t, folder(t, files)), nil).Is(seen, later())
	if !same {
		t.Error("a copy is not the same")
	}
	if now.Stamp == seen.Stamp && now.Stamp != "" || now.Sum != seen.Sum {
		t.Errorf("a copy is said to be %v, and was %v", now, seen)
	}
}

func TestWhatIsWrongWithAListingCounts(t *testing.T) {
	dir := folder(t, map[string]string{"content/clients/acme/client.md": "a"})
	had := LookAt(client(t, dir), nil)
	seen := Seen{Stamp: had.Stamp(later()), Sum: sum(t, had)}
	if _, same := LookAt(client(t, dir), []diag.Problem{{Message: "left out"}}).Is(seen, later()); same {
		t.Error("a file that is left out now is not seen")
	}
}

// A file that changes after the look and before it is read, or after that, is never taken for
// what it is not.
func TestOfAFileThatChangesWhileItIsReadWhatWasReadCounts(t *testing.T) {
	const name = "content/clients/acme/client.md"
	dir := folder(t, map[string]string{name: "a"})
	tree := client(t, dir)
	look := LookAt(tree, nil)
	write(t, filepath.Join(dir, name), "b")
	if text, err := tree.Read("client.md"); err != nil || string(text) != "b" {
		t.Fatalf("read %q, %v", text, err)
	}
	write(t, filepath.Join(dir, name), "c")
	seen := Seen{Stamp: look.Stamp(later()), Sum: sum(t, look)}
	if _, same := LookAt(client(t, dir), nil).Is(seen, later()); same {
		t.Error("c was read as b, and counts as the same")
	}
	write(t, filepath.Join(dir, name), "b")
	if _, same := LookAt(client(t, dir), nil).Is(seen, later()); !same {
		t.Error("b was read, and does not count as the same")
	}
}

func TestAFileThatWasTwoThingsIsNotSummedUp(t *testing.T) {
	const name = "content/clients/acme/client.md"
	dir := folder(t, map[string]string{name: "a"})
	tree := client(t, dir)
	look := LookAt(tree, nil)
	for _, text := range []string{"a", "b"} {
		write(t, filepath.Join(dir, name), text)
		if _, err := tree.Read("client.md"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := look.Sum(); err != source.ErrChanged {
		t.Errorf("error %v", err)
	}
}

func TestWhatIsPublishedIsSummedUpAsItIsFound(t *testing.T) {
	files := []output.File{{Name: "index.html", Body: []byte("i")}, {Name: "a/b/c.html", Body: []byte("c")}, {Name: "a-b.html"}}
	other := []output.File{{Name: "index.html", Body: []byte("moved")}}
	dir := folder(t, map[string]string{"acme/index.html": "i", "acme/a/b/c.html": "c", "acme/a-b.html": "", "old/index.html": "moved"})
	made, err := SumOf(map[string][]output.File{"acme": files, "old": other})
	if err != nil {
		t.Fatal(err)
	}
	look, err := LookInto(os.DirFS(dir), "acme", "old")
	if err != nil {
		t.Fatal(err)
	}
	if sum(t, look) != made || look.Files() != 4 {
		t.Errorf("%d files are another sum than was published", look.Files())
	}
	if err := os.Mkdir(filepath.Join(dir, "acme/empty"), 0o777); err != nil {
		t.Fatal(err)
	}
	if look, err = LookInto(os.DirFS(dir), "acme", "old"); err != nil || sum(t, look) == made {
		t.Errorf("a folder that is not made is not seen: %v", err)
	}
	if _, err := LookInto(os.DirFS(dir), "gone"); err == nil {
		t.Error("a folder that is not there is seen")
	}
	if err := os.Symlink("index.html", filepath.Join(dir, "acme/link.html")); err != nil {
		t.Skip(err)
	}
	if _, err := LookInto(os.DirFS(dir), "acme"); err == nil {
		t.Error("a link is taken for what it leads to")
	}
}

func TestAManifestIsWholeOrNone(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, "build")
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	want := &Manifest{
		Key: "k", AsOf: time.Date(2026, 10, 16, 12, 0, 0, 0, time.UTC), Client: Seen{"stamp", "sum"}, Pages: 3, Files: 4, Bytes: 5,
		Problems: []diag.Problem{{Position: diag.Position{File: "f", Line: 1, Col: 2}, Severity: diag.Note, Rule: "r", Message: "m\u2028 <&>"}},
	}
	if err := s.Save("acme", want); err != nil {
		t.Fatal(err)
	}
	got, ok := s.Load("acme")
	if !ok || !got.AsOf.Equal(want.AsOf) || !slices.Equal(got.Problems, want.Problems) || !got.IsAs(want) || got.Pages != 3 || got.Files != 4 || got.Bytes != 5 {
		t.Errorf("kept %+v as %+v", want, got)
	}
	name := filepath.Join(dir, output.Kept, "cache/build/acme")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range text {
		write(t, name, string(text[:i]))
		if _, ok := s.Load("acme"); ok {
			t.Fatalf("what was cut off after %d bytes counts", i)
		}
	}
	write(t, name, strings.Replace(string(text), `"Pages":3`, `"Pages":4`, 1))
	if _, ok := s.Load("acme"); ok {
		t.Error("what was changed counts")
	}
	if _, ok := s.Load("gone"); ok {
		t.Error("what is not there counts")
	}
	write(t, filepath.Join(dir, output.Kept, "cache/draft-1-1"), "")
	if all, err := s.Clients(); err != nil || fmt.Sprint(all) != "[acme]" {
		t.Errorf("clients %v, %v", all, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, output.Kept, "cache/draft-*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if err := s.Forget("acme"); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.Load("acme"); ok {
		t.Error("what was forgotten counts")
	}
}

func TestAManifestIsOfADayAndAnHour(t *testing.T) {
	zone := time.FixedZone("", 2*3600)
	at := func(clock string) time.Time {
		parsed, err := time.ParseInLocation("2006-01-02 15:04", clock, zone)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	m := &Manifest{Key: "k", AsOf: at("2026-10-16 12:00"), Until: at("2026-10-17 09:00")}
	for _, test := range []struct {
		key, clock string
		want       bool
	}{
		{"k", "2026-10-16 12:00", true},
		{"k", "2026-10-16 23:59", true},
		{"other", "2026-10-16 12:00", false},
		{"k", "2026-10-16 11:59", false},
		{"k", "2026-10-17 00:00", false}, // its pages say another day
		{"k", "2026-10-17 10:00", false},
	} {
		if got := m.IsOf(test.key, at(test.clock)); got != test.want {
			t.Errorf("of %s at %s: %t", test.key, test.clock, got)
		}
	}
	m.Until = at("2026-10-16 13:00")
	if m.IsOf("k", at("2026-10-16 13:00")) || !m.IsOf("k", at("2026-10-16 12:59")) {
		t.Error("what changes at one is true at one, or not before")
	}
}
