package live

import (
	"cmp"
	"maps"
	"slices"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// A snapshot is all that is shown at one time. It is never changed.
type snapshot struct {
	press   *press.Press // of the provider and the theme in force; nil until they are in order
	newest  *press.Theme // the last one that was opened, in order or not
	root    map[string]output.File
	clients map[string]*client // by id

	providerProblems, themeProblems, rootProblems, listingProblems []diag.Problem

	generation  int64 // counts what readers can see change
	sharedSince int64 // the generation in which what all portals share changed last
}

// at returns the client at an address; of several the first.
func (s *snapshot) at(address string) *client {
	var found *client
	for _, c := range s.clients {
		if c.Folder == address && (found == nil || c.ID < found.ID) {
			found = c
		}
	}
	return found
}

// byID returns the clients, by id.
func (s *snapshot) byID() []*client {
	return slices.SortedFunc(maps.Values(s.clients), func(a, b *client) int { return cmp.Compare(a.ID, b.ID) })
}

// addresses are those of all clients, by id.
func (s *snapshot) addresses() []press.Address {
	var all []press.Address
	for _, c := range s.byID() {
		all = append(all, c.Address)
	}
	return all
}

// shared returns what is wrong with what all portals share.
func (s *snapshot) shared() []diag.Problem {
	return slices.Concat(s.providerProblems, s.themeProblems, s.rootProblems, s.listingProblems)
}

// recent returns the clients that somebody looked at lately, the latest first.
func (s *snapshot) recent() []*client {
	all := slices.DeleteFunc(s.byID(), func(c *client) bool { return !c.isRecent() })
	slices.SortStableFunc(all, func(a, b *client) int { return cmp.Compare(b.looked.Load(), a.looked.Load()) })
	return all
}

// maxRecent is how many clients are held.
const maxRecent = 16

// tidy returns a snapshot without what need not be held: the files of clients at which
// nobody looked for long, and the last good version of one that is known to be in order.
func (p *Portals) tidy(s *snapshot) *snapshot {
	next := *s
	next.clients = maps.Clone(s.clients)
	for i, c := range s.recent() {
		switch {
		case i >= maxRecent && c.next == nil:
			v := p.version(c.press, c.Address, nil)
			v.know(c.problems())
			v.overview.Store(c.overview.Load())
			next.clients[c.ID] = &client{version: v, since: c.since}
		case c.last != nil && c.checked.Load() && c.isGood():
			next.clients[c.ID] = &client{version: c.version, next: c.next, since: c.since}
		}
	}
	return &next
}

// guard turns a panic into a problem of a file: no content may end the preview.
func guard(file string, work func() []diag.Problem) (problems []diag.Problem) {
	defer func() {
		if r := recover(); r != nil {
			problems = []diag.Problem{diag.Failed.At(diag.Position{File: file}, "rapport itself failed here (%v); undo the last edit, and report it", r)}
		}
	}()
	return work()
}

// unreadable is the problem of a file or folder that the machine refuses.
func unreadable(file string, err error) diag.Problem {
	return diag.Unreadable.At(diag.Position{File: file}, "%v", err)
}
