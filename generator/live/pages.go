package live

import (
	"slices"
	"sync"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/press"
)

// maxInstants is at how many instants the pages of a version are kept.
const maxInstants = 4

// pageCaches are those of a version at the last few instants that were asked for.
type pageCaches struct {
	mu     sync.Mutex
	recent []*pageCache // the latest last
}

// at returns the cache of a version at an instant, new or known.
func (p *pageCaches) at(v *version, at time.Time) *pageCache {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.IndexFunc(p.recent, func(c *pageCache) bool { return c.holds(at) })
	if i < 0 {
		p.recent = append(p.recent, newPageCache(v, at))
		i = len(p.recent) - 1
	}
	c := p.recent[i]
	p.recent = append(slices.Delete(p.recent, i, i+1), c)
	p.recent = slices.Delete(p.recent, 0, max(0, len(p.recent)-maxInstants))
	return c
}

// known returns the cache at an instant; nil where nobody asked for it lately.
func (p *pageCaches) known(at time.Time) *pageCache {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.recent {
		if c.asOf.Equal(at) {
			return c
		}
	}
	return nil
}

// maxPages is how many pages of a cache are held.
const maxPages = 32

// A pageCache has the pages of a portal as of one instant, each made once.
type pageCache struct {
	version *version
	asOf    time.Time
	portal  func() *press.Portal // planned once; nil where there is none
	begin   sync.Once
	planned chan struct{} // closed once portal has an answer

	mu     sync.Mutex        // a portal serves one goroutine at a time
	pages  map[string][]byte // some of those that somebody asked for
	made   map[string]bool
	others map[string]output.File // as they were when upTo pages were made
	upTo   int
}

func newPageCache(v *version, asOf time.Time) *pageCache {
	plan := sync.OnceValue(func() (portal *press.Portal) {
		v.attempt(func() (problems []diag.Problem) {
			portal, problems = v.press.Portal(v.content(), asOf)
			return problems
		})
		return portal
	})
	return &pageCache{version: v, asOf: asOf, portal: plan, planned: make(chan struct{}), pages: map[string][]byte{}, made: map[string]bool{}}
}

// ready begins to read and to plan, where nobody did, and returns what is closed when that is done.
func (c *pageCache) ready() <-chan struct{} {
	c.begin.Do(func() {
		go func() {
			c.portal()
			close(c.planned)
			c.version.of.options.Changed()
		}()
	})
	return c.planned
}

// isReady tells whether ready was called and is done.
func (c *pageCache) isReady() bool {
	select {
	case <-c.planned:
		return true
	default:
		return false
	}
}

// holds tells whether the pages are those of an instant: what is planned is so until a fact changes,
// or the day.
func (c *pageCache) holds(at time.Time) bool {
	if c.asOf.Equal(at) || !c.isReady() || c.portal() == nil {
		return c.asOf.Equal(at)
	}
	until := c.portal().TrueUntil
	return !at.Before(c.asOf) && (until.IsZero() || at.Before(until)) && calendar.DateOf(at) == calendar.DateOf(c.asOf)
}

// page returns a page of the portal; nil where it cannot be made.
func (c *pageCache) page(name string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	body, held := c.pages[name]
	if !held {
		body = c.make(name)
		if len(c.pages) >= maxPages {
			clear(c.pages)
		}
		c.pages[name] = body
	}
	return body
}

func (c *pageCache) make(name string) (body []byte) {
	c.version.attempt(func() (problems []diag.Problem) {
		body, problems = c.portal().Page(name)
		return problems
	})
	c.made[name] = true
	return body
}

// all makes every page that was not made yet, as long as it is wanted, for what is known then.
func (c *pageCache) all(wanted func() bool) {
	for _, name := range c.portal().Names {
		if !wanted() {
			return
		}
		c.mu.Lock()
		if !c.made[name] {
			c.make(name)
		}
		c.mu.Unlock()
	}
}

// file returns a file that is no page. Pictures are known by the pages that show
// them, so that all are made before one is said to be missing.
func (c *pageCache) file(name string) (output.File, bool) {
	for _, f := range c.portal().Assets {
		if f.Name == name {
			return f, true
		}
	}
	if f, ok := c.gathered(false)[name]; ok {
		return f, true
	}
	c.all(func() bool { return true })
	f, ok := c.gathered(true)[name]
	return f, ok
}

// gathered returns the files that are not pages; where fresh, also those of the pages that
// were made since they were gathered last.
func (c *pageCache) gathered(fresh bool) map[string]output.File {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.others != nil && (!fresh || c.upTo == len(c.made)) {
		return c.others
	}
	others := map[string]output.File{}
	c.version.attempt(func() []diag.Problem {
		files, problems, err := c.portal().Others()
		if err != nil {
			problems = append(problems, unreadable(c.version.folder, err))
		}
		for _, f := range files {
			others[f.Name] = f
		}
		return problems
	})
	c.others, c.upTo = others, len(c.made)
	return others
}
