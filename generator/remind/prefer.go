package remind

import (
	"slices"
	"strings"
	"unicode/utf8"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// The ways in which somebody likes to hear from the provider, and how often news, as they
// stand in a contact's prefers. Without a word mails are welcome.
const (
	byPhone    = "phone"
	byPortal   = "portal"
	newsEach   = "each"
	newsWeekly = "weekly"
	newsNone   = "none"
)

// A Call is one that the provider should make, since the person likes to be called.
type Call struct {
	Client string `json:"client"` // id
	Person string `json:"person"` // id
	Name   string `json:"name"`
	Phone  string `json:"phone"` // "" where none is known
	Asks   []Ask  `json:"asks"`
	News   []News `json:"news"`

	words []string // to say, in the person's language; nil of a sealed portal
}

// reached tells whether somebody can be asked, in the way that suits it.
func reached(c *content.Person) bool {
	return c.Email != "" || c.Prefers.By == byPhone || c.Prefers.By == byPortal
}

// newsFor lists what somebody is to be told today of what is new.
func (p *planner) newsFor(c *content.Person) []News {
	told := p.record.Told[key(p.f.Content.ID, c.ID)]
	switch often := c.Prefers.News; {
	case often == newsNone, c.Prefers.By == byPortal:
		return nil
	case often == newsEach:
		return p.news(told)
	case often == newsWeekly:
		if news := p.news(told); p.weekly(told, news) {
			return news
		}
		return nil
	case p.Digest && c.Prefers.By != byPhone:
		return p.news(told)
	}
	return nil
}

// weekly tells whether the news of a week are told today: on the first day that the provider
// works in it. Where nobody ran the command on that day, they are told on the next run, if
// there was something to tell.
func (p *planner) weekly(told Told, news []News) bool {
	monday := p.today - calendar.Date((int(p.today.Weekday())+6)%weekDays)
	first := p.Provider.Calendar.NextOpen(monday)
	if p.today == first {
		return true
	}
	last, err := calendar.ParseDate(told.On)
	return err == nil && last < first && slices.ContainsFunc(news, func(n News) bool { return n.on < first })
}

// call makes a call of a mail to somebody who likes to be called.
func (p *planner) call(c *content.Person, m *Mail) Call {
	call := Call{Client: m.Client, Person: m.Person, Name: m.To.Name, Phone: oneLine(c.Phone), Asks: m.Asks, News: m.News}
	if p.f.Content.Access.Sealed {
		nameless(call.Asks, call.News)
		return call
	}
	for _, l := range p.lines(m.Asks) {
		call.words = append(call.words, sentences(append([]string{l.What + ", " + l.When}, l.Notes...)))
	}
	for _, n := range m.News {
		call.words = append(call.words, p.say.Named(n.kind, n.What)+", "+p.say.Day(n.on))
	}
	return call
}

// sentences sets texts one after the other, of which some end in a full stop and some don't.
func sentences(texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		text = strings.TrimSpace(text)
		b.WriteString(text)
		if i+1 == len(texts) || text == "" {
			continue
		}
		if last, _ := utf8.DecodeLastRuneInString(text); !strings.ContainsRune(".!?…。！？", last) {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return b.String()
}
