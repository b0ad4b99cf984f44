package facts

import (
	"fmt"
	"strings"
	"testing"
)

// sayMilestone leaves out what says nothing: "live 09-14 fair 09-21 expected 10-19 slipping moved 5".
func sayMilestone(m Milestone) string {
	day := func(s string) string { return strings.TrimPrefix(s, "2026-") }
	s := m.Content.ID + " " + day(m.Due.String())
	if m.FairDue != m.Due {
		s += " fair " + day(m.FairDue.String())
	}
	s += " expected " + day(orNone(m.Expected)) + " " + string(m.State)
	if m.MovedByClient != 0 {
		s += fmt.Sprint(" moved ", m.MovedByClient)
	}
	if m.LateBy != 0 {
		s += fmt.Sprint(" late ", m.LateBy)
	}
	return s
}

func sayCause(c *Cause) string {
	if c == nil {
		return "-"
	}
	return fmt.Sprintf("%s %s via %v due %v on %s late %d", c.Kind, c.ID, c.Via, c.Due, orNone(c.On), c.Late)
}

func sayInput(in Input) string {
	said := fmt.Sprintf("%s %v %s %s %d %v", in.Content.ID, in.Due, orNone(in.Received), in.State, in.Lateness, in.Moves)
	if len(in.Partly) > 0 {
		said += fmt.Sprint(" partly ", in.Partly)
	}
	for _, r := range in.Returned {
		said += fmt.Sprint(" returned ", r.Came, " on ", r.On)
	}
	return said
}

// 2026-09-14 is a Monday, as are 09-07, 09-21, 09-28.
func TestMilestones(t *testing.T) {
	const live = "plan: [{id: live, what: a, due: 2026-09-14"
	const needsTexts = live + ", needs: [texts]"
	const texts = "}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-08-31"
	for _, c := range []struct{ name, asOf, agreement, want string }{
		{"before its due", "2026-09-01", live + "}]", "live 09-14 expected 09-14 on-plan"},
		{"on its due", "2026-09-14", live + "}]", "live 09-14 expected 09-14 on-plan"},
		{"done early", "2026-09-30", live + ", done: 2026-09-10}]", "live 09-14 expected 09-10 done"},
		{"done on its due", "2026-09-30", live + ", done: 2026-09-14}]", "live 09-14 expected 09-14 done"},
		{"done two working days late", "2026-09-30", live + ", done: 2026-09-16}]", "live 09-14 expected 09-16 done-late late 2"},
		{"done later than as-of is not done", "2026-09-12", live + ", done: 2026-09-16}]", "live 09-14 expected 09-14 on-plan"},
		// Tue, Wed, Thu, Fri are 4 working days after Monday; nobody says a new day.
		{"late", "2026-09-18", live + "}]", "live 09-14 expected - late late 4"},
		{"over a weekend nothing is late", "2026-09-13", "plan: [{id: live, what: a, due: 2026-09-11}]", "live 09-11 expected 09-11 on-plan"},
		{"from Monday on it is", "2026-09-14", "plan: [{id: live, what: a, due: 2026-09-11}]", "live 09-11 expected - late late 1"},
		{"done on Saturday is in time for Friday", "2026-09-30", "plan: [{id: live, what: a, due: 2026-09-11, done: 2026-09-12}]", "live 09-11 expected 09-12 done"},
		{"a due on Saturday is one on Monday", "2026-09-14", "plan: [{id: live, what: a, due: 2026-09-12}]", "live 09-14 expected 09-14 on-plan"},
		{"and late from Tuesday", "2026-09-15", "plan: [{id: live, what: a, due: 2026-09-12}]", "live 09-14 expected - late late 1"},
		{"a forecast that has passed is none", "2026-09-18", live + ", forecast: 2026-09-17}]", "live 09-14 expected - late late 4"},
		{"a forecast of today has not passed, but nobody knows", "2026-09-18", live + ", forecast: 2026-09-18}]", "live 09-14 expected - late late 4"},
		{"forecast later", "2026-09-01", live + ", forecast: 2026-10-19}]", "live 09-14 expected 10-19 slipping"},
		{"forecast earlier says nothing", "2026-09-01", live + ", forecast: 2026-09-01}]", "live 09-14 expected 09-14 on-plan"},
		{"late with a forecast", "2026-09-18", live + ", forecast: 2026-10-19}]", "live 09-14 expected 10-19 late late 4"},
		// Received on Mon 09-07, five working days after Mon 08-31: five after 09-14 is 09-21.
		{"moved by the client", "2026-09-10", needsTexts + texts + ", received: 2026-09-07}]", "live 09-14 fair 09-21 expected 09-21 moved moved 5"},
		{"an input in time moves nothing", "2026-09-10", needsTexts + texts + ", received: 2026-08-31}]", "live 09-14 expected 09-14 on-plan"},
		// Until the input comes, the fair due is always today: nobody knows.
		{"past its due for an input alone", "2026-09-16", live + ", needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-09-14}]", "live 09-14 fair 09-16 expected - moved moved 2"},
		{"which over the weekend stays so", "2026-09-19", live + ", needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-09-14}]", "live 09-14 fair 09-18 expected - moved moved 4"},
		{"an input not received counts to as-of", "2026-09-02", needsTexts + texts + "}]", "live 09-14 fair 09-16 expected 09-16 moved moved 2"},
		{"received later than as-of is not received", "2026-09-02", needsTexts + texts + ", received: 2026-09-07}]", "live 09-14 fair 09-16 expected 09-16 moved moved 2"},
		{"moved, and late after the fair due", "2026-09-23", needsTexts + texts + ", received: 2026-09-07}]", "live 09-14 fair 09-21 expected - late moved 5 late 2"},
		{"moved, and done by the fair due", "2026-09-30", live + ", done: 2026-09-21, needs: [texts]" + texts + ", received: 2026-09-07}]", "live 09-14 fair 09-21 expected 09-21 done moved 5"},
		// Not received at all; of the lateness since 08-31 three working days pass before it was done.
		{"lateness stops when the milestone is done", "2026-09-30", live + ", done: 2026-09-03, needs: [texts]" + texts + "}]", "live 09-14 fair 09-17 expected 09-03 done moved 3"},
		{"moved and slipping", "2026-09-10", live + ", forecast: 2026-09-22, needs: [texts]" + texts + ", received: 2026-09-07}]", "live 09-14 fair 09-21 expected 09-22 slipping moved 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, lines(derive(t, c.asOf, c.agreement+"\n").Milestones, sayMilestone), c.want)
		})
	}
}

func TestMilestonesMoveThroughWhatTheyNeed(t *testing.T) {
	// photos: due Mon 06-01, received Thu 06-04: 3 working days late. texts: 5.
	// design is moved by photos (3), live by texts (5, its own) and not by 3 + 5.
	// launch takes 5 through live.
	e := derive(t, "2026-06-30", `plan:
  - {id: launch, what: a, due: 2026-08-03, needs: [live, design]}
  - {id: live, what: a, due: 2026-07-06, needs: [design, texts]}
  - {id: design, what: a, due: 2026-07-01, needs: [photos]}
inputs:
  - {id: texts, what: a, from: joost, due: 2026-06-01, received: 2026-06-08}
  - {id: photos, what: a, from: joost, due: 2026-06-01, received: 2026-06-04}
`)
	check(t, lines(e.Milestones, sayMilestone),
		"design 07-01 fair 07-06 expected 07-06 moved moved 3",
		"live 07-06 fair 07-13 expected 07-13 moved moved 5",
		"launch 08-03 fair 08-10 expected 08-10 moved moved 5")
	check(t, lines(e.Milestones, func(m Milestone) string { return sayCause(m.MovedBy) }),
		"input photos via [] due 2026-06-01 on 2026-06-04 late 3",
		"input texts via [] due 2026-06-01 on 2026-06-08 late 5",
		"input texts via [live] due 2026-06-01 on 2026-06-08 late 5")
	check(t, lines(e.Inputs, sayInput),
		"photos 2026-06-01 2026-06-04 received-late 3 [design]",
		"texts 2026-06-01 2026-06-08 received-late 5 [live launch]")
}

func TestMilestonesSlipThroughWhatTheyNeed(t *testing.T) {
	// design was due Wed 07-01 and is forecast for Wed 07-08, 5 working days later:
	// live (Mon 07-06) is expected 5 working days later too, and launch (Mon 08-03)
	// as much later as live.
	e := derive(t, "2026-06-25", `plan:
  - {id: design, what: a, due: 2026-07-01, forecast: 2026-07-08}
  - {id: live, what: a, due: 2026-07-06, needs: [design]}
  - {id: launch, what: a, due: 2026-08-03, needs: [live]}
  - {id: other, what: a, due: 2026-08-04}
`)
	check(t, lines(e.Milestones, sayMilestone),
		"design 07-01 expected 07-08 slipping",
		"live 07-06 expected 07-13 slipping",
		"launch 08-03 expected 08-10 slipping",
		"other 08-04 expected 08-04 on-plan")
	check(t, lines(e.Milestones, func(m Milestone) string { return sayCause(m.Slip) }),
		"forecast  via [] due 2026-07-01 on 2026-07-08 late 5",
		"milestone design via [] due 2026-07-01 on 2026-07-08 late 5",
		"milestone design via [live] due 2026-07-01 on 2026-07-08 late 5",
		"-")
}

func TestALateMilestoneDelaysWhatNeedsIt(t *testing.T) {
	// design was due Wed 07-01; today is Wed 07-08: 5 working days late, and so live.
	e := derive(t, "2026-07-08", `plan:
  - {id: design, what: a, due: 2026-07-01}
  - {id: live, what: a, due: 2026-07-13, needs: [design]}
`)
	check(t, lines(e.Milestones, sayMilestone), "design 07-01 expected - late late 5", "live 07-13 expected 07-20 slipping")
	check(t, lines(e.Milestones, func(m Milestone) string { return sayCause(m.Slip) }),
		"unknown  via [] due 2026-07-01 on - late 5",
		"milestone design via [] due 2026-07-01 on - late 5")
	// A milestone that was done late counts by the day it was done: 2 working days.
	e = derive(t, "2026-07-08", `plan:
  - {id: design, what: a, due: 2026-07-01, done: 2026-07-03}
  - {id: live, what: a, due: 2026-07-13, needs: [design]}
`)
	check(t, lines(e.Milestones, sayMilestone), "design 07-01 expected 07-03 done-late late 2", "live 07-13 expected 07-15 slipping")
}

func TestRecurringInputs(t *testing.T) {
	// Due on the 3rd of each month since March: Tue 03-03, Fri 04-03, and Sunday
	// 05-03, which moves to Mon 05-04. The first was never received: it is skipped
	// since the second came, on 04-08, and 26 working days late by then (20 up to 03-31, 6 in April).
	// The second came 3 working days late. june is due after none of the
	// later occurrences, april before the second one's lateness began.
	e := derive(t, "2026-05-05", `plan:
  - {id: april, what: a, due: 2026-04-02, needs: [sales]}
  - {id: may, what: a, due: 2026-05-08, done: 2026-04-03, needs: [sales]}
inputs:
  - {id: sales, what: Till export, from: joost, every: monthly on 3, received: [null, 2026-04-08, 2026-05-04]}
`)
	check(t, lines(e.Inputs, sayInput),
		"sales 2026-03-03 - skipped 26 [april]",
		"sales 2026-04-03 2026-04-08 received-late 3 []",
		"sales 2026-05-04 2026-05-04 received 0 []",
		"sales 2026-06-03 - due 0 []")
	// 26 working days after Thu 04-02 is 5 weeks and a day later. may was done on Fri 04-03, 23 working days after 03-03.
	check(t, lines(e.Milestones, sayMilestone),
		"april 04-02 fair 05-08 expected 05-08 moved moved 26",
		"may 05-08 fair 06-10 expected 04-03 done moved 23")
}

func TestARecurringInputCountsByTheMilestonesOwnDue(t *testing.T) {
	// The occurrence of 04-03 is not due by 04-02: it moves nothing, although it
	// is late (03-03 came in time).
	const text = `plan: [{id: april, what: a, due: 2026-04-%s, needs: [sales]}]
inputs: [{id: sales, what: a, from: joost, every: monthly on 3, received: [2026-03-03]}]
`
	e := derive(t, "2026-04-10", fmt.Sprintf(text, "02"))
	check(t, lines(e.Milestones, sayMilestone), "april 04-02 expected - late late 6")
	e = derive(t, "2026-04-10", fmt.Sprintf(text, "03"))
	check(t, lines(e.Milestones, sayMilestone), "april 04-03 fair 04-10 expected - moved moved 5")
}

func TestAcceptedChangesMoveTheDue(t *testing.T) {
	const plan = "plan: [{id: live, what: a, due: 2026-09-14%s}]\n-- journal/2026-08-03-more.md --\nkind: change\ntitle: More\naffects: [live]\ndays: 5\nstate: accepted\naccepted: 2026-08-05\naccepted_by: joost\n"
	const second = "-- journal/2026-08-10-again.md --\nkind: change\ntitle: Again\naffects: [live]\ndays: 2\nstate: accepted\naccepted: 2026-08-12\naccepted_by: joost\n"
	for _, c := range []struct{ name, asOf, done, more, want string }{
		{"by their days", "2026-08-05", "", "", "live 09-21 expected 09-21 on-plan"},
		{"not before the day of acceptance", "2026-08-04", "", "", "live 09-14 expected 09-14 on-plan"},
		{"several add up", "2026-08-12", "", second, "live 09-23 expected 09-23 on-plan"},
		{"one that was done before stays", "2026-08-12", ", done: 2026-08-04", "", "live 09-14 expected 08-04 done"},
		{"one that was done that day moves", "2026-08-12", ", done: 2026-08-05", "", "live 09-21 expected 08-05 done"},
		{"proposed changes move nothing", "2026-08-12", "", "-- journal/2026-08-10-again.md --\nkind: change\ntitle: A\naffects: [live]\ndays: 2\nstate: proposed\n", "live 09-21 expected 09-21 on-plan"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, fmt.Sprintf(plan, c.done)+c.more)
			check(t, lines(e.Milestones, sayMilestone), c.want)
			if agreed := e.Milestones[0].Agreed.String(); agreed != "2026-09-14" {
				t.Errorf("agreed %s, want the day in the plan", agreed)
			}
		})
	}
}

func TestNotice(t *testing.T) {
	const plan = "plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-10-19}]\n"
	const told = "-- journal/%s-slip.md --\nkind: %s\ntitle: Later\naffects: [live]\n"
	for _, c := range []struct{ name, asOf, text, want string }{
		// From Tue 09-01 to Mon 09-14: 3 + 5 + 1.
		{"from the first entry to the due", "2026-09-30", plan + fmt.Sprintf(told, "2026-09-01", "update") + fmt.Sprintf(told, "2026-09-10", "risk"), "9 2026-09-01-slip"},
		{"negative after the due", "2026-09-30", plan + fmt.Sprintf(told, "2026-09-16", "concern"), "-2 2026-09-16-slip"},
		{"a lesson that says so tells", "2026-09-09", plan + strings.Replace(fmt.Sprintf(told, "2026-09-01", "lesson"), "affects", "tells", 1), "9 2026-09-01-slip"},
		{"a green update that says so tells", "2026-09-09", plan + strings.Replace(fmt.Sprintf(told, "2026-09-01", "update"), "affects", "health: green\ntells", 1), "9 2026-09-01-slip"},
		{"a lesson does not tell", "2026-09-09", plan + fmt.Sprintf(told, "2026-09-01", "lesson"), "untold"},
		{"a green update does not tell", "2026-09-09", plan + fmt.Sprintf(told, "2026-09-01", "update") + "health: green\n", "untold"},
		{"an amber one does", "2026-09-09", plan + fmt.Sprintf(told, "2026-09-01", "update") + "health: amber\n", "9 2026-09-01-slip"},
		{"a change of days tells", "2026-09-09", plan + fmt.Sprintf(told, "2026-09-01", "change") + "state: declined\ndays: 3\n", "9 2026-09-01-slip"},
		{"a change without days does not", "2026-09-09", plan + fmt.Sprintf(told, "2026-09-01", "change") + "state: declined\n", "untold"},
		{"from the first day on it is untold", "2026-03-02", plan, "untold"},
		{"after the due it is untold", "2026-09-30", plan, "untold"},
		{"late without a forecast is untold", "2026-09-15", "plan: [{id: live, what: a, due: 2026-09-14}]\n", "untold"},
		{"what only the client moved is nobody's untold news", "2026-09-16", "plan: [{id: live, what: a, due: 2026-09-14, needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-09-14}]\n", "none"},
		{"what slips past the fair due is", "2026-09-10", "plan: [{id: live, what: a, due: 2026-09-14, forecast: 2026-09-22, needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-08-31, received: 2026-09-07}]\n", "untold"},
		{"done by the fair due was no slip", "2026-09-30", "plan: [{id: live, what: a, due: 2026-09-14, done: 2026-09-21, needs: [texts]}]\ninputs: [{id: texts, what: a, from: joost, due: 2026-08-31, received: 2026-09-07}]\n" + fmt.Sprintf(told, "2026-09-01", "risk"), "none"},
		{"what does not slip needs no word", "2026-09-10", "plan: [{id: live, what: a, due: 2026-09-14}]\n", "none"},
		{"done late and never told", "2026-09-30", "plan: [{id: live, what: a, due: 2026-09-14, done: 2026-09-16}]\n", "untold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := derive(t, c.asOf, c.text).Milestones[0]
			got := "none"
			if m.Notice != nil {
				got = fmt.Sprint(*m.Notice, " ", m.NoticeEntry)
			} else if m.Untold {
				got = "untold"
			}
			check(t, []string{got}, c.want)
		})
	}
}

func TestInputStates(t *testing.T) {
	// Due Mon 06-01.
	for _, c := range []struct{ name, asOf, received, want string }{
		{"on the day it is due", "2026-06-01", "", "a 2026-06-01 - due 0 []"},
		{"the day after", "2026-06-02", "", "a 2026-06-01 - overdue 1 []"},
		{"received that day", "2026-06-10", ", received: 2026-06-01", "a 2026-06-01 2026-06-01 received 0 []"},
		{"received the Monday after", "2026-06-10", ", received: 2026-06-08", "a 2026-06-01 2026-06-08 received-late 5 []"},
		{"received later than as-of", "2026-06-03", ", received: 2026-06-08", "a 2026-06-01 - overdue 2 []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := derive(t, c.asOf, "inputs: [{id: a, what: a, from: joost, due: 2026-06-01"+c.received+"}]\n")
			check(t, lines(e.Inputs, sayInput), c.want)
		})
	}
	e := derive(t, "2026-06-07", "inputs: [{id: a, what: a, from: joost, due: 2026-06-05}]\n")
	check(t, lines(e.Inputs, sayInput), "a 2026-06-05 - due 0 []") // Friday to Sunday: no working day
	e = derive(t, "2026-06-09", "inputs: [{id: a, what: a, from: joost, due: 2026-06-06}, {id: b, what: a, from: joost, due: 2026-06-05, received: 2026-06-07}]\n")
	check(t, lines(e.Inputs, sayInput), "b 2026-06-05 2026-06-07 received 0 []", "a 2026-06-08 - overdue 1 []") // Saturday is Monday
}

func TestAnEntryTellsOfWhatNeedsTheMilestone(t *testing.T) {
	// design slips by 5 working days, and live with it; only design was told of.
	const plan = `plan:
  - {id: design, what: a, due: 2026-07-01, forecast: 2026-07-08}
  - {id: live, what: a, due: 2026-07-06, needs: [design]}
  - {id: launch, what: a, due: 2026-08-03, needs: [live]}
  - {id: other, what: a, due: 2026-08-04, forecast: 2026-08-05}
-- journal/2026-06-22-late.md --
kind: risk
title: Late
affects: [design]
-- journal/2026-06-19-early.md --
kind: concern
title: Early
affects: [launch]
`
	say := func(m Milestone) string {
		if m.Untold {
			return m.Content.ID + " untold"
		}
		return fmt.Sprintf("%s %d %s %v", m.Content.ID, *m.Notice, m.NoticeEntry, m.Told)
	}
	// From Mon 06-22 to Wed 07-01: 7; to Mon 07-06: 10. From Fri 06-19 to Mon 08-03: 31.
	check(t, lines(derive(t, "2026-06-25", plan).Milestones, say),
		"design 7 2026-06-22-late 2026-06-22", "live 10 2026-06-22-late 2026-06-22", "launch 31 2026-06-19-early 2026-06-19", "other untold")
}

func TestWhatIsDoneIsNotRewritten(t *testing.T) {
	// photos was done 2 working days late. What the client owes since 02-23, for shop,
	// reaches it through shop only up to 02-11.
	const plan = `start: 2026-01-05
plan:
  - {id: shop, what: a, due: 2026-03-02, needs: [texts]}
  - {id: photos, what: a, due: 2026-02-09, done: 2026-02-11, needs: [shop]}
inputs: [{id: texts, what: a, from: joost, due: %s}]
`
	for _, day := range []string{"2026-02-20", "2026-02-26", "2026-06-26"} {
		e := derive(t, day, fmt.Sprintf(plan, "2026-02-23"))
		check(t, lines(e.Milestones[:1], sayMilestone), "photos 02-09 expected 02-11 done-late late 2")
		if e.Record.Provider.Broken == 0 {
			t.Errorf("%s: record %v", day, e.Record)
		}
	}
	// One that was owed on 02-10 reaches it with one working day.
	e := derive(t, "2026-02-20", fmt.Sprintf(plan, "2026-02-10"))
	check(t, lines(e.Milestones, sayMilestone), "photos 02-09 fair 02-10 expected 02-11 done-late moved 1 late 1", "shop 03-02 fair 03-12 expected 03-12 moved moved 8")
	// And through one that was done itself no more than up to then.
	e = derive(t, "2026-02-20", strings.Replace(fmt.Sprintf(plan, "2026-02-09"), "2026-03-02", "2026-02-09, done: 2026-02-10", 1))
	check(t, lines(e.Milestones, sayMilestone), "photos 02-09 fair 02-10 expected 02-11 done-late moved 1 late 1", "shop 02-09 fair 02-10 expected 02-10 done moved 1")
}

func TestAMilestoneIsNotExpectedBeforeWhatItNeeds(t *testing.T) {
	// m1 was moved by a change; m2 was not, and needs it.
	e := derive(t, "2026-01-20", `start: 2026-01-05
plan: [{id: m1, what: a, due: 2026-02-02}, {id: m2, what: a, due: 2026-02-09, needs: [m1]}]
-- journal/2026-01-12-x.md --
kind: change
title: T
state: accepted
accepted: 2026-01-12
accepted_by: joost
days: 10
affects: [m1]
`)
	check(t, lines(e.Milestones, sayMilestone), "m2 02-09 expected 02-16 slipping", "m1 02-16 expected 02-16 on-plan")
	check(t, lines(e.Milestones, func(m Milestone) string { return sayCause(m.Slip) }), "milestone m1 via [] due 2026-02-16 on 2026-02-16 late 5", "-")
}

// What was taken out is neither waited for nor counted after its last day; what was late
// by then stays so.
func TestWhatWasTakenOutIsNotCountedAfterItsLastDay(t *testing.T) {
	const text = `plan:
  - {id: late, what: a, due: 2026-06-01, until: 2026-06-05}
  - {id: early, what: a, due: 2026-06-15, until: 2026-06-05}
  - {id: live, what: a, due: 2026-06-22, needs: [late, logo, early]}
inputs:
  - {id: logo, what: a, from: joost, due: 2026-06-02, until: 2026-06-05}
  - {id: texts, what: a, from: joost, due: 2026-06-15, until: 2026-06-05}
  - {id: sales, what: a, from: joost, every: weekly on monday, since: 2026-06-08, until: 2026-06-12}
`
	e := derive(t, "2026-06-30", text)
	check(t, lines(e.Milestones, sayMilestone),
		"late 06-01 expected - ended late 4",
		"early 06-15 expected - ended",
		"live 06-22 fair 06-25 expected - late moved 3 late 3")
	for i := range e.Inputs {
		e.Inputs[i].Moves = nil
	}
	check(t, lines(e.Inputs, sayInput),
		"logo 2026-06-02 - ended 3 []",
		"sales 2026-06-08 - ended 4 []",
		"texts 2026-06-15 - ended 0 []")
}
