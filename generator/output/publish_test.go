package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fill writes files, given by slash path and text, under dir. A text that
// begins with "-> " makes a symbolic link.
func fill(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(text, "-> "); isLink {
			err = os.Symlink(target, file)
		} else {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	fill(t, dir, files)
	return dir
}

// found returns the files under dir in the form that fill takes, and empty
// folders with a slash at the end of their name.
func found(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir():
			entries, err := os.ReadDir(name)
			if err == nil && len(entries) == 0 && rel != "." {
				files[rel+"/"] = ""
			}
			return err
		case d.Type() == fs.ModeSymlink:
			target, err := os.Readlink(name)
			files[rel] = "-> " + target
			return err
		}
		body, err := os.ReadFile(name)
		files[rel] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func same(t testing.TB, dir string, want map[string]string) {
	t.Helper()
	if diff := cmp.Diff(want, found(t, dir)); diff != "" {
		t.Errorf("on disk (-want +got):\n%s", diff)
	}
}

func merged(all ...map[string]string) map[string]string {
	m := map[string]string{}
	for _, one := range all {
		maps.Copy(m, one)
	}
	return m
}

func open(t testing.TB, dir string, options Options) *Folder {
	t.Helper()
	f, err := Open(context.Background(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func asFiles(texts map[string]string) (files []File) {
	for name, text := range texts {
		files = append(files, File{Name: name, Body: []byte(text)})
	}
	return files
}

func publish(t testing.TB, f *Folder, dir string, texts map[string]string) Stats {
	t.Helper()
	stats, err := f.Publish(dir, asFiles(texts))
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// opened opens a new folder in which the client korenaar is published.
func opened(t testing.TB, texts map[string]string) (*Folder, string) {
	t.Helper()
	dir := t.TempDir()
	f := open(t, dir, Options{})
	t.Cleanup(func() { f.Close() })
	if texts != nil {
		publish(t, f, "korenaar", texts)
	}
	return f, filepath.Join(dir, "korenaar")
}

var portal = map[string]string{
	"index.html":                    "home",
	"people.html":                   "people",
	"assets/site.1234.css":          "css",
	"webshop/index.html":            "shop",
	"webshop/reports/2026-09.html":  "september",
	"webshop/reports/2026-10.html":  "october",
	"webshop/reports.html":          "reports",
	"webshop/files/a/b/c/offer.pdf": "offer",
	"webshop-2/index.html":          "sorts between webshop and webshop/",
	"webshop2/index.html":           "sorts behind webshop/",
	"empty.txt":                     "",
}

func TestPublishWritesANewClient(t *testing.T) {
	f, dir := opened(t, nil)
	stats := publish(t, f, "korenaar", portal)
	same(t, dir, portal)
	size := int64(0)
	for _, text := range portal {
		size += int64(len(text))
	}
	if want := (Stats{Files: len(portal), Written: len(portal), Bytes: size}); stats != want {
		t.Errorf("stats %+v, want %+v", stats, want)
	}
}

func TestPublishMakesFilesThatWebServersMayRead(t *testing.T) {
	_, dir := opened(t, portal)
	like := folder(t, map[string]string{"folder/file": ""}) // made 0755 and 0644 under the same umask
	for name, model := range map[string]string{".": "folder", "webshop": "folder", "webshop/reports": "folder", "index.html": "folder/file", "webshop/reports/2026-09.html": "folder/file"} {
		got, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.Stat(filepath.Join(like, model))
		if err != nil {
			t.Fatal(err)
		}
		if got.Mode() != want.Mode() {
			t.Errorf("%s has mode %v, want %v", name, got.Mode(), want.Mode())
		}
	}
}

func TestPublishMirrorsExactly(t *testing.T) {
	tests := []struct {
		name    string
		before  map[string]string
		after   map[string]string
		written int
		removed int
	}{
		{name: "nothing changed", before: portal, after: portal},
		{name: "a page changed", before: portal, after: merged(portal, map[string]string{"webshop/reports/2026-09.html": "SEPTEMBER"}), written: 1},
		{name: "a page changed its length", before: portal, after: merged(portal, map[string]string{"index.html": "longer"}), written: 1},
		{name: "a page became empty", before: portal, after: merged(portal, map[string]string{"index.html": ""}), written: 1},
		{name: "pages in new folders", before: portal, after: merged(portal, map[string]string{"new/a/b.html": "n", "new/a/c.html": "n", "new.html": "n"}), written: 3},
		{name: "pages and folders that are no more", before: merged(portal, map[string]string{"old/a/b.html": "", "old/a/c.html": "", "webshop/reports/old.html": "", ".DS_Store": "", "webshop/.x/y": ""}), after: portal, removed: 5},
		{name: "a folder where a file was", before: map[string]string{"x": "file", "y/x": "file"}, after: map[string]string{"x/index.html": "page", "y/x/z/index.html": "page"}, written: 2, removed: 2},
		{name: "a file where a folder was", before: map[string]string{"x/a": "1", "x/b/c": "2", "y": "y"}, after: map[string]string{"x": "file", "y": "y"}, written: 1, removed: 2},
		{name: "a name in other letters", before: map[string]string{"files/Offer.pdf": "1", "Data/x.csv": "2"}, after: map[string]string{"files/offer.pdf": "1", "data/x.csv": "2"}, written: 2, removed: 2},
		{name: "everything at once", before: map[string]string{"a/b": "1", "c": "2", "d/e/f": "3"}, after: map[string]string{"a": "1", "c/d": "2", "d/e": "3", "d/f": "4"}, written: 4, removed: 3},
		{name: "nothing is left", before: portal, after: map[string]string{"index.html": "home"}, removed: len(portal) - 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, dir := opened(t, test.before)
			stats := publish(t, f, "korenaar", test.after)
			same(t, dir, test.after)
			if stats.Written != test.written || stats.Unchanged != len(test.after)-test.written || stats.Removed != test.removed || stats.Files != len(test.after) {
				t.Errorf("stats %+v, want %d written, %d removed", stats, test.written, test.removed)
			}
			if again := publish(t, f, "korenaar", test.after); again.Written+again.Removed > 0 {
				t.Errorf("the same again: %+v", again)
			}
		})
	}
}

func TestAFileInOtherLettersIsRemovedBeforeItsSuccessorIsWritten(t *testing.T) {
	// Where the file system ignores case, the other order would remove both.
	var p publication
	p.sortOut(map[string]fs.FileInfo{"Offer.pdf": nil, "old.pdf": nil}, "files/", []File{{Name: "files/offer.pdf"}})
	check := func(what string, got []string, want string) {
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s %q, want %q", what, got, want)
		}
	}
	check("removed before", p.obstacles, "files/Offer.pdf")
	check("removed after", p.stale, "files/old.pdf")
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	f, dir := opened(t, portal)
	long := time.Now().Add(-time.Hour).Truncate(time.Second)
	var before []fs.FileInfo
	names := slices.Sorted(maps.Keys(portal))
	for _, name := range names {
		file := filepath.Join(dir, name)
		if err := os.Chtimes(file, long, long); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, info)
	}
	publish(t, f, "korenaar", merged(portal, map[string]string{"people.html": "PEOPLE"}))
	for i, name := range names {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		kept := info.ModTime().Equal(long) && os.SameFile(info, before[i])
		if kept != (name != "people.html") {
			t.Errorf("%s: kept is %t", name, kept)
		}
	}
}

func TestAReaderOfAChangedFileKeepsTheOldBytes(t *testing.T) {
	f, dir := opened(t, portal)
	reader, err := os.Open(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	publish(t, f, "korenaar", merged(portal, map[string]string{"index.html": "HOME"}))
	if body, err := io.ReadAll(reader); err != nil || string(body) != "home" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestLinksInTheOutputAreReplacedAndNeverFollowed(t *testing.T) {
	precious := map[string]string{"file": "home", "folder/index.html": "shop", "folder/precious": "x"}
	for _, test := range []struct {
		name string
		link string // in the output
		to   string // outside
	}{
		{name: "a page", link: "korenaar/index.html", to: "file"},
		{name: "a page to nothing", link: "korenaar/index.html", to: "gone"},
		{name: "a folder", link: "korenaar/webshop", to: "folder"},
		{name: "a folder inside", link: "korenaar/webshop/reports", to: "folder"},
		{name: "a folder in place of a page", link: "korenaar/people.html", to: "folder"},
		{name: "a file in place of a folder", link: "korenaar/assets", to: "file"},
		{name: "the client's folder", link: "korenaar", to: "folder"},
		{name: "a stale file", link: "korenaar/stale", to: "file"},
		{name: "a stale folder", link: "korenaar/stale", to: "folder"},
		{name: "a stale folder of the root", link: "stale", to: "folder"},
	} {
		t.Run(test.name, func(t *testing.T) {
			outside := folder(t, precious)
			f, dir := opened(t, portal)
			dir = filepath.Dir(dir)
			if err := os.RemoveAll(filepath.Join(dir, test.link)); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(outside, test.to), filepath.Join(dir, test.link)); err != nil {
				t.Skip(err)
			}
			publish(t, f, "korenaar", portal)
			if _, err := f.Prune(func(string) bool { return false }); err != nil {
				t.Fatal(err)
			}
			same(t, filepath.Join(dir, "korenaar"), portal)
			same(t, outside, precious)
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 3 { // .rapport, .rapport-staging, korenaar
				t.Errorf("entries %v, %v", entries, err)
			}
		})
	}
}

func TestReadOnlyEntriesAreReplaced(t *testing.T) {
	f, dir := opened(t, merged(portal, map[string]string{"old/a/b.html": "old"}))
	for _, name := range []string{"index.html", "webshop/reports/2026-09.html", "old/a/b.html"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o400); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "people.html"), 0); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"old/a", "webshop/reports", "webshop", "."} {
		if err := os.Chmod(filepath.Join(dir, name), 0o500); err != nil {
			t.Fatal(err)
		}
	}
	want := merged(portal, map[string]string{"index.html": "HOME", "webshop/reports/2026-09.html": "SEPTEMBER", "webshop/reports/new.html": "new"})
	publish(t, f, "korenaar", want)
	if os.Geteuid() == 0 {
		if err := os.Chmod(filepath.Join(dir, "people.html"), 0o644); err != nil { // root could read and compare it
			t.Fatal(err)
		}
	}
	same(t, dir, want)
}

// from returns a file that is streamed, and how often it was opened.
func from(name, text string) (File, *int) {
	reads := new(int)
	return File{Name: name, Size: int64(len(text)), From: func() (io.ReadCloser, error) {
		*reads++
		return io.NopCloser(strings.NewReader(text)), nil
	}}, reads
}

func TestBigFilesAreStreamed(t *testing.T) {
	big := strings.Repeat("0123456789abcdef", 20_000) // 320 kB: several chunks
	f, dir := opened(t, nil)
	for _, step := range []struct {
		name    string
		text    string
		written int
		reads   int
	}{
		{name: "new", text: big, written: 1, reads: 1},
		{name: "the same", text: big, written: 0, reads: 1},
		{name: "the end differs", text: big[:len(big)-1] + "!", written: 1, reads: 2},
		{name: "the length differs", text: big + "!", written: 1, reads: 1},
		{name: "a multiple of the chunk", text: big[:3*chunk], written: 1, reads: 1},
		{name: "a multiple of the chunk again", text: big[:3*chunk], written: 0, reads: 1},
		{name: "empty", text: "", written: 1, reads: 1},
		{name: "empty again", text: "", written: 0, reads: 1},
	} {
		file, reads := from("files/big.pdf", step.text)
		stats, err := f.Publish("korenaar", []File{file, {Name: "index.html"}})
		if err != nil {
			t.Fatal(err)
		}
		if *reads != step.reads {
			t.Errorf("%s: read %d times, want %d", step.name, *reads, step.reads)
		}
		if step.name != "new" && stats.Written != step.written {
			t.Errorf("%s: %+v", step.name, stats)
		}
		same(t, dir, map[string]string{"files/big.pdf": step.text, "index.html": ""})
	}
}

func TestBigBodiesAreComparedWhole(t *testing.T) {
	body := bytes.Repeat([]byte("0123456789abcdef"), 20_000)
	f, dir := opened(t, map[string]string{"index.html": string(body)})
	for _, at := range []int{0, 2*chunk - 1, 2 * chunk, len(body) - 1} {
		body[at] = '!'
		if stats := publish(t, f, "korenaar", map[string]string{"index.html": string(body)}); stats.Written != 1 {
			t.Errorf("a change at %d was not seen", at)
		}
		same(t, dir, map[string]string{"index.html": string(body)})
	}
}

func TestAClientThatFailsStaysAsItWas(t *testing.T) {
	unreadable := errors.New("the disk is worn out")
	failing := map[string]File{
		"its source cannot be opened": {Name: "webshop/z.pdf", Size: 1, From: func() (io.ReadCloser, error) { return nil, unreadable }},
		"its source cannot be read": {Name: "webshop/z.pdf", Size: 1, From: func() (io.ReadCloser, error) {
			return io.NopCloser(io.MultiReader(strings.NewReader("a"), brokenReader{unreadable})), nil
		}},
		"its source shrank": {Name: "webshop/z.pdf", Size: 9, From: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("short")), nil }},
		"its source grew":   {Name: "webshop/z.pdf", Size: 1, From: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("long")), nil }},
	}
	for name, file := range failing {
		for _, before := range []map[string]string{nil, portal} {
			t.Run(fmt.Sprintf("%s, published before: %t", name, before != nil), func(t *testing.T) {
				f, dir := opened(t, before)
				root := filepath.Dir(dir)
				want := found(t, root)
				delete(want, ".rapport-staging/")
				changed := merged(portal, map[string]string{"index.html": "HOME", "people.html/x": "obstacle"})
				delete(changed, "people.html")
				_, err := f.Publish("korenaar", append(asFiles(changed), file))
				var failed *MachineError
				if !errors.As(err, &failed) || failed.Path != filepath.Join(dir, "webshop", "z.pdf") {
					t.Errorf("error %v", err)
				}
				if strings.Contains(name, "cannot") && !errors.Is(err, unreadable) {
					t.Errorf("error %v hides its cause", err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
				same(t, root, want)
			})
		}
	}
}

type brokenReader struct{ err error }

func (b brokenReader) Read([]byte) (int, error) { return 0, b.err }

func TestFilesThatCannotStandSideBySideAreRefused(t *testing.T) {
	tests := []struct {
		name  string
		files []string
		says  []string
	}{
		{name: "twice", files: []string{"a.html", "a.html"}, says: []string{"a.html"}},
		{name: "case", files: []string{"files/Offer.pdf", "files/offer.pdf"}, says: []string{"files/Offer.pdf", "files/offer.pdf"}},
		{name: "case of a folder", files: []string{"Files/a.pdf", "files/b.pdf"}, says: []string{`"Files"`, `"files"`}},
		{name: "case beyond ASCII", files: []string{"ÉTÉ.html", "été.html"}, says: []string{"ÉTÉ.html", "été.html"}},
		{name: "composed and not", files: []string{"caf\u00e9.html", "cafe\u0301.html"}, says: []string{"caf\u00e9.html", "cafe\u0301.html"}},
		{name: "a file that is a folder", files: []string{"reports", "reports/a.html"}, says: []string{`"reports"`}},
		{name: "a file that is a folder in other letters", files: []string{"Reports", "reports/x/a.html"}, says: []string{`"Reports"`, `"reports"`}},
		{name: "a folder that comes first", files: []string{"A/b/c", "a/b"}, says: []string{`"a/b"`}},
		{name: "above", files: []string{"../x"}, says: []string{"../x"}},
		{name: "above in the middle", files: []string{"a/../../x"}, says: []string{"a/../../x"}},
		{name: "absolute", files: []string{"/etc/passwd"}, says: []string{"/etc/passwd"}},
		{name: "no name", files: []string{""}, says: []string{`""`}},
		{name: "itself", files: []string{"."}, says: []string{`"."`}},
		{name: "slash at the end", files: []string{"a/"}, says: []string{`"a/"`}},
		{name: "backslash", files: []string{`a\b`}, says: []string{"cannot be the name"}},
		{name: "NUL", files: []string{"a\x00b"}, says: []string{"cannot be the name"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, dir := opened(t, map[string]string{"index.html": "home"})
			var files []File
			for _, name := range test.files {
				files = append(files, File{Name: name, Body: []byte("x")})
			}
			_, err := f.Publish("korenaar", files)
			if err == nil {
				t.Fatal("no error")
			}
			var machine *MachineError
			if errors.As(err, &machine) {
				t.Errorf("%v is no fault of the machine", err)
			}
			for _, name := range test.says {
				if !strings.Contains(err.Error(), name) {
					t.Errorf("%q does not name %s", err, name)
				}
			}
			same(t, dir, map[string]string{"index.html": "home"})
		})
	}
}

func TestAddressesThatAreNoFolderAreRefused(t *testing.T) {
	f, dir := opened(t, map[string]string{"index.html": "home"})
	before := found(t, filepath.Dir(dir))
	for _, address := range []string{".", "..", "a/b", "../x", "/x", ".git", ".rapport", ".rapport-staging", `a\b`, "Korenaar"} {
		if _, err := f.Publish(address, asFiles(portal)); err == nil {
			t.Errorf("published as %q", address)
		}
	}
	same(t, filepath.Dir(dir), before)
}

func TestRootFilesStandAmongTheClients(t *testing.T) {
	f, dir := opened(t, portal)
	root := filepath.Dir(dir)
	fill(t, root, map[string]string{"gone-client/index.html": "g", "img/old.png": "o", ".well-known/challenge": "c", ".git/HEAD": "ref"})
	files := map[string]string{"index.html": "door", "404.html": "404", ".nojekyll": "", "img/new.png": "n", ".well-known/security.txt": "s"}
	stats := publish(t, f, "", files)
	if stats.Written != 5 || stats.Removed != 1 {
		t.Errorf("stats %+v", stats)
	}
	want := map[string]string{".rapport": markText, "gone-client/index.html": "g", ".git/HEAD": "ref", ".well-known/challenge": "c"}
	for name, text := range portal {
		want["korenaar/"+name] = text
	}
	maps.Copy(want, files)
	got := found(t, root)
	delete(got, ".rapport-staging/")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if stats := publish(t, f, "", files); stats.Unchanged != 5 || stats.Removed != 0 {
		t.Errorf("again: %+v", stats)
	}
}

func TestRootFilesAndClientsDoNotTakeEachOthersPlace(t *testing.T) {
	f, dir := opened(t, portal)
	for _, name := range []string{"korenaar", "korenaar/x.html", "KORENAAR/x.html", ".rapport", ".rapport/x", ".rapport-staging/x"} {
		if _, err := f.Publish("", []File{{Name: name}}); err == nil {
			t.Errorf("published %s", name)
		}
	}
	publish(t, f, "", map[string]string{"img/a.png": "a"})
	for _, address := range []string{"img", "Img"} {
		if _, err := f.Publish(address, nil); err == nil {
			t.Errorf("published a client as %s", address)
		}
	}
	same(t, dir, portal)
}

func TestPruneRemovesWhatTheBuildDidNotMake(t *testing.T) {
	f, dir := opened(t, portal)
	root := filepath.Dir(dir)
	publish(t, f, "", map[string]string{"index.html": "door", "img/a.png": "a"})
	kept := map[string]string{".gitignore": "*", ".well-known/x": "x", "failed/index.html": "as it was"}
	fill(t, root, kept)
	fill(t, root, map[string]string{"gone/index.html": "1", "gone/a/b.html": "2", "stray.txt": "3"})
	asked := map[string]bool{}
	removed, err := f.Prune(func(name string) bool { asked[name] = true; return name == "failed" })
	if err != nil || removed != 3 {
		t.Errorf("removed %d, %v", removed, err)
	}
	if diff := cmp.Diff(map[string]bool{"gone": true, "stray.txt": true, "failed": true}, asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	want := merged(kept, map[string]string{".rapport": markText, "index.html": "door", "img/a.png": "a"})
	for name, text := range portal {
		want["korenaar/"+name] = text
	}
	same(t, root, want)
}

func TestClientsArePublishedAtTheSameTime(t *testing.T) {
	dir := t.TempDir()
	want := map[string]string{".rapport": markText}
	for round := range 3 {
		f := open(t, dir, Options{})
		var group sync.WaitGroup
		for c := range 8 {
			texts := map[string]string{}
			for p := range 20 {
				name, text := fmt.Sprintf("shop/%d.html", p), fmt.Sprint(round, c, p)
				texts[name] = text
				want[fmt.Sprintf("client-%d/%s", c, name)] = text
			}
			group.Go(func() {
				if _, err := f.Publish(fmt.Sprintf("client-%d", c), asFiles(texts)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		same(t, dir, want)
	}
}

func TestStatsAddUp(t *testing.T) {
	sum := Stats{1, 2, 3, 4, 5}
	sum.Add(Stats{10, 20, 30, 40, 50})
	if want := (Stats{11, 22, 33, 44, 55}); sum != want {
		t.Errorf("got %+v", sum)
	}
}
