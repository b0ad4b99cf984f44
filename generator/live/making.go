package live

import (
	"maps"
	"slices"
	"time"

	"rapport/generator/diag"
	"rapport/generator/press"
)

// A making is the way of a client from what changed to its next version. It takes a while where
// the client has much, and nobody waits for it who did not ask for it: until it is done, the version that
// was is shown.
type making struct {
	*version          // that is made
	from     *client  // the client as it was; nil for a new one
	named    []string // which of its files may have changed
	all      bool     // any may have
	at       time.Time

	made    *version      // what it came to: another one where the files are those that they were; nil where nothing changed
	changed bool          // the client did
	done    chan struct{} // closed once that is shown, or another version will be
}

// begin begins to make a client anew. What another making was about to do is done by this one.
func (s *step) begin(a press.Address, old *client) *making {
	m := &making{from: old, named: s.change.Clients[a.ID], all: s.change.All, at: s.portals.present(s.next), done: make(chan struct{})}
	if old == nil {
		m.version = s.portals.version(s.next.press, a, nil)
	} else {
		latest := old.version
		if pending := old.next; pending != nil {
			latest = pending.version
			m.named, m.all = slices.Concat(pending.named, m.named), m.all || pending.all
		}
		m.version = s.portals.version(s.next.press, a, nil)
		if !m.all {
			m.version = s.portals.version(s.next.press, a, latest.files.keep.Without(m.named))
		}
	}
	m.looked.Store(s.portals.looks.Add(1))
	s.begun = append(s.begun, m)
	return m
}

// giveUp ends a making of which nobody wants the result.
func (c *client) giveUp() {
	if c.next != nil {
		c.next.files.unread.Store(true)
	}
}

// run makes the version.
func (m *making) run() {
	m.made = m.version
	if old := m.from; old != nil && old.press.Provider == m.press.Provider && !m.filesChanged() {
		if old.press == m.press && slices.Equal(old.Clashes, m.Clashes) && old.Beside == m.Beside {
			m.made = nil
			return
		}
		m.made = m.of.versionOf(m.press, m.Address, old.files)
		m.made.looked.Store(m.looked.Load())
	}
	<-m.made.pages.at(m.made, m.at).ready()
}

// filesChanged tells whether a client's folder holds other files than it did.
func (m *making) filesChanged() bool {
	if !m.from.files.isRead() {
		return true
	}
	held := m.from.content()
	if held.Tree == nil || slices.ContainsFunc(held.Problems(), func(p diag.Problem) bool { return p.Rule == diag.Unreadable.Name }) {
		return true
	}
	if slices.ContainsFunc(m.named, func(name string) bool { _, known := held.Tree.Lookup(name); return known }) {
		return true // without a look at all of them
	}
	var listing diag.List
	tree, err := m.press.Tree(m.ID, &listing)
	if err != nil {
		return true
	}
	defer tree.Close()
	return differ(held.Tree, tree, m.named) || !slices.Equal(held.Listing, listing.Sorted())
}

// show returns the snapshot in which what was made is shown.
func (p *Portals) show(s *snapshot, m *making) *snapshot {
	c := s.clients[m.ID]
	if c == nil || c.next != m {
		return s // another one is, or will be
	}
	next := *s
	came := &client{version: c.version, last: c.last, since: c.since}
	if m.made != nil {
		m.changed = true
		came.version = m.made
		if c.version != m.made {
			came.last = c.good()
		}
		if came.last == nil || !came.isBroken() { // else its readers see no change
			next.generation++
			came.since = next.generation
		}
	}
	next.clients = maps.Clone(s.clients)
	next.clients[m.ID] = came
	return &next
}
