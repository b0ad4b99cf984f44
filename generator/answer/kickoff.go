package answer

import "strings"

// The kickoff page sends one answer with the action Kickoff, without an engagement, about the
// item KickoffItem. Its fields are AskField of each question, and these, which are of people:
// how the one who answers likes to hear from the provider, and who else is to be known. All of
// them may be empty.
const (
	PrefersByField   = PrefersPrefix + "by"   // mail, phone or portal
	PrefersNewsField = PrefersPrefix + "news" // each, weekly or none

	ContactNameField    = ContactPrefix + "name"
	ContactRoleField    = ContactPrefix + "role"
	ContactEmailField   = ContactPrefix + "email"
	ContactDecidesField = ContactPrefix + "decides" // what that person decides on, in words
)

// KickoffItem is the item of what the kickoff page asks.
const KickoffItem = "kickoff"

// GoalItem is the item of a goal that is asked about after a year: whether it is still true.
// The action is True and the choice StillTrue or Changed; of what changed, the text tells.
func GoalItem(id string) string { return "goals/" + id }

// The choices about a goal.
const (
	StillTrue = "still"
	Changed   = "changed"
)

// AskField is the name of the field of a question of a service: ask-care-plan-want; without a
// service ask-want. It is made of small letters, digits and hyphens, whatever the ids are made of,
// and not taken apart again: whoever reads it makes the names of all the questions that there are.
func AskField(service, id string) string {
	name := id
	if service != "" {
		name = service + "-" + id
	}
	return AskPrefix + strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, strings.ToLower(name))
}
