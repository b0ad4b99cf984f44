package check

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// Bounds of what was told once.
const (
	settleWithin = 5  // working days, for a concern
	riskToldFor  = 60 // days in which what was said of a risk still holds
)

// telling are the rules about what was told once, and needs a word again.
func telling() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "update-skipped", Severity: diag.Warning,
				Summary: "an announced update never came, and later ones did",
				Why:     "The client remembers the Friday without a word, also when the next one had some. It stands in the record.",
				Mend:    "Give rhythm.update days that you can keep, and say in the next update why one is missing. The day itself does not come back: accept the finding with the reason.",
				Found:   "A day of rhythm.update in the last 90 days was missed: no update came before the next. It is told once, at the rhythm, with all days. Those right before an update that is overdue now belong to update-missed.",
			},
			engagement: updatesSkipped,
		},
		{
			Rule: diag.Rule{
				Name: "concern-unsettled", Severity: diag.Warning,
				Summary: "a concern is not settled",
				Why:     "Whoever raises a hard subject has thought about it for weeks. Each day without a word makes it harder to raise the next.",
				Mend:    "Talk about it, in person or by phone, and write settled: and outcome:.",
				Found:   "A concern of an active engagement is neither settled nor has an outcome, more than 5 working days after its date.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, item := range e.Open {
					if item.Kind == facts.ConcernItem && isActive(e) && item.Age > settleWithin {
						f.found(item.Entry.Pos("kind"), "this concern has been open for %s; talk about it, and write settled: and outcome:", days(item.Age))
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "risk-unrated", Severity: diag.Warning,
				Summary: "a risk does not say how likely it is, or how bad",
				Why:     "Without both, the client cannot tell a worry from a warning, and health leaves the risk out.",
				Mend:    "Write likelihood: and impact:, from 1 to 3.",
				Found:   "A risk that is not closed, of an engagement that is not closed, lacks likelihood or impact.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					r := entry.Risk
					if r == nil || r.Closed != 0 || !isOpen(e) {
						continue
					}
					var missing []string
					if r.Likelihood == 0 {
						missing = append(missing, "likely (likelihood)")
					}
					if r.Impact == 0 {
						missing = append(missing, "bad (impact)")
					}
					if len(missing) > 0 {
						f.found(entry.Pos("kind"), "nothing says how %s this risk is; add it, from 1 to 3", strings.Join(missing, ", nor how "))
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "risk-untouched", Severity: diag.Warning,
				Summary: "nothing was said of a risk for two months",
				Why:     "A list of risks that nobody looks at is a list of excuses written in advance.",
				Mend:    "Say in an update or report how it stands, with a link to the risk; or write closed: if it is over.",
				Found:   "A risk of an active engagement is not closed and more than 60 days old, and no entry or report of the last 60 days links to it, nor does such an entry affect what the risk affects.",
			},
			engagement: risksUntouched,
		},
	}
}

func updatesSkipped(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	var skipped, streak []calendar.Date
	for _, o := range e.Rhythm { // by day, within a kind
		switch {
		case o.Kind != facts.Updates:
		case o.State == facts.OverdueOn:
			streak = nil // of update-missed
		case o.State == facts.MissedOn && e.Today-o.Due <= memory:
			streak = append(streak, o.Due)
		case o.State != facts.MissedOn:
			skipped, streak = append(skipped, streak...), nil
		}
	}
	switch skipped = append(skipped, streak...); len(skipped) {
	case 0:
	case 1:
		f.found(e.Content.Pos("rhythm", "update"), "the update announced for %s never came; say in the next one why, and announce days that you can keep%s", skipped[0], orSince(e, skipped[0]))
	default:
		f.found(e.Content.Pos("rhythm", "update"), "the updates announced for %s never came; say in the next one why, and announce days that you can keep%s", listed(skipped), orSince(e, skipped[0]))
	}
}

// listed says some days, the last of them where there are many.
func listed(all []calendar.Date) string {
	const most = 4
	more := max(0, len(all)-most)
	var said []string
	for _, d := range all[more:] {
		said = append(said, d.String())
	}
	if more > 0 {
		return strings.Join(said, ", ") + fmt.Sprintf(" and %d days before", more)
	}
	last := len(said) - 1
	return strings.Join(said[:last], ", ") + " and " + said[last]
}

func risksUntouched(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	for _, entry := range e.Content.Entries {
		if entry.Risk == nil || entry.Risk.Closed != 0 {
			continue
		}
		last := lastWord(e.Content, entry)
		if e.Today-last > riskToldFor {
			f.found(entry.Pos("kind"), "nothing was said of this risk since %s; say in an update how it stands, with a link to it, or write closed:", last)
		}
	}
}

// lastWord is the day of the last entry or report that speaks of an entry, itself
// included.
func lastWord(e *content.Engagement, of *content.Entry) calendar.Date {
	last := of.Date
	for _, entry := range e.Entries {
		if entry.Date > last && (mentions(entry.Body, of) || isAbout(entry, of)) {
			last = entry.Date
		}
	}
	for _, r := range e.Reports {
		if mentions(r.Body, of) {
			last = max(last, r.Date)
		}
	}
	return last
}

// isAbout reports whether an entry affects what another does.
func isAbout(entry, of *content.Entry) bool {
	return slices.ContainsFunc(entry.Affects, func(a content.Ref) bool {
		return slices.ContainsFunc(of.Affects, func(b content.Ref) bool { return a.ID == b.ID })
	})
}
