package content

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
)

// A KindInfo is what there is to know of a kind of entry. Whoever treats kinds
// one by one does it for each of Kinds, and has a test that says so.
type KindInfo struct {
	Kind     Kind
	Title    string // what the title of an entry says, for whoever begins one
	Tells    bool   // an entry that affects a milestone tells the client of its slip
	Progress bool   // its entries have a section of their own on the page of progress
}

// Kinds are the kinds of entry, in the order in which they are listed and explained.
var Kinds = []KindInfo{
	{Kind: UpdateKind, Title: "the news in one line", Tells: true},
	{Kind: DecisionKind, Title: "what is to be decided, as a question", Progress: true},
	{Kind: QuestionKind, Title: "the question"},
	{Kind: RequestKind, Title: "what the client asked for"},
	{Kind: RiskKind, Title: "what may go wrong", Tells: true, Progress: true},
	{Kind: IncidentKind, Title: "what went wrong", Tells: true, Progress: true},
	{Kind: ConcernKind, Title: "what is hard to say", Tells: true, Progress: true},
	{Kind: ChangeKind, Title: "what changes", Tells: true, Progress: true},
	{Kind: FeedbackKind, Title: "how the round is called", Progress: true},
	{Kind: MeetingKind, Title: "what the meeting was about"},
	{Kind: LessonKind, Title: "what you know now", Progress: true},
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

// KindNames returns the names of the kinds of entry, in their order.
func KindNames() []string {
	names := make([]string, len(Kinds))
	for i, info := range Kinds {
		names[i] = string(info.Kind)
	}
	return names
}
