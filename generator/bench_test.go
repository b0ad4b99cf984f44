package generator

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"rapport/generator/desk"
	"rapport/generator/effort"
	"rapport/generator/facts"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// workspace writes a sample of clients with 92 reports and 40 entries each, and
// returns what builds it.
func workspace(b *testing.B, clients int) BuildOptions {
	b.Helper()
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: clients, Reports: 92, Entries: 40, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	asOf, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	return BuildOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, Out: "public", AsOf: asOf}
}

// build builds and reports what a build of so many clients must not get wrong.
func build(b *testing.B, o BuildOptions) *Result {
	b.Helper()
	result, err := Build(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	if result.Errors() > 0 || result.Portals == 0 {
		b.Fatalf("%d portals, %d errors", result.Portals, result.Errors())
	}
	return result
}

// A heap samples the memory in use after each client. It grows with a client's
// size and the number of jobs, and must not with the number of clients.
type heap struct {
	sample []metrics.Sample
	most   uint64
}

func (h *heap) look(Progress) {
	if h.sample == nil {
		h.sample = []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	}
	metrics.Read(h.sample)
	h.most = max(h.most, h.sample[0].Value.Uint64())
}

// BenchmarkBuildCold builds into a new folder each time, since files made again
// soon after they were removed cost more on some disks.
func BenchmarkBuildCold(b *testing.B) {
	for _, clients := range effort.Sizes(1, 20) {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			o := workspace(b, clients)
			var h heap
			o.Progress = h.look
			pages, outs := 0, b.TempDir()
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				o.Out = filepath.Join(outs, fmt.Sprint(n))
				pages += build(b, o).Pages
			}
			b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
			b.ReportMetric(float64(h.most)/1e6, "heap-MB")
			b.ReportMetric(reportBytes(b, o.Out), "bytes/report")
		})
	}
}

// reportBytes is how big the page of a report is.
func reportBytes(b *testing.B, out string) float64 {
	b.Helper()
	pages, err := filepath.Glob(filepath.Join(out, "*", "*", "reports", "*.html"))
	if err != nil || len(pages) == 0 {
		b.Fatal("no report was written: ", err)
	}
	var all int64
	for _, page := range pages {
		info, err := os.Stat(page)
		if err != nil {
			b.Fatal(err)
		}
		all += info.Size()
	}
	return float64(all) / float64(len(pages))
}

// BenchmarkBuildUnchanged builds again where nothing changed, without a memory of the build before
// and with one.
func BenchmarkBuildUnchanged(b *testing.B) {
	for _, binary := range []string{"", "this"} {
		for _, clients := range effort.Sizes(1, 20) {
			b.Run(fmt.Sprintf("remembering=%t/clients=%d", binary != "", clients), func(b *testing.B) {
				o := workspace(b, clients)
				o.Out, o.Binary = b.TempDir(), binary
				pages := 0
				build(b, o)
				time.Sleep(50 * time.Millisecond) // so that what the system says of files counts
				build(b, o)
				b.ReportAllocs()
				for b.Loop() {
					result := build(b, o)
					if result.Stats.Written > 0 {
						b.Fatalf("%d files written though nothing changed", result.Stats.Written)
					}
					pages += result.Pages
				}
				b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
			})
		}
	}
}

// BenchmarkBuildOneReportChanged builds after a report of one client changed: the others must not cost.
func BenchmarkBuildOneReportChanged(b *testing.B) {
	for _, clients := range effort.Sizes(1, 20) {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			o := workspace(b, clients)
			o.Out, o.Binary = b.TempDir(), "this"
			build(b, o)
			name := filepath.Join(o.Dir, "content/clients/client-00001/main/reports/2026-09.md")
			report, err := os.ReadFile(name)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				if err := os.WriteFile(name, fmt.Appendf(slices.Clone(report), "\nOnce more, %d.\n", n), 0o666); err != nil {
					b.Fatal(err)
				}
				if result := build(b, o); result.Known != clients-1 {
					b.Fatalf("%d of %d portals were known", result.Known, clients)
				}
			}
		})
	}
}

// BenchmarkStatus makes the rows of the desk again where nothing changed, without a memory and with one.
func BenchmarkStatus(b *testing.B) {
	for _, binary := range []string{"", "this"} {
		for _, clients := range effort.Sizes(1, 20) {
			b.Run(fmt.Sprintf("remembering=%t/clients=%d", binary != "", clients), func(b *testing.B) {
				o := workspace(b, clients)
				rows := RowsOptions{FactsOptions: FactsOptions{Workspace: o.Workspace, AsOf: o.AsOf}, Remembering: Remembering{Binary: binary}}
				status := func() {
					_, all, _, err := EachRow(b.Context(), rows, func(d *Desk, f *facts.Client) ([]byte, error) {
						return json.Marshal(desk.Of(d.Provider, f, d.Say))
					})
					if err != nil || len(all) != clients {
						b.Fatal(len(all), err)
					}
				}
				status()
				time.Sleep(50 * time.Millisecond) // so that what the system says of files counts
				status()
				b.ReportAllocs()
				for b.Loop() {
					status()
				}
			})
		}
	}
}
