// Package chart prepares figures for drawing: it turns values into the
// coordinates, scales and labels of an SVG picture, and keeps the same data as
// text. What a chart looks like is the theme's: partials lay these models out.
//
// Everything that people read is given by the caller, in the reader's language.
// Values that are not numbers (NaN, infinite) are left out of the picture and stay in
// the text.
//
// A picture of figures over time is as wide as its place on the page: paths are
// stretched to it, while letters keep their size. So labels are spaced for the least
// width that a picture can have, and lie further apart in any other.
package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// textWidth is how wide a text is in pixels, in letters of the usual size: as in Inter,
// and of other scripts as wide as their letters mostly are.
func textWidth(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r < rune(len(plainWidths)) {
			w += plainWidths[r]
		} else {
			w += letterWidth(r)
		}
	}
	return w * em
}

// plainWidths are those of the letters of ASCII.
var plainWidths = func() (widths [128]float64) {
	for r := range widths {
		widths[r] = letterWidth(rune(r))
	}
	return widths
}()

func letterWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("ijlI.,:;'|!  ", r):
		return 0.29
	case strings.ContainsRune("frt()/·", r):
		return 0.42
	case strings.ContainsRune("mwMW%@—…", r):
		return 0.96
	case r >= '0' && r <= '9', r == '+', r == '-', r == '−', r == '$', r == '£', r == '€', r == '–':
		return 0.65
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
		return 0
	case r >= 0x2e80: // from here on mostly as wide as tall
		return 1.05
	case r < 0x250 && unicode.IsLower(r):
		return 0.6
	}
	return 0.74
}

// shorten cuts a text to a width in pixels.
func shorten(text string, limit float64) string { return cut(text, limit).text }

// A measured text is as wide as it says, in pixels.
type measured struct {
	text  string
	width float64
}

// cut shortens a text to a width, and measures it.
func cut(text string, limit float64) measured {
	whole := textWidth(text)
	if whole <= limit {
		return measured{text, whole}
	}
	w := letterWidth('…') * em
	for i, r := range text {
		if w += letterWidth(r) * em; w > limit {
			text = strings.TrimRight(text[:i], " ") + "…"
			break
		}
	}
	return measured{text, textWidth(text)}
}

// A sheet holds the coordinates of a picture one behind another, since apart they would be
// dozens of little pieces of memory.
type sheet struct{ all strings.Builder }

// sheetSize is what those of most pictures take.
const sheetSize = 1024

// write puts a text on the sheet.
func (s *sheet) write(text []byte) string {
	if s.all.Cap() == 0 {
		s.all.Grow(sheetSize)
	}
	from := s.all.Len()
	s.all.Write(text)
	return s.all.String()[from:]
}

// percent writes a share as a coordinate.
func (s *sheet) percent(share float64) string {
	var room [24]byte
	return s.write(append(appendCoord(room[:0], share*100), '%'))
}

// percent writes a share as a coordinate.
func percent(share float64) string { return coord(share*100) + "%" }

// appendPlace appends a command to a path, with a place in shares of its box.
func appendPlace(b []byte, command byte, x, y float64) []byte {
	return appendPoint(b, command, math.Round(x*box), math.Round(y*box))
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
