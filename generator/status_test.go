package generator_test

import (
	"runtime"
	"testing"
	"weak"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/facts"
	"rapport/generator/remind"
)

// What the commands keep of each client must not hold on to its facts, nor to what was read, or
// memory would grow with the clients.
func TestWhatIsKeptOfAClientLetsItsFactsGo(t *testing.T) {
	record, err := remind.ReadRecord(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		keep func(*generator.Desk, *facts.Client) (any, error)
	}{
		{"the desk", func(d *generator.Desk, f *facts.Client) (any, error) { return desk.Of(d.Provider, f, d.Say), nil }},
		{"the JSON of all facts", func(d *generator.Desk, f *facts.Client) (any, error) {
			return facts.ClientStatus(f, d.AsOf.Location(), d.Say.Reason)
		}},
		{"the mails", func(d *generator.Desk, f *facts.Client) (any, error) {
			in := remind.Input{Provider: d.Provider, AsOf: d.AsOf, Base: "https://portals.example/", Digest: true, Speak: d.Speak}
			return in.Share(f, record)
		}},
	} {
		t.Run(c.what, func(t *testing.T) {
			o := options(t, "..", "2026-10-16")
			var derived []weak.Pointer[facts.Client]
			var read []weak.Pointer[content.Client]
			_, kept, _, err := generator.EachFacts(t.Context(), generator.FactsOptions{Workspace: o.Workspace, AsOf: o.AsOf, Jobs: 1}, func(d *generator.Desk, f *facts.Client) (any, error) {
				derived, read = append(derived, weak.Make(f)), append(read, weak.Make(f.Content))
				return c.keep(d, f)
			})
			if err != nil || len(kept) < 2 {
				t.Fatalf("%d clients, %v", len(kept), err)
			}
			runtime.GC()
			for i := range derived {
				if derived[i].Value() != nil || read[i].Value() != nil {
					t.Errorf("client %d is still held", i+1)
				}
			}
			runtime.KeepAlive(kept)
		})
	}
}
