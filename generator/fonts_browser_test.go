//go:build slow

package generator_test

import (
	"fmt"
	"path/filepath"
	"testing"
)

// What is read is set in the two typefaces of the theme, from a disk too, and a language
// with other letters loads those as well.
func TestPagesAreSetInTheirTypefaces(t *testing.T) {
	r, out := readExample(t)
	loaded := `[...document.fonts].filter(f => f.status === "loaded" && !/like |of others/.test(f.family.toLowerCase())).map(f => f.family.replaceAll('"', "").toLowerCase() + " " + f.unicodeRange.split(",")[0]).sort()`
	r.base = "file://" + filepath.Join(out, "hollenbeck") + "/"
	r.open("index.html")
	r.sees([]string{"inter U+20-FF", "source serif 4 U+20-FF"}, loaded)
	r.does(`document.querySelector("main p").textContent += " Zażółć gęślą jaźń"`)
	r.sees([]string{"inter U+100-130", "inter U+20-FF", "source serif 4 U+20-FF"}, loaded)
	r.content()
}

// Until a typeface is there, what stands for it is as wide as it is at each size that headings
// and text have, so that lines break where they will.
func TestWhatStandsForATypefaceIsAsWide(t *testing.T) {
	r, out := readExample(t)
	r.base = "file://" + filepath.Join(out, "dijkzicht-4m8q2x7k") + "/"
	r.open("index.html")
	r.does(`globalThis.wide = (how, stretch, family, text) => {
		const line = Object.assign(document.createElement("span"), {textContent: text});
		line.style.cssText = "position: absolute; white-space: nowrap; font: " + how + " " + family + "; font-stretch: " + stretch;
		document.body.append(line);
		return line.getBoundingClientRect().width;
	}`)
	for _, test := range []struct{ how, stretch, typeface, stand string }{
		{"400 21px", "100%", "'Source Serif 4'", "'Like Source Serif'"},
		{"400 25px", "100%", "'Source Serif 4'", "'Like Source Serif'"},
		{"400 30px", "101%", "'Source Serif 4'", "'Like Source Serif'"},
		{"400 40px", "102%", "'Source Serif 4'", "'Like Source Serif'"},
		{"400 48px", "103%", "'Source Serif 4'", "'Like Source Serif'"},
		{"400 16px", "100%", "Inter", "'Like Inter'"},
		{"600 16px", "100%", "Inter", "'Like Inter'"},
	} {
		r.sees(true, fmt.Sprintf(`Promise.all([document.fonts.load(%[1]q + " " + %[2]q), document.fonts.load(%[1]q + " " + %[3]q)]) && document.fonts.check(%[1]q + " " + %[2]q) && [
			"Een derde meer bestellingen dan vorig jaar, en een winkel die klaarstaat",
			"No backup since Monday. All 4 figures are on target. We need 6 things",
			"Angebote, die auf den Zahlen des letzten Monats stehen und nicht",
		].every(text => Math.abs(wide(%[1]q, %[4]q, %[3]q, text) / wide(%[1]q, %[4]q, %[2]q, text) - 1) < 0.025)`, test.how, test.typeface, test.stand, test.stretch))
	}
	r.content()
}
