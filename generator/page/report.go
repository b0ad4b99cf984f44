package page

import (
	"html/template"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// Report is what the figures of a period mean. What it found is its page's heading.
type Report struct {
	Title            template.HTML // where the heading is another
	Period           string        // where the title does not name it
	Day              Day
	By               string
	Reviewed         State
	Figures          []Figure
	Insights         []Insight
	Corrections      []Event // what it had wrong, and when that was corrected
	Done, Next, Asks []Item
	Story            Prose
	Charts           []Chart // that the story does not show
	Earlier, Later   *Link
	Read             *Action // to say that it was read; nil once it was
	Extra            map[string]any
}

// An Insight says what a figure means and what follows.
type Insight struct{ What, So, Next template.HTML }

// reportText is the context of a report on a page of the portal.
func (c *chapter) reportText(r *content.Report) textContext {
	return c.p.text(c.at, &r.File, c.id+"/reports/"+r.ID+".md")
}

// report plans the page of one report.
func (c *chapter) report(i int) (head, *Report) {
	r := c.e.Reports[i]
	w := c.reportText(r)
	h := head{title: c.say.Say("title_page", "page", c.say.Plain(r.Title), "site", c.say.Plain(c.e.Title)), heading: w.repeated(r.Title), description: c.say.Plain(r.Summary), draft: r.Draft}
	body := &Report{
		Period: c.unnamedPeriod(r), Day: c.p.fullDay(r.Date), By: c.p.name(r.By.ID), Reviewed: c.reviewed(r),
		Done: w.items(r.Done), Next: w.items(r.Next), Asks: w.items(r.Asks),
		Extra: r.Extra,
	}
	if found := w.inline(r.Summary); found != "" {
		body.Title, h.heading = h.heading, found
	}
	for k := range c.f.Open {
		if open := &c.f.Open[k]; open.Report == r {
			do := c.action(open)
			body.Read = &do
		}
	}
	for _, in := range r.Insights {
		body.Insights = append(body.Insights, Insight{What: w.inline(in.What), So: w.inline(in.So), Next: w.inline(in.Next)})
	}
	for _, k := range r.Corrections {
		body.Corrections = append(body.Corrections, Event{Day: c.p.fullDay(k.On), Title: w.inline(k.What)})
	}
	story := c.reportStory(r)
	body.Story = withContents(story.doc)
	c.p.memo.told[r] = markdown.Words(story.doc.HTML)
	delete(c.p.memo.stories, r) // its page is made
	period := c.say.Period(r.Period)
	reported := c.reported(r)
	body.Figures, body.Charts = make([]Figure, 0, len(reported)), make([]Chart, 0, len(reported))
	for _, k := range reported {
		body.Figures = append(body.Figures, c.figure(k, period, "#"+k.Content.ID))
		if story.told[k.Content.ID] == 0 {
			body.Charts = append(body.Charts, c.chart(k, reportPoints))
		}
	}
	delete(c.p.memo.reported, r) // its page is made
	if i > 0 {
		body.Earlier = c.reportLink(c.e.Reports[i-1])
	}
	if i+1 < len(c.e.Reports) {
		body.Later = c.reportLink(c.e.Reports[i+1])
	}
	return h, body
}

// unnamedPeriod is the period of a report whose title does not tell the year; "" where it
// does, as "The third quarter of 2026".
func (c *chapter) unnamedPeriod(r *content.Report) string {
	year, _, _ := r.Period.To.Split()
	if r.Period.Kind != calendar.Custom && strings.Contains(c.say.Plain(r.Title), strconv.Itoa(year)) {
		return ""
	}
	return c.say.Period(r.Period)
}

// A reportStory is the body of a report.
type reportStory struct {
	doc  markdown.Doc
	told map[string]int // how often it shows the chart of a KPI
}

// reportStory is the body of a report on its page, made once: the search asks for it
// before the page does.
func (c *chapter) reportStory(r *content.Report) reportStory {
	if story, ok := c.p.memo.stories[r]; ok {
		return story
	}
	told := map[string]int{}
	doc := c.p.story(c.id+"/reports/"+r.ID+".md", c.at, &r.File, bodyPrefix, 3, c.shortcodes(r, told))
	c.p.memo.stories[r] = reportStory{doc, told}
	return c.p.memo.stories[r]
}

// reportWords is what the body of a report says.
func (c *chapter) reportWords(r *content.Report) string {
	if told, made := c.p.memo.told[r]; made {
		delete(c.p.memo.told, r)
		return told
	}
	return markdown.Words(c.reportStory(r).doc.HTML)
}

func (c *chapter) reportLink(r *content.Report) *Link {
	return &Link{Text: c.reportText(r).repeated(r.Title), Href: place.Report(c.id, r.ID).From(c.at)}
}

// reported lists the KPIs that have a figure in a report's period, as they
// stood then. Its body asks for them before its page does.
func (c *chapter) reported(r *content.Report) []*facts.KPI {
	all, ok := c.p.memo.reported[r]
	if ok {
		return all
	}
	for i := range c.f.KPIs {
		if k := c.f.KPIs[i].In(r); k != nil {
			all = append(all, k)
		}
	}
	c.p.memo.reported[r] = all
	return all
}
