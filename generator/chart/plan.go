package chart

import (
	"cmp"
	"rapport/generator/calendar"
)

// A PlanSpec says what a plan is to show on a line of time.
type PlanSpec struct {
	ID, Title, Desc string
	Agreed          string // what the day is called for which a milestone is promised
	Rows            []PlanItem
	Today           Mark                       // none if its day is zero
	Month           func(calendar.Date) string // names the month that begins on a day: "Oct"
	Year            func(calendar.Date) string // names it with its year; nil: as Month
}

// A PlanItem is a milestone. Days that are not there are zero.
type PlanItem struct {
	Label                        string
	State                        string // words: "Done late"
	Tone                         string
	Agreed, Fair, Expected, Done Mark
}

// A Mark is a day with its text: "agreed Fri 10 April".
type Mark struct {
	Day  calendar.Date
	Text string
}

// A Plan is a plan on a line of time, ready to draw.
type Plan struct {
	ID, Title, Desc string
	Agreed          string // as in the spec, for the legend
	ViewBox         string
	Right           string
	Top, Bottom     string // of the lines that cross all rows
	Months          []Label
	Lines           []string // x of each month's first day
	Rows            []PlanTrack
	Today           *Label
	Empty           bool
}

// A PlanTrack is a row of a Plan.
type PlanTrack struct {
	Label, Full    string // Label is cut to the picture's width
	LabelY, Y      string
	State, Tone    string
	Wait           string // path from the agreed day to the fair one; "" if they are one
	Slip           string // path from the fair day to where the milestone is or will be done
	SlipTone       string
	Agreed, Fair   *Spot
	Expected, Done *Spot
	Title          string // all marks in words
}

// A Spot is a mark in the picture.
type Spot struct{ X, Y, Title string }

const (
	planWidth  = 560.0
	planInset  = 14.0
	planHead   = 34.0
	planRow    = 50.0
	planTrack  = 36.0 // of the marks, below the row's top
	planLabel  = 20.0 // base line of the name
	planMonths = 12   // at most that many labels
)

// NewPlan prepares a plan for drawing. Rows keep their order.
func NewPlan(spec PlanSpec) *Plan {
	p := &Plan{ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Agreed: spec.Agreed, Right: coord(planWidth)}
	var first, last calendar.Date
	extend := func(m Mark) {
		if m.Day == 0 {
			return
		}
		if first == 0 || m.Day < first {
			first = m.Day
		}
		last = max(last, m.Day)
	}
	for i := range spec.Rows {
		r := &spec.Rows[i]
		extend(r.Agreed)
		extend(r.Fair)
		extend(r.Expected)
		extend(r.Done)
	}
	if first == 0 {
		p.Empty = true
		return p
	}
	// Today is shown where it does not squeeze the plan.
	if t := spec.Today.Day; t != 0 && t > first-(last-first)/3-31 && t < last+(last-first)/3+31 {
		extend(spec.Today)
	} else {
		spec.Today = Mark{}
	}
	height := planHead + planRow*float64(len(spec.Rows)) + 6
	p.ViewBox = "0 0 " + coord(planWidth) + " " + coord(height)
	p.Top, p.Bottom = coord(planHead-8), coord(height-4)
	x := func(d calendar.Date) float64 {
		if last == first {
			return planWidth / 2
		}
		return planInset + float64(d-first)/float64(last-first)*(planWidth-2*planInset)
	}
	p.months(spec, first, last, x)
	for i := range spec.Rows {
		p.Rows = append(p.Rows, track(&spec.Rows[i], planHead+planRow*float64(i), x))
	}
	if d := spec.Today.Day; d != 0 {
		label := Label{X: coord(x(d)), Y: coord(height), Text: spec.Today.Text, Anchor: "middle"}
		w := width(spec.Today.Text)
		switch {
		case x(d)+w/2 > planWidth:
			label.Anchor = "end"
		case x(d)-w/2 < 0:
			label.Anchor = "start"
		}
		p.Today = &label
	}
	return p
}

// months puts a line at the first day of each month, thinned where there are
// many, and names as many as have room.
func (p *Plan) months(spec PlanSpec, first, last calendar.Date, x func(calendar.Date) float64) {
	year, month, _ := first.Split()
	var starts []calendar.Date
	for d := calendar.NewDate(year, month+1, 1); d <= last; {
		starts = append(starts, d)
		y, m, _ := d.Split()
		d = calendar.NewDate(y, m+1, 1)
	}
	every := 1
	for len(starts)/every > planMonths {
		every = nextStep(every)
	}
	free := 0.0
	for _, d := range starts {
		y, m, _ := d.Split()
		if (int(m)-1)%every != 0 || every > 12 && (y*12)%every != 0 {
			continue
		}
		p.Lines = append(p.Lines, coord(x(d)))
		name := spec.Month
		if m == 1 && spec.Year != nil {
			name = spec.Year
		}
		if name == nil {
			continue
		}
		text := name(d)
		if at := x(d) + 4; at >= free && at+width(text) <= planWidth {
			p.Months = append(p.Months, Label{X: coord(at), Y: coord(18), Text: text, Anchor: "start"})
			free = at + width(text) + 12
		}
	}
}

// nextStep keeps to steps that begin each year alike.
func nextStep(every int) int {
	switch every {
	case 1:
		return 3
	case 3:
		return 6
	case 6:
		return 12
	}
	return every * 2
}

func track(r *PlanItem, top float64, x func(calendar.Date) float64) PlanTrack {
	y := top + planTrack
	t := PlanTrack{
		Label: shorten(r.Label, planWidth), Full: r.Label, State: r.State, Tone: r.Tone,
		LabelY: coord(top + planLabel), Y: coord(y),
	}
	title := []byte(r.Label)
	spot := func(m Mark) *Spot {
		if m.Day == 0 {
			return nil
		}
		if m.Text != "" {
			title = append(append(title, ", "...), m.Text...)
		}
		return &Spot{X: coord(x(m.Day)), Y: coord(y), Title: m.Text}
	}
	// A day that says nothing new has no mark: what is done is expected no more,
	// and what did not move stands where it was agreed.
	fair, expected := r.Fair, r.Expected
	if fair.Day == r.Agreed.Day {
		fair = Mark{}
	}
	if r.Done.Day != 0 || expected.Day == r.Agreed.Day && fair.Day == 0 || expected.Day == fair.Day {
		expected = Mark{}
	}
	t.Agreed, t.Fair, t.Expected, t.Done = spot(r.Agreed), spot(fair), spot(expected), spot(r.Done)
	if r.State != "" {
		title = append(append(title, ": "...), r.State...)
	}
	t.Title = string(title)
	stroke := func(from, to calendar.Date) string {
		return string(appendPoint(appendPoint(nil, 'M', x(from), y), 'L', x(to), y))
	}
	held := r.Agreed.Day // what the provider is held to
	if r.Fair.Day != 0 {
		if held != 0 && held != r.Fair.Day {
			t.Wait = stroke(held, r.Fair.Day)
		}
		held = r.Fair.Day
	}
	end := cmp.Or(r.Done.Day, r.Expected.Day)
	if held != 0 && end != 0 && held != end {
		t.Slip = stroke(held, end)
		t.SlipTone = "poor"
		if end < held {
			t.SlipTone = "good"
		}
	}
	return t
}
