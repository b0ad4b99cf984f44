package intake

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"rapport/generator/answer"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
)

// act does what the message asks for, with the item that it names.
func (w *writer) act() {
	a := &w.m.Answer
	w.entry = w.findEntry(a.Item)
	switch a.Action {
	case answer.Read:
		w.read()
		return
	case answer.Sent:
		w.sent()
		return
	case answer.Concern, answer.Question:
		w.ask()
		return
	case answer.Feedback:
		w.feedback()
		return
	case answer.Kickoff:
		w.kickoff()
		return
	case answer.True:
		w.still()
		return
	case answer.News:
		w.news()
		return
	}
	if w.entry == nil {
		w.draft("there is no such item in the portal")
		return
	}
	if !w.since(w.entry.Date) {
		w.draft("it was sent before the item was entered")
		return
	}
	n := w.entry
	switch {
	case a.Action == answer.Reply && n.Question != nil:
		w.answer(n.Question)
	case a.Action == answer.Decide && n.Decision != nil:
		w.decide(n.Decision)
	case n.Change != nil && (a.Action == answer.Accept || a.Action == answer.Decline):
		w.agree(n.Change)
	case n.Change != nil && a.Action == answer.Talk:
		w.talk()
	case n.Meeting != nil && a.Action == answer.Done:
		w.done(n.Meeting)
	default:
		w.draft("what it does does not fit the kind of the item")
	}
}

// edit returns the editor of the entry's fields.
func (w *writer) edit() *edits.Editor {
	return &edits.Editor{File: w.entry.Path, Fields: w.entry.Kind.Info().Fields()}
}

// write takes the edits over, with where they come from.
func (w *writer) write(e *edits.Editor, what string) {
	e.Set("source", sourceNode(w.m, w.c.Zone))
	w.Outcome, w.What = Written, what
	w.edits = append(w.edits, e.Edits...)
}

// standing says that something stands there already: the same, or something else.
func (w *writer) standing(same bool) {
	if same {
		w.Outcome = Already
		return
	}
	w.draft("the item has another answer already")
}

func (w *writer) answer(q *content.Asked) {
	text := inline(w.m.Answer.Text)
	w.What = "answer to " + quote(w.plain(w.entry.Title))
	switch reason := w.maySay(q.To); {
	case q.Answered != 0 || q.Answer.Raw != "":
		w.standing(q.Answer.Raw == text)
		return
	case reason != "":
		w.draft(reason)
		return
	}
	e := w.edit()
	e.Set("answered", front.Bare(w.day.String()))
	e.Set("answer", front.Text(text))
	w.write(e, w.What)
	w.then = append(w.then, func() { q.Answered, q.Answer.Raw = w.day, text })
}

func (w *writer) decide(d *content.Decision) {
	w.What = "decision on " + quote(w.plain(w.entry.Title))
	outcome, chosen := w.chosen(d)
	switch reason := w.maySay(d.To); {
	case d.Decided != 0 || d.Outcome.Raw != "":
		w.standing(chosen && d.Outcome.Raw == outcome)
		return
	case reason != "":
		w.draft(reason)
		return
	case !chosen:
		w.draft("it chooses none of the options")
		return
	}
	e := w.edit()
	e.Set("decided", front.Bare(w.day.String()))
	e.Set("decided_by", front.Text(w.Contact.ID))
	e.Set("outcome", front.Text(outcome))
	w.write(e, w.What)
	w.then = append(w.then, func() { d.Decided, d.DecidedBy.ID, d.Outcome.Raw = w.day, w.Contact.ID, outcome })
}

// chosen returns what was decided, in the words of the option and those of the client's remark. Where
// there are options, it has to be one of them.
func (w *writer) chosen(d *content.Decision) (outcome string, ok bool) {
	choice, remark := w.m.Answer.Choice, inline(w.m.Answer.Text)
	if len(d.Options) == 0 {
		return joined(inline(choice), remark), true
	}
	if choice == "" { // the words may be an option
		choice, remark = strings.TrimRight(w.m.Answer.Text, ".! \n"), ""
	}
	for _, option := range d.Options {
		if alike(choice, option.What.Raw) || alike(choice, w.plain(option.What)) {
			return joined(option.What.Raw, remark), true
		}
	}
	return "", false
}

// joined is a choice with a remark behind it.
func joined(choice, remark string) string {
	if choice == "" || remark == "" {
		return choice + remark
	}
	if strings.ContainsRune(".!?。！？", []rune(choice)[len([]rune(choice))-1]) {
		return choice + " " + remark
	}
	return choice + ". " + remark
}

// alike compares words that have passed through mail programs: without regard to case, spaces, and
// how quotation marks and dashes are drawn.
func alike(a, b string) bool { return fold(a) == fold(b) }

var folded = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "’", "'", "‘", "'", "–", "-", "—", "-", "‑", "-", "[", "(", "]", ")", "…", "...")

func fold(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(folded.Replace(norm.NFKC.String(visible(s))))), " ")
}

func (w *writer) agree(c *content.Change) {
	state := map[answer.Action]string{answer.Accept: content.AcceptedChange, answer.Decline: content.DeclinedChange}[w.m.Answer.Action]
	verb := map[string]string{content.AcceptedChange: "agreement to ", content.DeclinedChange: "no to "}[state]
	w.What = verb + quote(w.plain(w.entry.Title))
	before := cmp.Or(c.State, content.ProposedChange)
	switch {
	case before != content.ProposedChange:
		w.standing(before == state && (c.AcceptedBy.IsZero() || c.AcceptedBy.ID == w.Contact.ID))
		return
	case !w.decides():
		w.draft(w.Contact.Name + " does not decide for the client")
		return
	}
	e := w.edit()
	e.Set("state", front.Text(state))
	if state == content.AcceptedChange {
		e.Set("accepted_by", front.Text(w.Contact.ID))
		e.Set("accepted", front.Bare(w.day.String()))
		w.then = append(w.then, func() { c.AcceptedBy.ID, c.Accepted = w.Contact.ID, w.day })
	}
	w.write(e, w.What)
	w.then = append(w.then, func() { c.State = state })
	if text := w.m.Answer.Text; text != "" {
		w.edits = append(w.edits, w.remark(w.entry.Path, text))
	}
}

// remark adds the client's words at the end of a file's body, as a quotation.
func (w *writer) remark(file, text string) edits.Edit {
	quoted := strings.ReplaceAll(body(text), "\n", "\n> ")
	return edits.Edit{File: file, Text: []byte("> " + quoted + "\n>\n> " + inline(w.Contact.Name) + ", " + w.say.Date(w.day) + "\n")}
}

func (w *writer) done(m *content.Meeting) {
	i, ok := actionOf(w.m.Answer.Item)
	if !ok || i >= len(m.Actions) {
		w.draft("the meeting has no such action")
		return
	}
	action := &m.Actions[i]
	w.What = "word that " + quote(w.plain(action.What)) + " is done"
	_, isContact := w.c.Person(action.Who.ID)
	switch {
	case !isContact:
		w.draft("the action is yours, and not the client's")
		return
	case action.Done != 0:
		w.standing(true)
		return
	}
	if reason := w.maySay(action.Who); reason != "" {
		w.draft(reason)
		return
	}
	e := w.edit()
	e.Edits = append(e.Edits, edits.Edit{File: e.File, At: front.At("actions").Index(i).Key("done"), Value: front.Bare(w.day.String()), After: []string{"what", "who", "due"}})
	w.write(e, w.What)
	w.then = append(w.then, func() { action.Done = w.day })
}

func (w *writer) read() {
	r := w.report(w.m.Answer.Item)
	if r == nil {
		w.draft("there is no such report in the portal")
		return
	}
	w.What = "word that " + quote(w.plain(r.Title)) + " was read"
	switch {
	case r.Reviewed.On != 0:
		w.Outcome = Already // that a second one read it changes nothing
		return
	case !w.since(r.Date):
		w.draft("it was sent before the report was published")
		return
	}
	e := &edits.Editor{File: r.Path, Fields: content.ReportFields()}
	e.Set("reviewed", front.MapOf().With("by", front.Text(w.Contact.ID)).With("on", front.Bare(w.day.String())))
	w.write(e, w.What)
	w.then = append(w.then, func() { r.Reviewed.On, r.Reviewed.By.ID = w.day, w.Contact.ID })
	if text := w.m.Answer.Text; text != "" { // what else is said of it is a question to whoever leads
		w.newQuestion(quote(w.plain(r.Title)), text)
	}
}

// feedback fills in the round that waits for this contact, or begins an entry.
func (w *writer) feedback() {
	w.What = "feedback"
	nps, csat, reason := w.scores()
	if reason != "" {
		w.draft(reason)
		return
	}
	a := &w.m.Answer
	n := w.round()
	if n != nil && n.Feedback.Given != 0 {
		w.standing(n.Feedback.From.ID == w.Contact.ID && n.Feedback.Given == w.day && n.Feedback.Well.Raw == inline(a.Well) && n.Feedback.Better.Raw == inline(a.Better))
		return
	}
	if n != nil && (!w.since(n.Date) || !n.Feedback.From.IsZero() && w.maySay(n.Feedback.From) != "") {
		n = nil // it was asked of somebody else: this is feedback of its own
	}
	var lines []line
	add := func(key string, value *front.Node) { lines = append(lines, line{key, value}) }
	if n == nil || n.Feedback.From.IsZero() {
		add("from", front.Text(w.Contact.ID))
	}
	add("given", front.Bare(w.day.String()))
	if nps != "" {
		add("nps", front.Bare(nps))
	}
	if csat != "" {
		add("csat", front.Bare(csat))
	}
	if a.Well != "" {
		add("well", front.Text(inline(a.Well)))
	}
	if a.Better != "" {
		add("better", front.Text(inline(a.Better)))
	}
	if n == nil {
		w.newFile(content.FeedbackKind, w.say.Say("intake_feedback", "name", w.Contact.Name), lines, body(a.Text))
		return
	}
	w.entry = n
	e := w.edit()
	for _, l := range lines {
		e.Set(l.key, l.value)
	}
	w.write(e, w.What)
	if a.Text != "" {
		w.edits = append(w.edits, w.remark(n.Path, a.Text))
	}
	w.then = append(w.then, func() {
		n.Feedback.Given, n.Feedback.From.ID, n.Feedback.Well.Raw, n.Feedback.Better.Raw = w.day, w.Contact.ID, inline(a.Well), inline(a.Better)
	})
}

// round returns the round of feedback that the message answers: the one it names, or the latest that
// waits for this contact.
func (w *writer) round() *content.Entry {
	if w.entry != nil && w.entry.Feedback != nil {
		return w.entry
	}
	if w.e == nil {
		return nil
	}
	for i := len(w.e.Entries) - 1; i >= 0; i-- {
		n := w.e.Entries[i]
		if f := n.Feedback; f != nil && !n.Draft && f.Given == 0 && f.From.ID == w.Contact.ID {
			return n
		}
	}
	return nil
}

// scores reads the figures of feedback.
func (w *writer) scores() (nps, csat, reason string) {
	read := func(name, written string, low, high int) string {
		written = strings.TrimSpace(norm.NFKC.String(written))
		if written == "" {
			return ""
		}
		written, _, _ = strings.Cut(written, "/") // 9/10
		n, err := strconv.Atoi(strings.TrimSpace(written))
		if err != nil || n < low || n > high {
			reason = "its figure for " + name + " is not one from " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
			return ""
		}
		return strconv.Itoa(n)
	}
	nps = read(answer.NPSField, w.m.Answer.NPS, 0, 10)
	csat = read(answer.CSATField, w.m.Answer.CSAT, 1, 5)
	return nps, csat, reason
}

// quote puts words between quotation marks, for the provider's list and git.
func quote(words string) string { return "“" + words + "”" }
