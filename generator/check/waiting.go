package check

import (
	"cmp"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// waitsLong is after how many working days a request that waits for the client,
// without an end, waits for something that will not come by itself.
const waitsLong = 20

// waiting are the rules about what waits for somebody, and cannot come as it
// stands.
func waiting() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "no-needed-by", Severity: diag.Note,
				Summary: "a question or decision does not say by when",
				Why:     "What has no day is put off by whoever has most to do.",
				Mend:    "Write needed_by: with the day from which on something waits for it.",
				Found:   "A question that is not answered, or a decision that is not taken, of an active engagement has no needed_by. 5 working days after its date count then.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, item := range e.Open {
					if isActive(e) && isUndated(item) {
						f.found(item.Entry.Pos("kind"), "nothing says by when this is needed, and so 5 working days count, up to %s; write needed_by:", item.Due)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "decision-incomplete", Severity: diag.Warning,
				Summary: "a decision was taken, and the log does not say by whom, or what",
				Why:     "In half a year somebody asks who wanted it so. The answer should not depend on who remembers louder.",
				Mend:    "Write decided:, decided_by: and outcome:.",
				Found:   "A decision of the last 90 days has one or two of decided, decided_by and outcome, and not all three.",
			},
			engagement: decisionsIncomplete,
		},
		{
			Rule: diag.Rule{
				Name: "wait-without-end", Severity: diag.Warning,
				Summary: "a request waits for the client for a month",
				Why:     "A clock that stands still for ever makes every record perfect. The client sees a request that nobody works on.",
				Mend:    "Ask again; then write to: with the day on which you could go on, or resolved: if nobody wants it any more.",
				Found:   "A wait of a request that is not resolved has no to, and began more than 20 working days ago.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, r := range e.Requests {
					if !isActive(e) || !r.Waiting || r.Content.Entry == nil {
						continue
					}
					for i, w := range r.Content.Waiting {
						if n := f.cal.WorkingDays(w.From.Day, e.Today); w.To.IsZero() && n > waitsLong {
							f.found(r.Content.Entry.Pos("waiting", i), "this request is on hold since %s, %s ago; ask the client again, and write to:, or resolved: if it is over", w.From.Day, days(n))
						}
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "late-input-moves-nothing", Severity: diag.Note,
				Summary: "an input is late, and no milestone needs it",
				Why:     "The page asks the client for something and cannot say what waits for it. It may be right to think that nothing does.",
				Mend:    "Name the input in needs: of the milestone that waits for it, or remove the input.",
				Found:   "An input that is owed once is overdue, the plan has a milestone that is not done, and no milestone needs the input.",
			},
			engagement: lateInputsMovingNothing,
		},
		{
			Rule: diag.Rule{
				Name: "received-misplaced", Severity: diag.Warning,
				Summary: "a day in received belongs to another occurrence, or to none",
				Why:     "One day that was left out of the list moves all that follow it: the client's record says late, month after month, of what came in time.",
				Mend:    "Write null for an occurrence that never came; or write each day with the period that it is for: received: [{for: 2026-10, on: 2026-10-05}].",
				Found: "Of an input that recurs, received is a list of days, and one of them is nearer the day of another occurrence than that of its own, by its place in the list, or there are more days than occurrences. " +
					"It is told once an input, at the first. Or the for of a day names a period in which no occurrence falls, between the start of the engagement and its end.",
			},
			engagement: receivedMisplaced,
		},
		{
			Rule: diag.Rule{
				Name: "contact-unreachable", Severity: diag.Warning,
				Summary: "somebody owes something, and has no e-mail address",
				Why:     "Whoever was never reminded was never late, either: no mail of rapport remind reaches them.",
				Mend:    "Add email: to the contact in client.md.",
				Found:   "Something in an active engagement waits for a contact by name who has no email.",
			},
			client: contactsUnreachable,
		},
	}
}

// isUndated reports whether an open item is a question or decision for which no day
// is written.
func isUndated(item facts.OpenItem) bool {
	switch item.Kind {
	case facts.QuestionItem:
		return item.Entry.Question.NeededBy == 0
	case facts.DecisionItem:
		return item.Entry.Decision.NeededBy == 0
	}
	return false
}

func decisionsIncomplete(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	for _, entry := range e.Content.Entries {
		d := entry.Decision
		if d == nil || e.Today-max(entry.Date, d.Decided) > memory {
			continue
		}
		var missing []string
		if d.Decided == 0 {
			missing = append(missing, "when (decided)")
		}
		if d.DecidedBy.IsZero() {
			missing = append(missing, "by whom (decided_by)")
		}
		if d.Outcome.IsZero() {
			missing = append(missing, "how (outcome)")
		}
		if len(missing) > 0 && len(missing) < 3 {
			f.found(entry.Pos("kind"), "the decision was taken, and nothing says %s; add it", strings.Join(missing, ", nor "))
		}
	}
}

func lateInputsMovingNothing(f *finder, e *facts.Engagement) {
	if !isActive(e) || !slices.ContainsFunc(e.Milestones, func(m facts.Milestone) bool { return m.Done == 0 }) {
		return
	}
	needed := map[string]bool{}
	for _, m := range e.Content.Plan {
		for _, need := range m.Needs {
			needed[need.ID] = true
		}
	}
	for _, in := range e.Inputs {
		if in.State == facts.Overdue && in.Content.Every.IsZero() && !needed[in.Content.ID] {
			f.found(e.Content.At(in.Content.Mark), "input %q is late, and no milestone needs it, so that no date moves; name it in needs: of what waits for it", in.Content.ID)
		}
	}
}

func contactsUnreachable(f *finder, in Input) {
	owes := map[string]bool{}
	for _, e := range in.Facts.Engagements {
		for _, item := range e.Open {
			if isActive(e) && item.Side == facts.TheClient {
				owes[item.Who] = true
			}
		}
	}
	for i, c := range in.Client.Contacts {
		if c.Email == "" && owes[c.ID] {
			f.found(in.Client.Pos("contacts", i), "something waits for %q, who has no e-mail address, so that no reminder arrives; add email:", c.ID)
		}
	}
}

// receivedMisplaced looks at which occurrence each day in received is for. What has its
// period written is for that, however late it came.
func receivedMisplaced(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	occurrences := map[*content.Input][]facts.Input{}
	for _, in := range e.Inputs { // by day
		if !in.Content.Every.IsZero() {
			occurrences[in.Content] = append(occurrences[in.Content], in)
		}
	}
	for i := range e.Content.Inputs {
		in := &e.Content.Inputs[i]
		all := occurrences[in]
		for nth, r := range in.Received {
			at := e.Content.At(r.Mark)
			if !r.For.IsZero() {
				f.receivedForNothing(at, r, all, e)
			} else if r.On != 0 && len(all) > 0 && f.isMisplaced(at, r.On, nth, all) {
				break
			}
		}
	}
}

// receivedForNothing finds a period in which no occurrence falls. One ahead of the next
// may come to be.
func (f *finder) receivedForNothing(at diag.Position, r content.Receipt, all []facts.Input, e *facts.Engagement) {
	is := func(in facts.Input) bool { return in.Period == r.For }
	ahead := len(all) > 0 && r.For.From > all[len(all)-1].Period.To && (e.Content.End == 0 || r.For.From <= e.Content.End)
	if ahead || slices.ContainsFunc(all, is) {
		return
	}
	name := (&facts.Input{Period: r.For}).PeriodName()
	if len(all) == 0 {
		f.found(at, "nothing is due for %s, so that this counts nowhere; remove it, or mend start: or end:", name)
		return
	}
	f.found(at, "nothing is due for %s, so that this counts nowhere; the occurrences run from %s to %s: write in for: which it was", name, all[0].PeriodName(), all[len(all)-1].PeriodName())
}

// isMisplaced finds a day that is nearer another occurrence than that in its place.
func (f *finder) isMisplaced(at diag.Position, on calendar.Date, nth int, all []facts.Input) bool {
	apart := func(in facts.Input) calendar.Date { return max(on-in.Due, in.Due-on) }
	nearest := slices.MinFunc(all, func(a, b facts.Input) int { return cmp.Compare(apart(a), apart(b)) })
	switch {
	case nth >= len(all):
		f.found(at, "%s is one day more than there are occurrences, and counts nowhere; write {for: %s, on: %s}, and so each other day", on, nearest.PeriodName(), on)
	case apart(nearest) < apart(all[nth]):
		f.found(at, "%s stands in the place of the input due on %s and is nearer that due on %s, so that one before it may be missing; write null for what never came, or {for: %s, on: %s}, and so each other day", on, all[nth].Due, nearest.Due, nearest.PeriodName(), on)
	default:
		return false
	}
	return true
}
