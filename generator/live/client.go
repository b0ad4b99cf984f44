package live

import (
	"maps"
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

// A client is one client of a snapshot.
type client struct {
	*version
	last  *version // the last one that was in order, until this one is known to be; may be nil
	next  *making  // of what changed meanwhile; nil for nothing
	since int64    // the generation in which its readers saw a change last
}

// A version is a client's portal, made of its files as they were at one time, by a
// provider and a theme. It is made as far as it was asked for.
type version struct {
	press.Address
	of     *Portals
	press  *press.Press
	files  *files
	folder string // as problems name it

	looked   atomic.Int64                   // when somebody looked at it last, as Portals count; 0 for long ago
	checked  atomic.Bool                    // nothing is left to find on its pages
	overview atomic.Pointer[Overview]       // the latest; nil where it is not known
	known    atomic.Pointer[[]diag.Problem] // what is wrong, as far as is known without the files
	found    findings                       // what is wrong with the pages that were made
	pages    pageCaches
}

// files are a client's files as they were at one time, read by a provider. Versions
// share them where only the theme changed.
type files struct {
	read func() *press.Client // once
	done atomic.Bool
	keep *content.Keep // of what is decoded, for the version that follows

	at, all atomic.Int64 // how many were read, and how many there are; 0 until that is known
	unread  atomic.Bool  // nobody will ask for them any more
}

func (f *files) isRead() bool { return f.done.Load() }

// version makes a version of a client. Its files are read when they are asked for.
// Keep has what is known of them; nil for nothing.
func (p *Portals) version(by *press.Press, a press.Address, keep *content.Keep) *version {
	if keep == nil {
		keep = &content.Keep{}
	}
	f := &files{keep: keep}
	v := p.versionOf(by, a, f)
	f.read = sync.OnceValue(func() *press.Client {
		defer func() {
			f.done.Store(true)
			f.at.Store(f.all.Load())
			p.options.Reading(a.ID, f.progress())
		}()
		return v.readNow(keep, f.next(v))
	})
	return v
}

// versionOf makes a version of the files of another one.
func (p *Portals) versionOf(by *press.Press, a press.Address, same *files) *version {
	return &version{Address: a, of: p, press: by, files: same, folder: path.Join(p.options.Content, "clients", a.ID)}
}

// next is called before each file is read, and tells whether to go on.
func (f *files) next(v *version) func() bool {
	return func() bool {
		f.at.Add(1)
		v.of.options.Reading(v.ID, f.progress())
		return !f.unread.Load() && v.of.closed.Err() == nil
	}
}

func (f *files) progress() Progress { return Progress{int(f.at.Load()), int(f.all.Load())} }

// readNow reads the client's files, as content.Options have it.
func (v *version) readNow(keep *content.Keep, next func() bool) *press.Client {
	c := &press.Client{Address: v.Address}
	failed := guard(v.folder, func() []diag.Problem {
		listed, err := v.press.List(v.Address)
		if err != nil {
			return []diag.Problem{unreadable(v.folder, err)}
		}
		v.files.all.Store(int64(len(listed.Tree.Files())))
		v.press.ParseAgain(listed, keep, next)
		c = listed
		return nil
	})
	c.Found = append(c.Found, failed...)
	return c
}

// content returns the client's content.
func (v *version) content() *press.Client {
	c := *v.files.read()
	c.Address = v.Address
	return &c
}

// problems returns what is known to be wrong, by place.
func (v *version) problems() []diag.Problem {
	if v.files.isRead() {
		return diag.Sort(slices.Concat(v.content().Problems(), v.found.list()))
	}
	if known := v.known.Load(); known != nil {
		return *known
	}
	return v.Clashes
}

// know notes what is wrong with a version whose files are not held.
func (v *version) know(problems []diag.Problem) { v.known.Store(&problems) }

func (v *version) isBroken() bool { return diag.Errors(v.problems()) > 0 }

// isGood tells whether a version can stand in for a later one that has errors.
func (v *version) isGood() bool {
	return v.files.isRead() && v.content().Content != nil && !v.isBroken()
}

// good returns the last version that was in order; nil where there is none. One whose
// pages were not all made yet may have errors that nobody has seen: it gives way to one
// that is held as good.
func (c *client) good() *version {
	switch {
	case c == nil:
		return nil
	case c.isGood() && (c.last == nil || c.checked.Load()):
		return c.version
	}
	return c.last
}

// find returns a file as of an instant; of the last good version, as long as the one at
// hand has errors.
func (c *client) find(at time.Time, name string) (output.File, error) {
	f, err := c.version.find(at, name)
	if c.last != nil && c.isBroken() {
		if kept, err := c.last.find(at, name); err == nil {
			return kept, nil
		}
	}
	return f, err
}

func (v *version) find(at time.Time, name string) (output.File, error) {
	cache := v.pages.at(v, at)
	portal := cache.portal()
	switch {
	case portal == nil:
		return output.File{}, ErrBroken
	case portal.Has(name):
		body := cache.page(name)
		if body == nil {
			return output.File{}, ErrBroken
		}
		return output.File{Name: name, Body: body}, nil
	case portal.Has(path.Join(name, "index.html")):
		return output.File{}, ErrFolder
	}
	if f, ok := cache.file(name); ok {
		return f, nil
	}
	return output.File{}, ErrUnknown
}

// isRecent tells whether somebody looked at a version lately.
func (v *version) isRecent() bool { return v.looked.Load() > 0 }

// attempt does a piece of work on a version, and notes what is wrong.
func (v *version) attempt(work func() []diag.Problem) {
	if v.found.add(guard(v.folder, work)) {
		v.of.options.Changed()
	}
}

// findings are problems, each once.
type findings struct {
	mu  sync.Mutex
	all map[diag.Problem]bool
}

// add tells whether any problem is news.
func (f *findings) add(problems []diag.Problem) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.all)
	for _, p := range problems {
		if f.all == nil {
			f.all = map[diag.Problem]bool{}
		}
		f.all[p] = true
	}
	return len(f.all) > before
}

func (f *findings) list() []diag.Problem {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Collect(maps.Keys(f.all))
}
