package check_test

import (
	"context"
	"testing"

	"rapport/generator"
	"rapport/generator/press"
	"rapport/generator/sample"
)

// BenchmarkCheck looks at 100 clients with a year of reports.
func BenchmarkCheck(b *testing.B) {
	dir := b.TempDir()
	if err := sample.Write(dir, sample.Spec{Clients: 100, Reports: 12, Entries: 40, Seed: 1}); err != nil {
		b.Fatal(err)
	}
	at, err := press.ParseAsOf(sample.AsOf)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := generator.Check(context.Background(), generator.CheckOptions{Workspace: press.Workspace{Dir: dir, Content: "content", Theme: "default"}, AsOf: at}); err != nil {
			b.Fatal(err)
		}
	}
}
