package content

import (
	"cmp"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/source"
)

// A File is what every Markdown file has.
type File struct {
	Path   string // in the workspace: content/clients/korenaar/client.md
	Draft  bool
	Accept []Acceptance
	Extra  map[string]any // the user's own keys: string, bool, decimal.Decimal, []any or map[string]any
	Body   Body

	front    *front.Node  // for Pos
	places   front.Places // for Pos, once front is forgotten
	bodyPath string       // where Body stands, if that is another file
}

// A Body is the Markdown under the front matter.
type Body = front.Body

// Pos returns where the value at a path of keys and indices stands, such as
// ("plan", 2, "due"), or its nearest ancestor that is there.
func (f *File) Pos(path ...any) diag.Position {
	if f.front == nil {
		return f.At(f.places.Of(path...))
	}
	return f.At(f.front.Of(path...))
}

// settle forgets the front matter of a file that was read, but for where its values stand: of
// entries and reports there may be thousands.
func (f *File) settle() {
	if f.front != nil {
		f.places, f.front = f.front.Places(), nil
	}
}

// BodyPath is the path of the file in which the body stands: for a text in another language
// one beside it.
func (f *File) BodyPath() string { return cmp.Or(f.bodyPath, f.Path) }

// At returns the position of a mark in the file.
func (f *File) At(m Mark) diag.Position {
	return m.In(f.Path)
}

// An Acceptance is a finding that the writer accepts, with the reason.
type Acceptance struct {
	Rule string
	Why  string
	Mark
}

// A Provider is who publishes the portals, with its services. All of it may be
// shown to every client.
type Provider struct {
	File
	Name       string
	Tagline    Text
	URL        string
	Email      string
	Zone       *time.Location
	Locale     string // BCP 47
	Currency   string // "" if none
	Brand      Brand
	Hours      [7][]calendar.Span // by time.Weekday, at first
	Later      []calendar.Hours   // the weeks that hold from a day on instead, by that day
	Holidays   []string
	Open       []calendar.Date
	Closures   []calendar.Closure
	Channels   []Channel
	People     []Person
	Processes  []Process
	Tools      []Item
	FeedbackTo string // "", "netlify", or a URL
	FAQ        []Question
	Asks       []Ask // where a service asks none; nil where nothing is written
	Services   []Service

	Hidden   []string // names in Tree of the drafts that are passed over
	Calendar *calendar.Calendar
	Tree     *source.Tree
	Data     Writes // how the tables of all engagements are written, where they do not say

	authored *authored // in all languages; nil for a provider that is not known
}

// A Channel is a way to reach the provider.
type Channel struct {
	Name         Text
	For          Text
	AnswerWithin calendar.Duration
	Always       bool // every hour of every day counts, not working hours only
	Address      string
}

// A Person is one of the provider's people or of the client's contacts.
type Person struct {
	ID      string
	Name    string
	Role    Text
	Email   string
	Phone   string
	Photo   string // name in the tree; "" if none
	Hours   Text
	About   Text
	Decides []Text
	Prefers Preference
	Away    []Stretch
	Backup  Ref           // who stands in
	Until   calendar.Date // the last day with its side; zero while there
	Mark
}

// A Preference is how a contact likes to hear from the provider.
type Preference struct {
	By   string // mail, phone, portal, or ""
	News string // each, weekly, none, or ""
}

// A Process is how the provider does something, told to every client.
type Process struct{ Name, How Text }

// A Service is what the provider does and does not do under one name.
type Service struct {
	File
	ID        string // the file's name
	Name      string
	Does      []Item
	DoesNot   []Item
	BestCase  Text
	WorstCase Text
	Suits     Text
	Asks      []Ask // before the work begins; nil where nothing is written
	Defaults  Defaults
}

// A Client is one client with everything that its portal may show.
type Client struct {
	File
	ID          string
	Name        string
	Since       calendar.Date
	Zone        *time.Location
	Locale      string
	Currency    string
	Brand       Brand
	Address     string
	Aliases     []string // earlier addresses
	Access      Access
	Register    Register           // "" for the catalogue's
	Holidays    []string           // on which the client does not work, as its closures
	Closures    []calendar.Closure // no day of which counts in what it owes
	Contacts    []Person
	Goals       []Goal
	Constraints []Text
	Answers     []Answer // to what was asked before the work began, in the client's words
	OwnServices bool     // the client is told of those alone that its engagements name
	FAQ         []Question
	Glossary    []Term
	Engagements []*Engagement // by start, then id

	Hidden []string // names in Tree of all files of engagements that are drafts and passed over
	Tree   *source.Tree

	colleagues []Person  // the provider's people
	offered    []Service // the provider's services
	common     []Ask     // what the provider asks where a service asks nothing; nil where it says nothing
}

// Access says who may read a portal.
type Access struct {
	Sealed bool
	Title  string          // what the locked door may show; "" for nothing
	Rotate calendar.Rhythm // the days from which a sealed portal has a new key; zero for none
}

// A Goal is a result that the client wants.
type Goal struct {
	ID       string
	Want     Text
	Why      Text
	Priority int // 1 is first; 0 if not given
	By       Ref // who said so
	On       calendar.Date
	Source   Source
	Mark
}

// A Question is one that is asked often, with its answer.
type Question struct{ Q, A Text }

// A Term is a word that the client may not know.
type Term struct{ Term, Means Text }

// Status is where an engagement stands.
type Status string

// The statuses.
const (
	Proposed Status = "proposed"
	Active   Status = "active"
	Paused   Status = "paused"
	Closed   Status = "closed"
)

// An Engagement is an agreement with what happened under it.
type Engagement struct {
	File
	ID         string
	Title      Text
	Status     Status
	Paused     []Stretch
	Closed     calendar.Date
	Start, End calendar.Date
	Lead       Ref
	Team       []Ref
	Service    Ref
	Goals      []Ref
	Value      Text
	Scope      Scope
	Turnaround Terms[Turnaround]
	Pricing    Terms[Price]
	Duties     Duties
	KPIs       Terms[KPI]
	Plan       []Milestone
	Inputs     []Input
	// ReviewWithin is in how many working days the client agreed to read a report; zero
	// if it did not.
	ReviewWithin calendar.Duration
	Rhythm       Rhythm
	Quiet        bool // quiet: off; the portal says nothing of its own in silent weeks
	Closing      Closing
	Renewal      Renewal
	Data         Data

	Entries  []*Entry  // by date, then id
	Reports  []*Report // by period's end, then id
	Requests []Request // of the journal and of requests.csv, by opening, then id
	Time     []TimeRow // by date, then as written
	Units    []UnitRow // by date, then as written
	Invoices []Invoice // by date, then number
	Files    []Attachment
	Tables   map[string]*ShownTable // that reports show, by their names as these write them: data/by-shop.csv

	Hidden []string // names in the client's Tree of the drafts that are passed over

	clauses    []clause // what engagement.md says is agreed
	inherits   Mark     // where what is taken over from the service's defaults stands; zero for nothing
	fromBroken bool     // those defaults are wrong, and that was said where they stand
}

// Scope is what is agreed to be done, and what is not.
type Scope struct {
	Includes, Excludes, Deliverables, Assumptions []Item
	BestCase, WorstCase                           Text
}

// A Turnaround is how fast a kind of request is answered and done.
type Turnaround struct {
	ID      string
	Since   calendar.Date // the day from which this version holds; zero for from the start
	Request Text
	Respond calendar.Duration // zero if not promised
	Resolve calendar.Duration // zero if not promised
	Always  bool              // every hour of every day counts, not working hours only
	Mark
}

// A Price is a line of the price list.
type Price struct {
	ID       string
	Since    calendar.Date // the day from which this version holds; zero for from the start
	Item     Text
	Model    string // fixed, retainer, hourly or unit
	Amount   Money
	Per      string            // hour, day, week, month, quarter, year; for unit any word; "" if once
	Includes calendar.Duration // of a retainer; zero if not given
	Carry    int               // periods for which hours that were not used stay usable
	Over     Ref               // the price of each hour beyond; zero if none is agreed
	Cap      Money             // the most that may be billed in a period unasked; zero Currency if none
	Mark
}

// Duties are what each side does.
type Duties struct{ Ours, Yours []Item }

// Direction is where a KPI should go.
type Direction string

// The directions.
const (
	Up     Direction = "up"
	Down   Direction = "down"
	Within Direction = "within"
)

// A KPI is a figure that tells whether a goal is reached.
type KPI struct {
	ID         string
	Since      calendar.Date // the day from which this version holds; zero for from the start
	Name       Text
	Goal       Ref
	Unit       string
	Direction  Direction // up where nothing is written
	Target     Target
	Baseline   Baseline
	By         calendar.Date
	Tolerance  Tolerance // 10% where nothing is written
	Over       Over
	Decimals   int // how many are shown; -1 for as many as the figures have
	Means      Text
	Series     []Figure // by period
	SeriesFile Ref      // the file that holds the series, by its name below the engagement; zero for none
	Part       Part     // of that file
	Mark
}

// Over is how the figures of periods make that of a longer one; "" where nothing is
// written, which stands for Last.
type Over string

// The ways.
const (
	Sum  Over = "sum"
	Mean Over = "mean"
	Last Over = "last"
	Min  Over = "min"
	Max  Over = "max"
)

// A Target is a figure to reach, or a range to stay in.
type Target struct {
	Set       bool
	Low, High decimal.Decimal // equal for a single figure
}

// A Baseline is where a KPI started.
type Baseline struct {
	Value decimal.Decimal
	At    calendar.Date // zero if there is no baseline
}

// Tolerance is how far from its target a figure still counts as near.
type Tolerance struct {
	Value   decimal.Decimal
	Percent bool
	Default bool // nothing is written
}

// DefaultTolerance stands for a tolerance that is not written.
const DefaultTolerance = "the default"

// Plain returns the tolerance as it is written, and DefaultTolerance where nothing is.
func (t Tolerance) Plain() string {
	switch {
	case t.Default:
		return DefaultTolerance
	case t.Percent:
		return t.Value.String() + "%"
	}
	return t.Value.String()
}

// A Figure is a KPI's value in a period.
type Figure struct {
	Period calendar.Period
	Value  decimal.Decimal
	Note   string

	Budget   decimal.NullDecimal // what was planned for the period
	LastYear decimal.NullDecimal // the figure of a year before, where the table gives it
	Mark
}

// A Milestone is a dated promise of the provider's.
type Milestone struct {
	ID       string
	What     Text
	Since    calendar.Date // the day on which it was agreed on; zero for at the start
	Until    calendar.Date // its last day, where it was taken out; zero for none
	Due      calendar.Date
	Done     calendar.Date
	Forecast calendar.Date
	Owner    Ref
	Needs    []Ref // of inputs and milestones
	Mark
}

// An Input is what the client owes: once by Due, or at each occurrence of Every.
type Input struct {
	ID       string
	What     Text
	Since    calendar.Date // the day on which it was agreed on; zero for at the start
	Until    calendar.Date // its last day, where it was taken out; zero for none
	From     Ref
	Due      calendar.Date
	Every    calendar.Rhythm
	Received []Receipt       // a single one for an input without Every
	Partly   []calendar.Date // the days on which a part came
	Returned []Return
	Reminded []calendar.Date
	SendTo   string // a web or mail address; "" for the lead's mail
	Source   Source
	Mark
}

// A Receipt is the day on which an input came. Those of an input that recurs belong to
// its occurrences, either all by their period or all by their place.
type Receipt struct {
	For calendar.Period // the period of the occurrence; zero for the one in the receipt's place
	On  calendar.Date   // zero for an occurrence that was not received
	Mark
}

// A Return says that what came on one day could not be used.
type Return struct {
	Came, On calendar.Date
	Why      Text
	Mark
}

// Rhythm is what recurs in an engagement; a zero rhythm is not promised.
type Rhythm struct {
	Update, Report, Feedback calendar.Rhythm
	Meeting                  Meetings
	Since                    calendar.Date // from which on it holds; 0 for from the start
}

// Announces returns the day from which on the engagement announces what comes again.
func (e *Engagement) Announces() calendar.Date { return max(e.Start, e.Rhythm.Since) }

// Meetings is a standing meeting.
type Meetings struct {
	Every  calendar.Rhythm
	Length calendar.Duration
	Where  string
}

// Renewal is how the two come to speak of what follows, before the engagement ends.
type Renewal struct {
	DecideBy calendar.Date // zero if no day is set
	Notice   Text
}

// Closing is how an engagement ended.
type Closing struct {
	Handover []Handover
	Brought  Text
}

// A Handover is a thing given into the client's hands.
type Handover struct {
	What Text
	Done calendar.Date
}

// A Report says what the figures of a period mean.
type Report struct {
	File
	ID       string // the file's name without its ending
	Title    Text
	Period   calendar.Period
	Date     calendar.Date
	By       Ref
	Summary  Text
	KPIs     []Pinned // in the order of the engagement's KPIs
	Insights []Insight
	Done     []Item
	Next     []Item
	Asks     []Item
	Reviewed Review

	Corrections []Correction // in their order in the file
	Source      Source       // of the review
}

// A Correction says openly what a report had wrong.
type Correction struct {
	On   calendar.Date
	What Text
}

// Pinned is a figure that a report gives itself.
type Pinned struct {
	KPI   string
	Value decimal.Decimal
	Mark
}

// An Insight says what a figure means and what follows.
type Insight struct{ What, So, Next Text }

// A Review is the client's word that it read a report.
type Review struct {
	By Ref
	On calendar.Date // zero if not reviewed
}

// An Attachment is a file that is published as it is.
type Attachment struct {
	Name string // below the engagement's folder: files/offer.pdf
	File source.File
}
