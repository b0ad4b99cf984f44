package facts

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/source"
)

// Cases are workspaces as a provider writes them, in one text: first the lines
// of engagement.md that matter, then the engagement's other
// files after lines of "-- name --", without the fences of their front matter. What is required and does not
// matter is filled in; provider.md and client.md among them stand for the whole of
// those. The provider works Monday to Friday from 9 to 17 in
// Amsterdam, without holidays; its people are mara and tijn, the client's joost.

const providerFile = `---
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}, {id: tijn, name: Tijn}]
---
`

const clientFile = `---
name: Korenaar
access: open
contacts: [{id: joost, name: Joost}]
---
`

// required are the keys of engagement.md that every case needs.
var required = []struct{ key, line string }{
	{"title", "title: Shop"},
	{"status", "status: active"},
	{"start", "start: 2026-03-02"}, // a Monday
	{"lead", "lead: mara"},
	{"scope", "scope: {includes: [Work]}"},
	{"turnaround", "turnaround: [{id: change, request: Change, respond: 4h, resolve: 2d}]"},
	{"pricing", "pricing: [{id: fixed, item: Work, model: fixed, amount: 1}]"},
}

// load decodes a case.
func load(t testing.TB, text string) (*content.Client, *calendar.Calendar) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	parts := strings.Split("\n"+text, "\n-- ")
	agreement := parts[0]
	for _, r := range required {
		if !strings.HasPrefix(agreement, r.key+":") && !strings.Contains(agreement, "\n"+r.key+":") {
			agreement = r.line + "\n" + agreement
		}
	}
	write("provider.md", providerFile)
	write("clients/korenaar/client.md", clientFile)
	write("clients/korenaar/shop/engagement.md", "---\n"+agreement+"\n---\n")
	for _, part := range parts[1:] {
		name, text, ok := strings.Cut(part, " --\n")
		if !ok {
			t.Fatalf("no file begins with %q", part)
		}
		if strings.HasSuffix(name, ".md") {
			text = "---\n" + text + "\n---\n"
		}
		switch name {
		case "provider.md":
		case "client.md":
			name = "clients/korenaar/" + name
		default:
			name = "clients/korenaar/shop/" + name
		}
		write(name, text)
	}

	var problems diag.List
	workspace, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer workspace.Close()
	tree, err := workspace.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	provider := content.ParseProvider(tree, &problems, content.Options{})
	tree, err = workspace.Client("korenaar", &problems)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	client := content.ParseClient("korenaar", tree, provider, content.Options{}, &problems)
	for _, p := range problems.Sorted() {
		t.Error(p)
	}
	if t.Failed() {
		t.FailNow()
	}
	return client, provider.Calendar
}

// derive returns the facts of a case's engagement as of a time (2026-10-02
// 16:00) or, for a bare date, the day's last second.
func derive(t testing.TB, asOf, text string) *Engagement {
	t.Helper()
	return deriveClient(t, asOf, text).Engagements[0]
}

func deriveClient(t testing.TB, asOf, text string) *Client {
	t.Helper()
	client, cal := load(t, text)
	return Derive(client, cal, when(t, cal, asOf))
}

func when(t testing.TB, cal *calendar.Calendar, s string) time.Time {
	t.Helper()
	if len(s) == len("2026-10-02") {
		s += " 23:59:59"
	}
	layout := "2006-01-02 15:04:05"
	at, err := time.ParseInLocation(layout[:len(s)], s, cal.Zone())
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// check compares what was derived with what should have been, line by line.
func check(t *testing.T, got []string, want ...string) {
	t.Helper()
	g, w := strings.Join(got, "\n"), strings.Join(want, "\n")
	if g != w {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.ReplaceAll(g, "\n", "\n\t"), strings.ReplaceAll(w, "\n", "\n\t"))
	}
}

// lines says each element of a list in a line.
func lines[T any](list []T, say func(T) string) []string {
	var said []string
	for _, v := range list {
		said = append(said, say(v))
	}
	return said
}

// hhmm says a time of 2026 as Mon 10-02 16:00, and none as -.
func hhmm(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("Mon 01-02 15:04")
}

func orNone(s fmt.Stringer) string {
	if s.String() == "" {
		return "-"
	}
	return s.String()
}
