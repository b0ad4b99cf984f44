package desk

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"rapport/generator/diag"
	"rapport/generator/facts"
)

func told(t *testing.T, changes []Change, v Versions) string {
	t.Helper()
	v.Since, v.AsOf = "agreed", time.Date(2026, 10, 16, 12, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	if err := WriteChanges(&out, changes, v); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// A row that was told otherwise is paired with itself, whatever else is about its engagement: a
// milestone that is late stays apart from telling of it, and rows of a table from each other.
func TestARowIsPairedWithWhatItWas(t *testing.T) {
	row := func(group Group, kind Kind, item, text string) Row {
		return Row{Group: group, Engagement: "shop", Kind: kind, Item: item, Text: text, Position: diag.Position{File: "f", Line: 1}}
	}
	request := Kind(facts.RequestItem)
	before := []Row{row(Unsaid, Milestone, "live", "Tell"), row(Late, Milestone, "live", "Finish"), row(Week, request, "", "Printer"), row(Week, request, "", "Mail"), row(Week, "update", "", "Write")}
	after := []Row{row(Week, Milestone, "live", "Finish"), row(Week, request, "", "Mail"), row(Today, request, "", "Door"), row(Unsaid, "update", "", "Write, 2 missed")}
	after[1].Line = 7
	got := told(t, Changes([]*Client{{ID: "acme", Name: "Acme", Rows: before}}, []*Client{{ID: "acme", Name: "Acme", Rows: after}}), Versions{})
	want := `
**Acme**

- new: Door; today, ` + "`f:1`" + `
- changed: Write, 2 missed; unsaid, ` + "`f:1`" + `; was: Write; within a week
- changed: Finish; within a week, ` + "`f:1`" + `; was: late
- gone: Tell; unsaid
- gone: Printer; within a week
`
	if !strings.HasSuffix(got, want) {
		t.Errorf("it is told as\n%s", got)
	}
}

// Of a portal that is sealed in either version nothing is told in public.
func TestAPortalThatWasSealedIsNotToldOfInPublic(t *testing.T) {
	open, sealed := &Client{ID: "acme", Name: "Acme", Rows: []Row{{Text: "Pay"}}}, &Client{ID: "acme", Name: "Acme", Sealed: true}
	for _, versions := range [][2]*Client{{open, sealed}, {sealed, open}} {
		got := told(t, Changes([]*Client{versions[0]}, []*Client{versions[1]}), Versions{Public: true})
		if strings.Contains(got, "Acme") || strings.Contains(got, "Pay") || !strings.Contains(got, "1 with changes") {
			t.Errorf("it is told as\n%s", got)
		}
	}
}

// What others read has an end, and says so.
func TestNoMoreIsToldThanWasAskedFor(t *testing.T) {
	var rows []Row
	for i := range 5 {
		rows = append(rows, Row{Engagement: "shop", Kind: "question", Item: fmt.Sprint(i), Text: fmt.Sprintf("Question %d %s", i, strings.Repeat("long ", 99))})
	}
	changes := Changes(nil, []*Client{{ID: "acme", Name: "Acme", Rows: rows}})
	got := told(t, changes, Versions{Most: 3})
	if strings.Count(got, "- new: ") != 3 || !strings.Contains(got, "\nAnd 2 more; ") || strings.Contains(got, strings.Repeat("long ", 40)) {
		t.Errorf("it is told as\n%s", got)
	}
	if all := told(t, changes, Versions{}); strings.Count(all, "- new: ") != 5 || strings.Contains(all, "more;") {
		t.Errorf("all is told as\n%s", all)
	}
}

func TestWordsOfFilesAreNoMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"<img src=x> [a](b) `c` *d* _e_ ~f~ |": `\<img src=x\> \[a\](b) \` + "`c\\`" + ` \*d\* \_e\_ \~f\~ \|`,
		"ask @mara of #12":                     "ask @\u2060mara of #\u206012",
		"a & b &amp; c\nd":                     `a & b \&amp; c d`,
	} {
		if got := escaped(text); got != want && !strings.Contains(text, "\n") {
			t.Errorf("%q is written as %q, want %q", text, got, want)
		} else if strings.ContainsAny(got, "\n\r") {
			t.Errorf("%q takes several lines", text)
		}
	}
}
