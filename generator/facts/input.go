package facts

import (
	"cmp"
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// inputs tells where each thing that the client owes stands, by the day it is
// due and id. A recurring one has an Input for each occurrence of its rhythm up
// to as-of, and one for the occurrence that comes next, unless the engagement is
// closed by then.
func inputs(e *content.Engagement, n now) []Input {
	var derived []Input
	for i := range e.Inputs {
		in := &e.Inputs[i]
		owed := []Input{{Content: in, Due: n.both.NextOpen(in.Due)}}
		if !in.Every.IsZero() {
			owed = recurring(e, in, n)
		}
		receive(owed)
		derived = append(derived, owed...)
	}
	for i := range derived {
		derived[i].stand(e, n)
	}
	return ordered(derived, func(a, b Input) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Content.ID, b.Content.ID))
	})
}

// recurring returns the occurrences of an input, each with the calendar period that
// holds the day named by the rhythm.
func recurring(e *content.Engagement, in *content.Input, n now) []Input {
	days, next := occurrences(e, in.Every, n.both, n)
	if next != nil {
		days = append(days, *next)
	}
	days = slices.DeleteFunc(days, func(o calendar.Occurrence) bool { return !IsAsked(in, o) })
	all := make([]Input, len(days))
	for nth, o := range days {
		all[nth] = Input{Content: in, Period: in.Every.Period(o.Nominal), Due: o.Day}
	}
	return all
}

// IsAsked reports whether an occurrence of an input falls on the days on which it was
// agreed on.
func IsAsked(in *content.Input, o calendar.Occurrence) bool {
	return in.Since <= o.Nominal && (in.Until == 0 || o.Nominal <= in.Until)
}

// receive tells which of the occurrences of an input, in order, came when, wholly or
// in part, and which was sent back. A receipt belongs to the occurrence of its period,
// or else to that in its place. One that never came is skipped since the first day on
// which a later one was there.
func receive(all []Input) {
	if len(all) == 0 {
		return
	}
	in := all[0].Content
	for nth, r := range in.Received {
		if !r.For.IsZero() {
			nth = slices.IndexFunc(all, func(o Input) bool { return o.Period == r.For })
		}
		if 0 <= nth && nth < len(all) {
			all[nth].Received = r.On
		}
	}
	for _, r := range slices.SortedStableFunc(slices.Values(in.Returned), func(a, b content.Return) int { return cmp.Compare(a.Came, b.Came) }) {
		if o := openOn(all, r.Came); o != nil {
			o.Returned = append(o.Returned, r)
			o.sendBack(r)
		}
	}
	for _, d := range slices.Sorted(slices.Values(in.Partly)) {
		if o := openOn(all, d); o != nil {
			o.Partly = append(o.Partly, d)
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
}

// sendBack takes away what came by the day on which something came that was returned.
// Up to the day on which it was, it counted.
func (in *Input) sendBack(r content.Return) {
	switch {
	case in.Received != 0 && in.Received <= r.Came:
		in.unusable, in.until, in.Received = in.Received, r.On, 0
	case in.unusable != 0 && in.unusable <= r.Came:
		in.until = min(in.until, r.On)
	}
}

// openOn returns the occurrence to which something belongs that came on a day: the one
// that was received then, or else the first that was not received before, nor passed
// over for a later one; nil where there is none.
func openOn(all []Input, d calendar.Date) *Input {
	if nth := slices.IndexFunc(all, func(o Input) bool { return o.Received == d }); nth >= 0 {
		return &all[nth]
	}
	first := len(all)
	for first > 0 && (all[first-1].Received == 0 || all[first-1].Received > d) {
		first--
	}
	if first == len(all) {
		return nil
	}
	return &all[first]
}

// stand tells where something stands. It is late by the working days of both
// sides from due to received, to the day on which a later one came instead, or
// to as-of.
func (in *Input) stand(e *content.Engagement, n now) {
	if e.Status == content.Proposed {
		in.State, in.Skipped = Due, 0
		return
	}
	if n.past(TheClient, in.Due, 0) == 0 {
		in.Skipped = 0 // of what is not yet due nobody can say that it never came
	}
	in.Lateness = in.late(0, n)
	in.Out = in.Received == 0 && n.isOut(in.Content.Until)
	switch {
	case in.Received != 0 && in.Lateness == 0:
		in.State = Received
	case in.Received != 0:
		in.State = ReceivedLate
	case in.Skipped != 0:
		in.State = Skipped
	case e.Status == content.Closed, in.Out:
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
	end := n.lastOf(in.Content.Until, cmp.Or(in.Received, in.Skipped))
	if stop != 0 {
		end = min(end, stop)
		if in.unusable != 0 && stop < in.until {
			end = min(end, in.unusable)
		}
	}
	return n.past(TheClient, in.Due, end)
}

// PeriodName returns the period of an occurrence as it is written in received: a
// day where the input is owed daily, and "" where it is owed once.
func (in *Input) PeriodName() string {
	if p := in.Period; p.Kind != calendar.Custom || p.From != p.To {
		return p.String()
	}
	return in.Period.From.String()
}
