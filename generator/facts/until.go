package facts

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/schema"
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
// it, and shows early in the derivation, so that the search costs little more than the beginning of another.
func trueUntil(authored []*content.Engagement, derived []*Engagement, contacts people, cal *calendar.Calendar, asOf time.Time) time.Time {
	type candidate struct {
		at         int64
		engagement int
	}
	var all []candidate
	for i, e := range authored {
		for _, t := range candidates(e, derived[i], at(cal, asOf).within(derived[i].Content, contacts.days)) {
			all = append(all, candidate{t, i})
		}
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.engagement, b.engagement))
	})
	for _, c := range slices.Compact(all) {
		t := time.Unix(c.at, 0).In(cal.Zone())
		begun := begin(authored[c.engagement], contacts, cal, t)
		if begun.differs(derived[c.engagement]) || !sameFacts(derived[c.engagement], begun.finish()) {
			return t
		}
	}
	return time.Time{}
}

// sameFacts reports whether two derivations of an engagement publish the same.
func sameFacts(a, b *Engagement) bool { return reflect.DeepEqual(counting(a), counting(b)) }

// counting is what counts of a derivation. The as-of itself does not, and neither do the rows of time.csv and
// units.csv: what is published of them are usages.
func counting(e *Engagement) *Engagement {
	counts, stood := *e, *e.Content
	stood.Time, stood.Units = nil, nil
	counts.Content, counts.AsOf, counts.Today = &stood, time.Time{}, 0
	return &counts
}

// differs tells of some derivations that they will differ from another, finished one before they are finished
// themselves: it compares what they have by now.
func (d derivation) differs(from *Engagement) bool {
	begun, finished := reflect.ValueOf(*counting(d.Engagement)), reflect.ValueOf(*counting(from))
	for i := range begun.NumField() {
		if has := begun.Field(i); !has.IsZero() && !reflect.DeepEqual(has.Interface(), finished.Field(i).Interface()) {
			return true
		}
	}
	return false
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
	s.days(n.cal.NextOpen(e.Start + 1)) // what is open since the start is a day old
	e.Visit(s.written)
	for _, entry := range e.Entries {
		entry.Visit(s.written)
	}
	for _, r := range e.Reports {
		r.Visit(s.written)
	}
	for i := range e.Requests {
		e.Requests[i].Visit(s.written)
	}
	for i := range e.Time {
		if r := &e.Time[i]; s.later(r.Date) { // there may be a million, long past
			r.Visit(s.written)
		}
	}
	for i := range e.Units {
		if r := &e.Units[i]; s.later(r.Date) {
			r.Visit(s.written)
		}
	}
	for i := range e.Invoices {
		e.Invoices[i].Visit(s.written)
	}
	s.days(n.hours.Changes()...)
	s.facts(derived)
	s.turns(e, derived)
	return s.instants
}

// nextWritten returns the next instant at which comes what is written of the client
// and of the people on both sides, and the zero time if nothing does.
func (n now) nextWritten(client *content.Client) (next time.Time) {
	s := schedule{now: n}
	client.Visit(s.written)
	client.VisitColleagues(s.written)
	if len(s.instants) > 0 {
		next = time.Unix(slices.Min(s.instants), 0).In(n.hours.Zone())
	}
	return next
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

// written adds what is written to come, as package content declares it.
func (s *schedule) written(v schema.Value) {
	i, w := v.Info, v.When
	switch {
	case !i.Begins && !i.Comes && !i.Due:
	case w.Day < s.today: // most are long past
	case w.Time:
		s.instant(s.now.instant(w))
	case i.Due:
		s.due(w.Day)
	default:
		s.days(w.Day)
	}
}

// facts adds the days and instants that follow from the facts at as-of.
func (s *schedule) facts(e *Engagement) {
	for i := range e.Milestones {
		m := &e.Milestones[i]
		s.due(m.FairDue)
		s.due(m.Expected)
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
	for i := range e.Open {
		s.days(e.Open[i].Opened + askedFor + 1) // it is history, be that day open or not
	}
	for _, w := range e.Work {
		s.instant(w.From)
		s.instant(w.To)
	}
	for _, o := range e.Rhythm {
		s.due(o.Due)
	}
	s.days(e.Content.Start)
	for _, r := range e.Retainers {
		s.days(r.Period.To + 1)
		s.pace(r.Period)
	}
	for i := range e.Usages {
		if u := &e.Usages[i]; u.Period.To >= s.today {
			s.days(u.Period.To + 1)
			s.pace(u.Period)
		}
	}
	for _, i := range e.Invoices {
		if i.State == InvoiceOpen || i.State == InvoiceOverdue {
			s.passes(s.both, i.Content.Due)
		}
	}
}

// pace adds the days on which the pace of a period may change: the day after the
// next working day, and the first one outside the first quarter of the period.
func (s *schedule) pace(period calendar.Period) {
	s.days(s.cal.NextOpen(s.today) + 1)
	for d := s.today + 1; d <= period.To; d++ {
		if passed, whole := passedOf(period, s.on(d)); paced(passed, whole) {
			s.days(d)
			return
		}
	}
}
