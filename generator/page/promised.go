package page

import (
	"html/template"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// An InputRow is something that the client owes, once or each time.
type InputRow struct {
	ID, Who  string
	Also     string // id of the input that recurs, on the last of its rows; else ""
	What     template.HTML
	Due      Day
	Every    string // "on the 3rd of each month"; ""
	Received Day
	Source   string // "mail of 3 October": where the client said that it was sent; ""
	State    State
	Detail   string // "6 working days late; it moved New shop live by 5"
	Partly   string // "Partly, on 2 April"
	Returned []Returned
	Do       string      // "Send": what Action is for; ""
	Action   *Action     // what the client can do about it; nil once it came
	Reminded string      // "reminded on 29 May and 4 June"
	Amended  []Amendment // the accepted changes that moved it, in the agreement

	over bool // it came, or is waited for no more
}

// Returned is something that came and could not be used.
type Returned struct {
	Sentence string // "What came on 3 April could not be used, and went back on 4 April."
	Why      template.HTML
}

// A PlanRow is a milestone.
type PlanRow struct {
	ID, Owner string
	What      template.HTML
	Agreed    Day    // as it was agreed, or proposed
	Due       Day    // zero unless accepted changes moved it, or the agreed one is no working day
	Fair      Day    // zero unless the client moved it
	Expected  Day    // zero when done or as due
	Undated   string // "no new date yet"; "" where a day is known
	Done      Day
	State     State
	Reasons   []Reason // why it moved
	Needs     []Link
	Notice    string // "told 12 working days before"; ""

	AgreedLabel, DueLabel string
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

// askedInput is what the client owes, as it was agreed.
func (c *chapter) askedInput(w textContext, in *content.Input) InputRow {
	return InputRow{
		ID: in.ID, Who: c.p.name(in.From.ID), What: w.inline(in.What), Due: c.p.fullDay(in.Due), Every: c.p.rhythm(in.Every),
		Amended: c.amended(c.e.Moves(in.ID)),
	}
}

// askedInputs lists what the client owes, as it was agreed.
func (c *chapter) askedInputs(w textContext) []InputRow {
	var rows []InputRow
	for i := range c.e.Inputs {
		if in := &c.e.Inputs[i]; !c.isOut(in.ID) {
			rows = append(rows, c.askedInput(w, in))
		}
	}
	return rows
}

// agreedPlan lists the milestones as they stand in the agreement.
func (c *chapter) agreedPlan() []PlanRow {
	var rows []PlanRow
	for i := range c.f.Milestones {
		if m := &c.f.Milestones[i]; !m.Out {
			rows = append(rows, c.agreedRow(m))
		}
	}
	return rows
}

// isOut reports whether a milestone or an input was taken out.
func (c *chapter) isOut(id string) bool {
	until := func(day calendar.Date) bool { return day != 0 && day < c.f.Today }
	if in := c.e.Input(id); in != nil {
		return until(in.Until)
	}
	return slices.ContainsFunc(c.e.Plan, func(m content.Milestone) bool { return m.ID == id && m.Done == 0 && until(m.Until) })
}

// agreedRow is a milestone as it stands in the agreement.
func (c *chapter) agreedRow(m *facts.Milestone) PlanRow {
	row := PlanRow{
		ID: m.Content.ID, Owner: c.p.name(m.Content.Owner.ID),
		What: c.agreement().inline(m.Content.What), Agreed: c.p.fullDay(m.Agreed),
	}
	row.AgreedLabel, row.DueLabel = c.agreedLabel(), c.dueLabel(m)
	if m.Due != m.Agreed {
		row.Due = c.p.fullDay(m.Due)
	}
	for _, change := range m.Changes {
		n := c.e.Entry(change.Entry)
		row.Reasons = append(row.Reasons, Reason{Text: c.say.Change(n, change.Days), Href: place.Entry(c.e, n).From(c.at), State: State{Tone: Plain}})
	}
	for _, r := range m.Content.Needs {
		to := place.Part(c.e, r.ID)
		if agreed := place.Expectations.Of(c.id); c.at == agreed.File {
			if c.isOut(r.ID) {
				continue
			}
			to = agreed.At(r.ID)
		}
		row.Needs = append(row.Needs, Link{Text: escape(c.say.Name(c.f, r.ID)), Href: to.From(c.at)})
	}
	return row
}

// agreedLabel is what the day of a milestone is called that stands in the agreement. Of a
// proposal nothing is agreed yet.
func (c *chapter) agreedLabel() string {
	if c.e.Status == content.Proposed {
		return c.say.Get("field_date")
	}
	return c.say.Get("plan_agreed")
}

// dueLabel is what the day of a milestone is called that is another than was agreed: by a
// change, or because nobody works on the day that was agreed.
func (c *chapter) dueLabel(m *facts.Milestone) string {
	if len(m.Changes) > 0 {
		return c.say.Get("plan_due")
	}
	return c.say.Get("plan_due_open")
}

// changes lists the changes to the agreement: all, or the accepted ones.
func (c *chapter) changes(accepted bool) []ChangeRow {
	var all []ChangeRow
	for _, n := range c.e.Entries {
		if n.Kind != content.ChangeKind || accepted && n.Change.State != "accepted" {
			continue
		}
		w := c.entryText(n)
		row := ChangeRow{
			Day: c.p.fullDay(n.Date), Title: w.inline(n.Title), Href: place.Entry(c.e, n).From(c.at),
			Adds: w.items(n.Change.Adds), Removes: w.items(n.Change.Removes), State: c.entryState(n),
			Price: c.say.Money(n.Change.Price),
		}
		if n.Change.Days != 0 {
			row.Days = c.say.SignedDays(n.Change.Days)
		}
		if n.Change.Accepted != 0 {
			row.By = c.p.accepted(n)
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

// accepted says who accepted a change, when, and in which mail or form.
func (p *planner) accepted(n *content.Entry) string {
	return p.sourced(p.byOn(n.Change.AcceptedBy.ID, n.Change.Accepted), n.Source)
}

// planRow is a milestone with all its dates and the reason of each move.
func (c *chapter) planRow(m *facts.Milestone) PlanRow {
	row := c.agreedRow(m)
	row.Agreed, row.Done = c.p.day(m.Agreed), c.p.day(m.Done)
	row.Due = Day{}
	if m.Due != m.Agreed {
		row.Due = c.p.day(m.Due)
	}
	if m.FairDue != m.Due {
		row.Fair = c.p.day(m.FairDue)
	}
	if m.Done == 0 && m.Expected != m.Due {
		row.Expected = c.p.day(m.Expected)
	}
	if c.undated(m) {
		row.Undated = c.say.Get("milestone_no_date")
	}
	row.State = c.milestoneStanding(m)
	row.Reasons = c.moves(m)
	row.Notice = c.say.Notice(m)
	return row
}

// inputs are what the client owes, what is to come before what came; nil where it owes
// nothing.
func (c *chapter) inputs() *Inputs {
	in := &Inputs{}
	for _, row := range c.inputRows() {
		if row.over {
			in.Earlier = append(in.Earlier, row)
		} else {
			in.Rows = append(in.Rows, row)
		}
	}
	switch n := len(in.Earlier); {
	case n == 0 && in.Rows == nil:
		return nil
	case in.Rows == nil && n <= shownAtOnce: // then nothing stands in their way
		in.Rows, in.Earlier = in.Earlier, nil
	case n > 0:
		in.Sum = c.say.Say("inputs_earlier", "n", n)
	}
	return in
}

// inputRows lists what the client owes. The last occurrence of what recurs also has the
// id of the input itself; what recurs and never did stands there as it was agreed.
func (c *chapter) inputRows() []InputRow {
	var rows []InputRow
	last := map[string]int{} // row, by the input's id
	for _, in := range place.Told(c.f) {
		last[in.Content.ID] = len(rows)
		rows = append(rows, c.inputRow(in))
	}
	for i := range c.e.Inputs {
		in := &c.e.Inputs[i]
		if at, told := last[in.ID]; !told {
			rows = append(rows, c.askedInput(c.agreement(), in))
		} else if rows[at].ID != in.ID {
			rows[at].Also = in.ID
		}
	}
	return rows
}

// inputRow is where something that the client owes stands.
func (c *chapter) inputRow(in *facts.Input) InputRow {
	row := InputRow{
		ID: place.Input(c.id, in.Content, in.Due).Anchor, Who: c.p.name(in.Content.From.ID),
		What: c.agreement().inline(in.Content.What) + escape(c.say.OfPeriod(in)),
		Due:  c.p.day(in.Due), Every: c.p.rhythm(in.Content.Every), Received: c.p.day(in.Received),
	}
	if c.e.Status != content.Proposed { // of a proposal nothing is to come yet
		tone := inputTones[in.State]
		row.State, row.over = c.rested(State{c.say.InputState(in.State), tone}), tone == Plain
	}
	row.over = row.over || in.Received != 0
	if in.Out {
		row.State.Word = c.say.Say("input_taken_out", "date", c.say.Day(in.Content.Until))
	}
	row.Detail, row.Partly = c.say.Sentence(c.say.Late(c.f, in)), c.say.Sentence(c.say.Partly(in))
	if in.Received != 0 && in.Content.Every.IsZero() {
		row.Source = c.p.source(in.Content.Source)
	}
	for _, r := range in.Returned {
		row.Returned = append(row.Returned, Returned{
			Sentence: c.say.Returned(r), Why: c.agreement().inline(r.Why),
		})
	}
	for i := range c.f.Open {
		if open := &c.f.Open[i]; open.Input == in {
			do := c.action(open)
			row.Action, row.Do = &do, c.say.Get("act_"+tasks[open.Kind].name)
		}
	}
	if in.Content.Every.IsZero() && len(in.Content.Reminded) > 0 {
		var dates []string
		for _, d := range in.Content.Reminded {
			dates = append(dates, c.say.Day(d))
		}
		row.Reminded = c.say.Say("needed_reminded", "dates", c.say.List(dates))
	}
	return row
}

// sendTo is where the client sends something: where the agreement says, or to the
// lead; nil where that one has no mail.
func (c *chapter) sendTo(in *content.Input) *Link {
	to := phrase.SendTo(c.p.Provider, c.e, in)
	href := to
	switch {
	case to == "":
		return nil
	case !strings.Contains(to, "://"):
		subject := c.say.Plain(in.What)
		if c.p.Sealing != nil {
			subject = "" // a mail is not sealed
		}
		href = mailto(to, subject)
	}
	return &Link{Text: escape(c.say.Say("input_send", "where", strings.TrimPrefix(to, "https://"))), Href: href}
}
