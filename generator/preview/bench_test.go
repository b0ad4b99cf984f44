package preview

import (
	"fmt"
	"net/http"
	"os"
	"runtime/metrics"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/effort"
	"rapport/generator/sample"
)

// BenchmarkSaveToHTML is the way from the save of a report to its new HTML over HTTP, in a
// workspace of some 10,000 pages. What is waited for until a burst of changes counts as
// over is in it.
func BenchmarkSaveToHTML(b *testing.B) {
	for _, clients := range effort.Sizes(1, 100) {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			s := serve(b, workspace(b, sample.Spec{Clients: clients, Reports: 92, Entries: 40, Seed: 1}), nil)
			files := s.files("content/clients/client-00001", "20*-*.md")
			files = slices.DeleteFunc(files, func(name string) bool { return !strings.Contains(name, "/reports/") })
			if len(files) == 0 {
				b.Fatal("no reports")
			}
			var took []time.Duration
			s.until("the first look at all clients is over", func() bool { return s.state("/").Reading == nil })
			for n := 0; b.Loop(); n++ {
				file := files[n%len(files)]
				page := strings.TrimSuffix(strings.TrimPrefix(file, "content/clients/"), ".md") + ".html"
				mark := fmt.Sprintf("save-%d-mark", n)
				text := s.read(file) + "\n\n" + mark + "\n"
				began := time.Now()
				s.save(file, text)
				for {
					if _, body := s.get("/" + page); strings.Contains(string(body), mark) {
						break
					}
					time.Sleep(time.Millisecond)
				}
				took = append(took, time.Since(began))
				b.StopTimer()
				time.Sleep(250 * time.Millisecond) // a writer looks at what was saved
				b.StartTimer()
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			used := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
			metrics.Read(used)
			b.ReportMetric(float64(used[0].Value.Uint64())/1e6, "heap-MB")
			if fds, err := os.ReadDir("/proc/self/fd"); err == nil {
				b.ReportMetric(float64(len(fds)), "descriptors")
			}
		})
	}
}

// BenchmarkFirstPage is the way from the start to a page, and to what the page then becomes, of one of 100 clients with
// some 10,000 pages, and of a giant.
func BenchmarkFirstPage(b *testing.B) {
	for name, spec := range map[string]sample.Spec{
		"clients=100": {Clients: 100, Reports: 92, Entries: 40, Seed: 1},
		"giant":       {Clients: 1, Reports: 5000, Weekly: true, Entries: 20000, Seed: 1},
	} {
		b.Run(name, func(b *testing.B) {
			dir := workspace(b, spec)
			var first, whole []time.Duration
			for b.Loop() {
				began := time.Now()
				s := serve(b, dir, func(o *Options) { o.Patience = 0 })
				status, _ := s.get("/client-00001/")
				first = append(first, time.Since(began))
				for status != http.StatusOK {
					time.Sleep(5 * time.Millisecond)
					status, _ = s.get("/client-00001/")
				}
				whole = append(whole, time.Since(began))
				b.StopTimer()
				if err := s.stop(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
			slices.Sort(first)
			slices.Sort(whole)
			b.ReportMetric(float64(first[len(first)/2].Milliseconds()), "first-ms")
			b.ReportMetric(float64(whole[len(whole)/2].Milliseconds()), "whole-ms")
		})
	}
}
