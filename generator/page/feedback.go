package page

import (
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// Feedback is the page on which the client asks and answers.
type Feedback struct {
	Action  string // of the forms; "" where forms can't be posted: then only the mails are left
	Netlify bool
	Mail    string // mailto: link of an answer, with the questions in it
	Subject string // the same without the questions, for what a form already holds
	AskMail string // mailto: link of a question
	Tell    bool   // there is something that the client was not heard about: ask that first
	About   []Choice
	Topics  []string // what a question or concern can be about
	Asked   string   // "We last asked on …"; ""
	Next    Day
	People  []Contact // named people to call
	Rounds  []Entry
	None    string // said where nobody was asked
}

// A Choice is what a client can speak about.
type Choice struct {
	ID     string // that links from other pages lead to
	Text   string
	Chosen bool // to begin with
}

// recentReports is how many reports of an engagement can be spoken about by name.
const recentReports = 3

// feedback plans the page on which the client asks and answers. What it asks first
// follows the rhythm: after a report, or when a round is open, what the client
// thinks; else whether there is a question. Neither depends on the day.
func (p *planner) feedback(at string) (head, *Feedback) {
	h := p.head("page_feedback")
	body := &Feedback{Topics: []string{p.say.Get("kind_question")}}
	for _, about := range []string{"price", "delivery", "cooperation", "quality", "other"} {
		body.Topics = append(body.Topics, p.say.Say("label_value", "label", p.say.Get("kind_concern"), "value", p.say.Get("about_"+about)))
	}
	switch to := p.Provider.FeedbackTo; to {
	case "":
	case "netlify":
		body.Netlify, body.Action = true, place.Thanks.Place().From(at)
	default:
		body.Action = to
	}
	var next calendar.Date
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
		c.offer(body)
	}
	body.None = p.say.Get("feedback_empty")
	if next != 0 {
		body.None = p.say.Get("feedback_empty_yet")
		body.Next = p.fullDay(next)
		h = h.today()
	}
	if !body.Tell && len(body.About) > 0 {
		body.About[0].Chosen = true
	}
	asks := []string{
		p.say.Get("feedback_form_well"), p.say.Get("feedback_form_better"), p.say.Get("feedback_form_nps"), p.say.Get("feedback_form_csat"),
	}
	for _, about := range body.About {
		if about.Chosen {
			asks = slices.Insert(asks, 0, p.say.Say("label_value", "label", p.say.Get("feedback_form_over"), "value", about.Text))
		}
	}
	body.Subject = mailto(p.Provider.Email, p.say.Say("feedback_mail_subject", "title", p.Client.Name))
	body.Mail = mailWith(body.Subject, asks)
	body.AskMail = mailto(p.Provider.Email, p.say.Say("help_mail_subject", "title", p.Client.Name))
	return h, body
}

// offer adds what can be spoken about of an engagement: the work, and its newest
// reports. The newest one is chosen where the client was not heard since.
func (c *chapter) offer(body *Feedback) {
	title := c.say.Plain(c.e.Title)
	body.About = append(body.About, Choice{ID: "about-" + c.id, Text: title})
	if c.e.Status == content.Closed {
		return
	}
	var heard calendar.Date
	for _, n := range c.e.Entries {
		if n.Kind != content.FeedbackKind {
			continue
		}
		heard = max(heard, n.Feedback.Given)
		if n.Feedback.Given == 0 && !body.Tell {
			body.Tell, body.About[len(body.About)-1].Chosen = true, true
		}
	}
	for i := len(c.e.Reports) - 1; i >= max(0, len(c.e.Reports)-recentReports); i-- {
		r := c.e.Reports[i]
		choice := Choice{ID: c.aboutReport(r), Text: c.say.Say("label_value", "label", title, "value", c.say.Plain(r.Title))}
		if i == len(c.e.Reports)-1 && r.Date > heard && !body.Tell {
			body.Tell, choice.Chosen = true, true
		}
		body.About = append(body.About, choice)
	}
}

// aboutReport is the anchor at which a report is chosen to be spoken about.
func (c *chapter) aboutReport(r *content.Report) string { return "about-" + c.id + "-" + r.ID }

// tell is where the client says what it thinks of a report: of an old one, of
// the work as a whole.
func (c *chapter) tell(i int) string {
	if c.p.Provider.FeedbackTo == "" { // a mail has nothing to choose from
		return place.Tell.From(c.at)
	}
	anchor := "about-" + c.id
	if i >= len(c.e.Reports)-recentReports && c.e.Status != content.Closed {
		anchor = c.aboutReport(c.e.Reports[i])
	}
	return place.Feedback.Place().At(anchor).From(c.at)
}

// thanks plans the page that follows a form.
func (p *planner) thanks(string) (head, any) { return p.head("page_thanks"), nil }

// mailWith gives a mail's link the questions that it is to answer.
func mailWith(link string, asks []string) string {
	if link == "" {
		return ""
	}
	return link + "&body=" + queryEscape(strings.Join(asks, "\r\n\r\n\r\n")+"\r\n")
}
