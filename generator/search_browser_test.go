//go:build slow

package generator_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// readExample builds the example for a reader, who reads it from a disk.
func readExample(t *testing.T) (r *reader, out string) {
	t.Helper()
	out = t.TempDir()
	o := options(t, "..", exampleDay)
	o.Out = out
	build(t, o, out)
	return newReader(t), out
}

// What readers type leads to where it stands: by the words on the page, by other words for
// it, with letters that changed places, and by a part of a long word.
func TestSearchFindsWhatReadersType(t *testing.T) {
	r, out := readExample(t)
	for portal, sought := range map[string]map[string]string{
		"finch-marlowe-9t3w6c": {
			"pricing": "expectations.html#s_prices", "opening hours": "expectations.html#s_hours", "response time": "expectations.html#s_turnaround",
			"bakcup": "backup", "Okafor": "people.html#sam", "complaint": "feedback.html",
		},
		"hollenbeck": {
			"Preise": "expectations.html#s_prices", "Öffnungszeiten": "expectations.html#s_hours", "Abschluss": "abschluss", "0,85": "expectations.html#s_prices",
		},
		"dijkzicht-4m8q2x7k": {
			"uurtarief": "expectations.html#s_prices", "reactietijd": "expectations.html#s_turnaround", "gesloten": "expectations.html#s_hours", "vrraad": "voorraad",
		},
	} {
		r.base = "file://" + filepath.Join(out, portal) + "/"
		r.open("index.html")
		for query, want := range sought {
			r.does(fmt.Sprintf(`document.querySelector("#find").value = %q; document.querySelector("#find").focus(); document.querySelector("#find").dispatchEvent(new Event("input"))`, query))
			r.sees(true, `!document.querySelector("#found").hidden`)
			found, err := chromedp.Run(r.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("#found li")].map(e => e.dataset.href + " " + e.textContent)`))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(found[:min(5, len(found))], func(hit string) bool { return strings.Contains(strings.ToLower(hit), strings.ToLower(want)) }) {
				t.Errorf("%s: %q leads to %q, and not first of all to %s", portal, query, found, want)
			}
			r.does(`document.querySelector("#find").blur()`)
		}
	}
	r.content()
}

func TestSearchShowsTheSentenceWithTheWordsMarked(t *testing.T) {
	r, out := readExample(t)
	r.base = "file://" + filepath.Join(out, "hollenbeck") + "/"
	r.open("index.html")
	r.does(`document.querySelector("#find").value = "beleg"; document.querySelector("#find").focus(); document.querySelector("#find").dispatchEvent(new Event("input"))`)
	r.sees(true, `[...document.querySelectorAll("#found mark")].length > 0 && [...document.querySelectorAll("#found mark")].every(m => m.textContent.toLowerCase().includes("beleg"))`)
	r.does(`document.querySelector("#find").value = "zzqqxx"; document.querySelector("#find").dispatchEvent(new Event("input"))`)
	r.sees("Fragen Sie uns", `document.querySelector(".find .none a")?.textContent`)
	r.sees("feedback.html#s_ask", `document.querySelector(".find .none a")?.getAttribute("href")`)
	r.content()
}
