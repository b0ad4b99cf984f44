package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"rapport/generator/answer"
	"rapport/generator/intake"
)

const clientFile = "content/clients/korenaar/client.md"

// What the client wants before the work begins stands in client.md in its own words, and as a goal, a
// constraint and a preference beside them; once, however often it is sent.
func TestAnswersBeforeTheWorkBeginsAreTakenIn(t *testing.T) {
	start := answer.Answer{Item: answer.KickoffItem, Action: answer.Kickoff, Kickoff: []answer.Field{
		{Name: answer.AskField("care", "want"), Value: "A third of sales *online*\nbefore the shop closes"},
		{Name: answer.AskField("care", "why"), Value: "The lease ends in 2028"},
		{Name: answer.AskField("care", "never"), Value: "The old shop goes dark: never"},
		{Name: answer.AskField("care", "when"), Value: ""},
		{Name: answer.PrefersByField, Value: "phone"}, {Name: answer.PrefersNewsField, Value: "hourly"},
		{Name: answer.ContactNameField, Value: "Kees Jansen"}, {Name: answer.ContactEmailField, Value: "kees@korenaar.example"}, {Name: answer.ContactDecidesField, Value: "everything"},
		{Name: "ask-care-nothing", Value: "nobody asked"},
	}}
	dir := workspace(t, nil)
	results := take(t, dir, submission(t, "joost@korenaar.example", start))
	got := files(t, dir)[clientFile]
	for _, line := range []string{
		"  - to: care/want\n    words: |-\n      A third of sales *online*\n      before the shop closes\n    by: joost\n    on: 2026-10-05\n",
		`{id: a-third-of, want: "A third of sales \\*online\\* before the shop closes", why: The lease ends in 2028, by: joost, on: 2026-10-05, source: {by: form, id: sub-5f1e, at: 2026-10-05T09:30:00+02:00}}`,
		`"The old shop goes dark: never"`, `prefers: {by: phone}`, `{id: kees, name: Kees Jansen, email: kees@korenaar.example}`,
	} {
		if !strings.Contains(got, line) {
			t.Errorf("%s is not in\n%s", line, got)
		}
	}
	if strings.Contains(got, "decides: [everything]") || strings.Contains(got, "hourly") || strings.Contains(got, "nobody asked") {
		t.Errorf("more was believed than may be:\n%s", got)
	}
	if len(results) != 1 || results[0].Outcome != intake.Written {
		t.Error(told(results))
	}
	known(t, dir)
	again := strings.Replace(submission(t, "joost@korenaar.example", start), "sub-5f1e", "sub-2", 1)
	if results := take(t, dir, again); results[0].Outcome != intake.Already {
		t.Errorf("the same words again: %s", told(results))
	}
	dir = workspace(t, nil)
	if results := take(t, dir, submission(t, "anna@korenaar.example", start)); results[0].Outcome != intake.Drafted {
		t.Errorf("of somebody who does not decide: %s", told(results))
	}
}

// After a year the client says whether a goal is still true.
func TestAGoalIsStillTrue(t *testing.T) {
	goal := answer.Answer{Item: answer.GoalItem("online"), Action: answer.True, Choice: answer.StillTrue}
	dir := workspace(t, nil)
	results := take(t, dir, submission(t, "joost@korenaar.example", goal))
	if g := known(t, dir).Clients[0].Goals[0]; g.On.String() != "2026-10-05" || g.By.ID != "joost" || g.Source.ID != "sub-5f1e" {
		t.Errorf("%+v\n%s", g, told(results))
	}
	goal.Choice = answer.Changed
	dir = workspace(t, nil)
	if results := take(t, dir, submission(t, "joost@korenaar.example", goal)); results[0].Outcome != intake.Drafted || !strings.Contains(results[0].Reason, "no longer") {
		t.Errorf("what changed: %s", told(results))
	}
}

// Who asks for news says so of itself; nobody has to decide anything for that.
func TestWhoAsksForNewsGetsThem(t *testing.T) {
	for _, c := range []struct {
		sender, often string
		outcome       intake.Outcome
		line          string
	}{
		{"anna@korenaar.example", "weekly", intake.Written, "{id: anna, name: Anna Bakker, email: anna@korenaar.example, prefers: {news: weekly}}"},
		{"joost@korenaar.example", "each", intake.Written, "decides: [scope, budget], prefers: {news: each}}"},
		{"anna@korenaar.example", "hourly", intake.Drafted, "{id: anna, name: Anna Bakker, email: anna@korenaar.example}"},
		{"eve@evil.example", "weekly", intake.Left, "{id: anna, name: Anna Bakker, email: anna@korenaar.example}"},
	} {
		dir := workspace(t, nil)
		news := answer.Answer{Client: "korenaar-7f3k9q2m", Action: answer.News, Choice: c.often}
		for i, want := range []intake.Outcome{c.outcome, intake.Already} {
			mail := strings.Replace(fresh(c.sender, "News", news), "Date:", fmt.Sprintf("Message-ID: <%d@x>\nDate:", i), 1)
			results := take(t, dir, mail)
			if len(results) != 1 || results[0].Outcome != want && c.outcome == intake.Written || results[0].Outcome != c.outcome && i == 0 {
				t.Errorf("%s, %s: %s", c.sender, c.often, told(results))
			}
		}
		if got := files(t, dir)[clientFile]; !strings.Contains(got, c.line) {
			t.Errorf("%s, %s: %s is not in\n%s", c.sender, c.often, c.line, got)
		}
		known(t, dir)
	}
}

// Where client.md is written in a way that can't be edited by the line, nothing of it is, and no word is lost.
func TestAnswersThatCannotBeWrittenBecomeADraft(t *testing.T) {
	start := answer.Answer{Item: answer.KickoffItem, Action: answer.Kickoff, Kickoff: []answer.Field{
		{Name: answer.AskField("care", "want"), Value: "A third of sales online"}, {Name: answer.AskField("care", "never"), Value: "The old shop goes dark"}, {Name: answer.PrefersNewsField, Value: "weekly"},
	}}
	text := "---\nname: De Korenaar\naccess: open\naddress: korenaar-7f3k9q2m\n? contacts\n: - {id: joost, name: Joost de Wit, email: joost@korenaar.example, decides: [scope]}\ngoals:\n  - {id: online, want: More orders online}\n---\nWelcome.\n"
	dir := workspace(t, map[string]string{clientFile: text})
	results := take(t, dir, submission(t, "joost@korenaar.example", start))
	if len(results) != 1 || results[0].Outcome != intake.Drafted || !strings.Contains(results[0].Reason, "written in a way that can't be edited here; enter it by hand") || len(results[0].Changes) != 1 {
		t.Fatal(told(results))
	}
	after := files(t, dir)
	draft := after[results[0].Changes[0].File]
	if after[clientFile] != text || !strings.Contains(draft, "draft: true") || !strings.Contains(draft, "A third of sales online") || !strings.Contains(draft, "The old shop goes dark") {
		t.Errorf("client.md is\n%s\nand the draft\n%s", after[clientFile], draft)
	}
	known(t, dir)
}
