package place_test

import (
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

func TestALinkLeadsFromOneFileToTheOther(t *testing.T) {
	for _, c := range []struct {
		from string
		to   place.Place
		want string
	}{
		{"index.html", place.Place{File: "shop/index.html"}, "shop/index.html"},
		{"shop/index.html", place.Place{File: "index.html"}, "../index.html"},
		{"shop/journal.html", place.Place{File: "shop/journal.html", Anchor: "x"}, "#x"},
		{"shop/journal.html", place.Place{File: "shop/journal.html"}, "journal.html"},
		{"shop/reports/a.html", place.Place{File: "desk/reports/b.html"}, "../../desk/reports/b.html"},
		{"index.html", place.Place{File: "a:b.html"}, "./a:b.html"},
		{"index.html", place.Place{File: "a b/c#d.html", Anchor: "é"}, "a%20b/c%23d.html#%C3%A9"},
		{"index.html", place.Place{}, ""},
	} {
		if got := c.to.From(c.from); got != c.want {
			t.Errorf("from %s to %+v: got %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestAnAddressStandsUnderThatOfThePortal(t *testing.T) {
	for _, c := range []struct{ base, want string }{
		{"https://portals.example/acme/", "https://portals.example/acme/shop/progress.html#live"},
		{"", "shop/progress.html#live"},
	} {
		if got := place.Milestone("shop", "live").Under(c.base); got != c.want {
			t.Errorf("under %q: got %q, want %q", c.base, got, c.want)
		}
	}
}

func TestThingsStandOnePageEach(t *testing.T) {
	day := calendar.NewDate(2026, 11, 3)
	once, often := &content.Input{ID: "logo"}, &content.Input{ID: "bank", Every: calendar.Rhythm{Kind: calendar.Daily}}
	entry, report := &content.Entry{ID: "2026-10-02-why"}, &content.Report{ID: "2026-09"}
	e := &content.Engagement{
		ID: "shop", Plan: []content.Milestone{{ID: "live"}}, KPIs: []content.KPI{{ID: "orders"}}, Inputs: []content.Input{*once, *often},
	}
	for _, c := range []struct {
		what string
		got  place.Place
		want string // "" for nowhere
	}{
		{"a milestone", place.Part(e, "live"), "shop/progress.html#live"},
		{"a KPI", place.Part(e, "orders"), "shop/index.html#orders"},
		{"the end, which has no place of its own", place.Part(e, content.EndPart), "shop/expectations.html"},
		{"an input", place.Part(e, "logo"), "shop/progress.html#logo"},
		{"an input on its day", place.Input("shop", once, day), "shop/progress.html#logo"},
		{"a recurring input", place.Part(e, "bank"), "shop/progress.html#bank"},
		{"an occurrence of it", place.Input("shop", often, day), "shop/progress.html#bank-2026-11-03"},
		{"a request of the journal", place.Request(e, &content.Request{ID: "r", Entry: entry}), "shop/journal.html#2026-10-02-why"},
		{"a request of a table", place.Request(e, &content.Request{ID: "r"}), ""},
		{"the rhythm of reports", place.Rhythm("shop", facts.Reports), "shop/reports.html"},
		{"the rhythm of updates", place.Rhythm("shop", facts.Updates), "shop/progress.html#s_rhythm"},
		{"an open input", place.Item(e, &facts.OpenItem{Due: day, Input: &facts.Input{Content: often, Due: day}}), "shop/progress.html#bank-2026-11-03"},
		{"an open review", place.Item(e, &facts.OpenItem{Report: report}), "shop/reports/2026-09.html"},
		{"an open request", place.Item(e, &facts.OpenItem{Request: &facts.Request{Content: &content.Request{Entry: entry}}}), "shop/journal.html#2026-10-02-why"},
		{"an open action", place.Item(e, &facts.OpenItem{Entry: entry, Index: 2}), "shop/journal.html#2026-10-02-why"},
		{"a late milestone", place.Reason(e, &facts.Reason{Milestone: &facts.Milestone{Content: &e.Plan[0]}}), "shop/progress.html#live"},
		{"an overdue input", place.Reason(e, &facts.Reason{Input: &facts.Input{Content: often, Due: day}}), "shop/progress.html#bank-2026-11-03"},
		{"an open incident", place.Reason(e, &facts.Reason{Entry: entry}), "shop/journal.html#2026-10-02-why"},
		{"a KPI off its target", place.Reason(e, &facts.Reason{KPI: &facts.KPI{Content: &e.KPIs[0]}}), "shop/index.html#orders"},
		{"a retainer used up", place.Reason(e, &facts.Reason{Kind: facts.RetainerOver, Retainer: &facts.Retainer{Item: "care", Period: calendar.PeriodOf(calendar.Month, day)}}), "shop/money.html#care-2026-11"},
		{"a cap passed", place.Reason(e, &facts.Reason{Kind: facts.CapOver, Usage: &facts.Usage{Item: "care", Period: calendar.PeriodOf(calendar.Month, day)}}), "shop/money.html#care-2026-11"},
		{"low turnaround", place.Reason(e, &facts.Reason{Kind: facts.TurnaroundLow}), "shop/progress.html#s_turnaround"},
		{"an overdue update", place.Reason(e, &facts.Reason{Kind: facts.RhythmOverdue, Ref: "update"}), "shop/progress.html#s_rhythm"},
	} {
		if got := c.got.Under(""); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

func TestOccurrencesInTimeAreToldOnce(t *testing.T) {
	once, often := &content.Input{ID: "logo"}, &content.Input{ID: "bank", Every: calendar.Rhythm{Kind: calendar.Daily}}
	f := &facts.Engagement{Inputs: []facts.Input{
		{Content: once, Due: 1, State: facts.Received},
		{Content: often, Due: 2, State: facts.Received},
		{Content: often, Due: 3, State: facts.ReceivedLate},
		{Content: often, Due: 4, State: facts.Received},
		{Content: often, Due: 5, State: facts.Received},
		{Content: often, Due: 6, State: facts.Overdue},
		{Content: often, Due: 7, State: facts.Due},
	}}
	var got []calendar.Date
	for _, in := range place.Told(f) {
		got = append(got, in.Due)
	}
	if want := []calendar.Date{1, 3, 5, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("got those due on %v, want %v", got, want)
	}
}

func TestNoTwoPagesHaveOneFile(t *testing.T) {
	seen := map[place.Place]place.Page{}
	for _, s := range place.Pages {
		at := s.Page.Place()
		if s.OfWork {
			at = s.Page.Of("shop")
		}
		if at.File == "" || s.Page == place.Door {
			continue // the door stands where no portal does
		}
		if other, twice := seen[at]; twice {
			t.Errorf("%s and %s are both %s", other, s.Page, at.File)
		}
		seen[at] = s.Page
	}
}

// That links are written piece by piece is an optimisation, and may be deleted with this test:
// net/url and lists of folders give the same.
func FuzzLink(f *testing.F) {
	for _, c := range [][3]string{{"shop/index.html", "shop/reports/2026-09.html", "s_ask"}, {"a/b/c", "a/d", "x y"}, {"a", "café.html", "é"}, {"a/b", "a:b", "50%"}, {"/a/b", "/a", "?"}, {"a//b/../c", "a/", "#"}, {"", "//a", ""}, {"", "", "a"}} {
		f.Add(c[0], c[1], c[2])
	}
	f.Fuzz(func(t *testing.T, from, to, anchor string) {
		dir, parts := strings.Split(path.Dir(from), "/"), strings.Split(to, "/")
		if dir[0] == "." {
			dir = nil
		}
		for len(dir) > 0 && len(parts) > 1 && dir[0] == parts[0] {
			dir, parts = dir[1:], parts[1:]
		}
		want := strings.Repeat("../", len(dir)) + strings.Join(parts, "/")
		if got := place.Relative(from, to); got != want {
			t.Errorf("from %q to %q is %q, want %q", from, to, got, want)
		}
		want = (&url.URL{Path: want}).String()
		if to == from && anchor != "" || to == "" && anchor == "" {
			want = ""
		}
		if anchor != "" {
			want += "#" + (&url.URL{Fragment: anchor}).EscapedFragment()
		}
		if got := (place.Place{File: to, Anchor: anchor}).From(from); got != want {
			t.Errorf("the link from %q to %q, %q is %q, want %q", from, to, anchor, got, want)
		}
	})
}
