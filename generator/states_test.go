package generator_test

import (
	"path/filepath"
	"strings"
	"testing"
)

const stateWorkspace = `
-- content/provider.md --
---
name: Studio
email: s@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: ["09:00-17:00"]}
people: [{id: ada, name: Ada}]
---
Text.
-- content/clients/acme/client.md --
---
name: Acme
locale: en-GB
access: open
contacts: [{id: cy, name: Cy}]
---
Text.
-- content/clients/acme/shop/engagement.md --
---
title: Shop
STATE
start: 2026-01-05
lead: ada
scope: {includes: [x]}
turnaround: [{id: fault, request: A fault, respond: 4h, resolve: 2d}]
pricing: [{id: care, item: Care, model: retainer, amount: 100, per: month, includes: 10h}]
rhythm: {update: weekly on friday}
kpis: [{id: orders, name: Orders a month, direction: up, target: 20, series: data/orders.csv}]
inputs: [{id: texts, what: The texts, from: cy, due: 2026-01-20}]
plan: [{id: live, what: Live, due: 2026-01-30, needs: [texts]}]
---
Text.
-- content/clients/acme/shop/data/orders.csv --
period,value
2026-01,30
`

const stateEntries = `
-- content/clients/acme/shop/journal/2026-01-12-colour.md --
{"kind": "question", "date": "2026-01-12", "title": "Which colour", "by": "ada", "to": "cy", "needed_by": "2026-01-20"}

Text.
-- content/clients/acme/shop/journal/2026-01-13-bank.md --
{"kind": "decision", "date": "2026-01-13", "title": "Which bank", "by": "ada", "to": "cy", "needed_by": "2026-01-20"}

Text.
-- content/clients/acme/shop/journal/2026-01-19-down.md --
{"kind": "incident", "date": "2026-01-19", "title": "Site down", "by": "ada", "started": "2026-01-19T08:00", "ours": true}

Text.
-- content/clients/acme/shop/journal/2026-01-22-talk.md --
{"kind": "meeting", "date": "2026-01-22", "title": "Talk", "by": "ada", "attended": ["ada", "cy"], "actions": [{"what": "Send a list", "who": "cy", "due": "2026-01-29"}]}

Text.
`

// Each state of an engagement has pages that claim nothing which is not so in that state.
func TestNoStateOfAnEngagementClaimsWhatIsNotSo(t *testing.T) {
	for _, c := range []struct {
		state, front, entries, day string
		says, hides                map[string][]string
	}{
		{
			"closed", "status: closed\nclosed: 2026-02-10", stateEntries, "2026-02-20",
			map[string][]string{
				"index.html":         {"5 January 2026 to", "10 February 2026", "30", "Site down"},
				"shop/index.html":    {"10 February 2026"},
				"shop/progress.html": {"because “The texts” did not come", "Open when the work ended", "missed"},
				"shop/journal.html":  {"Open when the work ended"},
				"calendar.ics":       {"BEGIN:VCALENDAR"},
			},
			map[string][]string{
				"index.html":         {"without a fixed end", "No figures yet", "Needed from you", "What comes next", "Being solved"},
				"shop/index.html":    {"without a fixed end", "No change since", "Needed from you", "What comes next"},
				"shop/progress.html": {"so far, because", "” has not come yet", "not there yet", "Nothing is needed", "hrs left", "Being solved", "To be decided", "Nothing was changed"},
				"shop/journal.html":  {"Being solved", "To be decided", "Waiting for an answer"},
				"shop/summary.html":  {"Dates ahead", "No decision is needed", "20 February", "hrs left"},
				"calendar.ics":       {"Answered", "Decided", "Done", "Please send"},
			},
		},
		{
			"proposed", "status: proposed", "", "2026-01-20",
			map[string][]string{
				"index.html":      {"would begin on", "Nothing is written down here"},
				"shop/index.html": {"would begin on", "This is a proposal", "Milestone Proposed"},
			},
			map[string][]string{
				"index.html":         {"The journal has everything"},
				"shop/index.html":    {"from Mon", "Needed from you", "Nothing is planned"},
				"shop/progress.html": {"On plan", "to come", "hrs", "No requests yet", "Nothing has gone wrong", "We owe you nothing"},
				"shop/journal.html":  {"The first update comes"},
				"shop/summary.html":  {"hrs", "No decision is needed", "Dates ahead"},
			},
		},
		{
			"paused without an end", "status: paused\npaused: [{from: 2026-01-23}]", stateEntries, "2026-02-20",
			map[string][]string{
				"index.html":         {"began on", "no new date yet; moved 2 working days so far, because “The texts” has not come yet"},
				"shop/index.html":    {"began on", "no new date yet"},
				"shop/progress.html": {"no new date yet"},
				"shop/summary.html":  {"no new date yet"},
			},
			map[string][]string{
				"index.html":        {"Nothing is planned", "from Mon"},
				"shop/index.html":   {"Nothing is planned"},
				"shop/summary.html": {"30 January"},
			},
		},
		{
			"just begun", "status: active", "", "2026-01-07",
			map[string][]string{
				"shop/index.html":   {"The work has only just begun"},
				"shop/journal.html": {"The first update comes on the day that was agreed"},
				"feedback.html":     {"Nobody was asked so far"},
			},
			map[string][]string{
				"index.html":      {"of late", "The journal has everything"},
				"shop/index.html": {"of late"},
				"feedback.html":   {"The first round comes"},
			},
		},
	} {
		t.Run(c.state, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, strings.Replace(stateWorkspace, "STATE", c.front, 1)+strings.TrimPrefix(c.entries, "\n"))
			out := filepath.Join(dir, "out")
			build(t, options(t, dir, c.day), out)
			files := read(t, out)
			shown := func(name string) string {
				body, found := files["acme/"+name]
				if !found {
					t.Fatalf("there is no %s", name)
				}
				if strings.HasSuffix(name, ".html") {
					body = visibleText(t, body)
				}
				return strings.Join(strings.Fields(body), " ")
			}
			for name, texts := range c.says {
				for _, text := range texts {
					if !strings.Contains(shown(name), text) {
						t.Errorf("%s does not say %q:\n%s", name, text, shown(name))
					}
				}
			}
			for name, texts := range c.hides {
				for _, text := range texts {
					if strings.Contains(shown(name), text) {
						t.Errorf("%s says %q:\n%s", name, text, shown(name))
					}
				}
			}
		})
	}
}
