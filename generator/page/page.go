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
	Policy       template.HTML // elements of the head that say what a page may load and run
	Icon         string        // of the window, below the portal's root
	Stylesheet   string        // below the portal's root
	Brand        string        // stylesheet of the brand's colours, below the portal's root
	Script       string        // below the portal's root; "" for none
	Search       string        // script with what the search looks through, below the portal's root; "" where there is no search
	Engagements  []Tab         // in the order in which they are shown; Href is below the portal's root
	Single       bool          // there is one engagement only
	Lead         *Contact
	Sealed       bool
	ByMail       []Mailing // that ask to be told of what is new, each time or once a week; none where no work goes on
}

// A Tab is an engagement in the navigation.
type Tab struct {
	ID, Title, Href string
	State           State  // how it does, or that it does not go on
	Needed          string // "2 things are needed from you"; ""
}

// Stale is what a page says that nobody made anew for longer than a working day after it
// was true.
type Stale struct {
	After string // RFC 3339
	Text  string // "This page was true on Fri 16 October. Later changes are missing."
}

// A Contact is whom to call.
type Contact struct {
	ID, Name, Role, Email, Phone string
	PhoneHref                    template.URL
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
	AsOf        string // "Fri 16 October 2026" on pages that depend on the day, else ""
	AsOfISO     string
	TrueUntil   string // "" where nothing will change, and on pages that don't depend on the day
	UntilISO    string
	Stale       *Stale // what is said once the page is too old; nil on pages that don't depend on the day
	Draft       bool
	Foot        string // what stands at the foot of each sheet of paper: whose, what, as of when, whom to call
	Initials    string // "Initials", where each sheet is to be signed; ""
	Calendar    Subscription
	Paper       bool   // the page is for paper too
	PDF         string // the page for paper, in the same folder; "" where there is none
	Menu        Menu
	Nav         template.HTML // Menu laid out, which many pages have alike
	Chapters    template.HTML // the pages of the engagement, the same way
	Body        any

	fill func(*Page)
}

// A Chapter is the engagement that a page belongs to.
type Chapter struct {
	ID    string
	Title template.HTML
	Base  string // from the page to the engagement's folder: "" or "../"
	State State  // active, paused, …
	Over  bool   // it is closed, and what its pages say no longer changes
	Draft bool
}

// A Menu is the navigation of a page.
type Menu struct {
	Pages   []MenuItem // of the portal, and where it has one engagement of that
	Work    []MenuItem // the first page of each engagement, where the portal has several
	More    []MenuItem // of the portal, set apart
	Chapter []MenuItem // the pages of the page's engagement, where the portal has several
}

// A MenuItem is a page in the navigation.
type MenuItem struct {
	Text, Href string
	Here       bool   // it is the page itself
	In         bool   // the page is one of its engagement's
	State      State  // of the engagement: how it does, or that it does not go on
	Needed     string // "2 things are needed from you"; ""
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
	TOC  []Heading // empty for short bodies
}

// A Section is a part of a page, to which its table of contents leads.
type Section struct {
	Name    string // in its id, s_NAME, and in that of its heading, h_NAME
	Heading string
}

// A Heading is one of a rendered body, in the table of contents of that.
type Heading struct {
	Level int // 2 or 3
	ID    string
	Text  template.HTML
}
