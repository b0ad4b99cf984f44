package facts

import (
	"slices"

	"rapport/generator/content"
)

// plannedWork lists the work that is planned and has not ended, by its beginning.
func plannedWork(e *content.Engagement, n now) []Work {
	if e.Status == content.Closed {
		return nil
	}
	var all []Work
	for _, entry := range e.Entries {
		if entry.Maintenance == nil {
			continue
		}
		w := Work{Entry: entry, From: n.begins(entry.Maintenance.From), To: n.ends(entry.Maintenance.To)}
		if w.UnderWay = !n.at.Before(w.From); !n.at.After(w.To) {
			all = append(all, w)
		}
	}
	slices.SortStableFunc(all, func(a, b Work) int { return a.From.Compare(b.From) })
	return all
}
