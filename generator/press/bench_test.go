package press

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/sample"
)

// sampled returns a press for a client with so many reports, and the client's id.
func sampled(b *testing.B, reports int) (*Press, string) {
	b.Helper()
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: 1, Reports: reports, Entries: 40, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	sources, err := Workspace{Dir: dir, Content: "content", Theme: "default"}.Open()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { sources.Close() })
	theme, err := sources.Theme()
	if err != nil {
		b.Fatal(err)
	}
	provider, problems, err := sources.Provider()
	if err != nil || provider == nil {
		b.Fatal(problems, err)
	}
	return sources.Press(provider, theme, ""), "client-00001"
}

// BenchmarkAddress reads where a client is published, which every command does of every
// client: what else the client has must not cost.
func BenchmarkAddress(b *testing.B) {
	for _, reports := range []int{1, 92} {
		b.Run(fmt.Sprintf("reports=%d", reports), func(b *testing.B) {
			p, id := sampled(b, reports)
			for b.Loop() {
				if _, _, err := p.Address(id); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReports makes the pages of a client's reports, of five charts each.
func BenchmarkReports(b *testing.B) {
	p, id := sampled(b, 92)
	address, _, err := p.Address(id)
	if err != nil {
		b.Fatal(err)
	}
	asOf, err := ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	client, err := p.Read(address)
	if err != nil {
		b.Fatal(err)
	}
	defer client.Close()
	pages := 0
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		portal, problems := p.Portal(client, asOf.In(p.Provider.Zone))
		if portal == nil {
			b.Fatal(problems)
		}
		b.StartTimer()
		for _, name := range portal.Names {
			if strings.HasPrefix(name, "main/reports/") {
				if _, problems := portal.Page(name); len(problems) > 0 {
					b.Fatal(problems)
				}
				pages++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(pages), "µs/page")
}

// BenchmarkPortal is a client's way from its files to the bytes of its portal, without
// the writing.
func BenchmarkPortal(b *testing.B) {
	p, id := sampled(b, 92)
	address, _, err := p.Address(id)
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
		portal, problems := p.Portal(client, asOf.In(p.Provider.Zone))
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
