package generator_test

import (
	"fmt"
	"strings"
	"testing"
)

// The portals that a designer forgets: of a client that has just begun, of one with more work
// than fits, of one whose work has ended, rests or is only proposed, of one whose words are
// longer than a phone is wide, and of readers from right to left and without spaces.

const oddProvider = `
-- content/provider.md --
---
name: Studio Nord
email: hello@nord.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: ["09:00-17:00"]}
people:
  - {id: mara, name: Mara Visser, role: Lead, email: mara@nord.example, phone: "+31 20 000 0001"}
  - {id: tijn, name: Tijn Bos, role: Builder, email: tijn@nord.example}
---
We build shops.
`

// oddClient is a client with one engagement.
func oddClient(id, name, front, engagement, files string) string {
	return fmt.Sprintf(`
-- content/clients/%[1]s/client.md --
---
name: %[2]s
access: open
address: %[1]s
contacts: [{id: joost, name: Joost de Vries, role: Owner, email: joost@client.example}]
goals: [{id: more, want: More orders}]
%[3]s
---
Welcome.
-- content/clients/%[1]s/work/engagement.md --
---
%[4]s
lead: mara
team: [mara, tijn]
goals: [more]
scope: {includes: [A shop, The texts], excludes: [Photographs]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: The shop, model: fixed, amount: 12000}]
---
What we agreed.
%[5]s`, id, name, front, engagement, strings.ReplaceAll(files, "ENGAGEMENT", "content/clients/"+id+"/work"))
}

const oddTold = `
-- ENGAGEMENT/data/orders.csv --
period,value
2025-12,180
2026-01,190
2026-02,205
2026-03,220
2026-04,260
-- ENGAGEMENT/journal/2026-03-06-week.md --
---
kind: update
title: The shop has its first hundred plants
health: green
next: The payment provider
---
All well.
-- ENGAGEMENT/journal/2026-03-12-which.md --
---
kind: decision
title: Which payment provider
to: joost
needed_by: 2026-03-20
decided: 2026-03-19
options: [{what: Mollie}, {what: Adyen}]
outcome: Mollie
---
Both are sound.
-- ENGAGEMENT/reports/2026-03.md --
---
title: March 2026
period: 2026-03
date: 2026-04-03
summary: A fifth more orders than in January
reviewed: {by: joost, on: 2026-04-10}
insights:
  - {what: "220 orders, 190 in January", so: The new texts are found, next: Write ten more}
---
Orders grew.
`

const oddKPIs = `kpis: [{id: orders, name: Orders a month, direction: up, target: 240, series: data/orders.csv}]
plan:
  - {id: design, what: Design agreed, due: 2026-03-20, done: 2026-03-18}
  - {id: open, what: Shop open, due: 2026-05-04, needs: [design, list]}
inputs:
  - {id: list, what: List of plants, from: joost, due: 2026-04-20}
rhythm: {update: weekly on friday, report: monthly on 5}`

// oddWorkspace has all of them.
func oddWorkspace() string {
	const heading = "title: New shop\nstatus: %s\nstart: %s\nvalue: A shop that sells while you sleep\n"
	return oddProvider +
		oddClient("begun", "Begun Bakery", "locale: en-GB", fmt.Sprintf(heading, "active", "2026-10-14")+strings.NewReplacer("2026-03-20, done: 2026-03-18", "2026-11-20", "2026-05-04", "2026-12-11", "2026-04-20", "2026-10-28", "kpis: [{id: orders, name: Orders a month, direction: up, target: 240, series: data/orders.csv}]\n", "").Replace(oddKPIs), "") +
		oddClient("closed", "Closed Ceramics", "locale: en-GB", fmt.Sprintf(heading, "closed", "2026-01-05")+"closed: 2026-05-29\nclosing: {brought: \"A fifth more orders, and a shop that the two of you can run\", handover: [{what: Passwords handed over, done: 2026-05-28}, {what: Domain moved, done: 2026-05-29}]}\n"+strings.Replace(oddKPIs, "2026-05-04", "2026-05-04, done: 2026-05-05", 1), oddTold) +
		oddClient("paused", "Paused Pottery", "locale: en-GB", fmt.Sprintf(heading, "paused", "2026-01-05")+"paused: [{from: 2026-05-11}]\n"+oddKPIs, oddTold) +
		oddClient("proposed", "Proposed Press", "locale: en-GB", fmt.Sprintf(heading, "proposed", "2026-11-02")+"plan: [{id: open, what: Shop open, due: 2027-02-01}]", "") +
		oddClient("long", "Haftpflichtversicherungsgesellschaft Donaudampfschifffahrt", "locale: de-DE",
			"title: Versicherungsschadensmeldungsportal mit Rechtsschutzversicherungsgesellschaftenverzeichnis\nstatus: active\nstart: 2026-01-05\nvalue: Schadensmeldungsbearbeitungsbeschleunigung\n"+
				strings.NewReplacer("Orders a month", "Versicherungsschadensmeldungen im Kalendermonat", "Shop open", "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung", "List of plants", "Betriebsunterbrechungsversicherungsunterlagen", "target: 240", "target: 240, unit: Versicherungsschadensmeldungen").Replace(oddKPIs), oddTold) +
		oddClient("kyoto", "京都の庭園", "locale: ja-JP", "title: 新しい店\nstatus: active\nstart: 2026-01-05\nvalue: 眠っている間に売れる店\n"+oddKPIs, oddTold) +
		oddClient("cairo", "حديقة القاهرة", "locale: ar-EG", "title: متجر جديد\nstatus: active\nstart: 2026-01-05\nvalue: متجر يبيع وأنت نائم\n"+strings.NewReplacer("Orders a month", "الطلبات في الشهر", "Shop open", "افتتاح المتجر", "List of plants", "قائمة النباتات").Replace(oddKPIs), oddTold) +
		oddClient("haifa", "גן חיפה", "locale: he-IL", "title: חנות חדשה\nstatus: active\nstart: 2026-01-05\nvalue: חנות שמוכרת בזמן שישנים\n"+strings.NewReplacer("Orders a month", "הזמנות בחודש", "Shop open", "פתיחת החנות", "List of plants", "רשימת הצמחים").Replace(oddKPIs), oddTold) +
		overloaded()
}

// overloaded is a client with twelve engagements, 300 entries, 168 open items and 72 KPIs.
func overloaded() string {
	var b strings.Builder
	b.WriteString("-- content/clients/overloaded/client.md --\n---\nname: Overloaded Outfitters\naccess: open\naddress: overloaded\nlocale: en-GB\ncontacts: [{id: gwen, name: Gwen Ellis, email: gwen@client.example}, {id: tom, name: Tom Hall}]\n---\nWelcome.\n")
	who := []string{"gwen", "tom"}
	for e := range 12 {
		at := fmt.Sprintf("content/clients/overloaded/stream-%02d", e+1)
		fmt.Fprintf(&b, "-- %s/engagement.md --\n---\ntitle: Stream %d of the great relaunch\nstatus: active\nstart: 2025-10-06\nlead: mara\nscope: {includes: [Work]}\n", at, e+1)
		b.WriteString("turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]\npricing: [{id: build, item: Work, model: fixed, amount: 1000}]\nkpis:\n")
		for k := range 6 {
			fmt.Fprintf(&b, "  - {id: kpi-%d, name: Figure %d of stream %d, direction: up, target: %d, series: {2026-07: %d, 2026-08: %d, 2026-09: %d}}\n", k, k+1, e+1, 40+k, 30+k, 33+e, 36+k+e)
		}
		b.WriteString("plan:\n")
		for m := range 8 {
			done := ""
			if m < 3 {
				done = fmt.Sprintf(", done: 2026-0%d-12", m+2)
			}
			fmt.Fprintf(&b, "  - {id: step-%d, what: Step %d of stream %d, due: 2026-%02d-10%s}\n", m, m+1, e+1, m+2, done)
		}
		b.WriteString("inputs:\n")
		for i := range 8 {
			fmt.Fprintf(&b, "  - {id: in-%d, what: Papers %d for stream %d, from: %s, due: 2026-%02d-%02d}\n", i, i+1, e+1, who[i%2], 9+i%3, 1+(i*5+e*3)%28)
		}
		b.WriteString("---\nAgreed.\n")
		for n := range 25 {
			day := fmt.Sprintf("2026-%02d-%02d", 1+n%10, 1+(n*7+e)%16)
			kind := "update\nhealth: amber"
			if n >= 19 {
				kind = fmt.Sprintf("question\nto: %s\nneeded_by: 2026-10-%02d", who[n%2], 10+(n+e)%20)
			}
			fmt.Fprintf(&b, "-- %s/journal/%s-entry-%02d.md --\n---\nkind: %s\ntitle: Entry %d of stream %d\n---\nSomething happened.\n", at, day, n, kind, n+1, e+1)
		}
	}
	return b.String()
}

// oddPortals builds them all, once.
func oddPortals(t *testing.T) string {
	t.Helper()
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, oddWorkspace())
	build(t, options(t, dir, exampleDay), out)
	return out
}

func TestOddPortalsAreBuilt(t *testing.T) {
	pages := read(t, oddPortals(t))
	for _, client := range []string{"begun", "closed", "paused", "proposed", "long", "kyoto", "cairo", "haifa", "overloaded"} {
		if pages[client+"/index.html"] == "" {
			t.Errorf("%s has no first page", client)
		}
	}
	// Twelve works in trouble are two, and how many more.
	if page := pages["overloaded/index.html"]; strings.Count(page, "In trouble") == 0 || !strings.Contains(page, ">and 10 more<") {
		t.Error("the first page does not say in short how much is in trouble")
	}
}

// Of 168 things that are needed the first page lists twenty, and leads to all of them.
func TestTheFirstPageListsWhatItHasRoomFor(t *testing.T) {
	pages := read(t, oddPortals(t))
	page := pages["overloaded/index.html"]
	if n := strings.Count(page, `<li class="need `); n != 20 {
		t.Errorf("it lists %d needs", n)
	}
	for _, text := range []string{">and 167 more<", ">and 163 more<", "and 148 more: ", `<a href="stream-12/progress.html#s_open">Stream 12 of the great relaunch (14)</a>`} {
		if !strings.Contains(page, text) {
			t.Errorf("it does not hold %q", text)
		}
	}
	// A script takes what is not in a list of all that is open for taken in.
	if strings.Contains(page, `id="s_needed" data-open`) || !strings.Contains(pages["begun/index.html"], `id="s_needed" data-open`) {
		t.Error("a list that is cut is not told from one that is whole")
	}
}

// While work rests no date runs: nothing presses or is asked for, however long ago its day was.
func TestWorkThatRestsIsCalm(t *testing.T) {
	pages := read(t, oddPortals(t))
	for name, page := range pages {
		if !strings.HasPrefix(name, "paused/") || !strings.HasSuffix(name, ".html") {
			continue
		}
		for _, alarm := range []string{`state poor`, `in poor`} {
			if strings.Contains(page, alarm) {
				t.Errorf("%s has %q", name, alarm)
			}
		}
	}
	if page := pages["paused/work/progress.html"]; !strings.Contains(page, `<p class="what">List of plants<`) || !strings.Contains(page, `id="s_inputs"`) {
		t.Error("the page of progress does not say what is needed to go on")
	}
}
