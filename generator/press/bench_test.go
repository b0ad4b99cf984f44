package press

import (
	"testing"

	"rapport/generator/sample"
)

// BenchmarkPortal is a client's way from its files to the bytes of its portal, without
// the writing.
func BenchmarkPortal(b *testing.B) {
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: 1, Reports: 92, Entries: 40, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	sources, err := Workspace{Dir: dir, Content: "content", Theme: "default"}.Open()
	if err != nil {
		b.Fatal(err)
	}
	defer sources.Close()
	theme, err := sources.Theme()
	if err != nil {
		b.Fatal(err)
	}
	provider, problems, err := sources.Provider()
	if err != nil || provider == nil {
		b.Fatal(problems, err)
	}
	p := sources.Press(provider, theme, "")
	address, _, err := p.Address("client-00001")
	if err != nil {
		b.Fatal(err)
	}
	asOf, err := ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	pages := 0
	b.ReportAllocs()
	for b.Loop() {
		client, err := p.Read(address)
		if err != nil {
			b.Fatal(err)
		}
		portal, problems := p.Portal(client, asOf.In(provider.Zone))
		if portal == nil {
			b.Fatal(problems)
		}
		if files, problems, err := portal.Files(); err != nil || files == nil {
			b.Fatal(problems, err)
		}
		client.Close()
		pages += len(portal.Names)
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
}
