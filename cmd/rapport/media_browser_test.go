//go:build slow

package main

import (
	"bytes"
	little "encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rapport/generator/seal"
)

// wav is a sound of so many seconds, of which no two seconds are alike.
func wav(seconds int) []byte {
	const rate = 48_000
	data := make([]byte, seconds*rate*2)
	rand.NewChaCha8([32]byte{1}).Read(data)
	var b bytes.Buffer
	for _, part := range []any{
		[]byte("RIFF"), uint32(36 + len(data)), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1),
		uint32(rate), uint32(rate * 2), uint16(2), uint16(16), []byte("data"), uint32(len(data)), data,
	} {
		little.Write(&b, little.LittleEndian, part) // into memory
	}
	return b.Bytes()
}

// seek is a script that plays a sound from its middle on, and tells where it is.
func seek(url string) string {
	return fmt.Sprintf(`new Promise((resolve) => {
	const sound = document.createElement("audio");
	sound.muted = true;
	sound.onerror = () => resolve("refused");
	sound.onloadedmetadata = () => { sound.currentTime = sound.duration / 2; };
	sound.onseeked = () => resolve([sound.duration, sound.currentTime].map(Math.round).join(" "));
	sound.src = %q;
})`, url)
}

// What plays in a sealed portal can be sought in, also where it is too big to be held as a page is.
func TestMediaOfASealedPortalSeek(t *testing.T) {
	h := newHost(t, seal.WorkFactor)
	long, short := wav(60), wav(2) // 5.8 MB and 192 kB
	h.write("content/clients/acme/shop/files/long.wav", long)
	h.write("content/clients/acme/shop/files/short.wav", short)
	h.rapport("build")
	first := h.browser()
	first.enter(h.url("people.html"))

	for url, want := range map[string]string{"shop/files/long.wav": "60 30", "shop/files/short.wav": "2 1"} {
		if got := first.text(seek(url)); got != want {
			t.Errorf("%s: length and place are %s, want %s", url, got, want)
		}
	}
	first.goTo(h.url("shop/files/long.wav")) // as who follows a link to it
	first.await("the middle", `(() => { const sound = document.querySelector("video, audio"); if (sound?.duration > 0 && sound.currentTime < 30) sound.currentTime = 30; return sound?.currentTime >= 30 && !sound.seeking && sound.readyState > 1; })()`)

	first.goTo(h.url("people.html"))
	for name, body := range map[string][]byte{"long.wav": long, "short.wav": short} {
		size := len(body)
		for asked, want := range map[string]string{
			"bytes=0-1":                      part(body, 0, 2),
			"bytes=100-199":                  part(body, 100, 200),
			"bytes=-5":                       part(body, size-5, size),
			fmt.Sprintf("bytes=%d-", size-3): part(body, size-3, size),
			fmt.Sprintf("bytes=%d-%d", size-3, size+9): part(body, size-3, size),
			fmt.Sprintf("bytes=%d-", size):             fmt.Sprintf("416 bytes */%d ", size),
			"bytes=-0":                                 fmt.Sprintf("416 bytes */%d ", size),
			"bytes=9-3":                                fmt.Sprintf("416 bytes */%d ", size),
		} {
			if got := first.text(ask("shop/files/"+name, asked)); got != want {
				t.Errorf("%s of %s: %.200s, want %.200s", asked, name, got, want)
			}
		}
		for _, asked := range []string{"bytes=0-1,4-5", "lines=1-2", ""} {
			if got := first.text(fmt.Sprintf(`fetch(%q, { headers: { Range: %q } }).then(async (r) => [r.status, r.headers.get("Accept-Ranges"), (await r.arrayBuffer()).byteLength].join(" "))`, "shop/files/"+name, asked)); got != fmt.Sprintf("200 bytes %d", size) {
				t.Errorf("%q of %s: %s", asked, name, got)
			}
		}
	}
	if got := first.text(`fetch("shop/files/plan.pdf", { headers: { Range: "bytes=0-1" } }).then((r) => r.status + " " + r.headers.get("Accept-Ranges"))`); got != "200 null" {
		t.Errorf("of what does not play there is %s", got)
	}

	t.Run("and are asked of the host once", func(t *testing.T) {
		h.requests()
		for range 3 {
			first.text(ask("shop/files/long.wav", "bytes=-5"))
		}
		if asked := h.requests(); len(asked) > 0 {
			t.Errorf("what is open was asked for again: %q", asked)
		}
	})

	t.Run("and are shut when the portal is locked", func(t *testing.T) {
		first.text(`navigator.serviceWorker.controller.postMessage("lock")`)
		first.await("the door", locked)
		if got := first.text(ask("shop/files/long.wav", "bytes=0-1")); !strings.HasPrefix(got, "403") {
			t.Errorf("after locking a part is answered with %s", got)
		}
		first.enter(h.url("people.html"))
		h.requests()
		first.text(ask("shop/files/long.wav", "bytes=-5"))
		if asked := h.requests(); !slices.Contains(asked, h.sealed("shop/files/long.wav")) {
			t.Errorf("what was open before is open still: only %q was asked for", asked)
		}
	})

	for name, change := range map[string]func([]byte) []byte{
		"changed": func(b []byte) []byte { b[len(b)/2] ^= 1; return b },
		"cut":     func(b []byte) []byte { return b[:len(b)-70_000] },
	} {
		t.Run("and are refused where they were "+name, func(t *testing.T) {
			b := first.stranger(t)
			b.enter(h.url("people.html"))
			sealed := h.sealed("shop/files/long.wav")
			h.corrupt(sealed, change)
			defer h.corrupt(sealed, nil)
			if got := b.text(ask("shop/files/long.wav", "bytes=-5")); got != "refused" {
				t.Errorf("its end is %s", got)
			}
			if got := b.text(seek("shop/files/long.wav")); got != "refused" {
				t.Errorf("it is sought in, at %s", got)
			}
		})
	}
}

// part is what is to be answered where bytes are asked for.
func part(body []byte, from, to int) string {
	return fmt.Sprintf("206 bytes %d-%d/%d %v", from, to-1, len(body), body[from:to])
}

// ask is a script that asks for a part, and tells what came.
func ask(url, asked string) string {
	return fmt.Sprintf(`fetch(%q, { headers: { Range: %q } }).then(async (r) => {
	const bytes = new Uint8Array(await r.arrayBuffer());
	return r.status + " " + r.headers.get("Content-Range") + " " + (bytes.length ? "[" + bytes.join(" ") + "]" : "");
}).catch(() => "refused")`, url, asked)
}
