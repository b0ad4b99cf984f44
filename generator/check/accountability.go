package check

import (
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// Bounds in working days.
const (
	remindAgain   = 10 // since the last reminder of what is overdue
	answerWithin  = 5  // for feedback, from the day it was given
	incidentWords = 5  // for what happened and what follows, from an incident's start
	figureWithin  = 10 // for a KPI's figure, from its period's end
)

// accountability are the rules about words given on both sides.
func accountability() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "milestone-overdue", Severity: diag.Warning,
				Summary: "a milestone is late, and no new date is given",
				Why:     "A date that passed in silence tells the client that dates mean nothing here. A new one, said openly, can still be believed.",
				Mend:    "Write done: if it is; else forecast: with the day on which you now expect it, and an entry that affects the milestone and says why.",
				Found:   "A milestone's fair due (its due with accepted changes, later by what the client was late) has passed, it is not done, and its forecast is missing or has passed as well.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isActive(e) {
					return
				}
				for _, m := range e.Milestones {
					if m.State != facts.Late || m.Content.Forecast >= e.Today {
						continue
					}
					at := milestoneAt(e.Content, m.Content.ID)
					if m.Content.Forecast != 0 {
						f.found(e.Content.Pos("plan", at, "forecast"), "milestone %q is not done, and its forecast, %s, has passed; write done:, or a new forecast: and tell the client", m.Content.ID, m.Content.Forecast)
						continue
					}
					f.found(e.Content.Pos("plan", at, "due"), "milestone %q is %s late (fair date %s) and has no new date; write done:, or forecast: and tell the client", m.Content.ID, days(m.LateBy), m.FairDue)
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "input-not-reminded", Severity: diag.Warning,
				Summary: "the client owes something, and nobody reminded it",
				Why:     "The client has a business to run. A friendly word keeps its part on time, and is fairer than a date that moves without one.",
				Mend:    "Remind the person who owes it, and add the day to reminded; or write received: if it came.",
				Found:   "An input's due has passed, it was not received, and the last reminder was before the due or more than 10 working days ago. Of a recurring input the latest that is overdue counts; one that was skipped, since a later one came, is history.",
			},
			engagement: inputsNotReminded,
		},
		{
			Rule: diag.Rule{
				Name: "decision-overdue", Severity: diag.Warning,
				Summary: "a decision is overdue, on either side",
				Why:     "What waits for a decision stands still, and whoever waits does not know whether anybody is thinking about it.",
				Mend:    "Write decided: and outcome: if it was taken; else talk to the person whose decision it is, and agree on a day.",
				Found:   "The needed_by of a decision has passed (without one, 5 working days after its date), and it has neither decided nor outcome.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				f.overdue(e, facts.DecisionItem, "needed_by", "the decision was needed by %s and is not taken; write decided: and outcome:, or agree on a new day in needed_by")
			},
		},
		{
			Rule: diag.Rule{
				Name: "question-overdue", Severity: diag.Warning,
				Summary: "a question is overdue, on either side",
				Why:     "A question without an answer is the smallest promise there is, and the first whose breach is noticed.",
				Mend:    "Write answered: and answer:, even if the answer is that you do not know yet; or ask again.",
				Found:   "The needed_by of a question has passed (without one, 5 working days after its date), and it has neither answered nor answer.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				f.overdue(e, facts.QuestionItem, "needed_by", "the answer was needed by %s and is not there; write answered: and answer:, or ask again")
			},
		},
		{
			Rule: diag.Rule{
				Name: "action-overdue", Severity: diag.Warning,
				Summary: "what somebody promised in a meeting is overdue",
				Why:     "Meetings whose actions are not done are meetings that the client stops coming to.",
				Mend:    "Write done: on the action, or agree on a new due.",
				Found:   "The due of a meeting's action has passed (without one, 5 working days after the meeting), and it is not done.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, item := range e.Open {
					switch at := item.At; {
					case item.Kind != facts.ActionItem || item.Past == 0:
					case item.Due == 0:
						f.found(at, "this action has no due, and is not done %s after the meeting; write done:, or agree on a due", days(item.Age))
					default:
						f.found(item.Entry.Pos("actions", item.Index, "due"), "this action was due on %s and is not done; write done:, or agree on a new due", item.Due)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "request-overdue", Severity: diag.Warning,
				Summary: "a request of the client's is past its turnaround, and still open",
				Why:     "The turnaround is the promise that a client meets most often. One that passed and goes on is worse each day.",
				Mend:    "Answer it and write responded: or resolved:, or say in waiting: since when you wait for the client.",
				Found:   "The deadline of a request's response or resolution has passed, and it is not responded or resolved. A request in requests.csv is named at the turnaround in engagement.md.",
			},
			engagement: requestsOverdue,
		},
		{
			Rule: diag.Rule{
				Name: "feedback-unanswered", Severity: diag.Warning,
				Summary: "the client gave feedback, and got no answer",
				Why:     "Who is asked, answers, and hears nothing will not answer again.",
				Mend:    "Write reply: what you say to it; and changed: what changed because of it.",
				Found:   "Feedback was given more than 5 working days and less than 90 days ago, and has no reply.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					fb := entry.Feedback
					if fb == nil || fb.NPS < 0 && fb.CSAT < 0 && fb.Well.IsZero() && fb.Better.IsZero() || !fb.Reply.IsZero() {
						continue
					}
					given := fb.Given
					if given == 0 {
						given = entry.Date
					}
					if f.cal.WorkingDays(given, e.Today) > answerWithin && e.Today-given <= memory {
						f.found(entry.Pos("given"), "the client gave this feedback on %s and has no answer; write reply:", given)
					}
				}
			},
		},
	}
}

// overdue notes open entries of a kind that are past their day; the format takes
// that day.
func (f *finder) overdue(e *facts.Engagement, kind facts.ItemKind, field, format string) {
	if !isActive(e) {
		return
	}
	for _, item := range e.Open {
		if item.Kind == kind && item.Overdue > 0 {
			f.found(item.Entry.Pos(field), format, item.Due)
		}
	}
}

func inputsNotReminded(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	latest := map[string]calendar.Date{} // that should have come
	for _, in := range e.Inputs {
		if in.State == facts.Overdue {
			latest[in.Content.ID] = in.Due
		}
	}
	for _, in := range e.Inputs {
		id := in.Content.ID
		if in.State != facts.Overdue || in.Due < latest[id] {
			continue
		}
		var last calendar.Date
		for _, d := range in.Content.Reminded {
			if d <= e.Today {
				last = max(last, d)
			}
		}
		at := inputAt(e.Content, id)
		switch {
		case last < in.Due:
			f.found(e.Content.Pos("inputs", at), "input %q was due on %s, %s ago, and nobody reminded the client since; remind it and add the day to reminded, or write received:", id, in.Due, days(in.Lateness))
		case f.cal.WorkingDays(last, e.Today) > remindAgain:
			f.found(e.Content.Pos("inputs", at, "reminded"), "input %q was due on %s, and the last reminder is %s ago; remind the client again and add the day, or write received:", id, in.Due, days(f.cal.WorkingDays(last, e.Today)))
		}
	}
}

func requestsOverdue(f *finder, e *facts.Engagement) {
	if !isActive(e) {
		return
	}
	for _, r := range e.Requests {
		var what, mend string
		due := r.RespondDue
		switch {
		case r.Response == facts.Missed && r.Responded.IsZero() && r.Resolved.IsZero():
			what, mend = "an answer", "write responded:"
		case r.Resolution == facts.Missed && r.Resolved.IsZero():
			what, mend, due = "a solution", "write resolved:", r.ResolveDue
		default:
			continue
		}
		when := due.Format("2006-01-02 15:04")
		if entry := r.Content.Entry; entry != nil {
			f.found(entry.Pos("opened"), "%s was promised by %s and is not there; %s, or waiting: if you wait for the client", what, when, mend)
			continue
		}
		at := max(0, index(e.Content.Turnaround, r.Content.Type, func(t *content.Turnaround) string { return t.ID }))
		f.found(e.Content.Pos("turnaround", at), "%s to request %q in requests.csv was promised by %s and is not there; %s there", what, r.Content.ID, when, mend)
	}
}
