package desk

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
)

func printed(t *testing.T, o PrintOptions, clients map[string]string) string {
	t.Helper()
	provider, derived := derive(t, "2026-05-15 12:00", clients)
	at := time.Date(2026, 5, 15, 12, 0, 0, 0, provider.Zone)
	var out bytes.Buffer
	if err := Print(&out, at, onTheDesk(t, provider, derived), o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPrintKeepsToTheWidth(t *testing.T) {
	hostile := "plan: [{id: live, what: \"日本語の店を開く、それから שלום לכולם 👩‍👩‍👧‍👦 e\\u0301e\\u0301e\\u0301 and on and on and on it goes\", due: 2026-05-08}]\n" +
		"kpis: [{id: orders, name: Orders, target: 10, series: {2026-04: 1}}]"
	for _, width := range []int{40, 79, 80, 99, 100, 140, 300} {
		for _, brief := range []bool{false, true} {
			text := printed(t, PrintOptions{Width: width, Brief: brief}, map[string]string{"a-client-with-quite-a-long-name": hostile, "b": three["birch"]})
			for line := range strings.Lines(text) {
				if n := columns(strings.TrimSuffix(line, "\n")); n > width {
					t.Errorf("%d columns in a line of %d: %s", n, width, line)
				}
			}
			if !strings.Contains(text, ":7\n") {
				t.Errorf("at %d columns no line's number:\n%s", width, text)
			}
		}
	}
}

func TestPrintWithoutAWidthCutsNothing(t *testing.T) {
	long := strings.Repeat("A shop that opens ", 30) + "at the end"
	text := printed(t, PrintOptions{}, map[string]string{"acme": "plan: [{id: live, what: " + long + ", due: 2026-05-08}]"})
	if !strings.Contains(text, long) || strings.Contains(text, "…") {
		t.Errorf("something is cut:\n%s", text)
	}
}

func TestPrintShowsWhatATerminalWouldObey(t *testing.T) {
	rows := []Row{{Client: "acme", Engagement: "shop", Text: "a\x1b[2Jb\u202ec\u009bd\xff", Position: diag.Position{File: "x.md", Line: 1}}}
	var out bytes.Buffer
	if err := Print(&out, time.Unix(0, 0), []*Client{{ID: "acme", Rows: rows}}, PrintOptions{Width: 140}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if want := `a\x1b[2Jb\u202ec\u009bd\xff`; !strings.Contains(text, want) {
		t.Errorf("no %q in\n%s", want, text)
	}
	if strings.ContainsAny(text, "\x1b\u202e\u009b") {
		t.Errorf("control characters in\n%q", text)
	}
}

func TestPrintTellsOfAnEmptyDesk(t *testing.T) {
	tests := []struct {
		name    string
		clients map[string]string
		failed  int
		want    string
	}{
		{"no clients", nil, 0, "No clients yet: a client is a folder in content/clients with a client.md.\n"},
		{"the only client has an error", nil, 1, "No client can be shown until the errors in its content are mended.\n"},
		{"one of two clients has an error", map[string]string{"acme": ""}, 1, "Of the clients shown, nothing is late, unsaid or due, and nobody waits.\n"},
		{"nothing ever", map[string]string{"acme": ""}, 0, "Nothing is late, unsaid or due, and nobody waits.\n"},
		{"nothing this week", map[string]string{"acme": "plan: [{id: live, what: Live, due: 2026-06-01}]"}, 0, "Next: Mon 1 June  acme/shop  Finish: Live\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if text := printed(t, PrintOptions{Failed: test.failed}, test.clients); !strings.Contains(text, test.want) {
				t.Errorf("no %q in\n%s", test.want, text)
			}
		})
	}
}

func TestPrintPutsTheWorstClientFirst(t *testing.T) {
	text := printed(t, PrintOptions{Width: 80}, map[string]string{
		"a-fine": "-- journal/2026-05-14-all.md --\nkind: lesson\ntitle: All", "b-poor": three["birch"], "c-near": "kpis: [{id: orders, name: Orders, target: 10, series: {2026-04: 1}}]", "d-offer": "status: proposed",
	})
	var got []string
	for line := range strings.Lines(text) {
		for _, id := range []string{"a-fine", "b-poor", "c-near", "d-offer"} {
			if strings.Contains(line, id+"  ") && !strings.HasPrefix(line, "  ") {
				got = append(got, strings.Join(strings.Fields(line), " "))
			}
		}
	}
	want := []string{
		"✗ b-poor in trouble 1 late, 2 unsaid, 1 today",
		"! c-near needs attention nothing to do",
		"✓ a-fine going well nothing to do",
		"· d-offer not under way nothing to do",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("clients (-want +got):\n%s\n%s", diff, text)
	}
	if !strings.Contains(text, "c-near/shop: Orders is at 1 in April 2026; the aim for then was 10\n") {
		t.Errorf("no reason for what no row tells in\n%s", text)
	}
}

func TestCutNeverPartsACharacter(t *testing.T) {
	tests := []struct {
		text string
		room int
		want string
	}{
		{"short", 5, "short"},
		{"longer", 5, "long…"},
		{"a b c", 3, "a…"},
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日本…"},
		{"日本語", 4, "日…"},
		{"e\u0301e\u0301e\u0301", 2, "e\u0301…"},
		{"👩‍👩‍👧x", 2, "…"},
		{"👩‍👩‍👧xy", 3, "👩‍👩‍👧…"},
		{"🇳🇱🇩🇪", 3, "🇳🇱…"},
		{"שלום", 3, "של…"},
		{"any", 0, ""},
	}
	for _, test := range tests {
		if got := cut(test.text, test.room); got != test.want {
			t.Errorf("cut(%q, %d) = %q, want %q", test.text, test.room, got, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, text := range []string{"", "plain", "日本語", "e\u0301", "👩‍👩‍👧", "🇳🇱🇩", "नमस्ते", "\xff\x1b", "שלום"} {
		f.Add(text, 3)
	}
	f.Fuzz(func(t *testing.T, text string, room int) {
		room %= 200
		shown := diag.Visible(text)
		got := cut(shown, room)
		if n := columns(got); n > max(room, 0) {
			t.Errorf("cut(%q, %d) = %q takes %d columns", shown, room, got, n)
		}
		if rest := strings.TrimSuffix(got, "…"); !strings.HasPrefix(shown, rest) {
			t.Errorf("cut(%q, %d) = %q is no part of it", shown, room, got)
		}
		if diag.Visible(got) != got {
			t.Errorf("%q is not all visible", got)
		}
	})
}

func TestCSVIsReadBackAndComputesNothing(t *testing.T) {
	rows := []Row{{
		Group: Waiting, Client: "acme", Engagement: "shop", Kind: "change", Text: "=HYPERLINK(\"x\"), \x1b", Open: 3, Since: 739000,
		Position: diag.Position{File: "content/clients/acme/shop/journal/2026-05-06-more.md", Line: 3},
	}}
	for _, text := range []string{"+1", "-1", "@x", " =1", "＝1"} {
		rows = append(rows, Row{Text: text})
	}
	var out bytes.Buffer
	if err := WriteCSV(&out, rows); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), "\r\n") != len(rows)+1 {
		t.Errorf("lines do not end as RFC 4180 wants:\n%q", out.String())
	}
	table, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"waiting", "acme", "shop", "change", `'=HYPERLINK("x"), \x1b`, "", "", "0", rows[0].Since.String(), "3", rows[0].File, "3"}
	if diff := cmp.Diff(want, table[1]); diff != "" {
		t.Errorf("first row (-want +got):\n%s", diff)
	}
	for i, row := range table[2:] {
		if row[4] != "'"+rows[i+1].Text {
			t.Errorf("a spreadsheet computes %q", row[4])
		}
	}
}
