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
	claimChanged     = "claim-changed"
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
	field  string           // the key of that value
	held   calendar.Date    // the day since which an earlier version of a term held; 0 for the last
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

// now returns what the file says under a key, "" for nothing.
func (r root) now(key string) string {
	if l := r.file.Line(key); l != nil {
		return l.Now().Text
	}
	return ""
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
	if t.Key == "options" && r.now("decided") == "" {
		return // what there is to choose from is open until it is decided
	}
	if w.isInDefaults(way, t) {
		return // it stood here or in the service, and says the same
	}
	if r.file.Kind == content.ReportFile && t.Info.Role == schema.Told {
		w.reportLine(r, way, t)
		return
	}
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
	again := w.writtenByPeriod(r, inside, t)
	for _, part := range t.Things {
		if !slices.Contains(again, part) {
			w.thing(r, inside, part)
		}
	}
}

// line looks at one value.
func (w *witness) line(r root, way []*history.Thing, l *history.Line) {
	if l.Info.Role == schema.Followed {
		return
	}
	moves := w.moves(r, way, l)
	if r.file.Kind == content.ReportFile && isTold(way, l.Info) {
		moves = r.sinceRead(l)
	}
	for _, m := range moves {
		if w.isSameID(l.Info, m.From.Text, m.To.Text) || isSamePerson(way, l, m) || isDefaultTolerance(way, l, m) || isReference(way, l) && w.isSameTable(m.From.Text) || isForTheBetter(way, l, m) ||
			l.Info.Refers != "" && m.To.Text == "" && w.wasTakenOut(m.From.Text, m.To.Commit) != nil {
			continue
		}
		b := bent{rule: ruleOf(r, way, l.Info), at: w.place(r, way, l, m), what: nameOf(way, l.Info), subject: r.subject(way, l.Info.Key), after: m.From.Commit, by: m.To.Commit}
		b.move, b.field, b.mend = &m, l.Info.Key, r.mendOf(b.rule, way, l.Info)
		b.held = w.heldUntilNext(r, way, m.To.Commit)
		if isRow := len(way) == 1 && (way[0].Key == "plan" || way[0].Key == "inputs"); isRow && l.Info.Key == "until" {
			b.lists = textsOf(way[0]) // a change may take it out by its words
			if day, err := calendar.ParseDate(m.To.Text); err == nil && w.day(m.To.Commit)-day > planLag {
				b.rule, b.subject, b.lists, b.mend = backdated, "", nil, "let it end on the day on which it is taken out, or accept this and say why"
			}
		} else if isRow && l.Info.Key == "since" && m.From.Text == "" && w.isBornAbout(way[0], m.To.Text) {
			continue
		}
		if b.rule == figureChanged && len(way) > 0 {
			b.figure = &movedFigure{way[len(way)-1].ID, m.From.Text, m.To.Text}
		}
		w.bent(b)
	}
}

// moves returns what became of a value. Where what holds with a value is whole as it
// stands, the first value moves too, if it came later.
func (w *witness) moves(r root, way []*history.Thing, l *history.Line) []history.Move {
	moves, first, stood := l.Moves(), l.Values[0], r.stood()
	if len(way) > 0 {
		stood = way[len(way)-1].Born
	}
	late := first.Commit.Nth > stood.Nth && (l.Info.Complete || l.Info.Role == schema.Described && history.Claims(first.Text))
	if isNote := r.file.Kind == content.EntryFile && l.Info.Key == "needed_by"; isNote {
		late = late && w.day(first.Commit)-w.day(stood) > newsLag // until then it holds as the default did
	}
	switch {
	case !late:
		return moves
	case l.Now().Text == "":
		return nil // it came and went
	case len(moves) > 0:
		first = moves[0].From
	default:
		first = l.Standing()
	}
	return append([]history.Move{{From: history.Value{Commit: stood}, To: first}}, moves...)
}

// isForTheBetter reports whether a value may move at any time: an engagement goes on,
// a proposal is answered, and a portal says what it left unsaid.
func isForTheBetter(way []*history.Thing, l *history.Line, m history.Move) bool {
	switch {
	case len(way) > 0:
		return false
	case l.Info.Key == "status":
		return m.To.Text != string(content.Proposed)
	case l.Info.Key == "state":
		return m.From.Text != content.AcceptedChange
	}
	return l.Info.Key == "quiet" && m.To.Text != "off"
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
	return len(way) > 0 && isFigure(l.Info) && way[len(way)-1].Info != l.Info
}

// isSameID reports whether two ids to which a key refers are those of one thing,
// which has another id now.
func (w *witness) isSameID(info *schema.Info, was, is string) bool {
	if info.Refers == "" || w.facts == nil {
		return false
	}
	if info.Key == "service" {
		service := w.past.Of(w.servicePath(is))
		return service != nil && slices.ContainsFunc(service.Formerly, func(name string) bool { return path.Base(name) == was+".md" })
	}
	agreement := w.past.Of(w.facts.Content.Path)
	return agreement != nil && slices.ContainsFunc(agreement.Things, func(t *history.Thing) bool { return t.ID == is && slices.Contains(t.Former, was) })
}

// isBornAbout reports whether a thing was first committed about a day, which may be written
// down later: the day on which a milestone or an input was agreed on.
func (w *witness) isBornAbout(t *history.Thing, text string) bool {
	day, err := calendar.ParseDate(text)
	return err == nil && max(day-w.day(t.Born), w.day(t.Born)-day) <= planLag
}

// isSamePerson reports whether a person has another name now, and one word of it still: who
// marries is no one else.
func isSamePerson(way []*history.Thing, l *history.Line, m history.Move) bool {
	if len(way) == 0 || way[0].Key != "contacts" || l.Info.Key != "name" {
		return false
	}
	was := strings.Fields(strings.ToLower(m.From.Text))
	return slices.ContainsFunc(strings.Fields(strings.ToLower(m.To.Text)), func(word string) bool { return slices.Contains(was, word) })
}

// goneThing notes that something is not there any more.
func (w *witness) goneThing(r root, way []*history.Thing, t *history.Thing) {
	if t.Info.Role == schema.Followed {
		return
	}
	inside := append(slices.Clone(way), t)
	if len(way) > 0 && slices.ContainsFunc(way[len(way)-1].Things, func(o *history.Thing) bool { return o.Key == t.Key && o.Gone == nil && w.isSameID(t.Info, t.ID, o.ID) }) {
		return
	}
	if t.Info.Refers != "" && w.wasTakenOut(t.ID, *t.Gone) != nil {
		return
	}
	b := bent{rule: ruleOf(r, inside, t.Info), at: w.head(r, t.Key), what: nameOf(inside, t.Info), subject: r.subject(inside, t.Key), after: t.Born, by: *t.Gone, lists: textsOf(t)}
	switch {
	case t.Key == "row":
		b.rule, b.gone = entryRemoved, []*history.Thing{t}
	case r.file.Kind == content.EngagementFile && len(way) == 0 && slices.Contains([]string{"plan", "inputs", "turnaround", "pricing"}, t.Key):
		b.rule = promiseWithdrawn
	case isFigure(t.Info):
		b.gone = []*history.Thing{t}
	}
	if value := figureOf(t); value != "" {
		b.figure = &movedFigure{t.ID, value, ""}
	}
	if len(way) > 0 {
		b.at = w.position(r, way[len(way)-1].Mark)
	}
	b.says = fmt.Sprintf("stood here (%s)%s and is gone %s", w.commit(t.Born), detailsOf(t), w.since(*t.Gone))
	b.mend = r.mendOf(b.rule, inside, t.Info)
	w.bent(b)
}

// textsOf returns the texts by which a thing is known.
func textsOf(t *history.Thing) []string {
	all := []string{t.ID}
	for _, l := range t.Lines {
		if l.Info.Prose && l.Info.Role == schema.Agreed {
			all = append(all, lastOf(l).Text)
		}
	}
	return all
}

// figureOf returns the figure that a thing is, "" for what is none.
func figureOf(t *history.Thing) string {
	for _, l := range t.Lines {
		if isFigure(l.Info) || t.Key == "row" && l.Info.Key == "value" {
			return lastOf(l).Text
		}
	}
	return ""
}

// goneFile notes that a file is not there any more, at what answers for it.
func (w *witness) goneFile(file *history.File, at diag.Position) {
	b := bent{rule: entryRemoved, at: at, what: string(file.Kind) + " " + quoted(fileName(file)), by: *file.Gone}
	switch file.Kind {
	case content.EngagementFile, content.ClientFile:
		b.rule, b.what = promiseWithdrawn, string(file.Kind)+" "+quoted(path.Base(path.Dir(file.Path)))
	case content.TableFile:
		b.gone = file.Things
	case content.EntryFile:
		b.gone = []*history.Thing{file.Thing}
	}
	b.says = fmt.Sprintf("stood here (%s) and is gone %s", w.commit(file.Born), w.since(*file.Gone))
	b.mend = "put it back, or accept this in " + path.Base(at.File) + " and say why"
	if file.Hidden {
		b.says = fmt.Sprintf("was published (%s) and is hidden as a draft %s", w.commit(file.Born), w.since(*file.Gone))
		b.mend = "take out draft: true, or accept this in " + path.Base(at.File) + " and say why"
	}
	w.bent(b)
}

// lastOf returns the last value of a line that said something.
func lastOf(l *history.Line) history.Value {
	for _, v := range slices.Backward(l.Values) {
		if v.Text != "" {
			return v
		}
	}
	return history.Value{}
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

// subject is the name by which a change's affects means what a way leads to, or the key
// of what stands in no list.
func (r root) subject(way []*history.Thing, key string) string {
	switch {
	case !r.subjects:
		return ""
	case len(way) == 0 && key == content.EndPart:
		return key
	case len(way) == 0:
		return content.ScopePart // the engagement's own days
	case slices.Contains([]string{"scope", "duties", "rhythm"}, way[0].Key):
		return way[0].Key
	}
	id, _, _ := strings.Cut(way[0].ID, schema.Since)
	return id
}

// ruleOf returns the rule that finds a change of a value.
func ruleOf(r root, way []*history.Thing, info *schema.Info) string {
	top := info.Key
	if len(way) > 0 {
		top = way[0].Key
	}
	switch {
	case isFigure(info), info.Key == "value" && r.file.Kind == content.TableFile:
		return figureChanged
	case isTold(way, info):
		return claimChanged
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

// isTold reports whether words are the provider's own, or a detail of such words.
func isTold(way []*history.Thing, info *schema.Info) bool {
	return info.Role == schema.Told || info.Role == schema.Described && len(way) > 0 && way[0].Info.Role == schema.Told
}

// isFigure reports whether what stands under a key are figures, by their periods or KPIs.
func isFigure(info *schema.Info) bool {
	return info.Spread && slices.Contains([]string{"series", "kpis"}, info.Key)
}

// fileName names a file in messages, by the end of its path.
func fileName(f *history.File) string {
	return path.Join(path.Base(path.Dir(f.Path)), path.Base(f.Path))
}
