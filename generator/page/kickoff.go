package page

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/content"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// Kickoff is the page on which the client says what it wants, before the work begins and once a
// year after.
type Kickoff struct {
	Asking *Asking // nil where nothing is asked
	Goals  []SaidGoal
	Told   []ToldAnswer
}

// Asking is what is asked, with one form, or one mail, for all of it.
type Asking struct {
	Action // its fields are those of who answers
	Groups []AskGroup
}

// An AskGroup is what one service asks, or what is asked whatever the service.
type AskGroup struct {
	Heading string // of a service; "" where there is one group only
	Asks    []AskField
}

// An AskField is a question with the field for its answer, and those that go with it.
type AskField struct {
	Question template.HTML
	Number   int
	Field    FormField
	Also     string // heading of More; "" for none
	More     []FormField
}

// A SaidGoal is a goal in the client's words, who said it when, and a form for whether it is
// still true.
type SaidGoal struct {
	Want, Why template.HTML
	Said      string
	Action    Action
}

// kickoff plans the page on which the client says what it wants. It depends on the day, since
// what is asked does.
func (p *planner) kickoff(at string) (head, *Kickoff) {
	body := &Kickoff{}
	if len(p.Facts.Asked) > 0 {
		body.Asking = p.asking(at)
	}
	w := p.clientText(at)
	for _, g := range p.Facts.Unsure {
		body.Goals = append(body.Goals, SaidGoal{Want: w.inline(g.Want), Why: w.inline(g.Why), Said: p.said(g), Action: p.stillTrue(at, g)})
	}
	for i := range p.Facts.Content.Answers {
		body.Told = append(body.Told, p.toldAnswer(&p.Facts.Content.Answers[i], at))
	}
	return p.head("page_kickoff").today(), body
}

// asking puts what is asked into a form.
func (p *planner) asking(at string) *Asking {
	of := answer.Answer{Client: p.Client.Address, Item: answer.KickoffItem, Action: answer.Kickoff}
	b := p.form(at, "a_kickoff", "kickoff", of)
	b.Kind += "-" + p.Client.Address // each client's form has questions of its own
	b.Item, b.subject = answer.KickoffItem, p.say.Say("kickoff_subject", "client", p.Client.Name)
	var groups []AskGroup
	for i, asked := range p.Facts.Asked {
		if i == 0 || asked.Service != p.Facts.Asked[i-1].Service {
			groups = append(groups, AskGroup{Heading: p.serviceName(asked.Service)})
		}
		ask := AskField{Question: p.question(content.AskName(asked.Service, asked.Ask.ID), at), Number: i + 1}
		plain := strconv.Itoa(ask.Number) + ". " + markdown.Words(ask.Question)
		ask.Field = b.made(FormField{Name: answer.AskField(asked.Service, asked.Ask.ID), Kind: WordsField, Label: plain})
		b.prompts = append(b.prompts, answer.Prompt{Field: ask.Field.Name, Question: plain})
		switch asked.Ask.Into {
		case content.IntoPrefers:
			ask.More = b.preferences()
		case content.IntoContacts:
			ask.Also, ask.More = p.say.Get("kickoff_contact"), b.newContact()
		}
		last := &groups[len(groups)-1]
		last.Asks = append(last.Asks, ask)
	}
	if len(groups) == 1 {
		groups[0].Heading = ""
	}
	b.Fields = nil
	action := b.finish()
	if len(action.Mails) > 0 && len(action.Mails[0].Href) > longestLink { // the questions stand on the page, under their numbers
		for i := range b.prompts {
			b.prompts[i].Question = strconv.Itoa(i + 1)
		}
		action.Mails = []Mailing{b.mailing(choice{"", b.of})}
	}
	return &Asking{action, groups}
}

// longestLink is how long a link may be that every mail program takes whole.
const longestLink = 2000

// made adds a field, and returns it with its id.
func (b *former) made(f FormField) FormField {
	b.field(f)
	return b.Fields[len(b.Fields)-1]
}

// preferences ask how who answers likes to hear from the provider. Each may be asked once
// in a form.
func (b *former) preferences() []FormField {
	if slices.ContainsFunc(b.Fields, func(f FormField) bool { return f.Name == answer.PrefersByField }) {
		return nil
	}
	list := func(name, label, key string, values ...string) FormField {
		f := FormField{Name: name, Kind: ListField, Label: b.p.say.Get(label), Options: []FormOption{{Text: b.p.say.Get("kickoff_any")}}}
		for _, value := range values {
			f.Options = append(f.Options, FormOption{Value: value, Text: b.p.say.Get(key + value)})
		}
		return b.made(f)
	}
	return []FormField{
		list(answer.PrefersByField, "kickoff_by", "prefers_by_", "mail", "phone", "portal"),
		list(answer.PrefersNewsField, "kickoff_news", "prefers_news_", "each", "weekly", "none"),
	}
}

// newContact asks of somebody who is not among the contacts.
func (b *former) newContact() []FormField {
	if slices.ContainsFunc(b.Fields, func(f FormField) bool { return f.Name == answer.ContactNameField }) {
		return nil
	}
	line := func(name, label string) FormField {
		return b.made(FormField{Name: name, Kind: LineField, Label: b.p.say.Get(label)})
	}
	return []FormField{
		line(answer.ContactNameField, "kickoff_contact_name"), line(answer.ContactRoleField, "kickoff_contact_role"),
		line(answer.ContactEmailField, "kickoff_contact_email"), line(answer.ContactDecidesField, "people_decides"),
	}
}

// stillTrue asks whether the client still wants what it once said.
func (p *planner) stillTrue(at string, g content.Goal) Action {
	of := answer.Answer{Client: p.Client.Address, Item: answer.GoalItem(g.ID), Action: answer.True}
	b := p.form(at, place.Goal(g.ID).Anchor, "true", of)
	b.Item, b.subject = of.Item, p.say.Plain(g.Want)
	var options []FormOption
	for _, value := range []string{answer.StillTrue, answer.Changed} {
		of, text := b.of, p.say.Get("act_"+value)
		of.Choice = value
		b.choices = append(b.choices, choice{text, of})
		options = append(options, FormOption{Value: value, Text: text})
	}
	b.field(FormField{Name: answer.ChoiceField, Kind: ChoiceField, Label: p.say.Get("act_choose"), Required: true, Options: options})
	b.words("act_true_words", false)
	return b.finish()
}

// wishes are what the client is asked about what it wants, as needs of the first page: last,
// and without a day.
func (p *planner) wishes(at string) []Need {
	state := p.state("action_open", Plain)
	do := func(to place.Place) *Link { return &Link{Text: escape(p.say.Get("act_answer")), Href: to.From(at)} }
	var all []Need
	if n := len(p.Facts.Asked); n > 0 {
		to := place.Kickoff.Place()
		all = append(all, Need{Name: escape(p.say.Get("page_kickoff")), What: escape(p.say.Plural("todo_kickoff", n)), Href: to.From(at), Do: do(to), Item: answer.KickoffItem, State: state})
	}
	for _, g := range p.Facts.Unsure {
		to, want := place.Goal(g.ID), p.clientText(at).inline(g.Want)
		before, after, _ := strings.Cut(string(escape(p.say.Blank("todo_true", "what"))), "{what}")
		all = append(all, Need{Name: want, What: template.HTML(before) + want + template.HTML(after), Href: to.From(at), Do: do(to), Item: answer.GoalItem(g.ID), State: state})
	}
	return all
}
