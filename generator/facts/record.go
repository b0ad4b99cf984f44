package facts

import (
	"cmp"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// answerDays is how many working days after its entry an answer or a decision is
// needed that names no day.
const answerDays = 5

// A ledger gathers the promises of an engagement.
type ledger struct {
	now
	all []Promise
}

// promises lists every dated commitment of both sides. Each of a request's
// deadlines is one, and so is each occurrence of a recurring input and of a
// rhythm of updates, reports and feedback rounds.
//
// What is fulfilled counts at once; what is neither fulfilled nor due counts
// nowhere. A date is kept or broken by the working days between it and the
// fulfilment, so that a free day breaks none. That a report is read is a promise
// only where the client made it.
func promises(e *content.Engagement, derived *Engagement, contacts people, n now) []Promise {
	l := ledger{now: n}
	for i := range derived.Milestones {
		m := &derived.Milestones[i]
		due := cmp.Or(m.FairDue, m.Done) // what is done while a pause leaves no day counts on its own
		l.row(Provider, MilestonePromise, m.Content.ID, due, m.Done, m.Content.Until)
	}
	for i := range derived.Requests {
		r := &derived.Requests[i]
		l.deadline(ResponsePromise, r.Content.ID, r.RespondDue, r.Responded, r.Response)
		l.deadline(ResolutionPromise, r.Content.ID, r.ResolveDue, r.Resolved, r.Resolution)
	}
	for _, o := range derived.Rhythm {
		l.occurrence(o)
	}
	for i := range derived.Inputs {
		in := &derived.Inputs[i]
		if in.State == Skipped {
			l.broken(TheClient, InputPromise, in.Content.ID, in.Due)
			continue
		}
		l.row(TheClient, InputPromise, in.Content.ID, in.Due, in.Received, in.Content.Until)
	}
	for _, entry := range e.Entries {
		if entry.Question != nil {
			l.asked(answerer(entry, contacts), AnswerPromise, entry.ID, n.answerBy(entry, contacts), answered(entry))
		}
		if entry.Decision != nil {
			l.asked(decider(entry, contacts), DecisionPromise, entry.ID, n.decideBy(entry, contacts), decided(entry))
		}
		if entry.Meeting != nil {
			for _, a := range entry.Meeting.Actions {
				side := contacts.side(a.Who, Provider)
				l.day(side, ActionPromise, entry.ID, n.dueOf(side, a.Due), a.Done)
			}
		}
	}
	for _, r := range e.Reports {
		if !e.ReviewWithin.IsZero() {
			l.asked(TheClient, ReviewPromise, r.ID, n.reviewBy(e, r), r.Reviewed.On)
		}
	}
	slices.SortFunc(l.all, func(a, b Promise) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Side, b.Side), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.State, b.State))
	})
	return l.all
}

// day adds a promise for a day, where there is one.
func (l *ledger) day(side Side, kind PromiseKind, id string, due, fulfilled calendar.Date) {
	if due == 0 {
		return
	}
	p := Promise{Side: side, Kind: kind, ID: id, Due: l.lastSecond(due), DueOn: due}
	switch late := l.past(side, due, fulfilled); {
	case late > 0:
		p.State = BrokenPromise
	case fulfilled != 0:
		p.State = KeptPromise
	}
	l.all = append(l.all, p)
}

// row adds a promise of the plan. One that was taken out was broken by then, or is none.
func (l *ledger) row(side Side, kind PromiseKind, id string, due, fulfilled, until calendar.Date) {
	switch {
	case fulfilled != 0 || !l.isOut(until):
		l.day(side, kind, id, due, fulfilled)
	case due != 0 && l.past(side, due, until) > 0:
		l.broken(side, kind, id, due)
	}
}

// asked adds a promise for a day that follows from another. What was fulfilled while a
// pause leaves no such day counts on its own.
func (l *ledger) asked(side Side, kind PromiseKind, id string, due, fulfilled calendar.Date) {
	l.day(side, kind, id, cmp.Or(due, fulfilled), fulfilled)
}

// dueOf returns the day on which a side owes what was written for a day: that
// day or the working day after it, and none for none.
func (n now) dueOf(side Side, day calendar.Date) calendar.Date {
	if day == 0 {
		return 0
	}
	return n.of(side).NextOpen(day)
}

// answerBy returns the day on which a question has to be answered.
func (n now) answerBy(entry *content.Entry, contacts people) calendar.Date {
	return n.neededBy(answerer(entry, contacts), entry, entry.Question.NeededBy)
}

// decideBy returns the day on which a decision has to be taken.
func (n now) decideBy(entry *content.Entry, contacts people) calendar.Date {
	return n.neededBy(decider(entry, contacts), entry, entry.Decision.NeededBy)
}

// reviewBy returns the day by which the client agreed to have read a report, and none
// where it did not agree on any.
func (n now) reviewBy(e *content.Engagement, r *content.Report) calendar.Date {
	if e.ReviewWithin.IsZero() {
		return 0
	}
	if e.ReviewWithin.N == 0 {
		return n.both.NextOpen(r.Date)
	}
	return n.daysAfter(TheClient, n.both.NextOpen(r.Date), e.ReviewWithin.N)
}

func (n now) neededBy(side Side, entry *content.Entry, day calendar.Date) calendar.Date {
	if day == 0 {
		return n.daysAfter(side, entry.Date, answerDays)
	}
	return n.dueOf(side, day)
}

// deadline adds one of a request's deadlines, where it has one. What was done while a
// pause leaves none counts on its day.
func (l *ledger) deadline(kind PromiseKind, id string, due, done time.Time, outcome Outcome) {
	if due.IsZero() && outcome == Met {
		due = done
	}
	if due.IsZero() {
		return
	}
	p := Promise{Side: Provider, Kind: kind, ID: id, Due: due, DueOn: calendar.DateOf(due.In(l.hours.Zone()))}
	switch {
	case outcome == Missed:
		p.State = BrokenPromise
	case outcome == Met:
		p.State = KeptPromise
	}
	l.all = append(l.all, p)
}

// broken adds a promise for a day that nothing can keep any more.
func (l *ledger) broken(side Side, kind PromiseKind, id string, due calendar.Date) {
	l.all = append(l.all, Promise{Side: side, Kind: kind, ID: id, Due: l.lastSecond(due), DueOn: due, State: BrokenPromise})
}

// occurrence adds a day on which a rhythm promised something.
func (l *ledger) occurrence(o Occurrence) {
	if o.Kind == Meetings {
		return
	}
	p := Promise{Side: Provider, Kind: PromiseKind(o.Kind), ID: o.Entry, Due: l.lastSecond(o.Due), DueOn: o.Due}
	switch o.State {
	case Kept:
		p.State = KeptPromise
	case LateKept, MissedOn, OverdueOn:
		p.State = BrokenPromise
	}
	l.all = append(l.all, p)
}

// answerer returns who has to answer a question: the side of the person it is
// put to, or else the side that its writer is not on. The provider keeps the
// journal, so that a question without names is the provider's to the client.
func answerer(entry *content.Entry, contacts people) Side {
	if to := contacts.side(entry.Question.To, ""); to != "" {
		return to
	}
	if contacts.side(entry.By, Provider) == TheClient {
		return Provider
	}
	return TheClient
}

// decider returns whose decision one is: by default the client's.
func decider(entry *content.Entry, contacts people) Side {
	return contacts.side(entry.Decision.To, TheClient)
}

// answered returns when a question was answered. An answer that bears no date
// of its own was given when the question was entered.
func answered(entry *content.Entry) calendar.Date {
	return ended(entry, entry.Question.Answered, entry.Question.Answer)
}

// decided returns when a decision was taken, as answered does.
func decided(entry *content.Entry) calendar.Date {
	return ended(entry, entry.Decision.Decided, entry.Decision.Outcome)
}

// settled returns when a concern was settled, as answered does.
func settled(entry *content.Entry) calendar.Date {
	return ended(entry, entry.Concern.Settled, entry.Concern.Outcome)
}

func ended(entry *content.Entry, on calendar.Date, with content.Text) calendar.Date {
	if on == 0 && !with.IsZero() {
		return entry.Date
	}
	return on
}

// records counts the promises kept and broken on both sides, in all, by kind,
// and by the calendar quarter of the day promised.
func records(all []Promise) (Record, []KindRecord, []QuarterRecord) {
	var whole Record
	var quarters []QuarterRecord
	kinds := make([]KindRecord, len(RecordKinds))
	for i, kind := range RecordKinds {
		kinds[i].Kind = kind
	}
	for _, p := range all { // by date
		if p.State == "" {
			continue
		}
		quarter := calendar.PeriodOf(calendar.Quarter, p.DueOn)
		if n := len(quarters); n == 0 || quarters[n-1].Quarter != quarter {
			quarters = append(quarters, QuarterRecord{Quarter: quarter})
		}
		whole.count(p)
		kinds[slices.Index(RecordKinds, p.Kind.Record())].count(p)
		quarters[len(quarters)-1].count(p)
	}
	return whole, kinds, quarters
}

func (r *Record) count(p Promise) {
	side := &r.Provider
	if p.Side == TheClient {
		side = &r.Client
	}
	if p.State == KeptPromise {
		side.Kept++
	} else {
		side.Broken++
	}
}

// scores sums up the feedback given: the net promoter score is the per cent of
// 9 and 10 minus the per cent of 0 to 6, customer satisfaction the per cent of
// 4 and 5; both are rounded to whole numbers, halves away from zero.
func scores(e *content.Engagement) Scores {
	var s Scores
	var asked, promoters, rated, satisfied int
	for _, entry := range e.Entries {
		f := entry.Feedback
		if f == nil || !given(f) {
			continue
		}
		s.Answers++
		if f.NPS >= 0 {
			asked++
			if f.NPS >= 9 {
				promoters++
			} else if f.NPS <= 6 {
				promoters--
			}
		}
		if f.CSAT > 0 {
			rated++
			if f.CSAT >= 4 {
				satisfied++
			}
		}
	}
	s.NPS, s.CSAT = percent(promoters, asked), percent(satisfied, rated)
	return s
}

// given reports whether feedback was given: it has a date, or else anything
// that the client said.
func given(f *content.Feedback) bool {
	return f.Given != 0 || f.NPS >= 0 || f.CSAT > 0 || !f.Well.IsZero() || !f.Better.IsZero()
}

func percent(n, of int) *int {
	if of == 0 {
		return nil
	}
	half := of
	if n < 0 {
		half = -of
	}
	p := (200*n + half) / (2 * of)
	return &p
}
