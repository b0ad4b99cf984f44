package remind

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/effort"
	"rapport/generator/facts"
	_ "rapport/generator/testheap"
)

// overdueRules are the rules of check that find what a client owes and did not bring.
var overdueRules = []string{"input-not-reminded", "question-overdue", "decision-overdue", "action-overdue", "report-unreviewed", "feedback-not-given"}

// How often an input was reminded by hand.
const (
	never     = 0
	sometimes = 3
)

// owing returns the files of a client that owes things of each kind, of which some
// came. Each stands in a file or on a line of its own.
func owing(r *rand.Rand, reminded int) map[string]string {
	day := func() calendar.Date { return calendar.NewDate(2026, 9, 1) + calendar.Date(r.IntN(60)) }
	maybe := func(format string) string {
		if r.IntN(3) > 0 {
			return ""
		}
		return fmt.Sprintf(format, day()+20)
	}
	files := map[string]string{"client.md": acme}
	inputs := ""
	for i := range 4 {
		was := ""
		if reminded > 0 && r.IntN(reminded) > 0 {
			was = fmt.Sprintf(", reminded: [%s]", day()+15)
		}
		inputs += fmt.Sprintf("  - {id: in%d, what: Input, from: %s, due: %s%s%s}\n", i, []string{"joost", "kees"}[r.IntN(2)], day(), maybe(", received: %s"), was)
	}
	inputs += "  - {id: sales, what: Sales, from: joost, every: monthly on 3, received: [2026-09-03" + strings.Repeat(", null", r.IntN(2)) + "]}\n"
	files["shop/engagement.md"] = strings.Replace(shop, "inputs:\n", "inputs:\n"+inputs, 1)
	for i := range 3 {
		for _, side := range []string{"theirs", "ours"} {
			to := map[string]string{"theirs": "joost", "ours": "mara"}[side]
			at := day()
			files[fmt.Sprintf("shop/journal/%s-q%d-%s.md", at, i, side)] = fmt.Sprintf("---\nkind: question\ntitle: Why?\nby: %s\nto: %s%s%s\n---\n",
				map[string]string{"theirs": "mara", "ours": "joost"}[side], to, maybe("\nneeded_by: %s"), maybe("\nanswered: %s\nanswer: So"))
			files[fmt.Sprintf("shop/journal/%s-d%d-%s.md", at, i, side)] = fmt.Sprintf("---\nkind: decision\ntitle: Which?\nto: %s%s%s\n---\n",
				to, maybe("\nneeded_by: %s"), maybe("\ndecided: %s\noutcome: This"))
			files[fmt.Sprintf("shop/journal/%s-m%d-%s.md", at, i, side)] = fmt.Sprintf("---\nkind: meeting\ntitle: We met\nactions:\n  - {what: Call, who: %s%s%s}\n  - {what: Write, who: %s%s%s}\n---\n",
				to, maybe(", due: %s"), maybe(", done: %s"), to, maybe(", due: %s"), maybe(", done: %s"))
		}
		files[fmt.Sprintf("shop/journal/%s-f%d-theirs.md", day(), i)] = fmt.Sprintf("---\nkind: feedback\ntitle: How is it?\nfrom: kees\nasked: %s%s\n---\n", day(), maybe("\ngiven: %s\nnps: 9"))
		files[fmt.Sprintf("shop/reports/2026-0%d.md", 6+i)] = fmt.Sprintf("---\ntitle: Month\ndate: %s%s\n---\n", day(), maybe("\nreviewed: {by: joost, on: %s}"))
	}
	return files
}

// owed is what a client owes on a day by two judges: what check finds, and what
// remind asks for that is past its day.
func owed(t *testing.T, in planning, day calendar.Date) (found, asked []string) {
	t.Helper()
	f := facts.Derive(in.Clients[0].Content, in.Provider.Calendar, day.In(in.Provider.Zone, 8*60))
	var problems diag.List
	check.Client(check.Input{Provider: in.Provider, Client: in.Clients[0].Content, Facts: f}, &problems)
	for _, p := range problems.Sorted() {
		if slices.Contains(overdueRules, p.Rule) && !strings.Contains(p.File, "ours") {
			found = append(found, fmt.Sprintf("%s:%d", p.File, lineOf(p.Rule, p.Line)))
		}
	}
	mails, missing := in.on(t, day.String(), empty(t))
	if len(missing) > 0 {
		t.Fatalf("%v have no address", missing)
	}
	for _, m := range toClients(mails) {
		for _, ask := range m.Asks {
			for _, o := range f.Engagements[0].Open {
				if o.Kind == ask.Kind && o.Ref == ask.Ref && o.Index == ask.Index && o.By == ask.by && o.Past > 0 {
					asked = append(asked, at(f.Engagements[0].Content, o))
				}
			}
		}
	}
	slices.Sort(found)
	slices.Sort(asked)
	return slices.Compact(found), slices.Compact(asked)
}

// lineOf leaves the line where a file holds several things.
func lineOf(rule string, line int) int {
	if rule == "input-not-reminded" || rule == "action-overdue" {
		return line
	}
	return 0
}

func at(e *content.Engagement, o facts.OpenItem) string {
	switch o.Kind {
	case facts.InputItem:
		return fmt.Sprintf("%s:%d", e.Path, o.At.Line)
	case facts.ActionItem:
		return fmt.Sprintf("%s:%d", o.Entry.Path, o.At.Line)
	case facts.ReviewItem:
		return o.Report.Path + ":0"
	}
	return o.Entry.Path + ":0"
}

// eachDay calls see for each working day on which something of owing may be due.
func eachDay(in planning, see func(calendar.Date)) {
	for day := calendar.NewDate(2026, 9, 1); day < calendar.NewDate(2027, 1, 15); day++ {
		if in.Provider.Calendar.Open(day) {
			see(day)
		}
	}
}

// seeds is how many workspaces are looked at on each of their days.
func seeds() uint64 {
	if effort.Slow {
		return 6
	}
	return 2
}

func TestWhatCheckCallsOverdueOfTheClientsIsAskedForAndTheReverse(t *testing.T) {
	some := 0
	for seed := range seeds() {
		in := workspace(t, owing(rand.New(rand.NewPCG(seed, 1)), never))
		eachDay(in, func(day calendar.Date) {
			found, asked := owed(t, in, day)
			some += len(asked)
			if diff := cmp.Diff(found, asked); diff != "" {
				t.Errorf("seed %d, %s: check finds what is not asked for (-), or the reverse (+):\n%s", seed, day, diff)
			}
		})
	}
	if some == 0 {
		t.Error("nothing was ever owed")
	}
}

func TestWhatWasRemindedByHandIsAskedForAgainBeforeCheckFindsIt(t *testing.T) {
	for seed := range seeds() {
		in := workspace(t, owing(rand.New(rand.NewPCG(seed, 2)), sometimes))
		eachDay(in, func(day calendar.Date) {
			found, asked := owed(t, in, day)
			for _, f := range found {
				if !slices.Contains(asked, f) {
					t.Errorf("seed %d, %s: check finds %s, which is not asked for", seed, day, f)
				}
			}
		})
	}
}

func TestWhoRemindsEachMorningIsNeverToldToRemind(t *testing.T) {
	for seed := range seeds() {
		in := workspace(t, owing(rand.New(rand.NewPCG(seed, 3)), never))
		record := empty(t)
		inputs := in.Clients[0].Content.Engagements[0].Inputs
		eachDay(in, func(day calendar.Date) {
			mails, _ := in.on(t, day.String(), record)
			for i := range mails {
				record.Sent(&mails[i])
				for _, ask := range mails[i].Asks {
					if n := slices.IndexFunc(inputs, func(in content.Input) bool { return in.ID == ask.Ref }); n >= 0 {
						inputs[n].Reminded = append(inputs[n].Reminded, day)
					}
				}
			}
			f := facts.Derive(in.Clients[0].Content, in.Provider.Calendar, day.In(in.Provider.Zone, 18*60))
			var problems diag.List
			check.Client(check.Input{Provider: in.Provider, Client: in.Clients[0].Content, Facts: f}, &problems)
			for _, p := range problems.Sorted() {
				if p.Rule == "input-not-reminded" {
					t.Errorf("seed %d, %s: %s", seed, day, p)
				}
			}
		})
	}
}

func TestWhoHasLeftIsAskedForNothing(t *testing.T) {
	in := workspace(t, map[string]string{
		"client.md":                        strings.Replace(acme, "decides: [budget]", "decides: [budget], until: 2026-10-09", 1),
		"shop/engagement.md":               shop,
		"shop/journal/2026-10-14-blue.md":  "---\nkind: decision\ntitle: Which blue?\n---\n",
		"shop/journal/2026-10-14-joost.md": "---\nkind: question\ntitle: When?\nby: mara\nto: joost\n---\n",
	})
	in.Digest = true
	mails, missing := in.on(t, "2026-10-19", empty(t))
	var got []string
	for _, m := range toClients(mails) {
		got = append(got, fmt.Sprintf("%s %d", m.Person, len(m.Asks)))
	}
	if diff := cmp.Diff([]string{"kees 3"}, got); diff != "" || len(missing) > 0 {
		t.Errorf("who is asked for how much (-want +got):\n%s and not reached: %v", diff, missing)
	}
}
