package chart

import (
	"strings"
	"testing"
)

func strip(shares ...float64) *Strip {
	return NewStrip(StripSpec{Shares: shares, Late: "late", Percent: func(share float64) string { return coord(share*100) + "%" }})
}

func TestStripHasADotForEachThing(t *testing.T) {
	s := strip(0, 0.1, 0.1, 0.1, 1)
	if strings.Count(s.Kept, "M") != 5 || s.Late != "" || s.Promise != "M1000 0V1000" || len(s.Axis) != 3 {
		t.Errorf("%+v", s)
	}
	// Those at one place stand above each other.
	if !strings.Contains(s.Kept, "M100 938h0M100 854h0M100 771h0") {
		t.Errorf("kept = %s", s.Kept)
	}
}

func TestWhatIsLateStandsBeyondThePromise(t *testing.T) {
	s := strip(1, 1.0001, 40, -1)
	if s.Promise != "M820 0V1000" || s.Kept != "M11 938h0M811 938h0" || s.Late != "M833 938h0M989 938h0" {
		t.Errorf("%+v", s)
	}
	if last := s.Axis[len(s.Axis)-1]; len(s.Axis) != 4 || last.Text != "late" || last.Anchor != "end" {
		t.Errorf("the axis is %v", s.Axis)
	}
}

func TestManyDotsStayInThePicture(t *testing.T) {
	shares := make([]float64, 2000)
	staysInside(t, strip(shares...).Kept)
}
