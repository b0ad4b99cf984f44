package page

import (
	"html/template"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// Reports is the list of reports, below the figures that they are about.
type Reports struct {
	Figures  []Multiple  // each over all its periods
	Rows     []ReportRow // newest first
	Dated    bool        // there is something to tell of when reports come
	Rhythm   string      // "on the 5th of each month"
	Next     Day
	Calendar []Fact // late and missed days
	None     string
}

// A Multiple is a KPI as one of several small pictures over the same time.
type Multiple struct {
	Name        template.HTML
	Value, Unit string
	Status      State
	Spark       template.HTML // SVG, hidden from screen readers
	First       string        // its first figure: "Oct 2025: 246"
	Last        string        // the period of the newest
	Href        string        // to the chart
}

// A ReportRow is a report in a list, led by what it found.
type ReportRow struct {
	Finding  template.HTML // its title where it says nothing else
	Title    template.HTML // where it is not the finding
	Href     string
	Period   string // where neither names it
	Day      Day
	Reviewed State
	Draft    bool
}

// reports fills the list of reports.
func (c *chapter) reports() (head, *Reports) {
	list := &Reports{Rhythm: c.p.rhythm(c.e.Rhythm.Report)}
	list.Figures = c.multiples()
	for i := len(c.e.Reports) - 1; i >= 0; i-- {
		list.Rows = append(list.Rows, c.reportRow(c.e.Reports[i]))
	}
	for _, o := range c.f.Rhythm {
		if o.Kind == facts.Reports && o.State == facts.Upcoming {
			list.Next = c.p.fullDay(o.Due)
		}
	}
	list.Calendar = c.notKept(facts.Reports, c.say.Date)
	list.Dated = list.Rhythm != "" || list.Next.Text != "" || list.Calendar != nil
	if list.Rows == nil {
		list.None = c.say.Get("reports_none")
		if list.Next.Text != "" && list.Calendar == nil {
			list.None = c.say.Say("reports_empty", "date", list.Next.Text)
		}
	}
	return c.head("page_reports").today(), list
}

// multiples are the KPIs with more than one figure, all over the time from the first of
// these figures to the last.
func (c *chapter) multiples() []Multiple {
	var told []*facts.KPI
	var first, last calendar.Date
	for i := range c.f.KPIs {
		k := &c.f.KPIs[i]
		if k.Current == nil || len(k.Points) < 2 {
			continue
		}
		told = append(told, k)
		if day := k.Points[0].Period.To; first == 0 || day < first {
			first = day
		}
		last = max(last, k.Points[len(k.Points)-1].Period.To)
	}
	var all []Multiple
	for _, k := range told {
		card := c.card(k)
		spec := sparkSpec(k.Points, k)
		for _, p := range k.Points {
			spec.X = append(spec.X, float64(p.Period.To-first)/float64(last-first))
		}
		from := k.Points[0]
		all = append(all, Multiple{
			Name: card.Name, Value: card.Value, Unit: card.Unit, Status: card.Status, Href: card.Href,
			Spark: c.p.draw("charts/spark.html", chart.NewSpark(spec)),
			First: c.say.Named(c.dated(from.Period), c.say.Bare(phrase.Shown(from.Value, k.Content), k.Content.Unit)), Last: c.dated(k.Current.Period),
		})
	}
	return all
}

func (c *chapter) reportRow(r *content.Report) ReportRow {
	w := c.reportText(r)
	row := ReportRow{
		Finding: w.inline(r.Summary), Title: w.inline(r.Title), Href: place.Report(c.id, r.ID).From(c.at),
		Period: c.unnamedPeriod(r), Day: c.p.fullDay(r.Date), Reviewed: c.reviewed(r), Draft: r.Draft,
	}
	if row.Finding == "" {
		row.Finding, row.Title = row.Title, ""
	}
	return row
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
