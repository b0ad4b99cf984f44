package generator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rapport/generator"
	"rapport/generator/effort"
	"rapport/generator/facts"
)

// A fairCase is an engagement in which a simpler reckoning was unfair to one side, or
// said what nobody could know.
type fairCase struct {
	name       string
	provider   string // more of provider.md
	engagement string // more of engagement.md
	files      string // as in a shownCase
	days       []fairDay
}

// A fairDay is what the engagement looks like on a day.
type fairDay struct {
	day        string
	status     string // what status --json says of the engagement, at least; lists are whole
	page       string // of the engagement; "../" for the client's
	sees       []string
	seesNever  []string
	truesUntil string // true_until, where it matters
}

// none is the record of a side that nothing was promised by so far.
const none = `{"kept": 0, "broken": 0}`

var fairCases = []fairCase{
	{
		name:       "a date that waits for the client is not late at weekends",
		engagement: "plan: [{id: print, what: Menu printed, due: 2026-04-16, needs: [dishes]}]\ninputs: [{id: dishes, what: List of dishes, from: joost, due: 2026-04-16}]",
		days: []fairDay{
			{day: "2026-04-17", status: `{"milestones": [{"state": "moved", "fair_due": "2026-04-17", "moved_by_client": 1, "late_by": 0}], "record": {"provider": ` + none + `}}`},
			{
				day:    "2026-04-18",
				status: `{"milestones": [{"state": "moved", "fair_due": "2026-04-17", "moved_by_client": 1, "late_by": 0, "untold": false}], "inputs": [{"state": "overdue", "lateness": 1}], "record": {"provider": ` + none + `}, "health": {"state": "amber", "reasons": [{"reason": "client-overdue", "ref": "dishes"}]}}`,
				page:   "progress.html", sees: []string{"Moved", "1 working day"}, seesNever: []string{"0 working days", "after the adjusted date", "Not told"},
			},
			{day: "2026-04-20", status: `{"milestones": [{"state": "moved", "fair_due": "2026-04-20", "moved_by_client": 2, "late_by": 0}], "record": {"provider": ` + none + `}}`},
		},
	},
	{
		name: "what was done late stays so whatever the client owes later",
		engagement: `plan:
  - {id: label, what: Label, due: 2026-04-06, needs: [recipe]}
  - {id: sample, what: Sample, due: 2026-03-16, done: 2026-03-18, needs: [label]}
inputs: [{id: recipe, what: Recipe, from: joost, due: 2026-03-30}]`,
		days: []fairDay{
			{day: "2026-03-27", status: `{"milestones": [{"id": "sample", "state": "done-late", "moved_by_client": 0, "late_by": 2}, {"id": "label", "state": "on-plan"}], "record": {"provider": {"kept": 0, "broken": 1}}}`},
			{
				day:    "2026-04-02",
				status: `{"milestones": [{"id": "sample", "state": "done-late", "fair_due": "2026-03-16", "moved_by_client": 0, "late_by": 2}, {"id": "label", "state": "moved", "moved_by_client": 3}], "record": {"provider": {"kept": 0, "broken": 1}}}`,
				page:   "progress.html", sees: []string{"Done late", "2 working days late"}, seesNever: []string{"after the adjusted date"},
			},
		},
	},
	{
		name:       "a proposal has missed nothing",
		engagement: "status: proposed\nrhythm: {update: weekly on friday}\nplan: [{id: first, what: First shelf, due: 2026-03-20}]\ninputs: [{id: logo, what: Logo, from: joost, due: 2026-03-19}]",
		days: []fairDay{{
			day:    "2026-04-24",
			status: `{"status": "proposed", "health": null, "record": null, "rhythm": [], "milestones": [{"state": "on-plan", "fair_due": "2026-03-20", "expected": "2026-03-20", "late_by": 0, "untold": false}], "inputs": [{"state": "due", "lateness": 0}]}`,
			page:   "progress.html", sees: []string{"Proposed"}, seesNever: []string{"Late", "late", "missed", "Not told", " of 7 "},
		}},
	},
	{
		name:       "what is closed asks and promises nothing any more",
		engagement: "status: closed\nclosed: 2026-04-06\nrhythm: {update: weekly on friday, report: monthly on 5}\nplan: [{id: two, what: Second shelf, due: 2026-04-24, forecast: 2026-05-04}]\ninputs: [{id: sizes, what: Sizes, from: joost, due: 2026-04-24}]",
		days: []fairDay{
			{
				day:    "2026-10-01",
				status: `{"status": "closed", "health": null, "milestones": [{"state": "ended", "expected": null, "late_by": 0}], "inputs": [{"state": "ended", "lateness": 0}], "record": {"client": ` + none + `}}`,
				page:   "../index.html", seesNever: []string{"Needed from you", "To do", "What comes next", "Needs attention"},
			},
			{day: "2026-10-01", page: "progress.html", sees: []string{"No date came before the work ended"}, seesNever: []string{"Next:", "Will be late", "We expect it", "has come yet"}},
		},
	},
	{
		name:       "what is due today is not overdue before the day is over",
		engagement: "rhythm: {update: weekly on friday}",
		days: []fairDay{
			{day: "2026-03-06 00:00", status: `{"rhythm": [{"due": "2026-03-06", "state": "upcoming"}], "record": {"provider": ` + none + `}, "health": {"reasons": []}}`},
			{day: "2026-03-06", status: `{"rhythm": [{"due": "2026-03-06", "state": "upcoming"}], "record": {"provider": ` + none + `}}`, truesUntil: "2026-03-07T00:00:00+01:00"},
			{day: "2026-03-07", status: `{"rhythm": [{"due": "2026-03-06", "state": "overdue"}, {"due": "2026-03-13", "state": "upcoming"}], "record": {"provider": {"kept": 0, "broken": 1}}, "health": {"state": "amber", "reasons": [{"reason": "rhythm-overdue"}]}}`},
		},
	},
	{
		name:       "no report is due before a period has ended",
		engagement: "rhythm: {report: monthly on 6}",
		files:      "\n-- reports/2026-03.md --\ntitle: March\nperiod: 2026-03\ndate: 2026-04-06",
		days: []fairDay{
			{day: "2026-03-09", status: `{"rhythm": [{"kind": "report", "due": "2026-04-06", "state": "upcoming"}], "record": {"provider": ` + none + `}}`, page: "expectations.html", seesNever: []string{"missed"}},
			{day: "2026-04-07", status: `{"rhythm": [{"kind": "report", "due": "2026-04-06", "state": "kept", "entry": "reports/2026-03"}, {"due": "2026-05-06", "state": "upcoming"}], "record": {"provider": {"kept": 1, "broken": 0}}}`},
		},
	},
	{
		name:       "nothing is expected before what it needs",
		engagement: "plan: [{id: walls, what: Walls, due: 2026-04-06}, {id: paint, what: Paint, due: 2026-04-13, needs: [walls]}]",
		files:      "\n-- journal/2026-03-16-later.md --\ntitle: Walls later\ndate: 2026-03-16\nkind: change\nstate: accepted\naccepted: 2026-03-16\naccepted_by: joost\ndays: 10\naffects: [walls]",
		days: []fairDay{{
			day:    "2026-03-24",
			status: `{"milestones": [{"id": "paint", "due": "2026-04-13", "fair_due": "2026-04-13", "expected": "2026-04-20", "state": "slipping", "moved_by_client": 0}, {"id": "walls", "agreed": "2026-04-06", "due": "2026-04-20", "expected": "2026-04-20", "state": "on-plan"}]}`,
			page:   "progress.html", sees: []string{"April 20"},
		}},
	},
	{
		name:  "what was solved was responded to",
		files: "\n-- data/requests.csv --\nid,type,title,opened,responded,resolved,waiting\nhinge,change,Hinge,2026-03-10 09:30,,2026-03-10 11:00,",
		days: []fairDay{{
			day:    "2026-03-20",
			status: `{"requests": [{"id": "hinge", "response": "met", "resolution": "met"}], "record": {"provider": {"kept": 2, "broken": 0}}}`,
			page:   "progress.html", seesNever: []string{"missed"},
		}},
	},
	{
		name:       "days inside a pause count for nobody",
		engagement: "paused: [{from: 2026-05-11, to: 2026-05-29}]\nplan: [{id: shelf, what: Shelf, due: 2026-05-25}]\ninputs: [{id: sizes, what: Sizes, from: joost, due: 2026-05-20}]",
		days: []fairDay{
			{
				day:    "2026-05-22",
				status: `{"status": "paused", "health": null, "milestones": [{"due": "2026-06-01", "state": "on-plan", "late_by": 0}], "inputs": [{"due": "2026-06-01", "state": "due", "lateness": 0}]}`,
				page:   "../index.html", seesNever: []string{"late"},
			},
			{day: "2026-06-01", status: `{"status": "active", "milestones": [{"state": "on-plan", "late_by": 0}], "inputs": [{"state": "due", "lateness": 0}], "record": {"provider": ` + none + `, "client": ` + none + `}}`},
			{day: "2026-06-02", status: `{"inputs": [{"state": "overdue", "lateness": 1}], "record": {"client": {"kept": 0, "broken": 1}}}`},
		},
	},
	{
		name:       "an hour that comes twice is its first, one that is skipped is later, in Amsterdam",
		engagement: "start: 2026-01-05\nturnaround: [{id: down, request: Down, respond: 30m, resolve: 8h, clock: always}]",
		files:      "\n-- data/requests.csv --\nid,type,title,opened\nspring,down,Spring,2026-03-29 02:30\nautumn,down,Autumn,2026-10-25 02:30",
		days: []fairDay{{
			day:    "2026-10-25 12:00",
			status: `{"requests": [{"id": "spring", "opened": "2026-03-29T03:30:00+02:00", "respond_due": "2026-03-29T04:00:00+02:00"}, {"id": "autumn", "opened": "2026-10-25T02:30:00+02:00", "respond_due": "2026-10-25T02:00:00+01:00"}]}`,
		}},
	},
	{
		name:       "an hour that comes twice is its first, one that is skipped is later, in New York",
		provider:   "timezone: America/New_York",
		engagement: "start: 2026-01-05\nturnaround: [{id: down, request: Down, respond: 30m, resolve: 8h, clock: always}]",
		files:      "\n-- data/requests.csv --\nid,type,title,opened\nspring,down,Spring,2026-03-08 02:30\nautumn,down,Autumn,2026-11-01 01:30",
		days: []fairDay{{
			day:    "2026-11-01 12:00",
			status: `{"requests": [{"id": "spring", "opened": "2026-03-08T03:30:00-04:00", "respond_due": "2026-03-08T04:00:00-04:00"}, {"id": "autumn", "opened": "2026-11-01T01:30:00-04:00", "respond_due": "2026-11-01T01:00:00-05:00"}]}`,
		}},
	},
	{
		name:       "a share that falls far short of its target is off",
		engagement: "kpis: [{id: answered, name: Calls answered, unit: '%', target: 99.5, series: {2026-03: 99.6, 2026-04: 98.7, 2026-05: 93}}]",
		days: []fairDay{
			{day: "2026-05-04", status: `{"kpis": [{"period": "2026-04", "status": "near"}], "health": {"state": "green"}}`},
			{
				day:    "2026-06-02",
				status: `{"kpis": [{"period": "2026-05", "status": "off", "change": -5.7, "change_percent": null}], "health": {"state": "amber", "reasons": [{"reason": "kpi-off", "ref": "answered"}]}}`,
				page:   "index.html", sees: []string{"-5.7 pts on Apr 2026"},
			},
		},
	},
	{
		name:       "good news tells of no delay",
		engagement: "plan: [{id: fair, what: Stand at the fair, due: 2026-07-01, forecast: 2026-07-30}]",
		files:      "\n-- journal/2026-03-10-begun.md --\ntitle: Begun\ndate: 2026-03-10\nkind: update\nhealth: green\naffects: [fair]",
		days: []fairDay{{
			day:    "2026-04-01",
			status: `{"milestones": [{"state": "slipping", "notice": null, "told": null, "untold": true}], "health": {"state": "amber", "stated": "green", "reasons": [{"reason": "milestone-slipping"}]}}`,
			page:   "progress.html", sees: []string{"July 30"}, seesNever: []string{"working days ahead", "we expect it on"},
		}},
	},
	{
		name:       "what the client alone moved is nobody's untold news",
		engagement: "plan: [{id: shelf, what: Shelf, due: 2026-04-09, needs: [wood]}]\ninputs: [{id: wood, what: Choice of wood, from: joost, due: 2026-04-06}]",
		days: []fairDay{{
			day:    "2026-04-09",
			status: `{"milestones": [{"state": "moved", "fair_due": "2026-04-14", "expected": "2026-04-14", "moved_by_client": 3, "untold": false}]}`,
			page:   "progress.html", seesNever: []string{"Not told"},
		}},
	},
	{
		name:       "work of a Saturday for a Friday is late for nobody",
		engagement: "plan: [{id: shelf, what: Shelf, due: 2026-03-13, done: 2026-03-14}, {id: lamp, what: Lamp, due: 2026-03-14}]\ninputs: [{id: keys, what: Keys, from: joost, due: 2026-03-13, received: 2026-03-15}]",
		days: []fairDay{
			{
				day:    "2026-03-15",
				status: `{"milestones": [{"id": "shelf", "state": "done", "late_by": 0, "untold": false}, {"id": "lamp", "due": "2026-03-16", "state": "on-plan", "late_by": 0}], "inputs": [{"state": "received", "lateness": 0}], "record": {"provider": {"kept": 1, "broken": 0}, "client": {"kept": 1, "broken": 0}}, "health": {"state": "green"}}`,
				page:   "progress.html", sees: []string{"Next working day"}, seesNever: []string{"working days late", "working day late", "Late", "late ", "Not told", "As changed"},
			},
			{day: "2026-03-17", status: `{"milestones": [{"id": "shelf"}, {"id": "lamp", "state": "late", "late_by": 1}], "record": {"provider": {"kept": 1, "broken": 1}}}`},
		},
	},
	{
		name:       "a forecast stops at the target",
		engagement: "start: 2026-01-05\nkpis: [{id: faults, name: Faults, direction: down, target: 4, baseline: {value: 50, at: 2026-01-01}, by: 2026-12-31, series: {2026-01: 50, 2026-02: 37, 2026-03: 24, 2026-04: 13}}]",
		days: []fairDay{{
			day:    "2026-05-05",
			status: `{"kpis": [{"value": 13, "forecast": 4, "trend": "falling", "status": "on", "change": -11}]}`,
			page:   "index.html", sees: []string{"aim 35, target 4 by Dec 31"}, seesNever: []string{"−", "-8", "for now"},
		}},
	},
	{
		name:       "what jumped is not called steady",
		engagement: "start: 2025-11-03\nkpis: [{id: cost, name: Cost, direction: within, target: [1400, 1700], series: {2025-12: 1480, 2026-01: 1480, 2026-02: 1480, 2026-03: 1480, 2026-04: 2327}}]",
		days: []fairDay{
			{day: "2026-04-02", page: "index.html", sees: []string{"Steady: December 2025 to March 2026"}},
			{day: "2026-05-05", status: `{"kpis": [{"trend": "flat", "change": 847}]}`, page: "index.html", sees: []string{"+57% on Mar 2026"}, seesNever: []string{"Steady"}},
		},
	},
	{
		name:       "an old figure says nothing of today",
		engagement: "start: 2025-01-06\nkpis: [{id: orders, name: Orders, target: 100, series: {2025-02: 40}}]",
		days: []fairDay{
			{day: "2025-03-03", status: `{"kpis": [{"status": "off"}], "health": {"state": "amber", "reasons": [{"reason": "kpi-off"}]}}`},
			{
				day:    "2026-06-01",
				status: `{"kpis": [{"period": "2025-02", "value": 40, "status": null, "trend": null, "forecast": null}], "health": {"state": "unknown", "reasons": []}}`,
				page:   "index.html", sees: []string{"No recent figure"}, seesNever: []string{"Going well", "Needs attention"},
			},
		},
	},
	{
		name:       "what nobody wrote of may have changed all the same",
		engagement: "rhythm: {update: weekly on friday}\nplan: [{id: shelf, what: Shelf, due: 2026-03-12, done: 2026-03-11}]",
		days: []fairDay{
			{day: "2026-03-07", page: "journal.html", sees: []string{"No change since the start"}},
			{day: "2026-03-14", page: "journal.html", sees: []string{"Nothing written since the start"}, seesNever: []string{"No change"}},
		},
	},
	{
		name:       "what is paid by the hour or the piece says so once, and what is to come from when",
		engagement: "pricing: [{id: help, item: Help, model: hourly, amount: 90}, {id: photo, item: Photo, model: unit, per: photo, amount: 4}, {id: care, item: Care, model: fixed, amount: 50, since: 2026-06-01}]",
		days: []fairDay{
			{
				day:  "2026-03-31",
				page: "summary.html", sees: []string{"€90 per hour", "€4 per photo", "From Mon, June 1, 2026"}, seesNever: []string{"by the hour", "by the piece"},
			},
			{day: "2026-03-31", page: "expectations.html", sees: []string{"No milestones were agreed."}, seesNever: []string{"under Expectations"}},
		},
	},
	{
		name:       "minutes over what is included are no crisis",
		engagement: "pricing: [{id: care, item: Care, model: retainer, amount: 400, per: month, includes: 8h}]",
		files:      "\n-- data/time.csv --\ndate,hours,item\n2026-03-30,8.1,care\n2026-04-02,1.2,care",
		days: []fairDay{
			{
				day:    "2026-03-31",
				status: `{"health": {"state": "amber", "reasons": [{"reason": "retainer-over", "state": "amber"}]}, "money": [{"item": "care", "period": "2026-03", "used": 8.1, "over": 0.1, "amount": 400, "state": "over"}]}`,
				page:   "progress.html", sees: []string{"8 hr 6 min of 8 hr used"}, seesNever: []string{"At this pace"},
			},
			{day: "2026-04-03", status: `{"health": {"state": "green", "reasons": []}, "retainer": [{"period": "2026-04", "used": 1.2, "pace": null}]}`},
		},
	},
	{
		name:       "a record stands through a pause",
		engagement: "status: paused\npaused: [{from: 2026-04-13}]\nplan: [{id: shelf, what: Shelf, due: 2026-04-03, done: 2026-04-03}]",
		days: []fairDay{
			{day: "2026-04-12", status: `{"status": "active", "record": {"provider": {"kept": 1, "broken": 0}}}`},
			{
				day:    "2026-04-20",
				status: `{"status": "paused", "health": null, "record": {"provider": {"kept": 1, "broken": 0}}}`,
				page:   "progress.html", sees: []string{"1 of 1"},
			},
		},
	},
}

func TestFactsAreFair(t *testing.T) {
	effort.NothingAtOnce(t)
	for _, c := range fairCases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, shownWorkspace(shownCase{provider: c.provider, engagement: c.engagement, files: c.files}))
			for _, d := range c.days {
				d.test(t, dir)
			}
		})
	}
}

func (d fairDay) test(t *testing.T, dir string) {
	t.Helper()
	engagement, trueUntil := statusOf(t, dir, d.day)
	if d.status != "" {
		var want any
		if err := json.Unmarshal([]byte(d.status), &want); err != nil {
			t.Fatal(err)
		}
		for _, difference := range lacks("", want, engagement) {
			t.Errorf("on %s, status says %s", d.day, difference)
		}
	}
	if d.truesUntil != "" && trueUntil != d.truesUntil {
		t.Errorf("on %s, status is true until %v, want %s", d.day, trueUntil, d.truesUntil)
	}
	if d.page == "" {
		return
	}
	out := t.TempDir()
	build(t, options(t, dir, d.day), out)
	text := visibleText(t, read(t, out)[filepath.ToSlash(filepath.Join("acme/shop", d.page))])
	for _, want := range d.sees {
		if !strings.Contains(text, want) {
			t.Errorf("on %s, %s does not say %q:\n%s", d.day, d.page, want, text)
		}
	}
	for _, not := range d.seesNever {
		if strings.Contains(text, not) {
			t.Errorf("on %s, %s says %q:\n%s", d.day, d.page, not, text)
		}
	}
}

// statusOf returns what status --json says of the only engagement of a workspace, and until when.
func statusOf(t *testing.T, dir, day string) (engagement, trueUntil any) {
	t.Helper()
	o := options(t, dir, day)
	desk, clients, result, err := generator.EachFacts(t.Context(), generator.FactsOptions{Workspace: o.Workspace, AsOf: o.AsOf}, func(d *generator.Desk, c *facts.Client) ([]byte, error) {
		return facts.ClientStatus(c, d.AsOf.Location(), d.Say.Reason)
	})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := facts.EncodeStatus(&out, desk.AsOf, result.TrueUntil, clients); err != nil {
		t.Fatal(err)
	}
	var status struct {
		TrueUntil any `json:"true_until"`
		Clients   []struct{ Engagements []any }
	}
	if err := json.Unmarshal(out.Bytes(), &status); err != nil {
		t.Fatal(err)
	}
	if len(status.Clients) != 1 || len(status.Clients[0].Engagements) != 1 {
		t.Fatalf("status has not one engagement: %s\n%v", &out, result.Problems)
	}
	return status.Clients[0].Engagements[0], status.TrueUntil
}

// lacks tells where what is got differs from what is wanted: an object may have more
// keys, a list has just those elements.
func lacks(where string, want, got any) []string {
	var found []string
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok {
			break
		}
		for key, value := range want {
			found = append(found, lacks(where+"."+key, value, object[key])...)
		}
		slices.Sort(found)
		return found
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			break
		}
		for i, value := range want {
			found = append(found, lacks(fmt.Sprintf("%s[%d]", where, i), value, list[i])...)
		}
		return found
	default:
		if want == got {
			return nil
		}
	}
	text, _ := json.Marshal(got)
	wanted, _ := json.Marshal(want)
	return []string{fmt.Sprintf("%s is %s, want %s", where, text, wanted)}
}
