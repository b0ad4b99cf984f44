package content

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"golang.org/x/tools/txtar"

	"rapport/generator/diag"
)

// exportWorkspace writes a workspace whose engagement has the given lines under data: and
// the given files, and returns its folder.
func exportWorkspace(t testing.TB, data, zone string, files []txtar.File) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("provider.md", `---
name: Northlight
email: hello@northlight.example
timezone: `+zone+`
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people:
  - {id: mara, name: Mara Visser, role: Lead, email: mara@northlight.example}
  - {id: tijn, name: Tijn de Boer, role: Developer}
---
`)
	write("clients/kade/client.md", "---\nname: De Kade\naccess: open\ncontacts: [{id: joost, name: Joost de Wit}]\n---\n")
	write("clients/kade/shop/engagement.md", `---
title: Web shop
status: active
start: 2026-01-05
lead: mara
scope: {includes: [Care]}
turnaround:
  - {id: outage, request: Orders fail, respond: 1h, resolve: 8h}
  - {id: change, request: A change, respond: 4h}
  - {id: p2, request: Something urgent, respond: 4h}
pricing:
  - {id: care, item: Care plan, model: retainer, amount: 950, per: month, includes: 10h}
  - {id: extra, item: Extra work, model: hourly, amount: 95}
  - {id: photo, item: Photos, model: unit, amount: 5, per: photo}
data:
`+data+"---\n")
	for _, f := range files {
		write("clients/kade/shop/"+f.Name, string(f.Data))
	}
	return dir
}

// Each file of testdata/exports has the lines under data: in its comment, exports as a
// program documents them, and what they bring.
func TestExportsAreReadAsTheyAre(t *testing.T) {
	names, err := filepath.Glob("testdata/exports/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			last := &archive.Files[len(archive.Files)-1]
			dir := exportWorkspace(t, string(archive.Comment), "Europe/Amsterdam", archive.Files[:len(archive.Files)-1])
			_, clients, problems := parseAll(t, dir, Options{})
			var got strings.Builder
			for _, p := range problems {
				fmt.Fprintf(&got, "%s: %s [%s]\n", p.Severity, p.Message, p.Rule)
			}
			got.WriteString(brought(clients[0].Engagements[0]))
			if got.String() == string(last.Data) {
				return
			}
			if *rewrite {
				last.Data = []byte(got.String())
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("got\n%swant\n%s", got.String(), last.Data)
		})
	}
}

// brought tells what an engagement's tables hold.
func brought(e *Engagement) string {
	var b strings.Builder
	for _, r := range e.Time {
		fmt.Fprintf(&b, "time %s %s %q %q %q\n", r.Date, r.Hours.Round(6), r.Person, r.Item, r.Note)
	}
	moment := func(m Moment) string {
		switch {
		case m.IsZero():
			return "-"
		case m.At.IsZero():
			return m.Day.String()
		}
		return m.At.Format(time.RFC3339)
	}
	for _, r := range e.Requests {
		fmt.Fprintf(&b, "request %s %q %q %s %s %s %d\n", r.ID, r.Type, r.Title.Raw, moment(r.Opened), moment(r.Responded), moment(r.Resolved), r.Waited)
	}
	for _, r := range e.Units {
		fmt.Fprintf(&b, "unit %s %q %s %q\n", r.Date, r.Item, r.Count, r.Note)
	}
	for _, r := range e.Invoices {
		fmt.Fprintf(&b, "invoice %s %s %s %q %s %s\n", r.Number, r.Date, r.Amount.Plain(), r.Item, r.Due, r.Paid)
	}
	return b.String()
}

// clockZones are ones whose clocks are set by an hour or by half of one, in the north and in
// the south, and one that is not an hour off the others.
var clockZones = []string{"Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Auckland"}

// Whatever is worked and asked, in whatever zone and around the changes of the clock, is
// brought by exports as often as it is in them, however many files hold it.
func TestHoursInAreHoursOutAndTicketsInAreTicketsShown(t *testing.T) {
	for seed := range 15 {
		zone := clockZones[seed%len(clockZones)]
		t.Run(fmt.Sprint(zone, seed), func(t *testing.T) {
			place, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(1, uint64(seed)))
			moment := func() time.Time {
				changes := []time.Time{time.Date(2026, 3, 8, 7, 0, 0, 0, time.UTC), time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC), time.Date(2026, 4, 4, 14, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 1, 0, 0, 0, time.UTC)}
				return changes[random.IntN(len(changes))].Add(time.Duration(random.IntN(200_000)-100_000) * time.Second).In(place)
			}
			const toggl = "User,Client,Project,Description,Start date,Start time,Duration\n"
			const solid = "Description,Project,User,Start,End,Duration,Duration (decimal)\n"
			const linear = "ID,Team,Title,Status,Created,Updated,Completed\n"
			const zendesk = "Id,Subject,Status,Ticket type,Created at,Solved at\n"
			files := map[string]string{"data/toggl-1.csv": toggl, "data/toggl-2.csv": toggl, "data/solid.csv": solid, "data/linear.csv": linear, "data/linear-old.csv": linear, "data/zendesk.csv": zendesk}
			seconds := map[string]int64{} // by day
			opened := map[string]string{} // by ticket
			for i := range 60 {
				start, length := moment(), int64(random.IntN(20_000))
				clock := fmt.Sprintf("%02d:%02d:%02d", length/3600, length/60%60, length%60)
				project, times := "Shop", 1+random.IntN(10)/9
				if random.IntN(4) == 0 {
					project = "Theirs"
				}
				row := fmt.Sprintf("%s,De Kade,%s,Work %d,%s,%s\n", []string{"Mara Visser", "tijn", "Robin"}[random.IntN(3)], project, i, start.Format("2006-01-02,15:04:05"), clock)
				in := random.IntN(3)
				if in != 1 {
					files["data/toggl-1.csv"] += strings.Repeat(row, times)
				}
				if in != 0 {
					files["data/toggl-2.csv"] += strings.Repeat(row, times)
				}
				if project == "Shop" {
					seconds[start.Format("2006-01-02")] += int64(times) * length
				}
				start = moment()
				files["data/solid.csv"] += fmt.Sprintf("x,Shop,tijn,%s,,%s,%.3f\n", start.UTC().Format("2006-01-02 15:04:05"), clock, float64(length)/3600)
				seconds[start.Format("2006-01-02")] += length

				start = moment()
				id := fmt.Sprintf("SHO-%d", i)
				row = fmt.Sprintf("%s,Shop,Asked %d,Todo,%s,%s,\n", id, i, start.UTC().Format("2006-01-02T15:04:05.000Z"), start.UTC().Format(time.RFC3339))
				if files["data/linear.csv"] += row; i%2 == 0 {
					files["data/linear-old.csv"] += row
				}
				opened[id] = start.UTC().Format(time.RFC3339)
				id = fmt.Sprint(4000 + i)
				files["data/zendesk.csv"] += fmt.Sprintf("%s,Asked %d,Open,Question,%s,\n", id, i, start.Format("2006-01-02 15:04"))
				opened[id] = start.Format("2006-01-02 15:04")
			}
			var archive []txtar.File
			for name, data := range files {
				archive = append(archive, txtar.File{Name: name, Data: []byte(data)})
			}
			dir := exportWorkspace(t, `  time:
    - {file: data/toggl*.csv, like: toggl, where: {Project: Shop}, item: extra}
    - {file: data/solid.csv, like: solidtime, item: care}
  requests:
    - {file: data/linear*.csv, like: linear, type: change}
    - {file: data/zendesk.csv, like: zendesk, type: change}
`, zone, archive)
			_, clients, problems := parseAll(t, dir, Options{})
			for _, p := range problems {
				if p.Severity == diag.Error {
					t.Error(p)
				}
			}
			e := clients[0].Engagements[0]
			got := map[string]int64{}
			for _, r := range e.Time {
				got[r.Date.String()] += r.Hours.Mul(decimal.NewFromInt(3600)).Round(0).IntPart()
			}
			maps.DeleteFunc(seconds, func(_ string, n int64) bool { return n == 0 })
			maps.DeleteFunc(got, func(_ string, n int64) bool { return n == 0 })
			if diff := cmp.Diff(seconds, got); diff != "" {
				t.Errorf("seconds worked (-) and brought (+) differ:\n%s", diff)
			}
			if len(e.Requests) != len(opened) {
				t.Errorf("%d requests of %d tickets", len(e.Requests), len(opened))
			}
			for _, r := range e.Requests {
				want, got := opened[r.ID], r.Opened.At.UTC().Format(time.RFC3339)
				if !strings.HasPrefix(r.ID, "SHO-") {
					got = r.Opened.At.In(place).Format("2006-01-02 15:04")
				}
				if got != want {
					t.Errorf("%s was opened at %s, and is shown at %s", r.ID, want, got)
				}
			}
		})
	}
}

// Exports that overlap in rows of which nothing but the content tells them apart bring
// each as often as the file does that holds it most often.
func TestEqualRowsOfOneFileAreTwo(t *testing.T) {
	const header = "Start date,Start time,Duration,Description\n"
	const row = "2026-09-07,09:00:00,01:00:00,Same\n"
	dir := exportWorkspace(t, "  time: {file: data/t*.csv, like: toggl, item: extra}\n", "UTC", []txtar.File{
		{Name: "data/t1.csv", Data: []byte(header + row + row)},
		{Name: "data/t2.csv", Data: []byte(header + row + row + row)},
		{Name: "data/t3.csv", Data: []byte(header + row)},
	})
	_, clients, _ := parseAll(t, dir, Options{})
	if n := len(clients[0].Engagements[0].Time); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
}

// An entry that was changed after the first export has no id in these programs: both rows
// count, and a warning names them.
func TestAnEntryThatWasChangedBetweenTwoExportsIsTold(t *testing.T) {
	const toggl = "Email,Project,Start date,Start time,Duration,Description\n"
	const entry = "mara@northlight.example,Shop,2026-09-07,09:00:00,"
	const harvest = "Date,Client,Project,Task,Hours,First Name,Last Name,Notes\n"
	const day = "2026-09-07,Kade,Shop,Care,"
	for _, test := range []struct{ name, like, first, second, want string }{
		{"longer", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + entry + "02:00:00,Theme\n",
			`data/t2.csv:2:1: warning: this looks like the entry at data/t1.csv:2, which has "01:00:00" where this has "02:00:00", and both count; remove the row that is out of date, or the older export [changed-entry]`},
		{"said otherwise", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + entry + "01:00:00,Theme of the shop\n",
			`data/t2.csv:2:1: warning: this looks like the entry at data/t1.csv:2, written otherwise, and both count; remove the row that is out of date, or the older export [changed-entry]`},
		{"the same", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + entry + "01:00:00,Theme\n", ""},
		{"at another time", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + strings.Replace(entry, "09:00", "10:00", 1) + "02:00:00,Theme\n", ""},
		{"of another project", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + strings.Replace(entry, "Shop", "Site", 1) + "02:00:00,Theme\n", ""},
		{"two at once in one file", "toggl", toggl + entry + "01:00:00,Theme\n" + entry + "02:00:00,Theme\n", toggl, ""},
		{"both versions in the second file", "toggl", toggl + entry + "01:00:00,Theme\n", toggl + entry + "01:00:00,Theme\n" + entry + "02:00:00,Theme\n", ""},
		{"without a time of day", "harvest", harvest + day + "1.5,Mara,Visser,Theme\n", harvest + day + "2,Mara,Visser,Theme\n",
			`data/t2.csv:2:1: warning: this looks like the entry at data/t1.csv:2, which has "1.5" where this has "2", and both count; remove the row that is out of date, or the older export [changed-entry]`},
		{"without a time of day, another task", "harvest", harvest + day + "1.5,Mara,Visser,Theme\n", harvest + day + "2,Mara,Visser,Mail\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			where := ""
			if strings.Contains(test.name, "project") {
				where = ", where: {Project: [Shop, Site]}"
			}
			dir := exportWorkspace(t, "  time: {file: data/t*.csv, like: "+test.like+", item: extra"+where+"}\n", "UTC", []txtar.File{
				{Name: "data/t1.csv", Data: []byte(test.first)}, {Name: "data/t2.csv", Data: []byte(test.second)},
			})
			_, _, problems := parseAll(t, dir, Options{})
			var got []string
			for _, p := range problems {
				_, said, _ := strings.Cut(p.String(), "/shop/")
				got = append(got, said)
			}
			if text := strings.Join(got, "\n"); text != test.want {
				t.Errorf("said\n%s\nwant\n%s", text, test.want)
			}
		})
	}
}

// Of two versions of a ticket the one that was changed last is shown, in whichever file it
// is.
func TestTheLastVersionOfATicketIsShown(t *testing.T) {
	const header = "Id,Subject,Status,Ticket type,Created at,Solved at,Updated at\n"
	const done = header + "1,A,Solved,Incident,2026-09-07 09:00,2026-09-08 09:00,2026-09-08 09:00\n"
	const open = header + "1,A,Open,Incident,2026-09-07 09:00,,2026-09-07 10:00\n"
	for name, files := range map[string][]string{"the older file first": {open, done}, "the newer file first": {done, open}} {
		t.Run(name, func(t *testing.T) {
			dir := exportWorkspace(t, "  requests: {file: data/t*.csv, like: zendesk, type: change}\n", "UTC", []txtar.File{
				{Name: "data/t1.csv", Data: []byte(files[0])}, {Name: "data/t2.csv", Data: []byte(files[1])},
			})
			_, clients, _ := parseAll(t, dir, Options{})
			if r := clients[0].Engagements[0].Requests; len(r) != 1 || r[0].Resolved.IsZero() {
				t.Errorf("%+v", r)
			}
		})
	}
}

func TestAnExportMayBeAWorkbook(t *testing.T) {
	dir := exportWorkspace(t, "  time: {file: data/*.xlsx, sheet: 2026, map: {date: Day, hours: Hours, person: Who}, item: extra}\n", "UTC", nil)
	name := filepath.Join(dir, "content", "clients", "kade", "shop", "data", "hours.xlsx")
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	writeWorkbook(t, name, map[string]string{"Notes": "a|b", "2026": "Day|Hours|Who\n2026-09-07|1.5|Mara Visser\n2026-09-08|2:20|tijn"})
	_, clients, problems := parseAll(t, dir, Options{})
	for _, p := range problems {
		t.Error(p)
	}
	if got, want := brought(clients[0].Engagements[0]), "time 2026-09-07 1.5 \"mara\" \"extra\" \"\"\ntime 2026-09-08 2.333333 \"tijn\" \"extra\" \"\"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
