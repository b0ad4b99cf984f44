// Package page says which pages and files a portal has, and what stands on each
// of them.
//
// Its models are plain data: every date, number and sentence is ready in the
// reader's language, every link is relative to its page, every piece of Markdown
// is rendered. Templates lay the data out and compute nothing, so that a theme
// can be read by somebody who knows only HTML. A field that has nothing to say
// is its zero value, and a template leaves it out.
package page

import (
	"html/template"

	"rapport/generator/calendar"
	"rapport/generator/place"
)

// A Portal is what all pages of one client's portal share.
type Portal struct {
	Lang, Dir    string // of the <html> element
	Client       string // name
	Provider     string // name
	Tagline      template.HTML
	ProviderURL  string
	Email        string // of the provider
	ProviderLogo string // below the portal's root; "" for none
	ClientLogo   string
	Icon         string // of the window, below the portal's root
	Stylesheet   string // below the portal's root
	Brand        string // stylesheet of the brand's colours, below the portal's root
	Script       string // below the portal's root; "" for none
	Search       string // script with what the search looks through, below the portal's root; "" where there is no search
	Engine       string // script that the search runs on, below the portal's root
	Found        string // what the search says, for the script to fill in {n}
	Nothing      string // the same where nothing is found, with {query}
	Engagements  []Tab  // in the order in which they are shown; Href is below the portal's root
	Single       bool   // there is one engagement only
	Lead         *Contact
	Sealed       bool
}

// A Tab is an engagement in the navigation.
type Tab struct {
	ID, Title, Href string
	Status          State
}

// A Contact is whom to call.
type Contact struct {
	Name, Role, Email, Phone string
	PhoneHref                template.URL
}

// A Page is one page of a portal; Body is the model named in its comment.
type Page struct {
	*Portal
	Path        string // of the file, below the portal's root
	Layout      string // the page of the theme: "report"
	Root        string // from the page to the portal's root: "", "../" or "../../"
	Title       string // plain; of the window
	Heading     template.HTML
	Description string     // plain
	Here        place.Page // in the navigation
	Engagement  *Chapter
	AsOf        string // "Fri 16 October 2026, 12:00" on pages that depend on the day, else ""
	AsOfISO     string
	TrueUntil   string // "" where nothing will change, and on pages that don't depend on the day
	UntilISO    string
	Draft       bool
	Menu        Menu
	Nav         template.HTML // Menu laid out, which many pages have alike
	Body        any

	fill func(*Page)
}

// A Chapter is the engagement that a page belongs to.
type Chapter struct {
	ID    string
	Title template.HTML
	Base  string // from the page to the engagement's folder: "" or "../"
	State State  // active, paused, …
	Draft bool
}

// A Menu is the navigation of a page.
type Menu struct {
	Before, After []MenuItem   // of the portal
	Engagements   [][]MenuItem // between these: the pages of the only engagement, or the first page of each
	Chapter       []MenuItem   // the pages of the page's engagement, where the portal has several
}

// A MenuItem is a page in the navigation.
type MenuItem struct {
	Text, Href string
	Here       bool // it is the page itself
	In         bool // the page is one of its engagement's
}

// A State is a word with a tone; themes give each tone a shape beside its colour.
type State struct {
	Word string
	Tone Tone
}

// A Tone is how a state feels.
type Tone string

// The tones.
const (
	Good    Tone = "good"
	Fair    Tone = "fair"
	Poor    Tone = "poor"
	Waiting Tone = "waiting" // for the reader
	Plain   Tone = "plain"
)

// A Day is a date to show.
type Day struct{ Text, ISO string }

// A Link goes to a page or an item on one.
type Link struct {
	Text template.HTML
	Href string
}

// An Item is an element of a list of prose.
type Item struct{ What, Detail template.HTML }

// A Fact is a label with what it says.
type Fact struct {
	Label string
	Value template.HTML
	List  []Item // instead of Value
	State State
}

// Prose is a rendered Markdown body.
type Prose struct {
	HTML template.HTML
	TOC  []Section // empty for short bodies
}

// A Section is a heading in a table of contents.
type Section struct {
	Level int // 2 or 3
	ID    string
	Text  template.HTML
}

// A Need is something that waits for the reader.
type Need struct {
	What       template.HTML
	Href       string
	Kind       string // "Input", "Question", "Decision", …
	Who        string // on the client's side; ""
	Due        Day
	When       string // "4 working days late", "in 3 working days"
	Why        string // "it moves New shop live by 5 working days"
	State      State
	Engagement string // title; "" where the portal has one engagement
}

// An Event is something that happened or will.
type Event struct {
	Day        Day
	Kind       string
	Title      template.HTML
	Href       string
	Text       template.HTML
	State      State
	Engagement string
	ID         string // stable, for "new since your last visit"

	on calendar.Date // for sorting
}

// A Health is how an engagement does.
type Health struct {
	State    State
	Sentence string // "All as agreed", "Two things need attention"
	Stated   State  // the provider's own word; zero if none
	Rosier   string // a sentence where that word is rosier than the computed state; ""
	Reasons  []Reason
}

// A Reason is why a health is not green.
type Reason struct {
	Text  string
	Href  string
	State State
}

// A Card is a KPI at a glance.
type Card struct {
	ID     string
	Name   template.HTML
	Value  string // with its unit's sign where that stands with it: "17.2%"
	Unit   string // "" where Value has it
	Period string
	Target string // "Target 400", "Target now 352, 400 by 31 December 2026"; "" for none
	Status State
	Change string        // "+53 (17.2%) on the month before"; "" for none
	Tone   Tone          // of the change
	Trend  string        // "rising over the last 6 months"; ""
	Spark  template.HTML // SVG, hidden from screen readers
	Href   string        // to the chart
	Goal   template.HTML
	Empty  string // instead of the figures where there are none
}

// Home is the first page of a portal.
type Home struct {
	Welcome     template.HTML
	Since       string // "Working together since April 2023"
	Needed      []Need
	Cards       []Card
	New         []Event
	Next        []Event
	Engagements []Summed
}

// Summed is an engagement on the first page.
type Summed struct {
	Title  template.HTML
	Href   string
	State  State
	Health *Health
	Value  template.HTML
	When   string // "2 March 2026 to 18 December 2026"
	Draft  bool
}

// EngagementHome is an engagement at a glance; a closed one's is its good ending.
type EngagementHome struct {
	Value   template.HTML
	When    string
	Lead    *Contact
	Team    string // "Your first contact: Mara Visser · Who works on it: Tijn"
	Note    string // what the status means: "The work pauses since …"; "" while active
	Health  *Health
	Needed  []Need
	Goals   []Goal
	Others  Goal   // KPIs without a goal
	Latest  *Entry // update
	Silence string // "No change since …"; "" unless the last update window was silent
	New     []Event
	Next    []Event
	Report  *ReportRow // the newest
	Closing *Closing
	Extra   map[string]any // the writer's own keys
}

// A Goal is what the client wants, with the figures that tell.
type Goal struct {
	ID       string
	Want     template.HTML
	Why      template.HTML
	Priority int
	Rank     string // "Priority 1"; "" without one
	Cards    []Card
	Charts   []Chart // of the same KPIs
}

// Closing is how an engagement ended.
type Closing struct {
	On       Day
	Handover []Handover
	Brought  template.HTML
}

// A Handover is a thing given into the client's hands.
type Handover struct {
	What  template.HTML
	State State
	Day   Day
}

// Expectations is what was agreed.
type Expectations struct {
	Goals                                         []Goal // without figures
	Value                                         template.HTML
	Facts                                         []Fact // status, dates, lead, team
	Includes, Excludes, Deliverables, Assumptions []Item
	BestCase, WorstCase                           template.HTML
	Turnaround                                    []TurnaroundRow
	Channels                                      []Channel
	Hours                                         Hours
	Prices                                        []Price
	Ours, Yours                                   []Item
	Inputs                                        []InputRow
	Plan                                          []PlanRow
	Rhythm                                        []Fact
	Changes                                       []ChangeRow
	Service                                       *Service
	Processes                                     []Item
	Tools                                         []Item
	Brief                                         Prose
	Extra                                         map[string]any
}

// A TurnaroundRow is how fast a kind of request is answered and done.
type TurnaroundRow struct {
	ID               string
	Request          template.HTML
	Respond, Resolve string // "4 working hours"; "" if not promised
	Clock            string // "round the clock" or "in working hours"
	Example          string // "Asked on Friday at 16:00: answered by Monday 12:00, done by …"
}

// A Channel is a way to reach the provider.
type Channel struct {
	Name, For template.HTML
	Within    string
	Address   string
	Href      template.URL
}

// Hours is when the provider works.
type Hours struct {
	Zone       string // "Amsterdam time"
	Rows       []HoursRow
	Client     []HoursRow // the same in the client's time zone, where that differs
	ClientZone string
	Closed     []ClosedDay
	Data       string // for a script that tells whether the provider is open now: JSON

	OpenNow, ClosedNow string // what the script says, with {time} to fill in
	YourZone           string // the same where the reader's clock is another, with {zone}
}

// An HoursRow is the hours of a day or of days alike.
type HoursRow struct{ Days, Hours string }

// A ClosedDay is a holiday or closure ahead.
type ClosedDay struct{ When, Name string }

// A Price is a line of the price list.
type Price struct {
	ID, Model, Amount, Includes string
	Item                        template.HTML
	Used                        string // "4.5 of 10 hours used in October 2026"; ""
	Tone                        Tone
}

// An InputRow is something that the client owes, once or each time.
type InputRow struct {
	ID, Who  string
	Also     string // id of the input that recurs, on the last of its rows; else ""
	What     template.HTML
	Due      Day
	Every    string // "on the 3rd of each month"; ""
	Received Day
	State    State
	Detail   string // "6 working days late; it moved New shop live by 5"
	Reminded string // "reminded on 29 May and 4 June"
}

// A PlanRow is a milestone.
type PlanRow struct {
	ID, Owner string
	What      template.HTML
	Agreed    Day // as it was agreed
	Due       Day // zero unless accepted changes moved it
	Fair      Day // zero unless the client moved it
	Expected  Day // zero when done or as due
	Done      Day
	State     State
	Reasons   []Reason // why it moved
	Needs     []Link
	Notice    string // "told 12 working days before"; ""
}

// A ChangeRow is a change to the agreement.
type ChangeRow struct {
	Day           Day
	Title         template.HTML
	Href          string
	Adds, Removes []Item
	Price, Days   string
	State         State
	By            string // "accepted by Joost de Wit on Mon 2 June 2026"
}

// Service is what the provider does under one name.
type Service struct {
	Name                string
	Does, DoesNot       []Item
	BestCase, WorstCase template.HTML
	Suits               template.HTML
	Body                template.HTML
}

// Progress is where everything stands.
type Progress struct {
	Health     *Health
	Timeline   template.HTML // chart of the plan
	Plan       []PlanRow
	PlanNone   string
	Open       []OpenGroup // what waits for each side
	Inputs     []InputRow
	Records    *Records
	Turnaround []TurnaroundResult
	Spread     template.HTML // chart of how much of the promised time requests took; "" without requests
	NoRequests string        // "No requests yet"; "" where there are some, or none can come
	Requests   []RequestRow  // open ones
	Retainers  []Retainer
	Rhythm     []RhythmRow
	Risks      []RiskRow
	Decisions  []Entry
	Incidents  []Entry
	Concerns   []Entry
	Changes    []ChangeRow
	Feedback   *FeedbackSum
	Lessons    []Entry
}

// An OpenGroup is what waits for one side.
type OpenGroup struct {
	Heading string
	Items   []Need
	None    string
}

// Records is the on-time record of both sides, in the same form.
type Records struct {
	Ours, Yours Record
	Quarters    []QuarterRow
	Chart       template.HTML
}

// A Record is how many promises were kept.
type Record struct {
	Name     string
	Share    string // "94%"; "" where nothing was due yet
	Sentence string // "31 of 33 promises kept on time", "Nothing was due yet"
}

// A QuarterRow is both records in a quarter.
type QuarterRow struct{ Quarter, Ours, Yours string }

// A TurnaroundResult is how a kind of request fared in the last 90 days.
type TurnaroundResult struct {
	Request                      template.HTML
	Promise                      string
	Response, Resolution         string // "9 of 10 on time (90%)", "none yet"
	ResponseTone, ResolutionTone Tone
	Months                       []TurnaroundMonth
}

// A TurnaroundMonth is how a kind of request fared among those opened in a month.
type TurnaroundMonth struct{ Month, Response, Resolution string }

// A RequestRow is a request that is open.
type RequestRow struct {
	Title            template.HTML
	Href             string
	Type             template.HTML
	Opened           string
	Respond, Resolve string // "by Mon 5 October, 12:00"
	State            State
}

// A Retainer is how much of what is included was used.
type Retainer struct {
	Item     template.HTML
	Period   string
	Sentence string // "4.5 of 10 hours used (45%), with 40% of the month's working time gone"
	Tone     Tone
	Chart    template.HTML
}

// A RhythmRow is what is promised at a rhythm, and how it was kept.
type RhythmRow struct {
	What   string
	Every  string
	Next   Day
	Kept   string // "31 of 33 on their day"
	Missed []Fact // the days that were late or missed
}

// A RiskRow is something bad that may happen.
type RiskRow struct {
	Entry
	Weight string // "likely, heavy"
	State  State
}

// FeedbackSum is what the client thinks of the work.
type FeedbackSum struct {
	Sentence  string // "3 answers"
	NPS, CSAT string // "" without an answer
	Rounds    []Entry
}

// Journal is every entry.
type Journal struct {
	Kinds   []KindCount
	Entries []Entry // newest first; also the silences
	Feed    string
}

// A KindCount is how many entries of a kind there are.
type KindCount struct {
	Kind  string // update, …
	Label string
	Count string
	First string // anchor of the newest of the kind
}

// An Entry is something that happened.
type Entry struct {
	ID      string // anchor on the journal's page
	Href    string // from this page to the entry
	Kind    string // update, …; "silence" for what the portal itself says
	Label   string
	Day     Day
	Title   template.HTML
	By      string
	Affects []Link
	State   State
	Facts   []Fact
	Body    template.HTML
	Draft   bool
}

// Reports is the list of reports.
type Reports struct {
	Rows     []ReportRow // newest first
	Rhythm   string      // "on the 5th of each month"
	Next     Day
	Calendar []Fact // late and missed days
	None     string
}

// A ReportRow is a report in a list.
type ReportRow struct {
	Title    template.HTML
	Href     string
	Period   string
	Day      Day
	Summary  template.HTML
	Reviewed State
	Draft    bool
}

// Report is what the figures of a period mean.
type Report struct {
	Period           string
	Day              Day
	By               string
	Reviewed         State
	Summary          template.HTML
	Cards            []Card
	Insights         []Insight
	Done, Next, Asks []Item
	Story            Prose
	Charts           []Chart
	Earlier, Later   *Link
	Tell             string // where the client says what it thinks of the report
	Extra            map[string]any
}

// An Insight says what a figure means and what follows.
type Insight struct{ What, So, Next template.HTML }

// A Chart is a KPI's picture with its text equivalent.
type Chart struct {
	ID    string
	Name  template.HTML
	HTML  template.HTML
	Means template.HTML // what the KPI tells
	Data  string        // the same figures as a CSV file
	Told  bool          // it stands in the story already
}

// Summary is one page for the client's own leadership. Its lists are short, so that it
// prints on one sheet.
type Summary struct {
	Value    template.HTML
	When     string
	Health   *Health // with the gravest reasons
	Results  []Card  // the KPIs of the client's first goals
	Insights []Insight
	Report   *ReportRow // that the insights are from
	Done     string     // "Done: 5 of 8" milestones; ""
	Plan     []PlanRow  // the next ones
	Needed   []Need     // decisions, and what is late
	Records  *Records
	Spent    []Price
}

// People is who works together.
type People struct {
	Ours, Yours []Person
	About       template.HTML // the provider's body
	Hours       Hours
	Channels    []Channel
	Since       string
	Past        []Summed // closed engagements
}

// A Person is somebody on either side.
type Person struct {
	ID, Name, Initials string
	Role, Hours, About template.HTML
	Email, Phone       string
	PhoneHref          template.URL
	Photo              string // below the portal's root
	Decides            []template.HTML
}

// Help answers what is often asked.
type Help struct {
	FAQ      []Question
	Glossary []Question
	Channels []Channel
	Hours    Hours
}

// A Question is one with its answer, or a term with its meaning.
type Question struct{ Q, A template.HTML }

// Feedback is the page on which the client asks and answers.
type Feedback struct {
	Action  string // of the forms; "" where forms can't be posted: then only the mails are left
	Netlify bool
	Mail    string // mailto: link of an answer, with the questions in it
	Subject string // the same without the questions, for what a form already holds
	AskMail string // mailto: link of a question
	Tell    bool   // there is something that the client was not heard about: ask that first
	About   []Choice
	Topics  []string // what a question or concern can be about
	Asked   string   // "We last asked on …"; ""
	Next    Day
	People  []Contact // named people to call
	Rounds  []Entry
}

// A Choice is what a client can speak about.
type Choice struct {
	ID     string // that links from other pages lead to
	Text   string
	Chosen bool // to begin with
}
