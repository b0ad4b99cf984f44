//go:build slow

package preview

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"rapport/generator/sample"
)

// A client of 5,000 reports and 20,000 entries, beside a small one: what a reader sees of it.
func TestAGiantClientSaysHowFarItIsAndComesByItself(t *testing.T) {
	dir := workspace(t, sample.Spec{Clients: 1, Reports: 5000, Weekly: true, Entries: 20000, Seed: 1})
	beside := workspace(t, sample.Spec{Clients: 2, Reports: 2, Entries: 3, Seed: 1})
	if err := os.Rename(beside+"/content/clients/client-00002", dir+"/content/clients/client-00002"); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir, func(o *Options) { o.Patience = 0 })
	b := browse(t)
	const page = "/client-00001/main/reports/2026-W30.html"
	visit := func(path string) {
		t.Helper()
		if _, err := chromedp.Run(b.ctx, chromedp.Navigate(s.url+path)); err != nil {
			t.Fatal(err)
		}
	}

	began := time.Now()
	status, first := s.get(page)
	t.Logf("something stood there after %v", time.Since(began))
	if status != http.StatusServiceUnavailable || !strings.Contains(string(first), `data-rapport="reading"`) {
		t.Fatalf("the first page of a giant is not one that says how far it is: %d %.300s", status, first)
	}
	visit(page + "#kpis")
	// On a busy machine the page may have come before anybody looks.
	const over = `document.documentElement.dataset.rapport !== "reading" || `
	b.becomes("it says how many files were read", over+`/^Reading [\d,]+ of 25,\d\d\d files…$/.test(document.querySelector("#far").textContent)`)
	b.value(`(window.first = document.querySelector("progress")?.value, 1)`)
	b.becomes("the bar moves", over+`document.querySelector("progress").value > first`)
	b.becomes("its words are told", over+`document.querySelector("[role=status]").textContent.startsWith("Reading")`)

	isReading := b.value(`document.documentElement.dataset.rapport`) == "reading"
	other, _ := s.get("/client-00002/")
	if took := time.Since(began); other != 200 || isReading && took > 10*time.Second {
		t.Errorf("a small client is not there before the giant, after %v: %d", took, other)
	}

	b.becomes("the page comes by itself", `document.documentElement.dataset.rapport !== "reading" && !!document.querySelector("rapport-bar")`)
	t.Logf("the page was there after %v", time.Since(began))
	b.becomes("it stands where the address says", `location.hash === "#kpis" && (!document.querySelector("#kpis") || Math.abs(document.querySelector("#kpis").getBoundingClientRect().top) < 200)`)
	b.becomes("pages may take their places again", `history.scrollRestoration === "auto"`)

	// While the whole is made anew, the page and the reader's place in it stay.
	b.value(`(scrollTo(0, 300), window.stays = true, 1)`)
	b.becomes("the page is scrolled", `scrollY === 300`)
	s.save("content/provider.md", s.read("content/provider.md")+"\nAnother word.\n")
	b.becomes("the bar says that it is read", fmt.Sprintf(`%s.querySelector("#reading").textContent.startsWith("Reading") && window.stays`, barRoot))
	b.becomes("the page is the new one", `!window.stays && !!document.querySelector("rapport-bar")`)
	b.becomes("the place is kept", `scrollY === 300`)
	b.quiet()
}

// Without scripts the page asks again.
func TestAClientThatIsReadComesWithoutScripts(t *testing.T) {
	change, release := holding(t, "client-00001")
	s := serve(t, workspace(t, small), change)
	b := browse(t)
	_, err := chromedp.Run(b.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Navigate(s.url+"/client-00001/")); err != nil {
		t.Fatal(err)
	}
	if b.value(`document.documentElement.dataset.rapport`) != "reading" {
		t.Errorf("the first page is not one that says how far it is: %s", b.value(`document.title`))
	}
	release()
	b.becomes("the page comes", `!document.querySelector("progress") && !!document.querySelector("main h1")`)
}
