package chart

import "cmp"

// A BurnSpec says how much of what is included was used.
type BurnSpec struct {
	ID, Title, Desc string
	Used, Included  float64
	Passed          float64 // share of the period's working time, 0 to 1; NaN if it does not count
	PassedText      string  // "40% of October has passed"
	Tone            string
}

// A Burn is a bar of what was used, with what is included and how far time is. Lengths are
// in per cent of the picture.
type Burn struct {
	ID, Title, Desc string
	Included        string
	Used            string // up to what is included
	Over            string // what goes beyond it, after it; "" for nothing
	Passed          string // how far time is; "" if that does not count
	PassText        string // said below that place
	PassAnchor      string // start, middle or end
	Tone            string
}

// NewBurn prepares a bar. What is used beyond what is included goes beyond the
// bar's end, at the same scale.
func NewBurn(spec BurnSpec) *Burn {
	b := &Burn{ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Tone: spec.Tone, PassText: spec.PassedText}
	used, included := nonNegative(spec.Used), nonNegative(spec.Included)
	whole := cmp.Or(max(used, included), 1)
	b.Included = percent(included / whole)
	b.Used = percent(min(used, included) / whole)
	if used > included {
		b.Over = percent(1 - included/whole)
	}
	if number(spec.Passed) && included > 0 {
		at := min(max(spec.Passed, 0), 1) * included / whole
		b.Passed, b.PassAnchor = percent(at), "middle"
		// Beside the place where there is no room to both sides of it.
		switch half := textWidth(spec.PassedText) / 2 / narrowFrom; {
		case at < half:
			b.PassAnchor = "start"
		case at > 1-half:
			b.PassAnchor = "end"
		}
	}
	return b
}

func nonNegative(v float64) float64 {
	if !number(v) || v < 0 {
		return 0
	}
	return v
}

// A PairSpec says how many promises each side kept.
type PairSpec struct {
	ID, Title, Desc string
	Ours, Yours     Share
}

// A Share is how many of all were kept.
type Share struct {
	Name, Text string // "Ours", "31 of 33 (94%)"
	Kept, All  int
}

// A Pair is two records as bars of one length, so that neither looks better for
// having promised more.
type Pair struct {
	ID, Title, Desc string
	Bars            []Bar
}

// A Bar is the record of one side.
type Bar struct {
	Name, Text string
	Kept       string // the kept part, in per cent of the bar; "" where there was nothing to keep
	Side       string // ours or yours
}

// NewPair prepares two records.
func NewPair(spec PairSpec) *Pair {
	p := &Pair{ID: spec.ID, Title: spec.Title, Desc: spec.Desc}
	for i, s := range []Share{spec.Ours, spec.Yours} {
		b := Bar{Name: s.Name, Text: s.Text, Side: "ours"}
		if i == 1 {
			b.Side = "yours"
		}
		if s.All > 0 {
			b.Kept = percent(float64(min(max(s.Kept, 0), s.All)) / float64(s.All))
		}
		p.Bars = append(p.Bars, b)
	}
	return p
}
