package preview

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"rapport/generator/live"
	"rapport/generator/output"
	"rapport/themes"
)

//go:embed own
var own embed.FS

// ownFolder is where the preview's own files stand.
const ownFolder = "@rapport"

// ownPolicy is what the preview's own pages may do.
const ownPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

// A server answers requests.
type server struct {
	Options
	portals *live.Portals
	folders folders
	news    *news
	local   bool    // it listens to this machine alone
	write   *writer // nil where nobody can write

	docsOnly bool // there is no workspace
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", ownPolicy)
	if why := s.refusal(r); why != "" {
		http.Error(w, why, http.StatusForbidden)
		return
	}
	name, ok := pathOf(r.URL)
	if write, isWrite := strings.CutPrefix(name, writeFolder); ok && isWrite && s.write != nil {
		s.write.serve(w, r, write)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "this server only shows", http.StatusMethodNotAllowed)
		return
	}
	if !ok {
		s.missing(w, r)
		return
	}
	if name, ok := strings.CutPrefix(name, docsFolder); ok {
		s.serveDocs(w, r, name)
		return
	}
	if name, ok := strings.CutPrefix(name, ownFolder+"/"); ok {
		s.serveOwn(w, r, name)
		return
	}
	if s.docsOnly {
		s.rootOfDocs(w, r, name)
		return
	}
	at := placeOf(name)
	switch {
	case at.client == "" && at.name == "":
		s.desk(w, r, at.asOf)
	default:
		s.portal(w, r, at)
	}
}

// A place is what a path leads to.
type place struct {
	asOf   string // "" for the present
	client string // address, or the first part of a file's name beside the portals
	name   string // in the client's folder
	folder bool   // the path of the client's folder has its slash
}

func placeOf(name string) place {
	var p place
	if strings.HasPrefix(name, "@") {
		p.asOf, name, _ = strings.Cut(name[1:], "/")
	}
	p.client, p.name, p.folder = strings.Cut(name, "/")
	return p
}

// prefix is the path before a client's address.
func (p place) prefix() string {
	if p.asOf == "" {
		return "/"
	}
	return "/@" + p.asOf + "/"
}

// portal serves a file of a portal, or one that stands beside the portals.
func (s *server) portal(w http.ResponseWriter, r *http.Request, at place) {
	name := at.name
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	found, err := s.portals.Find(at.client, at.asOf, name)
	switch {
	case err == nil && !at.folder, errors.Is(err, live.ErrFolder):
		u := url.URL{Path: at.prefix() + strings.TrimSuffix(path.Join(at.client, at.name), "/") + "/", RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", u.RequestURI())
		w.WriteHeader(http.StatusFound)
	case err == nil:
		s.policy(w.Header())
		if s.write != nil && strings.Contains(name, "/files/") { // what others sent has no part in the desk
			w.Header().Set("Content-Security-Policy", "sandbox; "+w.Header().Get("Content-Security-Policy"))
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "max-age=31536000, immutable") // its name changes with it
		}
		s.file(w, r, found.File, found.Generation, found.AsOf)
	case errors.Is(err, live.ErrReading):
		s.waiting(w, r, at)
	case errors.Is(err, live.ErrBroken):
		s.plain(w, r, http.StatusServiceUnavailable, "This portal cannot be built", "Its content has errors, and it had no good page before. Mend them and it appears.")
	default:
		if f, ok := s.portals.Root(path.Join(at.client, at.name)); ok && at.asOf == "" {
			s.policy(w.Header())
			s.file(w, r, f, s.portals.Generation(""), time.Time{})
			return
		}
		if to := s.portals.MovedFrom(at.client); to != "" { // what is published leads on by pages; either way the place in the page goes along
			u := url.URL{Path: at.prefix() + to + "/" + at.name, RawQuery: r.URL.RawQuery}
			w.Header().Set("Location", u.RequestURI())
			w.WriteHeader(http.StatusFound)
			return
		}
		s.missing(w, r)
	}
}

// policy sets the headers that a host is asked to send with a portal. The
// preview may frame its pages, to show them as narrow as a phone does.
func (s *server) policy(h http.Header) {
	f, ok := s.portals.Root("_headers")
	if !ok {
		return
	}
	for i, line := range strings.Split(string(f.Body), "\n") {
		if i > 0 && !strings.HasPrefix(line, " ") {
			break // the rules for assets follow
		}
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			h.Set(name, value)
		}
	}
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
	h.Set("X-Frame-Options", "SAMEORIGIN")
}

// file serves the bytes of a file; a page with the script, which says as of when the page is
// where that is not the present.
func (s *server) file(w http.ResponseWriter, r *http.Request, f output.File, generation int64, asOf time.Time) {
	w.Header().Set("Content-Type", contentType(f.Name))
	body := f.Body
	if f.From != nil {
		from, err := f.From()
		if err != nil {
			s.missing(w, r)
			return
		}
		defer from.Close()
		if seeker, ok := from.(io.ReadSeeker); ok {
			http.ServeContent(w, r, "", time.Time{}, seeker)
			return
		}
		if body, err = io.ReadAll(from); err != nil {
			s.missing(w, r)
			return
		}
	}
	if path.Ext(f.Name) == ".html" {
		body = withScript(body, generation, asOf)
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

// withScript adds the script tag to a page. The generation tells the script of what
// age the page is. The page's own script takes as-of for its clock, so that it does not count
// from today what is shown as of another day.
func withScript(page []byte, generation int64, asOf time.Time) []byte {
	now := ""
	if !asOf.IsZero() {
		now = ` data-now="` + asOf.Format(time.RFC3339) + `"`
	}
	tag := fmt.Appendf(nil, `<script src="/%s/preview.js?%d"%s defer></script>`, ownFolder, generation, now)
	at := bytes.LastIndex(page, []byte("</body>"))
	if at < 0 {
		at = len(page)
	}
	out := make([]byte, 0, len(page)+len(tag))
	out = append(out, page[:at]...)
	out = append(out, tag...)
	return append(out, page[at:]...)
}

// types are the kinds of file that portals have. The system's own list differs from
// machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".ics": "text/calendar; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
	".pdf": "application/pdf", ".woff2": "font/woff2", ".woff": "font/woff", ".zip": "application/zip", ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg",
}

func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if t := types[ext]; t != "" {
		return t
	}
	if t := mime.TypeByExtension(ext); t != "" {
		return t
	}
	if strings.HasPrefix(path.Base(name), "_") {
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// serveOwn serves what belongs to the preview.
func (s *server) serveOwn(w http.ResponseWriter, r *http.Request, name string) {
	if ext := path.Ext(name); s.docsOnly && ext != ".css" && ext != ".woff2" {
		s.missing(w, r)
		return
	}
	switch name {
	case "events":
		s.events(w, r)
	case "clients.json":
		s.clients(w, r)
	case "phone":
		s.phone(w, r)
	case "preview.js", "preview.css", "phone.css", "desk.js", "docs.css", "inter.woff2", "inter-more.woff2", "source-serif-4.woff2", "source-serif-4-more.woff2":
		body, err := own.ReadFile("own/" + name)
		if path.Ext(name) == ".woff2" { // the typefaces of the portals
			body, err = themes.FS.ReadFile("default/assets/" + name)
		}
		if err != nil {
			s.missing(w, r)
			return
		}
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
	default:
		s.missing(w, r)
	}
}

var pages = template.Must(template.New("").Funcs(template.FuncMap{"lines": diffLines}).ParseFS(own, "own/*.html"))

// missing says that there is no such page. It is told when there is one.
func (s *server) missing(w http.ResponseWriter, r *http.Request) {
	if s.docsOnly {
		s.noDocs(w, r)
		return
	}
	s.plain(w, r, http.StatusNotFound, "There is no such page", "It may have been renamed or removed.")
}

// waiting shows how far a portal is that is being read. The page is told when it is done.
func (s *server) waiting(w http.ResponseWriter, r *http.Request, at place) {
	client, progress, _ := s.portals.Reading(at.client, at.asOf)
	w.Header().Set("Retry-After", "1")
	s.execute(w, r, http.StatusServiceUnavailable, "reading.html", struct {
		Client string
		reading
	}{cmp.Or(client, at.client), readingFiles(progress)}, s.portals.Generation(at.client))
}

// plain shows a page of the preview's own that says one thing.
func (s *server) plain(w http.ResponseWriter, r *http.Request, status int, title, text string) {
	s.execute(w, r, status, "plain.html", struct{ Title, Text string }{title, text}, s.portals.Generation(""))
}

func (s *server) execute(w http.ResponseWriter, r *http.Request, status int, name string, model any, generation int64) {
	var buf bytes.Buffer
	if err := pages.ExecuteTemplate(&buf, name, model); err != nil {
		http.Error(w, "the preview failed: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	policy := ownPolicy
	if name == "reading.html" { // where a phone is shown, too
		policy = strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1)
	}
	h.Set("Content-Security-Policy", policy)
	if s.write != nil {
		h.Set("Content-Security-Policy", strings.Replace(policy, "form-action 'none'", "form-action 'self'", 1))
		h.Set("Referrer-Policy", "same-origin") // without it a form has no origin
	}
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(withScript(buf.Bytes(), generation, time.Time{})) // an error means that the browser is gone
	}
}

// phone shows a page as narrow as a phone does.
func (s *server) phone(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.URL.Query().Get("page"))
	if err != nil || u.IsAbs() || u.Host != "" {
		s.missing(w, r)
		return
	}
	name, ok := pathOf(u)
	if !ok || strings.HasPrefix(name, ownFolder) {
		s.missing(w, r)
		return
	}
	s.execute(w, r, http.StatusOK, "phone.html", struct{ Page string }{(&url.URL{Path: "/" + name}).EscapedPath()}, s.portals.Generation(""))
}
