package page

import (
	"html/template"

	"rapport/generator/facts"
	"rapport/generator/place"
)

// Summary is one page for the client's own leadership. Its lists are short, so that it
// prints on one sheet, and each says how much it leaves out.
type Summary struct {
	Value      template.HTML
	When       string
	Standing   string // what it means that the work is proposed, paused or closed; ""
	Health     *Health
	Figures    []Figure // the KPIs of the client's first goals
	Insights   []Insight
	Report     *ReportRow // that the insights are from
	Done       string     // "Done: 5 of 8" milestones; ""
	Dates      []SummaryDate
	MoreDates  string // "and 2 more"; ""
	Running    bool   // the work is agreed and has not ended
	Needed     []Need // as on the first page
	MoreNeeded string // "and 2 more"; ""
	Records    *Records
	Spent      []Price
}

// A SummaryDate is a milestone that is not done, on the day on which it is expected.
type SummaryDate struct {
	What    template.HTML
	Day     Day
	Undated string // instead of the day where none is known
	State   State
}

// How much the summary tells of each thing, to stay on one printed sheet.
const (
	summaryReasons  = 4
	summaryFigures  = 4
	summaryInsights = 3
	summaryNeeds    = 4
	summaryDates    = 4
)

// summary fills the one page for the client's own leadership.
func (c *chapter) summary() (head, *Summary) {
	title := c.say.Say("summary_heading", "title", c.say.Plain(c.e.Title))
	h := head{title: title, heading: c.agreement().inline(c.e.Title), description: c.say.Get("page_summary_about")}
	s := &Summary{
		Value: c.agreement().inline(c.e.Value), When: c.span(), Standing: c.standing(),
		Health: c.shortHealth(summaryReasons), Records: c.records(), Running: c.running(),
	}
	for _, k := range first(summaryFigures, c.p.Facts.ByPriority(c.f)) {
		s.Figures = append(s.Figures, c.figure(k, "", place.KPI(c.id, k.Content.ID).From(c.at)))
	}
	s.Needed, s.MoreNeeded = firstOf(c, summaryNeeds, c.needs(facts.TheClient))
	if n := len(c.e.Reports); n > 0 {
		r := c.e.Reports[n-1]
		row := c.reportRow(r)
		s.Report = &row
		w := c.reportText(r)
		for _, in := range first(summaryInsights, r.Insights) {
			s.Insights = append(s.Insights, Insight{What: w.inline(in.What), So: w.inline(in.So), Next: w.inline(in.Next)})
		}
	}
	dates, all := c.summaryDates()
	if done := all - len(dates); done > 0 {
		s.Done = c.say.Label("milestone_done", c.say.Say("record_of", "kept", done, "all", all))
	}
	s.Dates, s.MoreDates = firstOf(c, summaryDates, dates)
	for _, price := range c.priceList() {
		s.Spent = append(s.Spent, c.price(c.agreement(), price))
	}
	return h.today(), s
}

// summaryDates are the milestones that are not done, in their order, and the number of all.
func (c *chapter) summaryDates() (dates []SummaryDate, all int) {
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		if m.Out {
			continue
		}
		all++
		if m.Done != 0 {
			continue
		}
		row := c.planRow(m)
		date := SummaryDate{What: row.What, Undated: row.Undated, State: row.State, Day: row.Agreed}
		if c.running() {
			for _, day := range []Day{row.Expected, row.Fair, row.Due} {
				if day.Text != "" {
					date.Day = day
					break
				}
			}
		} else {
			date.Undated = ""
		}
		dates = append(dates, date)
	}
	return dates, all
}

// firstOf keeps the first of a list, and says how many find no room.
func firstOf[T any](c *chapter, n int, list []T) (kept []T, more string) {
	if left := len(list) - n; left > 0 {
		more = c.say.Plural("and_more", left)
	}
	return first(n, list), more
}
