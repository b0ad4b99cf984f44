package theme

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// The backgrounds that coloured text stands on, each the one of its scheme with
// the least contrast: the darkest of the light ones, the lightest of the dark.
// Style sheets keep to them.
const (
	lightest = "#f1efe9" // prefers-color-scheme: light
	darkest  = "#262a2f" // prefers-color-scheme: dark

	// luminous is the lightness in OKLCH of a colour that had to be lightened for the dark
	// scheme: by as little as contrast asks for, it would look muddy.
	luminous = 0.78
)

// house is the accent of a portal whose provider has no colour.
const house = "#1f5673"

// Brand writes the style sheet of a portal's accent, the client's colour if it
// has one, else the provider's, else a calm blue; each is written as #rrggbb,
// and one that is not counts as none. The custom properties, for light and dark:
//
//	--accent       text, links and lines: 4.5:1 on every background
//	--accent-fill  the colour itself, for areas
//	--on-accent    text on such an area: 4.5:1
//	--accent-wash  a faint tint for backgrounds
//
// Where the colour lacks contrast (WCAG 2.2, 1.4.3), its lightness is moved in
// OKLCH, which keeps the hue, in the dark scheme to one that shines; adjusted says in words what was moved.
func Brand(provider, client string) (css []byte, adjusted []string) {
	name := client
	if _, ok := parseColor(name); !ok {
		name = provider
	}
	c, ok := parseColor(name)
	own := ok
	if !ok {
		c, _ = parseColor(house)
	}
	var b bytes.Buffer
	for _, scheme := range []struct{ name, ground string }{{"light", lightest}, {"dark", darkest}} {
		ground, _ := parseColor(scheme.ground)
		text := readable(c, ground)
		if own && text != c {
			adjusted = append(adjusted, fmt.Sprintf("brand colour %s has a contrast of %.1f:1 in the %s scheme; text uses %s (%.1f:1)",
				strings.ToLower(name), contrast(c, ground), scheme.name, text, contrast(text, ground)))
		}
		// An area must stand out from the page, 3:1 at least (1.4.11).
		fill := c
		if contrast(fill, ground) < 3 {
			fill = text
		}
		on := color{1, 1, 1}
		if contrast(fill, on) < 4.5 {
			on = color{}
		}
		wash := tint(c, ground)
		rule := fmt.Sprintf("{--accent:%s;--accent-fill:%s;--on-accent:%s;--accent-wash:%s}", text, fill, on, wash)
		if scheme.name == "light" {
			b.WriteString(":root" + rule)
			continue
		}
		// The reader's own choice, which a page notes on its root, goes before the system's.
		b.WriteString("@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light])" + rule + "}")
		b.WriteString("@media screen{:root[data-theme=dark]" + rule + "}")
	}
	return b.Bytes(), adjusted
}

// A color is sRGB, each channel from 0 to 1 and a multiple of 1/255.
type color [3]float64

func parseColor(s string) (color, bool) {
	var c color
	if len(s) != 7 || s[0] != '#' {
		return c, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil {
		return c, false
	}
	for i := range c {
		c[i] = float64(n>>(16-8*i)&0xff) / 255
	}
	return c, true
}

func (c color) String() string {
	return fmt.Sprintf("#%02x%02x%02x", int(math.Round(c[0]*255)), int(math.Round(c[1]*255)), int(math.Round(c[2]*255)))
}

// linear undoes the transfer function of sRGB (IEC 61966-2-1).
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func companded(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// luminance is the relative luminance of WCAG 2.2.
func (c color) luminance() float64 {
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b color) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// oklch gives lightness, chroma and hue (radians) in OKLCH (Björn Ottosson, "A
// perceptual color space for image processing", 2020).
func (c color) oklch() (l, chroma, hue float64) {
	r, g, b := linear(c[0]), linear(c[1]), linear(c[2])
	x := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	y := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	z := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	l = 0.2104542553*x + 0.7936177850*y - 0.0040720468*z
	a := 1.9779984951*x - 2.4285922050*y + 0.4505937099*z
	bb := 0.0259040371*x + 0.7827717662*y - 0.8086757660*z
	return l, math.Hypot(a, bb), math.Atan2(bb, a)
}

// fromOKLCH gives the sRGB colour; ok is false where there is none.
func fromOKLCH(l, chroma, hue float64) (c color, ok bool) {
	a, b := chroma*math.Cos(hue), chroma*math.Sin(hue)
	cube := func(v float64) float64 { return v * v * v }
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	rgb := [3]float64{
		4.0767416621*x - 3.3077115913*y + 0.2309699292*z,
		-1.2684380046*x + 2.6097574011*y - 0.3413193965*z,
		-0.0041960863*x - 0.7034186147*y + 1.7076147010*z,
	}
	ok = true
	for i, v := range rgb {
		if v < -0.0005 || v > 1.0005 {
			ok = false
		}
		c[i] = math.Round(companded(min(max(v, 0), 1))*255) / 255
	}
	return c, ok
}

// shade is the colour of that lightness with as much of the chroma as sRGB has
// there.
func shade(l, chroma, hue float64) color {
	for range 64 {
		if c, ok := fromOKLCH(l, chroma, hue); ok {
			return c
		}
		chroma *= 0.93
	}
	c, _ := fromOKLCH(l, 0, hue)
	return c
}

// readable moves the lightness of c away from the ground's: on a light one by as little as
// text needs, on a dark one as far as looks well.
func readable(c, ground color) color {
	if contrast(c, ground) >= 4.5 {
		return c
	}
	l, chroma, hue := c.oklch()
	step := 0.005
	if ground.luminance() > 0.18 {
		step = -step
	} else {
		l = max(l, luminous)
	}
	for ; l > 0 && l < 1; l += step {
		if s := shade(l, chroma, hue); contrast(s, ground) >= 4.5 {
			return s
		}
	}
	if step < 0 {
		return color{}
	}
	return color{1, 1, 1}
}

// tint is the ground with a breath of the colour's hue.
func tint(c, ground color) color {
	_, chroma, hue := c.oklch()
	l, _, _ := ground.oklch()
	if ground.luminance() > 0.18 {
		l = 0.965 // lighter than the ground, so that text keeps its contrast
	} else {
		l -= 0.02
	}
	return shade(l, min(chroma, 0.022), hue)
}

// Quote is a text as a style sheet quotes it. It may stand in a style element too.
func Quote(text string) string {
	var quoted strings.Builder
	for _, r := range text {
		if r < ' ' || strings.ContainsRune(`"\<`, r) {
			fmt.Fprintf(&quoted, `\%x `, r)
		} else {
			quoted.WriteRune(r)
		}
	}
	return `"` + quoted.String() + `"`
}
