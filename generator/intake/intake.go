// Package intake puts what clients answered where it belongs. Of each message, a mail or the
// answer of a form that package inbox has read, Plan finds the item that it answers, looks whether
// its sender is a contact who may say so, and makes edits of it: of fields, by the line, or new
// entries. It changes no file itself.
//
// A message is text from a stranger. It names what it answers by an address which is looked for
// among what the client's portal has, and never made a path. Its words are written so that they
// are shown as words. What can't be placed, or what its sender may not say, becomes a draft with
// the reason, for the provider to look at; and what is not even from somebody who knows the portal
// is left where it is.
package intake

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
	"rapport/generator/inbox"
	"rapport/generator/phrase"
)

// Input is what is known when messages are taken in.
type Input struct {
	Provider *content.Provider
	Clients  []*content.Client // read with drafts, which are found by their source
	AsOf     time.Time
	Taken    map[string]bool                   // ids of messages that were taken in before, wherever that is remembered; may be nil
	Read     func(name string) ([]byte, error) // a file of the workspace, by its slash path

	// Speak returns a speaker to the readers of a language: new entries have titles.
	Speak func(tag string) (*phrase.Speaker, error)
}

// An Outcome is what became of a message.
type Outcome string

// The outcomes.
const (
	Written Outcome = "written" // into the fields it belongs to, or as an entry of its own
	Drafted Outcome = "draft"   // it waits as a draft, with the reason
	Already Outcome = "already" // it was taken in before, or the same stands there
	Nothing Outcome = "nothing" // nobody wrote it, or it says nothing: thrown away
	Left    Outcome = "left"    // nobody knows whose it is: left where it was
)

// A Result is what becomes of one message.
type Result struct {
	Message    *inbox.Message
	Outcome    Outcome
	Client     *content.Client // nil where it is not known
	Engagement string          // id; "" for none
	Contact    *content.Person // who sent it; nil for somebody who is not known
	What       string          // what was said about what, in English: "decision on “Logo colour”"
	Reason     string          // of a draft, or why it was left or thrown away
	Changes    []edits.Change  // files, with what they say afterwards

	edits []edits.Edit
	then  []func() // make the content what it will be
}

// Plan returns what becomes of each message, in the order in which they were sent. The clients'
// content is changed on the way to what it will be, so that two messages about one item are
// taken in one after the other; it serves for nothing else afterwards. So it is with files: each
// change begins with what the one before made of its file.
func Plan(in Input, messages []inbox.Message) ([]Result, error) {
	messages = slices.Clone(messages)
	slices.SortStableFunc(messages, func(a, b inbox.Message) int { return a.At.Compare(b.At) })
	p := &planner{Input: in, taken: TakenIn(in), names: map[string]bool{}, files: map[string][]byte{}}
	results := make([]Result, len(messages))
	for i := range messages {
		var err error
		if results[i], err = p.plan(&messages[i]); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// TakenIn returns the ids of the messages that were taken in, as the content says, and as is
// remembered elsewhere.
func TakenIn(in Input) map[string]bool {
	taken := map[string]bool{}
	for id := range in.Taken {
		taken[id] = true
	}
	for _, c := range in.Clients {
		for i := range c.Goals {
			taken[c.Goals[i].Source.ID] = true
		}
		for _, e := range c.Engagements {
			for _, n := range e.Entries {
				taken[n.Source.ID] = true
			}
			for _, r := range e.Reports {
				taken[r.Source.ID] = true
			}
			for i := range e.Inputs {
				taken[e.Inputs[i].Source.ID] = true
			}
		}
	}
	delete(taken, "")
	return taken
}

// A planner makes edits of messages.
type planner struct {
	Input
	taken map[string]bool
	names map[string]bool   // of new files
	files map[string][]byte // as they will be
}

// read returns a file as it will be.
func (p *planner) read(name string) ([]byte, error) {
	if data, ok := p.files[name]; ok {
		return data, nil
	}
	return p.Read(name)
}

// plan finds whose a message is.
func (p *planner) plan(m *inbox.Message) (Result, error) {
	r := Result{Message: m}
	switch {
	case m.Automatic != "":
		r.Outcome, r.Reason = Nothing, m.Automatic
		return r, nil
	case p.taken[m.ID]:
		r.Outcome = Already
		return r, nil
	}
	said := m
	if p.isColleague(m.From.Address) {
		if m.Forwards == nil {
			r.Outcome, r.Reason = Left, "it is your own mail; a client's can be forwarded with its head, or as an attachment"
			return r, nil
		}
		said = p.forwarded(m)
		if p.taken[said.ID] {
			r.Outcome = Already
			return r, nil
		}
	}
	if said.Sealed != nil && !said.Sealed.Opened {
		r.Outcome, r.Reason = Left, cmp.Or(said.Sealed.Shut, "it is sealed; rapport intake asks for the passphrase of your key, and opens it")
		return r, nil
	}
	clients := p.clientsOf(said)
	switch {
	case len(clients) == 1:
		r.Client = clients[0]
	case said.IsAnswer && len(clients) == 0 && said.Answer.Client != "":
		r.Outcome, r.Reason = Left, "no client has the portal that it names"
		return r, nil
	case len(clients) == 0:
		r.Outcome, r.Reason = Left, "its sender is no contact of any client"
		return r, nil
	default:
		r.Outcome, r.Reason = Left, "its sender is a contact of several clients, and it does not say for which it speaks"
		return r, nil
	}
	w := &writer{planner: p, Result: &r, m: said, c: r.Client}
	err := w.place()
	if err == nil {
		r.Changes, err = edits.Apply(r.edits, p.read)
	}
	if errors.Is(err, front.ErrStyle) {
		w.draft("the file of the item is written in a way that can't be edited here; enter it by hand: " + err.Error())
		r.Changes, err = edits.Apply(r.edits, p.read)
	}
	if err != nil {
		return r, err
	}
	for _, change := range r.Changes {
		p.files[change.File] = change.After
	}
	for _, then := range r.then {
		then()
	}
	if r.Outcome == Written || r.Outcome == Drafted {
		p.taken[m.ID], p.taken[said.ID] = true, true
	}
	return r, nil
}

// forwarded returns the message that one of the provider's people passes on, under the id of that
// which passes it on; one that is sealed has its own wherever it comes from.
func (p *planner) forwarded(m *inbox.Message) *inbox.Message {
	inner := *m.Forwards
	if inner.Sealed == nil {
		inner.ID = m.ID
	}
	inner.Doubt = cmp.Or(m.Doubt, inner.Doubt)
	if inner.At.After(m.At) { // whose clock is wrong, or which has a day alone
		inner.At = m.At
	}
	if inner.Automatic != "" {
		inner.Doubt = cmp.Or(inner.Doubt, inner.Automatic)
	}
	return &inner
}

func (p *planner) isColleague(address string) bool {
	return sameAddress(address, p.Provider.Email) ||
		slices.ContainsFunc(p.Provider.People, func(who content.Person) bool { return sameAddress(address, who.Email) })
}

// clientsOf returns the clients that a message may be of: the one whose portal it names, or else
// those of whom its sender is a contact.
func (p *planner) clientsOf(m *inbox.Message) []*content.Client {
	var found []*content.Client
	for _, c := range p.Clients {
		named := m.Answer.Client != "" && (c.Address == m.Answer.Client || slices.Contains(c.Aliases, m.Answer.Client))
		if named || m.Answer.Client == "" && len(contactsOf(c, m.From.Address)) > 0 {
			found = append(found, c)
		}
	}
	return found
}

// contactsOf returns the contacts of a client who have an address.
func contactsOf(c *content.Client, address string) []*content.Person {
	var found []*content.Person
	for i := range c.Contacts {
		if sameAddress(c.Contacts[i].Email, address) {
			found = append(found, &c.Contacts[i])
		}
	}
	return found
}

// sameAddress compares mail addresses without regard to case.
func sameAddress(a, b string) bool { return a != "" && strings.EqualFold(a, b) }
