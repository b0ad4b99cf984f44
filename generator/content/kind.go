package content

import (
	"cmp"

	"rapport/generator/schema"
)

// Kind is what an entry of the journal tells.
type Kind string

// The kinds of entry.
const (
	UpdateKind   Kind = "update"
	DecisionKind Kind = "decision"
	QuestionKind Kind = "question"
	RequestKind  Kind = "request"
	RiskKind     Kind = "risk"
	IncidentKind Kind = "incident"
	ConcernKind  Kind = "concern"
	ChangeKind   Kind = "change"
	FeedbackKind Kind = "feedback"
	MeetingKind  Kind = "meeting"
	LessonKind   Kind = "lesson"

	MaintenanceKind Kind = "maintenance"
	IdeaKind        Kind = "idea"
)

// A KindInfo is what there is to know of a kind of entry. Whoever treats kinds
// one by one does it for each of Kinds, and has a test that says so.
type KindInfo struct {
	Kind    Kind
	Title   string                   // what the title of an entry says, for whoever begins one
	Affects string                   // what an entry affects, for whoever begins one; "" where that is nothing as a rule
	refers  map[string]schema.Target // to what a field of all kinds refers, where that is not the same for this one
	Section string                   // of the page of progress that lists its entries, by its anchor and texts; "" for none
	fields
}

// fields are those of a kind, in the field of Entry that is the kind's.
type fields struct {
	infos []schema.Info
	into  func(e *Entry) schema.Part
	asOf  func(e *Entry, came schema.Came) *Entry
	visit func(e *Entry, visit func(schema.Value))
}

// fieldsOf returns the fields of a map, with the field of Entry that holds them.
func fieldsOf[V any](m *schema.Map[V], at func(e *Entry) **V) fields {
	return fields{
		infos: m.Infos(),
		into: func(e *Entry) schema.Part {
			*at(e) = new(V)
			return m.Into(*at(e))
		},
		asOf: func(e *Entry, came schema.Came) *Entry {
			v := *at(e)
			stood := m.AsOf(v, came)
			if stood == v {
				return e
			}
			if stood == nil {
				return nil
			}
			copied := *e
			*at(&copied) = stood
			return &copied
		},
		visit: func(e *Entry, visit func(schema.Value)) { m.Visit(*at(e), visit) },
	}
}

// Kinds are the kinds of entry, in the order in which they are listed and explained.
var Kinds = []KindInfo{
	{Kind: UpdateKind, Title: "the news in one line", Affects: "the milestones, inputs and figures that this tells about",
		refers: map[string]schema.Target{"by": toColleague},
		fields: fieldsOf(update, func(e *Entry) **Update { return &e.Update })},
	{Kind: DecisionKind, Title: "what is to be decided, as a question", Affects: "what waits for it", Section: "decisions",
		fields: fieldsOf(decision, func(e *Entry) **Decision { return &e.Decision })},
	{Kind: QuestionKind, Title: "the question", Affects: "what waits for it",
		fields: fieldsOf(asked, func(e *Entry) **Asked { return &e.Question })},
	{Kind: RequestKind, Title: "what the client asked for",
		fields: fieldsOf(request, func(e *Entry) **RequestEntry { return &e.Request })},
	{Kind: RiskKind, Title: "what may go wrong", Affects: "what it would touch", Section: "risks",
		fields: fieldsOf(risk, func(e *Entry) **Risk { return &e.Risk })},
	{Kind: IncidentKind, Title: "what went wrong", Affects: "what it touches", Section: "incidents",
		fields: fieldsOf(incident, func(e *Entry) **Incident { return &e.Incident })},
	{Kind: ConcernKind, Title: "what is hard to say", Affects: "what it is about", Section: "concerns",
		fields: fieldsOf(concern, func(e *Entry) **Concern { return &e.Concern })},
	{Kind: ChangeKind, Title: "what changes", Affects: "all that moves: milestones, prices, turnarounds, scope, duties, hours, rhythm", Section: "changes",
		refers: map[string]schema.Target{"affects": toTerm},
		fields: fieldsOf(change, func(e *Entry) **Change { return &e.Change })},
	{Kind: FeedbackKind, Title: "how the round is called", Section: "feedback",
		fields: fieldsOf(feedback, func(e *Entry) **Feedback { return &e.Feedback })},
	{Kind: MeetingKind, Title: "what the meeting was about",
		fields: fieldsOf(meeting, func(e *Entry) **Meeting { return &e.Meeting })},
	{Kind: LessonKind, Title: "what you know now", Affects: "what taught it", Section: "lessons",
		fields: fieldsOf(lesson, func(e *Entry) **Lesson { return &e.Lesson })},
	{Kind: MaintenanceKind, Title: "what you will work on", Affects: "what it touches",
		fields: fieldsOf(maintenance, func(e *Entry) **Maintenance { return &e.Maintenance })},
	{Kind: IdeaKind, Title: "what you could do for them", Section: "ideas",
		fields: fieldsOf(idea, func(e *Entry) **Idea { return &e.Idea })},
}

// Info returns what there is to know of a kind, and nil of a word that is none.
func (k Kind) Info() *KindInfo {
	for i := range Kinds {
		if Kinds[i].Kind == k {
			return &Kinds[i]
		}
	}
	return nil
}

// refers returns to what a field of all kinds refers in an entry of this one.
func (k Kind) refers(key string, usual schema.Target) schema.Target {
	if info := k.Info(); info != nil {
		return cmp.Or(info.refers[key], usual)
	}
	return usual
}

// KindNames returns the names of the kinds of entry, in their order.
func KindNames() []string {
	names := make([]string, len(Kinds))
	for i, kind := range kindsOf(Kinds) {
		names[i] = string(kind)
	}
	return names
}

func kindsOf(infos []KindInfo) []Kind {
	kinds := make([]Kind, len(infos))
	for i := range infos {
		kinds[i] = infos[i].Kind
	}
	return kinds
}
