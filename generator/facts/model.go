// Package facts derives what a portal claims about progress from two things
// alone: what the provider wrote, and one instant, the as-of time. Its functions
// are pure; the same content and instant give the same facts.
//
// Derive is the way in. It takes a client as authored, leaves out what has not
// come by the as-of time (AsOf does that alone), derives each engagement's facts,
// and finds the instant until which they stay true. Its results know the content
// that they follow from, as it stood then: a Milestone its milestone, a Request its
// request. EncodeStatus writes them as JSON for other programs.
//
// Times count in whole seconds and are in the provider's zone, whose days are
// those of every date. Working days and working time are those of the
// provider's calendar. Figures are exact decimals, and what is counted from them
// is counted in fractions and rounded once.
package facts

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
)

// A Client is one client's facts.
type Client struct {
	Content     *content.Client // as it stood at AsOf: what has not come is not in it
	AsOf        time.Time       // in the provider's zone
	Today       calendar.Date   // AsOf's date
	TrueUntil   time.Time       // the first later instant at which a fact of any engagement changes; zero if none will
	Engagements []*Engagement   // in the content's order
	Asked       []Asked         // of the client before the work begins, and not answered yet
	Unsure      []content.Goal  // which the client named a year ago or earlier: are they still true?
}

// An Engagement is what follows from an engagement.
type Engagement struct {
	Content *content.Engagement // as it stood at AsOf
	AsOf    time.Time           // the client's, but never later than the day on which the engagement closed
	Today   calendar.Date

	Versions   []AgreementVersion // of the agreement, by their days; at least the first
	Health     *Health            // nil while proposed or paused, and once closed
	Overrun    bool               // it goes on, and its planned end has passed
	Milestones []Milestone
	Inputs     []Input // a recurring input has one a occurrence
	Requests   []Request
	Turnaround []Turnaround // a kind of request each, over the last 90 days
	History    []TurnaroundPeriod
	KPIs       []KPI
	Rhythm     []Occurrence
	Silences   []Silence
	Retainers  []Retainer   // of the periods at hand
	Usages     []Usage      // by price in the order of the list, then period; none while proposed
	Invoices   []Invoice    // by date, then number
	Promises   []Promise    // every commitment, by date, then side, kind, id; none while proposed
	Record     Record       // in all
	ByKind     []KindRecord // a record for each of RecordKinds, in their order; none while proposed
	Quarters   []QuarterRecord
	Feedback   Scores
	Work       []Work     // planned, by its beginning
	Open       []OpenItem // what waits for somebody, the longest overdue first
}

// InForce returns the day whose terms hold: today, or the start of an engagement that
// has not begun.
func (e *Engagement) InForce() calendar.Date { return max(e.Today, e.Content.Start) }

// Work is planned work that has not ended.
type Work struct {
	Entry    *content.Entry
	From, To time.Time
	UnderWay bool
}

// A Milestone is where a dated promise stands.
type Milestone struct {
	Content       *content.Milestone
	Agreed        calendar.Date // as it stood in the plan
	Due           calendar.Date // Agreed, or the working day after it, with the accepted changes
	FairDue       calendar.Date // Due moved by what the client was late with
	Expected      calendar.Date // zero where nobody knows
	Done          calendar.Date // zero if not yet
	State         MilestoneState
	Out           bool              // it was taken out, and had not been reached by its last day
	MovedByClient int               // working days
	MovedBy       *Cause            // the input behind MovedByClient; nil if 0
	Slip          *Cause            // what else drives Expected past FairDue; nil if nothing does
	LateBy        int               // working days from FairDue
	Notice        *int              // working days of warning before Due; nil where it is not past its fair due, or nobody told
	NoticeEntry   string            // id of the entry that told first
	Told          calendar.Date     // the day of that entry
	Known         calendar.Date     // the day since which its provider knew; zero where no witness says so
	Untold        bool              // past its fair due, or expected so, and nobody told
	Changes       []MilestoneChange // the accepted changes that moved it
}

// Ours is by how many working days a milestone is or will be late of its provider's own
// doing: past the day to which the client moved it.
func (m *Milestone) Ours() int {
	switch {
	case m.LateBy > 0:
		return m.LateBy
	case m.Slip == nil || m.Done != 0:
		return 0
	case m.Slip.Kind == MilestoneCause: // counted from the due
		return max(0, m.Slip.Late-m.MovedByClient)
	}
	return m.Slip.Late
}

// A Cause says why a date moved.
type Cause struct {
	Kind CauseKind
	ID   string        // of the input or milestone
	Via  []string      // milestones between the cause and the one it moved, nearest first
	Due  calendar.Date // of the cause
	On   calendar.Date // when the cause was received, done or is expected; zero while it has not come
	Late int           // working days
}

// A MilestoneChange is an accepted change that moved a milestone.
type MilestoneChange struct {
	Entry string // id
	Days  int
}

// An Input is where something that the client owes stands.
type Input struct {
	Content  *content.Input
	Period   calendar.Period  // of an occurrence of a recurring one; zero for one that is owed once
	Due      calendar.Date    // the day written or named by the rhythm, or the working day after it
	Received calendar.Date    // zero if not yet
	Skipped  calendar.Date    // when a later occurrence came, of one that never did; zero for none
	Partly   []calendar.Date  // the days on which a part came, in order
	Returned []content.Return // what came and could not be used, by the day on which it came
	State    InputState
	Out      bool     // it was taken out, and had not come by its last day
	Lateness int      // working days
	Moves    []string // ids of the milestones that it moves now

	unusable calendar.Date // a day on which it came and counted as received
	until    calendar.Date // until this day, on which it was sent back; both zero for none
}

// A Request is where a request stands. Without a promise for its kind a
// deadline is zero and its outcome "".
type Request struct {
	Content                *content.Request
	Opened                 time.Time
	Responded, Resolved    time.Time // zero if not yet
	RespondDue, ResolveDue time.Time // zero if not promised, or while waiting for the client
	Response, Resolution   Outcome
	Waiting                bool          // for the client, now
	HeldSince              calendar.Date // the day since which it waits, once that is long; zero for none
}

// Tally counts deadlines by outcome.
type Tally struct{ Met, Missed, Running int }

// Attainment is Met / (Met + Missed); ok is false where there is none.
func (t Tally) Attainment() (share float64, ok bool) {
	if t.Met+t.Missed == 0 {
		return 0, false
	}
	return float64(t.Met) / float64(t.Met+t.Missed), true
}

// Turnaround is how a kind of request fared.
type Turnaround struct {
	Type                 string
	Response, Resolution Tally
}

// IsAnsweredFor tells whether somebody answers for the work: leads it, or has a milestone that
// is not done.
func (e *Engagement) IsAnsweredFor(by string) bool {
	owns := func(m Milestone) bool { return m.Done == 0 && m.Content.Owner.ID == by }
	return e.Content.Lead.ID == by || slices.ContainsFunc(e.Milestones, owns)
}

// Resolutions tallies the deadlines for solutions of all kinds of request.
func (e *Engagement) Resolutions() Tally {
	var all Tally
	for _, t := range e.Turnaround {
		all.Met += t.Resolution.Met
		all.Missed += t.Resolution.Missed
		all.Running += t.Resolution.Running
	}
	return all
}

// A TurnaroundPeriod is how each kind fared among the requests opened in a month.
type TurnaroundPeriod struct {
	Period calendar.Period
	Kinds  []Turnaround // only kinds with a request in the period
}

// A KPI is what a figure says at an instant.
type KPI struct {
	Content *content.KPI // the version that held when the current figure's period ended; without a figure that of today
	Points  []Point      // every period with a figure, in order, that has ended
	Current *Point       // the last of them; nil while there is none since the start
	Stale   bool         // there has been no figure for two periods: the current one has no status
	Change  *Change      // nil without an adjacent earlier figure
	Budget  *Change      // of the current figure from what was planned; nil where nothing was

	YearBefore *decimal.Decimal // the figure of the same period a year before, or what the series says that it was; nil without one
	ChangeYear *decimal.Decimal // from that

	Trend    Trend     // "" with fewer than 3 figures
	Slope    float64   // per period
	Forecast *Forecast // nil where there is no by, or fewer than 4 figures

	// In a report on a longer period, of how many of the periods within it the current figure is
	// made, and how many there are; both 0 for a figure of one period.
	Parts, AllParts int

	versions []judge
	near     decimal.Decimal // the tolerance of Content
}

// A Point is the figure of a period with what was aimed at by then.
type Point struct {
	Period                calendar.Period
	Value                 decimal.Decimal
	Note                  string
	Report                string          // id of the report that pins it; "" for the series'
	TargetLow, TargetHigh decimal.Decimal // the target now, at the period's end; equal unless a range
	HasTarget             bool
	Status                Status              // "" without a target
	Budget, LastYear      decimal.NullDecimal // as the series gives them
}

// A Change compares a figure with that of the period before.
type Change struct {
	Absolute   decimal.Decimal
	Percent    *decimal.Decimal // of the previous figure, to 1 decimal; nil where it says nothing
	Favourable *bool            // nil where there is no verdict
}

// A Forecast is where the trend leads by the KPI's date.
type Forecast struct {
	Value   decimal.Decimal // to 4 decimals
	Reaches bool
}

// An Occurrence is a day on which a rhythm promised something.
type Occurrence struct {
	Kind  RhythmKind
	Due   calendar.Date
	State RhythmState
	Entry string // path below the engagement without ending: journal/2026-10-02-design; "" if none
}

// A Silence is a run of update windows in which nothing was entered.
type Silence struct {
	From, To calendar.Date // the first window's first day, the last one's day of the update
	Since    string        // path of the last entry or report before it; "" if none
	SinceOn  calendar.Date // its date; zero if none
}

// A Retainer is how much of what a price includes was used in a period.
type Retainer struct {
	Item     string
	Period   calendar.Period
	Included decimal.Decimal // hours
	Carried  decimal.Decimal // hours left over from earlier periods
	Used     decimal.Decimal // hours
	Burn     float64         // Used / (Included + Carried)
	Pace     *float64        // nil in the first quarter of the period
}

// A Usage is what was used of a price in a period, and what that comes to.
type Usage struct {
	Item        string         // id of the price
	Price       *content.Price // the version by which the period goes; nil where none held yet
	Period      calendar.Period
	Days        []UsageDay       // what Used is the sum of; see Engagement.Rows
	Counted     bool             // in units, and not in hours
	Used        *decimal.Decimal // hours, or units; nil where nothing is recorded of a period that is over
	Included    *decimal.Decimal // hours; nil where the price includes none, as the next two
	Carried     *decimal.Decimal // hours left over from earlier periods
	Over        *decimal.Decimal // hours used beyond both; nil also where nothing is recorded
	CarriedFrom []Carried        // Carried by period, the oldest first
	Beyond      *content.Money   // what Over comes to; nil without hours included, and where no rate is agreed
	Amount      *content.Money   // what all comes to, rounded once; nil where that is not known
	State       UsageState
	Current     bool           // the period is under way
	Forecast    *UsageForecast // nil where there is nothing to tell from
}

// A UsageRow is a row of time.csv or units.csv.
type UsageRow struct {
	Date   calendar.Date
	Count  decimal.Decimal // hours, or units
	Person string          // id; "" if none is named
	Note   string
}

// Carried is how many hours are left over from a period.
type Carried struct {
	Period calendar.Period
	Hours  decimal.Decimal
}

// A UsageForecast is where a period leads at its pace, in whole hours or units.
type UsageForecast struct {
	Used   decimal.Decimal
	Over   decimal.Decimal // hours beyond those included and carried
	Beyond *content.Money  // what is paid by use; nil where no rate is agreed
	Amount *content.Money  // what all comes to; nil where no rate is agreed
}

// An Invoice is where an invoice stands.
type Invoice struct {
	Content *content.Invoice
	State   InvoiceState
	Overdue int // working days since it was due
}

// A Promise is a commitment that is due, or was.
type Promise struct {
	Side  Side
	Kind  PromiseKind
	ID    string    // of the milestone, request, input or entry, for a rhythm the path of what served it; "" if nothing did
	Due   time.Time // the last instant at which it is kept
	DueOn calendar.Date
	State PromiseState // "" while open
}

// A Count is how many promises were kept and broken.
type Count struct{ Kept, Broken int }

// Record is the on-time record of both sides.
type Record struct{ Provider, Client Count }

// A KindRecord is the record of one kind of promise.
type KindRecord struct {
	Kind RecordKind
	Record
}

// A QuarterRecord is the record of the promises dated in a quarter.
type QuarterRecord struct {
	Quarter calendar.Period
	Record
}

// Scores sum up the feedback given. NPS and CSAT are nil without an answer.
type Scores struct {
	Answers   int
	NPS, CSAT *int
}

// Health is how an engagement does, with the reasons.
type Health struct {
	State   HealthState
	Begun   bool           // the engagement is in its first working days: Unknown is no news of it yet
	Stated  HealthState    // the provider's own word; "" for none
	Entry   *content.Entry // the update that says so; nil for none
	Against []Reason       // of that update's day, at its end: those for which health was worse than it says
	Reasons []Reason       // red ones first, then by kind and ref
}

// A Reason is why a health is not green. What it is about is set where its kind
// has such a thing.
type Reason struct {
	Kind  ReasonKind
	Ref   string        // id of the milestone, input, KPI, price or entry, or the kind of rhythm; "" for none
	State HealthState   // amber or red
	On    calendar.Date // since when, or due when; zero where that says nothing
	Days  int           // working days late, open or slipping
	Share float64       // burn, pace or attainment

	Milestone *Milestone
	Input     *Input
	Request   *Request
	KPI       *KPI
	Retainer  *Retainer
	Usage     *Usage
	Entry     *content.Entry
}

// An OpenItem waits for somebody. Exactly one of Input, Request, Report and Entry is
// what it is of.
type OpenItem struct {
	Side    Side // who has to act
	Kind    ItemKind
	Ref     string        // id of the input, request, entry or report; for an action the meeting's
	Index   int           // of an action in its meeting
	Subject content.Text  // what it is called
	At      diag.Position // where it is written
	Named   string        // id of the person of whom it is asked; "" for the side as a whole
	Who     string        // id of who acts: the person named, or who stands in for one that has left; "" for the side as a whole
	Opened  calendar.Date
	Due     calendar.Date // zero if none
	Age     int           // working days since Opened
	Overdue int           // working days since Due, those of a pause apart; 0 if not
	By      calendar.Date // by when to ask for it: Due, or a day that stands for it where none was agreed; zero where nobody asks
	Past    int           // working days since By; 0 if not

	Input   *Input
	Request *Request
	Report  *content.Report
	Entry   *content.Entry // a meeting for an action
}
