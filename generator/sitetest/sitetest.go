// Package sitetest checks a built site as a reader's browser and a strict host
// would meet it: every link, anchor and reference of pages, news and calendars
// leads somewhere inside the client's own folder, every page is sound HTML with one
// title and headings in order, nothing runs or is styled in line, and no client's
// folder tells of another client. Beside that it takes forms, as a service for them does.
package sitetest

import (
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Check reports whatever is wrong with the site in dir. Secrets holds, for each
// client by the name of its folder, what no other client's folder and no file at
// the root may hold: its name, its id.
func Check(t testing.TB, dir string, secrets map[string][]string) {
	t.Helper()
	faults, err := check(os.DirFS(dir), secrets)
	if err != nil {
		t.Fatal(err)
	}
	const most = 40
	for _, f := range faults[:min(len(faults), most)] {
		t.Error(f)
	}
	if len(faults) > most {
		t.Errorf("and %d more", len(faults)-most)
	}
}

// A site is one under inspection.
type site struct {
	fsys   fs.FS
	files  map[string]bool
	pages  map[string]*page // of .html files, by name
	faults []string
}

func (s *site) faultf(name, format string, args ...any) {
	s.faults = append(s.faults, name+": "+fmt.Sprintf(format, args...))
}

// open reads the pages of a site.
func open(dir string) (*site, error) { return read(os.DirFS(dir), func(*site, string, string) {}) }

// read reads a site, and hands each file to look.
func read(fsys fs.FS, look func(s *site, name, text string)) (*site, error) {
	s := &site{fsys: fsys, files: map[string]bool{}, pages: map[string]*page{}}
	return s, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		s.files[name] = true
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".html" {
			s.pages[name] = parse(string(data))
		}
		look(s, name, string(data))
		return nil
	})
}

// check returns what is wrong, in the order of the files' names.
func check(fsys fs.FS, secrets map[string][]string) ([]string, error) {
	s, err := read(fsys, func(s *site, name, text string) {
		s.secrets(name, text, secrets)
		if p := s.pages[name]; p != nil {
			for _, f := range p.faults {
				s.faultf(name, "%s", f)
			}
		}
		if path.Ext(name) == ".css" {
			s.stylesheet(name, text)
		}
	})
	if err != nil {
		return nil, err
	}
	if len(s.pages) == 0 {
		s.faults = append(s.faults, "there is no page")
	}
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		for _, l := range s.pages[name].links {
			s.link(name, l)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if path.Base(name) == "feed.xml" {
			feed, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil, err
			}
			dates, _ := fs.ReadFile(fsys, path.Join(path.Dir(name), "calendar.ics")) // there may be none
			s.news(name, string(feed), string(dates))
		}
	}
	return s.faults, nil
}

// secrets looks for what belongs to other clients. Texts are searched as they
// are read: without escapes of HTML, XML and URLs.
func (s *site) secrets(name, text string, secrets map[string][]string) {
	read := html.UnescapeString(text)
	read += escaped.ReplaceAllStringFunc(read, func(hex string) string {
		plain, _ := url.PathUnescape(hex) // the expression lets nothing else through
		return plain
	})
	read += name
	for _, client := range slices.Sorted(maps.Keys(secrets)) {
		if inFolder(name, client) {
			continue
		}
		for _, secret := range secrets[client] {
			if strings.Contains(read, secret) {
				s.faultf(name, "tells of %s: %q", client, secret)
			}
		}
	}
}

var escaped = regexp.MustCompile(`(%[0-9A-Fa-f]{2})+`)

func inFolder(name, folder string) bool { return strings.HasPrefix(name, folder+"/") }

var cssURL = regexp.MustCompile(`url\(\s*["']?([^"')]*)["']?\s*\)|@import\s+["']([^"']*)["']`)

// stylesheet collects what a stylesheet loads.
func (s *site) stylesheet(name, text string) {
	for _, m := range cssURL.FindAllStringSubmatch(text, -1) {
		to := m[1] + m[2]
		if u, err := url.Parse(to); err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(to, "/") {
			s.faultf(name, "loads %q, which is not a file beside it", to)
		} else if u.Path != "" {
			if _, err := fs.Stat(s.fsys, path.Join(path.Dir(name), u.Path)); err != nil {
				s.faultf(name, "loads %q, which does not exist", to)
			}
		}
	}
}

// link follows a link of a page.
func (s *site) link(from string, l link) {
	u, err := url.Parse(l.to)
	switch {
	case err != nil:
		s.faultf(from, "%s=%q is not a URL", l.attr, l.to)
		return
	case u.Scheme == "http" || u.Scheme == "https":
		if l.loads {
			s.faultf(from, "%s=%q is loaded from elsewhere", l.attr, l.to)
		}
		return
	case u.Scheme == "mailto" || u.Scheme == "tel" || u.Scheme == "webcal":
		return
	case u.IsAbs() || u.Host != "" || strings.HasPrefix(l.to, "/"):
		s.faultf(from, "%s=%q is not relative", l.attr, l.to)
		return
	case l.to == "":
		s.faultf(from, "%s is empty", l.attr)
		return
	}
	to := from
	if u.Path != "" {
		to = path.Join(path.Dir(from), u.Path)
	}
	top, _, inside := strings.Cut(from, "/")
	switch {
	case inside && !inFolder(to, top), strings.HasPrefix(to, "../"):
		s.faultf(from, "%s=%q leaves the folder", l.attr, l.to)
	case !s.files[to]:
		s.faultf(from, "%s=%q leads to no file", l.attr, l.to)
	case u.Fragment != "" && s.pages[to] == nil:
		s.faultf(from, "%s=%q names a place in a file that is no page", l.attr, l.to)
	case u.Fragment != "" && s.pages[to].ids[u.Fragment] == 0:
		s.faultf(from, "%s=%q leads to no place on that page", l.attr, l.to)
	}
}
