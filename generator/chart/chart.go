// Package chart prepares figures for drawing: it turns values into the
// coordinates, scales and labels of an SVG picture, and keeps the same data as
// text. What a chart looks like is the theme's: partials lay these models out.
//
// Coordinates are strings with at most one decimal, in the units of the model's
// ViewBox. Everything that people read is given by the caller, in the reader's
// language. Values that are not numbers (NaN, infinite) are left out of the
// picture and stay in the text.
//
// A picture is as wide as a column of text on a desk, and shrinks to a phone's
// width, where style sheets enlarge its letters: labels are spaced for that.
package chart

import (
	"math"
	"strconv"
)

// letter is how tall letters are at most, in units: what style sheets may set
// on the narrowest screens.
const letter = 19

// width estimates how wide a text is at that size.
func width(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r >= 0x2e80 { // from here on mostly as wide as tall
			w += letter
		} else {
			w += 0.56 * letter
		}
	}
	return w
}

// shorten cuts a text to a width; the caller keeps the whole one as a title.
func shorten(text string, limit float64) string {
	if width(text) <= limit {
		return text
	}
	w := 0.6 * letter // the ellipsis
	for i, r := range text {
		w += width(string(r))
		if w > limit {
			for i > 0 && text[i-1] == ' ' {
				i--
			}
			return text[:i] + "…"
		}
	}
	return text
}

// coord writes a coordinate. It never writes -0.
func coord(v float64) string {
	var b [24]byte
	return string(appendCoord(b[:0], v))
}

func appendCoord(b []byte, v float64) []byte {
	n := int64(math.Round(v * 10))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	if d := n % 10; d != 0 {
		b = append(b, '.', byte('0'+d))
	}
	return b
}

func appendPoint(b []byte, command byte, x, y float64) []byte {
	b = appendCoord(append(b, command), x)
	return appendCoord(append(b, ' '), y)
}

func number(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// A Label is a text at a place. Anchor is start, middle or end, as SVG has it.
type Label struct {
	X, Y, Text, Anchor string
}

// A Table holds the data of a picture for those who would rather read it.
type Table struct {
	Caption  string
	Headings []string
	Rows     [][]string // each as long as Headings; the first cell names the row
}
