package lsp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/lsp"
	"rapport/generator/press"
)

// An editor is a client of a server, for tests.
type editor struct {
	t    testing.TB
	dir  string
	in   io.WriteCloser
	done chan error
	ids  int

	mu      sync.Mutex
	answers map[string]chan json.RawMessage
	told    map[string]publication // by file
	news    chan struct{}
	calls   []string // methods that the server called
}

type publication struct {
	URI         string
	Version     int
	Diagnostics []finding
}

type finding struct {
	Range    struct{ Start, End struct{ Line, Character int } }
	Severity int
	Code     string
	Source   string
	Message  string
}

var asOf, _ = press.ParseAsOf("2026-10-16T12:00:00+02:00")

// start begins a session about a workspace.
func start(t testing.TB, dir string, change func(*lsp.Options)) *editor {
	t.Helper()
	fromEditor, in := io.Pipe()
	out, toEditor := io.Pipe()
	e := &editor{t: t, dir: dir, in: in, done: make(chan error, 1), answers: map[string]chan json.RawMessage{}, told: map[string]publication{}, news: make(chan struct{})}
	o := lsp.Options{Dir: dir, Content: "content", Theme: "default", AsOf: asOf, Now: func() time.Time { return time.Date(2026, 10, 16, 10, 0, 0, 0, time.UTC) }, Log: testLog{t}}
	if change != nil {
		change(&o)
	}
	go func() {
		e.done <- lsp.Serve(context.Background(), fromEditor, toEditor, o)
		toEditor.Close()
	}()
	go e.listen(bufio.NewReader(out))
	e.call("initialize", map[string]any{"rootUri": e.uri(""), "capabilities": map[string]any{
		"workspace":    map[string]any{"workspaceEdit": map[string]any{"documentChanges": true, "resourceOperations": []string{"create"}}, "inlayHint": map[string]any{"refreshSupport": true}},
		"textDocument": map[string]any{"documentSymbol": map[string]any{"hierarchicalDocumentSymbolSupport": true}},
	}})
	e.notify("initialized", map[string]any{})
	t.Cleanup(func() {
		select {
		case <-e.done:
		default:
			e.call("shutdown", nil)
			e.notify("exit", nil)
			if err := <-e.done; err != nil {
				t.Error(err)
			}
		}
	})
	return e
}

type testLog struct{ testing.TB }

func (l testLog) Write(text []byte) (int, error) {
	l.Logf("%s", text)
	return len(text), nil
}

func (e *editor) uri(file string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(e.dir, file))}).String()
}

func (e *editor) file(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		e.t.Errorf("%v", err)
		return uri
	}
	name, err := filepath.Rel(e.dir, u.Path)
	if err != nil {
		e.t.Errorf("%v", err)
	}
	return filepath.ToSlash(name)
}

func (e *editor) send(message map[string]any) {
	message["jsonrpc"] = "2.0"
	body, err := json.Marshal(message)
	if err != nil {
		e.t.Fatal(err)
	}
	if _, err := fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(body), body); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editor) notify(method string, params any) {
	e.send(map[string]any{"method": method, "params": params})
}

// call sends a request, and returns the result; of an error, the whole response.
func (e *editor) call(method string, params any) json.RawMessage {
	e.t.Helper()
	return e.wait(e.ask(method, params))
}

func (e *editor) ask(method string, params any) (id string) {
	e.mu.Lock()
	e.ids++
	id = strconv.Itoa(e.ids)
	e.answers[id] = make(chan json.RawMessage, 1)
	e.mu.Unlock()
	m := map[string]any{"id": e.ids, "method": method}
	if params != nil {
		m["params"] = params
	}
	e.send(m)
	return id
}

func (e *editor) wait(id string) json.RawMessage {
	e.t.Helper()
	e.mu.Lock()
	answer := e.answers[id]
	e.mu.Unlock()
	select {
	case raw := <-answer:
		return raw
	case <-time.After(3 * time.Minute):
		e.t.Fatalf("no answer to request %s", id)
		return nil
	}
}

func (e *editor) listen(in *bufio.Reader) {
	for {
		header, err := textproto.NewReader(in).ReadMIMEHeader()
		if err != nil {
			return
		}
		length, err := strconv.Atoi(header.Get("Content-Length"))
		if err != nil {
			e.t.Errorf("a header without length: %v", header)
			return
		}
		body := make([]byte, length)
		if _, err := io.ReadFull(in, body); err != nil {
			return
		}
		var m struct {
			ID     json.RawMessage
			Method string
			Params json.RawMessage
			Result json.RawMessage
			Error  json.RawMessage
		}
		if err := json.Unmarshal(body, &m); err != nil {
			e.t.Errorf("%v: %s", err, body)
		}
		e.mu.Lock()
		switch {
		case m.Method == "textDocument/publishDiagnostics":
			var p publication
			if err := json.Unmarshal(m.Params, &p); err != nil {
				e.t.Error(err)
			}
			e.told[e.file(p.URI)] = p
			close(e.news)
			e.news = make(chan struct{})
		case m.Method != "":
			e.calls = append(e.calls, m.Method)
		case m.Error != nil:
			if answer := e.answers[string(m.ID)]; answer != nil {
				answer <- body
			}
		default:
			if answer := e.answers[string(m.ID)]; answer != nil {
				answer <- m.Result
			}
		}
		e.mu.Unlock()
	}
}

// open opens a file as it stands on the disk.
func (e *editor) open(file string) {
	e.t.Helper()
	text, err := os.ReadFile(filepath.Join(e.dir, file))
	if err != nil {
		e.t.Fatal(err)
	}
	e.openWith(file, string(text))
}

func (e *editor) openWith(file, text string) {
	e.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": e.uri(file), "languageId": "markdown", "version": 1, "text": text}})
}

// write replaces all of a document.
func (e *editor) write(file string, version int, text string) {
	e.notify("textDocument/didChange", map[string]any{"textDocument": map[string]any{"uri": e.uri(file), "version": version}, "contentChanges": []any{map[string]any{"text": text}}})
}

func (e *editor) save(file string) {
	e.notify("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": e.uri(file)}})
}

// settle waits until the client in whose folder an open file stands is checked, and the editor was told.
func (e *editor) settle(file string) {
	e.t.Helper()
	e.call("textDocument/codeAction", map[string]any{"textDocument": map[string]any{"uri": e.uri(file)}, "context": map[string]any{"diagnostics": []any{}}})
}

// await waits until what the editor was told holds.
func (e *editor) await(what string, holds func(told map[string]publication) bool) {
	e.t.Helper()
	timeout := time.After(3 * time.Minute)
	for {
		e.mu.Lock()
		ok, news := holds(e.told), e.news
		e.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-news:
		case err := <-e.done:
			e.t.Fatalf("the server ended: %v", err)
		case <-timeout:
			e.t.Fatalf("nothing told that %s", what)
		}
	}
}

// all returns what the editor was told in the form of diag.
func all(told map[string]publication) []diag.Problem {
	var problems []diag.Problem
	for file, p := range told {
		for _, d := range p.Diagnostics {
			at := diag.Position{File: file, Line: d.Range.Start.Line + 1, Col: d.Range.Start.Character + 1}
			problems = append(problems, diag.Problem{Position: at, Severity: diag.Severity(d.Severity - 1), Rule: d.Code, Message: d.Message})
		}
	}
	return diag.Sort(problems)
}

// checked returns what check finds, with places as an editor knows them.
func checked(t testing.TB, dir string) []diag.Problem {
	t.Helper()
	result, err := generator.Check(t.Context(), generator.CheckOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	problems := slices.Clone(result.Problems)
	for i := range problems {
		problems[i].Fix = diag.Fix{} // which an editor asks for
		problems[i].Line, problems[i].Col = max(1, problems[i].Line), max(1, problems[i].Col)
		text := strings.Split(string(result.Source(problems[i].File)), "\n")
		if line := problems[i].Line - 1; line < len(text) {
			runes := []rune(strings.TrimPrefix(text[line], "\uFEFF"))
			units := 0
			for _, r := range runes[:min(len(runes), problems[i].Col-1)] {
				if units++; r > 0xFFFF {
					units++
				}
			}
			problems[i].Col = units + 1
		}
	}
	return diag.Sort(problems)
}

// agrees waits until the editor was told what check finds.
func (e *editor) agrees() {
	e.t.Helper()
	want := checked(e.t, e.dir)
	var got []diag.Problem
	defer func() {
		if e.t.Failed() {
			for _, p := range want {
				if !slices.Contains(got, p) {
					e.t.Logf("not told: %s", p)
				}
			}
			for _, p := range got {
				if !slices.Contains(want, p) {
					e.t.Logf("told: %s", p)
				}
			}
		}
	}()
	e.await("check would find what it finds", func(told map[string]publication) bool {
		got = all(told)
		return slices.Equal(got, want)
	})
}

// copied copies the example to a folder outside git.
func copied(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestAnEditorIsToldWhatCheckFinds(t *testing.T) {
	e := start(t, copied(t), nil)
	e.agrees()
	if len(e.told) == 0 {
		t.Fatal("nothing was found")
	}
}
