package history

import (
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A Commit is what brought a version. The zero Commit is the working tree.
type Commit struct {
	Name string    // short
	On   time.Time // of its author
	Nth  int       // its place among those that count, the working tree last

	landed time.Time // the later of the author's and the committer's time
}

// IsZero reports whether the version is not committed yet.
func (c Commit) IsZero() bool { return c.Name == "" }

// A Thing is a file, a map in it or an element of a list, followed through all
// versions: also where it was renamed, moved, or written in another form.
type Thing struct {
	Key, ID string       // as schema.Record has them, in the last version that has it
	Name    string       // ID as it is written there
	Info    *schema.Info // of the key; nil for a file
	Former  []string     // the ids that it had before
	Born    Commit       // that brought it
	Gone    *Commit      // without it; nil while it is there
	Lines   []*Line
	Things  []*Thing
	front.Mark

	words bool
	said  *schema.Record // in the last version
}

// A Line is a value of a thing, through all versions.
type Line struct {
	Info   *schema.Info
	Values []Value // neighbours mean different things; the first says something
	front.Mark
}

// A Value is what a line said from a commit on, "" for nothing.
type Value struct {
	Text    string
	Written string // as it stands in the file; "" where it holds unwritten
	Commit  Commit
}

// Line returns the line of a key, or nil.
func (t *Thing) Line(key string) *Line {
	for _, l := range t.Lines {
		if l.Info.Key == key {
			return l
		}
	}
	return nil
}

// Thing returns what stands under a key with an id, or nil.
func (t *Thing) Thing(key, id string) *Thing {
	for _, part := range t.Things {
		if part.Key == key && part.ID == id {
			return part
		}
	}
	return nil
}

// Now returns what the line says, "" for nothing.
func (l *Line) Now() Value { return l.Values[len(l.Values)-1] }

// Standing returns the value that stands, as it was first said.
func (l *Line) Standing() Value {
	now := l.Now()
	for _, v := range l.Values {
		if l.same(v.Text, now.Text) {
			return v
		}
	}
	return now
}

// A Move is a change of a value that stands: From was said before, and To since.
type Move struct{ From, To Value }

// Moves returns what became of the first value that a line had. What was put back
// has not moved.
func (l *Line) Moves() []Move {
	var way []Value
	for i, v := range l.Values {
		if v.Text == "" && i < len(l.Values)-1 {
			continue
		}
		if at := slices.IndexFunc(way, func(w Value) bool { return l.same(w.Text, v.Text) }); at >= 0 {
			way = way[:at+1]
			continue
		}
		way = append(way, v)
	}
	var moves []Move
	for i := 1; i < len(way); i++ {
		moves = append(moves, Move{way[i-1], way[i]})
	}
	return moves
}

// same reports whether two values of the line mean the same.
func (l *Line) same(a, b string) bool {
	switch {
	case a == b:
		return true
	case a == "" || b == "":
		return false
	case l.Info.Role == schema.Described, l.Info.Role == schema.Told:
		return SameClaims(a, b)
	}
	return l.Info.Prose && SameWords(a, b)
}

// apply takes in what a version says.
func (t *Thing) apply(r *schema.Record, c Commit) {
	if t.said == r && t.Gone == nil {
		return // a version that was read once, and changed nothing of it
	}
	if t.said != nil && t.ID != r.ID {
		t.Former = append(t.Former, t.ID)
	}
	t.ID, t.Name, t.Mark, t.Gone, t.said = r.ID, r.Name, r.Mark, nil, r
	for i := range r.Values {
		t.say(&r.Values[i], c)
	}
	for _, l := range t.Lines {
		if !slices.ContainsFunc(r.Values, func(v schema.Said) bool { return v.Info.Key == l.Info.Key }) && l.Now().Text != "" {
			l.Values = append(l.Values, Value{Commit: c})
		}
	}
	for _, pair := range match(t.Things, r.Parts) {
		switch {
		case pair.part == nil:
			pair.thing.leave(c)
		case pair.thing == nil:
			born := &Thing{Key: pair.part.Key, Info: pair.part.Info, Born: c, words: pair.part.Words}
			t.Things = append(t.Things, born)
			born.apply(pair.part, c)
		default:
			pair.thing.apply(pair.part, c)
		}
	}
}

func (t *Thing) say(v *schema.Said, c Commit) {
	l := t.Line(v.Info.Key)
	if l == nil {
		l = &Line{Info: v.Info}
		t.Lines = append(t.Lines, l)
	}
	l.Mark = v.Mark
	if len(l.Values) == 0 || !l.same(l.Now().Text, v.Text) {
		l.Values = append(l.Values, Value{v.Text, v.Written, c})
	}
}

// leave notes that a version is without the thing.
func (t *Thing) leave(c Commit) {
	if t.Gone == nil {
		t.Gone = &c
	}
}

// A pair is a thing and the part of a version that it is: no part where it is gone,
// no thing where it is new.
type pair struct {
	thing *Thing
	part  *schema.Record
}

// match finds the things in the parts of a version: by their names, and those that
// say the same first, where a name stands several times; then by names that are
// worded better; then by what they say, under a new name. What is gone may come
// back under its name alone.
func match(things []*Thing, parts []*schema.Record) []pair {
	var pairs []pair
	taken := map[*Thing]bool{}
	free := slices.Clone(parts)
	named := map[string][]*Thing{}
	for _, t := range things {
		named[t.Key+"\x00"+t.ID] = append(named[t.Key+"\x00"+t.ID], t)
	}
	find := func(among func(p *schema.Record) []*Thing, is func(t *Thing, p *schema.Record) bool) {
		free = slices.DeleteFunc(free, func(p *schema.Record) bool {
			for _, t := range among(p) {
				if !taken[t] && t.Key == p.Key && is(t, p) {
					taken[t] = true
					pairs = append(pairs, pair{t, p})
					return true
				}
			}
			return false
		})
	}
	byName := func(p *schema.Record) []*Thing { return named[p.Key+"\x00"+p.ID] }
	all := func(*schema.Record) []*Thing { return things }
	find(byName, func(t *Thing, p *schema.Record) bool { return t.Gone == nil && t.said == p })
	find(byName, func(t *Thing, p *schema.Record) bool { return t.Gone == nil && t.says(p) })
	find(byName, func(t *Thing, p *schema.Record) bool { return t.Gone == nil })
	find(byName, func(t *Thing, _ *schema.Record) bool { return t.Gone != nil })
	find(all, func(t *Thing, p *schema.Record) bool { return t.words && p.Words && SameWords(t.ID, p.ID) })
	find(all, func(t *Thing, p *schema.Record) bool { return t.Gone == nil && isRenamed(t, p) })
	find(all, func(t *Thing, p *schema.Record) bool { return t.Gone == nil && isRephrased(t, p) })
	for _, p := range free {
		pairs = append(pairs, pair{nil, p})
	}
	for _, t := range things {
		if !taken[t] {
			pairs = append(pairs, pair{t, nil})
		}
	}
	return pairs
}

// SaysAs reports whether two things say the same.
func (t *Thing) SaysAs(o *Thing) bool {
	return t.said != nil && o.said != nil && t.said.Signature() == o.said.Signature()
}

// says reports whether a thing says what a part does.
func (t *Thing) says(p *schema.Record) bool {
	return t.said != nil && t.said.Signature() == p.Signature()
}

// isRephrased reports whether a part is a text that a thing was, put in other words, or
// says the same under it.
func isRephrased(t *Thing, p *schema.Record) bool {
	if t.Info == nil || t.Info.Role != schema.Told || !t.words || !p.Words {
		return false
	}
	return rephrases(t.ID, p.ID) || p.Signature() != "" && t.says(p) && SameClaims(t.ID, p.ID)
}

// isRenamed reports whether a part is a thing under another name: it has an id, or is
// read from another file, and says enough to be told by it. A row of a table, a place in
// a list and a period are not renamed.
func isRenamed(t *Thing, p *schema.Record) bool {
	if t.Info != nil && t.Info.Several {
		return p.Signature() != "" && t.says(p)
	}
	if t.Info == nil || len(t.Info.Fields) == 0 || t.Info.Fields[0].Key != "id" || len(p.Values) < 2 {
		return false
	}
	since := func(id string) string { _, day, _ := strings.Cut(id, schema.Since); return day }
	return since(t.ID) == since(p.ID) && t.says(p)
}

// hasCome reports whether all of a record had come by a day, and no amount lacks a currency.
func hasCome(r *schema.Record, by calendar.Date) bool {
	return r.Day <= by &&
		!slices.ContainsFunc(r.Values, func(v schema.Said) bool { return v.Day > by || strings.HasSuffix(v.Text, " "+content.NoCurrency) }) &&
		!slices.ContainsFunc(r.Parts, func(p *schema.Record) bool { return !hasCome(p, by) })
}

// came returns what had come of a record by a day, nil where it was not there. The
// record itself is not changed, and returned where nothing differs. Amounts without a
// currency are given one.
func came(r *schema.Record, by calendar.Date, currency string) *schema.Record {
	if r.Day > by {
		return nil
	}
	if hasCome(r, by) {
		return r
	}
	stood := *r
	stood.Values = make([]schema.Said, 0, len(r.Values))
	for _, v := range r.Values {
		if v.Day > by {
			continue
		}
		if amount, ok := strings.CutSuffix(v.Text, " "+content.NoCurrency); ok {
			v.Text, v.Written = strings.TrimSpace(amount+" "+currency), strings.TrimSpace(v.Written+" "+currency)
		}
		stood.Values = append(stood.Values, v)
	}
	stood.Parts = make([]*schema.Record, 0, len(r.Parts))
	for _, p := range r.Parts {
		if p := came(p, by, currency); p != nil {
			stood.Parts = append(stood.Parts, p)
		}
	}
	return &stood
}
