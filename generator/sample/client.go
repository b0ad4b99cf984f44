package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"rapport/generator/calendar"
)

// A client is one under way of being written.
type client struct {
	folder
	*writer
	Client
	spec     Spec
	n        int
	contacts []string
	goals    []string
}

func newClient(spec Spec, n int) *client {
	c := &client{
		writer: &writer{Rand: rand.New(rand.NewPCG(spec.Seed, uint64(n)))},
		Client: spec.Client(n), spec: spec, n: n,
		contacts: []string{"joan", "kees", "lena"},
		goals:    []string{"online", "calm", "cash"},
	}
	c.lines = n // so that each client is odd in its own way
	return c
}

// in reports whether it is this client's turn, among so many.
func (c *client) in(turn, of int) bool { return c.n%of == turn }

// oneOf returns what is this client's of a rotation.
func oneOf[T any](c *client, all ...T) T { return all[c.n%len(all)] }

func (c *client) write() {
	c.profile()
	c.engagement("main", "active", c.spec.Reports, c.spec.Entries)
	if c.in(4, 5) {
		c.engagement("earlier", []string{"proposed", "paused", "closed"}[c.n/5%3], 0, 3)
	}
}

// profile writes client.md and the pictures beside it.
func (c *client) profile() {
	front := block{{"name", c.Name}, {"access", "open"}}
	if c.Address != c.ID {
		front.set("address", c.Address)
	}
	if !c.in(0, 4) {
		front.set("since", plain(fmt.Sprintf("20%02d-04-01", 10+c.n%9)))
		front.set("timezone", oneOf(c, "Europe/Amsterdam", "Europe/London", "America/New_York", "Asia/Kolkata"))
	}
	front.set("locale", oneOf(c, "en-GB", "nl-NL", "de-DE", "fr-FR", "es-ES", "en-US"))
	if !c.in(1, 4) {
		front.set("currency", oneOf(c, "EUR", "GBP", "USD", "JPY"))
	}
	switch c.n % 3 {
	case 0:
		front.set("brand", block{{"color", fmt.Sprintf("#%02x%02x%02x", 40+c.IntN(90), 40+c.IntN(90), 40+c.IntN(90))}})
	case 1:
		front.set("brand", block{{"logo", "logo.svg"}})
		c.add("logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Logo</title><circle cx="5" cy="5" r="4"/></svg>`+"\n"))
	}
	c.add("people/joan.png", portrait(uint8(c.n)))
	front.set("contacts", texts[any](
		block{{"id", "joan"}, {"name", "Joan d'Arc & Co"}, {"role", "Owner"}, {"email", "joan@" + c.ID + ".example"}, {"phone", "+31 23 000 0000"}, {"photo", "people/joan.png"},
			{"hours", "Before nine"}, {"about", c.line()}, {"decides", texts[any]("scope", "budget & dates")}},
		block{{"id", "kees"}, {"name", `Kees "Keks" Vos`}, {"role", "Office"}},
		block{{"id", "lena"}, {"name", "لينا 🌿"}, {"decides", texts[any]("content")}},
	))
	front.set("goals", texts[any](
		block{{"id", "online"}, {"want", c.line()}, {"why", c.line()}, {"priority", 1}},
		block{{"id", "calm"}, {"want", c.line()}, {"why", c.line()}},
		block{{"id", "cash"}, {"want", c.line()}, {"priority", 3}},
	))
	if !c.in(2, 4) {
		front.set("faq", texts[any](block{{"q", c.line() + "?"}, {"a", c.line()}}, block{{"q", c.line() + "?"}, {"a", c.line()}}))
		front.set("glossary", texts[any](block{{"term", upper(c.pick(things))}, {"means", c.line()}}, block{{"term", "SLA & co"}, {"means", c.line()}}))
	}
	if c.in(3, 4) {
		front.set("internal", texts[any]("wary of <phone> calls"))
		front.set("extra", block{{"tier", "gold"}, {"since", 3}, {"flags", texts[any](true, false)}})
	}
	c.add("client.md", inYAML.file(front, c.paragraph(4)))
}

// A milestone or input of the plan lies so many days after the day of the
// sample, or before it.
var (
	stones = []struct {
		id    string
		after calendar.Date
		needs []any
	}{
		{"kick-off", -210, nil},
		{"design", -150, texts[any]("assets", "kick-off")},
		{"build", -90, texts[any]("design", "products")},
		{"payment", -20, texts[any]("build", "prices")},
		{"live", 20, texts[any]("payment", "sales")},
		{"review", 75, texts[any]("live")},
	}
	owed = []struct {
		id    string
		after calendar.Date
	}{{"assets", -190}, {"products", -120}, {"prices", -40}}
)

// engagement writes an engagement with all that happened in it.
func (c *client) engagement(id, status string, reports, entries int) {
	e := &engagement{client: c, id: id, status: status, months: months(reports), entries: entries}
	start := asOf - 280
	if reports > 0 {
		start = min(start, e.months[0].From+2)
	}
	e.start = start - calendar.Date((int(start.Weekday())+6)%7) // a Monday
	e.last = asOf
	if status == "closed" {
		e.last = asOf - 30
	}
	if status == "proposed" {
		e.start = asOf + 10
	}
	e.chooseKPIs()
	e.agreement()
	e.requests()
	e.time()
	e.journal()
	for i := range e.months {
		e.report(i)
	}
	c.add(id+"/files/terms.txt", []byte("The terms, as agreed.\n"))
	c.add(id+"/files/sketch.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><title>Sketch</title><rect width="40" height="20"/></svg>`+"\n"))
	c.add(id+"/files/the plan (2).txt", []byte("A name with blanks.\n"))
}

// months returns the n months up to September 2026.
func months(n int) []calendar.Period {
	all := make([]calendar.Period, n)
	for i := range all {
		// Month numbers beyond 1 to 12 are normalised.
		m := time.Month(9 - n + 1 + i)
		all[i] = calendar.Period{Kind: calendar.Month, From: calendar.NewDate(2026, m, 1), To: calendar.NewDate(2026, m+1, 0)}
	}
	return all
}

// month writes a month as a period.
func month(p calendar.Period) string { return p.From.String()[:7] }

// An engagement is one under way of being written.
type engagement struct {
	*client
	id, status  string
	start, last calendar.Date // of what happens; last is the day of the sample, or that of the end
	months      []calendar.Period
	entries     int
	kpis        []kpi
	told        []string // names of the entries, without the ending
}

func (e *engagement) add(name string, data []byte) { e.client.add(e.id+"/"+name, data) }

// agreement writes engagement.md.
func (e *engagement) agreement() {
	front := block{{"title", e.words() + oneOf(e.client, "", " & more", ` \<again>`)}, {"status", e.status}, {"start", date(e.start)}}
	switch e.status {
	case "active":
		front.set("end", plain("2027-06-30"))
		if e.in(5, 6) {
			front.set("paused", texts[any](block{{"from", date(asOf - 60)}, {"to", date(asOf - 50)}}))
		}
	case "paused":
		front.set("paused", texts[any](block{{"from", date(asOf - 100)}, {"to", date(asOf - 90)}}, block{{"from", date(asOf - 20)}}))
	case "closed":
		front.set("end", date(e.last))
		front.set("closed", date(e.last))
		front.set("closing", block{
			{"handover", texts[any](block{{"what", e.line()}, {"done", date(e.last - 3)}}, e.line())},
			{"brought", e.line()},
		})
	}
	front.set("lead", team[e.n%len(team)].id)
	if !e.in(0, 3) {
		front.set("team", texts[any](team[e.n%len(team)].id, team[(e.n+1)%len(team)].id))
		front.set("service", oneOf(e.client, services...))
	}
	front.set("goals", texts[any]("online", "calm"))
	front.set("value", e.line())
	front.set("scope", block{
		{"includes", e.lineList(7)}, {"excludes", e.lineList(4)}, {"deliverables", e.lineList(3)}, {"assumptions", e.lineList(2)},
		{"best_case", e.line()}, {"worst_case", e.line()},
	})
	front.set("turnaround", texts[any](
		block{{"id", "outage"}, {"request", "Orders fail \\<now>"}, {"respond", plain("1h")}, {"resolve", plain("8h")}, {"clock", "always"}},
		block{{"id", "fault"}, {"request", e.line()}, {"respond", plain("30m")}, {"resolve", plain("1d")}},
		block{{"id", "change"}, {"request", e.line()}, {"resolve", plain("3d")}},
		block{{"id", "advice"}, {"request", e.line()}, {"respond", plain("2d")}},
	))
	front.set("pricing", texts[any](
		block{{"id", "project"}, {"item", e.line()}, {"model", "fixed"}, {"amount", 500 * (10 + e.IntN(60))}},
		block{{"id", "care"}, {"item", "Care plan"}, {"model", "retainer"}, {"amount", 50 * (10 + e.IntN(30))}, {"per", "month"}, {"includes", plain("40h")}},
		block{{"id", "extra"}, {"item", "Extra work"}, {"model", "hourly"}, {"amount", plain("95.50")}},
		block{{"id", "parcel"}, {"item", "A parcel"}, {"model", "unit"}, {"amount", "1.20 EUR"}, {"per", "parcel"}},
	))
	front.set("duties", block{{"ours", e.lineList(3)}, {"yours", e.lineList(3)}})
	front.set("kpis", e.kpiList())
	front.set("plan", e.plan())
	front.set("inputs", e.inputs())
	front.set("rhythm", e.rhythm())
	if e.in(1, 3) {
		front.set("quiet", plain("off"))
	}
	e.add("engagement.md", inYAML.file(front, "## What we were asked\n\n"+e.paragraph(6)+"## The limits\n\n"+e.list(4)+
		"> [!NOTE]\n> "+e.sentence()+"\n\n"+e.table(4)+"### What \"good\" means\n\n"+e.paragraph(4)+
		"See the [terms](files/terms.txt), [the plan](<files/the plan (2).txt>) and [what comes first](engagement.md#kick-off).\n\n![A sketch of the page](files/sketch.svg)\n"))
}

// plan is late now and then, and so is what the client owes.
func (e *engagement) plan() []any {
	list := make([]any, len(stones))
	for i, s := range stones {
		due := workday(e.last + s.after)
		b := block{{"id", s.id}, {"what", e.line()}, {"due", date(due)}}
		switch done := workday(due + calendar.Date(e.IntN(8)) - 3); {
		case e.status != "proposed" && done < e.last && (i < 3 || e.in(0, 2)):
			b.set("done", date(done))
		case i%2 == 0:
			b.set("forecast", date(workday(max(due, asOf)+12)))
		}
		if i%3 != 2 {
			b.set("owner", oneOf(e.client, "ada", "bo"))
		}
		if s.needs != nil {
			b.set("needs", s.needs)
		}
		list[i] = b
	}
	return list
}

func (e *engagement) inputs() []any {
	var list []any
	for i, in := range owed {
		due := workday(e.last + in.after)
		b := block{{"id", in.id}, {"what", e.line()}, {"from", e.pick(e.contacts)}, {"due", date(due)}}
		if i < 2 || e.in(0, 3) {
			b.set("received", date(workday(due+calendar.Date(e.IntN(7))-2)))
		} else {
			b.set("reminded", texts[any](date(due-3), date(due+2)))
		}
		list = append(list, b)
	}
	var received []any
	for y, m, _ := e.start.Split(); ; m++ {
		due := calendar.NewDate(y, m, 3)
		if due > asOf {
			break
		}
		if due < e.start {
			continue
		}
		if len(received)%7 == 5 {
			received = append(received, nil)
		} else {
			received = append(received, date(due-1+calendar.Date(e.IntN(3))))
		}
	}
	sales := block{{"id", "sales"}, {"what", "Till export"}, {"from", "kees"}, {"every", "monthly on 3"}}
	if received != nil {
		sales.set("received", received)
	}
	return append(list, sales)
}

// everyWeeks is the rhythm of updates: as many weeks as share the time out among
// the entries that are updates.
func (e *engagement) everyWeeks() calendar.Date {
	weeks := (e.last - e.start) / 7
	return max(1, weeks/calendar.Date(max(1, (e.entries+2)/3))+1)
}

func (e *engagement) rhythm() block {
	b := block{{"update", "weekly on friday"}, {"report", "monthly on 5"}}
	if n := e.everyWeeks(); n > 1 {
		b[0].value = fmt.Sprintf("every %d weeks on friday", n)
	}
	if len(e.months) == 0 {
		b = b[:1]
	}
	if e.in(1, 4) {
		b.set("feedback", "yearly on 3 march")
	}
	switch every := oneOf(e.client, "weekly on tuesday at 10:00", "rrule: FREQ=WEEKLY;BYDAY=TU", "monthly on first monday", "monthly on last friday at 16:00", "daily", ""); {
	case strings.Contains(every, " at "):
		b.set("meeting", block{{"every", every}, {"length", plain("25m")}, {"where", "https://meet.example/room?a=1&b=2"}})
	case every != "":
		b.set("meeting", block{{"every", every}})
	}
	return b
}
