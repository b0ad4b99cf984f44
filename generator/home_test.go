package generator_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const busyWorkspace = `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
---
-- content/clients/acme/client.md --
---
name: Acme
access: open
address: acme
contacts: [{id: joost, name: Joost}]
---
-- content/clients/acme/shop/engagement.md --
---
title: Shop
lead: mara
status: active
start: 2026-03-02
scope: {includes: [A shop]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]
inputs:
  - {id: one, what: First, from: joost, due: 2026-11-02}
  - {id: two, what: Second, from: joost, due: 2026-10-20}
  - {id: three, what: Third, from: joost, due: 2026-10-27}
  - {id: four, what: Fourth, from: joost, due: 2026-11-03}
---
-- content/clients/acme/care/engagement.md --
---
title: Care
lead: mara
status: active
start: 2026-03-02
scope: {includes: [Care]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: care, item: Care, model: fixed, amount: 1000}]
inputs:
  - {id: five, what: Fifth, from: joost, due: 2026-10-19}
  - {id: six, what: Sixth, from: joost, due: 2026-11-04}
  - {id: seven, what: Seventh, from: joost, due: 2026-11-05}
---
-- content/clients/acme/care/journal/2026-10-14-down.md --
---
kind: incident
title: The shop is down
ours: true
started: 2026-10-12 09:00
---
Nothing works.
`

// The first page begins with what burns, asks for what is due first over all work, and leaves
// the rest for those who open it.
func TestTheFirstPageBeginsWithWhatMattersMost(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, busyWorkspace)
	out := t.TempDir()
	build(t, options(t, dir, exampleDay), out)
	page := read(t, filepath.Join(out, "acme"))["index.html"]
	var order []string
	for _, m := range regexp.MustCompile(`>(?:Send: )?(First|Second|Third|Fourth|Fifth|Sixth|Seventh)</a>`).FindAllStringSubmatch(page, -1) {
		order = append(order, m[1])
	}
	if want := []string{"Fifth", "Fifth", "Second", "Third", "First", "Fourth", "Sixth", "Seventh"}; !slices.Equal(order, want) {
		t.Errorf("asked for are %q, want first the one that is due first, and then all: %q", order, want)
	}
	if !regexp.MustCompile(`(?s)class="alerts".*?class="poor".*Care.*The shop is down.*class="answers"`).MatchString(page) {
		t.Error("what burns does not come first")
	}
	if !regexp.MustCompile(`(?s)Send: Fourth<.*<details class="further"><summary>and 2 more</summary>.*Send: Sixth<`).MatchString(page) {
		t.Error("the sixth and the seventh are not behind the five that are due first")
	}
}

// The heading of the first page is made of facts: how it stands, what comes next or what the
// figures say, and what is needed by when.
func TestTheFirstPageIsHeadedByWhatTheFactsSay(t *testing.T) {
	const shop = `
-- content/clients/acme/shop/engagement.md --
---
title: Shop
lead: mara
status: active
start: 2026-03-02
scope: {includes: [A shop]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: The shop, model: fixed, amount: 1000}]
MORE
---
`
	const told = `
-- content/clients/acme/shop/journal/2026-10-14-week.md --
---
kind: update
title: A week
health: green
---
All well.
`
	const milestone = "plan: [{id: open, what: Shop open, due: 2026-11-03}]"
	for _, test := range []struct{ name, more, files, want string }{
		{"all is well and nothing is needed", milestone, told, "All is on course. Shop open: expected Tue, November 3. Nothing is needed from you right now."},
		{"one thing is needed", milestone + "\ninputs: [{id: logo, what: Your logo, from: joost, due: 2026-10-20}]", told,
			"All is on course. Shop open: expected Tue, November 3. We need one thing from you by Tue, October 20."},
		{"a thing is late", "inputs: [{id: logo, what: Your logo, from: joost, due: 2026-10-12}]", told, "We wait for one thing from you, since Mon, October 12."},
		{"a milestone will be late", "plan: [{id: open, what: Shop open, due: 2026-10-19, forecast: 2026-10-26}]", told,
			"Shop open: expected Mon, October 26, 5 working days late. Nothing is needed from you right now."},
		{"a milestone is very late", "plan: [{id: open, what: Shop open, due: 2026-09-14}]", told, "Shop open: 24 working days late. Nothing is needed from you right now."},
		{"the work has begun", milestone + "\nNEW", "", "We have only just begun. Shop open: expected Tue, November 3. We need one thing from you."},
		{"nobody wrote", "", "", "No news yet. Nothing is needed from you right now."},
		{"the work rests", "paused: [{from: 2026-10-05}]\nPAUSED", told, "The work has been paused since Mon, October 5, 2026. No dates run until it goes on."},
		{"the work is proposed", "PROPOSED", "", "This is a proposal. Nothing in it binds you or us yet."},
		{"the work has ended", "closed: 2026-10-05\nCLOSED", told, "Our work ended on Mon, October 5, 2026."},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(shop, "MORE", test.more, 1)
			for mark, edit := range map[string][2]string{
				"\nNEW": {"start: 2026-03-02", "start: 2026-10-14"}, "\nPAUSED": {"status: active", "status: paused"},
				"PROPOSED": {"status: active", "status: proposed"}, "\nCLOSED": {"status: active", "status: closed"},
			} {
				if strings.Contains(text, mark) {
					text = strings.Replace(strings.Replace(text, mark, "", 1), edit[0], edit[1], 1)
				}
			}
			dir, out := t.TempDir(), t.TempDir()
			writeFiles(t, dir, strings.SplitAfter(busyWorkspace, "contacts: [{id: joost, name: Joost}]\n---\n")[0]+text+test.files)
			build(t, options(t, dir, exampleDay), out)
			page := read(t, filepath.Join(out, "acme"))["index.html"]
			got := strings.ReplaceAll(regexp.MustCompile(`(?s)<h1>(.*?)</h1>`).FindStringSubmatch(page)[1], "\u00a0", " ")
			if got != test.want {
				t.Errorf("the heading is %q, want %q", got, test.want)
			}
		})
	}
}
