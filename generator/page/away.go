package page

import (
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/place"
)

// absenceDays is how far ahead the first pages tell that somebody will be away.
const absenceDays = 14

// absences tells which of those who answer for the work are away now or in the next days,
// and who stands in.
func (c *chapter) absences() []Event {
	if !c.running() {
		return nil
	}
	var all []Event
	for i := range c.p.Provider.People {
		who := &c.p.Provider.People[i]
		if !c.f.IsAnsweredFor(who.ID) || who.Left(c.f.Today) {
			continue
		}
		for _, s := range who.Away {
			if s.From > c.f.Today+absenceDays || s.To != 0 && s.To < c.f.Today {
				continue
			}
			e := Event{
				ID: "away/" + who.ID + "/" + s.From.String(), Day: c.p.day(s.From), Short: c.shortDay(s.From), Kind: c.say.Get("people_away"),
				Title: escape(who.Name), Href: place.People.Place().From(c.at),
				Text: escape(c.p.absence(s)), on: max(s.From, c.f.Today),
			}
			if in := c.p.people[who.Backup.ID]; in != nil && !in.Left(c.f.Today) {
				e.Text += escape(c.say.Get("semicolon")) + escape(c.say.Label("people_backup", in.Name))
			}
			all = append(all, e)
		}
	}
	return all
}

// absencesUntil is the first midnight after as-of at which somebody goes or comes, or from
// which on that is told; zero for none.
func (p *planner) absencesUntil() time.Time {
	var first calendar.Date
	for _, who := range p.Provider.People {
		for _, s := range who.Away {
			for _, day := range []calendar.Date{s.From - absenceDays, s.From, returns(s)} {
				if day > p.Facts.Today && (first == 0 || day < first) {
					first = day
				}
			}
		}
	}
	if first == 0 {
		return time.Time{}
	}
	return first.In(p.Provider.Zone, 0)
}

// returns is the day on which somebody is there again; zero where nobody knows.
func returns(s content.Stretch) calendar.Date {
	if s.To == 0 {
		return 0
	}
	return s.To + 1
}
