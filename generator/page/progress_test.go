package page

import (
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

func TestEveryInputHasAPlaceOnThePageOfProgress(t *testing.T) {
	daily := calendar.Rhythm{Kind: calendar.Daily, At: -1}
	e := &content.Engagement{ID: "shop", Inputs: []content.Input{{ID: "logo"}, {ID: "bank", Every: daily}, {ID: "later", Every: daily}}}
	day := calendar.NewDate(2026, 10, 1)
	f := &facts.Engagement{Content: e, Inputs: []facts.Input{
		{Content: &e.Inputs[0], Due: day, State: facts.Due},
		{Content: &e.Inputs[1], Due: day, State: facts.Overdue},
		{Content: &e.Inputs[1], Due: day + 1, State: facts.Due},
	}}
	var got []string
	for _, row := range chapterOf(t, f).inputRows() {
		got = append(got, strings.TrimSpace(row.ID+" "+row.Also))
	}
	if got, want := strings.Join(got, ", "), "logo, bank-2026-10-01, bank-2026-10-02 bank, later"; got != want {
		t.Errorf("got the ids %q, want %q", got, want)
	}
}

func TestDaysOfAnEngagementThatClosedHaveTheirYear(t *testing.T) {
	day := calendar.NewDate(2025, 11, 11)
	e := &content.Engagement{ID: "shop", Inputs: []content.Input{{ID: "logo", Reminded: []calendar.Date{day}}}}
	f := &facts.Engagement{Content: e, Today: day + 3, Inputs: []facts.Input{{Content: &e.Inputs[0], Due: day - 4, Received: day, State: facts.ReceivedLate}}}
	c := chapterOf(t, f)
	c.say.Today = calendar.NewDate(2026, 10, 16) // of the reader
	if got := c.inputRows()[0].Reminded; !strings.Contains(got, "2025") {
		t.Errorf("got %q without the year", got)
	}
}

func TestManyDaysInARowThatWereNotKeptAreOneStretch(t *testing.T) {
	day := calendar.NewDate(2026, 9, 4)
	f := &facts.Engagement{Content: &content.Engagement{ID: "shop", Status: content.Active}}
	for i, state := range []facts.RhythmState{facts.LateKept, facts.Kept, facts.MissedOn, facts.MissedOn, facts.MissedOn, facts.OverdueOn, facts.Upcoming} {
		f.Rhythm = append(f.Rhythm, facts.Occurrence{Kind: facts.Updates, Due: day + calendar.Date(7*i), State: state}, facts.Occurrence{Kind: facts.Reports, Due: day, State: facts.MissedOn})
	}
	c := chapterOf(t, f)
	c.say.Today = calendar.NewDate(2026, 10, 16)
	var got []string
	for _, fact := range c.notKept(facts.Updates, c.say.Day) {
		got = append(got, fact.Label+": "+string(fact.Value))
	}
	want := "Fri, September 4: late; Fri, September 18 to Fri, October 2: missed, 3 times; Fri, October 9: not there yet"
	if got := strings.Join(got, "; "); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
