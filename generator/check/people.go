package check

import (
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
)

const (
	awayAhead  = 10  // working days before an absence in which somebody is found to stand in
	askedAfter = 365 // days after which a client's goals may have changed
)

// people are the rules about who is there, and how somebody likes to be reached.
func people() []Rule {
	return []Rule{
		{
			Rule: diag.Rule{
				Name: "owner-away", Severity: diag.Warning,
				Summary: "a milestone falls due on a day when its owner is away",
				Why:     "Whoever answers for the date is on a beach when the client asks about it.",
				Mend:    "Make somebody who is there its owner, or move the date by an agreed change.",
				Found:   "A milestone that is not done, of an engagement that is not closed, is due or expected on a day on which its owner is away.",
			},
			engagement: ownersAway,
		},
		{
			Rule: diag.Rule{
				Name: "lead-away", Severity: diag.Warning,
				Summary: "the lead is away, and nobody stands in",
				Why:     "The client writes to the one name that it knows, and waits until somebody is back from holiday.",
				Mend:    "Write backup: beside away in provider.md, and tell the client.",
				Found:   "The lead of an active engagement is away today, or from a day within the next 10 working days on, and has no backup, or one who is away on the first of these days as well.",
			},
			engagement: leadAway,
		},
		{
			Rule: diag.Rule{
				Name: "preference-unreachable", Severity: diag.Warning,
				Summary: "a contact prefers a way on which nobody can reach it",
				Why:     "Whoever was asked how it likes to be reached notices when nobody wrote the number down.",
				Mend:    "Add phone: or email:, or change prefers.",
				Found:   "A contact who is still there prefers phone and has no phone, or prefers mail, or news, and has no email.",
			},
			client: preferences,
		},
		{
			Rule: diag.Rule{
				Name: "goals-not-asked-again", Severity: diag.Warning,
				Summary: "nobody asked for a year whether a goal still holds",
				Why:     "A business turns in a year. Work for last year's goal is work for nobody.",
				Mend:    "Ask the client, mend the goal in its words, and write on: with that day.",
				Found:   "The on of a goal is more than 365 days ago, and an engagement of the client is active.",
			},
			client: func(f *finder, in Input) {
				active := false
				for _, e := range in.Facts.Engagements {
					active = active || isActive(e)
				}
				for i, g := range in.Client.Goals {
					if active && g.On != 0 && in.Facts.Today-g.On > askedAfter {
						f.found(in.Client.Pos("goals", i, "on"), "the client said on %s that it wants goal %q, more than a year ago; ask again, and write the day in on:", g.On, g.ID)
					}
				}
			},
		},
	}
}

func ownersAway(f *finder, e *facts.Engagement) {
	if !isOpen(e) {
		return
	}
	for _, m := range e.Milestones {
		owner := colleague(f.in.Provider, m.Content.Owner.ID)
		if m.Done != 0 || owner == nil {
			continue
		}
		for _, day := range []calendar.Date{m.Due, m.Expected} {
			away, is := owner.AwayOn(day)
			if day == 0 || !is {
				continue
			}
			mend := "make somebody else its owner"
			if owner.Backup.ID != "" {
				mend = "make " + quoted(owner.Backup.ID) + ", who stands in, its owner"
			}
			f.found(e.Content.At(m.Content.Owner.Mark), "milestone %q comes on %s, when %q is away (%s); %s, or move the date", m.Content.ID, day, owner.ID, stretch(away), mend)
			break
		}
	}
}

func leadAway(f *finder, e *facts.Engagement) {
	lead := colleague(f.in.Provider, e.Content.Lead.ID)
	if !isActive(e) || lead == nil {
		return
	}
	for _, away := range lead.Away {
		if away.To != 0 && away.To < e.Today || f.cal.WorkingDays(e.Today, away.From) > awayAhead {
			continue
		}
		backup := colleague(f.in.Provider, lead.Backup.ID)
		first := max(away.From, e.Today)
		if backup == nil {
			f.found(e.Content.Pos("lead"), "%q is away (%s), and nobody stands in; add backup: in provider.md", lead.ID, stretch(away))
		} else if _, too := backup.AwayOn(first); too || backup.Left(first) {
			f.found(e.Content.Pos("lead"), "%q is away (%s), and %q, who stands in, is not there on %s; name another backup in provider.md", lead.ID, stretch(away), backup.ID, first)
		}
	}
}

// stretch says from when to when somebody is away.
func stretch(s content.Stretch) string {
	if s.To == 0 {
		return "since " + s.From.String()
	}
	return s.From.String() + " to " + s.To.String()
}

// colleague is one of the provider's people; nil for none.
func colleague(p *content.Provider, id string) *content.Person {
	if i := index(p.People, id, func(p *content.Person) string { return p.ID }); i >= 0 {
		return &p.People[i]
	}
	return nil
}

func preferences(f *finder, in Input) {
	for i := range in.Client.Contacts {
		c := &in.Client.Contacts[i]
		switch by, news := c.Prefers.By, c.Prefers.News; {
		case c.Left(in.Facts.Today):
		case by == "phone" && c.Phone == "":
			f.found(in.Client.Pos("contacts", i, "prefers"), "%q likes to be called and has no phone; add phone:", c.ID)
		case c.Email == "" && (by == "mail" || news == "each" || news == "weekly"):
			f.found(in.Client.Pos("contacts", i, "prefers"), "%q likes to hear by mail and has no email; add email:", c.ID)
		}
	}
}
