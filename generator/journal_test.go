package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rapport/generator/sitetest"
)

// manyEntries writes a workspace whose engagement has entries on some days, a few words each.
func manyEntries(t testing.TB, days ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("..", "cmd", "rapport", "testdata", "workspace"))); err != nil {
		t.Fatal(err)
	}
	addEntries(t, dir, days...)
	return dir
}

func addEntries(t testing.TB, dir string, days ...string) {
	t.Helper()
	journal := filepath.Join(dir, "content", "clients", "acme", "shop", "journal")
	if err := os.MkdirAll(journal, 0o755); err != nil {
		t.Fatal(err)
	}
	for i, day := range days {
		text := fmt.Sprintf("---\nkind: question\nby: mara\ntitle: Question %d\nto: mara\nanswered: %s\nanswer: Yes\n---\n\nWords about it.\n", i, day)
		if err := os.WriteFile(filepath.Join(journal, fmt.Sprintf("%s-%d.md", day, i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// each is a day so many times.
func each(n int, day string) []string { return strings.Fields(strings.Repeat(day+" ", n)) }

var journalLink = regexp.MustCompile(`journal(-\d{4})?\.html#[\w-]*2026-05-04-7\b`)

func TestALongJournalIsPartedByYearsAndItsLinksStay(t *testing.T) {
	days := append(each(300, "2026-05-04"), each(195, "2026-06-01")...)
	dir := manyEntries(t, days...)
	links := func(day string) (files map[string]string, found map[string]bool) {
		t.Helper()
		o := options(t, dir, day)
		o.BaseURL = "https://portals.example/"
		out := t.TempDir()
		build(t, o, out)
		if err := os.Remove(filepath.Join(out, "404.html")); err != nil { // which leads to the host's own root
			t.Fatal(err)
		}
		sitetest.Check(t, out, nil)
		files, found = read(t, out), map[string]bool{}
		for name, text := range files {
			if !strings.Contains(name, "journal") {
				for _, link := range journalLink.FindAllString(text, -1) {
					found[link] = true
				}
			}
		}
		return files, found
	}
	files, found := links("2026-07-01")
	if files["acme/shop/journal-2026.html"] != "" || len(found) != 1 || !found["journal.html#2026-05-04-7"] {
		t.Fatalf("a journal of less than 501 entries is parted, or links lead to %v", found)
	}
	addEntries(t, dir, append(days, each(20, "2026-06-15")...)...)
	for _, day := range []string{"2026-07-01", "2027-02-01"} {
		if day > "2027" {
			addEntries(t, dir, append(append(days, each(20, "2026-06-15")...), "2027-01-11")...)
		}
		files, found = links(day)
		if len(found) != 1 || !found["journal-2026.html#2026-05-04-7"] {
			t.Errorf("as of %s links lead to %v", day, found)
		}
		if text := files["acme/shop/journal-2026.html"]; strings.Count(text, "Words about it.") < 515 {
			t.Errorf("as of %s the page of the year has not all of its entries", day)
		}
		first := files["acme/shop/journal.html"]
		if n := strings.Count(first, "Words about it."); n < 15 || n > 20 || !strings.Contains(first, `data-year="2026"`) {
			t.Errorf("as of %s the first page has %d entries, and leads to %v", day, n, strings.Contains(first, "data-year"))
		}
	}
	if !strings.Contains(files["acme/shop/journal.html"], "journal-2027.html#2027-01-11-515") {
		t.Error("an entry that the first page shows does not say where it stands for good")
	}
}
