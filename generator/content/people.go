package content

import (
	"slices"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/schema"
)

// Person returns the person with an id, on either side, and whether it is one of
// the client's contacts; nil where nobody has the id.
func (c *Client) Person(id string) (person *Person, contact bool) {
	is := func(p *Person) bool { return p.ID == id }
	if p := find(c.Contacts, is); p != nil {
		return p, true
	}
	return find(c.colleagues, is), false
}

// Left reports whether a person has left its side by a day.
func (p *Person) Left(on calendar.Date) bool { return p.Until != 0 && p.Until < on }

// Decides reports whether a contact decides for the client: its decides says something, or
// no contact's does.
func (c *Client) Decides(contact *Person) bool {
	return len(contact.Decides) > 0 || !slices.ContainsFunc(c.Contacts, func(p Person) bool { return len(p.Decides) > 0 })
}

// AwayOn returns the absence that holds on a day, and false where the person is there.
func (p *Person) AwayOn(on calendar.Date) (Stretch, bool) {
	for _, s := range p.Away {
		if s.From <= on && (s.To == 0 || on <= s.To) {
			return s, true
		}
	}
	return Stretch{}, false
}

// decidedByItsSide reports somebody who decided what was asked of the other side.
// Whose decision it is depends on the entry; fields that are always of one side
// refer to a contact or to one of the provider's people.
func (r *clientReader) decidedByItsSide(e *Entry) {
	if e.Decision == nil {
		return
	}
	side, who := toContact, e.Decision.DecidedBy
	if slices.Contains(r.scope[toColleague], e.Decision.To.ID) {
		side = toColleague
	}
	if slices.Contains(r.scope[otherSide[side]], who.ID) && !slices.Contains(r.scope[side], who.ID) {
		r.problems.Addf(e.At(who.Mark), NotTheirsToSay, "%s", notTheirs(side, who.ID, r.scope[side]))
	}
}

// otherSide are the two sides, each with the other.
var otherSide = map[schema.Target]schema.Target{toContact: toColleague, toColleague: toContact}

// notTheirs says that a person is named for a word of the other side's, of which
// others are.
func notTheirs(side schema.Target, id string, others []string) string {
	is, whose, mend := "one of the provider's people", "the client", "a contact"
	if side == toColleague {
		is, whose, mend = "one of the client's contacts", "the provider", "one of your own people"
	}
	return diag.Quote(id) + " is " + is + ", and this is " + whose + "'s to say or do; name " + mend + oneOf(others)
}
