package facts

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"rapport/generator/content"
	_ "rapport/generator/testheap"
)

func TestStatusOfAnEngagementOnADay(t *testing.T) {
	for _, c := range []struct{ name, asOf, agreement, want string }{
		{"proposed stands", "2026-01-01", "status: proposed", "proposed"},
		{"closed from that day on", "2026-09-11", "status: closed\nclosed: 2026-09-11", "closed"},
		{"active before it closed", "2026-09-10", "status: closed\nclosed: 2026-09-11", "active"},
		{"paused before it closed", "2026-07-25", "status: closed\nclosed: 2026-09-11\npaused: [{from: 2026-07-20, to: 2026-08-07}]", "paused"},
		{"paused without days stands", "2026-01-01", "status: paused", "paused"},
		{"paused from a day on", "2026-07-20", "status: paused\npaused: [{from: 2026-07-20}]", "paused"},
		{"active before the pause", "2026-07-19", "status: paused\npaused: [{from: 2026-07-20}]", "active"},
		{"active between two pauses", "2026-07-10", "status: paused\npaused: [{from: 2026-07-01, to: 2026-07-09}, {from: 2026-07-20}]", "active"},
		{"paused in the earlier pause", "2026-07-09", "status: paused\npaused: [{from: 2026-07-01, to: 2026-07-09}, {from: 2026-07-20}]", "paused"},
		{"active again after its pause", "2026-08-08", "status: active\npaused: [{from: 2026-07-20, to: 2026-08-07}]", "active"},
		{"active today, paused then", "2026-08-07", "status: active\npaused: [{from: 2026-07-20, to: 2026-08-07}]", "paused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, c.agreement+"\n")
			check(t, []string{string(e.Content.Status)}, c.want)
		})
	}
}

func TestAClosedEngagementIsFrozen(t *testing.T) {
	const text = "status: closed\nclosed: 2026-09-11\nplan: [{id: live, what: a, due: 2026-09-10}]\n-- journal/2026-09-12-x.md --\nkind: lesson\ntitle: Too late\n"
	e := derive(t, "2026-10-30", text)
	check(t, lines(e.Milestones, sayMilestone), "live 09-10 expected - ended late 1")
	if len(e.Content.Entries) != 0 || hhmm(e.AsOf) != "Fri 09-11 23:59" {
		t.Errorf("%d entries as of %v", len(e.Content.Entries), e.AsOf)
	}
	if later := derive(t, "2027-10-30", text); !sameFacts(e, later) || !later.AsOf.Equal(e.AsOf) {
		t.Error("a closed engagement changes")
	}
}

// Everything that bears a date of its own happens on 2026-09-20; what was planned for it lies later.
const dated0920 = `plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-10-19, done: 2026-09-20}]
inputs:
  - {id: once, what: a, from: joost, due: 2026-09-01, received: 2026-09-20, reminded: [2026-09-05, 2026-09-20]}
  - {id: often, what: a, from: joost, every: weekly on monday, received: [2026-03-02, 2026-09-20, 2026-03-16], partly: [2026-03-02, 2026-09-20]}
  - {id: named, what: a, from: joost, every: monthly on 3, received: [{for: 2026-04, on: 2026-04-03}, {for: 2026-05, on: 2026-09-20}], returned: [{came: 2026-04-01, on: 2026-04-02}, {came: 2026-09-19, on: 2026-09-20}]}
kpis: [{id: k, name: K, series: data/k.csv}]
pricing: [{id: care, item: a, model: retainer, amount: 1, per: month, includes: 10h}]
closing: {handover: [{what: a, done: 2026-09-20}]}
-- journal/2026-09-01-decision.md --
kind: decision
title: T
needed_by: 2026-12-01
decided: 2026-09-20
decided_by: joost
outcome: Yes
-- journal/2026-09-01-question.md --
kind: question
title: T
answered: 2026-09-20
answer: Yes
-- journal/2026-09-01-request.md --
kind: request
title: T
type: change
opened: 2026-09-01 10:00
responded: 2026-09-20
resolved: 2026-09-20
waiting: [{from: 2026-09-02, to: 2026-09-20}, {from: 2026-09-20}]
-- journal/2026-09-01-risk.md --
kind: risk
title: T
likelihood: 3
impact: 3
response: Wait
closed: 2026-09-20
-- journal/2026-09-01-incident.md --
kind: incident
title: T
started: 2026-09-01 10:00
resolved: 2026-09-20
ours: true
cause: Rain
-- journal/2026-09-01-concern.md --
kind: concern
title: T
settled: 2026-09-20
outcome: Peace
-- journal/2026-09-01-change.md --
kind: change
title: T
affects: [live]
days: 3
state: accepted
accepted_by: joost
accepted: 2026-09-20
-- journal/2026-09-01-feedback.md --
kind: feedback
title: T
from: joost
asked: 2026-09-02
given: 2026-09-20
nps: 9
csat: 5
well: W
better: B
reply: R
changed: C
-- journal/2026-09-01-meeting.md --
kind: meeting
title: T
actions: [{what: a, who: mara, due: 2026-12-01, done: 2026-09-20}, {what: b, who: mara, done: 2026-09-01}]
-- journal/2026-09-20-update.md --
kind: update
title: T
-- reports/2026-08.md --
title: T
date: 2026-09-01
reviewed: {by: joost, on: 2026-09-20}
-- reports/2026-Q2.md --
title: T
date: 2026-09-20
-- data/k.csv --
period,value
2026-W37,1
2026-W38,2
-- data/time.csv --
date,hours
2026-09-01,1
2026-09-20,2
-- data/requests.csv --
id,type,title,opened,responded,resolved
a,change,T,2026-09-01 10:00,2026-09-20,2026-09-20
b,change,T,2026-09-20 10:00,,
`

func TestWhatHasNotComeIsNotThere(t *testing.T) {
	client, cal := load(t, dated0920)
	before := AsOf(client, cal, when(t, cal, "2026-09-19")).Engagements[0]
	after := AsOf(client, cal, when(t, cal, "2026-09-20")).Engagements[0]
	row := func(values ...any) string {
		said := lines(values, func(v any) string { return cmp.Or(fmt.Sprint(v), "-") })
		return strings.Join(said, " ")
	}
	say := func(e *content.Engagement) []string {
		s := []string{row("milestone", e.Plan[0].Done, e.Plan[0].Forecast)}
		for _, in := range e.Inputs {
			s = append(s, row(in.ID, lines(in.Received, func(r content.Receipt) string { return r.For.String() + r.On.String() }), in.Reminded, in.Partly, len(in.Returned)))
		}
		s = append(s, row("series", len(e.KPIs[0].Series), "time", len(e.Time), "handover", e.Closing.Handover[0].Done))
		for _, entry := range e.Entries {
			switch {
			case entry.Decision != nil:
				d := entry.Decision
				s = append(s, row("decision", d.NeededBy, d.Decided, d.DecidedBy.ID, d.Outcome.Raw))
			case entry.Question != nil:
				s = append(s, row("question", entry.Question.Answered, entry.Question.Answer.Raw))
			case entry.Request != nil:
				r := entry.Request
				s = append(s, row("request", r.Opened.Day, r.Responded.Day, r.Resolved.Day, len(r.Waiting), r.Waiting[0].To.Day))
			case entry.Risk != nil:
				s = append(s, row("risk", entry.Risk.Closed, entry.Risk.Response.Raw))
			case entry.Incident != nil:
				s = append(s, row("incident", entry.Incident.Resolved.Day, entry.Incident.Cause.Raw))
			case entry.Concern != nil:
				s = append(s, row("concern", entry.Concern.Settled, entry.Concern.Outcome.Raw))
			case entry.Change != nil:
				c := entry.Change
				s = append(s, row("change", c.State, c.AcceptedBy.ID, c.Accepted, c.Days))
			case entry.Feedback != nil:
				f := entry.Feedback
				s = append(s, row("feedback", f.From.ID, f.Asked, f.Given, f.NPS, f.CSAT, f.Well.Raw+f.Better.Raw+f.Reply.Raw+f.Changed.Raw))
			case entry.Meeting != nil:
				s = append(s, row("meeting", entry.Meeting.Actions[0].Due, entry.Meeting.Actions[0].Done, entry.Meeting.Actions[1].Done))
			case entry.Update != nil:
				s = append(s, "update")
			}
		}
		for _, r := range e.Reports {
			s = append(s, row("report", r.ID, r.Reviewed.By.ID, r.Reviewed.On))
		}
		for _, r := range e.Requests {
			s = append(s, row("row", r.ID, r.Responded.Day, r.Resolved.Day, len(r.Waiting)))
			if r.Entry != nil && r.Entry != e.Entries[7] {
				s = append(s, "of another version of its entry")
			}
		}
		return s
	}
	check(t, say(before),
		"milestone - 2026-10-19",
		"once [] [2026-09-05] [] 0",
		"often [2026-03-02  2026-03-16] [] [2026-03-02] 0",
		"named [2026-042026-04-03] [] [] 1",
		"series 1 time 1 handover -",
		"change proposed - - 3",
		"concern - -",
		"decision 2026-12-01 - - -",
		"feedback joost 2026-09-02 - -1 -1 -",
		"incident - Rain",
		"meeting 2026-12-01 - 2026-09-01",
		"question - -",
		"request 2026-09-01 - - 1 -",
		"risk - Wait",
		"report 2026-08 - -",
		"row 2026-09-01-request - - 1",
		"row a - - 0")
	check(t, say(after),
		"milestone 2026-09-20 2026-10-19",
		"once [2026-09-20] [2026-09-05 2026-09-20] [] 0",
		"often [2026-03-02 2026-09-20 2026-03-16] [] [2026-03-02 2026-09-20] 0",
		"named [2026-042026-04-03 2026-052026-09-20] [] [] 2",
		"series 2 time 2 handover 2026-09-20",
		"change accepted joost 2026-09-20 3",
		"concern 2026-09-20 Peace",
		"decision 2026-12-01 2026-09-20 joost Yes",
		"feedback joost 2026-09-02 2026-09-20 9 5 WBRC",
		"incident 2026-09-20 Rain",
		"meeting 2026-12-01 2026-09-20 2026-09-01",
		"question 2026-09-20 Yes",
		"request 2026-09-01 2026-09-20 2026-09-20 2 2026-09-20",
		"risk 2026-09-20 Wait",
		"update",
		"report 2026-Q2 - -",
		"report 2026-08 joost 2026-09-20",
		"row 2026-09-01-request 2026-09-20 2026-09-20 2",
		"row a 2026-09-20 2026-09-20 0",
		"row b - - 0")

	// What AsOf was given is as it was.
	check(t, say(AsOf(client, cal, when(t, cal, "2026-09-20")).Engagements[0]), say(client.Engagements[0])...)
}

func TestAsOfSharesWhatItDoesNotChange(t *testing.T) {
	client, cal := load(t, dated0920)
	e := client.Engagements[0]
	stood := AsOf(client, cal, when(t, cal, "2026-12-31")).Engagements[0]
	if &stood.Entries[0] != &e.Entries[0] || &stood.Plan[0] != &e.Plan[0] || &stood.Requests[0] != &e.Requests[0] {
		t.Error("what has all come was copied")
	}
	stood = AsOf(client, cal, when(t, cal, "2026-09-19")).Engagements[0]
	if &stood.Scope.Includes[0] != &e.Scope.Includes[0] || stood.Reports[0] == e.Reports[0] {
		t.Error("what has not all come was not copied, or what has was")
	}
}

func TestEntriesWhoseSubjectBeginsLaterThatDay(t *testing.T) {
	const text = "-- journal/2026-09-20-r.md --\nkind: request\ntitle: T\ntype: change\nopened: 2026-09-20 16:00\n-- journal/2026-09-20-i.md --\nkind: incident\ntitle: T\nours: true\nstarted: 2026-09-20 16:00\n"
	for asOf, want := range map[string]int{"2026-09-20 15:59": 0, "2026-09-20 16:00": 1} {
		e := derive(t, asOf, text)
		if len(e.Requests) != want || len(e.Content.Entries) != 2*want || len(e.Health.Reasons) != want {
			t.Errorf("as of %s: %d requests, %d entries, %d reasons", asOf, len(e.Requests), len(e.Content.Entries), len(e.Health.Reasons))
		}
	}
}

func TestEntriesAreOrderedByDateAndID(t *testing.T) {
	client, cal := load(t, journal("update", "2026-09-01", "2026-09-03", "2026-09-02", "2026-09-02b"))
	e := client.Engagements[0]
	e.Entries[0], e.Entries[3] = e.Entries[3], e.Entries[0]
	stood := AsOf(client, cal, when(t, cal, "2026-09-30")).Engagements[0]
	ids := lines(stood.Entries, func(e *content.Entry) string { return e.ID })
	check(t, []string{strings.Join(ids, " ")}, "2026-09-01-x 2026-09-02-x 2026-09-02-xb 2026-09-03-x")
}
