package page

import (
	"html/template"
	"strings"

	"rapport/generator/content"
)

// Told is what the client said at the outset, and what has to stay as it is.
type Told struct {
	Constraints []template.HTML
	Answers     []ToldAnswer
}

// A ToldAnswer is what the client said to a question, in its own words.
type ToldAnswer struct {
	Question template.HTML
	Words    []string // a paragraph each
	Who      string   // ""
	Mark     string   // "Your own words, 3 October 2026"
}

// told is what the client said that concerns an engagement; nil where it said nothing.
func (c *chapter) told() *Told {
	t := &Told{}
	w := c.p.clientText(c.at)
	for _, constraint := range c.p.Facts.Content.Constraints {
		t.Constraints = append(t.Constraints, w.inline(constraint))
	}
	for i := range c.p.Facts.Content.Answers {
		a := &c.p.Facts.Content.Answers[i]
		if service, _, ok := strings.Cut(a.To, "/"); !ok || service == c.e.Service.ID {
			t.Answers = append(t.Answers, c.p.toldAnswer(a, c.at))
		}
	}
	if t.Constraints == nil && t.Answers == nil {
		return nil
	}
	return t
}

// toldAnswer is an answer with its question, which may have been asked in other words.
func (p *planner) toldAnswer(a *content.Answer, at string) ToldAnswer {
	told := ToldAnswer{Question: p.question(a.To, at), Who: p.name(a.By.ID), Mark: p.say.Get("own_words")}
	for _, words := range strings.Split(a.Words, "\n") {
		if words = strings.TrimSpace(words); words != "" {
			told.Words = append(told.Words, words)
		}
	}
	if a.On != 0 {
		told.Mark = p.say.Say("own_words_on", "date", p.say.Date(a.On))
	}
	return told
}

// question is what is asked under a name; the name itself where nobody asks that any more.
func (p *planner) question(name, at string) template.HTML {
	for _, ask := range p.Provider.CommonAsks() {
		if ask.ID == name {
			return p.asked("", ask, at)
		}
	}
	for i := range p.Provider.Services {
		s := &p.Provider.Services[i]
		for _, ask := range s.Asks {
			if content.AskName(s.ID, ask.ID) == name {
				return p.asked(s.Path, ask, at)
			}
		}
	}
	return escape(name)
}

// asked is the question of a service's file, "" for the provider's.
func (p *planner) asked(file string, ask content.Ask, at string) template.HTML {
	if ask.Q.IsZero() {
		return escape(p.say.Get("ask_" + ask.ID))
	}
	w := p.providerText(at)
	if file != "" {
		w.file = file
	}
	return w.inline(ask.Q)
}
