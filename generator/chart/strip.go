package chart

import "math"

// A StripSpec says how much of what was promised each of many things took.
type StripSpec struct {
	ID, Title, Desc string
	Shares          []float64            // 1 is all of it; what is above is late
	Percent         func(float64) string // writes a share
	Late            string               // what is said of those
}

// A Strip has a dot for each thing on an axis from nothing to all that was promised,
// those at one place above each other, and those that are late beyond it. Its paths are
// in a box of 1000 by 1000 that is stretched to the picture.
type Strip struct {
	ID, Title, Desc string
	Kept, Late      string // dots
	Grid            string
	Promise         string // the line at all that was promised
	Axis            []Period
}

const (
	stripHeight = 96.0
	stripDot    = 8.0
	stripPlaces = 45   // so many dots have room beside each other in the narrowest picture
	stripLate   = 0.82 // share of the width up to the promise, where there are late ones
)

// NewStrip prepares the dots.
func NewStrip(spec StripSpec) *Strip {
	s := &Strip{ID: spec.ID, Title: spec.Title, Desc: spec.Desc}
	promise := 1.0
	for _, share := range spec.Shares {
		if share > 1 {
			promise = stripLate
		}
	}
	// How late each of the late ones is the picture does not tell beyond twice the time.
	at := func(share float64) float64 {
		if share <= 1 {
			return max(share, 0) * promise
		}
		return promise + min(share-1, 1)*(1-promise)
	}
	places := make([][]float64, stripPlaces)
	most := 1
	for _, share := range spec.Shares {
		if !number(share) {
			continue
		}
		i := min(int(at(share)*stripPlaces), stripPlaces-1)
		if last := int(math.Ceil(promise*stripPlaces)) - 1; share <= 1 {
			i = min(i, last)
		} else {
			i = max(i, last+1)
		}
		places[i] = append(places[i], share)
		most = max(most, len(places[i]))
	}
	step := min(stripDot, (stripHeight-stripDot)/float64(most)) / stripHeight
	var kept, late []byte
	for i, stack := range places {
		for n, share := range stack {
			x, y := (float64(i)+0.5)/stripPlaces, 1-step*(float64(n)+0.75)
			if share > 1 {
				late = append(appendPlace(late, 'M', x, y), "h0"...)
			} else {
				kept = append(appendPlace(kept, 'M', x, y), "h0"...)
			}
		}
	}
	s.Kept, s.Late = string(kept), string(late)
	s.Grid = "M0 1000H1000"
	s.Promise = string(append(appendPlace(nil, 'M', promise, 0), "V1000"...))
	for _, share := range [...]float64{0, 0.5, 1} {
		label := Period{X: percent(share * promise), Text: spec.Percent(share)}
		switch {
		case share == 0:
			label.Anchor = "start"
		case share == 1 && promise == 1:
			label.Anchor = "end"
		default:
			label.Anchor = "middle"
		}
		s.Axis = append(s.Axis, label)
	}
	if promise < 1 {
		s.Axis = append(s.Axis, Period{X: "100%", Text: spec.Late, Anchor: "end"})
	}
	return s
}
