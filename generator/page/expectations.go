package page

import (
	"cmp"
	"encoding/json"
	"html/template"
	"math"
	"slices"
	"sort"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

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

// askedInput is what the client owes, as it was agreed.
func (c *chapter) askedInput(w writing, in *content.Input) InputRow {
	return InputRow{ID: in.ID, Who: c.name(in.From.ID), What: w.inline(in.What), Due: c.fullDay(in.Due), Every: c.say.Rhythm(in.Every)}
}

// agreedRow is a milestone as it stands in the agreement.
func (c *chapter) agreedRow(page string, m *facts.Milestone) PlanRow {
	row := PlanRow{
		ID: m.Content.ID, Owner: c.name(m.Content.Owner.ID),
		What: c.agreement(page).inline(m.Content.What), Agreed: c.fullDay(m.Agreed),
	}
	if m.Due != m.Agreed {
		row.Due = c.fullDay(m.Due)
	}
	for _, r := range m.Content.Needs {
		to := place.Part(c.e, r.ID)
		if agreed := place.Expectations.Of(c.id); page == agreed.File {
			to = agreed.At(r.ID)
		}
		row.Needs = append(row.Needs, Link{Text: escape(c.say.Name(c.f, r.ID)), Href: to.From(page)})
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

// changes lists the changes to the agreement: all, or the accepted ones.
func (c *chapter) changes(page string, accepted bool) []ChangeRow {
	var all []ChangeRow
	for _, n := range c.e.Entries {
		if n.Kind != content.ChangeKind || accepted && n.Change.State != "accepted" {
			continue
		}
		w := c.entryWriting(page, n)
		row := ChangeRow{
			Day: c.fullDay(n.Date), Title: w.inline(n.Title), Href: place.Entry(c.id, n.ID).From(page),
			Adds: w.items(n.Change.Adds), Removes: w.items(n.Change.Removes), State: c.entryState(n),
			Price: c.say.Money(n.Change.Price),
		}
		if n.Change.Days != 0 {
			row.Days = c.say.SignedDays(n.Change.Days)
		}
		if n.Change.Accepted != 0 {
			row.By = c.byOn(n.Change.AcceptedBy.ID, n.Change.Accepted)
		}
		all = append(all, row)
	}
	return all
}

// byOn says who did something on a day: "by Joost de Wit on Mon 2 June 2026".
func (p *planner) byOn(who string, on calendar.Date) string {
	if name := p.name(who); name != "" {
		return p.say.Say("by_name_on", "name", name, "date", p.say.Date(on))
	}
	return p.say.Say("on_date", "date", p.say.Date(on))
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

// channels lists the ways to reach the provider.
func (p *planner) channels(page string) []Channel {
	w := p.providerWriting(page)
	var all []Channel
	for _, ch := range p.Provider.Channels {
		row := Channel{Name: w.inline(ch.Name), For: w.inline(ch.For), Address: ch.Address, Within: p.say.Duration(ch.AnswerWithin, false)}
		switch {
		case strings.HasPrefix(ch.Address, "https://"), strings.HasPrefix(ch.Address, "http://"):
			row.Href = template.URL(ch.Address)
		case strings.Contains(ch.Address, "@") && !strings.ContainsAny(ch.Address, " /:"):
			row.Href = template.URL("mailto:" + ch.Address)
		case strings.IndexFunc(ch.Address, func(r rune) bool { return !strings.ContainsRune("+0123456789 ()-./", r) }) < 0:
			row.Href = telephone(ch.Address)
		}
		all = append(all, row)
	}
	return all
}

// openingHours is when the provider works, and the days on which it does not: those
// of the as-of year and the January after it, so that pages that don't depend
// on the day change once a year (see until).
func (p *planner) openingHours(from, to calendar.Date) Hours {
	h := Hours{
		Zone: p.zoneName(p.Provider.Zone), Rows: p.week(p.Provider.Zone),
		OpenNow: p.say.Blank("hours_open_now", "time"), ClosedNow: p.say.Blank("hours_closed_now", "time"),
		YourZone: p.say.Blank("hours_your_zone", "zone"),
	}
	if !sameClock(p.Provider.Zone, p.Client.Zone, p.Facts.AsOf) {
		h.ClientZone, h.Client = p.zoneName(p.Client.Zone), p.week(p.Client.Zone)
	}
	year, _, _ := p.Facts.Today.Split()
	start := max(calendar.NewDate(year, time.January, 1), from)
	end := calendar.NewDate(year+1, time.January, 31)
	if to != 0 {
		end = min(end, to)
	}
	for _, d := range p.Provider.Calendar.ClosedDays(start, end) {
		row := ClosedDay{When: p.say.Date(d.From), Name: d.Name}
		if d.To != d.From {
			row.When = p.say.Say("from_to", "from", p.say.Date(d.From), "to", p.say.Date(d.To))
		}
		if row.Name == "" {
			row.Name = p.say.Get("hours_closure")
		}
		h.Closed = append(h.Closed, row)
	}
	h.Data = p.hoursData(start, end)
	return h
}

// until is the first instant after as-of at which a page changes by itself: a fact
// does, or what is shown of the hours does. That is at the new year, and when a
// change of the clocks moves the client's against the provider's.
func (p *planner) until() time.Time {
	first := p.hoursUntil()
	for _, t := range []time.Time{p.Facts.TrueUntil, p.FeedsUntil} {
		if !t.IsZero() && t.Before(first) {
			first = t
		}
	}
	return first
}

func (p *planner) hoursUntil() time.Time {
	year, _, _ := p.Facts.Today.Split()
	newYear := calendar.NewDate(year+1, time.January, 1).In(p.Provider.Zone, 0)
	apart := func(t time.Time) int {
		_, ours := t.In(p.Provider.Zone).Zone()
		_, theirs := t.In(p.Client.Zone).Zone()
		return theirs - ours
	}
	now := apart(p.Facts.AsOf)
	for t := p.Facts.AsOf; t.Before(newYear); t = t.AddDate(0, 0, 1) {
		if next := t.AddDate(0, 0, 1); apart(next) != now {
			minutes := sort.Search(24*60, func(i int) bool { return apart(t.Add(time.Duration(i)*time.Minute)) != now })
			return t.Add(time.Duration(minutes) * time.Minute).Truncate(time.Minute)
		}
	}
	return newYear
}

// sameClock tells whether two zones show the same time now and half a year later.
func sameClock(a, b *time.Location, now time.Time) bool {
	for _, t := range []time.Time{now, now.AddDate(0, 6, 0)} {
		_, x := t.In(a).Zone()
		_, y := t.In(b).Zone()
		if x != y {
			return false
		}
	}
	return true
}

// zoneName is the city of a time zone: "Amsterdam".
func (p *planner) zoneName(zone *time.Location) string {
	_, city, found := strings.Cut(zone.String(), "/")
	if !found {
		return zone.String()
	}
	return strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " ")
}

// week is the provider's week on the clock of a zone, days alike in one row.
func (p *planner) week(zone *time.Location) []HoursRow {
	var rows []HoursRow
	first, before := 0, ""
	for i := range 8 {
		words := ""
		if i < 7 {
			words = p.dayHours(time.Weekday((i+1)%7), zone)
		}
		if i > 0 && (i == 7 || words != before) {
			days := p.say.Weekday(time.Weekday((first + 1) % 7))
			if i-first > 1 {
				days = p.say.Say("from_to", "from", days, "to", p.say.Weekday(time.Weekday(i%7)))
			}
			rows = append(rows, HoursRow{Days: days, Hours: before})
			first = i
		}
		before = words
	}
	return rows
}

// dayHours is the hours of a weekday on the clock of a zone.
func (p *planner) dayHours(day time.Weekday, zone *time.Location) string {
	var spans []string
	for _, s := range p.Provider.Hours[day] {
		spans = append(spans, p.say.Clock(p.shift(s.From, zone))+"–"+p.say.Clock(p.shift(s.To, zone)))
	}
	if spans == nil {
		return p.say.Get("hours_closed")
	}
	return strings.Join(spans, ", ")
}

// shift turns a minute on the provider's clock into one on that of a zone, as of now.
func (p *planner) shift(minute int, zone *time.Location) int {
	_, ours := p.Facts.AsOf.In(p.Provider.Zone).Zone()
	_, theirs := p.Facts.AsOf.In(zone).Zone()
	if ours == theirs {
		return minute
	}
	return ((minute+(theirs-ours)/60)%1440 + 1440) % 1440
}

// hoursData is the week and the closed days for a script that tells whether the
// provider is open now.
func (p *planner) hoursData(from, to calendar.Date) string {
	data := struct {
		Zone   string      `json:"zone"`
		Week   [7][][2]int `json:"week"`
		Closed []string    `json:"closed"`
	}{Zone: p.Provider.Zone.String(), Closed: []string{}}
	for day, spans := range p.Provider.Hours {
		data.Week[day] = [][2]int{}
		for _, s := range spans {
			data.Week[day] = append(data.Week[day], [2]int{s.From, s.To})
		}
	}
	for d := from; d <= to; d++ {
		if len(p.Provider.Hours[d.Weekday()]) > 0 && !p.Provider.Calendar.Open(d) {
			data.Closed = append(data.Closed, d.String())
		}
	}
	text, err := json.Marshal(data)
	if err != nil {
		p.fail(err)
	}
	return string(text)
}
