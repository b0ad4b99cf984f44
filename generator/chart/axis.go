package chart

import (
	"cmp"
	"math"
)

// axis labels as many periods as have room, evenly, the newest one always, each as few
// times with its year as tells the years apart. Where the picture is narrow every so
// many of them are left out.
func (p *plot) axis(left, right float64) []Period {
	n := len(p.points)
	few := p.every(1, p.wide, left, right)
	fewer := p.every(few, p.narrow, left, right)
	var labels []Period
	year, narrowYear := 0, 0
	for i := (n - 1) % few; i < n; i += few {
		v := &p.points[i]
		narrow := (n-1-i)%fewer == 0
		label := Period{X: percent(p.x(i)), Text: v.Short, Wide: !narrow}
		if v.Dated != "" && v.Year != year {
			label.Text = v.Dated
		} else if narrow && v.Dated != "" && v.Year != narrowYear {
			label.Year = v.Dated
		}
		if year = v.Year; narrow {
			narrowYear = v.Year
		}
		_, _, label.Anchor = p.extent(i, "", p.narrow, left, right)
		label.Text, label.Year = periodText(label.Text), periodText(label.Year)
		labels = append(labels, label)
	}
	return labels
}

// periodText cuts a label of the time axis to what any picture has room for.
func periodText(text string) string { return shorten(text, narrowFrom/2) }

// every is the least multiple of a number such that each so many periods can be labelled
// in a plot of a width.
func (p *plot) every(of int, width, left, right float64) int {
	n := len(p.points)
	for every := of; every < n; every += of {
		if p.fits(every, width, left, right) {
			return every
		}
	}
	return max(of, of*((n+of-1)/of))
}

func (p *plot) fits(every int, width, left, right float64) bool {
	const gap = 10
	n := len(p.points)
	end, year := math.Inf(-1), 0
	for i := (n - 1) % every; i < n; i += every {
		v := &p.points[i]
		text := v.Short
		if v.Dated != "" && v.Year != year {
			text = v.Dated
		}
		year = v.Year
		from, to, _ := p.extent(i, periodText(text), width, left, right)
		if from < end+gap {
			return false
		}
		end = to
	}
	return true
}

// extent is from where to where a period's label goes, in a plot of a width between two
// margins, and how it is anchored there: in any plot as it has to be in a narrow one, with
// its year.
func (p *plot) extent(i int, text string, width, left, right float64) (from, to float64, anchor string) {
	w, at := textWidth(text), p.x(i)*width
	longest := textWidth(periodText(cmp.Or(p.points[i].Dated, p.points[i].Short)))
	switch middle := p.x(i) * p.narrow; {
	case middle-longest/2 < -left:
		return at, at + w, "start"
	case middle+longest/2 > p.narrow+right:
		return at - w, at, "end"
	}
	return at - w/2, at + w/2, ""
}
