package generator_test

import (
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
timezone: Europe/Amsterdam
currency: EUR
people: [{id: mara, name: Mara Visser, email: mara@studio.example}]
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
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]
ENGAGEMENT
---
`

// shows builds the workspace of each case and reads its page.
func shows(t *testing.T, cases []shownCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			with := func(text, key, otherwise string) string {
				if strings.HasPrefix(text, key+":") || strings.Contains(text, "\n"+key+":") {
					return text
				}
				return otherwise + "\n" + text
			}
			engagement := with(with(c.engagement, "status", "status: active"), "start", "start: 2026-03-02")
			archive := strings.NewReplacer("PROVIDER", with(c.provider, "hours", "hours: {mon-fri: [09:00-17:00]}"), "CLIENT", c.client, "ENGAGEMENT", engagement).Replace(shownBase)
			for _, file := range strings.Split(c.files, "\n-- ")[1:] {
				name, text, _ := strings.Cut(file, " --\n")
				if strings.HasSuffix(name, ".md") {
					text = "---\n" + text + "\n---"
				}
				archive += "-- content/clients/acme/shop/" + name + " --\n" + text + "\n"
			}
			dir, out := t.TempDir(), t.TempDir()
			writeFiles(t, dir, archive)
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
