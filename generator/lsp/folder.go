package lsp

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/phrase"
	"rapport/generator/press"
)

// A folder is a workspace that is looked at. Its clerk, a goroutine, checks it anew where something changed; what
// the clerk finds, others read.
type folder struct {
	server *server
	dir    string // its path
	disk   *press.Sources
	files  fs.FS // of the disk, as problems name them
	ctx    context.Context
	stop   context.CancelFunc
	wake   chan struct{}
	done   sync.WaitGroup

	mu      sync.Mutex
	pending pending
	found   found
	news    chan struct{}             // closed when found or pending changes
	wrong   map[string][]diag.Problem // what the client was told, by file

	lastTrees map[string]*front.Node // the front matter of open files, as it was when it last could be read

	clerk clerk
}

// A pending is what happened since the clerk looked last.
type pending struct {
	docs     map[string]*document // all that are open, by file
	provider bool                 // the provider's files may have changed
	theme    bool
	listing  bool            // clients may have come or gone
	clients  map[string]bool // whose files may have changed
	saved    bool            // files of the disk changed: git may know more
	passed   bool            // time passed
	unseen   bool            // files may have changed of which nobody tells
	past     *past           // what git knew; nil for no news
}

func (p *pending) isNone() bool {
	return !p.provider && !p.theme && !p.listing && !p.saved && !p.passed && p.past == nil && len(p.clients) == 0
}

// A found is what the clerk found. It is never changed.
type found struct {
	press   *press.Press // nil where the provider has errors, or before it was read
	read    bool         // the provider was read
	asOf    time.Time
	clients map[string]*client
	late    map[string]bool // clients that are to be checked anew
	busy    bool            // what all clients have in common is being read
}

// A client is what was found of one client.
type client struct {
	address press.Address
	known   bool   // it was checked
	stamp   string // of its files then
	wrong   []diag.Problem
	checked generator.Checked
	until   time.Time     // when that changes by itself; zero for never
	hinted  string        // what hints say, where a file of it is open
	read    *press.Client // nil where no file of it is open
	facts   *facts.Client // of its last version without an error; nil for none, and where no file of it is open
}

func openFolder(s *server, dir string) (*folder, error) {
	o := s.options
	w := press.Workspace{Dir: filepath.FromSlash(dir), Content: o.Content, Theme: o.Theme, Drafts: o.Drafts}
	sources, err := w.Open()
	if err != nil {
		return nil, err
	}
	files, err := sources.Files()
	if err == nil {
		_, err = fs.Stat(files, path.Join(filepath.ToSlash(o.Content), "provider.md")) // or it is the content of another program
	}
	if err != nil {
		sources.Close()
		return nil, err
	}
	f := &folder{server: s, dir: dir, disk: sources, files: files, wake: make(chan struct{}, 1), news: make(chan struct{}), lastTrees: map[string]*front.Node{}}
	f.pending = pending{docs: map[string]*document{}, provider: true, theme: true, listing: true, saved: true}
	f.clerk = clerk{folder: f, keeps: map[string]*content.Keep{}, published: map[string]note{}, clients: map[string]*client{}, late: map[string]bool{}, changed: map[string]bool{}}
	f.ctx, f.stop = context.WithCancel(s.closed)
	return f, nil
}

func (f *folder) start() {
	f.done.Go(f.run)
	f.change(func(*pending) {})
}

func (f *folder) close() {
	f.stop()
	f.done.Wait()
	f.disk.Close()
}

// has tells whether a file of the workspace is content, or of a theme.
func (f *folder) has(file string) bool {
	top, _, _ := strings.Cut(file, "/")
	return strings.HasPrefix(file, f.content()+"/") || top == "themes" || strings.HasPrefix(file, ".git/")
}

func (f *folder) content() string { return path.Clean(filepath.ToSlash(f.server.options.Content)) }

// clientOf returns the id of the client in whose folder a file stands; "" for none.
func (f *folder) clientOf(file string) string { return generator.ClientOf(file, f.content()) }

// edited takes what became of a document; nil where it was closed.
func (f *folder) edited(file string, doc *document, saved bool) {
	f.change(func(p *pending) {
		p.docs = maps.Clone(p.docs)
		if delete(p.docs, file); doc != nil {
			p.docs[file] = doc
		} else {
			delete(f.lastTrees, file)
		}
		p.saved = p.saved || saved
		if saved || !strings.HasPrefix(file, "themes/") { // a theme is taken as it is saved
			f.note(p, file)
		}
	})
}

// touched takes what became of a file.
func (f *folder) touched(file string, listing bool) {
	f.change(func(p *pending) {
		p.saved = true
		p.listing = p.listing || listing && strings.HasPrefix(file, f.content()+"/clients")
		f.note(p, file)
	})
}

// passed takes that time passed. Unseen says that files may have changed meanwhile of which nobody tells.
func (f *folder) passed(unseen bool) {
	f.change(func(p *pending) {
		p.passed = true
		if unseen {
			p.unseen, p.provider, p.listing, p.saved = true, true, true, true
		}
	})
}

// note notes that a file may have changed.
func (f *folder) note(p *pending, file string) {
	switch id := f.clientOf(file); {
	case id != "":
		if p.clients == nil {
			p.clients = map[string]bool{}
		}
		p.clients[id] = true
	case strings.HasPrefix(file, "themes/"):
		p.theme = true
	case strings.HasPrefix(file, f.content()+"/"):
		p.provider = true
	}
}

func (f *folder) change(do func(*pending)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do(&f.pending)
	f.told()
	select {
	case f.wake <- struct{}{}:
	default: // the clerk is awake
	}
}

// told tells those who wait that there is news. The lock is held.
func (f *folder) told() {
	close(f.news)
	f.news = make(chan struct{})
}

// now returns what is known at this time.
func (f *folder) now() found {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.found
}

// settled waits until all that happened so far to a client, or to the provider where that is meant by "", is
// known. The error is that the request was taken back, or the session ended.
func (f *folder) settled(ctx context.Context, id string) (found, error) {
	for {
		f.mu.Lock()
		p, at := &f.pending, f.found
		waits := !at.read || at.busy || p.provider || p.theme || p.listing || p.clients[id] || at.late[id]
		news := f.news
		f.mu.Unlock()
		if !waits {
			return at, nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return at, ctx.Err()
		case <-f.ctx.Done():
			return at, f.ctx.Err()
		}
	}
}

// speaker returns who speaks a language; nil where its texts have mistakes.
func (now *found) speaker(tag string) *phrase.Speaker {
	texts := now.press.Theme.In(tag).Texts
	if texts == nil {
		return nil
	}
	return phrase.New(texts, calendar.DateOf(now.asOf), now.press.Provider.Zone, now.press.Markdown.Plain)
}
