package intake_test

import (
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/inbox"
	"rapport/generator/intake"
)

// Each program, in each language, answers a question: the client's own words stand in the answer, with
// nothing of what the program added.
func TestAnswersOfAllProgramsAreTakenIn(t *testing.T) {
	in := known(t, workspace(t, nil))
	var question *content.Asked
	for _, n := range in.Clients[0].Engagements[0].Entries {
		if n.ID == "2026-10-01-domain" {
			question = n.Question
		}
	}
	unanswered := *question
	for _, p := range programs {
		for i := range tongues {
			l := &tongues[i]
			t.Run(p.name+" in "+l.name, func(t *testing.T) {
				*question = unanswered
				messages, err := inbox.Read([]byte(p.mail(l)))
				if err != nil {
					t.Fatal(err)
				}
				results, err := intake.Plan(in, messages)
				if err != nil {
					t.Fatal(err)
				}
				want := strings.ReplaceAll(strings.Join(strings.Fields(l.words), " "), "’", "'")
				got := strings.NewReplacer("\\", "", "’", "'").Replace(question.Answer.Raw)
				if p.name == "Outlook" { // who does not mark a signature signs with it
					got = strings.TrimSpace(strings.TrimSuffix(got, l.closing))
				}
				if len(results) != 1 || results[0].Outcome != intake.Written || len(results[0].Changes) != 1 || got != want || question.Answered != calendar.NewDate(2026, 10, 2) {
					t.Fatalf("answered %q, want %q\n%s", got, want, told(results))
				}
				for _, line := range []string{"answered: 2026-10-02\n", "source: {by: mail, id: " + l.name + ".4711@korenaar.example, at: 2026-10-02T18:20:30+02:00}\n"} {
					if !strings.Contains(string(results[0].Changes[0].After), line) {
						t.Errorf("%q is not in\n%s", line, results[0].Changes[0].After)
					}
				}
			})
		}
	}
}
