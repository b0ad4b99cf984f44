package chart

import (
	"math"
	"slices"
	"strconv"
)

const (
	maxSaid  = 3         // so many notes may stand at their points
	saidWide = 15.5 * em // as long as they are no wider than this
	maxMarks = 8         // of more notes the table has the earlier ones
	markSize = 16.0
	saidSize = 16.0 // its height
)

// notes puts short notes at their points where there is room, and else numbers above
// the plot that a list below it explains.
func (l *Line) notes(p *plot) {
	var noted []int
	for i := range p.points {
		if p.points[i].Note != "" && number(p.points[i].V) {
			noted = append(noted, i)
		}
	}
	noted = last(min(maxMarks, 1+int(p.narrow/markSize)), noted)
	if len(noted) == 0 {
		return
	}
	// What has room in a narrow picture has it in a wide one.
	narrow := true
	if l.Said = p.say(noted, p.narrow); l.Said == nil {
		narrow, l.Said = false, p.say(noted, p.wide)
	}
	said := l.Said != nil
	for n, i := range noted {
		if said {
			l.Said[n].Wide = !narrow
		}
		if !narrow {
			v := &p.points[i]
			l.Notes = append(l.Notes, Note{strconv.Itoa(n + 1), v.Label, v.Note})
		}
		if !p.bars && p.dot(i, figure) != l.Newest { // which is one
			l.Dots += p.dot(i, figure)
		}
	}
	if !narrow {
		l.NotesNarrow = said
		l.marks(p, noted)
	}
}

// marks stand above the plot, apart from each other, with a line down to their points.
func (l *Line) marks(p *plot, noted []int) {
	l.Rows++
	want, size := make([]float64, len(noted)), make([]float64, len(noted))
	for n, i := range noted {
		want[n], size[n] = p.x(i)*p.narrow, markSize
	}
	var room [256]byte
	b := room[:0]
	for n, at := range nudge(want, size, -markSize/2, p.narrow+markSize/2) {
		i := noted[n]
		l.Marks = append(l.Marks, Sign{p.percent(at / p.narrow), strconv.Itoa(n + 1)})
		b = appendPlace(b, 'M', at/p.narrow, -8/plotHeight)
		b = appendPlace(b, 'L', p.x(i), 0)
		b = appendCoord(append(b, 'V'), math.Round(max(p.y(p.points[i].V)*box-7/plotHeight*box, 0)))
	}
	l.Leaders = p.write(b)
}

// A rect is a place in the plot, in pixels.
type rect struct{ left, top, right, bottom float64 }

func (r rect) grown(by float64) rect {
	return rect{r.left - by, r.top - by, r.right + by, r.bottom + by}
}

func (r rect) meets(o rect) bool {
	return r.left < o.right && o.left < r.right && r.top < o.bottom && o.top < r.bottom
}

// crosses tells whether a stretch of a line goes through it, by cutting off what is beyond
// each of its sides (Liang and Barsky, "A New Concept and Method for Line Clipping", 1984).
func (r rect) crosses(x0, y0, x1, y1 float64) bool {
	from, to := 0.0, 1.0
	for _, side := range [...][2]float64{{x0 - x1, x0 - r.left}, {x1 - x0, r.right - x0}, {y0 - y1, y0 - r.top}, {y1 - y0, r.bottom - y0}} {
		switch step, room := side[0], side[1]; {
		case step == 0 && room < 0:
			return false
		case step < 0:
			from = max(from, room/step)
		case step > 0:
			to = min(to, room/step)
		}
	}
	return from <= to
}

// say finds a place for each of the notes at its point in a plot of a width; nil where
// not all have one. In a wider plot they have more room.
func (p *plot) say(noted []int, width float64) []Said {
	if len(noted) > maxSaid {
		return nil
	}
	lines := p.lines(width)
	var taken []rect
	var said []Said
	for _, i := range noted {
		text := p.points[i].Note
		w := textWidth(text)
		if w > min(saidWide, 0.7*width) {
			return nil
		}
		s, at, ok := p.sayAt(i, text, w, width, lines, taken)
		if !ok {
			return nil
		}
		taken, said = append(taken, at), append(said, s)
	}
	return said
}

func (p *plot) sayAt(i int, text string, w, width float64, lines []stretch, taken []rect) (Said, rect, bool) {
	x, y := p.x(i)*width, p.y(p.points[i].V)*plotHeight
	for _, up := range [...]float64{-16, 16, -24, 24} {
		for _, anchor := range [...]string{"", "start", "end"} {
			from := x - w/2
			switch anchor {
			case "start":
				from = x
			case "end":
				from = x - w
			}
			r := rect{from, y + up - saidSize/2, from + w, y + up + saidSize/2}
			if r.left < 0 || r.right > width || r.top < 0 || r.bottom > plotHeight {
				continue
			}
			if p.free(r.grown(2), width, lines, taken) {
				return Said{X: p.percent(p.x(i)), Y: p.percent((y + up) / plotHeight), Text: text, Anchor: anchor}, r, true
			}
		}
	}
	return Said{}, rect{}, false
}

func (p *plot) free(r rect, width float64, lines []stretch, taken []rect) bool {
	if slices.ContainsFunc(taken, r.meets) || slices.ContainsFunc(lines, func(s stretch) bool { return r.crosses(s.x0, s.y0, s.x1, s.y1) }) {
		return false
	}
	if i := p.last(figure); !p.bars && r.meets((rect{p.x(i) * width, p.y(p.points[i].V) * plotHeight, p.x(i) * width, p.y(p.points[i].V) * plotHeight}).grown(5)) {
		return false
	}
	return !p.bars || !slices.ContainsFunc(p.barRects(width), r.meets)
}

func (p *plot) barRects(width float64) []rect {
	half := barShare * width / float64(max(len(p.points), 3)) / 2
	zero := p.y(0) * plotHeight
	var all []rect
	for i := range p.points {
		if v := p.points[i].V; number(v) {
			x, y := p.x(i)*width, p.y(v)*plotHeight
			all = append(all, rect{x - half, min(y, zero), x + half, max(y, zero)})
		}
	}
	return all
}

// A stretch is a straight part of a line.
type stretch struct{ x0, y0, x1, y1 float64 }

// lines are all parts of all lines, in a plot of a width.
func (p *plot) lines(width float64) []stretch {
	series := []func(*Value) float64{(*Value).previous, (*Value).budget}
	if !p.bars {
		series = append(series, figure)
	}
	if !look(p.points).band {
		series = append(series, (*Value).target)
	}
	var all []stretch
	for _, value := range series {
		for i := range p.points {
			v := value(&p.points[i])
			if !number(v) {
				continue
			}
			s := stretch{p.x(i) * width, p.y(v) * plotHeight, p.x(i) * width, p.y(v) * plotHeight}
			if i+1 < len(p.points) {
				if next := value(&p.points[i+1]); number(next) {
					s.x1, s.y1 = p.x(i+1)*width, p.y(next)*plotHeight
				}
			}
			if len(p.points) == 1 {
				s.x0, s.x1 = s.x0-lonely*width, s.x1+lonely*width
			}
			all = append(all, s)
		}
	}
	return all
}

// last keeps the last n of a list.
func last[T any](n int, list []T) []T { return list[max(0, len(list)-n):] }
