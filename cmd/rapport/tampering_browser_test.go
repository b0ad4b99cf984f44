//go:build slow

package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
)

// What verify is asked elsewhere, a browser is asked here that has the sealed portal open: each tampering of which the
// list says what it shows.
func TestABrowserShowsWhatItIsSaidToOfATampering(t *testing.T) {
	p := newScene(t, quickWork)
	var now atomic.Pointer[http.Handler]
	serve := func(h http.Handler) { now.Store(&h) }
	serve(p.copied(t).answers(nil))
	p.server.Close()
	p.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*now.Load()).ServeHTTP(w, r) }))
	t.Cleanup(p.server.Close)
	b := p.browser()
	b.enter(p.url(journal))
	asked := 0
	for _, k := range tamperings {
		if k.shows == "" {
			continue
		}
		asked++
		t.Run(k.kind, func(t *testing.T) {
			b := &tab{b.host, t, b.ctx}
			c := p.copied(t)
			if k.folder != nil {
				k.folder(c)
			}
			serve(c.answers(k.host))
			b.forget()
			b.goTo(p.url(journal))
			b.await(k.shows, outcomes[k.shows])
		})
	}
	if asked < 20 {
		t.Errorf("the browser was asked of %d kinds", asked)
	}
}

// forget has a browser and the portal's worker keep nothing of what they were given.
func (b *tab) forget() {
	b.t.Helper()
	call(b, network.ClearBrowserCache, cdp.Empty{})
	b.text(`navigator.serviceWorker.controller?.postMessage("unlocked")`)
}
