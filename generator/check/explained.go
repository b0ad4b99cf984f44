package check

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/history"
)

// explained takes away what an accepted change explains: each change one move of
// each thing that it names, on or after its day, be that a move of several fields
// in one commit; and the lines of the scope that it adds or removes. The change was
// accepted later than what it moves was written: what stood beside it had taken it
// in already. Where all commits are of one day, their days say nothing of what was
// first.
func (w *witness) explained(e *content.Engagement) {
	var moves []move
	for i := range w.found {
		if m := moveOf(&w.found[i]); m.subject != "" && !slices.Contains(moves, m) {
			moves = append(moves, m)
		}
	}
	slices.SortStableFunc(moves, func(a, b move) int { return a.by.Nth - b.by.Nth })
	changes := acceptedChanges(e)
	used := w.begun(e, changes) // the commit whose moves of a thing a change explains
	told := map[move]bool{}
	for _, m := range moves {
		for _, c := range changes {
			by, taken := used[m.subject+"\x00"+c.ID]
			if taken && by != m.by || !isMovedBy(m.subject, c) || !w.canMove(m, c) || w.hasMoved(e, m.subject, c, m.by) || w.saysOtherwise(m, c) {
				continue
			}
			used[m.subject+"\x00"+c.ID] = m.by
			told[m] = true
			break
		}
	}
	for i := range w.found {
		b := &w.found[i]
		late := func(c *content.Entry) bool { return isMovedBy(b.subject, c) && !w.isAfter(b.by, c.Change.Accepted) }
		if at := slices.IndexFunc(changes, late); b.subject != "" && at >= 0 {
			b.mend = fmt.Sprintf("the change accepted on %s came after it; put it back, and move it on or after that day", changes[at].Change.Accepted)
		}
	}
	w.found = slices.DeleteFunc(w.found, func(b bent) bool {
		return told[moveOf(&b)] ||
			slices.ContainsFunc(changes, func(c *content.Entry) bool {
				return c.Path != b.at.File && w.isAfter(b.by, c.Change.Accepted) && slices.ContainsFunc(b.lists, func(line string) bool { return writes(c, line, b.came) })
			})
	})
}

// neverStood finds what a change says that it took out, and git never saw.
func (w *witness) neverStood(e *content.Engagement, agreement *history.File) {
	for _, c := range acceptedChanges(e) {
		for _, r := range c.TookOut {
			is := func(t *history.Thing) bool { return t.ID == r.ID || slices.Contains(t.Former, r.ID) }
			if !w.past.Shallow && !slices.ContainsFunc(agreement.Things, is) {
				w.bent(bent{rule: promiseWithdrawn, at: c.At(r.Mark), what: "affects " + quoted(r.ID), says: "names something that git never saw in the agreement", mend: "write an id that is defined, or that stood there"})
			}
		}
	}
}

// hasMoved reports whether a change has moved a milestone by itself, with its days, before
// a commit: it explains what is written beside it, and nothing later.
func (w *witness) hasMoved(e *content.Engagement, subject string, c *content.Entry, by history.Commit) bool {
	isMilestone := slices.ContainsFunc(e.Plan, func(m content.Milestone) bool { return m.ID == subject })
	return isMilestone && c.Change.Days != 0 && w.past.Dated && w.day(by)-max(c.Change.Accepted, w.day(w.acceptance(c))) > planLag
}

// acceptance returns the commit that brought a change's acceptance.
func (w *witness) acceptance(change *content.Entry) history.Commit {
	if file := w.past.Of(change.Path); file != nil {
		if l := file.Line("accepted"); l != nil {
			return l.Values[0].Commit
		}
	}
	return history.Commit{}
}

// isAfter reports whether a commit is on or after a day, or the day before it in
// another zone.
func (w *witness) isAfter(c history.Commit, day calendar.Date) bool {
	return !w.past.Dated || w.day(c) >= day-1
}

// acceptedChanges returns the changes that the client agreed to, the earliest first.
func acceptedChanges(e *content.Engagement) []*content.Entry {
	var all []*content.Entry
	for _, entry := range e.Entries {
		if entry.Change != nil && entry.Change.State == content.AcceptedChange && entry.Change.Accepted != 0 {
			all = append(all, entry)
		}
	}
	slices.SortStableFunc(all, func(a, b *content.Entry) int { return cmp.Compare(a.Change.Accepted, b.Change.Accepted) })
	return all
}

// isMovedBy reports whether a change says that it moves something.
func isMovedBy(subject string, change *content.Entry) bool {
	return slices.ContainsFunc(slices.Concat(change.Affects, change.TookOut), func(r content.Ref) bool { return r.ID == subject })
}

// writes reports whether a change adds a line to the agreement, or removes it.
func writes(change *content.Entry, line string, adds bool) bool {
	list := change.Change.Removes
	if adds {
		list = change.Change.Adds
	}
	return slices.ContainsFunc(list, func(i content.Item) bool { return history.SameWords(i.What.Plain(), line) })
}

// elsewhere takes away what only stands elsewhere now: a request between the
// journal and requests.csv, a figure between its table and the agreement. What it
// says otherwise there is found there.
func (w *witness) elsewhere(there []*history.File) {
	e := w.facts.Content
	w.found = slices.DeleteFunc(w.found, func(b bent) bool {
		for _, t := range b.gone {
			if t.Gone != nil && t.Gone.Name != b.by.Name {
				continue // gone before the table was
			}
			if !w.isFigureOf(e, t) && !isRequestIn(there, t) {
				return false
			}
		}
		return len(b.gone) > 0
	})
}

// isInDefaults reports whether the engagement's service says the same of a term as the
// engagement does or did: it may be written in either.
func (w *witness) isInDefaults(way []*history.Thing, t *history.Thing) bool {
	if w.facts == nil || w.facts.Content.Service.IsZero() {
		return false
	}
	e := w.facts.Content
	service := w.past.Of(w.servicePath(e.Service.ID))
	if service == nil {
		return false
	}
	of := service.Thing.Thing("defaults", "")
	for _, step := range append(slices.Clone(way), t) {
		if of == nil || of.Gone != nil {
			return false
		}
		of = of.Thing(step.Key, step.ID)
	}
	return of != nil && of.Gone == nil && of.SaysAs(t)
}

// servicePath returns where a service of the engagement stands.
func (w *witness) servicePath(id string) string {
	return path.Join(path.Dir(w.facts.Content.Path), "../../../services", id+".md")
}

// isFigureOf reports whether a KPI has the figure that a thing was.
func (w *witness) isFigureOf(e *content.Engagement, t *history.Thing) bool {
	value := figureOf(t)
	return value != "" && slices.ContainsFunc(e.KPIs, func(k content.KPI) bool {
		return slices.ContainsFunc(k.Series, func(f content.Figure) bool { return f.Period.String() == t.ID && f.Value.String() == value })
	})
}

// isSameTable reports whether a KPI, whose figures stood in a table and stand
// elsewhere now, has all of them still.
func (w *witness) isSameTable(name string) bool {
	if w.facts == nil || path.Ext(name) != ".csv" {
		return true
	}
	e := w.facts.Content
	table := w.past.Of(path.Join(path.Dir(e.Path), name))
	if table == nil {
		return true // gone or renamed, and looked at as such
	}
	return !slices.ContainsFunc(table.Things, func(t *history.Thing) bool { return t.Gone == nil && !w.isFigureOf(e, t) })
}

// isRequestIn reports whether a request stands in one of the files now, as a row or
// an entry, and says the same.
func isRequestIn(files []*history.File, t *history.Thing) bool {
	if t.Line("opened") == nil {
		return false
	}
	for _, file := range files {
		id := strings.TrimSuffix(path.Base(file.Path), ".md")
		switch {
		case file.Kind == content.EntryFile && isIDOf(t.ID, id) && file.Line("opened") != nil && saysAsMuch(file.Thing, t):
			return true
		case file.Kind == content.TableFile:
			if row := file.Thing.Thing("row", t.ID); row != nil && row.Gone == nil && saysAsMuch(row, t) {
				return true
			}
		}
	}
	return false
}

// isIDOf reports whether a request with an id may be an entry: its file has the id for its
// name, or behind the day.
func isIDOf(id, entry string) bool {
	return id == entry || len(entry) > len("2026-10-02-") && id == entry[len("2026-10-02-"):]
}

// saysAsMuch reports whether a request says all that it said elsewhere.
func saysAsMuch(now, was *history.Thing) bool {
	for _, key := range []string{"type", "opened", "responded", "resolved"} {
		l := was.Line(key)
		if l == nil || lastOf(l).Text == "" {
			continue
		}
		if now.Line(key) == nil || now.Line(key).Now().Text != lastOf(l).Text {
			return false
		}
	}
	return true
}

// corrected takes away the figures that a report corrects: a correction names the
// figure as it is, or the one that is gone, and explains one change of it in each place
// where it stands. It came with that change, or not long before.
func (w *witness) corrected(there []*history.File) {
	type correction struct {
		born    history.Commit
		figures []decimal.Decimal // that it names
	}
	var corrections []correction
	for _, file := range there {
		for _, t := range file.Things {
			if l := t.Line("what"); file.Kind == content.ReportFile && t.Key == "corrections" && t.Gone == nil && l != nil {
				corrections = append(corrections, correction{t.Born, figuresIn(l.Now().Text)})
			}
		}
	}
	type use struct {
		correction int
		file, what string
	}
	used := map[use]bool{}
	w.found = slices.DeleteFunc(w.found, func(b bent) bool {
		if b.figure == nil {
			return false
		}
		for i, c := range corrections {
			u := use{i, b.at.File, b.what}
			if !used[u] && namesFigure(c.figures, cmp.Or(b.figure.to, b.figure.from)) && w.day(b.by)-w.day(c.born) <= newsLag {
				used[u] = true
				return true
			}
		}
		return false
	})
}

// namesFigure reports whether a figure is among others.
func namesFigure(figures []decimal.Decimal, text string) bool {
	v, err := decimal.NewFromString(text)
	return err == nil && slices.ContainsFunc(figures, v.Equal)
}

// figuresIn returns the numbers in a text, in each way in which they can be meant.
func figuresIn(text string) []decimal.Decimal {
	var all []decimal.Decimal
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.,-", r) }) {
		word = strings.Trim(word, ".,")
		for _, written := range []string{word, strings.ReplaceAll(word, ",", "."), strings.ReplaceAll(word, ",", ""), strings.ReplaceAll(word, ".", "")} {
			if v, err := decimal.NewFromString(written); err == nil {
				all = append(all, v)
			}
		}
	}
	return all
}
