package facts

import (
	"rapport/generator/calendar"
	"rapport/generator/content"
)

// turns adds the days on which something turns that is counted from other days: a
// period has ended and a figure grows old, the working days after a due have
// begun, an answer is due that no day was set for, and silence begins to tell.
func (s *schedule) turns(e *content.Engagement, derived *Engagement) {
	for i := range e.KPIs {
		for _, f := range e.KPIs[i].Series {
			s.ended(f.Period)
		}
	}
	for _, r := range e.Reports {
		s.ended(r.Period)
	}
	for i := range e.Plan {
		s.passes(s.cal, e.Plan[i].Due)
	}
	for i := range derived.Milestones {
		m := &derived.Milestones[i]
		s.passes(s.cal, m.Due)
		s.passes(s.cal, m.FairDue)
		s.passes(s.cal, m.Expected)
	}
	for i := range derived.Inputs {
		s.passes(s.both, derived.Inputs[i].Due)
	}
	for _, o := range derived.Open {
		s.passes(s.of(o.Side), o.Due)
	}
	if e.End != 0 {
		s.days(e.End + 1)
	}
	for i := range e.Requests {
		for _, w := range e.Requests[i].Waiting {
			s.days(s.cal.AddWorkingDays(w.From.Day, longWait+1))
		}
	}
	s.days(s.cal.AddWorkingDays(e.Start-1, firstDays+1))
	var last calendar.Date
	for _, d := range newsDays(e) {
		if s.later(d) {
			s.days(s.cal.AddWorkingDays(d, silentDays))
		} else {
			last = max(last, d)
		}
	}
	if last != 0 {
		s.days(s.cal.AddWorkingDays(last, silentDays))
	}
}

// ended adds the days on which a period is past, and on which its figure is old.
func (s *schedule) ended(p calendar.Period) {
	if !p.IsZero() {
		s.days(p.To+1, staleAfter(p)+1)
	}
}

// passes adds the day on which the first working day after a due begins, on which
// what is not done is late.
func (s *schedule) passes(cal *calendar.Calendar, due calendar.Date) {
	if due != 0 {
		s.days(cal.NextOpen(max(due, s.today) + 1))
	}
}
