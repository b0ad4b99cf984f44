package generator_test

import (
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/effort"
	"rapport/generator/facts"
	"rapport/generator/remind"
)

const stateWorkspace = `
-- content/provider.md --
---
name: Studio
email: s@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: ["09:00-17:00"]}
people: [{id: ada, name: Ada, email: ada@studio.example}]
---
Text.
-- content/clients/acme/client.md --
---
name: Acme
locale: en-GB
access: open
contacts: [{id: cy, name: Cy, email: cy@acme.example}]
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
rhythm: {update: weekly on friday, report: monthly on 5}
kpis: [{id: orders, name: Orders a month, direction: up, target: 20, series: data/orders.csv}]
inputs: [{id: texts, what: The texts, from: cy, due: 2026-01-20}, {id: bank, what: Statements, from: cy, every: monthly on 3}]
plan: [{id: live, what: Live, due: 2026-01-30, needs: [texts]}, {id: second, what: Second step, due: 2026-02-03}]
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
-- content/clients/acme/shop/journal/2026-01-16-week.md --
{"kind": "update", "date": "2026-01-16", "title": "First week", "by": "ada", "health": "green", "next": "Begin with the shop"}

Text.
-- content/clients/acme/shop/journal/2026-01-21-cost.md --
{"kind": "question", "date": "2026-01-21", "title": "What does it cost", "by": "cy", "to": "ada"}

Text.
-- content/clients/acme/shop/journal/2026-01-22-round.md --
{"kind": "feedback", "date": "2026-01-22", "title": "Round", "by": "ada", "asked": "2026-01-22", "from": "cy"}

Text.
-- content/clients/acme/shop/data/requests.csv --
id,type,title,opened,responded,resolved
page,fault,Broken page,2026-01-22 10:00,,
-- content/clients/acme/shop/journal/2026-01-19-down.md --
{"kind": "incident", "date": "2026-01-19", "title": "Site down", "by": "ada", "started": "2026-01-19T08:00", "ours": true}

Text.
-- content/clients/acme/shop/journal/2026-01-22-talk.md --
{"kind": "meeting", "date": "2026-01-22", "title": "Talk", "by": "ada", "attended": ["ada", "cy"], "actions": [{"what": "Send a list", "who": "cy", "due": "2026-01-29"}]}

Text.
`

// Each state of an engagement has pages that claim nothing which is not so in that state.
func TestNoStateOfAnEngagementClaimsWhatIsNotSo(t *testing.T) {
	effort.NothingAtOnce(t)
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
				"shop/reports.html":  {"No report yet", "missed"},
				"shop/summary.html":  {"The work ended on Tue 10 February 2026"},
				"calendar.ics":       {"BEGIN:VCALENDAR"},
			},
			map[string][]string{
				"index.html":             {"without a fixed end", "No figures yet", "Needed from you", "What comes next", "Being solved"},
				"shop/index.html":        {"without a fixed end", "No change since", "Needed from you", "What comes next", "Begin with the shop"},
				"shop/expectations.html": {"No closed days ahead"},
				"shop/reports.html":      {"is expected on"},
				"shop/progress.html":     {"0 answers", "so far, because", "” has not come yet", "not there yet", "Nothing is needed", "hrs left", "Being solved", "To be decided", "Nothing was changed"},
				"shop/journal.html":      {"Being solved", "To be decided", "Waiting for an answer"},
				"shop/summary.html":      {"Dates ahead", "No decision is needed", "20 February", "hrs left"},
				"calendar.ics":           {"Answered", "Decided", "Done", "Please", "Report"},
				"mails":                  {"Cy"},
			},
		},
		{
			"proposed", "status: proposed", "", "2026-01-20",
			map[string][]string{
				"index.html":             {"was to begin on Mon 5 January 2026", "Nothing is written down here"},
				"shop/index.html":        {"was to begin on", "This is a proposal", "Live Proposed 30 Jan"},
				"shop/summary.html":      {"This is a proposal"},
				"shop/expectations.html": {"What we propose", "Version 1 · proposed, not agreed yet", "Date: Fri 30 January 2026"},
				"shop/record.html":       {"proposed, not agreed yet"},
				"shop/progress.html":     {"Live Proposed 30 Jan Date Fri 30 January"},
			},
			map[string][]string{
				"index.html":             {"The journal has everything"},
				"shop/index.html":        {"from Mon", "Needed from you", "Nothing is planned", "On target"},
				"shop/expectations.html": {"What is agreed", "What was agreed", "since Mon", "agreed at the start", "Nothing was changed", "Agreed Fri"},
				"shop/record.html":       {"agreed at the start"},
				"calendar.ics":           {"SUMMARY"},
				"mails":                  {"Cy"},
				"shop/progress.html":     {"On plan", "to come", "agreed for", "Agreed", "The adjusted date", "Send it to", "hrs", "No requests yet", "Nothing has gone wrong", "We owe you nothing"},
				"shop/journal.html":      {"The first update comes"},
				"shop/summary.html":      {"hrs", "No decision is needed", "Dates ahead"},
			},
		},
		{
			"proposed for later", "status: proposed", "", "2026-01-02",
			map[string][]string{"shop/index.html": {"would begin on Mon 5 January 2026"}},
			map[string][]string{"shop/index.html": {"was to begin"}},
		},
		{
			"paused without an end", "status: paused\npaused: [{from: 2026-01-23}]", stateEntries, "2026-02-20",
			map[string][]string{
				"index.html":         {"began on", "The work has been paused since Fri 23 January 2026", "No new date yet. Moved 2 working days so far, because “The texts” has not come yet"},
				"shop/index.html":    {"began on", "no new date yet", "What is needed to go on"},
				"shop/progress.html": {"Second step Paused", "no new date yet", "20 Tue Jan The texts 2 working days late Cy To send us", "late A fault", "22 Thu Jan Broken page Late Request"},
				"shop/summary.html":  {"The work has been paused since Fri 23 January 2026", "no new date yet", "2 working days late"},
				"calendar.ics":       {"Please send: The texts"},
			},
			map[string][]string{
				"index.html":         {"Nothing is planned", "from Mon", "20 January To do", "29 January"},
				"shop/index.html":    {"Nothing is planned", "Tue 20 January To do", "The work pauses"},
				"shop/progress.html": {"On plan", "As changed", "To do Wed 21 January", "Answers and decisions 0 of 1 |"},
				"shop/summary.html":  {"30 January", "On plan"},
				"calendar.ics":       {"Milestone", "Send a list", "Report"},
				"mails":              {"Cy"},
			},
		},
		{
			"paused until a day", "status: paused\npaused: [{from: 2026-01-23, to: 2026-03-06}]", stateEntries, "2026-02-20",
			map[string][]string{
				"index.html":         {"20 Tue Jan The texts 2 working days late Cy To send us", "9 Mon Mar Send a list To do Cy Promised"},
				"shop/index.html":    {"from Fri 23 January 2026 to Fri 6 March 2026"},
				"shop/progress.html": {"Next working day Mon 9 March", "2 working days late; it moves “Live”"},
				"calendar.ics":       {"20260309 DTEND;VALUE=DATE:20260310 TRANSP:TRANSPARENT SUMMARY:You said you would: Send a list", "Please send: Statements (February 2026)"},
			},
			map[string][]string{
				"shop/progress.html": {"As changed"},
				"calendar.ics":       {"20260129"},
				"mails":              {"Cy"},
			},
		},
		{
			"late", "status: active", stateEntries, "2026-02-20",
			map[string][]string{
				"index.html":         {"Statements (February 2026)", "Statements (March 2026)"},
				"shop/index.html":    {"“Statements (February 2026)”"},
				"shop/progress.html": {"Our own view, in the update of Fri 16 January: Going well", "Second step Late"},
				"shop/summary.html":  {"and 3 more"},
				"shop/reports.html":  {"No report yet.", "not there yet"},
				"calendar.ics":       {"no new date yet", "20260305 DTEND;VALUE=DATE:20260306 TRANSP:TRANSPARENT SUMMARY:Report: Shop"},
				"mails":              {"Please send: Statements (February 2026)", "Please send: The texts"},
			},
			map[string][]string{
				"shop/progress.html": {"0 answers", "As changed", "kinder"},
				"shop/reports.html":  {"is expected on"},
				"calendar.ics":       {"20260205"},
			},
		},
		{
			"silent", "status: active", "", "2026-06-10",
			map[string][]string{
				"shop/progress.html": {"No question, request or task is open with us.", "Nothing yet under: What could go wrong, Decisions, What went wrong"},
			},
			map[string][]string{
				"shop/progress.html": {"We owe you nothing", "Nothing has gone wrong", "Going well"},
				"shop/reports.html":  {"The first is expected"},
			},
		},
		{
			"long after its requests", "status: active", stateEntries, "2026-12-31",
			map[string][]string{"shop/progress.html": {"Answer No requests in this time Solution No requests in this time"}},
			map[string][]string{"shop/progress.html": {"No requests yet"}},
		},
		{
			"past its end", "status: active\nend: 2026-02-10", stateEntries, "2026-02-20",
			map[string][]string{
				"shop/index.html": {"was to end on Tue 10 February 2026"},
			},
			map[string][]string{
				"shop/progress.html": {"Next:"},
				"calendar.ics":       {"Report"},
			},
		},
		{
			"just begun", "status: active", "", "2026-01-07",
			map[string][]string{
				"shop/index.html":   {"We started on Mon 5 January."},
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
			files["acme/mails"] = mailsToClients(t, dir, c.day)
			shown := func(name string) string {
				body, found := files["acme/"+name]
				if !found {
					t.Fatalf("there is no %s", name)
				}
				switch {
				case strings.HasSuffix(name, ".html"):
					body = visibleText(t, body)
				case strings.HasSuffix(name, ".ics"):
					body = strings.ReplaceAll(body, "\r\n ", "") // lines that were folded
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

// planned are the mails of a day.
func planned(t *testing.T, clients []*facts.Client, in remind.Input, record *remind.Record) []remind.Mail {
	t.Helper()
	var shares []*remind.Share
	for _, f := range clients {
		share, err := in.Share(f, record)
		if err != nil {
			t.Fatal(err)
		}
		shares = append(shares, share)
	}
	mails, _, err := remind.Plan(in, record, shares)
	if err != nil {
		t.Fatal(err)
	}
	return mails
}

// mailsToClients are the mails that the clients of a workspace get on a day.
func mailsToClients(t *testing.T, dir, day string) string {
	t.Helper()
	o := options(t, dir, day)
	found, _, err := generator.Facts(t.Context(), generator.FactsOptions{Workspace: o.Workspace, AsOf: o.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	record, err := remind.ReadRecord(nil)
	if err != nil {
		t.Fatal(err)
	}
	mails := planned(t, found.Clients, remind.Input{
		Provider: found.Provider, AsOf: found.AsOf, Base: "https://portals.example/", Speak: found.Speak,
	}, record)
	var all strings.Builder
	for _, m := range mails {
		if m.To.Email != "s@studio.example" {
			all.WriteString(m.Text)
		}
	}
	return all.String()
}

// What has ended stays as it was: its pages expect no change, though those of the work that
// goes on do.
func TestPagesOfWhatHasEndedExpectNoChange(t *testing.T) {
	files := read(t, buildExample(t))
	const next = "<dt>Nächste Änderung"
	if page := "hollenbeck/buchhaltung/index.html"; !strings.Contains(files[page], next) {
		t.Errorf("%s does not say when it changes next", page)
	}
	if page := "hollenbeck/umzug/index.html"; strings.Contains(files[page], next) {
		t.Errorf("%s expects a change, and the work has ended", page)
	}
}

// A change of next year is expected with its year.
func TestAChangeOfNextYearIsExpectedWithItsYear(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, strings.Replace(stateWorkspace, "STATE", "status: proposed", 1))
	out := filepath.Join(dir, "out")
	build(t, options(t, dir, "2026-12-30"), out)
	if page := read(t, out)["acme/index.html"]; !strings.Contains(page, ">Fri 1 January 2027, 00:00<") {
		t.Errorf("the first page does not say that it changes in 2027:\n%s", page[strings.LastIndex(page, "<footer"):])
	}
}
