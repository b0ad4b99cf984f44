package chart

// A Spark is a trend small enough to stand in a line of text. It has no text:
// what it shows is said beside it.
type Spark struct {
	ViewBox string
	Path    string
	X, Y    string // of the newest value; "" without values
}

const (
	sparkWidth  = 96.0
	sparkHeight = 28.0
	sparkInset  = 4.0
)

// NewSpark prepares a trend, oldest value first.
func NewSpark(values []float64) *Spark {
	s := &Spark{ViewBox: "0 0 " + coord(sparkWidth) + " " + coord(sparkHeight)}
	var known []float64
	for _, v := range values {
		if number(v) {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return s
	}
	lo, hi := known[0], known[0]
	for _, v := range known {
		lo, hi = min(lo, v), max(hi, v)
	}
	y := func(v float64) float64 {
		if lo == hi {
			return sparkHeight / 2
		}
		// Halves, since the difference of the greatest floats is infinite.
		return sparkHeight - sparkInset - (v/2-lo/2)/(hi/2-lo/2)*(sparkHeight-2*sparkInset)
	}
	x := func(i int) float64 {
		if len(known) == 1 {
			return sparkWidth - sparkInset
		}
		return sparkInset + float64(i)*(sparkWidth-2*sparkInset)/float64(len(known)-1)
	}
	if lo != hi && hi/2-lo/2 == 0 { // two of the least floats there are
		hi = lo
	}
	b := make([]byte, 0, 12*len(known))
	b = trace(b, len(known), x, y, func(i int) float64 { return known[i] }, false)
	s.Path = string(b)
	last := len(known) - 1
	s.X, s.Y = coord(x(last)), coord(y(known[last]))
	return s
}
