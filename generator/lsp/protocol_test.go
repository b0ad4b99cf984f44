package lsp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/effort"
	"rapport/generator/lsp"
)

// clean copies the workspace of the tests of check.
func clean(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../check/testdata/clean")); err != nil {
		t.Fatal(err)
	}
	return dir
}

const agreement = "content/clients/acme/shop/engagement.md"

// talk sends bytes as they are, and returns the bodies that come back.
func talk(t *testing.T, sent string) (bodies []string, err error) {
	t.Helper()
	var out bytes.Buffer
	err = lsp.Serve(context.Background(), strings.NewReader(sent), &out, lsp.Options{Dir: t.TempDir(), Content: "content", Theme: "default", Now: time.Now})
	for _, part := range strings.Split(out.String(), "Content-Length: ")[1:] {
		_, body, _ := strings.Cut(part, "\r\n\r\n")
		bodies = append(bodies, body)
	}
	return bodies, err
}

func framed(bodies ...string) string {
	var b strings.Builder
	for _, body := range bodies {
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return b.String()
}

const hello = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`

// What is no message, or comes at the wrong time, is answered so, and the session goes on.
func TestWhatCannotBeReadEndsNoSession(t *testing.T) {
	for _, test := range []struct {
		name, sent string
		want       []string // what stands in the answers
		err        error
	}{
		{"in order", framed(hello, `{"id":2,"method":"shutdown"}`, `{"method":"exit"}`), []string{`"capabilities"`, `"id":2,"result":null`}, nil},
		{"without shutdown", framed(hello, `{"method":"exit"}`), []string{`"capabilities"`}, lsp.ErrNoShutdown},
		{"cut off", framed(hello), []string{`"capabilities"`}, lsp.ErrNoShutdown},
		{"no JSON", framed(`{"id":`, hello), []string{`"code":-32700`, `"capabilities"`}, lsp.ErrNoShutdown},
		{"a batch", framed(`[1]`, hello), []string{`"code":-32700`, `"capabilities"`}, lsp.ErrNoShutdown},
		{"no message", framed(`{}`, hello), []string{`"code":-32600`, `"capabilities"`}, lsp.ErrNoShutdown},
		{"before initialize", framed(`{"id":"a","method":"textDocument/hover"}`), []string{`"id":"a","error":{"code":-32002`}, lsp.ErrNoShutdown},
		{"twice", framed(hello, strings.Replace(hello, `"id":1`, `"id":2`, 1)), []string{`"capabilities"`, `"code":-32600`}, lsp.ErrNoShutdown},
		{"after shutdown", framed(hello, `{"id":2,"method":"shutdown"}`, `{"id":3,"method":"textDocument/hover"}`, `{"method":"exit"}`), []string{`"capabilities"`, `"result":null`, `"code":-32600`}, nil},
		{"not spoken", framed(hello, `{"id":2,"method":"textDocument/moniker","params":{}}`), []string{`"capabilities"`, `"code":-32601`}, lsp.ErrNoShutdown},
		{"wrong parameters", framed(hello, `{"id":2,"method":"textDocument/hover","params":[]}`, `{"method":"textDocument/didOpen","params":7}`), []string{`"capabilities"`, `"code":-32602`}, lsp.ErrNoShutdown},
		{"a document that is not open", framed(hello, `{"id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///x.md"},"position":{"line":-1,"character":-1}}}`), []string{`"capabilities"`, `"result":null`}, lsp.ErrNoShutdown},
		{"other headers, of any case", "content-type: x\r\ncontent-length: " + framed(hello)[len("Content-Length: "):], []string{`"capabilities"`}, lsp.ErrNoShutdown},
		{"an answer to nothing", framed(hello, `{"id":9,"result":null}`), []string{`"capabilities"`}, lsp.ErrNoShutdown},
		{"a message that is not whole", "Content-Length: 100\r\n\r\n{}", nil, io.ErrUnexpectedEOF},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := talk(t, test.sent)
			if !errors.Is(err, test.err) {
				t.Errorf("the session ended with %v, want %v", err, test.err)
			}
			if len(got) != len(test.want) {
				t.Fatalf("answers: %q", got)
			}
			for i, want := range test.want {
				if !strings.Contains(got[i], want) {
					t.Errorf("answer %s lacks %s", got[i], want)
				}
			}
		})
	}
	for _, sent := range []string{"Content-Length: many\r\n\r\n", "Content-Length: -1\r\n\r\n", "Content-Length: 99999999999\r\n\r\n", strings.Repeat("x", 100_000)} {
		if _, err := talk(t, sent); err == nil || errors.Is(err, lsp.ErrNoShutdown) {
			t.Errorf("%.40q ends with %v", sent, err)
		}
	}
}

// A request that is taken back is answered so, be it that it waits or that it is under way.
func TestRequestsAreTakenBack(t *testing.T) {
	e := start(t, clean(t), nil)
	e.open(agreement)
	at := map[string]any{"textDocument": map[string]any{"uri": e.uri(agreement)}, "range": map[string]any{"end": map[string]any{"line": 99}}}
	canceled := 0
	for n := range effort.Rounds(40, 200) {
		e.write(agreement, n+2, "---\ntitle: x\n---\n")
		id := e.ask("textDocument/inlayHint", at) // which waits for the check of what was written
		e.notify("$/cancelRequest", map[string]any{"id": json.RawMessage(id)})
		if strings.Contains(string(e.wait(id)), "-32800") {
			canceled++
		}
	}
	if canceled == 0 {
		t.Error("no request was taken back")
	}
	if got := e.call("textDocument/inlayHint", at); string(got) != "[]" {
		t.Errorf("a request that was not taken back is answered %s", got)
	}
}

// Whatever is typed, what an editor was told in the end is what check finds in the files that were saved.
func TestRandomEditsEndInWhatCheckFinds(t *testing.T) {
	dir := copied(t)
	e := start(t, dir, nil)
	random := rand.New(rand.NewPCG(1, 18))
	files := []string{
		"content/provider.md", "content/services/web-shop.md", "content/clients/dijkzicht/client.md", "content/clients/dijkzicht/webwinkel/engagement.md",
		"content/clients/hollenbeck/umzug/engagement.md", "content/clients/finch-marlowe/service-desk/data/requests.csv",
	}
	entries, err := filepath.Glob(filepath.Join(dir, "content/clients/*/*/*/*.md"))
	if err != nil || len(entries) < 10 {
		t.Fatal(err, entries)
	}
	for _, i := range random.Perm(len(entries))[:6] {
		files = append(files, filepath.ToSlash(strings.TrimPrefix(entries[i], dir+string(filepath.Separator))))
	}
	bodies, versions := map[string]string{}, map[string]int{}
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			continue // the example names it otherwise
		}
		bodies[file], versions[file] = string(text), 1
		e.openWith(file, string(text))
	}
	files = slices.DeleteFunc(files, func(f string) bool { return versions[f] == 0 })
	if len(files) < 8 {
		t.Fatalf("only %q are there", files)
	}
	pieces := []string{"", "x", " ", "\n", "\r\n", "- ", ": ", "{", "}", "[", "]", "\"", "'", "#", "---\n", "😀", "é", "2026-10-17", "due", "id: live", "\n  - {id: x, what: Y, due: 2026-12-25}", "&a", "*a", "|", "<<", "\t"}
	for n := range effort.Rounds(60, 500) {
		file := files[random.IntN(len(files))]
		body := bodies[file]
		bounds := boundaries(body)
		from := random.IntN(len(bounds))
		to := min(len(bounds)-1, from+random.IntN(12)*random.IntN(2))
		piece := pieces[random.IntN(len(pieces))]
		now := body[:bounds[from]] + piece + body[bounds[to]:]
		versions[file]++
		e.notify("textDocument/didChange", map[string]any{
			"textDocument":   map[string]any{"uri": e.uri(file), "version": versions[file]},
			"contentChanges": []any{map[string]any{"range": map[string]any{"start": pointOf(body, bounds[from]), "end": pointOf(body, bounds[to])}, "text": piece}},
		})
		bodies[file] = now
		place := map[string]any{"textDocument": map[string]any{"uri": e.uri(file)}, "position": pointOf(now, bounds[from]+len(piece)), "range": map[string]any{"start": point{}, "end": point{9999, 0}}, "context": map[string]any{"diagnostics": []any{}}, "newName": "other"}
		method := []string{"completion", "hover", "definition", "references", "rename", "prepareRename", "codeAction", "documentSymbol", "foldingRange", "inlayHint"}[n%10]
		if got := e.call("textDocument/"+method, place); strings.Contains(string(got), "rapport itself failed") {
			t.Fatalf("%s: %s", method, got)
		}
		if n%60 == 59 { // take most of it back, or all would be broken for good
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				t.Fatal(err)
			}
			versions[file]++
			bodies[file] = string(text)
			e.write(file, versions[file], string(text))
		}
	}
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(bodies[file]), 0o644); err != nil {
			t.Fatal(err)
		}
		e.save(file)
	}
	e.agrees()
	mended := files[:len(files)-2]
	for _, file := range mended { // and what was broken is found to be whole again
		text, err := os.ReadFile(filepath.Join("../..", file))
		if err != nil {
			t.Fatal(err)
		}
		versions[file]++
		e.write(file, versions[file], string(text))
		if err := os.WriteFile(filepath.Join(dir, file), text, 0o644); err != nil {
			t.Fatal(err)
		}
		e.save(file)
	}
	e.agrees()
}

// boundaries are the offsets at which an edit can begin: between characters, and not within CRLF.
func boundaries(text string) []int {
	var all []int
	for i := range text {
		if i == 0 || text[i-1] != '\r' || text[i] != '\n' {
			all = append(all, i)
		}
	}
	return append(all, len(text))
}

// A long session needs no more memory than a short one.
func TestMemoryStaysLevel(t *testing.T) {
	e := start(t, copied(t), nil)
	file := "content/clients/dijkzicht/webwinkel/engagement.md"
	e.open(file)
	text, err := os.ReadFile(filepath.Join(e.dir, file))
	if err != nil {
		t.Fatal(err)
	}
	version := 1
	edit := func(times int) uint64 {
		for range times {
			version++
			e.write(file, version, strings.Replace(string(text), "Nieuwe webwinkel", fmt.Sprintf("Winkel %d", version), 1))
			e.await("the document is checked", func(told map[string]publication) bool { return told[file].Version == version })
		}
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	edit(20)
	early := edit(effort.Rounds(10, 30))
	late := edit(effort.Rounds(30, 450))
	t.Logf("%d kB at first, %d kB after %d edits", early>>10, late>>10, version)
	if late > early+early/5+2<<20 {
		t.Errorf("%d kB after some edits, %d kB after many", early>>10, late>>10)
	}
}

// What is no content is left alone, and a workspace is found from a file within it.
func TestFilesOutsideContentAreNoneOfOurs(t *testing.T) {
	dir := clean(t)
	e := start(t, filepath.Dir(dir), nil) // the folder that holds the workspace
	e.dir = dir
	e.openWith("README.md", "# Hello")
	if got := e.call("textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": e.uri("README.md")}}); string(got) != "null" {
		t.Errorf("a README has symbols: %s", got)
	}
	e.open(agreement)
	e.await("the agreement is checked", func(told map[string]publication) bool { return told[agreement].Version == 1 })
	e.mu.Lock()
	defer e.mu.Unlock()
	if _, told := e.told["README.md"]; told {
		t.Error("something is wrong with a README")
	}
}

// Where a change of one file moves the dates of another, the editor is asked to show hints anew; where it moves none, not.
func TestHintsAreShownAnewWhenDatesMove(t *testing.T) {
	e := start(t, clean(t), nil)
	e.open(agreement)
	entry := "content/clients/acme/shop/journal/2026-10-12-banner.md"
	e.open(entry)
	e.settle(entry)
	count := func() int {
		e.mu.Lock()
		defer e.mu.Unlock()
		n := 0
		for _, call := range e.calls {
			if call == "workspace/inlayHint/refresh" {
				n++
			}
		}
		return n
	}
	before := count()
	e.write(entry, 2, "---\nkind: lesson\ntitle: Ask early\n---\n")
	e.settle(entry)
	if got := count(); got != before {
		t.Errorf("hints were to be shown anew %d times for what moves nothing", got-before)
	}
	e.write(entry, 3, "---\nkind: change\ntitle: Later\naffects: [live]\ndays: 3\nstate: accepted\naccepted_by: joost\naccepted: 2026-10-13\n---\n")
	e.settle(entry)
	e.call("textDocument/hover", map[string]any{"textDocument": map[string]any{"uri": e.uri(entry)}, "position": point{}}) // behind which all is told
	if got := count(); got != before+1 {
		t.Errorf("hints were to be shown anew %d times, want 1", got-before)
	}
}

// What is offered to be changed is of the document as it was when that was asked, whatever is typed before the answer:
// the editor then knows that it is late.
func TestAnEditIsOfTheDocumentThatWasAskedAbout(t *testing.T) {
	e := start(t, clean(t), nil)
	text, err := os.ReadFile(filepath.Join(e.dir, agreement))
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(text), "excludes:", "exclude:", 1)
	e.openWith(agreement, wrong)
	var found []finding
	e.await("the key is told of", func(told map[string]publication) bool {
		found = told[agreement].Diagnostics
		return len(found) > 0
	})
	for n := range 10 { // in some of which it is typed before the answer
		version := 2*n + 2
		e.write(agreement, version, wrong+"\nAsked.\n")
		id := e.ask("textDocument/codeAction", map[string]any{
			"textDocument": map[string]any{"uri": e.uri(agreement)}, "range": found[0].Range, "context": map[string]any{"diagnostics": lower(found)},
		})
		e.write(agreement, version+1, wrong+"\nAsked.\n\nTyped.\n")
		var actions []struct {
			Edit struct {
				DocumentChanges []struct{ TextDocument struct{ Version int } }
			}
		}
		if err := json.Unmarshal(e.wait(id), &actions); err != nil || len(actions) == 0 {
			t.Fatal(err, actions)
		}
		if got := actions[0].Edit.DocumentChanges[0].TextDocument.Version; got != version {
			t.Errorf("the edit is of version %d, want %d", got, version)
		}
	}
}

// An editor that tells of no file which others changed is asked for nothing: the server looks each minute.
func TestFilesOfWhichNobodyTellsAreSeenWithinAMinute(t *testing.T) {
	var pass func()
	e := start(t, copied(t), func(o *lsp.Options) {
		o.Every = func(_ time.Duration, do func()) func() {
			pass = do
			return func() {}
		}
	})
	e.open("content/clients/dijkzicht/webwinkel/engagement.md")
	e.agrees()
	before := checked(t, e.dir)
	other := filepath.Join(e.dir, "content/clients/hollenbeck/umzug/engagement.md")
	text, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, bytes.Replace(text, []byte("title ="), []byte("titel ="), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	if slices.Equal(checked(t, e.dir), before) {
		t.Fatal("nothing is wrong with the file now")
	}
	pass()
	e.agrees()
}

// A theme that is not there is told of, and nothing falls over it: once it is there, the session goes on.
func TestAThemeThatIsMissingIsWaitedFor(t *testing.T) {
	var log safeLog
	e := start(t, clean(t), func(o *lsp.Options) { o.Theme, o.Log = "own", &log })
	e.open(agreement)
	provider := "content/provider.md"
	text, err := os.ReadFile(filepath.Join(e.dir, provider))
	if err != nil {
		t.Fatal(err)
	}
	e.openWith(provider, string(text)+"\nMore.\n")
	e.settle(agreement)
	if err := os.MkdirAll(filepath.Join(e.dir, "themes/own"), 0o755); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": e.uri("themes/own"), "type": 1}}})
	e.await("the agreement is checked", func(told map[string]publication) bool { return told[agreement].Version == 1 })
	if said := log.String(); !strings.Contains(said, "own") || strings.Contains(said, "runtime error") {
		t.Errorf("the server says:\n%s", said)
	}
}

// A safeLog keeps what goroutines write.
type safeLog struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *safeLog) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(text)
}

func (l *safeLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// A client's folder that is removed at once is told of by its name alone, and nothing is said of its files any more.
func TestAClientThatIsRemovedIsForgotten(t *testing.T) {
	e := start(t, copied(t), nil)
	e.agrees()
	wrong := "content/clients/hollenbeck/client.md"
	folder := filepath.Dir(wrong)
	if err := os.WriteFile(filepath.Join(e.dir, wrong), []byte("---\nnome: X\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": e.uri(wrong), "type": 2}}})
	e.agrees()
	if err := os.RemoveAll(filepath.Join(e.dir, folder)); err != nil {
		t.Fatal(err)
	}
	e.notify("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{map[string]any{"uri": e.uri(folder), "type": 3}}})
	e.agrees()
}
