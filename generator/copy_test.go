package generator_test

import (
	"strings"
	"testing"

	"rapport/generator/sitetest"
)

const closedBase = `
-- content/provider.md --
---
name: Studio
email: hello@studio.example
timezone: Europe/Amsterdam
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara Visser, email: mara@studio.example}]
internal: hushed
---
-- content/clients/acme/client.md --
---
name: Acme
access: open
locale: en-GB
contacts: [{id: joost, name: Joost}]
internal: hushed
---
-- content/clients/acme/shop/engagement.md --
---
title: Shop
status: closed
start: 2025-01-06
closed: 2025-12-19
lead: mara
scope: {includes: [A shop], excludes: [Else]}
turnaround: [{id: change, request: Change, respond: 4h}]
pricing: [{id: work, item: Work, model: fixed, amount: 1 EUR}]
kpis: [{id: paper, name: Folders, unit: folders, direction: down, target: 0, baseline: {value: 38, at: 2025-01-06}, by: 2025-12-12, series: {2025-10: 29, 2025-11: 9}}]
closing: {brought: Bills are found, handover: [{what: Passwords handed over, done: 2025-12-16}]}
internal: hushed
---
`

// closed builds the workspace of work that has ended, with some of its words changed.
func closed(t *testing.T, words ...string) map[string]string {
	t.Helper()
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, strings.NewReplacer(words...).Replace(closedBase))
	build(t, options(t, dir, "2026-10-16"), out)
	return read(t, out)
}

const kept = "acme/everything.zip"

func TestAPortalWhoseWorkHasEndedHoldsACopyToKeep(t *testing.T) {
	files := closed(t)
	page := files["acme/shop/index.html"]
	if !strings.Contains(page, `href="../everything.zip"`) {
		t.Error("the end does not lead to the copy")
	}
	held := sitetest.Unzip(t, []byte(files[kept]))
	for name, text := range held {
		if strings.Contains(text, "hushed") {
			t.Errorf("%s holds what is internal", name)
		}
	}
	if end := held["acme/portal/shop/index.html"]; end == "" || strings.Contains(end, "everything.zip") {
		t.Error("the portal in the copy is not there, or leads to the copy")
	}
	if held["acme/content/shop/engagement.md"] == "" || held["acme/facts/facts.json"] == "" {
		t.Errorf("the copy lacks content or facts: %d files", len(held))
	}
	if closed(t)[kept] != files[kept] {
		t.Error("the same content gives another copy")
	}
}

func TestACopyToKeepHoldsNoRowOfAnotherClient(t *testing.T) {
	const toggl = "User,Client,Project,Task,Description,Start date,Start time,Duration\nMara,Acme,Shop,Work,A fix,2025-10-06,09:00,01:30:00\n"
	files := closed(t, "closing:", "data: {time: {file: data/toggl.csv, like: toggl, where: {Client: Acme}, items: {Work: work}}}\nclosing:",
		"-- content/provider.md --", "-- content/clients/acme/shop/data/toggl.csv --\n"+toggl+"Mara,Zuid,Books,Work,hushed,2025-10-07,09:00,01:00:00\n-- content/provider.md --")
	if got := sitetest.Unzip(t, []byte(files[kept]))["acme/content/shop/data/toggl.csv"]; got != toggl {
		t.Errorf("the copy holds\n%s", got)
	}
}

func TestNoOtherPortalHoldsACopy(t *testing.T) {
	for name, words := range map[string][]string{
		"goes on":    {"status: closed", "status: active", "closed: 2025-12-19\n", ""},
		"ends later": {"closed: 2025-12-19", "closed: 2026-12-19"},
	} {
		files := closed(t, words...)
		if files[kept] != "" || strings.Contains(files["acme/shop/index.html"], "everything.zip") {
			t.Errorf("the portal of work that %s holds a copy, or leads to one", name)
		}
	}
}

func TestAnEndTellsOfTheBeginningAndOfNoVerdict(t *testing.T) {
	text := strings.Join(strings.Fields(visibleText(t, closed(t)["acme/shop/index.html"])), " ")
	for _, want := range []string{"At the start: 38", "At the end: 9 folders", "The goal was 0.", "Passwords handed over", "Download everything"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	for _, not := range []string{"Close to target", "Off target", "aim for now", "Going well", "Needed from you"} {
		if strings.Contains(text, not) {
			t.Errorf("the page says %q of work that has ended", not)
		}
	}
}
