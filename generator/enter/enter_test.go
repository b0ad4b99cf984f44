package enter_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/enter"
	"rapport/generator/press"
)

const (
	provider = `---
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
locale: en-GB
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara Visser}, {id: tom, name: Tom Berg}]
---
`
	client = `---
name: Korenaar
access: open
contacts:
  - {id: joost, name: Joost de Wit, decides: [everything]}
  - {id: lien, name: Lien Bos}
goals: [{id: sell, want: Sell more}]
---
`
	agreement = `---
title: Web shop
status: active
start: 2026-03-02
lead: mara
scope: {includes: [Work]}
plan:
  - {id: design, what: The design, due: 2026-10-20} # agreed in May
  - {id: live, what: It is live, due: 2026-11-20, needs: [prices]}
inputs:
  - {id: prices, what: Product prices, from: lien, due: 2026-10-12}
  - {id: texts, what: Texts, from: joost, every: monthly on 5}
  - {id: photos, what: Photos, from: joost, every: monthly on 5, received: [2026-03-05, null, 2026-05-06]}
turnaround: [{id: change, request: A change, respond: 4h, resolve: 2d}]
pricing: [{id: build, item: Building, model: fixed, amount: 1000}]
---
`
)

var journal = map[string]string{
	"2026-10-01-ask":      "kind: question\ntitle: Which blue?\nto: lien",
	"2026-10-02-logo":     "kind: decision\ntitle: Which logo?\noptions: [The round one, {what: The square one, detail: dearer}]\nneeded_by: 2026-10-14",
	"2026-10-03-name":     "kind: decision\ntitle: Which name?\nto: mara",
	"2026-10-04-blog":     "kind: change\ntitle: A blog\nadds: [A blog]\nprice: 480\nstate: proposed",
	"2026-10-05-talk":     "kind: meeting\ntitle: Talk\nactions: [{what: Send the list, who: joost, due: 2026-10-09}, {what: Mail, due: 2026-10-14}]",
	"2026-10-06-fix":      "kind: request\ntitle: Fix it\ntype: change\nopened: 2026-10-06 10:00",
	"2026-10-07-held":     "kind: request\ntitle: Held\ntype: change\nopened: 2026-10-07 10:00\nresponded: 2026-10-07 11:00\nwaiting: [{from: 2026-10-08 10:00}]",
	"2026-10-08-down":     "kind: incident\ntitle: Shop was down\nstarted: 2026-10-08 10:00\nours: true\ncause: A cable",
	"2026-10-09-worry":    "kind: concern\ntitle: It is dear\nraised_by: joost\nabout: price",
	"2026-10-10-risk":     "kind: risk\ntitle: The supplier\nlikelihood: 2\nimpact: 2",
	"2026-10-11-idea":     "kind: idea\ntitle: A newsletter",
	"2026-10-13-note":     "kind: lesson\ntitle: A note\ndraft: true",
	"2026-10-12-feedback": "kind: feedback\ntitle: Autumn\nfrom: joost\nasked: 2026-10-12",
}

const folder = "content/clients/korenaar/shop/"

// workspace writes one with something open of each kind.
func workspace(t *testing.T) (dir string, root *os.Root) {
	t.Helper()
	dir = t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	write("content/provider.md", provider)
	write("content/clients/korenaar/client.md", client)
	write(folder+"engagement.md", agreement)
	write(folder+"reports/2026-09.md", "---\ntitle: September\ndate: 2026-10-05\n---\nAll well.\n")
	for name, front := range journal {
		write(folder+"journal/"+name+".md", "---\n"+front+"\n# a comment\n---\nWords.\n")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return dir, root
}

var asOf, _ = press.ParseAsOf("2026-10-16T12:00:00+02:00")

func where(dir string) press.Workspace {
	return press.Workspace{Dir: dir, Content: "content", Theme: "default", Clients: []string{"korenaar"}, Drafts: true}
}

func desk(t *testing.T, dir string) *enter.Desk {
	t.Helper()
	all, result, err := generator.Facts(t.Context(), generator.FactsOptions{Workspace: where(dir), AsOf: asOf})
	if err != nil || all == nil || len(all.Clients) != 1 {
		t.Fatalf("%v %v", err, result.Problems)
	}
	c := all.Clients[0]
	return &enter.Desk{Provider: all.Provider, Client: c, Engagement: c.Engagements[0], Say: all.Say, Now: all.AsOf, Content: "content"}
}

// filled answers each field with what it begins with, or else with something that it takes.
func filled(fields []enter.Field) enter.Values {
	v := enter.Values{}
	for _, f := range fields {
		switch {
		case len(f.Values) > 0:
			v[f.Name] = f.Values
		case f.Kind == enter.Choice && f.Required && len(f.Options) > 0:
			v[f.Name] = []string{f.Options[0].Value}
		case f.Kind == enter.Words, f.Kind == enter.Line && f.Required:
			v[f.Name] = []string{"Words: with \"signs\" # in\r\nthem"}
		}
	}
	return v
}

func made(t *testing.T, m enter.Made, root *os.Root) []edits.Change {
	t.Helper()
	changes, err := edits.Apply(m.Edits, root.ReadFile)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// closing are the acts after which their item is open no longer.
var closing = []string{
	"inputs/prices received", "inputs/texts@2026-10 received", "inputs/photos@2026-10 received", "plan/design done", "plan/live done",
	"journal/2026-10-01-ask answered", "journal/2026-10-02-logo decided", "journal/2026-10-03-name decided",
	"journal/2026-10-04-blog accepted", "journal/2026-10-04-blog declined",
	"journal/2026-10-05-talk#1 done", "journal/2026-10-05-talk#2 done",
	"journal/2026-10-06-fix resolved", "journal/2026-10-07-held resolved", "journal/2026-10-08-down resolved",
	"journal/2026-10-09-worry settled", "journal/2026-10-10-risk closed", "journal/2026-10-11-idea outcome",
	"journal/2026-10-12-feedback given", "reports/2026-09 reviewed", "journal/2026-10-13-note publish",
}

func TestEachActDoesWhatItSaysByTheLine(t *testing.T) {
	dir, root := workspace(t)
	first := desk(t, dir)
	seen := map[string]bool{}
	for round := range 3 { // the first act of each item, the second, the third
		var all []edits.Edit
		var closed []string
		for _, item := range first.Items() {
			if round >= len(item.Acts) {
				continue
			}
			act := item.Acts[round]
			key := item.Address + " " + act.Name
			seen[key] = true
			m, err := act.Edits(filled(act.Fields))
			if err != nil {
				t.Errorf("%s: %v", key, err)
				continue
			}
			changes := made(t, m, root)
			if len(changes) != 1 {
				t.Errorf("%s changes %d files", key, len(changes))
				continue
			}
			if in, out := changes[0].Lines(); out > 1 || in > 6 {
				t.Errorf("%s changes too much:\n%s", key, changes[0].Diff())
			}
			if !strings.HasPrefix(m.Subject, "Enter for Korenaar: ") {
				t.Errorf("%s is told as %q", key, m.Subject)
			}
			all = append(all, m.Edits...)
			if slices.Contains(closing, key) {
				closed = append(closed, item.Address)
			}
		}
		changes := made(t, enter.Made{Edits: all}, root)
		if wrong, err := generator.Try(t.Context(), where(dir), asOf, "korenaar", changes); err != nil || len(wrong) > 0 {
			t.Errorf("%v %v", err, wrong)
		}
		back, _ := edits.Reversed(changes)
		if err := edits.Write(root, changes); err != nil {
			t.Fatal(err)
		}
		after := desk(t, dir)
		for _, address := range closed {
			if after.Find(address) != nil {
				t.Errorf("%s is still open", address)
			}
		}
		if err := edits.Write(root, back); err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range closing {
		if !seen[key] {
			t.Errorf("there is no %s", key)
		}
	}
}

func TestAnOccurrenceIsReceivedInTheWayOfThoseBefore(t *testing.T) {
	dir, root := workspace(t)
	d := desk(t, dir)
	for item, want := range map[string]string{
		"inputs/texts@2026-10":  "received: [{for: 2026-10, on: 2026-10-16}]",
		"inputs/photos@2026-06": "received: [2026-03-05, null, 2026-05-06, 2026-10-16]",
		"inputs/photos@2026-10": "received: [2026-03-05, null, 2026-05-06, null, null, null, null, 2026-10-16]",
		"inputs/prices":         "received: 2026-10-16",
	} {
		found := d.Find(item)
		if found == nil {
			t.Fatalf("%s is not open", item)
		}
		act := found.Act("received")
		m, err := act.Edits(filled(act.Fields))
		if err != nil {
			t.Fatal(err)
		}
		if changes := made(t, m, root); !strings.Contains(string(changes[0].After), want) {
			t.Errorf("%s: no %s in\n%s", item, want, changes[0].Diff())
		}
	}
}

func TestOnlyWhoMaySayItIsOffered(t *testing.T) {
	dir, _ := workspace(t)
	d := desk(t, dir)
	for _, test := range []struct{ item, act, field, want string }{
		{"journal/2026-10-02-logo", "decided", "decided_by", "joost"}, // who decides
		{"journal/2026-10-03-name", "decided", "decided_by", "mara tom"},
		{"journal/2026-10-04-blog", "accepted", "accepted_by", "joost"},
		{"reports/2026-09", "reviewed", "by", "joost lien"},
	} {
		act := d.Find(test.item).Act(test.act)
		at := slices.IndexFunc(act.Fields, func(f enter.Field) bool { return f.Name == test.field })
		var ids []string
		for _, o := range act.Fields[at].Options {
			ids = append(ids, o.Value)
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%s of %s may be %s, want %s", test.field, test.item, got, test.want)
		}
		v := filled(act.Fields)
		v[test.field] = []string{"somebody"}
		var wrong enter.Mistakes
		if _, err := act.Edits(v); !errors.As(err, &wrong) || wrong.Of(test.field) == "" {
			t.Errorf("somebody may say it: %v", err)
		}
	}
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	dir, _ := workspace(t)
	d := desk(t, dir)
	for _, test := range []struct{ item, act, field, value, want string }{
		{"inputs/prices", "received", "received", "2026-10-17", "2026-10-17 has not come yet"},
		{"inputs/prices", "received", "received", "16 October 2026", `is not a day for Received on; did you mean "2026-10-16"?`},
		{"inputs/prices", "received", "received", "16 October", "is not a day for Received on; write year-month-day, such as 2026-10-02"},
		{"inputs/prices", "received", "received", "2026-02-30", "Received on: "},
		{"inputs/prices", "received", "received", "", "fill in Received on"},
		{"journal/2026-10-01-ask", "answered", "answer", " \r\n ", "fill in The answer"},
		{"journal/2026-10-01-ask", "answered", "answer", "a\u202eb", "in The answer stands"},
		{"journal/2026-10-02-logo", "decided", "choice", "A third", "is not one of the choices"},
		{"journal/2026-10-06-fix", "resolved", "resolved", "2026-10-16 25:00x", "write year-month-day, such as 2026-10-02, or 2026-10-02 16:00"},
	} {
		act := d.Find(test.item).Act(test.act)
		v := filled(act.Fields)
		v[test.field] = []string{test.value}
		var wrong enter.Mistakes
		if _, err := act.Edits(v); !errors.As(err, &wrong) || !strings.Contains(wrong.Of(test.field), test.want) {
			t.Errorf("%s = %q: %v, want %q", test.field, test.value, err, test.want)
		}
	}
	if d.Find("") != nil || d.Find("inputs/../prices") != nil || d.Find("inputs/prices").Act("gone") != nil {
		t.Error("something is found that is not there")
	}
}

func TestANewEntryOfEachKindIsInOrder(t *testing.T) {
	dir, root := workspace(t)
	d := desk(t, dir)
	var all []edits.Change
	for _, k := range enter.Kinds() {
		t.Run(string(k.Kind), func(t *testing.T) {
			fields, err := d.NewFields(k.Kind, nil)
			if err != nil {
				t.Fatal(err)
			}
			v := filled(fields)
			v["title"] = []string{"A: title # with *signs*"}
			v[enter.BodyField] = []string{"First.\r\n\r\n---\r\n\r\nkind: other"}
			m, err := d.NewEntry(k.Kind, v)
			if err != nil {
				t.Fatal(err)
			}
			changes := made(t, m, root)
			if len(changes) != 1 || changes[0].Before != nil || !strings.HasPrefix(changes[0].File, folder+"journal/2026-10-") {
				t.Fatalf("%+v", changes)
			}
			if strings.Contains(string(changes[0].After), "\r") || !strings.Contains(string(changes[0].After), "title: \"A: title # with *signs*\"") {
				t.Errorf("it says\n%s", changes[0].After)
			}
			all = append(all, changes...)
		})
	}
	if wrong, err := generator.Try(t.Context(), where(dir), asOf, "korenaar", all); err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", err, wrong)
	}
}

func TestAnswersBecomeFieldsOfTheirKind(t *testing.T) {
	dir, root := workspace(t)
	d := desk(t, dir)
	m, err := d.NewEntry(content.MeetingKind, enter.Values{
		"title": {"Talk"}, "date": {"2026-10-05"}, "attended": {"mara", "joost"},
		"actions": {"Send it | joost | 2026-10-20\n\nThink"}, "draft": {"yes"}, "affects": {"live"}, "body": {"We *talked*."},
	})
	if err != nil {
		t.Fatal(err)
	}
	changes := made(t, m, root)
	if want := folder + "journal/2026-10-05-talk-2.md"; changes[0].File != want {
		t.Errorf("it is called %s, want %s", changes[0].File, want)
	}
	want := `---
kind: meeting
title: Talk
affects: [live]
attended: [mara, joost]
actions:
  - {what: Send it, who: joost, due: 2026-10-20}
  - {what: Think}
draft: true
---

We *talked*.
`
	if got := string(changes[0].After); got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	for field, value := range map[string]string{"actions": "a | b | c | d | e", "attended": "nobody", "affects": "nothing", "date": "soon"} {
		v := enter.Values{"title": {"Talk"}, "date": {"2026-10-05"}}
		v[field] = []string{value}
		var wrong enter.Mistakes
		if _, err := d.NewEntry(content.MeetingKind, v); !errors.As(err, &wrong) || wrong.Of(field) == "" {
			t.Errorf("%s = %q: %v", field, value, err)
		}
	}
	if _, err := d.NewFields("poem", nil); err == nil {
		t.Error("there is a kind called poem")
	}
}
