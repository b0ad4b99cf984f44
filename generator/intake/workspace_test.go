package intake_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/locale"
	"rapport/generator/phrase"
	"rapport/generator/source"
	_ "rapport/generator/testheap"
	"rapport/themes"
)

// now is the time at which messages are taken in.
var now = time.Date(2026, 10, 16, 12, 0, 0, 0, time.FixedZone("CEST", 2*60*60))

// workspace writes the files of testdata/workspace.txtar, with others in the place of some.
func workspace(t testing.TB, others map[string]string) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/workspace.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	for name, text := range others {
		files[name] = text
	}
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// known reads a workspace as it is read before messages are taken in. It must be sound.
func known(t testing.TB, dir string) intake.Input {
	t.Helper()
	w, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	var problems diag.List
	tree, err := w.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	in := intake.Input{
		Provider: content.ParseProvider(tree, &problems, content.Options{Drafts: true}), AsOf: now, Speak: speak,
		Read: func(name string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))) },
	}
	ids, err := w.Clients(&problems)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		tree, err := w.Client(id, &problems)
		if err != nil {
			t.Fatal(err)
		}
		if c := content.ParseClient(id, tree, in.Provider, content.Options{Drafts: true}, &problems); c != nil {
			in.Clients = append(in.Clients, c)
		}
	}
	for _, p := range problems.Sorted() {
		if p.Severity == diag.Error {
			t.Errorf("the workspace has an error: %s", p)
		}
	}
	return in
}

var texts = sync.OnceValues(func() (*locale.Texts, error) {
	var problems diag.List
	files, err := fs.Sub(themes.FS, "default")
	if err != nil {
		return nil, err
	}
	layers := []locale.Layer{{FS: files, Name: "themes/default"}}
	return locale.LoadTexts(layers, "en", &problems)
})

func speak(string) (*phrase.Speaker, error) {
	t, err := texts()
	return phrase.New(t, calendar.DateOf(now), time.UTC, func(line string) string {
		return strings.NewReplacer("**", "", "\\", "").Replace(line)
	}), err
}

// take takes messages in, as they stand in a file, and writes what changes.
func take(t testing.TB, dir string, files ...string) []intake.Result {
	t.Helper()
	in := known(t, dir)
	var all []inbox.Message
	for _, f := range files {
		messages, err := inbox.Read([]byte(f))
		if err != nil {
			t.Logf("not read: %v", err)
		}
		all = append(all, messages...)
	}
	results, err := intake.Plan(in, all)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		for _, change := range r.Changes {
			full := filepath.Join(dir, filepath.FromSlash(change.File))
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(full, change.After, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	return results
}

// entry reads an entry of the workspace's web shop.
func entry(t testing.TB, dir, name string) *content.Entry {
	t.Helper()
	for _, n := range known(t, dir).Clients[0].Engagements[0].Entries {
		if n.ID == name {
			return n
		}
	}
	t.Fatalf("there is no entry %s", name)
	return nil
}

// files returns all files below a folder.
func files(t testing.TB, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// told says what became of messages, for a failed test.
func told(results []intake.Result) string {
	var b strings.Builder
	for _, r := range results {
		fmt.Fprintf(&b, "%s (%s) %s\nwords: %q\nanswer: %+v\nwhole:\n%s\n", r.Outcome, r.Reason, r.What, r.Message.Words, r.Message.Answer, r.Message.Whole)
		for _, c := range r.Changes {
			fmt.Fprintf(&b, "%s:\n%s\n", c.File, c.After)
		}
	}
	return b.String()
}
