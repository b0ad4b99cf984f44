package generator

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/source"
)

// A tenant is a client of a session.
type tenant struct {
	id string

	// Guarded by the session's mu.
	address string
	at      diag.Position
	sealed  bool
	clashes []diag.Problem // about the address

	gen      atomic.Int64 // when what its readers see changed last
	checked  atomic.Bool  // nothing is left to find on its pages
	found    atomic.Pointer[report]
	overview atomic.Pointer[Overview] // nil: not known

	mu        sync.Mutex // guards what follows, and is held while a page is made
	cur, last *edition   // of the files as they are; and as they were when they were last in order, while they are not known to be now
}

// An edition is a client's portal, made of its files as they were at one time. Its
// pages are made when they are asked for.
type edition struct {
	run     *run
	parsed  *parsed
	client  client         // its id and address; views have copies
	clashes []diag.Problem // about the address
	views   map[string]*view
}

// A parsed is a client's content. Editions share one where only the theme changed.
type parsed struct {
	run      *run // with whose provider it was parsed
	folder   string
	tree     *source.Tree    // nil where there is no folder
	authored *content.Client // nil where it is too broken to be looked at
	listing  []diag.Problem  // of the folder, without a look into files
	problems []diag.Problem
	editions int // that hold it; guarded by the tenant's mu
}

// A view is an edition as of one instant.
type view struct {
	asOf   time.Time
	client *client
	portal *portal // nil where there is none
	sheets map[string]*sheet
	made   int                    // of the sheets
	others map[string]output.File // as they were when upTo sheets were made
	upTo   int
}

// A sheet is a page of a view.
type sheet struct {
	page *page.Page
	body []byte // nil until it is made, and where it cannot be
	done bool
}

// maxRecent is how many clients are held, and maxViews at how many instants each.
const (
	maxRecent = 16
	maxViews  = 4
)

func (t *tenant) known() report {
	if r := t.found.Load(); r != nil {
		return *r
	}
	return report{}
}

func (t *tenant) isChecked() bool { return t.checked.Load() }
func (t *tenant) isKnown() bool   { return t.overview.Load() != nil }

// forget lets go of all that can be made again.
func (t *tenant) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cur.drop()
	t.last.drop()
	t.cur, t.last = nil, nil
}

func (e *edition) drop() {
	if e == nil {
		return
	}
	if e.parsed.editions--; e.parsed.editions == 0 {
		e.parsed.close()
	}
}

func (p *parsed) close() {
	if p.tree != nil {
		p.tree.Close()
	}
}

// parse reads a client's files.
func (s *Session) parse(r *run, id string) *parsed {
	p := &parsed{run: r, folder: path.Join(r.Content, "clients", id)}
	var problems diag.List
	guard(&problems, p.folder, func() {
		tree, err := r.workspace.Client(id, &problems)
		if err != nil {
			problems.Addf(diag.Position{File: p.folder}, diag.Unreadable, "%v", err)
			return
		}
		p.tree, p.listing = tree, problems.Sorted()
		p.authored = content.ParseClient(id, tree, r.provider, content.Options{Drafts: r.Drafts}, &problems)
	})
	p.problems = problems.Sorted()
	return p
}

// edit makes an edition of a client from its content, which it holds.
func (s *Session) edit(r *run, t *tenant, p *parsed) *edition {
	s.mu.Lock()
	e := &edition{run: r, parsed: p, client: client{id: t.id, address: t.address, at: t.at}, clashes: t.clashes, views: map[string]*view{}}
	asOf, _ := s.instant(r, "") // has no error without a text
	s.mu.Unlock()
	e.view("", asOf)
	return e
}

// problems returns what is known to be wrong, by place.
func (e *edition) problems() []diag.Problem {
	var all diag.List
	all.Add(e.clashes...)
	all.Add(e.parsed.problems...)
	for _, v := range e.views {
		all.Add(v.client.problems.Sorted()...)
	}
	return all.Sorted()
}

// isShown tells whether there is a portal at present.
func (e *edition) isShown() bool {
	v := e.views[""]
	return v != nil && v.portal != nil
}

// view returns the edition as of an instant, or nil where there is none. The
// present moves on only where nothing is wrong: what was found stays found.
func (e *edition) view(key string, asOf time.Time) *view {
	v := e.views[key]
	if e.parsed.authored == nil {
		return nil
	}
	if v == nil || !v.asOf.Equal(asOf) && !v.client.failed() {
		v = e.plan(asOf)
		if len(e.views) >= maxViews {
			for k := range e.views {
				if k != "" && k != key {
					delete(e.views, k)
					break
				}
			}
		}
		e.views[key] = v
	}
	if v.portal == nil {
		return nil
	}
	return v
}

// plan makes a view.
func (e *edition) plan(asOf time.Time) *view {
	v := &view{asOf: asOf, client: &client{id: e.client.id, address: e.client.address, at: e.client.at}, sheets: map[string]*sheet{}}
	v.client.problems.Add(e.clashes...)
	v.client.problems.Add(e.parsed.problems...)
	guard(&v.client.problems, e.parsed.folder, func() {
		v.portal = e.run.plan(v.client, e.parsed.authored, asOf)
	})
	if v.portal != nil {
		for _, p := range v.portal.Pages {
			v.sheets[p.Path] = &sheet{page: p}
		}
	}
	return v
}

// make makes a page.
func (e *edition) make(v *view, s *sheet) {
	if s.done {
		return
	}
	guard(&v.client.problems, e.parsed.folder, func() {
		var buf bytes.Buffer
		if err := v.portal.lay(&buf, s.page); err != nil {
			e.run.theme.report(err, &v.client.problems)
			return
		}
		s.body = bytes.Clone(buf.Bytes())
	})
	s.done = true
	v.made++
}

// file returns a file that is no page. Pictures are known by the pages that show
// them, so that all are made before one is said to be missing.
func (e *edition) file(v *view, name string) (output.File, bool) {
	for _, f := range v.portal.assets {
		if f.Name == name {
			return f, true
		}
	}
	if v.others == nil {
		e.gather(v)
	}
	if f, ok := v.others[name]; ok {
		return f, true
	}
	for _, p := range v.portal.Pages {
		e.make(v, v.sheets[p.Path])
	}
	if v.upTo != v.made {
		e.gather(v)
	}
	f, ok := v.others[name]
	return f, ok
}

func (e *edition) gather(v *view) {
	v.others, v.upTo = map[string]output.File{}, v.made
	guard(&v.client.problems, e.parsed.folder, func() {
		files, err := v.portal.others()
		if err != nil {
			v.client.problems.Addf(diag.Position{File: e.parsed.folder}, diag.Unreadable, "%v", err)
		}
		for _, f := range files {
			v.others[f.Name] = f
		}
	})
}

// A Found is a file of a portal.
type Found struct {
	output.File
	Generation int64 // see Session.Generation
}

// Find returns a file of the portal at an address, as of a time as ParseAsOf reads
// it, "" for the present. Where the client has errors it is the last good one. The
// error is ErrUnknown, ErrBroken or ErrFolder.
func (s *Session) Find(address, asOf, name string) (Found, error) {
	s.mu.Lock()
	r, t := s.run, s.at(address)
	if r == nil || t == nil {
		s.mu.Unlock()
		return Found{}, ErrUnknown
	}
	gen := max(s.allGen, t.gen.Load())
	instant, err := s.instant(r, asOf)
	s.mu.Unlock()
	if err != nil {
		return Found{}, ErrUnknown
	}
	t.mu.Lock()
	s.bringUpToDate(r, t)
	f, err := t.find(asOf, instant, name)
	news := s.tell(t)
	t.mu.Unlock()
	s.hold(t)
	if news {
		s.changed()
	}
	f.Generation = gen
	return f, err
}

// bringUpToDate gives a client an edition by the provider and the theme in force. The caller
// holds the client's mu.
func (s *Session) bringUpToDate(r *run, t *tenant) {
	var p *parsed
	switch {
	case t.cur != nil && t.cur.run == r:
		return
	case t.cur != nil && t.cur.parsed.run.provider == r.provider:
		p = t.cur.parsed
	default:
		p = s.parse(r, t.id)
	}
	p.editions++
	s.replace(t, s.edit(r, t, p))
}

// find returns a file of the edition at hand; or of the last good one, as long as that at
// hand has errors. The caller holds mu.
func (t *tenant) find(key string, asOf time.Time, name string) (Found, error) {
	f, err := t.cur.find(key, asOf, name)
	if t.last != nil && errorsIn(t.cur.problems()) > 0 {
		if kept, err := t.last.find(key, asOf, name); err == nil {
			return kept, nil
		}
	}
	return f, err
}

func (e *edition) find(key string, asOf time.Time, name string) (Found, error) {
	v := e.view(key, asOf)
	if v == nil {
		return Found{}, ErrBroken
	}
	if s := v.sheets[name]; s != nil {
		e.make(v, s)
		if s.body == nil {
			return Found{}, ErrBroken
		}
		return Found{File: output.File{Name: name, Body: s.body}}, nil
	}
	if v.sheets[path.Join(name, "index.html")] != nil {
		return Found{}, ErrFolder
	}
	if f, ok := e.file(v, name); ok {
		return Found{File: f}, nil
	}
	return Found{}, ErrUnknown
}

// replace puts an edition in force. The one before is kept while it was in order.
// The caller holds the client's mu.
func (s *Session) replace(t *tenant, e *edition) {
	switch {
	case t.cur == nil:
	case t.cur.isShown() && errorsIn(t.cur.problems()) == 0:
		t.last.drop()
		t.last = t.cur
	default:
		t.cur.drop()
	}
	t.cur = e
	t.checked.Store(false)
	s.tell(t)
}

// tell makes known what is wrong with a client, and tells whether it is news. The
// caller holds the client's mu.
func (s *Session) tell(t *tenant) bool {
	e := t.cur
	problems := e.problems()
	if old := t.found.Load(); old != nil && slices.Equal(old.problems, problems) {
		return false
	}
	t.found.Store(e.parsed.report(problems, e.run.theme))
	return true
}

// report adds the files in which problems stand.
func (p *parsed) report(problems []diag.Problem, theme *themeSet) *report {
	r := &report{problems: problems, sources: map[string][]byte{}}
	for _, problem := range problems {
		file := problem.File
		if problem.Line == 0 || r.sources[file] != nil {
			continue
		}
		name, own := strings.CutPrefix(file, p.folder+"/")
		if !own {
			r.sources[file] = theme.source(file)
		} else if p.tree != nil {
			if text, err := p.tree.Read(name); err == nil {
				r.sources[file] = text
			}
		}
	}
	return r
}

// hold keeps a client that somebody looked at, and lets go of one that nobody
// looked at for long.
func (s *Session) hold(t *tenant) {
	s.mu.Lock()
	var let *tenant
	if s.tenants[t.id] == t {
		s.recent = append(slices.DeleteFunc(s.recent, func(other *tenant) bool { return other == t }), t)
		if len(s.recent) > maxRecent {
			let = s.recent[0]
			s.recent = slices.Delete(s.recent, 0, 1)
		}
	} else {
		let = t // its folder went away meanwhile
	}
	s.mu.Unlock()
	if let != nil {
		let.forget()
	}
	if !t.isChecked() {
		s.wake()
	}
}

// remake makes new editions of the clients that changed, and returns their ids.
func (s *Session) remake(r *run, touched []string, change Change) []string {
	slices.Sort(touched)
	touched = slices.Compact(touched)
	changed := make([]bool, len(touched))
	var group errgroup.Group
	group.SetLimit(r.Jobs)
	for i, id := range touched {
		s.mu.Lock()
		t := s.tenants[id]
		s.mu.Unlock()
		if t != nil {
			group.Go(func() error {
				changed[i] = s.remakeOne(r, t, change.Clients[id], len(touched) > maxRecent)
				return nil
			})
		}
	}
	group.Wait() // no piece of work returns an error
	var ids []string
	for i, id := range touched {
		if changed[i] {
			ids = append(ids, id)
		}
	}
	return ids
}

// remakeOne makes a new edition of a client if its files changed. Of many clients at
// once only those are made that somebody looked at; Work gets to the others.
func (s *Session) remakeOne(r *run, t *tenant, named []string, many bool) bool {
	s.mu.Lock()
	clashes := t.clashes
	s.mu.Unlock()
	t.mu.Lock()
	before := t.cur
	if before == nil && many {
		t.mu.Unlock()
		t.overview.Store(nil)
		s.bump(t)
		return true
	}
	var p *parsed
	if before != nil && before.parsed.run.provider == r.provider && !s.filesChanged(before.parsed, named) {
		if before.run == r && slices.Equal(before.clashes, clashes) {
			t.mu.Unlock()
			return false
		}
		p = before.parsed
		p.editions++
	}
	t.mu.Unlock()
	if p == nil {
		p = s.parse(r, t.id)
		p.editions++
	}
	e := s.edit(r, t, p)
	t.mu.Lock()
	s.replace(t, e)
	t.overview.Store(nil)
	isNew := t.last == nil || errorsIn(e.problems()) == 0
	t.mu.Unlock()
	if isNew {
		s.bump(t)
	}
	s.hold(t)
	return true
}

// filesChanged tells whether a client's folder holds other files than it did.
func (s *Session) filesChanged(p *parsed, named []string) bool {
	if p.tree == nil || slices.ContainsFunc(p.problems, func(d diag.Problem) bool { return d.Rule == diag.Unreadable.Name }) {
		return true
	}
	if slices.ContainsFunc(named, func(name string) bool { _, known := p.tree.Lookup(name); return known }) {
		return true // without a look at all of them
	}
	var listing diag.List
	tree, err := s.workspace.Client(path.Base(p.folder), &listing)
	if err != nil {
		return true
	}
	defer tree.Close()
	return differ(p.tree, tree, named) || !slices.Equal(p.listing, listing.Sorted())
}

// bump says that what a client's readers see changed.
func (s *Session) bump(t *tenant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gen++
	t.gen.Store(s.gen)
}

// checkPages makes the pages of a client that nobody asked for yet, until the client
// changes, so that what is wrong with them is known.
func (s *Session) checkPages(r *run, t *tenant) {
	t.mu.Lock()
	if t.cur == nil {
		t.checked.Store(true)
		t.mu.Unlock()
		return
	}
	s.bringUpToDate(r, t)
	e := t.cur
	v := e.views[""]
	t.mu.Unlock()
	isCurrent := func() bool { return t.cur == e && e.views[""] == v }
	if v != nil && v.portal != nil {
		for _, p := range v.portal.Pages {
			t.mu.Lock()
			if !isCurrent() {
				t.mu.Unlock()
				return
			}
			e.make(v, v.sheets[p.Path])
			t.mu.Unlock()
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !isCurrent() {
		return
	}
	if v != nil && v.portal != nil {
		e.gather(v)
	}
	s.tell(t)
	s.mu.Lock()
	if s.run == r { // else there is more to look at, by the provider and the theme that came
		t.checked.Store(true)
	}
	s.mu.Unlock()
	if e.isShown() && errorsIn(e.problems()) == 0 {
		t.last.drop()
		t.last = nil
	}
}
