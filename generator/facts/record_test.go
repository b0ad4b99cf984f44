package facts

import (
	"fmt"
	"strings"
	"testing"
)

func sayPromise(p Promise) string {
	state := p.State
	if state == "" {
		state = "open"
	}
	return fmt.Sprintf("%s %s %s %s %s", strings.TrimPrefix(p.DueOn.String(), "2026-"), p.Side, p.Kind, p.ID, state)
}

func TestCommitmentsOfBothSides(t *testing.T) {
	// As of Thu 10-01. The client promised to review no report. Five working days after Thu 08-06 are Thu 08-13.
	e := derive(t, "2026-10-01", `plan:
  - {id: kept, what: a, due: 2026-06-30, done: 2026-06-30}
  - {id: late, what: a, due: 2026-06-30, done: 2026-07-01}
  - {id: early, what: a, due: 2026-10-30, done: 2026-09-30}
  - {id: today, what: a, due: 2026-10-01}
  - {id: open, what: a, due: 2026-09-30}
inputs:
  - {id: texts, what: a, from: joost, due: 2026-07-02, received: 2026-07-01}
  - {id: photos, what: a, from: joost, due: 2026-07-03}
-- journal/2026-08-03-q.md --
kind: question
title: Theirs
by: joost
needed_by: 2026-08-04
answered: 2026-08-05
answer: Yes
-- journal/2026-08-03-r.md --
kind: question
title: Ours
to: joost
needed_by: 2026-08-05
answered: 2026-08-05
answer: No
-- journal/2026-08-03-s.md --
kind: question
title: To one of us
to: mara
needed_by: 2026-08-06
-- journal/2026-08-04-d.md --
kind: decision
title: Theirs
needed_by: 2026-08-07
-- journal/2026-08-04-e.md --
kind: decision
title: Ours
to: mara
needed_by: 2026-08-07
-- journal/2026-08-06-d.md --
kind: decision
title: Theirs, of no day
decided: 2026-08-13
outcome: Yes
-- journal/2026-08-06-q.md --
kind: question
title: Ours, of no day
by: joost
-- journal/2026-08-05-m.md --
kind: meeting
title: M
actions:
  - {what: a, who: mara, due: 2026-08-10, done: 2026-08-10}
  - {what: b, who: joost, due: 2026-08-11, done: 2026-08-12}
  - {what: no date, who: joost}
-- reports/2026-08.md --
title: R
date: 2026-09-01
reviewed: {by: joost, on: 2026-09-15}
-- reports/2026-09.md --
title: R
date: 2026-10-01
-- data/requests.csv --
id,type,title,opened,responded,resolved
met,change,x,2026-09-07 09:00,2026-09-07 10:00,2026-09-10 10:00
running,change,x,2026-10-01 16:00,2026-10-01 16:30,
`)
	check(t, lines(e.Promises, sayPromise),
		"06-30 provider milestone kept kept",
		"06-30 provider milestone late broken",
		"07-02 client input texts kept",
		"07-03 client input photos broken",
		"08-04 provider answer 2026-08-03-q broken",
		"08-05 client answer 2026-08-03-r kept",
		"08-06 provider answer 2026-08-03-s broken",
		"08-07 client decision 2026-08-04-d broken",
		"08-07 provider decision 2026-08-04-e broken",
		"08-10 provider action 2026-08-05-m kept",
		"08-11 client action 2026-08-05-m broken",
		"08-13 client decision 2026-08-06-d kept",
		"08-13 provider answer 2026-08-06-q broken",
		"09-07 provider response met kept",
		"09-09 provider resolution met broken",
		"09-30 provider milestone open broken",
		"10-01 provider milestone today open",
		"10-02 provider response running kept", // Thu 16:00 and 4 hours; answered, and not yet due
		"10-05 provider resolution running open",
		"10-30 provider milestone early kept")
	// Provider: kept, early, action, two responses; late, open, three answers, a decision, resolution.
	// Client: texts, answer, decision; photos, decision, action.
	if want := (Record{Provider: Count{5, 7}, Client: Count{3, 3}}); e.Record != want {
		t.Errorf("record %v, want %v", e.Record, want)
	}
	check(t, lines(e.ByKind, func(k KindRecord) string { return fmt.Sprint(k.Kind, " ", k.Record) }),
		"plan {{2 2} {1 1}}", "requests {{2 1} {0 0}}", "answers {{1 4} {2 2}}", "rhythm {{0 0} {0 0}}")
	check(t, lines(e.Quarters, func(q QuarterRecord) string { return fmt.Sprint(q.Quarter, " ", q.Record) }),
		"2026-Q2 {{1 1} {0 0}}", "2026-Q3 {{2 6} {3 3}}", "2026-Q4 {{2 0} {0 0}}")
}

func TestAPromiseOfTheDayIsNotBrokenYet(t *testing.T) {
	const plan = "plan: [{id: live, what: a, due: 2026-09-14%s}]\n"
	for _, c := range []struct{ name, asOf, done, want string }{
		{"before", "2026-09-13", "", "open"},
		{"that day", "2026-09-14", "", "open"},
		{"the day after", "2026-09-15", "", "broken"},
		{"done before counts at once", "2026-09-10 00:00", ", done: 2026-09-10", "kept"},
		{"done the day after", "2026-09-15", ", done: 2026-09-15", "broken"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := derive(t, c.asOf, fmt.Sprintf(plan, c.done)).Promises
			check(t, lines(p, sayPromise), "09-14 provider milestone live "+c.want)
		})
	}
}

func TestMilestonesAreKeptByTheirFairDue(t *testing.T) {
	e := derive(t, "2026-09-30", `plan: [{id: live, what: a, due: 2026-09-14, done: 2026-09-21, needs: [texts]}]
inputs: [{id: texts, what: a, from: joost, due: 2026-08-31, received: 2026-09-07}]
`)
	check(t, lines(e.Promises, sayPromise), "08-31 client input texts broken", "09-21 provider milestone live kept")
}

func TestRhythmsAndRecurringInputsArePromisesEach(t *testing.T) {
	e := derive(t, "2026-09-14", `start: 2026-08-31
rhythm: {update: weekly on friday}
inputs: [{id: sales, what: a, from: joost, every: weekly on monday, received: [2026-08-31, 2026-09-08]}]
`+journal("update", "2026-09-02"))
	check(t, lines(e.Promises, sayPromise),
		"08-31 client input sales kept",
		"09-04 provider update journal/2026-09-02-x kept",
		"09-07 client input sales broken",
		"09-11 provider update  broken",
		"09-14 client input sales open",
		"09-18 provider update  open",
		"09-21 client input sales open")
}

func TestAProposalPromisesNothingYet(t *testing.T) {
	e := derive(t, "2026-09-30", `status: proposed
rhythm: {update: weekly on friday, meeting: {every: weekly on tuesday}}
plan:
  - {id: live, what: a, due: 2026-09-14, needs: [texts], forecast: 2026-10-14}
  - {id: done, what: a, due: 2026-09-15, done: 2026-09-20}
inputs: [{id: texts, what: a, from: joost, due: 2026-08-31}, {id: sales, what: a, from: joost, every: monthly on 3}]
-- journal/2026-09-01-q.md --
kind: question
title: Of the client
needed_by: 2026-09-02
-- journal/2026-09-01-r.md --
kind: question
title: Of ours
to: mara
needed_by: 2026-09-02
`)
	check(t, lines(e.Milestones, sayMilestone), "live 09-14 expected 09-14 on-plan", "done 09-15 expected 09-15 on-plan")
	check(t, lines(e.Inputs, sayInput), "texts 2026-08-31 - due 0 []")
	check(t, lines(e.Open, sayOpen), "provider question 2026-09-01-r #0 who mara due 2026-09-02 age 21 overdue 0")
	if e.Health != nil || e.Promises != nil || e.ByKind != nil || e.Quarters != nil || e.Rhythm != nil || e.Silences != nil {
		t.Errorf("health %v, promises %v, record %v, rhythm %v", e.Health, e.Promises, e.Record, e.Rhythm)
	}
}

func TestAPauseStopsBothSides(t *testing.T) {
	// Mon 07-20 to Fri 08-07 are free for both: what falls there is due on Mon 08-10.
	// Two working days after Thu 07-16 16:00 are Fri and Mon 08-10.
	const text = `start: 2026-06-01
paused: [{from: 2026-07-20, to: 2026-08-07}]
plan: [{id: before, what: a, due: 2026-07-16, done: 2026-07-23}, {id: within, what: a, due: 2026-08-03}, {id: late, what: a, due: 2026-07-15}]
inputs: [{id: texts, what: a, from: joost, due: 2026-07-29}]
-- data/requests.csv --
id,type,title,opened
r,change,x,2026-07-16 16:00
`
	for _, c := range []struct {
		asOf string
		want []string
	}{
		{"2026-07-17", []string{"late 07-15 expected - late late 2", "before 07-16 expected - late late 1", "within 08-03 expected 08-03 on-plan"}},
		{"2026-07-22", []string{"late 07-15 expected - late late 2", "before 07-16 expected - late late 1", "within 08-10 expected 08-10 on-plan"}},
		{"2026-08-07", []string{"late 07-15 expected - late late 2", "before 07-16 expected 07-23 done-late late 1", "within 08-10 expected 08-10 on-plan"}},
		{"2026-08-10", []string{"late 07-15 expected - late late 3", "before 07-16 expected 07-23 done-late late 1", "within 08-10 expected 08-10 on-plan"}},
		{"2026-08-11", []string{"late 07-15 expected - late late 4", "before 07-16 expected 07-23 done-late late 1", "within 08-10 expected - late late 1"}},
	} {
		e := derive(t, c.asOf, text)
		check(t, lines(e.Milestones, sayMilestone), c.want...)
		paused := "2026-07-20" <= c.asOf && c.asOf <= "2026-08-07"
		if (e.Health == nil) != paused {
			t.Errorf("%s: health %v", c.asOf, e.Health)
		}
		if paused {
			check(t, lines(e.Inputs, sayInput), "texts 2026-08-10 - due 0 []")
			check(t, lines(e.Requests, sayRequest), "r Fri 07-17 12:00 missed, Mon 08-10 17:00 running")
		}
	}
	// The record stands as it stood, and what is fulfilled still counts.
	const done = "start: 2026-06-01\npaused: [{from: 2026-07-20, to: 2026-08-07}]\nplan: [{id: a, what: a, due: 2026-07-16, done: 2026-07-16}, {id: b, what: b, due: 2026-08-03, done: 2026-07-22}]\n"
	for day, want := range map[string]int{"2026-07-19": 1, "2026-07-20": 1, "2026-07-22": 2} {
		if e := derive(t, day, done); e.Record.Provider != (Count{Kept: want}) {
			t.Errorf("%s: record %v", day, e.Record)
		}
	}
}

func TestAPauseWithoutAnEndKnowsNoDates(t *testing.T) {
	e := derive(t, "2026-07-22", `start: 2026-06-01
status: paused
paused: [{from: 2026-07-20}]
rhythm: {update: weekly on friday}
plan: [{id: live, what: a, due: 2026-07-24, needs: [texts], forecast: 2026-08-10}, {id: late, what: a, due: 2026-07-15}]
inputs: [{id: texts, what: a, from: joost, due: 2026-07-16}, {id: sales, what: a, from: joost, every: weekly on monday, received: [2026-06-01, 2026-06-08, 2026-06-15, 2026-06-22, 2026-06-29, 2026-07-06, 2026-07-13]}]
-- data/requests.csv --
id,type,title,opened
r,change,x,2026-07-17 16:00
`)
	check(t, lines(e.Milestones, sayMilestone), "late 07-15 expected - late late 2", "live 07-24 fair  expected - moved moved 1")
	check(t, lines(e.Inputs[6:], sayInput), "sales 2026-07-13 2026-07-13 received 0 []", "texts 2026-07-16 - overdue 1 [live]")
	check(t, lines(e.Requests, sayRequest), "r - running, - running")
	check(t, lines(e.Rhythm[6:], sayOccurrence), "update 07-17 overdue")
}

// Working days cannot be counted into a pause without an end: a milestone that the
// client moved has no fair date then. One that is done meanwhile counts as kept.
func TestWhatIsDoneInAPauseWithoutAnEndHasNoInventedFairDate(t *testing.T) {
	const text = `start: 2026-06-01
status: paused
paused: [{from: 2026-07-20}]
plan: [{id: live, what: a, due: 2026-07-17, needs: [texts]%s}]
inputs: [{id: texts, what: a, from: joost, due: 2026-07-14}]
`
	for _, day := range []string{"2026-07-23", "2026-09-30"} {
		e := derive(t, day, fmt.Sprintf(text, ", done: 2026-07-22"))
		if m := e.Milestones[0]; m.FairDue != 0 || m.State != Done || m.LateBy != 0 {
			t.Errorf("%s: fair due %v, %s, late by %d", day, m.FairDue, m.State, m.LateBy)
		}
		if e.Record.Provider != (Count{Kept: 1}) {
			t.Errorf("%s: record %v", day, e.Record.Provider)
		}
	}
	if e := derive(t, "2026-07-23", fmt.Sprintf(text, "")); e.Milestones[0].FairDue != 0 || e.Record.Provider != (Count{}) {
		t.Errorf("not done: fair due %v, record %v", e.Milestones[0].FairDue, e.Record.Provider)
	}
}

func TestAClosedEngagementPromisesNothingMore(t *testing.T) {
	const text = `start: 2026-01-05
status: closed
closed: 2026-03-06
rhythm: {update: weekly on friday, report: monthly on 5, meeting: {every: weekly on monday}}
plan: [{id: live, what: a, due: 2026-03-20, forecast: 2026-04-01}, {id: done, what: a, due: 2026-02-02, done: 2026-02-02}, {id: late, what: a, due: 2026-03-02}]
inputs: [{id: texts, what: a, from: joost, due: 2026-03-20}, {id: sales, what: a, from: joost, every: monthly on 3, received: [2026-02-03]}]
-- journal/2026-03-03-q.md --
kind: question
title: Q
`
	for _, day := range []string{"2026-03-06", "2026-09-01"} {
		e := derive(t, day, text)
		check(t, lines(e.Milestones, sayMilestone), "done 02-02 expected 02-02 done", "late 03-02 expected - ended late 4", "live 03-20 expected - ended")
		check(t, lines(e.Inputs, sayInput), "sales 2026-02-03 2026-02-03 received 0 []", "sales 2026-03-03 - ended 3 []", "texts 2026-03-20 - ended 0 []")
		check(t, lines(e.Rhythm[len(e.Rhythm)-3:], sayOccurrence), "update 02-27 missed", "report 02-05 missed", "report 03-05 overdue")
		if e.Health != nil || e.Open != nil {
			t.Errorf("%s: health %v, open %v", day, e.Health, lines(e.Open, sayOpen))
		}
	}
}

func TestASkippedOccurrenceIsBrokenAndNoLongerNeeded(t *testing.T) {
	// Due Tue 03-03, Fri 04-03, Mon 05-04 and Wed 06-03; the second came first, on 03-30.
	const text = "inputs: [{id: sales, what: a, from: joost, every: monthly on 3, received: [null, %s]}]\n"
	e := derive(t, "2026-04-02", fmt.Sprintf(text, "2026-04-08"))
	check(t, lines(e.Inputs, sayInput), "sales 2026-03-03 - overdue 22 []", "sales 2026-04-03 - due 0 []")
	e = derive(t, "2026-04-30", fmt.Sprintf(text, "2026-04-08"))
	check(t, lines(e.Inputs, sayInput), "sales 2026-03-03 - skipped 26 []", "sales 2026-04-03 2026-04-08 received-late 3 []", "sales 2026-05-04 - due 0 []")
	check(t, lines(e.Promises, sayPromise), "03-03 client input sales broken", "04-03 client input sales broken", "05-04 client input sales open")
	check(t, lines(e.Open, sayOpen), "client input sales #0 who joost due 2026-05-04 age 19 overdue 0")
	if len(e.Health.Reasons) != 0 {
		t.Errorf("reasons %v", lines(e.Health.Reasons, sayReason))
	}
	check(t, lines(e.Inputs, func(in Input) string { return in.Period.String() }), "2026-03", "2026-04", "2026-05")
	e = derive(t, "2026-04-30", fmt.Sprintf(text, "2026-03-02"))
	check(t, lines(e.Inputs[:1], sayInput), "sales 2026-03-03 - skipped 0 []")
	check(t, lines(e.Promises[:1], sayPromise), "03-03 client input sales broken")
}

// An occurrence that comes ahead of an earlier one passes over nothing that is not yet
// due: what came by its own day after all would unbreak a broken promise.
func TestWhatIsNotYetDueIsNotSkipped(t *testing.T) {
	const text = "inputs: [{id: sales, what: a, from: joost, every: monthly on 20, received: [%s, 2026-03-10]}]\n"
	e := derive(t, "2026-03-20", fmt.Sprintf(text, "null"))
	check(t, lines(e.Inputs[:1], sayInput), "sales 2026-03-20 - due 0 []")
	check(t, lines(e.Promises[:1], sayPromise), "03-20 client input sales open")
	e = derive(t, "2026-03-23", fmt.Sprintf(text, "null"))
	check(t, lines(e.Inputs[:1], sayInput), "sales 2026-03-20 - skipped 0 []")
	check(t, lines(e.Promises[:1], sayPromise), "03-20 client input sales broken")
	e = derive(t, "2026-04-23", fmt.Sprintf(text, "2026-03-20"))
	check(t, lines(e.Inputs[:1], sayInput), "sales 2026-03-20 2026-03-20 received 0 []")
	check(t, lines(e.Promises[:1], sayPromise), "03-20 client input sales kept")
}

func TestFeedbackScores(t *testing.T) {
	entry := func(n int, fields string) string {
		return fmt.Sprintf("-- journal/2026-06-%02d-f.md --\nkind: feedback\ntitle: F\nasked: 2026-06-01\n%s\n", n, fields)
	}
	for _, c := range []struct{ name, text, want string }{
		{"none", "", "0 - -"},
		{"asked is no answer", entry(1, ""), "0 - -"},
		// Two promoters and a passive of three: 67; all content.
		{"two of three promote", entry(1, "given: 2026-06-02\nnps: 9\ncsat: 5") + entry(2, "given: 2026-06-02\nnps: 10\ncsat: 4") + entry(3, "given: 2026-06-02\nnps: 7\ncsat: 4"), "3 67 100"},
		{"6 detracts, 3 does not satisfy", entry(1, "given: 2026-06-02\nnps: 6\ncsat: 3"), "1 -100 0"},
		// 1 of 3 detracts: -33.3.
		{"negative, rounded", entry(1, "given: 2026-06-02\nnps: 0") + entry(2, "given: 2026-06-02\nnps: 8") + entry(3, "given: 2026-06-02\nnps: 7"), "3 -33 -"},
		{"words alone are an answer without a score", entry(1, "given: 2026-06-02\nwell: Fast"), "1 - -"},
		{"given later than as-of", entry(1, "given: 2026-12-02\nnps: 9"), "0 - -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := derive(t, "2026-09-30", c.text).Feedback
			say := func(n *int) string {
				if n == nil {
					return "-"
				}
				return fmt.Sprint(*n)
			}
			check(t, []string{fmt.Sprint(s.Answers, " ", say(s.NPS), " ", say(s.CSAT))}, c.want)
		})
	}
}

func TestReportsAreReadWithinWhatWasAgreed(t *testing.T) {
	// Published on Fri 09-04, read on 09-15; on Sat 09-05, not read.
	const text = `-- reports/2026-08.md --
title: T
date: 2026-09-04
reviewed: {by: joost, on: 2026-09-15}
-- reports/2026-W36.md --
title: T
date: 2026-09-05
`
	reviews := func(asOf, agreed string) []string {
		e := derive(t, asOf, agreed+text)
		var said []string
		for _, p := range e.Promises {
			if p.Kind == ReviewPromise {
				said = append(said, sayPromise(p))
			}
		}
		for _, o := range e.Open {
			if o.Kind == ReviewItem {
				said = append(said, sayOpen(o))
			}
		}
		return said
	}
	check(t, reviews("2026-09-14", "review_within: 6d\n"),
		"09-14 client review 2026-08 open",
		"09-15 client review 2026-W36 open",
		"client review 2026-08 #0 who  due 2026-09-14 age 6 overdue 0",
		"client review 2026-W36 #0 who  due 2026-09-15 age 6 overdue 0")
	check(t, reviews("2026-09-16", "review_within: 6d\n"),
		"09-14 client review 2026-08 broken",
		"09-15 client review 2026-W36 broken",
		"client review 2026-W36 #0 who  due 2026-09-15 age 8 overdue 1")
	check(t, reviews("2026-09-16", ""), "client review 2026-W36 #0 who  due - age 8 overdue 0")
}

func TestWhatIsDoneInAPauseWithoutAnEndCounts(t *testing.T) {
	// Asked and done while no deadline is known.
	e := derive(t, "2026-07-24", `start: 2026-06-01
status: paused
paused: [{from: 2026-07-20}]
-- data/requests.csv --
id,type,title,opened,responded,resolved
r,change,x,2026-07-21 10:00,2026-07-22 10:00,2026-07-23 10:00
s,change,x,2026-07-21 10:00,,
`)
	check(t, lines(e.Requests, func(r Request) string {
		return fmt.Sprintf("%s %s %s", r.Content.ID, r.Response, r.Resolution)
	}), "r met met", "s running running")
	if e.Record.Provider != (Count{Kept: 2}) {
		t.Errorf("record %v", e.Record)
	}
}
