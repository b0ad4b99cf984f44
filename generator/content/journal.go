package content

import (
	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
)

// An Entry is something that happened. Exactly the field of its kind is set.
type Entry struct {
	File
	ID      string // the file's name without its ending
	Kind    Kind
	Date    calendar.Date
	Title   Text
	By      Ref
	Affects []Ref
	TookOut []Ref // what else a change affects, and took out of the agreement
	Tells   []Ref // milestones whose date it says to be in danger, or to have moved
	Source  Source

	Update   *Update
	Decision *Decision
	Question *Asked
	Request  *RequestEntry
	Risk     *Risk
	Incident *Incident
	Concern  *Concern
	Change   *Change
	Feedback *Feedback
	Meeting  *Meeting
	Lesson   *Lesson

	Maintenance *Maintenance
	Idea        *Idea
}

// An Update tells how things stand.
type Update struct {
	Health string // green, amber, red, or "" for no word
	Next   Text
}

// A Decision is one that somebody has to take, or took.
type Decision struct {
	Goal      Ref
	To        Ref // zero: the client's
	Options   []Item
	NeededBy  calendar.Date
	Decided   calendar.Date
	DecidedBy Ref
	Outcome   Text
}

// Asked is a question of one side to the other.
type Asked struct {
	To       Ref
	NeededBy calendar.Date
	Answered calendar.Date
	Answer   Text
}

// A RequestEntry is a request told in the journal.
type RequestEntry struct {
	Type      Ref // of a Turnaround
	Goal      Ref
	Opened    Moment
	Responded Moment
	Resolved  Moment
	Waiting   []Wait
}

// A Risk is something bad that may happen.
type Risk struct {
	Likelihood, Impact int // 1 to 3; 0 if not given
	Response           Text
	Closed             calendar.Date
}

// An Incident is something bad that happened.
type Incident struct {
	Started, Resolved         Moment
	Ours                      bool
	Cause, Remedy, Prevention Text
}

// A Concern is a hard subject that one side raised.
type Concern struct {
	RaisedBy Ref
	About    string // price, delivery, cooperation, quality, other, or ""
	Settled  calendar.Date
	Outcome  Text
}

// A Change alters what was agreed.
type Change struct {
	Goal          Ref
	Adds, Removes []Item
	Price         Money // zero Currency if none
	Days          int   // working days by which what it affects moves
	State         string
	AcceptedBy    Ref
	Accepted      calendar.Date
}

// The states of a change.
const (
	ProposedChange = "proposed"
	AcceptedChange = "accepted"
	DeclinedChange = "declined"
)

// Feedback is what the client thinks of the work.
type Feedback struct {
	From         Ref
	Asked, Given calendar.Date
	NPS, CSAT    int // -1 if not given
	Well, Better Text
	Reply        Text
	Changed      Text
}

// A Meeting was held.
type Meeting struct {
	Attended []Ref
	Actions  []Action
}

// An Action is what somebody promised in a meeting.
type Action struct {
	What      Text
	Who       Ref
	Due, Done calendar.Date
	Mark
}

// A Lesson is what one side or both learnt.
type Lesson struct{ Side string }

// Maintenance is work that is planned and that the client may notice.
type Maintenance struct {
	From, To Moment
	Effect   Text
}

// An Idea is something that costs the provider little and is worth much to the
// client.
type Idea struct {
	CostsUs Text // for the provider alone; no page shows it
	Worth   Text
	Outcome Text
}

// A Request is one of the client's, told in the journal or listed in requests.csv.
type Request struct {
	ID                          string
	Type                        string // id of a Turnaround, or "" for none
	Title                       Text
	Opened, Responded, Resolved Moment
	Waiting                     []Wait // of an entry
	Waited                      int    // minutes, of a CSV row
	Entry                       *Entry // nil for a CSV row
}

// A TimeRow is time spent.
type TimeRow struct {
	Date   calendar.Date
	Hours  decimal.Decimal
	Person string
	Item   string // id of a Price, or ""
	Note   string
	Mark   // in data/time.csv
}

// A UnitRow is a count of what is paid for by the piece.
type UnitRow struct {
	Date  calendar.Date
	Item  string // id of a Price by the unit
	Count decimal.Decimal
	Note  string
	Mark  // in data/units.csv
}

// An Invoice is one that the provider sent. Rapport shows it, and sends none.
type Invoice struct {
	Number string
	Date   calendar.Date
	Amount Money
	Item   string          // id of a Price; "" for all of the period
	Period calendar.Period // that is billed; zero if not given
	Due    calendar.Date   // zero if not given
	Paid   calendar.Date   // zero if not yet
	File   Ref             // an Attachment, by its name; zero for none
	Mark                   // in data/invoices.csv
}
