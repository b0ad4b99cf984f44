package facts

import (
	"cmp"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// inputs tells where each thing that the client owes stands, by the day it is
// due and id. A recurring one has an Input for each occurrence of its rhythm up
// to as-of, and one for the occurrence that comes next; its dates of receipt
// belong to the occurrences in order.
func inputs(e *content.Engagement, n now) []Input {
	var derived []Input
	for i := range e.Inputs {
		in := &e.Inputs[i]
		due := []calendar.Date{in.Due}
		if !in.Every.IsZero() {
			days, next := occurrences(e, in.Every, n)
			if due = days; next != 0 {
				due = append(due, next)
			}
		}
		for nth, d := range due {
			var received calendar.Date
			if nth < len(in.Received) {
				received = in.Received[nth]
			}
			derived = append(derived, input(in, d, received, n))
		}
	}
	return ordered(derived, func(a, b Input) int {
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Content.ID, b.Content.ID))
	})
}

// input tells where one thing stands that is due on a day. Its lateness is the
// working days from due to received, or to as-of while it has not come. By its
// dates it may be late without any working day having passed: over a weekend.
func input(in *content.Input, due, received calendar.Date, n now) Input {
	derived := Input{Content: in, Due: due, Received: received, Lateness: lateness(due, received, 0, n)}
	switch {
	case received != 0 && received <= due:
		derived.State = Received
	case received != 0:
		derived.State = ReceivedLate
	case n.today > due:
		derived.State = Overdue
	default:
		derived.State = Due
	}
	return derived
}

// lateness is the number of working days from due to received, or to as-of
// while received is zero, and never below 0. It stops at the day stop, where
// that is not zero.
func lateness(due, received, stop calendar.Date, n now) int {
	end := received
	if end == 0 {
		end = n.today
	}
	if stop != 0 {
		end = min(end, stop)
	}
	return max(0, n.cal.WorkingDays(due, end))
}
