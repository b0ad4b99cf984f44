package desk

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

// A Change is what another version of the content makes of a client's part of the desk.
type Change struct {
	ID, Name      string
	Sealed        bool // in either version
	Before, After facts.HealthState
	New, Gone     []Row
	Other         []Both // about the same, and not as they were
}

// Both are a row before and after.
type Both struct{ Before, After Row }

// Changes compares the desks of two versions of the content at one instant, and returns the clients
// of which they differ, by id.
func Changes(before, after []*Client) []Change {
	was, is := byID(before), byID(after)
	var all []Change
	for id := range is {
		all = append(all, change(was[id], is[id]))
	}
	for id := range was {
		if is[id] == nil {
			all = append(all, change(was[id], nil))
		}
	}
	all = slices.DeleteFunc(all, func(c Change) bool {
		return c.Before == c.After && len(c.New)+len(c.Gone)+len(c.Other) == 0
	})
	slices.SortFunc(all, func(a, b Change) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func byID(clients []*Client) map[string]*Client {
	all := map[string]*Client{}
	for _, c := range clients {
		all[c.ID] = c
	}
	return all
}

// change compares a client before and after, of which one may be nil.
func change(was, is *Client) Change {
	c := Change{}
	var before, after []Row
	if was != nil {
		c.ID, c.Name, c.Sealed, c.Before, before = was.ID, was.Name, was.Sealed, was.Health, slices.Clone(was.Rows)
	}
	if is != nil {
		c.ID, c.Name, c.Sealed, c.After, after = is.ID, is.Name, c.Sealed || is.Sealed, is.Health, slices.Clone(is.Rows)
	}
	pair(&before, &after, saysTheSame)
	c.Other = pair(&before, &after, aboutTheSame)
	c.New, c.Gone = after, before
	slices.SortFunc(c.Other, func(a, b Both) int { return Compare(a.After, b.After) })
	return c
}

// pair takes out of each list the rows that match, in their order.
func pair(before, after *[]Row, match func(a, b *Row) bool) (pairs []Both) {
	*after = slices.DeleteFunc(*after, func(r Row) bool {
		i := slices.IndexFunc(*before, func(old Row) bool { return match(&old, &r) })
		if i < 0 {
			return false
		}
		pairs = append(pairs, Both{(*before)[i], r})
		*before = slices.Delete(*before, i, i+1)
		return true
	})
	return pairs
}

// saysTheSame tells whether two rows differ in nothing but the line on which they are mended.
func saysTheSame(a, b *Row) bool {
	return aboutTheSame(a, b) && a.Group == b.Group && a.Text == b.Text && a.Due == b.Due && a.At.Equal(b.At) && a.Since == b.Since
}

// aboutTheSame tells whether two rows are about one thing. A row of a table has no name but its words.
func aboutTheSame(a, b *Row) bool {
	tells := func(r *Row) bool { return r.Kind == Milestone && r.Group == Unsaid }
	return a.Engagement == b.Engagement && a.Kind == b.Kind && a.Item == b.Item && tells(a) == tells(b) &&
		(a.Item != "" || a.Kind != Kind(facts.RequestItem) || a.Text == b.Text)
}

// Versions are what is compared, to be told.
type Versions struct {
	Since  string // what the commit before is called
	AsOf   time.Time
	Failed []string // ids of clients of which a version has errors

	// Public leaves of a client whose portal is sealed the counts alone: what is told is read by others than the provider.
	Public bool
	Most   int // rows that are told; 0 for all
}

// WriteChanges tells what changes on the desk in Markdown that reads well as it is, with the words of files as
// text. The error is that of writing.
func WriteChanges(w io.Writer, changes []Change, v Versions) error {
	t := teller{Versions: v, today: calendar.DateOf(v.AsOf), left: v.Most}
	if v.Most == 0 {
		t.left = unbounded
	}
	t.say("### What this changes on the desk\n\nSince %s, as of %s.\n", code(v.Since), v.AsOf.Format("Monday 2 January 2006, 15:04, ")+v.AsOf.Location().String())
	var sealed []Change
	for i := range changes {
		if c := &changes[i]; v.Public && c.Sealed {
			sealed = append(sealed, *c)
		} else {
			t.client(c)
		}
	}
	t.sealed(sealed)
	if t.more > 0 {
		t.say("\nAnd %d more; `rapport status --since` tells them all.\n", t.more)
	}
	if len(changes) == 0 {
		t.say("\nNothing.\n")
	}
	t.failed()
	_, err := w.Write(t.text.Bytes())
	return err
}

// A teller writes the changes of a desk.
type teller struct {
	Versions
	today calendar.Date
	text  bytes.Buffer
	left  int // rows that may be told yet
	more  int // that were not
}

func (t *teller) say(format string, args ...any) { fmt.Fprintf(&t.text, format, args...) }

func (t *teller) client(c *Change) {
	t.say("\n**%s**", escaped(c.Name))
	switch {
	case c.Before == c.After:
	case c.Before == "":
		t.say(": %s", verdicts[c.After].word)
	default:
		t.say(": %s, was %s", verdicts[c.After].word, verdicts[c.Before].word)
	}
	t.say("\n")
	if len(c.New)+len(c.Other)+len(c.Gone) > 0 {
		t.say("\n")
	}
	for i := range c.New {
		t.row("new", &c.New[i], nil)
	}
	for i := range c.Other {
		t.row("changed", &c.Other[i].After, &c.Other[i].Before)
	}
	for i := range c.Gone {
		t.row("gone", &c.Gone[i], nil)
	}
}

// row tells of one, and where it was another of what differs.
func (t *teller) row(what string, r, was *Row) {
	if t.left--; t.left < 0 {
		t.more++
		return
	}
	where := ""
	if r.Line > 0 && what != "gone" {
		where = ", " + code(r.File+":"+strconv.Itoa(r.Line))
	}
	t.say("- %s: %s; %s%s", what, escaped(r.Text), t.standing(r), where)
	if was != nil {
		var old []string
		if was.Text != r.Text {
			old = append(old, escaped(was.Text))
		}
		if before := t.standing(was); before != t.standing(r) {
			old = append(old, before)
		}
		if len(old) > 0 {
			t.say("; was: %s", strings.Join(old, "; "))
		}
	}
	t.say("\n")
}

// standings are the groups, as what is said of a row.
var standings = [later]string{"late", "unsaid", "today", "waiting for the client", "within a week", "to be reviewed", "feedback not asked for", "idea"}

// standing says in which group a row is, and when it is due.
func (t *teller) standing(r *Row) string {
	said := standings[r.Group]
	switch {
	case r.Due != 0:
		said += ", due " + date(r.Due, t.today)
	case r.Since != 0:
		said += ", open since " + date(r.Since, t.today)
	}
	if r.Late > 0 {
		said += ", " + strconv.Itoa(r.Late) + "d late"
	}
	return said
}

// sealed counts what is not told.
func (t *teller) sealed(changes []Change) {
	if len(changes) == 0 {
		return
	}
	fresh, other, gone := 0, 0, 0
	for i := range changes {
		fresh, other, gone = fresh+len(changes[i].New), other+len(changes[i].Other), gone+len(changes[i].Gone)
	}
	t.say("\n**Sealed portals**, of which no words are shown here: %d with changes; %d new, %d changed, %d gone\n", len(changes), fresh, other, gone)
}

// failed says of whom nothing is known.
func (t *teller) failed() {
	if len(t.Failed) == 0 {
		return
	}
	if t.Public {
		t.say("\nNot compared, since a version of the content has errors: %d.\n", len(t.Failed))
		return
	}
	t.say("\nNot compared, since a version of the content has errors: %s.\n", escaped(strings.Join(t.Failed, ", ")))
}

// longest is how much of a text is told.
const longest = 160

// shortened is visible text of one line that is not too long.
func shortened(text string) string {
	text = strings.Join(strings.Fields(diag.Visible(text)), " ")
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return strings.TrimRight(string([]rune(text)[:longest-1]), " ") + "…"
}

// What Markdown would take for a mark anywhere in a line, and what hosts take for the name of somebody who is
// then told, or of an issue.
var (
	marks = regexp.MustCompile("[\\\\`*_\\[\\]<>~|]|&(?:#?\\w+;)")
	names = regexp.MustCompile(`([@#!])(\w)`)
)

// escaped is a text of a file's as words in Markdown.
func escaped(text string) string {
	text = marks.ReplaceAllString(shortened(text), `\$0`)
	return names.ReplaceAllString(text, "$1\u2060$2")
}

// code is a text of a file's as code in Markdown.
func code(text string) string { return "`" + strings.ReplaceAll(shortened(text), "`", "'") + "`" }
