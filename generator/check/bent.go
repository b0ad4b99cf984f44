package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/history"
	"rapport/generator/schema"
)

// The rules about what git saw change.
const (
	promiseMoved     = "promise-moved"
	promiseWithdrawn = "promise-withdrawn"
	termsMoved       = "terms-moved"
	targetMoved      = "target-moved"
	recordChanged    = "record-changed"
	figureChanged    = "figure-changed"
	entryRemoved     = "entry-removed"
	backdated        = "backdated"
)

// A bent is something that was said, and is said otherwise now.
type bent struct {
	rule    string
	at      diag.Position
	what    string         // milestone "live"
	says    string         // how it was, and how it is
	subject string         // by which a change's affects names it; "" for what no change can move
	after   history.Commit // that brought what it said
	by      history.Commit // that brought what it says
	lists   []string       // the texts that came or went, which a change's adds or removes may name
	came    bool           // lists came, and did not go
	mend    string

	move   *history.Move    // of a value that stands; nil for what came or went
	figure *movedFigure     // that changed or went; nil for anything else
	gone   []*history.Thing // the requests or figures that went, and may stand elsewhere
}

// A movedFigure is a figure of a report or a series: To is "" where it is gone.
type movedFigure struct{ id, from, to string }

// A witness compares what one client's files say with what they said.
type witness struct {
	past  *history.History
	today calendar.Date
	facts *facts.Engagement // nil where the client's or the provider's own file is looked at
	found []bent
}

// A root is a file that is looked at, and what is the same for all in it.
type root struct {
	file     *history.File
	born     calendar.Date // the day on which it was first committed
	subjects bool          // changes can move what stands in it
}

// bent notes something.
func (w *witness) bent(b bent) { w.found = append(w.found, b) }

// file looks at all values of a file.
func (w *witness) file(file *history.File) {
	r := root{file, w.day(file.Born), file.Kind == content.EngagementFile}
	for _, l := range file.Lines {
		w.line(r, nil, l)
	}
	for _, t := range file.Things {
		w.thing(r, nil, t)
	}
}

// day returns the day of a commit.
func (w *witness) day(c history.Commit) calendar.Date { return w.past.Day(c, w.today) }

// thing looks at what stands in a file, in the things of the way.
func (w *witness) thing(r root, way []*history.Thing, t *history.Thing) {
	if t.Gone != nil {
		w.goneThing(r, way, t)
		return
	}
	parentBorn := r.stood()
	if len(way) > 0 {
		parentBorn = way[len(way)-1].Born
	}
	if t.Born.Nth > parentBorn.Nth {
		w.added(r, way, t)
	}
	inside := append(slices.Clone(way), t)
	for _, l := range t.Lines {
		w.line(r, inside, l)
	}
	w.waited(r, t)
	for _, part := range t.Things {
		w.thing(r, inside, part)
	}
}

// line looks at one value.
func (w *witness) line(r root, way []*history.Thing, l *history.Line) {
	if l.Info.Role == schema.Followed {
		return
	}
	for _, m := range l.Moves() {
		if w.isSameID(l.Info, m.From.Text, m.To.Text) || isDefaultTolerance(way, l, m) || isReference(way, l) && w.isSameTable(m.From.Text) {
			continue
		}
		b := bent{rule: ruleOf(r, way, l.Info), at: w.place(r, way, l, m), what: nameOf(r, way, l.Info), subject: r.subject(way), after: m.From.Commit, by: m.To.Commit}
		if status := l.Info.Key == "status" && len(way) == 0; status && m.To.Text != string(content.Proposed) {
			continue // it goes on
		}
		b.move, b.mend = &m, mendOf(b.rule)
		if b.rule == figureChanged && len(way) > 0 {
			b.figure = &movedFigure{way[len(way)-1].ID, m.From.Text, m.To.Text}
		}
		w.bent(b)
	}
}

// isDefaultTolerance reports whether a tolerance was written out that held anyway, or
// is left to hold: a tenth, and one point for a figure in per cent without a baseline.
func isDefaultTolerance(way []*history.Thing, l *history.Line, m history.Move) bool {
	if l.Info.Key != "tolerance" || len(way) == 0 {
		return false
	}
	holds := "10%"
	kpi := way[len(way)-1]
	if unit := kpi.Line("unit"); unit != nil && unit.Now().Text == "%" && kpi.Thing("baseline", "") == nil {
		holds = "1"
	}
	return m.From.Text == content.DefaultTolerance && m.To.Text == holds || m.From.Text == holds && m.To.Text == content.DefaultTolerance
}

// isReference reports whether a line names the file that holds the figures, and is
// none of them.
func isReference(way []*history.Thing, l *history.Line) bool {
	return len(way) > 0 && l.Info.Spread && way[len(way)-1].Info != l.Info
}

// said puts into words what is left when all explanations are heard: the moves of a
// value are one, from what it was before the first to what it is.
func (w *witness) said() []bent {
	var all []bent
	for _, b := range w.found {
		if b.move == nil {
			all = append(all, b)
			continue
		}
		same := func(o bent) bool { return o.move != nil && o.at == b.at && o.what == b.what && o.rule == b.rule }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i].move.To = b.move.To
			continue
		}
		all = append(all, b)
	}
	for i := range all {
		if m := all[i].move; m != nil {
			all[i].says = fmt.Sprintf("said %s (%s) and says %s", shown(m.From.Text), w.commit(m.From.Commit), w.now(*m))
		}
	}
	return all
}

// isSameID reports whether two ids to which a key refers are those of one thing,
// which has another id now.
func (w *witness) isSameID(info *schema.Info, was, is string) bool {
	if info.Refers == "" || w.facts == nil {
		return false
	}
	agreement := w.past.Of(w.facts.Content.Path)
	return agreement != nil && slices.ContainsFunc(agreement.Things, func(t *history.Thing) bool { return t.ID == is && slices.Contains(t.Former, was) })
}

// now says what a value is since a move.
func (w *witness) now(m history.Move) string {
	text := shown(m.To.Text)
	if m.To.Text == "" {
		text = "nothing"
	}
	return text + " " + w.since(m.To.Commit)
}

// since says since when something is as it is.
func (w *witness) since(c history.Commit) string {
	if c.IsZero() {
		return "now"
	}
	return "since commit " + c.Name + " of " + w.day(c).String()
}

// commit names a commit.
func (w *witness) commit(c history.Commit) string {
	if c.IsZero() {
		return "not committed yet"
	}
	return "commit " + c.Name + " of " + w.day(c).String()
}

// goneThing notes that something is not there any more.
func (w *witness) goneThing(r root, way []*history.Thing, t *history.Thing) {
	inside := append(slices.Clone(way), t)
	if len(way) > 0 && slices.ContainsFunc(way[len(way)-1].Things, func(o *history.Thing) bool { return o.Key == t.Key && o.Gone == nil && w.isSameID(t.Info, t.ID, o.ID) }) {
		return
	}
	b := bent{rule: ruleOf(r, inside, t.Info), at: w.head(r, t.Key), what: nameOf(r, inside, t.Info), subject: r.subject(inside), after: t.Born, by: *t.Gone, lists: textsOf(t)}
	switch {
	case t.Key == "row":
		b.rule, b.gone = entryRemoved, []*history.Thing{t}
	case r.file.Kind == content.EngagementFile && len(way) == 0 && slices.Contains([]string{"plan", "inputs", "turnaround", "pricing"}, t.Key):
		b.rule = promiseWithdrawn
	case t.Info.Spread:
		b.gone = []*history.Thing{t}
	}
	if value := figureOf(t); value != "" {
		b.figure = &movedFigure{t.ID, value, ""}
	}
	if len(way) > 0 {
		b.at = w.position(r, way[len(way)-1].Mark)
	}
	b.says = fmt.Sprintf("stood here (%s)%s and is gone %s", w.commit(t.Born), detailsOf(t), w.since(*t.Gone))
	b.mend = mendOf(b.rule)
	w.bent(b)
}

// textsOf returns the texts by which a thing is known.
func textsOf(t *history.Thing) []string {
	all := []string{t.ID}
	for _, l := range t.Lines {
		if l.Info.Prose && l.Info.Role == schema.Agreed {
			all = append(all, lastOf(l))
		}
	}
	return all
}

// figureOf returns the figure that a thing is, "" for what is none.
func figureOf(t *history.Thing) string {
	for _, l := range t.Lines {
		if l.Info.Spread || t.Key == "row" && l.Info.Key == "value" {
			return lastOf(l)
		}
	}
	return ""
}

// goneFile notes that a file is not there any more, at what answers for it.
func (w *witness) goneFile(file *history.File, at diag.Position) {
	b := bent{rule: entryRemoved, at: at, what: string(file.Kind) + " " + quoted(fileName(file)), by: *file.Gone}
	switch file.Kind {
	case content.EngagementFile:
		b.rule, b.what = promiseWithdrawn, "engagement "+quoted(path.Base(path.Dir(file.Path)))
	case content.TableFile:
		b.gone = file.Things
	case content.EntryFile:
		b.gone = []*history.Thing{file.Thing}
	}
	b.says = fmt.Sprintf("stood here (%s) and is gone %s", w.commit(file.Born), w.since(*file.Gone))
	b.mend = mendOf(b.rule)
	w.bent(b)
}

// detailsOf says what a row or an element said, by its most telling values.
func detailsOf(t *history.Thing) string {
	var said []string
	for _, l := range t.Lines {
		if last := lastOf(l); last != "" && len(said) < 3 {
			said = append(said, l.Info.Key+" "+shown(last))
		}
	}
	if len(said) == 0 {
		return ""
	}
	return " with " + strings.Join(said, ", ")
}

// lastOf returns the last text of a line that said something.
func lastOf(l *history.Line) string {
	for _, v := range slices.Backward(l.Values) {
		if v.Text != "" {
			return v.Text
		}
	}
	return ""
}

// position is that of a mark in a file.
func (w *witness) position(r root, m content.Mark) diag.Position { return m.In(r.file.Path) }

// head is where a list stands in a file, or the file's head.
func (w *witness) head(r root, key string) diag.Position {
	for _, t := range r.file.Things {
		if t.Key == key && t.Gone == nil {
			return w.position(r, t.Mark)
		}
	}
	return w.position(r, content.Mark{Line: 1, Col: 1})
}

// place is where a value stands, or what holds it.
func (w *witness) place(r root, way []*history.Thing, l *history.Line, m history.Move) diag.Position {
	switch {
	case m.To.Text != "":
		return w.position(r, l.Mark)
	case len(way) > 0:
		return w.position(r, way[len(way)-1].Mark)
	}
	return w.position(r, content.Mark{Line: 1, Col: 1})
}

// subject is the name by which a change's affects means what a way leads to.
func (r root) subject(way []*history.Thing) string {
	switch {
	case !r.subjects:
		return ""
	case len(way) == 0:
		return "scope" // the engagement's own days
	case slices.Contains([]string{"scope", "duties", "rhythm"}, way[0].Key):
		return way[0].Key
	}
	id, _, _ := strings.Cut(way[0].ID, " since ")
	return id
}

// ruleOf returns the rule that finds a change of a value.
func ruleOf(r root, way []*history.Thing, info *schema.Info) string {
	top := info.Key
	if len(way) > 0 {
		top = way[0].Key
	}
	switch {
	case info.Spread, info.Key == "value" && r.file.Kind == content.TableFile:
		return figureChanged
	case info.Role == schema.Recorded:
		return recordChanged
	case r.file.Kind == content.EngagementFile && top == "kpis":
		return targetMoved
	case r.file.Kind == content.EngagementFile && (top == "plan" || top == "inputs"):
		return promiseMoved
	case r.file.Kind == content.EntryFile && (info.Key == "needed_by" || top == "actions"):
		return promiseMoved
	}
	return termsMoved
}

// nouns name the elements of lists in messages.
var nouns = map[string]string{
	"plan": "milestone", "inputs": "input", "turnaround": "turnaround", "pricing": "price", "kpis": "KPI", "goals": "goal",
	"includes": "what is included,", "excludes": "what is excluded,", "deliverables": "deliverable", "assumptions": "assumption",
	"ours": "our duty", "yours": "the client's duty", "waiting": "wait from", "paused": "pause from", "closures": "closure from", "open": "open day",
	"actions": "action", "needs": "need", "affects": "affected thing", "tells": "told thing", "channels": "channel", "handover": "handover", "corrections": "correction of", "returned": "return of", "partly": "part of", "row": "row",
	"series": "figure of",
}

// nameOf names what a way leads to, and the field of it.
func nameOf(r root, way []*history.Thing, info *schema.Info) string {
	var b strings.Builder
	for _, t := range way {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		noun, ok := nouns[t.Key]
		if !ok {
			noun = t.Key
		}
		b.WriteString(noun)
		if t.ID != "" {
			b.WriteString(" " + quoted(t.ID))
		}
	}
	if len(way) > 0 && way[len(way)-1].Info == info {
		return b.String()
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	return b.String() + info.Key
}

// shown shows a value, cut where it is long.
func shown(text string) string {
	if text != "" && strings.ContainsAny(text, " \t") && !calendarLike(text) {
		return quoted(text)
	}
	return text
}

// calendarLike reports whether a text is a time or an amount, and needs no quotes.
func calendarLike(text string) bool {
	return strings.ContainsAny(text[:1], "0123456789-") && len(text) <= 24
}

// fileName names a file in messages, by the end of its path.
func fileName(f *history.File) string {
	return path.Join(path.Base(path.Dir(f.Path)), path.Base(f.Path))
}
