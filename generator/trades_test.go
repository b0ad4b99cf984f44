package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/effort"
	"rapport/generator/facts"
	"rapport/generator/press"
	"rapport/generator/scaffold"
)

// An office is where an example is made for.
type office struct{ language, country string }

// offices have each language of the examples; weeks that begin on Sunday, too, and many holidays.
var offices = []office{
	{"en", "gb"}, {"nl", "nl"}, {"de", "de"}, {"fr", "fr"}, {"es", "es"}, {"ar", "ae"}, {"da", "dk"}, {"he", "il"}, {"it", "it"},
	{"ja", "jp"}, {"pl", "pl"}, {"pt", "br"}, {"sv", "se"}, {"en", "us"}, {"ar", "eg"}, {"nb", "no"},
}

func startOf(t *testing.T, trade scaffold.Trade, p office, day calendar.Date) scaffold.Start {
	t.Helper()
	country, _, ok := scaffold.FindCountry(p.country)
	if !ok {
		t.Fatalf("%s is no country", p.country)
	}
	return scaffold.Start{
		Name: "Studio Noord", Email: "hello@noord.example", Person: "Mara Visser", Trade: trade, Country: country, Timezone: country.Zones[0],
		Locale: p.language + "-" + p.country, Currency: country.Currency(), Holidays: country.Holidays(), Today: day, Random: bytes.NewReader(make([]byte, 99)),
	}
}

// The examples have nothing that check complains of, on whatever day they are made. Days that
// are hard come always: ends of years, months that begin on each day of the week.
func TestExamplesAreSoundOnWhateverDay(t *testing.T) {
	rounds := effort.Rounds(1, 15)
	for i, trade := range scaffold.Trades {
		t.Run(trade.Name, func(t *testing.T) {
			for n := range rounds {
				p := offices[(i*3+n)%len(offices)]
				day := calendar.NewDate(2026, 12, 21) + calendar.Date((i*5+n*37)%740)
				sound(t, startOf(t, trade, p, day))
			}
		})
	}
}

func sound(t *testing.T, s scaffold.Start) {
	t.Helper()
	dir := t.TempDir()
	newWorkspace(t, dir, s)
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		t.Fatal(err)
	}
	what := fmt.Sprintf("%s of %s on %s", s.Locale, s.Today.Weekday(), s.Today)
	for _, hour := range []int{6, 14, 23}[s.Today%3:][:1] {
		at := press.At(s.Today.In(zone, 60*hour))
		w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
		result, err := generator.Check(context.Background(), generator.CheckOptions{Workspace: w, AsOf: at, Jobs: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range result.Problems {
			if p.Severity != diag.Note {
				t.Errorf("%s at %d: %s", what, hour, p)
			}
		}
	}
	isTelling(t, dir, press.At(s.Today.In(zone, 60*14)), what)
}

// isTelling fails where an example does not show what Rapport is for: a late input that moves a date,
// a decision that waits for the client, figures that are judged, and a provider who kept its word.
func isTelling(t *testing.T, dir string, at press.AsOf, what string) {
	t.Helper()
	desk, _, err := generator.Facts(context.Background(), generator.FactsOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, AsOf: at, Jobs: 1})
	if err != nil || len(desk.Clients) != 1 || len(desk.Clients[0].Engagements) != 1 {
		t.Fatalf("%s: %v", what, err)
	}
	e := desk.Clients[0].Engagements[0]
	if !slices.ContainsFunc(e.Milestones, func(m facts.Milestone) bool { return m.State == facts.Moved && m.MovedByClient > 0 }) {
		t.Errorf("%s: no date was moved by the client", what)
	}
	if !slices.ContainsFunc(e.Open, func(o facts.OpenItem) bool { return o.Entry != nil && o.Entry.Kind == "decision" }) {
		t.Errorf("%s: no decision waits", what)
	}
	if e.Health == nil || e.Health.State != facts.Amber {
		t.Errorf("%s: the health is %+v", what, e.Health)
	}
	if e.Record.Provider.Broken > 0 || e.Record.Provider.Kept == 0 {
		t.Errorf("%s: the provider's record is %+v", what, e.Record.Provider)
	}
	for _, k := range e.KPIs {
		if k.Current == nil || k.Stale || k.Current.Status != facts.On {
			t.Errorf("%s: %s stands at %+v", what, k.Content.ID, k.Current)
		}
	}
}

func newWorkspace(t *testing.T, dir string, s scaffold.Start) {
	t.Helper()
	files, err := scaffold.Workspace(s)
	if err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := scaffold.Add(root, files); err != nil {
		t.Fatal(err)
	}
}
