package facts

import (
	"cmp"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// AsOf returns a client as it stood at an instant. What has not come is not
// there: entries and reports dated later, later rows of CSV files, and in the
// rest every later date with what it brought. A day has come from its first
// second in the provider's zone on, a time when it is reached. What has no date
// of its own stands, and so does what is planned (due, forecast, needed by).
//
// A closed engagement stands as on the day on which it closed, and one that
// closes later is not closed. Entries are ordered by date and id, reports by
// the end of their period and id.
//
// The result shares with client whatever it does not change; client itself is never
// changed.
func AsOf(client *content.Client, cal *calendar.Calendar, asOf time.Time) *content.Client {
	stood := *client
	stood.Engagements = make([]*content.Engagement, len(client.Engagements))
	for i, e := range client.Engagements {
		stood.Engagements[i] = engagementAsOf(e, at(cal, frozen(e, cal, asOf)))
	}
	return &stood
}

// frozen returns the as-of time of an engagement: for a closed one never later
// than the last second of the day on which it closed.
func frozen(e *content.Engagement, cal *calendar.Calendar, asOf time.Time) time.Time {
	if e.Status == content.Closed && e.Closed != 0 {
		if end := (now{cal: cal}).lastSecond(e.Closed); asOf.After(end) {
			return end
		}
	}
	return asOf
}

func engagementAsOf(e *content.Engagement, n now) *content.Engagement {
	stood := *e
	stood.Status = statusAsOf(e, n)
	if n.later(e.Closed) {
		stood.Closed = 0
	}
	stood.Paused = revise(e.Paused, func(s *content.Stretch) (content.Stretch, verdict) {
		if n.later(s.From) {
			return *s, gone
		}
		if n.later(s.To) { // the end of a pause is written when it is over
			return content.Stretch{From: s.From}, edited
		}
		return *s, same
	})
	stood.Plan = revise(e.Plan, func(m *content.Milestone) (content.Milestone, verdict) {
		if !n.later(m.Done) {
			return *m, same
		}
		open := *m
		open.Done = 0
		return open, edited
	})
	stood.Inputs = revise(e.Inputs, func(in *content.Input) (content.Input, verdict) { return inputAsOf(in, n) })
	stood.KPIs = revise(e.KPIs, func(k *content.KPI) (content.KPI, verdict) { return kpiAsOf(k, n) })
	stood.Closing.Handover = revise(e.Closing.Handover, func(h *content.Handover) (content.Handover, verdict) {
		if !n.later(h.Done) {
			return *h, same
		}
		return content.Handover{What: h.What}, edited
	})
	stood.Entries = ordered(revise(e.Entries, func(entry **content.Entry) (*content.Entry, verdict) {
		return entryAsOf(*entry, n)
	}), byDate)
	stood.Reports = ordered(revise(e.Reports, func(report **content.Report) (*content.Report, verdict) {
		return reportAsOf(*report, n)
	}), byPeriod)
	stood.Requests = requestsAsOf(e.Requests, stood.Entries, n)
	stood.Time = revise(e.Time, func(row *content.TimeRow) (content.TimeRow, verdict) {
		if n.later(row.Date) {
			return *row, gone
		}
		return *row, same
	})
	return &stood
}

// statusAsOf tells what an engagement's status was. Only two of them have dates
// to tell from: `closed`, and the stretches of `paused`. A status of paused
// belongs to the last stretch (before that began the engagement was not yet
// paused by it), and within any stretch an engagement was paused, whatever it
// is today. Proposed has no date and stands.
func statusAsOf(e *content.Engagement, n now) content.Status {
	switch e.Status {
	case content.Proposed:
		return content.Proposed
	case content.Closed:
		if !n.later(e.Closed) {
			return content.Closed
		}
	case content.Paused:
		var last calendar.Date
		for _, s := range e.Paused {
			last = max(last, s.From)
		}
		if !n.later(last) {
			return content.Paused
		}
	}
	if pausedOn(e, n.today) {
		return content.Paused
	}
	return content.Active
}

// pausedOn reports whether d is a paused day.
func pausedOn(e *content.Engagement, d calendar.Date) bool {
	return slices.ContainsFunc(e.Paused, func(s content.Stretch) bool {
		return s.From <= d && (s.To == 0 || d <= s.To)
	})
}

func inputAsOf(in *content.Input, n now) (content.Input, verdict) {
	stood := *in
	if slices.ContainsFunc(in.Received, n.later) {
		stood.Received = slices.Clone(in.Received) // each keeps its place: it belongs to an occurrence
		for i, d := range stood.Received {
			if n.later(d) {
				stood.Received[i] = 0
			}
		}
	}
	if slices.ContainsFunc(in.Reminded, n.later) {
		stood.Reminded = slices.DeleteFunc(slices.Clone(in.Reminded), n.later)
	}
	return stood, verdictOf(!slices.Equal(stood.Received, in.Received) || len(stood.Reminded) != len(in.Reminded))
}

// A row of a series has no date but its period. It counts as dated the day on
// which the period ends, since that is when a figure can become the current
// one: before, neither charts nor the published data know of it.
func kpiAsOf(k *content.KPI, n now) (content.KPI, verdict) {
	stood := *k
	stood.Series = revise(k.Series, func(f *content.Figure) (content.Figure, verdict) {
		if n.later(f.Period.To) {
			return *f, gone
		}
		return *f, same
	})
	return stood, verdictOf(len(stood.Series) != len(k.Series))
}

// An entry whose very subject begins later the same day (a request that is
// opened at four, an incident that starts then) is not there before either.
func entryAsOf(entry *content.Entry, n now) (*content.Entry, verdict) {
	if n.later(entry.Date) {
		return nil, gone
	}
	stood := *entry
	switch {
	case entry.Decision != nil && n.later(entry.Decision.Decided):
		open := *entry.Decision
		open.Decided, open.DecidedBy, open.Outcome = 0, content.Ref{}, content.Text{}
		stood.Decision = &open
	case entry.Question != nil && n.later(entry.Question.Answered):
		open := *entry.Question
		open.Answered, open.Answer = 0, content.Text{}
		stood.Question = &open
	case entry.Request != nil:
		r := entry.Request
		if n.beginsLater(r.Opened) {
			return nil, gone
		}
		if !n.endsLater(r.Responded) && !n.endsLater(r.Resolved) && !waitsLater(r.Waiting, n) {
			return entry, same
		}
		open := *r
		open.Responded, open.Resolved = endAsOf(r.Responded, n), endAsOf(r.Resolved, n)
		open.Waiting = waitsAsOf(r.Waiting, n)
		stood.Request = &open
	case entry.Risk != nil && n.later(entry.Risk.Closed):
		open := *entry.Risk
		open.Closed = 0
		stood.Risk = &open
	case entry.Incident != nil && n.beginsLater(entry.Incident.Started):
		return nil, gone
	case entry.Incident != nil && n.endsLater(entry.Incident.Resolved):
		open := *entry.Incident
		open.Resolved = content.Moment{}
		stood.Incident = &open
	case entry.Concern != nil && n.later(entry.Concern.Settled):
		open := *entry.Concern
		open.Settled, open.Outcome = 0, content.Text{}
		stood.Concern = &open
	case entry.Change != nil && n.later(entry.Change.Accepted):
		open := *entry.Change
		open.State, open.AcceptedBy, open.Accepted = proposedChange, content.Ref{}, 0
		stood.Change = &open
	case entry.Feedback != nil && (n.later(entry.Feedback.Asked) || n.later(entry.Feedback.Given)):
		stood.Feedback = feedbackAsOf(*entry.Feedback, n)
	case entry.Meeting != nil:
		actions := revise(entry.Meeting.Actions, func(a *content.Action) (content.Action, verdict) {
			if !n.later(a.Done) {
				return *a, same
			}
			open := *a
			open.Done = 0
			return open, edited
		})
		if slices.Equal(actions, entry.Meeting.Actions) {
			return entry, same
		}
		open := *entry.Meeting
		open.Actions = actions
		stood.Meeting = &open
	default:
		return entry, same
	}
	return &stood, edited
}

// The states of a change.
const (
	proposedChange = "proposed"
	acceptedChange = "accepted"
)

func feedbackAsOf(f content.Feedback, n now) *content.Feedback {
	if n.later(f.Asked) {
		f.Asked = 0
	}
	if n.later(f.Given) {
		f = content.Feedback{From: f.From, Asked: f.Asked, NPS: -1, CSAT: -1}
	}
	return &f
}

func reportAsOf(report *content.Report, n now) (*content.Report, verdict) {
	if n.later(report.Date) {
		return nil, gone
	}
	if !n.later(report.Reviewed.On) {
		return report, same
	}
	stood := *report
	stood.Reviewed = content.Review{}
	return &stood, edited
}

// requestsAsOf keeps the requests that were opened. One of the journal stands
// and falls with its entry, of which entries has the version of the day.
func requestsAsOf(requests []content.Request, entries []*content.Entry, n now) []content.Request {
	var byID map[string]*content.Entry
	return revise(requests, func(r *content.Request) (content.Request, verdict) {
		stood := *r
		if r.Entry != nil {
			if byID == nil {
				byID = make(map[string]*content.Entry)
				for _, e := range entries {
					byID[e.ID] = e
				}
			}
			if stood.Entry = byID[r.Entry.ID]; stood.Entry == nil {
				return stood, gone
			}
		}
		if n.beginsLater(r.Opened) {
			return stood, gone
		}
		if stood.Entry == r.Entry && !n.endsLater(r.Responded) && !n.endsLater(r.Resolved) && !waitsLater(r.Waiting, n) {
			return stood, same
		}
		stood.Responded, stood.Resolved = endAsOf(r.Responded, n), endAsOf(r.Resolved, n)
		stood.Waiting = waitsAsOf(r.Waiting, n)
		return stood, edited
	})
}

func endAsOf(m content.Moment, n now) content.Moment {
	if n.endsLater(m) {
		return content.Moment{}
	}
	return m
}

// waitsLater reports whether any of the waits has not begun or not ended.
func waitsLater(waits []content.Wait, n now) bool {
	return slices.ContainsFunc(waits, func(w content.Wait) bool { return n.beginsLater(w.From) || n.endsLater(w.To) })
}

func waitsAsOf(waits []content.Wait, n now) []content.Wait {
	return revise(waits, func(w *content.Wait) (content.Wait, verdict) {
		if n.beginsLater(w.From) {
			return *w, gone
		}
		if n.endsLater(w.To) {
			return content.Wait{From: w.From}, edited
		}
		return *w, same
	})
}

// A verdict says what became of an element under revision.
type verdict uint8

const (
	same verdict = iota
	edited
	gone
)

func verdictOf(changed bool) verdict {
	if changed {
		return edited
	}
	return same
}

// revise returns list with the elements as revision gives them, and list itself
// when it leaves them all the same.
func revise[T any](list []T, revision func(*T) (T, verdict)) []T {
	for i := range list {
		first, v := revision(&list[i])
		if v == same {
			continue
		}
		revised := slices.Clone(list[:i])
		if v == edited {
			revised = append(revised, first)
		}
		for j := i + 1; j < len(list); j++ {
			if next, v := revision(&list[j]); v != gone {
				revised = append(revised, next)
			}
		}
		return revised
	}
	return list
}

// ordered returns list in order, and list itself when it is.
func ordered[T any](list []T, order func(a, b T) int) []T {
	if slices.IsSortedFunc(list, order) {
		return list
	}
	return slices.SortedFunc(slices.Values(list), order)
}

func byDate(a, b *content.Entry) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.ID, b.ID))
}

func byPeriod(a, b *content.Report) int {
	return cmp.Or(cmp.Compare(a.Period.To, b.Period.To), cmp.Compare(a.ID, b.ID))
}
