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
	id, name, unit string
	direction      string
	decimals       int
	from, to       float64 // at the start, and aimed at
	figures        []string
}

var pool = []kpi{
	{id: "orders", name: "Orders a month", unit: "orders", direction: "up", from: 220, to: 400},
	{id: "share", name: "Revenue \\<online>", unit: "%", direction: "up", decimals: 1, from: 12, to: 33},
	{id: "answer", name: "Time to first answer", unit: "hours", direction: "down", decimals: 1, from: 20, to: 6},
	{id: "defects", name: "Defects & returns", unit: "", direction: "down", decimals: 2, from: 4, to: 1.5},
	{id: "stock", name: "Days of *stock*", unit: "days", direction: "within", from: 38, to: 25},
	{id: "cost", name: "Cost of an order", unit: "EUR", direction: "down", decimals: 2, from: 7, to: 4.8},
	{id: "visits", name: "Visits", unit: "visits", direction: "up", from: 8_000, to: 14_000},
}

const (
	charts = 5  // KPIs of an engagement with monthly figures
	span   = 24 // months of a series; a report older than that gives its figures itself
)

// chooseKPIs makes up the figures of each reported month, and of the span.
func (e *engagement) chooseKPIs() {
	for i := range charts {
		k := pool[(e.n+i)%len(pool)]
		n := max(span, len(e.months))
		for m := range n {
			v := k.from + (k.to-k.from)*float64(m+1)/float64(n)*(0.8+0.3*e.Float64())
			k.figures = append(k.figures, strconv.FormatFloat(v, 'f', k.decimals, 64))
		}
		e.kpis = append(e.kpis, k)
	}
}

// figure is a KPI's in the month before last so many months ago.
func (k kpi) figure(back int) string { return k.figures[len(k.figures)-1-back] }

// kpiList writes the KPIs for engagement.md, and the series that stand in tables.
func (e *engagement) kpiList() []any {
	list := make([]any, 0, len(e.kpis)+2)
	for i, k := range e.kpis {
		b := block{{"id", k.id}, {"name", k.name}, {"goal", e.goals[i%len(e.goals)]}}
		if k.unit != "" {
			b.set("unit", k.unit)
		}
		if k.direction != "up" || i%2 == 0 {
			b.set("direction", k.direction)
		}
		if k.direction == "within" {
			b.set("target", texts[any](20, 30))
		} else {
			b.set("target", plain(strconv.FormatFloat(k.to, 'f', k.decimals, 64)))
			if i%2 == 0 {
				b.set("baseline", block{{"value", plain(k.figures[0])}, {"at", date(e.start)}})
				b.set("by", plain("2027-03-31"))
			}
		}
		switch i % 3 {
		case 0:
			b.set("tolerance", plain("5%"))
		case 1:
			b.set("tolerance", plain("1.5"))
		}
		b.set("means", e.line())
		axis := months(span)
		if i%2 == 0 {
			series := block{}
			for m, p := range axis {
				series.set(month(p), plain(k.figure(span-1-m)))
			}
			b.set("series", series)
		} else {
			b.set("series", "data/"+k.id+".csv")
			e.series(k, axis)
		}
		list = append(list, b)
	}
	if e.in(0, 4) {
		e.add("data/calls.csv", []byte("period,value,note\n2026-Q1,310,\n2026-Q2,280,\"busy, as in spring\"\n2026-Q3,240,\n"))
		list = append(list, block{{"id", "calls"}, {"name", "Calls a quarter"}, {"goal", "calm"}, {"direction", "down"}, {"target", 200}, {"series", "data/calls.csv"}})
	}
	if e.in(1, 4) {
		e.add("data/later.csv", []byte("period,value\n"))
		list = append(list, block{{"id", "later"}, {"name", "Measured from next year"}, {"goal", "cash"}, {"target", 10}, {"series", "data/later.csv"}})
	}
	return list
}

// series writes a table as a spreadsheet somewhere would: separated by commas,
// semicolons or tabs, and in the latter with a decimal comma.
func (e *engagement) series(k kpi, axis []calendar.Period) {
	separator := oneOf(e.client, ",", ";", "\t")
	var b bytes.Buffer
	if separator == ";" {
		b.WriteString("\uFEFF")
	}
	b.WriteString(strings.Join([]string{"period", "value", "note"}, separator) + "\n")
	for m, p := range axis {
		value, note := k.figure(span-1-m), ""
		if separator != "," {
			value = strings.Replace(value, ".", ",", 1)
		}
		if m%10 == 4 {
			note = e.words() + " & so on"
		}
		b.WriteString(month(p) + separator + value + separator + note + "\n")
	}
	data := b.Bytes()
	if separator == ";" {
		data = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	e.add("data/"+k.id+".csv", data)
}

const (
	tableRequests = 60 // rows of requests.csv
	timeRows      = 100
)

var turnarounds = []string{"outage", "fault", "change", "advice"}

// requests writes requests.csv. The last few may be open.
func (e *engagement) requests() {
	if e.status == "proposed" {
		return
	}
	var b bytes.Buffer
	b.WriteString("id,type,title,opened,responded,resolved,waiting\n")
	for i := range tableRequests {
		day := workday(e.last - 2 - calendar.Date((tableRequests-i)*4))
		responded, resolved, waiting := e.handled(day)
		if i > tableRequests-4 && i%2 == 0 {
			resolved = ""
		}
		if i%9 != 2 {
			waiting = ""
		}
		fmt.Fprintf(&b, "q%d,%s,\"%s & \"\"co\"\"\",%s 09:00,%s,%s,%s\n", i+1, turnarounds[i%4], e.words(), day, responded, resolved, waiting)
	}
	e.add("data/requests.csv", b.Bytes())
}

// handled says when a request of nine o'clock was answered and done, and for how
// long it waited for the client.
func (e *engagement) handled(day calendar.Date) (responded, resolved, waiting plain) {
	responded = plain(fmt.Sprintf("%s 09:%02d", day, 5+5*e.IntN(8)))
	resolved = plain(fmt.Sprintf("%s %02d:30", day, 10+e.IntN(2)))
	if e.IntN(6) == 0 {
		resolved = e.moment(day + 2 + calendar.Date(e.IntN(4)))
	}
	return responded, resolved, plain(e.pick([]string{"30m", "2h", "6h"}))
}

func (e *engagement) time() {
	if e.status == "proposed" {
		return
	}
	var b bytes.Buffer
	b.WriteString("date,hours,person,item,note\n")
	items := []string{"care", "care", "care", "extra", "project", ""}
	for i := range timeRows {
		note, person := "", team[e.IntN(len(team))].id
		if i%5 == 0 {
			note, person = e.words()+" <etc>", ""
		}
		fmt.Fprintf(&b, "%s,%s,%s,%s,%s\n", workday(e.last-3-calendar.Date(2*(timeRows-i))), e.pick([]string{"0.5", "1", "1.25", "2.75", "3"}), person, items[i%len(items)], note)
	}
	e.add("data/time.csv", b.Bytes())
}

// others are the kinds of entry but the first, the update, which comes by its own rhythm.
var others = content.KindNames()[1:]

// journal writes the entries: each third an update on its day, the others shared
// out over the last year, the kinds in turn; and a draft that nobody sees.
func (e *engagement) journal() {
	if e.status == "proposed" {
		return
	}
	friday, step := e.start+4, 7*e.everyWeeks()
	since := max(e.start, e.last-400)
	for i := range e.entries {
		day, kind := friday+step*calendar.Date(i/3), "update"
		if i%3 != 0 || day > e.last {
			kind = others[(e.n+i*2/3)%len(others)]
			day = workday(since + (e.last-since)*calendar.Date(i)/calendar.Date(e.entries))
			day = min(day, e.last)
		}
		title := e.line()
		front := block{{"kind", kind}}
		if i%2 == 0 {
			front.set("date", date(day))
		}
		front.set("title", title)
		if i%4 != 3 {
			front.set("by", team[e.IntN(len(team))].id)
		}
		if i%3 != 1 {
			front.set("affects", texts[any](stones[e.IntN(len(stones))].id, owed[i%len(owed)].id, e.kpis[i%len(e.kpis)].id))
		}
		front = append(front, e.entry(kind, i, day)...)
		if i%10 == 6 {
			front.set("internal", e.line())
		}
		name := fmt.Sprintf("%s-%s-%d", day, strings.Join(strings.Fields(e.words()), "-"), i+1)
		body := e.paragraph(3) + e.list(3)
		if len(e.told) > 0 && i%4 == 2 {
			body += fmt.Sprintf("It goes on from [before](%s.md), see [the plan](../engagement.md#%s).\n", e.told[len(e.told)-1], stones[i%len(stones)].id)
		}
		e.add("journal/"+strings.ToLower(name)+".md", form(i%11%3*(i%2)).file(front, body))
		e.told = append(e.told, strings.ToLower(name))
	}
	e.add("journal/"+asOf.String()+"-later.md", inYAML.file(block{{"kind", "update"}, {"title", "Not ready"}, {"draft", true}}, "Not to be seen.\n"))
}

// entry returns the fields of a kind. What is older than six weeks is settled.
func (e *engagement) entry(kind string, i int, day calendar.Date) block {
	settled := day < e.last-42
	soon := min(day+calendar.Date(2+e.IntN(8)), e.last)
	contact, person := e.pick(e.contacts), team[e.IntN(len(team))].id
	var b block
	switch kind {
	case "update":
		if i%4 != 1 {
			b.set("health", []string{"green", "green", "amber", "red"}[i/3%4])
		}
		b.set("next", e.line())
	case "decision":
		if i%2 == 0 {
			b.set("to", contact)
		}
		b.set("options", e.lineList(3))
		b.set("needed_by", date(day+14))
		if settled {
			b.set("decided", date(soon))
			b.set("decided_by", contact)
			b.set("outcome", e.line())
		}
	case "question":
		if i%2 == 0 {
			b.set("to", person)
		} else {
			b.set("to", contact)
		}
		b.set("needed_by", date(day+10))
		if settled {
			b.set("answered", date(soon))
			b.set("answer", e.line())
		}
	case "request":
		opened := workday(day - 7)
		responded, resolved, _ := e.handled(opened)
		b.set("type", turnarounds[i%4])
		b.set("goal", e.pick(e.goals))
		b.set("opened", plain(opened.String()+" 09:00"))
		b.set("responded", responded)
		if settled {
			b.set("resolved", resolved)
			b.set("waiting", texts[any](block{{"from", responded}, {"to", plain(opened.String() + " 10:00")}}))
		} else {
			b.set("waiting", texts[any](block{{"from", responded}}))
		}
	case "risk":
		b.set("likelihood", 1+i%3)
		b.set("impact", 1+i/2%3)
		b.set("response", e.line())
		if settled {
			b.set("closed", date(soon))
		}
	case "incident":
		b.set("started", plain(workday(day).String()+" 09:10"))
		b.set("resolved", plain(fmt.Sprintf("%s 10:%02d", workday(day), 5*e.IntN(12))))
		b.set("ours", i%2 == 0)
		b.set("cause", e.line())
		b.set("remedy", e.line())
		b.set("prevention", e.line())
	case "concern":
		b.set("raised_by", []string{contact, person}[i%2])
		b.set("about", []string{"price", "delivery", "cooperation", "quality", "other"}[i%5])
		if settled {
			b.set("settled", date(soon))
			b.set("outcome", e.line())
		}
	case "change":
		b.set("adds", e.lineList(2))
		b.set("removes", e.lineList(1))
		b.set("price", plain(fmt.Sprintf("%d.50", 100+e.IntN(900))))
		b.set("days", i%4)
		switch {
		case !settled:
			b.set("state", "proposed")
		case i%3 == 0:
			b.set("state", "declined")
		default:
			b.set("state", "accepted")
			b.set("accepted_by", contact)
			b.set("accepted", date(soon))
		}
	case "feedback":
		b.set("from", contact)
		b.set("asked", date(day-7))
		if settled {
			b.set("given", date(day))
			b.set("nps", 5+e.IntN(6))
			b.set("csat", 3+e.IntN(3))
			b.set("well", e.line())
			b.set("better", e.line())
			b.set("reply", e.line())
			b.set("changed", e.line())
		}
	case "meeting":
		b.set("attended", texts[any](person, contact))
		action := block{{"what", e.line()}, {"who", person}, {"due", date(day + 7)}}
		if settled {
			action.set("done", date(soon))
		}
		b.set("actions", texts[any](action, block{{"what", e.line()}, {"who", contact}}))
	case "lesson":
		b.set("side", []string{"ours", "yours", "both"}[i%3])
	}
	return b
}

// report writes the report of a month, on the fifth of the next.
func (e *engagement) report(i int) {
	p := e.months[i]
	back := len(e.months) - 1 - i
	published := p.To + 5
	front := block{{"title", p.From.Midnight().Format("January 2006")}}
	if i%2 == 0 {
		front.set("period", plain(month(p)))
	}
	front.set("date", date(published))
	front.set("by", team[i%len(team)].id)
	front.set("summary", e.line())
	var pinned block
	for _, k := range e.kpis {
		pinned.set(k.id, plain(k.figure(back)))
	}
	front.set("kpis", pinned)
	var insights []any
	for range 3 {
		insights = append(insights, block{{"what", e.line()}, {"so", e.line()}, {"next", e.line()}})
	}
	front.set("insights", insights)
	front.set("done", e.lineList(4))
	front.set("next", e.lineList(3))
	front.set("asks", e.lineList(2))
	if back > 0 {
		front.set("reviewed", block{{"by", e.pick(e.contacts)}, {"on", date(published + 1 + calendar.Date(e.IntN(8)))}})
	}
	body := "## What happened\n\n" + e.paragraph(5) + "{{< kpi " + e.kpis[i%len(e.kpis)].id + " >}}\n\n## What we changed\n\n" + e.list(4) +
		"### In figures\n\n" + e.table(4) + e.paragraph(3) + "## Looking ahead\n\n1. " + e.sentence() + "\n2. " + e.sentence() + "\n\n"
	switch i % 4 {
	case 1:
		body += "> [!WARNING]\n> " + e.sentence() + "\n\n"
	case 2:
		body += "As said[^1] before: ~~never~~ always.\n\n[^1]: " + e.sentence() + "\n\n"
	case 3:
		body += "- [x] " + e.sentence() + "\n- [ ] " + e.sentence() + "\n\n"
	}
	if len(e.told) > 0 {
		body += "See [what we agreed](../engagement.md#the-limits) and [the journal](../journal/" + e.told[i%len(e.told)] + ".md).\n"
	}
	e.add("reports/"+month(p)+".md", inYAML.file(front, body))
}
