//go:build slow

package generator_test

import (
	"path/filepath"
	"testing"
)

// What is read is set in the two typefaces of the theme, from a disk too, and a language
// with other letters loads those as well.
func TestPagesAreSetInTheirTypefaces(t *testing.T) {
	r, out := readExample(t)
	loaded := `[...document.fonts].filter(f => f.status === "loaded" && !f.family.toLowerCase().includes("like")).map(f => f.family.replaceAll('"', "").toLowerCase() + " " + f.unicodeRange.split(",")[0]).sort()`
	r.base = "file://" + filepath.Join(out, "hollenbeck") + "/"
	r.open("index.html")
	r.sees([]string{"inter U+20-FF", "source serif 4 U+20-FF"}, loaded)
	r.does(`document.querySelector("main p").textContent += " Zażółć gęślą jaźń"`)
	r.sees([]string{"inter U+100-130", "inter U+20-FF", "source serif 4 U+20-FF"}, loaded)
	r.content()
}
