package remind

import (
	"bytes"
	"cmp"
	"html/template"
	"strings"
	"unicode/utf8"

	"rapport/generator/facts"
)

// A body is what a mail says, before it is text or HTML.
type body struct {
	Lang, Dir string
	Title     string
	Color     string // of the provider or client, #rrggbb; "" for none
	Greeting  string
	Sections  []section
	Closing   []string // lines below all sections
	Sender    []string // who writes, below the regards
	Why       string   // the mail comes
}

// A section is a list with what is said around it.
type section struct {
	Heading string
	Intro   string
	Lines   []line
	After   string
	Href    string // below it, as its own line
}

// A line is one thing of a list.
type line struct {
	What  string
	When  string
	Notes []string
	Href  string
}

// layout is the HTML of a mail. It is one column of text, needs no picture and no
// style sheet, and reads well where a reader drops all styles.
var layout = template.Must(template.New("mail").Parse(`<!doctype html>
<html lang="{{.Lang}}" dir="{{.Dir}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{{.Title}}</title>
</head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere">
<div style="max-width:36em;margin:0 auto{{if .Color}};border-top:4px solid {{.Color}};padding-top:16px{{end}}">
{{with .Greeting}}<p>{{.}}</p>
{{else}}<h1 style="font-size:20px">{{.Title}}</h1>
{{end}}{{range .Sections}}{{with .Heading}}<h2 style="font-size:17px;margin:24px 0 8px">{{.}}</h2>
{{end}}{{with .Intro}}<p>{{.}}</p>
{{end}}{{with .Lines}}<ul style="padding-inline-start:20px">
{{range .}}<li style="margin:0 0 12px">{{if .Href}}<a href="{{.Href}}">{{.What}}</a>{{else}}{{.What}}{{end}}{{with .When}}<br><span>{{.}}</span>{{end}}{{range .Notes}}<br><small>{{.}}</small>{{end}}</li>
{{end}}</ul>
{{end}}{{with .After}}<p>{{.}}</p>
{{end}}{{with .Href}}<p><a href="{{.}}">{{.}}</a></p>
{{end}}{{end}}{{range .Closing}}<p>{{.}}</p>
{{end}}{{with .Sender}}<p>{{range $i, $l := .}}{{if $i}}<br>{{end}}{{$l}}{{end}}</p>
{{end}}{{with .Why}}<p style="margin-top:32px"><small>{{.}}</small></p>
{{end}}</div>
</body>
</html>
`))

func (b *body) render() (text, html string, err error) {
	var buf bytes.Buffer
	if err := layout.Execute(&buf, b); err != nil {
		return "", "", err
	}
	return b.text(), buf.String(), nil
}

// columns is how wide plain text is set; some readers don't wrap it.
const columns = 72

func (b *body) text() string {
	var t strings.Builder
	para := func(s string) {
		if s != "" {
			t.WriteString(wrap(s, "", "") + "\n\n")
		}
	}
	if b.Greeting == "" {
		para(b.Title)
	}
	para(b.Greeting)
	for _, s := range b.Sections {
		if s.Heading != "" {
			t.WriteString(wrap(s.Heading, "", "") + "\n" + strings.Repeat("-", min(columns, utf8.RuneCountInString(s.Heading))) + "\n\n")
		}
		para(s.Intro)
		for _, l := range s.Lines {
			t.WriteString(wrap(l.What, "* ", "  ") + "\n")
			for _, more := range append([]string{l.When}, l.Notes...) {
				if more != "" {
					t.WriteString(wrap(more, "  ", "  ") + "\n")
				}
			}
			if l.Href != "" {
				t.WriteString("  " + l.Href + "\n")
			}
			t.WriteString("\n")
		}
		para(s.After)
		if s.Href != "" {
			t.WriteString(s.Href + "\n\n")
		}
	}
	for _, c := range b.Closing {
		para(c)
	}
	if len(b.Sender) > 0 {
		t.WriteString(strings.Join(b.Sender, "\n") + "\n\n")
	}
	if b.Why != "" {
		t.WriteString("-- \n" + wrap(b.Why, "", "") + "\n")
	}
	return strings.TrimRight(t.String(), "\n") + "\n"
}

// wrap sets a text in lines between words. A word that is longer than a line, such as
// an address or a sentence of Japanese, stays whole.
func wrap(text, first, indent string) string {
	var b strings.Builder
	b.WriteString(first)
	column, empty := len(first), true
	for _, word := range strings.Fields(text) {
		wide := utf8.RuneCountInString(word)
		switch {
		case empty:
		case column+1+wide > columns:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += wide
		empty = false
	}
	return b.String()
}

// write fills in the subject and the body of a mail to one of a client's people. Open is
// what waits for the reader and is not asked for today.
func (p *planner) write(m *Mail, open []Ask) {
	say := p.say
	sealed := p.f.Content.Access.Sealed
	switch {
	case len(m.Asks) == 1 && !sealed:
		m.Subject = say.Say("mail_subject_one", "what", m.Asks[0].What)
	case len(m.Asks) > 0:
		m.Subject = say.Plural("mail_subject_more", len(m.Asks))
	default:
		m.Subject = say.Get("mail_subject_digest")
	}
	m.Subject = oneLine(m.Subject)
	b := body{
		Lang: say.Tag(), Dir: say.Dir(), Title: m.Subject, Color: p.f.Content.Brand.Color,
		Greeting: say.Say("mail_hello", "name", m.To.Name),
		Why:      say.Say("mail_why", "provider", oneLine(p.Provider.Name)),
	}
	b.Color = cmp.Or(b.Color, p.Provider.Brand.Color)
	if len(m.Asks) > 0 {
		s := section{Intro: say.Get("mail_needed"), After: say.Get("mail_under_way")}
		if sealed {
			s.Intro = say.Plural("needed_count", len(m.Asks)) + ". " + say.Get("mail_private")
		} else {
			s.Lines = p.lines(m.Asks)
		}
		b.Sections = append(b.Sections, s)
	}
	if len(m.News) > 0 {
		if !sealed {
			b.Sections = append(b.Sections, p.digest(m.News, open)...)
		}
		b.Why += " " + say.Get("mail_prefer")
	}
	b.Sections = append(b.Sections, section{Intro: say.Get("mail_portal"), Href: p.portal()})
	b.Closing = append(b.Closing, say.Get("mail_help"))
	b.Sender = []string{say.Get("mail_regards")}
	if m.ReplyTo.Name != "" {
		b.Sender = append(b.Sender, m.ReplyTo.Name)
	}
	b.Sender = append(b.Sender, oneLine(p.Provider.Name))
	// The layout is the program's own and its values are texts: it can't fail.
	m.Text, m.HTML, _ = b.render()
	if sealed {
		nameless(m.Asks, m.News)
	}
}

// nameless takes out what is not said of a sealed portal.
func nameless(asks []Ask, news []News) {
	for i := range asks {
		asks[i].What = ""
	}
	for i := range news {
		news[i].What = ""
	}
}

// asked are the kinds of thing that mails ask for.
var asked = []facts.ItemKind{facts.InputItem, facts.QuestionItem, facts.DecisionItem, facts.ActionItem, facts.ReviewItem, facts.FeedbackItem}

func (p *planner) lines(asks []Ask) []line {
	var all []line
	for _, ask := range asks {
		all = append(all, p.line(ask))
	}
	return all
}

func (p *planner) line(ask Ask) line {
	l := line{What: p.say.Ask(facts.TheClient, ask.Kind, ask.What), When: p.say.DueBy(ask.Due), Notes: ask.notes, Href: ask.Link}
	switch {
	case ask.Due == 0:
		l.When = p.say.Plural("open_for_days", ask.Age)
	case ask.Overdue > 0:
		l.When += ", " + p.say.Plural("needed_overdue", ask.Overdue)
	}
	return l
}
