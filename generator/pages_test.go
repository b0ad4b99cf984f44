package generator_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"rapport/generator/effort"
)

// zipped is how many bytes travel for a file.
func zipped(t *testing.T, body string) int {
	t.Helper()
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Len()
}

// loaded are the files that a page fetches by itself, but for pictures and fonts.
var loaded = regexp.MustCompile(`<(?:script src|link rel="?stylesheet"? href)="([^"]+)"`)

func TestPagesAreLight(t *testing.T) {
	effort.NothingAtOnce(t)
	const script, whole = 9 << 10, 60 << 10 // a script has its words with it
	files := read(t, buildExample(t))
	for name, body := range files {
		if strings.HasPrefix(path.Base(name), "app.") && strings.HasSuffix(name, ".js") {
			if n := zipped(t, body); n > script {
				t.Errorf("%s travels as %d bytes, want %d at most", name, n, script)
			}
		}
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		size, scripts := zipped(t, body), 0
		for _, m := range loaded.FindAllStringSubmatch(body, -1) {
			file, ok := files[path.Join(path.Dir(name), m[1])]
			if !ok {
				t.Errorf("%s loads %s, which is not there", name, m[1])
			}
			size += zipped(t, file)
			if strings.HasSuffix(m[1], ".js") {
				scripts++
			}
		}
		if size > whole {
			t.Errorf("%s travels as %d bytes with what it loads, want %d at most", name, size, whole)
		}
		if strings.Contains(name, "/") && scripts != 1 {
			t.Errorf("%s loads %d scripts, want 1; the search comes when it is asked for", name, scripts)
		}
	}
}

// The index of the search is made before the pages are. What it leads to must be on them.
func TestSearchLeadsToWhatIsThere(t *testing.T) {
	dir := buildExample(t)
	names, err := fs.Glob(os.DirFS(dir), "*/search.js")
	if err != nil || len(names) != 3 {
		t.Fatalf("found the indexes %q (%v), want one for each of 3 clients", names, err)
	}
	files := read(t, dir)
	for _, name := range names {
		text, ok := strings.CutPrefix(files[name], "rapportIndex=")
		if !ok {
			t.Fatalf("%s is not a script", name)
		}
		var index struct {
			Sections []string
			Docs     []struct {
				H, T, X string
				S       int
			}
		}
		if err := json.Unmarshal([]byte(text), &index); err != nil {
			t.Fatal(err)
		}
		if len(index.Docs) < 30 {
			t.Errorf("%s has %d documents", name, len(index.Docs))
		}
		for _, doc := range index.Docs {
			page, anchor, _ := strings.Cut(doc.H, "#")
			html, ok := files[path.Join(path.Dir(name), page)]
			if !ok {
				t.Errorf("%s leads to %s, which is not there", name, doc.H)
			}
			if anchor != "" && !strings.Contains(html, `id="`+anchor+`"`) {
				t.Errorf("%s leads to %s, and there is no such place", name, doc.H)
			}
			if doc.T == "" || doc.S < 0 || doc.S >= len(index.Sections) || strings.ContainsAny(doc.X, "<>") {
				t.Errorf("%s has a document %+v", name, doc)
			}
		}
	}
}
