package page

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

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

// A Price is a line of the price list.
type Price struct {
	ID, Model, Amount, Includes string
	Item                        template.HTML
	Used                        string // "4.5 of 10 hours used in October 2026"; ""
	Tone                        Tone
}

// Service is what the provider does under one name.
type Service struct {
	Name                string
	Does, DoesNot       []Item
	BestCase, WorstCase template.HTML
	Suits               template.HTML
	Body                template.HTML
}

// expectations plans the page of what was agreed.
func (c *chapter) expectations(page *Page) {
	c.entitle(page, c.say.Get("page_expectations"))
	page.Description = c.say.Get("page_expectations_about")
	at := page.Path
	w := c.agreement(at)
	scope := c.e.Scope
	x := &Expectations{
		Value: w.inline(c.e.Value),
		Facts: []Fact{
			{Label: c.say.Get("plan_state"), State: c.status(c.e.Status)},
			{Label: c.say.Get("field_date"), Value: escape(c.say.Span(c.e.Start, c.e.End))},
		},
		Includes: w.items(scope.Includes), Excludes: w.items(scope.Excludes),
		Deliverables: w.items(scope.Deliverables), Assumptions: w.items(scope.Assumptions),
		BestCase: w.inline(scope.BestCase), WorstCase: w.inline(scope.WorstCase),
		Channels: c.channels(at), Hours: c.openingHours(c.e.Start, c.e.End),
		Ours: w.items(c.e.Duties.Ours), Yours: w.items(c.e.Duties.Yours),
		Rhythm: c.rhythmFacts(), Changes: c.changes(at, true), Service: c.service(at),
		Brief: withContents(c.prose(c.id+"/engagement.md", at, &c.e.File, bodyPrefix, 3)),
		Extra: c.e.Extra,
	}
	x.Goals = c.wanted(at)
	if lead := c.contact(c.e.Lead.ID); lead != nil {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("lead_heading"), Value: escape(lead.Name)})
	}
	if team := c.team(); team != "" {
		x.Facts = append(x.Facts, Fact{Label: c.say.Get("engagement_team"), Value: escape(team)})
	}
	for _, t := range c.e.Turnaround {
		x.Turnaround = append(x.Turnaround, c.turnaroundRow(w, t))
	}
	for _, price := range c.e.Pricing {
		x.Prices = append(x.Prices, c.price(w, price))
	}
	for i := range c.e.Inputs {
		x.Inputs = append(x.Inputs, c.askedInput(w, &c.e.Inputs[i]))
	}
	for i := range c.f.Milestones {
		x.Plan = append(x.Plan, c.agreedRow(at, &c.f.Milestones[i]))
	}
	provider := c.providerWriting(at)
	for _, process := range c.Provider.Processes {
		x.Processes = append(x.Processes, Item{What: provider.inline(process.Name), Detail: provider.inline(process.How)})
	}
	x.Tools = provider.items(c.Provider.Tools)
	page.Body = x
}

// wanted lists the goals that the engagement serves, the first ones first.
func (c *chapter) wanted(page string) []Goal {
	var goals []Goal
	w := c.clientWriting(page)
	for _, g := range c.Client.Goals {
		if !c.serves(g.ID) {
			continue
		}
		goal := Goal{ID: g.ID, Want: w.inline(g.Want), Why: w.inline(g.Why), Priority: g.Priority}
		if g.Priority > 0 {
			goal.Rank = c.say.Say("goal_priority", "n", g.Priority)
		}
		goals = append(goals, goal)
	}
	slices.SortStableFunc(goals, func(a, b Goal) int {
		return cmp.Compare(cmp.Or(a.Priority, math.MaxInt), cmp.Or(b.Priority, math.MaxInt))
	})
	return goals
}

// turnaroundRow is a promise of how soon, with an example of its own.
func (c *chapter) turnaroundRow(w writing, t content.Turnaround) TurnaroundRow {
	row := TurnaroundRow{
		ID: t.ID, Request: w.inline(t.Request),
		Respond: c.say.Duration(t.Respond, t.Always), Resolve: c.say.Duration(t.Resolve, t.Always),
		Clock: c.say.Get("turnaround_clock_working"),
	}
	if t.Always {
		row.Clock = c.say.Get("turnaround_clock_always")
	}
	asked := c.exampleTime()
	if asked.IsZero() {
		return row
	}
	due := func(d calendar.Duration) string {
		at := c.Provider.Calendar.Deadline(asked, d)
		if t.Always {
			at, _ = calendar.Always(asked, d, nil)
		}
		return c.say.Weekday(at.In(c.Client.Zone).Weekday()) + " " + c.say.TimeOfDay(at)
	}
	question := c.say.Weekday(asked.In(c.Client.Zone).Weekday()) + " " + c.say.TimeOfDay(asked)
	respond, resolve := t.Respond != calendar.Duration{}, t.Resolve != calendar.Duration{}
	switch {
	case respond && resolve:
		row.Example = c.say.Say("turnaround_example_resolved", "asked", question, "answered", due(t.Respond), "resolved", due(t.Resolve))
	case respond:
		row.Example = c.say.Say("turnaround_example", "asked", question, "answered", due(t.Respond))
	case resolve:
		row.Example = c.say.Say("turnaround_example_solved", "asked", question, "resolved", due(t.Resolve))
	}
	return row
}

// exampleTime is an hour before closing on the last working day of an ordinary
// week, the hardest time to promise anything for. The week is a fixed one, so
// that the example does not change from day to day: the first full working week
// after the engagement's start.
func (c *chapter) exampleTime() time.Time {
	cal := c.Provider.Calendar
	monday := c.e.Start + 7 - calendar.Date((int(c.e.Start.Weekday())+6)%7)
	for range 26 {
		full, last := true, calendar.Date(0)
		for d := monday; d < monday+14; d++ {
			works := len(c.Provider.Hours[d.Weekday()]) > 0
			full = full && works == cal.Open(d)
			if works && d < monday+7 {
				last = d
			}
		}
		if full && last != 0 {
			return cal.Closing(last).Add(-time.Hour)
		}
		monday += 7
	}
	return time.Time{}
}

// price is a line of the price list.
func (c *chapter) price(w writing, p content.Price) Price {
	row := Price{ID: p.ID, Item: w.inline(p.Item), Model: c.say.Get("pricing_" + p.Model), Amount: c.say.Money(p.Amount)}
	switch p.Per {
	case "":
	case "hour", "day", "week", "month", "quarter", "year":
		row.Amount += " " + c.say.Get("per_"+p.Per)
	default:
		row.Amount += " " + c.say.Say("per_unit", "unit", p.Per)
	}
	if p.Model == "hourly" && p.Per == "" {
		row.Amount += " " + c.say.Get("per_hour")
	}
	if p.Includes.N > 0 {
		row.Includes = c.say.Say("pricing_includes", "hours", c.say.Hours(p.Includes.N))
	}
	return row
}

// rhythmFacts says when the client hears from the provider.
func (c *chapter) rhythmFacts() []Fact {
	var all []Fact
	add := func(kind string, r calendar.Rhythm) {
		if words := c.say.Rhythm(r); words != "" {
			all = append(all, Fact{Label: c.say.Get("rhythm_" + kind), Value: escape(words)})
		}
	}
	add("update", c.e.Rhythm.Update)
	add("report", c.e.Rhythm.Report)
	add("feedback", c.e.Rhythm.Feedback)
	if meeting := c.e.Rhythm.Meeting; !meeting.Every.IsZero() {
		words := c.say.Rhythm(meeting.Every)
		if meeting.Length.N > 0 {
			words += ", " + c.say.Say("rhythm_meeting_length", "length", c.say.Hours(meeting.Length.N))
		}
		fact := Fact{Label: c.say.Get("rhythm_meeting"), Value: escape(words)}
		switch {
		case strings.HasPrefix(meeting.Where, "https://"), strings.HasPrefix(meeting.Where, "http://"):
			fact.Value += template.HTML(` · <a href="` + template.HTMLEscapeString(meeting.Where) + `" rel="noopener noreferrer">` + string(escape(c.say.Get("rhythm_meeting_join"))) + `</a>`)
		case meeting.Where != "":
			fact.Value += " · " + escape(meeting.Where)
		}
		all = append(all, fact)
	}
	return all
}

// service explains the engagement's service; nil if it names none.
func (c *chapter) service(page string) *Service {
	for i := range c.Provider.Services {
		s := &c.Provider.Services[i]
		if s.ID != c.e.Service.ID {
			continue
		}
		w := writing{planner: c.planner, page: page, file: s.Path}
		body := c.Markdown.Convert(s.Body.Source, c.providerContext(s.Path, s.Body.Line, page, "service-", 4), c.problems)
		return &Service{
			Name: s.Name, Does: w.items(s.Does), DoesNot: w.items(s.DoesNot),
			BestCase: w.inline(s.BestCase), WorstCase: w.inline(s.WorstCase), Suits: w.inline(s.Suits),
			Body: body.HTML,
		}
	}
	return nil
}
