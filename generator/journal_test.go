package generator_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rapport/generator"
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

// The last journal on one page has 500 entries, and what is yet to come is none of them.
func TestAJournalIsPartedFromItsFiveHundredAndFirstEntry(t *testing.T) {
	for _, c := range []struct {
		name   string
		days   []string
		parted bool
	}{
		{"500", each(500, "2026-05-04"), false},
		{"500, and one that is yet to come", append(each(500, "2026-05-04"), "2026-07-02"), false},
		{"501", each(501, "2026-05-04"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			build(t, options(t, manyEntries(t, c.days...), "2026-07-01"), out)
			files := read(t, out)
			count := func(page string) int { return strings.Count(files["acme/shop/"+page], "Words about it.") }
			first, year := count("journal.html"), count("journal-2026.html")
			if c.parted && (first != 20 || year != 501) || !c.parted && (first != 500 || files["acme/shop/journal-2026.html"] != "") {
				t.Errorf("the first page has %d entries, that of the year %d", first, year)
			}
		})
	}
}

// openLongAgo writes a workspace with a journal that is parted, in an early entry of which something waits
// for the client.
func openLongAgo(t testing.TB) string {
	t.Helper()
	dir := manyEntries(t, append(each(5, "2025-05-04"), each(500, "2026-05-04")...)...)
	writeFiles(t, dir, `-- content/clients/acme/shop/journal/2025-06-02-paper.md --
---
kind: decision
title: Which wrapping paper
options: [Brown, Green]
needed_by: 2026-07-03
---
`)
	name := filepath.Join(dir, "content", "clients", "acme", "shop", "engagement.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	began := strings.Replace(string(text), "start: 2026-", "start: 2025-", 1)
	if began == string(text) {
		t.Fatalf("%s begins in another year", name)
	}
	if err := os.WriteFile(name, []byte(began), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// What is sealed is the same portal: whatever waits in a year, or is sought there, is led to on its page.
func TestASealedPortalLeadsIntoTheYearsOfItsJournal(t *testing.T) {
	dir := openLongAgo(t)
	sealClient(t, dir, "acme")
	o := options(t, dir, "2026-07-01")
	o.BaseURL = "https://portals.example/"
	out := t.TempDir()
	result, err := generator.WithPortal(t.Context(), o.Workspace, "acme", o.AsOf, func(p *generator.Portal) error {
		for _, f := range p.Files {
			body, err := f.Bytes()
			if err != nil {
				return err
			}
			write(t, filepath.Join(out, "acme", f.Name), string(body))
		}
		return nil
	})
	if err != nil || result.Errors() > 0 {
		t.Fatal(err, result.Problems)
	}
	sitetest.Check(t, out, nil)
	files := read(t, out)
	for page, want := range map[string]string{
		"index.html":             `shop/journal-2025.html#a_2025-06-02-paper"`, // to where it is answered
		"shop/index.html":        `journal-2025.html#2025-06-02-paper"`,
		"search.js":              `shop/journal-2025.html#2025-06-02-paper"`,
		"shop/journal-2025.html": `id="a_2025-06-02-paper"`,
	} {
		if !strings.Contains(files["acme/"+page], want) {
			t.Errorf("%s has no %s", page, want)
		}
	}
	if page := files["acme/shop/journal.html"]; strings.Contains(page, "a_2025-06-02-paper") {
		t.Error("an answer is asked for on two pages")
	}
}
