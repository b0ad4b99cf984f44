package facts

import (
	"slices"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// An Asked is a question of the kickoff that nothing answers yet.
type Asked struct {
	Service string // id; "" for a question that no service asks
	Ask     content.Ask
}

// kickoffDays is for how many days from its start an engagement asks the questions that
// nobody wrote for it: later, nobody would call it the beginning.
const kickoffDays = 30

// A kickoff is what a client is still asked about what it wants.
type kickoff struct {
	asked  []Asked
	unsure []content.Goal
}

// kickoffOf derives what is asked of a client as it stood, on a day. An engagement that is
// proposed or under way asks what its service asks. Where that asks nothing of its own, the
// questions are the provider's, or else the default ones, and those are asked in the first days
// alone. What several engagements ask is asked once.
//
// A question is answered by an answer in client.md; by a goal that has its id; and, where it is
// how somebody likes to hear from the provider, by that of any contact. The default questions
// are also answered by whatever the content says of their matter, whoever wrote it.
func kickoffOf(client *content.Client, today calendar.Date) kickoff {
	var k kickoff
	ongoing := false
	for _, e := range client.Engagements {
		if e.Status != content.Proposed && e.Status != content.Active {
			continue
		}
		ongoing = true
		service, asks := client.AsksOf(e)
		unwritten := asks == nil
		if unwritten {
			asks = content.DefaultAsks()
		}
		if unwritten && e.Status == content.Active && today >= e.Start+kickoffDays {
			continue
		}
		for _, ask := range asks {
			asked := Asked{service, ask}
			if isAnswered(client, asked) || unwritten && isKnown(client, e, ask.ID) || slices.Contains(k.asked, asked) {
				continue
			}
			k.asked = append(k.asked, asked)
		}
	}
	if ongoing {
		for _, g := range client.Goals {
			if g.On != 0 && yearAfter(g.On) <= today {
				k.unsure = append(k.unsure, g)
			}
		}
	}
	return k
}

// isAnswered reports whether the client's file says what was answered.
func isAnswered(client *content.Client, q Asked) bool {
	if client.Answered(content.AskName(q.Service, q.Ask.ID)) != nil {
		return true
	}
	switch q.Ask.Into {
	case content.IntoGoals:
		return slices.ContainsFunc(client.Goals, func(g content.Goal) bool { return g.ID == q.Ask.ID })
	case content.IntoPrefers:
		return slices.ContainsFunc(client.Contacts, func(p content.Person) bool { return p.Prefers != content.Preference{} })
	}
	return false
}

// isKnown reports whether the content says of an engagement what a default question is about.
func isKnown(client *content.Client, e *content.Engagement, ask string) bool {
	switch ask {
	case "want":
		return len(client.Goals) > 0
	case "why":
		return slices.ContainsFunc(client.Goals, func(g content.Goal) bool { return !g.Why.IsZero() })
	case "when":
		return e.End != 0 || len(e.Plan) > 0
	case "never":
		return len(client.Constraints) > 0
	case "decides":
		return slices.ContainsFunc(client.Contacts, func(p content.Person) bool { return len(p.Decides) > 0 })
	case "yourselves":
		return len(e.Duties.Yours) > 0
	}
	return false
}

// yearAfter is the same day of the next year; of 29 February, the day after the 28th.
func yearAfter(d calendar.Date) calendar.Date {
	year, month, day := d.Split()
	return calendar.NewDate(year+1, month, day)
}

// kickoffUntil returns the first instant after now at which what is asked changes while the
// content stays; zero if none is.
func (n now) kickoffUntil(client *content.Client, k kickoff) time.Time {
	var days []calendar.Date
	for _, e := range client.Engagements {
		days = append(days, e.Start+kickoffDays)
	}
	for _, g := range client.Goals {
		if g.On != 0 {
			days = append(days, yearAfter(g.On))
		}
	}
	slices.Sort(days)
	for _, d := range days {
		if !n.later(d) {
			continue
		}
		then := kickoffOf(client, d)
		if !slices.Equal(then.asked, k.asked) || !slices.Equal(then.unsure, k.unsure) {
			return n.midnight(d)
		}
	}
	return time.Time{}
}
