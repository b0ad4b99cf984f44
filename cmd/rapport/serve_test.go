package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/diag"
	"rapport/generator/live"
)

// A screen is written by one goroutine and read by another.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// until waits for a screen to show what matches, and returns it.
func (s *screen) until(t *testing.T, pattern string) string {
	t.Helper()
	wanted := regexp.MustCompile(pattern)
	for range 6000 { // a minute
		if m := wanted.FindStringSubmatch(s.String()); m != nil {
			return m[len(m)-1]
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s never showed in %q", pattern, s.String())
	return ""
}

// A served is a running rapport serve.
type served struct {
	dir         string
	out, errors *screen
	stop        func() int // the exit status
}

// serveFor runs rapport serve on a copy of the scripts' workspace.
func serveFor(t *testing.T, variables map[string]string, args ...string) *served {
	t.Helper()
	s := &served{dir: t.TempDir(), out: &screen{}, errors: &screen{}}
	if err := os.CopyFS(s.dir, os.DirFS(filepath.Join("testdata", "workspace"))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, append([]string{"serve", "-C", s.dir, "--as-of", "2026-10-16"}, args...), environment{
			stdin: strings.NewReader(""), stdout: s.out, stderr: s.errors, random: rand.Reader,
			getenv: func(name string) string { return variables[name] }, now: time.Now,
			terminal: func(io.Writer) (int, bool) { return 0, false },
		})
	}()
	s.stop = func() int {
		cancel()
		select {
		case status := <-ended:
			ended <- status
			return status
		case <-time.After(time.Minute):
			t.Error("serve does not stop")
			return -1
		}
	}
	t.Cleanup(func() { s.stop() })
	return s
}

const servedAt = `serving at (http://[^;]+/);`

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestServeShowsTheDeskAndStopsWhenAsked(t *testing.T) {
	s := serveFor(t, nil, "--addr", "127.0.0.1:0")
	url := s.out.until(t, servedAt)
	if desk := get(t, url); !strings.Contains(desk, "Desk") || !strings.Contains(desk, "vscode://file/") {
		t.Errorf("the first page is not the desk: %s", desk)
	}
	if status := s.stop(); status != statusDone {
		t.Errorf("exit status %d\n%s", status, s.errors)
	}
	if _, err := os.Stat(filepath.Join(s.dir, "public")); err == nil {
		t.Error("it wrote an output folder")
	}
}

// The desk counts what waits, as it comes and goes.
func TestTheDeskCountsTheMessagesThatWait(t *testing.T) {
	s := serveFor(t, nil, "--addr", "127.0.0.1:0")
	url := s.out.until(t, servedAt)
	const mail = "From: joost@acme.example\nDate: Thu, 15 Oct 2026 14:03:00 +0200\nMessage-ID: <%d@x>\n\nHello\n"
	for _, c := range []struct {
		name, text, says string
	}{
		{"", "", ""},
		{"1.eml", fmt.Sprintf(mail, 1), "1 message waits in intake/ to be taken in"},
		{"2.mbox", "From x Thu Oct 15 14:03:00 2026\n" + fmt.Sprintf(mail, 2) + "\nFrom x Thu Oct 15 14:03:00 2026\n" + fmt.Sprintf(mail, 3), "3 messages wait in intake/ to be taken in"},
		{"3.txt", "no message", "4 messages wait in intake/ to be taken in"},
		{"done/4.eml", fmt.Sprintf(mail, 4), "4 messages wait in intake/ to be taken in"},
	} {
		if c.name != "" {
			file := filepath.Join(s.dir, "intake", filepath.FromSlash(c.name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		desk := get(t, url)
		if !strings.Contains(desk, c.says) || c.says == "" && strings.Contains(desk, "to be taken in") {
			t.Errorf("with %q the desk does not say %q:\n%s", c.name, c.says, desk)
		}
	}
}

func TestServeTakesTheNextPortThatIsFreeAndSaysSo(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	s := serveFor(t, nil, "--addr", taken.Addr().String())
	url := s.out.until(t, servedAt)
	if !strings.HasPrefix(url, "http://127.0.0.1:") || strings.Contains(url, taken.Addr().String()+"/") {
		t.Errorf("served at %s", url)
	}
	s.errors.until(t, regexp.QuoteMeta(taken.Addr().String())+` is taken; using the next free port, [0-9]+`)
	get(t, url)
}

func TestServePrintsErrorsAsTheyComeAndSaysWhenTheyAreMended(t *testing.T) {
	s := serveFor(t, nil, "--addr", "127.0.0.1:0", "-v")
	url := s.out.until(t, servedAt)
	get(t, url)
	file := filepath.Join(s.dir, "content/clients/acme/client.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(text), "\n", "\nnonsense: 1\n", 1)
	if err := os.WriteFile(file, []byte(broken), 0o666); err != nil {
		t.Fatal(err)
	}
	s.errors.until(t, `content/clients/acme/client\.md:2:1: error: unknown key "nonsense"`)
	if err := os.WriteFile(file, text, 0o666); err != nil {
		t.Fatal(err)
	}
	s.errors.until(t, `all errors are mended`)
	s.errors.until(t, `1 client changed: acme`)
	if n := strings.Count(s.errors.String(), `unknown key "nonsense"`); n != 1 {
		t.Errorf("the error was printed %d times:\n%s", n, s.errors)
	}
}

func TestServeWarnsWhereOthersCanRead(t *testing.T) {
	s := serveFor(t, nil, "--addr", "0.0.0.0:0")
	if url := s.out.until(t, servedAt); !strings.HasPrefix(url, "http://localhost:") {
		t.Errorf("served at %s", url)
	}
	s.errors.until(t, `whoever reaches this machine can read all portals`)
}

func TestServeRefusesACommandLineThatMakesNoSense(t *testing.T) {
	for _, test := range []struct {
		name   string
		args   []string
		status int
		want   string
	}{
		{"no such client", []string{"--client", "acmee", "--addr", "127.0.0.1:0"}, statusUsage, `did you mean "acme"?`},
		{"no such theme", []string{"--theme", "none", "--addr", "127.0.0.1:0"}, statusUsage, `there is no theme "none"`},
		{"no port", []string{"--addr", "127.0.0.1:http"}, statusUsage, "has no port; write 127.0.0.1:8080"},
		{"too many colons", []string{"--addr", "1:2:3"}, statusUsage, "is not an address; write 127.0.0.1:8080"},
		{"an editor that is a script", []string{"--editor", "javascript:{file}"}, statusUsage, "is a script; write vscode"},
		{"an editor that is told no file", []string{"--editor", "idea://open"}, statusUsage, "has no {file}"},
		{"polling backwards", []string{"--poll=-1s"}, statusUsage, "makes no sense"},
		{"drafts, which are shown anyway", []string{"--drafts"}, statusUsage, "unknown flag"},
		{"a desk that writes and that others reach", []string{"--write", "--addr", "0.0.0.0:0"}, statusUsage, "--write: a desk that writes answers this machine alone"},
		{"an address that this machine has not", []string{"--addr", "192.0.2.1:8080"}, statusMachine, "cannot listen at 192.0.2.1:8080"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := serveFor(t, nil, test.args...)
			s.errors.until(t, regexp.QuoteMeta(test.want))
			if status := s.stop(); status != test.status {
				t.Errorf("exit status %d, want %d", status, test.status)
			}
		})
	}
}

func TestEditorsAreOpenedByTheirLinks(t *testing.T) {
	for editor, want := range map[string]string{
		"vscode":                                 "vscode://file{file}:{line}:{column}",
		"cursor":                                 "cursor://file{file}:{line}:{column}",
		"idea://open?file={file}&line={line}":    "idea://open?file={file}&line={line}",
		"txmt://open?url=file://{file}&l={line}": "txmt://open?url=file://{file}&l={line}",
	} {
		if got, err := editorURL(editor); got != want || err != nil {
			t.Errorf("%s: got %q, %v", editor, got, err)
		}
	}
	s := serveFor(t, map[string]string{"RAPPORT_EDITOR": "subl://open?url=file://{file}&line={line}"}, "--addr", "127.0.0.1:0")
	if desk := get(t, s.out.until(t, servedAt)); !strings.Contains(desk, "subl://open?url=file:///") {
		t.Error("RAPPORT_EDITOR is not heeded")
	}
}

func TestServeWritesForWhoOpensThePrintedAddress(t *testing.T) {
	s := serveFor(t, nil, "--write", "--addr", "127.0.0.1:0")
	url := s.out.until(t, servedAt)
	enter := s.out.until(t, `to write from the desk, open (http\S+/@rapport/write/enter\?token=[0-9a-f]{64})\n`)
	if !strings.HasPrefix(enter, url) {
		t.Errorf("%s is not below %s", enter, url)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := http.Client{Jar: jar}
	for _, page := range []string{enter, url + "@rapport/write/intake"} {
		r, err := browser.Get(page)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusOK {
			t.Errorf("%s: status %d", page, r.StatusCode)
		}
	}
	plain := serveFor(t, nil, "--addr", "127.0.0.1:0")
	if plain.out.until(t, servedAt); strings.Contains(plain.out.String(), "token") {
		t.Error("without --write it tells of an address to write")
	}
}

// What a program is started with, everybody on the machine can read: the secret is no part of it.
func TestTheBrowserIsStartedWithoutTheSecret(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	c := &common{dir: dir}
	for range 2 {
		name, err := c.doorstep(root, "http://127.0.0.1:8080/@rapport/write/enter?token=0123")
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(name)
		if err != nil || strings.Contains(name, "0123") || !strings.Contains(string(text), "url=http://127.0.0.1:8080/@rapport/write/enter?token=0123'") {
			t.Errorf("%s says %q: %v", name, text, err)
		}
		if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%v %v", info.Mode(), err)
		}
	}
}

func TestServeTellsHowFarTheReadingOfABigClientIs(t *testing.T) {
	w := watch(60, nil, nil)
	r := &readings{c: w.common}
	at := func(client string, done, all int) { r.step(client, live.Progress{Done: done, All: all}) }
	report := r.aside(func([]diag.Problem, func(string) []byte) { fmt.Fprint(&w.told, "a problem\n") })

	at("small", 1, 50)
	w.now = w.now.Add(time.Minute)
	at("small", 50, 50)
	w.says(t, "")

	at("big", 1, 2000)
	w.now = w.now.Add(2 * time.Second)
	at("big", 1000, 2000)
	at("other", 700, 1500) // which began before
	w.says(t, "<1000 of 2000 files, 500 a second, 2 s left")
	report(nil, nil)
	w.says(t, "<a problem\n")
	at("big", 2000, 2000)
	w.says(t, "<")
	at("big", 1, 2000)
	r.end()
	w.says(t, "")
}
