package generator_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/sample"
	"rapport/generator/sitetest"
)

// Everything that a client's files can hold is a word of that client's: its name
// before a hyphen, and then what the word is. What nobody may see begins with
// "hushed-".
const wordsProvider = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
internal: {note: hushed-provider, list: [hushed-provider-list]}
---
About us.
-- content/services/old.md --
---
name: hushed-service
draft: true
---
-- content/services/care.md --
---
name: Care
internal: hushed-care
---
-- content/static/robots-note.txt --
A note.
`

// wordsClient has every field of every kind of file, in an engagement that is under
// way and in one that has ended.
var wordsClient = wordsBut(nil)

// wordsBut returns wordsClient with other values.
func wordsBut(other map[string]string) string {
	own := map[string]string{
		"client.access": "open", "client.address": "WORD-address", "client.aliases": "[WORD-alias]", "client.brand.logo": "WORD-logo.svg", "client.contacts.photo": "people/WORD-photo.svg",
		"client.answers.to": "want", "client.contacts.until": "2027-01-01", "idea.costs_us": "hushed-cost", "client.contacts.email": "WORD@WORD-mail.example", "client.contacts.phone": `"+31 WORD-phone"`, "provider.people.id": "mara", "engagement.lead": "mara", "engagement.service": "care", "engagement.start": "2026-03-02",
		"engagement.paused": sample.LeftOut, "engagement.status": "active", "engagement.closed": sample.LeftOut, "engagement.end": "2026-12-18",
		"engagement.pricing.model": "unit", "engagement.pricing.includes": sample.LeftOut, "engagement.kpis.direction": "up",
		"engagement.pricing.carry": sample.LeftOut, "engagement.pricing.over": sample.LeftOut, "engagement.pricing+": "{id: WORD-extra, item: WORD-beyond, model: hourly, amount: 90}",
		"engagement.kpis.baseline.at": "2026-03-02", "engagement.kpis.series": "data/WORD-series.csv", "engagement.plan.done": sample.LeftOut, "engagement.plan.forecast": "2028-06-01",
		"engagement.inputs.due": sample.LeftOut, "engagement.inputs.received": sample.LeftOut, "report.kpis": "{WORD-engagement-kpis-id: 3456}", "report.date": "2026-10-05", "report.period": "2026-Q3",
		"request.waiting.from": "2026-10-02 15:00",
	}
	for _, kind := range content.FileKinds() {
		own[kind.Name+".draft"], own[kind.Name+".accept"] = sample.LeftOut, sample.LeftOut
		own[kind.Name+".internal"] = "[hushed-" + kind.Name + ", {deep: hushed-deep}]"
	}
	var b strings.Builder
	for _, e := range []string{"WORD-work", "WORD-over"} {
		if e == "WORD-over" {
			maps.Copy(own, map[string]string{
				"engagement.status": "closed", "engagement.closed": "2026-10-14", "engagement.paused": "[{from: 2026-04-01, to: 2026-04-03}]",
				"engagement.pricing.model": "retainer", "engagement.pricing.per": "month", "engagement.pricing.includes": "10h",
				"engagement.pricing.carry": "1", "engagement.pricing.over": "WORD-extra",
				"engagement.kpis.direction": "down", "engagement.kpis.baseline.value": "3000", "engagement.kpis.by": "2026-12-31", "engagement.kpis.tolerance": "900%",
				"engagement.plan.done": "2026-10-06", "engagement.plan.since": "2026-09-01", "engagement.inputs.since": "2026-09-01", "engagement.inputs.every": sample.LeftOut, "engagement.inputs.due": "2026-10-01", "engagement.inputs.received": "2026-10-05",
			})
		}
		maps.Copy(own, other)
		for _, kind := range content.FileKinds() {
			name := map[string]string{"client": "client.md", "engagement": e + "/engagement.md", "report": e + "/reports/2026-09.md"}[kind.Name]
			body := map[string]string{"client": "WORD-welcome", "engagement": "WORD-brief", "report": "WORD-told\n\n{{< kpi WORD-engagement-kpis-id >}}\n\n[WORD-link](../files/WORD-offer.txt)"}[kind.Name]
			if kind.Entry {
				name, body = e+"/journal/2026-10-09-WORD-"+kind.Name+".md", "WORD-story"
			}
			if name != "" {
				fmt.Fprintf(&b, "-- content/clients/WORD/%s --\n%s%s\n", name, sample.Front(kind, "WORD", own), body)
			}
		}
	}
	return b.String() + wordsFiles + strings.ReplaceAll(wordsTables, "WORD-work", "WORD-over")
}

const wordsTables = `
-- content/clients/WORD/WORD-work/data/WORD-series.csv --
period,value,note
2026-08,1234,WORD-remark
2026-09,2345,
-- content/clients/WORD/WORD-work/files/WORD-offer.txt --
WORD-attachment
`

const wordsFiles = wordsTables + `
-- content/clients/WORD/WORD-logo.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>WORD-drawing</title></svg>
-- content/clients/WORD/people/WORD-photo.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>WORD-portrait</title></svg>
-- content/clients/WORD/WORD-work/data/requests.csv --
id,type,title,opened
WORD-row,WORD-engagement-turnaround-id,WORD-wish,2026-10-13 10:00
-- content/clients/WORD/WORD-work/reports/2026-10.md --
---
title: hushed-unsent-WORD
date: 2026-10-10
period: 2026-10
draft: true
---
hushed-draft
-- content/clients/WORD/WORD-work/reports/2026-11.md --
---
title: hushed-to-come-WORD
date: 2026-12-05
---
hushed-not-yet
-- content/clients/WORD/hushed-plans/engagement.md --
---
title: hushed-engagement-WORD
draft: true
---
`

// TestAPortalHoldsNothingOfAnotherClientAndNothingInternal builds two clients who
// differ in every word.
func TestAPortalHoldsNothingOfAnotherClientAndNothingInternal(t *testing.T) {
	dir := t.TempDir()
	clients := []string{"quokka", "wombat"}
	writeFiles(t, dir, wordsProvider)
	for _, word := range clients {
		writeFiles(t, dir, strings.ReplaceAll(wordsClient, "WORD", word))
	}
	build(t, options(t, dir, exampleDay), "public")
	files := read(t, filepath.Join(dir, "public"))
	for _, word := range clients { // whose pages lead out of their folder
		if err := os.RemoveAll(filepath.Join(dir, "public", word+"-alias")); err != nil {
			t.Fatal(err)
		}
	}
	sitetest.Check(t, filepath.Join(dir, "public"), nil) // so each layout has drawn each field
	owners := map[string]int{}
	for name, text := range files {
		owner, _, _ := strings.Cut(name, "/")
		owners[owner]++
		text = strings.ToLower(name + "\n" + text)
		if at := strings.Index(text, "hushed"); at >= 0 {
			t.Errorf("%s holds what nobody may see: %q", name, text[max(0, at-40):min(len(text), at+40)])
		}
		for _, word := range clients {
			if at := strings.Index(text, word); at >= 0 && owner != word+"-address" && owner != word+"-alias" {
				t.Errorf("%s holds a word of the client %s: %q", name, word, text[max(0, at-40):min(len(text), at+40)])
			}
		}
	}
	if owners["quokka-address"] < 10 || owners["quokka-address"] != owners["wombat-address"] {
		t.Errorf("the portals are of %v files", owners)
	}

	// Each word is in its own portal, or else its absence elsewhere says nothing.
	silent := []string{"quokka-series", "quokka-row"} // a file that is named after its KPI, and an id that no page needs
	own := strings.Builder{}
	for name, text := range files {
		if strings.HasPrefix(name, "quokka-address/") || strings.HasPrefix(name, "quokka-alias/") {
			own.WriteString(name + "\n" + text + "\n")
		}
	}
	for _, word := range words("quokka") {
		kept := strings.HasSuffix(word, "-source-id") // of a message, by which it is known again
		if !strings.Contains(own.String(), word) && !slices.Contains(silent, word) && !kept {
			t.Errorf("the portal says %q nowhere", word)
		}
	}
}

// words returns the words of a client's files.
func words(client string) []string {
	text := strings.ReplaceAll(wordsClient, "WORD", client)
	found := map[string]bool{}
	for _, word := range regexp.MustCompile(`\b`+client+`-[a-z-]+`).FindAllString(text, -1) {
		found[word] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// TestAPortalIsTheSameWhoeverTheOtherClientsAre builds a client beside others, and
// alone.
func TestAPortalIsTheSameWhoeverTheOtherClientsAre(t *testing.T) {
	portal := func(clients ...string) map[string]string {
		dir := t.TempDir()
		writeFiles(t, dir, wordsProvider)
		for _, word := range clients {
			writeFiles(t, dir, strings.ReplaceAll(wordsClient, "WORD", word))
		}
		build(t, options(t, dir, exampleDay), "public")
		return read(t, filepath.Join(dir, "public", "quokka-address"))
	}
	alone := portal("quokka")
	compare(t, alone, portal("numbat", "quokka", "wombat"))
}

// TestAProblemOfOneClientTellsNothingOfAnother breaks the files of both.
func TestAProblemOfOneClientTellsNothingOfAnother(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, wordsProvider)
	for _, word := range []string{"quokka", "wombat"} {
		broken := strings.ReplaceAll(wordsClient, "lead: mara", "lead: WORD-nobody")
		broken = strings.ReplaceAll(broken, "[WORD-link](../files/", "[WORD-link](../files/WORD-lost-")
		writeFiles(t, dir, strings.ReplaceAll(broken, "WORD", word))
	}
	o := options(t, dir, exampleDay)
	o.Out = "public"
	result, err := generator.Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, problem := range result.Problems {
		p := problem.String()
		for _, word := range []string{"quokka", "wombat"} {
			if strings.HasPrefix(p, "content/clients/"+word+"/") {
				seen[word]++
			} else if strings.Contains(p, word) {
				t.Errorf("a problem of one client names the other: %s", p)
			}
		}
		if strings.Contains(p, "hushed") {
			t.Errorf("a problem holds what nobody may see: %s", p)
		}
	}
	if seen["quokka"] < 2 || seen["quokka"] != seen["wombat"] {
		t.Errorf("problems by client: %v", seen)
	}
	if entries, err := os.ReadDir(filepath.Join(dir, "public")); err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasSuffix(e.Name(), "-address") }) {
		t.Errorf("a client with errors was published: %v %v", entries, err)
	}
}
