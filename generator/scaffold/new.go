package scaffold

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
)

// Kinds lists what New makes, in the order in which one needs it.
var Kinds = append([]string{"client", "engagement", "report"}, content.KindNames()...)

// A Request says what to make, and what is known already. What is not known is
// left as a blank with a comment.
type Request struct {
	Kind  string
	Title string        // of the entry or report; the name of a client; "" to leave it blank
	ID    string        // of a client or engagement, for a report its period; "" to make one
	On    calendar.Date // of the entry or report; 0: the day that its rhythm names, or today
	Now   time.Time     // in the provider's zone

	Folder     string            // of all content, in the workspace
	Client     string            // id
	Engagement string            // id
	Provider   *content.Provider // nil if its file has errors
	Known      *facts.Client     // nil for a new client, and for one whose files have errors
	Say        *phrase.Speaker   // to the client; nil where Known is
	Random     io.Reader         // for a client's address
}

// New returns the file for a request. The error says what to give beside the kind.
func New(r Request) (File, error) {
	w := &writer{Request: r, today: calendar.DateOf(r.Now)}
	if r.Known != nil {
		for _, e := range r.Known.Engagements {
			if e.Content.ID == r.Engagement {
				w.e = e
			}
		}
	}
	w.line("---")
	switch r.Kind {
	case "client":
		return w.client()
	case "engagement":
		return w.engagement()
	case "report":
		return w.report()
	}
	return w.entry()
}

// A writer writes one file.
type writer struct {
	Request
	today calendar.Date
	e     *facts.Engagement // nil if not known
	text  strings.Builder
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.text, format+"\n", args...) }

// field writes a key with its value, as YAML, and a comment behind it.
func (w *writer) field(key, value, comment string) {
	line := key + ":"
	if value != "" {
		line += " " + value
	}
	if comment != "" {
		line += "  # " + comment
	}
	w.line("%s", line)
}

// blank writes a key that has to be filled in.
func (w *writer) blank(key, comment string) { w.field(key, "", "fill in: "+comment) }

// filled writes a key with a text, or as a blank where there is none.
func (w *writer) filled(key, text, comment string) {
	if text == "" {
		w.blank(key, comment)
		return
	}
	w.field(key, scalar(text), "")
}

func (w *writer) end(body string) {
	w.line("---")
	if body != "" {
		w.line("%s", body)
	}
}

func (w *writer) file(name string) File {
	return File{Name: path.Join(w.Folder, "clients", name), Body: []byte(w.text.String())}
}

func (w *writer) client() (File, error) {
	id := w.ID
	if id == "" {
		id = Slug(w.Title)
	}
	if id == "" {
		return File{}, fmt.Errorf("a new client needs a name in Latin letters, or an id; write rapport new client \"Bakery Noord\" --id bakery")
	}
	address, err := Address(id, w.Random)
	if err != nil {
		return File{}, err
	}
	w.filled("name", w.Title, "what the client is called")
	w.field("since", w.today.String(), "the day on which you began to work together")
	w.field("access", "open", "open: readable with the address alone; sealed: with a key as well, see rapport help key")
	w.field("address", address, "of the portal; nobody can guess it, so send it to this client alone")
	locale, zone, currency := "en-GB", "", ""
	if w.Provider != nil {
		locale, zone, currency = w.Provider.Locale, w.Provider.Zone.String(), w.Provider.Currency
	}
	w.field("locale", locale, "the client's language and region: the portal speaks it")
	if zone != "" {
		w.line("# timezone: %s", zone)
	}
	if currency != "" {
		w.line("# currency: %s", currency)
	}
	w.line("# brand: {color: \"#8a4b08\", logo: logo.svg}")
	w.line(`contacts:  # who reads the portal; the first is whom you ask where nobody is named
  - id: contact  # a short name, for the other files
    name:  # fill in: the person's name
    role:  # what she or he does there
    email:  # where reminders go; without one none are sent
    decides: []  # such as scope, budget
goals: []  # what the client wants; each goal's figures stand with it
  # - {id: online, want: A third of revenue from online orders, why: The shop in town closes, priority: 1}
faq: []
  # - {q: Who owns the code?, a: "You do, from the first day."}
glossary: []
  # - {term: Fair date, means: The agreed date plus the days that we waited for you}`)
	w.end("")
	return w.file(path.Join(id, "client.md")), nil
}

func (w *writer) engagement() (File, error) {
	id := w.ID
	if id == "" {
		id = Slug(w.Title)
	}
	if id == "" {
		return File{}, fmt.Errorf("a new engagement needs a title in Latin letters, or an id; write rapport new engagement \"New web shop\" --client %s --id shop", w.Client)
	}
	if slices.Contains([]string{"assets", "data", "people", "keys"}, id) {
		return File{}, fmt.Errorf("an engagement cannot be called %q, since other files stand there; give it another id with --id", id)
	}
	start := w.today
	if w.Provider != nil {
		start = w.Provider.Calendar.NextOpen(w.today)
	}
	w.filled("title", w.Title, "what the work is called, in the client's words")
	w.field("status", "proposed", "proposed, active, paused or closed; nothing binds while it is proposed")
	w.field("start", start.String(), "")
	w.field("end", "", "the last day, if there is one")
	if len(w.provider()) > 0 {
		w.people("lead", w.provider(), "who leads it")
	} else {
		w.blank("lead", "the id of who leads it, as in provider.md")
	}
	w.services()
	w.goals()
	w.field("value", "", "why this matters to the client, from the client's side")
	w.line(`scope:
  includes:
    -  # fill in: what you do; at least one line
  excludes: []  # what you don't do; say it as plainly
  deliverables: []
  assumptions: []
  best_case:
  worst_case:
turnaround:  # how soon you answer (respond) and solve (resolve); counted in your working hours
  - {id: question, request: A question, respond: 1d}
  - {id: change, request: A small change, respond: 4h, resolve: 2d}
pricing:
  - id: work
    item: The work
    model: fixed  # fixed, retainer, hourly or unit
    amount:  # fill in: a number such as 1200, or "1200 EUR"
duties:
  ours: []
  yours: []
kpis: []
  # - {id: orders, name: Online orders a month, goal: online, unit: orders, direction: up, target: 400, series: data/orders.csv}
plan: []
  # - {id: live, what: New shop live, due: %[1]s, needs: [products]}
inputs: []  # what the client owes you; when one is late, what needs it moves
  # - {id: products, what: Product list with prices, from: %[2]s, due: %[1]s}
rhythm:  # the days on which the client hears from you
  update: weekly on friday
  report: monthly on 5
  feedback: quarterly on 15
  # meeting: {every: weekly on tuesday at 10:00, length: 25m, where: https://meet.example}`, start+56, w.contact())
	w.end("")
	return w.file(path.Join(w.Client, id, "engagement.md")), nil
}

// report is that of the period behind the last one reported, of the length that
// the rhythm of reports has; the first is that of the period before today.
func (w *writer) report() (File, error) {
	period, err := w.period()
	if err != nil {
		return File{}, err
	}
	name := period.String()
	title := w.Title
	if title == "" && w.Say != nil {
		title = w.Say.Period(period)
	}
	w.filled("title", title, "what the report is called")
	w.field("period", name, "")
	w.field("date", w.day(facts.Reports, period.To).String(), w.announced(facts.Reports))
	w.people("by", w.lead(), "")
	w.blank("summary", "the period in one line")
	w.figures(period)
	w.line(`insights:  # what the figures mean: what happened, so what, now what
  - what:  # fill in: what happened
    so:
    next:
done: []  # what was done in the period
next: []  # what comes next
asks: []  # what you need from the client`)
	if w.e != nil {
		for _, o := range w.e.Open {
			if o.Kind == facts.InputItem {
				w.line("  # - %s, by %s", w.plain(o.Subject), o.Due)
			}
		}
	}
	w.field("reviewed", "", "{by: person, on: day}, once the client has read it")
	var body strings.Builder
	if w.e != nil {
		for _, k := range w.e.Content.KPIs {
			fmt.Fprintf(&body, "{{< kpi %s >}}\n\n", k.ID)
		}
	}
	w.end(strings.TrimSuffix(body.String(), "\n"))
	return w.file(path.Join(w.Client, w.Engagement, "reports", name+".md")), nil
}

func (w *writer) period() (calendar.Period, error) {
	if w.ID != "" {
		return calendar.ParsePeriod(w.ID)
	}
	kind := calendar.Month
	var last calendar.Period
	if w.e != nil {
		switch w.e.Content.Rhythm.Report.Kind {
		case calendar.Weekly:
			kind = calendar.Week
		case calendar.Quarterly:
			kind = calendar.Quarter
		case calendar.Yearly:
			kind = calendar.Year
		}
		for _, r := range w.e.Content.Reports {
			if r.Period.Kind == kind && r.Period.From > last.From {
				last = r.Period
			}
		}
	}
	if !last.IsZero() {
		return last.Next(), nil
	}
	return calendar.PeriodOf(kind, w.today).Prev(), nil
}

// figures asks for those that the last report gave itself, and names those that
// stand in a series.
func (w *writer) figures(period calendar.Period) {
	if w.e == nil || len(w.e.Content.KPIs) == 0 {
		w.line("# kpis: {orders: 362}  # figures that no series has")
		return
	}
	before := map[string]string{}
	if n := len(w.e.Content.Reports); n > 0 {
		last := w.e.Content.Reports[n-1]
		for _, f := range last.KPIs {
			before[f.KPI] = fmt.Sprintf("; %s in %s", f.Value, last.Period)
		}
	}
	var asked, told []string
	for _, k := range w.e.Content.KPIs {
		line := fmt.Sprintf("  %s:  # fill in: %s%s", k.ID, w.plain(k.Name), before[k.ID])
		inSeries := false
		for _, f := range k.Series {
			inSeries = inSeries || f.Period == period
		}
		switch {
		case before[k.ID] != "" || k.SeriesFile.IsZero() && len(k.Series) == 0:
			asked = append(asked, line)
		case !inSeries:
			told = append(told, fmt.Sprintf("# the figure of %s for %s goes into its series%s", k.ID, period, w.series(k)))
		}
	}
	if len(asked) > 0 {
		w.line("kpis:\n%s", strings.Join(asked, "\n"))
	}
	for _, t := range told {
		w.line("%s", t)
	}
}

func (w *writer) series(k content.KPI) string {
	if k.SeriesFile.IsZero() {
		return ", in engagement.md"
	}
	return ", " + k.SeriesFile.ID
}

// ahead is how far away a day that was announced may be to be the one that is meant.
const ahead = 7

// day is the one on which an entry of a rhythm is dated: the day that was announced,
// where it is near and nothing is overdue, or else today; never before the day
// behind after.
func (w *writer) day(kind facts.RhythmKind, after calendar.Date) calendar.Date {
	day := w.today
	if w.On != 0 {
		return w.On
	}
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			switch {
			case o.Kind != kind:
			case o.State == facts.OverdueOn:
				return max(w.today, after+1)
			case o.State == facts.Upcoming && (o.Due <= w.today+ahead || after != 0):
				day = o.Due
			}
		}
	}
	return max(day, after+1)
}

// announced says on which day the client expects an entry of a rhythm.
func (w *writer) announced(kind facts.RhythmKind) string {
	if w.e != nil {
		for _, o := range w.e.Rhythm {
			if o.Kind == kind && o.State == facts.OverdueOn {
				return "was announced for " + o.Due.String()
			}
		}
		for _, o := range w.e.Rhythm {
			if o.Kind == kind && o.State == facts.Upcoming {
				return "announced for " + o.Due.String()
			}
		}
	}
	return ""
}

func (w *writer) plain(t content.Text) string {
	if w.Say == nil {
		return t.Raw
	}
	return w.Say.Plain(t)
}
