package page

import (
	"fmt"
	"html/template"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// reports fills the list of reports.
func (c *chapter) reports(page *Page) {
	c.entitle(page, c.say.Get("page_reports"))
	page.Description = c.say.Get("page_reports_about")
	list := &Reports{Rhythm: c.say.Rhythm(c.e.Rhythm.Report)}
	for i := len(c.e.Reports) - 1; i >= 0; i-- {
		list.Rows = append(list.Rows, c.reportRow(page.Path, c.e.Reports[i]))
	}
	for _, o := range c.f.Rhythm {
		switch {
		case o.Kind != facts.Reports:
		case o.State == facts.Upcoming:
			list.Next = c.fullDay(o.Due)
		case o.State != facts.Kept:
			list.Calendar = append(list.Calendar, Fact{Label: c.say.Date(o.Due), Value: escape(c.say.RhythmState(o.State))})
		}
	}
	if list.Rows == nil {
		list.None = c.say.Get("reports_none")
		if list.Next.Text != "" {
			list.None = c.say.Say("reports_empty", "date", list.Next.Text)
		}
	}
	page.Body = list
	c.dated(page)
}

// reportWriting is the writing of a report on a page of the portal.
func (c *chapter) reportWriting(page string, r *content.Report) writing {
	return c.on(page, &r.File, c.id+"/reports/"+r.ID+".md")
}

func (c *chapter) reportRow(page string, r *content.Report) ReportRow {
	w := c.reportWriting(page, r)
	return ReportRow{
		Title: w.inline(r.Title), Href: place.Report(c.id, r.ID).From(page),
		Period: c.say.Period(r.Period), Day: c.fullDay(r.Date), Summary: w.inline(r.Summary),
		Reviewed: c.reviewed(r), Draft: r.Draft,
	}
}

// reviewed says whether the client read a report.
func (c *chapter) reviewed(r *content.Report) State {
	if r.Reviewed.On == 0 {
		return c.state("report_not_reviewed", Waiting)
	}
	if name := c.name(r.Reviewed.By.ID); name != "" {
		return State{Word: c.say.Say("report_reviewed", "name", name, "date", c.say.Date(r.Reviewed.On)), Tone: Good}
	}
	return State{Word: c.say.Say("report_reviewed_on", "date", c.say.Date(r.Reviewed.On)), Tone: Good}
}

// report plans the page of one report.
func (c *chapter) report(page *Page, i int) {
	r, at := c.e.Reports[i], page.Path
	w := c.reportWriting(at, r)
	page.Heading = w.inline(r.Title)
	page.Title = c.say.Say("title_page", "page", c.say.Plain(r.Title), "site", c.say.Plain(c.e.Title))
	page.Description = c.say.Plain(r.Summary)
	page.Draft = page.Draft || r.Draft
	body := &Report{
		Period: c.say.Period(r.Period), Day: c.fullDay(r.Date), By: c.name(r.By.ID), Reviewed: c.reviewed(r),
		Summary: w.inline(r.Summary), Done: w.items(r.Done), Next: w.items(r.Next), Asks: w.items(r.Asks),
		Tell: c.tell(at, i), Extra: r.Extra,
	}
	for _, in := range r.Insights {
		body.Insights = append(body.Insights, Insight{What: w.inline(in.What), So: w.inline(in.So), Next: w.inline(in.Next)})
	}
	story := c.reportStory(at, r)
	body.Story = withContents(story.doc)
	for _, k := range c.reported(r) {
		card := c.card(at, k)
		card.Href = "#" + k.Content.ID
		body.Cards = append(body.Cards, card)
		figure := c.chart(at, k, reportPoints)
		figure.Told = story.told[k.Content.ID] > 0
		body.Charts = append(body.Charts, figure)
	}
	if i > 0 {
		body.Earlier = c.reportLink(at, c.e.Reports[i-1])
	}
	if i+1 < len(c.e.Reports) {
		body.Later = c.reportLink(at, c.e.Reports[i+1])
	}
	page.Body = body
}

// A reportStory is the body of a report.
type reportStory struct {
	doc  markdown.Doc
	told map[string]int // how often it shows the chart of a KPI
}

// reportStory is the body of a report on its page, made once: the search asks for it
// before the page does.
func (c *chapter) reportStory(at string, r *content.Report) reportStory {
	if story, ok := c.stories[r]; ok {
		return story
	}
	figures := c.reported(r)
	told := map[string]int{}
	doc := c.story(c.id+"/reports/"+r.ID+".md", at, &r.File, bodyPrefix, 3, func(id string) (template.HTML, error) {
		for _, k := range figures {
			if k.Content.ID == id {
				told[id]++
				if told[id] > 1 {
					return "", duplicateChart(id)
				}
				return c.chart(at, k, reportPoints).HTML, nil
			}
		}
		if c.e.KPI(id) != nil {
			return template.HTML("<p>" + escape(c.say.Get("kpi_empty")) + "</p>"), nil
		}
		return "", unknownKPI(c.e, id)
	})
	c.stories[r] = reportStory{doc, told}
	return c.stories[r]
}

// unknownKPI is the error for a chart of a KPI that there is not.
func unknownKPI(e *content.Engagement, id string) error {
	var known []string
	for _, k := range e.KPIs {
		known = append(known, k.ID)
	}
	return fmt.Errorf("there is no KPI %q%s", id, orElse(diag.DidYouMean(id, known), "; KPIs stand in engagement.md under kpis"))
}

func (c *chapter) reportLink(page string, r *content.Report) *Link {
	return &Link{Text: c.reportWriting(page, r).inline(r.Title), Href: place.Report(c.id, r.ID).From(page)}
}

// reported lists the KPIs that have a figure in a report's period, as they
// stood then.
func (c *chapter) reported(r *content.Report) []*facts.KPI {
	var all []*facts.KPI
	for i := range c.f.KPIs {
		if k := c.f.KPIs[i].In(r); k != nil {
			all = append(all, k)
		}
	}
	return all
}

// How much the summary tells of each thing, to stay on one printed sheet.
const (
	summaryReasons  = 3
	summaryInsights = 3
	summaryNeeds    = 4
	summaryDates    = 5
)

// summary fills the one page for the client's own leadership.
func (c *chapter) summary(page *Page) {
	page.Title = c.say.Say("summary_heading", "title", c.say.Plain(c.e.Title))
	page.Heading = escape(page.Title)
	page.Description = c.say.Get("page_summary_about")
	at := page.Path
	s := &Summary{
		Value: c.agreement(at).inline(c.e.Value), When: c.say.Span(c.e.Start, c.e.End),
		Health: c.health(at), Records: c.records(),
	}
	if s.Health != nil {
		s.Health.Reasons = first(summaryReasons, s.Health.Reasons)
	}
	for _, k := range first(maxCards, c.byPriority()) {
		s.Results = append(s.Results, c.card(at, k))
	}
	for i := range c.f.Open {
		open := &c.f.Open[i]
		if open.Side == facts.TheClient && (open.Overdue > 0 || open.Kind == facts.DecisionItem) && len(s.Needed) < summaryNeeds {
			s.Needed = append(s.Needed, c.need(at, open))
		}
	}
	if n := len(c.e.Reports); n > 0 {
		r := c.e.Reports[n-1]
		row := c.reportRow(at, r)
		s.Report = &row
		w := c.reportWriting(at, r)
		for _, in := range first(summaryInsights, r.Insights) {
			s.Insights = append(s.Insights, Insight{What: w.inline(in.What), So: w.inline(in.So), Next: w.inline(in.Next)})
		}
	}
	done := 0
	for i := range c.f.Milestones {
		m := &c.f.Milestones[i]
		if m.Done != 0 {
			done++
		} else if len(s.Plan) < summaryDates {
			s.Plan = append(s.Plan, c.planRow(at, m))
		}
	}
	if done > 0 {
		s.Done = c.say.Say("label_value", "label", c.say.Get("milestone_done"), "value", c.say.Say("record_of", "kept", done, "all", len(c.f.Milestones)))
	}
	for _, price := range c.e.Pricing {
		row := c.price(c.agreement(at), price)
		for j := range c.f.Retainers {
			if c.f.Retainers[j].Item == price.ID {
				retainer := c.retainer(at, &c.f.Retainers[j])
				row.Used, row.Tone = retainer.Sentence, retainer.Tone
			}
		}
		s.Spent = append(s.Spent, row)
	}
	page.Body = s
	c.dated(page)
}

// duplicateChart is what is wrong where a report shows a chart again.
func duplicateChart(id string) error {
	return &markdown.Error{Rule: markdown.DuplicateChart, Message: fmt.Sprintf("the chart of %q stands in this report already; show it once", id)}
}
