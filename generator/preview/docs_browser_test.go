//go:build slow

package preview

import (
	"os"
	"testing"

	"rapport/generator/testprogram"
)

// The documents can be read by everybody, on a phone and on a desk, in light and dark.
func TestTheDocumentsAreForEverybody(t *testing.T) {
	axe, err := os.ReadFile(testprogram.Find(t, "axe.min.js", "AXE"))
	if err != nil {
		t.Fatal(err)
	}
	w := writable(t)
	b := browse(t)
	for name, path := range map[string]string{
		"docs-index": "README.md", "docs-tutorial": "tutorial.md", "docs-hosts": "how-to/hosts.md",
		"docs-fields": "reference/fields/engagement.md", "docs-search": "search?q=sealed", "docs-none": "nothing.md",
	} {
		w.sound(b, string(axe), name, "/"+docsFolder+path)
	}
	w.open(b, "/"+docsFolder+"README.md")
	b.value(`(document.querySelector("#q").value = "passphrase", document.querySelector("header form").requestSubmit())`)
	b.becomes("the search is sent and answered", `document.querySelectorAll(".hits a").length > 2`)
	b.value(`document.querySelector(".hits a").click()`)
	b.becomes("a place that was found opens", `document.querySelector("main h1") && !location.pathname.endsWith("search")`)
	b.quiet()
}
