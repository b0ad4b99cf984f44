package sample

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// A kpi is a figure with its course.
type kpi struct {
	ID, Name, Unit string
	Direction      string
	Figures        []string          // a period each, up to September 2026
	span           []calendar.Period // of the series
	decimals       int
	from, to       float64 // at the start, and aimed at
}

var pool = []kpi{
	{ID: "orders", Name: "Orders a month", Unit: "orders", Direction: "up", from: 220, to: 400},
	{ID: "share", Name: "Revenue \\<online>", Unit: "%", Direction: "up", decimals: 1, from: 12, to: 33},
	{ID: "answer", Name: "Time to first answer", Unit: "hours", Direction: "down", decimals: 1, from: 20, to: 6},
	{ID: "defects", Name: "Defects & returns", Direction: "down", decimals: 2, from: 4, to: 1.5},
	{ID: "stock", Name: "Days of *stock*", Unit: "days", Direction: "within", from: 38, to: 25},
	{ID: "cost", Name: "Cost of an order", Unit: "EUR", Direction: "down", decimals: 2, from: 7, to: 4.8},
	{ID: "visits", Name: "Visits", Unit: "visits", Direction: "up", from: 8_000, to: 14_000},
}

const (
	charts = 5  // KPIs of an engagement with monthly figures
	span   = 24 // periods of a series; a report older than that gives its figures itself
)

// chooseKPIs makes up the figures of each reported month, and of the span, and
// writes the series that stand in tables.
func (e *engagement) chooseKPIs() {
	for i := range charts {
		k := pool[(e.N+i)%len(pool)]
		k.span = e.spec.periods(span)
		n := max(span, len(e.Periods))
		for m := range n {
			k.Figures = append(k.Figures, k.written(k.from+(k.to-k.from)*float64(m+1)/float64(n)*(0.8+0.3*e.Float64())))
		}
		e.KPIs = append(e.KPIs, k)
		if i%2 == 1 {
			e.series(k)
		}
	}
	if e.N%4 == 0 {
		e.add("data/calls.csv", []byte("period,value,note\n2026-Q1,310,\n2026-Q2,280,\"busy, as in spring\"\n2026-Q3,240,\n"))
	}
	if e.N%4 == 1 {
		e.add("data/later.csv", []byte("period,value\n"))
	}
}

func (k kpi) written(v float64) string { return strconv.FormatFloat(v, 'f', k.decimals, 64) }

// Aim is the target.
func (k kpi) Aim() string { return k.written(k.to) }

// Figure is a KPI's in the month before last so many months ago.
func (k kpi) Figure(back int) string { return k.Figures[len(k.Figures)-1-back] }

// A point is the figure of a period.
type point struct{ Period, Value string }

// Series is the course over the span.
func (k kpi) Series() []point {
	all := make([]point, len(k.span))
	for i, p := range k.span {
		all[i] = point{p.String(), k.Figure(len(k.span) - 1 - i)}
	}
	return all
}

// series writes a table as a spreadsheet somewhere would: separated by commas,
// semicolons or tabs, and in the latter with a decimal comma.
func (e *engagement) series(k kpi) {
	separator := []string{",", ";", "\t"}[e.N%3]
	var b bytes.Buffer
	if separator == ";" {
		b.WriteString("\uFEFF")
	}
	b.WriteString(strings.Join([]string{"period", "value", "note"}, separator) + "\n")
	for i, p := range k.Series() {
		note := ""
		if separator != "," {
			p.Value = strings.Replace(p.Value, ".", ",", 1)
		}
		if i%10 == 4 {
			note = e.Words() + " & so on"
		}
		b.WriteString(p.Period + separator + p.Value + separator + note + "\n")
	}
	data := b.Bytes()
	if separator == ";" {
		data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	e.add("data/"+k.ID+".csv", data)
}

const (
	tableRequests = 60 // rows of requests.csv
	timeRows      = 100
)

// requests writes requests.csv. The last few may be open.
func (e *engagement) requests() {
	var b bytes.Buffer
	b.WriteString("id,type,title,opened,responded,resolved,waiting\n")
	for i := range tableRequests {
		day := workday(e.Last - 2 - calendar.Date((tableRequests-i)*4))
		resolved, waiting := fmt.Sprintf("%s %d:30", day, e.Between(10, 12)), ""
		if e.IntN(6) == 0 {
			resolved = fmt.Sprintf("%s %d:05", workday(day+calendar.Date(e.Between(2, 6))), e.Between(10, 12))
		}
		if i > tableRequests-4 && i%2 == 0 {
			resolved = ""
		}
		if i%9 == 2 {
			waiting = e.Pick([]string{"30m", "2h", "6h"})
		}
		kind := []string{"outage", "fault", "change", "advice"}[i%4]
		fmt.Fprintf(&b, "q%d,%s,\"%s & \"\"co\"\"\",%s 09:00,%[4]s 09:%d,%s,%s\n", i+1, kind, e.Words(), day, e.Between(10, 45), resolved, waiting)
	}
	e.add("data/requests.csv", b.Bytes())
}

func (e *engagement) time() {
	var b bytes.Buffer
	b.WriteString("date,hours,person,item,note\n")
	items := []string{"care", "care", "care", "extra", "project", ""}
	for i := range timeRows {
		note, person := "", e.Person()
		if i%5 == 0 {
			note, person = e.Words()+" <etc>", ""
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", workday(e.Last-3-calendar.Date(2*(timeRows-i))), e.Pick([]string{"0.5", "1", "1.25", "2.75", "3"}), person, items[i%len(items)], note)
	}
	e.add("data/time.csv", b.Bytes())
}

// others are the kinds of entry but the first, the update, which comes by its own rhythm.
var others = content.KindNames()[1:]

// journal writes the entries: each third an update on its day, the others shared
// out over the last year, or ten a day, the kinds in turn; and a draft that nobody sees. What is
// older than six weeks is settled.
func (e *engagement) journal() {
	friday, step := e.Start+4, 7*e.weeks()
	since := max(e.Start, e.Last-max(400, calendar.Date(e.entries/10)))
	for i := range e.entries {
		day, kind := friday+step*calendar.Date(i/3), "update"
		if i%3 != 0 || day > e.Last {
			kind = others[(e.N+i*2/3)%len(others)]
			day = workday(since + (e.Last-since)*calendar.Date(i)/calendar.Date(e.entries))
			day = min(day, e.Last)
		}
		name := strings.ToLower(fmt.Sprintf("%s-%s-%d", day, strings.ReplaceAll(e.Words(), " ", "-"), i+1))
		e.fill("journal/"+name+".md", "entry.md", struct {
			*engagement
			I                 int
			Kind              string
			Day, Opened, Soon calendar.Date
			Settled           bool
			Contact, Person   string
		}{e, i, kind, day, workday(day - 7), min(day+calendar.Date(e.Between(2, 10)), e.Last), day < e.Last-42, e.Contact(), e.Person()}, form(i%11%3*(i%2)))
		e.Told = append(e.Told, name)
	}
	e.add("journal/"+asOf.String()+"-later.md", []byte("---\nkind: update\ntitle: Not ready\ndraft: true\n---\n\nNot to be seen.\n"))
}

// report writes the report of a period, on the fifth day behind it.
func (e *engagement) report(i int) {
	p := e.Periods[i]
	name := p.From.Midnight().Format("January 2006")
	if e.Weekly() {
		name = p.From.Midnight().Format("Week of 2 January 2006")
	}
	e.fill("reports/"+p.String()+".md", "report.md", struct {
		*engagement
		I, Back      int // its number, and how many come after it
		Name, Period string
		Published    calendar.Date
	}{e, i, len(e.Periods) - 1 - i, name, p.String(), p.To + 5}, inYAML)
}
