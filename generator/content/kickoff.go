package content

import (
	"slices"
	"strings"

	"rapport/generator/answer"
	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// Into is what an answer becomes beside the client's own words, which are always kept.
type Into string

// What answers become.
const (
	IntoNothing     Into = ""
	IntoGoals       Into = "goals"       // a goal of the client
	IntoWhy         Into = "why"         // why that goal matters
	IntoConstraints Into = "constraints" // a constraint of the client
	IntoContacts    Into = "contacts"    // a contact, and what it decides
	IntoPrefers     Into = "prefers"     // how a contact likes to hear from the provider
	IntoDuties      Into = "duties"      // a duty of the client's, in the engagement that is written next
)

// An Ask is a question that the client is asked before the work begins.
type Ask struct {
	ID   string
	Q    Text // zero for one of DefaultAsks, which the portal words itself
	Into Into
	Mark
}

// DefaultAsks returns the questions that are asked where neither the service nor the
// provider asks any. Their words stand in the catalogue of texts.
func DefaultAsks() []Ask {
	return []Ask{
		{ID: "want", Into: IntoGoals},
		{ID: "why", Into: IntoWhy},
		{ID: "when"},
		{ID: "never", Into: IntoConstraints},
		{ID: "decides", Into: IntoContacts},
		{ID: "hear", Into: IntoPrefers},
		{ID: "yourselves", Into: IntoDuties},
	}
}

// AskName is what an answer calls a question: service/id, and the bare id for one that
// no service asks.
func AskName(service, id string) string {
	if service == "" {
		return id
	}
	return service + "/" + id
}

// An Answer is what the client said to a question of the kickoff, in its own words.
type Answer struct {
	To    string // AskName of the question
	Words string // plain text, of one or several lines
	By    Ref
	On    calendar.Date // zero if nobody knows
	Mark
}

// Answered returns what the client said to a question last; nil for nothing.
func (c *Client) Answered(ask string) *Answer {
	for i := range slices.Backward(c.Answers) {
		if c.Answers[i].To == ask {
			return &c.Answers[i]
		}
	}
	return nil
}

// AsksOf returns what an engagement asks before its work begins, with the service that asks
// it, "" where that is the provider. Asks are nil where neither says what to ask.
func (c *Client) AsksOf(e *Engagement) (service string, asks []Ask) {
	for i := range c.offered {
		if s := &c.offered[i]; s.ID == e.Service.ID && s.Asks != nil {
			return s.ID, s.Asks
		}
	}
	return "", c.common
}

// Register is how a portal addresses its reader, in the languages that tell it apart.
type Register string

// The registers.
const (
	Formal   Register = "formal"   // Sie, u, vous, usted, Lei
	Informal Register = "informal" // du, je, tu, tú
)

// Speech is the language in which the portal speaks to the client, as a tag of BCP 47: its
// locale, with the register behind it where the client has one.
func (c *Client) Speech() string {
	if c.Register == "" {
		return c.Locale
	}
	return c.Locale + "-x-" + string(c.Register)
}

var ask = schema.New(
	schema.Key("id", id, func(a *Ask) *string { return &a.ID }, "The name of the question, by which its answer is known.").Required(),
	schema.Key("q", text, func(a *Ask) *Text { return &a.Q }, "What is asked, as one would ask it over coffee.").Required(),
	schema.Key("into", schema.Choice(IntoGoals, IntoWhy, IntoConstraints, IntoContacts, IntoPrefers, IntoDuties), func(a *Ask) *Into { return &a.Into }, "What the answer becomes, beside the client's own words: goals, a goal; why, the reason of the goal that comes with it; constraints, one of them; contacts, who decides on what; prefers, how somebody likes to hear from you; duties, what the client does itself, in the engagement that you write next. Without it the words are kept, and no more."),
).Holds(schema.Free).Marked(func(a *Ask) *Mark { return &a.Mark })

// asks are the questions of a service, or of the provider.
var asks = schema.List(schema.MapOf(ask))

// distinctAsks reports two questions with one id.
func distinctAsks(d *schema.Decoder, n *front.Node) {
	distinct(d, map[string]Mark{}, "asks", n.Get("asks"))
}

var toldAnswer = schema.New(
	schema.Key("to", line, func(a *Answer) *string { return &a.To }, "The question, as service/id of the service's asks; the bare id where no service asks it.").Required(),
	schema.Key("words", words, func(a *Answer) *string { return &a.Words }, "What the client said, in its own words. They are shown as they are, and no mark of Markdown counts in them.").Required(),
	schema.Key("by", contact, func(a *Answer) *Ref { return &a.By }, "Which of the client's people said so."),
	schema.Key("on", date, func(a *Answer) *calendar.Date { return &a.On }, "When.").Begins(),
).Holds(schema.Recorded).Marked(func(a *Answer) *Mark { return &a.Mark })

// words are plain text of one or several lines, as somebody else wrote it.
var words = schema.Form[string]{
	Shape: schema.Shape{Words: "words as they were said, of one or several lines", JSON: anyScalar},
	Read: func(d *schema.Decoder, n *front.Node, at schema.Where, v *string) bool {
		raw, ok := d.Scalar(n, at)
		if !ok || raw == "" {
			return false
		}
		if n.Cut.Line > 0 {
			d.Errorf(n.Cut, front.LostWords, front.CutMessage)
		}
		if bad := diag.Invisible(raw); bad != "" {
			d.Errorf(n.Mark, front.InvisibleCharacter, "in this value stands %s", bad)
			return false
		}
		*v = raw
		return true
	},
}

// askedFields reports two questions of services whose fields in a form would have one
// name: a-b of the service c, and b of the service c-a.
func askedFields(services []Service, problems *diag.List) {
	seen := map[string]string{}
	for _, s := range services {
		for _, a := range s.Asks {
			field, name := answer.AskField(s.ID, a.ID), AskName(s.ID, a.ID)
			if other := seen[field]; other != "" && other != name {
				problems.Addf(a.Mark.In(s.Path), DuplicateID, "the answers to %s and %s could not be told apart; give this question another id", other, name)
			}
			seen[field] = name
		}
	}
}

// unasked warns of answers to what nobody asks.
func (r *clientReader) unasked(c *Client) {
	known := r.provider.AskNames()
	for _, a := range c.Answers {
		if a.To != "" && !slices.Contains(known, a.To) && !slices.Contains(r.drafts, strings.SplitN(a.To, "/", 2)[0]) {
			r.problems.Addf(c.At(a.Mark), AnswerUnasked, "nobody asks %s%s", diag.Quote(a.To), diag.DidYouMean(a.To, known).Or("; name a question as service/id, or remove this answer"))
		}
	}
}

// AskNames lists the names of all questions that a client can be asked.
func (p *Provider) AskNames() []string {
	var names []string
	for _, a := range p.CommonAsks() {
		names = append(names, a.ID)
	}
	for _, s := range p.Services {
		for _, a := range s.Asks {
			names = append(names, AskName(s.ID, a.ID))
		}
	}
	return names
}

// CommonAsks returns the questions that are asked where the service asks none of its own.
func (p *Provider) CommonAsks() []Ask {
	if p.Asks != nil {
		return p.Asks
	}
	return DefaultAsks()
}
