package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"rapport/docs"
	"rapport/generator/handbook"
	"rapport/generator/markdown"
)

// docsFolder is where the documents are, beside the preview's own.
const docsFolder = ownFolder + "/docs/"

var book = sync.OnceValues(func() (*handbook.Book, error) { return handbook.Open(docs.FS) })

// ServeDocs shows the documents alone to the connections of listener until ctx is done, and closes
// the listener.
func ServeDocs(ctx context.Context, listener net.Listener, host string) error {
	defer listener.Close()
	if _, err := book(); err != nil {
		return err
	}
	s := &server{Options: Options{Host: host}, docsOnly: true}
	s.local = isLoopback(listener.Addr())
	web := &http.Server{Handler: s, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10}
	stop := context.AfterFunc(ctx, func() { web.Close() })
	defer stop()
	if err := web.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// serveDocs serves a page of the documents, a picture in them, or what a search found.
func (s *server) serveDocs(w http.ResponseWriter, r *http.Request, name string) {
	b, err := book()
	if err != nil {
		http.Error(w, fmt.Sprintf("the documents failed: %v", err), http.StatusInternalServerError)
		return
	}
	if name == "" {
		http.Redirect(w, r, "/"+docsFolder+handbook.Index, http.StatusFound)
		return
	}
	if strings.HasPrefix(name, "pictures/") {
		body, err := fs.ReadFile(docs.FS, name)
		if err != nil {
			s.noDocs(w, r)
			return
		}
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
		return
	}
	model := docsModel{Root: "/" + docsFolder, Groups: b.Groups(), Desk: !s.docsOnly}
	if name == "search" {
		model.Query = strings.TrimSpace(r.URL.Query().Get("q"))
		model.Hits, model.Instead = b.Search(model.Query)
		model.Title = "Search"
	} else if model.Page = b.Page(name); model.Page == nil {
		s.noDocs(w, r)
		return
	} else {
		model.Title = model.Page.Title
	}
	s.showDocs(w, r, http.StatusOK, model)
}

// rootOfDocs leads from / to the documents, where they are all that is served.
func (s *server) rootOfDocs(w http.ResponseWriter, r *http.Request, name string) {
	if name != "" {
		s.noDocs(w, r)
		return
	}
	http.Redirect(w, r, "/"+docsFolder+handbook.Index, http.StatusFound)
}

// A docsModel is what docs.html shows.
type docsModel struct {
	Root    string
	Title   string
	Groups  []handbook.Group
	Page    *handbook.Page // nil for what a search found, and for none
	Query   string
	Instead string // what was sought, where words of Query stand nowhere
	Hits    []handbook.Hit
	Desk    bool // there is a desk to go back to
}

// noDocs says that there is no such page.
func (s *server) noDocs(w http.ResponseWriter, r *http.Request) {
	b, _ := book()
	model := docsModel{Root: "/" + docsFolder, Groups: b.Groups(), Desk: !s.docsOnly, Title: "There is no such page here"}
	s.showDocs(w, r, http.StatusNotFound, model)
}

func (s *server) showDocs(w http.ResponseWriter, r *http.Request, status int, model docsModel) {
	var buf bytes.Buffer
	if err := pages.ExecuteTemplate(&buf, "docs.html", model); err != nil {
		http.Error(w, "the documents failed: "+err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", strings.Replace(ownPolicy, "form-action 'none'", "form-action 'self'", 1))
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(buf.Bytes()) // an error means that the browser is gone
	}
}

// Contents are the headings that are listed at the top of a long page.
func (m docsModel) Contents() []markdown.Heading {
	var shown []markdown.Heading
	for _, h := range m.Page.TOC {
		if h.Level < 3 {
			shown = append(shown, h)
		}
	}
	if len(shown) < 4 || m.Page.Name == handbook.Index {
		return nil
	}
	return shown
}

// Count says how many places were found.
func (m docsModel) Count() string {
	switch n := len(m.Hits); n {
	case 1:
		return "1 place has"
	case handbook.Most:
		return fmt.Sprintf("The first %d of the places that have", n)
	default:
		return fmt.Sprintf("%d places have", n)
	}
}

// Current tells whether a page is the one that is shown.
func (m docsModel) Current(p *handbook.Page) bool { return p == m.Page }

// Open tells whether the group of pages holds the one that is shown.
func (m docsModel) Open(g handbook.Group) bool {
	return slices.Contains(g.Pages, m.Page)
}
