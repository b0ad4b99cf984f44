//go:build slow

package preview

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rapport/generator/testprogram"
)

// open opens a page.
func (w *writerAt) open(b *tab, path string) {
	w.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Navigate(w.url+path)); err != nil {
		w.t.Fatal(err)
	}
}

// look has the browser show pages as wide as a screen, in a colour scheme.
func (b *tab) look(width int64, scheme string) {
	b.t.Helper()
	prefer := func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
	}
	if _, err := chromedp.Run(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
		b.t.Fatal(err)
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Action[cdp.Empty](prefer)); err != nil {
		b.t.Fatal(err)
	}
}

// sound fails where a page cannot be read by everybody, on a narrow phone and a desktop.
func (w *writerAt) sound(b *tab, axe, name, path string) {
	w.t.Helper()
	for _, scheme := range []string{"light", "dark"} {
		width := map[string]int64{"light": 320, "dark": 1280}[scheme]
		b.look(width, scheme)
		if path != "" {
			w.open(b, path)
		}
		b.becomes(name+" is no wider than the screen", fmt.Sprintf(`innerWidth === %d && document.documentElement.scrollWidth <= innerWidth`, width))
		if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](axe+"; null")); err != nil {
			w.t.Fatal(err)
		}
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](
			`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + " at " + n.target.join(" ") + " " + (n.any.concat(n.all)[0]?.message ?? ""))))`,
			chromedp.EvalAwaitPromise))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, f := range found {
			w.t.Errorf("%s, %s: %s", name, scheme, f)
		}
		if dir := os.Getenv("RAPPORT_PICTURES"); dir != "" {
			picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, name+"-"+scheme+".png"), picture, 0o644)
			}
			if err != nil {
				w.t.Fatal(err)
			}
		}
	}
	b.look(1280, "light")
}

// press presses the button with a text.
func (b *tab) press(text string) {
	b.t.Helper()
	if got := b.value(`(() => { const all = [...document.querySelectorAll("button")].filter(e => e.textContent === "` + text + `"); all[0].click(); return all.length > 0 })()`); got != "true" && !strings.HasPrefix(got, "failed: ") {
		b.t.Fatalf("there is no button %q: %s", text, got)
	}
}

// A provider enters what came, decides, is told of what was typed meanwhile, and writes an update:
// with no script of ours.
func TestAProviderEntersThingsAtTheDesk(t *testing.T) {
	axe, err := os.ReadFile(testprogram.Find(t, "axe.min.js", "AXE"))
	if err != nil {
		t.Fatal(err)
	}
	w := writable(t)
	w.site.write("intake/answers.json", answers)
	b := browse(t)
	holds := func(text string) string { return `document.body.textContent.includes(` + "`" + text + "`" + `)` }
	const at = "client=korenaar&engagement=shop"

	w.open(b, "/")
	b.becomes("the desk says how to write", holds("open the address that"))
	w.open(b, "/"+WriteAddress(w.token))
	b.becomes("the token leads to the desk and is not in the address", `location.href === "`+w.url+`/"`)
	w.sound(b, string(axe), "desk", "/")
	w.sound(b, string(axe), "open", "/@rapport/write/open?"+at)
	w.sound(b, string(axe), "item", itemPath+"?"+at+"&item=journal/2026-10-02-logo")
	w.sound(b, string(axe), "new", "/@rapport/write/new?"+at+"&kind=meeting")
	w.sound(b, string(axe), "decision", "/@rapport/write/new?"+at+"&kind=decision")
	w.sound(b, string(axe), "intake", "/@rapport/write/intake")

	w.open(b, "/")
	b.press("Received today")
	b.becomes("it is written", holds("Written for Korenaar: “Product prices” received"))
	if !strings.Contains(w.read(engagementFile), "received: 2026-10-16") {
		t.Errorf("it says\n%s", w.read(engagementFile))
	}
	w.sound(b, string(axe), "written", "")

	w.open(b, itemPath+"?"+at+"&item=journal/2026-10-02-logo")
	b.value(`(document.querySelector("select[name=choice]").value = "The round one")`)
	b.press("Show what it changes")
	b.becomes("the difference is shown", holds("+outcome: The round one"))
	w.sound(b, string(axe), "shown", "")
	typed := strings.Replace(logo, "Two to", "Three to", 1)
	w.site.write(logoFile, typed)
	b.press("Write it")
	b.becomes("what was typed meanwhile is told", holds("the file was changed since you saw it"))
	if got := w.read(logoFile); got != typed {
		t.Errorf("it says\n%s", got)
	}
	w.sound(b, string(axe), "stale", "")
	b.press("Write it")
	b.becomes("it is written", holds("Written for Korenaar: “Which logo?” decided"))

	w.open(b, "/@rapport/write/new?"+at+"&kind=update")
	b.value(`(document.querySelector("[name=title]").value = "On our way")`)
	b.value(`(document.querySelector("[name=body]").value = "The *design* stands.")`)
	b.press("Show what it changes")
	b.becomes("the text is shown as its reader sees it", `document.querySelector(".body em").textContent === "design"`)
	w.sound(b, string(axe), "entry", "")
	b.press("Write it")
	b.becomes("it is written", holds("a new update, “On our way”"))
	link := b.value(`[...document.querySelectorAll("a")].find(a => a.textContent === "See it as the client does").getAttribute("href")`)
	w.open(b, link)
	b.becomes("the portal shows it", `location.pathname.includes("/korenaar/shop/journal.html") && `+holds("On our way"))

	w.open(b, "/@rapport/write/intake")
	b.press("Take it in")
	b.becomes("the question is taken in", holds("Taken in: Korenaar’s question"))
	b.quiet()
}
