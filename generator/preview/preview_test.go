package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/sample"
	_ "rapport/generator/testheap"
)

// patience is how long a change may take to show on a slow and busy machine.
const patience = time.Minute

// A site is a workspace that is served.
type site struct {
	t       testing.TB
	dir     string // of the workspace
	url     string // without a slash
	build   generator.BuildOptions
	updated chan []string // the clients of each update
	stop    func() error
}

// workspace writes a small sample.
func workspace(t testing.TB, spec sample.Spec) string {
	t.Helper()
	dir := t.TempDir()
	if err := sample.Write(dir, spec); err != nil {
		t.Fatal(err)
	}
	return dir
}

var small = sample.Spec{Clients: 3, Reports: 4, Entries: 12, Seed: 1}

// serve serves a workspace until the test ends. Change may alter the options.
func serve(t testing.TB, dir string, change func(*Options)) *site {
	t.Helper()
	asOf, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &site{
		t: t, dir: dir, url: "http://" + listener.Addr().String(),
		build: generator.BuildOptions{
			Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default", Drafts: true},
			Out:       filepath.Join(t.TempDir(), "public"), AsOf: asOf,
		},
		updated: make(chan []string, 1000),
	}
	o := Options{Workspace: s.build.Workspace, AsOf: asOf, Now: time.Now, Patience: patience, Editor: "vscode://file{file}:{line}:{column}", Updated: func(clients []string) { s.updated <- clients }}
	if change != nil {
		change(&o)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener, o) }()
	s.stop = func() error {
		cancel()
		return <-ended
	}
	stopped := false
	t.Cleanup(func() {
		if cancel(); !stopped {
			http.DefaultClient.CloseIdleConnections()
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("the server ended with: %v", err)
				}
			case <-time.After(patience):
				t.Error("the server does not stop")
			}
		}
	})
	inner := s.stop
	s.stop = func() error { stopped = true; return inner() }
	s.get("/@rapport/preview.css") // it answers
	return s
}

// get returns the status and the body of a page, without the script tag.
func (s *site) get(path string) (int, []byte) {
	s.t.Helper()
	r, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.StatusCode, withoutScript(body)
}

var scriptTag = regexp.MustCompile(`<script src="/@rapport/preview\.js\?[0-9]+"(?: data-now="([^"]*)")? defer></script>`)

// withoutScript takes the script tag off a page.
func withoutScript(page []byte) []byte {
	at := scriptTag.FindIndex(page)
	if at == nil {
		return page
	}
	return append(bytes.Clone(page[:at[0]]), page[at[1]:]...)
}

// state returns what a page is told first.
func (s *site) state(path string) state {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", s.url+"/@rapport/events?page="+url.QueryEscape(path), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	line, err := bufio.NewReader(r.Body).ReadBytes('\n')
	if err != nil {
		s.t.Fatal(err)
	}
	var st state
	if err := json.Unmarshal(bytes.TrimPrefix(line, []byte("data: ")), &st); err != nil {
		s.t.Fatalf("%v in %q", err, line)
	}
	return st
}

// errors returns the errors that a page is told of, one a line.
func (s *site) errors(path string) []string {
	s.t.Helper()
	var all []string
	for _, p := range s.state(path).Problems {
		if p.Severity == "error" {
			all = append(all, p.At+": "+p.Message)
		}
	}
	return all
}

// until waits for something to become true.
func (s *site) until(what string, check func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for !check() {
		if time.Now().After(deadline) {
			s.t.Fatalf("this never came true: %s", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// shows waits for a page to hold a text.
func (s *site) shows(path, text string) {
	s.t.Helper()
	s.until(path+" shows "+text, func() bool {
		status, body := s.get(path)
		return status == 200 && strings.Contains(string(body), text)
	})
}

// gone waits for a page not to be there.
func (s *site) gone(path string) {
	s.t.Helper()
	s.until(path+" is gone", func() bool { status, _ := s.get(path); return status == 404 })
}

func (s *site) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *site) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(s.path(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// write writes a file where it stands.
func (s *site) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o777); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
}

// save writes a file as editors do: beside it, then in its place.
func (s *site) save(name, text string) {
	s.t.Helper()
	draft := s.path(name) + "~draft"
	if err := os.WriteFile(draft, []byte(text), 0o666); err != nil {
		s.t.Fatal(err)
	}
	s.rename(draft, s.path(name))
}

func (s *site) rename(from, to string) {
	s.t.Helper()
	if err := os.Rename(from, to); err != nil {
		s.t.Fatal(err)
	}
}

// files lists the files below a folder of the workspace, by slash path.
func (s *site) files(folder, pattern string) []string {
	s.t.Helper()
	var found []string
	err := filepath.WalkDir(s.path(folder), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(s.dir, name)
		if ok, _ := filepath.Match(pattern, d.Name()); ok && !d.IsDir() {
			found = append(found, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return found
}

// A built is what a full build makes of the workspace as it is.
type built struct {
	files  map[string][]byte // by path in the output
	errors []string
	failed bool // a client was not built
}

// rebuild builds the workspace in the ordinary way, from nothing.
func (s *site) rebuild() built {
	s.t.Helper()
	if err := os.RemoveAll(s.build.Out); err != nil {
		s.t.Fatal(err)
	}
	result, err := generator.Build(context.Background(), s.build)
	if err != nil {
		s.t.Fatal(err)
	}
	b := built{files: map[string][]byte{}, failed: len(result.Failed) > 0}
	for _, p := range result.Problems {
		if p.Severity == diag.Error {
			b.errors = append(b.errors, p.Position.String()+": "+p.Message)
		}
	}
	err = filepath.WalkDir(s.build.Out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(s.build.Out, name)
		if err == nil && rel != ".rapport" {
			b.files[filepath.ToSlash(rel)], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// difference says how what is served differs from what was built; "" if it does not.
func (s *site) difference(b built) string {
	s.t.Helper()
	for name, want := range b.files {
		status, got := s.get("/" + (&url.URL{Path: name}).EscapedPath())
		if status != 200 {
			return fmt.Sprintf("%s: status %d", name, status)
		}
		if !bytes.Equal(got, want) {
			at := 0
			for at < min(len(got), len(want)) && got[at] == want[at] {
				at++
			}
			return fmt.Sprintf("%s differs at byte %d: %q, want %q", name, at, cutOut(got, at), cutOut(want, at))
		}
	}
	return ""
}

func cutOut(b []byte, at int) []byte { return b[max(0, at-30):min(len(b), at+50)] }

func TestServedBytesAreThoseOfABuildAndOneScriptTag(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	b := s.rebuild()
	if len(b.errors) > 0 || len(b.files) < 100 {
		t.Fatalf("%d files, errors: %q", len(b.files), b.errors)
	}
	if d := s.difference(b); d != "" {
		t.Error(d)
	}
	for name := range b.files {
		if filepath.Ext(name) != ".html" {
			continue
		}
		r, err := http.Get(s.url + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(r.Body)
		r.Body.Close()
		if n := len(scriptTag.FindAll(body, -1)); n != 1 {
			t.Errorf("%s has %d script tags of the preview", name, n)
		}
	}
}

func TestPortalsAreShownAsOfADayInThePath(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	asOf, err := press.ParseAsOf("2026-07-01")
	if err != nil {
		t.Fatal(err)
	}
	s.build.AsOf = asOf
	b := s.rebuild()
	for name, want := range b.files {
		if !strings.HasPrefix(name, "client-") {
			continue
		}
		if _, got := s.get("/@2026-07-01/" + (&url.URL{Path: name}).EscapedPath()); !bytes.Equal(got, want) {
			t.Errorf("%s is not as it was on that day", name)
		}
	}
	r, err := http.Get(s.url + "/@2026-07-01/client-00001/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	page, _ := io.ReadAll(r.Body)
	if tag := scriptTag.FindSubmatch(page); tag == nil || !bytes.HasPrefix(tag[1], []byte("2026-07-01T")) {
		t.Errorf("the page's script is not told of the day: %q", tag)
	}
	if status, _ := s.get("/@someday/client-00001/"); status != 404 {
		t.Errorf("a day that is none has status %d", status)
	}
	if _, now := s.get("/client-00001/index.html"); bytes.Equal(now, b.files["client-00001/index.html"]) {
		t.Error("the page of today is that of another day")
	}
}

// What was bookmarked at an earlier address is shown at that of today, on any day.
func TestAnEarlierAddressLeadsOn(t *testing.T) {
	dir := workspace(t, small)
	name := filepath.Join(dir, "content/clients/client-00001/client.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), "---\n", "---\naliases: [earlier]\n", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir, nil)
	for path, want := range map[string]string{
		"/earlier": "/client-00001/", "/earlier/people.html?x": "/client-00001/people.html?x", "/@2026-07-01/earlier/": "/@2026-07-01/client-00001/",
	} {
		status, header, _ := s.ask(path, nil)
		if status != http.StatusFound || header.Get("Location") != want {
			t.Errorf("%s has status %d and leads to %q, want %q", path, status, header.Get("Location"), want)
		}
	}
	if status, _ := s.get("/later/"); status != http.StatusNotFound {
		t.Errorf("an address that nobody had has status %d", status)
	}
}

func TestThePresentMovesOn(t *testing.T) {
	now := make(chan time.Time, 1)
	at := time.Date(2026, 10, 16, 10, 0, 30, 0, time.UTC)
	now <- at
	s := serve(t, workspace(t, small), func(o *Options) {
		o.AsOf = press.AsOf{}
		o.Now = func() time.Time { n := <-now; now <- n; return n }
	})
	s.shows("/client-00001/", `<time datetime="2026-10-16">`)
	<-now
	now <- at.Add(14 * time.Hour) // by the provider's clock
	s.shows("/client-00001/", `<time datetime="2026-10-17">`)
}
