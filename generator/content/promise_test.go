package content_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/content"
)

func TestReadPromisesGivesEqualPromisesEqualTexts(t *testing.T) {
	want := []content.Promise{
		{Kind: "milestone", ID: "live", Field: "due", Value: "2026-09-14"},
		{Kind: "input", ID: "texts", Field: "due", Value: "2026-06-01"},
		{Kind: "turnaround", ID: "change", Field: "respond", Value: "1h30m"},
		{Kind: "turnaround", ID: "change", Field: "resolve", Value: "2d"},
		{Kind: "price", ID: "care", Field: "amount", Value: "950"},
		{Kind: "price", ID: "care", Field: "currency", Value: "EUR"},
		{Kind: "price", ID: "care", Field: "per", Value: "month"},
		{Kind: "price", ID: "care", Field: "includes", Value: "10h"},
	}
	for _, test := range []struct{ name, text string }{
		{"YAML", "---\nstatus: active\nplan:\n  - {id: live, due: 2026-09-14}\ninputs: [{id: texts, due: 2026-06-01}, {id: sales, every: daily}]\n" +
			"turnaround: [{id: change, respond: 90m, resolve: 2d}]\npricing: [{id: care, amount: 950.00 EUR, per: month, includes: 600m}]\n---\n"},
		{"TOML", "+++\nstatus = \"active\"\nplan = [{id = \"live\", due = 2026-09-14}]\ninputs = [{id = \"texts\", due = \"2026-06-01\"}]\n" +
			"turnaround = [{id = \"change\", respond = \"1h30m\", resolve = \"2d\"}]\npricing = [{id = \"care\", amount = \"950 EUR\", per = \"month\", includes = \"10h\"}]\n+++\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(want, content.ReadPromises([]byte(test.text))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadPromisesTakesNoDraftAndNoProposalAtItsWord(t *testing.T) {
	const plan = "plan: [{id: live, due: 2026-09-14}]\n---\n"
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"active", "---\nstatus: active\n" + plan, 1},
		{"closed", "---\nstatus: closed\n" + plan, 1},
		{"proposed", "---\nstatus: proposed\n" + plan, 0},
		{"draft", "---\nstatus: active\ndraft: true\n" + plan, 0},
		{"without a status", "---\n" + plan, 0},
		{"no date", "---\nstatus: active\nplan: [{id: live, due: soon}]\n---\n", 0},
		{"no front matter", "plan", 0},
		{"unreadable", "---\nstatus: [active\n---\n", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := content.ReadPromises([]byte(test.text)); len(got) != test.want {
				t.Errorf("got %v, want %d", got, test.want)
			}
		})
	}
}
