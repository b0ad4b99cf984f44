package check_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A bench is a copy of a workspace that tests edit one after the other. Each puts back
// what it touched: a copy for each would cost more than all else that they do.
type bench struct {
	dir     string
	files   map[string]string // what stood in it, by path
	folders map[string]bool
}

// untouched is the time of the files that nobody edited.
var untouched = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// newBench copies the content of a workspace.
func newBench(t *testing.T, from string) *bench {
	t.Helper()
	files, err := filesIn(from)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{dir: t.TempDir(), files: files, folders: map[string]bool{".": true}}
	b.put(t, files)
	err = fs.WalkDir(os.DirFS(b.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			b.folders[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) put(t *testing.T, files map[string]string) {
	t.Helper()
	if err := writeAll(b.dir, files); err != nil {
		t.Fatal(err)
	}
	for file := range files {
		if err := os.Chtimes(filepath.Join(b.dir, filepath.FromSlash(file)), untouched, untouched); err != nil {
			t.Fatal(err)
		}
	}
}

// changes returns which files and folders were written, and what stood in the files
// that were edited or removed.
func (b *bench) changes(t *testing.T) (touched []string, lost map[string]string) {
	t.Helper()
	lost = maps.Clone(b.files)
	err := fs.WalkDir(os.DirFS(b.dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && b.folders[name] {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, stood := b.files[name]
		if stood && info.Mode().IsRegular() && info.ModTime().Equal(untouched) && info.Size() == int64(len(text)) {
			delete(lost, name)
			return nil
		}
		touched = append(touched, name)
		if d.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return touched, lost
}

// restore puts back what was changed.
func (b *bench) restore(t *testing.T) {
	t.Helper()
	touched, lost := b.changes(t)
	for _, name := range touched {
		if err := os.RemoveAll(filepath.Join(b.dir, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	b.put(t, lost)
}
