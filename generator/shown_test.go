package generator_test

import (
	"fmt"
	"strings"
	"testing"
)

// A shownCase is a workspace of one engagement, a page of it, and what its reader
// sees there.
type shownCase struct {
	name, day       string
	provider        string // more of provider.md
	client          string // more of client.md
	engagement      string // more of engagement.md
	files           string // more files, below the engagement, after lines of "-- name --"
	page            string // of the engagement; "../" for the client's
	sees, seesNever []string
}

const shownBase = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
currency: EUR
PROVIDER
---
-- content/clients/acme/client.md --
---
name: Acme
access: open
contacts: [{id: joost, name: Joost de Wit}]
CLIENT
---
-- content/clients/acme/shop/engagement.md --
---
title: Web shop
lead: mara
scope: {includes: [A shop]}
ENGAGEMENT
---
`

// shownWorkspace returns the files of a case. What is required and does not matter to it
// is filled in.
func shownWorkspace(c shownCase) string {
	with := func(text string, lines ...string) string {
		for _, line := range lines {
			key, _, _ := strings.Cut(line, " ")
			if !strings.HasPrefix(text, key) && !strings.Contains(text, "\n"+key) {
				text = line + "\n" + text
			}
		}
		return text
	}
	archive := strings.NewReplacer(
		"PROVIDER", with(c.provider, "hours: {mon-fri: [09:00-17:00]}", "timezone: Europe/Amsterdam",
			"people: [{id: mara, name: Mara Visser, email: mara@studio.example}]"),
		"CLIENT", c.client,
		"ENGAGEMENT", with(c.engagement, "status: active", "start: 2026-03-02",
			"turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]",
			"pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]"),
	).Replace(shownBase)
	for _, file := range strings.Split(c.files, "\n-- ")[1:] {
		name, text, _ := strings.Cut(file, " --\n")
		if strings.HasSuffix(name, ".md") {
			text = "---\n" + text + "\n---"
		}
		archive += "-- content/clients/acme/shop/" + name + " --\n" + text + "\n"
	}
	return archive
}

// shows builds the workspace of each case and reads its page.
func shows(t *testing.T, cases []shownCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir, out := t.TempDir(), t.TempDir()
			writeFiles(t, dir, shownWorkspace(c))
			build(t, options(t, dir, c.day), out)
			page := "acme/shop/" + c.page
			if rest, ok := strings.CutPrefix(c.page, "../"); ok {
				page = "acme/" + rest
			}
			text := visibleText(t, read(t, out)[page])
			for _, want := range c.sees {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not say %q:\n%s", page, want, text)
				}
			}
			for _, not := range c.seesNever {
				if strings.Contains(text, not) {
					t.Errorf("%s says %q:\n%s", page, not, text)
				}
			}
		})
	}
}

func TestPagesTellOfHoursKnownAheadAndOfTheClientsDaysOff(t *testing.T) {
	const ahead = "hours: [{mon-fri: [09:00-17:00]}, {since: 2026-12-01, mon-thu: [09:00-12:00]}]"
	shows(t, []shownCase{
		{name: "before they hold", day: "2026-10-14", provider: ahead, page: "expectations.html",
			sees: []string{"From Tue, December 1, 2026, Amsterdam\nMonday to Thursday | 9:00"}},
		{name: "once they hold", day: "2026-12-01", provider: ahead, page: "expectations.html",
			sees: []string{"Opening hours, Amsterdam\nMonday to Thursday | 9:00"}, seesNever: []string{"From Tue", "Monday to Friday"}},
		{name: "the client's days off", day: "2026-10-14", client: "holidays: de-by\nclosures: [{from: 2026-11-02, to: 2026-11-06, note: Stocktaking}]", page: "expectations.html",
			sees: []string{"Days that you are closed", "in days on which we both work", "Stocktaking", "Fronleichnam"}},
		{name: "a client without", day: "2026-10-14", page: "expectations.html", seesNever: []string{"Days that you are closed"}},
	})
}

func TestPagesTellWhatCameInPartAndWhatWentBack(t *testing.T) {
	const inputs = `plan: [{id: live, what: New shop live, due: 2026-12-01, needs: [bank]}]
inputs:
  - {id: bank, what: Statements, from: joost, due: 2026-10-01, partly: [2026-10-02], returned: [{came: 2026-10-05, on: 2026-10-06, why: Pages 3 to 5 are missing}], send_to: https://files.example/up}
  - {id: logo, what: Logo, from: joost, due: 2026-10-30}
  - {id: sales, what: Till export, from: joost, every: monthly on 3, received: [{for: 2026-09, on: 2026-09-03}]}
`
	shows(t, []shownCase{
		{name: "on the page of progress", day: "2026-10-14", engagement: inputs, page: "progress.html", sees: []string{
			"Partly, on Fri, October 2", "What came on Mon, October 5 could not be used, and went back on Tue, October 6. Pages 3 to 5 are missing",
			"Send it to files.example/up", "Send it to mara@studio.example", "September 2026"}},
		{name: "on the first page", day: "2026-10-14", engagement: inputs, page: "../index.html", sees: []string{"Partly, on Fri, October 2", "Send: Statements"}},
		{name: "before they came", day: "2026-10-01", engagement: inputs, page: "progress.html", seesNever: []string{"Partly", "could not be used"}},
	})
}

func TestPagesTellOfAnEndThatPassedAndOfWaitsWithoutOne(t *testing.T) {
	const wait = "\n-- journal/2026-08-03-banner.md --\nkind: request\ntitle: Banner\ntype: change\nopened: 2026-08-03 10:00\nwaiting: [{from: 2026-08-03 11:00}]\n"
	shows(t, []shownCase{
		{name: "an end that passed", day: "2026-10-14", engagement: "end: 2026-10-09", page: "index.html", sees: []string{"was to end on Fri, October 9, 2026"}},
		{name: "an end to come", day: "2026-10-09", engagement: "end: 2026-10-09", page: "index.html", seesNever: []string{"was to end"}},
		{name: "a long wait", day: "2026-10-14", files: wait, page: "progress.html", sees: []string{"on hold since Mon, August 3, 2026"}},
		{name: "a short wait in the journal", day: "2026-08-31", files: wait, page: "journal.html", sees: []string{"Waiting for you"}, seesNever: []string{"Being worked on"}},
		{name: "a short wait", day: "2026-08-31", files: wait, page: "progress.html", sees: []string{"waiting for you"}, seesNever: []string{"on hold"}},
	})
}

func TestPagesTellAnHourByTheClocksOfBothSides(t *testing.T) {
	const meeting = "rhythm: {meeting: {every: weekly on tuesday at 10:00}}"
	shows(t, []shownCase{
		{name: "agreed", day: "2026-10-14", client: "timezone: America/New_York", engagement: meeting, page: "expectations.html",
			sees: []string{"every Tuesday at 4:00 AM, and 5:00 AM while only one side’s clocks are changed (10:00 AM in Amsterdam)"}},
		{name: "the next one, between the two changes", day: "2026-10-26", client: "timezone: America/New_York", engagement: meeting, page: "index.html", sees: []string{"5:00 AM (10:00 AM in Amsterdam)"}},
		{name: "one clock", day: "2026-10-14", client: "timezone: Europe/Paris", engagement: meeting, page: "expectations.html", sees: []string{"every Tuesday at 10:00 AM"}, seesNever: []string{"in Amsterdam"}},
	})
}

func TestFirstPagesTellWhoIsAwayAndWhoStandsIn(t *testing.T) {
	const away = "people: [{id: mara, name: Mara, away: [{from: 2026-10-19, to: 2026-10-23}], backup: tijn}, {id: tijn, name: Tijn, away: [{from: 2026-10-19, to: 2026-10-20}]}]"
	shows(t, []shownCase{
		{name: "the lead, in the next days", day: "2026-10-14", provider: away, page: "index.html", sees: []string{"Mara", "Stand-in: Tijn"}},
		{name: "now", day: "2026-10-23", provider: away, page: "../index.html", sees: []string{"Stand-in: Tijn"}},
		{name: "back again", day: "2026-10-26", provider: away, page: "index.html", seesNever: []string{"Stand-in"}},
		{name: "much later", day: "2026-10-01", provider: away, page: "index.html", seesNever: []string{"Stand-in"}},
		{name: "whoever answers for nothing", day: "2026-10-14", provider: away, page: "index.html", seesNever: []string{"October 19, 2026 to Tue"}},
	})
}

func TestPagesTellTheRecordByKindAndWhatFiguresDoNotSay(t *testing.T) {
	const kpis = "kpis: [{id: k, name: Orders, unit: orders, direction: up, target: 90, series: {%s}}]"
	figures := func(series string) string { return strings.Replace(kpis, "%s", series, 1) }
	shows(t, []shownCase{
		{name: "the plan before the rhythm", day: "2026-10-14", engagement: "plan: [{id: live, what: Live, due: 2026-09-01}]\nrhythm: {update: weekly on friday}\nreview_within: 10d", page: "progress.html",
			sees: []string{"Dates of the plan | 0 of 1 | –\nUpdates and reports | 0 of"}},
		{name: "what the client agreed to", day: "2026-10-14", engagement: "review_within: 10d", page: "expectations.html", sees: []string{"You read a report\nwithin 10 working days"}},
		{name: "an old figure", day: "2026-10-14", engagement: figures("2026-05: 80, 2026-06: 85, 2026-07: 100"), page: "index.html", sees: []string{"No recent figure"}, seesNever: []string{"Rising"}},
		{name: "a trend over its span, and the year before", day: "2026-10-14", engagement: figures("2025-09: 60, 2026-07: 80, 2026-08: 90, 2026-09: 100"), page: "index.html",
			sees: []string{"+40 on Sep 2025", "Rising: September 2025 to September 2026"}},
		{name: "no trend beside a change that says the opposite", day: "2026-10-14", engagement: figures("2026-05: 50, 2026-06: 70, 2026-07: 90, 2026-08: 110, 2026-09: 100"), page: "index.html",
			sees: []string{"-9.1% on Aug 2026"}, seesNever: []string{"Rising"}},
	})
}

func TestPagesDoNotSayThatNothingChangedWhereATermDid(t *testing.T) {
	const dearer = "pricing: [{id: build, item: The shop, model: fixed, amount: 1000}, {id: build, since: 2026-06-01, amount: 1200}]"
	const unchanged = "Nothing was changed since the start."
	shows(t, []shownCase{
		{name: "before it holds, under progress", day: "2026-05-29", engagement: dearer, page: "progress.html", sees: []string{"Concerns, Changes, "}},
		{name: "before it holds, under expectations", day: "2026-05-29", engagement: dearer, page: "expectations.html", sees: []string{unchanged}},
		{name: "once it holds, under progress", day: "2026-06-01", engagement: dearer, page: "progress.html", seesNever: []string{"Changes"}},
		{name: "once it holds, under expectations", day: "2026-06-01", engagement: dearer, page: "expectations.html", seesNever: []string{unchanged}},
	})
}

func TestPagesTellOfWhatWasTakenOut(t *testing.T) {
	const rows = `plan: [{id: blog, what: Blog, due: 2026-07-01, until: 2026-06-05, needs: [texts]}, {id: news, what: News, since: 2026-06-08, due: 2026-07-02}]
inputs: [{id: texts, what: Product texts, from: joost, due: 2026-06-15, until: 2026-06-05}]`
	shows(t, []shownCase{
		{name: "before it was", day: "2026-06-05", engagement: rows, page: "expectations.html", sees: []string{"Blog", "Product texts"}, seesNever: []string{"News"}},
		{name: "what holds", day: "2026-06-08", engagement: rows, page: "expectations.html", sees: []string{"News"}, seesNever: []string{"Blog", "Product texts"}},
		{name: "the plan", day: "2026-06-20", engagement: rows, page: "progress.html", sees: []string{"Taken out after Fri, June 5", "taken out after Fri, June 5"}, seesNever: []string{"no new date yet", "working days late"}},
		{name: "the first page", day: "2026-06-20", engagement: rows, page: "index.html", sees: []string{"News"}, seesNever: []string{"Blog", "Product texts"}},
		{name: "the record", day: "2026-06-20", engagement: rows, page: "record.html", sees: []string{"Blog: taken out after Fri, June 5", "News: Thu, July 2", "Version 3"}},
	})
}

func TestReportsAreLedByWhatTheyFound(t *testing.T) {
	const told = "\n-- reports/2026-09.md --\ntitle: September\nperiod: 2026-09\ndate: 2026-10-05\nsummary: Orders rose for the third month"
	shows(t, []shownCase{
		{
			name: "below figures over all their periods", day: "2026-10-14", files: told, page: "reports.html",
			engagement: "kpis: [{id: orders, name: Orders, unit: orders, target: 90, series: {2024-06: 12, 2026-08: 80, 2026-09: 95}}, {id: new, name: Returns, unit: '%', series: {2026-09: 4}}]",
			sees:       []string{"Orders\n95 orders On target\nJun 2024: 12 Sep 2026", "September September 2026 Mon, October 5, 2026\n### Orders rose for the third month"},
			seesNever:  []string{"Returns"}, // one figure is no picture
		},
		{name: "or by their titles", day: "2026-10-14", files: strings.Replace(told, "summary", "internal", 1), page: "reports.html", sees: []string{"### September"}, seesNever: []string{"Orders rose"}},
	})
}

func TestAFewAnswersAreToldInWords(t *testing.T) {
	requests := func(n int) string {
		rows := "\n-- data/requests.csv --\nid,type,title,opened,responded,resolved,waiting"
		for i := range n {
			rows += fmt.Sprintf("\nr-%d,change,Change %d,2026-10-%02d 09:30,2026-10-%02d 10:00,2026-10-%02d 11:00,", i, i, 1+i%2, 1+i%2, 1+i%2)
		}
		return rows
	}
	const picture = "chart: How much of the promised time it took: 0–25%: 10, 25–50%: 0"
	shows(t, []shownCase{
		{name: "nine", day: "2026-10-14", files: requests(9), page: "progress.html", sees: []string{"100% in time (9 of 9)"}, seesNever: []string{"chart: How much"}},
		{name: "ten", day: "2026-10-14", files: requests(10), page: "progress.html", sees: []string{picture}},
	})
}
