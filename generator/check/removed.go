package check

import (
	"slices"

	"rapport/generator/content"
	"rapport/generator/history"
)

// wasTakenOut returns what stood in the agreement under an id, where the client agreed
// to take it out by the commit without it; nil for anything else. Whatever named it has
// to name it no longer.
func (w *witness) wasTakenOut(id string, by history.Commit) *history.Thing {
	if w.facts == nil {
		return nil
	}
	e := w.facts.Content
	agreement := w.past.Of(e.Path)
	if agreement == nil {
		return nil
	}
	for _, t := range agreement.Things {
		if t.Gone == nil || t.ID != id && !slices.Contains(t.Former, id) {
			continue
		}
		texts := textsOf(t)
		if slices.ContainsFunc(acceptedChanges(e), func(c *content.Entry) bool {
			takesOut := slices.ContainsFunc(c.TookOut, func(r content.Ref) bool { return r.ID == id }) ||
				slices.ContainsFunc(texts, func(line string) bool { return writes(c, line, false) })
			return takesOut && w.isAfter(by, c.Change.Accepted)
		}) {
			return t
		}
	}
	return nil
}

// isTakenOver reports whether a need came in the place of one that was taken out, which
// needed it itself, or what does.
func (w *witness) isTakenOver(way []*history.Thing, t *history.Thing) bool {
	if t.Key != "needs" || len(way) == 0 {
		return false
	}
	var of []*history.Thing // what was taken out, and all of it that what was taken out needed
	for _, need := range way[len(way)-1].Things {
		if need.Key != "needs" || need.Gone == nil {
			continue
		}
		if out := w.wasTakenOut(need.ID, *need.Gone); out != nil {
			of = append(of, out)
		}
	}
	for i := 0; i < len(of); i++ {
		for _, need := range of[i].Things {
			if need.Key != "needs" {
				continue
			}
			if need.ID == t.ID {
				return true
			}
			if out := w.wasTakenOut(need.ID, t.Born); out != nil && !slices.Contains(of, out) {
				of = append(of, out)
			}
		}
	}
	return false
}
