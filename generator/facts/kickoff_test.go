package facts

import (
	"slices"
	"testing"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// asking is a client with one engagement, proposed for 1 March 2026.
func asking() *content.Client {
	e := &content.Engagement{ID: "shop", Status: content.Proposed, Start: calendar.NewDate(2026, 3, 1)}
	return &content.Client{ID: "acme", Engagements: []*content.Engagement{e}}
}

func asked(c *content.Client, day calendar.Date) []string {
	var ids []string
	for _, a := range kickoffOf(c, day).asked {
		ids = append(ids, a.Ask.ID)
	}
	return ids
}

func TestAQuestionIsAskedUntilTheContentAnswersIt(t *testing.T) {
	want := content.Goal{ID: "calm", Want: content.Text{Raw: "Calm"}}
	tests := map[string]struct {
		say  func(c *content.Client, e *content.Engagement)
		left []string
	}{
		"nothing is said": {func(*content.Client, *content.Engagement) {}, []string{"want", "why", "when", "never", "decides", "hear", "yourselves"}},
		"answers in the client's words": {func(c *content.Client, _ *content.Engagement) {
			c.Answers = []content.Answer{{To: "want", Words: "Calm"}, {To: "hear", Words: "Call me"}}
		}, []string{"why", "when", "never", "decides", "yourselves"}},
		"a goal without its reason": {func(c *content.Client, _ *content.Engagement) { c.Goals = []content.Goal{want} }, []string{"why", "when", "never", "decides", "hear", "yourselves"}},
		"a goal with it":            {func(c *content.Client, _ *content.Engagement) { c.Goals = []content.Goal{{Why: want.Want}} }, []string{"when", "never", "decides", "hear", "yourselves"}},
		"an end":                    {func(_ *content.Client, e *content.Engagement) { e.End = e.Start + 90 }, []string{"want", "why", "never", "decides", "hear", "yourselves"}},
		"a constraint":              {func(c *content.Client, _ *content.Engagement) { c.Constraints = []content.Text{want.Want} }, []string{"want", "why", "when", "decides", "hear", "yourselves"}},
		"contacts": {func(c *content.Client, _ *content.Engagement) {
			c.Contacts = []content.Person{{ID: "joost", Decides: []content.Text{want.Want}, Prefers: content.Preference{By: "phone"}}}
		}, []string{"want", "why", "when", "never", "yourselves"}},
		"duties":             {func(_ *content.Client, e *content.Engagement) { e.Duties.Yours = []content.Item{{}} }, []string{"want", "why", "when", "never", "decides", "hear"}},
		"the work is paused": {func(_ *content.Client, e *content.Engagement) { e.Status = content.Paused }, nil},
		"the work has ended": {func(_ *content.Client, e *content.Engagement) { e.Status = content.Closed }, nil},
	}
	for name, test := range tests {
		c := asking()
		test.say(c, c.Engagements[0])
		if got := asked(c, calendar.NewDate(2026, 3, 5)); !slices.Equal(got, test.left) {
			t.Errorf("%s: asked %q, want %q", name, got, test.left)
		}
	}
}

func TestWhatNobodyWroteIsAskedInTheFirstDaysAlone(t *testing.T) {
	c := asking()
	c.Engagements[0].Status = content.Active
	last := calendar.NewDate(2026, 3, 30)
	if len(asked(c, last)) != 7 || len(asked(c, last+1)) != 0 {
		t.Errorf("30 days after the start %q is asked, and then %q", asked(c, last), asked(c, last+1))
	}
	n := at(calendar.New(calendar.Spec{Zone: time.UTC}), last.In(time.UTC, 0))
	if until := n.kickoffUntil(c, kickoffOf(c, last)); !until.Equal((last + 1).In(time.UTC, 0)) {
		t.Errorf("it is true until %v", until)
	}
}

func TestAGoalIsAskedAboutAfterAYear(t *testing.T) {
	c := asking()
	c.Goals = []content.Goal{{ID: "calm", On: calendar.NewDate(2025, 3, 5)}, {ID: "old"}, {ID: "leap", On: calendar.NewDate(2024, 2, 29)}}
	unsure := func(day calendar.Date) (ids []string) {
		for _, g := range kickoffOf(c, day).unsure {
			ids = append(ids, g.ID)
		}
		return ids
	}
	for day, want := range map[calendar.Date][]string{
		calendar.NewDate(2025, 2, 28): nil, calendar.NewDate(2025, 3, 1): {"leap"}, calendar.NewDate(2026, 3, 4): {"leap"}, calendar.NewDate(2026, 3, 5): {"calm", "leap"},
	} {
		if got := unsure(day); !slices.Equal(got, want) {
			t.Errorf("on %s asked about %q, want %q", day, got, want)
		}
	}
	c.Engagements[0].Status = content.Closed
	if got := unsure(calendar.NewDate(2026, 3, 5)); got != nil {
		t.Errorf("when all work has ended, asked about %q", got)
	}
}
