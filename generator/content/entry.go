package content

import (
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// pages returns the Markdown files in one of an engagement's folders.
func (r *clientReader) pages(e *Engagement, folder string) []source.File {
	prefix := e.ID + "/" + folder + "/"
	var files []source.File
	for _, file := range r.tree.Files() {
		name, ok := strings.CutPrefix(file.Name, prefix)
		if ok && path.Ext(name) == ".md" && !strings.Contains(name, "/") {
			files = append(files, file)
		}
	}
	return files
}

// journal reads the entries of an engagement.
func (r *clientReader) journal(e *Engagement) {
	seen := map[string]string{}
	for _, file := range r.pages(e, "journal") {
		entry := &Entry{ID: strings.TrimSuffix(path.Base(file.Name), ".md")}
		r.checkName(file, entry.ID)
		d, hidden := r.open(file, &entry.File, &r.refs)
		if hidden {
			e.Hidden = append(e.Hidden, file.Name)
			continue
		}
		r.oneURL(seen, file, entry.ID)
		if d != nil && d.entry(entry) {
			e.Entries = append(e.Entries, entry)
		}
	}
	slices.SortStableFunc(e.Entries, func(a, b *Entry) int { return byDate(a.Date, b.Date, a.ID, b.ID) })
}

// dateOfName returns the date with which a file's name begins, if it does, and
// the part that should be one.
func dateOfName(name string) (date calendar.Date, part string, err error) {
	const form = len("2026-10-02")
	if len(name) < form || name[4] != '-' || name[7] != '-' {
		return 0, "", nil
	}
	date, err = calendar.ParseDate(name[:form])
	return date, name[:form], err
}

// entryName returns a kind of entry with its article, for messages.
func (k Kind) entryName() string {
	if strings.ContainsRune("aeiou", rune(k[0])) {
		return "an " + string(k)
	}
	return "a " + string(k)
}

// entry reads an entry of the journal, as its kind tells.
func (d *decoder) entry(e *Entry) bool {
	what := "an entry"
	if n := e.front.Get("kind"); n != nil && n.Kind == front.Scalar && Kind(strings.TrimSpace(n.Raw)).Info() != nil {
		what = Kind(strings.TrimSpace(n.Raw)).entryName()
	}
	o, ok := d.top(&e.File, what)
	if !ok {
		return false
	}
	choice(o, "kind", (*string)(&e.Kind), KindNames()...)
	d.entryDate(o, e)
	o.text("title", &e.Title)
	o.ref("by", &e.By, toPerson)
	o.listRefs("affects", &e.Affects, toPart)
	switch e.Kind {
	case UpdateKind:
		e.Update = o.update()
	case DecisionKind:
		e.Decision = o.decision()
	case QuestionKind:
		e.Question = o.question()
	case RequestKind:
		e.Request = o.request()
	case RiskKind:
		e.Risk = o.risk()
	case IncidentKind:
		e.Incident = o.incident()
	case ConcernKind:
		e.Concern = o.concern()
	case ChangeKind:
		e.Change = o.change()
	case FeedbackKind:
		e.Feedback = o.feedback()
	case MeetingKind:
		e.Meeting = o.meeting()
	case LessonKind:
		e.Lesson = &Lesson{}
		choice(o, "side", &e.Lesson.Side, "ours", "yours", "both")
	default:
		// Which keys may stand here is not known without a kind.
		o.require("kind", "title")
		return false
	}
	o.end("kind", "title")
	return true
}

// entryDate reads the date of an entry, which is that of the file's name where
// the entry gives none.
func (d *decoder) entryDate(o *object, e *Entry) {
	named, part, err := dateOfName(e.ID)
	n := o.n.Get("date")
	o.date("date", &e.Date)
	if !n.IsBlank() {
		return
	}
	switch {
	case err != nil:
		d.problems.Addf(diag.Position{File: d.file}, BadDate, "the file's name begins with %s, and that is no day; rename the file, or write date:", diag.Quote(part))
	case named == 0:
		d.errorf(o.n.Mark, MissingField, "the entry has no date; write date:, or begin the file's name with it: 2026-10-02-%s.md", e.ID)
	default:
		e.Date = named
	}
}

func (o *object) update() *Update {
	u := &Update{}
	choice(o, "health", &u.Health, "green", "amber", "red")
	o.text("next", &u.Next)
	return u
}

func (o *object) decision() *Decision {
	v := &Decision{}
	o.ref("to", &v.To, toPerson)
	o.items("options", &v.Options)
	o.date("needed_by", &v.NeededBy)
	o.date("decided", &v.Decided)
	o.ref("decided_by", &v.DecidedBy, toPerson)
	o.text("outcome", &v.Outcome)
	return v
}

func (o *object) question() *Asked {
	v := &Asked{}
	o.ref("to", &v.To, toPerson)
	o.date("needed_by", &v.NeededBy)
	o.date("answered", &v.Answered)
	o.text("answer", &v.Answer)
	return v
}

func (o *object) request() *RequestEntry {
	v := &RequestEntry{}
	o.ref("type", &v.Type, toTurnaround)
	o.ref("goal", &v.Goal, toGoal)
	o.moment("opened", &v.Opened)
	o.moment("responded", &v.Responded)
	o.moment("resolved", &v.Resolved)
	o.d.momentsInOrder("opened", v.Opened, "responded", v.Responded)
	o.d.momentsInOrder("opened", v.Opened, "resolved", v.Resolved)
	list(o, "waiting", &v.Waiting, readWait)
	return v
}

func readWait(d *decoder, n *front.Node, what string, w *Wait) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.moment("from", &w.From)
	o.moment("to", &w.To)
	o.end("from")
	d.momentsInOrder("from", w.From, "to", w.To)
	return !w.From.IsZero()
}

// momentsInOrder reports an end that is before its beginning. Of moments
// without a time of day only the days are compared.
func (d *decoder) momentsInOrder(begin string, a Moment, end string, b Moment) {
	if a.IsZero() || b.IsZero() || a.Day < b.Day {
		return
	}
	if a.Day > b.Day || !a.At.IsZero() && !b.At.IsZero() && b.At.Before(a.At) {
		d.errorf(b.Mark, BadOrder, "%s is before %s; mend one of the times", end, begin)
	}
}

func (o *object) risk() *Risk {
	v := &Risk{}
	o.whole("likelihood", &v.Likelihood, 1, 3)
	o.whole("impact", &v.Impact, 1, 3)
	o.text("response", &v.Response)
	o.date("closed", &v.Closed)
	return v
}

func (o *object) incident() *Incident {
	v := &Incident{}
	o.moment("started", &v.Started)
	o.moment("resolved", &v.Resolved)
	o.d.momentsInOrder("started", v.Started, "resolved", v.Resolved)
	o.truth("ours", &v.Ours)
	o.text("cause", &v.Cause)
	o.text("remedy", &v.Remedy)
	o.text("prevention", &v.Prevention)
	return v
}

func (o *object) concern() *Concern {
	v := &Concern{}
	o.ref("raised_by", &v.RaisedBy, toPerson)
	choice(o, "about", &v.About, "price", "delivery", "cooperation", "quality", "other")
	o.date("settled", &v.Settled)
	o.text("outcome", &v.Outcome)
	return v
}

func (o *object) change() *Change {
	v := &Change{}
	o.items("adds", &v.Adds)
	o.items("removes", &v.Removes)
	o.money("price", &v.Price)
	o.whole("days", &v.Days, -1000, 1000)
	choice(o, "state", &v.State, "proposed", "accepted", "declined")
	o.ref("accepted_by", &v.AcceptedBy, toPerson)
	o.date("accepted", &v.Accepted)
	return v
}

func (o *object) feedback() *Feedback {
	v := &Feedback{NPS: -1, CSAT: -1}
	o.ref("from", &v.From, toPerson)
	o.date("asked", &v.Asked)
	o.date("given", &v.Given)
	o.whole("nps", &v.NPS, 0, 10)
	o.whole("csat", &v.CSAT, 1, 5)
	o.text("well", &v.Well)
	o.text("better", &v.Better)
	o.text("reply", &v.Reply)
	o.text("changed", &v.Changed)
	return v
}

func (o *object) meeting() *Meeting {
	v := &Meeting{}
	o.listRefs("attended", &v.Attended, toPerson)
	list(o, "actions", &v.Actions, readAction)
	return v
}

func readAction(d *decoder, n *front.Node, what string, a *Action) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	a.Mark = n.Mark
	o.text("what", &a.What)
	o.ref("who", &a.Who, toPerson)
	o.date("due", &a.Due)
	o.date("done", &a.Done)
	o.end("what")
	return true
}
