//go:build slow

package main

import (
	"fmt"
	"testing"

	"rapport/generator/seal"
	"rapport/generator/testprogram"
)

// A sealed portal opens in browsers of other makes as it does in Chromium.
func TestASealedPortalOpensInOtherBrowsers(t *testing.T) {
	for name, start := range testprogram.Engines {
		t.Run(name, func(t *testing.T) {
			browser := start(t)
			h := newHost(t, seal.WorkFactor)
			h.write("content/clients/acme/shop/files/long.wav", wav(60))
			h.write("content/clients/acme/shop/files/short.wav", wav(2))
			h.rapport("build")
			open := func(path string) {
				t.Helper()
				if err := browser.Open(h.url(path)); err != nil {
					t.Fatal(err)
				}
			}
			await := func(what, script string) { t.Helper(); testprogram.Await(t, browser, what, script) }
			submit := func(passphrase string) {
				t.Helper()
				await("the door", locked)
				await("the form", fmt.Sprintf(`(() => { document.getElementById("name").value = %q; document.getElementById("passphrase").value = %q; unlock.requestSubmit(); return true; })()`, h.login, passphrase))
			}

			open("shop/expectations.html#s_plan") // a deep link
			submit("wrong-words-are-not-the-right-ones")
			await("the refusal", `!document.getElementById("say-wrong").hidden`)
			submit(h.password)
			await("the page", unlocked+` && location.hash === "#s_plan"`)
			if got, _ := browser.Evaluate("location.href"); got != h.url("shop/expectations.html#s_plan") {
				t.Errorf("led to %s", got)
			}
			open("people.html")
			await("a picture and a style", shows("People")+` && document.images[0].naturalWidth > 0 && getComputedStyle(document.body).margin === "0px"`)
			await("the page, asked for again", `(location.reload(), true)`)
			await("the page again", shows("People"))
			await("what is searched", `fetch("search.js").then((r) => r.ok)`)
			for _, sound := range []struct{ url, want string }{{"shop/files/short.wav", "2 1"}, {"shop/files/long.wav", "60 30"}} {
				if got, err := browser.Evaluate(seek(sound.url)); got != sound.want || err != nil {
					t.Errorf("%s: length and place are %s (%v), want %s", sound.url, got, err, sound.want)
				}
			}
			h.requests()
			open("help.html")
			await("another page", shows("Help"))
			if told := plain(h.requests()); len(told) > 0 {
				t.Errorf("the host learnt what was read: %q", told)
			}
			await("a lock", `(document.querySelector("a[href$='~lock']").click(), true)`)
			await("the door", locked)
			open("help.html")
			await("the door, not the page", locked)
		})
	}
}
