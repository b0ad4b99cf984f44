package facts

import (
	"cmp"
	"path"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
)

// requestsFile is where requests stand that are not told in the journal, below the
// engagement.
const requestsFile = "data/requests.csv"

// A worklist gathers what waits for somebody.
type worklist struct {
	now
	status content.Status
	people people

	reviewed calendar.Date // of the latest report that was
	all      []OpenItem
}

// openItems lists what waits for somebody: the longest overdue first, then what
// is due first, then the oldest. Of the client nothing is needed while an
// engagement is proposed, and of nobody once it is closed; while it is proposed
// nothing is overdue, and while it is paused nothing grows older, nor is anybody asked.
func openItems(e *content.Engagement, derived *Engagement, contacts people, n now) []OpenItem {
	if e.Status == content.Closed {
		return nil
	}
	w := worklist{now: n, status: e.Status, people: contacts}
	w.inputs(e, derived.Inputs)
	w.requests(e, derived.Requests)
	for _, entry := range e.Entries {
		w.entry(entry, contacts)
	}
	for _, r := range e.Reports {
		if r.Reviewed.On != 0 {
			w.reviewed = max(w.reviewed, r.Date)
		}
	}
	for _, r := range e.Reports {
		if r.Reviewed.On == 0 {
			w.add(OpenItem{
				Side: TheClient, Kind: ReviewItem, Ref: r.ID, Subject: r.Title, At: r.Pos("title"), Report: r,
				Opened: r.Date, Due: w.reviewBy(e, r),
			})
		}
	}
	slices.SortFunc(w.all, func(a, b OpenItem) int {
		return cmp.Or(cmp.Compare(b.Overdue, a.Overdue), compareDue(a.Due, b.Due), cmp.Compare(a.Opened, b.Opened),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Index, b.Index))
	})
	return w.all
}

// compareDue puts what has a day before what has none.
func compareDue(a, b calendar.Date) int {
	if (a == 0) != (b == 0) {
		return cmp.Compare(b, a)
	}
	return cmp.Compare(a, b)
}

func (w *worklist) add(item OpenItem) {
	if w.status == content.Proposed && item.Side == TheClient {
		return
	}
	item.Who = w.people.asked(item.Named, w.today)
	item.Age = w.since(item.Opened)
	if w.unknown(item.Due) {
		item.Due = 0
	}
	if w.status != content.Proposed && item.Due != 0 {
		item.Overdue = w.past(item.Side, item.Due, 0)
	}
	item.By = w.askBy(&item)
	if w.status == content.Active && item.By != 0 {
		item.Past = w.past(item.Side, item.By, 0)
	}
	w.all = append(w.all, item)
}

// inputs adds those not received and still needed. One is open since the
// engagement began, a recurring one since its occurrence before.
func (w *worklist) inputs(e *content.Engagement, all []Input) {
	opened := make(map[string]calendar.Date)
	for i := range all { // by due
		in := &all[i]
		id := in.Content.ID
		if in.State == Overdue || in.State == Due {
			w.add(OpenItem{
				Side: TheClient, Kind: InputItem, Ref: id, Subject: in.Content.What, At: e.At(in.Content.Mark), Input: in,
				Named: in.Content.From.ID, Opened: max(e.Start, opened[id]), Due: in.Due,
			})
		}
		opened[id] = in.Due
	}
}

// requests adds those not done: resolved, or answered where only an answer was
// promised. They are due by their next deadline, and wait for the client or for
// the provider.
func (w *worklist) requests(e *content.Engagement, all []Request) {
	for i := range all {
		r := &all[i]
		answeredOnly := r.Response != "" && r.Resolution == ""
		if !r.Resolved.IsZero() || answeredOnly && !r.Responded.IsZero() {
			continue
		}
		due := r.ResolveDue
		if r.Responded.IsZero() && !r.RespondDue.IsZero() {
			due = r.RespondDue
		}
		item := OpenItem{
			Side: Provider, Kind: RequestItem, Ref: r.Content.ID, Subject: r.Content.Title, Request: r,
			At:     diag.Position{File: path.Join(path.Dir(e.Path), requestsFile), Line: r.Content.Opened.Line},
			Opened: calendar.DateOf(r.Opened),
		}
		if entry := r.Content.Entry; entry != nil {
			item.At = entry.Pos("title")
		}
		if r.Waiting {
			item.Side = TheClient
		}
		if !due.IsZero() {
			item.Due = calendar.DateOf(due)
		}
		w.add(item)
	}
}

func (w *worklist) entry(entry *content.Entry, contacts people) {
	item := OpenItem{Ref: entry.ID, Subject: entry.Title, Entry: entry, Opened: entry.Date}
	switch {
	case entry.Question != nil && answered(entry) == 0:
		item.Side, item.Kind = answerer(entry, contacts), QuestionItem
		item.Named, item.Due = entry.Question.To.ID, w.answerBy(entry, contacts)
	case entry.Decision != nil && decided(entry) == 0:
		item.Side, item.Kind = decider(entry, contacts), DecisionItem
		item.Named, item.Due = entry.Decision.To.ID, w.decideBy(entry, contacts)
	case entry.Change != nil && entry.Change.State != content.DeclinedChange && !entry.Change.IsAgreed():
		item.Side, item.Kind = TheClient, ChangeItem
	case entry.Feedback != nil && entry.Feedback.Asked != 0 && !given(entry.Feedback):
		item.Side, item.Kind = TheClient, FeedbackItem
		item.Named, item.Opened = entry.Feedback.From.ID, entry.Feedback.Asked
	case entry.Concern != nil && settled(entry) == 0:
		item.Side, item.Kind = Provider, ConcernItem
	case entry.Meeting != nil:
		for i, a := range entry.Meeting.Actions {
			if a.Done == 0 {
				side := contacts.side(a.Who, Provider)
				w.add(OpenItem{
					Side: side, Kind: ActionItem, Ref: entry.ID, Index: i,
					Subject: a.What, At: entry.At(a.Mark), Entry: entry,
					Named: a.Who.ID, Opened: entry.Date, Due: w.dueOf(side, a.Due),
				})
			}
		}
		return
	default:
		return
	}
	item.At = entry.Pos("title")
	w.add(item)
}
