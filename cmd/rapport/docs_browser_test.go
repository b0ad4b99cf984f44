//go:build slow

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A snapshot is a part of a page that a document shows.
type snapshot struct {
	file  string  // in docs/pictures
	page  string  // below the site's root
	at    string  // the moment at which a reader looks
	wide  int64   // of the window
	high  float64 // how much of it is shown at most
	of    string  // the element that it shows; "" for the page from its top
	first string  // a script that runs before: what a reader opens
}

// largest is how many bytes a picture may have: documents are in the program, and read over slow lines.
const largest = 60_000

// TestThePicturesOfTheDocuments makes the pictures of docs/pictures anew, of the example and of what the tutorial builds:
// -update keeps them, and is to be followed by a look. Without it, what they show has to be there.
func TestThePicturesOfTheDocuments(t *testing.T) {
	example := t.TempDir()
	if err := os.CopyFS(filepath.Join(example, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	r := &newcomer{t: t, name: "pictures", state: t.TempDir(), dir: example}
	r.must("rapport build -q --as-of 2026-10-16T12:00:00+02:00")

	tutorial := &newcomer{t: t, name: "pictures", state: t.TempDir(), dir: t.TempDir()}
	tutorial.catchUp("pictures", "tutorial.md")
	// On 8 October nobody knew how long September would take.
	tutorial.must("cp content/clients/cafe-zuid/bookkeeping/data/days.csv days && sed -i.bak '$d' content/clients/cafe-zuid/bookkeeping/data/days.csv && rapport build -q --as-of 2026-10-08 --out late")
	tutorial.must("cp days content/clients/cafe-zuid/bookkeeping/data/days.csv")
	tutorial.must("rapport build -q --as-of 2026-10-09 --out came")
	tutorial.must("rapport build -q --as-of 2026-10-20 --out report")
	tutorial.must("RAPPORT_PRINT=true rapport key add --provider && RAPPORT_PRINT=true rapport key add cafe-zuid sam")
	tutorial.must("sed -i.bak 's/^access: open/access: sealed/' content/clients/cafe-zuid/client.md && rapport build -q --as-of 2026-10-20 --out sealed")

	const zuid = "/cafe-zuid-7w2m9x4k/"
	const finch = "/public/finch-marlowe-9t3w6c/"
	for root, snapshots := range map[string][]snapshot{
		example: {
			{file: "portal", page: finch + "index.html", at: "2026-10-16T12:00:00+02:00", wide: 1180, high: 596},
			{file: "health", page: finch + "service-desk/progress.html", at: "2026-10-16T12:00:00+02:00", wide: 860, high: 560, of: "#s_health"},
			{file: "record", page: finch + "service-desk/progress.html", at: "2026-10-16T12:00:00+02:00", wide: 860, high: 760, of: "#s_records"},
		},
		tutorial.at(""): {
			{file: "tutorial-late", page: "/late" + zuid + "index.html", at: "2026-10-08T15:00:00+02:00", wide: 1180, high: 596},
			{file: "fair-date", page: "/came" + zuid + "bookkeeping/progress.html", at: "2026-10-09T15:00:00+02:00", wide: 860, high: 620, of: "#s_plan", first: `document.querySelector("#s_plan details").open = true`},
			{file: "tutorial-report", page: "/report" + zuid + "bookkeeping/reports/2026-09.html", at: "2026-10-20T15:00:00+02:00", wide: 1100, high: 1046},
			{file: "door", page: "/sealed" + zuid, at: "2026-10-20T15:00:00+02:00", wide: 860, high: 700, of: "main"},
		},
	} {
		server := httptest.NewServer(http.FileServer(http.Dir(root)))
		defer server.Close()
		browser := (&host{t: t, server: server}).browser()
		for _, p := range snapshots {
			got := browser.stranger(t).take(server.URL, p)
			if len(got) > largest {
				t.Errorf("%s has %d bytes, more than %d", p.file, len(got), largest)
			}
			file := filepath.Join("../../docs/pictures", p.file+".webp")
			if *updateStatus {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
			} else if _, err := os.Stat(file); err != nil {
				t.Error(err)
			}
		}
	}
}

func (r *newcomer) must(command string) {
	r.t.Helper()
	if out, status := r.run(command); status != 0 {
		r.t.Fatalf("%s: status %d\n%s", command, status, out)
	}
}

// take takes a picture, larger than it is shown, for sharp screens.
func (b *tab) take(root string, p snapshot) []byte {
	b.t.Helper()
	at, err := time.Parse(time.RFC3339, p.at)
	if err != nil {
		b.t.Fatal(err)
	}
	call(b, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Europe/Amsterdam"})
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(`(() => {
		const Real = Date, shift = %d - Real.now();
		globalThis.Date = class extends Real {
			constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
			static now() { return Real.now() + shift; }
		};
	})()`, at.UnixMilli())})
	scale, quality := 2.0, int64(60)
	if p.of == "" { // a whole screen is looked at as a whole
		scale, quality = 1.4, 40
	}
	do(b, chromedp.EmulateViewport(p.wide, 1000, chromedp.EmulateScale(scale)))
	b.goTo(root + p.page)
	b.await(p.file, `document.readyState === "complete" && document.fonts.status === "loaded" && `+fmt.Sprintf(`(!%q || document.querySelector(%q))`, p.of, p.of))
	if p.first != "" {
		do(b, chromedp.Evaluate[any](p.first))
	}
	type box struct{ X, Y, Width, Height float64 }
	shown := do(b, chromedp.Evaluate[box](fmt.Sprintf(`(() => {
		const e = %q && document.querySelector(%q).getBoundingClientRect();
		if (!e) return {X: 0, Y: 0, Width: innerWidth, Height: 1e9};
		const above = 24, beside = Math.max(above, (720 - e.width) / 2);
		return {X: e.left - beside, Y: e.top + scrollY - above, Width: e.width + 2 * beside, Height: e.height + 2 * above};
	})()`, p.of, p.of)))
	beyond := true
	clip := &page.Viewport{X: shown.X, Y: shown.Y, Width: shown.Width, Height: min(shown.Height, p.high), Scale: 1}
	return do(b, chromedp.Action[page.CaptureScreenshotResult](func(ctx context.Context, target *chromedp.Target) (page.CaptureScreenshotResult, error) {
		return cdp.Call(ctx, target, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp, Quality: &quality, Clip: clip, CaptureBeyondViewport: &beyond})
	})).Data
}
