package page

import (
	"cmp"
	"strconv"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/place"
)

// A former puts a form and its mails together.
type former struct {
	Action
	p       *planner
	at      string // the page
	of      answer.Answer
	subject string // of the mails
	place   string // the mail address to which the thing itself is sent; "" for another place
	choices []choice
	prompts []answer.Prompt
}

// A choice is one of several answers, of which each has its mail.
type choice struct {
	text string
	of   answer.Answer
}

// form begins a form on a page, with what tells where its answer belongs. Its name is that
// of its texts, and of the form at a host.
func (p *planner) form(at, id, name string, of answer.Answer) *former {
	b := &former{p: p, at: at, of: of, Action: Action{
		ID: id, Kind: name, Title: p.say.Get("act_" + name + "_title"), Send: p.say.Get("act_" + name + "_send"),
	}}
	switch to := p.Provider.FeedbackTo; to {
	case "":
	case "netlify":
		b.Netlify, b.To = true, place.Thanks.Place().From(at)
	default:
		b.To = to
	}
	return b
}

// field adds a field, whose id is made of the form's.
func (b *former) field(f FormField) {
	f.ID = b.ID + "_" + f.Name
	b.Fields = append(b.Fields, f)
}

// words adds a field for the client's words.
func (b *former) words(key string, required bool) {
	label := b.p.say.Get(key)
	b.field(FormField{Name: answer.TextField, Kind: WordsField, Label: label, Required: required})
	if required && b.Item != "" {
		label = b.subject // what is answered stands nowhere else in the mail
	}
	b.prompts = append(b.prompts, answer.Prompt{Field: answer.TextField, Question: label})
}

// options adds the options of a decision, and that it is none of them.
func (b *former) options(options []FormOption) {
	options = append(options, FormOption{Text: b.p.say.Get("act_none")})
	for _, o := range options {
		of := b.of
		of.Choice = o.Value
		b.choices = append(b.choices, choice{o.Text, of})
	}
	b.field(FormField{Name: answer.ChoiceField, Kind: ChoiceField, Label: b.p.say.Get("act_choose"), Required: true, Options: options})
}

// replies adds what can be said to a change.
func (b *former) replies() {
	var options []FormOption
	for _, reply := range replies {
		of, text := b.of, b.p.say.Get("act_"+string(reply))
		of.Action = reply
		b.choices = append(b.choices, choice{text, of})
		options = append(options, FormOption{Value: string(reply), Text: text})
	}
	b.field(FormField{Name: answer.ActionField, Kind: ChoiceField, Label: b.p.say.Get("act_choose"), Required: true, Options: options})
}

// rating adds what a round of feedback asks.
func (b *former) rating() {
	say := b.p.say
	ask := func(name, key string, f FormField) {
		f.Name, f.Label = name, say.Get(key)
		b.field(f)
		b.prompts = append(b.prompts, answer.Prompt{Field: name, Question: f.Label})
	}
	ask(answer.WellField, "feedback_form_well", FormField{Kind: WordsField})
	ask(answer.BetterField, "feedback_form_better", FormField{Kind: WordsField})
	for _, scale := range []struct {
		name     string
		from, to int
		required bool
	}{{answer.NPSField, 0, 10, true}, {answer.CSATField, 1, 5, false}} {
		f := FormField{Kind: ScaleField, Required: scale.required}
		for n := scale.from; n <= scale.to; n++ {
			f.Options = append(f.Options, FormOption{Value: strconv.Itoa(n), Text: strconv.Itoa(n)})
		}
		key := "feedback_form_" + scale.name
		f.Low, f.High = say.Named(f.Options[0].Text, say.Get(key+"_low")), say.Named(f.Options[len(f.Options)-1].Text, say.Get(key+"_high"))
		ask(scale.name, key, f)
	}
}

// signed are the actions that say one thing alone, which can be ticked.
var signed = map[answer.Action]bool{answer.Read: true, answer.Sent: true, answer.Done: true}

// finish adds what tells where the answer belongs, and the mails.
func (b *former) finish() Action {
	asked := map[string]bool{}
	for _, f := range b.Fields {
		asked[f.Name] = true
	}
	for _, f := range []FormValue{
		{answer.VersionField, answer.Version}, {answer.ClientField, b.of.Client}, {answer.EngagementField, b.of.Engagement},
		{answer.ItemField, b.of.Item}, {answer.ActionField, string(b.of.Action)},
	} {
		if !asked[f.Name] {
			b.Fixed = append(b.Fixed, f)
		}
	}
	for _, c := range b.choices {
		b.Ticks = append(b.Ticks, c.text)
	}
	if b.choices == nil {
		b.choices = []choice{{"", b.of}}
		if signed[b.of.Action] {
			b.Ticks = []string{b.Send}
		}
	}
	if b.p.Sealing != nil {
		return b.sealed()
	}
	b.Mail = mailto(b.p.Provider.Email, b.subject)
	for _, c := range b.choices {
		b.Mails = append(b.Mails, b.mailing(c))
	}
	if b.place != "" { // what is sent there says that it was
		b.Place.Href = b.letter(b.place, b.subject, b.of)
	}
	return b.Action
}

// sealed takes away whatever would tell of an answer, and says how it is sealed instead.
func (b *former) sealed() Action {
	say, key := b.p.say, b.p.Sealing
	if key.Recipient == "" {
		b.To, b.Netlify, b.Shut = "", false, true
		return b.Action
	}
	b.Seal = &Sealing{
		Recipient: key.Recipient, Script: place.Place{File: key.Script}.From(b.at), To: b.To, Netlify: b.Netlify,
		Client: b.p.Client.Address, Address: b.p.Provider.Email, Mail: mailto(b.p.Provider.Email, say.Get("act_seal_subject")),
	}
	if b.Netlify { // the door is there for the host, and leads on to a page that only the reader's browser can open
		root := strings.TrimSuffix(place.Home.Place().From(b.at), place.Home.Place().File)
		b.Seal.To = cmp.Or(root, "./") + "?~sent=" + place.Thanks.Place().File
	}
	b.To, b.Netlify = "", false
	return b.Action
}

// mailing is the mail of a choice.
func (b *former) mailing(c choice) Mailing {
	subject := b.subject
	if c.text != "" {
		subject = b.p.say.Say("title_page", "page", c.text, "site", subject)
	}
	label := cmp.Or(c.text, b.p.say.Get("act_write"))
	if signed[c.of.Action] {
		label = b.Send
	}
	return Mailing{Text: label, Href: b.letter(b.p.Provider.Email, subject, c.of)}
}

// letter is the link to a mail that says where the answer in it belongs.
func (b *former) letter(to, subject string, of answer.Answer) string {
	text := of.Mail(b.prompts, b.p.say.Get("act_mail_leave"))
	return mailto(to, subject) + "&body=" + queryEscape(strings.ReplaceAll(text, "\n", "\r\n"))
}
