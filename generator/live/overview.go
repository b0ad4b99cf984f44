package live

import (
	"cmp"
	"path"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
	"rapport/generator/press"
)

// An Overview is what the desk tells of a client.
type Overview struct {
	ID, Address string
	Name        string // the id where it cannot be read
	Draft       bool
	Broken      bool // it has errors, and nothing else is known
	Coming      bool // it is not read yet, and nothing else is known
	File        string
	Health      facts.HealthState // of the worst engagement; "" where none is under way
	Engagements []OverviewEngagement
	Rows        []desk.Row // by group and weight, as package desk has them

	asOf, until time.Time // between which this holds; until is zero where it always will
}

// An OverviewEngagement is an engagement on the desk.
type OverviewEngagement struct {
	ID      string
	Title   string
	Status  string
	Health  facts.HealthState
	Reasons []string // why it is not green
	Href    string   // below the portal's root
}

// Overviews returns what the desk tells of each client as of a time as press.ParseAsOf
// reads it, "" for the present, by id. It reads the clients of which that is not
// known; for the present that goes on in the background, and is waited for no longer than readers do.
func (p *Portals) Overviews(asOf string) ([]*Overview, error) {
	s := p.shown.Load()
	if s.press == nil {
		return nil, nil
	}
	at, err := p.instant(s, asOf)
	if err != nil {
		return nil, ErrUnknown
	}
	if asOf == "" {
		return p.overviews(), nil
	}
	clients := s.byID()
	all := make([]*Overview, len(clients))
	var group errgroup.Group
	group.SetLimit(p.options.Jobs)
	for i, c := range clients {
		if o := c.overview.Load(); o != nil && o.holds(at) {
			all[i] = o
			continue
		}
		group.Go(func() error {
			all[i] = c.look(at)
			return nil
		})
	}
	group.Wait() // no piece of work returns an error
	return all, nil
}

// overviews returns those of the present, as far as they are known soon.
func (p *Portals) overviews() []*Overview {
	patience := time.NewTimer(p.options.Patience)
	defer patience.Stop()
	for {
		s := p.shown.Load()
		at := p.present(s)
		var all []*Overview
		coming := false
		for _, c := range s.byID() {
			o := c.overview.Load()
			if o == nil || !o.holds(at) {
				o, coming = &Overview{ID: c.ID, Address: c.Folder, Name: c.ID, File: path.Join(c.folder, "client.md"), Coming: true}, true
			}
			all = append(all, o)
		}
		if !coming {
			return all
		}
		wake(p.todo)
		select {
		case <-patience.C:
			return all
		case <-p.closed.Done():
			return all
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// holds tells whether an overview is true at an instant. Ages are counted in days.
func (o *Overview) holds(at time.Time) bool {
	return !at.Before(o.asOf) && (o.until.IsZero() || at.Before(o.until)) && calendar.DateOf(at) == calendar.DateOf(o.asOf)
}

// look finds out what the desk tells of a client at an instant. The files of one at which
// nobody looked lately are not held.
func (v *version) look(at time.Time) *Overview {
	if v.isRecent() {
		return v.survey(v.content(), at)
	}
	c := v.readNow(nil, func() bool { return v.of.pace.wait(v.of.closed) })
	defer c.Close()
	v.know(c.Problems())
	return v.survey(c, at)
}

// survey gathers what the desk tells of a client's content at an instant.
func (v *version) survey(c *press.Client, at time.Time) *Overview {
	o := &Overview{ID: v.ID, Address: v.Folder, Name: v.ID, File: path.Join(v.folder, "client.md"), asOf: at}
	if c.Content != nil {
		o.Name, o.Draft = cmp.Or(c.Content.Name, v.ID), c.Content.Draft
	}
	if c.Content == nil || diag.Errors(c.Listing)+diag.Errors(c.Found) > 0 {
		o.Broken = true
		return o
	}
	o.Broken = diag.Errors(guard(v.folder, func() []diag.Problem {
		v.tellDesk(o, v.facts(c, at))
		return nil
	})) > 0
	return o
}

// facts are those of a client's content at an instant.
func (v *version) facts(c *press.Client, at time.Time) *facts.Client {
	if cache := v.pages.known(at); cache != nil && cache.portal() != nil {
		return cache.portal().Facts
	}
	return facts.Derive(c.Content, v.press.Provider.Calendar, at)
}

// tellDesk adds what the facts tell.
func (v *version) tellDesk(o *Overview, f *facts.Client) {
	provider, english := v.press.Provider, v.press.Theme.In("en").Texts
	say := phrase.New(english, f.Today, provider.Zone, v.press.Markdown.Plain)
	o.until, o.Health = f.TrueUntil, desk.Worst(f)
	for _, e := range f.Engagements {
		shown := OverviewEngagement{ID: e.Content.ID, Title: say.Plain(e.Content.Title), Status: string(e.Content.Status), Href: place.Overview.Of(e.Content.ID).File}
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
	o.Rows = desk.RowsOf(provider, f, say)
}
