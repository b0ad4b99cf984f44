package content

import (
	"slices"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/schema"
	"rapport/generator/source"
)

// reports reads the reports of an engagement, and returns the bodies of all, drafts too.
func (r *clientReader) reports(e *Engagement) (bodies [][]byte) {
	seen := map[string]string{}
	for file := range r.pages(e, "reports") {
		r.checkName(file, entryID(file))
		m := again(r, file, r.report)
		bodies = append(bodies, m.body)
		if m.hidden {
			e.Hidden = append(e.Hidden, file.Name)
			continue
		}
		r.oneURL(seen, file, entryID(file))
		if report := m.value; report != nil {
			r.checkPinned(e, report)
			report.KPIs = slices.SortedStableFunc(slices.Values(report.KPIs), func(a, b Pinned) int { return e.kpiIndex(a.KPI) - e.kpiIndex(b.KPI) })
			e.Reports = append(e.Reports, report)
		}
	}
	slices.SortStableFunc(e.Reports, func(a, b *Report) int { return byDate(a.Period.To, b.Period.To, a.ID, b.ID) })
	return bodies
}

// report reads the file of a report.
func (r *clientReader) report(file source.File) (m made[Report]) {
	report := &Report{ID: entryID(file)}
	d, hidden := r.open(file, &report.File, &r.refs)
	m.body, m.hidden = report.Body.Source, hidden
	if d != nil && decodeFile(d, &report.File, "a report", reportMap, report) {
		report.settle()
		m.value = report
	}
	return m
}

// checkPinned reports the figures of a report whose period is neither of the length of
// the KPI's series nor a longer one that the KPI says how to make: they would stand
// nowhere.
func (r *clientReader) checkPinned(e *Engagement, report *Report) {
	for _, p := range report.KPIs {
		k := e.KPIOn(p.KPI, report.Period.To)
		if k == nil || len(k.Series) == 0 || report.Period.IsZero() {
			continue
		}
		one := k.Series[0].Period
		length := func(p calendar.Period) int { return int(p.To - p.From) }
		fits := slices.ContainsFunc(k.Series, func(f Figure) bool { return f.Period.Kind == report.Period.Kind })
		switch longer := length(report.Period) > length(one); {
		case fits, longer && k.Over != "":
		case longer:
			r.problems.Addf(report.At(p.Mark), BadPeriod, "the figures of %s are of periods such as %s, and this one is of %s; give the KPI over: sum, mean, last, min or max, or leave the figure out", diag.Quote(k.ID), one, report.Period)
		default:
			r.problems.Addf(report.At(p.Mark), BadPeriod, "the figures of %s are of periods such as %s, and this one is of %s, which is shorter; leave it out, or report on %s", diag.Quote(k.ID), one, report.Period, one)
		}
	}
}

func (e *Engagement) kpiIndex(id string) int {
	return slices.IndexFunc(e.KPIs, func(k KPI) bool { return k.ID == id })
}

var reportMap = schema.New(
	schema.Key("title", text, func(r *Report) *Text { return &r.Title }, "The report's title.").
		Start("{{title}}", "what the report is called").Required().Holds(schema.Free),
	schema.Key("period", period, func(r *Report) *calendar.Period { return &r.Period }, "What it reports on. The default is the file's name.").
		Start("{{period}}", "").Due(),
	schema.Key("date", date, func(r *Report) *calendar.Date { return &r.Date }, "The day on which it was published.").
		Start("{{published}}", "").Required().Begins(),
	schema.Key("by", colleague, func(r *Report) *Ref { return &r.By }, "Which of your people wrote it.").
		Start("{{lead}}", "").Holds(schema.Free),
	schema.Key("summary", text, func(r *Report) *Text { return &r.Summary }, "The report in a line.").
		Start("", "fill in: the period in one line").Holds(schema.Told),
	schema.Key("kpis", pinned, func(r *Report) *[]Pinned { return &r.KPIs }, "Figures that the report gives itself, where a KPI has no series or the report pins one.").
		Start("{{figures}}", ""),
	schema.Key("insights", schema.List(schema.MapOf(insight)), func(r *Report) *[]Insight { return &r.Insights }, "What the figures mean.").
		Start(`
  - what:  # fill in: what happened
    so:
    next:`, "what the figures mean: what happened, so what, now what").Holds(schema.Told),
	schema.Key("done", items, func(r *Report) *[]Item { return &r.Done }, "What was done.").
		Start("[]", "what was done in the period").Holds(schema.Told),
	schema.Key("next", items, func(r *Report) *[]Item { return &r.Next }, "What comes next.").
		Start("[]", "what comes next").Holds(schema.Told),
	schema.Key("asks", items, func(r *Report) *[]Item { return &r.Asks }, "What you need from the client.").
		Start("[]{{wanted}}", "what you need from the client").Holds(schema.Told),
	schema.Key("reviewed", schema.MapOf(review), func(r *Report) *Review { return &r.Reviewed }, "The client's word that it read the report.").
		Start("", "{by: person, on: day}, once the client has read it"),
	schema.Key("corrections", schema.List(schema.MapOf(correction)), func(r *Report) *[]Correction { return &r.Corrections }, "What the report had wrong, corrected openly. A figure of a report that was read changes only with one.").
		Offer(`[{on: {{today}}, what: "August was 298, not 289"}]`),
	sourceOf(func(r *Report) *Source { return &r.Source }),
).Holds(schema.Recorded).Check(func(d *schema.Decoder, n *front.Node, _ schema.Where, r *Report) {
	if !n.Get("period").IsBlank() {
		return
	}
	named, err := calendar.ParsePeriod(r.ID)
	if err != nil {
		d.Errorf(n.Mark, schema.MissingField, "the report has no period, and its file's name is none; write period:, or call the file 2026-09.md")
		return
	}
	r.Period = named
})

// pinned are the figures that a report gives itself: {orders: 362}.
var pinned = schema.Form[[]Pinned]{
	Shape: schema.Shape{Words: "a map of the ids of KPIs to figures", Example: "{orders: 362}", Spread: true, JSON: map[string]any{"type": "object", "additionalProperties": anyNumber}},
	Read: func(d *schema.Decoder, n *front.Node, _ schema.Where, v *[]Pinned) bool {
		if n.Kind != front.Map {
			d.Errorf(n.Mark, schema.WrongType, "kpis must be a map of figures, not %s; write it as {orders: 362}", n.Kind)
			return false
		}
		*v = slices.Grow(*v, len(n.Keys))
		for i, k := range n.Keys {
			if d.IsCut(n, i, nil) {
				continue
			}
			d.Refer(k.Name, k.Mark, toKPI)
			var figure decimal.Decimal
			if _, ok := d.Scalar(n.Kids[i], schema.At("a figure of kpis")); ok && number.Read(d, n.Kids[i], schema.At("a figure of kpis"), &figure) {
				*v = append(*v, Pinned{k.Name, figure, n.Kids[i].Mark})
			}
		}
		return true
	},
}

var insight = schema.New(
	schema.Key("what", text, func(v *Insight) *Text { return &v.What }, "What the figures show.").Required(),
	schema.Key("so", text, func(v *Insight) *Text { return &v.So }, "What that means for the client."),
	schema.Key("next", text, func(v *Insight) *Text { return &v.Next }, "What follows."),
).Holds(schema.Told)

var correction = schema.New(
	schema.Key("on", date, func(c *Correction) *calendar.Date { return &c.On }, "When it was corrected.").Required().Begins(),
	schema.Key("what", text, func(c *Correction) *Text { return &c.What }, "What was wrong, and what is right.").Required(),
).Holds(schema.Recorded)

var review = schema.New(
	schema.Key("by", contact, func(v *Review) *Ref { return &v.By }, "Which of the client's people read it."),
	schema.Key("on", date, func(v *Review) *calendar.Date { return &v.On }, "When.").Required().Comes("by"),
).Holds(schema.Recorded)
