package intake

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/front"
)

// draft makes a draft of the message, which waits for the provider with the reason. It is a question
// to whoever leads, so that nothing is lost when it is published as it stands.
func (w *writer) draft(reason string) {
	w.Outcome, w.Reason, w.edits, w.then = Drafted, reason, nil, nil
	e := w.home()
	if e == nil {
		w.Outcome, w.Reason = Left, reason+"; and the client has no engagement in whose journal it could wait"
		return
	}
	w.Engagement = e.ID
	if w.day == 0 {
		w.day = calendar.DateOf(w.AsOf.In(w.Provider.Zone))
	}
	a := &w.m.Answer
	notes := front.MapOf().With("reason", front.Text(reason)).With("sender", front.Text(oneLine(w.m.From.Name+" <"+w.m.From.Address+">")))
	for _, f := range a.Fields() {
		switch f.Name {
		case answer.EngagementField, answer.ItemField, answer.ActionField, answer.ChoiceField, answer.AboutField, answer.NPSField, answer.CSATField, answer.WellField, answer.BetterField:
			notes = notes.With(f.Name, front.Text(oneLine(f.Value)))
		}
	}
	if w.m.Doubt != "" && w.m.Doubt != reason {
		notes = notes.With("doubt", front.Text(w.m.Doubt))
	}
	words := cmp.Or(strings.TrimSpace(a.Text), strings.TrimSpace(w.m.Words))
	lines := []line{{"draft", front.Bare("true")}}
	if w.Contact != nil {
		lines = append(lines, line{"by", front.Text(w.Contact.ID)})
	}
	if !e.Lead.IsZero() {
		lines = append(lines, line{"to", front.Text(e.Lead.ID)})
	}
	lines = append(lines, line{"source", sourceNode(w.m, w.c.Zone)}, line{"internal", notes})
	if w.m.At.IsZero() {
		lines[len(lines)-2].value = sourceNode(w.m, w.c.Zone).With("at", front.Bare(w.day.String()))
	}
	w.edits = append(w.edits, w.newEntry(e, content.QuestionKind, w.title(words), lines, body(clipped(cmp.Or(words, strings.TrimSpace(w.m.Whole)), 20_000))))
}

// home returns the engagement in whose journal a message waits: the one it names, else the latest
// that is under way, else the latest.
func (w *writer) home() *content.Engagement {
	if w.e != nil {
		return w.e
	}
	shown := slices.DeleteFunc(slices.Clone(w.c.Engagements), func(e *content.Engagement) bool { return e.Draft })
	for _, e := range slices.Backward(shown) {
		if e.Status == content.Active {
			return e
		}
	}
	if len(shown) == 0 {
		return nil
	}
	return shown[len(shown)-1]
}

// title is a headline made of the client's words: their first sentence, or as much as fits a line; the
// mail's subject where there are none.
func (w *writer) title(words string) string {
	const most = 80
	line := strings.TrimSpace(words)
	line, _, _ = strings.Cut(line, "\n")
	line = oneLine(line)
	if end := strings.IndexAny(line, ".?!。？！"); end > 0 && end < most {
		r, size := utf8.DecodeRuneInString(line[end:])
		if end+size == len(line) || line[end+size] == ' ' || r > utf8.RuneSelf {
			line = strings.TrimSuffix(line[:end+size], ".")
		}
	}
	line = cmp.Or(line, oneLine(w.m.Subject), w.say.Say("intake_message", "name", cmp.Or(w.nameOf(), w.m.From.Address)))
	return escape(clipped(line, most))
}

func (w *writer) nameOf() string {
	if w.Contact != nil {
		return w.Contact.Name
	}
	return oneLine(w.m.From.Name)
}

// oneLine returns words on one line, without what can't be seen.
func oneLine(s string) string {
	return strings.Join(strings.Fields(visible(clipped(s, 4*most))), " ")
}

// clipped cuts a text between two words, where it is longer than so many characters.
func clipped(s string, most int) string {
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	cut := string(runes[:most-1])
	if at := strings.LastIndexAny(cut, " \n"); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " \n,;:") + "…"
}

// newFile makes an entry of the client's word that is no draft.
func (w *writer) newFile(kind content.Kind, title string, lines []line, text string) {
	e := w.e
	if e == nil {
		w.draft("it does not say to which engagement it belongs")
		return
	}
	lines = append(lines, line{"source", sourceNode(w.m, w.c.Zone)})
	w.Outcome = Written
	w.edits = append(w.edits, w.newEntry(e, kind, title, lines, text))
}

// newQuestion makes a question of the client's to whoever leads the engagement. about is what it is
// about, "" for nothing that has a name.
func (w *writer) newQuestion(about, text string) {
	title := w.title(text)
	if text == "" {
		title = escape(clipped(w.say.Say("intake_talk", "title", about), 120))
	}
	lines := []line{{"by", front.Text(w.Contact.ID)}}
	if w.e != nil && !w.e.Lead.IsZero() {
		lines = append(lines, line{"to", front.Text(w.e.Lead.ID)})
	}
	w.newFile(content.QuestionKind, title, lines, body(text))
}

// ask makes an entry of a concern, or of a question of the client's own.
func (w *writer) ask() {
	a := &w.m.Answer
	w.onlyEngagement()
	if a.Action == answer.Question {
		w.What = "question"
		w.newQuestion("", a.Text)
		return
	}
	w.What = "concern"
	lines := []line{{"raised_by", front.Text(w.Contact.ID)}}
	if about := strings.ToLower(strings.TrimSpace(a.About)); about != "" {
		if !slices.Contains([]string{"price", "delivery", "cooperation", "quality", "other"}, about) {
			about = "other"
		}
		lines = append(lines, line{"about", front.Text(about)})
	}
	w.newFile(content.ConcernKind, w.title(a.Text), lines, body(a.Text))
}

// onlyEngagement takes the one engagement that is under way for what concerns the portal as a whole.
func (w *writer) onlyEngagement() {
	if w.e != nil || w.m.Answer.Engagement != "" {
		return
	}
	var active []*content.Engagement
	for _, e := range w.c.Engagements {
		if e.Status == content.Active && !e.Draft {
			active = append(active, e)
		}
	}
	if len(active) == 1 {
		w.e, w.Engagement = active[0], active[0].ID
	}
}

// talk makes a question of the wish to talk about a change before it is agreed.
func (w *writer) talk() {
	w.What = "wish to talk about " + quote(w.plain(w.entry.Title))
	w.newQuestion(w.plain(w.entry.Title), w.m.Answer.Text)
}

// sent makes a draft of the word that something was sent: that it came is the provider's to say.
func (w *writer) sent() {
	in := w.input(w.m.Answer.Item)
	if in == nil {
		w.draft("there is no such input in the portal")
		return
	}
	w.What = "word that " + quote(w.plain(in.What)) + " was sent"
	_, period, _ := strings.Cut(w.m.Answer.Item, "@")
	for _, r := range in.Received {
		if r.On != 0 && (in.Every.IsZero() || period != "" && r.For.String() == period) {
			w.Outcome = Already
			return
		}
	}
	how := "received: " + w.day.String()
	switch {
	case !in.Every.IsZero() && period != "":
		how = "{for: " + period + ", on: " + w.day.String() + "} to received"
	case !in.Every.IsZero():
		how = w.day.String() + " to received"
	}
	w.draft("the client says that it was sent; if it came, add " + how + " at the input " + in.ID + " in engagement.md, and delete this draft")
}
