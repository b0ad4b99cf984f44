package check

import (
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// silence is after how many working days without a word an engagement is
// silent that announces no updates.
const silence = 20

// untoldWithin is how many working days before its due an untold slip is no longer
// a warning.
const untoldWithin = 2

// candour are the rules about telling.
func candour() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "untold-slip", Severity: diag.Error,
				Summary: "a milestone slips, and nobody told the client",
				Why:     "Bad news that comes early is a problem to solve together; the same news on the day itself is a breach.",
				Mend:    "Write an entry today (update, risk, incident, concern or change) with affects: and the milestone's id, and say the new date.",
				Found:   "A milestone is or will be done after its fair due, and no entry of these kinds affects it or what it needs; an update that says green and a change without days do not tell. It is a warning until its due has passed or is at most 2 working days away.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isActive(e) {
					return
				}
				for _, m := range e.Milestones {
					if !m.Untold || m.Done != 0 {
						continue
					}
					at := milestoneAt(e.Content, m.Content.ID)
					tell := f.found
					if f.cal.WorkingDays(e.Today, m.Due) > untoldWithin {
						tell = f.warned
					}
					expected := "expected on " + m.Expected.String()
					if m.Expected == 0 {
						expected = "has no new date"
					}
					tell(e.Content.Pos("plan", at, "due"), "milestone %q is due on %s and %s, and no entry tells of it; write one with affects: [%s]", m.Content.ID, m.Due, expected, m.Content.ID)
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "update-missed", Severity: diag.Error,
				Summary: "an announced update did not come",
				Why:     "Silence on the announced day says that something is wrong, and lets the client guess what.",
				Mend:    "Write an update, even if it only says that nothing changed.",
				Found:   "A day of rhythm.update has passed, and no update serves it. It is told once, at the rhythm, however many days were missed.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if due, missed := overdueRhythm(e, facts.Updates); due != 0 && isActive(e) {
					f.found(e.Content.Pos("rhythm", "update"), "an update was announced for %s and did not come%s; write one, even if nothing changed%s", due, alsoMissed(missed), orSince(e, due))
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "silent-engagement", Severity: diag.Warning,
				Summary: "nothing was written about an engagement for a month",
				Why:     "A client that hears nothing assumes that nothing is done.",
				Mend:    "Write an update, and announce updates with rhythm: {update: …}, so that silence is noticed by the day.",
				Found:   "An active engagement that announces no updates has no entry and no report of the last 20 working days.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if !isActive(e) || !e.Content.Rhythm.Update.IsZero() {
					return
				}
				last, since := e.Content.Start, "its start"
				for _, entry := range e.Content.Entries {
					if entry.Date >= last {
						last, since = entry.Date, "the last entry"
					}
				}
				for _, r := range e.Content.Reports {
					if r.Date >= last {
						last, since = r.Date, "the last report"
					}
				}
				if n := f.cal.WorkingDays(last, e.Today); n > silence {
					f.found(e.Content.Pos("rhythm"), "nothing was written for %s, since %s on %s; write an update, and announce them with rhythm: {update: monthly on 1}", days(n), since, last)
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "rosier-word", Severity: diag.Warning,
				Summary: "the provider's own word is rosier than the facts",
				Why:     "The portal shows both, side by side. A client that reads green above a list of what is late believes neither.",
				Mend:    "Write in the next update what the reasons say; the word of that day stands beside the facts of that day.",
				Found:   "The health that the latest update states is better than the computed one was at the end of that update's day.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				if h := e.Health; isActive(e) && h != nil && len(h.Against) > 0 {
					f.found(h.Entry.Pos("health"), "the latest update says %s, but the facts of that day said %s (%s); say so in a new update", h.Stated, h.Against[0].State, strings.Join(names(h.Against), ", "))
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "incident-incomplete", Severity: diag.Warning,
				Summary: "an incident does not say what happened, its cause, its remedy, or what prevents the next",
				Why:     "A mistake that is explained and mended wins trust. One that is passed over will be expected again.",
				Mend:    "Tell what happened below the front matter, and write cause:, remedy: and prevention:.",
				Found:   "An incident that is resolved, or began more than 5 working days ago, lacks one of the three; or one of the last 90 days has no body. Of one that was not ours no prevention is asked.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					in := entry.Incident
					if in == nil {
						continue
					}
					var missing []string
					if in.Cause.IsZero() {
						missing = append(missing, "cause")
					}
					if in.Remedy.IsZero() {
						missing = append(missing, "remedy")
					}
					if in.Prevention.IsZero() && in.Ours {
						missing = append(missing, "prevention")
					}
					if in.Resolved.IsZero() && f.cal.WorkingDays(startOf(entry), e.Today) <= incidentWords {
						continue
					}
					if isEmpty(entry.Body) && e.Today-startOf(entry) <= memory {
						f.found(entry.Pos("kind"), "the incident does not say what happened; tell it below the front matter")
					}
					if len(missing) > 0 {
						f.found(entry.Pos("kind"), "the incident does not say its %s; add it", strings.Join(missing, " and its "))
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "mistake-not-owned", Severity: diag.Warning,
				Summary: "an incident does not say whose mistake it was",
				Why:     "The client asks first whether it was you. An entry that dodges the question answers it.",
				Mend:    "Write ours: true where any part of it was yours, else ours: false.",
				Found:   "An incident has no ours.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					if entry.Incident != nil && !isWritten(&entry.File, "ours") {
						f.found(entry.Pos("kind"), "the incident does not say whose it was; write ours: true or ours: false")
					}
				}
			},
		},
		{
			Rule: diag.Rule{
				Name: "risk-without-response", Severity: diag.Warning,
				Summary: "a risk says nothing of what is done about it",
				Why:     "A risk alone is a worry handed over. With a response it is a plan.",
				Mend:    "Write response: what you do so that it does not happen, or does not hurt.",
				Found:   "A risk that is not closed has no response.",
			},
			engagement: func(f *finder, e *facts.Engagement) {
				for _, entry := range e.Content.Entries {
					if r := entry.Risk; r != nil && r.Closed == 0 && r.Response.IsZero() && isOpen(e) {
						f.found(entry.Pos("kind"), "nothing says what is done about this risk; write response:, or closed: if it is over")
					}
				}
			},
		},
	}
}

// overdueRhythm returns the day of a kind's rhythm that is overdue, and how many
// in a row before it were missed; zero where none is.
func overdueRhythm(e *facts.Engagement, kind facts.RhythmKind) (due calendar.Date, missed int) {
	for _, o := range e.Rhythm { // by day, within a kind
		if o.Kind != kind {
			continue
		}
		switch o.State {
		case facts.MissedOn:
			missed++
		case facts.OverdueOn:
			return o.Due, missed
		case facts.Kept, facts.LateKept:
			missed = 0
		}
	}
	return 0, 0
}

func alsoMissed(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", nor did the one before"
	}
	return ", nor did those before"
}

// names says reasons by their kinds and what they are about.
func names(reasons []facts.Reason) []string {
	var all []string
	for _, r := range reasons {
		name := string(r.Kind)
		if r.Ref != "" {
			name += " " + r.Ref
		}
		all = append(all, name)
	}
	return all
}

// orSince is the mend for what was announced before anything was written: the engagement may be older
// than its portal. It is "" where something was.
func orSince(e *facts.Engagement, announced calendar.Date) string {
	first := e.Today
	for _, entry := range e.Content.Entries {
		first = min(first, entry.Date)
	}
	for _, r := range e.Content.Reports {
		first = min(first, r.Date)
	}
	if first <= announced || e.Content.Rhythm.Since != 0 || e.Content.Start == first {
		return ""
	}
	return "; if the engagement is older than its portal, add since: " + first.String() + " to rhythm"
}
