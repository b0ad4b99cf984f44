package output

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rapport/generator/diag"
)

// lists returns the two lists of changes, and fails where anything else stands beside them.
func lists(t testing.TB, file string) (written, removed []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 {
		t.Fatalf("%v stand there", entries)
	}
	read := func(name string) []string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(strings.Split(string(text), "\n"), func(line string) bool { return line == "" })
	}
	return read(file), read(file + ".removed")
}

// publishTelling publishes a whole site, whose files are given by path, and tells what that changed.
func publishTelling(t testing.TB, dir, file string, site map[string]string) {
	t.Helper()
	f := open(t, dir, Options{Changes: file})
	portals := map[string]map[string]string{"": {}}
	for name, text := range site {
		client, page, ok := strings.Cut(name, "/")
		if !ok {
			client, page = "", name
		}
		if portals[client] == nil {
			portals[client] = map[string]string{}
		}
		portals[client][page] = text
	}
	for client, files := range portals {
		publish(t, f, client, files)
	}
	if _, err := f.Prune(func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	if err := f.TellChanges(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestChangesListWhatWasWrittenAndWhatIsGone(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "changes")
	for _, step := range []struct {
		name             string
		site             map[string]string
		written, removed []string
	}{
		{"all that is new, with what pages load before the pages",
			map[string]string{"index.html": "i", "acme/index.html": "a", "acme/assets/style.css": "s", "birch/index.html": "b", "birch/x/1.html": "1", "birch/x/2.html": "2"},
			[]string{"acme/assets/style.css", "acme/index.html", "birch/index.html", "birch/x/1.html", "birch/x/2.html", "index.html"}, nil},
		{"nothing", map[string]string{"index.html": "i", "acme/index.html": "a", "acme/assets/style.css": "s", "birch/index.html": "b", "birch/x/1.html": "1", "birch/x/2.html": "2"}, nil, nil},
		{"a page that changed, one that is new, one that is gone, and a folder",
			map[string]string{"index.html": "i", "acme/index.html": "other", "acme/new.html": "n", "birch/index.html": "b"},
			[]string{"acme/index.html", "acme/new.html"}, []string{"acme/assets/style.css", "birch/x/1.html", "birch/x/2.html"}},
		{"a client that is gone, and a file for a folder",
			map[string]string{"index.html": "i", "acme/index.html/x.html": "x"},
			[]string{"acme/index.html/x.html"}, []string{"acme/index.html", "acme/new.html", "birch/index.html"}},
		{"a folder for a file",
			map[string]string{"index.html": "i", "acme/index.html": "a"},
			[]string{"acme/index.html"}, []string{"acme/index.html/x.html"}},
	} {
		publishTelling(t, dir, file, step.site)
		written, removed := lists(t, file)
		if diff := cmp.Diff(step.written, written, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: written (-want +got):\n%s", step.name, diff)
		}
		if diff := cmp.Diff(step.removed, removed, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: removed (-want +got):\n%s", step.name, diff)
		}
	}
}

// Who copies what is written, and takes away what is removed, has what was built.
func TestChangesAreEnoughForADeploy(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "changes")
	host := map[string]string{}
	random := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		site := map[string]string{"index.html": "i"}
		for _, name := range []string{"a/x", "a/y", "a/y/z", "a/b/c/d.html", "a/b/e.html", "b/x", "b/x/y", "c/index.html", "404.html"} {
			if _, isFile := site[path.Dir(name)]; !isFile && random.IntN(2) == 0 {
				site[name] = strings.Repeat("x", random.IntN(3))
			}
		}
		publishTelling(t, dir, file, site)
		written, removed := lists(t, file)
		for _, name := range removed {
			delete(host, name)
		}
		for _, name := range written {
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			host[name] = string(text)
		}
		if diff := cmp.Diff(site, host); diff != "" {
			t.Fatalf("at the host (-want +got):\n%s", diff)
		}
	}
}

// What a build changed that did not end, the next one tells of.
func TestChangesOfABuildThatDidNotEndAreNotLost(t *testing.T) {
	dir, file := filepath.Join(t.TempDir(), "public"), filepath.Join(t.TempDir(), "changes")
	publishTelling(t, dir, file, map[string]string{"index.html": "i", "acme/index.html": "a", "acme/old.html": "o"})
	f := open(t, dir, Options{Changes: file})
	publish(t, f, "acme", map[string]string{"index.html": "other"})
	// It is killed before its end, while it notes what it was going to change next.
	if err := f.note([]string{"birch/index.html"}); err != nil {
		t.Fatal(err)
	}
	f.release()
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the list of the build before is there: %v", err)
	}
	journal := file + unfinishedSuffix
	text, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(journal, text[:len(text)-3], 0o644); err != nil {
		t.Fatal(err)
	}
	publishTelling(t, dir, file, map[string]string{"index.html": "i", "acme/index.html": "other", "cedar/index.html": "c"})
	written, removed := lists(t, file)
	if diff := cmp.Diff([]string{"acme/index.html", "cedar/index.html"}, written); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"acme/old.html"}, removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
}

func TestChangesAreNotPublished(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{"changes", "acme/changes", "../" + filepath.Base(dir) + "/changes"} {
		f, err := Open(context.Background(), dir, Options{Changes: filepath.Join(dir, file)})
		if err == nil {
			f.Close()
		}
		if usage := (diag.UsageError{}); !errors.As(err, &usage) || !strings.Contains(err.Error(), "would be published") {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := Open(context.Background(), dir, Options{Changes: filepath.Join(t.TempDir(), "no/changes")}); err == nil {
		t.Error("a folder that is missing was made or passed over")
	}
}
