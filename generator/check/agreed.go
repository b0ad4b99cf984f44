package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/history"
	"rapport/generator/schema"
)

// What an accepted change can explain: a move on or after its day and not long after it,
// towards what it says, and never of what held before it.

// A move is all that one commit changed of something that a change can name.
type move struct {
	subject   string
	after, by history.Commit
	held      calendar.Date
}

func moveOf(b *bent) move { return move{b.subject, b.after, b.by, b.held} }

// canMove reports whether a change was accepted when it could move something: before the
// move, but not long before, when it would have been written down; after what was moved
// had been written; and, where a later version has taken its place, before it held at all.
func (w *witness) canMove(m move, change *content.Entry) bool {
	accepted, acceptance := change.Change.Accepted, w.acceptance(change)
	isLongAgo := w.past.Dated && w.day(m.by)-max(accepted, w.day(acceptance)) > longestLag
	return w.isAfter(m.by, accepted) && !isLongAgo && acceptance.Nth > m.after.Nth && (m.held == 0 || accepted <= m.held)
}

// heldUntilNext returns the day since which a version of a term held of which a commit had
// a later one: its own, or that on which the engagement started. It is 0 for the last.
func (w *witness) heldUntilNext(r root, way []*history.Thing, by history.Commit) calendar.Date {
	if !r.subjects || len(way) == 0 || w.facts == nil || !slices.Contains([]string{"turnaround", "pricing", "kpis"}, way[0].Key) {
		return 0
	}
	id, since, _ := strings.Cut(way[0].ID, schema.Since)
	if !slices.ContainsFunc(r.file.Things, func(t *history.Thing) bool {
		other, day, _ := strings.Cut(t.ID, schema.Since)
		return t.Key == way[0].Key && other == id && day > since && t.Gone == nil && t.Born.Nth <= by.Nth
	}) {
		return 0
	}
	day, err := calendar.ParseDate(since)
	if err != nil {
		return w.facts.Content.Start
	}
	return day
}

// begun returns what the versions of the agreement used of the changes: each that of which
// it tells, by the name of the term and the change, with the commit that brought it.
func (w *witness) begun(e *content.Engagement, changes []*content.Entry) map[string]history.Commit {
	used := map[string]history.Commit{}
	agreement := w.past.Of(e.Path)
	if agreement == nil {
		return used
	}
	versions := slices.SortedStableFunc(slices.Values(agreement.Things), func(a, b *history.Thing) int { return cmp.Compare(a.Born.Nth, b.Born.Nth) })
	for _, t := range versions {
		id, day, isVersion := strings.Cut(t.ID, schema.Since)
		since, err := calendar.ParseDate(day)
		if !isVersion || t.Gone != nil || err != nil {
			continue
		}
		var of *content.Entry // the last that was accepted when it began, or else the first that had been by then
		for _, c := range changes {
			_, taken := used[id+"\x00"+c.ID]
			if !taken && isMovedBy(id, c) && (c.Change.Accepted <= since || of == nil && w.acceptance(c).Nth <= t.Born.Nth) {
				of = c
			}
		}
		if of != nil {
			used[id+"\x00"+of.ID] = t.Born
		}
	}
	return used
}

// saysOtherwise reports whether a change names amounts, and none to which a price was
// moved: it may name the price as it is, or what comes on top of it.
func (w *witness) saysOtherwise(m move, change *content.Entry) bool {
	said := []string{change.Title.Plain()}
	for _, item := range slices.Concat(change.Change.Adds, change.Change.Removes) {
		said = append(said, item.What.Plain(), item.Detail.Plain())
	}
	text := strings.Join(said, "\n")
	if !strings.ContainsAny(text, "€$£¥") {
		return false
	}
	named := append(figuresIn(text), change.Change.Price.Amount)
	isNamed := func(v decimal.Decimal) bool { return slices.ContainsFunc(named, v.Equal) }
	return slices.ContainsFunc(w.found, func(b bent) bool {
		if b.move == nil || b.field != "amount" || moveOf(&b) != m {
			return false
		}
		was, errWas := amountOf(b.move.From.Text)
		is, errIs := amountOf(b.move.To.Text)
		return errWas == nil && errIs == nil && !isNamed(is) && !isNamed(is.Sub(was))
	})
}

// amountOf reads an amount with its currency.
func amountOf(text string) (decimal.Decimal, error) {
	amount, _, _ := strings.Cut(text, " ")
	return decimal.NewFromString(amount)
}
