package check_test

import (
	"context"
	"fmt"
	"testing"

	"rapport/generator"
	"rapport/generator/effort"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// BenchmarkCheck looks at clients with a year of reports.
func BenchmarkCheck(b *testing.B) {
	at, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	for _, clients := range effort.Sizes(3, 100) {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			dir := b.TempDir()
			if err := sample.Write(dir, sample.Spec{Clients: clients, Reports: 12, Entries: 40, Seed: 1}); err != nil {
				b.Fatal(err)
			}
			w := press.Workspace{Dir: dir, Content: "content", Theme: "default"}
			for b.Loop() {
				if _, err := generator.Check(context.Background(), generator.CheckOptions{Workspace: w, AsOf: at}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
