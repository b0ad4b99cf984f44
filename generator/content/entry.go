package content

import (
	"iter"
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// pages are the Markdown files in one of an engagement's folders, until the reading is ended.
func (r *clientReader) pages(e *Engagement, folder string) iter.Seq[source.File] {
	prefix := e.ID + "/" + folder + "/"
	return func(yield func(source.File) bool) {
		for _, file := range r.tree.Files() {
			name, ok := strings.CutPrefix(file.Name, prefix)
			if !ok || path.Ext(name) != ".md" || strings.Contains(name, "/") {
				continue
			}
			if r.opts.Next != nil && !r.opts.Next() || !yield(file) {
				return
			}
		}
	}
}

// journal reads the entries of an engagement.
func (r *clientReader) journal(e *Engagement) {
	seen := map[string]string{}
	for file := range r.pages(e, "journal") {
		r.checkName(file, entryID(file))
		m := again(r, file, r.entry)
		if m.hidden {
			e.Hidden = append(e.Hidden, file.Name)
			continue
		}
		r.oneURL(seen, file, entryID(file))
		if m.value != nil {
			e.Entries = append(e.Entries, m.value)
		}
	}
	slices.SortStableFunc(e.Entries, func(a, b *Entry) int { return byDate(a.Date, b.Date, a.ID, b.ID) })
}

// entryID returns the id of an entry or a report, which is the name of its file.
func entryID(file source.File) string { return strings.TrimSuffix(path.Base(file.Name), ".md") }

// entry reads the file of an entry.
func (r *clientReader) entry(file source.File) (m made[Entry]) {
	entry := &Entry{ID: entryID(file)}
	d, hidden := r.open(file, &entry.File, &r.refs)
	m.hidden = hidden
	if d != nil && readEntry(d, entry) {
		entry.settle()
		m.value = entry
	}
	return m
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

// readEntry reads an entry, as its kind tells.
func readEntry(d *schema.Decoder, e *Entry) bool {
	var info *KindInfo
	if n := e.front.Get("kind"); n != nil && n.Kind == front.Scalar {
		info = Kind(strings.TrimSpace(n.Raw)).Info()
	}
	if info == nil { // which keys may stand here is not known
		for _, k := range e.front.Keys {
			if k.Name != "kind" && diag.Nearest(k.Name, []string{"kind"}) != "" && e.front.Get("kind") == nil {
				d.Errorf(k.Mark, schema.UnknownKey, "unknown key %s in an entry%s", diag.Quote(k.Name), diag.Meant(k.Name, "kind"))
			}
		}
		schema.Decode(d, e.front, schema.At("an entry"), common.Into(&e.File), entry.Into(e), schema.OtherKeys())
		return false
	}
	return schema.Decode(d, e.front, schema.At(info.Kind.entryName()), common.Into(&e.File), entry.Into(e), info.into(e))
}

// entry is what entries of all kinds have.
var entry = schema.New(
	schema.Key("kind", schema.Choice(kindsOf(Kinds)...), func(e *Entry) *Kind { return &e.Kind }, "What the entry tells.").
		Start("{{kind}}", "").Required(),
	schema.Key("date", date, func(e *Entry) *calendar.Date { return &e.Date }, "The day of the entry. The default is that of the file's name.").Begins(),
	schema.Key("title", text, func(e *Entry) *Text { return &e.Title }, "The headline.").
		Start("{{title}}", "").Required().Holds(schema.Free),
	schema.Key("by", person, func(e *Entry) *Ref { return &e.By }, "Who says it; an update is the provider's.").
		Start("{{author}}", "").
		ReadWith(func(d *schema.Decoder, _, n *front.Node, e *Entry) {
			refer(e.Kind.refers("by", toPerson), "").Read(d, n, schema.At("by"), &e.By)
		}),
	schema.Key("affects", schema.List(refer(toPart, "an id")), func(e *Entry) *[]Ref { return &e.Affects }, "The milestones, inputs, KPIs and prices that it tells about. An entry that affects a milestone counts as notice of its slip. Of a change it names all that this moves: turnarounds, scope, duties, hours, rhythm and end too; and where it removes something, also what stands no longer.").
		Start("{{affects}}", "").Complete().
		ReadWith(func(d *schema.Decoder, _, n *front.Node, e *Entry) {
			schema.List(refer(e.Kind.refers("affects", toPart), "")).Read(d, n, schema.At("affects"), &e.Affects)
		}),
	schema.Key("tells", schema.List(refer(toMilestone, "the id of a milestone")), func(e *Entry) *[]Ref { return &e.Tells }, "The milestones whose date it says to be in danger, or to have moved. It counts as notice of their slip, and of those that need them, whatever kind of entry it is.").Complete(),
	sourceOf(func(e *Entry) *Source { return &e.Source }),
).Holds(schema.Recorded).Check(dateOfEntry)

// dateOfEntry reads the date of an entry that gives none from the file's name.
func dateOfEntry(d *schema.Decoder, n *front.Node, _ schema.Where, e *Entry) {
	if !n.Get("date").IsBlank() {
		return
	}
	named, part, err := dateOfName(e.ID)
	switch {
	case err != nil:
		d.Problems.Addf(diag.Position{File: d.File}, BadDate, "the file's name begins with %s, which is not a date; rename the file, or write date:", diag.Quote(part))
	case named == 0:
		d.Errorf(n.Mark, schema.MissingField, "the entry has no date; write date:, or begin the file's name with it: 2026-10-02-%s.md", e.ID)
	default:
		e.Date = named
	}
}

var update = schema.New(
	schema.Key("health", schema.Choice("green", "amber", "red"), func(v *Update) *string { return &v.Health }, "The provider's own word for how things stand. It is shown beside the computed one.").
		Start("", "green, amber or red: your own word, beside what the dates say"),
	schema.Key("next", text, func(v *Update) *Text { return &v.Next }, "What comes next.").
		Start("", "what you do next").Holds(schema.Free),
).Holds(schema.Recorded)

var decision = schema.New(
	schema.Key("goal", refer(toGoal, "an id"), func(v *Decision) *Ref { return &v.Goal }, "The goal that it serves.").
		Start("{{goal}}", "the goal that it serves").Holds(schema.Free),
	schema.Key("to", person, func(v *Decision) *Ref { return &v.To }, "Whose decision it is; the default is the client's.").
		Start("{{contacts}}", "whose decision it is"),
	schema.Key("options", items, func(v *Decision) *[]Item { return &v.Options }, "Between what.").
		Start(`[]
  # - The first way
  # - {what: The second way, detail: And what it costs}`, "what there is to choose from").Complete(),
	schema.Key("needed_by", date, func(v *Decision) *calendar.Date { return &v.NeededBy }, "The day by which it has to be taken.").
		Start("{{needed}}", "the day from which on you would wait").Due().Holds(schema.Agreed).Complete(),
	schema.Key("decided", date, func(v *Decision) *calendar.Date { return &v.Decided }, "The day on which it was taken.").
		Start("", "the day, once it is decided, with decided_by and outcome").Comes("decided_by", "outcome").News(),
	schema.Key("decided_by", person, func(v *Decision) *Ref { return &v.DecidedBy }, "Who took it, on the side whose decision it was.").
		Start("", ""),
	schema.Key("outcome", text, func(v *Decision) *Text { return &v.Outcome }, "What was decided.").
		Start("", ""),
).Holds(schema.Recorded)

var asked = schema.New(
	schema.Key("to", person, func(v *Asked) *Ref { return &v.To }, "Who is asked.").
		Start("{{contacts}}", "who can answer"),
	schema.Key("needed_by", date, func(v *Asked) *calendar.Date { return &v.NeededBy }, "The day by which the answer is needed.").
		Start("{{needed}}", "the day from which on you would wait").Due().Holds(schema.Agreed).Complete(),
	schema.Key("answered", date, func(v *Asked) *calendar.Date { return &v.Answered }, "The day of the answer.").
		Start("", "the day, once it is answered, with the answer").Comes("answer").News(),
	schema.Key("answer", text, func(v *Asked) *Text { return &v.Answer }, "The answer.").
		Start("", ""),
).Holds(schema.Recorded)

var request = schema.New(
	schema.Key("type", refer(toTurnaround, "the id of a turnaround"), func(v *RequestEntry) *Ref { return &v.Type }, "Which kind of request it is.").
		Start("{{turnarounds}}", "the kind, which says how soon it is answered and done"),
	schema.Key("goal", refer(toGoal, "an id"), func(v *RequestEntry) *Ref { return &v.Goal }, "The goal that it serves.").
		Start("{{goal}}", "the goal that it serves").Holds(schema.Free),
	schema.Key("opened", moment, func(v *RequestEntry) *Moment { return &v.Opened }, "When it was asked; a day alone means opening time.").
		Start("{{now}}", "").Begins(),
	schema.Key("responded", moment, func(v *RequestEntry) *Moment { return &v.Responded }, "When it was answered; a day alone means closing time.").
		Start("", "the time, once you answered").Comes().News(),
	schema.Key("resolved", moment, func(v *RequestEntry) *Moment { return &v.Resolved }, "When it was done; a day alone means closing time.").
		Start("", "the time, once it is done").Comes().News(),
	schema.Key("waiting", schema.List(schema.Only(schema.MapOf(wait), func(w *Wait) bool { return !w.From.IsZero() })), func(v *RequestEntry) *[]Wait { return &v.Waiting }, "When the clock stood still, because you waited for the client.").
		Start(`[]
  # - {from: {{now}}, to: {{tomorrow}}}`, "while you wait for the client, the clock stands still").Complete(),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, v *RequestEntry) {
	momentsInOrder(d, "opened", v.Opened, "responded", v.Responded)
	momentsInOrder(d, "opened", v.Opened, "resolved", v.Resolved)
})

var wait = schema.New(
	schema.Key("from", moment, func(w *Wait) *Moment { return &w.From }, "Since when you wait for the client.").Required().Begins(),
	schema.Key("to", moment, func(w *Wait) *Moment { return &w.To }, "Until when; missing while you wait.").Comes(),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, w *Wait) {
	momentsInOrder(d, "from", w.From, "to", w.To)
})

var risk = schema.New(
	schema.Key("likelihood", schema.Whole(1, 3, "1, 2 or 3"), func(v *Risk) *int { return &v.Likelihood }, "How likely it is, 3 the most.").
		Start("2", "1 to 3").Holds(schema.Recorded),
	schema.Key("impact", schema.Whole(1, 3, "1, 2 or 3"), func(v *Risk) *int { return &v.Impact }, "How much it would hurt, 3 the most.").
		Start("2", "1 to 3; from 6 as the product, the portal shows it as serious").Holds(schema.Recorded),
	schema.Key("response", text, func(v *Risk) *Text { return &v.Response }, "What is done about it.").
		Start("", "what you do about it"),
	schema.Key("closed", date, func(v *Risk) *calendar.Date { return &v.Closed }, "Since when it is no risk any more.").
		Start("", "the day, once it is no risk any more").Comes().News(),
).Holds(schema.Free)

var incident = schema.New(
	schema.Key("started", moment, func(v *Incident) *Moment { return &v.Started }, "When it began.").
		Start("{{now}}", "").Begins(),
	schema.Key("resolved", moment, func(v *Incident) *Moment { return &v.Resolved }, "When it was over.").
		Start("", "the time, once it is over").Comes().News(),
	schema.Key("ours", schema.Truth(), func(v *Incident) *bool { return &v.Ours }, "Whether any part of it was the provider's doing.").
		Start("", "true or false: was it our doing?"),
	schema.Key("cause", text, func(v *Incident) *Text { return &v.Cause }, "What led to it.").
		Start("", "").Holds(schema.Told),
	schema.Key("remedy", text, func(v *Incident) *Text { return &v.Remedy }, "What was done.").
		Start("", "what was done").Holds(schema.Told),
	schema.Key("prevention", text, func(v *Incident) *Text { return &v.Prevention }, "What keeps it from happening again.").
		Start("", "what keeps it from happening again").Holds(schema.Told),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, v *Incident) {
	momentsInOrder(d, "started", v.Started, "resolved", v.Resolved)
})

var concern = schema.New(
	schema.Key("raised_by", person, func(v *Concern) *Ref { return &v.RaisedBy }, "Who raised it.").
		Start("{{team}}", "either side may raise one"),
	schema.Key("about", schema.Choice("price", "delivery", "cooperation", "quality", "other"), func(v *Concern) *string { return &v.About }, "What it is about.").
		Start("", "price, delivery, cooperation, quality or other"),
	schema.Key("settled", date, func(v *Concern) *calendar.Date { return &v.Settled }, "When it was settled.").
		Start("", "the day, once it is settled, with the outcome").Comes("outcome").News(),
	schema.Key("outcome", text, func(v *Concern) *Text { return &v.Outcome }, "How.").
		Start("", ""),
).Holds(schema.Recorded)

var change = schema.New(
	schema.Key("goal", refer(toGoal, "an id"), func(v *Change) *Ref { return &v.Goal }, "The goal that it serves.").
		Start("{{goal}}", "the goal that it serves").Holds(schema.Free),
	schema.Key("adds", items, func(v *Change) *[]Item { return &v.Adds }, "What comes to the scope.").
		Start("[]", "what is done in addition").Complete(),
	schema.Key("removes", items, func(v *Change) *[]Item { return &v.Removes }, "What leaves it.").
		Start("[]", "what is not done any more").Complete(),
	schema.Key("price", money, func(v *Change) *Money { return &v.Price }, "What it costs.").
		Start("", "what it costs, such as 480").Complete(),
	schema.Key("days", schema.Whole(-1000, 1000, "a whole number of working days"), func(v *Change) *int { return &v.Days }, "By how much what it affects is due later, once it is accepted.").
		Start("", "working days by which the milestones move; with a minus, sooner").Complete(),
	schema.Key("state", schema.Choice(ProposedChange, AcceptedChange, DeclinedChange), func(v *Change) *string { return &v.State }, "Whether it was agreed.").
		Start("proposed", "proposed, accepted or declined").
		Before(func(v *Change) { v.State = ProposedChange }),
	schema.Key("accepted_by", contact, func(v *Change) *Ref { return &v.AcceptedBy }, "Which of the client's people agreed; required where state is accepted.").
		Start("", "once it is accepted: who agreed, and on which day"),
	schema.Key("accepted", date, func(v *Change) *calendar.Date { return &v.Accepted }, "When; required where state is accepted.").
		Start("", "the day").Comes("state", "accepted_by").News(),
).Holds(schema.Agreed).Check(acceptedBySomebody)

// acceptedBySomebody reports an accepted change that nobody accepted, or on no day.
func acceptedBySomebody(d *schema.Decoder, n *front.Node, _ schema.Where, v *Change) {
	if v.State != AcceptedChange {
		return
	}
	at := n.Get("state").Mark
	switch by, on := n.Get("accepted_by").IsBlank(), n.Get("accepted").IsBlank(); {
	case by && on:
		d.Errorf(at, AcceptedMissing, "the change is accepted, and nothing says by whom and when; add accepted_by: with a contact, and accepted: with the day")
	case by:
		d.Errorf(at, AcceptedMissing, "the change is accepted, and nothing says by whom; add accepted_by: with a contact")
	case on:
		d.Errorf(at, AcceptedMissing, "the change is accepted, and no day says since when; add accepted: with it")
	}
}

var feedback = schema.New(
	schema.Key("from", contact, func(v *Feedback) *Ref { return &v.From }, "Which of the client's people was asked.").
		Start("{{contacts}}", "whom you ask"),
	schema.Key("asked", date, func(v *Feedback) *calendar.Date { return &v.Asked }, "When it was asked for. It counts for the rhythm of feedback.").
		Start("{{day}}", "").Comes(),
	schema.Key("given", date, func(v *Feedback) *calendar.Date { return &v.Given }, "When it was given.").
		Start("", "the day of the answer, with what follows").Comes("nps", "csat", "well", "better", "reply", "changed").News(),
	schema.Key("nps", schema.Whole(0, 10, "a whole number from 0 to 10"), func(v *Feedback) *int { return &v.NPS }, "How likely the client is to recommend you.").
		Start("", "0 to 10: would they recommend you?").
		Default(func(v *Feedback) { v.NPS = -1 }),
	schema.Key("csat", schema.Whole(1, 5, "a whole number from 1 to 5"), func(v *Feedback) *int { return &v.CSAT }, "How content the client is.").
		Start("", "1 to 5: how content are they?").
		Default(func(v *Feedback) { v.CSAT = -1 }),
	schema.Key("well", text, func(v *Feedback) *Text { return &v.Well }, "What goes well.").
		Start("", "what goes well"),
	schema.Key("better", text, func(v *Feedback) *Text { return &v.Better }, "What could be better.").
		Start("", "what could be better"),
	schema.Key("reply", text, func(v *Feedback) *Text { return &v.Reply }, "What you answered.").
		Start("", "what you answered").Holds(schema.Told),
	schema.Key("changed", text, func(v *Feedback) *Text { return &v.Changed }, "What changed because of it.").
		Start("", "what changed because of it").Holds(schema.Told),
).Holds(schema.Recorded)

var meeting = schema.New(
	schema.Key("attended", schema.List(person), func(v *Meeting) *[]Ref { return &v.Attended }, "Who was there.").
		Start("{{attending}}", "take out who was not there").Holds(schema.Recorded).Complete(),
	schema.Key("actions", schema.List(schema.MapOf(action)), func(v *Meeting) *[]Action { return &v.Actions }, "What was promised in the meeting.").
		Start(`[]
  # - {what: Send the list, who: {{contact}}, due: {{soon}}}`, "what was promised"),
).Holds(schema.Agreed)

var action = schema.New(
	schema.Key("what", text, func(a *Action) *Text { return &a.What }, "What was promised.").Required(),
	schema.Key("who", person, func(a *Action) *Ref { return &a.Who }, "Who promised it; the default is the provider.").Complete(),
	schema.Key("due", date, func(a *Action) *calendar.Date { return &a.Due }, "Until when.").Due(),
	schema.Key("done", date, func(a *Action) *calendar.Date { return &a.Done }, "When it was done.").Comes().News(),
).Holds(schema.Agreed).Marked(func(a *Action) *Mark { return &a.Mark })

var lesson = schema.New(
	schema.Key("side", schema.Choice("ours", "yours", "both"), func(v *Lesson) *string { return &v.Side }, "Who learnt it.").
		Start("both", "who learnt it: ours, yours or both").Holds(schema.Recorded),
).Holds(schema.Free)

// A planned time is known ahead: neither from nor to hides the entry before it.
var maintenance = schema.New(
	schema.Key("from", moment, func(v *Maintenance) *Moment { return &v.From }, "When the work begins; a day alone means opening time.").
		Start("{{tomorrow}}", "when it begins").Required().Due(),
	schema.Key("to", moment, func(v *Maintenance) *Moment { return &v.To }, "When it ends; a day alone means closing time.").
		Start("{{tomorrow}}", "when it ends").Required().Due(),
	schema.Key("effect", text, func(v *Maintenance) *Text { return &v.Effect }, "What the client will notice of it.").
		Start("", "what the client will notice: slower, closed, nothing").Holds(schema.Told),
).Holds(schema.Agreed).Check(func(d *schema.Decoder, _ *front.Node, _ schema.Where, v *Maintenance) {
	momentsInOrder(d, "from", v.From, "to", v.To)
})

var idea = schema.New(
	schema.Key("costs_us", text, func(v *Idea) *Text { return &v.CostsUs }, "What it costs you. It is for you alone: the desk shows it, and no page does.").
		Private().
		Start("", "for you alone: what it costs you"),
	schema.Key("worth", text, func(v *Idea) *Text { return &v.Worth }, "What it is worth to the client.").
		Start("", "what it is worth to them"),
	schema.Key("outcome", text, func(v *Idea) *Text { return &v.Outcome }, "What became of it.").
		Start("", "what became of it"),
).Holds(schema.Free)
