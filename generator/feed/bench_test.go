package feed

import "testing"

func BenchmarkCalendar(b *testing.B) {
	in := input(b, "2026-06-10", agreed(busy))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Calendar(in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAtom(b *testing.B) {
	in := input(b, "2026-06-10", agreed(told))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Atom(in); err != nil {
			b.Fatal(err)
		}
	}
}
