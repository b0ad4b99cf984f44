package page

import (
	"html/template"
	"reflect"
	"strings"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/markdown"
	"rapport/generator/place"
	"rapport/generator/source"
)

func TestPagesHaveTheBodiesThatTheirLayoutsTake(t *testing.T) {
	day := calendar.NewDate(2026, 9, 30)
	e := &content.Engagement{ID: "shop", Start: day, Reports: []*content.Report{{ID: "2026-09", Period: calendar.PeriodOf(calendar.Month, day)}}}
	client := &content.Client{Zone: time.UTC, Tree: &source.Tree{}, Engagements: []*content.Engagement{e}}
	provider := &content.Provider{Zone: time.UTC, Calendar: calendar.New(calendar.Spec{Zone: time.UTC}), Tree: &source.Tree{}, Services: []content.Service{{ID: "care"}}}
	site, err := Plan(Input{
		Provider: provider, Client: client, Texts: texts(t, "en"), Markdown: markdown.New(),
		Facts: &facts.Client{Content: client, AsOf: day.In(time.UTC, 0), Today: day, Asked: []facts.Asked{{Ask: content.DefaultAsks()[0]}}, Engagements: []*facts.Engagement{{
			Content: e, Today: day, Invoices: []facts.Invoice{{Content: &content.Invoice{Number: "1", Date: day}}},
			Versions: []facts.AgreementVersion{{Number: 1, Since: day, Fingerprint: strings.Repeat("0", 64)}},
		}}},
		Draw: func(string, any) (template.HTML, error) { return "", nil },
	}, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	doors, _, err := Doors(Door{Provider: provider, Texts: texts(t, "en"), Markdown: markdown.New()})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[place.Page]bool{}
	for _, p := range append(doors, site.Pages...) {
		if p.fill != nil && p.Body == nil {
			if err := site.Fill(p); err != nil {
				t.Fatal(err)
			}
		}
		body, listed := Layouts[p.Here]
		if !listed || reflect.TypeOf(p.Body) != reflect.TypeOf(body) {
			t.Errorf("%s has a body of type %T, and its layout takes %T", p.Path, p.Body, body)
		}
		seen[p.Here] = true
	}
	for _, s := range place.Pages {
		if _, listed := Layouts[s.Page]; !listed {
			t.Errorf("Layouts does not have the page %s", s.Page)
		}
	}
	for layout := range Layouts {
		if !seen[layout] {
			t.Errorf("no page has the layout %s", layout)
		}
	}
}

func TestThePagesAreTheSameWhenTheSearchIsMadeFirst(t *testing.T) {
	day := calendar.NewDate(2026, 9, 30)
	e := &content.Engagement{ID: "shop", Entries: []*content.Entry{{
		ID: "one", Kind: content.LessonKind, Date: day, Lesson: &content.Lesson{},
		File: content.File{Body: content.Body{Source: []byte("As [agreed](../engagement.md).\n")}},
	}}}
	client := &content.Client{Zone: time.UTC, Tree: &source.Tree{}, Engagements: []*content.Engagement{e}}
	cal := calendar.New(calendar.Spec{Zone: time.UTC})
	site, err := Plan(Input{
		Provider: &content.Provider{Zone: time.UTC, Calendar: cal, Tree: &source.Tree{}},
		Client:   client, Texts: texts(t, "en"), Markdown: markdown.New(), Script: "app.js", Engine: "search.js",
		Facts: facts.Derive(client, cal, day.In(time.UTC, 0)),
		Draw:  func(string, any) (template.HTML, error) { return "", nil },
	}, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	site.Files()
	for _, p := range site.Pages {
		if p.Here == place.Journal {
			if err := site.Fill(p); err != nil {
				t.Fatal(err)
			}
			if got := string(p.Body.(*Journal).Months[0].Entries[0].Body); !strings.Contains(got, `href="expectations.html"`) {
				t.Errorf("got %s", got)
			}
		}
	}
}
