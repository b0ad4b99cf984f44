package main

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/headers"
)

// A portal is published by hosts that do more or less than they were asked for.
func TestWhatAHostAddsOrLeavesOutIsSaid(t *testing.T) {
	h := &host{t: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.rapport("build")
	files := http.FileServer(http.Dir(h.path("public")))
	rules := headers.Parse(h.read("public/_headers"))
	// good is a host that does as it was asked.
	good := func(w http.ResponseWriter, r *http.Request) {
		for _, sent := range headers.Of(rules, r.URL.Path) {
			w.Header().Set(sent.Name, sent.Value)
		}
		if strings.HasPrefix(filepath.Base(r.URL.Path), "_") {
			http.NotFound(w, r) // it reads them itself
			return
		}
		if _, err := os.Stat(h.path("public" + r.URL.Path)); err != nil {
			w.WriteHeader(http.StatusNotFound)
			w.Write(h.read("public/404.html"))
			return
		}
		files.ServeHTTP(w, r)
	}
	with := func(change func(w http.ResponseWriter, r *http.Request) bool) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if change(w, r) {
				good(w, r)
			}
		}
	}
	for _, test := range []struct {
		name string
		host http.HandlerFunc
		says []string // lines, or what one begins with
	}{
		{"as it was asked", good, nil},
		{"no headers", func(w http.ResponseWriter, r *http.Request) {
			if _, err := os.Stat(h.path("public" + r.URL.Path)); err != nil {
				w.WriteHeader(http.StatusNotFound)
				w.Write(h.read("public/404.html"))
				return
			}
			files.ServeHTTP(w, r)
		}, []string{"404.html and ", ": Content-Security-Policy is not sent", ": X-Content-Type-Options is not sent", ": X-Frame-Options is not sent", ": Cache-Control is not sent"}},
		{"another policy", with(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/acme/people.html" {
				good(discarding{w}, r)
				w.Header().Set("Content-Security-Policy", "default-src *")
				w.Write(h.read("public/acme/people.html"))
				return false
			}
			return true
		}), []string{"acme/people.html: Content-Security-Policy is \"default-src *\", and not \"default-src 'none';"}},
		{"a cookie, and more", with(func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Set-Cookie", "id=7")
			w.Header().Set("Access-Control-Allow-Origin", "*")
			return true
		}), []string{": Set-Cookie: id=7 was added, which gives each reader a mark", ": Access-Control-Allow-Origin: * was added, which lets pages of other hosts read this"}},
		{"a script in a page", with(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path != "/acme/" {
				return true
			}
			for _, sent := range headers.Of(rules, r.URL.Path) {
				w.Header().Set(sent.Name, sent.Value)
			}
			w.Write(append(h.read("public/acme/index.html"), "<script src=count.js></script>"...))
			return false
		}), []string{"acme/index.html: not what was built"}},
		{"a type by which no style is used", with(func(w http.ResponseWriter, r *http.Request) bool {
			if filepath.Ext(r.URL.Path) == ".css" {
				w.Header().Set("Content-Type", "text/plain")
			}
			return true
		}), []string{`: Content-Type is "text/plain", and not "text/css"`}},
		{"a page for everything", with(func(w http.ResponseWriter, r *http.Request) bool {
			if _, err := os.Stat(h.path("public" + r.URL.Path)); err == nil {
				return true
			}
			w.Write(h.read("public/404.html"))
			return false
		}), []string{"404.html: for an address at which nothing stands the host answers 200, and not 404"}},
		{"a page of its own", with(func(w http.ResponseWriter, r *http.Request) bool {
			if _, err := os.Stat(h.path("public" + r.URL.Path)); err == nil {
				return true
			}
			http.NotFound(w, r)
			return false
		}), []string{"404.html: for an address at which nothing stands the host shows a page of its own"}},
		{"broken", with(func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/robots.txt" {
				http.Error(w, "", http.StatusBadGateway)
				return false
			}
			return true
		}), []string{"robots.txt: the host answers 502 Bad Gateway"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(test.host)
			defer server.Close()
			status, out, _ := h.try("verify", server.URL)
			for _, line := range test.says {
				if !strings.Contains("\n"+out, line) {
					t.Errorf("does not say %q:\n%s", line, out)
				}
			}
			if want := map[bool]int{false: statusContent}[test.says == nil]; status != want || test.says == nil && out != "" {
				t.Errorf("ends with %d:\n%s", status, out)
			}
			if len(strings.Split(out, "\n")) > 12 {
				t.Errorf("says too much:\n%s", out)
			}
		})
	}
}

// discarding is an answer of which nothing is sent.
type discarding struct{ http.ResponseWriter }

func (d discarding) Write(p []byte) (int, error) { return len(p), nil }
func (discarding) WriteHeader(int)               {}

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
