package page

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/markdown"
	"rapport/generator/phrase"
	"rapport/generator/place"
)

// A Listing is what a shortcode of a report shows for its period as a table.
type Listing struct {
	Caption string
	Intro   string // the table in a sentence; ""
	None    string // said where there is nothing to list
	Head    []Cell
	Rows    [][]Cell // the first cell names the row
	Sum     []Cell   // below the rows; nil for none
	More    string   // "and 12 more"; ""
}

// A Cell is a cell of a Listing.
type Cell struct {
	Text   template.HTML
	Href   string // "" for none
	State  State  // beside the text
	Number bool   // it stands at the end of its cell
}

// mostListed is how many rows a report lists; the rest is counted.
const mostListed = 50

// shortcodes are those of a report on its page. Told counts the charts that it shows.
func (c *chapter) shortcodes(r *content.Report, told map[string]int) *markdown.Shortcodes {
	check := c.p.checkedShortcodes(c.whole(), r)
	figures := c.reported(r)
	return &markdown.Shortcodes{
		Block: func(name, argument string) (template.HTML, error) {
			if _, err := check.Block(name, argument); err != nil {
				return "", err
			}
			if name != markdown.KPI {
				return c.listings(r, name, argument), nil
			}
			told[argument]++
			if k := kpiOf(figures, argument); k != nil {
				return c.chart(k, reportPoints).HTML, nil
			}
			return "<p>" + escape(c.say.Get("kpi_empty")) + "</p>", nil
		},
		Figure: func(id string) (string, error) {
			if _, err := check.Figure(id); err != nil {
				return "", err
			}
			if k := kpiOf(figures, id); k != nil {
				return c.say.Figure(phrase.Shown(k.Current.Value, k.Content), k.Content.Unit), nil
			}
			for _, p := range r.KPIs {
				if k := c.e.KPIOn(id, r.Period.To); p.KPI == id && k != nil {
					return c.say.Figure(phrase.Shown(p.Value, k), k.Unit), nil
				}
			}
			return "–", nil
		},
	}
}

// whole is the engagement with what is still to come.
func (c *chapter) whole() *content.Engagement {
	for _, e := range c.p.Client.Engagements {
		if e.ID == c.id {
			return e
		}
	}
	return c.e
}

func kpiOf(figures []*facts.KPI, id string) *facts.KPI {
	for _, k := range figures {
		if k.Content.ID == id {
			return k
		}
	}
	return nil
}

// checkedShortcodes find what is wrong with those of a report, and stand for nothing.
func (p *planner) checkedShortcodes(e *content.Engagement, r *content.Report) *markdown.Shortcodes {
	told := map[string]bool{}
	return &markdown.Shortcodes{
		Block: func(name, argument string) (template.HTML, error) {
			what := argument
			if name == "table" {
				what, _, _ = content.ShownTableNamed(argument)
			}
			switch {
			case name == markdown.KPI && !e.KPIs.Has(argument):
				return "", unknownKPI(e, argument)
			case told[name+" "+what]:
				return "", shownTwice(name, what)
			case name == "table":
				if err := p.checkTable(e, argument); err != nil {
					return "", err
				}
			}
			told[name+" "+what] = true
			return "", nil
		},
		Figure: func(id string) (string, error) {
			if !e.KPIs.Has(id) {
				return "", unknownKPI(e, id)
			}
			return "", noFigure(e, r, id)
		},
	}
}

// unknownKPI is the error for a KPI that there is not.
func unknownKPI(e *content.Engagement, id string) error {
	var known []string
	for _, k := range e.KPIs {
		known = append(known, k.ID)
	}
	return diag.Errorf("there is no KPI %q%s", id, diag.DidYouMean(id, known).Or("; KPIs stand in engagement.md under kpis"))
}

// shownTwice is what is wrong where a report shows a chart or a table again.
func shownTwice(name, argument string) error {
	what := fmt.Sprintf("{{< %s >}} stands in this report already", name)
	switch name {
	case markdown.KPI:
		what = fmt.Sprintf("the chart of %q stands in this report already", argument)
	case "table":
		what = fmt.Sprintf("the table %q stands in this report already", argument)
	}
	return &markdown.Error{Rule: markdown.DuplicateChart, Err: errors.New(what + "; show it once")}
}

// noFigure is what is wrong where the text of a report names the figure of a KPI that has
// none in its period, whatever is still to come; nil where it has one.
func noFigure(e *content.Engagement, r *content.Report, id string) error {
	if slices.ContainsFunc(r.KPIs, func(p content.Pinned) bool { return p.KPI == id }) {
		return nil
	}
	for _, k := range e.KPIs {
		if k.ID == id && slices.ContainsFunc(k.Series, func(f content.Figure) bool { return r.Period.From <= f.Period.To && f.Period.To <= r.Period.To }) {
			return nil
		}
	}
	for _, other := range e.Reports {
		if other.Period == r.Period && slices.ContainsFunc(other.KPIs, func(p content.Pinned) bool { return p.KPI == id }) {
			return nil
		}
	}
	return fmt.Errorf("the KPI %q has no figure in %s; write it into its series, or into kpis of this report", id, r.Period)
}

// checkTable is what is wrong with a table that a report names; nil for nothing.
func (p *planner) checkTable(e *content.Engagement, argument string) error {
	name, _, ok := content.ShownTableNamed(argument)
	fail := func(format string, args ...any) error {
		return &markdown.Error{Rule: markdown.UnknownTable, Err: diag.Errorf(format, args...)}
	}
	if !ok {
		return fail("the caption of the table %q is not clear; write it behind the name, in quotes: {{< table data/NAME.csv \"Caption\" >}}", name)
	}
	if !content.IsShownTable(name) {
		return fail("a report shows tables of the engagement's folder data, and %q is none; write it as data/%s.csv", name, strings.TrimSuffix(path.Base(name), path.Ext(name)))
	}
	switch t := e.Tables[name]; {
	case t == nil:
		var names []string
		for _, f := range p.Client.Tree.Files() {
			if rest, ok := strings.CutPrefix(f.Name, e.ID+"/"); ok && content.IsShownTable(rest) {
				names = append(names, rest)
			}
		}
		return fail("there is no table %q beside engagement.md%s", name, diag.DidYouMean(name, names).Or("; add the file, or mend the path"))
	case len(t.Columns) > content.MaxShownColumns:
		return fail("the table %q has more than %d columns, which no page has room for; leave some out, or attach it as a file in files/", name, content.MaxShownColumns)
	case len(t.Rows) > content.MaxShownRows:
		return fail("the table %q has more than %d rows, which nobody reads; sum it up, or attach it as a file in files/", name, content.MaxShownRows)
	case len(t.Columns) == 0:
		return fail("the table %q is empty; begin it with a row of headings", name)
	}
	return nil
}

// listings lay out what a shortcode shows for a report's period.
func (c *chapter) listings(r *content.Report, name, argument string) template.HTML {
	var all []Listing
	switch name {
	case "requests":
		all = append(all, c.requestListing(r.Period))
	case "turnaround":
		all = append(all, c.turnaroundListing(r))
	case "hours":
		all = append(all, c.hourListing(r.Period))
	case "money":
		if all = append(all, c.moneyListing(r.Period)); c.invoicesIn(r.Period) != nil {
			all = append(all, c.invoiceListing(r.Period))
		}
	case "incidents":
		all = append(all, c.incidentListing(r.Period))
	case "table":
		all = append(all, c.tableListing(argument))
	}
	var html template.HTML
	for i := range all {
		html += c.p.draw("parts/listing.html", &all[i])
	}
	return html
}

// listing is one that is empty so far.
func (c *chapter) listing(what string, period calendar.Period, head ...string) Listing {
	l := Listing{Caption: c.say.Label(what, c.say.Period(period))}
	for _, key := range head {
		l.Head = append(l.Head, Cell{Text: escape(c.say.Get(key))})
	}
	return l
}

// none is what is said where there is nothing of a kind in a period.
func (c *chapter) none(key string, period calendar.Period) string {
	return c.say.Say(key, "period", c.say.Period(period))
}

// cut leaves the last rows that a report lists, and counts the others.
func (c *chapter) cut(l *Listing) {
	if n := len(l.Rows) - mostListed; n > 0 {
		l.Rows, l.More = last(mostListed, l.Rows), c.say.Plural("and_more", n)
	}
}

// requestListing lists the requests that were open at some time in a period.
func (c *chapter) requestListing(period calendar.Period) Listing {
	l := c.listing("requests_heading", period, "kind_request", "field_type", "field_opened", "field_responded", "field_resolved")
	opened, solved := 0, 0
	for i := range c.f.Requests {
		r := &c.f.Requests[i]
		from, to := calendar.DateOf(r.Opened), period.To
		if !r.Resolved.IsZero() {
			to = calendar.DateOf(r.Resolved)
		}
		if from > period.To || to < period.From {
			continue
		}
		if period.Contains(from) {
			opened++
		}
		row := []Cell{{Text: c.requestTitle(r.Content)}, {}, {Text: escape(c.dayInTable(from, period))}, {Text: "–"}, {State: c.p.state("request_open", Plain)}}
		if r.Content.Entry != nil {
			row[0].Href = place.Request(c.e, r.Content).From(c.at)
		}
		if t := c.promised(r); t != nil {
			row[1].Text = c.agreement().inline(t.Request)
		}
		if !r.Responded.IsZero() {
			row[3] = c.doneCell(calendar.DateOf(r.Responded), period, r.Response)
		}
		if !r.Resolved.IsZero() {
			row[4] = c.doneCell(to, period, r.Resolution)
			if period.Contains(to) {
				solved++
			}
		}
		l.Rows = append(l.Rows, row)
	}
	if l.Rows == nil {
		l.None = c.none("report_no_requests", period)
		return l
	}
	l.Intro = c.say.Plural("report_requests_opened", opened) + " " + c.say.Plural("report_requests_solved", solved)
	c.cut(&l)
	return l
}

// dayInTable is a day of a report's table, in short and on one line where the year is the period's.
func (c *chapter) dayInTable(on calendar.Date, period calendar.Period) string {
	year, _, _ := on.Split()
	if of, _, _ := period.To.Split(); year != of {
		return c.say.Date(on)
	}
	return strings.ReplaceAll(c.say.Short(on), " ", "\u00a0")
}

// doneCell is the day on which something promised was done.
func (c *chapter) doneCell(on calendar.Date, period calendar.Period, outcome facts.Outcome) Cell {
	cell := Cell{Text: escape(c.dayInTable(on, period))}
	if outcome == facts.Missed {
		cell.State = c.p.state("request_missed", Poor)
	}
	return cell
}

// turnaroundListing tells how each kind of request fared among those that came in.
func (c *chapter) turnaroundListing(r *content.Report) Listing {
	l := c.listing("turnaround_kept_heading", r.Period, "turnaround_request", "turnaround_response", "turnaround_resolution")
	promised := c.e.Turnaround.On(r.Period.To)
	for _, now := range c.f.TurnaroundIn(r) {
		t := promised[slices.IndexFunc(promised, func(t *content.Turnaround) bool { return t.ID == now.Type })]
		none := c.say.Get("turnaround_none_then")
		response, responseTone := c.attainment(now.Response, !t.Respond.IsZero(), none)
		resolution, resolutionTone := c.attainment(now.Resolution, !t.Resolve.IsZero(), none)
		l.Rows = append(l.Rows, []Cell{
			{Text: c.agreement().inline(t.Request)},
			{State: State{cmp.Or(response, "–"), cmp.Or(responseTone, Plain)}},
			{State: State{cmp.Or(resolution, "–"), cmp.Or(resolutionTone, Plain)}},
		})
	}
	if l.Rows == nil {
		l.None = c.none("report_no_requests", r.Period)
	}
	return l
}

// hourListing sums up the hours worked in a period, by what they are paid for. Their notes
// stand on the page of what was used alone.
func (c *chapter) hourListing(period calendar.Period) Listing {
	l := c.listing("report_hours", period, "money_what", "report_hours")
	l.Head[1].Number = true
	sum, like := decimal.Zero, (*facts.Usage)(nil)
	var items []string
	hours := map[string]decimal.Decimal{}
	of := map[string]*facts.Usage{}
	for i := range c.f.Usages {
		u := &c.f.Usages[i]
		if u.Price != nil && u.Price.Model == content.UnitPrice {
			continue
		}
		for _, row := range u.Days {
			if !period.Contains(row.Date) {
				continue
			}
			if of[u.Item] == nil {
				items = append(items, u.Item)
			}
			hours[u.Item], of[u.Item], like = hours[u.Item].Add(row.Count), u, u
			sum = sum.Add(row.Count)
		}
	}
	for _, item := range items {
		l.Rows = append(l.Rows, []Cell{{Text: c.priceName(of[item])}, c.number(c.say.Count(c.f, of[item], hours[item]))})
	}
	switch len(l.Rows) {
	case 0:
		l.None = c.none("report_no_hours", period)
	case 1:
	default:
		l.Sum = []Cell{{Text: escape(c.say.Get("money_total"))}, c.number(c.say.Count(c.f, like, sum))}
	}
	return l
}

// number is a cell of a figure.
func (c *chapter) number(text string) Cell { return Cell{Text: escape(text), Number: true} }

// moneyListing tells what was used in the periods that end in that of a report, and what it
// comes to.
func (c *chapter) moneyListing(period calendar.Period) Listing {
	l := c.listing("page_money", period, "money_what", "money_count", "money_amount")
	l.Head[2].Number = true
	var usages []facts.Usage
	for _, u := range c.shownUsages() {
		if !period.Contains(u.Period.To) {
			continue
		}
		usages = append(usages, u)
		row := []Cell{{Text: c.priceName(&u)}, {Text: escape(cmp.Or(c.say.Usage(c.f, &u), "–"))}, c.number("–")}
		if u.Period != period {
			row[0].State = State{c.say.Period(u.Period), Plain}
		}
		if u.Amount != nil {
			row[2] = c.number(c.say.Money(*u.Amount))
		}
		l.Rows = append(l.Rows, row)
	}
	switch len(usages) {
	case 0:
		l.None = c.none("report_no_money", period)
	case 1:
	default:
		l.Sum = []Cell{{Text: escape(c.say.Get("money_total"))}, {}, c.number(c.amounts(facts.Total(usages).Amounts))}
	}
	return l
}

// invoicesIn returns the invoices that were sent in a period.
func (c *chapter) invoicesIn(period calendar.Period) []*facts.Invoice {
	var all []*facts.Invoice
	for i := range c.f.Invoices {
		if period.Contains(c.f.Invoices[i].Content.Date) {
			all = append(all, &c.f.Invoices[i])
		}
	}
	return all
}

// invoiceListing lists the invoices that were sent in a period. Whether they are paid
// depends on the day, and stands on the page of what was used.
func (c *chapter) invoiceListing(period calendar.Period) Listing {
	l := c.listing("money_invoices", period, "money_invoice", "money_day", "money_amount")
	l.Head[2].Number = true
	for _, i := range c.invoicesIn(period) {
		row := c.invoice(i)
		l.Rows = append(l.Rows, []Cell{{Text: escape(row.Number), Href: row.Href}, {Text: escape(row.Day.Text)}, c.number(row.Amount)})
	}
	c.cut(&l)
	return l
}

// incidentListing lists the incidents that lasted at some time in a period.
func (c *chapter) incidentListing(period calendar.Period) Listing {
	l := c.listing("kinds_incident", period, "kind_incident", "field_started", "field_resolved", "field_cause")
	for _, n := range c.e.Entries {
		if n.Kind != content.IncidentKind {
			continue
		}
		i := n.Incident
		from := cmp.Or(i.Started.Day, n.Date)
		if from > period.To || !i.Resolved.IsZero() && i.Resolved.Day < period.From {
			continue
		}
		row := []Cell{
			{Text: c.entryText(n).inline(n.Title), Href: place.Entry(c.e, n).From(c.at)},
			{Text: escape(c.say.Date(from))}, {State: c.p.state("incident_open", Poor)}, {Text: c.entryText(n).inline(i.Cause)},
		}
		if !i.Started.IsZero() {
			row[1].Text = escape(c.say.Moment(i.Started))
		}
		if !i.Resolved.IsZero() {
			row[2] = Cell{Text: escape(c.say.Moment(i.Resolved))}
		}
		l.Rows = append(l.Rows, row)
	}
	if l.Rows == nil {
		l.None = c.none("report_no_incidents", period)
	}
	c.cut(&l)
	return l
}

// tableListing shows a table of the folder data, its numbers as the reader writes them.
func (c *chapter) tableListing(argument string) Listing {
	name, caption, _ := content.ShownTableNamed(argument)
	t := c.e.Tables[name]
	if caption == "" {
		title := []rune(strings.NewReplacer("-", " ", "_", " ").Replace(strings.TrimSuffix(path.Base(name), ".csv")))
		caption = strings.ToUpper(string(title[:1])) + string(title[1:])
	}
	l := Listing{Caption: caption}
	for _, column := range t.Columns {
		l.Head = append(l.Head, Cell{Text: escape(column.Name), Number: column.Number})
	}
	for _, cells := range t.Rows {
		var row []Cell
		for i, cell := range cells {
			if v, err := decimal.NewFromString(cell); err == nil && t.Columns[i].Figure {
				cell = c.say.Number(v)
			}
			row = append(row, Cell{Text: escape(cell), Number: t.Columns[i].Number})
		}
		l.Rows = append(l.Rows, row)
	}
	return l
}
