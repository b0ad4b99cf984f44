package chart

import (
	"math"
	"strconv"
)

// A scale maps values to shares of a length. Values are divided by unit first,
// so that differences of the greatest floats stay finite.
type scale struct {
	lo, hi, step float64 // multiples of step, after division
	unit         float64
}

// newScale finds round bounds that hold lo to hi, about wanted steps apart.
// Zero is among them where it is near: a line far from it may start elsewhere,
// for a picture is there to show change. Of whole numbers the steps are whole too.
func newScale(lo, hi float64, wanted int, whole bool) scale {
	s := scale{unit: 1}
	if m := max(math.Abs(lo), math.Abs(hi)); m > 1e290 {
		s.unit = 1e20
	}
	lo, hi = lo/s.unit, hi/s.unit
	m := max(math.Abs(lo), math.Abs(hi))
	switch {
	case m < 1e-290: // nothing but zero, as far as floats can tell
		lo, hi = 0, 1
	case hi-lo <= 1e-9*m: // all alike: in the middle of the picture
		lo, hi = min(lo-m/10, lo), max(hi+m/10, hi)
	}
	if lo > 0 && lo <= 0.6*hi {
		lo = 0
	}
	if hi < 0 && hi >= 0.6*lo {
		hi = 0
	}
	s.step = roundStep((hi - lo) / float64(wanted))
	if whole {
		s.step = wholeStep(s.step)
	}
	s.lo, s.hi = math.Floor(lo/s.step)*s.step, math.Ceil(hi/s.step)*s.step
	return s
}

// roundStep is the least of 1, 2, 2.5 and 5 times a power of ten that is not
// below v.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, f := range [...]float64{1, 2, 2.5, 5, 10} {
		if f*power >= v*(1-1e-12) {
			return f * power
		}
	}
	return 10 * power
}

// wholeStep is the least of the same steps that is whole and not below v.
func wholeStep(v float64) float64 {
	for v < 1 || v < 10 && v != math.Trunc(v) {
		v = roundStep(max(1, v*1.01))
	}
	return v
}

// share is where v stands between the bounds, from 0 to 1.
func (s scale) share(v float64) float64 {
	return min(max((v/s.unit-s.lo)/(s.hi-s.lo), 0), 1)
}

// ticks are the multiples of the step, without the dust of binary fractions.
func (s scale) ticks() []float64 {
	from, to := math.Round(s.lo/s.step), math.Round(s.hi/s.step)
	var all []float64
	for i := from; i <= to; i++ {
		v, err := strconv.ParseFloat(strconv.FormatFloat(i*s.step, 'g', 12, 64), 64)
		if err != nil {
			continue
		}
		if v *= s.unit; number(v) {
			all = append(all, v+0)
		}
	}
	return all
}
