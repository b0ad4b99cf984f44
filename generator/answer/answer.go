// Package answer is what a client sends back about one thing on its portal, and how that
// travels: as the fields of a form, as the keys of JSON, or as a block of lines in a mail.
// The names are the same in all three, and in English in every language, so that what a page
// offers, what a form service passes on and what a mail program quotes is read in one way.
//
// A page makes an Answer of what it knows (whose portal, which item, what is done), and
// writes it as hidden fields of a form, by Fields, or as a mail that is already written, by
// Mail. What comes back is read by Set, a field at a time, or by ReadBlock and ReadText.
//
// Nothing here believes what it reads: an Answer is text from a stranger, which whoever takes it
// in has yet to check against the client's portal.
package answer

import (
	"slices"
	"strings"
)

// Version is the version of the format, the value of the field that is named VersionField.
const Version = "1"

// The names of the fields. Where an answer belongs is said by the first five.
const (
	VersionField    = "rapport"
	ClientField     = "client"     // the address of the portal: its folder, as it stands in the URL
	EngagementField = "engagement" // its id; empty for what concerns the portal as a whole
	ItemField       = "item"       // what is answered; see Answer
	ActionField     = "action"

	ChoiceField = "choice" // the option decided for, word for word as the entry has it
	TextField   = "text"   // the client's words
	AboutField  = "about"  // what a concern is about: price, delivery, cooperation, quality or other
	WellField   = "well"   // what goes well
	BetterField = "better" // what could be better
	NPSField    = "nps"    // 0 to 10
	CSATField   = "csat"   // 1 to 5

	NameField  = "name"  // who answers, in a form; in a mail the From header says it
	EmailField = "email" // likewise

	// TrapField is hidden from people. Robots fill it in, and what they send is thrown away.
	TrapField = "website"
)

// What the names of the kickoff page's fields begin with: ask-<service>-<id>, and what they
// ask of a contact.
const (
	AskPrefix     = "ask-"
	ContactPrefix = "contact-"
	PrefersPrefix = "prefers-"
)

// An Action is what a client does about an item.
type Action string

// The actions.
const (
	Reply    Action = "answer"   // a question
	Decide   Action = "decide"   // a decision, by one of its options or in words
	Accept   Action = "accept"   // a change
	Decline  Action = "decline"  // a change
	Talk     Action = "talk"     // about a change, before agreeing
	Read     Action = "read"     // a report
	Sent     Action = "sent"     // an input
	Done     Action = "done"     // an action of a meeting
	Feedback Action = "feedback" // of a round, or unasked
	Concern  Action = "concern"  // unasked
	Question Action = "question" // of the client's own
	Kickoff  Action = "kickoff"  // what is asked before the work begins
	True     Action = "true"     // what the kickoff said is still true
	News     Action = "news"     // how often the client wants to be mailed what is new
)

// actions are the actions with the fields that each has, those that it needs first.
var actions = []struct {
	action Action
	needs  int // how many of the fields, from the first on, must hold something
	fields []string
}{
	{Reply, 1, []string{TextField}},
	{Decide, 0, []string{ChoiceField, TextField}}, // one of the two
	{Accept, 0, []string{TextField}},
	{Decline, 0, []string{TextField}},
	{Talk, 0, []string{TextField}},
	{Read, 0, []string{TextField}},
	{Sent, 0, []string{TextField}},
	{Done, 0, []string{TextField}},
	{Feedback, 0, []string{NPSField, CSATField, WellField, BetterField, TextField}}, // one of them
	{Concern, 1, []string{TextField, AboutField}},
	{Question, 1, []string{TextField}},
	{Kickoff, 0, []string{TextField}}, // and those of the page, by their prefixes
	{True, 0, []string{TextField}},
	{News, 1, []string{ChoiceField, TextField}}, // each, weekly or none
}

// Actions returns all actions, in their order.
func Actions() []Action {
	all := make([]Action, len(actions))
	for i := range actions {
		all[i] = actions[i].action
	}
	return all
}

// Fields returns the names of the fields that an action has beyond those of every answer. It
// returns nil for a word that is no action.
func (a Action) Fields() []string {
	for _, known := range actions {
		if known.action == a {
			return slices.Clone(known.fields)
		}
	}
	return nil
}

// Known reports whether the word is an action.
func (a Action) Known() bool { return a.Fields() != nil }

// An Answer is what a client sends back about one item.
//
// Item is the address of the item in the workspace, below its engagement:
// journal/2026-10-01-logo (an entry), journal/2026-10-01-plan#2 (the second action of a
// meeting), reports/2026-09, inputs/products, inputs/sales@2026-03 (the occurrence of an input
// that recurs, by its period), kickoff; or nothing.
type Answer struct {
	Version    string
	Client     string
	Engagement string
	Item       string
	Action     Action

	Choice string
	Text   string
	About  string
	Well   string
	Better string
	NPS    string
	CSAT   string

	Name, Email string
	Trap        string

	Kickoff []Field // what the kickoff page asks, in its order
}

// A Field is a name with its value.
type Field struct{ Name, Value string }

// at are the fields of every answer, in the order in which they are written.
var at = []struct {
	name string
	of   func(*Answer) *string
}{
	{VersionField, func(a *Answer) *string { return &a.Version }},
	{ClientField, func(a *Answer) *string { return &a.Client }},
	{EngagementField, func(a *Answer) *string { return &a.Engagement }},
	{ItemField, func(a *Answer) *string { return &a.Item }},
	{ActionField, func(a *Answer) *string { return (*string)(&a.Action) }},
	{AboutField, func(a *Answer) *string { return &a.About }},
	{NPSField, func(a *Answer) *string { return &a.NPS }},
	{CSATField, func(a *Answer) *string { return &a.CSAT }},
	{WellField, func(a *Answer) *string { return &a.Well }},
	{BetterField, func(a *Answer) *string { return &a.Better }},
	{TextField, func(a *Answer) *string { return &a.Text }},
	{ChoiceField, func(a *Answer) *string { return &a.Choice }},
	{NameField, func(a *Answer) *string { return &a.Name }},
	{EmailField, func(a *Answer) *string { return &a.Email }},
	{TrapField, func(a *Answer) *string { return &a.Trap }},
}

// Known reports whether a name is that of a field of an answer.
func Known(name string) bool {
	return ofKickoff(name) || field(name) >= 0
}

func field(name string) int {
	for i := range at {
		if at[i].name == name {
			return i
		}
	}
	return -1
}

// ofKickoff reports whether a field belongs to the kickoff page.
func ofKickoff(name string) bool {
	for _, prefix := range []string{AskPrefix, ContactPrefix, PrefersPrefix} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && rest != "" {
			return true
		}
	}
	return false
}

// Set sets the field of a name, and reports whether there is such a field.
func (a *Answer) Set(name, value string) bool {
	if i := field(name); i >= 0 {
		*at[i].of(a) = value
		return true
	}
	if !ofKickoff(name) {
		return false
	}
	if i := slices.IndexFunc(a.Kickoff, func(f Field) bool { return f.Name == name }); i >= 0 {
		a.Kickoff[i].Value = value
	} else {
		a.Kickoff = append(a.Kickoff, Field{name, value})
	}
	return true
}

// Get returns the value of the field of a name, and "" where there is none.
func (a *Answer) Get(name string) string {
	if i := field(name); i >= 0 {
		return *at[i].of(a)
	}
	for _, f := range a.Kickoff {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// Fields returns the fields that hold something, the format's version among them. They are
// what a form that is already filled in has hidden.
func (a Answer) Fields() []Field {
	if a.Version == "" {
		a.Version = Version
	}
	var fields []Field
	for _, f := range at {
		if value := *f.of(&a); value != "" {
			fields = append(fields, Field{f.name, value})
		}
	}
	return append(fields, a.Kickoff...)
}

// Missing returns the name of the first field that the action needs and that is empty, and ""
// where nothing is missing.
func (a *Answer) Missing() string {
	for _, known := range actions {
		if known.action != a.Action {
			continue
		}
		for _, name := range known.fields[:known.needs] {
			if strings.TrimSpace(a.Get(name)) == "" {
				return name
			}
		}
		if (a.Action == Decide || a.Action == Feedback) && !slices.ContainsFunc(known.fields, func(name string) bool { return strings.TrimSpace(a.Get(name)) != "" }) {
			return known.fields[0]
		}
	}
	return ""
}
