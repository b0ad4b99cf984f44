package page

import (
	"cmp"
	"slices"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// Feedback is the page on which the client speaks of its own accord.
type Feedback struct {
	Ask, Tell, Concern Action
	TellFirst          bool // there is something that the client was not heard about: ask that first
	Next               Day
	People             []Contact // named people to call
	Rounds             []Entry
	None               string // said where nobody was asked
}

// Thanks is the page that follows a form.
type Thanks struct {
	Who    string // "Mara Visser reads it and enters it on this portal."
	Within string // "You hear from us within 1 working day."; "" where that is not promised
}

// feedback plans the page on which the client speaks of its own accord. What it asks
// first follows the rhythm: after a report, or when a round is open, what the client
// thinks; else whether there is a question. Neither depends on the day.
func (p *planner) feedback(at string) (head, *Feedback) {
	h := p.head("page_feedback")
	body := &Feedback{}
	var next calendar.Date
	var about string          // the engagement that the client was not heard about
	var round *facts.OpenItem // that it was asked for
	for _, f := range p.Facts.Engagements {
		c := p.chapter(f, at)
		for _, n := range slices.Backward(f.Content.Entries) {
			if n.Kind == content.FeedbackKind {
				body.Rounds = append(body.Rounds, c.line(n))
			}
		}
		if lead := p.contact(f.Content.Lead.ID); lead != nil && !slices.ContainsFunc(body.People, func(c Contact) bool { return c == *lead }) {
			body.People = append(body.People, *lead)
		}
		for _, o := range f.Rhythm {
			if o.Kind == facts.Feedbacks && o.State == facts.Upcoming && (next == 0 || o.Due < next) {
				next = o.Due
			}
		}
		if open := c.openRound(); open != nil && round == nil {
			about, round = c.id, open
		} else if about == "" && c.unheard() {
			about = c.id
		}
	}
	body.None = p.say.Get("feedback_empty")
	if next != 0 {
		body.None = p.say.Get("feedback_empty_yet")
		body.Next = p.fullDay(next)
		h = h.today()
	}
	body.Ask, body.Concern, body.TellFirst = p.questionForm(at), p.concernForm(at), about != ""
	body.Tell = p.tellForm(at, about, round)
	return h, body
}

// openRound is the newest round of feedback in which the client was asked and has not
// answered; nil for none.
func (c *chapter) openRound() *facts.OpenItem {
	var newest *facts.OpenItem
	for i := range c.f.Open {
		if open := &c.f.Open[i]; open.Kind == facts.FeedbackItem && (newest == nil || open.Opened > newest.Opened) {
			newest = open
		}
	}
	return newest
}

// unheard tells whether the client was not heard since the newest report.
func (c *chapter) unheard() bool {
	var heard calendar.Date
	for _, n := range c.e.Entries {
		if n.Kind == content.FeedbackKind {
			heard = max(heard, n.Feedback.Given)
		}
	}
	reports := c.e.Reports
	return c.e.Status != content.Closed && len(reports) > 0 && reports[len(reports)-1].Date > heard
}

// unasked begins the form of something that the client says of its own accord. Where
// there are several engagements, it chooses which it is about; elsewhere is what it can
// choose instead of all of them, "" for nothing.
func (p *planner) unasked(at, anchor, name string, does answer.Action, chosen, elsewhere string) *former {
	of := answer.Answer{Client: p.Client.Address, Action: does}
	if p.portal.Single {
		of.Engagement = p.portal.Engagements[0].ID
	}
	b := p.form(at, anchor, name, of)
	b.subject, b.Title = p.say.Say("title_page", "page", p.say.Get("kind_"+name), "site", p.Client.Name), "" // the page's headings say it
	if len(p.portal.Engagements) < 2 {
		return b
	}
	var options []FormOption
	for _, e := range p.portal.Engagements {
		options = append(options, FormOption{Value: e.ID, Text: e.Title, Chosen: e.ID == chosen})
	}
	if elsewhere != "" {
		options = append(options, FormOption{Text: p.say.Get(elsewhere)})
	}
	b.field(FormField{Name: answer.EngagementField, Kind: ListField, Label: p.say.Get("help_form_topic"), Options: options})
	return b
}

// questionForm is the form for a question of the client's own.
func (p *planner) questionForm(at string) Action {
	b := p.unasked(at, "f_ask", "question", answer.Question, "", "about_other")
	b.words("help_form_question", true)
	return b.finish()
}

// concernForm is the form for what bothers the client.
func (p *planner) concernForm(at string) Action {
	b := p.unasked(at, "f_concern", "concern", answer.Concern, "", "about_other")
	var options []FormOption
	for _, about := range []string{"price", "delivery", "cooperation", "quality", "other"} {
		options = append(options, FormOption{Value: about, Text: p.say.Get("about_" + about), Chosen: about == "other"})
	}
	b.field(FormField{Name: answer.AboutField, Kind: ListField, Label: p.say.Get("act_concern_about"), Options: options})
	b.words("act_concern_words", true)
	return b.finish()
}

// tellForm is the form for what the client thinks of the work: of an open round, if there
// is one.
func (p *planner) tellForm(at, about string, round *facts.OpenItem) Action {
	if round != nil {
		b := p.form(at, "f_tell", "feedback", answer.Answer{Client: p.Client.Address, Engagement: about, Item: round.Address(), Action: answer.Feedback})
		b.Item, b.subject, b.Title = about+"/"+b.of.Item, p.say.Subject(round), ""
		b.rating()
		return b.finish()
	}
	b := p.unasked(at, "f_tell", "feedback", answer.Feedback, cmp.Or(about, p.portal.first()), "")
	b.rating()
	return b.finish()
}

// first is the id of the portal's first engagement; "" where there is none.
func (p *Portal) first() string {
	if len(p.Engagements) == 0 {
		return ""
	}
	return p.Engagements[0].ID
}

// thanks plans the page that follows a form. It says who takes the answer in, and when
// the client hears of it.
func (p *planner) thanks(string) (head, *Thanks) {
	name := p.Provider.Name
	if lead := p.portal.Lead; lead != nil && p.onlyLead() {
		name = lead.Name
	}
	body := &Thanks{Who: p.say.Say("thanks_who", "name", name)}
	for _, ch := range p.Provider.Channels {
		byMail := strings.Contains(ch.Address, "@") && !strings.Contains(ch.Address, "://")
		if within := p.say.Duration(ch.AnswerWithin, false); byMail && within != "" && (body.Within == "" || ch.Address == p.Provider.Email) {
			body.Within = p.say.Say("thanks_within", "time", within)
		}
	}
	return p.head("page_thanks"), body
}

// onlyLead tells whether the same person leads all work that goes on.
func (p *planner) onlyLead() bool {
	leads := map[string]bool{}
	for _, f := range p.Facts.Engagements {
		if f.Content.Status != content.Closed {
			leads[f.Content.Lead.ID] = true
		}
	}
	return len(leads) < 2
}
