package lsp

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/history"
	"rapport/generator/locale"
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

	texts     map[textsOf]*locale.Texts
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
	known   bool // it was checked
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
	f := &folder{server: s, dir: dir, disk: sources, files: files, wake: make(chan struct{}, 1), news: make(chan struct{}), texts: map[textsOf]*locale.Texts{}, lastTrees: map[string]*front.Node{}}
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
func (f *folder) clientOf(file string) string {
	inside, ok := strings.CutPrefix(file, f.content()+"/clients/")
	if !ok {
		return ""
	}
	id, _, isIn := strings.Cut(inside, "/")
	if !isIn {
		return ""
	}
	return id
}

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

// passed takes that time passed. Unseen says that files may have changed of which nobody tells: those of clients that
// are looked at are looked into.
func (f *folder) passed(unseen bool) {
	f.change(func(p *pending) {
		p.passed = true
		if unseen {
			p.provider, p.listing, p.saved = true, true, true
			for file := range p.docs {
				f.note(p, file)
			}
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

// run is the clerk's day.
func (f *folder) run() {
	defer f.clerk.end()
	for {
		select {
		case <-f.ctx.Done():
			return
		case <-f.wake:
		}
		for f.ctx.Err() == nil {
			var more bool
			err := f.server.guard("check "+f.dir, func() (err error) {
				more, err = f.clerk.step()
				return err
			})
			if err != nil || !more {
				break
			}
		}
	}
}

// A clerk finds what is wrong with a workspace, again and again. It belongs to one goroutine.
type clerk struct {
	*folder
	docs     map[string]*document
	held     map[string][]byte // of the documents that say something else than their files
	sources  *press.Sources    // with these
	theme    *press.Theme
	press    *press.Press
	asOf     time.Time
	sum      string         // of the provider's files
	provider []diag.Problem // what reading it found
	listing  []diag.Problem // of the folder of clients
	common   []diag.Problem // what all clients have in common
	accepted []check.Accepted
	root     []diag.Problem
	clients  map[string]*client
	late     map[string]bool          // clients to be checked
	keeps    map[string]*content.Keep // of clients with an open file
	past     *past
	moved    bool            // hints say something else
	changed  map[string]bool // clients, since git was asked
	asks     bool            // git is being asked
	ask      bool            // git is to be asked

	published map[string]note // by file
}

// A past is what git knew at one time.
type past struct {
	history  *history.History // nil where asking failed
	revision string
	changed  map[string]bool // clients of which something else may be known
	all      bool            // of all
}

// take takes what happened since the last step, and tells whether anything did.
func (c *clerk) take() (pending, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.pending
	if p.isNone() {
		return p, false
	}
	c.pending = pending{docs: p.docs}
	for id := range p.clients {
		c.late[id], c.changed[id] = true, true
	}
	c.found.late, c.found.busy = maps.Clone(c.late), p.provider || p.theme || p.listing
	return p, true
}

// step does a piece of work, and tells whether there is more. Whatever comes of it, others see that it is done.
func (c *clerk) step() (more bool, err error) {
	defer c.show()
	p, some := c.take()
	if some {
		if err := c.begin(&p); err != nil {
			c.late = map[string]bool{}
			c.server.complain(err)
			return false, err
		}
	}
	c.askGit()
	ids := c.next()
	c.checkAll(ids)
	if some || len(ids) > 0 && (len(c.late) == 0 || c.isOpen(ids[0])) {
		c.publish()
	}
	if c.moved && c.server.client.Workspace.InlayHint.RefreshSupport {
		c.server.ask("workspace/inlayHint/refresh", nil)
	}
	c.moved = false
	return len(c.next()) > 0, nil
}

// begin reads what all clients have in common, as far as that may have changed, and finds which clients are to be
// checked.
func (c *clerk) begin(p *pending) error {
	c.docs = p.docs
	c.hold()
	c.ask = c.ask || p.saved
	if p.past != nil {
		c.remember(p.past)
	}
	fresh, err := c.readProvider(p)
	if err != nil || c.press == nil {
		c.late = map[string]bool{}
		return err
	}
	c.press = c.sources.Press(c.press.Provider, c.theme, c.server.options.BaseURL)
	before := c.asOf
	c.asOf = c.present()
	newDay := calendar.DateOf(before) != calendar.DateOf(c.asOf)
	if err := c.address(p, fresh); err != nil {
		return err
	}
	if fresh || p.past != nil || newDay {
		c.common, c.accepted = generator.CheckProvider(c.press, c.content(), c.asOf, c.history())
	}
	for id, one := range c.clients {
		if newDay || !one.until.IsZero() && !one.until.After(c.asOf) {
			c.late[id] = true
		}
	}
	return nil
}

// present is the time of which the workspace is looked at.
func (c *clerk) present() time.Time {
	o := c.server.options
	if o.AsOf != (press.AsOf{}) {
		return o.AsOf.In(c.press.Provider.Zone)
	}
	return press.At(o.Now()).In(c.press.Provider.Zone)
}

// hold finds the documents that say something else than their files.
func (c *clerk) hold() {
	c.held = map[string][]byte{}
	for file, doc := range c.docs {
		if data, err := fs.ReadFile(c.files, file); err != nil || string(data) != doc.text {
			c.held[file] = []byte(doc.text)
		}
	}
	c.sources = c.disk.With(c.held)
}

// readProvider reads the provider and the theme where they changed, and tells whether they did.
func (c *clerk) readProvider(p *pending) (fresh bool, err error) {
	if !p.provider && !p.theme {
		return false, nil
	}
	sum, err := c.providerSum()
	if err != nil {
		return false, err
	}
	if sum == c.sum && !p.theme && c.press != nil {
		return false, nil
	}
	if c.sum = sum; p.theme {
		if c.theme, err = c.sources.Theme(); err != nil {
			return false, err
		}
	}
	provider, problems, err := c.sources.Provider()
	if err != nil {
		return false, err
	}
	if c.provider, c.press = problems, nil; provider != nil {
		c.press = c.sources.Press(provider, c.theme, c.server.options.BaseURL)
	}
	return true, nil
}

// providerSum sums up the provider's files: what Markdown says, and of others name, size and time.
func (c *clerk) providerSum() (string, error) {
	tree, err := c.sources.ProviderTree(&diag.List{})
	if err != nil {
		return "", err
	}
	defer tree.Close()
	sum := sha256.New()
	for _, file := range tree.Files() {
		if path.Ext(file.Name) != ".md" {
			fmt.Fprintf(sum, "%q %d %d\n", file.Name, file.Size, file.ModTime.UnixNano())
			continue
		}
		data, err := tree.Read(file.Name)
		fmt.Fprintf(sum, "%q %d %t\n", file.Name, len(data), err == nil)
		sum.Write(data)
	}
	return string(sum.Sum(nil)), nil
}

// address finds the clients and their addresses, where one of these may be another.
func (c *clerk) address(p *pending, fresh bool) error {
	if !fresh && !p.listing && !c.isMoved(p.clients) {
		for id := range c.late {
			if c.clients[id] == nil {
				delete(c.late, id)
			}
		}
		return nil
	}
	ids, problems, err := c.sources.Clients()
	if err != nil {
		return fmt.Errorf("list the clients: %w", err)
	}
	c.listing = problems
	var all []press.Address
	for _, id := range ids {
		a, shown, err := c.press.Address(id)
		if err != nil {
			continue // it has gone meanwhile
		}
		if shown {
			all = append(all, a)
		}
	}
	c.press.FindClashes(all)
	c.settle(all, fresh)
	_, c.root, err = c.press.Root(all)
	return err
}

// isMoved tells whether one of the clients has another address than is known.
func (c *clerk) isMoved(ids map[string]bool) bool {
	for id := range ids {
		now, shown, err := c.press.Address(id)
		had := c.clients[id]
		if err != nil || had == nil {
			if err == nil && shown || had != nil {
				return true
			}
			continue
		}
		now.Clashes, now.Beside = had.address.Clashes, had.address.Beside
		if !shown || !reflect.DeepEqual(now, had.address) {
			return true
		}
	}
	return false
}

// settle takes the addresses of all clients. Those that are new, or have another one, are to be checked.
func (c *clerk) settle(all []press.Address, fresh bool) {
	there := map[string]bool{}
	for _, a := range all {
		there[a.ID] = true
		had := c.clients[a.ID]
		if had == nil {
			c.clients[a.ID], c.late[a.ID] = &client{address: a}, true
			continue
		}
		if fresh || !reflect.DeepEqual(a, had.address) {
			moved := *had
			moved.address = a
			c.clients[a.ID], c.late[a.ID] = &moved, true
		}
	}
	for id, one := range c.clients {
		if !there[id] {
			one.release()
			delete(c.clients, id)
		}
	}
	for id := range c.late {
		if !there[id] {
			delete(c.late, id)
		}
	}
}

func (c *client) release() {
	if c.read != nil {
		c.read.Close()
	}
}

// remember takes what git knows.
func (c *clerk) remember(p *past) {
	c.past, c.asks = p, false
	for id := range c.clients {
		if p.all || p.changed[id] {
			c.late[id] = true
		}
	}
}

func (c *clerk) history() *history.History {
	if c.past == nil {
		return nil
	}
	return c.past.history
}

// askGit has git asked in the background, where it may know something new.
func (c *clerk) askGit() {
	if !c.ask || c.asks || c.press == nil {
		return
	}
	files, err := c.sources.Files()
	if err != nil {
		return
	}
	c.ask, c.asks = false, true
	w := history.Workspace{Dir: c.disk.Dir, Files: files, Zone: c.press.Provider.Zone, Today: calendar.DateOf(c.asOf), Jobs: c.jobs()}
	had, changed := c.past, c.changed
	c.changed = map[string]bool{}
	c.done.Go(func() {
		now := &past{changed: changed}
		c.server.guard("ask git", func() (err error) {
			now.revision = history.Revision(c.ctx, w.Dir, ".")
			now.history, err = history.Read(c.ctx, w)
			return err
		})
		now.all = had == nil || now.revision != had.revision || (now.history == nil) != (had.history == nil)
		c.folder.change(func(p *pending) { p.past = now })
	})
}

func (c *clerk) jobs() int { return cmp.Or(c.server.options.Jobs, runtime.GOMAXPROCS(0)) }

// isOpen tells whether a file of a client is open.
func (c *clerk) isOpen(id string) bool { return c.openClients()[id] }

func (c *clerk) openClients() map[string]bool {
	open := map[string]bool{}
	for file := range c.docs {
		open[c.clientOf(file)] = true
	}
	return open
}

// next returns the clients that are to be checked next: those with an open file, or else some of the others, once
// it is known what git says of them.
func (c *clerk) next() []string {
	open := c.openClients()
	var now, then []string
	for id := range c.late {
		if open[id] {
			now = append(now, id)
		} else {
			then = append(then, id)
		}
	}
	if len(now) == 0 && c.past != nil {
		slices.Sort(then)
		now = then[:min(len(then), c.jobs())] // few, so that a change waits for no more than that
	}
	slices.Sort(now)
	return now
}

// checkAll checks clients side by side.
func (c *clerk) checkAll(ids []string) {
	open := c.openClients()
	checked := make([]*client, len(ids))
	var group errgroup.Group
	group.SetLimit(c.jobs())
	for i, id := range ids {
		keep := c.keeps[id]
		if !open[id] {
			keep = nil
			delete(c.keeps, id)
		} else if keep == nil {
			keep = &content.Keep{}
			c.keeps[id] = keep
		}
		had := c.clients[id]
		group.Go(func() error {
			err := c.server.guard("check "+id, func() (err error) {
				checked[i], err = c.check(had, keep)
				return err
			})
			switch {
			case errors.Is(err, fs.ErrNotExist): // it has gone
				c.folder.change(func(p *pending) { p.listing = true })
			case err != nil:
				at := diag.Position{File: c.content() + "/clients/" + id}
				checked[i] = &client{address: had.address, known: true, wrong: []diag.Problem{diag.Failed.At(at, "%v", err)}}
			}
			return nil
		})
	}
	group.Wait()
	for i, id := range ids {
		delete(c.late, id)
		if checked[i] != nil {
			c.clients[id].release()
			c.moved = c.moved || checked[i].read != nil && checked[i].hinted != c.clients[id].hinted
			c.clients[id] = checked[i]
		}
	}
}

// check checks a client. What was read of it stays with it where something is kept of it.
func (c *clerk) check(had *client, keep *content.Keep) (*client, error) {
	listed, err := c.press.List(had.address)
	if err != nil {
		return nil, err
	}
	c.press.ParseAgain(listed, keep, nil)
	found := &client{address: had.address, known: true, checked: generator.CheckClient(c.press, listed, c.asOf, c.history()), read: listed}
	found.wrong = slices.Concat(listed.Problems(), found.checked.Wrong)
	if found.facts = found.checked.Facts; found.facts != nil {
		found.until = found.facts.TrueUntil
	} else {
		found.facts = had.facts
	}
	found.checked.Facts = nil
	if keep == nil {
		listed.Close()
		found.read, found.facts = nil, nil
	}
	found.hinted = hinted(found.facts)
	return found, nil
}

// textsOf are the texts of a theme in a language.
type textsOf struct {
	theme *press.Theme
	tag   string
}

// speaker returns who speaks a language; nil where its texts cannot be read.
func (f *folder) speaker(now *found, tag string) *phrase.Speaker {
	f.mu.Lock()
	defer f.mu.Unlock()
	of := textsOf{now.press.Theme, tag}
	if f.texts[of] == nil {
		texts, err := now.press.Theme.Texts(tag)
		if err != nil {
			return nil
		}
		maps.DeleteFunc(f.texts, func(other textsOf, _ *locale.Texts) bool { return other.theme != of.theme })
		f.texts[of] = texts
	}
	return phrase.New(f.texts[of], calendar.DateOf(now.asOf), now.press.Provider.Zone, now.press.Markdown.Plain)
}

// show lets others read what was found.
func (c *clerk) show() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = found{press: c.press, read: true, asOf: c.asOf, clients: maps.Clone(c.clients), late: maps.Clone(c.late)}
	c.told()
}

// end closes the books.
func (c *clerk) end() {
	for _, one := range c.clients {
		one.release()
	}
}
