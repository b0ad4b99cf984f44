package queue

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/intake"
	"rapport/generator/phrase"
)

// A Teller says in English what becomes of messages.
type Teller struct {
	Say  *phrase.Speaker
	Zone *time.Location // the provider's
	AsOf time.Time
}

// Outcome is what becomes of a message, in a line.
func Outcome(r *intake.Result) string {
	switch r.Outcome {
	case intake.Left:
		return "left: " + r.Reason
	case intake.Nothing:
		return "thrown away: " + r.Reason
	case intake.Already:
		return "taken in already"
	case intake.Drafted:
		return "a draft for " + r.Client.Name + ": " + r.Reason
	}
	return r.What + ", " + r.Contact.Name + " of " + r.Client.Name
}

// Subject is the first line of the commit of a message.
func (t *Teller) Subject(r *intake.Result) string {
	what := cmp.Or(r.What, "message")
	if r.Outcome == intake.Drafted {
		return fmt.Sprintf("Take in from %s a draft of their %s (%s)", r.Client.Name, what, t.When(r))
	}
	return fmt.Sprintf("Take in %s %s (%s)", possessive(r.Client.Name), what, t.When(r))
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "’"
	}
	return name + "’s"
}

// When is how and on which day a message came.
func (t *Teller) When(r *intake.Result) string {
	if r.Message.At.IsZero() {
		return string(r.Message.By)
	}
	zone := t.Zone
	if r.Client != nil {
		zone = r.Client.Zone
	}
	return string(r.Message.By) + " of " + t.Say.DayIn(calendar.DateOf(r.Message.At.In(zone)), calendar.DateOf(t.AsOf))
}
