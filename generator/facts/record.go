package facts

import (
	"cmp"
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// reviewDays is how many working days the client has to review a report.
const reviewDays = 10

// A ledger gathers the promises of an engagement.
type ledger struct {
	now
	all []Promise
}

// promises lists every dated commitment of both sides. Each of a request's
// deadlines is one, and so is each occurrence of a recurring input and of a
// rhythm of updates, reports and feedback rounds.
//
// A promise counts from the day (or the instant) on which it is due; one that
// was fulfilled before counts nowhere until then. On its day an open promise is
// not broken yet.
func promises(e *content.Engagement, derived *Engagement, contacts people, n now) []Promise {
	l := ledger{now: n}
	for i := range derived.Milestones {
		m := &derived.Milestones[i]
		l.day(Provider, MilestonePromise, m.Content.ID, m.FairDue, m.Done)
	}
	for i := range derived.Requests {
		r := &derived.Requests[i]
		l.deadline(ResponsePromise, r.Content.ID, r.RespondDue, r.Response)
		l.deadline(ResolutionPromise, r.Content.ID, r.ResolveDue, r.Resolution)
	}
	for _, o := range derived.Rhythm {
		l.occurrence(o)
	}
	for i := range derived.Inputs {
		in := &derived.Inputs[i]
		l.day(TheClient, InputPromise, in.Content.ID, in.Due, in.Received)
	}
	for _, entry := range e.Entries {
		if entry.Question != nil {
			l.day(answerer(entry, contacts), AnswerPromise, entry.ID, entry.Question.NeededBy, answered(entry))
		}
		if entry.Decision != nil && decider(entry, contacts) == TheClient {
			l.day(TheClient, DecisionPromise, entry.ID, entry.Decision.NeededBy, decided(entry))
		}
		if entry.Meeting != nil {
			for _, a := range entry.Meeting.Actions {
				l.day(contacts.side(a.Who, Provider), ActionPromise, entry.ID, a.Due, a.Done)
			}
		}
	}
	for _, r := range e.Reports {
		l.day(TheClient, ReviewPromise, r.ID, n.cal.AddWorkingDays(r.Date, reviewDays), r.Reviewed.On)
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
	switch {
	case l.later(due):
	case fulfilled != 0 && fulfilled <= due:
		p.State = KeptPromise
	case fulfilled != 0 || due < l.today:
		p.State = BrokenPromise
	}
	l.all = append(l.all, p)
}

// deadline adds one of a request's deadlines, where it has one.
func (l *ledger) deadline(kind PromiseKind, id string, due time.Time, outcome Outcome) {
	if due.IsZero() {
		return
	}
	p := Promise{Side: Provider, Kind: kind, ID: id, Due: due, DueOn: calendar.DateOf(due.In(l.cal.Zone()))}
	switch {
	case outcome == Missed:
		p.State = BrokenPromise
	case outcome == Met && !due.After(l.at):
		p.State = KeptPromise
	}
	l.all = append(l.all, p)
}

// occurrence adds a day on which a rhythm promised something. One that is
// overdue is broken, on its own day as well: so says its state.
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

// records counts the promises kept and broken on both sides, in all and by the
// calendar quarter of the day promised.
func records(all []Promise) (Record, []QuarterRecord) {
	var whole Record
	var quarters []QuarterRecord
	for _, p := range all { // by date
		if p.State == "" {
			continue
		}
		quarter := calendar.PeriodOf(calendar.Quarter, p.DueOn)
		if n := len(quarters); n == 0 || quarters[n-1].Quarter != quarter {
			quarters = append(quarters, QuarterRecord{Quarter: quarter})
		}
		whole.count(p)
		quarters[len(quarters)-1].count(p)
	}
	return whole, quarters
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
