package page

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html/template"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/markdown"
	"rapport/generator/place"
	"rapport/generator/source"
)

// agreement is an engagement in which a price changed and will change again, the first
// time by a change that the client accepted.
func agreement(t *testing.T) *Site {
	t.Helper()
	day := calendar.NewDate(2026, 9, 30)
	euros := func(n int64) content.Money { return content.Money{Amount: decimal.NewFromInt(n), Currency: "EUR"} }
	price := func(n int64, since calendar.Date) content.Price {
		return content.Price{ID: "extra", Item: content.Text{Raw: "Extra work"}, Model: "hourly", Amount: euros(n), Per: "hour", Since: since}
	}
	spring := calendar.NewDate(2026, 4, 1)
	e := &content.Engagement{
		ID: "shop", Start: calendar.NewDate(2026, 3, 2), Status: content.Active,
		Pricing: content.Terms[content.Price]{price(90, 0), price(95, spring), price(99, calendar.NewDate(2027, 1, 1))},
		Reports: []*content.Report{{
			ID: "2026-08", Title: content.Text{Raw: "August"}, Date: day - 20, Period: calendar.PeriodOf(calendar.Month, day-30),
			Corrections: []content.Correction{{On: day - 1, What: content.Text{Raw: "298, not 289"}}, {On: day - 9, What: content.Text{Raw: "Two calls, not three"}}},
		}},
		Entries: []*content.Entry{{
			ID: "2026-03-20-dearer", Kind: content.ChangeKind, Date: spring - 12, Title: content.Text{Raw: "A new rate"}, Affects: []content.Ref{{ID: "extra"}},
			Change: &content.Change{State: content.AcceptedChange, AcceptedBy: content.Ref{ID: "joost"}, Accepted: spring},
		}},
	}
	client := &content.Client{ID: "acme", Zone: time.UTC, Tree: &source.Tree{}, Contacts: []content.Person{{ID: "joost", Name: "Joost de Wit"}}, Engagements: []*content.Engagement{e}}
	provider := &content.Provider{Zone: time.UTC, Calendar: calendar.New(calendar.Spec{Zone: time.UTC, Week: [7][]calendar.Span{time.Monday: {{From: 540, To: 1020}}}}), Tree: &source.Tree{}}
	site, err := Plan(Input{
		Provider: provider, Client: client, Texts: texts(t, "en-GB"), Markdown: markdown.New(),
		Facts: facts.Derive(client, provider.Calendar, day.In(time.UTC, 0)),
		Draw:  func(string, any) (template.HTML, error) { return "", nil },
	}, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

func bodyOf(t *testing.T, site *Site, at place.Page) any {
	t.Helper()
	for _, p := range site.Pages {
		if p.Here == at {
			if err := site.Fill(p); err != nil {
				t.Fatal(err)
			}
			return p.Body
		}
	}
	t.Fatalf("there is no page %s", at)
	return nil
}

func TestAPriceShowsWhatHeldBeforeAndWhatIsToCome(t *testing.T) {
	want := []Term{
		{When: "until Tue 31 March 2026", Words: "€90 per hour"},
		{When: "Wed 1 April 2026 to Thu 31 December 2026", Words: "€95 per hour", By: "by Joost de Wit on Wed 1 April 2026"},
		{When: "from Fri 1 January 2027", Words: "€99 per hour", By: "no accepted change names who agreed", Coming: true},
	}
	for _, s := range bodyOf(t, agreement(t), place.Expectations).(*Expectations).Sections {
		if s.Prices != nil {
			if s.Prices[0].Amount != "€95 per hour" {
				t.Errorf("the price is %s", s.Prices[0].Amount)
			}
			if diff := cmp.Diff(want, s.Prices[0].Terms); diff != "" {
				t.Errorf("terms (-want +got):\n%s", diff)
			}
		}
	}
}

func TestTheRecordHasTheVersionsOfTheAgreementWithTheirTexts(t *testing.T) {
	site := agreement(t)
	r := bodyOf(t, site, place.Record).(*PromiseRecord)
	var got [][]string
	for _, v := range r.Versions {
		row := []string{v.Name, v.Since.Text}
		for _, b := range v.Begins {
			row = append(row, string(b))
		}
		got = append(got, append(row, v.By...))
	}
	want := [][]string{
		{"Version 1", "Mon 2 March 2026", "agreed at the start"},
		{"Version 2", "Wed 1 April 2026", "Extra work: €95 per hour", `<a href="journal.html#2026-03-20-dearer">A new rate</a>`, "by Joost de Wit on Wed 1 April 2026"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
	if c := r.Corrections; len(c) != 2 || c[0].What != "Two calls, not three" || c[1].Day.Text != "Tue 29 September 2026" || c[1].Report.Href != "reports/2026-08.html" {
		t.Errorf("corrections %v", c)
	}
	texts := map[string]string{}
	for _, f := range site.Files() {
		if f.Write != nil {
			var b bytes.Buffer
			if err := f.Write(&b); err != nil || int64(b.Len()) != f.Size {
				t.Errorf("%s has %d bytes and says %d: %v", f.Name, b.Len(), f.Size, err)
			}
			texts[f.Name] = b.String()
		}
	}
	for _, v := range r.Versions {
		text, ok := texts["shop/"+v.Text]
		if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(text))); !ok || sum != v.Fingerprint {
			t.Errorf("%s has the fingerprint %s, its text at %s that of %s", v.Name, v.Fingerprint, v.Text, sum)
		}
	}
}
