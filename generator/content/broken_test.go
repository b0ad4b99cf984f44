package content

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
	"rapport/generator/schema"
)

// base is a small workspace without a problem. The cases of TestBrokenFiles
// are it with one thing broken.
const base = `
-- content/provider.md --
---
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours:
  mon-fri: [09:00-12:30, 13:00-17:30]
holidays: nl
people:
  - {id: mara, name: Mara Visser}
---
About us.
-- content/services/care.md --
---
name: Care plan
does: [Updates]
---
-- content/clients/acme/client.md --
---
name: Acme
access: open
contacts:
  - {id: joost, name: Joost de Wit, email: joost@acme.example}
goals:
  - {id: online, want: More orders, priority: 1}
---
Welcome.
-- content/clients/acme/shop/engagement.md --
---
title: Web shop
status: active
start: 2026-03-02
end: 2026-12-18
lead: mara
team: [mara]
service: care
goals: [online]
scope:
  includes: [Design]
turnaround:
  - {id: change, request: A change, respond: 4h, resolve: 2d}
pricing:
  - {id: care, item: Care plan, model: retainer, amount: 950, per: month, includes: 10h}
kpis:
  - {id: orders, name: Orders, direction: up, target: 400, series: data/orders.csv}
plan:
  - {id: design, what: Design, due: 2026-04-10, needs: [logo]}
  - {id: live, what: Live, due: 2026-09-14, needs: [design]}
inputs:
  - {id: logo, what: Logo, from: joost, due: 2026-03-09}
  - {id: sales, what: Sales, from: joost, every: monthly on 3, received: [null, 2026-04-03]}
rhythm:
  update: weekly on friday
---
The brief.
-- content/clients/acme/shop/data/orders.csv --
period,value,note
2026-08,310,
2026-09,362,New pages
-- content/clients/acme/shop/data/requests.csv --
id,type,title,opened,responded,resolved,waiting
q1,change,New text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00,30m
-- content/clients/acme/shop/data/time.csv --
date,hours,person,item,note
2026-09-01,1.5,mara,care,Call
-- content/clients/acme/shop/reports/2026-09.md --
---
title: September
date: 2026-10-05
kpis: {orders: 362}
---
{{< kpi orders >}}
-- content/clients/acme/shop/journal/2026-09-04-week.md --
---
kind: update
title: A quiet week
by: mara
---
All is well.
`

// alsoBroken stands in every broken workspace, so that each case proves that
// its problem does not hide others.
const (
	alsoBroken = `
-- content/clients/acme/shop/journal/2026-09-11-also.md --
---
kind: update
title: Also broken
helth: green
date: 2026-9-11
---
`
	alsoFile  = "content/clients/acme/shop/journal/2026-09-11-also.md"
	alsoFirst = alsoFile + `:4:1: error: unknown key "helth" in an update; did you mean "health"? [unknown-key]`
	alsoDate  = alsoFile + `:5:7: error: "2026-9-11" is not a date; did you mean "2026-09-11"? [bad-date]`
)

// writeWorkspace writes the files of archives, each file headed by a line
// "-- name --", into a new folder; a file of a later archive replaces one of an
// earlier.
func writeWorkspace(t testing.TB, archives ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, archive := range archives {
		for _, part := range strings.Split("\n"+archive, "\n-- ")[1:] {
			name, text, _ := strings.Cut(part, " --\n")
			if !strings.HasSuffix(text, "\n") && text != "" {
				text += "\n"
			}
			writeFile(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
		}
	}
	return dir
}

func writeFile(t testing.TB, name string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// lines returns what a run prints.
func lines(t testing.TB, dir string, opts Options) []string {
	t.Helper()
	_, _, problems := parseAll(t, dir, opts)
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return all
}

func TestTheBaseOfAllCasesIsSound(t *testing.T) {
	if got := lines(t, writeWorkspace(t, base), Options{}); len(got) > 0 {
		t.Errorf("problems:\n%s", strings.Join(got, "\n"))
	}
}

func sorted(s []string) []string {
	s = slices.Clone(s)
	slices.Sort(s)
	return s
}

// A brokenFile is the base workspace with one thing broken: old replaced by new
// in file, file removed, or the files of add put in.
type brokenFile struct {
	name     string
	file     string // below content/
	old, new string
	remove   bool
	add      string
	want     []string // lines as printed, without content/ in front
}

const (
	clientFile     = "clients/acme/client.md"
	engagementFile = "clients/acme/shop/engagement.md"
	reportFile     = "clients/acme/shop/reports/2026-09.md"
	entryFile      = "clients/acme/shop/journal/2026-09-04-week.md"
	ordersFile     = "clients/acme/shop/data/orders.csv"
	requestsFile   = "clients/acme/shop/data/requests.csv"
	timeFile       = "clients/acme/shop/data/time.csv"
)

func TestBrokenFiles(t *testing.T) {
	for _, test := range slices.Concat(brokenFields, brokenEntries, brokenTables, brokenTerms, brokenDefaults, brokenPeople) {
		t.Run(test.name, func(t *testing.T) {
			dir := writeWorkspace(t, base, alsoBroken, test.add)
			file := filepath.Join(dir, "content", filepath.FromSlash(test.file))
			if test.remove {
				if err := os.RemoveAll(file); err != nil {
					t.Fatal(err)
				}
			} else if test.old != "" {
				data, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Count(string(data), test.old) != 1 {
					t.Fatalf("%q must stand in %s once", test.old, test.file)
				}
				writeFile(t, file, []byte(strings.Replace(string(data), test.old, test.new, 1)))
			}
			want := []string{alsoDate, alsoFirst}
			for _, line := range test.want {
				if !strings.HasPrefix(line, "content:") {
					line = "content/" + line
				}
				want = append(want, line)
			}
			got := lines(t, dir, Options{})
			if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilesThatAreTooLarge(t *testing.T) {
	dir := writeWorkspace(t, base, alsoBroken)
	writeFile(t, filepath.Join(dir, "content", entryFile), make([]byte, maxMarkdown+1))
	if err := os.Truncate(filepath.Join(dir, "content", ordersFile), maxCSV+1); err != nil {
		t.Fatal(err)
	}
	want := []string{
		alsoFirst, alsoDate,
		"content/" + entryFile + ": error: the file is larger than 2 MiB; split it, or put it under files/ [too-large]",
		"content/" + ordersFile + ": error: the file is larger than 128 MiB; split it, or put it under files/ [too-large]",
	}
	if diff := cmp.Diff(sorted(want), sorted(lines(t, dir, Options{}))); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
}

func TestClientWithErrorsIsStillReturned(t *testing.T) {
	dir := writeWorkspace(t, base, alsoBroken)
	_, clients, _ := parseAll(t, dir, Options{})
	if len(clients) != 1 || len(clients[0].Engagements) != 1 {
		t.Fatalf("got %v", clients)
	}
}

func TestOtherCircles(t *testing.T) {
	for _, test := range []struct{ name, needs, want string }{
		{"two circles are two problems", "a:b b:a c:d d:c", "a → b → a, c → d → c"},
		{"circles that hang together are one", "a:b b:c,a c:b", "a → b → a"},
		{"a way into a circle is no part of it", "a:b b:c c:b", "b → c → b"},
		{"the shortest path", "a:b,c b:c c:a", "a → c → a"},
		{"no circle", "a:b,c b:d c:d d:", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			var plan []Milestone
			for _, part := range strings.Fields(test.needs) {
				id, needs, _ := strings.Cut(part, ":")
				m := Milestone{ID: id}
				for _, need := range strings.Split(needs, ",") {
					m.Needs = append(m.Needs, Ref{need, Mark{Line: len(plan) + 1, Col: 1}})
				}
				plan = append(plan, m)
			}
			var problems diag.List
			cycles(&schema.Decoder{File: "x.md", Problems: &problems}, plan)
			var got []string
			for _, p := range problems.Sorted() {
				path, _, _ := strings.Cut(strings.TrimPrefix(p.Message, "milestones need each other: "), ";")
				got = append(got, path)
			}
			if s := strings.Join(got, ", "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}
