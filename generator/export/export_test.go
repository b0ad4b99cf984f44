package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator"
	"rapport/generator/export"
	"rapport/generator/press"
	"rapport/generator/sitetest"
)

const provider = `---
name: Studio Noord
email: hello@noord.example
timezone: Europe/Amsterdam
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
feedback_to: netlify
internal: hushed-provider
---
`

var acme = map[string]string{
	"client.md":        "---\n# hushed-comment\nname: Acme\naccess: open\nlocale: nl-NL\naddress: acme-address # hushed-note\nbrand: {logo: logo.svg}\ncontacts: [{id: joost, name: Joost, photo: people/joost.svg}]\ngoals: [{id: more, want: More orders}]\ninternal:\n  margin: hushed-margin\n---\nWelcome. <!-- hushed-html -->\n",
	"logo.svg":         `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Logo</title></svg>`,
	"people/joost.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Joost</title></svg>`,
	"people/other.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>hushed-picture</title></svg>`,
	"keys/joost.pub":   "hushed-key",
	"shop/engagement.md": "---\ntitle: '=Shop'\nstatus: active\nstart: 2026-03-02\nlead: mara\nscope: {includes: [A shop], excludes: [Else]}\nturnaround: [{id: change, request: Change, respond: 4h}]\n" +
		"pricing: [{id: work, item: Work, model: fixed, amount: 1 EUR}]\ngoals: [more]\nkpis: [{id: orders, name: Orders, goal: more, target: 5, series: data/orders.csv}]\nplan: [{id: live, what: '=1+1', due: 2026-11-16}]\naccept: [{rule: no-value, why: hushed-why}]\n---\n",
	"shop/data/orders.csv":            "period,value\n2026-08,-3\n2026-09,4\n",
	"shop/files/offer.txt":            "An offer.\n",
	"shop/journal/2026-10-01-one.md":  "+++\nkind = 'update'\ntitle = 'One' # hushed-toml\ninternal = 'hushed-entry'\n+++\nA story. [Offer](../files/offer.txt)\n",
	"shop/journal/2026-10-02-two.md":  "{\"kind\": \"update\", \"internal\": \"hushed-json\", \"title\": \"Two\"}\n",
	"shop/journal/2026-10-03-tbd.md":  "---\nkind: update\ntitle: hushed-draft\ndraft: true\n---\n",
	"shop/journal/2026-12-03-late.md": "---\nkind: update\ntitle: hushed-later\n---\n",
	"shop/reports/2026-09.md":         "---\ntitle: September\ndate: 2026-10-05\nsummary: Fine\n---\n{{< kpi orders >}}\n",
	"secret/engagement.md":            "---\ntitle: hushed-plan\ndraft: true\n---\n",
}

// workspace writes files, and returns where they stand.
func workspace(t *testing.T, change map[string]string) press.Workspace {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"provider.md": provider, "clients/birch/client.md": "---\nname: hushed-birch\naccess: open\n---\n"}
	for name, text := range acme {
		files["clients/acme/"+name] = text
	}
	for name, text := range change {
		files["clients/acme/"+name] = text
	}
	for name, text := range files {
		name = filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return press.Workspace{Dir: dir, Content: "content", Theme: "default"}
}

// zipped exports the client of a workspace.
func zipped(t *testing.T, o press.Workspace, to io.Writer) (*generator.Result, error) {
	t.Helper()
	asOf, err := press.ParseAsOf("2026-10-16T12:00:00+02:00")
	if err != nil {
		t.Fatal(err)
	}
	return generator.WithPortal(context.Background(), o, "acme", asOf, func(p *generator.Portal) error {
		return export.Zip(to, export.Input{Provider: p.Provider, Facts: p.Facts, AsOf: p.AsOf, Say: p.Say, Portal: p.Files})
	})
}

func archive(t *testing.T, o press.Workspace) []byte {
	t.Helper()
	var b bytes.Buffer
	result, err := zipped(t, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	if result.Errors() > 0 {
		t.Fatal(result.Problems)
	}
	return b.Bytes()
}

func TestAnArchiveHoldsWhatTheClientMaySeeAndNothingElse(t *testing.T) {
	files := sitetest.Unzip(t, archive(t, workspace(t, nil)))
	var written []string
	for name, text := range files {
		if rest, ok := strings.CutPrefix(name, "acme/content/"); ok {
			written = append(written, rest)
		} else if !strings.HasPrefix(name, "acme/") {
			t.Errorf("%s stands beside the client's folder", name)
		}
		if strings.Contains(name+text, "hushed") {
			t.Errorf("%s holds what the client may not see:\n%s", name, text)
		}
	}
	slices.Sort(written)
	want := []string{
		"client.md", "logo.svg", "people/joost.svg", "shop/data/orders.csv", "shop/engagement.md", "shop/files/offer.txt",
		"shop/journal/2026-10-01-one.md", "shop/journal/2026-10-02-two.md", "shop/reports/2026-09.md",
	}
	if diff := cmp.Diff(want, written); diff != "" {
		t.Errorf("content (-want +got):\n%s", diff)
	}
	if got, want := files["acme/content/shop/journal/2026-10-01-one.md"], "+++\nkind = 'update'\ntitle = 'One'\n+++\nA story. [Offer](../files/offer.txt)\n"; got != want {
		t.Errorf("an entry became\n%s", got)
	}
	if readme := files["acme/README.txt"]; !strings.Contains(readme, "Een portaal om te bewaren: Acme") || !strings.Contains(readme, "portal/index.html") {
		t.Errorf("the README says\n%s", readme)
	}
}

func TestAnArchiveIsTheSameEachTime(t *testing.T) {
	o := workspace(t, nil)
	one := archive(t, o)
	// Neither the files' times nor their place count.
	other := workspace(t, nil)
	if err := filepath.WalkDir(other.Dir, func(name string, _ os.DirEntry, err error) error {
		return os.Chtimes(name, time.Unix(1, 0), time.Unix(1, 0))
	}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one, archive(t, other)) {
		t.Error("the archives differ")
	}
	if bytes.Equal(one, archive(t, workspace(t, map[string]string{"shop/files/offer.txt": "Another offer.\n"}))) {
		t.Error("archives of different content are the same")
	}
}

func TestThePortalOfAnArchiveOpensFromTheDisk(t *testing.T) {
	dir := t.TempDir()
	for name, text := range sitetest.Unzip(t, archive(t, workspace(t, nil))) {
		rest, ok := strings.CutPrefix(name, "acme/portal/")
		if !ok {
			continue
		}
		name = filepath.Join(dir, "portal", filepath.FromSlash(rest))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "portal", "index.html")); err != nil {
		t.Fatal(err)
	}
	sitetest.Check(t, dir, nil)
}

func TestASealedPortalIsKeptInTheClear(t *testing.T) {
	sealed := strings.Replace(acme["client.md"], "access: open", "access: sealed", 1)
	files := sitetest.Unzip(t, archive(t, workspace(t, map[string]string{"client.md": sealed})))
	if !strings.Contains(files["acme/portal/index.html"], "Acme") {
		t.Error("the first page is not in the clear")
	}
}

func TestFactsAreForPrograms(t *testing.T) {
	files := sitetest.Unzip(t, archive(t, workspace(t, nil)))
	var all struct {
		Clients []struct {
			Client      string
			Engagements []struct{ Engagement string }
		}
	}
	if err := json.Unmarshal([]byte(files["acme/facts/facts.json"]), &all); err != nil || len(all.Clients) != 1 || len(all.Clients[0].Engagements) != 1 {
		t.Fatalf("%v %+v", err, all)
	}
	rows := func(name string) [][]string {
		t.Helper()
		table, err := csv.NewReader(strings.NewReader(files["acme/facts/"+name+".csv"])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return table
	}
	want := [][]string{
		{"engagement", "kpi", "name", "unit", "period", "value", "target_low", "target_high", "status", "note"},
		{"shop", "orders", "Orders", "", "2026-08", "-3", "5", "5", "off", ""},
		{"shop", "orders", "Orders", "", "2026-09", "4", "5", "5", "off", ""},
	}
	if diff := cmp.Diff(want, rows("figures")); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
	if got := rows("milestones")[1]; got[2] != "'=1+1" {
		t.Errorf("a spreadsheet would compute %q", got[2])
	}
	if got := strings.Join(rows("inputs")[0], ","); got != "engagement,id,what,due,received,state,lateness,period,partly,returned,why,send_to" {
		t.Errorf("inputs have %s", got)
	}
	for _, name := range []string{"inputs", "requests", "promises", "open"} {
		if len(rows(name)) == 0 {
			t.Errorf("%s has no header", name)
		}
	}
}

func TestAnArchiveTellsWhatWasUsedAndBilled(t *testing.T) {
	agreed := strings.Replace(acme["shop/engagement.md"], "pricing: [", "pricing: [{id: care, item: Care, model: retainer, amount: 100 EUR, per: month, includes: 2h, over: extra, cap: 150 EUR}, {id: extra, item: Extra, model: hourly, amount: 90 EUR}, ", 1)
	files := sitetest.Unzip(t, archive(t, workspace(t, map[string]string{
		"shop/engagement.md":     agreed,
		"shop/data/time.csv":     "date,hours,item,note\n2026-10-05,2.5,care,=1+1\n",
		"shop/data/invoices.csv": "number,date,amount,item,period,due,file\nA-1,2026-10-06,145 EUR,care,2026-10,2026-10-13,files/offer.txt\n",
	})))
	for name, want := range map[string]string{
		"money":    "shop,care,Care,2026-10,2.5,2,0,0.5,145,150,EUR,over\r\n",
		"used":     "engagement,item,period,date,person,count,note\r\nshop,care,2026-10,2026-10-05,,2.5,'=1+1\r\n",
		"invoices": "engagement,number,date,amount,currency,item,period,due,paid,state,overdue,file\r\nshop,A-1,2026-10-06,145,EUR,care,2026-10,2026-10-13,,overdue,3,files/offer.txt\r\n",
	} {
		if got := files["acme/facts/"+name+".csv"]; !strings.Contains(got, want) {
			t.Errorf("%s.csv has no\n%s\nbut\n%s", name, want, got)
		}
	}
}

func TestARowToComeIsNotTakenAlongAndOneWithADayAheadIs(t *testing.T) {
	const hours = "date,hours,item,note\n2026-10-05,2.5,work,\"By hand; 2099-01-01, and not before\"\n"
	const head = "number;date;amount;item;period;due;file\n"
	const had = "A-1;2026-10-06;145 EUR;work;2026-10;2099-10-13;\"files/offer.txt\"\n"
	files := sitetest.Unzip(t, archive(t, workspace(t, map[string]string{
		"shop/data/time.csv":     hours + "2099-10-05,1,work,\n",
		"shop/data/invoices.csv": head + "A-2;2099-01-06;145 EUR;work;2099-01;2099-10-13;\n" + had,
	})))
	if got := files["acme/content/shop/data/invoices.csv"]; got != head+had {
		t.Errorf("of invoices is taken along\n%s", got)
	}
	if got := files["acme/content/shop/data/time.csv"]; got != hours {
		t.Errorf("of hours is taken along\n%s", got)
	}
}

func TestWhatCannotBeToldApartIsNotTakenAlong(t *testing.T) {
	o := workspace(t, map[string]string{"shop/journal/2026-10-01-one.md": "---\nkind: update\ninternal: &x hushed\ntitle: *x\n---\n"})
	result, err := zipped(t, o, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "2026-10-01-one.md: what is internal cannot be told from the rest") {
		t.Errorf("%v, %v", err, result.Problems)
	}
}

func TestOfAnExportOnlyTheRowsAndColumnsThatAreReadAreTakenAlong(t *testing.T) {
	const toggl = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,Duration,Rate\n" +
		"Mara,mara@noord.example,Acme,Shop,Work,\"A fix, small\",Yes,2026-10-05,09:00:00,01:30:00,hushed-rate\n" +
		"Mara,mara@noord.example,hushed-client,Books,Work,hushed-note,Yes,2026-10-06,09:00:00,01:00:00,hushed-rate\n" +
		"Mara,mara@noord.example,Acme,Shop,Work,hushed-later,Yes,2026-12-06,09:00:00,01:00:00,hushed-rate\n"
	for name, test := range map[string]struct {
		from, to string // of engagement.md
		text     string
		want     string // "" for no file at all
	}{
		"where": {"accept:", "data: {time: {file: data/t*.csv, like: toggl, where: {Client: Acme}, items: {Work: work}}}\naccept:", toggl,
			"User,Email,Client,Project,Task,Description,Start date,Start time,Duration\nMara,mara@noord.example,Acme,Shop,Work,\"A fix, small\",2026-10-05,09:00:00,01:30:00\n"},
		"days as people write them": {"accept:", "data: {dates: dd/mm/yyyy, time: {file: data/t*.csv, map: {date: Day, hours: Spent}, item: work}}\naccept:",
			"Day;Spent;Cost\n05/10/2026;2;hushed\n06/12/2026;9;hushed\n", "Day,Spent\n05/10/2026,2\n"},
		"a column": {"series: data/orders.csv", "series: {file: data/table.csv, column: Orders}", "month,hushed-profit,Orders\n2026-08,1,5\n2026-09,2,6\n2026-12,3,777\n", ",,Orders\n2026-08,,5\n2026-09,,6\n"},
		"a row": {"series: data/orders.csv", "series: {file: data/table.csv, row: Orders}", "Figures,2026,,hushed-sum\n,Aug,Sep,hushed-sum\nhushed-row,1,2,3\nOrders,5,6,11\n",
			"\n,Aug 2026,Sep 2026,\n\nOrders,5,6,\n"},
		"a range": {"series: data/orders.csv", "series: {file: data/table.csv, range: B3:D4}", "hushed,hushed\n\nhushed,2026-07,2026-08,2026-09\nhushed,4,5,6\n", "\n\n,2026-07,2026-08,2026-09\n,4,5,6\n"},
		"nothing": {"", "", toggl, ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"shop/data/table.csv": test.text, "shop/engagement.md": strings.Replace(acme["shop/engagement.md"], test.from, test.to, 1)}
			got := sitetest.Unzip(t, archive(t, workspace(t, files)))["acme/content/shop/data/table.csv"]
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyATableThatAReportShowsIsTakenAlongWhole(t *testing.T) {
	const shops = "# hushed-comment\n#\nshop,sold\nCentre,12\n"
	report := acme["shop/reports/2026-09.md"] + "\n{{< table data/shops.csv >}}\n"
	for name, test := range map[string]struct{ report, text, want string }{
		"shown":         {"shop/reports/2026-09.md", report, "shop,sold\nCentre,12\n"},
		"shown later":   {"shop/reports/2026-11.md", strings.Replace(report, "2026-10-05", "2026-12-05", 1), ""},
		"not shown yet": {"shop/reports/2026-10.md", strings.Replace(report, "date:", "draft: true\ndate:", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{"shop/data/shops.csv": shops, test.report: test.text}
			if got := sitetest.Unzip(t, archive(t, workspace(t, files)))["acme/content/shop/data/shops.csv"]; got != test.want {
				t.Errorf("got %q, not %q", got, test.want)
			}
		})
	}
}
