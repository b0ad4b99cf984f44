package chart

import (
	"math"
	"slices"
	"strconv"
)

// A LineSpec says what a series over time is to show.
type LineSpec struct {
	ID      string // prefix of the ids in the picture; unique on the page
	Title   string
	Desc    string // the picture in a sentence
	Points  []Value
	Counts  bool                               // the figures count things: bars from zero, and no fractions on the axis
	Unit    string                             // where it is a word, which stands above the axis if its highest label has no room for it
	Format  func(float64) string               // for the axis; nil: plain digits
	Top     func(float64) string               // for its highest label, which says the unit; nil: as Format
	End     func(kind string, v *Value) string // what stands at the end of a line: target, previous or budget; nil: its figure
	Caption string                             // of the table
	Aim     string                             // said there where all of a table's targets are one
	Head    []string                           // the table's columns: period, value, target, note, the year before, budget; what is not there stays unnamed
	Data    string                             // address of the same figures as a file
}

// A Value is a figure of a period, with what was aimed at then and what it was
// a year before.
type Value struct {
	Label        string // "September 2026"
	Short        string // on the axis: "Sep"
	Dated        string // on the axis where its year begins: "Sep 2026"; "" for as Short
	Year         int    // in which it ends
	Text         string // formatted
	V            float64
	Note         string // what should be known about it
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

// target is what was aimed at, as the line of it goes; not a number for nothing.
func (v *Value) target() float64 {
	if !v.HasTarget {
		return math.NaN()
	}
	return v.High
}

func (v *Value) previous() float64 {
	if !v.HasPrevious {
		return math.NaN()
	}
	return v.Previous
}

func (v *Value) budget() float64 {
	if !v.HasBudget {
		return math.NaN()
	}
	return v.Budget
}

// A Line is a series over time, ready to draw: as a line, or as bars where it counts
// things. Its paths are in a box of 1000 by 1000 that is stretched to the plot. What has
// a place in the plot has it in per cent, and letters keep their size.
type Line struct {
	ID, Title, Desc string
	Left, Right     string // widths of the margins beside the plot, in em
	Rows            int    // of text above the plot
	Ticks           []Tick
	Above           string // the unit, where it is too long to stand with the highest label
	Axis            []Period
	Broken          bool // zero is not on the axis, though the figures are all to one side of it
	Grid            string
	Path            string // the series
	Bar             string // width of its bars; "" for a line
	Target, Band    string // paths; "" for none
	Previous        string
	Budget          string
	Dots            string // points of the series that stand out, as strokes of no length
	Newest          string // the last of them
	Lone            string // a single figure of the year before
	Ends            []End
	Said            []Said
	Marks           []Sign
	Leaders         string // paths from the marks to their points
	Notes           []Note
	NotesNarrow     bool // where the picture is wide the notes stand at their points
	Table           Table
	Data            string
	Empty           bool // there is nothing to draw

	cells  []string // of the table
	labels []measured
}

// A Tick is a label of the value axis.
type Tick struct{ Y, Text string }

// A Period is a label of the time axis.
type Period struct {
	X, Text, Anchor string
	Wide            bool // only there where the picture is wide
}

// An End says at the end of a line what it is. Kind is value, target, previous or budget.
type End struct{ Kind, Y, Text string }

// A Said is a note that is short enough to stand at its point.
type Said struct {
	X, Y, Text, Anchor string
	Wide               bool // only there where the picture is wide; elsewhere it is a mark
}

// A Sign is the number of a note, above its point.
type Sign struct{ X, N string }

// A Note explains a point.
type Note struct{ N, Label, Text string }

// The picture, in pixels where letters have their usual size; style sheets set all of
// it in rem. How wide it is depends on the page, but it is never narrower than this, and
// from wideFrom on it shows more.
const (
	plotHeight = 200.0
	narrowFrom = 284.0
	wideFrom   = 544.0

	em          = 13.0     // size of letters
	endSize     = 1.2      // of the newest figure, to that; it is bold as well
	endGap      = 12.0     // between the plot and what stands at its right
	tickGap     = 8.0      // at its left
	maxTick     = 6.5 * em // up to this the unit stands with the highest label
	anyTick     = 11 * em  // of figures themselves nothing is cut off, unless they are absurd
	maxAbove    = 230.0
	wideEnd     = 7.5 * em
	maxEnd      = 11 * em
	endHeight   = 17.0
	newHeight   = 20.0
	maxBars     = 36 // more figures than that are a line in any case
	barShare    = 0.62
	box         = 1000.0
	lonely      = 0.12 // half the length of a line through a single point, to the plot's width
	ticksWanted = 4
)

// NewLine prepares a series for drawing.
func NewLine(spec LineSpec) *Line {
	l := &Line{}
	l.Prepare(&spec)
	return l
}

// Prepare prepares another series for drawing, in the memory of the one before.
func (l *Line) Prepare(spec *LineSpec) {
	*l = Line{
		ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Data: spec.Data,
		Ticks: l.Ticks[:0], Axis: l.Axis[:0], Ends: l.Ends[:0], Table: Table{Headings: l.Table.Headings[:0], Rows: l.Table.Rows[:0]},
		cells: l.cells[:0], labels: l.labels[:0],
	}
	has := l.table(spec)
	p := plot{points: spec.Points, bars: spec.Counts && len(spec.Points) <= maxBars}
	if !p.fit(spec.Counts) {
		l.Empty = true
		return
	}
	left := l.ticks(spec, &p)
	l.series(&p, has)
	right := l.ends(spec, &p, has)
	l.Left, l.Right = p.inEm(left), p.inEm(right)
	p.narrow, p.wide = narrowFrom-left-right, wideFrom-left-right
	l.labels = p.measure(l.labels)
	l.Axis = p.axis(l.Axis, left, right)
	l.notes(&p)
}

func (s *LineSpec) heading(i int) string {
	if i < len(s.Head) {
		return s.Head[i]
	}
	return ""
}

func (s *sheet) inEm(pixels float64) string {
	var room [24]byte
	return s.write(append(appendCoord(room[:0], math.Ceil(pixels/em*10)/10), "em"...))
}

// A plot knows where figures stand.
type plot struct {
	sheet
	points       []Value
	bars         bool
	scale        scale
	narrow, wide float64    // its least widths, in pixels
	short, dated []measured // labels of the time axis, without and with their year
}

// fit finds a scale that holds everything that is drawn; there may be nothing.
func (p *plot) fit(whole bool) bool {
	lo, hi := math.Inf(1), math.Inf(-1)
	extend := func(v float64) {
		if number(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for i := range p.points {
		extend(p.points[i].V)
	}
	if lo > hi {
		return false
	}
	for i := range p.points {
		v := &p.points[i]
		if v.HasTarget {
			extend(v.Low)
			extend(v.High)
		}
		extend(v.previous())
		extend(v.budget())
	}
	if p.bars {
		extend(0)
	}
	p.scale = newScale(lo, hi, ticksWanted, whole)
	return true
}

// x is where a point stands, as a share of the plot's width.
func (p *plot) x(i int) float64 {
	n := float64(len(p.points))
	switch {
	case n == 1:
		return 0.5
	case p.bars:
		return (float64(i) + 0.5) / n
	}
	return float64(i) / (n - 1)
}

// y is where a value stands, as a share of the plot's height from its top.
func (p *plot) y(v float64) float64 { return 1 - p.scale.share(v) }

// last is the newest point that has a value.
func (p *plot) last(value func(*Value) float64) int {
	last := len(p.points) - 1
	for last >= 0 && !number(value(&p.points[last])) {
		last--
	}
	return last
}

func figure(v *Value) float64 { return v.V }

// ticks labels the value axis, and returns how wide its labels are.
func (l *Line) ticks(spec *LineSpec, p *plot) float64 {
	format := spec.Format
	if format == nil {
		format = func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	}
	all := p.scale.ticks()
	widest := 0.0
	var room [128]byte
	grid := room[:0]
	for _, t := range all {
		at := p.y(t)
		label := cut(format(t), anyTick)
		widest = max(widest, label.width)
		l.Ticks = append(l.Ticks, Tick{p.percent(at), label.text})
		grid = append(appendPlace(grid, 'M', 0, at), "H1000"...)
	}
	l.Grid = p.write(grid)
	l.Broken = p.scale.lo > 0 || p.scale.hi < 0
	if spec.Top != nil {
		text := spec.Top(all[len(all)-1])
		if w := textWidth(text); w <= max(widest, maxTick) {
			l.Ticks[len(l.Ticks)-1].Text, widest = text, max(widest, w)
		} else if spec.Unit != "" {
			l.Above, l.Rows = shorten(spec.Unit, maxAbove), 1
		}
	}
	return widest + tickGap
}

// series draws all lines, and the bars.
func (l *Line) series(p *plot, has columns) {
	newest := p.last(figure)
	l.Path, l.Newest = p.path(figure, true), p.dot(newest, figure)
	if p.bars {
		l.Path, l.Newest = p.barPath(p.points, 0), p.barPath(p.points[newest:newest+1], newest)
		var room [24]byte
		l.Bar = p.write(appendCoord(room[:0], barShare*box/float64(max(len(p.points), 3))))
	}
	switch {
	case has.band:
		l.Band = p.area()
	case has.target:
		l.Target = p.path((*Value).target, false)
		if len(p.points) == 1 {
			l.Target = p.stroke((*Value).target)
		}
	}
	if has.previous {
		l.Previous = p.path((*Value).previous, false)
		if has.previousCount == 1 {
			l.Previous, l.Lone = "", p.dot(p.last((*Value).previous), (*Value).previous)
		}
	}
	if has.budget {
		l.Budget = p.path((*Value).budget, false)
		if len(p.points) == 1 {
			l.Budget = p.stroke((*Value).budget)
		}
	}
}

// mostEnds are the lines of a picture: the figures, what was aimed at, the year before, a budget.
const mostEnds = 4

// ends names the lines at their ends, apart from each other, and returns how much room
// that takes beside the plot.
func (l *Line) ends(spec *LineSpec, p *plot, has columns) float64 {
	var wants, sizes [mostEnds]float64
	want, size := wants[:0], sizes[:0]
	widest := 0.0
	add := func(kind string, value func(*Value) float64, plain func(*Value) string) {
		v := &p.points[p.last(value)]
		end := End{Kind: kind, Text: plain(v)}
		if spec.End != nil && kind != "value" {
			end.Text = spec.End(kind, v)
		}
		larger, height := 1.0, endHeight
		if kind == "value" {
			larger, height = endSize, newHeight
		} else if textWidth(end.Text) > wideEnd {
			end.Text = plain(v) // of a long figure the table says what it is
		}
		label := cut(end.Text, maxEnd/larger)
		end.Text, widest = label.text, max(widest, label.width*larger)
		at := value(v)
		if kind == "target" && has.band {
			at = v.Low/2 + v.High/2
		}
		want, size = append(want, p.y(at)*plotHeight), append(size, height)
		l.Ends = append(l.Ends, end)
	}
	add("value", figure, func(v *Value) string { return v.Text })
	if has.target {
		add("target", (*Value).target, func(v *Value) string { return v.Target })
	}
	if has.previous {
		add("previous", (*Value).previous, func(v *Value) string { return v.PreviousText })
	}
	if has.budget {
		add("budget", (*Value).budget, func(v *Value) string { return v.BudgetText })
	}
	// Below the plot's end are the labels of the time axis, above it the marks of notes.
	for i, at := range nudge(want, size, -newHeight/2, plotHeight+endHeight/4) {
		l.Ends[i].Y = p.percent(at / plotHeight)
	}
	return widest + endGap
}

// nudge moves things of some sizes, which want to have their middles at some places, as
// little as it takes for none to overlap another, and all to be within two bounds.
func nudge(want, size []float64, lo, hi float64) []float64 {
	order := make([]int, len(want))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case want[a] < want[b]:
			return -1
		case want[a] > want[b]:
			return 1
		}
		return 0
	})
	// Without the sizes of what is before them the places must not fall: each run that
	// would is put at its mean.
	type run struct {
		sum float64
		n   int
	}
	offset := make([]float64, len(order))
	var runs []run
	for at, i := range order {
		if at > 0 {
			offset[i] = offset[order[at-1]] + size[order[at-1]]/2 + size[i]/2
		}
		r := run{want[i] - offset[i], 1}
		for len(runs) > 0 && runs[len(runs)-1].sum/float64(runs[len(runs)-1].n) > r.sum/float64(r.n) {
			before := runs[len(runs)-1]
			runs, r = runs[:len(runs)-1], run{r.sum + before.sum, r.n + before.n}
		}
		runs = append(runs, r)
	}
	places := make([]float64, len(want))
	at := 0
	for _, r := range runs {
		for range r.n {
			i, first, last := order[at], order[0], order[len(order)-1]
			mean := min(r.sum/float64(r.n), hi-size[last]/2-offset[last])
			places[i] = max(mean, lo+size[first]/2) + offset[i]
			at++
		}
	}
	return places
}

// columns says which series there are beside the values.
type columns struct {
	target, band, previous, budget, note bool
	targets                              bool // differ
	previousCount                        int
}

// look finds out which.
func look(points []Value) columns {
	var has columns
	first := ""
	for i := range points {
		p := &points[i]
		if p.HasTarget && number(p.High) {
			if !has.target {
				first = p.Target
			}
			has.target = true
			has.targets = has.targets || p.Target != first
		} else {
			has.targets = true
		}
		has.band = has.band || p.HasTarget && p.Low < p.High
		if number(p.previous()) {
			has.previous = true
			has.previousCount++
		}
		has.budget = has.budget || number(p.budget())
		has.note = has.note || p.Note != ""
	}
	has.targets = has.target && has.targets
	return has
}

// table lists the points, newest last, in the columns that have something to say.
func (l *Line) table(spec *LineSpec) columns {
	has := look(spec.Points)
	one := has.target && !has.targets && spec.Aim != ""
	columns := func(to []string, period, value, target, note, previous, budget string) []string {
		to = append(to, period, value)
		if has.target && !one {
			to = append(to, target)
		}
		if has.previous {
			to = append(to, previous)
		}
		if has.budget {
			to = append(to, budget)
		}
		if has.note {
			to = append(to, note)
		}
		return to
	}
	head := columns(l.Table.Headings, spec.heading(0), spec.heading(1), spec.heading(2), spec.heading(3), spec.heading(4), spec.heading(5))
	l.Table = Table{Caption: spec.Caption, Headings: head, Rows: l.Table.Rows}
	if one {
		l.Table.Caption += " · " + spec.Aim
	}
	cells := slices.Grow(l.cells, len(head)*len(spec.Points)) // so that none moves
	for i := range spec.Points {
		p := &spec.Points[i]
		at := len(cells)
		cells = columns(cells, p.Label, p.Text, p.Target, p.Note, p.PreviousText, p.BudgetText)
		l.Table.Rows = append(l.Table.Rows, cells[at:len(cells):len(cells)])
	}
	l.cells = cells
	return has
}
