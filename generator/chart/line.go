package chart

import (
	"math"
	"strconv"
)

// A LineSpec says what a series over time is to show.
type LineSpec struct {
	ID      string // prefix of the ids in the picture; unique on the page
	Title   string
	Desc    string // the picture in a sentence
	Points  []Value
	Unit    string               // of the axis; "" where Format writes it
	Format  func(float64) string // for the grid's labels; nil: plain digits
	Caption string               // of the table
	Head    []string             // the table's columns: period, value, target, note, the year before, budget; what is not there stays unnamed
}

// A Value is a figure of a period, with what was aimed at then and what it was
// a year before.
type Value struct {
	Label        string // "September 2026"
	Short        string // on the axis: "Sep"
	Text         string // formatted, with its unit
	V            float64
	Note         string // what should be known about it
	Tone         string // good, fair, poor; "" without a verdict
	HasTarget    bool
	Low, High    float64 // aimed at: between them, or both the same
	Target       string  // the same in words
	HasPrevious  bool
	Previous     float64
	PreviousText string
	HasBudget    bool // what was planned is known
	Budget       float64
	BudgetText   string
}

// A Line is a series over time, ready to draw.
type Line struct {
	ID, Title, Desc, Unit string
	ViewBox               string
	Left, Right           string // ends of the grid lines
	Grid                  []Tick
	Axis                  []Label // below the plot
	Path                  string  // the series
	Target, Band          string  // paths; "" for none
	Previous              string  // path; "" for none
	Budget                string  // path; "" for none
	Dots                  []Dot   // for few points all of them, for many the noted and the last
	Last                  *Label  // the newest value, beside its dot
	Notes                 []Note
	Legend                []Key
	Table                 Table
	Empty                 bool // there is nothing to draw
}

// A Tick is a grid line with its label.
type Tick struct {
	Y, LabelY, Text string
	Zero            bool
}

// A Dot is a point of a series.
type Dot struct {
	X, Y  string
	NoteY string // where the note's number stands
	Title string // "September 2026: 362"
	Tone  string
	Note  string // number of the note; ""
	Last  bool
}

// A Note explains a point.
type Note struct{ N, Label, Text string }

// A Key is an entry of the legend. Kind is value, target, range, previous or budget.
type Key struct{ Kind, Text string }

// The picture of a Line, in units.
const (
	lineWidth   = 560.0
	lineHeight  = 250.0
	lineTop     = 30.0
	lineBottom  = 212.0
	lineLeft    = 58.0
	lineRight   = 540.0
	lineAxis    = 238.0
	manyPoints  = 40 // from here on not every point has its dot
	ticksWanted = 4
)

// NewLine prepares a series for drawing.
func NewLine(spec LineSpec) *Line {
	format := spec.Format
	if format == nil {
		format = func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	}
	l := &Line{
		ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Unit: spec.Unit,
		ViewBox: "0 0 " + coord(lineWidth) + " " + coord(lineHeight),
		Left:    "0", Right: coord(lineWidth),
	}
	points, n := spec.Points, len(spec.Points)
	has := l.table(&spec)

	// The scale must hold everything that is drawn.
	lo, hi := math.Inf(1), math.Inf(-1)
	extend := func(v float64) {
		if number(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for i := range points {
		extend(points[i].V)
	}
	if lo > hi {
		l.Empty = true
		return l
	}
	for i := range points {
		if p := &points[i]; p.HasTarget {
			extend(p.Low)
			extend(p.High)
		}
		if p := &points[i]; p.HasPrevious {
			extend(p.Previous)
		}
		if p := &points[i]; p.HasBudget {
			extend(p.Budget)
		}
	}
	sc := newScale(lo, hi, ticksWanted)
	y := func(v float64) float64 {
		return lineBottom - sc.share(v)*(lineBottom-lineTop)
	}
	step := 0.0
	if n > 1 {
		step = (lineRight - lineLeft) / float64(n-1)
	}
	x := func(i int) float64 {
		if n == 1 {
			return (lineLeft + lineRight) / 2
		}
		return lineLeft + float64(i)*step
	}

	for _, t := range sc.ticks() {
		at := y(t)
		l.Grid = append(l.Grid, Tick{Y: coord(at), LabelY: coord(at - 4), Text: format(t), Zero: t == 0})
	}
	l.Axis = axis(points, x)

	gap := math.NaN()
	buf := make([]byte, 0, 16*n)
	buf = trace(buf, n, x, y, func(i int) float64 { return points[i].V }, false)
	l.Path = string(buf)
	l.Legend = append(l.Legend, Key{"value", spec.heading(1)})
	switch {
	case has.band:
		buf = area(buf[:0], points, x, y)
		l.Band = string(buf)
		l.Legend = append(l.Legend, Key{"range", spec.heading(2)})
	case has.target:
		buf = trace(buf[:0], n, x, y, func(i int) float64 {
			if !points[i].HasTarget {
				return gap
			}
			return points[i].High
		}, n == 1)
		l.Target = string(buf)
		l.Legend = append(l.Legend, Key{"target", spec.heading(2)})
	}
	if has.previous {
		buf = trace(buf[:0], n, x, y, func(i int) float64 {
			if !points[i].HasPrevious {
				return gap
			}
			return points[i].Previous
		}, n == 1)
		l.Previous = string(buf)
		l.Legend = append(l.Legend, Key{"previous", spec.heading(4)})
	}
	if has.budget {
		buf = trace(buf[:0], n, x, y, func(i int) float64 {
			if !points[i].HasBudget {
				return gap
			}
			return points[i].Budget
		}, n == 1)
		l.Budget = string(buf)
		l.Legend = append(l.Legend, Key{"budget", spec.heading(5)})
	}
	if len(l.Legend) == 1 {
		l.Legend = nil // a lone line needs no key
	}
	l.dots(points, x, y)
	return l
}

func (s *LineSpec) heading(i int) string {
	if i < len(s.Head) {
		return s.Head[i]
	}
	return ""
}

// trace appends a path through the values, with a gap where one is missing. A
// lone value becomes a short stroke if wide is set, so that it can be seen.
func trace(b []byte, n int, x func(int) float64, y func(float64) float64, v func(int) float64, wide bool) []byte {
	command := byte('M')
	for i := range n {
		value := v(i)
		if !number(value) {
			command = 'M'
			continue
		}
		if wide {
			b = appendPoint(b, 'M', x(i)-40, y(value))
			b = appendPoint(b, 'L', x(i)+40, y(value))
			continue
		}
		b = appendPoint(b, command, x(i), y(value))
		command = 'L'
	}
	return b
}

// area appends the outline of the range aimed at, one for each stretch of
// points that have one. A lone point's is as wide as a short stroke.
func area(b []byte, points []Value, x func(int) float64, y func(float64) float64) []byte {
	ranged := func(i int) bool {
		return points[i].HasTarget && number(points[i].Low) && number(points[i].High)
	}
	for from := 0; from < len(points); from++ {
		to := from
		for to < len(points) && ranged(to) {
			to++
		}
		if to == from {
			continue
		}
		wide := 0.0
		if to == from+1 {
			wide = 40
		}
		command := byte('M')
		for i := from; i < to; i++ {
			b = appendPoint(b, command, x(i)-wide, y(points[i].High))
			command = 'L'
		}
		if wide > 0 {
			b = appendPoint(b, 'L', x(from)+wide, y(points[from].High))
			b = appendPoint(b, 'L', x(from)+wide, y(points[from].Low))
		}
		for i := to - 1; i >= from; i-- {
			b = appendPoint(b, 'L', x(i)-wide, y(points[i].Low))
		}
		b = append(b, 'Z')
		from = to
	}
	return b
}

// axis labels as many points as have room, evenly, the last one always.
func axis(points []Value, x func(int) float64) []Label {
	n := len(points)
	extent := func(i int) (from, to float64, anchor string) {
		w, at := width(points[i].Short), x(i)
		switch {
		case at+w/2 > lineWidth:
			return lineWidth - w, lineWidth, "end"
		case at-w/2 < 0:
			return 0, w, "start"
		}
		return at - w/2, at + w/2, "middle"
	}
	widest := 0.0
	for i := range points {
		widest = max(widest, width(points[i].Short))
	}
	const gap = 10
	fits := func(every int) bool {
		next := math.Inf(1)
		for i := n - 1; i >= 0; i -= every {
			from, to, _ := extent(i)
			if to+gap > next {
				return false
			}
			next = from
		}
		return true
	}
	every := 1
	if n > 1 {
		every = max(1, int(widest/(x(1)-x(0))))
	}
	for every < n && !fits(every) {
		every++
	}
	labels := make([]Label, 0, n/every+1)
	for i := (n - 1) % every; i < n; i += every {
		from, to, anchor := extent(i)
		at := (from + to) / 2
		switch anchor {
		case "start":
			at = from
		case "end":
			at = to
		}
		labels = append(labels, Label{X: coord(at), Y: coord(lineAxis), Text: points[i].Short, Anchor: anchor})
	}
	return labels
}

func (l *Line) dots(points []Value, x func(int) float64, y func(float64) float64) {
	last := len(points) - 1
	for last >= 0 && !number(points[last].V) {
		last--
	}
	l.Dots = make([]Dot, 0, min(len(points), manyPoints))
	for i := range points {
		p := &points[i]
		if p.Note != "" {
			l.Notes = append(l.Notes, Note{strconv.Itoa(len(l.Notes) + 1), p.Label, p.Note})
		}
		if !number(p.V) || len(points) >= manyPoints && p.Note == "" && i != last {
			continue
		}
		at := y(p.V)
		d := Dot{X: coord(x(i)), Y: coord(at), Title: p.Label + ": " + p.Text, Tone: p.Tone, Last: i == last}
		if p.Note != "" {
			d.Note = l.Notes[len(l.Notes)-1].N
			d.NoteY = coord(at + 22)
			if at+30 > lineBottom || peak(points, i) && i != last {
				d.NoteY = coord(at - 10)
			}
		}
		if d.Last {
			// A line that falls to its end leaves room below it, any other above.
			labelY := at - 12
			if i > 0 && number(points[i-1].V) && y(points[i-1].V) < at && at+26 < lineBottom {
				labelY = at + 26
			}
			label := Label{X: coord(min(x(i)+8, lineWidth)), Y: coord(labelY), Text: p.Text, Anchor: "end"}
			if len(points) == 1 {
				label.X, label.Anchor = d.X, "middle"
			}
			l.Last = &label
		}
		l.Dots = append(l.Dots, d)
	}
}

// peak reports whether no neighbour stands higher.
func peak(points []Value, i int) bool {
	return (i == 0 || !(points[i-1].V > points[i].V)) && (i == len(points)-1 || !(points[i+1].V > points[i].V))
}

// columns says which series there are beside the values.
type columns struct{ target, band, previous, budget, note bool }

// table lists the points, newest last, in the columns that have something to
// say.
func (l *Line) table(spec *LineSpec) columns {
	var has columns
	for i := range spec.Points {
		p := &spec.Points[i]
		has.target = has.target || p.HasTarget && number(p.High)
		has.band = has.band || p.HasTarget && p.Low < p.High
		has.previous = has.previous || p.HasPrevious && number(p.Previous)
		has.budget = has.budget || p.HasBudget && number(p.Budget)
		has.note = has.note || p.Note != ""
	}
	row := make([]string, 0, 6)
	columns := func(period, value, target, note, previous, budget string) []string {
		row = append(row[:0], period, value)
		if has.target {
			row = append(row, target)
		}
		if has.previous {
			row = append(row, previous)
		}
		if has.budget {
			row = append(row, budget)
		}
		if has.note {
			row = append(row, note)
		}
		return row
	}
	head := columns(spec.heading(0), spec.heading(1), spec.heading(2), spec.heading(3), spec.heading(4), spec.heading(5))
	l.Table = Table{Caption: spec.Caption, Headings: append([]string(nil), head...), Rows: make([][]string, len(spec.Points))}
	cells := make([]string, 0, len(head)*len(spec.Points))
	for i := range spec.Points {
		p := &spec.Points[i]
		at := len(cells)
		cells = append(cells, columns(p.Label, p.Text, p.Target, p.Note, p.PreviousText, p.BudgetText)...)
		l.Table.Rows[i] = cells[at:len(cells):len(cells)]
	}
	return has
}
