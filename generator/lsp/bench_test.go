package lsp_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/effort"
	"rapport/generator/sample"
)

// BenchmarkChangeToProblems is the way from a change of a file to what is wrong with it then, over the protocol: of the
// example, and of one client in a workspace of some 10,000 pages.
func BenchmarkChangeToProblems(b *testing.B) {
	sizes := []struct {
		name string
		dir  func() string
		file string
	}{
		{"example", func() string { return copied(b) }, "content/clients/dijkzicht/webwinkel/engagement.md"},
		{"pages=10000", func() string { return made(b, sample.Spec{Clients: 75, Reports: 92, Entries: 40, Seed: 1}) }, ""},
	}
	for _, size := range sizes[:len(effort.Sizes(0, 1))] {
		b.Run(size.name, func(b *testing.B) {
			dir := size.dir()
			file := size.file
			if file == "" {
				all, err := filepath.Glob(filepath.Join(dir, "content/clients/client-00001/*/engagement.md"))
				if err != nil || len(all) == 0 {
					b.Fatal(err)
				}
				file = strings.TrimPrefix(all[0], dir+"/")
			}
			odd := "content/services/odd.md" // of which it is told at last that it accepts what nobody finds
			if err := os.WriteFile(filepath.Join(dir, odd), []byte("---\nname: Odd\naccept: [{rule: update-missed, why: For the benchmark}]\n---\n"), 0o644); err != nil {
				b.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(dir, file))
			if err != nil {
				b.Fatal(err)
			}
			e := start(b, dir, nil)
			e.open(file)
			e.await("all clients are checked", func(told map[string]publication) bool { return len(told[odd].Diagnostics) > 0 })
			var took []time.Duration
			version := 1
			for b.Loop() {
				version++
				now := strings.Replace(string(text), "title: ", fmt.Sprintf("title: %d ", version), 1)
				began := time.Now()
				e.write(file, version, now)
				e.await("the change is checked", func(told map[string]publication) bool { return told[file].Version == version })
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func made(b *testing.B, spec sample.Spec) string {
	b.Helper()
	dir := b.TempDir()
	if err := sample.Write(dir, spec); err != nil {
		b.Fatal(err)
	}
	return dir
}
