package output

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"
)

// portals makes the files of clients that have pages of the size that reports
// have: 13 kB, some of them different from edition to edition.
func portals(clients, pages, edition int) map[string][]File {
	made := map[string][]File{}
	for c := range clients {
		var files []File
		for p := range pages {
			body := bytes.Repeat(fmt.Appendf(nil, "<p>client %d page %d edition %d</p>\n", c, p, edition), 400)
			files = append(files, File{Name: fmt.Sprintf("webshop/reports/page-%d.html", p), Body: body})
		}
		made[fmt.Sprintf("client-%d", c)] = files
	}
	return made
}

func publishAll(b *testing.B, dir string, made map[string][]File) (stats Stats) {
	f, err := Open(context.Background(), dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	for name, files := range made {
		one, err := f.Publish(name, files)
		if err != nil {
			b.Fatal(err)
		}
		stats.Add(one)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return stats
}

const benchClients, benchPages = 20, 100

func BenchmarkPublishNewClients(b *testing.B) {
	made := portals(benchClients, benchPages, 1)
	dir := b.TempDir()
	n := 0
	for b.Loop() {
		n++ // a folder removed and made again is slow on some file systems
		publishAll(b, filepath.Join(dir, fmt.Sprint(n)), made)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchClients*benchPages), "µs/file")
}

func BenchmarkPublishUnchanged(b *testing.B) {
	made := portals(benchClients, benchPages, 1)
	dir := b.TempDir()
	publishAll(b, dir, made)
	for b.Loop() {
		if stats := publishAll(b, dir, made); stats.Written > 0 {
			b.Fatal("something was written")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchClients*benchPages), "µs/file")
}

func BenchmarkPublishAllChanged(b *testing.B) {
	editions := []map[string][]File{portals(benchClients, benchPages, 1), portals(benchClients, benchPages, 2)}
	dir := b.TempDir()
	publishAll(b, dir, editions[1])
	n := 0
	for b.Loop() {
		if stats := publishAll(b, dir, editions[n%2]); stats.Unchanged > 0 {
			b.Fatal("something was not written")
		}
		n++
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchClients*benchPages), "µs/file")
}

// BenchmarkPublishFragment puts what shards built into a new folder, as a merge does.
func BenchmarkPublishFragment(b *testing.B) {
	from := b.TempDir()
	made := portals(benchClients, benchPages, 0)
	publishAll(b, from, made)
	f, err := Open(b.Context(), from, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := f.NoteFragment([]byte("{}")); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	fragment, err := OpenFragment(from)
	if err != nil {
		b.Fatal(err)
	}
	defer fragment.Close()
	dir, n := b.TempDir(), 0
	for b.Loop() {
		n++
		to, err := Open(b.Context(), fmt.Sprintf("%s/%d", dir, n), Options{})
		if err != nil {
			b.Fatal(err)
		}
		for name := range made {
			if _, err := fragment.Measure(name); err != nil {
				b.Fatal(err)
			}
			files, err := fragment.Files(name)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := to.Publish(name, files); err != nil {
				b.Fatal(err)
			}
		}
		if err := to.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
