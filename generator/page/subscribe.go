package page

import (
	"html/template"
	"net/url"
	"strings"

	"rapport/generator/content"
	"rapport/generator/place"
)

// A Subscription is a calendar as a calendar program takes it. Where the address of the
// portal is not known, only its file can be had, until a script sees where the page stands.
type Subscription struct {
	Href                    string // of the file
	Title                   string // "Subscribe to the calendar"
	File                    string // what the link to the file says where it stands alone
	Webcal, Google, Outlook template.URL
	Sealed                  bool // no program has the key: nothing can be subscribed to
}

// subscription is how the calendar at a place is taken up from a page.
func (p *planner) subscription(calendar place.Place, at, title, file string) Subscription {
	s := Subscription{Href: calendar.From(at), Title: title, File: file, Sealed: p.portal.Sealed}
	if p.Base == "" || s.Sealed {
		return s
	}
	address := calendar.Under(p.Base)
	_, rest, _ := strings.Cut(address, "://")
	webcal := "webcal://" + rest
	s.Webcal = template.URL(webcal)
	s.Google = template.URL("https://calendar.google.com/calendar/r?cid=" + url.QueryEscape(webcal))
	s.Outlook = template.URL("https://outlook.live.com/calendar/0/addfromweb?url=" + url.QueryEscape(address))
	return s
}

// calendar is that of everybody.
func (p *planner) calendar(at string) Subscription {
	return p.subscription(place.Calendar, at, p.say.Get("calendar_subscribe"), p.say.Get("calendar_download"))
}

// calendarOf is a person's own; nil for one who has none.
func (p *planner) calendarOf(who *content.Person, at string) *Subscription {
	for _, owner := range p.Owners {
		if owner == who {
			title := p.say.Say("calendar_person", "name", who.Name)
			s := p.subscription(place.CalendarOf(who.ID), at, title, title)
			return &s
		}
	}
	return nil
}

// owners are those who have a calendar of their own, and lead to it.
func (p *planner) owners(at string) []Link {
	var all []Link
	for _, who := range p.Owners {
		all = append(all, Link{Href: place.Person(who.ID).From(at), Text: escape(who.Name)})
	}
	return all
}
