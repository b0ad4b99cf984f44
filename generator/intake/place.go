package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/inbox"
	"rapport/generator/phrase"
)

// A writer places one message of one client.
type writer struct {
	*planner
	*Result
	m   *inbox.Message
	c   *content.Client
	e   *content.Engagement // nil where the message names none that there is
	day calendar.Date       // of the message, in the client's zone
	say *phrase.Speaker     // in the client's language

	entry *content.Entry // that the message is about; nil for none
}

// most is how many bytes the client's words may have in a field. What is longer is no answer, but a
// letter.
const most = 5000

// place finds the item, asks whether the sender may say this, and makes the edits. Where anything is
// in the way, a draft tells it.
func (w *writer) place() (err error) {
	if w.say, err = w.Speak(w.c.Locale); err != nil {
		return err
	}
	a := &w.m.Answer
	w.e = engagementOf(w.c, a.Engagement)
	if w.e != nil {
		w.Engagement = w.e.ID
	}
	people := contactsOf(w.c, w.m.From.Address)
	if len(people) == 0 {
		if w.isItem() && w.m.IsAnswer && w.e != nil {
			w.draft("its sender is no contact of this client")
			return nil
		}
		w.Outcome, w.Reason = Left, "its sender is no contact of the client whose portal it names"
		return nil
	}
	w.Contact = people[0]
	if reason := w.date(); reason != "" {
		w.draft(reason)
		return nil
	}
	if i := slices.IndexFunc(people, func(p *content.Person) bool { return !p.Left(w.day) }); i >= 0 {
		w.Contact = people[i]
	} else {
		w.draft("its sender is no longer with the client")
		return nil
	}
	switch {
	case w.m.Doubt != "":
		w.draft(w.m.Doubt)
	case w.m.Sealed != nil && a.Email != "" && !sameAddress(a.Email, w.m.From.Address):
		w.draft("it is sealed as the answer of " + oneLine(a.Email) + ", and another address sent it")
	case !w.m.IsAnswer:
		w.draft("it does not say what it answers")
	case a.Version != answer.Version:
		w.draft("it is written in another version of the format, which this version of rapport does not read")
	case w.m.Others > 0:
		w.draft("it answers several things at once")
	case !a.Action.Known():
		w.draft("it does not say what is done")
	case a.Missing() != "":
		w.nothingSaid()
	default:
		for _, f := range a.Fields() {
			if len(f.Value) > most {
				w.draft("it is longer than an answer")
				return nil
			}
		}
		if len(people) > 1 {
			w.choose(people)
		}
		w.act()
	}
	return nil
}

// nothingSaid is for a message without the words that its action needs.
func (w *writer) nothingSaid() {
	if strings.TrimSpace(w.m.Words) == "" && w.m.Forwards == nil {
		w.draft("it holds no words of the client's that could be told from the rest")
		return
	}
	w.draft(fmt.Sprintf("nothing is filled in for %q", w.m.Answer.Missing()))
}

// engagementOf returns the engagement of an id, without which there is none.
func engagementOf(c *content.Client, id string) *content.Engagement {
	for _, e := range c.Engagements {
		if e.ID == id && !e.Draft {
			return e
		}
	}
	return nil
}

// date finds the day of the message: that of the client's clock, but no day on which the provider's
// clock had not yet come to as-of. It returns what is wrong with it.
func (w *writer) date() (reason string) {
	today := calendar.DateOf(w.AsOf.In(w.Provider.Zone))
	w.day = today
	switch {
	case w.m.At.IsZero():
		return "it does not say when it was sent"
	case w.m.At.After(w.AsOf):
		return "it says that it was sent in the future"
	}
	w.day = min(calendar.DateOf(w.m.At.In(w.c.Zone)), today)
	return ""
}

// since makes the day of the message no earlier than that of its item, where only the zones differ;
// it reports whether the item was there.
func (w *writer) since(began calendar.Date) bool {
	if began > w.day && calendar.DateOf(w.m.At.In(w.Provider.Zone)) >= began {
		w.day = began
	}
	return began <= w.day
}

// choose takes of several contacts with one address the one whose name the message gives, or that
// the item is for.
func (w *writer) choose(people []*content.Person) {
	named := slices.IndexFunc(people, func(p *content.Person) bool { return strings.EqualFold(p.Name, strings.TrimSpace(w.m.From.Name)) })
	if named >= 0 && !people[named].Left(w.day) {
		w.Contact = people[named]
	}
}

// isItem reports whether the item that the message names is there.
func (w *writer) isItem() bool {
	if w.e == nil {
		return false
	}
	item := w.m.Answer.Item
	return w.findEntry(item) != nil || w.report(item) != nil || w.input(item) != nil
}

// findEntry returns the entry that an item names, with or without an action behind it.
func (w *writer) findEntry(item string) *content.Entry {
	name, ok := strings.CutPrefix(item, "journal/")
	if !ok || w.e == nil {
		return nil
	}
	name, _, isAction := strings.Cut(name, "#")
	i := slices.IndexFunc(w.e.Entries, func(n *content.Entry) bool {
		return n.ID == name && !n.Draft && (!isAction || n.Meeting != nil)
	})
	if i < 0 {
		return nil
	}
	return w.e.Entries[i]
}

func (w *writer) report(item string) *content.Report {
	name, ok := strings.CutPrefix(item, "reports/")
	if !ok || w.e == nil {
		return nil
	}
	i := slices.IndexFunc(w.e.Reports, func(r *content.Report) bool { return r.ID == name && !r.Draft })
	if i < 0 {
		return nil
	}
	return w.e.Reports[i]
}

func (w *writer) input(item string) *content.Input {
	name, ok := strings.CutPrefix(item, "inputs/")
	if !ok || w.e == nil {
		return nil
	}
	name, _, _ = strings.Cut(name, "@")
	i := slices.IndexFunc(w.e.Inputs, func(in content.Input) bool { return in.ID == name })
	if i < 0 {
		return nil
	}
	return &w.e.Inputs[i]
}

// actionOf returns the place of the action that an item names, from 0.
func actionOf(item string) (int, bool) {
	_, number, ok := strings.Cut(item, "#")
	n, err := strconv.Atoi(number)
	return n - 1, ok && err == nil && n > 0 && strconv.Itoa(n) == number
}

// by is who sent the message, by the id of the contact; "somebody" for a stranger.
func (w *writer) by() string {
	if w.Contact == nil {
		return "somebody"
	}
	return w.Contact.ID
}

// plain returns a text of the provider's as its words.
func (w *writer) plain(t content.Text) string { return w.say.Plain(t) }

// decides reports whether the contact decides for the client.
func (w *writer) decides() bool { return w.c.Decides(w.Contact) }

// maySay reports whether the contact may answer what is asked of a person: that person, or where
// none is named, somebody who decides.
func (w *writer) maySay(to content.Ref) (reason string) {
	person, isContact := w.c.Person(to.ID)
	switch {
	case to.IsZero() && !w.decides():
		return fmt.Sprintf("%s does not decide for the client", w.Contact.Name)
	case to.IsZero(), to.ID == w.Contact.ID, isContact && w.isShared(person):
		return ""
	case !isContact:
		return "it was asked of you, and not of the client"
	}
	return fmt.Sprintf("it was asked of %s, and %s answers", person.Name, w.Contact.Name)
}

// isShared reports whether the person has the address from which the message came; then it speaks.
func (w *writer) isShared(person *content.Person) bool {
	if !sameAddress(person.Email, w.m.From.Address) || person.Left(w.day) {
		return false
	}
	w.Contact = person
	return true
}
