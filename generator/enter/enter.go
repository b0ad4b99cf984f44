// Package enter turns what the provider enters at its desk into edits of files. It changes no
// file itself, and asks nobody for the time.
//
// Items lists what is open in an engagement, each with the Acts that can be done about it: an input
// was received, a question answered, a milestone reached. An Act has Fields, which are the
// questions of a form, and makes edits of their Values:
//
//	for _, item := range desk.Items() {
//		for _, act := range item.Acts {
//			made, err := act.Edits(values)
//
// New does the same for a new entry of the journal, with the fields of its kind as they are
// declared in package content.
//
// Who may be named for the client's word is who may say so in a message, too: the contact who was
// asked, or else one who decides.
package enter

import (
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/phrase"
)

// A Desk is where the provider enters something about one engagement.
type Desk struct {
	Provider   *content.Provider
	Client     *facts.Client
	Engagement *facts.Engagement
	Say        *phrase.Speaker // to the provider; of it only plain text is asked
	Speak      *phrase.Speaker // to the client; may be nil
	Now        time.Time       // in the provider's zone
	Content    string          // the folder of all content in the workspace
}

func (d *Desk) today() calendar.Date { return calendar.DateOf(d.Now) }

// A FieldKind is how a field is filled in.
type FieldKind string

// The kinds of fields.
const (
	Day     FieldKind = "day"
	Moment  FieldKind = "moment" // a day, or a day and a time
	Line    FieldKind = "line"
	Words   FieldKind = "words"   // lines of text
	Choice  FieldKind = "choice"  // one of several
	Choices FieldKind = "choices" // any of several
	Rows    FieldKind = "rows"    // elements, one a line, their parts between bars
	Yes     FieldKind = "yes"     // true where it is ticked
)

// A Field is a question of a form.
type Field struct {
	Name, Label, Hint string
	Kind              FieldKind
	Required          bool
	Later             bool // of a new entry: as a rule it is not known yet
	Options           []Option
	Values            []string // what it begins with
}

// An Option is one of the answers to a Field.
type Option struct{ Value, Text string }

// Values are the answers, by the names of fields.
type Values map[string][]string

// Get returns the answer to a field on one line, without spaces around it; "" for none.
func (v Values) Get(name string) string { return strings.Join(strings.Fields(v.Words(name)), " ") }

// Words returns the answer to a field with its lines.
func (v Values) Words(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(v[name][0], "\uFFFD"), "\r\n", "\n"))
}

// A Made is what came of values.
type Made struct {
	Edits   []edits.Edit
	Subject string // what was done, as the first line of a commit: "Enter for Korenaar: …"
}

// A Mistake is what is wrong with an answer.
type Mistake struct{ Field, Message string }

// Mistakes are what is wrong with the answers to a form.
type Mistakes []Mistake

func (m Mistakes) Error() string {
	all := make([]string, len(m))
	for i, one := range m {
		all[i] = one.Message
	}
	return strings.Join(all, "; ")
}

// Of returns what is wrong with a field; "" for nothing.
func (m Mistakes) Of(field string) string {
	i := slices.IndexFunc(m, func(one Mistake) bool { return one.Field == field })
	if i < 0 {
		return ""
	}
	return m[i].Message
}

// subject is the first line of a commit.
func (d *Desk) subject(what string) string { return "Enter for " + d.Client.Content.Name + ": " + what }

func quote(words string) string { return "“" + words + "”" }
