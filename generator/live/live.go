// Package live keeps the portals of a workspace while it is written, and makes their
// pages when they are asked for. What it makes is what a build would write.
//
// All that is shown at one time is a snapshot, which is never changed. One goroutine
// owns the way from each to the next: Update tells it which files may have changed, and
// it takes over from the last snapshot what they cannot touch. Readers load the snapshot
// and need to ask nobody.
//
//	snapshot   the provider and the theme in force, and what stands beside the portals
//	client     a version, the last one that was in order, and the making of the next
//	version    a client's portal, made of its files as they were at one time
//	pageCache  the pages of a version that were made, as of an instant
//
// Nothing in the content ends it: a client that can no longer be built keeps its last
// good pages, and the provider and the theme that were last in order stay in force.
//
// A client is read when somebody looks at it. In the background the desk is told of
// all clients, and the pages are made of those that somebody looked at, so that what is
// wrong with them is known.
package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// Options say what is shown.
type Options struct {
	press.Workspace            // drafts are shown in any case
	AsOf            press.AsOf // zero for the minute at hand
	BaseURL         string     // where the output will be published; "" if unknown
	Jobs            int        // clients that the desk of another day reads at once; 0 for 2

	Now      func() time.Time
	Changed  func()        // called, by any goroutine, when what a reader or a writer should see may have changed
	Patience time.Duration // how long Find waits for a portal that is not made yet

	// Reading is called, by any goroutine, for each file of a client that is read to be shown, and at the end;
	// nil for nobody.
	Reading func(client string, at Progress)

	// Checked is called when all pages of a client were made, so that it can stand in for a later
	// version that has errors; nil for nobody. The client is named by its id.
	Checked func(client string)
}

// Portals are those of a workspace that is written. The methods may be called from
// several goroutines.
type Portals struct {
	options Options
	sources *press.Sources
	files   fs.FS // of the workspace
	shown   atomic.Pointer[snapshot]
	looks   atomic.Int64 // counts when somebody looked at a client

	changes chan update
	made    chan *making
	pace    pace
	untidy  chan struct{} // the snapshot may hold more than it should
	todo    chan struct{} // something is left to do in the background
	closed  context.Context
	stop    context.CancelFunc
	workers sync.WaitGroup
}

// Open opens a workspace. The error is a diag.UsageError, or the machine's.
func Open(o Options) (*Portals, error) {
	o.Drafts = true
	o.Jobs = cmp.Or(o.Jobs, 2)
	if o.Reading == nil {
		o.Reading = func(string, Progress) {}
	}
	sources, err := o.Workspace.Open()
	if err != nil {
		return nil, err
	}
	p := &Portals{
		options: o, sources: sources,
		changes: make(chan update), made: make(chan *making), untidy: make(chan struct{}, 1), todo: make(chan struct{}, 1),
	}
	if err := p.tryOut(); err != nil {
		sources.Close()
		return nil, err
	}
	p.closed, p.stop = context.WithCancel(context.Background())
	first, _, _ := p.step(&snapshot{}, Change{All: true})
	p.shown.Store(first)
	p.workers.Go(p.own)
	p.workers.Go(p.work)
	wake(p.todo)
	return p, nil
}

// tryOut finds out whether there is what was asked for.
func (p *Portals) tryOut() (err error) {
	if p.files, err = p.sources.Files(); err != nil {
		return err
	}
	if _, err := p.sources.Theme(); err != nil {
		return err
	}
	ids, _, err := p.sources.Clients()
	if err != nil {
		return fmt.Errorf("list the clients: %w", err)
	}
	return p.options.Require(ids)
}

// Close ends what goes on in the background, and releases the workspace.
func (p *Portals) Close() error {
	p.stop()
	p.workers.Wait()
	return p.sources.Close()
}

// A Change says which files may have changed. Names are slash paths, and need not
// be those of files that exist, nor of files that matter.
type Change struct {
	All      bool                // anything may have
	Provider []string            // below content, clients/ aside
	Theme    []string            // below the theme's folder
	Clients  map[string][]string // below each client's folder, by its id
	Listing  bool                // clients came or went
}

// An update is a change that is waited for.
type update struct {
	Change
	done chan<- outcome
}

// An outcome is what a change led to.
type outcome struct {
	changed []string  // ids of clients
	begun   []*making // of others that may have changed
}

// Update looks at what may have changed and makes anew what did. It returns the
// ids of the clients that changed, sorted, once all are shown. Other changes need not wait for that.
func (p *Portals) Update(change Change) []string {
	defer p.pace.serve()()
	done := make(chan outcome, 1)
	select {
	case p.changes <- update{change, done}:
	case <-p.closed.Done():
		return nil
	}
	o := <-done
	for _, m := range o.begun {
		select {
		case <-m.done:
		case <-p.closed.Done():
			return nil
		}
		if m.changed && !slices.Contains(o.changed, m.ID) {
			o.changed = append(o.changed, m.ID)
		}
	}
	slices.Sort(o.changed)
	return o.changed
}

// own makes each snapshot of the last one.
func (p *Portals) own() {
	for {
		select {
		case <-p.closed.Done():
			return
		case u := <-p.changes:
			next, changed, begun := p.step(p.shown.Load(), u.Change)
			p.shown.Store(next)
			for _, m := range begun {
				p.workers.Go(func() { p.make(m) })
			}
			wake(p.untidy)
			wake(p.todo)
			p.options.Changed()
			u.done <- outcome{changed, begun}
		case m := <-p.made:
			p.shown.Store(p.show(p.shown.Load(), m))
			wake(p.untidy)
			wake(p.todo)
			p.options.Changed()
			close(m.done)
		case <-p.untidy:
			p.shown.Store(p.tidy(p.shown.Load()))
		}
	}
}

// make makes what was begun, and hands it over.
func (p *Portals) make(m *making) {
	m.run()
	select {
	case p.made <- m:
	case <-p.closed.Done():
	}
}

func wake(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is awake
	}
}

var (
	// ErrUnknown is the error for what a portal does not have.
	ErrUnknown = errors.New("there is no such file")
	// ErrFolder is the error for a folder of pages, which is shown at its name with a slash.
	ErrFolder = errors.New("this is a folder")
	// ErrBroken is the error for a page of a client that has errors and had no good
	// page before.
	ErrBroken = errors.New("the client has errors")
	// ErrReading is the error for a file of a portal that is not made yet: see Reading.
	ErrReading = errors.New("the client is being read")
)

// A Found is a file of a portal.
type Found struct {
	output.File
	Generation int64     // see Generation
	AsOf       time.Time // of which the page is, where that is not the present; else zero
}

// Find returns a file of the portal at an address, as of a time as press.ParseAsOf reads
// it, "" for the present. Where the client has errors it is the last good one. The
// error is ErrUnknown, ErrBroken, ErrFolder or ErrReading.
func (p *Portals) Find(address, asOf, name string) (Found, error) {
	s := p.shown.Load()
	c := s.at(address)
	if c == nil {
		return Found{}, ErrUnknown
	}
	at, err := p.instant(s, asOf)
	if err != nil {
		return Found{}, ErrUnknown
	}
	if !c.isRecent() {
		defer wake(p.untidy)
	}
	c.looked.Store(p.looks.Add(1))
	if !c.checked.Load() {
		defer wake(p.todo)
	}
	defer p.pace.serve()()
	if !p.await(c.pages.at(c.version, at)) {
		return Found{}, ErrReading
	}
	f, err := c.find(at, name)
	found := Found{File: f, Generation: max(s.sharedSince, c.since)}
	if asOf != "" || p.options.AsOf != (press.AsOf{}) {
		found.AsOf = at
	}
	return found, err
}

// await waits for a portal to be planned, as long as readers do, and tells whether it is.
func (p *Portals) await(c *pageCache) bool {
	patience := time.NewTimer(p.options.Patience)
	defer patience.Stop()
	select {
	case <-c.ready():
		return true
	case <-patience.C:
	case <-p.closed.Done():
	}
	return c.isReady()
}

// A Progress is how far the reading of something is.
type Progress struct{ Done, All int } // files of a client, or clients; All is 0 until it is known

// Reading tells how far a portal is that is not shown as it is now yet, and the id of its client, and
// goes on to make it; false where nothing is to be waited for.
func (p *Portals) Reading(address, asOf string) (client string, at Progress, ok bool) {
	s := p.shown.Load()
	c := s.at(address)
	if c == nil {
		return "", Progress{}, false
	}
	v := c.version
	if c.next != nil {
		v = c.next.version
	}
	instant, err := p.instant(s, asOf)
	if err != nil {
		return "", Progress{}, false
	}
	select {
	case <-v.pages.at(v, instant).ready():
		return "", Progress{}, false
	default:
		return c.ID, v.files.progress(), true
	}
}

// Surveyed tells of how many clients Overviews knows what the desk tells of them at present.
func (p *Portals) Surveyed() Progress {
	s := p.shown.Load()
	at := Progress{All: len(s.clients)}
	for _, c := range s.clients {
		if o := c.overview.Load(); o != nil && o.holds(p.present(s)) {
			at.Done++
		}
	}
	return at
}

// MovedFrom returns the address of today of the portal that had another one earlier, ""
// where none had it.
func (p *Portals) MovedFrom(address string) string {
	for _, c := range p.shown.Load().byID() {
		if slices.ContainsFunc(c.Aliases, func(a content.Alias) bool { return a.Name == address }) {
			return c.Folder
		}
	}
	return ""
}

// instant is the as-of time that a text names, and the present one for none.
func (p *Portals) instant(s *snapshot, asOf string) (time.Time, error) {
	zone := s.press.Provider.Zone
	switch {
	case asOf != "":
		at, err := press.ParseAsOf(asOf)
		return at.In(zone), err
	case p.options.AsOf != press.AsOf{}:
		return p.options.AsOf.In(zone), nil
	}
	return p.options.Now().In(zone).Truncate(time.Minute), nil
}

// present is the instant of the portals that are shown without a day of their own.
func (p *Portals) present(s *snapshot) time.Time {
	at, _ := p.instant(s, "") // has no error without a text
	return at
}

// Today is the day of the portals that are shown without a day of their own, or
// zero while there is no provider.
func (p *Portals) Today() time.Time {
	s := p.shown.Load()
	if s.press == nil {
		return time.Time{}
	}
	return p.present(s)
}

// Root returns a file that stands beside the portals.
func (p *Portals) Root(name string) (output.File, bool) {
	f, ok := p.shown.Load().root[name]
	return f, ok
}

// Styles are the names of the theme's stylesheets as they are published now.
func (p *Portals) Styles() []string {
	names := []string{}
	s := p.shown.Load()
	if s.press == nil {
		return names
	}
	for _, tag := range s.press.Theme.Languages() {
		localized := s.press.Theme.In(tag)
		if localized.Theme == nil {
			continue
		}
		for _, a := range localized.Assets {
			if path.Ext(a.Name) == ".css" && !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// Has tells whether there is a client with an id.
func (p *Portals) Has(id string) bool { return p.shown.Load().clients[id] != nil }

// Generation says when what a client's readers see changed last, as a number that
// grows. For an address that is no client's it is that of everything.
func (p *Portals) Generation(address string) int64 {
	s := p.shown.Load()
	if c := s.at(address); c != nil {
		return max(s.sharedSince, c.since)
	}
	return s.generation
}

// Problems returns all that is known to be wrong, by place.
func (p *Portals) Problems() []diag.Problem {
	s := p.shown.Load()
	all := s.shared()
	for _, c := range s.clients {
		all = append(all, c.problems()...)
	}
	return diag.Sort(all)
}

// ProblemsOf returns what is known to be wrong with the client at an address, and
// with what all portals share: the provider, the theme, the folder of the clients.
func (p *Portals) ProblemsOf(address string) []diag.Problem {
	s := p.shown.Load()
	all := s.shared()
	if c := s.at(address); c != nil {
		all = append(all, c.problems()...)
	}
	return diag.Sort(all)
}

// Source returns the bytes of a file in which a problem stands, or nil.
func (p *Portals) Source(file string) []byte {
	if theme := p.shown.Load().newest; theme != nil {
		if text := theme.Source(file); text != nil {
			return text
		}
	}
	text, err := fs.ReadFile(p.files, file)
	if err != nil {
		return nil
	}
	return text
}
