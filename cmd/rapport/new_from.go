package main

import (
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/inbox"
	"rapport/generator/scaffold"
)

// fromAnswers says that a new engagement takes up what client.md has under answers.
const fromAnswers = "answers"

// said returns what the client answered to the kickoff: as client.md has it, or as it stands in
// a file that the client sent.
func (c *common) said(from string, r scaffold.Request) ([]scaffold.Said, error) {
	if from == "" {
		return nil, nil
	}
	if r.Known == nil || r.Provider == nil {
		return nil, usagef("--from: the client's files have errors; mend what rapport check shows first")
	}
	client := r.Known.Content
	words := func(service string, ask content.Ask) (scaffold.Said, bool) {
		a := client.Answered(content.AskName(service, ask.ID))
		if a == nil {
			return scaffold.Said{}, false
		}
		who, _ := client.Person(a.By.ID)
		s := scaffold.Said{Words: a.Words, On: a.On}
		if who != nil {
			s.Who = who.Name
		}
		return s, true
	}
	if from != fromAnswers {
		sent, err := c.sent(from, client)
		if err != nil {
			return nil, err
		}
		words = func(service string, ask content.Ask) (scaffold.Said, bool) {
			s := scaffold.Said{Words: strings.TrimSpace(sent.Answer.Get(answer.AskField(service, ask.ID))), Who: sent.From.Name}
			for _, person := range client.Contacts {
				if person.Email != "" && strings.EqualFold(person.Email, sent.From.Address) {
					s.Who = person.Name
				}
			}
			if !sent.At.IsZero() {
				s.On = calendar.DateOf(sent.At)
			}
			return s, s.Words != ""
		}
	}
	var all []scaffold.Said
	add := func(service string, asks []content.Ask) {
		for _, ask := range asks {
			s, answered := words(service, ask)
			if !answered {
				continue
			}
			s.Into, s.Question = ask.Into, r.Say.Plain(ask.Q)
			if ask.Q.IsZero() {
				s.Question = r.Say.Get("ask_" + ask.ID)
			}
			all = append(all, s)
		}
	}
	add("", r.Provider.CommonAsks())
	for _, s := range r.Provider.Services {
		if r.Service == "" || r.Service == s.ID {
			add(s.ID, s.Asks)
		}
	}
	if all == nil {
		return nil, usagef("--from %s: nothing in it answers a question of this client's kickoff", from)
	}
	return all, nil
}

// sent returns the answers to the kickoff that a file holds, the latest where it holds several.
func (c *common) sent(name string, client *content.Client) (inbox.Message, error) {
	data, err := readNamed(name)
	if err != nil {
		return inbox.Message{}, usagef("--from %q cannot be read; name the file of a mail or of JSON, or write --from answers for those in client.md", name)
	}
	messages, err := inbox.Read(data)
	if err != nil {
		return inbox.Message{}, usagef("--from %s: %w", name, err)
	}
	var found inbox.Message
	for _, m := range messages {
		if m.IsSealed() {
			return found, usagef("--from %s: its answers are sealed; take them in with rapport intake, and write --from answers", name)
		}
		if m.IsAnswer && m.Answer.Action == answer.Kickoff && m.Answer.Client == client.Address {
			found = m
		}
	}
	if !found.IsAnswer {
		return found, usagef("--from %s: it holds no answers to the kickoff of the portal %s; look whose it is", name, client.Address)
	}
	return found, nil
}
