package page

import (
	"net/url"
	"path"
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/markdown"
	"rapport/generator/source"
)

// linked is a client with one file of each kind that links may lead to.
func linked() *planner {
	e := &content.Engagement{
		ID: "shop", File: content.File{Body: content.Body{Source: []byte("## What we do\n")}},
		Plan:   []content.Milestone{{ID: "live"}},
		Inputs: []content.Input{{ID: "logo"}},
		KPIs:   []content.KPI{{ID: "orders", SeriesFile: content.Ref{ID: "data/figures.csv"}}},
		Entries: []*content.Entry{
			{ID: "2026-10-02-design", File: content.File{Body: content.Body{Source: []byte("## Why blue?\n")}}},
		},
		Reports: []*content.Report{{ID: "2026-09", Period: calendar.Period{}}},
		Files: []content.Attachment{
			{Name: "files/offer.pdf"}, {Name: "files/price list #2.pdf"},
			{Name: "files/a#b.pdf"}, {Name: "files/what?.pdf"}, {Name: "files/100%.pdf"}, {Name: "files/5%25.pdf"}, {Name: "files/cafe\u0301.pdf"}, {Name: "files/b\u00e9.pdf"},
		},
		Hidden: []string{"shop/journal/2026-12-01-draft.md"},
	}
	later := &content.Entry{ID: "2026-12-24-later"}
	whole := &content.Client{Engagements: []*content.Engagement{e}, Hidden: []string{"shop/journal/2026-12-01-draft.md"}, Tree: &source.Tree{}}
	shown := &content.Client{Engagements: []*content.Engagement{{
		ID: e.ID, Entries: e.Entries, Reports: e.Reports,
	}}}
	e.Entries = append(e.Entries[:1:1], later)
	return &planner{
		Input:   Input{Client: whole, Markdown: markdown.New()},
		library: newLibrary(whole, shown),
	}
}

func TestLinksBetweenFilesLeadToPages(t *testing.T) {
	const (
		entry  = "shop/journal/2026-10-02-design.md"
		report = "shop/reports/2026-09.md"
	)
	for _, c := range []struct {
		name, file, page, link string
		want                   string // of the page; "" for text without a link
		fails                  string // part of the message
	}{
		{name: "the agreement from an entry", file: entry, page: "shop/journal.html", link: "../engagement.md", want: "expectations.html"},
		{name: "the agreement from a report, one folder deeper", file: report, page: "shop/reports/2026-09.html", link: "../engagement.md", want: "../expectations.html"},
		{name: "a heading of the agreement", file: entry, page: "shop/journal.html", link: "../engagement.md#what-we-do", want: "expectations.html#text-what-we-do"},
		{name: "a milestone", file: entry, page: "shop/journal.html", link: "../engagement.md#live", want: "progress.html#live"},
		{name: "an input", file: entry, page: "shop/journal.html", link: "../engagement.md#logo", want: "progress.html#logo"},
		{name: "a KPI", file: entry, page: "shop/journal.html", link: "../engagement.md#orders", want: "index.html#orders"},
		{name: "figures", file: entry, page: "shop/journal.html", link: "../data/figures.csv", want: "data/orders.csv"},
		{name: "a report", file: entry, page: "shop/journal.html", link: "../reports/2026-09.md", want: "reports/2026-09.html"},
		{name: "an entry from a report", file: report, page: "shop/reports/2026-09.html", link: "../journal/2026-10-02-design.md", want: "../journal.html#2026-10-02-design"},
		{name: "a heading of an entry", file: report, page: "shop/reports/2026-09.html", link: "../journal/2026-10-02-design.md#why-blue", want: "../journal.html#2026-10-02-design-why-blue"},
		{name: "the client's page", file: entry, page: "shop/journal.html", link: "../../client.md", want: "../index.html"},
		{name: "an attachment", file: entry, page: "shop/journal.html", link: "../files/offer.pdf", want: "files/offer.pdf"},
		{name: "an attachment with a page of its own", file: report, page: "shop/reports/2026-09.html", link: "../files/offer.pdf#page=2", want: "../files/offer.pdf#page=2"},
		{name: "an attachment whose name needs escapes", file: entry, page: "shop/journal.html", link: "../files/price%20list%20%232.pdf", want: "files/price%20list%20%232.pdf"},
		{name: "an attachment with a # in its name", file: entry, page: "shop/journal.html", link: "../files/a#b.pdf", want: "files/a%23b.pdf"},
		{name: "an attachment with a ? in its name", file: entry, page: "shop/journal.html", link: "../files/what?.pdf", want: "files/what%3F.pdf"},
		{name: "an attachment with a % in its name", file: entry, page: "shop/journal.html", link: "../files/100%.pdf", want: "files/100%25.pdf"},
		{name: "an attachment with what looks like an escape", file: entry, page: "shop/journal.html", link: "../files/5%25.pdf", want: "files/5%2525.pdf"},
		{name: "an attachment with spaces", file: entry, page: "shop/journal.html", link: "../files/price list #2.pdf", want: "files/price%20list%20%232.pdf"},
		{name: "an attachment whose accent stands apart", file: entry, page: "shop/journal.html", link: "../files/caf\u00e9.pdf", want: "files/cafe%CC%81.pdf"},
		{name: "an attachment whose accent does not", file: entry, page: "shop/journal.html", link: "../files/be\u0301.pdf#page=2", want: "files/b%C3%A9.pdf#page=2"},
		{name: "an escape that is none", file: entry, page: "shop/journal.html", link: "../files/50%.pdf", fails: "write %25 where one is meant"},
		{name: "a file with spaces in another folder", file: entry, page: "shop/journal.html", link: "price list #2.pdf", fails: `did you mean "<../files/price list #2.pdf>"?`},
		{name: "an entry shown on the client's page", file: entry, page: "index.html", link: "../engagement.md#live", want: "shop/progress.html#live"},
		{name: "what has not come yet", file: entry, page: "shop/journal.html", link: "2026-12-24-later.md", want: ""},
		{name: "a file that is not there", file: entry, page: "shop/journal.html", link: "../engagment.md", fails: `did you mean "../engagement.md"?`},
		{name: "a file in another folder", file: entry, page: "shop/journal.html", link: "offer.pdf", fails: `did you mean "../files/offer.pdf"?`},
		{name: "a file whose name is like no other", file: entry, page: "shop/journal.html", link: "../files/nope.png", fails: "leads to no file; attachments stand in files/"},
		{name: "a heading that is not there", file: entry, page: "shop/journal.html", link: "../engagement.md#what-we-doo", fails: `did you mean "what-we-do"?`},
		{name: "a draft", file: entry, page: "shop/journal.html", link: "2026-12-01-draft.md", fails: "leads to a draft"},
		{name: "another client", file: entry, page: "shop/journal.html", link: "../../../other/client.md", fails: "leads out of the client's folder"},
		{name: "the root of the disk", file: entry, page: "shop/journal.html", link: "/etc/passwd", fails: "begins at the root of the disk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := linked().resolver(c.file, c.page)(markdown.Link{Dest: c.link})
			switch {
			case c.fails != "":
				if err == nil || !strings.Contains(err.Error(), c.fails) {
					t.Errorf("got %v, want an error that says %q", err, c.fails)
				}
			case err != nil:
				t.Errorf("got the error %v", err)
			case got.Href != c.want:
				t.Errorf("got %q, want %q", got.Href, c.want)
			}
		})
	}
}

// FuzzLink tries links that nobody means: whatever is written, the link either is
// refused or stays within the portal.
func FuzzLink(f *testing.F) {
	for _, seed := range []string{"../engagement.md#live", "../files/offer.pdf", "../../../x", "%2e%2e/%2e%2e/x", "..\\..", "a:b", "#", "?q", "files/\x00", "//host/x", "../files/price%20list%20%232.pdf"} {
		f.Add(seed)
	}
	p := linked()
	f.Fuzz(func(t *testing.T, link string) {
		const from = "shop/reports/2026-09.html"
		for _, image := range []bool{false, true} {
			got, err := p.resolver("shop/reports/2026-09.md", from)(markdown.Link{Dest: link, Image: image})
			if err != nil || got.Href == "" {
				continue
			}
			u, err := url.Parse(got.Href)
			if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(u.Path, "/") {
				t.Fatalf("%q became %q, which leaves the portal", link, got.Href)
			}
			if at := path.Join(path.Dir(from), u.Path); u.Path != "" && strings.HasPrefix(at, "..") {
				t.Fatalf("%q became %q, which leaves the portal", link, got.Href)
			}
		}
	})
}

// A picture that is not there is named as the file has to name it, and no other file is.
func TestThePictureThatWasMeantIsNamedFromTheFile(t *testing.T) {
	p := linked()
	p.library.files["shop/files/front page.png"] = true
	for link, want := range map[string]string{
		"../files/frontpage.png": `image "../files/frontpage.png" does not exist; did you mean "<../files/front page.png>"?`,
		"front page.png":         `image "front page.png" does not exist; did you mean "<../files/front page.png>"?`,
		"../files/offer.png":     `image "../files/offer.png" does not exist; pictures stand in files/ of the engagement`,
	} {
		_, err := p.resolver("shop/journal/2026-10-02-design.md", "shop/journal.html")(markdown.Link{Dest: link, Image: true})
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
