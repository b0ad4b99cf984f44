package facts

import (
	"cmp"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/schema"
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
		if end := (now{hours: cal}).lastSecond(e.Closed); asOf.After(end) {
			return end
		}
	}
	return asOf
}

// engagementAsOf takes back what package content declares to come on a day; the
// status alone follows from several.
func engagementAsOf(e *content.Engagement, n now) *content.Engagement {
	stood := *e.AsOf(n.reached)
	stood.Status = statusAsOf(e, n)
	stood.Entries = ordered(revise(e.Entries, func(e *content.Entry) *content.Entry { return e.AsOf(n.reached) }), byDate)
	stood.Reports = ordered(revise(e.Reports, func(r *content.Report) *content.Report { return r.AsOf(n.reached) }), byPeriod)
	stood.Requests = requestsAsOf(e.Requests, stood.Entries, n)
	stood.Time = stoodRows(timeByDate(e.Time), func(t *content.TimeRow) *content.TimeRow { return t.AsOf(n.reached) })
	stood.Units = stoodRows(unitsByDate(e.Units), func(u *content.UnitRow) *content.UnitRow { return u.AsOf(n.reached) })
	stood.Invoices, _ = schema.Revise(e.Invoices, func(i *content.Invoice) *content.Invoice { return i.AsOf(n.reached) })
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

// requestsAsOf keeps the requests that were opened. One of the journal stands
// and falls with its entry, of which entries has the version of the day.
func requestsAsOf(requests []content.Request, entries []*content.Entry, n now) []content.Request {
	var byID map[string]*content.Entry
	stood, _ := schema.Revise(requests, func(r *content.Request) *content.Request {
		if r.Entry == nil {
			return r.AsOf(n.reached)
		}
		if byID == nil {
			byID = make(map[string]*content.Entry)
			for _, e := range entries {
				byID[e.ID] = e
			}
		}
		switch entry := byID[r.Entry.ID]; entry {
		case r.Entry:
			return r.AsOf(n.reached)
		case nil:
			return nil
		default:
			told := entry.AsRequest()
			return told.AsOf(n.reached)
		}
	})
	return stood
}

// revise returns list with its elements as they stood, and list itself where they
// all stood as they are.
func revise[T any](list []*T, asOf func(*T) *T) []*T {
	stood, _ := schema.Revise(list, func(v **T) **T {
		switch stood := asOf(*v); stood {
		case nil:
			return nil
		case *v:
			return v
		default:
			return &stood
		}
	})
	return stood
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
