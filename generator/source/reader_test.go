package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/diag"
)

// readerOf lists a client, and returns a reader of its files.
func readerOf(t *testing.T, dir string) (*Tree, *Reader) {
	t.Helper()
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	r := tree.Reader()
	t.Cleanup(r.Close)
	return tree, r
}

func TestAReaderReadsWhatItsTreeReads(t *testing.T) {
	long := strings.Repeat("long ", 40_000)
	tree, r := readerOf(t, workspace(t, map[string]string{
		"content/clients/a/client.md":           "a",
		"content/clients/a/empty.md":            "",
		"content/clients/a/shop/engagement.md":  "shop",
		"content/clients/a/shop/journal/one.md": "one",
		"content/clients/a/shop/journal/two.md": "-> ../reports/two.md",
		"content/clients/a/shop/reports/two.md": long,
		"content/clients/a/site/journal":        "-> ../shop/journal",
		"content/clients/b/client.md":           "secret",
	}))
	for range 2 {
		for _, f := range tree.Files() {
			want, err := tree.Read(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := r.Read(f.Name); err != nil || string(got) != string(want) {
				t.Errorf("%s: %.20q, %v, and not %.20q", f.Name, got, err, want)
			}
		}
	}
	if n := len(tree.Files()); n != 8 {
		t.Errorf("%d files", n)
	}
	for _, name := range []string{"", "..", "../b/client.md", "shop", "shop/../client.md", "/etc/passwd"} {
		if body, err := r.Read(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Read(%q): %q, %v", name, body, err)
		}
	}
	with := tree.With(map[string][]byte{"client.md": []byte("b"), "new.md": []byte("new")}).Reader()
	defer with.Close()
	for name, want := range map[string]string{"client.md": "b", "new.md": "new", "shop/engagement.md": "shop"} {
		if got, err := with.Read(name); err != nil || string(got) != want {
			t.Errorf("%s of a tree with other bytes: %q, %v", name, got, err)
		}
	}
}

// TestAReaderCannotBeLedOut swaps files and folders for links between the listing and the reading,
// and between two readings.
func TestAReaderCannotBeLedOut(t *testing.T) {
	secret := map[string]string{"content/clients/b/client.md": "secret", "content/clients/b/journal/one.md": "secret", "content/clients/b/journal/two.md": "secret"}
	for name, test := range map[string]struct {
		first, swap, link, read string
	}{
		"a file":                      {"", "client.md", "../b/client.md", "client.md"},
		"a file beside one":           {"journal/one.md", "journal/two.md", "../../b/client.md", "journal/two.md"},
		"a file, by its whole path":   {"", "client.md", "/etc/hosts", "client.md"},
		"a folder":                    {"", "journal", "../b/journal", "journal/two.md"},
		"a folder that was read from": {"journal/one.md", "journal", "../b/journal", "journal/two.md"},
		"the folder, read from anew":  {"journal/one.md", "journal", "../b/journal", "client.md,journal/two.md"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"content/clients/a/client.md": "a", "content/clients/a/journal/one.md": "a", "content/clients/a/journal/two.md": "a"}
			for at, body := range secret {
				files[at] = body
			}
			dir := workspace(t, files)
			_, r := readerOf(t, dir)
			if test.first != "" {
				if _, err := r.Read(test.first); err != nil {
					t.Fatal(err)
				}
			}
			at := filepath.Join(dir, "content/clients/a", test.swap)
			if err := os.Rename(at, at+".away"); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(test.link, at); err != nil {
				t.Skip("no links here:", err)
			}
			for _, read := range strings.Split(test.read, ",") {
				if body, err := r.Read(read); string(body) != "a" && err == nil {
					t.Errorf("%s: read %q", read, body)
				}
			}
		})
	}
}

func TestAReaderSaysWhatItsTreeSays(t *testing.T) {
	dir := workspace(t, map[string]string{"content/clients/a/client.md": "a", "content/clients/a/shop/engagement.md": "a"})
	tree, r := readerOf(t, dir)
	for _, name := range []string{"client.md", "shop/engagement.md"} {
		if err := os.Remove(filepath.Join(dir, "content/clients/a", name)); err != nil {
			t.Fatal(err)
		}
		_, want := tree.Read(name)
		if _, err := r.Read(name); err == nil || err.Error() != want.Error() || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, and not %v", name, err, want)
		}
	}
}

func TestWhatAReaderReadsIsSummed(t *testing.T) {
	dir := workspace(t, map[string]string{"content/clients/a/client.md": "a"})
	w, err := Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	w.KeepSums = true
	tree, err := w.Client("a", new(diag.List))
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	r := tree.Reader()
	defer r.Close()
	if _, err := r.Read("client.md"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content/clients/a/client.md"), []byte("b"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read("client.md"); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Sum(); !errors.Is(err, ErrChanged) {
		t.Errorf("got %v", err)
	}
}
