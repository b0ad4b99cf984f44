package page

import (
	"html/template"

	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

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

// reports fills the list of reports.
func (c *chapter) reports() (head, *Reports) {
	list := &Reports{Rhythm: c.p.rhythm(c.e.Rhythm.Report)}
	for i := len(c.e.Reports) - 1; i >= 0; i-- {
		list.Rows = append(list.Rows, c.reportRow(c.e.Reports[i]))
	}
	for _, o := range c.f.Rhythm {
		if o.Kind == facts.Reports && o.State == facts.Upcoming {
			list.Next = c.p.fullDay(o.Due)
		}
	}
	list.Calendar = c.notKept(facts.Reports, c.say.Date)
	if list.Rows == nil {
		list.None = c.say.Get("reports_none")
		if list.Next.Text != "" && list.Calendar == nil {
			list.None = c.say.Say("reports_empty", "date", list.Next.Text)
		}
	}
	return c.head("page_reports").today(), list
}

func (c *chapter) reportRow(r *content.Report) ReportRow {
	w := c.reportText(r)
	return ReportRow{
		Title: w.inline(r.Title), Href: place.Report(c.id, r.ID).From(c.at),
		Period: c.say.Period(r.Period), Day: c.p.fullDay(r.Date), Summary: w.inline(r.Summary),
		Reviewed: c.reviewed(r), Draft: r.Draft,
	}
}

// reviewed says whether the client read a report.
func (c *chapter) reviewed(r *content.Report) State {
	if r.Reviewed.On == 0 {
		return c.p.state("report_not_reviewed", Waiting)
	}
	if name := c.p.name(r.Reviewed.By.ID); name != "" {
		word := c.say.Say("report_reviewed", "name", name, "date", c.say.Date(r.Reviewed.On))
		return State{Word: c.p.sourced(word, r.Source), Tone: Good}
	}
	return State{Word: c.say.Say("report_reviewed_on", "date", c.say.Date(r.Reviewed.On)), Tone: Good}
}
