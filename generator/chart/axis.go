package chart

import (
	"math"
	"slices"
)

// axis labels as many periods as have room, evenly, the newest one always, each as few
// times with its year as tells the years apart. Where the picture is narrow every so
// many of them are left out; those that stay tell the years apart by themselves.
func (p *plot) axis(labels []Period, left, right float64) []Period {
	n := len(p.points)
	few, fewer := 1, p.fewer(1, left, right)
	for few < n && !p.fits(few, few, fewer, p.wide, wideGap, left, right) {
		few++
		fewer = p.fewer(few, left, right)
	}
	for i := (n - 1) % few; i < n; i += few {
		_, _, anchor := p.extent(i, 0, p.narrow, left, right)
		labels = append(labels, Period{X: p.percent(p.x(i)), Text: p.label(i, few, fewer).text, Anchor: anchor, Wide: !p.stays(i, fewer)})
	}
	return labels
}

// stays tells whether a period is labelled in narrow pictures too, where each so many are.
func (p *plot) stays(i, fewer int) bool { return (len(p.points)-1-i)%fewer == 0 }

// measure measures what may stand at the periods: without their year, and with it. It returns
// the memory that it used.
func (p *plot) measure(both []measured) []measured {
	n := len(p.points)
	both = slices.Grow(both[:0], 2*n)[:2*n]
	p.short, p.dated = both[:n], both[n:]
	for i := range p.points {
		v := &p.points[i]
		p.short[i] = periodText(v.Short)
		if p.dated[i] = p.short[i]; v.Dated != "" {
			p.dated[i] = periodText(v.Dated)
		}
	}
	return both
}

// periodText cuts a label of the time axis to what any picture has room for.
func periodText(text string) measured { return cut(text, narrowFrom/2) }

// label is what stands at a period where each so many are labelled, and in narrow
// pictures each so many fewer.
func (p *plot) label(i, few, fewer int) measured {
	sameYear := func(before int) bool { return before >= 0 && p.points[before].Year == p.points[i].Year }
	if sameYear(i-few) && (!p.stays(i, fewer) || sameYear(i-fewer)) {
		return p.short[i]
	}
	return p.dated[i]
}

// fewer is the least multiple of a number such that each so many periods can be labelled
// in a narrow plot.
func (p *plot) fewer(few int, left, right float64) int {
	n := len(p.points)
	for fewer := few; fewer < n; fewer += few {
		if p.fits(fewer, few, fewer, p.narrow, narrowGap, left, right) {
			return fewer
		}
	}
	return max(few, few*((n+few-1)/few))
}

// The least room between two labels of the time axis, in pixels.
const (
	narrowGap = 10
	wideGap   = 40
)

// fits tells whether the labels of each so many periods stand beside each other.
func (p *plot) fits(every, few, fewer int, width, gap, left, right float64) bool {
	n := len(p.points)
	end := math.Inf(-1)
	for i := (n - 1) % every; i < n; i += every {
		from, to, _ := p.extent(i, p.label(i, few, fewer).width, width, left, right)
		if from < end+gap {
			return false
		}
		end = to
	}
	return true
}

// extent is from where to where a period's label of a width goes, in a plot between two
// margins, and how it is anchored there: in any plot as it has to be in a narrow one, with
// its year.
func (p *plot) extent(i int, w, width, left, right float64) (from, to float64, anchor string) {
	at, longest := p.x(i)*width, p.dated[i].width
	switch middle := p.x(i) * p.narrow; {
	case middle-longest/2 < -left:
		return at, at + w, "start"
	case middle+longest/2 > p.narrow+right:
		return at - w, at, "end"
	}
	return at - w/2, at + w/2, ""
}
