package facts

// The names of states and kinds are those that status gives to other programs, and
// part of the keys of what is said about them.
type (
	// A Side is one of the two that have agreed on something.
	Side string
	// A MilestoneState is where a dated promise stands.
	MilestoneState string
	// A CauseKind is what moves a date.
	CauseKind string
	// An InputState is where something that the client owes stands.
	InputState string
	// An Outcome is what became of a deadline; "" where nothing is promised.
	Outcome string
	// A Status is how a figure does against its target.
	Status string
	// A Trend is where the last figures lead.
	Trend string
	// A RhythmKind is what recurs.
	RhythmKind string
	// A RhythmState is what became of a day on which something recurs.
	RhythmState string
	// A UsageState is how what was used stands against what is included and the cap.
	UsageState string
	// An InvoiceState is where an invoice stands.
	InvoiceState string
	// A PromiseKind is what was promised.
	PromiseKind string
	// A RecordKind is a group of promises whose record is told apart.
	RecordKind string
	// A PromiseState is what became of a promise.
	PromiseState string
	// A HealthState is how an engagement does.
	HealthState string
	// A ReasonKind is for what a health is not green.
	ReasonKind string
	// An ItemKind is what waits for somebody.
	ItemKind string
)

// The sides.
const (
	Provider  Side = "provider"
	TheClient Side = "client"
)

// The states of a milestone.
const (
	Done     MilestoneState = "done"
	DoneLate MilestoneState = "done-late"
	Late     MilestoneState = "late"
	Slipping MilestoneState = "slipping"
	Moved    MilestoneState = "moved"
	OnPlan   MilestoneState = "on-plan"
	Ended    MilestoneState = "ended" // not done when the engagement closed
)

// The causes.
const (
	InputCause     CauseKind = "input"
	MilestoneCause CauseKind = "milestone"
	ForecastCause  CauseKind = "forecast"
	UnknownCause   CauseKind = "unknown" // the day has passed, and nobody says a new one
)

// The states of an input.
const (
	Received     InputState = "received"
	ReceivedLate InputState = "received-late"
	Overdue      InputState = "overdue"
	Due          InputState = "due"
	Skipped      InputState = "skipped" // never came, and a later one did
	InputEnded   InputState = "ended"   // not received when the engagement closed
)

// The outcomes.
const (
	Met     Outcome = "met"
	Missed  Outcome = "missed"
	Running Outcome = "running"
)

// The statuses of a figure.
const (
	On   Status = "on"
	Near Status = "near"
	Off  Status = "off"
)

// The trends.
const (
	Rising  Trend = "rising"
	Falling Trend = "falling"
	Flat    Trend = "flat"
)

// The rhythms.
const (
	Updates   RhythmKind = "update"
	Reports   RhythmKind = "report"
	Feedbacks RhythmKind = "feedback"
	Meetings  RhythmKind = "meeting"
)

// RhythmKinds lists the rhythms in the order in which they are told.
var RhythmKinds = []RhythmKind{Updates, Reports, Feedbacks, Meetings}

// The states of an occurrence.
const (
	Kept      RhythmState = "kept"
	LateKept  RhythmState = "late"
	MissedOn  RhythmState = "missed"
	OverdueOn RhythmState = "overdue"
	Upcoming  RhythmState = "upcoming"
)

// The states of a usage.
const (
	UsageOK          UsageState = "ok"
	UsageNear        UsageState = "near" // nine tenths of the hours included and carried, or of the cap
	UsageOver        UsageState = "over" // more than these
	UsageNotRecorded UsageState = "not-recorded"
)

// The states of an invoice.
const (
	InvoicePaid    InvoiceState = "paid"
	InvoiceOpen    InvoiceState = "open"
	InvoiceOverdue InvoiceState = "overdue"
	InvoiceSent    InvoiceState = "sent" // not paid, and no day was named for it
)

// The promises beside those of the rhythms.
const (
	MilestonePromise  PromiseKind = "milestone"
	ResponsePromise   PromiseKind = "response"
	ResolutionPromise PromiseKind = "resolution"
	ActionPromise     PromiseKind = "action"
	AnswerPromise     PromiseKind = "answer"
	InputPromise      PromiseKind = "input"
	DecisionPromise   PromiseKind = "decision"
	ReviewPromise     PromiseKind = "review"
)

// The kinds of promise whose record is told apart, in the order in which it is told.
const (
	PlanRecord    RecordKind = "plan"     // milestones and inputs
	RequestRecord RecordKind = "requests" // responses and resolutions
	AnswerRecord  RecordKind = "answers"  // answers, decisions, actions and reviews
	RhythmRecord  RecordKind = "rhythm"   // updates, reports and feedback rounds
)

// RecordKinds lists them: what matters most comes first.
var RecordKinds = []RecordKind{PlanRecord, RequestRecord, AnswerRecord, RhythmRecord}

// Record returns in which record a promise counts.
func (k PromiseKind) Record() RecordKind {
	switch k {
	case MilestonePromise, InputPromise:
		return PlanRecord
	case ResponsePromise, ResolutionPromise:
		return RequestRecord
	case AnswerPromise, DecisionPromise, ActionPromise, ReviewPromise:
		return AnswerRecord
	}
	return RhythmRecord
}

// What became of a promise.
const (
	KeptPromise   PromiseState = "kept"
	BrokenPromise PromiseState = "broken"
)

// The states of health.
const (
	Green   HealthState = "green"
	Unknown HealthState = "unknown" // there is no news from which to tell
	Amber   HealthState = "amber"
	Red     HealthState = "red"
)

// Gravity orders the states of health, the worst highest; 0 is for none. Silence
// is worse than green.
func (h HealthState) Gravity() int {
	switch h {
	case Red:
		return 4
	case Amber:
		return 3
	case Unknown:
		return 2
	case Green:
		return 1
	}
	return 0
}

// The reasons.
const (
	MilestoneLate     ReasonKind = "milestone-late"
	IncidentOpen      ReasonKind = "incident-open"
	RetainerOver      ReasonKind = "retainer-over"
	CapOver           ReasonKind = "cap-over"
	RequestLate       ReasonKind = "request-late"
	TurnaroundLow     ReasonKind = "turnaround-low"
	MilestoneSlipping ReasonKind = "milestone-slipping"
	ClientOverdue     ReasonKind = "client-overdue"
	RiskOpen          ReasonKind = "risk-open"
	ConcernOpen       ReasonKind = "concern-open"
	KPIOff            ReasonKind = "kpi-off"
	RhythmOverdue     ReasonKind = "rhythm-overdue"
	RetainerPace      ReasonKind = "retainer-pace"
)

// ReasonKinds lists the reasons.
var ReasonKinds = []ReasonKind{
	MilestoneLate, IncidentOpen, RetainerOver, CapOver, RequestLate, TurnaroundLow, MilestoneSlipping, ClientOverdue, RiskOpen, ConcernOpen, KPIOff, RhythmOverdue, RetainerPace,
}

// The open items.
const (
	InputItem    ItemKind = "input"
	ReviewItem   ItemKind = "review"
	QuestionItem ItemKind = "question"
	DecisionItem ItemKind = "decision"
	ActionItem   ItemKind = "action"
	ChangeItem   ItemKind = "change"
	RequestItem  ItemKind = "request"
	FeedbackItem ItemKind = "feedback"
	ConcernItem  ItemKind = "concern"
)

// ItemKinds lists what can wait for somebody.
var ItemKinds = []ItemKind{InputItem, ReviewItem, QuestionItem, DecisionItem, ActionItem, ChangeItem, RequestItem, FeedbackItem, ConcernItem}
