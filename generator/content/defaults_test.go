package content

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

// careDefaults fill services/care.md with what the engagement of base says itself.
const careDefaults = `does: [Updates]
defaults:
  turnaround:
    - {id: change, request: A change, respond: 4h, resolve: 2d}
  pricing:
    - {id: care, item: Care plan, model: retainer, amount: 950, per: month, includes: 10h}
    - {id: care, since: 2026-10-01, amount: 990}
  duties: {ours: [We answer], yours: [You collect]}
  kpis:
    - {id: orders, name: Orders, goal: online, target: 400, series: data/orders.csv}
  rhythm: {update: weekly on friday, report: monthly on 5}
`

// brokenDefaults are defaults that do not hold, where they stand or where they are taken over.
var brokenDefaults = []brokenFile{
	{name: "a default that is wrong for everybody", file: "services/care.md", old: "does: [Updates]\n", new: strings.Replace(careDefaults, "model: retainer", "model: rental", 1), want: []string{
		`services/care.md:8:42: error: "rental" is not one of fixed, retainer, hourly, unit; write one of these [bad-choice]`,
	}},
	{name: "a key that no default fills", file: "services/care.md", old: "does: [Updates]\n", new: "defaults: {plan: []}\n", want: []string{
		`services/care.md:3:12: error: unknown key "plan" in defaults; known here: turnaround, pricing, duties, kpis, rhythm [unknown-key]`,
	}},
	{name: "defaults that are no map", file: "services/care.md", old: "does: [Updates]\n", new: "defaults: [care]\n", want: []string{
		`services/care.md:3:11: error: defaults must be a map of keys, not a list; write it as {key: value, …} [wrong-type]`,
	}},
	{name: "a goal that the client does not have", file: "services/care.md", old: "does: [Updates]\n", new: "defaults: {kpis: [{id: calls, name: Calls, goal: calls}]}\n", want: []string{
		engagementFile + `:8:10: error: there is no goal "calls"; there are online (taken over from the defaults in services/care.md) [unknown-id]`,
	}},
	{name: "figures that the client does not have", file: "services/care.md", old: "does: [Updates]\n", new: "defaults: {kpis: [{id: calls, name: Calls, series: data/calls.csv}]}\n", want: []string{
		engagementFile + `:8:10: error: there is no table "data/calls.csv" beside engagement.md; add the file or remove this line (taken over from the defaults in services/care.md) [missing-file]`,
	}},
}

// withDefaults returns the engagement of base, where its service has defaults, without the
// lines that begin so and with others after that of the service.
func withDefaults(t *testing.T, more string, without ...string) *Engagement {
	t.Helper()
	var kept []string
	skip := false
	for _, line := range strings.Split(base, "\n") {
		if !strings.HasPrefix(line, " ") {
			skip = slices.ContainsFunc(without, func(key string) bool { return strings.HasPrefix(line, key+":") })
		}
		if !skip {
			kept = append(kept, line)
		}
	}
	workspace := strings.Join(kept, "\n")
	workspace = strings.Replace(workspace, "service: care\n", "service: care\n"+more, 1)
	workspace = strings.Replace(workspace, "does: [Updates]\n", careDefaults, 1)
	_, clients, problems := parseAll(t, writeWorkspace(t, workspace), Options{})
	if diag.Errors(problems) > 0 {
		t.Fatal(problems)
	}
	return clients[0].Engagements[0]
}

func TestAnEngagementTakesOverTheDefaultsOfItsService(t *testing.T) {
	e := withDefaults(t, "", "turnaround", "pricing", "kpis", "rhythm", "duties")
	before, after := e.PriceOn("care", e.Start), e.PriceOn("care", e.End)
	got := []string{
		e.TurnaroundOn("change", e.Start).Respond.String(), before.Amount.Plain(), after.Amount.Plain(), after.Includes.String(),
		e.Duties.Ours[0].What.Raw, e.KPIs[0].SeriesFile.ID, e.Rhythm.Update.String(), e.Rhythm.Report.String(),
	}
	want := []string{"4h", "950 EUR", "990 EUR", "10h", "We answer", "data/orders.csv", "weekly on friday", "monthly on 5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(e.KPIs[0].Series) != 2 {
		t.Errorf("the figures of the client's own file were not read: %v", e.KPIs[0].Series)
	}
	if at := e.At(before.Mark); filepath.Base(at.File) != "engagement.md" || at.Line != 8 {
		t.Errorf("what is taken over stands at %v, not where the service is named", at)
	}
}

func TestWhatAnEngagementSaysItselfHoldsBeforeTheDefaults(t *testing.T) {
	e := withDefaults(t, `pricing:
  - {id: care, amount: 800}
  - {id: extra, item: Extra work, model: hourly, amount: 95}
kpis: []
duties: {ours: [We call back]}
rhythm: {report: null, feedback: quarterly on 15}
`, "turnaround", "pricing", "kpis", "rhythm", "duties")
	p := e.PriceOn("care", e.End)
	got := []string{
		p.Amount.Plain(), p.Item.Raw, p.Includes.String(), e.PriceOn("extra", e.Start).Amount.Plain(),
		e.Duties.Ours[0].What.Raw, e.Duties.Yours[0].What.Raw, e.Rhythm.Update.String(), e.Rhythm.Report.String(),
	}
	want := []string{"800 EUR", "Care plan", "10h", "95 EUR", "We call back", "You collect", "weekly on friday", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(e.KPIs) != 0 {
		t.Errorf("an empty list took over %v", e.KPIs)
	}
}

func TestWhatIsTakenOverIsAgreedAsIfItWereWritten(t *testing.T) {
	ownKeys := []string{"turnaround", "pricing", "kpis", "rhythm", "duties"}
	_, written, _ := strings.Cut(strings.ReplaceAll(careDefaults, "\n  ", "\n"), "defaults:\n")
	taken, own := withDefaults(t, "", ownKeys...), withDefaults(t, written, ownKeys...)
	text := func(e *Engagement, day calendar.Date) string {
		return textOn(e, day, [7][]calendar.Span{})
	}
	for _, day := range []calendar.Date{own.Start, own.End} {
		if a, b := text(taken, day), text(own, day); a != b || !strings.Contains(a, "pricing\tcare\tamount") {
			t.Errorf("taken over\n%s\nwritten\n%s", a, b)
		}
	}
}
