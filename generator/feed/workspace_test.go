package feed

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/phrase"
	"rapport/generator/source"
)

// Cases are files of a workspace in one text, each after a line of "-- name --",
// without the fences of the front matter; a body follows a line of "***". What
// a case does not give is as here: a provider in Amsterdam with one client and
// one engagement.
var usual = map[string]string{
	"provider.md": `name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]`,
	"clients/korenaar/client.md": `name: Korenaar
access: open
contacts: [{id: joost, name: Joost}]`,
	"clients/korenaar/shop/engagement.md": agreement,
}

const agreement = `title: Shop
status: active
start: 2026-03-02
lead: mara
scope: {includes: [Work]}
turnaround: [{id: change, request: Change, respond: 4h}]
pricing: [{id: fixed, item: Work, model: fixed, amount: 1}]
`

// agreed is the usual engagement with more lines in it, and other files.
func agreed(lines string) string {
	name := "-- clients/korenaar/shop/engagement.md --\n"
	return name + agreement + lines
}

// input loads a case as of a time (2026-10-02 16:00, or a day's last second).
func input(t testing.TB, asOf, text string) Input {
	t.Helper()
	return load(t, text)(asOf)
}

// load loads a case, to be asked as of several times.
func load(t testing.TB, text string) func(asOf string) Input {
	t.Helper()
	files := map[string]string{}
	for name, body := range usual {
		files[name] = body
	}
	for _, part := range strings.Split("\n"+text, "\n-- ")[1:] {
		name, body, ok := strings.Cut(part, " --\n")
		if !ok {
			t.Fatalf("no file begins with %q", part)
		}
		files[name] = body
	}
	dir := t.TempDir()
	for name, body := range files {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		front, prose, _ := strings.Cut(body, "\n***\n")
		if err := os.WriteFile(file, []byte("---\n"+front+"\n---\n"+prose), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var problems diag.List
	defer func() {
		for _, p := range problems.Sorted() {
			t.Error(p)
		}
		if t.Failed() {
			t.FailNow()
		}
	}()
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
	own, err := workspace.Client("korenaar", &problems)
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	client := content.ParseClient("korenaar", own, provider, content.Options{}, &problems)
	if provider == nil || client == nil {
		return nil
	}
	texts, err := locale.LoadTexts([]locale.Layer{{FS: os.DirFS("../../themes/default"), Name: "themes/default"}}, "en-GB", &problems)
	if err != nil {
		t.Fatal(err)
	}
	plain := markdown.New().Plain
	return func(asOf string) Input {
		t.Helper()
		if len(asOf) == len("2026-10-02") {
			asOf += " 23:59:59"
		}
		at, err := time.ParseInLocation("2006-01-02 15:04:05"[:len(asOf)], asOf, provider.Zone)
		if err != nil {
			t.Fatal(err)
		}
		derived := facts.Derive(client, provider.Calendar, at)
		return Input{
			Provider: provider, Facts: derived, Say: phrase.New(texts, derived.Today, client.Zone, plain),
			Address: "korenaar-7f3k9q2m",
		}
	}
}
