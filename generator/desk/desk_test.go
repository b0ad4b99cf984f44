package desk

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/phrase"
	"rapport/generator/source"
)

const providerFile = `---
name: Northlight
email: hello@northlight.example
timezone: Europe/Amsterdam
currency: EUR
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
---
`

const clientFile = `---
name: Korenaar
access: open
contacts: [{id: joost, name: Joost}]
---
`

const agreement = `title: Shop
lead: mara
scope: {includes: [Work]}
turnaround: [{id: change, request: Change, respond: 4h, resolve: 2d}]
pricing: [{id: fixed, item: Work, model: fixed, amount: 1}]
`

// derive reads a provider and its clients, each with one engagement called shop:
// the lines of engagement.md that matter, then other files after lines of "-- name --".
func derive(t *testing.T, asOf string, clients map[string]string) (*content.Provider, []*facts.Client) {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("provider.md", providerFile)
	for id, text := range clients {
		folder := "clients/" + id + "/"
		write(folder+"client.md", clientFile)
		parts := strings.Split("\n"+text, "\n-- ")
		for _, line := range []string{"status: active", "start: 2026-03-02"} { // a Monday
			key, _, _ := strings.Cut(line, " ")
			if !strings.Contains(parts[0], "\n"+key) {
				parts[0] += "\n" + line
			}
		}
		write(folder+"shop/engagement.md", "---\n"+agreement+strings.TrimSpace(parts[0])+"\n---\n")
		for _, part := range parts[1:] {
			name, body, _ := strings.Cut(part, " --\n")
			if strings.HasSuffix(name, ".md") {
				body = "---\n" + body + "\n---\n"
			}
			write(folder+"shop/"+name, body)
		}
	}
	workspace, err := source.Open(dir, "content")
	if err != nil {
		t.Fatal(err)
	}
	defer workspace.Close()
	var problems diag.List
	tree, err := workspace.Provider(&problems)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	provider := content.ParseProvider(tree, &problems, content.Options{})
	at, err := time.ParseInLocation("2006-01-02 15:04", asOf, provider.Zone)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := workspace.Clients(&problems)
	if err != nil {
		t.Fatal(err)
	}
	var derived []*facts.Client
	for _, id := range ids {
		tree, err := workspace.Client(id, &problems)
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		derived = append(derived, facts.Derive(content.ParseClient(id, tree, provider, content.Options{}, &problems), provider.Calendar, at))
	}
	for _, p := range problems.Sorted() {
		if p.Severity == diag.Error {
			t.Error(p)
		}
	}
	return provider, derived
}

// english speaks to the provider, without the marks of what is written as *this*.
func english(t *testing.T) *phrase.Speaker {
	t.Helper()
	texts, err := locale.LoadTexts([]locale.Layer{{FS: os.DirFS("../../themes/default"), Name: "themes/default"}}, "en-GB", &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	unmarked := func(line string) string { return strings.ReplaceAll(line, "*", "") }
	return phrase.New(texts, calendar.NewDate(2026, 5, 15), time.UTC, unmarked)
}

// say writes a row as "late milestone 5d Finish: Live @ engagement.md:7".
func say(r Row) string {
	when := fmt.Sprintf("%dd", r.Late)
	switch {
	case r.Due == 0:
		when = fmt.Sprintf("open %dd", r.Open)
	case !r.At.IsZero():
		when += " " + r.At.Format("2006-01-02T15:04")
	case r.Late == 0:
		when = r.Due.String()
	}
	_, file, _ := strings.Cut(r.File, "/shop/")
	return fmt.Sprintf("%s %s %s %s @ %s:%d", r.Group, r.Kind, when, r.Text, file, r.Line)
}

// onTheDesk is what the desk keeps of clients.
func onTheDesk(t *testing.T, provider *content.Provider, clients []*facts.Client) []*Client {
	t.Helper()
	var all []*Client
	for _, c := range clients {
		all = append(all, Of(provider, c, english(t)))
	}
	return all
}

func TestRows(t *testing.T) {
	const told = "\n-- journal/2026-05-01-told.md --\nkind: update\ntitle: Told\naffects: [live]"
	tests := []struct {
		name  string
		asOf  string // 2026-05-15 12:00, a Friday, if not given
		files string
		want  []string
	}{
		{
			name:  "a late milestone that was told of is to be finished",
			files: "plan: [{id: live, what: '*Live*', due: 2026-05-08}]" + told,
			want:  []string{"late milestone 5d Finish: Live @ engagement.md:7"},
		},
		{
			name:  "a late milestone that nobody told of is to be told too",
			files: "plan: [{id: live, what: Live, due: 2026-05-08}]",
			want: []string{
				"late milestone 5d Finish: Live @ engagement.md:7",
				"unsaid milestone 5d Tell: Live slips to an unknown day @ engagement.md:7",
			},
		},
		{
			name:  "a slip two working days ahead is to be told",
			files: "plan: [{id: live, what: Live, due: 2026-05-19, forecast: 2026-06-01}]",
			want: []string{
				"unsaid milestone 2026-05-19 Tell: Live slips to 1 Jun @ engagement.md:7",
				"week milestone 2026-05-19 Finish: Live, expected 1 Jun @ engagement.md:7",
			},
		},
		{
			name:  "a milestone is due today, in seven days but not in eight, and not when it is done",
			files: "plan:\n  - {id: a, what: A, due: 2026-05-15}\n  - {id: b, what: B, due: 2026-05-22}\n  - {id: c, what: C, due: 2026-05-25}\n  - {id: d, what: D, due: 2026-05-08, done: 2026-05-12}",
			want: []string{
				"today milestone 2026-05-15 Finish: A @ engagement.md:8",
				"week milestone 2026-05-22 Finish: B @ engagement.md:9",
			},
		},
		{
			name:  "what came in part and what went back",
			files: "inputs: [{id: list, what: List, from: joost, due: 2026-05-12, partly: [2026-05-11, 2026-05-13], returned: [{came: 2026-05-12, on: 2026-05-14, why: Half is missing}], reminded: [2026-05-13]}]",
			want:  []string{"waiting input 3d Joost to send: List, partly here since 11 May, sent back 14 May, reminded 13 May @ engagement.md:7"},
		},
		{
			name:  "a milestone that the client moved is held to its fair due",
			files: "plan: [{id: live, what: Live, due: 2026-05-14, needs: [list]}]\ninputs: [{id: list, what: List, from: joost, due: 2026-05-12, reminded: [2026-05-11, 2026-05-13]}]" + told,
			want: []string{
				"waiting input 3d Joost to send: List, reminded 13 May @ engagement.md:8",
				"week milestone 2026-05-19 Finish: Live @ engagement.md:7",
			},
		},
		{
			name:  "of an input that recurs the longest overdue stands for all",
			files: "inputs: [{id: till, what: Till, from: joost, every: weekly on monday, received: [" + strings.Repeat("2026-03-02, ", 9) + "null]}]",
			want:  []string{"waiting input 9d Joost to send: Till, 2 overdue, never reminded @ engagement.md:7"},
		},
		{
			name:  "an input is waited for from a week before it is due",
			files: "inputs:\n  - {id: a, what: A, from: joost, due: 2026-05-22}\n  - {id: b, what: B, from: joost, due: 2026-05-23}\n  - {id: c, what: C, from: joost, due: 2026-05-01, received: 2026-05-04}",
			want:  []string{"waiting input 2026-05-22 Joost to send: A @ engagement.md:8"},
		},
		{
			name:  "updates missed in a row are one silence, and today's can still be written",
			files: "rhythm: {update: weekly on friday}\n-- journal/2026-04-24-u.md --\nkind: update\ntitle: U",
			want: []string{
				"unsaid update 10d Write the update, 2 missed in a row @ engagement.md:7",
				"today update 2026-05-15 Write the update @ engagement.md:7",
			},
		},
		{
			name:  "what was missed before an update came is past mending",
			files: "rhythm: {update: weekly on thursday}\n-- journal/2026-05-14-u.md --\nkind: update\ntitle: U",
			want:  []string{"week update 2026-05-21 Write the update @ engagement.md:7"},
		},
		{
			name:  "a report and a round of feedback that were announced are missed in their groups",
			files: "rhythm: {report: monthly on 5, feedback: quarterly on 1}\n-- reports/2026-03.md --\ntitle: March\ndate: 2026-04-03\nreviewed: {by: joost, on: 2026-04-07}",
			want: []string{
				"unsaid report 8d Write the report @ engagement.md:7",
				"feedback feedback 32d Ask for feedback @ engagement.md:7",
			},
		},
		{
			name: "the client's question is unsaid when its day or five working days have passed",
			files: `
-- journal/2026-05-07-old.md --
kind: question
title: Old
by: joost
needed_by: 2026-06-30
-- journal/2026-05-08-young.md --
kind: question
title: Young
by: joost
-- journal/2026-05-11-today.md --
kind: question
title: Today
to: mara
needed_by: 2026-05-15
-- journal/2026-05-12-passed.md --
kind: question
title: Passed
by: joost
needed_by: 2026-05-13
-- journal/2026-05-12-answered.md --
kind: question
title: Answered
by: joost
needed_by: 2026-05-13
answer: Yes`,
			want: []string{
				"unsaid question 2d Answer: Passed @ journal/2026-05-12-passed.md:3",
				"unsaid question 2026-06-30 Answer: Old @ journal/2026-05-07-old.md:3",
				"today question 2026-05-15 Answer: Young @ journal/2026-05-08-young.md:3",
				"today question 2026-05-15 Mara to answer: Today @ journal/2026-05-11-today.md:3",
			},
		},
		{
			name: "what waits for the client comes by days late, then without a day by age",
			files: `
-- journal/2026-05-04-question.md --
kind: question
title: Which
to: joost
needed_by: 2026-05-08
-- journal/2026-05-05-decision.md --
kind: decision
title: Now
needed_by: 2026-05-06
-- journal/2026-05-06-change.md --
kind: change
title: More
state: proposed
-- journal/2026-05-07-feedback.md --
kind: feedback
title: Well
from: joost
asked: 2026-05-14
-- journal/2026-05-08-meeting.md --
kind: meeting
title: Met
actions:
  - {what: Ours, who: mara, due: 2026-05-12}
  - {what: Theirs, who: joost, due: 2026-05-18}
  - {what: Done, who: mara, due: 2026-05-12, done: 2026-05-12}`,
			want: []string{
				"late action 3d Mara to do: Ours @ journal/2026-05-08-meeting.md:5",
				"waiting decision 7d Decide: Now @ journal/2026-05-05-decision.md:3",
				"waiting question 5d Joost to answer: Which @ journal/2026-05-04-question.md:3",
				"waiting change open 7d Agree to: More @ journal/2026-05-06-change.md:3",
				"waiting feedback open 1d Joost to reply to: Well @ journal/2026-05-07-feedback.md:3",
				"waiting action 2026-05-18 Joost to do: Theirs @ journal/2026-05-08-meeting.md:6",
			},
		},
		{
			name: "a request is due by its next deadline",
			files: `
-- data/requests.csv --
id,type,title,opened,responded,resolved
r1,change,Fresh,2026-05-15 09:30,,
r2,change,Answered,2026-05-15 09:00,2026-05-15 10:00,
r3,change,Solved,2026-05-13 09:00,2026-05-13 10:00,2026-05-14 10:00
r4,change,Slow,2026-05-11 09:00,2026-05-11 10:00,
-- journal/2026-05-14-waits.md --
kind: request
title: Waits
type: change
waiting: [{from: 2026-05-14 10:00}]`,
			want: []string{
				"late request 2d 2026-05-13T17:00 Solve: Slow @ data/requests.csv:5",
				"today request 0d 2026-05-15T13:30 Answer request: Fresh @ data/requests.csv:2",
				"waiting request open 1d Request: Waits @ journal/2026-05-14-waits.md:3",
				"week request 0d 2026-05-19T17:00 Solve: Answered @ data/requests.csv:3",
			},
		},
		{
			name:  "a deadline that passed this morning is late though no day has passed",
			asOf:  "2026-05-15 14:00",
			files: "-- data/requests.csv --\nid,type,title,opened\nr1,change,Fresh,2026-05-15 09:30",
			want:  []string{"late request 0d 2026-05-15T13:30 Answer request: Fresh @ data/requests.csv:2"},
		},
		{
			name: "an incident of ours comes before anything late, and a concern is unsaid after five working days",
			files: `plan: [{id: live, what: Live, due: 2026-03-10}]
-- journal/2026-05-01-told.md --
kind: update
title: Told
affects: [live]
-- journal/2026-05-14-down.md --
kind: incident
title: Down
ours: true
-- journal/2026-05-14-theirs.md --
kind: incident
title: Theirs
ours: false
-- journal/2026-05-13-over.md --
kind: incident
title: Over
ours: true
resolved: 2026-05-13
-- journal/2026-05-07-price.md --
kind: concern
title: Price
-- journal/2026-05-08-new.md --
kind: concern
title: New`,
			want: []string{
				"late incident open 1d Incident: Down @ journal/2026-05-14-down.md:3",
				"late milestone 48d Finish: Live @ engagement.md:7",
				"unsaid concern open 6d Settle: Price @ journal/2026-05-07-price.md:3",
			},
		},
		{
			name: "reports that nobody reviewed are listed, the oldest first",
			files: `
-- reports/2026-03.md --
title: March
date: 2026-04-03
-- reports/2026-04.md --
title: April
date: 2026-05-05
-- reports/2026-02.md --
title: February
date: 2026-03-05
reviewed: {by: joost, on: 2026-03-06}`,
			want: []string{
				"unreviewed review open 30d March @ reports/2026-03.md:2",
				"unreviewed review open 8d April @ reports/2026-04.md:2",
			},
		},
		{
			name: "a proposal needs nothing from the client, and nothing in it is late",
			files: `status: proposed
plan: [{id: live, what: Live, due: 2026-05-08}]
inputs: [{id: list, what: List, from: joost, due: 2026-05-08}]
rhythm: {update: weekly on friday}
-- journal/2026-05-06-ask.md --
kind: question
title: Ask
by: joost
-- journal/2026-05-06-choose.md --
kind: decision
title: Choose
needed_by: 2026-05-12`,
			want: []string{
				"unsaid question 2026-05-13 Answer: Ask @ journal/2026-05-06-ask.md:3",
			},
		},
		{
			name:  "what has closed is off the desk",
			files: "status: closed\nclosed: 2026-05-13\nplan: [{id: live, what: Live, due: 2026-05-08}]\n-- journal/2026-05-06-ask.md --\nkind: question\ntitle: Ask\nby: joost",
			want:  nil,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asOf := test.asOf
			if asOf == "" {
				asOf = "2026-05-15 12:00"
			}
			provider, clients := derive(t, asOf, map[string]string{"korenaar": test.files})
			var got []string
			for _, r := range Rows(onTheDesk(t, provider, clients)) {
				got = append(got, say(r))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

var three = map[string]string{
	"acme":  "plan: [{id: live, what: Live, due: 2026-05-08}]",
	"birch": "plan: [{id: live, what: Live, due: 2026-05-01}]\nrhythm: {update: weekly on friday}",
	"cedar": "plan: [{id: live, what: Live, due: 2026-05-08}]\ninputs: [{id: list, what: List, from: joost, due: 2026-05-12}]",
}

func TestRowsDoNotDependOnTheOrderOfClients(t *testing.T) {
	provider, clients := derive(t, "2026-05-15 12:00", three)
	want := Rows(onTheDesk(t, provider, clients))
	if first := want[0].Client; first != "birch" {
		t.Errorf("the latest is of %s, want birch", first)
	}
	slices.Reverse(clients)
	if got := Rows(onTheDesk(t, provider, clients)); !reflect.DeepEqual(got, want) {
		t.Errorf("in another order of clients:\n%v\nwant\n%v", got, want)
	}
}

func TestNextIsTheFirstThingBeyondTheWeek(t *testing.T) {
	provider, clients := derive(t, "2026-05-15 12:00", map[string]string{
		"acme":  "plan: [{id: a, what: A, due: 2026-06-08}, {id: b, what: B, due: 2026-06-01}]\n-- journal/2026-05-14-ask.md --\nkind: question\ntitle: Ask\nby: joost\nneeded_by: 2026-07-01",
		"birch": "inputs: [{id: list, what: List, from: joost, due: 2026-06-02}]",
	})
	if rows := Rows(onTheDesk(t, provider, clients)); len(rows) != 0 {
		t.Errorf("rows %v, want none", rows)
	}
	if next := Next(onTheDesk(t, provider, clients)); next == nil || next.Text != "Finish: B" {
		t.Errorf("next is %v, want Finish: B", next)
	}
	if next := Next(nil); next != nil {
		t.Errorf("without clients next is %q, want nothing", next.Text)
	}
}

func TestPeopleAreCalledByTheirFirstNamesWhereNoOtherHasIt(t *testing.T) {
	got := called([]content.Person{{ID: "ann", Name: "Ann Lee"}, {ID: "bo", Name: "Bo Ek"}, {ID: "bo-2", Name: "Bo Dahl"}, {ID: "cy", Name: "Cy"}})
	want := map[string]string{"ann": "Ann", "bo": "Bo Ek", "bo-2": "Bo Dahl", "cy": "Cy"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
