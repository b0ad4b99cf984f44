package facts

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// trueUntil returns the first instant after as-of at which anything published
// about any of a client's engagements changes while the content stays, and the
// zero time if nothing ever will.
//
// Between two instants at which content comes, facts depend on the time only
// through comparisons: with deadlines, with days, and with counts of working days.
// candidates collects every instant at which one of these may turn. They are tried in
// order: at each one the engagements that it concerns are derived anew and
// compared. A candidate too many costs one derivation of one engagement and is
// told apart there; one too few would be a mistake. As a rule the first or second is
// it, so that the search costs little more than another derivation.
func trueUntil(authored []*content.Engagement, derived []*Engagement, contacts people, cal *calendar.Calendar, asOf time.Time) time.Time {
	type candidate struct {
		at         int64
		engagement int
	}
	var all []candidate
	for i, e := range authored {
		for _, t := range candidates(e, derived[i], at(cal, asOf)) {
			all = append(all, candidate{t, i})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.engagement, b.engagement))
	})
	for _, c := range slices.Compact(all) {
		t := time.Unix(c.at, 0).In(cal.Zone())
		if !sameFacts(derived[c.engagement], engagement(authored[c.engagement], contacts, cal, t)) {
			return t
		}
	}
	return time.Time{}
}

// sameFacts reports whether two derivations of an engagement publish the same.
// The as-of itself does not count, and neither do the rows of time.csv, of
// which only the sums are published.
func sameFacts(a, b *Engagement) bool {
	x, y := *a, *b
	x.AsOf, y.AsOf = time.Time{}, time.Time{}
	x.Today, y.Today = 0, 0
	stoodX, stoodY := *a.Content, *b.Content
	stoodX.Time, stoodY.Time = nil, nil
	x.Content, y.Content = &stoodX, &stoodY
	return reflect.DeepEqual(&x, &y)
}

// A schedule gathers instants after as-of at which something may change.
type schedule struct {
	now
	instants []int64 // Unix seconds
}

// candidates returns every instant after as-of at which the facts of an
// engagement may change first, in no order.
func candidates(e *content.Engagement, derived *Engagement, n now) []int64 {
	if e.Status == content.Closed && e.Closed != 0 && e.Closed < n.today {
		return nil // frozen
	}
	s := schedule{now: n}
	s.days(n.cal.NextOpen(n.today + 1)) // whatever counts working days
	s.agreement(e)
	for _, entry := range e.Entries {
		s.entry(entry)
	}
	for _, r := range e.Reports {
		s.days(r.Date, r.Reviewed.On, r.Period.To)
		s.due(n.cal.AddWorkingDays(r.Date, reviewDays))
	}
	for i := range e.Requests {
		r := &e.Requests[i]
		s.request(r.Opened, r.Responded, r.Resolved, r.Waiting)
	}
	for _, row := range e.Time {
		s.days(row.Date)
	}
	s.facts(derived)
	return s.instants
}

// days adds the first instants of days.
func (s *schedule) days(days ...calendar.Date) {
	for _, d := range days {
		if s.later(d) {
			s.instants = append(s.instants, s.midnight(d).Unix())
		}
	}
}

// due adds a day on which something is due: it comes, and it passes.
func (s *schedule) due(d calendar.Date) {
	if d != 0 {
		s.days(d, d+1)
	}
}

// instant adds the second in which t is reached, and the one after it: what is
// due at t is missed only then.
func (s *schedule) instant(t time.Time) {
	if t.IsZero() || t.Before(s.at) {
		return
	}
	for _, second := range []int64{t.Unix(), t.Unix() + 1} {
		if second > s.at.Unix() {
			s.instants = append(s.instants, second)
		}
	}
}

// agreement adds the days that stand in engagement.md.
func (s *schedule) agreement(e *content.Engagement) {
	s.days(e.Closed, s.cal.NextOpen(e.Start+1)) // what is open since the start is a day old
	for _, p := range e.Paused {
		s.days(p.From)
		s.due(p.To)
	}
	for i := range e.Plan {
		s.days(e.Plan[i].Done)
	}
	for i := range e.Inputs {
		s.days(e.Inputs[i].Received...)
		s.days(e.Inputs[i].Reminded...)
	}
	for i := range e.KPIs {
		for _, f := range e.KPIs[i].Series {
			s.days(f.Period.To)
		}
	}
	for _, h := range e.Closing.Handover {
		s.days(h.Done)
	}
}

func (s *schedule) entry(entry *content.Entry) {
	s.days(entry.Date)
	switch {
	case entry.Decision != nil:
		s.days(entry.Decision.Decided)
		s.due(entry.Decision.NeededBy)
	case entry.Question != nil:
		s.days(entry.Question.Answered)
		s.due(entry.Question.NeededBy)
	case entry.Request != nil:
		r := entry.Request
		s.request(r.Opened, r.Responded, r.Resolved, r.Waiting)
	case entry.Risk != nil:
		s.days(entry.Risk.Closed)
	case entry.Incident != nil:
		s.instant(s.begins(entry.Incident.Started))
		s.instant(s.ends(entry.Incident.Resolved))
	case entry.Concern != nil:
		s.days(entry.Concern.Settled)
	case entry.Change != nil:
		s.days(entry.Change.Accepted)
	case entry.Feedback != nil:
		s.days(entry.Feedback.Asked, entry.Feedback.Given)
	case entry.Meeting != nil:
		for _, a := range entry.Meeting.Actions {
			s.days(a.Done)
			s.due(a.Due)
		}
	}
}

func (s *schedule) request(opened, responded, resolved content.Moment, waiting []content.Wait) {
	begin := func(m content.Moment) {
		if m.Day >= s.today { // most are long past
			s.instant(s.begins(m))
		}
	}
	end := func(m content.Moment) {
		if m.Day >= s.today {
			s.instant(s.ends(m))
		}
	}
	begin(opened)
	end(responded)
	end(resolved)
	for _, w := range waiting {
		begin(w.From)
		end(w.To)
	}
}

// facts adds the days and instants that follow from the facts at as-of.
func (s *schedule) facts(e *Engagement) {
	for i := range e.Milestones {
		m := &e.Milestones[i]
		s.due(m.FairDue)
		s.due(m.Expected)
		s.days(s.cal.AddWorkingDays(m.Due+1, -untoldDays-1))
	}
	for i := range e.Requests {
		r := &e.Requests[i]
		s.instant(r.RespondDue)
		s.instant(r.ResolveDue)
		s.instant(recentUntil(r.Opened))
	}
	for i := range e.Inputs {
		s.due(e.Inputs[i].Due)
	}
	for _, o := range e.Rhythm {
		s.due(o.Due)
	}
	for _, r := range e.Retainers {
		s.days(r.Period.To + 1)
		s.pace(r.Period)
	}
}

// pace adds the days on which a retainer's pace may change: the day after the
// next working day, and the first one outside the first tenth of the period.
func (s *schedule) pace(period calendar.Period) {
	s.days(s.cal.NextOpen(s.today) + 1)
	for d := s.today + 1; d <= period.To; d++ {
		if passed, whole := passedOf(period, now{s.cal, s.at, d}); passed*10 >= whole {
			s.days(d)
			return
		}
	}
}
