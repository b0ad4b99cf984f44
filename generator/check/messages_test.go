package check_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
)

// Each kind of thing that git's witness can say, once, as it is read: what was and what is,
// since which commit, and how to make it honest.
func TestTheWordsOfTheWitnessAreGolden(t *testing.T) {
	late := func(w workspace) { // on a day on which somebody looked
		w.edit(agreement, "title: Web shop", "title: The web shop")
		w.commitAt("2026-10-15T09:00:00Z")
	}
	slip := replacing(agreement, "owner: mara}\n  - {id: training", "owner: mara, forecast: 2026-11-30}\n  - {id: training")
	trials := []trial{
		{"a value that is another", replacing(agreement, "respond: 4h", "respond: 6h")},
		{"a value that is gone", replacing(agreement, ", cap: 1500", "")},
		{"a value where none was", replacing(agreement, "direction: down,", "direction: down, target: 40,")},
		{"a value in two steps", func(w workspace) {
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-18")
			w.commitAt("2026-10-15T09:00:00Z")
			w.edit(agreement, "due: 2026-11-18", "due: 2026-11-20")
		}},
		{"a value of a list", replacing(agreement, "2026-09-03, 2026-10-05]", "2026-09-07, 2026-10-05]")},
		{"a line that is gone", replacing(agreement, "    - 5 product pages\n", "")},
		{"a line that narrows a promise", replacing(agreement, "excludes: [Photographs,", "excludes: [Photographs, Hosting,")},
		{"a need", replacing(agreement, "needs: [design, texts]", "needs: [design, texts, logo]")},
		{"an input that is gone", replacing(agreement, "  - {id: logo, what: Logo files, from: joost, due: 2026-08-21, received: 2026-08-21}\n", "")},
		{"a figure that is another", replacing(shop+"data/orders.csv", "2026-08,310", "2026-08,330")},
		{"a row that is gone", replacing(shop+"data/time.csv", "2026-10-01,3,mara,care,Pages\n", "")},
		{"a row of a month that is billed", replacing(shop+"data/time.csv", "2026-10-01,3,mara", "2026-09-29,1.5,mara,care,\n2026-10-01,3,mara")},
		{"words of the client's", replacing(journal+"2026-09-14-colours.md", "outcome: Blue", "outcome: Green")},
		{"words of the provider's", replacing(journal+"2026-09-22-down.md", "cause: A certificate ran out", "cause: A certificate of Mollie ran out")},
		{"words of a report that was read", replacing(reports+"2026-09.md", "summary: Orders rose", "summary: Orders rose by 60")},
		{"a line in a report that was read", replacing(reports+"2026-09.md", "[Two pages for cakes]", "[Two pages for cakes, Three pages for bread]")},
		{"what an entry affects", replacing(journal+"2026-09-08-training.md", "affects: [training]", "affects: [training, live]")},
		{"an entry that is gone", edit{file: journal + "2026-09-22-down.md"}.do},
		{"an entry that is hidden", replacing(journal+"2026-09-17-price.md", "kind: concern", "kind: concern\ndraft: true")},
		{"a pause that reaches back", replacing(agreement, "paused: [{from: 2026-08-24", "paused: [{from: 2026-10-01, to: 2026-10-05}, {from: 2026-08-24")},
		{"a wait after the end", replacing(journal+"2026-10-12-banner.md", "waiting: [{", "waiting: [{from: 2026-10-13 09:00, to: 2026-10-13 10:00}, {")},
		{"a wait of a row after the end", replacing(shop+"data/requests.csv", "responded,resolved\nq1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00", "responded,resolved,waiting\nq1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00,9h")},
		{"a promise kept by what came later", both(late, adding(journal+"2026-09-17-ask.md", "---\nkind: question\ntitle: Which day?\nto: mara\nby: joost\nneeded_by: 2026-09-21\nanswered: 2026-09-20\nanswer: Monday\n---\n"))},
		{"an acceptance that came later", both(late, replacing(journal+"2026-09-10-cakes.md", "state: proposed", "state: accepted\naccepted: 2026-09-11\naccepted_by: joost"))},
		{"notice that came later", both(both(late, slip), adding(journal+"2026-09-01-later.md", "---\nkind: risk\ntitle: Later\nlikelihood: 3\nimpact: 2\naffects: [live]\n---\n"))},
		{"a change that came after the move", func(w workspace) {
			w.edit(agreement, "title: Web shop", "title: The web shop")
			w.commitAt("2026-10-14T12:00:00Z")
			w.edit(agreement, "amount: 950,", "amount: 990,")
			w.commitAt("2026-10-14T13:00:00Z")
			accepting("2026-10-16", "care")(w)
			w.commitAt("2026-10-16T08:00:00Z")
		}},
		{"a change that takes out what never stood", accepting("2026-10-15", "shelf", "removes: [A shelf]\n")},
	}
	said := make([]string, len(trials))
	t.Run("all", func(t *testing.T) { // which waits for each
		tryAll(t, trials, func(_ *testing.T, i int, found []diag.Problem) {
			for _, p := range found {
				said[i] += p.String() + "\n"
			}
		})
	})
	var b strings.Builder
	for i, trial := range trials {
		b.WriteString("-- " + trial.name + " --\n" + said[i])
	}
	got := regexp.MustCompile(`commit [0-9a-f]{10}`).ReplaceAllString(b.String(), "commit 0123456789")
	got = regexp.MustCompile(`clients/acme-[0-9]+/`).ReplaceAllString(got, "clients/acme/")
	golden := filepath.Join("testdata", "witness.golden")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}
