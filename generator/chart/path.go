package chart

import "math"

// dot is a stroke of no length at a point, which round ends make a dot of.
func (p *plot) dot(i int, value func(*Value) float64) string {
	var room [32]byte
	return p.write(append(appendPlace(room[:0], 'M', p.x(i), p.y(value(&p.points[i]))), "h0"...))
}

// stroke is a line through a single point, so that it can be seen.
func (p *plot) stroke(value func(*Value) float64) string {
	at := p.y(value(&p.points[0]))
	var room [32]byte
	return p.write(appendCoord(append(appendPlace(room[:0], 'M', 0.5-lonely, at), 'H'), (0.5+lonely)*box))
}

// chartRoom is how many points most charts have at the most.
const chartRoom = 24

// path leads through the values, with a gap where one is missing: each stretch begins at
// a place, and goes on by steps. A value between two gaps is a dot. Every point of the
// figures themselves is in it, for the script that tells what they are; of other lines
// those are left out without which they look the same.
func (p *plot) path(value func(*Value) float64, whole bool) string {
	var room [256]byte
	var places [chartRoom]point
	b, stretch := room[:0], places[:0]
	for i := range p.points {
		v := value(&p.points[i])
		if number(v) {
			stretch = append(stretch, point{math.Round(p.x(i) * box), math.Round(p.y(v) * box)})
			if i < len(p.points)-1 {
				continue
			}
		}
		if !whole {
			stretch = turns(stretch)
		}
		b = appendStretch(b, stretch)
		stretch = stretch[:0]
	}
	return p.write(b)
}

// appendStretch appends the points of a path between two gaps.
func appendStretch(b []byte, stretch []point) []byte {
	for i, to := range stretch {
		switch {
		case i > 0:
			b = appendStep(b, stretch[i-1], to, i == 1)
		case len(stretch) > 1:
			b = appendPoint(b, 'M', to.x, to.y)
		default:
			b = append(appendPoint(b, 'M', to.x, to.y), "h0"...)
		}
	}
	return b
}

// turns leaves out the points that are within a thousandth of the plot's height of the
// line between those that stay: a fifth of a pixel. It writes over what it is given.
func turns(stretch []point) []point {
	kept := stretch[:min(len(stretch), 1)]
	for from := 0; from < len(stretch)-1; {
		to := from + 1
		for to+1 < len(stretch) && isLine(stretch[from:to+2]) {
			to++
		}
		kept = append(kept, stretch[to])
		from = to
	}
	return kept
}

func isLine(points []point) bool {
	first, last := points[0], points[len(points)-1]
	slope := (last.y - first.y) / (last.x - first.x)
	for _, p := range points[1 : len(points)-1] {
		if math.Abs(first.y+slope*(p.x-first.x)-p.y) > 1 {
			return false
		}
	}
	return true
}

// straight tells whether three points, each as far from the next, are on one line, as
// well as a hundred of them in a row may be off it unseen.
func straight(a, b, c float64) bool { return math.Abs(a+c-2*b) < 1e-6 }

// barPath has a stroke from zero to each of some values, the first of which stands at a
// number in the plot.
func (p *plot) barPath(points []Value, first int) string {
	var room [512]byte
	b := room[:0]
	for i := range points {
		if v := points[i].V; number(v) {
			b = append(appendPlace(b, 'M', p.x(first+i), p.y(0)), 'V')
			b = appendCoord(b, math.Round(p.y(v)*box))
		}
	}
	return p.write(b)
}

// area is the outline of the range aimed at, one for each stretch of points that have
// one. A lone point's is as wide as a short stroke.
func (p *plot) area() string {
	var room [512]byte
	b := room[:0]
	ranged := func(i int) bool {
		v := &p.points[i]
		return v.HasTarget && number(v.Low) && number(v.High)
	}
	for from := 0; from < len(p.points); from++ {
		to := from
		for to < len(p.points) && ranged(to) {
			to++
		}
		if to == from {
			continue
		}
		wide := 0.0
		if to == from+1 {
			wide = lonely
		}
		inner := func(i int) bool { // nothing turns there
			return i > from && i < to-1 && straight(p.y(p.points[i-1].High), p.y(p.points[i].High), p.y(p.points[i+1].High)) &&
				straight(p.y(p.points[i-1].Low), p.y(p.points[i].Low), p.y(p.points[i+1].Low))
		}
		command := byte('M')
		for i := from; i < to; i++ {
			if !inner(i) {
				b = appendPlace(b, command, within(p.x(i)-wide), p.y(p.points[i].High))
				command = 'L'
			}
		}
		if wide > 0 {
			b = appendPlace(b, 'L', within(p.x(from)+wide), p.y(p.points[from].High))
			b = appendPlace(b, 'L', within(p.x(from)+wide), p.y(p.points[from].Low))
		}
		for i := to - 1; i >= from; i-- {
			if inner(i) {
				continue
			}
			b = appendPlace(b, 'L', within(p.x(i)-wide), p.y(p.points[i].Low))
		}
		b = append(b, 'Z')
		from = to
	}
	return p.write(b)
}

func within(share float64) float64 { return min(max(share, 0), 1) }

// A point is a place in the box of a picture.
type point struct{ x, y float64 }

// appendStep appends how a path goes on from one point to another, as the first or a later
// step of a straight run.
func appendStep(b []byte, from, to point, first bool) []byte {
	x, y := to.x-from.x, to.y-from.y
	switch {
	case first:
		b = append(b, 'l')
	case x >= 0:
		b = append(b, ' ')
	}
	b = appendCoord(b, x)
	if y >= 0 {
		b = append(b, ' ')
	}
	return appendCoord(b, y)
}
