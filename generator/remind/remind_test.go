package remind

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/phrase"
	"rapport/generator/source"
	"rapport/themes"
)

const provider = `---
name: Studio Noord
email: hello@noord.example
timezone: Europe/Amsterdam
hours: {mon-fri: [09:00-17:00]}
closures: [{from: 2026-10-23, note: Fair}]
people:
  - {id: mara, name: Mara Visser, email: mara@noord.example}
---
`

const acme = `---
name: Acme
access: open
locale: en-GB
contacts:
  - {id: kees, name: Kees Vos, email: kees@acme.example}
  - {id: joost, name: Joost de Wit, email: joost@acme.example, decides: [budget]}
  - {id: mute, name: Mute}
---
`

const shop = `---
title: Shop
status: active
start: 2026-09-01
lead: mara
scope: {includes: [A shop], excludes: [Else]}
turnaround: [{id: change, request: Change, respond: 4h}]
pricing: [{id: work, item: Work, model: fixed, amount: 1 EUR}]
plan:
  - {id: live, what: Shop *live*, due: 2026-11-16, needs: [list]}
inputs:
  - {id: list, what: "List of <products> & prices", from: joost, due: 2026-10-15}
---
`

// A planning is what the mails of one client are made from.
type planning struct {
	Input
	Clients []*facts.Client
}

// workspace reads files by their names in content, beside the provider.
func workspace(t *testing.T, files map[string]string) planning {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{"provider.md": provider}
	for name, text := range files {
		all["clients/acme/"+name] = text
	}
	for name, text := range all {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	w, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	var problems diag.List
	tree, err := w.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	p := content.ParseProvider(tree, &problems, content.Options{})
	tree, err = w.Client("acme", &problems)
	if err != nil {
		t.Fatal(err)
	}
	client := content.ParseClient("acme", tree, p, content.Options{}, &problems)
	if problems.Errors() > 0 {
		t.Fatal(problems.Sorted())
	}
	return planning{Input{Provider: p, Base: "https://portals.example/all"}, []*facts.Client{{Content: client}}}
}

// loaded are the texts by their tags: to read them takes longer than to write a mail.
var loaded sync.Map

func texts(tag string) (*locale.Texts, error) {
	if t, ok := loaded.Load(tag); ok {
		return t.(*locale.Texts), nil
	}
	base, err := fs.Sub(themes.FS, "default")
	if err != nil {
		return nil, err
	}
	t, err := locale.LoadTexts([]locale.Layer{{FS: base, Name: "themes/default"}}, tag, &diag.List{})
	if err == nil {
		loaded.Store(tag, t)
	}
	return t, err
}

// on plans the mails of a day.
func (in planning) on(t *testing.T, day string, record *Record) ([]Mail, []Missing) {
	t.Helper()
	d, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	in.AsOf = d.In(in.Provider.Zone, 8*60)
	in.Speak = func(tag string) (*phrase.Speaker, error) {
		texts, err := texts(tag)
		return phrase.New(texts, d, in.Provider.Zone, func(line string) string { return strings.ReplaceAll(line, "*", "") }), err
	}
	mails, missing, err := Plan(in.Input, record, in.shares(t, record))
	if err != nil {
		t.Fatal(err)
	}
	return mails, missing
}

// shares are what the client has of the day.
func (in planning) shares(t *testing.T, record *Record) []*Share {
	t.Helper()
	f := facts.Derive(in.Clients[0].Content, in.Provider.Calendar, in.AsOf)
	share, err := in.Share(f, record)
	if err != nil {
		t.Fatal(err)
	}
	return []*Share{share}
}

func empty(t *testing.T) *Record {
	t.Helper()
	r, err := ReadRecord(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// toClients leaves out the provider's own.
func toClients(mails []Mail) []Mail {
	if n := len(mails); n > 0 && mails[n-1].Client == "" {
		return mails[:n-1]
	}
	return mails
}

func TestAThingIsAskedForOnWorkingDaysUntilItComes(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	record := empty(t)
	got := map[string]string{}
	for day := calendar.NewDate(2026, 10, 1); day < calendar.NewDate(2026, 11, 30); day++ {
		for again := range 2 { // twice a day sends once
			mails, _ := in.on(t, day.String(), record)
			if again > 0 && len(mails) > 0 {
				t.Errorf("%s: %d mails on the second run", day, len(mails))
			}
			for _, m := range toClients(mails) {
				if m.To.Email != "joost@acme.example" || len(m.Asks) != 1 {
					t.Errorf("%s: a mail to %s about %d things", day, m.To.Email, len(m.Asks))
				}
				got[day.String()] += m.Asks[0].Step
			}
			for i := range mails {
				record.Sent(&mails[i])
			}
			text, err := record.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if record, err = ReadRecord(text); err != nil {
				t.Fatal(err)
			}
		}
	}
	// The 23rd is closed, so that the seventh working day after the 15th is the 27th.
	want := map[string]string{
		"2026-10-12": "before", "2026-10-15": "on", "2026-10-20": "after-3", "2026-10-27": "after-7",
		"2026-11-03": "weekly-1", "2026-11-10": "weekly-2", "2026-11-17": "weekly-3", "2026-11-24": "weekly-4",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAMailSaysWhatWaitsForAThing(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	mails, _ := in.on(t, "2026-10-15", empty(t))
	if len(mails) == 0 || !strings.Contains(mails[0].Text, "Until then, “Shop live” waits.") {
		t.Errorf("got %+v", mails)
	}
}

func TestAMailSaysWhatCameOfAThingAndWhereToSendTheRest(t *testing.T) {
	owed := strings.Replace(shop, "due: 2026-10-15}", "due: 2026-10-15, partly: [2026-10-12], returned: [{came: 2026-10-13, on: 2026-10-14, why: Pages *3* to 5 are missing}], send_to: https://files.example/up}", 1)
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": owed})
	mails, _ := in.on(t, "2026-10-15", empty(t))
	if len(mails) == 0 {
		t.Fatal("no mail")
	}
	text := strings.Join(strings.Fields(mails[0].Text), " ")
	for _, want := range []string{"Partly, on Mon 12 October", "What came on Tue 13 October could not be used, and went back on Wed 14 October.", "Pages 3 to 5 are missing", "Send it to https://files.example/up"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, mails[0].Text)
		}
		if words, _, _ := strings.Cut(want, ","); !strings.Contains(mails[0].HTML, "<small>"+words) {
			t.Errorf("no %q in\n%s", words, mails[0].HTML)
		}
	}
}

func TestStepsFallOnWorkingDays(t *testing.T) {
	in := workspace(t, map[string]string{"client.md": acme, "shop/engagement.md": shop})
	tests := []struct {
		name, due, today string
		want             string
	}{
		{"long before", "2026-10-15", "2026-10-11", "never"},
		{"three days before a Tuesday is a Saturday: Friday", "2026-10-20", "2026-10-16", "before"},
		{"due on a Saturday: Monday", "2026-10-17", "2026-10-19", "on"},
		{"due on a Saturday, on the Friday", "2026-10-17", "2026-10-16", "before"},
		{"a step was slept through", "2026-10-15", "2026-10-22", "after-3"},
		{"six days after the last of these", "2026-10-15", "2026-11-02", "after-7"},
		{"a week after it", "2026-10-15", "2026-11-03", "weekly-1"},
		{"two weeks after it", "2026-10-15", "2026-11-10", "weekly-2"},
		{"the week's day is closed: not before it", "2026-10-07", "2026-10-22", "after-7"},
		{"the week's day is closed: the next", "2026-10-07", "2026-10-26", "weekly-1"},
		{"long after", "2026-10-15", "2027-03-01", "weekly-17"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			due, _ := calendar.ParseDate(test.due)
			today, _ := calendar.ParseDate(test.today)
			if got, _ := step(in.Provider.Calendar, due, today); got.String() != test.want {
				t.Errorf("%q, want %q", got, test.want)
			} else if parseStep(test.want) != got {
				t.Errorf("%q is read as %q", test.want, parseStep(test.want))
			}
		})
	}
	if mails, _ := in.on(t, "2026-10-17", empty(t)); len(mails) != 0 {
		t.Error("mails go out on a Saturday")
	}
}

func TestOneMailAPersonWithAllThatIsDue(t *testing.T) {
	in := workspace(t, map[string]string{
		"client.md":                            acme,
		"shop/engagement.md":                   strings.Replace(shop, "inputs:\n", "inputs:\n  - {id: fonts, what: Fonts, from: mute, due: 2026-10-15}\n  - {id: told, what: Told by phone, from: joost, due: 2026-10-15, reminded: [2026-10-15]}\n", 1),
		"shop/journal/2026-10-01-blue.md":      "---\nkind: decision\ntitle: Which blue?\nneeded_by: 2026-10-16\n---\n",
		"shop/journal/2026-10-02-when.md":      "---\nkind: question\ntitle: When?\nto: kees\nneeded_by: 2026-10-15\n---\n",
		"shop/journal/2026-10-02-ours.md":      "---\nkind: question\ntitle: Ours?\nto: mara\nneeded_by: 2026-10-15\n---\n",
		"shop/journal/2026-10-02-meeting.md":   "---\nkind: meeting\ntitle: Kick-off\nactions: [{what: Call the bank, who: joost, due: 2026-10-15}]\n---\n",
		"shop/journal/2026-10-03-no-day.md":    "---\nkind: question\ntitle: No day?\nto: kees\n---\n",
		"shop/journal/2026-10-03-answered.md":  "---\nkind: question\ntitle: Answered?\nto: kees\nneeded_by: 2026-10-15\nanswered: 2026-10-04\nanswer: Yes\n---\n",
		"shop/reports/2026-09.md":              "---\ntitle: September\ndate: 2026-10-01\nsummary: Fine\n---\n",
		"paused/engagement.md":                 strings.Replace(shop, "status: active", "status: paused", 1),
		"shop/journal/2026-10-03-of-mine.md":   "---\nkind: update\ntitle: Mine\n---\n",
		"shop/journal/2026-10-20-not-come.md":  "---\nkind: question\ntitle: Not yet?\nto: kees\nneeded_by: 2026-10-15\n---\n",
		"shop/journal/2026-10-03-proposals.md": "---\nkind: change\ntitle: More\nstate: proposed\n---\n",
	})
	mails, missing := in.on(t, "2026-10-15", empty(t))
	got := map[string][]string{}
	for _, m := range toClients(mails) {
		for _, a := range m.Asks {
			got[m.Person] = append(got[m.Person], string(a.Kind)+" "+a.What+" "+a.Step+" "+a.Link)
		}
	}
	at := "https://portals.example/all/acme/shop/"
	want := map[string][]string{
		"kees": {
			"question When? on " + at + "journal.html#a_2026-10-02-when",
			"question No day? after-3 " + at + "journal.html#a_2026-10-03-no-day",
		},
		"joost": {
			"action Call the bank on " + at + "journal.html#a_2026-10-02-meeting-1",
			"input List of <products> & prices on " + at + "progress.html#a_list",
			"decision Which blue? before " + at + "journal.html#a_2026-10-01-blue",
			"review September after-3 " + at + "reports/2026-09.html#a_read",
		},
	}
	less := func(a, b string) int { return strings.Compare(a, b) }
	for _, all := range []map[string][]string{got, want} {
		for _, list := range all {
			sortBy(list, less)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Missing{{"acme", "mute", "Fonts"}}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	last := mails[len(mails)-1]
	if last.To.Email != "hello@noord.example" || !strings.Contains(last.Text, "Joost de Wit, acme") || !strings.Contains(last.Text, "no e-mail address") {
		t.Errorf("the provider's list says\n%s", last.Text)
	}
}

func sortBy(list []string, compare func(a, b string) int) {
	for i := range list {
		for j := i; j > 0 && compare(list[j], list[j-1]) < 0; j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

func TestADigestTellsNothingTwice(t *testing.T) {
	in := workspace(t, map[string]string{
		"client.md": acme, "shop/engagement.md": strings.Replace(shop, "2026-10-15}", "2026-12-15}", 1),
		"shop/journal/2026-09-10-old.md":   "---\nkind: update\ntitle: Old\n---\n",
		"shop/journal/2026-10-05-new.md":   "---\nkind: update\ntitle: New\n---\n",
		"shop/journal/2026-10-07-newer.md": "---\nkind: update\ntitle: Newer\n---\n",
	})
	in.Digest = true
	record := empty(t)
	digest := func(day string) string {
		mails, _ := in.on(t, day, record)
		var all []string
		for _, m := range toClients(mails) {
			if m.Person == "joost" {
				for _, n := range m.News {
					all = append(all, n.What)
				}
			}
			record.Sent(&m)
		}
		return strings.Join(all, ", ")
	}
	for _, step := range []struct{ day, want string }{{"2026-10-05", "New"}, {"2026-10-06", ""}, {"2026-10-07", "Newer"}, {"2026-10-08", ""}} {
		if got := digest(step.day); got != step.want {
			t.Errorf("on %s: %q, want %q", step.day, got, step.want)
		}
	}
}
