package check

import (
	"fmt"
	"slices"

	"rapport/generator/history"
)

// writtenByPeriod returns what was received of an input in the form that it was written in
// before: a list of days, one an occurrence in order, or each day with its period. Both say
// the same if each occurrence has its day; where one has not, it is noted.
func (w *witness) writtenByPeriod(r root, way []*history.Thing, input *history.Thing) []*history.Thing {
	if w.facts == nil || input.Key != "inputs" {
		return nil
	}
	var periods []string // of the occurrences, in order
	for i := range w.facts.Inputs {
		if in := &w.facts.Inputs[i]; in.Content.ID == input.ID {
			periods = append(periods, in.Period.String())
		}
	}
	var again []*history.Thing
	for _, was := range input.Things {
		if was.Key != "received" || was.Gone == nil || !slices.ContainsFunc(input.Things, func(t *history.Thing) bool {
			return t.Key == "received" && t.Born.Nth == was.Gone.Nth && isByPeriod(t) != isByPeriod(was)
		}) {
			continue
		}
		again = append(again, was)
		move := history.Move{From: lastOf(receiptOf(was)), To: history.Value{Commit: *was.Gone}}
		for nth, period := range periods {
			place := fmt.Sprintf("number %d", nth+1)
			other := period
			if isByPeriod(was) {
				place, other = period, place
			}
			if was.ID != place {
				continue
			}
			if now := input.Thing("received", other); now != nil && now.Gone == nil {
				move.To = receiptOf(now).Values[0]
			}
			break
		}
		if move.From.Text != move.To.Text {
			inside := append(slices.Clone(way), was)
			w.bent(bent{rule: recordChanged, at: w.position(r, input.Mark), what: nameOf(inside, was.Info), subject: r.subject(inside, was.Key), after: move.From.Commit, by: move.To.Commit,
				move: &move, mend: r.mendOf(recordChanged, inside, was.Info)})
		}
	}
	return again
}

// isByPeriod reports whether something that was received is written with its period.
func isByPeriod(t *history.Thing) bool { return t.Line("on") != nil }

// receiptOf returns the day on which something was received.
func receiptOf(t *history.Thing) *history.Line {
	if l := t.Line("on"); l != nil {
		return l
	}
	return t.Line("received")
}
