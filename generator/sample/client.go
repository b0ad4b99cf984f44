package sample

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"rapport/generator/calendar"
)

// A client is one under way of being written.
type client struct {
	folder
	*writer
	Client
	N    int // its number
	spec Spec
}

func newClient(spec Spec, n int) *client {
	return &client{
		writer: &writer{Rand: rand.New(rand.NewPCG(spec.Seed, uint64(n))), lines: n}, // so that each client is odd in its own way
		Client: spec.Client(n), N: n, spec: spec,
	}
}

func (c *client) write() {
	c.fill("client.md", "client.md", c, inYAML)
	c.add("people/joan.png", portrait(uint8(c.N)))
	if c.N%3 == 1 {
		c.add("logo.svg", logo)
	}
	c.engagement("main", "active", c.spec.Reports, c.spec.Entries)
	if c.N%5 == 4 {
		c.engagement("earlier", []string{"proposed", "paused", "closed"}[c.N/5%3], 0, 3)
	}
}

// engagement writes an engagement with all that happened in it.
func (c *client) engagement(folder, status string, reports, entries int) {
	e := &engagement{client: c, folder: folder, Status: status, Periods: c.spec.periods(reports), entries: entries}
	start := asOf - 280
	if reports > 0 {
		start = min(start, e.Periods[0].From+2)
	}
	e.Start = start - calendar.Date((int(start.Weekday())+6)%7) // a Monday
	e.Last = asOf
	switch status {
	case "closed":
		e.Last = asOf - 30
	case "proposed":
		e.Start = asOf + 10
	}
	e.chooseKPIs()
	e.fill("engagement.md", "engagement.md", e, inYAML)
	if status != "proposed" {
		e.requests()
		e.time()
		e.journal()
	}
	for i := range e.Periods {
		e.report(i)
	}
	e.add("files/terms.txt", []byte("The terms, as agreed.\n"))
	e.add("files/sketch.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20"><title>Sketch</title><rect width="40" height="20"/></svg>`+"\n"))
	e.add("files/the plan (2).txt", []byte("A name with blanks.\n"))
}

// periods returns the n months or weeks up to September 2026.
func (s Spec) periods(n int) []calendar.Period {
	kind := calendar.Month
	if s.Weekly {
		kind = calendar.Week
	}
	all := make([]calendar.Period, n)
	p := calendar.PeriodOf(kind, calendar.NewDate(2026, 9, 27))
	for i := n - 1; i >= 0; i-- {
		all[i] = p
		p = p.Prev()
	}
	return all
}

// An engagement is one under way of being written.
type engagement struct {
	*client
	folder      string
	Status      string
	Start, Last calendar.Date     // of what happens; Last is the day of the sample, or that of the end
	Periods     []calendar.Period // of the reports
	KPIs        []kpi
	Told        []string // names of the entries, without the ending
	entries     int
}

func (e *engagement) add(name string, data []byte) { e.client.add(e.folder+"/"+name, data) }

func (e *engagement) fill(name, layout string, data any, form form) {
	e.client.fill(e.folder+"/"+name, layout, data, form)
}

// Weekly tells whether the reports are of weeks.
func (e *engagement) Weekly() bool { return e.spec.Weekly }

// KPI and Before are a KPI and the name of an entry to speak of.
func (e *engagement) KPI() kpi       { return e.KPIs[e.IntN(len(e.KPIs))] }
func (e *engagement) Before() string { return e.Pick(e.Told) }

// A step is a milestone or an input, with days or zero.
type step struct {
	ID, Needs           string
	Due, Done, Forecast calendar.Date
}

// Plan is late now and then.
func (e *engagement) Plan() []step {
	all := []step{
		{ID: "kick-off", Due: -210},
		{ID: "design", Due: -150, Needs: "assets, kick-off"},
		{ID: "build", Due: -90, Needs: "design, products"},
		{ID: "payment", Due: -20, Needs: "build, prices"},
		{ID: "live", Due: 20, Needs: "payment, sales"},
		{ID: "review", Due: 75, Needs: "live"},
	}
	for i := range all {
		s := &all[i]
		s.Due = workday(e.Last + s.Due)
		done := workday(s.Due + calendar.Date(e.Between(-3, 5)))
		if e.Status != "proposed" && done < e.Last && (i < 3 || e.N%2 == 0) {
			s.Done = done
		} else if i%2 == 0 {
			s.Forecast = workday(max(s.Due, asOf) + 12)
		}
	}
	return all
}

// Inputs are what the client owes once; the last is missing now and then.
func (e *engagement) Inputs() []step {
	all := []step{{ID: "assets", Due: -190}, {ID: "products", Due: -120}, {ID: "prices", Due: -40}}
	for i := range all {
		s := &all[i]
		s.Due = workday(e.Last + s.Due)
		if i < 2 || e.N%3 == 0 {
			s.Done = workday(s.Due + calendar.Date(e.Between(-2, 5)))
		}
	}
	return all
}

// Exports are the days on which what is due each third of a month came; one in seven never did.
func (e *engagement) Exports() string {
	var received []string
	for y, m, _ := e.Start.Split(); ; m++ {
		due := calendar.NewDate(y, m, 3)
		if due > asOf {
			return strings.Join(received, ", ")
		}
		switch {
		case due < e.Start:
		case len(received)%7 == 5:
			received = append(received, "null")
		default:
			received = append(received, (due + calendar.Date(e.Between(-1, 2))).String())
		}
	}
}

// weeks lie between updates: as many as share the time out among the entries that
// are updates.
func (e *engagement) weeks() calendar.Date {
	all := (e.Last - e.Start) / 7
	return max(1, all/calendar.Date(max(1, (e.entries+2)/3))+1)
}

// Updates is the rhythm of updates.
func (e *engagement) Updates() string {
	if n := e.weeks(); n > 1 {
		return fmt.Sprintf("every %d weeks on friday", n)
	}
	return "weekly on friday"
}
