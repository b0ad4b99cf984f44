package page

import (
	"html/template"

	"rapport/generator/facts"
)

// Summary is one page for the client's own leadership. Its lists are short, so that it
// prints on one sheet.
type Summary struct {
	Value    template.HTML
	When     string
	Standing string  // what it means that the work is proposed, paused or closed; ""
	Health   *Health // with the gravest reasons
	Results  []Card  // the KPIs of the client's first goals
	Insights []Insight
	Report   *ReportRow // that the insights are from
	Done     string     // "Done: 5 of 8" milestones; ""
	Plan     []PlanRow  // the next ones
	Running  bool       // the work is agreed and has not ended
	Needed   []Need     // decisions and what is late first
	More     string     // "and 2 more"; ""
	Records  *Records
	Spent    []Price
}

// How much the summary tells of each thing, to stay on one printed sheet.
const (
	summaryReasons  = 3
	summaryInsights = 3
	summaryNeeds    = 4
	summaryDates    = 5
)

// summary fills the one page for the client's own leadership.
func (c *chapter) summary() (head, *Summary) {
	title := c.say.Say("summary_heading", "title", c.say.Plain(c.e.Title))
	h := head{title: title, heading: escape(title), description: c.say.Get("page_summary_about")}
	s := &Summary{
		Value: c.agreement().inline(c.e.Value), When: c.span(), Standing: c.standing(),
		Health: c.health(), Records: c.records(), Running: c.running(),
	}
	if s.Health != nil {
		s.Health.Reasons = first(summaryReasons, s.Health.Reasons)
	}
	for _, k := range first(maxCards, c.p.Facts.ByPriority(c.f)) {
		s.Results = append(s.Results, c.card(k))
	}
	s.Needed, s.More = c.summaryNeeds()
	if n := len(c.e.Reports); n > 0 {
		r := c.e.Reports[n-1]
		row := c.reportRow(r)
		s.Report = &row
		w := c.reportText(r)
		for _, in := range first(summaryInsights, r.Insights) {
			s.Insights = append(s.Insights, Insight{What: w.inline(in.What), So: w.inline(in.So), Next: w.inline(in.Next)})
		}
	}
	done, all := 0, 0
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		if m.Out {
			continue
		}
		all++
		if m.Done != 0 {
			done++
		} else if len(s.Plan) < summaryDates {
			s.Plan = append(s.Plan, c.planRow(m))
		}
	}
	if done > 0 {
		s.Done = c.say.Say("label_value", "label", c.say.Get("milestone_done"), "value", c.say.Say("record_of", "kept", done, "all", all))
	}
	for _, price := range c.priceList() {
		row := c.price(c.agreement(), price)
		s.Spent = append(s.Spent, row)
	}
	return h.today(), s
}

// summaryNeeds lists what waits for the client: decisions and what is late before what is
// neither. More says how many of them find no room.
func (c *chapter) summaryNeeds() (needed []Need, more string) {
	var others []Need
	for i := range c.f.Open {
		switch open := &c.f.Open[i]; {
		case open.Side != facts.TheClient:
		case open.Overdue > 0 || open.Kind == facts.DecisionItem:
			needed = append(needed, c.need(open))
		default:
			others = append(others, c.need(open))
		}
	}
	needed = append(needed, others...)
	if n := len(needed) - summaryNeeds; n > 0 {
		more = c.say.Plural("and_more", n)
	}
	return first(summaryNeeds, needed), more
}
