package main

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// What GitHub Pages sends is no fault where it is said to be such a host, but for what it adds of its own accord; and what
// a host gives while it takes up a deploy is none once that is over.
func TestAHostMaySendNoHeadersAndTakeItsTime(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.rapport("build")
	s := &scene{host: h, dir: h.path("public")}
	var asked, late atomic.Int64
	pages := func(more func(*scene, *reply)) http.Handler {
		return s.answers(func(s *scene, a *reply) {
			if a.path == "/robots.txt" && asked.Add(1) <= late.Load() {
				a.body = nil
			}
			a.header = http.Header{"Content-Type": a.header["Content-Type"], "Access-Control-Allow-Origin": {"*"}, "Cache-Control": {"max-age=600"}}
			more(s, a)
		})
	}
	plain := httptest.NewServer(pages(func(*scene, *reply) {}))
	defer plain.Close()
	if status, out, _ := h.try("verify", plain.URL, "--no-headers"); status != statusDone {
		t.Errorf("ends with %d:\n%s", status, out)
	}
	if status, out, _ := h.try("verify", plain.URL); status != statusContent || strings.Count(out, "\n") > 9 || !strings.Contains(out, "Content-Security-Policy is not sent") {
		t.Errorf("where headers are asked for it ends with %d, and each is said once:\n%s", status, out)
	}
	counting := httptest.NewServer(pages(sends("Set-Cookie", "id=7")))
	defer counting.Close()
	if status, out, _ := h.try("verify", counting.URL, "--no-headers"); status != statusContent || strings.Count(out, "\n") != 1 || !strings.Contains(out, ": Set-Cookie: id=7 was added") {
		t.Errorf("with a cookie it ends with %d:\n%s", status, out)
	}
	asked.Store(0)
	late.Store(2)
	if status, out, _ := h.try("verify", plain.URL, "--no-headers", "--wait", "10s"); status != statusDone || out != "" || asked.Load() != 3 {
		t.Errorf("of a host that takes its time it asks %d times, and ends with %d:\n%s", asked.Load(), status, out)
	}
	late.Store(1000)
	if status, out, _ := h.try("verify", plain.URL, "--no-headers", "--wait", "50ms"); status != statusContent || out != "robots.txt: not what was built\n" {
		t.Errorf("of a host that does not take it up it ends with %d:\n%s", status, out)
	}
	plain.Close()
	if status, out, errors := h.try("verify", plain.URL); status != statusMachine || out != "" || strings.Count(errors, "\n") != 1 {
		t.Errorf("of a host that does not answer it ends with %d:\n%s%s", status, out, errors)
	}
}

// What tells a host what to do it may show to nobody; what readers get it has to show.
func TestAHostMayDenyWhatConfiguresIt(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".htaccess", "vercel.json"} {
		h.write("content/static/"+name, []byte("{}\n"))
	}
	h.rapport("build")
	denied := []string{"/.htaccess", "/vercel.json", "/_headers"}
	files := http.FileServer(http.Dir(h.path("public")))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(denied, r.URL.Path) {
			http.Error(w, "denied", http.StatusForbidden)
			return
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	if _, out, _ := h.try("verify", server.URL, "--no-headers"); strings.Contains(out, "403") {
		t.Errorf("what configures the host is missed:\n%s", out)
	}
	denied = append(denied, "/robots.txt")
	if status, out, _ := h.try("verify", server.URL, "--no-headers"); status != statusContent || !strings.Contains(out, "robots.txt: the host answers 403 Forbidden\n") {
		t.Errorf("a file for readers that is denied ends with %d:\n%s", status, out)
	}
}

func TestAZipIsVerified(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.rapport("build")
	site := func(name, below string, more ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		err := filepath.Walk(h.path("public"), func(file string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			rel, _ := filepath.Rel(h.path("public"), file)
			to, err := w.Create(below + filepath.ToSlash(rel))
			if err == nil {
				_, err = to.Write(h.read("public/" + filepath.ToSlash(rel)))
			}
			return err
		})
		for _, name := range more {
			if _, err := w.Create(below + name); err != nil {
				t.Fatal(err)
			}
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		h.write(name, b.Bytes())
		return h.path(name)
	}
	for _, name := range []string{site("top.zip", ""), site("within.zip", "public/")} {
		if status, out, _ := h.try("verify", name); status != 0 || out != "" {
			t.Errorf("%s ends with %d:\n%s", name, status, out)
		}
	}
	if status, out, _ := h.try("verify", site("more.zip", "public/", "acme/spy.js")); status != statusContent || !strings.HasPrefix(out, "acme/spy.js: no build made this file") {
		t.Errorf("ends with %d:\n%s", status, out)
	}
}
