package facts

import (
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// Derive returns a client's facts at an instant, of which seconds count. The
// client is given as authored: what has not come by asOf is left out here, by
// the rules of AsOf, and what will come is what TrueUntil looks at. The calendar
// is the provider's.
//
// Facts depend neither on the order of files nor on that of lists whose order
// says nothing: milestones, inputs, requests and promises come by date and id.
func Derive(client *content.Client, cal *calendar.Calendar, asOf time.Time) *Client {
	return deriveFor(client, peopleOf(client, cal), cal, asOf)
}

func deriveFor(client *content.Client, contacts people, cal *calendar.Calendar, asOf time.Time) *Client {
	n := at(cal, asOf)
	stood := *client.AsOf(n.reached)
	stood.Engagements = nil
	facts := &Client{Content: &stood, AsOf: n.at, Today: n.today}
	for _, authored := range client.Engagements {
		e := engagement(authored, contacts, cal, asOf)
		stood.Engagements = append(stood.Engagements, e.Content)
		facts.Engagements = append(facts.Engagements, e)
	}
	facts.TrueUntil = trueUntil(client.Engagements, facts.Engagements, contacts, cal, n.at)
	kickoff := kickoffOf(&stood, n.today)
	facts.Asked, facts.Unsure = kickoff.asked, kickoff.unsure
	for _, next := range []time.Time{n.nextWritten(client), n.kickoffUntil(&stood, kickoff)} {
		if facts.TrueUntil.IsZero() || !next.IsZero() && next.Before(facts.TrueUntil) {
			facts.TrueUntil = next
		}
	}
	for i, e := range facts.Engagements {
		if e.Health != nil && e.Health.Entry != nil {
			n := at(cal, asOf)
			thatDay := engagement(client.Engagements[i], contacts, cal, earlier(n.at, n.lastSecond(e.Health.Entry.Date)))
			e.Health.Against = rosier(e.Health.Stated, thatDay.Health)
		}
	}
	return facts
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// engagement derives the facts of one engagement, each from those before it.
func engagement(authored *content.Engagement, contacts people, cal *calendar.Calendar, asOf time.Time) *Engagement {
	return begin(authored, contacts, cal, asOf).finish()
}

// A derivation is one under way.
type derivation struct {
	*Engagement
	authored *content.Engagement
	contacts people
	now
}

// begin derives the facts that follow from what was written and the day alone, and which a new day changes first.
func begin(authored *content.Engagement, contacts people, cal *calendar.Calendar, asOf time.Time) derivation {
	n := at(cal, frozen(authored, cal, asOf))
	stood := engagementAsOf(authored, n)
	n = n.within(stood, contacts.days)
	e := &Engagement{Content: stood, AsOf: n.at, Today: n.today}
	e.Versions = agreementVersions(stood, n)
	e.Requests = requests(stood, n)
	e.Inputs = inputs(stood, n)
	e.Milestones = milestones(stood, e.Inputs, n)
	e.Rhythm = rhythm(stood, n)
	e.Usages, e.Retainers = usages(stood, contacts.used(authored), n)
	return derivation{e, authored, contacts, n}
}

// finish derives the rest.
func (d derivation) finish() *Engagement {
	e, stood, contacts, n := d.Engagement, d.Engagement.Content, d.contacts, d.now
	e.Turnaround = recentTurnaround(stood, e.Requests, n)
	e.History = turnaroundHistory(stood, e.Requests)
	e.Silences = silences(stood, n)
	e.KPIs = kpis(stood, d.authored, n)
	e.Invoices = invoices(stood, n)
	e.Feedback = scores(stood)
	e.Work = plannedWork(stood, n)
	e.Open = openItems(stood, e, contacts, n)
	if stood.Status != content.Proposed {
		e.Promises = promises(stood, e, contacts, n)
		e.Record, e.ByKind, e.Quarters = records(e.Promises)
	}
	e.Overrun = stood.Status == content.Active && stood.End != 0 && n.today > stood.End
	if stood.Status == content.Active {
		e.Health = health(stood, e, contacts, n)
	}
	return e
}

// people are the two sides: who is a contact of the client, and on which days both
// work. Ids are unique across both: whoever is not a contact is one of the
// provider's.
type people struct {
	client *content.Client
	days   *calendar.Calendar
	byDay  map[*content.Engagement]map[string]*used // what is the same whenever facts are derived
}

func peopleOf(client *content.Client, cal *calendar.Calendar) people {
	return people{client, cal.Without(daysOff(client)), map[*content.Engagement]map[string]*used{}}
}

// used returns what was used in an engagement, by price and day.
func (p people) used(authored *content.Engagement) map[string]*used {
	if p.byDay[authored] == nil {
		p.byDay[authored] = usedByDay(authored)
	}
	return p.byDay[authored]
}

// daysOff returns the client's own closed days.
func daysOff(c *content.Client) calendar.DaysOff {
	return calendar.DaysOff{Holidays: c.Holidays, Closures: c.Closures}
}

// side returns whose side a person is on, and absent where nobody is named.
func (p people) side(person content.Ref, absent Side) Side {
	if person.IsZero() {
		return absent
	}
	if _, contact := p.client.Person(person.ID); contact {
		return TheClient
	}
	return Provider
}

// asked returns who acts on a day for somebody of whom something is asked: that
// person, or who stands in for one that has left, and "" where nobody does and it
// is for the side as a whole.
func (p people) asked(id string, on calendar.Date) string {
	for range 10 { // who stands in for each other and have all left
		who, _ := p.client.Person(id)
		if who == nil || !who.Left(on) {
			return id
		}
		id = who.Backup.ID
	}
	return ""
}
