package live

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// A step is the way from one snapshot to the next.
type step struct {
	portals *Portals
	change  Change
	old     *snapshot
	next    *snapshot
	begun   []*making
}

// step makes the next snapshot: first what all portals share, then the clients, then what
// stands beside them. It returns the ids of the clients that changed, and what is to be made of those
// that may have.
func (p *Portals) step(old *snapshot, change Change) (*snapshot, []string, []*making) {
	next := *old
	s := &step{portals: p, change: change, old: old, next: &next}
	s.renew()
	if next.press == nil {
		return &next, nil, nil
	}
	if old.press == nil {
		s.change.All = true // nothing could be listed yet
	}
	changed := s.remakeClients()
	s.remakeRoot()
	return &next, changed, s.begun
}

// renew puts the provider and the theme in force as they are now, where they are in
// order.
func (s *step) renew() {
	provider, theme := s.provider(), s.theme()
	old := s.old.press
	if provider == nil || theme == nil || old != nil && provider == old.Provider && theme == old.Theme {
		return // what was in force stays so
	}
	s.next.press = s.portals.sources.Press(provider, theme, s.portals.options.BaseURL)
	if old == nil || s.change.All || provider != old.Provider || !onlyStyles(s.change.Theme) {
		s.next.generation++
		s.next.sharedSince = s.next.generation
	}
}

// onlyStyles tells whether a page need not be loaded again: its stylesheets can be
// exchanged where it is.
func onlyStyles(names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return path.Ext(name) != ".css" })
}

// theme returns the theme, opened again where it changed and is in order; nil where there
// was none before either.
func (s *step) theme() *press.Theme {
	if s.old.press == nil {
		return s.readTheme()
	}
	if s.change.All || len(s.change.Theme) > 0 {
		return cmp.Or(s.readTheme(), s.old.press.Theme)
	}
	return s.old.press.Theme
}

// readTheme opens the theme in the languages that the last one was needed in. There is
// none where it has errors.
func (s *step) readTheme() *press.Theme {
	opened, err := s.portals.sources.Theme()
	if err != nil {
		at := diag.Position{File: path.Join("themes", filepath.ToSlash(s.portals.options.Theme))}
		s.next.themeProblems = []diag.Problem{theme.Unusable.At(at, "%v", err)}
		return nil
	}
	s.next.newest = opened
	s.next.themeProblems = guard(opened.Name(), func() (problems []diag.Problem) {
		if s.old.press != nil {
			for _, tag := range s.old.press.Theme.Languages() {
				problems = append(problems, opened.In(tag).Problems...)
			}
		}
		return problems
	})
	if diag.Errors(s.next.themeProblems) > 0 {
		return nil
	}
	return opened
}

// provider returns the provider, read again where it changed and is in order; nil where
// there was none before either.
func (s *step) provider() *content.Provider {
	if s.old.press == nil {
		return s.readProvider()
	}
	if (s.change.All || len(s.change.Provider) > 0) && s.providerChanged() {
		return cmp.Or(s.readProvider(), s.old.press.Provider)
	}
	return s.old.press.Provider
}

// providerChanged tells whether any file of the provider's did.
func (s *step) providerChanged() bool {
	var listing diag.List
	tree, err := s.portals.sources.ProviderTree(&listing)
	if err != nil {
		return true
	}
	defer tree.Close()
	return diag.Errors(s.old.providerProblems) > 0 || listing.Errors() > 0 || differ(s.old.press.Provider.Tree, tree, s.change.Provider)
}

// differ tells whether a folder holds other files than it did. Those that were
// named are taken to have changed: of two writes within a tick of the disk's
// clock, the second leaves no trace in a file's time.
func differ(old, now *source.Tree, named []string) bool {
	before, after := old.Files(), now.Files()
	if !slices.EqualFunc(before, after, func(a, b source.File) bool {
		return a.Name == b.Name && a.Size == b.Size && a.ModTime.Equal(b.ModTime)
	}) {
		return true
	}
	return slices.ContainsFunc(named, func(name string) bool {
		_, found := now.Lookup(name)
		return found
	})
}

// readProvider reads the provider; there is none where it has errors.
func (s *step) readProvider() (provider *content.Provider) {
	folder := s.portals.options.Content
	s.next.providerProblems = guard(folder, func() []diag.Problem {
		read, problems, err := s.portals.sources.Provider()
		if err != nil {
			return append(problems, unreadable(folder, err))
		}
		provider = read
		return problems
	})
	return provider
}

// remakeClients lists the clients, begins to make those anew that may have changed, and returns the ids
// of those that changed in any case.
func (s *step) remakeClients() []string {
	addresses := s.list()
	touched := 0
	for _, a := range addresses {
		if s.isTouched(a) {
			touched++
		}
	}
	s.next.clients = map[string]*client{}
	var changed []string
	for _, a := range addresses {
		r := s.remake(a, touched > maxRecent)
		if r.changed {
			changed = append(changed, a.ID)
		}
		if r.shows {
			s.next.generation++
			r.client.since = s.next.generation
		}
		s.next.clients[a.ID] = r.client
	}
	for id, old := range s.old.clients {
		now := s.next.clients[id]
		if now == nil {
			s.next.generation++
		}
		if now == nil || now.next != old.next {
			old.giveUp()
		}
	}
	return changed
}

// list returns the addresses of the clients, by id.
func (s *step) list() []press.Address {
	addresses := s.old.addresses()
	if s.change.All || s.change.Listing || len(s.change.Clients) > 0 {
		ids, problems, err := s.portals.sources.Clients()
		if err != nil {
			problems = append(problems, unreadable(s.portals.options.Content, err))
		}
		s.next.listingProblems = problems
		addresses = nil
		for _, id := range ids {
			if a, ok := s.address(id); ok && s.portals.options.Wants(id) {
				addresses = append(addresses, a)
			}
		}
	}
	s.next.press.FindClashes(addresses)
	return addresses
}

// address returns the address of a client, which is read again where it may have
// changed, and false where there is none.
func (s *step) address(id string) (press.Address, bool) {
	old := s.old.clients[id]
	if old != nil && !s.change.All && !slices.ContainsFunc(s.change.Clients[id], mayHoldAddress) {
		return old.Address, true
	}
	a, shown, err := s.next.press.Address(id)
	if err != nil && old != nil {
		return old.Address, true
	}
	return a, err == nil && shown
}

// mayHoldAddress tells whether the address of a client may stand in a file, by its name
// in the client's folder.
func mayHoldAddress(name string) bool { return name == "" || name == "client.md" }

// isTouched tells whether a client may have changed, beside what all portals share. One that is being
// made is made anew where that changes, too.
func (s *step) isTouched(a press.Address) bool {
	old := s.old.clients[a.ID]
	_, named := s.change.Clients[a.ID]
	return named || s.change.All || old == nil || !slices.Equal(old.Clashes, a.Clashes) || old.Beside != a.Beside || old.next != nil && s.old.press != s.next.press
}

// A remade is a client of the next snapshot.
type remade struct {
	client  *client
	changed bool // its files or its address did
	shows   bool // its readers see the change
}

// remake returns a client of the next snapshot. Of many at once only those are made that
// somebody looked at; the others are made when somebody does.
func (s *step) remake(a press.Address, many bool) remade {
	old := s.old.clients[a.ID]
	switch {
	case s.isTouched(a) && many && (old == nil || !old.isRecent()):
		v := s.portals.version(s.next.press, a, nil)
		if old != nil {
			v.know(old.problems())
		}
		return remade{client: &client{version: v}, changed: true, shows: true}
	case s.isTouched(a) && s.old.press == nil: // whoever came first is made first
		v := s.portals.version(s.next.press, a, nil)
		v.looked.Store(s.portals.looks.Add(1))
		return remade{client: &client{version: v}, changed: true, shows: true}
	case s.isTouched(a) && old == nil:
		m := s.begin(a, nil)
		return remade{client: &client{version: m.version, next: m}, changed: true, shows: true}
	case s.isTouched(a):
		m := s.begin(a, old)
		return remade{client: &client{version: old.version, last: old.last, next: m, since: old.since}}
	case old.press == s.next.press:
		return remade{client: old}
	}
	return remade{client: &client{version: s.adopt(old.version, a), last: old.good(), since: old.since}}
}

// adopt makes a version of a client by the provider and the theme that came.
func (s *step) adopt(old *version, a press.Address) *version {
	if old.press.Provider != s.next.press.Provider {
		v := s.portals.version(s.next.press, a, old.files.keep)
		v.looked.Store(old.looked.Load())
		v.know(old.problems())
		return v
	}
	v := s.portals.versionOf(s.next.press, a, old.files)
	v.looked.Store(old.looked.Load())
	v.known.Store(old.known.Load())
	v.overview.Store(old.overview.Load())
	return v
}

// remakeRoot makes what stands beside the portals, where what it is made of changed.
func (s *step) remakeRoot() {
	addresses := s.next.addresses()
	if s.next.press == s.old.press && slices.EqualFunc(addresses, s.old.addresses(), func(a, b press.Address) bool {
		return a.Folder == b.Folder && a.Sealed == b.Sealed
	}) {
		return
	}
	root := map[string]output.File{}
	folder := s.portals.options.Content
	s.next.rootProblems = guard(folder, func() []diag.Problem {
		files, problems, err := s.next.press.Root(addresses)
		if err != nil {
			problems = append(problems, unreadable(folder, err))
		}
		for _, f := range files {
			root[f.Name] = f
		}
		return problems
	})
	s.next.root = root
}
