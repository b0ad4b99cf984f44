package generator_test

import (
	"path/filepath"
	"regexp"
	"slices"
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
	for _, m := range regexp.MustCompile(`>Send: (\w+)<`).FindAllStringSubmatch(page, -1) {
		order = append(order, m[1])
	}
	if want := []string{"Fifth", "Fifth", "Second", "Third", "First", "Fourth", "Sixth", "Seventh"}; !slices.Equal(order, want) {
		t.Errorf("asked for are %q, want first the one that is due first, and then all: %q", order, want)
	}
	if !regexp.MustCompile(`(?s)class="burning".*Care.*The shop is down.*class="answers"`).MatchString(page) {
		t.Error("what burns does not come first")
	}
	if !regexp.MustCompile(`(?s)Send: Fourth<.*<details class="further"><summary>and 2 more</summary>.*Send: Sixth<`).MatchString(page) {
		t.Error("the sixth and the seventh are not behind the five that are due first")
	}
}
