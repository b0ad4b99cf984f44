package feed

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/url"
	"rapport/generator/phrase"
	_ "rapport/generator/testheap"
	"regexp"
	"strings"
	"testing"
	"time"
)

func atomFile(t testing.TB, in Input) []byte {
	t.Helper()
	file, err := Atom(in)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// What RFC 4287 has, read anew.
type readFeed struct {
	XMLName xml.Name
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      []string    `xml:"id"`
	Title   []string    `xml:"title"`
	Updated []string    `xml:"updated"`
	Author  []string    `xml:"author>name"`
	Links   []readLink  `xml:"link"`
	Entries []readEntry `xml:"entry"`
}

type readLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type readEntry struct {
	ID        []string   `xml:"id"`
	Title     []string   `xml:"title"`
	Updated   []string   `xml:"updated"`
	Published []string   `xml:"published"`
	Summary   []string   `xml:"summary"`
	Links     []readLink `xml:"link"`
	Category  []struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
}

var tagURI = regexp.MustCompile(`^tag:[a-z0-9.-]+,\d{4}:[A-Za-z0-9%._/-]+$`)

// read parses a feed and holds it to the rules of RFC 4287.
func read(t *testing.T, file []byte) readFeed {
	t.Helper()
	var f readFeed
	if err := xml.Unmarshal(file, &f); err != nil {
		t.Fatalf("%v in\n%s", err, file)
	}
	if f.XMLName.Space != "http://www.w3.org/2005/Atom" || f.XMLName.Local != "feed" {
		t.Errorf("the root is %v", f.XMLName)
	}
	once := func(what string, values []string) string {
		t.Helper()
		if len(values) != 1 || values[0] == "" {
			t.Errorf("%s: %q, want exactly one", what, values)
			return ""
		}
		return values[0]
	}
	instant := func(what string, values []string) time.Time {
		t.Helper()
		at, err := time.Parse(time.RFC3339, once(what, values))
		if err != nil {
			t.Error(err)
		}
		return at
	}
	links := func(what string, all []readLink) {
		t.Helper()
		seen := map[string]bool{}
		for _, l := range all {
			if seen[l.Rel+l.Type] || l.Href == "" {
				t.Errorf("%s has links %v", what, all)
			}
			seen[l.Rel+l.Type] = true
			if _, err := url.Parse(l.Href); err != nil {
				t.Error(err)
			}
		}
		if !seen["alternatetext/html"] {
			t.Errorf("%s has no page", what)
		}
	}
	once("author", f.Author)
	once("title", f.Title)
	links("the feed", f.Links)
	updated := instant("updated", f.Updated)
	ids := map[string]bool{once("id", f.ID): true}
	for _, e := range f.Entries {
		id := once("id", e.ID)
		if ids[id] || !tagURI.MatchString(id) {
			t.Errorf("id %q", id)
		}
		ids[id] = true
		once("title", e.Title)
		if len(e.Summary) > 1 {
			t.Errorf("summaries %q", e.Summary)
		}
		links(id, e.Links)
		if at := instant("updated", e.Updated); at.After(updated) || at.Before(instant("published", e.Published)) {
			t.Errorf("%s was updated %s, the feed %s", id, at, updated)
		}
	}
	return f
}

const told = `
-- clients/korenaar/shop/journal/2026-03-04-payment.md --
kind: decision
title: Which *payment* & why
needed_by: 2026-03-25
decided: 2026-03-19
outcome: Card and <b>iDEAL</b>
-- clients/korenaar/shop/journal/2026-03-06-week.md --
kind: update
title: First week
***
# What we did

We drew **two** fronts
and [asked](../engagement.md) you.

- a list
-- clients/korenaar/shop/reports/2026-03.md --
title: March
date: 2026-04-06
summary: "It begins 🍞"
`

func TestFeedTellsWhatHappenedNewestFirst(t *testing.T) {
	in := input(t, "2026-04-10", agreed("")+told)
	in.Base = "https://portal.example/k/"
	f := read(t, atomFile(t, in))
	var got []string
	for _, e := range f.Entries {
		got = append(got, strings.Join([]string{e.ID[0], e.Published[0], e.Updated[0], e.Category[0].Term, e.Title[0], strings.Join(e.Summary, ""), e.Links[0].Href}, " | "))
	}
	same(t, got, []string{
		"tag:northlight.example,2026:korenaar-7f3k9q2m/shop/reports/2026-03 | 2026-04-06T12:00:00+02:00 | 2026-04-06T12:00:00+02:00 | report | March | It begins 🍞 | https://portal.example/k/shop/reports/2026-03.html",
		"tag:northlight.example,2026:korenaar-7f3k9q2m/shop/journal/2026-03-04-payment | 2026-03-04T12:00:00+01:00 | 2026-03-19T12:00:00+01:00 | decision | Which payment & why | Card and <b>iDEAL</b> | https://portal.example/k/shop/journal.html#2026-03-04-payment",
		"tag:northlight.example,2026:korenaar-7f3k9q2m/shop/journal/2026-03-06-week | 2026-03-06T12:00:00+01:00 | 2026-03-06T12:00:00+01:00 | update | First week | We drew two fronts and asked you. | https://portal.example/k/shop/journal.html#2026-03-06-week",
	})
	same(t, []string{f.Lang, f.ID[0], f.Title[0], f.Updated[0], f.Author[0]},
		[]string{"en-GB", "tag:northlight.example,2026:korenaar-7f3k9q2m", "Northlight – Korenaar", "2026-04-06T12:00:00+02:00", "Northlight"})
	same(t, []string{fmt.Sprint(f.Links)}, []string{"[{alternate text/html https://portal.example/k/index.html} {self application/atom+xml https://portal.example/k/feed.xml}]"})
}

func TestFeedWithoutAnAddressHasRelativeLinks(t *testing.T) {
	f := read(t, atomFile(t, input(t, "2026-04-10", agreed("")+told)))
	same(t, []string{fmt.Sprint(f.Links), f.Entries[0].Links[0].Href}, []string{"[{alternate text/html index.html}]", "shop/reports/2026-03.html"})
}

func TestFeedIsUpdatedWhenItsNewestEntryIs(t *testing.T) {
	a := atomFile(t, input(t, "2026-04-06 13:00", agreed("")+told))
	b := atomFile(t, input(t, "2027-04-10", agreed("")+told))
	if !bytes.Equal(a, b) {
		t.Errorf("a year without news changes the feed:\n%s\n%s", a, b)
	}
	f := read(t, atomFile(t, input(t, "2026-03-18", agreed("")+told)))
	if len(f.Entries) != 2 || f.Updated[0] != "2026-03-06T12:00:00+01:00" || f.Entries[1].Summary != nil {
		t.Errorf("what has not come is there: %+v", f)
	}
}

func TestFeedOfAClientWithoutNewsIsValid(t *testing.T) {
	f := read(t, atomFile(t, input(t, "2026-03-03", "")))
	if len(f.Entries) != 0 || f.Updated[0] != "2026-03-02T12:00:00+01:00" {
		t.Errorf("%+v", f)
	}
}

func TestIdsAreOfTheDomainAsItIsRegistered(t *testing.T) {
	provider := strings.Replace(usual["provider.md"], "hello@northlight.example", "hallo@Bücher.example", 1)
	f := read(t, atomFile(t, input(t, "2026-04-10", agreed("")+told+"\n-- provider.md --\n"+provider)))
	same(t, f.ID, []string{"tag:xn--bcher-kva.example,2026:korenaar-7f3k9q2m"})
}

func TestFeedHoldsTheNewestThirtyOfAllEngagements(t *testing.T) {
	var files strings.Builder
	files.WriteString(agreed("") + "\n-- clients/korenaar/cover/engagement.md --\n" + agreement)
	for i := range 20 {
		for _, e := range []string{"shop", "cover"} {
			fmt.Fprintf(&files, "\n-- clients/korenaar/%s/journal/2026-04-%02d-note.md --\nkind: update\ntitle: Note %d", e, i+1, i+1)
		}
	}
	f := read(t, atomFile(t, input(t, "2026-06-01", files.String())))
	if len(f.Entries) != 30 || f.Entries[0].Title[0] != "Note 20" || f.Entries[29].Title[0] != "Note 6" {
		t.Errorf("%d entries, from %s to %s", len(f.Entries), f.Entries[0].Title, f.Entries[len(f.Entries)-1].Title)
	}
	if terms := f.Entries[0].Category; len(terms) != 2 || terms[1].Term == f.Entries[1].Category[1].Term {
		t.Errorf("the engagements are not told apart: %v and %v", terms, f.Entries[1].Category)
	}
}

func TestFeedCarriesAnyText(t *testing.T) {
	for _, text := range []string{`</title><script>alert(1)</script>`, "]]>&lt;\"'", "a\x00b\x1bc\ufffe", "a\xffb", "a\r\nb\u2028c", strings.Repeat("👩🏽‍🍳 ", 90), strings.Repeat("日", 300)} {
		in := input(t, "2026-04-10", agreed("")+told)
		in.Say = phrase.New(in.Say.Texts, in.Say.Today, in.Say.Zone, func(string) string { return text })
		in.Provider.Name = text
		f := read(t, atomFile(t, in))
		want := strings.ReplaceAll(oneLine(text), "\ufffe", "\ufffd")
		if f.Entries[0].Title[0] != want || f.Author[0] != want {
			t.Errorf("title %q and author %q, want %q", f.Entries[0].Title[0], f.Author[0], want)
		}
		if s := f.Entries[0].Summary[0]; len(s) > maxSummary+len("…") || !strings.HasPrefix(want, strings.TrimSuffix(s, "…")) {
			t.Errorf("summary %q", s)
		}
	}
}

func TestSummaryIsTheFirstParagraph(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"alone", "One\ntwo.\n", "One two."},
		{"bold", "**All** is well.\n\nMore.", "**All** is well."},
		{"begins with a figure", "2 pages went live.", "2 pages went live."},
		{"after a heading", "# Title\n\nText", "Text"},
		{"after a heading with a line", "Title\n=====\n\nText", "Text"},
		{"after a list", "- a\n- b\n\n1. c\n\n* d\n\nText", "Text"},
		{"after a quotation and a table", "> said\n\n| a | b |\n| - | - |\n\nText", "Text"},
		{"after a picture and a chart", "![x](y.png)\n\n{{< kpi orders >}}\n\nText", "Text"},
		{"after rules", "***\n\n---\n\nText", "Text"},
		{"after footnotes and references", "[^1]: note\n\n[a]: b.html\n\n[Link](b.html) first", "[Link](b.html) first"},
		{"code", "```\na\n\nb\n```\n\nText", ""},
		{"nothing", "\n\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := paragraph(strings.ReplaceAll(c.text, "\n", "\r\n")); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
