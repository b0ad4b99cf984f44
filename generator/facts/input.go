package facts

import (
	"cmp"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// inputs tells where each thing that the client owes stands, by the day it is
// due and id. A recurring one has an Input for each occurrence of its rhythm up
// to as-of, and one for the occurrence that comes next, unless the engagement is
// closed by then; its dates of receipt belong to the occurrences in order.
func inputs(e *content.Engagement, n now) []Input {
	var derived []Input
	for i := range e.Inputs {
		in := &e.Inputs[i]
		if in.Every.IsZero() {
			owed := Input{Content: in, Due: n.both.NextOpen(in.Due)}
			if len(in.Received) > 0 {
				owed.Received = in.Received[0]
			}
			derived = append(derived, owed)
			continue
		}
		derived = append(derived, recurring(e, in, n)...)
	}
	for i := range derived {
		derived[i].stand(e, n)
	}
	return ordered(derived, func(a, b Input) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Content.ID, b.Content.ID))
	})
}

// recurring returns the occurrences of an input, each with the calendar period that
// holds the day named by the rhythm. One that never came is skipped since the
// first day on which a later one was there.
func recurring(e *content.Engagement, in *content.Input, n now) []Input {
	days, next := occurrences(e, in.Every, n.both, n)
	if next != nil {
		days = append(days, *next)
	}
	all := make([]Input, len(days))
	for nth, o := range days {
		all[nth] = Input{Content: in, Period: in.Every.Period(o.Nominal), Due: o.Day}
		if nth < len(in.Received) {
			all[nth].Received = in.Received[nth]
		}
	}
	var came calendar.Date // the first day on which one after the nth was there
	for nth := len(all) - 1; nth >= 0; nth-- {
		received := all[nth].Received
		switch {
		case received == 0:
			all[nth].Skipped = came
		case came == 0 || received < came:
			came = received
		}
	}
	return all
}

// stand tells where something stands. It is late by the working days of both
// sides from due to received, to the day on which a later one came instead, or
// to as-of.
func (in *Input) stand(e *content.Engagement, n now) {
	if e.Status == content.Proposed {
		in.State, in.Skipped = Due, 0
		return
	}
	in.Lateness = in.late(0, n)
	switch {
	case in.Received != 0 && in.Lateness == 0:
		in.State = Received
	case in.Received != 0:
		in.State = ReceivedLate
	case in.Skipped != 0:
		in.State = Skipped
	case e.Status == content.Closed:
		in.State = InputEnded
	case in.Lateness > 0:
		in.State = Overdue
	default:
		in.State = Due
	}
}

// late returns the lateness of an input, up to the day stop where that is not
// zero.
func (in *Input) late(stop calendar.Date, n now) int {
	end := cmp.Or(in.Received, in.Skipped, n.today)
	if stop != 0 {
		end = min(end, stop)
	}
	return n.past(TheClient, in.Due, end)
}
