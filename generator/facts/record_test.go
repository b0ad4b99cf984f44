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
	// As of Thu 10-01. The report of 09-01 is to be reviewed by 09-15, ten working days later.
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
title: Ours is no promise
to: mara
needed_by: 2026-08-07
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
		"08-10 provider action 2026-08-05-m kept",
		"08-11 client action 2026-08-05-m broken",
		"09-07 provider response met kept",
		"09-09 provider resolution met broken",
		"09-15 client review 2026-08 kept",
		"09-30 provider milestone open broken",
		"10-01 provider milestone today open",
		"10-02 provider response running open", // Thu 16:00 and 4 hours; answered, but not yet due
		"10-05 provider resolution running open",
		"10-15 client review 2026-09 open",
		"10-30 provider milestone early open")
	// Provider: kept, action, response; broken: late, two answers, resolution, open.
	// Client: texts, answer, review; photos, decision, action.
	if want := (Record{Provider: Count{3, 5}, Client: Count{3, 3}}); e.Record != want {
		t.Errorf("record %v, want %v", e.Record, want)
	}
	check(t, lines(e.Quarters, func(q QuarterRecord) string { return fmt.Sprint(q.Quarter, " ", q.Record) }),
		"2026-Q2 {{1 1} {0 0}}", "2026-Q3 {{2 4} {3 3}}")
}

func TestAPromiseOfTheDayIsNotBrokenYet(t *testing.T) {
	const plan = "plan: [{id: live, what: a, due: 2026-09-14%s}]\n"
	for _, c := range []struct{ name, asOf, done, want string }{
		{"before", "2026-09-13", "", "open"},
		{"that day", "2026-09-14", "", "open"},
		{"the day after", "2026-09-15", "", "broken"},
		{"done before counts from the day on", "2026-09-13", ", done: 2026-09-10", "open"},
		{"done before, that day", "2026-09-14 00:00", ", done: 2026-09-10", "kept"},
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

func TestProposedEngagementsHaveNoCommitmentsAndNoHealth(t *testing.T) {
	for _, status := range []string{"proposed", "paused"} {
		e := derive(t, "2026-09-30", "status: "+status+"\nplan: [{id: live, what: a, due: 2026-09-14}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-08-31}]\n")
		if e.Health != nil || e.Promises != nil || e.Record != (Record{}) || e.Quarters != nil {
			t.Errorf("%s: health %v, promises %v, record %v", status, e.Health, e.Promises, e.Record)
		}
		for _, o := range e.Open {
			if o.Overdue != 0 {
				t.Errorf("%s: %v is overdue", status, o)
			}
		}
	}
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
