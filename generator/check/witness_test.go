package check_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/check"
	"rapport/generator/diag"
	_ "rapport/generator/testheap"
	"rapport/generator/testprogram"
)

const (
	shop    = "content/clients/acme/shop/"
	client  = "content/clients/acme/client.md"
	house   = "content/provider.md"
	reports = shop + "reports/"
	journal = shop + "journal/"
)

// publish makes the published workspace: the clean one with one of everything.
// It is committed two days before it is looked at.
var publish = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(shared, "published")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "clean"))); err != nil {
		return "", err
	}
	for _, day := range []string{"08-07", "08-14", "08-21", "08-28", "09-04", "09-11", "09-18"} { // alike; each would be a file more for each trial
		if err := os.Remove(filepath.Join(dir, journal+"2026-"+day+"-week.md")); err != nil {
			return "", err
		}
	}
	for file, edits := range map[string][]string{
		agreement: {
			"status: active", "status: active\npaused: [{from: 2026-08-24, to: 2026-08-25}]",
			"includes: [Design of the shop]", "includes:\n    - Design of the shop front\n    - {what: Payment by iDEAL and card, detail: Through 1 payment provider}\n    - 5 product pages",
			"excludes: [Photographs]", "excludes: [Photographs, Texts are not translated]\n  assumptions: [Product texts come from you]",
			"amount: 950, per: month, includes: 10h}", `amount: 950, per: month, includes: 10h, cap: 1500, over: extra, carry: 1}`,
			"target: 300,", "target: 300, baseline: {value: 240, at: 2026-08-03}, by: 2027-06-30, tolerance: 5%,",
		},
		client:                           {"contacts:\n", "contacts:\n  - {id: anna, name: Anna Boot, role: Shop, decides: [scope]}\n"},
		house:                            {"holidays: nl", "holidays: nl\nclosures: [{from: 2026-12-24, to: 2027-01-01, note: Winter}, {from: 2026-09-28, to: 2026-09-29}]"},
		reports + "2026-09.md":           {"summary: Orders rose", "summary: Orders rose\nkpis: {orders: 362}\ndone: [Two pages for cakes]"},
		journal + "2026-10-12-banner.md": {"resolved: 2026-10-13 11:00", "resolved: 2026-10-13 11:00\nwaiting: [{from: 2026-10-12 12:00, to: 2026-10-12 14:00}]"},
		journal + "2026-09-30-praise.md": {"nps: 9", "nps: 9\ncsat: 4\nwell: Quick answers\nbetter: Fewer mails"},
	} {
		text, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			return "", err
		}
		whole := string(text)
		for i := 0; i < len(edits); i += 2 {
			whole = strings.Replace(whole, edits[i], edits[i+1], 1)
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(whole), 0o644); err != nil {
			return "", err
		}
	}
	for file, text := range map[string]string{
		journal + "2026-09-08-training.md": "---\nkind: change\ntitle: Training\nstate: accepted\naccepted: 2026-09-09\naccepted_by: joost\nadds: [Training for two]\nprice: 480\ndays: 2\naffects: [training]\n---\n",
		journal + "2026-09-10-cakes.md":    "---\nkind: change\ntitle: Cakes\nstate: proposed\nprice: 700\n---\n",
		journal + "2026-09-12-server.md":   "---\nkind: maintenance\ntitle: The server moves\nfrom: 2026-09-12 22:00\nto: 2026-09-12 23:00\neffect: The shop is away for an hour\n---\n",
		journal + "2026-09-17-price.md":    "---\nkind: concern\ntitle: The price\nraised_by: joost\nabout: price\nsettled: 2026-09-18\noutcome: It stays\n---\n",
		journal + "2026-09-22-ask.md":      "---\nkind: question\ntitle: Which courier?\nto: mara\nby: joost\nneeded_by: 2026-09-24\nanswered: 2026-09-24\nanswer: The one in town\n---\n",
		shop + "data/time.csv":             "date,hours,person,item,note\n2026-09-03,2.5,mara,care,Texts\n2026-09-03,1,mara,care,Calls\n2026-10-01,3,mara,care,Pages\n",
		shop + "data/invoices.csv":         "number,date,amount,item,period,due,paid\n2026-09,2026-10-01,950,care,2026-09,2026-10-15,2026-10-12\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return dir, nil
})

// start is when the published workspace is committed.
const start = "2026-10-14T10:00:00Z"

func gitAt(dir, when string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Mara", "-c", "user.email=mara@northlight.example", "-c", "commit.gpgsign=false", "-c", "maintenance.auto=false", "-c", "core.fsync=none"}, args...)...)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_AUTHOR_DATE="+when, "GIT_COMMITTER_DATE="+when)
	return cmd
}

// shared is a folder for what several tests read; TestMain makes it.
var shared string

func TestMain(m *testing.M) {
	var err error
	if shared, err = os.MkdirTemp("", "check"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(shared)
	os.Exit(code)
}

// publishedFolder returns the folder of the published workspace, which nobody edits.
func publishedFolder(t *testing.T) string {
	t.Helper()
	testprogram.Find(t, "git", "")
	dir, err := publish()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// copyFolder copies a folder by its name from one folder to another.
func copyFolder(t *testing.T, to, from, name string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(to, name), os.DirFS(filepath.Join(from, name))); err != nil {
		t.Fatal(err)
	}
}

// witnessed returns the problems that rules found which ask git.
func witnessed(t *testing.T, problems []diag.Problem) []diag.Problem {
	t.Helper()
	rules, _ := check.Witnessed()
	var found []diag.Problem
	for _, p := range problems {
		switch {
		case slices.Contains(rules, p.Rule):
			found = append(found, p)
		case p.Severity == diag.Error && !slices.ContainsFunc(check.Rules(), func(r check.Rule) bool { return r.Name == p.Rule }):
			t.Fatalf("the edit is no silent one, but a mistake: %s", p)
		}
	}
	return found
}

// An edit is a change of one file: a text that stands in it once is replaced. A file or
// folder without a text is removed, and a file without an old text is new.
type edit struct {
	name, file, old, new string
	rule                 string // that finds it
	says                 string // what the finding says of it
	rest                 string // another edit that belongs to it, as FILE|OLD|NEW
}

func (e edit) do(w workspace) {
	name := filepath.Join(w.dir, e.file)
	switch {
	case e.old == "" && e.new == "":
		if _, err := os.Stat(name); err != nil {
			w.t.Fatal(err)
		}
		if err := os.RemoveAll(name); err != nil {
			w.t.Fatal(err)
		}
	case e.old == "":
		write(w.t, name, e.new)
	default:
		w.edit(e.file, e.old, e.new)
	}
	if e.rest != "" {
		parts := strings.Split(e.rest, "|")
		edit{file: parts[0], old: parts[1], new: parts[2]}.do(w)
	}
}

var silent = []edit{
	// what was agreed
	{name: "response", file: agreement, old: "respond: 4h", new: "respond: 6h", rule: "terms-moved", says: `turnaround "change": respond said 4h`},
	{name: "resolution in other units", file: agreement, old: "resolve: 2d", new: "resolve: 20h", rule: "terms-moved", says: "resolve said 2d"},
	{name: "clock", file: agreement, old: "resolve: 2d}", new: "resolve: 48h, clock: always}", rule: "terms-moved", says: "clock"},
	{name: "what a turnaround is for", file: agreement, old: "request: A small change", new: "request: A small change of text", rule: "terms-moved", says: "request"},
	{name: "a promise less in a turnaround", file: agreement, old: ", resolve: 2d", new: "", rule: "terms-moved", says: "says nothing"},
	{name: "price", file: agreement, old: "amount: 950,", new: "amount: 990,", rule: "terms-moved", says: `price "care": amount said 950 EUR`},
	{name: "price in another currency", file: agreement, old: "amount: 95}", new: `amount: "95 USD"}`, rule: "terms-moved", says: "amount said 95 EUR", rest: agreement + "|, over: extra|"},
	{name: "hours included", file: agreement, old: "includes: 10h,", new: "includes: 8h,", rule: "terms-moved", says: "includes said 10h"},
	{name: "cap", file: agreement, old: "cap: 1500", new: "cap: 2500", rule: "terms-moved", says: "cap said 1500 EUR"},
	{name: "carry removed", file: agreement, old: ", carry: 1", new: "", rule: "terms-moved", says: "carry"},
	{name: "for how long a price is", file: agreement, old: "per: month", new: "per: week", rule: "terms-moved", says: "per said month"},
	{name: "what a price is for", file: agreement, old: "item: Care plan", new: "item: Hosting", rule: "terms-moved", says: "item"},
	{name: "scope: a number", file: agreement, old: "5 product pages", new: "3 product pages", rule: "terms-moved", says: `"5 product pages"`},
	{name: "scope: a line gone", file: agreement, old: "    - 5 product pages\n", new: "", rule: "terms-moved", says: `"5 product pages" stood here`},
	{name: "scope: half a line gone", file: agreement, old: "Payment by iDEAL and card", new: "Payment by card", rule: "terms-moved", says: "iDEAL"},
	{name: "scope: a number in a detail", file: agreement, old: "Through 1 payment provider", new: "Through 2 payment providers", rule: "terms-moved", says: "detail"},
	{name: "scope: an exclusion more", file: agreement, old: "excludes: [Photographs,", new: "excludes: [Photographs, Hosting,", rule: "terms-moved", says: `"Hosting" was not there before`},
	{name: "scope: a negation", file: agreement, old: "Texts are not translated", new: "Texts are translated", rule: "terms-moved", says: "not translated"},
	{name: "scope: an assumption more", file: agreement, old: "[Product texts come from you]", new: "[Product texts come from you, You answer within a day]", rule: "terms-moved", says: "You answer within a day"},
	{name: "scope: a deliverable", file: agreement, old: "deliverables: [A shop]", new: "deliverables: [A page]", rule: "terms-moved", says: `deliverable "A shop"`},
	{name: "scope: the worst case", file: agreement, old: "worst_case: Open in January", new: "worst_case: Open in March", rule: "terms-moved", says: "worst_case"},
	{name: "our duty", file: agreement, old: "ours: [A named person answers]", new: "ours: [Somebody answers]", rule: "terms-moved", says: "A named person answers"},
	{name: "a duty more of theirs", file: agreement, old: "yours: [One person collects all comments]", new: "yours: [One person collects all comments, You test each page]", rule: "terms-moved", says: "You test each page"},
	{name: "rhythm of updates", file: agreement, old: "update: weekly on friday", new: "update: every 2 weeks on friday", rule: "terms-moved", says: "update"},
	{name: "rhythm of reports gone", file: agreement, old: "  report: monthly on 5\n", new: "", rule: "terms-moved", says: "report"},
	{name: "start", file: agreement, old: "start: 2026-08-03", new: "start: 2026-09-07", rule: "terms-moved", says: "start said 2026-08-03"},
	{name: "a proposal after all", file: agreement, old: "status: active", new: "status: proposed", rule: "terms-moved", says: "status said active"},
	{name: "working hours", file: house, old: "mon-fri: [09:00-12:30, 13:00-17:30]", new: "mon-fri: [10:00-12:30, 13:00-16:00]", rule: "terms-moved", says: "hours"},
	{name: "holidays", file: house, old: "holidays: nl", new: "holidays: de", rule: "terms-moved", says: "holidays said nl"},
	{name: "time zone", file: house, old: "timezone: Europe/Amsterdam", new: "timezone: America/New_York", rule: "terms-moved", says: "timezone"},
	{name: "how soon a channel answers", file: house, old: "answer_within: 1d", new: "answer_within: 3d", rule: "terms-moved", says: "answer_within"},
	{name: "a closure put in afterwards", file: house, old: "{from: 2026-09-28", new: "{from: 2026-10-05, to: 2026-10-06}, {from: 2026-09-28", rule: "backdated", says: "reaches back to 2026-10-05"},
	{name: "a closure made longer", file: house, old: "to: 2026-09-29", new: "to: 2026-10-02", rule: "terms-moved", says: "to said 2026-09-29"},
	{name: "currency of the client", file: client, old: "access: open", new: "access: open\ncurrency: USD", rule: "terms-moved", says: "EUR"},

	// targets
	{name: "target", file: agreement, old: "target: 300,", new: "target: 290,", rule: "target-moved", says: `KPI "orders": target said 300`},
	{name: "baseline", file: agreement, old: "value: 240", new: "value: 200", rule: "target-moved", says: "value said 240"},
	{name: "by", file: agreement, old: "by: 2027-06-30", new: "by: 2027-12-31", rule: "target-moved", says: "by said 2027-06-30"},
	{name: "tolerance", file: agreement, old: "tolerance: 5%", new: "tolerance: 25%", rule: "target-moved", says: "tolerance"},
	{name: "tolerance where none was", file: agreement, old: "direction: down,", new: "direction: down, tolerance: 50%,", rule: "target-moved", says: "tolerance"},
	{name: "direction", file: agreement, old: "direction: down, ", new: "", rule: "target-moved", says: "direction said down"},
	{name: "a KPI gone", file: agreement, old: "  - {id: calls, name: Calls, goal: online, direction: down, series: {2026-W38: 30, 2026-W39: 28, 2026-W40: 31}, means: How often the phone rings}\n", new: "", rule: "target-moved", says: `KPI "calls" stood here`},

	// the plan
	{name: "due", file: agreement, old: "due: 2026-11-16", new: "due: 2026-11-19", rule: "promise-moved", says: `milestone "live": due said 2026-11-16`},
	{name: "a milestone that means less", file: agreement, old: "what: Shop live", new: "what: Shop sketched", rule: "promise-moved", says: "what"},
	{name: "an excuse more", file: agreement, old: "needs: [design, texts]", new: "needs: [design, texts, logo]", rule: "promise-moved", says: `need "logo"`},
	{name: "due of an input", file: agreement, old: "due: 2026-10-23", new: "due: 2026-10-19", rule: "promise-moved", says: `input "texts": due`},
	{name: "rhythm of an input", file: agreement, old: "every: monthly on 3", new: "every: monthly on 1", rule: "promise-moved", says: "every"},
	{name: "from whom an input is", file: agreement, old: "what: Product texts, from: joost", new: "what: Product texts, from: anna", rule: "promise-moved", says: "from said joost"},
	{name: "a milestone gone", file: agreement, old: "  - {id: training, what: Two people trained, due: 2026-11-23, needs: [live], owner: mara}\n", new: "", rule: "promise-withdrawn", says: `milestone "training" stood here`, rest: journal + "2026-09-08-training.md|affects: [training]|affects: []"},
	{name: "an input gone", file: agreement, old: "  - {id: logo, what: Logo files, from: joost, due: 2026-08-21, received: 2026-08-21}\n", new: "", rule: "promise-withdrawn", says: `input "logo" stood here`},
	{name: "a milestone of the past", file: agreement, old: "  - {id: live,", new: "  - {id: sketch, what: Sketch, due: 2026-09-10, done: 2026-09-09}\n  - {id: live,", rule: "backdated", says: "reaches back to 2026-09-10"},
	{name: "done", file: agreement, old: "done: 2026-09-18", new: "done: 2026-09-16", rule: "record-changed", says: "done said 2026-09-18"},
	{name: "done no more", file: agreement, old: ", done: 2026-09-18", new: "", rule: "record-changed", says: "done said 2026-09-18"},
	{name: "received", file: agreement, old: "received: 2026-08-21", new: "received: 2026-08-25", rule: "record-changed", says: "received"},
	{name: "one received of many", file: agreement, old: "2026-09-03, 2026-10-05]", new: "2026-09-07, 2026-10-05]", rule: "record-changed", says: "2026-09-03"},
	{name: "received shifted", file: agreement, old: "received: [2026-08-03, 2026-09-03,", new: "received: [null, 2026-08-03, 2026-09-03,", rule: "record-changed", says: "received"},
	{name: "a pause put in afterwards", file: agreement, old: "paused: [{from: 2026-08-24", new: "paused: [{from: 2026-10-01, to: 2026-10-05}, {from: 2026-08-24", rule: "backdated", says: "reaches back to 2026-10-01"},
	{name: "a pause made longer", file: agreement, old: "to: 2026-08-25", new: "to: 2026-09-04", rule: "record-changed", says: "to said 2026-08-25"},

	{name: "a milestone taken out", file: agreement, old: "due: 2026-11-23, needs", new: "until: 2026-10-16, due: 2026-11-23, needs", rule: "promise-moved", says: `milestone "training": until said nothing`},
	{name: "an input taken out before it was late", file: agreement, old: "due: 2026-10-23}", new: "due: 2026-10-23, until: 2026-10-02}", rule: "backdated", says: `input "texts": until said nothing`},
	{name: "a milestone that was never agreed on at the start", file: agreement, old: "due: 2026-11-23, needs", new: "since: 2026-10-05, due: 2026-11-23, needs", rule: "promise-moved", says: `milestone "training": since said nothing`},
	{name: "an input agreed on last month", file: agreement, old: "rhythm:\n", new: "  - {id: logos, what: Logos, from: joost, since: 2026-09-15, due: 2026-11-02}\nrhythm:\n", rule: "backdated", says: "reaches back to 2026-09-15"},

	// the journal
	{name: "decided", file: journal + "2026-09-14-colours.md", old: "decided: 2026-09-16", new: "decided: 2026-09-15", rule: "record-changed", says: "decided said 2026-09-16"},
	{name: "decided by another", file: journal + "2026-09-14-colours.md", old: "decided_by: joost", new: "decided_by: anna", rule: "record-changed", says: "decided_by said joost"},
	{name: "an outcome", file: journal + "2026-09-14-colours.md", old: "outcome: Blue", new: "outcome: Green", rule: "record-changed", says: "outcome said Blue"},
	{name: "a day by which a decision is needed", file: journal + "2026-09-14-colours.md", old: "needed_by: 2026-09-16", new: "needed_by: 2026-09-30", rule: "promise-moved", says: "needed_by"},
	{name: "answered", file: journal + "2026-09-15-domain.md", old: "answered: 2026-09-17", new: "answered: 2026-09-25", rule: "record-changed", says: "answered said 2026-09-17"},
	{name: "an answer", file: journal + "2026-09-15-domain.md", old: "answer: Acme does", new: "answer: Northlight does", rule: "record-changed", says: "answer said"},
	{name: "opened", file: journal + "2026-10-12-banner.md", old: "opened: 2026-10-12 10:00", new: "opened: 2026-10-12 11:00", rule: "record-changed", says: "opened"},
	{name: "resolved", file: journal + "2026-10-12-banner.md", old: "resolved: 2026-10-13 11:00", new: "resolved: 2026-10-13 09:00", rule: "record-changed", says: "resolved"},
	{name: "a wait stretched", file: journal + "2026-10-12-banner.md", old: "to: 2026-10-12 14:00", new: "to: 2026-10-13 10:00", rule: "record-changed", says: "wait from"},
	{name: "a wait put in when it was solved", file: journal + "2026-10-12-banner.md", old: "waiting: [{", new: "waiting: [{from: 2026-10-13 09:00, to: 2026-10-13 10:00}, {", rule: "backdated", says: "had been resolved by then"},
	{name: "the kind of a request", file: journal + "2026-10-12-banner.md", old: "type: change\n", new: "", rule: "record-changed", says: "type said change"},
	{name: "a rating", file: journal + "2026-09-30-praise.md", old: "nps: 9", new: "nps: 10", rule: "record-changed", says: "nps said 9"},
	{name: "satisfaction gone", file: journal + "2026-09-30-praise.md", old: "csat: 4\n", new: "", rule: "record-changed", says: "csat said 4"},
	{name: "a client's praise", file: journal + "2026-09-30-praise.md", old: "well: Quick answers", new: "well: Quick and kind answers", rule: "record-changed", says: "well said"},
	{name: "a client's blame", file: journal + "2026-09-30-praise.md", old: "better: Fewer mails\n", new: "", rule: "record-changed", says: "better said"},
	{name: "given", file: journal + "2026-09-30-praise.md", old: "given: 2026-09-30", new: "given: 2026-09-28", rule: "record-changed", says: "given said"},
	{name: "asked", file: journal + "2026-10-15-round.md", old: "asked: 2026-10-15", new: "asked: 2026-10-14", rule: "record-changed", says: "asked said", rest: journal + "2026-10-15-round.md|kind: feedback|kind: feedback\ndate: 2026-10-14"},
	{name: "settled", file: journal + "2026-09-17-price.md", old: "settled: 2026-09-18", new: "settled: 2026-09-17", rule: "record-changed", says: "settled said"},
	{name: "whose doing an incident was", file: journal + "2026-09-22-down.md", old: "ours: true", new: "ours: false", rule: "record-changed", says: "ours said true"},
	{name: "how long an incident was", file: journal + "2026-09-22-down.md", old: "resolved: 2026-09-22 10:10", new: "resolved: 2026-09-22 10:05", rule: "record-changed", says: "resolved"},
	{name: "our own word of a day", file: journal + "2026-10-09-week.md", old: "health: green", new: "health: amber", rule: "record-changed", says: "health said green"},
	{name: "an action done", file: journal + "2026-10-06-meeting.md", old: "done: 2026-10-08", new: "done: 2026-10-07", rule: "record-changed", says: "done said 2026-10-08"},
	{name: "an action due", file: journal + "2026-10-06-meeting.md", old: "due: 2026-10-20", new: "due: 2026-10-27", rule: "promise-moved", says: "due said 2026-10-20"},
	{name: "an action gone", file: journal + "2026-10-06-meeting.md", old: "  - {what: Read the plan, who: joost, due: 2026-10-20}\n", new: "", rule: "promise-moved", says: "Read the plan"},
	{name: "an accepted change: what it costs", file: journal + "2026-09-08-training.md", old: "price: 480", new: "price: 680", rule: "terms-moved", says: "price said 480 EUR"},
	{name: "an accepted change: its days", file: journal + "2026-09-08-training.md", old: "days: 2", new: "days: 5", rule: "terms-moved", says: "days said 2"},
	{name: "an accepted change: what it moves", file: journal + "2026-09-08-training.md", old: "affects: [training]", new: "affects: [training, live]", rule: "record-changed", says: `"live"`},
	{name: "an accepted change: when", file: journal + "2026-09-08-training.md", old: "accepted: 2026-09-09", new: "accepted: 2026-09-08", rule: "record-changed", says: "accepted said"},
	{name: "a change accepted long ago, of which nobody heard", file: journal + "2026-09-10-cakes.md", old: "state: proposed", new: "state: accepted\naccepted: 2026-09-11\naccepted_by: joost", rule: "backdated", says: "2026-09-11"},
	{name: "an entry gone", file: journal + "2026-09-22-down.md", rule: "entry-removed", says: "2026-09-22-down.md"},
	{name: "an entry that is a draft again", file: journal + "2026-09-17-price.md", old: "kind: concern", new: "kind: concern\ndraft: true", rule: "entry-removed", says: "2026-09-17-price.md"},
	{name: "the day of an entry", file: journal + "2026-09-22-down.md", old: "kind: incident", new: "kind: incident\ndate: 2026-09-29", rule: "record-changed", says: "date said 2026-09-22"},
	{name: "an update of a week that had none", file: journal + "2026-10-02-week.md", rule: "entry-removed", says: "2026-10-02-week.md"},

	// reports and tables
	{name: "a figure that a report gave", file: reports + "2026-09.md", old: "kpis: {orders: 362}", new: "kpis: {orders: 372}", rule: "figure-changed", says: `"orders" said 362`},
	{name: "a figure behind a report", file: shop + "data/orders.csv", old: "2026-08,310", new: "2026-08,330", rule: "figure-changed", says: "value said 310"},
	{name: "a figure in the agreement", file: agreement, old: "2026-W39: 28", new: "2026-W39: 25", rule: "figure-changed", says: `figure of 2026-W39 said 28`},
	{name: "a figure gone", file: shop + "data/orders.csv", old: "2026-06,290,\n", new: "", rule: "entry-removed", says: `figure of 2026-06 stood here`},
	{name: "who read a report", file: reports + "2026-09.md", old: "by: joost", new: "by: anna", rule: "record-changed", says: "by said joost"},
	{name: "when a report was read", file: reports + "2026-09.md", old: "on: 2026-10-06", new: "on: 2026-10-05", rule: "record-changed", says: "on said 2026-10-06"},
	{name: "the day of a report", file: reports + "2026-09.md", old: "date: 2026-10-05", new: "date: 2026-10-02", rule: "record-changed", says: "date said 2026-10-05"},
	{name: "a report gone", file: reports + "2026-09.md", rule: "entry-removed", says: "2026-09.md"},
	{name: "a request gone", file: shop + "data/requests.csv", old: "q1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00\n", new: "q2,change,Another,2026-10-15 10:00,2026-10-15 11:00,2026-10-15 12:00\n", rule: "entry-removed", says: `request "q1"`},
	{name: "a request solved sooner", file: shop + "data/requests.csv", old: "2026-09-02 12:00", new: "2026-09-01 12:00", rule: "record-changed", says: "resolved"},
	{name: "a wait put into a row when it was solved", file: shop + "data/requests.csv", old: "responded,resolved\nq1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00", new: "responded,resolved,waiting\nq1,change,A new text,2026-09-01 10:00,2026-09-01 11:00,2026-09-02 12:00,9h", rule: "backdated", says: "had been resolved by then"},
	{name: "another table behind a figure", file: agreement, old: "series: data/orders.csv", new: "series: {2026-06: 290, 2026-07: 320, 2026-08: 330, 2026-09: 362}", rule: "figure-changed", says: "series said data/orders.csv"},
	{name: "a target under another id", file: agreement, old: "{id: calls, name: Calls, goal: online, direction: down,", new: "{id: phone, name: Calls, goal: online, direction: down, target: 40,", rule: "target-moved", says: `KPI "calls" stood here`},
	{name: "a notice of long ago", file: journal + "2026-09-01-later.md", new: "---\nkind: risk\ntitle: Later\nlikelihood: 3\nimpact: 2\naffects: [live]\n---\n", rule: "backdated", says: "2026-09-01-later.md",
		rest: agreement + "|owner: mara}\n  - {id: training|owner: mara, forecast: 2026-11-30}\n  - {id: training"},
	{name: "a notice put into an entry of long ago", file: journal + "2026-09-22-down.md", old: "kind: incident", new: "kind: incident\ntells: [live]", rule: "backdated", says: "2026-09-22-down.md",
		rest: agreement + "|owner: mara}\n  - {id: training|owner: mara, forecast: 2026-11-30}\n  - {id: training"},
	{name: "closed long ago", file: agreement, old: "status: active", new: "status: closed\nclosed: 2026-09-04", rule: "backdated", says: `closed says 2026-09-04`},
	{name: "a milestone under another id and day", file: agreement, old: "{id: training, what: Two people trained, due: 2026-11-23,", new: "{id: school, what: Two people trained, due: 2026-11-30,", rule: "promise-withdrawn", says: `milestone "training" stood here`, rest: journal + "2026-09-08-training.md|affects: [training]|affects: []"},
	{name: "a day that nobody needs any more", file: journal + "2026-09-15-domain.md", old: "needed_by: 2026-09-18\n", new: "", rule: "promise-moved", says: "needed_by said 2026-09-18"},
	{name: "a detail gone", file: agreement, old: "{what: Payment by iDEAL and card, detail: Through 1 payment provider}", new: "Payment by iDEAL and card", rule: "terms-moved", says: "detail said"},
	{name: "how many collect comments", file: agreement, old: "One person collects", new: "Two persons collect", rule: "terms-moved", says: "One person"},
	{name: "whose doing an incident was, unsaid", file: journal + "2026-09-22-down.md", old: "ours: true\n", new: "", rule: "record-changed", says: "ours said true"},
	{name: "a report read by nobody", file: reports + "2026-09.md", old: "reviewed: {by: joost, on: 2026-10-06}\n", new: "", rule: "record-changed", says: "reviewed stood here"},
	{name: "an accepted change declined", file: journal + "2026-09-08-training.md", old: "state: accepted", new: "state: declined", rule: "record-changed", says: "state said accepted (commit"},
	{name: "an open day of the past", file: house, old: "holidays: nl", new: "holidays: nl\nopen: [2026-04-06]", rule: "backdated", says: "reaches back to 2026-04-06"},
	{name: "the hour of a time in another offset", file: journal + "2026-10-12-banner.md", old: "resolved: 2026-10-13 11:00", new: "resolved: 2026-10-13T11:00:00+03:00", rule: "record-changed", says: "resolved"},
	{name: "hours worked", file: shop + "data/time.csv", old: "2026-09-03,2.5", new: "2026-09-03,3.5", rule: "record-changed", says: "hours said 2.5"},
	{name: "hours that vanish", file: shop + "data/time.csv", old: "2026-10-01,3,mara,care,Pages\n", new: "", rule: "entry-removed", says: "2026-10-01"},
	{name: "an invoice", file: shop + "data/invoices.csv", old: "2026-10-01,950,", new: "2026-10-01,1050,", rule: "record-changed", says: "amount said 950 EUR"},
	{name: "when an invoice was paid", file: shop + "data/invoices.csv", old: "2026-10-12", new: "2026-10-14", rule: "record-changed", says: "paid said"},
	{name: "an excuse less", file: agreement, old: "needs: [design, texts]", new: "needs: [design]", rule: "promise-moved", says: `need "texts" stood here`},
	{name: "an excuse where none was", file: agreement, old: "{id: design, what: Design approved, due: 2026-09-18,", new: "{id: design, what: Design approved, needs: [logo], due: 2026-09-18,", rule: "promise-moved", says: `need "logo" was not there before`},
	{name: "a portal that says nothing of its silence", file: agreement, old: "status: active", new: "status: active\nquiet: off", rule: "terms-moved", says: "quiet said nothing"},
	{name: "hours put into a month that is billed", file: shop + "data/time.csv", old: "2026-10-01,3,mara", new: "2026-09-29,1.5,mara,care,\n2026-10-01,3,mara", rule: "backdated", says: "the invoice of its period had been sent by then"},
	{name: "reports to be read within days", file: agreement, old: "rhythm:\n", new: "review_within: 3d\nrhythm:\n", rule: "terms-moved", says: "review_within said nothing"},
	{name: "hours beyond that cost where none did", file: agreement, old: "amount: 95}", new: "amount: 95, per: hour}", rule: "terms-moved", says: "per said nothing"},
	{name: "a target where none was", file: agreement, old: "direction: down,", new: "direction: down, target: 40,", rule: "target-moved", says: "target said nothing"},
	{name: "a baseline where none was", file: agreement, old: "direction: down,", new: "direction: down, baseline: {value: 20, at: 2026-08-03},", rule: "target-moved", says: "baseline was not there before"},
	{name: "holidays of the client where none were", file: client, old: "access: open", new: "access: open\nholidays: nl", rule: "terms-moved", says: "holidays said nothing"},
	{name: "a detail that counts", file: agreement, old: "    - 5 product pages\n", new: "    - {what: 5 product pages, detail: Only one picture each}\n", rule: "terms-moved", says: "detail said nothing"},
	{name: "an accepted change: what it adds", file: journal + "2026-09-08-training.md", old: "adds: [Training for two]", new: "adds: [Training for two, A second day]", rule: "terms-moved", says: `addition "A second day"`},
	{name: "an accepted change: what it takes out", file: journal + "2026-09-08-training.md", old: "days: 2", new: "days: 2\nremoves: [5 product pages]", rule: "terms-moved", says: `removal "5 product pages"`},
	{name: "who wrote an entry", file: journal + "2026-09-22-ask.md", old: "by: joost", new: "by: anna", rule: "record-changed", says: "by said joost"},
	{name: "what was not chosen", file: journal + "2026-09-14-colours.md", old: "kind: decision", new: "kind: decision\noptions: [Blue, Green]", rule: "record-changed", says: `option "Blue" was not there before`},
	{name: "an accepted change proposed again", file: journal + "2026-09-08-training.md", old: "state: accepted\naccepted: 2026-09-09\naccepted_by: joost\n", new: "state: proposed\n", rule: "record-changed", says: "accepted said 2026-09-09"},
	{name: "a reminder of long ago", file: agreement, old: "due: 2026-08-21, received", new: "due: 2026-08-21, reminded: [2026-08-19], received", rule: "backdated", says: "reminded says 2026-08-19"},

	// what clients rely on in words, and what says how rows are read
	{name: "who may decide", file: client, old: "decides: [scope]", new: "decides: [scope, budget]", rule: "record-changed", says: `contact "anna", decision on "budget" was not there before`},
	{name: "who decides no more", file: client, old: ", decides: [scope]", new: "", rule: "record-changed", says: `contact "anna", decision on "scope" stood here`},
	{name: "whose the code is", file: client, old: "a: You do", new: "a: We do", rule: "claim-changed", says: `answer to "Who owns the code?": a said "You do"`},
	{name: "a question answered no more", file: client, old: "  - {q: Who owns the code?, a: You do}\n", new: "  - {q: When do you bake?, a: At night}\n", rule: "claim-changed", says: `answer to "Who owns the code?" stood here`},
	{name: "what a service does, later", file: "content/services/care.md", old: "Updates within a day", new: "Updates within a week", rule: "claim-changed", says: `what the service does, "Updates within a day" stood here`},
	{name: "what a service does not", file: "content/services/care.md", old: "does_not: [New features]", new: "does_not: []", rule: "claim-changed", says: `what the service does not do, "New features" stood here`},
	{name: "a figure in a summary that was read", file: reports + "2026-09.md", old: "summary: Orders rose", new: "summary: Orders rose by 60", rule: "claim-changed", says: `summary said "Orders rose"`},
	{name: "a summary that was read turned round", file: reports + "2026-09.md", old: "summary: Orders rose", new: "summary: Orders never rose", rule: "claim-changed", says: "summary said"},
	{name: "an insight that was read", file: reports + "2026-09.md", old: "what: Orders grow,", new: "what: Orders grow for the third month,", rule: "claim-changed", says: `insight "Orders grow" stood here`},
	{name: "what an insight that was read means", file: reports + "2026-09.md", old: "so: The pages work", new: "so: Half of the pages work", rule: "claim-changed", says: `insight "Orders grow": so said`},
	{name: "what was done, gone", file: reports + "2026-09.md", old: "done: [Two pages for cakes]\n", new: "", rule: "claim-changed", says: `what was done, "Two pages for cakes" stood here`},
	{name: "what was done, more", file: reports + "2026-09.md", old: "[Two pages for cakes]", new: "[Two pages for cakes, Three pages for bread]", rule: "claim-changed", says: "was not there when the client read the report"},
	{name: "our reply turned round", file: journal + "2026-09-30-praise.md", old: "reply: Thank you", new: "reply: Thank you for nothing but 1 mail", rule: "claim-changed", says: "reply said"},
	{name: "whom a cause names", file: journal + "2026-09-22-down.md", old: "cause: A certificate ran out", new: "cause: A certificate of Mollie ran out", rule: "claim-changed", says: "cause said"},
	{name: "what is prevented", file: journal + "2026-09-22-down.md", old: "prevention: It renews itself now", new: "prevention: It cannot renew itself", rule: "claim-changed", says: "prevention said"},
	{name: "what a figure means", file: agreement, old: "means: How many people bought", new: "means: How many people bought twice", rule: "claim-changed", says: `KPI "orders": means said`},
	{name: "what a maintenance does", file: journal + "2026-09-12-server.md", old: "away for an hour", new: "away for a minute", rule: "claim-changed", says: "effect said"},
	{name: "how likely a risk was", file: journal + "2026-09-21-supplier.md", old: "likelihood: 1", new: "likelihood: 2", rule: "record-changed", says: "likelihood said 1"},
	{name: "how much a risk would hurt", file: journal + "2026-09-21-supplier.md", old: "impact: 2", new: "impact: 1", rule: "record-changed", says: "impact said 2"},
	{name: "what the client wants first", file: client, old: "priority: 1", new: "priority: 3", rule: "record-changed", says: `goal "online": priority said 1`},
	{name: "who was there", file: journal + "2026-10-06-meeting.md", old: "attended: [joost, mara]", new: "attended: [mara]", rule: "record-changed", says: `attendance of "joost" stood here`},
	{name: "an arrival on another day, with its period", file: agreement, old: "[2026-08-03, 2026-09-03, 2026-10-05]", new: "[{for: 2026-08, on: 2026-08-03}, {for: 2026-09, on: 2026-09-08}, {for: 2026-10, on: 2026-10-05}]", rule: "record-changed", says: `said 2026-09-03`},
	{name: "an arrival left out, with the periods of the others", file: agreement, old: "[2026-08-03, 2026-09-03, 2026-10-05]", new: "[{for: 2026-08, on: 2026-08-03}, {for: 2026-10, on: 2026-10-05}]", rule: "record-changed", says: `said 2026-09-03`},

	// what goes as a whole, and whose word it was
	{name: "a client gone", file: "content/clients/acme", rule: "promise-withdrawn", says: `client "acme" stood here`},
	{name: "an engagement gone", file: strings.TrimSuffix(shop, "/"), rule: "promise-withdrawn", says: `engagement "shop" stood here`},
	{name: "a client that is a draft", file: client, old: "name: Acme", new: "draft: true\nname: Acme", rule: "promise-withdrawn", says: `client "acme" was published`},
	{name: "a service gone", file: "content/services/care.md", rule: "entry-removed", says: `service "services/care.md" stood here`, rest: agreement + "|service: care\n|"},
	{name: "which service it is", file: agreement, old: "service: care\n", new: "", rule: "record-changed", says: "service said care"},
	{name: "a contact who is another", file: client, old: "name: Joost de Wit", new: "name: Piet Kok", rule: "record-changed", says: `contact "joost": name said "Joost de Wit"`},
	{name: "how we work, no more", file: house, old: "processes: [{name: One list, how: What we owe each other stands here}]\n", new: "", rule: "claim-changed", says: `"One list" stood here`},
	{name: "who learnt a lesson", file: journal + "2026-09-25-renewals.md", old: "side: ours", new: "side: both", rule: "record-changed", says: "side said ours"},
	{name: "a return of long ago", file: agreement, old: "due: 2026-08-21, received", new: "due: 2026-08-21, returned: [{came: 2026-08-20, on: 2026-08-20, why: Torn}], received", rule: "backdated", says: "on says 2026-08-20"},
	{name: "a decision of long ago", file: journal + "2026-09-01-font.md", new: "---\nkind: decision\ntitle: Which font\nneeded_by: 2026-09-04\ndecided: 2026-09-04\ndecided_by: joost\noutcome: Serif\n---\n", rule: "backdated", says: "decided says 2026-09-04"},

	{name: "what the client wants", file: client, old: "want: More orders online", new: "want: A nicer shop", rule: "record-changed", says: "want said"},
}

// Each of these changes what somebody relies on, and is found at its line, with the
// commit that it is compared with, and the way to make it honest.
func TestSilentChangesAreFound(t *testing.T) {
	witness := regexp.MustCompile(`\(commit [0-9a-f]{10} of 2026-10-14\)|came now`)
	trials := make([]trial, len(silent))
	for i, e := range silent {
		trials[i] = trial{e.name, committing(e.do, i%2 == 1)}
	}
	tryAll(t, trials, func(t *testing.T, i int, found []diag.Problem) {
		e := silent[i]
		at := slices.IndexFunc(found, func(p diag.Problem) bool { return p.Rule == e.rule && strings.Contains(p.Message, e.says) })
		if at < 0 {
			t.Fatalf("no %s says %q in %v", e.rule, e.says, found)
		}
		p := found[at]
		if p.Line == 0 {
			t.Errorf("it stands at no line: %s", p)
		}
		if p.Rule != "backdated" && !witness.MatchString(p.Message) {
			t.Errorf("it does not name the commit: %s", p)
		}
		if !strings.Contains(p.Message, "; ") {
			t.Errorf("it says no way out: %s", p)
		}
	})
}

// A link that the client kept leads nowhere once the address is another.
func TestAnAddressThatWasLeftIsFound(t *testing.T) {
	tests := []struct {
		name, front string
		want        []string
	}{
		{"from the folder's name", "address: shop-9f2k", []string{`content/clients/acme/client.md:5:10: warning: the address was "acme" before, and nothing leads on from there; add it to aliases: [address-without-alias]`}},
		{"with an alias", "address: shop-9f2k\naliases: [acme]", nil},
		{"unchanged", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			bench := newBench(t, publishedFolder(t))
			h := history{commits: []commit{{start, bench.files}}, now: maps.Clone(bench.files)}
			if test.front != "" {
				h.now[client] = strings.Replace(h.now[client], "access: open", "access: open\n"+test.front, 1)
			}
			dir := t.TempDir()
			if err := h.write(dir); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, linesOf(checked(t, dir, asOf), "address-without-alias")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
