package generator_test

import (
	"strings"
	"testing"
)

// Wherever a client's own word decides something, the page says in which mail or form it came.
func TestAClientsOwnWordSaysWhereItCame(t *testing.T) {
	const source = "source: {by: mail, id: a@b, at: 2026-10-09T10:00:00+02:00}"
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, strings.NewReplacer(
		"FEEDBACK_TO\n", "",
		"days: 3\nstate: proposed", "days: 3\naffects: [live]\nstate: accepted\naccepted_by: joost\naccepted: 2026-10-09\n"+source,
		"needed_by: 2026-10-20", "decided: 2026-10-09\ndecided_by: joost\noutcome: Blue\n"+source,
		"due: 2026-10-30}", "due: 2026-10-30, received: 2026-10-09, "+source+"}",
		"summary: A good month.", "summary: A good month.\nreviewed: {by: joost, on: 2026-10-09}\n"+source,
		"inputs:\n", "plan: [{id: live, what: The shop is live, due: 2026-12-01}]\ninputs:\n",
	).Replace(openItems))
	build(t, options(t, dir, "2026-10-14"), out)
	files := read(t, out)
	for page, says := range map[string][]string{
		"shop/record.html":          {"by Joost de Wit on Fri 9 October 2026 (mail of Fri 9 October 2026)"},
		"shop/expectations.html":    {"by Joost de Wit on Fri 9 October 2026 (mail of Fri 9 October 2026)"},
		"shop/journal.html":         {"In their own words mail of Fri 9 October 2026"},
		"shop/progress.html":        {"Logo files received Fri 9 October Joost de Wit mail of Fri 9 October 2026"},
		"shop/reports/2026-09.html": {"Reviewed by Joost de Wit on Fri 9 October 2026 (mail of Fri 9 October 2026)"},
	} {
		text := strings.Join(strings.Fields(visibleText(t, files["acme-7f3k9q2m/"+page])), " ")
		for _, said := range says {
			if !strings.Contains(text, said) {
				t.Errorf("%s does not say %q:\n%s", page, said, text)
			}
		}
	}
}
