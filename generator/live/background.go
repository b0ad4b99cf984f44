package live

// work looks, in the background, at the pages that nobody asked for yet, and at what
// the desk tells of each client.
func (p *Portals) work() {
	for p.closed.Err() == nil {
		if p.pace.wait(p.closed) && p.workOnce() {
			p.options.Changed()
			continue
		}
		select {
		case <-p.closed.Done():
			return
		case <-p.todo:
		}
	}
}

// workOnce does one piece of work, and tells whether there was any.
func (p *Portals) workOnce() bool {
	s := p.shown.Load()
	for _, c := range s.recent() {
		if !c.checked.Load() && c.next == nil {
			p.check(s, c.version)
			return true
		}
	}
	for _, c := range s.byID() {
		if o := c.overview.Load(); o == nil || !o.holds(p.present(s)) {
			c.overview.Store(c.look(p.present(s)))
			return true
		}
	}
	return false
}

// check makes the pages of a client that nobody asked for yet, until the client changes,
// so that what is wrong with them is known. It rests while somebody waits for a page.
func (p *Portals) check(s *snapshot, v *version) {
	isShown := func() bool {
		c := p.shown.Load().clients[v.ID]
		return c != nil && c.version == v && c.next == nil && p.closed.Err() == nil
	}
	cache := v.pages.at(v, p.present(s))
	<-cache.ready()
	if cache.portal() != nil {
		cache.all(func() bool { return p.pace.wait(p.closed) && isShown() })
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
