package chart

import (
	"cmp"

	"rapport/generator/calendar"
)

// A PlanSpec says what a plan is to show on a line of time.
type PlanSpec struct {
	Rows   []PlanItem
	Today  Mark                       // none if its day is zero
	Month  func(calendar.Date) string // names the month that begins on a day: "Oct"
	Year   func(calendar.Date) string // names it with its year; nil: as Month
	Mirror bool                       // time runs from right to left, as the reader's letters do
}

// A PlanItem is a milestone. Days that are not there are zero.
type PlanItem struct {
	From   calendar.Date // from when on it could be worked on
	Agreed calendar.Date // as it stood in the plan
	Due    calendar.Date // with the accepted changes
	Fair   calendar.Date // to which the client moved it
	End    calendar.Date // where it was, is or may be done; zero where nobody knows
	Mark   EndMark
	Labels []string // what is said of the days between Due and End, the longest first
}

// A Mark is a day with its text: "Today".
type Mark struct {
	Day  calendar.Date
	Text string
}

// An EndMark is how a bar ends.
type EndMark string

// The ends of bars.
const (
	DoneMark     EndMark = "done"
	ExpectedMark EndMark = "expected"
	OpenMark     EndMark = "open" // nobody knows when
)

// A Plan is a line of time that stands behind rows, ready to draw. What it says across is
// in per cent of its width, so that it can be drawn at any; heights are the layout's.
type Plan struct {
	Months []Label  // their Y is empty
	Lines  []string // x of each month's first day
	Today  *Flag
	Tracks []Track // of the rows, in their order
	Empty  bool
}

// A Flag is a text on a ground of its own at a place in a picture.
type Flag struct {
	X           string
	Left, Width string // of the ground, from X
	Middle      string // of the text, from X
	Text        string
}

// A Track is the bar of a row of a Plan.
type Track struct {
	Planned *Stretch // until the day it was due
	Waited  *Stretch // from there to the day to which the client moved it
	Slipped *Stretch // from there to where it was or will be done
	Unknown *Stretch // from there to today, where nobody knows
	Agreed  string   // x of the day that was agreed, where changes moved it; else ""
	End     string   // x of the mark
	Mark    EndMark
	Label   *Label // its Y is empty; nil where there is no room
}

// A Stretch is a part of the line of time.
type Stretch struct{ X, Width string }

const (
	planNarrow = 400.0 // pixels that a plan has across at least, for which labels are fitted
	planMonths = 12    // at most that many labels
	planInset  = 0.02  // of the width at either end, so that marks have room
	flagInset  = 7.0   // pixels between a flag's edge and its text
)

// NewPlan prepares a plan for drawing. Rows keep their order.
func NewPlan(spec PlanSpec) *Plan {
	span := planSpan(&spec)
	p := &Plan{Empty: span.first == 0}
	if p.Empty {
		return p
	}
	p.months(&spec, span)
	if d := spec.Today.Day; d != 0 {
		p.Today = flag(span.at(d), spec.Today.Text, spec.Mirror)
	}
	for i := range spec.Rows {
		p.Tracks = append(p.Tracks, track(&spec.Rows[i], &spec, span))
	}
	return p
}

// A span is the time that a plan shows.
type span struct {
	first, last calendar.Date
	mirror      bool
}

// planSpan finds the time that a plan shows. Today is in it where that does not squeeze the
// rest, or a bar runs on to it; else it is taken out of the spec.
func planSpan(spec *PlanSpec) span {
	s := span{mirror: spec.Mirror}
	for _, r := range spec.Rows {
		if r.End == 0 && r.Mark == OpenMark && spec.Today.Day > max(r.Agreed, r.Due, r.Fair) {
			s.extend(spec.Today.Day)
		}
		for _, d := range []calendar.Date{r.From, r.Agreed, r.Due, r.Fair, r.End} {
			s.extend(d)
		}
	}
	if s.first == 0 {
		return s
	}
	margin := (s.last-s.first)/3 + 31
	if t := spec.Today.Day; t > s.first-margin && t < s.last+margin {
		s.extend(t)
	} else {
		spec.Today = Mark{}
	}
	return s
}

func (s *span) extend(d calendar.Date) {
	if d == 0 {
		return
	}
	if s.first == 0 || d < s.first {
		s.first = d
	}
	s.last = max(s.last, d)
}

// at is where a day stands, as a share of the width.
func (s span) at(d calendar.Date) float64 {
	if s.first == s.last {
		return 0.5
	}
	x := planInset + float64(d-s.first)/float64(s.last-s.first)*(1-2*planInset)
	if s.mirror {
		return 1 - x
	}
	return x
}

// bar is the stretch between two days; nil if it has no length.
func (s span) bar(from, to calendar.Date) *Stretch {
	if from == 0 || to <= from {
		return nil
	}
	a, b := s.at(from), s.at(to)
	return &Stretch{X: percent(min(a, b)), Width: percent(max(a, b) - min(a, b))}
}

// months puts a line at the first day of each month, thinned where there are
// many, and names as many as have room.
func (p *Plan) months(spec *PlanSpec, s span) {
	year, month, _ := s.first.Split()
	var starts []calendar.Date
	for d := calendar.NewDate(year, month+1, 1); d <= s.last; {
		starts = append(starts, d)
		y, m, _ := d.Split()
		d = calendar.NewDate(y, m+1, 1)
	}
	every := 1
	for len(starts)/every > planMonths {
		every = nextStep(every)
	}
	free := 0.0 // pixels from where the line begins
	for _, d := range starts {
		y, m, _ := d.Split()
		if (int(m)-1)%every != 0 || every > 12 && (y*12)%every != 0 {
			continue
		}
		p.Lines = append(p.Lines, percent(s.at(d)))
		name := spec.Month
		if m == 1 && spec.Year != nil {
			name = spec.Year
		}
		if name == nil {
			continue
		}
		text := name(d)
		from := s.along(d)
		if from >= free && from+textWidth(text) <= planNarrow {
			p.Months = append(p.Months, Label{X: percent(s.at(d)), Text: text, Anchor: "start"})
			free = from + textWidth(text) + 12
		}
	}
}

// along is how far a day stands from where the line of time begins, in the pixels of a
// narrow one.
func (s span) along(d calendar.Date) float64 {
	x := s.at(d)
	if s.mirror {
		x = 1 - x
	}
	return x * planNarrow
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

// flag puts a text at a place so that it stays within the picture.
func flag(at float64, text string, mirror bool) *Flag {
	wide := textWidth(text) + 2*flagInset
	left := -wide / 2
	x := at * planNarrow
	left = max(left, -x)
	left = min(left, planNarrow-x-wide)
	return &Flag{X: percent(at), Left: coord(left), Width: coord(wide), Middle: coord(left + wide/2), Text: text}
}

func track(r *PlanItem, spec *PlanSpec, s span) Track {
	due := cmp.Or(r.Due, r.Agreed)
	fair := max(cmp.Or(r.Fair, due), due)
	t := Track{Mark: r.Mark, Planned: s.bar(r.From, due), Waited: s.bar(due, fair)}
	if due != r.Agreed && r.Agreed != 0 {
		t.Agreed = percent(s.at(r.Agreed))
	}
	end := r.End
	switch {
	case end == 0 && spec.Today.Day > fair && r.Mark == OpenMark: // nobody knows, and it runs
		t.Unknown, end = s.bar(fair, spec.Today.Day), spec.Today.Day
	case end == 0:
		end = fair
	case end < due:
		t.Planned, t.Waited = s.bar(r.From, end), nil
	case end < fair:
		t.Waited = s.bar(due, end)
	default:
		t.Slipped = s.bar(fair, end)
	}
	if end == 0 {
		return t
	}
	t.End = percent(s.at(end))
	t.Label = s.label(r.Labels, due, end)
	return t
}

// leastLabelled is how long a stretch has to be, in pixels of a narrow plan, for something
// to be said of it in the picture.
const leastLabelled = 36

// label puts the longest of the texts that has room over the stretch between two days:
// from its beginning on, or up to its end.
func (s span) label(texts []string, from, to calendar.Date) *Label {
	if from == 0 || to <= from {
		return nil
	}
	begin, end := s.along(from), s.along(to)
	if end-begin < leastLabelled {
		return nil
	}
	for _, text := range texts {
		switch w := textWidth(text); {
		case begin+w <= planNarrow:
			return &Label{X: percent(s.at(from)), Text: text, Anchor: "start"}
		case w <= end:
			return &Label{X: percent(s.at(to)), Text: text, Anchor: "end"}
		}
	}
	return nil
}
