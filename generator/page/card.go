package page

import (
	"cmp"
	"encoding/csv"
	"html/template"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// A Card is a KPI at a glance.
type Card struct {
	ID     string
	Name   template.HTML
	Value  string // with its unit's sign where that stands with it: "17.2%"
	Unit   string // "" where Value has it
	Period string
	Status State
	Aim    string        // the target in short, beside the figure: "aim for now 352, 400 by 31 Dec"
	First  string        // what the picture begins with: "Oct 2025: 246"; "" for no picture
	Change string        // how the figure changed: "+31% on Sep 2025"; "" for nothing
	Part   string        // "2 of 3 months", where a longer period's figure lacks some; ""
	Last   string        // the figure's period in short with both: "Sep 2026 · +31% on Sep 2025"
	Budget string        // "€1,200 above budget: favourable"; "" without a budget
	Spark  template.HTML // SVG, hidden from screen readers
	Href   string        // to the chart
	Goal   template.HTML
	Empty  string // instead of the figures where there are none
}

// A Chart is a KPI's picture with its text equivalent.
type Chart struct {
	ID    string
	Name  template.HTML
	HTML  template.HTML
	Means template.HTML // what the KPI tells
}

// card is a KPI at a glance, as shown on a page.
func (c *chapter) card(k *facts.KPI) Card {
	card := c.glance(k)
	card.Href = place.KPI(c.id, k.Content.ID).From(c.at)
	if g := c.p.goal(k.Content.Goal.ID); g != nil {
		card.Goal = c.p.clientText(c.at).inline(g.Want)
	}
	if k.Current == nil {
		return card
	}
	card.Last = strings.Join(nonEmpty(c.dated(k.Current.Period), card.Part, card.Change), " · ")
	if points := last(sparkPoints, k.Points); len(points) > 1 {
		first := points[0]
		card.First = c.say.Named(c.dated(first.Period), c.say.Bare(phrase.Shown(first.Value, k.Content), k.Content.Unit))
		card.Spark = c.spark(points, k)
	}
	return card
}

// glance is what a card and a band of figures both say of a KPI. A report has several, and
// nothing is made for it that it does not show.
func (c *chapter) glance(k *facts.KPI) Card {
	card := Card{ID: k.Content.ID, Name: c.agreement().repeated(k.Content.Name)}
	if k.Current == nil {
		card.Empty = c.say.Get("kpi_empty")
		return card
	}
	card.Value, card.Unit = c.split(phrase.Shown(k.Current.Value, k.Content), k.Content.Unit)
	card.Period = c.say.Period(k.Current.Period)
	if k.Current.Status != "" && c.running() { // of a proposal no target is agreed yet, and none is aimed at once all has ended
		card.Status = State{c.say.FigureStatus(k.Current.Status), figureTones[k.Current.Status]}
	}
	if k.Stale {
		card.Status = State{c.say.Get("kpi_stale"), Plain}
	}
	card.Aim = c.aim(k)
	card.Change, card.Part = c.comparison(k), c.part(k)
	card.Budget = c.variance(k)
	return card
}

// aim is a KPI's target in short; "" for none.
func (c *chapter) aim(k *facts.KPI) string {
	t, unit := k.Content.Target, k.Content.Unit
	switch now := k.Current; {
	case !t.Set:
		return ""
	case k.Content.Direction == content.Within:
		return c.say.Say("kpi_aim", "target", c.say.BareRange(t.Low, t.High, unit))
	case now.HasTarget && !now.TargetHigh.Equal(t.High) && c.e.Status != content.Closed:
		by := c.say.Short(k.Content.By)
		if year, _, _ := k.Content.By.Split(); year != yearOf(c.f.Today) {
			by = c.say.Month(k.Content.By)
		}
		return c.say.Say("kpi_aim_now", "now", c.say.Bare(phrase.Rounded(now.TargetHigh, k), unit), "target", c.say.Bare(t.High, unit), "date", by)
	}
	return c.say.Say("kpi_aim", "target", c.say.Bare(t.High, unit))
}

func yearOf(d calendar.Date) int {
	year, _, _ := d.Split()
	return year
}

// part says from how many of the periods within it a longer period's figure is made, where
// some are missing.
func (c *chapter) part(k *facts.KPI) string {
	if k.Parts >= k.AllParts {
		return ""
	}
	return c.say.Plural("kpi_part_"+unitsOf[k.Points[0].Period.Kind], k.AllParts, "some", k.Parts)
}

// comparison compares a KPI's figure with that of the same period a year before, where there
// is one, and else with that of the period before.
func (c *chapter) comparison(k *facts.KPI) string {
	before, ok := k.Current.Period.YearBefore()
	change := k.ChangeYear
	if change == nil || !ok {
		if k.Change == nil {
			return ""
		}
		before, change = k.Current.Period.Prev(), &k.Change.Absolute
	}
	if change.IsZero() {
		return c.say.Say("kpi_moved_none", "period", c.dated(before))
	}
	return c.say.Say("kpi_moved", "change", c.say.Signed(k, *change), "period", c.dated(before))
}

// dated is a period in short, with its year.
func (c *chapter) dated(p calendar.Period) string {
	if p.Kind == calendar.Month {
		return c.say.MonthYearShort(p.From)
	}
	return c.say.Period(p)
}

// split is a figure and, where it does not belong to the figure's own textContext,
// its unit.
func (c *chapter) split(v decimal.Decimal, unit string) (value, name string) {
	if unit == "" || unit == "%" || phrase.IsMoney(unit) {
		return c.say.Figure(v, unit), ""
	}
	return c.say.Number(v), unit
}

// toneOf is how a change feels.
func toneOf(change *facts.Change) Tone {
	switch {
	case change.Favourable == nil, change.Absolute.IsZero():
		return Plain
	case *change.Favourable:
		return Good
	}
	return Poor
}

// variance compares a KPI's figure with what was planned.
func (c *chapter) variance(k *facts.KPI) string {
	v := k.Budget
	if v == nil {
		return ""
	}
	if v.Absolute.IsZero() {
		return c.say.Get("kpi_budget_met")
	}
	key := "kpi_budget_above"
	if v.Absolute.IsNegative() {
		key = "kpi_budget_below"
	}
	said := c.say.Say(key, "change", c.say.Extent(k, v))
	switch toneOf(v) {
	case Good:
		return c.say.Say("kpi_favourable", "change", said)
	case Poor:
		return c.say.Say("kpi_unfavourable", "change", said)
	}
	return said
}

// unitsOf names the periods of a kind in the keys of texts.
var unitsOf = map[calendar.PeriodKind]string{calendar.Week: "week", calendar.Month: "month", calendar.Quarter: "quarter"}

// trend says where the last figures lead, and over which of them. It says nothing
// beside a change that says the opposite, or is none of a steady figure.
func (c *chapter) trend(k *facts.KPI) string {
	if k.Trend == "" || k.Stale {
		return ""
	}
	sign := map[facts.Trend]int{facts.Rising: 1, facts.Falling: -1}[k.Trend]
	said := k.ChangeYear
	if said == nil && k.Change != nil {
		said = &k.Change.Absolute
	}
	if said != nil && sign*said.Sign() < 0 || sign == 0 && k.Jumped() {
		return ""
	}
	span := last(facts.TrendFigures, k.Points)
	return c.say.Say("label_value", "label", c.say.Trend(k.Trend), "value",
		c.say.Say("from_to", "from", c.say.Period(span[0].Period), "to", c.say.Period(span[len(span)-1].Period)))
}

// How many figures a picture shows: the small one of a card, that of the
// engagement's page, and that of a report, which has a year with the month before it.
const (
	sparkPoints  = 12
	chartPoints  = 24
	reportPoints = 13
)

// spark is the small picture of a card.
func (c *chapter) spark(points []facts.Point, k *facts.KPI) template.HTML {
	return c.p.draw("charts/spark.html", chart.NewSpark(sparkSpec(points, k)))
}

// sparkSpec has the figures of a KPI and what was aimed at with each: a line, or two around
// a range.
func sparkSpec(points []facts.Point, k *facts.KPI) chart.SparkSpec {
	values, low, high := make([]float64, len(points)), make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		values[i], low[i], high[i] = p.Value.InexactFloat64(), math.NaN(), math.NaN()
		if p.HasTarget {
			low[i], high[i] = p.TargetLow.InexactFloat64(), p.TargetHigh.InexactFloat64()
		}
	}
	spec := chart.SparkSpec{Values: values, Targets: [][]float64{high}}
	if k.Content.Direction == content.Within {
		spec.Targets = append(spec.Targets, low)
	}
	return spec
}

// draw lays a chart out through the theme.
func (p *planner) draw(partial string, model any) template.HTML {
	html, err := p.Draw(partial, model)
	if err != nil {
		p.fail(err)
	}
	return html
}

// A chartKey names a drawn chart: so many figures of a KPI up to a period, on pages of a
// folder.
type chartKey struct {
	folder          string
	engagement, kpi string
	points          int
	until           calendar.Date
}

// mostCharts are kept to be shown again: those of a report are shown on its page alone.
const mostCharts = 500

// chart is the large picture of a KPI with its text equivalent. The KPI has a
// figure.
func (c *chapter) chart(k *facts.KPI, points int) Chart {
	key := chartKey{path.Dir(c.at), c.id, k.Content.ID, points, k.Current.Period.To}
	picture, ok := c.p.memo.charts[key]
	if !ok {
		spec := c.lineSpec(k, points)
		c.p.memo.line.Prepare(&spec)
		picture = c.p.draw("charts/line.html", &c.p.memo.line)
		if len(c.p.memo.charts) == mostCharts {
			clear(c.p.memo.charts)
		}
		c.p.memo.charts[key] = picture
	}
	return Chart{
		ID: k.Content.ID, Name: c.agreement().repeated(k.Content.Name), HTML: picture,
		Means: c.agreement().repeated(k.Content.Means),
	}
}

func (c *chapter) lineSpec(k *facts.KPI, most int) chart.LineSpec {
	unit := k.Content.Unit
	spec := c.lineTexts(k)
	spec.Points, spec.Counts = last(most, c.values(k)), phrase.Counts(k)
	points := last(most, k.Points)
	from, to := &points[0], &points[len(points)-1]
	key, period, target, low, high := "chart_text", "", "", "", ""
	switch t := k.Content.Target; {
	case len(points) == 1:
		key, period = "chart_text_one", c.say.Period(to.Period)
	case !t.Set:
		key = "chart_text_no_target"
	case k.Content.Direction == content.Within:
		key, low, high = "chart_text_range", c.say.Figure(t.Low, unit), c.say.Figure(t.High, unit)
	default:
		target = c.say.Figure(t.High, unit)
	}
	b := c.say.Figure(to.Value, unit)
	spec.Desc = c.say.Say(key, "name", spec.Title, "from", spec.Points[0].Label, "to", spec.Points[len(points)-1].Label, "a", c.say.Figure(from.Value, unit), "b", b,
		"target", target, "low", low, "high", high, "period", period, "value", b)
	if trend := c.trend(k); trend != "" {
		spec.Desc += " " + trend + "."
	}
	return spec
}

// A lineKey names what all charts of a KPI say on pages of a folder.
type lineKey struct {
	folder string
	kpi    *content.KPI
}

// lineTexts is a chart of a KPI without its figures, which is made once.
func (c *chapter) lineTexts(k *facts.KPI) chart.LineSpec {
	key := lineKey{path.Dir(c.at), k.Content}
	spec, ok := c.p.memo.lines[key]
	if ok {
		return spec
	}
	name, unit := c.say.Plain(k.Content.Name), k.Content.Unit
	spec = chart.LineSpec{
		ID: k.Content.ID, Title: name, Unit: unit,
		Format:  repeated(func(v float64) string { return c.say.Number(decimal.NewFromFloat(v)) }),
		Top:     repeated(func(v float64) string { return c.say.Figure(decimal.NewFromFloat(v), unit) }),
		End:     func(kind string, v *chart.Value) string { return c.lineEnd(kind, v) },
		Caption: c.caption(k),
		Aim:     c.say.Aim(k.Content),
		Head:    []string{c.say.Get("kpi_period"), c.say.Get("kpi_value"), c.say.Get("kpi_target"), c.say.Get("kpi_note"), c.say.Get("kpi_previous"), c.say.Get("kpi_budget")},
		Data:    place.Figures(c.id, k.Content.ID).From(c.at),
	}
	c.p.memo.lines[key] = spec
	return spec
}

// repeated keeps what a function says of numbers that come again: the charts of a KPI have
// axes alike.
func repeated(say func(float64) string) func(float64) string {
	said := map[float64]string{}
	return func(v float64) string {
		text, ok := said[v]
		if !ok {
			text = say(v)
			said[v] = text
		}
		return text
	}
}

// caption names the figures of a table, with their unit where that is a word.
func (c *chapter) caption(k *facts.KPI) string {
	name, unit := c.say.Plain(k.Content.Name), k.Content.Unit
	if unit == "" || unit == "%" || phrase.IsMoney(unit) {
		return name
	}
	return name + " (" + unit + ")"
}

// lineEnd is what stands at the end of a line of a chart.
func (c *chapter) lineEnd(kind string, v *chart.Value) string {
	switch kind {
	case "target":
		return c.say.Say("chart_aim", "value", v.Target)
	case "budget":
		return c.say.Say("chart_budget", "value", v.BudgetText)
	}
	return c.say.Named(strconv.Itoa(v.Year-1), v.PreviousText)
}

// A seriesKey names a KPI.
type seriesKey struct{ engagement, kpi string }

// values are a KPI's figures as charts show them. They are the same in every
// report, so that they are made once, of all figures that there are.
func (c *chapter) values(k *facts.KPI) []chart.Value {
	key := seriesKey{c.id, k.Content.ID}
	values := c.p.memo.series[key]
	for _, p := range k.Points[min(len(values), len(k.Points)):] {
		v := chart.Value{
			Label: c.dated(p.Period), Short: c.short(p.Period), Dated: c.dated(p.Period), Year: yearOf(p.Period.To),
			Text: c.say.Bare(phrase.Shown(p.Value, k.Content), k.Content.Unit), V: p.Value.InexactFloat64(), Note: p.Note,
		}
		if p.HasTarget {
			v.HasTarget = true
			v.Low, v.High = p.TargetLow.InexactFloat64(), p.TargetHigh.InexactFloat64()
			v.Target = c.say.Bare(phrase.Rounded(p.TargetHigh, k), k.Content.Unit)
			if k.Content.Direction == content.Within {
				v.Target = c.say.BareRange(p.TargetLow, p.TargetHigh, k.Content.Unit)
			}
		}
		before := p.LastYear
		if point, ok := aYearBefore(k.Points, p.Period); ok {
			before = decimal.NewNullDecimal(point.Value)
		}
		if before.Valid {
			v.HasPrevious, v.Previous = true, before.Decimal.InexactFloat64()
			v.PreviousText = c.say.Bare(phrase.Shown(before.Decimal, k.Content), k.Content.Unit)
		}
		if p.Budget.Valid {
			v.HasBudget, v.Budget = true, p.Budget.Decimal.InexactFloat64()
			v.BudgetText = c.say.Bare(phrase.Shown(p.Budget.Decimal, k.Content), k.Content.Unit)
		}
		values = append(values, v)
	}
	c.p.memo.series[key] = values
	return values[:len(k.Points)]
}

// aYearBefore returns the figure of the same period in the year before.
func aYearBefore(points []facts.Point, p calendar.Period) (facts.Point, bool) {
	year := map[calendar.PeriodKind]int{calendar.Month: 12, calendar.Quarter: 4, calendar.Week: 52}[p.Kind]
	if year == 0 {
		return facts.Point{}, false
	}
	i, found := slices.BinarySearchFunc(points, p.Number()-year, func(at facts.Point, number int) int {
		return cmp.Compare(at.Period.Number(), number)
	})
	if !found {
		return facts.Point{}, false
	}
	return points[i], true
}

// short is a period as an axis shows it.
func (c *chapter) short(p calendar.Period) string {
	switch p.Kind {
	case calendar.Month:
		return c.say.MonthShort(p.From)
	case calendar.Custom:
		return c.say.Short(p.To)
	}
	return c.say.Period(p)
}

// data publishes the figures of each KPI as a CSV file.
func (c *chapter) data() {
	for i := range c.f.KPIs {
		k := &c.f.KPIs[i]
		var b strings.Builder
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"period", "value", "target_low", "target_high", "status", "note", "budget", "last_year"})
		for _, p := range k.Points {
			low, high := "", ""
			if p.HasTarget {
				low, high = p.TargetLow.String(), p.TargetHigh.String()
			}
			_ = w.Write([]string{p.Period.String(), p.Value.String(), low, high, string(p.Status), guarded(p.Note), written(p.Budget), written(p.LastYear)})
		}
		w.Flush() // a strings.Builder cannot fail
		c.p.files[place.Figures(c.id, k.Content.ID).File] = []byte(b.String())
	}
	c.openData()
}

// written is a figure as a program reads it; "" for none.
func written(v decimal.NullDecimal) string {
	if !v.Valid {
		return ""
	}
	return v.Decimal.String()
}

// guarded keeps a spreadsheet from taking a text for a formula.
func guarded(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

// agreement is the context of engagement.md on a page of the portal.
func (c *chapter) agreement() textContext {
	return c.p.text(c.at, &c.e.File, c.id+"/engagement.md")
}

// goal is a goal of the client's; nil if there is none of that id.
func (p *planner) goal(id string) *content.Goal {
	for i := range p.Client.Goals {
		if p.Client.Goals[i].ID == id {
			return &p.Client.Goals[i]
		}
	}
	return nil
}

// last keeps the last n of a list.
func last[T any](n int, list []T) []T { return list[max(0, len(list)-n):] }
