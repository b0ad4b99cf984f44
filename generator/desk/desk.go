// Package desk gathers what waits for the provider over all clients: what it
// promised and has not done, what it has not said, and what it waits for. It is for
// the provider alone, and nothing of it is ever published.
//
// Of finds it, a client at a time, and keeps little of each, so that nobody has to hold the facts
// of all. Print shows it in a terminal, WriteCSV hands it to a spreadsheet.
// The functions are pure: they take facts, and write to what they are given.
//
// A thing to do is one row, in one group. What waits for the provider and has no
// day is given patience days; then it counts as something unsaid. A milestone
// that is late and of which nobody told has two rows, since there are two things to do:
// to finish it and to tell. Standing meetings are left to the calendar, and
// engagements that have closed to the past. One that is proposed or paused has no
// commitments: nothing in it is late, but what its client asked still waits.
package desk

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// A Group is a kind of attention. The groups are in the order of what hurts most.
type Group int

// The groups.
const (
	Late       Group = iota // promised by the provider, and its day has passed
	Unsaid                  // the client should have heard of it: slips, announced updates and reports, answers
	Today                   // due today by the provider
	Waiting                 // the client's to do: overdue, due within a week, or without a day
	Week                    // due by the provider in the next seven days
	Unreviewed              // reports that the client has not reviewed
	Feedback                // rounds of feedback that were promised and not asked for
	Ideas                   // what could be done for the client, of which nothing came yet; renewals ahead

	later  // due by either side after that; never in Rows
	hidden // asks for nothing
)

// String returns the group's name in CSV files.
func (g Group) String() string {
	return [...]string{"late", "unsaid", "today", "waiting", "week", "unreviewed", "feedback", "ideas", "later", "hidden"}[g]
}

// A Kind is what a row is about: that of an open item or of a rhythm, or one of these.
type Kind string

// The kinds that are neither an open item's nor a rhythm's.
const (
	Milestone Kind = "milestone"
	Incident  Kind = "incident"
	Idea      Kind = "idea"
	Renewal   Kind = "renewal"
)

// A Row is one thing that wants attention.
type Row struct {
	Group      Group
	Client     string // id
	Engagement string // id
	Kind       Kind
	Item       string // where what it is about stands in the content, below the engagement; "" for what is not there yet, and for a row of a table
	Text       string // what to do, without Markdown; may hold anything that a file holds

	Due   calendar.Date // zero where no day was set
	At    time.Time     // the instant on Due, in the provider's zone; zero where the whole day counts
	Since calendar.Date // open since; zero where Due tells all
	Late  int           // working days from Due
	Open  int           // working days from Since

	diag.Position             // where to mend it
	Place         place.Place // where the client sees it
	Weight        int         // of two rows in a group the greater one hurts more
}

const (
	weekDays = 7 // from today, that Week and Waiting look ahead
	patience = 5 // working days after which what has no day should have been dealt with
)

// What weighs more than any number of days.
const (
	incidentWeight = 1_000_000
	untoldWeight   = 100_000
)

// A Client is what the desk keeps of one: little, whatever its content is.
type Client struct {
	ID, Name string
	Sealed   bool              // only some may read its portal
	Health   facts.HealthState // as Worst
	Rows     []Row             // as RowsOf
	Next     *Row              // the first thing that will be due after them; nil for nothing
	Watch    []string          // reasons for a health that is not green of which no row tells
}

// Of gathers what the desk keeps of a client.
func Of(provider *content.Provider, f *facts.Client, say *phrase.Speaker) *Client {
	c := &Client{ID: f.Content.ID, Name: f.Content.Name, Sealed: f.Content.Access.Sealed, Health: Worst(f), Watch: watch(f, say)}
	all := gather(provider, f, say)
	shown := before(all, later)
	if shown < len(all) {
		next := all[shown]
		c.Next = &next
	}
	c.Rows = slices.Clone(all[:shown])
	return c
}

// RowsOf returns what wants attention of one client, as Rows does of all.
func RowsOf(provider *content.Provider, f *facts.Client, say *phrase.Speaker) []Row {
	all := gather(provider, f, say)
	return slices.Clip(all[:before(all, later)])
}

// Rows returns what wants attention, by group and in each group by weight, the
// heaviest first:
//
//   - an unresolved incident of the provider's before all else that is late;
//   - a slip of which nobody told before all else that is unsaid;
//   - then what is late by more working days. What has no day counts as due
//     patience working days after it was opened;
//   - then by day and instant, client, engagement, kind, place and text.
//
// The order of clients does not matter.
func Rows(clients []*Client) []Row {
	var rows []Row
	for _, c := range clients {
		rows = append(rows, c.Rows...)
	}
	slices.SortFunc(rows, Compare)
	return rows
}

// Next returns the first thing that will be due after what Rows returns, nil where
// there is none.
func Next(clients []*Client) *Row {
	var next *Row
	for _, c := range clients {
		if c.Next != nil && (next == nil || Compare(*c.Next, *next) < 0) {
			next = c.Next
		}
	}
	return next
}

// before is where a group begins among rows in their order.
func before(rows []Row, group Group) int {
	i, _ := slices.BinarySearchFunc(rows, group, func(r Row, g Group) int { return cmp.Compare(r.Group, g) })
	return i
}

// gather returns all rows of a client in their order, also what is due later. Of the speaker
// only plain text is asked.
func gather(provider *content.Provider, c *facts.Client, say *phrase.Speaker) []Row {
	var rows []Row
	names := called(slices.Concat(provider.People, c.Content.Contacts))
	for _, e := range c.Engagements {
		if !onDesk(e) {
			continue
		}
		d := collector{cal: provider.Calendar, say: say, names: names, client: c.Content.ID, f: e, e: e.Content}
		d.milestones()
		d.rhythm()
		d.incidents()
		d.ideas()
		d.open()
		rows = append(rows, d.rows...)
	}
	slices.SortFunc(rows, Compare)
	return rows
}

// called lists by id what people are called: by the first of their names, where no other has it.
func called(people []content.Person) map[string]string {
	first := func(p *content.Person) string { name, _, _ := strings.Cut(p.Name, " "); return name }
	with := map[string]int{}
	for i := range people {
		with[first(&people[i])]++
	}
	names := map[string]string{}
	for i := range people {
		p := &people[i]
		if names[p.ID] = first(p); with[first(p)] > 1 {
			names[p.ID] = p.Name
		}
	}
	return names
}

// onDesk tells whether anything in an engagement can still be done.
func onDesk(e *facts.Engagement) bool { return e.Content.Status != content.Closed }

// Compare puts what hurts most first, as Rows does.
func Compare(a, b Row) int {
	return cmp.Or(
		cmp.Compare(a.Group, b.Group),
		cmp.Compare(b.Weight, a.Weight),
		cmp.Compare(a.day(), b.day()),
		a.At.Compare(b.At),
		cmp.Compare(a.Client, b.Client),
		cmp.Compare(a.Engagement, b.Engagement),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Text, b.Text))
}

func (r *Row) day() calendar.Date { return cmp.Or(r.Due, r.Since) }

// A collector gathers the rows of one engagement.
type collector struct {
	cal    *calendar.Calendar
	say    *phrase.Speaker
	names  map[string]string // of people, by id
	client string
	f      *facts.Engagement
	e      *content.Engagement
	rows   []Row
}

func (d *collector) add(r Row) {
	if r.Group == hidden {
		return
	}
	r.Client, r.Engagement = d.client, d.e.ID
	r.Weight = cmp.Or(r.Weight, r.Late)
	d.rows = append(d.rows, r)
}

// committed tells whether the engagement has commitments.
func (d *collector) committed() bool { return d.f.Health != nil }

// since returns the working days from a day to as-of, and 0 where it has not come.
func (d *collector) since(day calendar.Date) int {
	return max(0, d.cal.WorkingDays(day, d.f.Today))
}

// ahead is the group of what the provider owes on a day that has not passed.
func (d *collector) ahead(due calendar.Date) Group {
	switch {
	case due <= d.f.Today:
		return Today
	case due <= d.f.Today+weekDays:
		return Week
	}
	return later
}

// milestones are held to their fair due.
func (d *collector) milestones() {
	if !d.committed() {
		return
	}
	for i := range d.f.Milestones {
		m := &d.f.Milestones[i]
		if m.Done != 0 || m.Out {
			continue
		}
		what, at, shown := d.say.Plain(m.Content.What), d.e.At(m.Content.Mark), place.Milestone(d.e.ID, m.Content.ID)
		expected := ""
		if m.Expected > max(m.FairDue, d.f.Today) {
			expected = ", expected " + date(m.Expected, d.f.Today)
		}
		row := Row{Group: d.ahead(m.FairDue), Kind: Milestone, Item: m.Address(), Text: "Finish: " + what + expected, Due: m.FairDue, Position: at, Place: shown}
		if m.State == facts.Late {
			row.Group, row.Late = Late, m.LateBy
		}
		d.add(row)
		if m.Untold {
			to := date(m.Expected, d.f.Today)
			if m.Expected == 0 {
				to = "an unknown day"
			}
			late := d.since(m.Due)
			d.add(Row{Group: Unsaid, Kind: Milestone, Item: m.Address(), Text: "Tell: " + what + " slips to " + to, Due: m.Due, Late: late, Weight: untoldWeight + late, Position: at, Place: shown})
		}
	}
}

// rhythm adds what was announced for a day and is not there.
func (d *collector) rhythm() {
	if !d.committed() {
		return
	}
	d.announced(facts.Updates, "Write the update", Unsaid)
	d.announced(facts.Reports, "Write the report", Unsaid)
	d.announced(facts.Feedbacks, "Ask for feedback", Feedback)
}

// announced adds the occurrences of a kind that nothing serves: each that is due
// today or next, and as one row those that passed since something last served
// one, late from the first of them on. What was missed before is past mending.
func (d *collector) announced(kind facts.RhythmKind, text string, missed Group) {
	at, shown := d.e.Pos("rhythm", string(kind)), place.Expectations.Of(d.e.ID)
	var first calendar.Date
	inRow := 0
	for _, o := range d.f.Rhythm { // of a kind by day
		switch {
		case o.Kind != kind:
		case o.State == facts.Kept || o.State == facts.LateKept:
			inRow = 0
		case o.Due >= d.f.Today:
			d.add(Row{Group: d.ahead(o.Due), Kind: Kind(kind), Text: text, Due: o.Due, Position: at, Place: shown})
		case inRow == 0:
			first, inRow = o.Due, 1
		default:
			inRow++
		}
	}
	if inRow > 1 {
		text += ", " + strconv.Itoa(inRow) + " missed in a row"
	}
	if inRow > 0 {
		d.add(Row{Group: missed, Kind: Kind(kind), Text: text, Due: first, Late: d.since(first), Position: at, Place: shown})
	}
}

// incidents adds those of the provider's that last.
func (d *collector) incidents() {
	for _, n := range d.e.Entries {
		if n.Incident == nil || !n.Incident.Ours || !n.Incident.Resolved.IsZero() {
			continue
		}
		on := cmp.Or(n.Incident.Started.Day, n.Date)
		open := d.since(on)
		d.add(Row{Group: Late, Kind: Incident, Item: "journal/" + n.ID, Text: "Incident: " + d.say.Plain(n.Title), Since: on, Open: open, Weight: incidentWeight + open, Position: n.Pos("title"), Place: place.Entry(d.e, n)})
	}
}

// renewalAhead is how many days before its day a renewal stands on the desk.
const renewalAhead = 60

// ideas adds those of which nothing came yet, with what they cost and bring, and
// the renewal that comes near.
func (d *collector) ideas() {
	for _, n := range d.e.Entries {
		if n.Idea == nil || !n.Idea.Outcome.IsZero() {
			continue
		}
		text := "Idea: " + d.say.Plain(n.Title)
		if costs := d.say.Plain(n.Idea.CostsUs); costs != "" {
			text += ", costs us " + costs
		}
		if worth := d.say.Plain(n.Idea.Worth); worth != "" {
			text += ", worth " + worth
		}
		d.add(Row{Group: Ideas, Kind: Idea, Item: "journal/" + n.ID, Text: text, Since: n.Date, Open: d.since(n.Date), Position: n.Pos("title"), Place: place.Entry(d.e, n)})
	}
	if by := d.e.Renewal.DecideBy; by >= d.f.Today && by <= d.f.Today+renewalAhead && d.committed() {
		d.add(Row{Group: Ideas, Kind: Renewal, Text: "Speak of what comes next: " + d.say.Plain(d.e.Title), Due: by, Position: d.e.Pos("renewal"), Place: place.Overview.Of(d.e.ID)})
	}
}

// open adds what waits for somebody.
func (d *collector) open() {
	overdue := d.overdueInputs()
	told := map[string]bool{}
	for i := range d.f.Open {
		item := &d.f.Open[i]
		row := Row{Kind: Kind(item.Kind), Item: item.Address(), Due: item.Due, Since: item.Opened, Late: item.Overdue, Open: item.Age, Position: item.At, Place: place.Item(d.e, item)}
		if row.Place.IsZero() { // a row of requests.csv
			row.Place = place.Progress.Of(d.e.ID)
		}
		switch item.Kind {
		case facts.InputItem:
			if told[item.Ref] || !d.committed() {
				continue // of a recurring one the longest overdue comes first, and stands for all
			}
			told[item.Ref] = overdue[item.Ref] > 0
			d.input(&row, item, overdue[item.Ref])
		case facts.ReviewItem:
			row.Group, row.Text = Unreviewed, d.say.Plain(item.Subject)
		case facts.RequestItem:
			d.request(&row, item)
		default:
			d.entry(&row, item)
		}
		if row.Due == 0 {
			row.Weight = max(0, row.Open-patience)
		}
		d.add(row)
	}
}

// ours returns the group of what the provider owes: late once missed, unsaid
// where it has no day and is older than patience.
func (d *collector) ours(r *Row, missed bool) Group {
	old := r.Open > patience
	switch {
	case missed && d.committed():
		return Late
	case (r.Due == 0 || missed) && old:
		return Unsaid
	case r.Due == 0 || missed:
		return hidden
	}
	return d.ahead(r.Due)
}

// theirs returns the group of what the client owes.
func (d *collector) theirs(r *Row) Group {
	if r.Due > d.f.Today+weekDays {
		return later
	}
	return Waiting
}

// overdueInputs counts the occurrences of each input that are overdue.
func (d *collector) overdueInputs() map[string]int {
	n := map[string]int{}
	for i := range d.f.Inputs {
		if d.f.Inputs[i].State == facts.Overdue {
			n[d.f.Inputs[i].Content.ID]++
		}
	}
	return n
}

func (d *collector) input(r *Row, item *facts.OpenItem, overdue int) {
	r.Group = d.theirs(r)
	r.Text = d.does(item, "send") + d.say.Plain(item.Subject)
	if overdue > 1 {
		r.Text += ", " + strconv.Itoa(overdue) + " overdue"
	}
	if parts := item.Input.Partly; len(parts) > 0 {
		r.Text += ", partly here since " + date(parts[0], d.f.Today)
	}
	if back := item.Input.Returned; len(back) > 0 {
		r.Text += ", sent back " + date(back[len(back)-1].On, d.f.Today)
	}
	if r.Due >= d.f.Today {
		return
	}
	reminded := calendar.Date(0)
	for _, on := range item.Input.Content.Reminded {
		reminded = max(reminded, on)
	}
	if reminded == 0 {
		r.Text += ", never reminded"
	} else {
		r.Text += ", reminded " + date(reminded, d.f.Today)
	}
}

// does says who does something, before what it is.
func (d *collector) does(item *facts.OpenItem, task string) string {
	if name := d.names[item.Who]; name != "" {
		return name + " to " + task + ": "
	}
	return strings.ToUpper(task[:1]) + task[1:] + ": "
}

// request adds what is due next of a request: the answer, or the solution.
func (d *collector) request(r *Row, item *facts.OpenItem) {
	title, q := d.say.Plain(item.Subject), item.Request
	if item.Side == facts.TheClient {
		r.Group, r.Text = d.theirs(r), "Request: "+title
		return
	}
	outcome := q.Resolution
	r.Text, r.At = "Solve: "+title, q.ResolveDue
	if q.Responded.IsZero() && !q.RespondDue.IsZero() {
		outcome = q.Response
		r.Text, r.At = "Answer request: "+title, q.RespondDue
	}
	r.Group = d.ours(r, outcome == facts.Missed)
}

// tasks say what is to be done about an open entry.
var tasks = map[facts.ItemKind]string{
	facts.QuestionItem: "answer",
	facts.DecisionItem: "decide",
	facts.ChangeItem:   "agree to",
	facts.FeedbackItem: "reply to",
	facts.ConcernItem:  "settle",
	facts.ActionItem:   "do",
}

// entry adds an item of the journal.
func (d *collector) entry(r *Row, item *facts.OpenItem) {
	r.Text = d.does(item, tasks[item.Kind]) + d.say.Plain(item.Subject)
	if item.Side == facts.TheClient {
		r.Group = d.theirs(r)
		return
	}
	missed := r.Due != 0 && r.Due < d.f.Today
	r.Group = d.ours(r, missed)
	if item.Kind == facts.QuestionItem && (missed || r.Open > patience) {
		r.Group = Unsaid
	}
}
