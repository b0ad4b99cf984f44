package content

import "slices"

// What a change can move beside milestones, inputs, turnarounds, prices and KPIs,
// which it names by their ids.
const (
	ScopePart  = "scope"
	DutiesPart = "duties"
	HoursPart  = "hours"
	RhythmPart = "rhythm"
	EndPart    = "end" // the last day that is planned
)

// Parts lists them.
var Parts = []string{ScopePart, DutiesPart, HoursPart, RhythmPart, EndPart}

// IsAgreed reports whether a change is: somebody accepted it, on some day. Without
// both it is a proposal, whatever its state.
func (c *Change) IsAgreed() bool {
	return c.State == AcceptedChange && c.Accepted != 0 && !c.AcceptedBy.IsZero()
}

// DoesAffect reports whether an entry names something by its id.
func (e *Entry) DoesAffect(id string) bool {
	return slices.ContainsFunc(e.Affects, func(r Ref) bool { return r.ID == id })
}

// Moves returns the agreed changes that move what has an id, or one of Parts, the
// first that was accepted first. Each explains one move of it, on the day on which
// it was accepted or later, and none before. One that adds to the agreement or
// removes from it and names nothing moves the scope.
func (e *Engagement) Moves(id string) []*Entry {
	var moving []*Entry
	for _, entry := range e.Entries {
		c := entry.Change
		if c == nil || !c.IsAgreed() {
			continue
		}
		inScope := id == ScopePart && len(entry.Affects) == 0 && len(c.Adds)+len(c.Removes) > 0
		if inScope || entry.DoesAffect(id) {
			moving = append(moving, entry)
		}
	}
	slices.SortStableFunc(moving, func(a, b *Entry) int { return int(a.Change.Accepted - b.Change.Accepted) })
	return moving
}
