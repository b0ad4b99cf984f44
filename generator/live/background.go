package live

import "time"

// lull is how long the background waits after a change, so that the page at hand is made
// first.
const lull = 60 * time.Millisecond

// work looks, in the background, at the pages that nobody asked for yet, and at what
// the desk tells of each client.
func (p *Portals) work() {
	for p.closed.Err() == nil {
		if p.workOnce() {
			p.options.Changed()
			continue
		}
		select {
		case <-p.closed.Done():
			return
		case <-p.todo:
		}
		select {
		case <-p.closed.Done():
		case <-time.After(lull):
		}
	}
}

// workOnce does one piece of work, and tells whether there was any.
func (p *Portals) workOnce() bool {
	s := p.shown.Load()
	for _, c := range s.recent() {
		if !c.checked.Load() {
			p.check(s, c.version)
			return true
		}
	}
	for _, c := range s.byID() {
		if c.overview.Load() == nil {
			c.overview.Store(c.look(p.present(s)))
			return true
		}
	}
	return false
}

// check makes the pages of a client that nobody asked for yet, until the client changes,
// so that what is wrong with them is known.
func (p *Portals) check(s *snapshot, v *version) {
	isShown := func() bool {
		c := p.shown.Load().clients[v.ID]
		return c != nil && c.version == v && p.closed.Err() == nil
	}
	cache := v.pages.at(v, p.present(s))
	if cache.portal() != nil {
		cache.all(isShown)
		if !isShown() {
			return
		}
		cache.gathered(true)
	}
	v.checked.Store(true)
	if p.options.Checked != nil {
		p.options.Checked(v.ID)
	}
	wake(p.untidy)
}
