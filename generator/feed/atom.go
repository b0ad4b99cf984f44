package feed

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/place"
	"rapport/generator/schema"
)

// maxEntries is how many entries the feed holds.
const maxEntries = 30

// maxSummary bounds a summary, in bytes.
const maxSummary = 400

// noon is when an entry of a day counts as written, in minutes after midnight.
// Entries have no time of their own, and noon is on the same day nearly everywhere.
const noon = 12 * 60

// The elements of RFC 4287 that the feed uses.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang    string      `xml:"xml:lang,attr"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Notice  *notice     `xml:"http://www.w3.org/1999/xhtml div"`
		Updated string      `xml:"updated"`
		Author  atomPerson  `xml:"author"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomPerson struct {
		Name  string `xml:"name"`
		URI   string `xml:"uri,omitempty"`
		Email string `xml:"email,omitempty"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	atomCategory struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
	atomEntry struct {
		Shown      shown          `xml:"http://www.w3.org/1999/xhtml div"`
		ID         string         `xml:"id"`
		Title      string         `xml:"title"`
		Published  string         `xml:"published"`
		Updated    string         `xml:"updated"`
		Links      []atomLink     `xml:"link"`
		Categories []atomCategory `xml:"category"`
		Summary    string         `xml:"summary,omitempty"`
	}
)

// What a browser shows that opens the feed: a feed reader passes over elements that are not
// of its own (RFC 4287, section 6), and a browser knows no links but those of XHTML.
type (
	// A notice says what a feed is, and leads back.
	notice struct {
		Text string `xml:"p"`
		Home anchor `xml:"nav>a"`
	}
	// shown is an entry's day, its kind and its title, which leads to it.
	shown struct {
		Day   string `xml:"p"`
		Title anchor `xml:"h2>a"`
	}
	anchor struct {
		Href string `xml:"href,attr"`
		Text string `xml:",chardata"`
	}
)

// Atom returns feed.xml: of the journals' entries and the reports of all the
// client's engagements the 30 that were changed last, the newest first. All text
// is plain.
//
// An entry counts as published at noon, in the provider's zone, of its date, and
// as updated at noon of the last day on which something came of it: a decision
// was taken, a question answered, a risk closed. The feed was updated when its
// newest entry was, not when it was built. Ids are tag URIs (RFC 4151) of the
// provider's domain, which stay as long as address, folder and file keep their
// names.
//
// The error is one of serialization.
func Atom(in Input) ([]byte, error) {
	began := in.began()
	feed := atomFeed{
		Lang:    in.Say.Tag(),
		ID:      in.tag(began),
		Title:   oneLine(in.Say.Say("title_page", "page", in.Provider.Name, "site", in.Facts.Content.Name)),
		Updated: in.noon(began),
		Notice:  &notice{in.Say.Get("feed_about"), anchor{place.Home.Place().File, in.Say.Get("thanks_back")}},
		Author:  atomPerson{Name: oneLine(in.Provider.Name), URI: in.Provider.URL, Email: in.Provider.Email},
		Links:   []atomLink{{Rel: "alternate", Type: "text/html", Href: place.Home.Place().Under(in.Base)}},
	}
	if in.Base != "" {
		feed.Links = append(feed.Links, atomLink{Rel: "self", Type: "application/atom+xml", Href: place.News.Under(in.Base)})
	}
	for _, h := range in.newest() {
		feed.Entries = append(feed.Entries, in.entry(h))
	}
	if len(feed.Entries) > 0 {
		feed.Updated = feed.Entries[0].Updated
	}
	body, err := xml.MarshalIndent(&feed, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write feed.xml: %w", err)
	}
	head := xml.Header
	if in.Stylesheet != "" {
		head += `<?xml-stylesheet type="text/css" href="` + in.Stylesheet + `"?>` + "\n"
	}
	return slices.Concat([]byte(head), body, []byte("\n")), nil
}

// A happening is an entry of the journal or a report.
type happening struct {
	engagement         *content.Engagement
	entry              *content.Entry  // or
	report             *content.Report // one of them
	published, updated calendar.Date
}

// newest returns what belongs into the feed, in its order.
func (in *Input) newest() []happening {
	var all []happening
	for _, f := range in.Facts.Engagements {
		e := f.Content
		for _, n := range slices.Backward(e.Entries) {
			all = append(all, happening{engagement: e, entry: n, published: n.Date, updated: changed(n)})
		}
		for _, r := range slices.Backward(e.Reports) {
			all = append(all, happening{engagement: e, report: r, published: r.Date, updated: r.Date})
		}
	}
	slices.SortStableFunc(all, func(a, b happening) int {
		return cmp.Or(cmp.Compare(b.updated, a.updated), cmp.Compare(b.published, a.published))
	})
	return all[:min(maxEntries, len(all))]
}

// entry writes a happening.
func (in *Input) entry(h happening) atomEntry {
	var kind, label, folder, id, title, summary string
	var at place.Place
	var body content.Body
	if n := h.entry; n != nil {
		kind, label, folder, id, at = string(n.Kind), in.Say.Kind(n.Kind), "journal", n.ID, place.Entry(h.engagement, n)
		title, summary, body = in.Say.Plain(n.Title), in.said(n), n.Body
	} else {
		r := h.report
		kind, label, folder, id, at = "report", in.Say.Report(), "reports", r.ID, place.Report(h.engagement.ID, r.ID)
		title, summary, body = in.Say.Plain(r.Title), in.Say.Plain(r.Summary), r.Body
	}
	if summary == "" {
		summary = in.Say.Plain(content.Text{Raw: paragraph(string(body.Source))})
	}
	e := atomEntry{
		Shown:      shown{in.Say.Date(h.updated) + " · " + label, anchor{at.From(place.News.File), oneLine(title)}},
		ID:         in.tag(h.published, h.engagement.ID, folder, id),
		Title:      oneLine(title),
		Published:  in.noon(h.published),
		Updated:    in.noon(h.updated),
		Links:      []atomLink{{Rel: "alternate", Type: "text/html", Href: at.Under(in.Base)}},
		Categories: []atomCategory{{Term: kind, Label: label}},
		Summary:    short(oneLine(summary)),
	}
	if len(in.Facts.Engagements) > 1 {
		e.Categories = append(e.Categories, atomCategory{Term: h.engagement.ID, Label: oneLine(in.Say.Plain(h.engagement.Title))})
	}
	return e
}

// said is what came of an entry, or else its one sentence beside the story; ""
// for none.
func (in *Input) said(n *content.Entry) string {
	switch {
	case n.Decision != nil:
		return in.Say.Plain(n.Decision.Outcome)
	case n.Question != nil:
		return in.Say.Plain(n.Question.Answer)
	case n.Concern != nil:
		return in.Say.Plain(n.Concern.Outcome)
	case n.Feedback != nil:
		return in.Say.Plain(n.Feedback.Reply)
	}
	return ""
}

// changed is the last day on which something came of an entry: its own date, if
// nothing did.
func changed(n *content.Entry) calendar.Date {
	day := n.Date
	n.Visit(func(v schema.Value) {
		if v.Info.News {
			day = max(day, v.When.Day)
		}
	})
	return day
}

// notProse are the beginnings of blocks that are not paragraphs, or not ones
// that say anything alone: headings, quotations, tables, pictures, charts, HTML,
// lists, footnotes, and code that is indented.
var notProse = regexp.MustCompile(`^(#|>|\||!\[|\{\{|<|[-*+]( |$)|\d+[.)] |\[\^|\[[^\]]*\]:|    |\t|(\* ?){3}|(- ?){3})`)

// underline makes a heading of the line before it.
var underline = regexp.MustCompile(`\n(=+|-+) *$`)

// paragraph returns the first paragraph of prose in a Markdown text as one
// line; "" if there is none, or code stands before it. It need not be exact, for it
// only serves a summary.
func paragraph(markdown string) string {
	for block := range strings.SplitSeq(strings.ReplaceAll(markdown, "\r\n", "\n"), "\n\n") {
		block = strings.Trim(block, "\n")
		if strings.HasPrefix(block, "```") || strings.HasPrefix(block, "~~~") {
			return "" // where the code ends is beyond a look at one block
		}
		if strings.TrimSpace(block) != "" && !notProse.MatchString(block) && !underline.MatchString(block) {
			return strings.Join(strings.Fields(block), " ")
		}
	}
	return ""
}

// short cuts a text that is too long between two words.
func short(text string) string {
	if len(text) <= maxSummary {
		return text
	}
	cut := maxSummary
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	if space := strings.LastIndexByte(text[:cut], ' '); space > 0 {
		cut = space
	}
	return strings.TrimRight(text[:cut], " ,;:.") + "…"
}

// began is the day on which the first engagement started, or from which on the
// client was one: a day that does not depend on when the feed is made.
func (in *Input) began() calendar.Date {
	var first calendar.Date
	for _, f := range in.Facts.Engagements {
		if start := f.Content.Start; first == 0 || start < first {
			first = start
		}
	}
	return cmp.Or(first, in.Facts.Content.Since, in.Facts.Today)
}

// noon writes the noon of a day.
func (in *Input) noon(day calendar.Date) string {
	return day.In(in.Provider.Zone, noon).Format(time.RFC3339)
}

// tag makes a tag URI of the portal, or of something in it.
func (in *Input) tag(day calendar.Date, path ...string) string {
	year, _, _ := day.Split()
	parts := append([]string{in.Address}, path...)
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "tag:" + in.authority() + "," + strconv.Itoa(year) + ":" + strings.Join(parts, "/")
}

// authority is the domain of the provider's e-mail address.
func (in *Input) authority() string {
	domain := strings.ToLower(in.Provider.Email[strings.LastIndex(in.Provider.Email, "@")+1:])
	if ascii, err := idna.ToASCII(domain); err == nil {
		return ascii
	}
	return url.PathEscape(domain)
}
