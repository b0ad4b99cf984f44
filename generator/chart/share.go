package chart

import "cmp"

// A BurnSpec says how much of what is included was used.
type BurnSpec struct {
	ID, Title, Desc string
	Used, Included  float64
	Passed          float64 // share of the period's working time, 0 to 1; NaN if it does not count
	UsedText        string  // "4.5 h used"
	IncludedText    string  // "10 h included"
	PassedText      string  // "40% of October has passed"
	Tone            string
}

// A Burn is a bar of what was used, with what is included and how far time is.
type Burn struct {
	ID, Title, Desc    string
	ViewBox            string
	Width              string // of the whole bar, all that is included
	Used               string // width of what was used, up to what is included
	Over, OverX        string // width and place of what goes beyond it; "" if nothing does
	Passed             string // x of how far time is; "" if that does not count
	UsedText, PassText string
	IncludedText       string
	Tone               string
}

const (
	barWidth  = 560.0
	barHeight = 26.0
)

// NewBurn prepares a bar. What is used beyond what is included goes beyond the
// bar's end, at the same scale.
func NewBurn(spec BurnSpec) *Burn {
	b := &Burn{
		ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Tone: spec.Tone,
		ViewBox:  "0 0 " + coord(barWidth) + " " + coord(barHeight),
		UsedText: spec.UsedText, IncludedText: spec.IncludedText, PassText: spec.PassedText,
	}
	used, included := nonNegative(spec.Used), nonNegative(spec.Included)
	whole := cmp.Or(max(used, included), 1)
	b.Width = coord(included / whole * barWidth)
	b.Used = coord(min(used, included) / whole * barWidth)
	if used > included {
		b.OverX = b.Width
		b.Over = coord((1 - included/whole) * barWidth)
	}
	if number(spec.Passed) && included > 0 {
		b.Passed = coord(min(max(spec.Passed, 0), 1) * included / whole * barWidth)
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
	ViewBox         string
	Width           string
	Bars            []Bar
}

// A Bar is the record of one side.
type Bar struct {
	Name, Text string
	Y, TextY   string
	Kept       string // width of the kept part
	None       bool   // there was nothing to keep
	Side       string // ours or yours
}

// NewPair prepares two records.
func NewPair(spec PairSpec) *Pair {
	p := &Pair{ID: spec.ID, Title: spec.Title, Desc: spec.Desc, Width: coord(barWidth), ViewBox: "0 0 " + coord(barWidth) + " 104"}
	for i, s := range []Share{spec.Ours, spec.Yours} {
		top := float64(i) * 54
		b := Bar{Name: s.Name, Text: s.Text, TextY: coord(top + 18), Y: coord(top + 26), Side: "ours"}
		if i == 1 {
			b.Side = "yours"
		}
		if s.All <= 0 {
			b.None, b.Kept = true, "0"
		} else {
			b.Kept = coord(float64(min(max(s.Kept, 0), s.All)) / float64(s.All) * barWidth)
		}
		p.Bars = append(p.Bars, b)
	}
	return p
}
