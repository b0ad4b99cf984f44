package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// options returns what a build of a workspace takes, but for the output.
func options(t testing.TB, dir, day string) generator.BuildOptions {
	t.Helper()
	asOf, err := press.ParseAsOf(day)
	if err != nil {
		t.Fatal(err)
	}
	return generator.BuildOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, AsOf: asOf}
}

// build builds into a folder, and fails the test for any problem that is more
// than a note.
func build(t testing.TB, o generator.BuildOptions, out string) *generator.Result {
	t.Helper()
	o.Out = out
	result, err := generator.Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range result.Problems {
		if p.Severity != diag.Note {
			t.Error(p)
		}
	}
	return result
}

// read returns the files of a folder by their names.
func read(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	fsys := os.DirFS(dir)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// compare fails the test where two folders differ, and names the first files that do.
func compare(t testing.TB, want, got map[string]string) {
	t.Helper()
	names := maps.Clone(want)
	maps.Copy(names, got)
	shown := 0
	for _, name := range slices.Sorted(maps.Keys(names)) {
		a, had := want[name]
		b, has := got[name]
		if had && has && a == b {
			continue
		}
		if shown++; shown > 5 {
			t.Error("and more")
			return
		}
		switch {
		case !has:
			t.Errorf("%s is missing", name)
		case !had:
			t.Errorf("%s is not wanted", name)
		default:
			t.Errorf("%s differs: %s", name, firstDifference(a, b))
		}
	}
}

func firstDifference(a, b string) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	near := func(s string) string { return s[max(0, at-40):min(len(s), at+60)] }
	return fmt.Sprintf("at byte %d, %q and %q", at, near(a), near(b))
}

func TestBytesDoNotDependOnJobsOrTheTimeOfTheBuild(t *testing.T) {
	var want map[string]string
	for _, jobs := range []int{1, 2, 8} {
		out := t.TempDir()
		o := options(t, "..", exampleDay)
		o.Jobs = jobs
		build(t, o, out)
		got := read(t, out)
		if want == nil {
			want = got
		}
		compare(t, want, got)
	}
}

func TestSecondBuildTouchesNothing(t *testing.T) {
	out := t.TempDir()
	first := build(t, options(t, "..", exampleDay), out)
	times := modTimes(t, out)
	second := build(t, options(t, "..", exampleDay), out)
	if second.Stats.Written != 0 || second.Stats.Removed != 0 || second.Stats.Unchanged != first.Stats.Written {
		t.Errorf("the first build wrote %d files; the second wrote %d, left %d and removed %d", first.Stats.Written, second.Stats.Written, second.Stats.Unchanged, second.Stats.Removed)
	}
	if got := modTimes(t, out); !maps.Equal(times, got) {
		t.Error("modification times changed")
	}
}

func modTimes(t testing.TB, dir string) map[string]time.Time {
	t.Helper()
	times := map[string]time.Time{}
	for name := range read(t, dir) {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		times[name] = info.ModTime()
	}
	return times
}

func TestBuildsOfOneFolderAtOnceComeOneAfterTheOther(t *testing.T) {
	alone := t.TempDir()
	build(t, options(t, "..", exampleDay), alone)
	want := read(t, alone)

	out := filepath.Join(t.TempDir(), "public")
	early := options(t, "..", "2026-07-01")
	var group sync.WaitGroup
	for i := range 4 {
		o := options(t, "..", exampleDay)
		if i%2 == 1 {
			o = early
		}
		o.Out = out
		group.Go(func() {
			if _, err := generator.Build(context.Background(), o); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := read(t, out); !maps.Equal(got, want) {
		earlier := t.TempDir()
		build(t, early, earlier)
		if !maps.Equal(got, read(t, earlier)) {
			t.Error("the output is that of neither build")
		}
		build(t, options(t, "..", exampleDay), out)
		compare(t, want, read(t, out))
	}
}

func TestBuildWaitsForAnotherUntilItIsCancelled(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	busy, err := output.Open(t.Context(), out, output.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o := options(t, "..", exampleDay)
	o.Out = out
	o.Waiting = cancel
	if _, err := generator.Build(ctx, o); err != context.Canceled {
		t.Errorf("got error %v, want that it was cancelled", err)
	}
	if got := read(t, out); len(got) != 1 {
		t.Errorf("wrote %d files into a folder that another build had", len(got)-1)
	}
	if err := busy.Close(); err != nil {
		t.Fatal(err)
	}
	o.Waiting = func() { t.Error("waited for nobody") }
	build(t, o, out)
}

func TestProgressNamesEachClientOnce(t *testing.T) {
	var got bytes.Buffer
	o := options(t, "..", exampleDay)
	o.Jobs = 1
	o.Progress = func(p generator.Progress) { fmt.Fprintf(&got, "%s %d/%d\n", p.Client, p.Done, p.Total) }
	build(t, o, t.TempDir())
	want := " 0/3\ndijkzicht 1/3\nfinch-marlowe 2/3\nhollenbeck 3/3\n"
	if got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
}

// Of a client that takes long it is told how much of it is done.
func TestProgressGrowsWhileAClientIsSealed(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	sealClient(t, dir, "dijkzicht")
	o := options(t, dir, exampleDay)
	o.Jobs, o.Clients = 1, []string{"dijkzicht"}
	var steps []generator.Progress
	o.Progress = func(p generator.Progress) { steps = append(steps, p) }
	build(t, o, t.TempDir())
	parts, before := 0, 0.0
	for _, p := range steps {
		if p.Done == 0 && p.Part > 0 {
			parts++
		}
		if p.Fraction() < before {
			t.Errorf("after %g comes %g", before, p.Fraction())
		}
		before = p.Fraction()
	}
	if parts < 3 || before != 1 || steps[len(steps)-1].Part != 0 {
		t.Errorf("%d steps within the client, up to %g: %v", parts, before, steps)
	}
}

// sealClient has the portal of a client of the example be sealed, to a key of the provider's.
func sealClient(t *testing.T, dir, id string) {
	t.Helper()
	name := filepath.Join(dir, "content/clients", id, "client.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	sealed := strings.Replace(string(text), "access: open", "access: sealed", 1)
	if sealed == string(text) {
		t.Fatalf("%s has no access: open", name)
	}
	if err := os.WriteFile(name, []byte(sealed), 0o644); err != nil {
		t.Fatal(err)
	}
	writeFiles(t, dir, "-- content/keys/provider.pub --\n"+providerKey+"\n")
}

func TestCheckWritesNothing(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	before := read(t, dir)
	o := options(t, dir, exampleDay)
	result, err := generator.Check(t.Context(), generator.CheckOptions{Workspace: o.Workspace, AsOf: o.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	if result.Portals != 3 || result.Errors() > 0 {
		t.Errorf("checked %d portals, with %d errors", result.Portals, result.Errors())
	}
	compare(t, before, read(t, dir))
}

// writeFiles writes files, each headed by a line "-- name --", into a folder.
func writeFiles(t testing.TB, dir, archive string) {
	t.Helper()
	for _, part := range strings.Split("\n"+archive, "\n-- ")[1:] {
		name, text, _ := strings.Cut(part, " --\n")
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
