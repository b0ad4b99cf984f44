//go:build slow

package generator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rapport/generator/answer"
)

// A reader is a browser with a clock and a place, looking at one portal.
type reader struct {
	*testing.T
	ctx  context.Context
	base string // address of the portal's folder

	clock cdppage.ScriptIdentifier

	mu         sync.Mutex
	complaints []string
}

// newReader opens a browser in which every complaint of a page fails the test.
func newReader(t *testing.T) *reader {
	t.Helper()
	r := &reader{T: t, ctx: browser(t)}
	err := chromedp.Listen(r.ctx, func(event any) {
		r.mu.Lock()
		defer r.mu.Unlock()
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				r.complaints = append(r.complaints, e.Entry.URL+": "+e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			r.complaints = append(r.complaints, fmt.Sprint("exception: ", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	must(t, r.ctx, chromedp.EmulateViewport(1280, 900))
	must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	})
	return r
}

// at sets the reader's clock and time zone for the pages opened from now on.
func (r *reader) at(instant, zone string) {
	r.Helper()
	now, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		r.Fatal(err)
	}
	source := fmt.Sprintf(`(() => {
		const Real = Date, shift = %d - Real.now();
		globalThis.Date = class extends Real {
			constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
			static now() { return Real.now() + shift; }
		};
	})()`, now.UnixMilli())
	must(r.T, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		if r.clock != "" {
			if _, err := cdp.Call(ctx, target, cdppage.RemoveScriptToEvaluateOnNewDocument, cdppage.RemoveScriptToEvaluateOnNewDocumentParams{Identifier: r.clock}); err != nil {
				return cdp.Empty{}, err
			}
		}
		added, err := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: source})
		if err != nil {
			return cdp.Empty{}, err
		}
		r.clock = added.Identifier
		return cdp.Call(ctx, target, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: zone})
	})
}

func (r *reader) open(page string) {
	r.Helper()
	must(r.T, r.ctx, chromedp.Navigate("about:blank")) // so that another anchor is another visit
	must(r.T, r.ctx, chromedp.Navigate(r.base+page))
}

// sees waits until an expression of the page has a value.
func (r *reader) sees(want any, expression string) {
	r.Helper()
	wanted, err := json.Marshal(want)
	if err != nil {
		r.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		got, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`JSON.stringify(`+expression+`) ?? "null"`))
		if err == nil && got == string(wanted) {
			return
		}
		if time.Now().After(deadline) {
			r.Fatalf("%s is %s (%v), want %s", expression, got, err, wanted)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (r *reader) does(script string) {
	r.Helper()
	must(r.T, r.ctx, chromedp.Evaluate[any](script+"; null"))
}

// leaves does what leads to another page. A script that leads away itself may be
// cut off before it answers.
func (r *reader) leaves(script string) {
	r.Helper()
	r.does(`setTimeout(() => { ` + script + ` })`)
}

func (r *reader) press(keys string) { r.Helper(); must(r.T, r.ctx, chromedp.KeyEvent(keys)) }

// content fails the test for what the pages complained of.
func (r *reader) content() {
	r.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.complaints {
		r.Error(c)
	}
	r.complaints = nil
}

const (
	openFriday   = "2026-10-16T12:20:00+02:00" // the provider's office closes at 13:00
	shutFriday   = "2026-10-16T14:00:00+02:00"
	lastOfSummer = "2026-10-23T20:00:00+02:00" // the clocks go back in the night to Sunday
)

// What the script adds works from a server with the strict headers, and from a disk.
func TestScriptServesAReader(t *testing.T) {
	dir := buildExample(t)
	r := newReader(t)
	must(t, r.ctx, prefer("light"))
	server := published(t, dir)
	for name, base := range map[string]string{"served": server.URL, "from a disk": "file://" + dir} {
		for _, part := range []struct {
			name string
			test func(*reader)
		}{
			{"search by keys", searchByKeys},
			{"relative times", relativeTimes},
			{"a page that is too old", stale},
			{"calendars to subscribe to", subscriptions},
			{"open or closed", openOrClosed},
			{"journal filter", journalFilter},
			{"light and dark", lightAndDark},
			{"new since the last visit", newSinceVisit},
			{"copy a link", copyLink},
			{"values of a chart", chartValues},
			{"forms", forms},
			{"mistakes in a form", mistakes},
			{"send to a colleague", share},
		} {
			t.Run(name+"/"+part.name, func(t *testing.T) {
				r := &reader{T: t, ctx: r.ctx, base: base + "/dijkzicht-4m8q2x7k/", clock: r.clock}
				r.at(openFriday, "Europe/Amsterdam")
				part.test(r)
			})
		}
	}
	r.content()
}

func searchByKeys(r *reader) {
	r.open("webwinkel/progress.html")
	r.sees(0, `document.querySelectorAll("script[src*=minisearch]").length`)
	r.does(`document.querySelector("#find").focus()`)
	must(r.T, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: "cadeaubon bloemzaadje"})
	})
	r.sees("Cadeaubonnen bij de opening", `document.querySelector("#found .title")?.textContent`)
	r.sees("Logboek · do 20 augustus 2026", `document.querySelector("#found .where")?.textContent`)
	r.sees("true", `document.querySelector("#find").getAttribute("aria-expanded")`)
	r.press(kb.ArrowDown)
	r.sees("found-0", `document.querySelector("#find").getAttribute("aria-activedescendant")`)
	r.press(kb.Escape)
	r.sees(true, `document.querySelector("#found").hidden`)
	must(r.T, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: " "})
	})
	r.press(kb.ArrowDown)
	r.press(kb.Enter)
	r.sees("journal.html#2026-08-20-cadeaubonnen", `document.querySelector(".find ul") && location.href.split("/").pop()`)
	r.does(`document.querySelector("#find").value = "zzqqxx"; document.querySelector("#find").dispatchEvent(new Event("focus"))`)
	r.sees(true, `document.querySelector(".find .none")?.textContent.includes("zzqqxx")`)
}

func relativeTimes(r *reader) {
	ahead := `[...document.querySelectorAll("[data-relative] time")].map(t => [t.dateTime.slice(0, 10), t.nextElementSibling?.textContent]).find(([d]) => d > "2026-10-16")`
	r.open("index.html")
	var next [2]string
	shown, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`JSON.stringify(`+ahead+`)`))
	if err != nil {
		r.Fatal(err)
	}
	if err := json.Unmarshal([]byte(shown), &next); err != nil {
		r.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, next[0])
	if err != nil {
		r.Fatal(err)
	}
	r.at(day.AddDate(0, 0, -3).Format(time.DateOnly)+"T23:00:00+02:00", "Europe/Amsterdam")
	r.open("index.html")
	r.sees([]string{next[0], "over 3 dagen"}, ahead+`.map(s => s)`)
	// What is due is counted anew; what is late is counted in working days, by the build.
	r.at("2026-10-19T23:00:00+02:00", "Europe/Amsterdam")
	r.open("index.html")
	r.sees("overmorgen", `document.querySelector("[data-due='2026-10-21']").textContent`)
	r.sees("20 werkdagen te laat", `document.querySelector("[data-due='2026-09-18']").textContent`)
	r.sees(false, `document.querySelector("[data-stale]").checkVisibility()`)
}

// A page that was true until Saturday had Monday to be made anew.
func stale(r *reader) {
	r.at("2026-10-20T00:01:00+02:00", "Europe/Amsterdam")
	r.open("index.html")
	r.sees([]any{true, true}, `[document.querySelector("[data-stale]").checkVisibility(), document.querySelector("[data-stale]").getBoundingClientRect().top < 10]`)
	r.sees(true, `document.querySelector("[data-stale]").textContent.startsWith("Deze pagina klopte op vr 16 oktober 2026. Latere wijzigingen ontbreken.")`)
	r.sees("tel:+31300000011", `document.querySelector("[data-stale] a").href`)
	r.sees("over 5 dagen", `document.querySelector("[data-due='2026-10-21']").textContent`)
	r.sees(0, `document.querySelectorAll(".relative").length`)
	r.open("people.html") // which does not depend on the day
	r.sees(0, `document.querySelectorAll("[data-stale]").length`)
}

// How one subscribes is known once the page stands on a host.
func subscriptions(r *reader) {
	r.open("people.html")
	if strings.HasPrefix(r.base, "file:") {
		r.sees([]string{"Agenda voor Marijke van Rossum", "calendar-marijke.ics"}, `(a => [a.textContent, a.href.split("/").pop()])(document.querySelector("#marijke .own a"))`)
		return
	}
	file := r.base + "calendar-marijke.ics"
	webcal := strings.Replace(file, "http:", "webcal:", 1)
	r.sees([]string{webcal, "https://calendar.google.com/calendar/r?cid=" + url.QueryEscape(webcal), "https://outlook.live.com/calendar/0/addfromweb?url=" + url.QueryEscape(file), file},
		`[...document.querySelectorAll("#marijke .subscribe a")].map(a => a.href)`)
	r.sees("Agenda voor Marijke van Rossum", `document.querySelector("#marijke .subscribe summary").textContent`)
}

func openOrClosed(r *reader) {
	state := `document.querySelector(".open-now .state").textContent`
	r.open("people.html")
	r.sees("Nu open, tot 13:00", state)
	r.sees("", `document.querySelector(".open-now .state + span").textContent`)
	r.at(shutFriday, "Europe/Amsterdam")
	r.open("people.html")
	r.sees("Nu gesloten, weer open maandag 09:00", state)
	r.at(openFriday, "America/New_York")
	r.open("people.html")
	r.sees("Nu open, tot 07:00", state)
	r.sees(true, `document.querySelector(".open-now .state + span").textContent.includes("New York")`)
	// Closed days are passed over, and a change of the clocks is minded.
	r.at("2026-12-23T18:00:00+01:00", "Europe/Amsterdam")
	r.open("people.html")
	r.sees(true, state+`.startsWith("Nu gesloten")`)
	r.at(lastOfSummer, "UTC")
	r.open("people.html")
	r.sees("Nu gesloten, weer open maandag 08:00", state)
}

func journalFilter(r *reader) {
	shown := `[...new Set([...document.querySelectorAll(".journal > li")].filter(li => li.checkVisibility()).map(li => li.classList[0]))]`
	r.open("webwinkel/journal.html")
	r.does(`document.querySelector("#k_decision").click()`)
	r.sees([]string{"decision"}, shown)
	r.sees("#kind=decision", `location.hash`)
	r.open("webwinkel/journal.html#kind=change")
	r.sees([]string{"change"}, shown)
	r.does(`document.querySelector("#k_all").click()`)
	r.sees(true, shown+`.length > 3`)
}

func lightAndDark(r *reader) {
	scheme := `[document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor, getComputedStyle(document.documentElement).colorScheme]`
	r.open("index.html")
	r.sees([]any{nil, "rgb(253, 252, 250)", "light dark"}, scheme)
	r.does(`document.querySelector(".scheme").click()`)
	r.sees([]any{"dark", "rgb(19, 21, 23)", "dark"}, scheme)
	r.open("webwinkel/index.html")
	r.sees([]any{"dark", "rgb(19, 21, 23)", "dark"}, scheme)
	accent, err := chromedp.Run(r.ctx, chromedp.Evaluate[string](`getComputedStyle(document.documentElement).getPropertyValue("--accent")`))
	if err != nil || accent != "#97c784" {
		r.Errorf("the brand's accent is %s (%v), want that of the dark scheme", accent, err)
	}
	r.does(`document.querySelector(".scheme").click()`)
	r.open("index.html")
	r.sees([]any{nil, "rgb(253, 252, 250)", "light dark"}, scheme)
}

func newSinceVisit(r *reader) {
	marked := `[...document.querySelectorAll(".journal > li:has(.fresh)")].map(li => li.id)`
	r.does(`localStorage.clear()`)
	r.at("2026-09-10T09:00:00+02:00", "Europe/Amsterdam")
	r.open("webwinkel/journal.html")
	r.sees([]string{}, marked)
	r.at("2026-09-17T09:00:00+02:00", "Europe/Amsterdam")
	r.open("webwinkel/journal.html")
	want := []string{"2026-09-17-oude-accounts", "2026-09-15-de-laatste-lijst", "2026-09-11-met-ingrid-door-de-winkel"}
	r.sees(want, marked)
	r.at("2026-09-17T09:10:00+02:00", "Europe/Amsterdam")
	r.open("webwinkel/journal.html")
	r.sees(want, marked) // the same visit
	r.at("2026-09-18T15:00:00+02:00", "Europe/Amsterdam")
	r.open("webwinkel/journal.html")
	r.sees([]string{"2026-09-18-klaar-op-de-voorraad-na"}, marked)
}

func copyLink(r *reader) {
	r.open("webwinkel/journal.html")
	r.does(`globalThis.copied = ""; navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }`)
	r.does(`document.querySelector("#\\32 026-09-15-de-laatste-lijst .copy").click()`)
	r.sees(r.base+"webwinkel/journal.html#2026-09-15-de-laatste-lijst", `copied`)
	r.sees("Link gekopieerd", `document.querySelector("[role=status]").textContent`)
}

// On a phone an item is handed over with its title and its link, to whatever sends things there.
func TestAnItemIsSentFromAPhone(t *testing.T) {
	r := newReader(t)
	r.base = published(t, buildExample(t)).URL + "/dijkzicht-4m8q2x7k/"
	must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdppage.AddScriptToEvaluateOnNewDocumentResult, error) {
		return cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: `
			navigator.share = async (what) => { globalThis.shared = [what.title, what.url]; };
			const media = matchMedia;
			globalThis.matchMedia = (query) => query === "(pointer: coarse)" ? { matches: true } : media(query);`})
	})
	r.open("webwinkel/journal.html")
	button := `document.querySelector("#\\32 026-09-15-de-laatste-lijst .copy")`
	r.sees("Naar een collega sturen", button+`.firstElementChild.textContent`)
	r.does(button + `.click()`)
	r.sees(true, `shared[0] === document.querySelector("#\\32 026-09-15-de-laatste-lijst h3").textContent`)
	r.sees(r.base+"webwinkel/journal.html#2026-09-15-de-laatste-lijst", `shared[1]`)
	r.content()
}

// What is missing is said below the field, in the portal's words, until it is there.
func mistakes(r *reader) {
	said := `[...document.querySelectorAll("#f_ask .error")].map(e => e.textContent)`
	r.open("feedback.html")
	r.does(`document.querySelector("#f_ask_email").value = "b"; document.querySelector("#f_ask [type=submit]").click()`)
	r.sees([]string{"Dit moet ingevuld zijn.", "Dit moet ingevuld zijn.", "Dit is geen e-mailadres."}, said)
	r.sees([]any{"f_ask_text", "true", "f_ask_text_error"}, `[document.activeElement.id, document.activeElement.ariaInvalid, document.activeElement.getAttribute("aria-describedby")]`)
	r.does(`document.querySelector("#f_ask_text").value = "Waarom?"; document.querySelector("#f_ask_text").dispatchEvent(new Event("input", { bubbles: true }))`)
	r.sees([]string{"Dit moet ingevuld zijn.", "Dit is geen e-mailadres."}, said)
	r.does(`document.querySelector("#f_tell [type=submit]").click()`)
	r.sees("Een van de antwoorden moet gekozen zijn.", `document.querySelector("#f_tell fieldset .error").textContent`)
	r.content()
}

// A page is sent with its title, what it is about and its address; from a disk nothing is.
func share(r *reader) {
	r.open("people.html#marijke")
	link := `document.querySelector(".foot .share")`
	if strings.HasPrefix(r.base, "file:") {
		r.sees(true, link+`.hidden`)
		return
	}
	r.sees(false, link+`.hidden`)
	r.sees([]any{true, true, true}, `(u => [u.protocol === "mailto:", u.searchParams.get("subject") === document.title, u.searchParams.get("body").endsWith("`+r.base+`people.html")])(new URL(`+link+`.href))`)
}

func chartValues(r *reader) {
	r.open("webwinkel/index.html")
	rows := `[...document.querySelectorAll("figure.chart.line:has(.pick) tbody")][0].rows`
	text := `document.querySelector(".readout").textContent`
	r.sees("", text)
	r.does(`document.querySelector(".pick").focus()`)
	r.sees(true, text+`.startsWith([...`+rows+`].at(-1).cells[0].textContent + ": ")`)
	r.press(kb.ArrowLeft)
	r.sees(true, text+`.startsWith([...`+rows+`].at(-2).cells[0].textContent + ": " + [...`+rows+`].at(-2).cells[1].textContent)`)
	r.sees(true, `document.querySelector(".pick").getAttribute("aria-valuetext") === `+text)
	r.does(`{
		const plot = document.querySelector("figure.chart.line:has(.pick) .plot"), box = plot.getBoundingClientRect();
		plot.parentNode.dispatchEvent(new PointerEvent("pointermove", {clientX: box.left + 1, clientY: box.top + 1}));
	}`)
	r.sees(true, text+`.startsWith(`+rows+`[0].cells[0].textContent + ": ")`)
	r.sees(true, `document.querySelector(".picked text").textContent === `+rows+`[0].cells[0].textContent + ": " + `+rows+`[0].cells[1].textContent`)
}

func forms(r *reader) {
	r.open("webwinkel/index.html")
	r.leaves(`document.querySelector("main .need .do a[href*='journal.html#a_']").click()`)
	r.sees(true, `document.querySelector(":target form")?.checkValidity() === false`)
	r.open("feedback.html")
	r.sees(false, `document.querySelector("#f_ask form").checkValidity()`)
	r.sees(11, `document.querySelectorAll("#f_tell input[name=nps]").length`)
	r.sees("none", `getComputedStyle(document.querySelector("#f_tell_website").parentElement).display`)
	if !strings.HasPrefix(r.base, "file:") {
		return
	}
	// From a disk nothing can be posted: what was filled in becomes a mail.
	mail := make(chan string, 1)
	err := chromedp.Listen(r.ctx, func(event any) {
		if e, ok := event.(*cdppage.EventFrameRequestedNavigation); ok {
			select {
			case mail <- e.URL:
			default: // a later page's
			}
		}
	})
	if err != nil {
		r.Fatal(err)
	}
	r.does(`document.querySelector("#f_ask_text").value = "Waar [ergens]?"; document.querySelector("#f_ask_name").value = "Bram"; document.querySelector("#f_ask_email").value = "b@c.example"`)
	r.leaves(`document.querySelector("#f_ask form").requestSubmit()`)
	select {
	case link := <-mail:
		mail, err := url.Parse(link)
		if err != nil || mail.Scheme != "mailto" {
			r.Fatalf("the form led to %s", link)
		}
		found, _ := answer.ReadBlock(mail.Query().Get("body"))
		found.Answer.ReadText(found.Above)
		if want := (answer.Answer{Version: answer.Version, Client: "dijkzicht-4m8q2x7k", Engagement: "webwinkel", Action: answer.Question, Text: "Waar [ergens]?"}); !reflect.DeepEqual(found.Answer, want) {
			r.Errorf("the mail says %+v", found.Answer)
		}
	case <-time.After(time.Minute):
		r.Error("the form led nowhere")
	}
}

// A browser that keeps nothing for a page gets the rest.
func TestScriptServesAReaderWhoseBrowserForgets(t *testing.T) {
	r := newReader(t)
	r.base = "file://" + buildExample(t) + "/dijkzicht-4m8q2x7k/"
	must(t, r.ctx, prefer("light"))
	must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		_, err := cdp.Call(ctx, target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
			Source: `Object.defineProperty(window, "localStorage", {get() { throw new DOMException("refused", "SecurityError"); }})`,
		})
		return cdp.Empty{}, err
	})
	r.open("webwinkel/journal.html")
	r.sees(true, `document.querySelectorAll(".copy").length > 10`)
	r.sees(0, `document.querySelectorAll(".fresh").length`)
	r.does(`document.querySelector(".scheme").click()`)
	r.sees("rgb(19, 21, 23)", `getComputedStyle(document.body).backgroundColor`)
	r.does(`document.querySelector(".scheme").click()`)
	r.sees("rgb(253, 252, 250)", `getComputedStyle(document.body).backgroundColor`)
	r.content()
}

// A page says all that it has to say where no script runs.
func TestPagesNeedNoScript(t *testing.T) {
	dir := buildExample(t)
	r := newReader(t)
	r.base = published(t, dir).URL + "/dijkzicht-4m8q2x7k/"
	must(t, r.ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	r.open("webwinkel/journal.html")
	r.sees(true, `[...document.querySelectorAll(".journal > li")].filter(li => !li.closest(".older")).every(li => li.checkVisibility())`)
	r.sees(false, `document.querySelector(".older li").checkVisibility()`)
	r.sees(false, `document.querySelector(".tools").checkVisibility()`)
	r.sees(0, `document.querySelectorAll(".copy, .fresh, .relative").length`)
	r.does(`document.querySelector("#k_decision").checked = true`)
	r.sees(true, `[...document.querySelectorAll(".journal > li")].every(li => li.checkVisibility() === (li.classList.contains("decision")))`)
	r.content()
}

// Words that no space divides are found by their parts.
func TestSearchFindsJapanese(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	writeFiles(t, dir, `
-- content/provider.md --
---
name: Studio
email: studio@studio.example
timezone: Asia/Tokyo
currency: JPY
locale: ja
hours: {mon-fri: [09:00-17:00]}
people: [{id: mara, name: Mara}]
---
-- content/clients/sakura/client.md --
---
name: さくら商店
since: 2025-01-01
access: open
address: sakura
locale: ja
timezone: Asia/Tokyo
contacts: [{id: yui, name: ゆい}]
faq:
  - {q: 請求書はいつ届きますか, a: 毎月五日にメールでお送りします。}
  - {q: 写真は変えられますか, a: はい、いつでも。}
---
ようこそ。
`)
	o := options(t, dir, exampleDay)
	o.Out = out
	build(t, o, out)
	r := newReader(t)
	r.base = "file://" + filepath.Join(out, "sakura") + "/"
	for query, want := range map[string]string{"請求": "請求書はいつ届きますか", "五日": "請求書はいつ届きますか", "写": "写真は変えられますか", "メール": "請求書はいつ届きますか"} {
		r.open("index.html")
		r.does(fmt.Sprintf(`document.querySelector("#find").value = %q; document.querySelector("#find").focus()`, query))
		r.sees([]string{want}, `[...document.querySelectorAll("#found .title")].map(e => e.textContent)`)
	}
	r.content()
}
