package chart

import "math"

// A SparkSpec says what a small picture is to show, oldest first.
type SparkSpec struct {
	Values  []float64
	Targets [][]float64 // lines of what was aimed at with each, not a number for nothing
	X       []float64   // where each stands, as a share of the width; nil for evenly
}

// A Spark is a trend in a picture without letters: what it shows is said beside it. Its
// paths are in a box of 1000 by 1000 that is stretched to the picture.
type Spark struct {
	Path   string // "" where there is nothing to draw
	Area   string // below it
	Target string // "" for none
	Newest string // a stroke of no length at the newest value
}

// sparkInset is what is kept free above and below, as a share of the height.
const sparkInset = 0.08

// NewSpark prepares a trend.
func NewSpark(spec SparkSpec) *Spark {
	s := &Spark{}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, all := range append([][]float64{spec.Values}, spec.Targets...) {
		for _, v := range all {
			if number(v) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	x := func(i int) float64 {
		switch {
		case spec.X != nil:
			return spec.X[i]
		case len(spec.Values) == 1:
			return 1
		}
		return float64(i) / float64(len(spec.Values)-1)
	}
	y := func(v float64) float64 {
		// Halves, since the difference of the greatest floats is infinite.
		if hi/2-lo/2 == 0 {
			return 0.5
		}
		return 1 - sparkInset - (v/2-lo/2)/(hi/2-lo/2)*(1-2*sparkInset)
	}
	trace := func(values []float64) string {
		var b []byte
		command := byte('M')
		for i, v := range values {
			if number(v) {
				b = appendPlace(b, command, x(i), y(v))
				command = 'L'
			}
		}
		return string(b)
	}
	first, last := -1, -1
	for i, v := range spec.Values {
		if number(v) {
			if last = i; first < 0 {
				first = i
			}
		}
	}
	if last < 0 {
		return s
	}
	s.Path = trace(spec.Values)
	for _, aimed := range spec.Targets {
		s.Target += trace(aimed)
	}
	s.Area = s.Path + "V1000H" + coord(math.Round(x(first)*box)) + "Z"
	s.Newest = string(append(appendPlace(nil, 'M', x(last), y(spec.Values[last])), "h0"...))
	return s
}
