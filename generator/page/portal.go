package page

import (
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// newPortal collects what all pages share.
func (p *planner) newPortal() *Portal {
	portal := &Portal{
		Lang: p.say.Tag(), Dir: p.say.Dir(),
		Client: p.Client.Name, Provider: p.Provider.Name,
		Tagline:     p.providerText(place.Home.Place().File).inline(p.Provider.Tagline),
		ProviderURL: p.Provider.URL, Email: p.Provider.Email,
		Stylesheet: p.Stylesheet, Brand: p.Brand, Script: p.Script, Policy: p.Policy,
		Single: len(p.Facts.Engagements) == 1,
		Sealed: p.Client.Access.Sealed,
	}
	portal.ProviderLogo = p.publish(p.Provider.Tree, p.Provider.Brand.Logo)
	portal.ClientLogo = p.publish(p.Client.Tree, p.Client.Brand.Logo)
	portal.Icon = p.icon(portal.ClientLogo, portal.ProviderLogo)
	for _, e := range p.Facts.Engagements {
		portal.Engagements = append(portal.Engagements, Tab{
			ID: e.Content.ID, Title: p.say.Plain(e.Content.Title), Href: place.Overview.Of(e.Content.ID).File,
			State: p.standing(e), Needed: p.neededCount(e),
		})
		if portal.Lead == nil && e.Content.Status != content.Closed {
			portal.Lead = p.contact(e.Content.Lead.ID)
		}
	}
	if portal.Lead == nil && len(p.Provider.People) > 0 {
		portal.Lead = p.contact(p.Provider.People[0].ID)
	}
	if slices.ContainsFunc(p.Facts.Engagements, func(e *facts.Engagement) bool { return e.Content.Status != content.Closed }) {
		portal.ByMail = p.newsByMail()
	}
	return portal
}

// standing is how an engagement does while it goes on, else that it does not.
func (p *planner) standing(e *facts.Engagement) State {
	if e.Health == nil || e.Content.Status != content.Active {
		return p.status(e.Content.Status)
	}
	return p.healthState(e.Health.State)
}

// neededCount says how much an engagement waits for from the client; "" for nothing.
func (p *planner) neededCount(e *facts.Engagement) string {
	n := 0
	for i := range e.Open {
		if e.Open[i].Side == facts.TheClient {
			n++
		}
	}
	if n == 0 || e.Content.Status != content.Active {
		return ""
	}
	return p.say.Plural("needed_count", n)
}

// publish publishes a picture and returns where it stands; "" for none.
func (p *planner) publish(tree *source.Tree, name string) string {
	if name == "" {
		return ""
	}
	a, err := p.asset(tree, name)
	if err != nil {
		p.fail(err)
	}
	return a.name
}

// plainIcon is a window's icon where there is no logo.
const plainIcon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#5b6670"/></svg>`

// icon is the picture of the window: the first logo there is.
func (p *planner) icon(logos ...string) string {
	for _, logo := range logos {
		if logo != "" {
			return logo
		}
	}
	name := "assets/" + theme.Fingerprint("icon.svg", []byte(plainIcon))
	p.files[name] = []byte(plainIcon)
	return name
}

// contact is whom to call; nil for nobody.
func (p *planner) contact(id string) *Contact {
	s := p.people[id]
	if s == nil {
		return nil
	}
	return &Contact{ID: s.ID, Name: s.Name, Role: p.say.Plain(s.Role), Email: s.Email, Phone: s.Phone, PhoneHref: telephone(s.Phone)}
}

// keypad are the digits of the letters from A to Z on a telephone.
const keypad = "22233344455566677778889999"

// telephone is a link that calls a number; "" where there is none to call. Capital
// letters at a number's end are keys (0800-BAKERY); other words make it no number,
// since nobody knows whether an extension, a second number or a remark follows.
func telephone(number string) template.URL {
	number = strings.Replace(number, "(0)", "", 1) // +31 (0)20 is +31 20
	var digits strings.Builder
	letters := false
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9' && !letters, r == '+' && strings.TrimSpace(number[:i]) == "":
			digits.WriteRune(r)
		case r >= 'A' && r <= 'Z' && digits.Len() >= shortestPrefix:
			digits.WriteByte(keypad[r-'A'])
			letters = true
		case unicode.IsSpace(r) || strings.ContainsRune("-.()/\u2010\u2011\u2013", r):
		default:
			return ""
		}
	}
	if digits.Len() < shortestNumber {
		return ""
	}
	return template.URL("tel:" + digits.String())
}

// The shortest number that can be called, such as 112, and the fewest digits before
// the letters of one.
const (
	shortestNumber = 3
	shortestPrefix = 3
)

// queryEscape escapes a value for the query of a mailto link, in which a space
// is %20 and a plus sign stands for itself.
func queryEscape(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// A chapter makes the pages of one engagement.
type chapter struct {
	p   *planner
	say *phrase.Speaker
	at  string // the page that is being made, from which links lead
	f   *facts.Engagement
	e   *content.Engagement // as it stood
	id  string
}

func (p *planner) chapter(f *facts.Engagement, at string) *chapter {
	return &chapter{p: p, say: p.say, at: at, f: f, e: f.Content, id: f.Content.ID}
}

// on is the chapter on another page.
func (c *chapter) on(at string) *chapter { return c.p.chapter(c.f, at) }

// shown is the engagement as its pages show it.
func (c *chapter) shown() *Chapter {
	return &Chapter{
		ID: c.id, Title: c.agreement().repeated(c.e.Title), Base: strings.Repeat("../", strings.Count(c.at, "/")-1),
		State: c.p.status(c.e.Status), Over: c.e.Status == content.Closed, Draft: c.e.Draft,
	}
}

// A head is what a page says of itself.
type head struct {
	title       string
	heading     template.HTML
	description string
	draft       bool
	dated       bool   // the page depends on the day
	version     string // of what stands on the page, for its sheets; ""
	signed      bool   // each of its sheets
}

// today is the head of a page that depends on the day.
func (h head) today() head {
	h.dated = true
	return h
}

// head is that of a page of the portal, from the catalogue.
func (p *planner) head(key string) head {
	return head{title: p.say.Get(key), heading: escape(p.say.Get(key)), description: p.say.Get(key + "_about")}
}

// head is that of a page of the engagement, from the catalogue.
func (c *chapter) head(key string) head {
	h := c.p.head(key)
	h.title = c.say.Say("title_page", "page", h.title, "site", c.say.Plain(c.e.Title))
	return h
}

// providerText is the context of provider.md on a page of the portal.
func (p *planner) providerText(page string) textContext {
	return textContext{p: p, at: page, file: p.Provider.Path, name: ""}
}

// clientText is the context of client.md on a page of the portal.
func (p *planner) clientText(page string) textContext {
	return p.text(page, &p.Client.File, "client.md")
}
