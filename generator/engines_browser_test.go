//go:build slow

package generator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rapport/generator/testprogram"
)

// watch is a script that notes what goes wrong on a page, before anything else is there.
const watch = `window.told = [];
addEventListener("securitypolicyviolation", (e) => told.push(e.violatedDirective + " refuses " + e.blockedURI));
addEventListener("error", (e) => told.push(e.message ?? "missing: " + (e.target.src ?? e.target.href)), true);
addEventListener("unhandledrejection", (e) => told.push("rejected: " + e.reason));
console.error = console.warn = (...all) => told.push(all.join(" "));
`

// watched copies what was built, and puts watch on each page.
func watched(t *testing.T, from string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	for _, name := range pagesOf(t, dir) {
		page, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		tag := fmt.Sprintf(`<head><script src="%swatch.js"></script>`, strings.Repeat("../", strings.Count(name, "/")))
		writeFiles(t, dir, "-- "+name+" --\n"+strings.Replace(string(page), "<head>", tag, 1))
	}
	writeFiles(t, dir, "-- watch.js --\n"+watch)
	return dir
}

// A portal is the same in browsers of other makes: from a host that sends no headers, and from a disk.
func TestPortalsWorkInOtherBrowsers(t *testing.T) {
	for name, start := range testprogram.Engines {
		t.Run(name, func(t *testing.T) {
			browser := start(t)
			dir := watched(t, buildExample(t))
			server := httptest.NewServer(http.FileServer(http.Dir(dir)))
			t.Cleanup(server.Close)
			for _, page := range []string{
				server.URL + "/index.html", server.URL + "/404.html",
				server.URL + "/hollenbeck/index.html", server.URL + "/hollenbeck/buchhaltung/journal.html", server.URL + "/hollenbeck/buchhaltung/reports/2026-09.html",
				server.URL + "/dijkzicht-4m8q2x7k/feedback.html", server.URL + "/finch-marlowe-9t3w6c/people.html",
				"file://" + dir + "/hollenbeck/buchhaltung/journal.html", "file://" + dir + "/hollenbeck/index.html",
			} {
				if err := browser.Open(page); err != nil {
					t.Fatal(page, err)
				}
				// The fonts are asked for when words need them, and the scripts are deferred.
				testprogram.Await(t, browser, "all of "+page, `document.fonts.ready.then(() => document.readyState === "complete" && [...document.images].every((i) => i.complete))`)
				for what, script := range map[string]string{
					"nothing goes wrong": `told.join("\n")`,
					"it has its style":   `document.styleSheets.length >= 2 && getComputedStyle(document.body).margin === "0px" ? "" : "none"`,
					"it has its fonts":   `[...document.fonts].filter((f) => f.status === "error").map((f) => f.family).join() || ([...document.fonts].some((f) => f.status === "loaded") ? "" : "none")`,
					"it has its images":  `[...document.images].filter((i) => !i.naturalWidth).map((i) => i.src).join()`,
				} {
					if got, err := browser.Evaluate(script); err != nil || got != "" {
						t.Errorf("%s: %s: %s %v", page, what, got, err)
					}
				}
			}
			for at, query := range map[string]string{"file://" + dir: "Belege", server.URL: "Preise"} {
				if err := browser.Open(at + "/hollenbeck/index.html"); err != nil {
					t.Fatal(err)
				}
				testprogram.Await(t, browser, "the search", `!document.querySelector(".tools").hidden`)
				testprogram.Await(t, browser, "what was sought", fmt.Sprintf(`(async () => {
					const field = document.getElementById("find");
					field.value = %q;
					field.focus();
					field.dispatchEvent(new Event("focus"));
					field.dispatchEvent(new Event("input"));
					await new Promise((resolve) => setTimeout(resolve, 200));
					return document.querySelectorAll("#found li").length > 0 && told.length === 0;
				})()`, query))
			}
		})
	}
}
