package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/effort"
	"rapport/generator/headers"
)

// A host is a workspace with a sealed portal, built and published.
type host struct {
	t               *testing.T
	dir             string
	work            int    // of each guess of a passphrase
	login, password string // of a reader
	asOf            string // of builds; "" for a Friday in October
	server          *httptest.Server

	mu     sync.Mutex
	asked  []string                       // paths, in the order in which they were asked for
	posted []url.Values                   // forms
	change map[string]func([]byte) []byte // what the host does to files before it gives them
	old    string                         // the folder that the host gives instead of what was built; "" for none
}

// plan is an attachment, which a browser shows or saves but never reads as a page.
var plan = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n")

func newHost(t *testing.T, work int) *host {
	h := &host{t: t, work: work, dir: t.TempDir(), change: map[string]func([]byte) []byte{}}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.edit("content/clients/acme/client.md", "access: open", "access: sealed\naddress: p7k2")
	h.write("content/clients/acme/shop/files/plan.pdf", plan)
	h.write("content/clients/acme/shop/journal/2026-10-15-zwelfert.md", []byte("---\nkind: update\ntitle: Zwelfert\n---\n"+invented()+"\n"))
	h.login, h.password = h.person("joost")
	h.rapport("build")
	h.serve()
	return h
}

// serve publishes what was built.
func (h *host) serve() {
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.asked = append(h.asked, r.URL.RequestURI())
		change, public := h.change[r.URL.Path], or(h.old, h.path("public"))
		if r.Method == http.MethodPost && r.ParseForm() == nil {
			h.posted = append(h.posted, r.PostForm)
		}
		h.mu.Unlock()
		w.Header().Set("Cache-Control", "no-cache")
		for _, sent := range headers.Of(headers.Parse(h.read("public/_headers")), r.URL.Path) {
			w.Header().Set(sent.Name, sent.Value)
		}
		name := filepath.Join(public, filepath.FromSlash(r.URL.Path))
		info, err := os.Stat(name)
		if err == nil && info.IsDir() {
			_, err = os.Stat(filepath.Join(name, "index.html"))
		}
		switch {
		case err != nil:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(h.read("public/404.html"))
		case change != nil:
			w.Header().Set("Content-Type", mime.TypeByExtension(filepath.Ext(r.URL.Path)))
			w.Write(change(h.read(filepath.Join("public", r.URL.Path))))
		default:
			r.Header.Del("If-Modified-Since") // what changes within a second would look the same
			http.FileServer(http.Dir(public)).ServeHTTP(w, r)
		}
	}))
	h.t.Cleanup(h.server.Close)
}

// invented are words that stand nowhere else.
func invented() string {
	var words []string
	for _, a := range []string{"Brum", "kwel", "zvor", "tjil", "Glaf", "mnep", "quos", "Wruk", "xilo", "dwif", "froe", "hjem"} {
		for _, b := range []string{"bant", "dorsel", "fimp", "gastok", "lunvar", "melk", "nurp", "pisto", "rempel", "sulfa", "tandor", "vrok"} {
			words = append(words, a+b)
		}
	}
	return strings.Join(words, " ")
}

// try runs the program in the workspace.
func (h *host) try(args ...string) (status int, stdout, stderr string) {
	h.t.Helper()
	var out, errors bytes.Buffer
	status = run(h.t.Context(), append([]string{"-C", h.dir}, args...), environment{
		stdout: &out, stderr: &errors, stdin: strings.NewReader(h.password + "\n"),
		getenv: func(name string) string {
			return map[string]string{"RAPPORT_AS_OF": or(h.asOf, "2026-10-16T12:00:00+02:00")}[name]
		},
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
		work:     h.work,
		dial:     new(net.Dialer).DialContext,
	})
	return status, out.String(), errors.String()
}

// rapport runs the program in the workspace, where it must do what it is to, and
// returns what it prints.
func (h *host) rapport(args ...string) string {
	h.t.Helper()
	status, stdout, stderr := h.try(args...)
	if status != statusDone {
		h.t.Fatalf("rapport %s: status %d\n%s", strings.Join(args, " "), status, stderr)
	}
	return stdout
}

// person lets somebody in, and returns the name and the passphrase.
func (h *host) person(name string) (login, passphrase string) {
	h.t.Helper()
	out := strings.Fields(h.rapport("key", "add", "acme", name, "--print"))
	return out[1], out[3]
}

func (h *host) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(h.dir, filepath.FromSlash(name))
}

func (h *host) read(name string) []byte {
	text, err := os.ReadFile(h.path(name))
	if err != nil {
		h.t.Error(err)
	}
	return text
}

func (h *host) write(name string, text []byte) {
	h.t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.path(name)), 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(h.path(name), text, 0o644); err != nil {
		h.t.Fatal(err)
	}
}

func (h *host) edit(name, old, new string) {
	h.t.Helper()
	text := string(h.read(name))
	if strings.Count(text, old) != 1 {
		h.t.Fatalf("%s has not one %q", name, old)
	}
	h.write(name, []byte(strings.Replace(text, old, new, 1)))
}

func (h *host) url(path string) string { return h.server.URL + "/p7k2/" + path }

// requests returns what was asked for since the last call.
func (h *host) requests() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

// plain are the requests that tell the host what is read.
func plain(asked []string) []string {
	known := regexp.MustCompile(`^/p7k2/(sw\.js|index\.html|_seal/[a-z/0-9.-]+)?$|^/favicon\.ico$`)
	return slices.DeleteFunc(asked, known.MatchString)
}

// corrupt has the host change a file that it gives; nil gives it as it is again.
func (h *host) corrupt(path string, change func([]byte) []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.change[path] = change
}

// was has the host give what stands in a folder instead of what was built; "" for what was built.
func (h *host) was(dir string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.old = dir
}

// sealed is the path at the host of what is sealed of a file of the portal.
func (h *host) sealed(path string) string {
	h.t.Helper()
	var keys struct{ Names string }
	if err := json.Unmarshal(h.read(".rapport/seal/acme/keys.json"), &keys); err != nil {
		h.t.Fatal(err)
	}
	names, err := hex.DecodeString(keys.Names)
	if err != nil {
		h.t.Fatal(err)
	}
	mac := hmac.New(sha256.New, names)
	mac.Write([]byte(path))
	return "/p7k2/_seal/d/" + hex.EncodeToString(mac.Sum(nil)[:20]) + ".age"
}

// words are those of the content that must not be published: of its texts, names,
// figures and paths.
func (h *host) words() []string {
	h.t.Helper()
	found := map[string]bool{}
	base := h.path("content/clients/acme")
	err := filepath.WalkDir(base, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, string(filepath.Separator)+"keys"+string(filepath.Separator)) {
			return err
		}
		rel, _ := filepath.Rel(base, name)
		text, err := os.ReadFile(name)
		if strings.HasSuffix(name, ".svg") || strings.HasSuffix(name, ".pdf") {
			text = nil
		}
		for _, word := range regexp.MustCompile(`[\pL\d][\pL\d.,:'-]{4,}[\pL\d]`).FindAllString(rel+"\n"+string(text), -1) {
			found[word] = true
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	var words []string
	for word := range found {
		words = append(words, word)
	}
	return words
}

func TestNoByteOfASealedPortalTellsItsContent(t *testing.T) {
	h := newHost(t, quickWork)
	words := h.words()
	// Words of the interface and of programs, which the door and its scripts have as well.
	common := map[string]bool{}
	for _, name := range []string{"sw.js", "_seal/age.js", "_seal/portal.js", "_seal/unlock.js", "_seal/device.js", "_seal/passkey.js", "_seal/back.js", "_seal/scrypt.js", "_seal/style.css", "_seal/age-licence.txt", "index.html"} {
		text := string(h.read("public/p7k2/" + name))
		if name == "index.html" {
			text = strings.ReplaceAll(text, "Studio Noord", "")
		}
		for _, word := range words {
			if regexp.MustCompile(`(?i)joost|acme|orders|web shop|colou?rs|\d{3}`).MatchString(word) {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					t.Errorf("%s has %q", name, word)
				}
				continue
			}
			if strings.Contains(text, word) {
				common[word] = true
			}
		}
	}
	if len(words) < 200 || len(common) > 30 {
		t.Fatalf("%d words are too few to look for, or %d too many to be everybody's: %v", len(words), len(common), common)
	}
	n := 0
	err := filepath.WalkDir(h.path("public"), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(h.path("public"), name)
		if d.IsDir() && strings.HasPrefix(rel, "birch") {
			return fs.SkipDir // an open portal
		}
		if d.IsDir() || !strings.HasPrefix(rel, "p7k2") {
			return nil
		}
		n++
		text := h.read("public/" + filepath.ToSlash(rel))
		if look, ok := strings.CutPrefix(filepath.ToSlash(rel), "p7k2/_seal/look/"); ok {
			if !bytes.Equal(text, h.read("public/assets/"+look)) { // which knows no client
				t.Errorf("%s is not what the root has", rel)
			}
			return nil
		}
		for _, word := range words {
			if !common[word] && (bytes.Contains(text, []byte(word)) || strings.Contains(rel, word)) {
				t.Errorf("%s has %q", rel, word)
			}
		}
		return nil
	})
	if err != nil || n < 20 {
		t.Errorf("%d files were looked at (%v)", n, err)
	}
}

// A build remembers the one before, and notices the day all the same.
func TestWhoseLastDayHasPassedIsShutOut(t *testing.T) {
	effort.NothingAtOnce(t)
	h := newHost(t, quickWork)
	login, passphrase := h.person("ada")
	h.rapport("key", "until", "acme", "ada", "2190-12-31")
	opens := func(login, passphrase string) bool {
		t.Helper()
		before := h.password
		h.password = passphrase
		defer func() { h.password = before }()
		status, _, said := h.try("unseal", h.url(""), "--name", login, "--out", filepath.Join(t.TempDir(), "kept"))
		if status == statusDone {
			return true
		}
		if !strings.Contains(said, "does not open the portal") && !strings.Contains(said, "knows nobody of that name") {
			t.Errorf("unseal says %s", said)
		}
		return false
	}
	names := func() string {
		var all []string
		for _, e := range must(os.ReadDir(h.path("public/p7k2/_seal/d"))) {
			all = append(all, e.Name())
		}
		return strings.Join(all, " ")
	}
	h.asOf = "2190-12-31T23:59:59+01:00"
	h.rapport("build")
	before, wrapped := names(), h.read("content/clients/acme/keys/ada.age")
	if !opens(login, passphrase) || !opens(h.login, h.password) {
		t.Fatal("the portal does not open on the last day")
	}
	h.asOf = "2191-01-01T00:00:00+01:00"
	h.rapport("build")
	if opens(login, passphrase) || !opens(h.login, h.password) {
		t.Error("on the next day the portal opens for the other")
	}
	for _, name := range strings.Fields(before) {
		if strings.Contains(names(), name) {
			t.Errorf("%s has its name still", name)
		}
	}
	slot := login[strings.LastIndexByte(login, '-')+1:]
	if _, err := os.Stat(h.path("public/p7k2/_seal/k/" + slot + ".age")); err == nil {
		t.Error("the wrapped key is published still")
	}
	// Back in: the same key, and no other passphrase.
	h.rapport("key", "until", "acme", "ada", "never")
	h.rapport("build")
	if !opens(login, passphrase) || !bytes.Equal(wrapped, h.read("content/clients/acme/keys/ada.age")) {
		t.Error("who is let in again does not get in")
	}
}

func TestAPublishedPortalIsVerifiedAndKept(t *testing.T) {
	h := newHost(t, quickWork)
	_, _, said := h.try("verify", h.server.URL)
	if !strings.HasSuffix(said, " files, 0 faults\n") {
		t.Errorf("verify says %s", said)
	}
	asked := slices.DeleteFunc(h.requests(), func(uri string) bool { return !strings.HasPrefix(uri, "/p7k2/") })
	if told := plain(asked); len(told) > 0 || len(asked) == 0 {
		t.Errorf("verify told the host more than it knows: %q", told)
	}
	h.corrupt("/p7k2/sw.js", func(b []byte) []byte { return append(b, "steal()"...) })
	status, out, _ := h.try("verify", h.server.URL)
	if status != statusContent || out != "p7k2/sw.js: not what was built\n" {
		t.Errorf("verify ends with %d and says %s", status, out)
	}
	kept := filepath.Join(t.TempDir(), "kept")
	h.rapport("unseal", h.url(""), "--name", h.login, "--out", kept)
	h.edit("content/clients/acme/client.md", "access: sealed", "access: open")
	h.rapport("build", "--out", h.path("open"))
	n := 0
	err := filepath.WalkDir(h.path("open/p7k2"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(h.path("open/p7k2"), name)
		want, got := h.read(filepath.Join("open/p7k2", rel)), []byte(nil)
		if got, err = os.ReadFile(filepath.Join(kept, rel)); err != nil {
			return err
		}
		// A sealed portal has a button that locks it, says what a device keeps of an answer, lets
		// none go in a mail, and has nothing to which a program could subscribe and no button
		// that sends its address on.
		if regexp.MustCompile(`<a class="?share`).Match(got) {
			t.Errorf("%s can be sent on", rel)
		}
		own := regexp.MustCompile(`(?s) data-sealed(?:="")?| data-subscribe="[^"]*"|<link rel="?alternate[^>]*>\n?|(?:<li>)?<a href="?[./]*feed\.xml"?>[^<]*</a>(?:</li>)?\n?| ?<a href="?[./]*index\.html\?~lock"?>Lock</a>| ?<a class="?share"?[^>]*>[^<]*</a>|<p class="act-about">.*?<p class="paper">|(?P<address>mailto:[^"?]*)\?subject=[^"]*`)
		if got, want = own.ReplaceAll(got, []byte("$address")), own.ReplaceAll(want, []byte("$address")); !bytes.Equal(bytes.TrimSpace(got), bytes.TrimSpace(want)) {
			t.Errorf("%s is not that of an open portal:\n%.3000s", rel, cmp.Diff(string(want), string(got)))
		}
		n++
		return nil
	})
	if err != nil || n < 20 {
		t.Errorf("%d files were compared (%v)", n, err)
	}
}

// or is the second of two texts where there is no first: this package has another cmp in its tests.
func or(first, second string) string {
	if first == "" {
		return second
	}
	return first
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
