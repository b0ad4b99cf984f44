package page

import (
	"cmp"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"rapport/generator/calendar"
	"rapport/generator/chart"
	"rapport/generator/content"
	"rapport/generator/facts"
	"rapport/generator/place"
)

// A TurnaroundResult is how a kind of request fared in the last 90 days.
type TurnaroundResult struct {
	Request                      template.HTML
	Promise                      string
	Response, Resolution         string // "9 of 10 on time (90%)", "none yet"
	ResponseTone, ResolutionTone Tone
	Months                       []TurnaroundMonth
}

// A TurnaroundMonth is how a kind of request fared among those opened in a month.
type TurnaroundMonth struct{ Month, Response, Resolution string }

// A RequestRow is a request that is open.
type RequestRow struct {
	Title            template.HTML
	Href             string
	Type             template.HTML
	Opened           string
	Respond, Resolve string // "by Mon 5 October, 12:00"
	State            State
}

// A Retainer is how much of what is included was used.
type Retainer struct {
	Item     template.HTML
	Period   string
	Sentence string // "4 hrs 30 mins of 10 hrs used; 5 hrs 30 mins left"
	Forecast string // "At this pace about 11 hrs by Sat 31 October, …"; ""
	Tone     Tone
	Chart    template.HTML
	Href     string // to the rows behind it
}

// answered is how fast requests were answered and done.
func (c *chapter) answered() *Turnaround {
	return &Turnaround{Kinds: c.turnaroundResults(), Strip: c.strip()}
}

// turnaroundResults is how each kind of request fared.
func (c *chapter) turnaroundResults() []TurnaroundResult {
	w := c.agreement()
	var all []TurnaroundResult
	for _, t := range c.e.Turnaround.On(c.f.InForce()) {
		row := TurnaroundResult{Request: w.inline(t.Request)}
		row.Promise = c.promise(t)
		none := c.say.Get("turnaround_none_then")
		var now facts.Turnaround
		for _, f := range c.f.Turnaround {
			if f.Type == t.ID {
				now = f
			}
		}
		for _, h := range c.f.History {
			for _, k := range h.Kinds {
				if k.Type == t.ID {
					response, _ := c.attainment(k.Response, !t.Respond.IsZero(), none)
					resolution, _ := c.attainment(k.Resolution, !t.Resolve.IsZero(), none)
					row.Months = append(row.Months, TurnaroundMonth{Month: c.say.Period(h.Period), Response: response, Resolution: resolution})
				}
			}
		}
		if row.Months == nil {
			none = c.say.Get("turnaround_none")
		}
		row.Response, row.ResponseTone = c.attainment(now.Response, !t.Respond.IsZero(), none)
		row.Resolution, row.ResolutionTone = c.attainment(now.Resolution, !t.Resolve.IsZero(), none)
		all = append(all, row)
	}
	return all
}

// minStrip is of how many requests there is a picture: what fewer took is said in words.
const minStrip = 10

// strip is the picture of how much of the promised time the requests took that were done
// in the last 90 days; "" where they are few.
func (c *chapter) strip() template.HTML {
	const quarters = 4
	var counts [quarters + 1]int // for those who do not see the picture; the last are the late ones
	since := c.f.AsOf.AddDate(0, 0, -90)
	spec := chart.StripSpec{
		ID: "strip", Title: c.say.Get("turnaround_distribution"), Percent: c.say.Share, Late: c.say.Get("request_missed"),
	}
	for i := range c.f.Requests {
		r := &c.f.Requests[i]
		if r.Resolved.IsZero() || r.ResolveDue.IsZero() || !r.Opened.After(since) {
			continue
		}
		share := 0.0
		if promised := c.minutes(r, r.ResolveDue); promised > 0 {
			share = float64(c.minutes(r, r.Resolved)) / float64(promised)
		}
		if late := r.Resolved.After(r.ResolveDue); late {
			share = max(share, math.Nextafter(1, 2))
			counts[quarters]++
		} else {
			share = min(share, 1)
			counts[min(quarters-1, int(quarters*share))]++
		}
		spec.Shares = append(spec.Shares, share)
	}
	if len(spec.Shares) < minStrip {
		return ""
	}
	var told []string
	for i, n := range counts {
		label := c.say.Get("request_missed")
		if i < quarters {
			label = strconv.Itoa(i*100/quarters) + "–" + c.say.Share(float64(i+1)/quarters)
		}
		told = append(told, c.say.Named(label, c.say.Number(decimal.NewFromInt(int64(n)))))
	}
	spec.Desc = c.say.Named(spec.Title, strings.Join(told, c.say.Get("comma")))
	return c.p.draw("charts/strip.html", chart.NewStrip(spec))
}

// minutes is how long a request was open by an instant, on the clock of its kind.
func (c *chapter) minutes(r *facts.Request, at time.Time) int {
	if t := c.promised(r); t != nil && t.Always {
		return int(at.Sub(r.Opened).Minutes())
	}
	return c.p.Provider.Calendar.OpenMinutes(r.Opened, at)
}

// promised is what was promised for a request on the day on which it was opened; nil
// where nothing was.
func (c *chapter) promised(r *facts.Request) *content.Turnaround {
	return c.e.TurnaroundOn(r.Content.Type, calendar.DateOf(r.Opened))
}

// promise is a turnaround in a line: "4 working hours / 2 working days".
func (c *chapter) promise(t *content.Turnaround) string {
	var parts []string
	if !t.Respond.IsZero() {
		parts = append(parts, c.say.Say("label_value", "label", c.say.Get("turnaround_response"), "value", c.say.Duration(t.Respond, t.Always)))
	}
	if !t.Resolve.IsZero() {
		parts = append(parts, c.say.Say("label_value", "label", c.say.Get("turnaround_resolution"), "value", c.say.Duration(t.Resolve, t.Always)))
	}
	return strings.Join(parts, " · ")
}

// attainment says how many deadlines were met, with both counts, or that there was none.
func (c *chapter) attainment(t facts.Tally, promised bool, none string) (string, Tone) {
	if !promised {
		return "", ""
	}
	words, tone := "", Plain
	if share, ok := t.Attainment(); ok {
		words = c.say.Say("turnaround_attainment", "percent", c.say.Share(share), "met", t.Met, "all", t.Met+t.Missed)
		switch {
		case share >= 0.95:
			tone = Good
		case share >= 0.8:
			tone = Fair
		default:
			tone = Poor
		}
	}
	said := nonEmpty(words)
	if t.Running > 0 {
		said = append(said, c.say.Plural("turnaround_running", t.Running))
	}
	return cmp.Or(strings.Join(said, c.say.Get("semicolon")), none), tone
}

// requestRow is a request that is open.
func (c *chapter) requestRow(r *facts.Request) RequestRow {
	row := RequestRow{
		Title: c.requestTitle(r.Content), Href: place.Request(c.e, r.Content).From(c.at),
		Opened: c.say.Say("request_opened", "time", c.say.Time(r.Opened)),
		State:  c.p.state("request_open", Plain),
	}
	if t := c.promised(r); t != nil {
		row.Type = c.agreement().inline(t.Request)
	}
	if r.Responded.IsZero() && !r.RespondDue.IsZero() {
		row.Respond = c.say.Time(r.RespondDue)
	}
	if !r.ResolveDue.IsZero() {
		row.Resolve = c.say.Time(r.ResolveDue)
	}
	switch {
	case r.Waiting:
		row.State = c.p.state("request_paused", Waiting)
		if r.HeldSince != 0 {
			row.State.Word = c.say.Say("request_held", "date", c.say.Date(r.HeldSince))
		}
	case missed(r):
		row.State = c.rested(c.p.state("request_missed", Poor))
	}
	return row
}

// missed tells whether a request is open past a deadline of its own.
func missed(r *facts.Request) bool {
	return r.Resolution == facts.Missed || r.Response == facts.Missed && r.Responded.IsZero()
}

// requestTitle is what a request is called.
func (c *chapter) requestTitle(r *content.Request) template.HTML {
	if r.Entry != nil {
		return c.entryText(r.Entry).inline(r.Title)
	}
	return escape(c.p.Markdown.Plain(r.Title.Raw))
}

// retainers lists how much is used of what the retainers include, in the periods at
// hand.
func (c *chapter) retainers() []Retainer {
	if c.e.Status == content.Proposed { // nothing runs that could be used up
		return nil
	}
	var rows []Retainer
	for i := range c.f.Usages {
		u := &c.f.Usages[i]
		if !u.Current || u.Included == nil {
			continue
		}
		row := Retainer{Item: c.priceName(u), Period: c.say.Period(u.Period), Sentence: c.say.Usage(c.f, u), Tone: usageTones[u.State], Chart: c.usageChart(u)}
		if row.Forecast = c.usageForecast(u); u.Forecast != nil && u.Forecast.Over.IsPositive() && row.Tone == Good {
			row.Tone = Fair
		}
		row.Href = place.Usage(c.id, u).From(c.at)
		rows = append(rows, row)
	}
	return rows
}
