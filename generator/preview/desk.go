package preview

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/live"
)

// A deskModel is the page at the root: what the provider should know in the morning. All
// clients stand in one table, the most urgent first; each opens to what is to be done.
type deskModel struct {
	Day      string // "Friday 16 October 2026"
	ISO      string
	Title    string   // "5 things of yours are late, 3 unsaid; 4 things wait for clients, 2 of them late"
	Present  bool     // no day was asked for
	Reading  *reading // not all clients are known yet
	Only     bool     // one client was asked for
	All      string   // the desk of all clients
	Total    int      // of the clients
	Tables   []deskTable
	Problems []deskProblem
	Further  int // problems that are not listed
	Errors   int
	Waits    int        // messages that wait to be taken in
	Write    *deskWrite // nil where nobody can write
}

// A deskTable is a part of the clients. The first is open, and the others open by their titles.
type deskTable struct {
	Title   string
	Clients []deskClient
}

type deskClient struct {
	ID, Name, Href string
	Editor         template.URL
	Draft, Open    bool
	Coming         bool // it is not read yet
	Tone, Word     string
	Counts         []deskCount
	Groups         []deskGroup
	More           int // rows that are not among them
	MoreHref       string
	Engagements    []deskEngagement

	urgency [5]int // how pressing it is: the first difference of two decides
}

// A deskCount is how many rows of a group a client has.
type deskCount struct {
	N    int
	Name string
}

type deskEngagement struct {
	Title, Href, Status string
	Reasons             []string
	More                int    // reasons that are not among them
	Open                string // where something is entered; "" where nobody can write
}

type deskGroup struct {
	Name, Title string
	Rows        []deskRow
}

type deskRow struct {
	When, Text, Href, Place string
	Editor                  template.URL
	Late                    bool
	Write                   *rowWrite
}

type deskProblem struct {
	At, Severity, Message, Rule string
	Editor                      template.URL
}

// How much the desk shows at once. The rest is a press or a link away.
const (
	maxClients = 40 // of those for whom something is to be done
	maxRows    = 5  // of a client
	maxReasons = 2  // of an engagement
	maxFaults  = 12
)

// healths are how a client does, in words.
var healths = map[facts.HealthState]struct{ tone, word string }{
	facts.Red:     {"red", "in trouble"},
	facts.Amber:   {"amber", "needs attention"},
	facts.Green:   {"green", "going well"},
	facts.Unknown: {"none", "no news"},
	"":            {"none", "not under way"},
}

// groups are the headings of the desk.
var groups = []deskGroup{
	desk.Late:       {Title: "Late, and yours", Name: "late"},
	desk.Unsaid:     {Title: "Unsaid: the client should have heard", Name: "unsaid"},
	desk.Today:      {Title: "Due today", Name: "today"},
	desk.Waiting:    {Title: "Waiting for the client", Name: "waiting"},
	desk.Week:       {Title: "Due in the next 7 days", Name: "this week"},
	desk.Unreviewed: {Title: "Reports that the client has not reviewed", Name: "to review"},
	desk.Feedback:   {Title: "Feedback promised, and not asked for", Name: "feedback"},
	desk.Ideas:      {Title: "Ideas and renewals to speak of", Name: "ideas"},
}

// counted are the groups that have a column.
var counted = []desk.Group{desk.Late, desk.Unsaid, desk.Today, desk.Waiting}

// desk serves what package desk finds, with links to the pages and to the files.
func (s *server) desk(w http.ResponseWriter, r *http.Request, asOf string) {
	generation := s.portals.Generation("")
	overviews, err := s.portals.Overviews(asOf)
	if err != nil {
		s.missing(w, r)
		return
	}
	prefix := place{asOf: asOf}.prefix()
	model := deskModel{Present: asOf == "", All: prefix, Total: len(overviews)}
	if model.Present {
		model.Write = s.write.deskWrite(r)
	}
	day := s.deskDay(asOf)
	if !day.IsZero() {
		model.Day, model.ISO = day.Format("Monday 2 January 2006"), day.Format(time.DateOnly)
	}
	only := r.URL.Query().Get("client")
	model.Only = slices.ContainsFunc(overviews, func(o *live.Overview) bool { return o.ID == only })
	table := tabler{s: s, prefix: prefix, day: day, all: model.Only, sums: map[string]string{}, writes: model.Write != nil && !model.Write.Locked}
	if table.writes {
		table.form = model.Write.Form
	}
	var clients []deskClient
	for _, o := range overviews {
		if !model.Only || o.ID == only {
			clients = append(clients, table.client(o))
		}
	}
	model.Title = deskTitle(overviews)
	if slices.ContainsFunc(overviews, func(o *live.Overview) bool { return o.Coming }) {
		far := readingClients(s.portals.Surveyed())
		model.Title, model.Reading = "The clients are being read", &far
	}
	model.Tables = deskTables(clients)
	s.deskProblems(&model)
	if s.Waits != nil && model.Present {
		model.Waits = s.Waits()
	}
	s.execute(w, r, http.StatusOK, "desk.html", model, generation)
}

// deskDay is the day of a desk: that asked for, or today.
func (s *server) deskDay(asOf string) time.Time {
	if asOf != "" {
		if at, err := time.Parse(time.DateOnly, asOf[:min(len(asOf), len(time.DateOnly))]); err == nil {
			return at
		}
	}
	return s.portals.Today()
}

// deskTitle says how much is to be done over all clients, and how much of it by them.
func deskTitle(overviews []*live.Overview) string {
	var n [groupCount]int
	late := 0 // of what waits for clients
	for _, o := range overviews {
		for i := range o.Rows {
			n[o.Rows[i].Group]++
			if o.Rows[i].Group == desk.Waiting && o.Rows[i].Late > 0 {
				late++
			}
		}
	}
	var parts []string
	for _, g := range []struct {
		n    int
		what string
	}{{n[desk.Late], "late"}, {n[desk.Unsaid], "unsaid"}, {n[desk.Today], "due today"}} {
		switch {
		case g.n == 0:
		case parts != nil:
			parts = append(parts, fmt.Sprintf("%d %s", g.n, g.what))
		case g.n == 1:
			parts = append(parts, "1 thing of yours is "+g.what)
		default:
			parts = append(parts, fmt.Sprintf("%d things of yours are %s", g.n, g.what))
		}
	}
	title := cmp.Or(strings.Join(parts, ", "), "Nothing of yours is late, unsaid or due today")
	switch waits := n[desk.Waiting]; {
	case waits == 0:
		return title
	case waits == 1 && late == 1:
		return title + "; 1 thing waits for a client, and is late"
	case waits == 1:
		return title + "; 1 thing waits for a client"
	case late > 0:
		return fmt.Sprintf("%s; %d things wait for clients, %d of them late", title, waits, late)
	default:
		return fmt.Sprintf("%s; %d things wait for clients", title, waits)
	}
}

// deskTables parts the clients, the most urgent first: those for whom something is to be done, of
// which there may be more than anybody sees at once, and the others.
func deskTables(clients []deskClient) []deskTable {
	slices.SortStableFunc(clients, func(a, b deskClient) int {
		return cmp.Or(slices.Compare(b.urgency[:], a.urgency[:]), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)))
	})
	calm := slices.IndexFunc(clients, func(c deskClient) bool { return c.urgency == [5]int{} })
	if calm < 0 {
		calm = len(clients)
	}
	pressing, quiet := clients[:calm], clients[calm:]
	if len(clients) <= maxClients {
		return []deskTable{{Clients: clients}}
	}
	first := pressing[:min(len(pressing), maxClients)]
	tables := []deskTable{{Clients: first}}
	if rest := pressing[len(first):]; len(rest) > 0 {
		tables = append(tables, deskTable{fmt.Sprintf("%d more with something to do", len(rest)), rest})
	}
	if len(quiet) > 0 {
		tables = append(tables, deskTable{fmt.Sprintf("%d with nothing late, unsaid, due today or waiting", len(quiet)), quiet})
	}
	return tables
}

// deskProblems lists what is to be mended.
func (s *server) deskProblems(model *deskModel) {
	for _, p := range s.portals.Problems() {
		if p.Severity == diag.Error {
			model.Errors++
		}
		switch {
		case p.Severity == diag.Note:
		case len(model.Problems) == maxFaults:
			model.Further++
		default:
			model.Problems = append(model.Problems, deskProblem{p.Position.String(), p.Severity.String(), p.Message, p.Rule, template.URL(s.editor(p.Position))})
		}
	}
}

// groupCount is how many groups a desk has.
const groupCount = int(desk.Ideas) + 1

// A tabler makes the rows of the table.
type tabler struct {
	s      *server
	prefix string
	day    time.Time
	all    bool              // every row of a client, and open
	writes bool              // there are forms
	form   string            // what tells our own forms
	sums   map[string]string // of files
}

// client is a client in the table.
func (t *tabler) client(o *live.Overview) deskClient {
	health := healths[o.Health]
	c := deskClient{
		ID: o.ID, Name: o.Name, Href: t.prefix + o.Address + "/", Draft: o.Draft, Open: t.all, Tone: health.tone, Word: health.word,
		Editor: template.URL(t.s.editor(diag.Position{File: o.File})),
	}
	if o.Broken {
		c.Tone, c.Word = "broken", "has errors"
	}
	if o.Coming {
		c.Coming, c.Word = true, "being read"
	}
	var n [groupCount]int
	for i := range o.Rows {
		row := &o.Rows[i]
		if n[row.Group]++; t.all || i < maxRows {
			t.row(&c, o, row)
		} else {
			c.More++
		}
	}
	if c.More > 0 {
		c.MoreHref = t.prefix + "?client=" + url.QueryEscape(o.ID)
	}
	for i, g := range counted {
		c.Counts = append(c.Counts, deskCount{n[g], groups[g].Name})
		c.urgency[1+i] = n[g]
	}
	if g := o.Health.Gravity(); g > facts.Green.Gravity() {
		c.urgency[0] = g
	}
	if o.Broken {
		c.urgency[0] = brokenUrgency
	}
	for _, e := range o.Engagements {
		shown := deskEngagement{Title: e.Title, Href: t.prefix + o.Address + "/" + e.Href, Status: e.Status, Reasons: e.Reasons}
		if cut := len(e.Reasons) - maxReasons; cut > 0 && !t.all {
			shown.Reasons, shown.More = e.Reasons[:maxReasons], cut
		}
		if t.writes && e.Status != string(content.Closed) {
			shown.Open = openHref(o, e.ID)
		}
		c.Engagements = append(c.Engagements, shown)
	}
	return c
}

// brokenUrgency is that of a client of whom nothing is known, since its files have errors.
const brokenUrgency = 100

// row adds a row of a client to its group. Rows come by group.
func (t *tabler) row(c *deskClient, o *live.Overview, row *desk.Row) {
	shown := deskRow{
		When: when(row, t.day), Late: row.Late > 0, Text: row.Text,
		Href: row.Place.Under(t.prefix + o.Address + "/"), Place: strings.TrimPrefix(row.Position.String(), path.Dir(o.File)+"/"), Editor: template.URL(t.s.editor(row.Position)),
	}
	if t.writes {
		if shown.Write = t.s.write.rowWrite(row, t.sums); shown.Write != nil && shown.Write.Quick != "" {
			shown.Write.Hidden = append(shown.Write.Hidden, link{Text: "form", Href: t.form})
		}
	}
	if last := len(c.Groups) - 1; last < 0 || c.Groups[last].Name != groups[row.Group].Name {
		c.Groups = append(c.Groups, groups[row.Group])
	}
	g := &c.Groups[len(c.Groups)-1]
	g.Rows = append(g.Rows, shown)
}

// when says how late a row is, when it is due, or how long it has been open.
func when(r *desk.Row, today time.Time) string {
	switch {
	case r.Late > 0:
		return fmt.Sprintf("%d d late", r.Late)
	case r.Due == 0 && r.Open == 0:
		return "new"
	case r.Due == 0:
		return fmt.Sprintf("%d d open", r.Open)
	case r.Due.String() == today.Format(time.DateOnly) && !r.At.IsZero():
		return r.At.Format("15:04")
	case r.Due.String() == today.Format(time.DateOnly):
		return "today"
	}
	return r.Due.Midnight().Format("Mon 2 Jan")
}

// A listed client is one in the bar.
type listed struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Tone    string `json:"tone"`
}

// clients lists the clients for the bar.
func (s *server) clients(w http.ResponseWriter, r *http.Request) {
	overviews, err := s.portals.Overviews("")
	if err != nil {
		s.missing(w, r)
		return
	}
	all := make([]listed, len(overviews))
	for i, o := range overviews {
		all[i] = listed{o.Name, o.Address, healths[o.Health].tone}
		if o.Broken {
			all[i].Tone = "broken"
		}
	}
	slices.SortStableFunc(all, func(a, b listed) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	})
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(all) // an error means that the browser is gone
}
