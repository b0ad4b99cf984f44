package content

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/schema"
)

const agreementYAML = `---
title: Web shop
status: active
start: 2026-03-02
lead: mara
scope:
  includes: [Design, {what: Payment, detail: By card}]
  excludes: [Photos]
turnaround:
  - {id: change, request: A change, respond: 2h, resolve: 2d}
  - {id: change, since: 2026-07-01, respond: 4h}
pricing:
  - {id: care, item: Care plan, model: retainer, amount: 950.50, per: month, includes: 10h}
  - {id: care, since: 2026-09-01, amount: 990}
duties: {ours: [We answer]}
kpis:
  - {id: orders, name: Orders, target: 400}
plan:
  - {id: live, what: Live, due: 2026-09-14, needs: [logo]}
inputs:
  - {id: logo, what: Logo, from: joost, due: 2026-03-09}
rhythm: {update: weekly on friday}
---
The brief.
`

// The same in TOML, other order, other words for the same values, and what happened.
const agreementTOML = `+++
# What we agreed.
lead = "mara"
status = "paused"
paused = [{from = 2026-10-01, to = 2026-10-09}]
rhythm = {update = "weekly on Friday"}
start = 2026-03-02
title = "Shop"
team = ["mara"]

[scope]
excludes = ["Photos"]
includes = [{what = "Design"}, {detail = "By  card", what = "Payment"}]

[[inputs]]
id = "logo"
due = 2026-03-09
received = 2026-03-13
from = "joost"
what = "  Logo "

[[plan]]
id = "live"
needs = ["logo"]
done = 2026-09-30
forecast = 2026-09-29
due = 2026-09-14
what = "Live"

[[kpis]]
target = 400.0
name = "Orders"
direction = "up"
id = "orders"
series = {2026-08 = 310}

[duties]
ours = ["We answer"]

[[pricing]]
amount = "950.5 EUR"
includes = "600m"
id = "care"
model = "retainer"
per = "month"
item = "Care plan"

[[pricing]]
id = "care"
since = 2026-09-01
amount = 990

[[turnaround]]
clock = "working"
id = "change"
resolve = "2d"
request = "A change"
respond = "120m"

[[turnaround]]
since = 2026-07-01
respond = "4h"
id = "change"
+++
Another story.
`

// agreementOn returns the canonical text of an engagement.md on a day.
func agreementOn(t *testing.T, engagementMD, day string) string {
	t.Helper()
	return agreementWith(t, engagementMD, nil, day)
}

// agreementWith returns it with entries in the journal.
func agreementWith(t *testing.T, engagementMD string, journal map[string]string, day string) string {
	t.Helper()
	dir := writeWorkspace(t, strings.NewReplacer("service: care\n", "").Replace(base))
	writeFile(t, dir+"/content/"+engagementFile, []byte(engagementMD))
	folder := strings.TrimSuffix(engagementFile, "engagement.md") + "journal/"
	for name, text := range journal {
		writeFile(t, dir+"/content/"+folder+name, []byte(text))
	}
	_, clients, problems := parseAll(t, dir, Options{})
	for _, p := range problems {
		if p.File == "content/"+engagementFile || journal[strings.TrimPrefix(p.File, "content/"+folder)] != "" {
			t.Fatal(p)
		}
	}
	on, err := calendar.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	week := [7][]calendar.Span{time.Monday: {{From: 540, To: 1020}}}
	return textOn(clients[0].Engagements[0], on, week)
}

// textOn is the canonical text of what is agreed on a day.
func textOn(e *Engagement, day calendar.Date, week [7][]calendar.Span) string {
	var b strings.Builder
	e.Agreement().On(&b, day, time.UTC, week)
	return b.String()
}

func TestTheCanonicalTextIsAsDocumented(t *testing.T) {
	got := agreementOn(t, agreementYAML, "2026-08-01")
	want := strings.ReplaceAll(`rapport agreement 1
duties|ours|We answer
hours|monday|09:00-17:00
inputs|logo
inputs|logo|due|2026-03-09
inputs|logo|from|joost
inputs|logo|what|Logo
kpis|orders|name|Orders
kpis|orders|target|400
plan|live
plan|live|due|2026-09-14
plan|live|needs|logo
plan|live|what|Live
pricing|care|amount|950.5 EUR
pricing|care|includes|10h
pricing|care|item|Care plan
pricing|care|model|retainer
pricing|care|per|month
rhythm|update|weekly on friday
scope|excludes|Photos
scope|includes|Design
scope|includes|Payment
scope|includes|Payment|detail|By card
start|2026-03-02
timezone|UTC
turnaround|change|request|A change
turnaround|change|resolve|2d
turnaround|change|respond|4h
`, "|", "\t")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTheSameAgreementHasOneText(t *testing.T) {
	for _, day := range []string{"2026-03-02", "2026-07-01", "2026-12-01"} {
		if a, b := agreementOn(t, agreementYAML, day), agreementOn(t, agreementTOML, day); a != b {
			t.Errorf("on %s YAML gives\n%s\nTOML gives\n%s", day, a, b)
		}
	}
}

func TestARowThatComesOrGoesChangesNoTextBeforeIt(t *testing.T) {
	with := strings.NewReplacer("needs: [logo]}", "needs: [logo, photos]}\n  - {id: news, what: News, since: 2026-06-01, until: 2026-08-31, due: 2026-10-01}",
		"due: 2026-03-09}", "due: 2026-03-09}\n  - {id: photos, what: Photos, from: joost, since: 2026-06-01, until: 2026-08-31, due: 2026-07-01}").Replace(agreementYAML)
	rows := []string{"inputs\tphotos", "inputs\tphotos\tdue\t2026-07-01", "inputs\tphotos\tfrom\tjoost", "inputs\tphotos\twhat\tPhotos",
		"plan\tlive\tneeds\tphotos", "plan\tnews", "plan\tnews\tdue\t2026-10-01", "plan\tnews\twhat\tNews"}
	for day, more := range map[string][]string{"2026-05-31": nil, "2026-06-01": rows, "2026-08-31": rows, "2026-09-01": nil} {
		want := strings.Split(strings.TrimSpace(agreementOn(t, agreementYAML, day)), "\n")
		want = append(want, more...)
		slices.Sort(want[1:])
		if got := agreementOn(t, with, day); got != strings.Join(want, "\n")+"\n" {
			t.Errorf("on %s it is\n%s\nwant\n%s", day, got, strings.Join(want, "\n"))
		}
	}
}

func TestEachChangeOfTermsChangesTheText(t *testing.T) {
	const day = "2026-10-01"
	whole := agreementOn(t, agreementYAML, day)
	for _, edit := range [][2]string{
		{"Design,", "Drawing,"}, {"By card", "By cheque"}, {"excludes: [Photos]", "excludes: []"}, {"respond: 4h", "respond: 5h"}, {"resolve: 2d", "resolve: 3d"},
		{"amount: 990", "amount: 991"}, {"includes: 10h", "includes: 9h"}, {"since: 2026-09-01", "since: 2026-11-01"}, {"per: month", "per: week"},
		{"We answer", "We may answer"}, {"target: 400", "target: 399"}, {"due: 2026-09-14", "due: 2026-09-15"}, {"needs: [logo]", "needs: []"},
		{"due: 2026-03-09", "due: 2026-03-08"}, {"what: Logo", "what: Logos"}, {"weekly on friday", "monthly on 5"}, {"start: 2026-03-02", "start: 2026-03-03"},
		{"request: A change", "request: A small change"}, {"target: 400", "target: 400, direction: down"}, {"target: 400", "target: 400, tolerance: 5%"},
	} {
		changed := strings.Replace(agreementYAML, edit[0], edit[1], 1)
		if changed == agreementYAML {
			t.Fatalf("%s does not stand there", edit[0])
		}
		if agreementOn(t, changed, day) == whole {
			t.Errorf("%s for %s does not change the text", edit[1], edit[0])
		}
	}
}

func TestEveryPartOfAnAcceptedChangeIsInTheText(t *testing.T) {
	in := map[string]bool{"accepted": true, "state": true} // the day leads the line, and what is not accepted has none
	text := changeClause(&Entry{
		Affects: []Ref{{ID: "live"}},
		Change: &Change{Adds: []Item{{What: Text{Raw: "More"}}}, Removes: []Item{{What: Text{Raw: "Less"}}}, Price: Money{ten.Value, "EUR"},
			Days: 5, State: AcceptedChange, AcceptedBy: Ref{ID: "joost"}, Accepted: calendar.NewDate(2026, 6, 2)},
	})
	if want := "change\t2026-06-02\taccepted_by\tjoost\tadds\tMore\tremoves\tLess\taffects\tlive\tprice\t10 EUR\tdays\t5"; text != want {
		t.Errorf("got %q, want %q", text, want)
	}
	for _, info := range change.Infos() {
		if relied := info.Role == schema.Agreed || info.Role == schema.Recorded; relied && !in[info.Key] && !strings.Contains(text, "\t"+info.Key+"\t") {
			t.Errorf("the text has nothing of %s", info.Key)
		}
	}
}

// What is agreed on later is no part of what was agreed before, and its text and
// fingerprint stay as they were.
func TestNoLaterVersionChangesTheTextOfAnEarlierOne(t *testing.T) {
	const before, after = "2026-09-30", "2026-10-02"
	change := func(fields string) string {
		return "---\nkind: change\ntitle: More\nstate: accepted\naccepted: 2026-10-01\naccepted_by: joost\n" + fields + "---\n"
	}
	for name, test := range map[string]struct {
		old, new string // in engagement.md
		change   string // an entry of the journal; "" for none
	}{
		"a version of a turnaround":     {old: "respond: 4h}", new: "respond: 4h}\n  - {id: change, since: 2026-10-01, respond: 8h}"},
		"a version of a price":          {old: "amount: 990}", new: "amount: 990}\n  - {id: care, since: 2026-10-01, amount: 1090}"},
		"a version of a KPI":            {old: "target: 400}", new: "target: 400}\n  - {id: orders, since: 2026-10-01, target: 300}"},
		"a change":                      {change: change("adds: [A blog]\nprice: 480\n")},
		"a line of the scope":           {old: "includes: [Design,", new: "includes: [Design, A blog,", change: change("adds: [A blog]\n")},
		"a line with a detail":          {old: "includes: [Design,", new: "includes: [Design, {what: A blog, detail: For 2 writers},", change: change("adds: [{what: A blog, detail: For 2 writers}]\n")},
		"a duty":                        {old: "ours: [We answer]", new: "ours: [We answer, We write]", change: change("adds: [We write]\n")},
		"a milestone and what it needs": {old: "inputs:\n", new: "  - {id: blog, what: A blog, due: 2026-12-01, needs: [posts]}\ninputs:\n  - {id: posts, what: Ten posts, from: joost, due: 2026-11-02}\n", change: change("adds: [A blog, Ten posts]\naffects: [blog, posts]\n")},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			if test.change != "" {
				files["2026-10-01-more.md"] = test.change
			}
			changed := strings.Replace(agreementYAML, test.old, test.new, 1)
			if a, b := agreementOn(t, agreementYAML, before), agreementWith(t, changed, files, before); a != b {
				t.Errorf("before it was\n%s\nand is\n%s", a, b)
			}
			if agreementOn(t, agreementYAML, after) == agreementWith(t, changed, files, after) {
				t.Error("it changes nothing from its day on either")
			}
		})
	}
}
