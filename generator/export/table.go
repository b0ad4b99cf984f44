package export

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/facts"
)

// A table is a CSV file of facts. Days and times are ISO 8601, what is absent is
// empty, and the first column names the engagement.
type table struct {
	name string
	head []string
	rows [][]string
}

// facts are facts.json and the tables.
func (in *Input) facts() ([]file, error) {
	var all bytes.Buffer
	one, err := facts.ClientStatus(in.Facts, in.AsOf.Location(), in.Say.Reason)
	if err != nil {
		return nil, err
	}
	if err := facts.EncodeStatus(&all, in.AsOf, time.Time{}, [][]byte{one}); err != nil {
		return nil, err
	}
	files := []file{{name: "facts/facts.json", body: all.Bytes()}}
	for _, t := range in.tables() {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		if err := w.Write(append([]string{"engagement"}, t.head...)); err != nil {
			return nil, err
		}
		for _, row := range t.rows {
			for i, field := range row {
				row[i] = harmless(field)
			}
			if err := w.Write(row); err != nil {
				return nil, err
			}
		}
		w.Flush()
		if err := w.Error(); err != nil {
			return nil, err
		}
		files = append(files, file{name: "facts/" + t.name + ".csv", body: b.Bytes()})
	}
	return files, nil
}

func (in *Input) tables() []*table {
	milestones := &table{name: "milestones", head: []string{"id", "what", "agreed", "due", "fair_due", "expected", "done", "state", "moved_by_client", "late_by"}}
	inputs := &table{name: "inputs", head: []string{"id", "what", "due", "received", "state", "lateness", "period", "partly", "returned", "why", "send_to"}}
	requests := &table{name: "requests", head: []string{"id", "type", "title", "opened", "responded", "resolved", "respond_due", "resolve_due", "response", "resolution"}}
	figures := &table{name: "figures", head: []string{"kpi", "name", "unit", "period", "value", "target_low", "target_high", "status", "note"}}
	promises := &table{name: "promises", head: []string{"side", "kind", "id", "due", "state"}}
	open := &table{name: "open", head: []string{"side", "kind", "ref", "who", "opened", "due", "overdue"}}
	money := &table{name: "money", head: []string{"item", "what", "period", "used", "included", "carried", "over", "amount", "cap", "currency", "state"}}
	used := &table{name: "used", head: []string{"item", "period", "date", "person", "count", "note"}}
	invoices := &table{name: "invoices", head: []string{"number", "date", "amount", "currency", "item", "period", "due", "paid", "state", "overdue", "file"}}
	for _, e := range in.Facts.Engagements {
		id := e.Content.ID
		for _, m := range e.Milestones {
			milestones.add(id, m.Content.ID, in.Say.Plain(m.Content.What), m.Agreed.String(), m.Due.String(), m.FairDue.String(), m.Expected.String(), m.Done.String(),
				string(m.State), strconv.Itoa(m.MovedByClient), strconv.Itoa(m.LateBy))
		}
		for _, i := range e.Inputs {
			inputs.add(id, i.Content.ID, in.Say.Plain(i.Content.What), i.Due.String(), i.Received.String(), string(i.State), strconv.Itoa(i.Lateness),
				i.PeriodName(), listed(i.Partly, calendar.Date.String), listed(i.Returned, func(r content.Return) string { return r.On.String() }),
				listed(i.Returned, func(r content.Return) string { return in.Say.Plain(r.Why) }), i.Content.SendTo)
		}
		for _, r := range e.Requests {
			requests.add(id, r.Content.ID, r.Content.Type, in.Say.Plain(r.Content.Title), clock(r.Opened), clock(r.Responded), clock(r.Resolved),
				clock(r.RespondDue), clock(r.ResolveDue), string(r.Response), string(r.Resolution))
		}
		for _, k := range e.KPIs {
			for _, p := range k.Points {
				low, high := "", ""
				if p.HasTarget {
					low, high = p.TargetLow.String(), p.TargetHigh.String()
				}
				figures.add(id, k.Content.ID, in.Say.Plain(k.Content.Name), k.Content.Unit, p.Period.String(), p.Value.String(), low, high, string(p.Status), p.Note)
			}
		}
		for _, p := range e.Promises {
			promises.add(id, string(p.Side), string(p.Kind), p.ID, p.DueOn.String(), string(p.State))
		}
		for _, o := range e.Open {
			open.add(id, string(o.Side), string(o.Kind), o.Ref, o.Who, o.Opened.String(), o.Due.String(), strconv.Itoa(o.Overdue))
		}
		for i := range e.Usages {
			u := &e.Usages[i]
			amount, limit, currency := amounts(u)
			money.add(id, u.Item, in.Say.Name(e, u.Item), u.Period.String(), figure(u.Used), figure(u.Included), figure(u.Carried), figure(u.Over), amount, limit, currency, string(u.State))
			for _, r := range e.Rows(u) {
				used.add(id, u.Item, u.Period.String(), r.Date.String(), r.Person, r.Count.Round(10).String(), r.Note)
			}
		}
		for _, i := range e.Invoices {
			c := i.Content
			invoices.add(id, c.Number, c.Date.String(), c.Amount.Amount.String(), c.Amount.Currency, c.Item, c.Period.String(), c.Due.String(), c.Paid.String(), string(i.State), strconv.Itoa(i.Overdue), c.File.ID)
		}
	}
	return []*table{milestones, inputs, requests, figures, promises, open, money, used, invoices}
}

// listed is several values in a cell.
func listed[T any](all []T, say func(T) string) string {
	said := make([]string, len(all))
	for i, one := range all {
		said[i] = say(one)
	}
	return strings.Join(said, "; ")
}

// amounts are what a usage comes to, its cap, and their currency.
func amounts(u *facts.Usage) (amount, limit, currency string) {
	if u.Amount != nil {
		amount = u.Amount.Amount.String()
	}
	if u.Price != nil {
		currency = u.Price.Amount.Currency
		if u.Price.Cap.Currency != "" {
			limit = u.Price.Cap.Amount.String()
		}
	}
	return amount, limit, currency
}

// figure is a figure that may be absent.
func figure(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func (t *table) add(fields ...string) { t.rows = append(t.rows, fields) }

func clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

// harmless keeps a spreadsheet from computing a text: a field that begins like a
// formula, and is no number, has an apostrophe before it.
func harmless(field string) string {
	start := strings.TrimSpace(field)
	if start == "" || !strings.ContainsRune("=+-@＝＋－＠", []rune(start)[0]) {
		return field
	}
	if _, err := strconv.ParseFloat(start, 64); err == nil {
		return field
	}
	return "'" + field
}
