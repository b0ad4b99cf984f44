package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/reference"
	"rapport/generator/schema"
)

// hoverAt says what stands at a place: what explain says of a field or a rule, what an id names, and what follows
// from a day.
func hoverAt(ctx context.Context, q *inquiry) (any, error) {
	now, err := q.folder.settled(ctx, q.folder.clientOf(q.file))
	if err != nil {
		return nil, err
	}
	l := q.library
	var said []string
	from, to := q.offset, q.offset
	t, idFrom, idTo, isID := l.at(q.file, q.offset)
	if isID {
		said = append(said, fmt.Sprintf("**%s** (%s): %s", t.id, t.kind, t.title))
		from, to = idFrom, idTo
		said = append(said, states(q.folder.engagement(&now, q.file), &t)...)
	}
	if kind := l.kindOf(q.file); kind != "" {
		if s, ok := spotAt(q.doc.text, wordAround(q.doc.text, q.offset)); ok && s.word != "" && s.from <= q.offset {
			if !isID {
				from, to = s.from, s.to
				said = append(said, valueWords(q, &now, &s)...)
			}
			said = append(said, fieldWords(fieldsOf(kind, q.doc.text), kind, &s)...)
		}
	}
	if len(said) == 0 {
		return nil, nil
	}
	return hover{markdownOf(strings.Join(said, "\n\n")), q.doc.span(from, to)}, nil
}

// wordAround returns the end of the word in which an offset lies.
func wordAround(text string, at int) int {
	for at < len(text) && strings.IndexByte(" \t\r\n,]}:", text[at]) < 0 {
		at++
	}
	return at
}

// fieldWords are what explain says of the field at a spot.
func fieldWords(fields []schema.Info, kind string, s *spot) []string {
	steps := slices.Clone(s.path)
	if s.key {
		steps = append(steps, strings.Trim(s.word, `"'`))
	}
	info := infoAt(fields, steps)
	if info == nil {
		return nil
	}
	return []string{fmt.Sprintf("**%s**: %s", strings.Join(steps, "."), info.Doc), "Written as " + reference.Written(*info) + "."}
}

// valueWords say what a value means: a day, or a rule.
func valueWords(q *inquiry, now *found, s *spot) []string {
	word := strings.Trim(s.word, `"'`)
	if s.key {
		return nil
	}
	if s.path[len(s.path)-1] == "rule" {
		for _, topic := range reference.Explain(word) {
			if topic.Kind == "rule" {
				return []string{"**" + topic.Name + "**", topic.Text}
			}
		}
	}
	if len(word) < len("2026-10-02") {
		return nil
	}
	day, err := calendar.ParseDate(word[:len("2026-10-02")])
	if err != nil {
		return nil
	}
	said := day.String() + " is a " + now.dayWords(day)
	if now.press != nil {
		today := calendar.DateOf(now.asOf)
		switch days := now.press.Provider.Calendar.WorkingDays(today, day); {
		case day == today:
			said += ", today"
		case days > 0:
			said += ", " + workingDays(days) + " from now"
		case days < 0:
			said += ", " + workingDays(-days) + " ago"
		}
	}
	all := []string{said + "."}
	if t := q.library.around(q.file, q.offset); t != nil {
		all = append(all, states(q.folder.engagement(now, q.file), t)...)
	}
	return all
}

func workingDays(n int) string {
	if n == 1 {
		return "1 working day"
	}
	return fmt.Sprintf("%d working days", n)
}

// around returns the thing in whose map an offset stands; nil for none.
func (l *library) around(file string, offset int) *thing {
	doc := l.doc(file)
	if doc == nil {
		return nil
	}
	var last *thing
	things := l.defined(file)
	for i := range things {
		if start := doc.offsetOf(things[i].whole.Mark); start <= offset {
			if last == nil || start > doc.offsetOf(last.whole.Mark) {
				last = &things[i]
			}
		}
	}
	if last == nil || offset > doc.endOf(last.whole) {
		return nil
	}
	return last
}

// endOf returns an offset behind the last value within a node: the end of its line.
func (d *document) endOf(n *front.Node) int {
	end := d.offsetOf(n.Mark)
	for _, kid := range n.Kids {
		end = max(end, d.endOf(kid))
	}
	if len(n.Kids) > 0 {
		return end
	}
	if i := strings.IndexByte(d.text[end:], '\n'); i >= 0 {
		return end + i
	}
	return len(d.text)
}

// engagement returns what follows from the engagement in which a file stands; nil where that is not known.
func (f *folder) engagement(now *found, file string) *facts.Engagement {
	_, engagement := f.home(file)
	one := now.clients[f.clientOf(file)]
	if now.press == nil || one == nil || one.facts == nil {
		return nil
	}
	for _, e := range one.facts.Engagements {
		if e.Content.Path == engagement+"/engagement.md" {
			return e
		}
	}
	return nil
}

// states say how a milestone or an input of an engagement does; nothing where that is nil.
func states(e *facts.Engagement, t *thing) []string {
	if e == nil {
		return nil
	}
	var said []string
	for i := range e.Milestones {
		if m := &e.Milestones[i]; t.kind == "milestone" && m.Content.ID == t.id {
			said = append(said, milestoneWords(m))
		}
	}
	for i := range e.Inputs {
		in := &e.Inputs[i]
		if t.kind == "input" && in.Content.ID == t.id && (in.Period.IsZero() || in.Received == 0 && in.Due <= e.Today) {
			said = append(said, inputWords(in))
		}
	}
	return said
}

func milestoneWords(m *facts.Milestone) string {
	said := fmt.Sprintf("It stands as %s: agreed for %s", m.State, m.Agreed)
	if m.Due != m.Agreed {
		said += fmt.Sprintf(", due on %s with what was agreed since", m.Due)
	}
	if m.FairDue != m.Due {
		said += fmt.Sprintf(", and fair by %s, since the client was late by %s", m.FairDue, workingDays(m.MovedByClient))
		if m.MovedBy != nil {
			said += " with " + m.MovedBy.ID
		}
	}
	switch {
	case m.Done != 0:
		said += fmt.Sprintf(". It was done on %s", m.Done)
	case m.Expected != 0:
		said += fmt.Sprintf(". It is expected on %s", m.Expected)
	}
	if m.LateBy > 0 {
		said += fmt.Sprintf(", %s after its fair date", workingDays(m.LateBy))
	}
	return said + "."
}

func inputWords(in *facts.Input) string {
	said := fmt.Sprintf("It stands as %s: owed on %s", in.State, in.Due)
	if in.Received != 0 {
		said += fmt.Sprintf(", received on %s", in.Received)
	}
	if in.Lateness > 0 {
		said += fmt.Sprintf(", late by %s", workingDays(in.Lateness))
	}
	if len(in.Moves) > 0 {
		said += ". It moves " + strings.Join(in.Moves, ", ")
	}
	return said + "."
}
