package page

import (
	"html/template"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/phrase"
	"rapport/generator/place"
	"rapport/generator/source"
)

// An Input is what a portal's pages are made of, and there is no other: one
// client's content and facts, and what the provider shows to everybody.
type Input struct {
	Provider *content.Provider
	Client   *content.Client // whole, with what is still to come
	Facts    *facts.Client   // of what has come
	Texts    *locale.Texts   // in the client's language
	Markdown *markdown.Converter
	Draw     func(partial string, model any) (template.HTML, error) // lays a chart out

	Stylesheet, Brand, Script string        // of the theme, below the portal's root; "" for none
	Policy                    template.HTML // elements of the head that say what a page may load and run
	Engine                    string        // script that the search runs on, below the portal's root; "" for none

	Copy bool // a file to keep stands in the portal: place.Copy
	PDF  bool // pages that are for paper too lead to their PDFs

	Sealing *AnswerKey // what answers are sealed to; nil for a portal that everybody may read

	Base   string            // URL of the portal's folder, with a slash at its end; "" if it is not known
	Owners []*content.Person // who of the client's has a calendar of their own

	FeedsUntil time.Time // when a feed changes next although no fact does; zero if none will
}

// An AnswerKey is what answers from a sealed portal are sealed to, so that the provider alone can
// read them.
type AnswerKey struct {
	Recipient string // the provider's public key of age; "" for none: then nothing can be sent from the portal
	Script    string // that seals, below the portal's root
}

// A Site is a portal whose pages are known by name. Fill says what stands on a
// page, so that only the pages at hand are held.
type Site struct {
	Pages     []*Page
	TrueUntil time.Time // the first instant after as-of at which a page changes by itself

	planner *planner
}

// A File is a file of the portal that is not a page. Its bytes are in Body, or
// those of From.
type File struct {
	Name string // below the portal's root
	Body []byte
	From *source.File // of the client's tree; instead of Body

	Write func(io.Writer) error // what is not to be held, Size bytes; instead of Body
	Size  int64
}

// A planner makes the pages of one portal.
type planner struct {
	Input
	say      *phrase.Speaker // to the client
	problems *diag.List
	portal   *Portal
	library  *library
	labels   *markdown.Labels
	people   map[string]*participant
	assets   map[string]asset
	files    map[string][]byte
	written  map[string]File // those of the files that are written when they are asked for
	memo     memo
	err      error // the first failure of the theme or the disk
	site     *Site
}

// A memo keeps what is made once and shown on several pages.
type memo struct {
	charts   map[chartKey]template.HTML
	navs     map[string]laidOut
	said     map[*content.Entry][]string     // in the journal, for the search
	stories  map[*content.Report]reportStory // of reports whose pages are not made
	told     map[*content.Report]string      // by those of the others, for the search
	reported map[*content.Report][]*facts.KPI
	series   map[seriesKey][]chart.Value
	lines    map[lineKey]chart.LineSpec
	line     chart.Line // for the next chart, whose memory is that of the one before
	inlines  map[inlineKey]template.HTML
	resolver fileResolver
}

// Plan lists the pages of a client's portal. What is wrong with the prose of its
// files goes to problems when the pages are filled, and what is wrong with that of files
// which the portal does not show yet, now. The error is the disk's.
func Plan(in Input, problems *diag.List) (*Site, error) {
	p := newPlanner(in, problems)
	p.portal = p.newPortal()
	p.site.TrueUntil = p.until()
	p.portal.Search = p.searchScript()
	add(p, place.Home, p.home)
	if p.has(place.Kickoff) {
		add(p, place.Kickoff, p.kickoff)
	}
	if p.has(place.Services) {
		add(p, place.Services, p.services)
	}
	add(p, place.People, p.peoplePage)
	add(p, place.Help, p.help)
	add(p, place.Feedback, p.feedback)
	add(p, place.Thanks, p.thanks)
	for _, e := range p.Facts.Engagements {
		id := e.Content.ID
		addOf(p, e, place.Overview, place.Overview.Of(id), (*chapter).overview)
		addOf(p, e, place.Expectations, place.Expectations.Of(id), (*chapter).expectations)
		addOf(p, e, place.Progress, place.Progress.Of(id), (*chapter).progress)
		if place.Money.Shown(e) {
			addOf(p, e, place.Money, place.Money.Of(id), (*chapter).money)
		}
		addOf(p, e, place.Journal, place.Journal.Of(id), (*chapter).journal)
		for _, year := range p.chapter(e, "").journalYears() {
			addOf(p, e, place.JournalYear, place.JournalOf(e.Content, year.From), func(c *chapter) (head, *Journal) { return c.journalOf(year) })
		}
		addOf(p, e, place.Reports, place.Reports.Of(id), (*chapter).reports)
		for i, r := range e.Content.Reports {
			addOf(p, e, place.OneReport, place.Report(id, r.ID), func(c *chapter) (head, *Report) { return c.report(i) })
		}
		addOf(p, e, place.Summary, place.Summary.Of(id), (*chapter).summary)
		addOf(p, e, place.Record, place.Record.Of(id), (*chapter).record)
	}
	p.checkUnseen()
	return p.site, p.err
}

// Fill makes what stands on a page. The error is the theme's or the disk's.
func (s *Site) Fill(page *Page) error {
	page.fill(page)
	nav := s.planner.navigation(page)
	page.Nav, page.Chapters = nav.bar, nav.chapter
	return s.planner.err
}

// navigation lays the navigation out, once for all pages that have the same.
func (p *planner) navigation(page *Page) laidOut {
	key := page.Root + " " + string(page.Here)
	if page.Engagement != nil {
		key += " " + page.Engagement.ID
	}
	nav, ok := p.memo.navs[key]
	if !ok {
		page.Menu = p.menu(page)
		nav = laidOut{bar: p.draw("parts/nav.html", page), chapter: p.draw("parts/chapter.html", page)}
		p.memo.navs[key] = nav
	}
	return nav
}

// laidOut is the navigation of a page: that of the portal, and below it that of the
// engagement where there are several.
type laidOut struct{ bar, chapter template.HTML }

// menu lists the pages that a page leads to. A portal with one engagement has all
// its pages in one list; with several, an engagement's own pages stand in a second one.
func (p *planner) menu(page *Page) Menu {
	var m Menu
	add := func(list *[]MenuItem, s place.Standing, to place.Place) {
		*list = append(*list, MenuItem{Text: p.say.Get(s.Label), Href: to.From(page.Path), Here: page.Path == to.File})
	}
	for _, s := range place.Pages {
		switch {
		case s.Label == "", !s.OfWork && !p.has(s.Page):
		case s.OfWork:
			p.addWork(&m, page, s, add)
		case s.Aside:
			add(&m.More, s, s.Page.Place())
		default:
			add(&m.Pages, s, s.Page.Place())
		}
	}
	if p.portal.Single {
		return m
	}
	for _, e := range p.portal.Engagements {
		to := place.Overview.Of(e.ID)
		m.Work = append(m.Work, MenuItem{
			Text: e.Title, Href: to.From(page.Path), Here: page.Path == to.File,
			In:    page.Engagement != nil && page.Engagement.ID == e.ID,
			State: e.State, Needed: e.Needed,
		})
	}
	return m
}

// addWork adds a page that each engagement has.
func (p *planner) addWork(m *Menu, page *Page, s place.Standing, add func(*[]MenuItem, place.Standing, place.Place)) {
	for _, e := range p.portal.Engagements {
		switch to := s.Page.Of(e.ID); {
		case !s.Page.Shown(p.factsOf(e.ID)):
		case p.portal.Single && s.Aside:
			add(&m.More, s, to)
		case p.portal.Single:
			add(&m.Pages, s, to)
		case page.Engagement != nil && page.Engagement.ID == e.ID:
			add(&m.Chapter, s, to)
		}
	}
}

// has tells whether the portal has one of the pages that are not an engagement's.
func (p *planner) has(page place.Page) bool {
	switch page {
	case place.Kickoff:
		return len(p.Facts.Asked) > 0 || len(p.Facts.Unsure) > 0
	case place.Services:
		return len(p.toldServices()) > 0
	}
	return true
}

// factsOf are those of an engagement of the portal.
func (p *planner) factsOf(id string) *facts.Engagement {
	at := slices.IndexFunc(p.Facts.Engagements, func(e *facts.Engagement) bool { return e.Content.ID == id })
	return p.Facts.Engagements[at]
}

// Files are the files of the portal that are not pages: the pictures that the
// pages filled so far use, figures, and the attachments of each engagement.
func (s *Site) Files() []File {
	p := s.planner
	for _, e := range p.Facts.Engagements {
		p.chapter(e, "").data()
	}
	p.publishSearch()
	files := make([]File, 0, len(p.files))
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		files = append(files, File{Name: name, Body: p.files[name]})
	}
	for _, name := range slices.Sorted(maps.Keys(p.written)) {
		files = append(files, p.written[name])
	}
	for _, e := range p.Facts.Engagements {
		for _, a := range e.Content.Files {
			files = append(files, File{Name: path.Join(e.Content.ID, a.Name), From: &a.File})
		}
	}
	return files
}

// write has a file written of parts, without a copy of the whole.
func (p *planner) write(name string, parts [][]byte) {
	f := File{Name: name, Write: func(w io.Writer) error {
		for _, part := range parts {
			if _, err := w.Write(part); err != nil {
				return err
			}
		}
		return nil
	}}
	for _, part := range parts {
		f.Size += int64(len(part))
	}
	p.written[name] = f
}

// CheckProse looks for what is wrong with the prose of all files of a client, and
// makes no page. It serves a client that has errors already, so that one run
// shows all.
func CheckProse(in Input, problems *diag.List) {
	p := newPlanner(in, problems)
	for _, e := range p.Client.Engagements {
		p.checkFiles(e, func(string) bool { return true })
	}
	p.prose("client.md", place.Home.Place().File, &p.Client.File, "", 2)
	p.checkTexts(p.Client.File.Path, "client.md", place.Home.Place().File, p.Client.Visit)
}

func newPlanner(in Input, problems *diag.List) *planner {
	shown, today := in.Client, calendar.Date(0)
	if in.Facts != nil {
		shown, today = in.Facts.Content, in.Facts.Today
	}
	p := &planner{
		Input:    in,
		say:      phrase.New(in.Texts, today, in.Client.Zone, in.Markdown.Plain),
		problems: problems,
		library:  newLibrary(in.Client, shown),
		labels:   labels(in.Texts),
		people:   participants(in.Provider, in.Client),
		assets:   map[string]asset{},
		files:    map[string][]byte{},
		written:  map[string]File{},
		memo: memo{
			charts: map[chartKey]template.HTML{}, navs: map[string]laidOut{}, said: map[*content.Entry][]string{}, told: map[*content.Report]string{},
			stories: map[*content.Report]reportStory{}, reported: map[*content.Report][]*facts.KPI{}, series: map[seriesKey][]chart.Value{},
			lines: map[lineKey]chart.LineSpec{}, inlines: map[inlineKey]template.HTML{},
		},
	}
	p.site = &Site{planner: p}
	return p
}

// add adds a page of the portal.
func add[B any](p *planner, kind place.Page, plan func(at string) (head, B)) {
	at := kind.Place()
	p.add(kind, at, func(page *Page) {
		h, body := plan(at.File)
		page.Body = body
		p.entitle(page, h)
	})
}

// addOf adds a page of an engagement.
func addOf[B any](p *planner, f *facts.Engagement, kind place.Page, at place.Place, plan func(*chapter) (head, B)) {
	c := p.chapter(f, at.File)
	p.add(kind, at, func(page *Page) {
		h, body := plan(c)
		page.Engagement, page.Body = c.shown(), body
		page.Draft = page.Draft || c.e.Draft
		p.entitle(page, h)
		if c.e.Status == content.Closed { // its pages stay as they are
			page.TrueUntil, page.UntilISO = "", ""
		}
	})
}

func (p *planner) add(kind place.Page, at place.Place, fill func(*Page)) {
	paper := ""
	if p.PDF && kind.OnPaper() {
		paper = place.PDF(path.Base(at.File))
	}
	p.site.Pages = append(p.site.Pages, &Page{
		PDF: paper, Paper: kind.OnPaper(),
		Portal: p.portal, Path: at.File, Root: strings.Repeat("../", strings.Count(at.File, "/")),
		Here: kind, Layout: kind.Layout(), Draft: p.Client.Draft, fill: fill,
		Calendar: p.calendar(at.File),
	})
}

// entitle gives a page its head.
func (p *planner) entitle(page *Page, h head) {
	page.Title, page.Heading, page.Description = h.title, h.heading, h.description
	page.Draft = page.Draft || h.draft
	if h.dated {
		p.dated(page)
	}
	page.Foot = p.foot(page, h)
	if h.signed {
		page.Initials = p.say.Get("agreement_initials")
	}
}

// foot tells on each sheet what it belongs to, wherever the sheet ends up.
func (p *planner) foot(page *Page, h head) string {
	words := nonEmpty(page.Client, h.title, h.version)
	if page.AsOf != "" && (page.Engagement == nil || !page.Engagement.Over) {
		words = append(words, p.say.Label("footer_label_as_of", page.AsOf))
	}
	if lead := page.Lead; lead != nil {
		words = append(words, strings.Join(nonEmpty(lead.Name, lead.Phone), " "))
	}
	return strings.Join(words, " · ")
}

// dated marks a page as one that depends on the day. It says no time of day: a page made
// again before anything changes is the same.
func (p *planner) dated(page *Page) {
	until := p.site.TrueUntil
	page.AsOf, page.AsOfISO = p.say.Date(p.Facts.Today), p.Facts.Today.String()
	if !until.IsZero() {
		page.TrueUntil, page.UntilISO = p.say.TimeIn(until, p.say.Today), until.Format("2006-01-02T15:04:05Z07:00")
		page.Stale = p.stale(until)
	}
}

// stale is what a page says once a whole working day has passed since it was true: whoever
// makes it anew had a day to do so.
func (p *planner) stale(until time.Time) *Stale {
	zone := p.Provider.Zone
	first := calendar.DateOf(until.In(zone))
	if until.After(first.In(zone, 0)) {
		first++
	}
	after := (p.Provider.Calendar.NextOpen(first) + 1).In(zone, 0)
	return &Stale{After: after.Format(time.RFC3339), Text: p.say.Say("stale_page", "date", p.say.Date(p.Facts.Today))}
}

// fail keeps the first failure of the theme or the disk.
func (p *planner) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// participant is a person on either side.
type participant struct {
	*content.Person
	ours bool
}

// participants lists the people of both sides by id.
func participants(provider *content.Provider, client *content.Client) map[string]*participant {
	all := map[string]*participant{}
	for i := range provider.People {
		all[provider.People[i].ID] = &participant{&provider.People[i], true}
	}
	for i := range client.Contacts {
		all[client.Contacts[i].ID] = &participant{&client.Contacts[i], false}
	}
	return all
}

// name is what a person is called; "" for nobody.
func (p *planner) name(id string) string {
	if s := p.people[id]; s != nil {
		return s.Name
	}
	return ""
}

// day is a date to show, with its year where that is not the as-of one's.
func (p *planner) day(d calendar.Date) Day {
	if d == 0 {
		return Day{}
	}
	return Day{Text: p.say.Day(d), ISO: d.String()}
}

// fullDay is a date to show on pages that don't change from day to day.
func (p *planner) fullDay(d calendar.Date) Day {
	if d == 0 {
		return Day{}
	}
	return Day{Text: p.say.Date(d), ISO: d.String()}
}
