package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/schema"
)

// How many days later than it says a thing may be committed. A plan is told before
// it holds, and a day or two are the way to the desk. News is written when there is
// time; but what nobody could read for a week was not there on its day.
const (
	planLag = 2
	newsLag = 7

	longestLag = 32 // after which it matters no more that nobody committed in between
)

// added looks at what was put into a file later than the file itself: whether it
// reaches back, or changes a list that was whole.
func (w *witness) added(r root, way []*history.Thing, t *history.Thing) {
	inside := append(slices.Clone(way), t)
	born := w.day(t.Born)
	b := bent{rule: backdated, at: w.position(r, t.Mark), what: nameOf(inside, t.Info), subject: r.subject(inside, t.Key), after: r.stood(), by: t.Born, lists: []string{t.ID}, came: true, mend: r.mendOf(backdated, nil, nil)}
	day, dated := holdsFrom(t)
	switch {
	case t.Key == "row" && w.isBilled(r, t):
		b.says = fmt.Sprintf("is there %s, and the invoice of its period had been sent by then", w.since(t.Born))
		b.mend = "bill it with the next period, or accept this in engagement.md and say why"
	case t.Key == "row" && w.isOfThePast(t):
		b.says = fmt.Sprintf("is there %s, more than a month after the month of its day was over", w.since(t.Born))
		b.mend = "accept this in engagement.md and say why"
	case t.Key == "waiting" && w.isOver(r, t.Born):
		b.says, b.mend = fmt.Sprintf("is there %s, and the request had been resolved by then", w.since(t.Born)), takeOut
	case dated && born-day > planLag:
		b.says, b.mend = fmt.Sprintf("is there %s, and reaches back to %s", w.since(t.Born), day), startAnew
	case !dated && t.Info.Complete && !r.mayGrow(t) && !w.isFirst(r, way, t) && !w.isRenamedIn(way, t) && !w.isTakenOver(way, t):
		b.rule = ruleOf(r, inside, t.Info)
		b.mend = r.mendOf(b.rule, inside, t.Info)
		b.says = fmt.Sprintf("was not there before (%s) and is there %s", w.commit(r.stood()), w.since(t.Born))
	default:
		return
	}
	w.bent(b)
}

// stood returns the commit from which on the lists of a file are whole: that which
// brought it, and of a change that which brought its acceptance. Before, it is a
// proposal that is still being written.
func (r root) stood() history.Commit {
	if l := r.file.Line("accepted"); l != nil && l.Values[0].Commit.Nth > r.file.Born.Nth {
		return l.Values[0].Commit
	}
	return r.file.Born
}

// isUse reports whether a row tells of hours or units that are billed.
func isUse(t *history.Thing) bool { return t.Line("hours") != nil || t.Line("count") != nil }

// isBilled reports whether a row of hours or units was put in when an invoice that bills
// its day and item had been committed.
func (w *witness) isBilled(r root, t *history.Thing) bool {
	day, item := t.Line("date"), t.Line("item")
	if !isUse(t) || day == nil || w.facts == nil {
		return false
	}
	on, err := calendar.ParseDate(day.Now().Text)
	invoices := w.past.Of(path.Join(path.Dir(r.file.Path), "invoices.csv"))
	if err != nil || invoices == nil {
		return false
	}
	return slices.ContainsFunc(invoices.Things, func(i *history.Thing) bool {
		if i.Gone != nil || i.Born.Nth >= t.Born.Nth || i.Line("period") == nil {
			return false
		}
		period, err := calendar.ParsePeriod(i.Line("period").Now().Text)
		of := i.Line("item")
		return err == nil && period.From <= on && on <= period.To && (of == nil || item != nil && of.Now().Text == item.Now().Text)
	})
}

// isOfThePast reports whether a row of hours or units was put in more than a month after
// the month of its day, though somebody had looked at the agreement in between.
func (w *witness) isOfThePast(t *history.Thing) bool {
	if !isUse(t) || t.Line("date") == nil || w.facts == nil {
		return false
	}
	on, err := calendar.ParseDate(t.Line("date").Now().Text)
	end := calendar.PeriodOf(calendar.Month, on).To
	return err == nil && w.day(t.Born)-end >= longestLag && w.past.Saw(w.past.Of(w.facts.Content.Path), end, w.today, t.Born)
}

// mayGrow reports whether a thing may be put into a list that is whole: more comes to
// light of what an open entry touches, but an accepted change moves what it moved.
// Where an entry claims so to have given notice, that is back-dated.
func (r root) mayGrow(t *history.Thing) bool {
	return r.file.Kind == content.EntryFile && (t.Key == "affects" || t.Key == "tells") && r.file.Line("accepted") == nil
}

// isFirst reports whether a thing came with the first of a list that nobody has to fill
// in: who decides what, who was there. Who was there is known some days later too.
func (w *witness) isFirst(r root, way []*history.Thing, t *history.Thing) bool {
	if t.Key != "decides" && t.Key != "attended" {
		return false
	}
	in := r.file.Things
	if len(way) > 0 {
		in = way[len(way)-1].Things
	}
	return t.Key == "attended" && w.day(t.Born)-w.day(r.file.Born) <= newsLag ||
		!slices.ContainsFunc(in, func(o *history.Thing) bool { return o.Key == t.Key && o.Born.Nth < t.Born.Nth })
}

// isRenamedIn reports whether what was added to a list stood there under an id that
// is another now.
func (w *witness) isRenamedIn(way []*history.Thing, t *history.Thing) bool {
	return len(way) > 0 && slices.ContainsFunc(way[len(way)-1].Things, func(o *history.Thing) bool {
		return o.Key == t.Key && o.Gone != nil && w.isSameID(t.Info, o.ID, t.ID)
	})
}

// waited looks at the time that a row of a table says the provider waited: put in
// when the request was resolved, it excuses what was late.
func (w *witness) waited(r root, t *history.Thing) {
	waiting, resolved := t.Line("waiting"), t.Line("resolved")
	if t.Key != "row" || waiting == nil || resolved == nil || waiting.Now().Text == "" || resolved.Values[0].Commit.Nth >= waiting.Values[0].Commit.Nth {
		return
	}
	w.bent(bent{rule: backdated, at: w.position(r, waiting.Mark), what: nameOf([]*history.Thing{t}, waiting.Info), by: waiting.Values[0].Commit, mend: takeOut,
		says: fmt.Sprintf("is there %s, and the request had been resolved by then (%s)", w.since(waiting.Values[0].Commit), w.commit(resolved.Values[0].Commit))})
}

// isOver reports whether a request had its end before a commit.
func (w *witness) isOver(r root, c history.Commit) bool {
	l := r.file.Line("resolved")
	return l != nil && l.Values[0].Commit.Nth < c.Nth
}

// holdsFrom returns the day from which on a thing holds or binds: that of a version,
// of a stretch of days, of a date in a plan.
func holdsFrom(t *history.Thing) (calendar.Date, bool) {
	said := ""
	if _, since, ok := strings.Cut(t.ID, schema.Since); ok {
		said = since
	} else if slices.Contains([]string{"plan", "inputs"}, t.Key) {
		for _, key := range []string{"due", "since"} {
			if l := t.Line(key); l != nil {
				said = l.Values[0].Text
			}
		}
	} else if t.Info.Complete {
		said = t.ID
	}
	if len(said) < len("2026-10-02") {
		return 0, false
	}
	day, err := calendar.ParseDate(said[:len("2026-10-02")])
	return day, err == nil
}

// backdatedNews finds what keeps a promise of the provider's, or gives notice, and
// was committed a week or more after the day on which it had to be there.
func (w *witness) backdatedNews(agreement *history.File) {
	e := w.facts
	w.actionsBackdated(e.Content, agreement)
	for _, p := range e.Promises {
		if p.Side != facts.Provider || p.State != facts.KeptPromise {
			continue
		}
		file, commit, field := w.keeper(e.Content, p)
		if file != nil {
			w.late(file, agreement, commit, p.DueOn, field, promisedBy(p.DueOn))
		}
	}
	w.noticeBackdated(e, agreement)
	w.claimsBackdated(e.Content, agreement)
	if l := agreement.Line("closed"); l != nil && e.Content.Closed != 0 {
		w.late(agreement, agreement, l.Values[0].Commit, e.Content.Closed, "closed", gives(e.Content.Closed))
	}
	for _, entry := range e.Content.Entries {
		if file := w.past.Of(entry.Path); file != nil && entry.Change != nil && entry.Change.State == content.AcceptedChange && entry.Change.Accepted != 0 {
			if l := file.Line("accepted"); l != nil {
				w.late(file, agreement, l.Values[0].Commit, entry.Change.Accepted, "accepted", gives(entry.Change.Accepted))
			}
		}
	}
}

// late notes a field that came with a commit a week or more after a day, and after another
// one that did not have it: what it says, or what it keeps. What came with the agreement itself was taken over
// from elsewhere.
func (w *witness) late(file, agreement *history.File, c history.Commit, day calendar.Date, field, says string) {
	came := w.day(c)
	if came-day < newsLag || c.Nth <= agreement.Born.Nth {
		return
	}
	if came-day < longestLag && !w.past.Saw(agreement, day, w.today, c) {
		return // nobody committed in between: the house writes now and then
	}
	r := root{file: file}
	at, what := w.position(r, file.Mark), fileName(file)+":"
	if l := file.Line(field); l != nil {
		at = w.position(r, l.Mark)
	}
	b := bent{rule: backdated, at: at, by: c, what: what, mend: r.mendOf(backdated, nil, nil)}
	b.says = fmt.Sprintf("%s %s, and %s, %d days later", field, says, w.firstSeen(c), came-day)
	if slices.ContainsFunc(w.found, func(o bent) bool { return o.rule == b.rule && o.at == b.at }) {
		return
	}
	w.bent(b)
}

// noticeBackdated finds the first entry that tells of each milestone's slip, where it
// came to tell of it later than it says.
func (w *witness) noticeBackdated(e *facts.Engagement, agreement *history.File) {
	for _, m := range e.Milestones {
		entry := facts.FirstNotice(e.Content, m.Content.ID)
		if entry == nil || m.Notice == nil {
			continue
		}
		if file := w.past.Of(entry.Path); file != nil {
			w.late(file, agreement, toldWith(file, m.Content.ID), entry.Date, "date", gives(entry.Date)+" for the news of "+quoted(m.Content.ID))
		}
	}
}

// claimsBackdated finds what is claimed of the client, and came more than a month after
// its day: that it was reminded, that it read a report, what it said when it was
// asked, that what it sent was of no use.
func (w *witness) claimsBackdated(e *content.Engagement, agreement *history.File) {
	claimed := func(file *history.File, t *history.Thing, l *history.Line) {
		if l == nil || l.Now().Text == "" {
			return
		}
		day, err := calendar.ParseDate(l.Now().Text)
		if c := l.Values[0].Commit; err == nil && w.day(c)-day >= longestLag {
			w.late(&history.File{Thing: t, Path: file.Path}, agreement, c, day, l.Info.Key, gives(day))
		}
	}
	there, _ := w.past.Under(agreement)
	for _, file := range there {
		if t := file.Thing.Thing("reviewed", ""); t != nil && t.Gone == nil {
			claimed(file, t, t.Line("on"))
		}
		for _, key := range []string{"given", "decided", "answered"} {
			claimed(file, file.Thing, file.Line(key))
		}
	}
	for i := range e.Inputs {
		t := agreement.Thing.Thing("inputs", e.Inputs[i].ID)
		if t == nil {
			continue
		}
		claimed(agreement, t, t.Line("reminded"))
		for _, part := range t.Things { // reminders by their places in the list
			switch {
			case part.Gone != nil:
			case part.Key == "reminded":
				claimed(agreement, part, part.Line("reminded"))
			case part.Key == "returned":
				claimed(agreement, part, part.Line("on"))
			}
		}
	}
}

// toldWith returns the commit with which an entry came to tell of a milestone. A
// change told of it when it was proposed.
func toldWith(file *history.File, milestone string) history.Commit {
	if file.Line("accepted") != nil {
		return file.Born
	}
	for _, key := range []string{"affects", "tells"} {
		if t := file.Thing.Thing(key, milestone); t != nil {
			return t.Born
		}
	}
	return file.Born
}

// gives says which day a field gives.
func gives(day calendar.Date) string { return "says " + day.String() }

// promisedBy says by which day the promise was given that a field keeps.
func promisedBy(day calendar.Date) string { return "was promised by " + day.String() }

// firstSeen says with which commit git first saw something.
func (w *witness) firstSeen(c history.Commit) string {
	if c.IsZero() {
		return "git has not seen it yet"
	}
	return "git first saw it in commit " + c.Name + " of " + w.day(c).String()
}

// keeper returns what keeps a promise of the provider's, with the commit that
// brought it and the field that says so; nil for what a table says, which is filled
// in from other programs.
func (w *witness) keeper(e *content.Engagement, p facts.Promise) (*history.File, history.Commit, string) {
	switch p.Kind {
	case facts.MilestonePromise:
		file := w.past.Of(e.Path)
		if file == nil {
			return nil, history.Commit{}, ""
		}
		if t := file.Thing.Thing("plan", p.ID); t != nil {
			return firstOf(&history.File{Thing: t, Path: file.Path}, "done")
		}
	case facts.ResponsePromise:
		return w.firstIn(e, p.ID, "responded", "resolved")
	case facts.ResolutionPromise:
		return w.firstIn(e, p.ID, "resolved")
	case facts.AnswerPromise:
		return w.firstIn(e, p.ID, "answered", "answer")
	case facts.DecisionPromise:
		return w.firstIn(e, p.ID, "decided", "outcome")
	case facts.ActionPromise:
		return nil, history.Commit{}, ""
	default: // a rhythm, whose promise is kept by a file
		if file := w.past.Of(strings.TrimSuffix(e.Path, "engagement.md") + p.ID + ".md"); file != nil {
			if p.Kind == facts.PromiseKind(facts.Feedbacks) {
				return firstOf(file, "asked")
			}
			return file, file.Born, "date"
		}
	}
	return nil, history.Commit{}, ""
}

// firstIn returns the first of some fields that an entry has.
func (w *witness) firstIn(e *content.Engagement, id string, fields ...string) (*history.File, history.Commit, string) {
	entry := e.Entry(id)
	if entry == nil {
		return nil, history.Commit{}, ""
	}
	file := w.past.Of(entry.Path)
	if file == nil || w.wasRow(e, id) {
		return nil, history.Commit{}, ""
	}
	return firstOf(file, fields...)
}

// wasRow reports whether a request stood in a table before it got an entry.
func (w *witness) wasRow(e *content.Engagement, id string) bool {
	there, gone := w.past.Under(w.past.Of(e.Path))
	return slices.ContainsFunc(slices.Concat(there, gone), func(file *history.File) bool {
		return file.Kind == content.TableFile && slices.ContainsFunc(file.Things, func(t *history.Thing) bool { return t.Key == "row" && isIDOf(t.ID, id) })
	})
}

func firstOf(file *history.File, fields ...string) (*history.File, history.Commit, string) {
	for _, field := range fields {
		if l := file.Line(field); l != nil && l.Now().Text != "" {
			return file, l.Values[0].Commit, field
		}
	}
	return nil, history.Commit{}, ""
}

// actionsBackdated finds the provider's actions that were done in time by a date
// which came later.
func (w *witness) actionsBackdated(e *content.Engagement, agreement *history.File) {
	for _, entry := range e.Entries {
		file := w.past.Of(entry.Path)
		if entry.Meeting == nil || file == nil {
			continue
		}
		for _, a := range entry.Meeting.Actions {
			t := file.Thing.Thing("actions", a.What.Plain())
			if t != nil && a.Due != 0 && a.Done != 0 && a.Done <= a.Due && slices.ContainsFunc(t.Lines, func(l *history.Line) bool { return l.Info.Key == "done" && l.Info.Role == schema.Recorded }) {
				if _, c, field := firstOf(&history.File{Thing: t}, "done"); field != "" {
					w.late(&history.File{Thing: t, Path: file.Path}, agreement, c, a.Due, field, promisedBy(a.Due))
				}
			}
		}
	}
}
