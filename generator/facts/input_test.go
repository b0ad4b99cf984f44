package facts

import (
	"strings"
	"testing"
)

func TestWhatCameInPartIsStillOwed(t *testing.T) {
	const in = "inputs: [{id: a, what: a, from: joost, due: 2026-06-01, partly: [2026-06-02, 2026-06-04], received: 2026-06-08}]\n"
	for _, c := range []struct{ asOf, want string }{
		{"2026-06-01", "a 2026-06-01 - due 0 []"},
		{"2026-06-02", "a 2026-06-01 - overdue 1 [] partly [2026-06-02]"},
		{"2026-06-05", "a 2026-06-01 - overdue 4 [] partly [2026-06-02 2026-06-04]"},
		{"2026-06-30", "a 2026-06-01 2026-06-08 received-late 5 [] partly [2026-06-02 2026-06-04]"},
	} {
		check(t, lines(derive(t, c.asOf, in).Inputs, sayInput), c.want)
	}
}

func TestWhatWasReturnedCountsAsNotReceived(t *testing.T) {
	for _, c := range []struct{ name, asOf, received, want string }{
		{"before it is sent back it is received", "2026-06-03", "2026-06-02", "a 2026-06-01 2026-06-02 received-late 1 []"},
		{"once it is, it never came", "2026-06-04", "2026-06-02", "a 2026-06-01 - overdue 3 [] returned 2026-06-02 on 2026-06-04"},
		{"until what came after it", "2026-06-10", "2026-06-05", "a 2026-06-01 2026-06-05 received-late 4 [] returned 2026-06-02 on 2026-06-04"},
		{"the same day that it went back", "2026-06-10", "2026-06-04", "a 2026-06-01 2026-06-04 received-late 3 [] returned 2026-06-02 on 2026-06-04"},
		{"without any receipt", "2026-06-10", "", "a 2026-06-01 - overdue 7 [] returned 2026-06-02 on 2026-06-04"},
	} {
		t.Run(c.name, func(t *testing.T) {
			received := ""
			if c.received != "" {
				received = ", received: " + c.received
			}
			e := derive(t, c.asOf, "plan: [{id: live, what: a, due: 2026-06-01, needs: [a]}]\ninputs: [{id: a, what: a, from: joost, due: 2026-06-01, returned: [{came: 2026-06-02, on: 2026-06-04, why: Pages 3 to 5 are missing}]"+received+"}]\n")
			in := e.Inputs[0]
			in.Moves = nil
			check(t, []string{sayInput(in)}, c.want)
			if e.Milestones[0].MovedByClient != in.Lateness {
				t.Errorf("the milestone is moved by %d", e.Milestones[0].MovedByClient)
			}
			if open := len(e.Open) > 0 && e.Open[0].Kind == InputItem; open != (in.Received == 0) {
				t.Errorf("it is open: %v", open)
			}
		})
	}
}

func TestReceiptsByPeriodTakeNoOthersPlace(t *testing.T) {
	// Due on Fri 04-03, Mon 05-04 (for Sunday) and Wed 06-03. April was forgotten.
	const text = "start: 2026-03-09\ninputs: [{id: a, what: a, from: joost, every: monthly on 3, received: RECEIVED}]\n"
	for _, c := range []struct{ name, received, want string }{
		{"by place, every one shifts", "[2026-05-04, 2026-06-03]", "a 2026-04-03 2026-05-04 received-late 21 []; a 2026-05-04 2026-06-03 received-late 22 []; a 2026-06-03 - overdue 8 []; a 2026-07-03 - due 0 []"},
		{"by period, none does", "[{for: 2026-06, on: 2026-06-03}, {for: 2026-05, on: 2026-05-04}]", "a 2026-04-03 - skipped 21 []; a 2026-05-04 2026-05-04 received 0 []; a 2026-06-03 2026-06-03 received 0 []; a 2026-07-03 - due 0 []"},
		{"after a later one, it is late to its own day", "[{for: 2026-04, on: 2026-06-10}, {for: 2026-05, on: 2026-05-04}, {for: 2026-06, on: 2026-06-03}]", "a 2026-04-03 2026-06-10 received-late 48 []; a 2026-05-04 2026-05-04 received 0 []; a 2026-06-03 2026-06-03 received 0 []; a 2026-07-03 - due 0 []"},
		{"of a period without an occurrence", "[{for: 2026-09, on: 2026-06-03}]", "a 2026-04-03 - overdue 51 []; a 2026-05-04 - overdue 30 []; a 2026-06-03 - overdue 8 []; a 2026-07-03 - due 0 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, "2026-06-15", strings.Replace(text, "RECEIVED", c.received, 1))
			check(t, []string{strings.Join(lines(e.Inputs, sayInput), "; ")}, c.want)
		})
	}
}

func TestWhatCameBelongsToTheOccurrenceThatWasOpen(t *testing.T) {
	// Due on 03-03, 04-03 and 05-04; May's first part came on the day that April's rest did.
	e := derive(t, "2026-05-06", `inputs:
  - {id: a, what: a, from: joost, every: monthly on 3, received: [2026-03-03, 2026-04-06], partly: [2026-04-02, 2026-05-01], returned: [{came: 2026-04-03, on: 2026-04-03}, {came: 2026-05-04, on: 2026-05-05}]}
`)
	check(t, lines(e.Inputs, sayInput),
		"a 2026-03-03 2026-03-03 received 0 []",
		"a 2026-04-03 2026-04-06 received-late 1 [] partly [2026-04-02] returned 2026-04-03 on 2026-04-03",
		"a 2026-05-04 - overdue 2 [] partly [2026-05-01] returned 2026-05-04 on 2026-05-05",
		"a 2026-06-03 - due 0 []")
	check(t, lines(e.Inputs, func(in Input) string { return in.PeriodName() }), "2026-03", "2026-04", "2026-05", "2026-06")
}

func TestAnOccurrenceIsNamedAsItsPeriodIsWritten(t *testing.T) {
	for every, want := range map[string]string{
		"daily": "2026-03-02", "weekly on monday": "2026-W10", "every 2 weeks on tuesday": "2026-W10", "monthly on 5": "2026-03",
		"quarterly on 10": "2026-Q2", "yearly on 3 april": "2026", "{rrule: FREQ=MONTHLY;BYMONTHDAY=6}": "2026-03",
	} {
		e := derive(t, "2026-03-02", "inputs: [{id: a, what: a, from: joost, every: "+every+"}]\n")
		check(t, []string{e.Inputs[0].PeriodName()}, want)
	}
}

func TestWhatIsReturnedAfterwardsRewritesNothing(t *testing.T) {
	// live was done two days late when the texts were there; that they went back later
	// changes nothing of it, but of what still waits for them.
	const text = `plan:
  - {id: live, what: a, due: 2026-06-03, done: 2026-06-05, needs: [texts]}
  - {id: more, what: a, due: 2026-07-01, needs: [texts]}
inputs: [{id: texts, what: a, from: joost, due: 2026-06-03, received: 2026-06-03, returned: [{came: 2026-06-03, on: 2026-06-10}]}]
`
	check(t, lines(derive(t, "2026-06-09", text).Milestones, sayMilestone), "live 06-03 expected 06-05 done-late late 2", "more 07-01 expected 07-01 on-plan")
	check(t, lines(derive(t, "2026-06-10", text).Milestones, sayMilestone), "live 06-03 expected 06-05 done-late late 2", "more 07-01 fair 07-08 expected 07-08 moved moved 5")
}

func TestWhatIsReturnedTwiceCountedUntilTheFirstOfBothDays(t *testing.T) {
	// What came on Wed 06-03 counted until Mon 06-08, on which a second return says that it
	// was no use, and not until Wed 06-10, when the first was written. On Tue 06-09, when
	// live was done, it had not come: 4 working days, Thu, Fri, Mon and Tue, are the client's.
	const text = `plan: [{id: live, what: a, due: 2026-06-03, done: 2026-06-09, needs: [texts]}]
inputs: [{id: texts, what: a, from: joost, due: 2026-06-03, received: 2026-06-03, returned: [{came: 2026-06-03, on: 2026-06-10}, {came: 2026-06-04, on: 2026-06-08}]}]
`
	check(t, lines(derive(t, "2026-06-12", text).Milestones, sayMilestone), "live 06-03 fair 06-09 expected 06-09 done moved 4")
}
