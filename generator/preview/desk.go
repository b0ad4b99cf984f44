package preview

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/desk"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/live"
)

// A deskModel is the page at the root: what the provider should know in the morning.
type deskModel struct {
	Day      string // "Friday 16 October 2026"
	ISO      string
	Present  bool // no day was asked for
	Clients  []deskClient
	Groups   []deskGroup
	Problems []deskProblem
	Errors   int
	Waits    int        // messages that wait to be taken in
	Write    *deskWrite // nil where nobody can write
}

type deskClient struct {
	Name, Href  string
	Editor      template.URL
	Draft       bool
	Tone, Word  string
	Counts      string
	Engagements []deskEngagement
}

type deskEngagement struct {
	Title, Href, Status string
	Reasons             []string
	Open                string // where something is entered; "" where nobody can write
}

type deskGroup struct {
	Name, Title string
	Rows        []deskRow
}

type deskRow struct {
	When, Client, Text, Href, Place string
	Editor                          template.URL
	Late                            bool
	Write                           *rowWrite
}

type deskProblem struct {
	At, Severity, Message, Rule string
	Editor                      template.URL
}

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
	desk.Late:       {Title: "Late, and ours", Name: "late"},
	desk.Unsaid:     {Title: "Unsaid: the client should have heard", Name: "unsaid"},
	desk.Today:      {Title: "Due today", Name: "today"},
	desk.Waiting:    {Title: "Waiting for the client", Name: "waiting"},
	desk.Week:       {Title: "Due in the next 7 days", Name: "this week"},
	desk.Unreviewed: {Title: "Reports that the client has not reviewed", Name: "to review"},
	desk.Feedback:   {Title: "Feedback promised, and not asked for", Name: "feedback"},
	desk.Ideas:      {Title: "Ideas and renewals to speak of", Name: "ideas"},
}

// desk serves what package desk finds, with links to the pages and to the files.
func (s *server) desk(w http.ResponseWriter, r *http.Request, asOf string) {
	generation := s.portals.Generation("")
	overviews, err := s.portals.Overviews(asOf)
	if err != nil {
		s.missing(w, r)
		return
	}
	day := s.portals.Today()
	if asOf != "" {
		if at, err := time.Parse(time.DateOnly, asOf[:min(len(asOf), len(time.DateOnly))]); err == nil {
			day = at
		}
	}
	prefix := place{asOf: asOf}.prefix()
	model := deskModel{Present: asOf == ""}
	if model.Present {
		model.Write = s.write.deskWrite(r)
	}
	writes, sums := model.Write != nil && !model.Write.Locked, map[string]string{}
	if !day.IsZero() {
		model.Day, model.ISO = day.Format("Monday 2 January 2006"), day.Format(time.DateOnly)
	}
	counts := map[string]*[groupCount]int{}
	names := map[string]*live.Overview{}
	var rows []desk.Row
	for _, o := range overviews {
		names[o.ID] = o
		rows = append(rows, o.Rows...)
		counts[o.ID] = &[groupCount]int{}
	}
	slices.SortFunc(rows, desk.Compare)
	shown := slices.Clone(groups)
	for _, row := range rows {
		o := names[row.Client]
		counts[row.Client][row.Group]++
		g := &shown[row.Group]
		shown := deskRow{
			When: when(&row, day), Late: row.Late > 0, Client: o.Name, Text: row.Text,
			Href: row.Place.Under(prefix + o.Address + "/"), Place: row.Position.String(), Editor: template.URL(s.editor(row.Position)),
		}
		if writes {
			shown.Write = s.write.rowWrite(&row, sums)
		}
		g.Rows = append(g.Rows, shown)
	}
	for _, g := range shown {
		if len(g.Rows) > 0 {
			model.Groups = append(model.Groups, g)
		}
	}
	slices.SortStableFunc(overviews, func(a, b *live.Overview) int {
		return cmp.Or(compareBool(a.Broken, b.Broken), cmp.Compare(b.Health.Gravity(), a.Health.Gravity()))
	})
	for _, o := range overviews {
		client := s.deskClient(o, prefix, counts[o.ID])
		for i := range client.Engagements {
			if writes && o.Engagements[i].Status != string(content.Closed) {
				client.Engagements[i].Open = openHref(o, o.Engagements[i].ID)
			}
		}
		model.Clients = append(model.Clients, client)
	}
	for _, p := range s.portals.Problems() {
		if p.Severity == diag.Error {
			model.Errors++
		}
		if p.Severity != diag.Note {
			model.Problems = append(model.Problems, deskProblem{p.Position.String(), p.Severity.String(), p.Message, p.Rule, template.URL(s.editor(p.Position))})
		}
	}
	if s.Waits != nil && model.Present {
		model.Waits = s.Waits()
	}
	s.execute(w, r, http.StatusOK, "desk.html", model, generation)
}

// groupCount is how many groups a desk has.
const groupCount = int(desk.Ideas) + 1

func (s *server) deskClient(o *live.Overview, prefix string, counts *[groupCount]int) deskClient {
	health := healths[o.Health]
	c := deskClient{
		Name: o.Name, Href: prefix + o.Address + "/", Draft: o.Draft, Tone: health.tone, Word: health.word,
		Editor: template.URL(s.editor(diag.Position{File: o.File})),
	}
	if o.Broken {
		c.Tone, c.Word = "broken", "has errors"
	}
	var parts []string
	for g, n := range counts {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, groups[g].Name))
		}
	}
	c.Counts = strings.Join(parts, ", ")
	for _, e := range o.Engagements {
		c.Engagements = append(c.Engagements, deskEngagement{Title: e.Title, Href: prefix + o.Address + "/" + e.Href, Status: e.Status, Reasons: e.Reasons})
	}
	return c
}

func compareBool(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	}
	return 0
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
