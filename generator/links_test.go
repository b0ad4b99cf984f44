package generator_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"rapport/generator"
	"rapport/generator/desk"
	"rapport/generator/effort"
	"rapport/generator/remind"
	"rapport/generator/sitetest"
)

// TestWhatOthersAreToldLeadsSomewhere follows the links of news and calendars, of mails
// and of the desk, on days on which different things are open.
func TestWhatOthersAreToldLeadsSomewhere(t *testing.T) {
	const base = "https://portals.example/all/"
	days := []string{exampleDay}
	if effort.Slow {
		days = append(days, "2026-06-17T12:00:00+02:00", "2027-01-12T12:00:00+01:00")
	}
	for _, day := range days {
		o := options(t, "..", day)
		o.BaseURL = base
		out := t.TempDir()
		build(t, o, out)
		// The page for missing addresses leads to its base, which is the host's to serve.
		if err := os.Remove(filepath.Join(out, "404.html")); err != nil {
			t.Fatal(err)
		}
		sitetest.Check(t, out, exampleSecrets)

		found, _, err := generator.Facts(context.Background(), generator.FactsOptions{Workspace: o.Workspace, AsOf: o.AsOf})
		if err != nil {
			t.Fatal(err)
		}
		record, err := remind.ReadRecord(nil)
		if err != nil {
			t.Fatal(err)
		}
		mails := planned(t, found.Clients, remind.Input{
			Provider: found.Provider, AsOf: found.AsOf, Base: base, Digest: true, Speak: found.Speak,
		}, record)
		var addresses []string
		for _, m := range mails {
			for _, ask := range m.Asks {
				addresses = append(addresses, ask.Link)
			}
			for _, n := range m.News {
				addresses = append(addresses, n.Link)
			}
		}
		if len(addresses) == 0 {
			t.Errorf("as of %s no mail has a link", day)
		}
		for _, f := range found.Clients {
			for _, row := range desk.RowsOf(found.Provider, f, found.Say) {
				addresses = append(addresses, row.Place.Under(base+f.Content.Address+"/"))
			}
		}
		sitetest.Reach(t, out, base, addresses)
	}
}
