package preview

import (
	"fmt"
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
			time.Sleep(time.Duration(clients) * 30 * time.Millisecond) // the first look at all clients is over
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
