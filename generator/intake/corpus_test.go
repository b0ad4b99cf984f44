package intake_test

import (
	"strings"
	"testing"

	"rapport/generator/calendar"
	"rapport/generator/intake"
)

// Each program, in each language, answers a question: the client's own words stand in the answer, with
// nothing of what the program added.
func TestAnswersOfAllProgramsAreTakenIn(t *testing.T) {
	dir := workspace(t, nil)
	before := files(t, dir)
	for _, p := range programs {
		for i := range tongues {
			l := &tongues[i]
			t.Run(p.name+" in "+l.name, func(t *testing.T) {
				restore(t, dir, before)
				results := take(t, dir, p.mail(l), p.mail(l)) // the second time nothing
				n := entry(t, dir, "2026-10-01-domain")
				want := strings.Join(strings.Fields(l.words), " ")
				got := strings.NewReplacer("\\", "", "’", "'").Replace(n.Question.Answer.Raw)
				if p.name == "Outlook" { // who does not mark a signature signs with it
					got = strings.TrimSpace(strings.TrimSuffix(got, strings.ReplaceAll(l.closing, "’", "'")))
				}
				if len(results) != 2 || results[1].Outcome != intake.Already || results[0].Outcome != intake.Written || got != strings.ReplaceAll(want, "’", "'") {
					t.Fatalf("answered %q, want %q\n%s", got, want, told(results))
				}
				if n.Question.Answered != calendar.NewDate(2026, 10, 2) || n.Source.By != "mail" || n.Source.ID != l.name+".4711@korenaar.example" {
					t.Errorf("answered on %s, source %+v", n.Question.Answered, n.Source)
				}
			})
		}
	}
}
