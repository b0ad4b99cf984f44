package inbox

import (
	"slices"
	"strings"

	"rapport/generator/answer"
)

// A Sealed is an answer from a sealed portal, which the provider's key opens.
type Sealed struct {
	Armour string // as age writes it; "" where it cannot be made out
	Portal string // the address of the portal that the form says it comes from; "" for none said
	Opened bool
	Shut   string // why it is not opened, once that is known
}

// damaged is why an armour that was found can't be opened.
const damaged = "its sealed answer was cut off or changed on the way; ask for it again, as a file"

// findSealed finds the sealed answer in the texts of a message, the first of those that differ. The
// message is known by it: one that is sent again, by whoever saw it pass, is the same.
func (m *Message) findSealed(texts ...string) {
	var all []string
	isCut := false
	for _, text := range texts {
		found, cut := answer.FindArmours(text)
		for _, one := range found {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
		isCut = isCut || cut
	}
	switch {
	case len(all) > 0:
		m.Sealed, m.Others = &Sealed{Armour: all[0]}, len(all)-1
		m.ID = hash([]byte(all[0]))
	case isCut:
		m.Sealed = &Sealed{Shut: damaged}
	}
}

// envelope makes a message of what the form of a sealed portal sends. What stands outside the seal
// is nobody's word.
func (m *Message) envelope(sealed string) {
	portal := m.Answer.Client
	m.IsAnswer, m.Answer, m.From, m.Words, m.Whole = false, answer.Answer{}, Sender{}, "", ""
	if m.findSealed(sealed); m.Sealed == nil {
		m.Sealed = &Sealed{Shut: damaged}
	}
	m.Sealed.Portal = portal
}

// readArmours reads a file that holds sealed answers and nothing else.
func readArmours(text string) []Message {
	found, cut := answer.FindArmours(text)
	var all []Message
	for _, one := range found {
		m := Message{By: Form}
		m.findSealed(one)
		all = append(all, m)
	}
	if cut {
		all = append(all, Message{By: Form, ID: hash([]byte(text)), Sealed: &Sealed{Shut: damaged}})
	}
	return all
}

// IsSealed reports whether the message, or what it passes on, holds an answer that could be opened.
func (m *Message) IsSealed() bool {
	return m.Sealed != nil && m.Sealed.Armour != "" || m.Forwards != nil && m.Forwards.IsSealed()
}

// Open opens what is sealed in the message, and in what it passes on. What stands inside decides;
// of what stands around it only who sent a mail is looked at again, by whoever takes it in.
// Decrypt opens an armour; its error says why it does not.
func (m *Message) Open(decrypt func(armour string) ([]byte, error)) {
	if m.Forwards != nil {
		m.Forwards.Open(decrypt)
	}
	s := m.Sealed
	if s == nil || s.Armour == "" || s.Opened {
		return
	}
	said, err := decrypt(s.Armour)
	if err != nil {
		s.Shut = err.Error()
		return
	}
	inner, at, err := answer.ReadSealed(said)
	switch {
	case err != nil:
		s.Shut = err.Error()
		return
	case s.Portal != "" && s.Portal != inner.Client:
		s.Shut = "it was sealed on another portal than the one that its form names"
		return
	}
	s.Opened, s.Shut, m.IsAnswer = true, "", true
	for _, f := range inner.Fields() {
		set(&m.Answer, f.Name, f.Value)
	}
	// A device's clock may be wrong, but what was sent was not sealed later.
	if !at.IsZero() && (m.At.IsZero() || at.Before(m.At)) {
		m.At = at
	}
	from, id := m.From, m.ID
	if m.finish(); m.By == Mail {
		m.From = from
	}
	m.ID = id
	m.Whole = strings.TrimSpace(m.Whole)
}
