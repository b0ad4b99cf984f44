package check

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/history"
)

// What a report says in words may be written anew until the client has read it: then what
// it claims holds, and is corrected openly.

// read returns the commit that says that the client read a report, and on which day; the
// zero day where none did.
func (r root) read() (history.Commit, calendar.Date) {
	t := r.file.Thing.Thing("reviewed", "")
	if t == nil || t.Gone != nil || t.Line("on") == nil || t.Line("on").Now().Text == "" {
		return history.Commit{}, 0
	}
	day, err := calendar.ParseDate(t.Line("on").Now().Text)
	if err != nil {
		return history.Commit{}, 0
	}
	return t.Line("on").Values[0].Commit, day
}

// sinceRead returns the move of a text of a report from what the client read to what it
// says now.
func (r root) sinceRead(l *history.Line) []history.Move {
	read, day := r.read()
	if day == 0 {
		return nil
	}
	var was history.Value
	for _, v := range l.Values {
		if v.Commit.Nth <= read.Nth {
			was = v
		}
	}
	now := l.Standing()
	switch {
	case was.Text == "" && now.Text == "", history.SameClaims(was.Text, now.Text):
		return nil
	case was.Text == "":
		was.Commit = read
	}
	if now.Commit.Nth <= read.Nth {
		now = l.Now() // it was put back, and stands as it was before it was read
	}
	return []history.Move{{From: was, To: now}}
}

// reportLine looks at a line of a report: one that went after the client read it, or that
// came and claims something, and at what stands in it.
func (w *witness) reportLine(r root, way []*history.Thing, t *history.Thing) {
	read, day := r.read()
	inside := append(slices.Clone(way), t)
	switch {
	case day == 0:
	case t.Gone != nil:
		if t.Born.Nth <= read.Nth && t.Gone.Nth > read.Nth {
			w.goneThing(r, way, t)
		}
	case t.Born.Nth > read.Nth:
		if claims(t) {
			w.bent(bent{rule: claimChanged, at: w.position(r, t.Mark), what: nameOf(inside, t.Info), after: read, by: t.Born, lists: []string{t.ID}, came: true,
				says: "was not there when the client read the report (" + w.commit(read) + ") and is there " + w.since(t.Born), mend: r.mendOf(claimChanged, inside, t.Info)})
		}
	default:
		for _, l := range t.Lines {
			w.line(r, inside, l)
		}
	}
}

// claims reports whether a line claims anything.
func claims(t *history.Thing) bool {
	return history.Claims(t.ID) || slices.ContainsFunc(t.Lines, func(l *history.Line) bool { return history.Claims(l.Now().Text) })
}

// A wordCorrection is an element of a report's corrections, which explains what one commit
// changed in the words of that report.
type wordCorrection struct {
	file    string
	on      calendar.Date
	born    history.Commit
	figures []decimal.Decimal // that it names
	used    history.Commit    // the commit that it explains; the zero commit for none yet
	isUsed  bool
}

// explains reports whether a correction explains a change of words: it came after the
// client read them, and not long before they changed; and where a figure did, it names one
// of those that did.
func (k *wordCorrection) explains(w *witness, b *bent, read history.Commit) bool {
	if k.file != b.at.File || k.born.Nth <= read.Nth || w.day(b.by)-k.on > newsLag || k.isUsed && k.used != b.by {
		return false
	}
	if b.move == nil { // a line that came or went
		said := figuresIn(strings.Join(b.lists, " "))
		return len(said) == 0 || slices.ContainsFunc(said, func(v decimal.Decimal) bool { return slices.ContainsFunc(k.figures, v.Equal) })
	}
	was, is := figuresIn(b.move.From.Text), figuresIn(b.move.To.Text)
	differ := func(a, b []decimal.Decimal) (all []decimal.Decimal) {
		for _, v := range a {
			if !slices.ContainsFunc(b, v.Equal) {
				all = append(all, v)
			}
		}
		return all
	}
	moved := slices.Concat(differ(was, is), differ(is, was))
	return len(moved) == 0 || slices.ContainsFunc(moved, func(v decimal.Decimal) bool { return slices.ContainsFunc(k.figures, v.Equal) })
}

// wordsCorrected takes away what reports' own corrections explain of their words.
func (w *witness) wordsCorrected(there []*history.File) {
	var corrections []*wordCorrection
	reads := map[string]history.Commit{}
	for _, file := range there {
		if file.Kind != content.ReportFile {
			continue
		}
		reads[file.Path], _ = root{file: file}.read()
		for _, t := range file.Things {
			on, err := calendar.ParseDate(t.ID)
			if l := t.Line("what"); t.Key == "corrections" && t.Gone == nil && err == nil && l != nil {
				corrections = append(corrections, &wordCorrection{file: file.Path, on: on, born: t.Born, figures: figuresIn(l.Now().Text)})
			}
		}
	}
	w.found = slices.DeleteFunc(w.found, func(b bent) bool {
		if b.rule != claimChanged {
			return false
		}
		for _, k := range corrections {
			if k.explains(w, &b, reads[k.file]) {
				k.used, k.isUsed = b.by, true
				return true
			}
		}
		return false
	})
}
