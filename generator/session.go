package generator

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"rapport/generator/diag"
	"rapport/generator/markdown"
	"rapport/generator/output"
	"rapport/generator/source"
)

// A Session makes portals on demand, page by page, and keeps what it made until
// the files that it was made of change. What it makes is what Build would write.
// Nothing in the content ends a session: a client that can no longer be built
// keeps its last good pages, and the provider and the theme that were last in
// order stay in force.
//
// The client is the unit of change. Update makes those anew whose files changed,
// and what Work does beside it looks for problems on pages that nobody asked for
// yet. The methods may be called from several goroutines.
type Session struct {
	options   Options
	now       func() time.Time
	changed   func()
	workspace *source.Workspace
	markdown  *markdown.Converter
	todo      chan struct{} // something is left for Work

	updating sync.Mutex // held by Update

	mu       sync.Mutex // guards what follows; never held while a tenant's is taken
	run      *run       // nil until there is a provider in order
	provider report     // of the provider's files
	theme    report     // of the theme
	root     rootFiles
	listing  []diag.Problem // of the folder of all clients
	tenants  map[string]*tenant
	recent   []*tenant // those with an edition, the latest last
	gen      int64     // counts what readers can see change
	allGen   int64     // when what all portals share changed last
	updates  int
}

// A report is what is wrong with one unit of a workspace.
type report struct {
	problems []diag.Problem
	sources  map[string][]byte
}

func (r report) errors() int { return errorsIn(r.problems) }

func errorsIn(problems []diag.Problem) int {
	n := 0
	for _, p := range problems {
		if p.Severity == diag.Error {
			n++
		}
	}
	return n
}

// rootFiles are what stands beside the portals.
type rootFiles struct {
	files map[string]output.File
	report
}

// OpenSession opens a workspace for a preview, drafts included. Where o.AsOf is
// zero the portals show the minute at hand, which now tells. Changed is called,
// by any goroutine, when what a reader or a writer should see may have changed.
// The error is a UsageError, or the machine's.
func OpenSession(o Options, now func() time.Time, changed func()) (*Session, error) {
	o.Drafts = true
	workspace, err := source.Open(o.Dir, o.Content)
	if err != nil {
		return nil, UsageError{err.Error()}
	}
	s := &Session{
		options: o, now: now, changed: changed, workspace: workspace, markdown: markdown.New(),
		todo: make(chan struct{}, 1), tenants: map[string]*tenant{}, gen: 1,
	}
	if _, err := openTheme(workspace, o.Dir, o.Theme); err != nil {
		workspace.Close()
		return nil, err
	}
	ids, err := workspace.Clients(&diag.List{})
	if err != nil {
		workspace.Close()
		return nil, fmt.Errorf("list the clients: %w", err)
	}
	for _, wanted := range o.Clients {
		if !slices.Contains(ids, wanted) {
			workspace.Close()
			return nil, UsageError{unknownClient(wanted, ids)}
		}
	}
	s.Update(Change{All: true})
	return s, nil
}

// Close releases the workspace.
func (s *Session) Close() error {
	s.mu.Lock()
	tenants := s.tenants
	s.tenants, s.recent = map[string]*tenant{}, nil
	s.mu.Unlock()
	for _, t := range tenants {
		t.forget()
	}
	return s.workspace.Close()
}

// Folders are where the files of a session stand, as absolute paths without
// symbolic links as far as they exist.
type Folders struct {
	Workspace string
	Content   string
	Theme     string // it may not exist
}

// FoldersOf returns the folders to watch for a session.
func FoldersOf(o Options) (Folders, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return Folders{}, err
	}
	theme := o.Theme
	if !strings.ContainsAny(theme, `/\`) && theme != "." && theme != ".." {
		theme = filepath.Join("themes", theme)
	}
	if !filepath.IsAbs(theme) {
		theme = filepath.Join(dir, theme)
	}
	return Folders{Workspace: real(dir), Content: real(filepath.Join(dir, filepath.FromSlash(o.Content))), Theme: real(theme)}, nil
}

// real is a path without symbolic links, as far as it exists.
func real(name string) string {
	if found, err := filepath.EvalSymlinks(name); err == nil {
		return found
	}
	up := filepath.Dir(name)
	if up == name {
		return name
	}
	return filepath.Join(real(up), filepath.Base(name))
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

// Update looks at what may have changed and makes anew what did. It returns the
// ids of the clients that changed, sorted.
func (s *Session) Update(change Change) []string {
	s.updating.Lock()
	defer s.updating.Unlock()
	s.mu.Lock()
	before, gen := s.run, s.gen
	s.mu.Unlock()
	s.renew(change)
	s.mu.Lock()
	r := s.run
	s.mu.Unlock()
	if r == nil {
		s.changed()
		return nil
	}
	if before == nil {
		change.All = true // nothing could be listed yet
	}
	touched := s.list(r, change)
	s.seal(r)
	changed := s.remake(r, touched, change)
	s.mu.Lock()
	if before != nil && (len(changed) > 0 || s.run != before || s.gen != gen) {
		s.updates++
	}
	s.mu.Unlock()
	s.wake()
	s.changed()
	return changed
}

// Updates counts the calls of Update that found a change.
func (s *Session) Updates() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates
}

// list brings the clients up to date with their folders, and returns the ids of
// those to look at.
func (s *Session) list(r *run, change Change) []string {
	if !change.All && !change.Listing && len(change.Clients) == 0 {
		return nil
	}
	var problems diag.List
	ids, err := s.workspace.Clients(&problems)
	if err != nil {
		problems.Addf(diag.Position{File: r.Content}, diag.Unreadable, "%v", err)
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return !r.wants(id) })
	s.mu.Lock()
	s.listing = problems.Sorted()
	known := maps.Clone(s.tenants)
	s.mu.Unlock()

	var touched []string
	addresses := map[string]*client{}
	for _, id := range ids {
		names, named := change.Clients[id]
		if named || change.All || known[id] == nil {
			touched = append(touched, id)
			if known[id] != nil && !change.All && !slices.ContainsFunc(names, isOfAddress) {
				continue
			}
			if c, err := r.addressed(id); err == nil && c != nil {
				addresses[id] = c
			}
		}
	}
	for id, t := range known {
		if !slices.Contains(ids, id) {
			s.mu.Lock()
			delete(s.tenants, id)
			s.recent = slices.DeleteFunc(s.recent, func(other *tenant) bool { return other == t })
			s.gen++
			s.mu.Unlock()
			t.forget()
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, c := range addresses {
		t := s.tenants[id]
		if t == nil {
			s.gen++
			t = &tenant{id: id}
			t.gen.Store(s.gen)
			s.tenants[id] = t
		}
		t.address, t.at, t.sealed = c.address, c.at, c.sealed
	}
	return append(touched, s.findClashes(r, touched)...)
}

// findClashes finds the clients whose address is taken, and returns those for
// which that changed and which are not in touched. The caller holds mu.
func (s *Session) findClashes(r *run, touched []string) []string {
	var all []*client
	for _, id := range slices.Sorted(maps.Keys(s.tenants)) {
		t := s.tenants[id]
		all = append(all, &client{id: id, address: t.address, at: t.at})
	}
	r.findClashes(all)
	var changed []string
	for _, c := range all {
		t := s.tenants[c.id]
		found := c.problems.Sorted()
		if !slices.Equal(found, t.clashes) {
			t.clashes = found
			if !slices.Contains(touched, c.id) {
				changed = append(changed, c.id)
			}
		}
	}
	return changed
}

// isOfAddress tells whether the address of a client may stand in a file, by its name
// in the client's folder.
func isOfAddress(name string) bool { return name == "" || name == "client.md" }

// seal notes whether any portal will be sealed, on which the policy of all depends. The
// preview shows portals as their readers do, unsealed.
func (s *Session) seal(r *run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	sealed := false
	for _, t := range s.tenants {
		sealed = sealed || t.sealed
	}
	if sealed != r.sealed {
		r.sealed = sealed
		r.problems, r.sources = diag.List{}, map[string][]byte{}
		s.root = s.makeRoot(r)
	}
}

// Problems returns all that is known to be wrong, by place.
func (s *Session) Problems() []diag.Problem {
	all := s.Shared()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tenants {
		all = append(all, t.known().problems...)
	}
	var list diag.List
	list.Add(all...)
	return list.Sorted()
}

// Shared returns what is wrong with what all portals share: the provider, the
// theme, the folder of the clients.
func (s *Session) Shared() []diag.Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.provider.problems, s.theme.problems, s.root.problems, s.listing)
}

// ProblemsOf returns what is known to be wrong with the client at an address.
func (s *Session) ProblemsOf(address string) []diag.Problem {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.at(address); t != nil {
		return t.known().problems
	}
	return nil
}

// Source returns the bytes of a file in which a problem stands, or nil.
func (s *Session) Source(file string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range []report{s.provider, s.theme, s.root.report} {
		if text := r.sources[file]; text != nil {
			return text
		}
	}
	for _, t := range s.tenants {
		if text := t.known().sources[file]; text != nil {
			return text
		}
	}
	return nil
}

// Styles are the names of the theme's stylesheets as they are published now.
func (s *Session) Styles() []string {
	s.mu.Lock()
	r := s.run
	s.mu.Unlock()
	names := []string{}
	if r == nil {
		return names
	}
	for _, tag := range r.theme.languages() {
		spoken := r.theme.in(tag)
		if spoken.Theme == nil {
			continue
		}
		for _, a := range spoken.Assets() {
			if path.Ext(a.Name) == ".css" && !slices.Contains(names, a.Name) {
				names = append(names, a.Name)
			}
		}
	}
	return names
}

// Generation says when what a client's readers see changed last, as a number that
// grows. For an address that is no client's it is that of everything.
func (s *Session) Generation(address string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.at(address); t != nil {
		return max(t.gen.Load(), s.allGen)
	}
	return s.gen
}

// at returns the client at an address. The caller holds mu.
func (s *Session) at(address string) *tenant {
	for _, id := range slices.Sorted(maps.Keys(s.tenants)) {
		if s.tenants[id].address == address {
			return s.tenants[id]
		}
	}
	return nil
}

// Root returns a file that stands beside the portals.
func (s *Session) Root(name string) (output.File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.root.files[name]
	return f, ok
}

// Today is the day of the portals that are shown without a day of their own, or
// zero while there is no provider.
func (s *Session) Today() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == nil {
		return time.Time{}
	}
	at, _ := s.instant(s.run, "")
	return at
}

// instant is the as-of time that a text names, and the present one for none.
func (s *Session) instant(r *run, asOf string) (time.Time, error) {
	if asOf != "" {
		at, err := ParseAsOf(asOf)
		if err != nil {
			return time.Time{}, err
		}
		return at.in(r.provider.Zone), nil
	}
	if s.options.AsOf != (AsOf{}) {
		return r.asOf, nil
	}
	return s.now().In(r.provider.Zone).Truncate(time.Minute), nil
}

// wake has Work look for something to do.
func (s *Session) wake() {
	select {
	case s.todo <- struct{}{}:
	default:
	}
}

// lull is how long Work waits after a change, so that the page at hand is made first.
const lull = 60 * time.Millisecond

// Work looks, in the background, at the pages that nobody asked for yet, and at
// what the desk tells of each client, until ctx is done.
func (s *Session) Work(ctx context.Context) {
	for ctx.Err() == nil {
		if s.workOnce() {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-s.todo:
		}
		select {
		case <-ctx.Done():
		case <-time.After(lull):
		}
	}
}

// workOnce does one piece of work, and tells whether there was any.
func (s *Session) workOnce() bool {
	s.mu.Lock()
	r := s.run
	var check, look *tenant
	for _, t := range slices.Backward(s.recent) {
		if check == nil && !t.isChecked() {
			check = t
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.tenants)) {
		if t := s.tenants[id]; look == nil && !t.isKnown() {
			look = t
		}
	}
	s.mu.Unlock()
	switch {
	case r == nil:
		return false
	case check != nil:
		s.checkPages(r, check)
	case look != nil:
		s.look(r, look)
	default:
		return false
	}
	s.changed()
	return true
}

var (
	// ErrUnknown is the error for what a portal does not have.
	ErrUnknown = errors.New("there is no such file")
	// ErrFolder is the error for a folder of pages, which is shown at its name with a slash.
	ErrFolder = errors.New("this is a folder")
	// ErrBroken is the error for a page of a client that has errors and had no good
	// page before.
	ErrBroken = errors.New("the client has errors")
)
