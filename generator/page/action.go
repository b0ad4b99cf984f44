package page

import (
	"html/template"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// An Action is what a client can do about something: answer it, decide it, say that it is
// done. It is a form where the provider has an address that takes forms, and mails that are
// already written; both say in the same fields where the answer belongs.
type Action struct {
	ID      string        // anchor on the page
	Item    string        // what it is about, for a script that remembers what was answered: "shop/journal/2026-10-01-logo"; "" for nothing that is open
	Kind    string        // answer, decide, change, read, sent, done, feedback, concern or question; also what a host calls the form
	Title   string        // "Your decision"
	What    template.HTML // which of several that stand together; ""
	Place   *Link         // where the thing itself is sent; nil for a thing that is only told of
	To      string        // where the form goes; "" where nothing takes one: then only the mails are left
	Netlify bool          // the host receives the form by its kind
	Fixed   []FormValue   // hidden fields, which tell where the answer belongs
	Fields  []FormField   // what the client fills in, its name and address apart
	Send    string        // "Send the decision"
	Mails   []Mailing
	Mail    string   // mailto: link with a subject alone, for a script to put into a mail what was filled in; ""
	Ticks   []string // what can be ticked on paper
	Seal    *Sealing // how the answer leaves a sealed portal: then To, Mails and Mail are empty; nil for one that everybody may read
	Shut    bool     // nothing can be sent: the portal is sealed, and there is no key to seal an answer to
}

// A Sealing is how an answer leaves a sealed portal: a script seals what was filled in, and sends
// that alone, in a form of its own or in a mail.
type Sealing struct {
	Recipient string // the provider's public key of age
	Script    string // that seals
	To        string // where the form goes; "" where nothing takes one: then only the mail is left
	Netlify   bool   // the host receives the form, by its name sealed-answer
	Client    string // the address of the portal
	Address   string // to which mails go
	Mail      string // mailto: link with a subject that tells nothing
}

// A FormValue is the value of a hidden field.
type FormValue struct{ Name, Value string }

// A FormField is a question of a form.
type FormField struct {
	ID, Name  string
	Kind      FieldKind
	Label     string
	Required  bool
	Options   []FormOption
	Low, High string // what the ends of a scale mean
}

// A FieldKind is how a field is filled in.
type FieldKind string

// The kinds of fields.
const (
	WordsField  FieldKind = "words"  // lines of text
	LineField   FieldKind = "line"   // one line of text
	ChoiceField FieldKind = "choice" // one of few, all of them in sight
	ListField   FieldKind = "list"   // one of several
	ScaleField  FieldKind = "scale"  // a number
)

// A FormOption is a choice of a field.
type FormOption struct {
	Value, Text string
	Chosen      bool // to begin with
}

// A Mailing is a mail that is already written.
type Mailing struct{ Text, Href string }

// A task is what is to be done about an open item of the client's.
type task struct {
	name     string        // of its texts, and of the form at a host
	does     answer.Action // "" where the client chooses what
	words    string        // key of what the client's words are called
	required bool          // without words nothing is said
}

// tasks has one for each kind of item that waits for a client. A concern waits for the
// provider alone.
var tasks = map[facts.ItemKind]task{
	facts.QuestionItem: {name: "answer", does: answer.Reply, words: "act_words", required: true},
	facts.DecisionItem: {name: "decide", does: answer.Decide, words: "act_remark"},
	facts.ChangeItem:   {name: "change", words: "act_remark"},
	facts.ReviewItem:   {name: "read", does: answer.Read, words: "act_remark"},
	facts.InputItem:    {name: "sent", does: answer.Sent, words: "act_sent_words"},
	facts.ActionItem:   {name: "done", does: answer.Done, words: "act_remark"},
	facts.FeedbackItem: {name: "feedback", does: answer.Feedback},
	facts.RequestItem:  {name: "question", does: answer.Question, words: "act_words", required: true},
}

// replies are what a client can say to a change.
var replies = []answer.Action{answer.Accept, answer.Talk, answer.Decline}

// action is what the client can do about an item that waits for it.
func (c *chapter) action(open *facts.OpenItem) Action {
	t := tasks[open.Kind]
	of := answer.Answer{Client: c.p.Client.Address, Engagement: c.id, Item: open.Address(), Action: t.does}
	b := c.p.form(c.at, place.Answer(c.e, open).Anchor, t.name, of)
	b.Item, b.subject = c.id+"/"+of.Item, c.say.Subject(open)
	switch open.Kind {
	case facts.DecisionItem:
		if options := open.Entry.Decision.Options; len(options) > 0 {
			b.options(c.options(options))
		} else { // the words are the decision
			t.words, t.required = "act_words", true
		}
	case facts.ChangeItem:
		b.replies()
	case facts.FeedbackItem:
		b.rating()
	case facts.InputItem:
		b.Place = c.sendTo(open.Input.Content)
		if to := phrase.SendTo(c.p.Provider, c.e, open.Input.Content); to != "" && !strings.Contains(to, "://") {
			b.place = to
		}
	case facts.ActionItem:
		b.What = c.openWhat(open)
	}
	if t.words != "" {
		b.words(t.words, t.required)
	}
	return b.finish()
}

// actions are what the client can do about the items of an entry.
func (c *chapter) actions(n *content.Entry) []Action {
	var all []Action
	for i := range c.f.Open {
		open := &c.f.Open[i]
		entry := open.Entry
		if open.Request != nil {
			entry = open.Request.Content.Entry
		}
		if entry == n && c.waitsForClient(open) {
			all = append(all, c.action(open))
		}
	}
	return all
}

// waitsForClient tells whether the client can do something about an open item.
func (c *chapter) waitsForClient(open *facts.OpenItem) bool {
	_, known := tasks[open.Kind]
	return known && open.Side == facts.TheClient
}

// todo says what is to be done about an item that waits for the client, the verb first.
func (c *chapter) todo(open *facts.OpenItem) template.HTML {
	key, what := "todo_"+tasks[open.Kind].name, c.openWhat(open)
	if open.Report != nil {
		switch period := open.Report.Period; period.Kind {
		case calendar.Month, calendar.Quarter, calendar.Year:
			what = escape(c.say.Period(period))
		default:
			key = "todo_read_titled"
		}
	}
	before, after, _ := strings.Cut(string(escape(c.say.Blank(key, "what"))), "{what}")
	return template.HTML(before) + what + template.HTML(after)
}

// do is the link to where the client can do something about an open item.
func (c *chapter) do(open *facts.OpenItem) *Link {
	return &Link{Text: escape(c.say.Get("act_" + tasks[open.Kind].name)), Href: place.Answer(c.e, open).From(c.at)}
}

// options are the options of a decision, in plain words. The value is the option as it is
// written, by which it is found again.
func (c *chapter) options(items []content.Item) []FormOption {
	var all []FormOption
	for _, o := range items {
		all = append(all, FormOption{Value: o.What.Raw, Text: c.say.Plain(o.What)})
	}
	return all
}
