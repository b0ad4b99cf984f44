//go:build slow

package preview

import (
	"context"
	"fmt"
	"os"
	"rapport/generator/testprogram"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A tab is a page in Chromium.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

// browse starts Chromium, or skips the test where there is none.
func browse(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), testprogram.Headless(t)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	if _, err := chromedp.Run(ctx, chromedp.EmulateViewport(1280, 800)); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "404") && !strings.Contains(e.Entry.Text, "503") && !strings.Contains(e.Entry.Text, "409") {
				b.complain("%s: %s", e.Entry.URL, e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			b.complain("exception: %s", e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, fmt.Sprintf(format, args...))
}

// quiet fails where the browser complained of something, as of what the policy refuses.
func (b *tab) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, c := range b.complaints {
		b.t.Errorf("the browser complains: %s", c)
	}
	b.complaints = nil
}

// value evaluates an expression to a text.
func (b *tab) value(expression string) string {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`String((() => { try { return `+expression+` } catch (e) { return "failed: " + e } })())`))
	if err != nil {
		return "failed: " + err.Error() // while a page gives way to another there is none
	}
	return v
}

// becomes waits for an expression to be true.
func (b *tab) becomes(what, expression string) {
	b.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		got := b.value(expression)
		if got == "true" {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("this never came true: %s (%s is %s at %s)", what, expression, got, b.value("location.href"))
		}
		time.Sleep(10 * time.Millisecond)
	}
}

const (
	overlayRoot = `document.querySelector("rapport-overlay")?.shadowRoot`
	barRoot     = `document.querySelector("rapport-bar")?.shadowRoot`
)

// The whole way of a writer, in one browser.
func TestAWriterAtWork(t *testing.T) {
	checked := make(chan string, 1000)
	s := serve(t, workspace(t, small), func(o *Options) { o.Checked = func(client string) { checked <- client } })
	b := browse(t)
	isChecked := func() { // all pages were made, so that they stay while a later edit has errors
		t.Helper()
		deadline := time.After(patience)
		for {
			select {
			case client := <-checked:
				if client == "client-00001" {
					return
				}
			case <-deadline:
				t.Fatal("the pages were never made")
			}
		}
	}
	open := func(path string) {
		t.Helper()
		if _, err := chromedp.Run(b.ctx, chromedp.Navigate(s.url+path)); err != nil {
			t.Fatal(err)
		}
	}
	holds := func(text string) string { return fmt.Sprintf(`document.body.textContent.includes(%q)`, text) }
	text := s.read(report)
	const overlay = overlayRoot

	t.Run("edit, and see it", func(t *testing.T) {
		b.t = t
		open(reportPage)
		b.becomes("the bar is drawn", `!!(`+barRoot+`)`)
		isChecked()
		s.save(report, text+"\nSeen in the browser.\n")
		b.becomes("the edit shows", holds("Seen in the browser."))
		isChecked()
		b.quiet()
	})
	t.Run("break it, see the error over the last good page, and mend it", func(t *testing.T) {
		b.t = t
		s.save(report, strings.Replace(text, "\n", "\nnonsense: 1\n", 1))
		b.becomes("the overlay comes", `!!(`+overlay+`)`)
		shown := b.value(overlay + `.textContent`)
		for _, want := range []string{report + ":2:1", "nonsense", "1 error"} {
			if !strings.Contains(shown, want) {
				t.Errorf("the overlay lacks %q: %s", want, shown)
			}
		}
		if got := b.value(overlay + `.querySelector("a").href`); !strings.HasPrefix(got, "vscode://file/") || !strings.HasSuffix(got, report+":2:1") {
			t.Errorf("the editor's link is %q", got)
		}
		if got := b.value(overlay + `.querySelector("pre .at").textContent`); !strings.Contains(got, "nonsense: 1") {
			t.Errorf("the line is %q", got)
		}
		b.becomes("the last good page stands behind it", holds("Seen in the browser."))
		open(reportPage)
		b.becomes("the overlay is there after a reload", `!!(`+overlay+`)`)
		b.becomes("and the page behind it", holds("Seen in the browser."))
		s.save(report, text+"\nMended now.\n")
		b.becomes("the mended page shows", holds("Mended now."))
		b.becomes("the overlay goes", `!(`+overlay+`)`)
		b.quiet()
	})
	t.Run("a broken link on another page", func(t *testing.T) {
		b.t = t
		open("/client-00001/people.html")
		b.becomes("the script listens", `!!(`+barRoot+`)`)
		s.save(report, text+"\nSee [this](a-file-that-nobody-ever-wrote-down.md).\n")
		b.becomes("the overlay comes", `!!(`+overlay+`) && `+overlay+`.textContent.includes("a-file-that-nobody-ever-wrote-down.md")`)
		s.save(report, text)
		b.becomes("the overlay goes", `!(`+overlay+`)`)
	})
	t.Run("a style is exchanged without a reload", func(t *testing.T) {
		b.t = t
		s.write("themes/default/assets/style.css", "body{margin:11px}")
		b.becomes("the first style shows", `getComputedStyle(document.body).marginTop === "11px"`)
		b.becomes("the bar is drawn", `!!(`+barRoot+`)`)
		time.Sleep(100 * time.Millisecond)
		b.value(`(window.stays = "yes")`)
		s.write("themes/default/assets/style.css", "body{margin:22px}")
		b.becomes("the second style shows", `getComputedStyle(document.body).marginTop === "22px"`)
		if got := b.value(`window.stays`); got != "yes" {
			t.Errorf("the page was loaded again")
		}
		b.becomes("one link is left", `document.querySelectorAll('link[href*="/style."]').length === 1 || document.querySelectorAll('link[href*="style."]').length === 1`)
		os.RemoveAll(s.path("themes"))
		b.becomes("the built-in style is back", `getComputedStyle(document.body).marginTop !== "22px"`)
		b.quiet()
	})
	t.Run("rename, and remove", func(t *testing.T) {
		b.t = t
		open(reportPage)
		b.becomes("the bar is drawn", `!!(`+barRoot+`)`)
		s.rename(s.path(report), s.path("content/clients/client-00001/main/reports/x.md"))
		b.becomes("the page is gone", holds("There is no such page"))
		s.rename(s.path("content/clients/client-00001/main/reports/x.md"), s.path(report))
		b.becomes("it is back", `!`+holds("There is no such page"))
		aside := s.path("aside")
		s.rename(s.path("content/clients/client-00001"), aside)
		b.becomes("the client is gone", holds("There is no such page"))
		s.rename(aside, s.path("content/clients/client-00001"))
		b.becomes("it is back", `!`+holds("There is no such page"))
	})
	t.Run("the desk leads to pages and files", func(t *testing.T) {
		b.t = t
		open("/")
		b.becomes("all clients are listed", `document.querySelectorAll(".clients > li").length === 3`)
		b.becomes("the style of the desk is loaded", `getComputedStyle(document.body).marginTop === "0px"`)
		b.becomes("files have links", `[...document.querySelectorAll(".rows .place a")].length > 0 && [...document.querySelectorAll(".rows .place a")].every(a => a.href.startsWith("vscode://file/") && /:\d+:\d+$/.test(a.href))`)
		// Every row leads to a page, and to a place on it.
		lost := `(() => { window.lost = "none yet"; (async () => { const lost = []; for (const a of document.querySelectorAll(".rows .what a, .clients a[href^='/']")) { const u = new URL(a.href); const r = await fetch(u.pathname); const d = new DOMParser().parseFromString(await r.text(), "text/html"); if (!r.ok || (u.hash && !d.getElementById(decodeURIComponent(u.hash.slice(1))))) lost.push(a.getAttribute("href")); } window.lost = "lost: " + lost.join(" "); })(); return true; })()`
		b.becomes("links can be followed", lost)
		b.becomes("links were followed", `window.lost.startsWith("lost:")`)
		if got := b.value(`window.lost`); got != "lost: " {
			t.Errorf("links lead nowhere: %s", got)
		}
		file := "content/clients/client-00002/client.md"
		was := s.read(file)
		s.save(file, strings.Replace(was, "\n", "\nnonsense: 1\n", 1))
		b.becomes("the desk tells of the error", `[...document.querySelectorAll(".clients .broken")].length === 1 || !!(`+overlay+`)`)
		s.save(file, was)
		b.becomes("and that it is mended", `!(`+overlay+`) && document.querySelectorAll(".clients .broken").length === 0`)
		b.quiet()
	})
	t.Run("as another client, and as of another day", func(t *testing.T) {
		b.t = t
		open("/client-00001/")
		b.becomes("the clients are listed", barRoot+`?.querySelectorAll("option").length === 4`)
		b.becomes("the day is known", barRoot+`?.querySelector("input").value === "2026-10-16"`)
		b.value(barRoot + `.querySelector("#week").click()`)
		b.becomes("the page is that of the next week", `location.pathname === "/@2026-10-23/client-00001/" && `+barRoot+`?.querySelector("input")?.value === "2026-10-23"`)
		b.becomes("the clients are listed", barRoot+`?.querySelectorAll("option").length === 4`)
		b.value(`(() => { const s = ` + barRoot + `.querySelector("select"); s.value = "client-00002"; s.dispatchEvent(new Event("change")); })()`)
		b.becomes("the other client's page is shown", `location.pathname === "/@2026-10-23/client-00002/"`)
		b.becomes("the day is known", barRoot+`?.querySelector("input")?.value === "2026-10-23"`)
		b.value(barRoot + `.querySelector("#now").click()`)
		b.becomes("the present is shown", `location.pathname === "/client-00002/"`)
		b.becomes("the day is known", barRoot+`?.querySelector("input")?.value === "2026-10-16"`)
		b.value(barRoot + `.querySelector("#yesterday").click()`)
		b.becomes("yesterday is shown", `location.pathname === "/@2026-10-15/client-00002/"`)
		b.quiet()
	})
	t.Run("as on paper, and as on a phone", func(t *testing.T) {
		b.t = t
		open("/client-00001/main/reports/2026-08.html")
		b.becomes("the bar is drawn", `!!(`+barRoot+`?.querySelector("#print"))`)
		b.becomes("the style is loaded", `getComputedStyle(document.querySelector("nav")).display !== "none"`)
		b.value(barRoot + `.querySelector("#print").click()`)
		b.becomes("the navigation is gone, as on paper", `getComputedStyle(document.querySelector("nav")).display === "none"`)
		b.value(barRoot + `.querySelector("#print").click()`)
		b.becomes("it is back", `getComputedStyle(document.querySelector("nav")).display !== "none"`)
		b.value(barRoot + `.querySelector("#phone").click()`)
		b.becomes("the page is as narrow as a phone", `document.querySelector("iframe")?.contentWindow.innerWidth === 390 && !!document.querySelector("iframe").contentDocument.querySelector("h1")`)
		b.becomes("the bar stands outside", `!document.querySelector("iframe").contentDocument.querySelector("rapport-bar")`)
		s.save(report, text+"\nSeen on the phone.\n")
		b.becomes("an edit shows there", `document.querySelector("iframe").contentDocument.body.textContent.includes("Seen on the phone.")`)
		b.quiet()
	})
}
