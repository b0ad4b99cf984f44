//go:build slow

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/seal"
	"rapport/generator/testprogram"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// A tab is one of a browser.
type tab struct {
	*host
	t   *testing.T
	ctx context.Context
}

// browser starts Chromium, or skips the test where there is none.
func (h *host) browser() *tab {
	h.t.Helper()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(testprogram.Headless(h.t), chromedp.WindowSize(1280, 900))...)
	h.t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	h.t.Cleanup(cancel)
	return (&tab{h, h.t, ctx}).tab(h.t)
}

// tab opens another tab.
func (b *tab) tab(t *testing.T, options ...chromedp.ContextOption) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, options...)
	t.Cleanup(cancel)
	opened := &tab{b.host, t, ctx}
	opened.goTo("about:blank")
	return opened
}

// stranger opens a tab of a browser that was never here.
func (b *tab) stranger(t *testing.T) *tab { return b.tab(t, chromedp.WithNewBrowserContext()) }

func do[T any](t *tab, action chromedp.Action[T]) T {
	t.t.Helper()
	v, err := chromedp.Run(t.ctx, action)
	if err != nil {
		t.t.Fatal(err)
	}
	return v
}

func call[P, R any](t *tab, command cdp.Command[P, R], params P) {
	t.t.Helper()
	do(t, chromedp.Action[R](func(ctx context.Context, target *chromedp.Target) (R, error) {
		return cdp.Call(ctx, target, command, params)
	}))
}

func (b *tab) goTo(url string) {
	b.t.Helper()
	do(b, chromedp.Navigate(url))
}

func (b *tab) text(script string) string {
	b.t.Helper()
	return do(b, chromedp.Evaluate[string]("Promise.resolve("+script+").then(String)", chromedp.EvalAwaitPromise))
}

// await waits until a script says so.
func (b *tab) await(what, script string) {
	b.t.Helper()
	var err error
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
		var ok bool
		// While a page goes and another comes there is nobody to answer.
		ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
		ok, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("Boolean("+script+")", chromedp.EvalAwaitPromise))
		cancel()
		if err == nil && ok {
			return
		}
	}
	b.t.Fatalf("%s did not come (%v); %s shows: %.400s", what, err, b.text("location.href"), b.text("document.body.innerText"))
}

const (
	locked   = `document.getElementById("unlock") && !document.getElementById("unlock").hidden`
	unlocked = `document.readyState === "complete" && document.querySelector(".bar")`
)

func shows(what string) string {
	return unlocked + ` && document.querySelector("h1").textContent.includes("` + what + `")`
}

// submit fills in the door's form and sends it.
func (b *tab) submit(login, passphrase string, remember bool) {
	b.t.Helper()
	b.await("the door", locked)
	do(b, chromedp.Evaluate[any](fmt.Sprintf(`document.getElementById("name").value = %q; document.getElementById("passphrase").value = %q;
document.getElementById("remember").checked = %t; document.getElementById("unlock").requestSubmit(); null`, login, passphrase, remember)))
}

func (b *tab) click(selector string) {
	b.t.Helper()
	do(b, chromedp.Evaluate[any](fmt.Sprintf(`document.querySelector(%q).click(); null`, selector)))
}

func TestASealedPortalOpensInABrowser(t *testing.T) {
	h := newHost(t, seal.WorkFactor)
	h.write("content/clients/acme/shop/files/photo.jpg", photo())
	h.write("content/logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 120"><path d="M0 0h480v120H0z"/></svg>`))
	h.edit("content/provider.md", "currency: EUR", "currency: EUR\nbrand: {logo: logo.svg}")
	h.rapport("build")
	first := h.browser()

	t.Run("from a disk the door says where it opens", func(t *testing.T) {
		b := first.stranger(t)
		b.goTo("file://" + h.path("public/p7k2/index.html"))
		b.await("why it does not open", `!document.getElementById("say-insecure").hidden`)
	})

	t.Run("a deep link leads to the door and on", func(t *testing.T) {
		b := first.stranger(t)
		b.goTo(h.url("shop/expectations.html#s_plan"))
		b.submit(h.login, "wrong-words-are-not-the-right-ones", false)
		b.await("the refusal", `!document.getElementById("say-wrong").hidden`)
		b.submit("nobody-aaaaaaaaaa", h.password, false)
		b.await("the refusal", `!document.getElementById("say-wrong").hidden && !document.querySelector("#unlock [type=submit]").disabled`)
		began := time.Now()
		b.submit(h.login, "  "+strings.ToUpper(h.password)+" ", false)
		b.await("the page", unlocked+` && location.hash === "#s_plan" && scrollY > 0`)
		t.Logf("unlocked in %v", time.Since(began))
		if got := b.text("location.href"); got != h.url("shop/expectations.html#s_plan") {
			t.Errorf("led to %s", got)
		}
	})

	t.Run("a passphrase that was copied with ends of lines is seen and opens", func(t *testing.T) {
		b := first.stranger(t)
		b.goTo(h.url(""))
		b.await("the door", locked)
		look := b.text(`[document.querySelector(".by img").getBoundingClientRect().width <= 128 && document.querySelector(".by img").naturalWidth > 0, getComputedStyle(document.querySelector("main")).inlineSize, document.fonts.check("1rem 'Source Serif 4'")].join(" ")`)
		if look != "true 352px true" {
			t.Errorf("the door has the logo, the width and the typeface %s", look)
		}
		do(b, chromedp.Evaluate[any](fmt.Sprintf(`const copied = new DataTransfer(); copied.setData("text", %q);
document.getElementById("passphrase").dispatchEvent(new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true })); null`, strings.ReplaceAll(h.password, "-", "\n")+"\n")))
		b.click("#show")
		if got := b.text(`["type", "value"].map((of) => passphrase[of]).join(" ") + " " + show.getAttribute("aria-pressed")`); got != "text "+strings.ReplaceAll(h.password, "-", " ")+" true" {
			t.Errorf("after pasting and showing the field is %s", got)
		}
		b.submit(h.login, b.text("passphrase.value"), false)
		b.await("the page", unlocked)
	})

	t.Run("pages, pictures and files come through the worker alone", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url(""))
		h.requests()
		b.click(`a[href="people.html"]`)
		b.await("the picture", shows("People")+` && document.images[0].complete && document.images[0].naturalWidth > 0`)
		if got := b.text(`[...document.styleSheets].length + getComputedStyle(document.body).margin`); got != "20px" {
			t.Errorf("the page has no style: %s", got)
		}
		for _, c := range []struct{ path, want string }{
			{"shop/files/plan.pdf", fmt.Sprintf("200 application/pdf  %d", len(plan))},
			{"shop/files/plan.pdf?dl", fmt.Sprintf("200 application/pdf attachment; filename*=UTF-8''plan.pdf %d", len(plan))},
			{"shop/files/photo.jpg", "200 image/jpeg  5242880"},
			{"calendar.ics", "200 text/calendar; charset=utf-8 attachment; filename*=UTF-8''calendar.ics "},
			{"shop/data/orders.csv", "200 text/csv; charset=utf-8 attachment; filename*=UTF-8''orders.csv "},
			{"shop/nothing.html", "404 text/html; charset=utf-8  "},
			{"shop", "404 text/html; charset=utf-8  "},
		} {
			got := b.text(fmt.Sprintf(`fetch(%q).then(async (r) => [r.status, r.headers.get("Content-Type"), r.headers.get("Content-Disposition"), (await r.arrayBuffer()).byteLength].join(" "))`, c.path))
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("%s: %s, want %s", c.path, got, c.want)
			}
		}
		const digest = `crypto.subtle.digest("SHA-256", bytes)).then((sum) => Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join(""))`
		if got := b.text(`fetch("shop/files/photo.jpg").then((r) => r.arrayBuffer()).then((bytes) => ` + digest); got != fmt.Sprintf("%x", sha256.Sum256(photo())) {
			t.Errorf("the photo has the SHA-256 %s", got)
		}
		policy := b.text(`fetch("index.html").then((r) => ["Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"].map((h) => r.headers.get(h)).join("; "))`)
		if !strings.Contains(policy, "default-src 'none'") || !strings.HasSuffix(policy, "; nosniff; no-store") {
			t.Errorf("the worker sends the headers %s", policy)
		}
		do(b, chromedp.Evaluate[any](`document.getElementById("find").focus(); null`))
		do(b, chromedp.SendKeys(chromedp.CSS("#find"), "Joost"))
		b.await("a result", `document.querySelector(".tools [role=status]").textContent.includes("Found")`)
		call(b, page.Reload, page.ReloadParams{})
		b.await("the page again", shows("People"))
		b.click(`a[href="shop/index.html"]`)
		b.await("the engagement", shows("shop"))
		do(b, chromedp.Evaluate[any](`history.back(); null`))
		b.await("the page before", shows("People"))
		do(b, chromedp.Evaluate[any](`history.forward(); null`))
		b.await("the page after", shows("shop"))
		call(b, serviceworker.Enable, cdp.Empty{})
		call(b, serviceworker.StopAllWorkers, cdp.Empty{})
		b.goTo(h.url("shop/progress.html"))
		b.await("a page by way of a worker that had stopped", shows("Progress"))
		if told := plain(h.requests()); len(told) > 0 {
			t.Errorf("the host learnt what was read: %q", told)
		}
		b.goTo(h.url("?~to=" + url.QueryEscape("https://elsewhere.example/")))
		b.await("the portal, and no other site", `location.href.startsWith("`+h.url("")+`") && document.querySelector("h1").textContent.includes("no page")`)
		b.goTo(h.url("shop/progress.html"))
		call(b, page.Reload, page.ReloadParams{IgnoreCache: ptr(true)})
		b.await("the page after a reload past the worker", shows("Progress")+` && location.search === ""`)
		b.goTo(h.url(""))
		time.Sleep(5 * time.Second) // until another reload past the worker is not taken for a worker that is broken
		h.requests()
		call(b, page.Reload, page.ReloadParams{IgnoreCache: ptr(true)})
		b.await("the first page after a reload past the worker", unlocked+` && document.querySelector(".bar .name").textContent.includes("Acme") && location.search === ""`)
		if asked := h.requests(); !slices.Contains(asked, "/p7k2/") {
			t.Errorf("the reload did not pass the worker by: %q", asked)
		}
		b.storesNothing()
	})

	t.Run("a portal is locked when its last tab is gone, or after 30 days", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url("help.html"))
		b.goTo("about:blank")
		b.goTo(h.url("help.html"))
		b.submit(h.login, h.password, true)
		b.await("the page", shows("Help"))
		b.goTo("about:blank")
		b.goTo(h.url("help.html"))
		b.await("the page, since it was to be remembered", shows("Help"))
		do(b, chromedp.Evaluate[any](`new Promise((resolve) => { indexedDB.open("seal /p7k2/").onsuccess = ({ target: { result: db } }) => {
			const keys = db.transaction("keys", "readwrite").objectStore("keys");
			keys.get("reader").onsuccess = ({ target: { result: record } }) => {
				if (record.until < Date.now() + 29 * 864e5 || record.until > Date.now() + 31 * 864e5) record.key = "not 30 days";
				record.until = Date.now() - 1;
				keys.put(record, "reader").onsuccess = () => { db.close(); resolve(null); };
			};
		}; })`, chromedp.EvalAwaitPromise))
		b.goTo(h.url("people.html"))
		b.await("the door, after 30 days", locked)
	})

	t.Run("a form goes to the host, and leads back", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url("help.html"))
		h.requests()
		do(b, chromedp.Evaluate[any](`const form = document.createElement("form"); form.method = "post"; form.action = "thanks.html"; document.body.append(form); form.submit(); null`))
		b.await("the page that thanks", shows("Thank")+` && location.search === ""`)
		if asked := h.requests(); !slices.Contains(asked, "/p7k2/thanks.html") {
			t.Errorf("the host did not get the form: %q", asked)
		}
	})

	t.Run("lock locks every tab", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url("people.html"))
		other := b.tab(t)
		other.goTo(h.url("shop/index.html"))
		other.await("the page in another tab", shows("shop"))
		b.click(`footer a[href$="?~lock"]`)
		b.await("the door", locked)
		other.await("the door in the other tab", locked)
		if got := b.text(keptNames); got != "seen" {
			t.Errorf("after the lock there is %s", got)
		}
		do(b, chromedp.Evaluate[any](`history.back(); null`))
		b.await("the door again", locked)
		for _, tab := range []*tab{b, other} {
			if text := tab.text("document.body.innerText"); strings.Contains(text, "Joost") {
				t.Errorf("a locked tab shows %.100s", text)
			}
		}
	})

	t.Run("what the host changes is not shown", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url("people.html"))
		sealed := func(path string) string {
			time.Sleep(300 * time.Millisecond) // until what the page before needs was asked for
			h.requests()
			b.text(fmt.Sprintf(`fetch(%q).then((r) => r.text()).then((text) => text.length)`, path))
			for _, asked := range h.requests() {
				if strings.Contains(asked, "/_seal/d/") {
					return asked
				}
			}
			t.Fatalf("nothing was asked for %s", path)
			return ""
		}
		help, people := sealed("help.html"), sealed("people.html")
		for _, c := range []struct {
			name   string
			change func([]byte) []byte
		}{
			{"flipped", func(b []byte) []byte { b[len(b)-1] ^= 1; return b }},
			{"cut", func(b []byte) []byte { return b[:len(b)-40] }},
			{"swapped", func([]byte) []byte { return h.read("public" + people) }},
			{"padded", func(b []byte) []byte { return append(b, 0) }},
		} {
			h.corrupt(help, c.change)
			b.goTo(h.url("help.html"))
			b.await("the word that the file was changed", `document.querySelector("h1").textContent.includes("changed or damaged")`)
			h.corrupt(help, nil)
		}
		b.goTo(h.url("people.html"))
		time.Sleep(300 * time.Millisecond)
		h.requests()
		b.text(`fetch("shop/files/photo.jpg").then((r) => r.arrayBuffer()).then((bytes) => bytes.byteLength)`)
		film := slices.DeleteFunc(h.requests(), func(asked string) bool { return !strings.Contains(asked, "/_seal/d/") })[0]
		h.corrupt(film, func(b []byte) []byte { return b[:len(b)-100_000] })
		if got := b.text(`fetch("shop/files/photo.jpg", { cache: "reload" }).then((r) => r.arrayBuffer()).then((bytes) => "got " + bytes.byteLength, (error) => "refused")`); got != "refused" {
			t.Errorf("of a photo that was cut short the page %s bytes", got)
		}
		h.corrupt("/p7k2/_seal/portal.age", func(b []byte) []byte { b[len(b)-1] ^= 1; return b })
		do(b, chromedp.Evaluate[any](`navigator.serviceWorker.controller.postMessage("unlocked"); null`)) // it forgets what it knew
		time.Sleep(200 * time.Millisecond)
		b.goTo(h.url("help.html"))
		b.await("a page without the portal", `document.querySelector("h1") && !document.querySelector(".bar")`)
		h.corrupt("/p7k2/_seal/portal.age", nil)
		b.goTo(h.url("help.html"))
		b.await("the page as it was", shows("Help"))
	})

	t.Run("what the host puts back is found out", func(t *testing.T) {
		b := first.stranger(t)
		b.enter(h.url(""))
		before := t.TempDir()
		if err := os.CopyFS(before, os.DirFS(h.path("public"))); err != nil {
			t.Fatal(err)
		}
		const entry = "content/clients/acme/shop/journal/2026-10-15-zwelfert.md"
		h.edit(entry, "title: Zwelfert", "title: Anders")
		h.asOf = "2026-10-17T09:00:00+02:00"
		h.rapport("build")
		journal := h.sealed("shop/journal.html")
		old := func(name string) func([]byte) []byte {
			return func([]byte) []byte { return h.read(filepath.Join(before, name)) }
		}
		b.goTo(h.url("shop/journal.html"))
		b.await("the entry of today", `document.querySelector("main").textContent.includes("Anders")`)
		if b.text(`String(document.querySelector(".seal-warn"))`) != "null" {
			t.Error("the latest build is said to be old")
		}

		h.corrupt(journal, old(journal)) // one page of yesterday
		b.goTo(h.url("shop/journal.html"))
		b.await("the word that it does not belong there", `document.querySelector("h1").textContent.includes("parts of two versions")`)
		h.corrupt(journal, nil)

		h.was(before) // all of it
		b.goTo(h.url("shop/journal.html"))
		b.await("the word that it is old", `document.querySelector(".seal-warn")?.textContent.includes("16 October 2026") && document.querySelector(".seal-warn").textContent.includes("17 October 2026")`)
		h.was("")
		b.goTo(h.url("shop/journal.html"))
		b.await("the page as it is", `document.querySelector("main").textContent.includes("Anders") && !document.querySelector(".seal-warn")`)
		h.edit(entry, "title: Anders", "title: Zwelfert")
		h.asOf = ""
		h.rapport("build")
	})

	t.Run("an invitation fills in the name, and may bring the key", func(t *testing.T) {
		b := first.stranger(t)
		link := strings.TrimSpace(h.rapport("key", "link", "acme", "joost", "--base-url", h.server.URL))
		b.goTo(link)
		if axe, err := os.ReadFile(os.Getenv("AXE")); err == nil {
			b.await("the door", locked)
			do(b, chromedp.Evaluate[any](string(axe)+"; null"))
			if found := b.text(`axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => v.id + ": " + v.help))`); found != "" {
				t.Errorf("not everybody can use the door: %s", found)
			}
		}
		b.await("the name", locked+fmt.Sprintf(` && document.getElementById("name").value === %q`, h.login))
		b = first.stranger(t)
		link = strings.TrimSpace(h.rapport("key", "link", "acme", "joost", "--base-url", h.server.URL, "--with-key"))
		b.goTo(link)
		b.await("the portal", unlocked)
		if at := b.text("location.href"); at != h.url("") {
			t.Errorf("the key stands in the address: %s", at)
		}
	})

	t.Run("a reader with a key of age opens it with that", func(t *testing.T) {
		h.rapport("key", "add", "acme", "bo", "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj")
		h.rapport("build")
		b := first.stranger(t)
		b.goTo(strings.TrimSpace(h.rapport("key", "link", "acme", "bo", "--base-url", h.server.URL)))
		b.submit("bo", " AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n", false)
		b.await("the portal", unlocked)
	})

	t.Run("without a worker the page shows the portal itself", func(t *testing.T) {
		b := first.stranger(t)
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `Object.defineProperty(Navigator.prototype, "serviceWorker", { value: undefined })`,
		})
		b.goTo(h.url(""))
		h.requests()
		b.submit(h.login, h.password, false)
		b.await("the portal", unlocked+` && document.querySelector(".seal-plain")`)
		b.click(`a[href="people.html"]`)
		b.await("the picture", shows("People")+` && document.images[0].complete && document.images[0].naturalWidth > 0`)
		if got := b.text(`getComputedStyle(document.body).margin`); got != "0px" {
			t.Errorf("the page has no style: %s", got)
		}
		do(b, chromedp.Evaluate[any](`history.back(); null`))
		b.await("the page before", unlocked+` && location.pathname === "/p7k2/"`)
		if told := plain(h.requests()); len(told) > 0 {
			t.Errorf("the host learnt what was read: %q", told)
		}
		b.storesNothing()
	})

	t.Run("where the browser gives no key of X25519 back", func(t *testing.T) { // as Safari
		b := first.stranger(t)
		call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
			Source: `globalThis.structuredClone = () => { throw new TypeError("Unable to deserialize data.") }`,
		})
		b.enter(h.url("people.html"))
		b.await("the page, by the worker", shows("People")+` && navigator.serviceWorker.controller`)
		if got := b.text(`new Promise((resolve) => { indexedDB.open("seal /p7k2/").onsuccess = (e) => { e.target.result.transaction("keys").objectStore("keys").get("reader").onsuccess = ({ target }) => { resolve([target.result.key.by.algorithm.name, target.result.key.by.extractable, target.result.key.by.usages].join(" ")); }; }; })`); got != "AES-GCM false encrypt,unwrapKey" {
			t.Errorf("the key is kept as %s", got)
		}
		b.storesNothing()
	})

	t.Run("without JavaScript there is a message", func(t *testing.T) {
		b := first.stranger(t)
		call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		b.goTo(h.url(""))
		if text := b.text("document.body.innerText"); !strings.Contains(text, "needs JavaScript") || strings.Contains(text, "Passphrase") {
			t.Errorf("the page says %s", text)
		}
	})

	t.Run("who leaves opens nothing, and who stays notices nothing", func(t *testing.T) {
		stays, leaves := first.stranger(t), first.stranger(t)
		login, passphrase := h.person("eva")
		h.rapport("build")
		stays.enter(h.url("people.html"))
		leaves.goTo(h.url("people.html"))
		leaves.submit(login, passphrase, true)
		leaves.await("the portal", shows("People"))
		h.rapport("key", "remove", "acme", "eva")
		h.rapport("build")
		stays.goTo(h.url("help.html"))
		stays.await("the portal", shows("Help"))
		leaves.goTo(h.url("help.html"))
		leaves.submit(login, passphrase, true)
		leaves.await("the refusal", `!document.getElementById("say-wrong").hidden`)
	})
}

// authenticator gives the browser a device of its own that asks who is there.
func (b *tab) authenticator(options webauthn.VirtualAuthenticatorOptions) webauthn.AuthenticatorID {
	b.t.Helper()
	options.Protocol, options.Transport, options.HasUserVerification, options.AutomaticPresenceSimulation = "ctap2", "internal", true, true
	options.Ctap2version = "ctap2_1"
	call(b, webauthn.Enable, webauthn.EnableParams{})
	added := do(b, chromedp.Action[webauthn.AddVirtualAuthenticatorResult](func(ctx context.Context, target *chromedp.Target) (webauthn.AddVirtualAuthenticatorResult, error) {
		return cdp.Call(ctx, target, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &options})
	}))
	return added.AuthenticatorID
}

const (
	knownDevice = `document.readyState === "complete" && !document.getElementById("device").hidden && document.getElementById("unlock").hidden`
	noDevice    = locked + ` && document.getElementById("device").hidden`
)

func TestAPortalOpensWithADevice(t *testing.T) {
	h := newHost(t, quickWork)
	first := h.browser()
	local := func(path string) string { return strings.Replace(h.url(path), "127.0.0.1", "localhost", 1) } // passkeys are made at names alone
	good := webauthn.VirtualAuthenticatorOptions{HasResidentKey: true, HasPrf: true, IsUserVerified: true}
	enrol := func(b *tab, login, passphrase string) {
		t.Helper()
		b.goTo(local("help.html"))
		b.await("the question", locked+` && !document.getElementById("device-keep").hidden`)
		do(b, chromedp.Evaluate[any](`document.getElementById("keep").checked = true; null`))
		b.submit(login, passphrase, false)
	}
	lock := func(b *tab) {
		t.Helper()
		b.click(`footer a[href$="?~lock"]`)
		b.await("the door", knownDevice)
	}

	t.Run("once it was asked to, and after each lock", func(t *testing.T) {
		b := first.stranger(t)
		device := b.authenticator(good)
		h.requests()
		enrol(b, h.login, h.password)
		b.await("the page", shows("Help"))
		lock(b)
		b.storesNothing()
		if kept := b.text(dumpStorage); strings.Contains(kept, "AGE-SECRET") || !strings.Contains(kept, "AGE-PLUGIN-FIDO2PRF") {
			t.Errorf("the browser keeps %.500s", kept)
		}
		if got := b.text(keptNames); got != "device seen" {
			t.Errorf("after the lock there is %s", got)
		}
		b.goTo(local("people.html"))
		b.await("the door", knownDevice)
		b.click("#device-open")
		b.await("the page that was asked for", shows("People"))
		if got := b.text("location.href"); got != local("people.html") {
			t.Errorf("led to %s", got)
		}

		lock(b)
		call(b, webauthn.SetUserVerified, webauthn.SetUserVerifiedParams{AuthenticatorID: device, IsUserVerified: false})
		b.click("#device-open")
		b.await("the word that it was somebody else", `!document.getElementById("say-no").hidden && !document.getElementById("device-open").disabled`)
		call(b, webauthn.RemoveVirtualAuthenticator, webauthn.RemoveVirtualAuthenticatorParams{AuthenticatorID: device})
		b.authenticator(good) // another one, which knows no passkey
		b.goTo(local(""))
		b.await("the door", knownDevice)
		b.click("#device-open")
		b.await("the word that it is another one", `!document.getElementById("say-no").hidden && !document.getElementById("device-open").disabled`)
		b.click("#device-other")
		b.submit(h.login, h.password, false)
		b.await("the portal", unlocked)

		lock(b)
		b.click("#device-forget")
		b.await("the word that it is forgotten", noDevice+` && !document.getElementById("say-forgotten").hidden`)
		b.goTo(local(""))
		b.await("the door as it was", noDevice)
	})

	t.Run("until its key is taken away", func(t *testing.T) {
		login, passphrase := h.person("eva")
		h.rapport("build")
		b := first.stranger(t)
		b.authenticator(good)
		enrol(b, login, passphrase)
		b.await("the page", shows("Help"))
		lock(b)
		h.rapport("key", "rotate", "acme", "eva", "--print")
		h.rapport("build")
		b.click("#device-open")
		b.await("the word that the key opens nothing", noDevice+` && !document.getElementById("say-gone").hidden`)
		b.goTo(local(""))
		b.await("the door as it was", noDevice)
	})

	t.Run("and where it can't, as before", func(t *testing.T) {
		for _, c := range []struct {
			name    string
			options *webauthn.VirtualAuthenticatorOptions
			at      string
		}{
			{"there is no device", nil, local("")},
			{"the address is of numbers", &good, h.url("")},
		} {
			b := first.stranger(t)
			if c.options != nil {
				b.authenticator(*c.options)
			}
			b.goTo(c.at)
			b.await("the door", noDevice)
			if b.text(`document.getElementById("device-keep").hidden`) != "true" {
				t.Errorf("%s: the door asks", c.name)
			}
		}
		b := first.stranger(t)
		b.authenticator(webauthn.VirtualAuthenticatorOptions{HasResidentKey: true, IsUserVerified: true}) // has passkeys, and no secret for them
		enrol(b, h.login, h.password)
		b.await("the word that nothing was kept", `!document.getElementById("say-unkept").hidden`)
		b.click("#device-go button")
		b.await("the page", shows("Help"))
		b.goTo("about:blank")
		b.goTo(local(""))
		b.await("the door as it was", noDevice)
		loaded := func() bool {
			return slices.ContainsFunc(h.requests(), func(asked string) bool { return strings.Contains(asked, "passkey.js") })
		}
		if !loaded() {
			t.Error("age's part for passkeys was never asked for")
		}
		b = first.stranger(t)
		b.goTo(local(""))
		b.submit(h.login, h.password, false)
		b.await("the portal", unlocked)
		if loaded() {
			t.Error("age's part for passkeys is loaded where there are none")
		}
	})

	t.Run("of those who come with a link too", func(t *testing.T) {
		link := strings.Replace(strings.TrimSpace(h.rapport("key", "link", "acme", "joost", "--base-url", h.server.URL, "--with-key")), "127.0.0.1", "localhost", 1)
		b := first.stranger(t)
		b.authenticator(good)
		b.goTo(link)
		b.await("the question alone", locked+` && !document.getElementById("device-keep").hidden && !document.getElementById("passphrase").offsetParent`)
		do(b, chromedp.Evaluate[any](`document.getElementById("unlock").requestSubmit(); null`))
		b.await("the portal", unlocked)
		b.goTo("about:blank")
		b.goTo(link)
		b.await("the portal, without the question", unlocked)

		b = first.stranger(t)
		b.authenticator(good)
		b.goTo(link)
		b.await("the question alone", locked+` && !document.getElementById("device-keep").hidden`)
		do(b, chromedp.Evaluate[any](`document.getElementById("keep").checked = true; document.getElementById("unlock").requestSubmit(); null`))
		b.await("the portal", unlocked)
		lock(b)
		b.click("#device-open")
		b.await("the portal", unlocked)
	})
}

// photo is a file that is too big to be held by a worker.
func photo() []byte {
	var body bytes.Buffer
	if err := jpeg.Encode(&body, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		panic(err) // into memory
	}
	random := make([]byte, 5<<20-body.Len()) // behind the picture's end, where nobody looks
	rand.NewChaCha8([32]byte{7}).Read(random)
	return append(body.Bytes(), random...)
}

// enter unlocks the portal at an address.
func (b *tab) enter(url string) {
	b.t.Helper()
	b.goTo(url)
	b.submit(b.login, b.password, false)
	b.await("the portal", unlocked)
}

func ptr[T any](v T) *T { return &v }

// dumpStorage is a script that returns all that a browser keeps of a site.
const dumpStorage = `(async () => {
	const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie];
	for (const name of await caches.keys()) {
		const cache = await caches.open(name);
		for (const request of await cache.keys()) kept.push(request.url, await (await cache.match(request)).text());
	}
	for (const { name } of await indexedDB.databases()) {
		kept.push(name);
		const db = await new Promise((resolve) => { indexedDB.open(name).onsuccess = (e) => resolve(e.target.result); });
		for (const store of db.objectStoreNames) {
			kept.push(store, JSON.stringify(await new Promise((resolve) => { db.transaction(store).objectStore(store).getAll().onsuccess = (e) => resolve(e.target.result); })));
			if (await new Promise((resolve) => { db.transaction(store).objectStore(store).get("reader").onsuccess = (e) => resolve(e.target.result?.key?.extractable); })) kept.push("the key can be taken out");
		}
		db.close();
	}
	return kept.join("\n");
})()`

// keptNames is a script that names what is kept for the portal.
const keptNames = `new Promise((resolve) => { indexedDB.open("seal /p7k2/").onsuccess = ({ target: { result: db } }) => {
	db.transaction("keys").objectStore("keys").getAllKeys().onsuccess = ({ target: { result: names } }) => { db.close(); resolve(names.join(" ")); };
}; })`

// storesNothing checks that the browser keeps no word of the portal.
func (b *tab) storesNothing() {
	b.t.Helper()
	kept := b.text(dumpStorage)
	if !strings.Contains(kept, "{") {
		b.t.Errorf("nothing was looked at: %q", kept)
	}
	if strings.Contains(kept, "the key can be taken out") {
		b.t.Error("a script can take the reader's key out of the browser")
	}
	for _, word := range b.words() {
		if strings.Contains(kept, word) {
			b.t.Errorf("the browser keeps %q: %.300s", word, kept)
		}
	}
}
