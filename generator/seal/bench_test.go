package seal

import (
	"bytes"
	"fmt"
	"testing"

	"rapport/generator/output"
)

// BenchmarkSeal is what sealing adds to a build of 10,000 pages of 4.5 kB: the first
// time, when nothing changed, and when one page did.
func BenchmarkSeal(b *testing.B) {
	ada, _, _ := person(b, "ada")
	files := make([]output.File, 10_000)
	for i := range files {
		files[i] = output.File{Name: fmt.Sprintf("shop/reports/%05d.html", i), Body: page(i, 4500)}
	}
	for _, c := range []struct {
		name   string
		cold   bool
		change func(i int)
	}{
		{"cold", true, func(int) {}},
		{"unchanged", false, func(int) {}},
		{"one-changed", false, func(i int) { files[7].Body = page(i+1_000_000, 4500) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			dir := b.TempDir()
			i := 0
			for b.Loop() {
				if c.cold {
					dir = b.TempDir()
				}
				i++
				c.change(i)
				_, done, err := vault(b, dir).Seal(portal(b, []Reader{ada}, files...))
				if err != nil {
					b.Fatal(err)
				}
				done()
			}
		})
	}
}

// page is one of so many bytes that no other is like.
func page(seed, size int) []byte {
	var body bytes.Buffer
	for n := seed; body.Len() < size; n = (n*1103515245 + 12345) & 0x7fffffff {
		fmt.Fprintf(&body, "<p>Report %d tells of %x orders.</p>\n", n, n*7)
	}
	return body.Bytes()
}
