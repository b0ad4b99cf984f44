package check

import (
	"bytes"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// Bounds of listening.
const (
	askAgain   = 15     // working days, from the day on which feedback was asked for
	meetWithin = 8 * 7  // days in which a meeting that is announced takes place
	noteWithin = 7      // days after a meeting in which it is written down
	learnt     = 10     // working days, from the end of an incident to what was learnt
	closedFor  = memory // days after its end in which an engagement can still be told of
)

// listening are the rules about what the client says, and what comes of it.
func listening() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "no-feedback-rhythm", Severity: diag.Warning,
				Summary: "nobody ever asks the client how it goes",
				Why:     "Clients that are content and clients that are about to leave look the same until somebody asks.",
				Mend:    "Write rhythm: {feedback: quarterly on 15}, and ask on that day.",
				Found:   "An engagement is active for more than 90 days, does not end within 10 working days, and has no rhythm.feedback.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isActive(e) && e.Content.Rhythm.Feedback.IsZero() && e.Today-e.Content.Start > acquainted && !isNearlyOver(f.cal, e) {
					f.found(e.Content.Pos("rhythm", "feedback"), "for %d days nobody promised to ask the client how it goes; write rhythm: {feedback: quarterly on 15}", e.Today-e.Content.Start)
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "feedback-not-given", Severity: diag.Warning,
				Summary: "the client was asked for feedback, and nobody asked again",
				Why:     "No answer is an answer too: either the question was too long, or the answer is hard to say. A call finds out which.",
				Mend:    "Call the person, and write given: with what was said; or ask again, and write the new day in asked:.",
				Found:   "Feedback was asked for more than 15 working days and less than 90 days ago, and nothing was given.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, item := range e.Open {
					if item.Kind == facts.FeedbackItem && item.Past > 0 {
						f.found(item.Entry.Pos("asked"), "feedback was asked for on %s and did not come; call, and write given: and what was said, or ask again", item.Opened)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "feedback-changed-nothing", Severity: diag.Warning,
				Summary: "the client said what could be better, and nothing says what changed",
				Why:     "Thanks alone teach the client that its words are collected, not used.",
				Mend:    "Write changed: what is different since. If nothing is, say so there, and why.",
				Found:   "Feedback that was given more than 15 working days and less than 90 days ago says what could be better, or gives 6 or less of 10, or 3 or less of 5; it has a reply, and no changed.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					fb := entry.Feedback
					if fb == nil || fb.Reply.IsZero() || !fb.Changed.IsZero() || !asksForMore(fb) || !isOpen(e) {
						continue
					}
					given := fb.Given
					if given == 0 {
						given = entry.Date
					}
					if f.cal.WorkingDays(given, e.Today) > askAgain && e.Today-given <= memory {
						f.found(entry.Pos("reply"), "the client said on %s what could be better and was answered, and nothing says what changed; write changed:, even if it is nothing, and why", given)
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "meeting-not-held", Severity: diag.Warning,
				Summary: "meetings are announced, and none was written down for eight weeks",
				Why:     "A standing meeting that never happens is a promise broken each week, and one without a note helps only those who were there.",
				Mend:    "Write a meeting entry with who attended and the actions; or give rhythm.meeting a day that both sides keep.",
				Found:   "An active engagement is at work for more than 8 weeks (since its start, or its last pause), a meeting was announced in them for a day that is more than a week ago, and no entry of these weeks is a meeting.",
			},
			engagement: meetingsNotHeld,
		},
		{
			Rule: diag.Rule{
				Name: "incident-without-lesson", Severity: diag.Warning,
				Summary: "nothing says what was learnt from an incident",
				Why:     "The client forgives the first time. It asks at the second what came of the first.",
				Mend:    "Write a lesson entry: what you will do differently from now on.",
				Found:   "An incident of ours was resolved more than 10 working days and less than 90 days ago, and there is no lesson on or after the day on which it began.",
			},
			engagement: incidentsWithoutLesson,
		},
		{
			Rule: diag.Rule{
				Name: "closed-without-result", Severity: diag.Warning,
				Summary: "an engagement was closed, and nothing says what it brought",
				Why:     "A year later the client remembers the bill. What it bought should stand beside it.",
				Mend:    "Write closing: {brought: one sentence, with the figure before and after}.",
				Found:   "An engagement that was closed in the last 90 days has no closing.brought.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isOpen(e) && e.Content.Closing.Brought.IsZero() && f.in.Facts.Today-e.Content.Closed <= closedFor {
					f.found(e.Content.Pos("closing", "brought"), "the engagement is closed, and nothing says what it brought the client; write closing: {brought: …}")
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "lead-unreachable", Severity: diag.Warning,
				Summary: "the lead of an engagement has neither phone nor mail",
				Why:     "The portal shows a name to turn to, and no way to do it.",
				Mend:    "Give the person phone: or email: in provider.md.",
				Found:   "The lead of an engagement that is not closed has neither phone nor email in provider.md.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, p := range f.in.Provider.People {
					if isOpen(e) && p.ID == e.Content.Lead.ID && p.Phone == "" && p.Email == "" {
						f.found(e.Content.Pos("lead"), "the client is to turn to %q, who has neither phone nor mail; add phone: or email: in provider.md", p.ID)
					}
				}
			},
		},
	}
}

// asksForMore reports whether feedback leaves something to be desired.
func asksForMore(fb *content.Feedback) bool {
	return !fb.Better.IsZero() || fb.NPS >= 0 && fb.NPS <= 6 || fb.CSAT > 0 && fb.CSAT <= 3
}

// isNearlyOver reports whether an engagement ends within the days in which nothing
// new begins.
func isNearlyOver(cal *calendar.Calendar, e *facts.Engagement) bool {
	return e.Content.End != 0 && cal.WorkingDays(e.Today, e.Content.End) < lastDays
}

func meetingsNotHeld(f *finder, e *facts.Engagement) {
	every := e.Content.Rhythm.Meeting.Every
	if every.IsZero() || !isActive(e) || e.Today-began(e.Content) <= meetWithin {
		return
	}
	announced := false
	for _, o := range f.cal.Occurrences(every, e.Content.Start, e.Today-noteWithin) {
		announced = announced || o.Day > e.Today-meetWithin
	}
	if !announced {
		return
	}
	var last calendar.Date
	for _, entry := range e.Content.Entries {
		if entry.Meeting != nil {
			last = max(last, entry.Date)
		}
	}
	at := e.Content.Pos("rhythm", "meeting")
	switch {
	case last == 0:
		f.found(at, "meetings are announced, and none is written down; write a meeting entry after each, or announce a day that both sides keep")
	case e.Today-last > meetWithin:
		f.found(at, "meetings are announced, and the last that is written down was on %s; write a meeting entry after each, or announce a day that both sides keep", last)
	}
}

func incidentsWithoutLesson(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	var lesson calendar.Date // the last
	for _, entry := range e.Content.Entries {
		if entry.Lesson != nil {
			lesson = max(lesson, entry.Date)
		}
	}
	for _, entry := range e.Content.Entries {
		in := entry.Incident
		if in == nil || !in.Ours || in.Resolved.IsZero() || lesson >= startOf(entry) {
			continue
		}
		if over := in.Resolved.Day; f.cal.WorkingDays(over, e.Today) > learnt && e.Today-over <= memory {
			f.found(entry.Pos("kind"), "the incident was over on %s, and nothing says what you learnt from it; write a lesson entry", over)
		}
	}
}

// startOf is the day on which an incident began.
func startOf(entry *content.Entry) calendar.Date {
	if in := entry.Incident; !in.Started.IsZero() {
		return in.Started.Day
	}
	return entry.Date
}

// mentions reports whether an entry or report speaks of an entry: it links to its
// file.
func mentions(body content.Body, entry *content.Entry) bool {
	return bytes.Contains(body.Source, []byte(entry.ID+".md"))
}
