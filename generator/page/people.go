package page

import (
	"html/template"
	"strings"

	"rapport/generator/content"
	"rapport/generator/markdown"
	"rapport/generator/picture"
	"rapport/generator/place"
)

// People is who works together.
type People struct {
	Ours, Yours []Person
	About       template.HTML // the provider's body
	Hours       Hours
	Channels    []Channel
	Since       string
	Past        []Summed // closed engagements
}

// A Person is somebody on either side.
type Person struct {
	ID, Name, Initials string
	Role, Hours, About template.HTML
	Email, Phone       string
	PhoneHref          template.URL
	Photo              string // below the portal's root
	Decides            []template.HTML
	Prefers            string // "Likes to hear from us: by phone, news once a week"
	Away               []Absence
	Backup             string        // "Stand-in: Tijn Bos"; "" for nobody
	Until              string        // "Last day: 1 January 2027"
	Calendar           *Subscription // of what concerns the person alone; nil for none
}

// An Absence is a time in which somebody is away, that has not ended.
type Absence struct {
	Now  bool
	When string // "Away: 19 October 2026 to 23 October 2026"
}

// peoplePage plans the page of who works together.
func (p *planner) peoplePage(at string) (head, *People) {
	about := p.Markdown.Convert(p.Provider.Body.Source, p.providerContext(p.Provider.BodyPath(), p.Provider.Body.Line, at, "about-", 3), p.problems)
	body := &People{
		About: about.HTML, Hours: p.openingHours(0, 0), Channels: p.channels(at), Since: p.since(),
	}
	for i := range p.Provider.People {
		if who := &p.Provider.People[i]; !who.Left(p.Facts.Today) {
			body.Ours = append(body.Ours, p.person(p.providerText(at), who, true))
		}
	}
	for i := range p.Client.Contacts {
		if who := &p.Client.Contacts[i]; !who.Left(p.Facts.Today) {
			yours := p.person(p.clientText(at), who, false)
			yours.Calendar = p.calendarOf(who, at)
			body.Yours = append(body.Yours, yours)
		}
	}
	for _, f := range p.Facts.Engagements {
		if f.Content.Status == content.Closed {
			body.Past = append(body.Past, p.chapter(f, at).past())
		}
	}
	return p.head("page_people"), body
}

// past is a closed engagement with what it brought.
func (c *chapter) past() Summed {
	return Summed{
		Title: c.agreement().inline(c.e.Title), Href: place.Overview.Of(c.id).From(c.at),
		State: c.p.status(c.e.Status), Value: c.agreement().inline(c.e.Closing.Brought),
		When: c.say.Run(c.e), Draft: c.e.Draft,
	}
}

// person is somebody on either side.
func (p *planner) person(w textContext, who *content.Person, ours bool) Person {
	row := Person{
		ID: who.ID, Name: who.Name, Initials: initials(who.Name),
		Role: w.inline(who.Role), Hours: w.inline(who.Hours), About: w.inline(who.About),
		Email: who.Email, Phone: who.Phone, PhoneHref: telephone(who.Phone),
	}
	tree := p.Client.Tree
	if ours {
		tree = p.Provider.Tree
	}
	row.Photo = p.publish(tree, who.Photo)
	for _, d := range who.Decides {
		row.Decides = append(row.Decides, w.inline(d))
	}
	row.Prefers = p.prefers(who.Prefers)
	for _, s := range who.Away {
		if s.To == 0 || s.To >= p.Facts.Today {
			row.Away = append(row.Away, Absence{Now: s.From <= p.Facts.Today, When: p.say.Label("people_away", p.absence(s))})
		}
	}
	if s := p.people[who.Backup.ID]; s != nil && !s.Left(p.Facts.Today) {
		row.Backup = p.say.Label("people_backup", s.Name)
	}
	if who.Until != 0 {
		row.Until = p.say.Label("people_until", p.say.Date(who.Until))
	}
	return row
}

// prefers says how somebody likes to hear from the provider; "" where that is not known.
func (p *planner) prefers(prefers content.Preference) string {
	var words []string
	if prefers.By != "" {
		words = append(words, p.say.Get("prefers_by_"+prefers.By))
	}
	if prefers.News != "" {
		words = append(words, p.say.Get("prefers_news_"+prefers.News))
	}
	if words == nil {
		return ""
	}
	return p.say.Label("people_prefers", strings.Join(words, p.say.Get("comma")))
}

// absence says when somebody is away.
func (p *planner) absence(s content.Stretch) string {
	switch {
	case s.To == 0:
		return p.say.Say("since_date", "date", p.say.Date(s.From))
	case s.To == s.From:
		return p.say.Date(s.From)
	}
	return p.say.Span(s.From, s.To)
}

// initials stand for a person without a picture: the first letters of the first and
// last name.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	letters := []rune(words[0])[:1]
	if len(words) > 1 {
		letters = append(letters, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(letters))
}

// providerContext renders a body of the provider's on a page of the portal.
func (p *planner) providerContext(file string, line int, page, prefix string, level int) markdown.Context {
	return markdown.Context{
		File: file, Line: line, Resolve: p.providerResolver(page),
		IDPrefix: prefix, HeadingBase: level, Labels: p.labels,
	}
}

// providerResolver turns the links of the provider's files into links of a
// page. The provider's pictures can be shown; its files have no pages of their own.
func (p *planner) providerResolver(page string) func(markdown.Link) (markdown.Target, error) {
	return func(link markdown.Link) (markdown.Target, error) {
		if !link.Image {
			return markdown.Target{}, brokenLink("link %q leads to a file, and files of the provider have no pages; link to a web address", link.Dest)
		}
		if _, ok := p.Provider.Tree.Lookup(link.Dest); !ok || !picture.Is(link.Dest) {
			return markdown.Target{}, brokenLink("image %q is not a picture in the content's folder; write its path from there", link.Dest)
		}
		a, err := p.asset(p.Provider.Tree, link.Dest)
		if err != nil {
			return markdown.Target{}, err
		}
		return markdown.Target{Href: place.Place{File: a.name}.From(page), Width: a.width, Height: a.height}, nil
	}
}
