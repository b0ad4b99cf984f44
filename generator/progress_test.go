package generator_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestALateMilestoneWithoutAForecastIsExpectedOnNoDay(t *testing.T) {
	const late = "plan: [{id: live, what: New shop live, due: 2026-04-01}]"
	var cases []shownCase
	for _, page := range []string{"progress.html", "summary.html", "index.html", "../index.html"} {
		cases = append(cases, shownCase{name: page, day: "2026-10-16", engagement: late, page: page,
			sees: []string{"New shop live"}, seesNever: []string{"Expected", "expected on"}})
	}
	cases = append(cases,
		shownCase{name: "says so", day: "2026-10-16", engagement: late, page: "progress.html", sees: []string{"Late agreed Apr 1 → no new date yet", "No new date yet."}})
	shows(t, cases)
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, shownWorkspace(shownCase{engagement: late}))
	build(t, options(t, dir, "2026-10-16"), out)
	page := read(t, out)["acme/shop/progress.html"]
	if !strings.Contains(page, `class="unknown"`) || !strings.Contains(page, `class="track open"`) {
		t.Error("the bar of a milestone that nobody knows the day of does not run on in outline to a hollow end")
	}
}

func TestReasonsAreSentences(t *testing.T) {
	shows(t, []shownCase{{name: "of a milestone", day: "2026-05-08", page: "progress.html",
		engagement: "plan: [{id: live, what: Live, due: 2026-06-01, needs: [texts]}]\ninputs: [{id: texts, what: Texts, from: joost, due: 2026-05-01}]",
		sees:       []string{"Moved 5 working days so far, because “Texts” has not come yet; it was due on Fri, May 1.", "We still wait for “Texts”, which was due on Fri, May 1 (5 working days late)."},
		seesNever:  []string{"late)\n"}}})
}

func TestManyReasonsStandInFewLines(t *testing.T) {
	var plan []string
	for i := range 9 {
		plan = append(plan, fmt.Sprintf("{id: m%d, what: Step %d, due: 2026-04-0%d}", i, i, i+1))
	}
	late := "plan: [" + strings.Join(plan, ", ") + "]\ninputs: [{id: texts, what: Texts, from: joost, due: 2026-05-01}]"
	for _, page := range []string{"progress.html", "index.html", "summary.html"} {
		shows(t, []shownCase{{name: page, day: "2026-10-16", engagement: late, page: page,
			sees: []string{"9 milestones are late.", "We still wait for “Texts”"}}})
	}
}

func TestAnInputThatALaterOneReplacedIsAskedForNoMore(t *testing.T) {
	const statements = "inputs: [{id: bank, what: Statements, from: joost, every: monthly on 3, received: [2026-03-03, 2026-04-03, null, 2026-06-03]}]"
	shows(t, []shownCase{
		{name: "in the record of inputs", day: "2026-06-10", engagement: statements, page: "progress.html",
			sees: []string{"Statements (May 2026)\nskipped", "Earlier ("}, seesNever: []string{"Send: Statements (May 2026)", "We still wait for “Statements (May 2026)”"}},
		{name: "on the first page", day: "2026-06-10", engagement: statements, page: "../index.html",
			sees: []string{"Statements (July 2026)"}, seesNever: []string{"Statements (May 2026)"}},
	})
}

func TestWhatIsMoreThanAPageCanShowIsInAFile(t *testing.T) {
	const many = 150
	c := shownCase{engagement: "start: 2026-03-02", files: ""}
	for i := range many {
		c.files += fmt.Sprintf("\n-- journal/2026-10-01-q%03d.md --\nkind: question\ntitle: Question %03d\nto: joost\nneeded_by: 2026-10-%02d", i, i, i%9+1)
	}
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, shownWorkspace(c))
	build(t, options(t, dir, "2026-10-14"), out)
	files := read(t, out)
	page := files["acme/shop/progress.html"]
	if shown := strings.Count(page, `<li class="need`); shown != 100 {
		t.Errorf("the page shows %d of %d", shown, many)
	}
	text := visibleText(t, page)
	for _, want := range []string{"and 145 more", "The first 100 of 150"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if !strings.Contains(page, `href="data/open/items.csv"`) || strings.Count(files["acme/shop/data/open/items.csv"], "\n") != many+1 {
		t.Error("the rest is not in a file to which the page leads")
	}
	_, open, _ := strings.Cut(text, "## Open items")
	if first := strings.Index(open, "9 working days late"); first < 0 || strings.Index(open, "8 working days late") < first {
		t.Errorf("what is late longest does not stand first:\n%.600s", open)
	}
	journal := files["acme/shop/journal.html"]
	shown, older, cut := strings.Cut(journal, `class="further older"`)
	if !cut || strings.Count(shown, `class="question"`) != 20 || strings.Count(older, `class="question"`) != many-20 {
		t.Errorf("the journal shows %d of %d at once", strings.Count(shown, `class="question"`), many)
	}
	if !strings.Contains(visibleText(t, journal), "130 older entries") {
		t.Error("the journal does not say how much is older")
	}
}
