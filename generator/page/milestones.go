package page

import (
	"cmp"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// Milestones are the plan: a row each, with its bar on one line of time.
type Milestones struct {
	Chart   *chart.Plan    // what stands behind the rows
	Done    []MilestoneRow // those that are done, where they are told in short
	DoneSum string         // "Done: 5 of 8"
	Rows    []MilestoneRow
	About   string // what a fair date is; "" where nothing is agreed yet
}

// A MilestoneRow is a milestone of the plan: what its line says, its bar, and what stands
// below both once it is opened.
type MilestoneRow struct {
	PlanRow
	When  string // "3 Nov": when it was, is or may be done
	Span  string // "agreed 21 Sep → 3 Nov"; "" where it stands as agreed
	Split string // "20 working days waiting · 6 with us"; ""
	Track chart.Track
}

// milestones are the plan with its picture; nil where there is none.
func (c *chapter) milestones() *Milestones {
	if len(c.f.Milestones) == 0 {
		return nil
	}
	spec := chart.PlanSpec{Month: c.say.MonthShort, Year: c.say.MonthYearShort, Mirror: c.say.Dir() == "rtl"}
	if c.e.Status != content.Closed {
		spec.Today = chart.Mark{Day: c.f.Today, Text: c.say.Get("plan_today")}
	}
	for i := range c.f.Milestones {
		spec.Rows = append(spec.Rows, c.planItem(&c.f.Milestones[i]))
	}
	plan := &Milestones{Chart: chart.NewPlan(spec)}
	if c.e.Status != content.Proposed {
		plan.About = c.say.Get("plan_fair_about")
	}
	all, done := 0, 0
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		row := c.milestoneRow(m)
		if !plan.Chart.Empty {
			row.Track = plan.Chart.Tracks[i]
		}
		if !m.Out {
			all++
		}
		if m.Done != 0 {
			done++
			plan.Done = append(plan.Done, row)
		} else {
			plan.Rows = append(plan.Rows, row)
		}
	}
	if len(plan.Rows) == 0 { // then nothing else is told that they would stand in the way of
		plan.Rows, plan.Done = plan.Done, nil
	}
	plan.DoneSum = c.say.Label("milestone_done", c.say.Say("record_of", "kept", done, "all", all))
	return plan
}

// milestoneRow is a milestone as a row of the plan.
func (c *chapter) milestoneRow(m *facts.Milestone) MilestoneRow {
	row := MilestoneRow{PlanRow: c.planRow(m)}
	end := cmp.Or(m.Done, m.Expected)
	row.When = c.shortDay(cmp.Or(end, m.Agreed))
	if m.Out || m.State == facts.Ended {
		row.When = c.shortDay(m.Agreed)
		return row
	}
	switch {
	case c.undated(m):
		row.Span = c.say.Say("plan_from_to", "agreed", c.shortDay(m.Agreed), "day", c.say.Get("milestone_no_date"))
	case end != 0 && end != m.Agreed:
		row.Span = c.say.Say("plan_from_to", "agreed", c.shortDay(m.Agreed), "day", row.When)
	}
	row.Split = c.say.Split(m, "")
	return row
}

// shortDay is a day for a line, with its year where that is not the as-of one's.
func (c *chapter) shortDay(d calendar.Date) string { return c.say.ShortIn(d, c.say.Today) }

// planItem is a milestone on the line of time.
func (c *chapter) planItem(m *facts.Milestone) chart.PlanItem {
	item := chart.PlanItem{
		From: c.plannedFrom(m), Agreed: m.Agreed, Due: m.Due, Fair: m.FairDue,
		End: cmp.Or(m.Done, m.Expected), Mark: chart.ExpectedMark,
	}
	switch {
	case m.Done != 0:
		item.Mark = chart.DoneMark
	case m.Out || m.State == facts.Ended: // it goes no further
		item.Mark, item.End = chart.OpenMark, cmp.Or(m.FairDue, m.Due)
	case item.End == 0:
		item.Mark = chart.OpenMark
		item.Labels = []string{c.say.Get("milestone_no_date")}
	}
	if split := c.say.Split(m, ""); split != "" {
		item.Labels = append(item.Labels, split)
	}
	if m.MovedBy != nil {
		item.Labels = append([]string{c.say.Split(m, c.say.Name(c.f, m.MovedBy.ID))}, item.Labels...)
	}
	return item
}

// plannedFrom is from when on a milestone could be worked on: from when the last of those
// that it needs was or is to be done, or else from the start.
func (c *chapter) plannedFrom(m *facts.Milestone) calendar.Date {
	from := c.e.Start
	for _, need := range m.Content.Needs {
		for i := range c.f.Milestones {
			if other := &c.f.Milestones[i]; other.Content.ID == need.ID {
				from = max(from, cmp.Or(other.Done, other.Due))
			}
		}
	}
	if from >= m.Due { // it needs what came later than planned
		return 0
	}
	return from
}
