package check

import (
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// acquainted is after how many days together a client's questions are known.
const acquainted = 90

// relationship are the rules about people, listening and the long term.
func relationship() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "feedback-not-asked", Severity: diag.Warning,
				Summary: "the client was not asked for feedback in its rhythm",
				Why:     "A client that is not asked does not complain. It leaves.",
				Mend:    "Ask what goes well and what could be better, and write a feedback entry with asked:.",
				Found:   "A day of rhythm.feedback has passed, and no feedback was asked for since the one before. It is told once, at the rhythm.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if due, missed := overdueRhythm(e, facts.Feedbacks); due != 0 && isActive(e) {
					f.found(e.Content.Pos("rhythm", "feedback"), "a round of feedback was announced for %s and was not asked for%s; ask, and write a feedback entry with asked:", due, alsoMissed(missed))
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "person-without-role", Severity: diag.Warning,
				Summary: "a person's role is not given",
				Why:     "Who does not know whom to call for what calls nobody, or everybody.",
				Mend:    "Add role:, in words that say what to call the person for.",
				Found:   "One of the provider's people or of the client's contacts has no role.",
			},
			provider: func(f *finder, p *content.Provider) {
				withoutRole(f, &p.File, "people", p.People)
			},
			client: func(f *finder, in Input) { withoutRole(f, &in.Client.File, "contacts", in.Client.Contacts) },
		},
		{
			Rule: diag.Rule{
				Name: "person-without-photo", Severity: diag.Note,
				Summary: "a person has no photograph",
				Why:     "People trust people. A face beside the name makes the first call easier.",
				Mend:    "Add photo: with a picture in people/, if the person likes it.",
				Found:   "One of the provider's people, or of the contacts of a client, has no photo. It is one note a file, since a client's people may not want one.",
			},
			provider: func(f *finder, p *content.Provider) {
				withoutPhoto(f, &p.File, "people", p.People)
			},
			client: func(f *finder, in Input) { withoutPhoto(f, &in.Client.File, "contacts", in.Client.Contacts) },
		},
		{
			Rule: diag.Rule{
				Name: "no-faq", Severity: diag.Warning,
				Summary: "a client of more than 90 days has no answered questions",
				Why:     "After three months you know what it keeps asking. Answered once in writing, it need not call about it.",
				Mend:    "List under faq in client.md the questions that came twice, with their answers.",
				Found:   "faq is empty, a day more than 90 days before is the client's since or the start of its first engagement, and an engagement is active.",
			},
			client: func(f *finder, in Input) {
				since, active := in.Client.Since, false
				for _, e := range in.Facts.Engagements {
					if since == 0 || e.Content.Start < since {
						since = e.Content.Start
					}
					active = active || isActive(e)
				}
				if active && len(in.Client.FAQ) == 0 && in.Facts.Today-since > acquainted {
					f.found(in.Client.Pos("faq"), "after %d days together no question is answered here; list under faq what the client asked twice", in.Facts.Today-since)
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "no-next-meeting", Severity: diag.Warning,
				Summary: "no next meeting is planned",
				Why:     "Questions pile up until they are problems. A short meeting on a fixed day takes them while they are small.",
				Mend:    "Give rhythm a meeting, such as {every: weekly on tuesday at 10:00, length: 25m}.",
				Found: "An active engagement that goes on for 10 working days or more has a milestone that is not done, or announces updates at least every month, and has no coming occurrence of rhythm.meeting; nor has another engagement of the client. " +
					"Quiet service needs no meetings.",
			},
			client: noNextMeeting,
		},
		{
			Rule: diag.Rule{
				Name: "closed-without-handover", Severity: diag.Warning,
				Summary: "an engagement was closed, and something was not handed over",
				Why:     "How it ends is what the client tells others. Keys and accounts that stay with you are the wrong souvenir.",
				Mend:    "List under closing.handover what was given into the client's hands, each with done:.",
				Found:   "A closed engagement has no closing.handover, or one with an element without done.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if isOpen(e) {
					return
				}
				if len(e.Content.Closing.Handover) == 0 {
					f.found(e.Content.Pos("closing", "handover"), "the engagement is closed, and nothing says what was handed over; list it under closing: {handover: [..]}")
				}
				for i, h := range e.Content.Closing.Handover {
					if h.Done == 0 {
						f.found(e.Content.Pos("closing", "handover", i), "the engagement is closed, and this was not handed over; write it as {what: …, done: %s}", e.Content.Closed)
					}
				}
			},
		},
	}
}

func withoutRole(f *finder, file *content.File, list string, people []content.Person) {
	for i, p := range people {
		if p.Role.IsZero() {
			f.found(file.Pos(list, i), "nothing says what to call %q for; add role:", p.ID)
		}
	}
}

// withoutPhoto notes all at the first: one note a file will do.
func withoutPhoto(f *finder, file *content.File, list string, people []content.Person) {
	first := -1
	var names []string
	for i, p := range people {
		if p.Photo == "" {
			if first < 0 {
				first = i
			}
			names = append(names, p.ID)
		}
	}
	if first >= 0 {
		f.found(file.Pos(list, first), "no photograph of %s; add photo: with a picture in people/", strings.Join(names, ", "))
	}
}

// lastDays is how many working days before its end an engagement needs no
// further meeting.
const lastDays = 10

func noNextMeeting(f *finder, in Input) {
	var without *facts.Engagement
	for _, e := range in.Facts.Engagements {
		if !isActive(e) {
			continue
		}
		for _, o := range e.Rhythm {
			if o.Kind == facts.Meetings && o.State == facts.Upcoming {
				return
			}
		}
		if !isBusy(e) {
			continue
		}
		if e.Content.End == 0 || f.cal.WorkingDays(e.Today, e.Content.End) >= lastDays {
			without = e
		}
	}
	if without != nil {
		f.found(without.Content.Pos("rhythm", "meeting"), "no next meeting is planned; add rhythm: {meeting: {every: weekly on tuesday at 10:00}}")
	}
}

// isBusy reports whether an engagement gives two sides something to talk about
// each month.
func isBusy(e *facts.Engagement) bool {
	for _, m := range e.Milestones {
		if m.Done == 0 {
			return true
		}
	}
	switch e.Content.Rhythm.Update.Kind {
	case calendar.NoRhythm, calendar.Quarterly, calendar.Yearly:
		return false
	}
	return true
}
