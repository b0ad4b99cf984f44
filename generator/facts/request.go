package facts

import (
	"cmp"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// requests tells where each request of an engagement stands, by opening and id.
func requests(e *content.Engagement, n now) []Request {
	derived := make([]Request, len(e.Requests))
	for i := range e.Requests {
		derived[i] = request(&e.Requests[i], e, n)
	}
	return ordered(derived, func(a, b Request) int {
		return cmp.Or(a.Opened.Compare(b.Opened), cmp.Compare(a.Content.ID, b.Content.ID))
	})
}

// request tells where a request stands under the promise for its kind that held on the
// day on which it was opened.
//
// What was resolved was responded to by then, whether a response is written or
// not.
func request(c *content.Request, e *content.Engagement, n now) Request {
	opened := c.Opened
	if opened.IsZero() && c.Entry != nil {
		opened.Day = c.Entry.Date
	}
	r := Request{
		Content:   c,
		Opened:    n.begins(opened),
		Responded: n.ends(c.Responded),
		Resolved:  n.ends(c.Resolved),
	}
	if !r.Resolved.IsZero() && (r.Responded.IsZero() || r.Resolved.Before(r.Responded)) {
		r.Responded = r.Resolved
	}
	r.Waiting = r.Resolved.IsZero() && slices.ContainsFunc(c.Waiting, func(w content.Wait) bool { return w.To.IsZero() })
	kind := e.TurnaroundOn(c.Type, calendar.DateOf(r.Opened))
	if r.Waiting {
		r.HeldSince = n.held(c)
	}
	if kind == nil {
		return r
	}
	if !kind.Respond.IsZero() {
		due, running := deadline(r.Opened, kind.Respond, kind.Always, waits(c, r.Responded, n), n)
		r.RespondDue, r.Response = due, outcome(due, running, r.Responded, n)
	}
	if !kind.Resolve.IsZero() {
		due, running := deadline(r.Opened, kind.Resolve, kind.Always, waits(c, r.Resolved, n), n)
		if c.Waited > 0 && !due.IsZero() {
			// What a row of requests.csv waited is a length without a place: it
			// moves the deadline as a wait of so many minutes before it would.
			due, _ = deadline(due, calendar.Duration{N: c.Waited, Unit: calendar.Minutes}, kind.Always, nil, n)
		}
		r.ResolveDue, r.Resolution = due, outcome(due, running, r.Resolved, n)
	}
	return r
}

// longWait is how many working days a wait may last before a request counts as on hold.
const longWait = 20

// held returns the day since which a request waits for the client without an end, where
// that is long.
func (n now) held(c *content.Request) calendar.Date {
	for _, w := range c.Waiting {
		if w.To.IsZero() && n.since(w.From.Day) > longWait {
			return w.From.Day
		}
	}
	return 0
}

// waits returns the stretches in which a request waited for the client, up to
// when it was done: after that nothing waits, so that a wait which is not over
// ends there too. The calendar counts them from the opening on.
func waits(c *content.Request, done time.Time, n now) []calendar.Interval {
	var intervals []calendar.Interval
	for _, w := range c.Waiting {
		i := calendar.Interval{From: n.begins(w.From), To: n.ends(w.To)}
		if !done.IsZero() {
			if !i.From.Before(done) {
				continue
			}
			if i.To.IsZero() || i.To.After(done) {
				i.To = done
			}
		}
		intervals = append(intervals, i)
	}
	return intervals
}

func deadline(from time.Time, d calendar.Duration, always bool, waits []calendar.Interval, n now) (due time.Time, running bool) {
	switch {
	case always:
		return calendar.Always(from, d, waits)
	case len(waits) == 0:
		return n.cal.Deadline(from, d), false
	}
	return n.cal.DeadlineWaiting(from, d, waits)
}

// outcome of a deadline: met when done at or before it, missed when done after
// it or not done when it has passed. What was done while a pause without an end leaves
// no deadline was done in time.
func outcome(due time.Time, running bool, done time.Time, n now) Outcome {
	switch {
	case due.IsZero() && !done.IsZero():
		return Met
	case running || due.IsZero():
		return Running
	case done.IsZero() && n.at.After(due), done.After(due):
		return Missed
	case done.IsZero():
		return Running
	}
	return Met
}

// recentDays is how far back the attainment that status shows goes.
const recentDays = 90

// recentUntil returns the first instant at which a request no longer counts as
// one of the last 90 days, by the provider's clock: the same time of day, 90 days
// after it was opened.
func recentUntil(opened time.Time) time.Time {
	hour, minute, second := opened.Clock()
	clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
	return (calendar.DateOf(opened) + recentDays).At(opened.Location(), clock)
}

// recentTurnaround tells how each kind of request fared among those opened in
// the last 90 days, in the order of the agreement. Requests without a kind
// were promised nothing and count nowhere.
func recentTurnaround(e *content.Engagement, requests []Request, n now) []Turnaround {
	var recent []*Request
	for i := range requests {
		if n.at.Before(recentUntil(requests[i].Opened)) {
			recent = append(recent, &requests[i])
		}
	}
	return tally(e.Turnaround.On(n.today), recent)
}

// turnaroundHistory tells how each kind fared month by month. A request belongs
// to the month in which it was opened, in the provider's zone.
func turnaroundHistory(e *content.Engagement, requests []Request) []TurnaroundPeriod {
	var history []TurnaroundPeriod
	for i := 0; i < len(requests); {
		period := calendar.PeriodOf(calendar.Month, calendar.DateOf(requests[i].Opened))
		var opened []*Request
		for ; i < len(requests) && period.Contains(calendar.DateOf(requests[i].Opened)); i++ {
			opened = append(opened, &requests[i])
		}
		kinds := slices.DeleteFunc(tally(e.Turnaround.On(period.To), opened), func(t Turnaround) bool {
			return !slices.ContainsFunc(opened, func(r *Request) bool { return r.Content.Type == t.Type })
		})
		if len(kinds) > 0 {
			history = append(history, TurnaroundPeriod{period, kinds})
		}
	}
	return history
}

func tally(kinds []*content.Turnaround, requests []*Request) []Turnaround {
	tallies := make([]Turnaround, len(kinds))
	place := make(map[string]int, len(kinds))
	for i, kind := range kinds {
		tallies[i].Type = kind.ID
		place[kind.ID] = i
	}
	for _, r := range requests {
		if i, ok := place[r.Content.Type]; ok {
			tallies[i].Response.add(r.Response)
			tallies[i].Resolution.add(r.Resolution)
		}
	}
	return tallies
}

func (t *Tally) add(outcome Outcome) {
	switch outcome {
	case Met:
		t.Met++
	case Missed:
		t.Missed++
	case Running:
		t.Running++
	}
}
