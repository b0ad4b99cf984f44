// Package place says where things stand in a portal: the pages that it has, their
// files, their order in the navigation, and the page and anchor of each thing that
// something can lead to. Links of pages, search, calendar, news, mails and the desk
// all ask here, so that they agree.
//
// A Place is a file below the portal's root with an anchor on it. From makes it a link
// of a page of the same portal, which has to work from a disk and is therefore
// relative; Under makes it an address below the portal's own.
package place

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// A Place is where something stands. The zero Place is nowhere.
type Place struct {
	File   string // below the portal's root, unescaped: "shop/progress.html"
	Anchor string // unescaped; "" for the whole file
}

// IsZero reports whether a place is nowhere.
func (p Place) IsZero() bool { return p == Place{} }

// At is an anchor of the same file.
func (p Place) At(anchor string) Place { return Place{p.File, anchor} }

// From is the link to a place from a file of the portal, "" for the portal's root. It
// is "" to nowhere.
func (p Place) From(file string) string {
	if p.IsZero() {
		return ""
	}
	link := ""
	if p.File != file || p.Anchor == "" {
		if link = Relative(file, p.File); !isPlain(link) {
			link = (&url.URL{Path: link}).String()
		}
	}
	if p.Anchor != "" {
		anchor := p.Anchor
		if !isPlain(anchor) {
			anchor = (&url.URL{Fragment: anchor}).EscapedFragment()
		}
		link += "#" + anchor
	}
	return link
}

// Under is the address of a place in a portal that stands at base, an URL with a slash
// at its end. Where base is "" it is relative to the portal's root.
func (p Place) Under(base string) string { return base + p.From("") }

// Relative is the path of a file as seen from the folder of another.
func Relative(from, to string) string {
	dir := path.Dir(from) + "/"
	if dir == "./" {
		dir = ""
	}
	for dir != "" {
		first := dir[:strings.IndexByte(dir, '/')+1]
		if !strings.HasPrefix(to, first) {
			break
		}
		dir, to = dir[len(first):], to[len(first):]
	}
	return strings.Repeat("../", strings.Count(dir, "/")) + to
}

// isPlain tells whether nothing in a path or an anchor has to be escaped: it is of letters,
// digits and what is written between those, and begins with no slash.
func isPlain(text string) bool {
	if strings.HasPrefix(text, "/") {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_', c == '.', c == '/':
		default:
			return false
		}
	}
	return true
}

// The files of a portal that other programs read.
var (
	Calendar = Place{File: "calendar.ics"}
	News     = Place{File: "feed.xml"}
)

// CalendarOf is the calendar of one person. It stands beside that of all, since a folder
// of its own would cost a build more than the file.
func CalendarOf(person string) Place { return Place{File: calendarPrefix + person + ".ics"} }

const calendarPrefix = "calendar-"

// IsFeed tells whether other programs come back for a file of the portal.
func IsFeed(file string) bool {
	own := strings.HasPrefix(file, calendarPrefix) && path.Ext(file) == ".ics" && !strings.Contains(file, "/")
	return own || file == Calendar.File || file == News.File
}

// Copy is a portal to keep, with what it was made from: where all work has ended.
var Copy = Place{File: "everything.zip"}

// The sections that something leads to.
const (
	turnaroundSection = "s_turnaround"
	rhythmSection     = "s_rhythm"
	faqSection        = "s_faq"
	glossarySection   = "s_glossary"
	tellSection       = "s_tell"
	askSection        = "s_ask"
	concernSection    = "s_concern"

	answerPrefix = "a_" // no id of the content has an underscore
)

// Person is where somebody on either side stands.
func Person(id string) Place { return People.Place().At(id) }

// The answers to what is often asked, the words explained, and the forms in which the
// client says what it thinks, asks something, and raises a concern.
var (
	FAQ      = Help.Place().At(faqSection)
	Glossary = Help.Place().At(glossarySection)
	Tell     = Feedback.Place().At(tellSection)
	Ask      = Feedback.Place().At(askSection)
	Concern  = Feedback.Place().At(concernSection)
)

// Service is where it is told what a service does and does not.
func Service(id string) Place { return Services.Place().At("s_" + id) }

// Goal is where the client is asked whether a goal is still true.
func Goal(id string) Place { return Kickoff.Place().At(answerPrefix + "goal-" + id) }

// Milestone is where a milestone stands.
func Milestone(engagement, id string) Place { return Progress.Of(engagement).At(id) }

// KPI is where a KPI stands with its picture.
func KPI(engagement, id string) Place { return Overview.Of(engagement).At(id) }

// Figures is the file with the figures of a KPI.
func Figures(engagement, kpi string) Place {
	return Place{File: engagement + "/data/" + kpi + ".csv"}
}

// UsedRows is the file with the rows behind a usage, where these are many.
func UsedRows(engagement string, u *facts.Usage) Place {
	return Place{File: engagement + "/data/used/" + UsageAnchor(u) + ".csv"}
}

// OpenItems and OpenRequests are the files with all that is open, where the page of progress
// has no room for it.
func OpenItems(engagement string) Place { return Place{File: engagement + "/data/open/items.csv"} }

func OpenRequests(engagement string) Place {
	return Place{File: engagement + "/data/open/requests.csv"}
}

// AgreementText is the file with the canonical text of a version of the agreement.
func AgreementText(engagement string, version int) Place {
	return Place{File: engagement + "/data/agreement-" + strconv.Itoa(version) + ".txt"}
}

// mostOnOnePage are the entries that one page has room for. The journal of an engagement that has more
// is parted by years, the one at hand too, so that an entry's address stays when the next begins; on its
// first page stand the latest of them, and the way to the years.
const mostOnOnePage = 500

// ByYear tells whether the journal of an engagement is parted by years.
func ByYear(e *content.Engagement) bool { return len(e.Entries) > mostOnOnePage }

// JournalOf is the page of the journal that has the entries of a day.
func JournalOf(e *content.Engagement, day calendar.Date) Place {
	if !ByYear(e) {
		return Journal.Of(e.ID)
	}
	year, _, _ := day.Split()
	return Place{File: fmt.Sprintf("%s/journal-%04d.html", e.ID, year)}
}

// Entry is where an entry of the journal stands.
func Entry(e *content.Engagement, n *content.Entry) Place { return JournalOf(e, n.Date).At(n.ID) }

// Usage is where it is told what was used of a price in a period.
func Usage(engagement string, u *facts.Usage) Place {
	return Money.Of(engagement).At(UsageAnchor(u))
}

// UsageAnchor is the anchor of a usage on its page.
func UsageAnchor(u *facts.Usage) string { return usageAnchor(u.Item, u.Period) }

func usageAnchor(item string, period calendar.Period) string { return item + "-" + period.String() }

// Attachment is a file that is published as it is, by its name below the engagement.
func Attachment(engagement, name string) Place { return Place{File: engagement + "/" + name} }

// Report is the page of a report.
func Report(engagement, id string) Place {
	return Place{File: engagement + "/reports/" + id + ".html"}
}

// Input is where something that the client owes stands, all of it on the page of
// progress: of a recurring one the occurrence that is due on a day, or where due is
// zero, whichever of them comes last there. Only occurrences that Told lists have a
// place of their own.
func Input(engagement string, in *content.Input, due calendar.Date) Place {
	at := Progress.Of(engagement).At(in.ID)
	if !in.Every.IsZero() && due != 0 {
		at.Anchor += "-" + due.String()
	}
	return at
}

// Told lists the inputs that the page of progress tells of, in their order: all but the
// occurrences of recurring ones that were received on time, the last of those aside. A
// year of bookkeeping has a hundred of them.
func Told(e *facts.Engagement) []*facts.Input {
	var told []*facts.Input
	again := map[string]bool{} // received on time once more, later
	for i := len(e.Inputs) - 1; i >= 0; i-- {
		in := &e.Inputs[i]
		inTime := !in.Content.Every.IsZero() && in.State == facts.Received
		if !inTime || !again[in.Content.ID] {
			told = append(told, in)
		}
		again[in.Content.ID] = again[in.Content.ID] || inTime
	}
	slices.Reverse(told)
	return told
}

// Part is where a part of an agreement stands: a milestone, input, KPI, price or
// turnaround, by its id, or one of content.Parts.
func Part(e *content.Engagement, id string) Place {
	if in := e.Input(id); in != nil {
		return Input(e.ID, in, 0)
	}
	agreed := Expectations.Of(e.ID)
	switch {
	case e.KPIs.Has(id):
		return KPI(e.ID, id)
	case e.Milestone(id) != nil:
		return Milestone(e.ID, id)
	case e.Pricing.Has(id):
		return agreed.At("s_price-" + id)
	case e.Turnaround.Has(id):
		return agreed.At("s_turnaround-" + id)
	case id == content.EndPart, id == content.DutiesPart && len(e.Duties.Ours)+len(e.Duties.Yours) == 0:
		return agreed
	}
	return agreed.At("s_" + id)
}

// Request is where a request is told of: nowhere, if it is a row of requests.csv.
func Request(e *content.Engagement, r *content.Request) Place {
	if r.Entry == nil {
		return Place{}
	}
	return Entry(e, r.Entry)
}

// Item is where an open item stands.
func Item(e *content.Engagement, o *facts.OpenItem) Place {
	switch {
	case o.Input != nil:
		return Input(e.ID, o.Input.Content, o.Due)
	case o.Report != nil:
		return Report(e.ID, o.Report.ID)
	case o.Request != nil:
		return Request(e, o.Request.Content)
	}
	return Entry(e, o.Entry)
}

// Answer is where the client can do something about an open item: beside the item, or
// where that stands nowhere, where it can ask.
func Answer(e *content.Engagement, o *facts.OpenItem) Place {
	at := Item(e, o)
	switch {
	case at.IsZero():
		return Ask
	case o.Kind == facts.ActionItem:
		return at.At(answerPrefix + at.Anchor + "-" + strconv.Itoa(o.Index+1))
	case o.Report != nil:
		return at.At(answerPrefix + "read")
	}
	return at.At(answerPrefix + at.Anchor)
}

// Rhythm is where it is told how a rhythm is kept.
func Rhythm(engagement string, kind facts.RhythmKind) Place {
	if kind == facts.Reports {
		return Reports.Of(engagement)
	}
	return Progress.Of(engagement).At(rhythmSection)
}

// Reason is where the cause of a health stands.
func Reason(e *content.Engagement, r *facts.Reason) Place {
	switch {
	case r.Entry != nil:
		return Entry(e, r.Entry)
	case r.Milestone != nil:
		return Milestone(e.ID, r.Milestone.Content.ID)
	case r.Input != nil:
		return Input(e.ID, r.Input.Content, r.Input.Due)
	case r.KPI != nil:
		return KPI(e.ID, r.KPI.Content.ID)
	case r.Retainer != nil:
		return Money.Of(e.ID).At(usageAnchor(r.Retainer.Item, r.Retainer.Period))
	case r.Usage != nil:
		return Usage(e.ID, r.Usage)
	case r.Kind == facts.TurnaroundLow:
		return Progress.Of(e.ID).At(turnaroundSection)
	}
	return Progress.Of(e.ID).At(rhythmSection)
}
