package content

import (
	"path"
	"slices"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/front"
)

// reports reads the reports of an engagement.
func (r *clientReader) reports(e *Engagement) {
	seen := map[string]string{}
	for _, file := range r.pages(e, "reports") {
		report := &Report{ID: strings.TrimSuffix(path.Base(file.Name), ".md")}
		r.checkName(file, report.ID)
		d, hidden := r.open(file, &report.File, &r.refs)
		if hidden {
			e.Hidden = append(e.Hidden, file.Name)
			continue
		}
		r.oneURL(seen, file, report.ID)
		if d != nil && d.report(report) {
			slices.SortStableFunc(report.KPIs, func(a, b Pinned) int { return e.kpiIndex(a.KPI) - e.kpiIndex(b.KPI) })
			e.Reports = append(e.Reports, report)
		}
	}
	slices.SortStableFunc(e.Reports, func(a, b *Report) int { return byDate(a.Period.To, b.Period.To, a.ID, b.ID) })
}

func (e *Engagement) kpiIndex(id string) int {
	return slices.IndexFunc(e.KPIs, func(k KPI) bool { return k.ID == id })
}

// report reads a report.
func (d *decoder) report(r *Report) bool {
	o, ok := d.top(&r.File, "a report")
	if !ok {
		return false
	}
	o.text("title", &r.Title)
	o.period("period", &r.Period)
	if o.n.Get("period").IsBlank() {
		if named, err := calendar.ParsePeriod(r.ID); err == nil {
			r.Period = named
		} else {
			d.errorf(o.n.Mark, MissingField, "the report has no period, and its file's name is none; write period:, or call the file 2026-09.md")
		}
	}
	o.date("date", &r.Date)
	o.ref("by", &r.By, toPerson)
	o.text("summary", &r.Summary)
	o.pinned(&r.KPIs)
	list(o, "insights", &r.Insights, readInsight)
	o.items("done", &r.Done)
	o.items("next", &r.Next)
	o.items("asks", &r.Asks)
	if n := o.get("reviewed"); n != nil {
		if p, ok := d.object(n, "reviewed"); ok {
			p.ref("by", &r.Reviewed.By, toPerson)
			p.date("on", &r.Reviewed.On)
			p.end("on")
		}
	}
	o.end("title", "date")
	return true
}

// pinned reads the figures that a report gives itself: {orders: 362}.
func (o *object) pinned(dst *[]Pinned) {
	n := o.get("kpis")
	if n == nil {
		return
	}
	d := o.d
	if n.Kind != front.Map {
		d.errorf(n.Mark, WrongType, "kpis must be a map of figures, not %s; write it as {orders: 362}", n.Kind)
		return
	}
	for i, k := range n.Keys {
		d.refer(k.Name, k.Mark, toKPI)
		raw, ok := d.scalar(n.Kids[i], "a figure of kpis")
		if !ok {
			continue
		}
		v, err := parseNumber(raw)
		if err != nil {
			d.errorf(n.Kids[i].Mark, BadNumber, "%s", err)
			continue
		}
		*dst = append(*dst, Pinned{k.Name, v, n.Kids[i].Mark})
	}
}

func readInsight(d *decoder, n *front.Node, what string, v *Insight) bool {
	o, ok := d.element(n, what)
	if !ok {
		return false
	}
	o.text("what", &v.What)
	o.text("so", &v.So)
	o.text("next", &v.Next)
	o.end("what")
	return true
}
