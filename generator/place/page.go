package place

import (
	"slices"

	"rapport/generator/facts"
)

// A Page is a kind of page, by the name of its folder in a theme.
type Page string

// The pages of a portal.
const (
	Home     Page = "home"
	Kickoff  Page = "kickoff"  // only while something is asked
	Services Page = "services" // only where the client is told of any
	People   Page = "people"
	Help     Page = "help"
	Feedback Page = "feedback"
	Thanks   Page = "thanks" // after a form
)

// The pages of an engagement.
const (
	Overview     Page = "engagement"
	Expectations Page = "expectations"
	Progress     Page = "progress"
	Journal      Page = "journal"
	JournalYear  Page = "journal-year" // a page each, where the journal is parted; see JournalOf
	Reports      Page = "reports"
	OneReport    Page = "report" // a page each; see Report
	Summary      Page = "summary"
	Money        Page = "money" // only where something is used; see Shown
	Record       Page = "record"
)

// The pages at the root of the output, which are no client's.
const (
	Door     Page = "door"
	NotFound Page = "404"
)

// A Standing is where a page stands among the others.
type Standing struct {
	Page   Page
	File   string // below the portal's root, or the engagement's folder
	Label  string // key of its name in the navigation; "" where it is not in that
	OfWork bool   // each engagement has one
	Aside  bool   // set apart in the navigation, where that has room for few
}

// Pages lists the pages of a portal in the order of the navigation, in which those of
// the engagements stand where they do here.
var Pages = []Standing{
	{Page: Home, File: "index.html", Label: "home"},
	{Page: Overview, File: "index.html", Label: "page_glance", OfWork: true},
	{Page: Expectations, File: "expectations.html", Label: "page_expectations", OfWork: true},
	{Page: Progress, File: "progress.html", Label: "page_progress", OfWork: true},
	{Page: Money, File: "money.html", Label: "page_money", OfWork: true},
	{Page: Journal, File: "journal.html", Label: "page_journal", OfWork: true},
	{Page: Reports, File: "reports.html", Label: "page_reports", OfWork: true},
	{Page: Summary, File: "summary.html", Label: "page_summary", OfWork: true, Aside: true},
	{Page: Record, File: "record.html", OfWork: true},
	{Page: Kickoff, File: "kickoff.html", Label: "page_kickoff", Aside: true},
	{Page: Services, File: "services.html", Label: "page_services", Aside: true},
	{Page: People, File: "people.html", Label: "page_people", Aside: true},
	{Page: Help, File: "help.html", Label: "page_help", Aside: true},
	{Page: Feedback, File: "feedback.html", Label: "page_feedback", Aside: true},
	{Page: Thanks, File: "thanks.html"},
	{Page: Door, File: "index.html"},
	{Page: NotFound, File: "404.html"},
}

// Layout is the name of what lays a page out, in a theme.
func (p Page) Layout() string {
	if p == JournalYear {
		return string(Journal)
	}
	return string(p)
}

// Shown reports whether an engagement has a page: that of money only one that was used or
// billed something.
func (p Page) Shown(e *facts.Engagement) bool {
	return p != Money || len(e.Invoices) > 0 || slices.ContainsFunc(e.Usages, func(u facts.Usage) bool { return u.Tells() })
}

// Place is where a page of the portal stands.
func (p Page) Place() Place { return Place{File: p.file()} }

// Of is where a page of an engagement stands.
func (p Page) Of(engagement string) Place { return Place{File: engagement + "/" + p.file()} }

func (p Page) file() string {
	for _, s := range Pages {
		if s.Page == p {
			return s.File
		}
	}
	return ""
}
