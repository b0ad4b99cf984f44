package generator

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// An Overview is what the desk of a session tells of a client.
type Overview struct {
	ID, Address string
	Name        string // the id where it cannot be read
	Draft       bool
	Broken      bool // it has errors, and nothing else is known
	File        string
	Health      facts.HealthState // of the worst engagement; "" where none is under way
	Engagements []OverviewEngagement
	Rows        []desk.Row // by group and weight, as package desk has them

	asOf, until time.Time // between which this holds; until is zero where it always will
}

// An OverviewEngagement is an engagement on the desk.
type OverviewEngagement struct {
	Title   string
	Status  string
	Health  facts.HealthState
	Reasons []string // why it is not green
	Href    string   // below the portal's root
}

// Overviews returns what the desk tells of each client as of a time as ParseAsOf
// reads it, "" for the present, by id. It reads the clients of which that is not
// known.
func (s *Session) Overviews(asOf string) ([]*Overview, error) {
	s.mu.Lock()
	r := s.run
	ids := slices.Sorted(maps.Keys(s.tenants))
	tenants := make([]*tenant, len(ids))
	for i, id := range ids {
		tenants[i] = s.tenants[id]
	}
	var at time.Time
	var err error
	if r != nil {
		at, err = s.instant(r, asOf)
	}
	s.mu.Unlock()
	if r == nil {
		return nil, nil
	}
	if err != nil {
		return nil, ErrUnknown
	}
	all := make([]*Overview, len(tenants))
	var group errgroup.Group
	group.SetLimit(r.Jobs)
	for i, t := range tenants {
		if o := t.overview.Load(); o != nil && o.holds(at) {
			all[i] = o
			continue
		}
		group.Go(func() error {
			if asOf == "" {
				all[i] = s.look(r, t)
			} else {
				p := s.parse(r, t.id)
				defer p.close()
				all[i] = s.survey(r, t, p, at)
			}
			return nil
		})
	}
	group.Wait() // no piece of work returns an error
	return all, nil
}

// holds tells whether an overview is true at an instant. Ages are counted in days.
func (o *Overview) holds(at time.Time) bool {
	return !at.Before(o.asOf) && (o.until.IsZero() || at.Before(o.until)) && calendar.DateOf(at) == calendar.DateOf(o.asOf)
}

// look finds out what the desk tells of a client at present.
func (s *Session) look(r *run, t *tenant) *Overview {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cur != nil && t.cur.run == r {
		return s.summarise(r, t)
	}
	p := s.parse(r, t.id)
	defer p.close()
	if t.cur == nil {
		s.mu.Lock()
		problems := slices.Concat(t.clashes, p.problems)
		s.mu.Unlock()
		t.found.Store(p.report(problems, r.theme))
	}
	s.mu.Lock()
	at, _ := s.instant(r, "") // has no error without a text
	s.mu.Unlock()
	o := s.survey(r, t, p, at)
	t.overview.Store(o)
	return o
}

// summarise notes what the desk tells of the edition in force. The caller holds the
// client's mu.
func (s *Session) summarise(r *run, t *tenant) *Overview {
	s.mu.Lock()
	at, _ := s.instant(r, "") // has no error without a text
	s.mu.Unlock()
	if v := t.cur.views[""]; v != nil && v.portal != nil && v.asOf.Equal(at) {
		o := s.blank(t, t.cur.parsed, at)
		s.tellDesk(r, o, v.portal.facts)
		t.overview.Store(o)
		return o
	}
	o := s.survey(r, t, t.cur.parsed, at)
	t.overview.Store(o)
	return o
}

// survey gathers what the desk tells of a client's content at an instant.
func (s *Session) survey(r *run, t *tenant, p *parsed, at time.Time) *Overview {
	o := s.blank(t, p, at)
	if p.authored == nil || errorsIn(p.problems) > 0 {
		o.Broken = true
		return o
	}
	var problems diag.List
	guard(&problems, p.folder, func() {
		s.tellDesk(r, o, facts.Derive(p.authored, r.provider.Calendar, at))
	})
	o.Broken = problems.Errors() > 0
	return o
}

// blank is what is known of a client without its facts.
func (s *Session) blank(t *tenant, p *parsed, at time.Time) *Overview {
	s.mu.Lock()
	o := &Overview{ID: t.id, Address: t.address, Name: t.id, File: path.Join(p.folder, "client.md"), asOf: at}
	s.mu.Unlock()
	if p.authored != nil {
		o.Name, o.Draft = cmp.Or(p.authored.Name, t.id), p.authored.Draft
	}
	return o
}

// tellDesk adds what the facts tell.
func (s *Session) tellDesk(r *run, o *Overview, f *facts.Client) {
	english := r.theme.in("en").texts
	say := phrase.New(english, f.Today, r.provider.Zone, r.markdown.Plain)
	o.until, o.Health = f.TrueUntil, desk.Worst(f)
	for _, e := range f.Engagements {
		shown := OverviewEngagement{Title: say.Plain(e.Content.Title), Status: string(e.Content.Status), Href: place.Overview.Of(e.Content.ID).File}
		if e.Health != nil && e.Content.Status != content.Closed {
			shown.Health = e.Health.State
			for i := range e.Health.Reasons {
				if english != nil {
					shown.Reasons = append(shown.Reasons, say.Reason(e, &e.Health.Reasons[i]))
				}
			}
		}
		o.Engagements = append(o.Engagements, shown)
	}
	o.Rows = desk.Rows(r.provider, []*facts.Client{f}, say)
}

// DeskRows returns the rows of several overviews in the order of the desk.
func DeskRows(overviews []*Overview) []desk.Row {
	var rows []desk.Row
	for _, o := range overviews {
		rows = append(rows, o.Rows...)
	}
	slices.SortFunc(rows, desk.Compare)
	return rows
}
