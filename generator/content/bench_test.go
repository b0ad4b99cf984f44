package content

import (
	"os"
	"testing"

	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// BenchmarkReport decodes a report of common size: what 10,000 of them cost
// decides how fast a large workspace builds.
func BenchmarkReport(b *testing.B) {
	data, err := os.ReadFile("testdata/report.md")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		var r reader
		var refs []schema.Reference
		report := &Report{ID: "2026-09"}
		doc, errors := front.Parse("", data)
		if len(errors) > 0 {
			b.Fatal(errors)
		}
		report.front, report.Body = doc.Front, doc.Body
		d := r.decoder(source.File{Path: "2026-09.md", Name: "2026-09.md"}, &refs)
		if !decodeFile(d, &report.File, "a report", reportMap, report) {
			b.Fatal("the report cannot be read")
		}
	}
}
