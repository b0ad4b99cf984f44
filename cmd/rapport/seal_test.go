package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"
)

// A host is a workspace with a sealed portal, built and published.
type host struct {
	t               *testing.T
	dir             string
	login, password string
	server          *httptest.Server

	mu     sync.Mutex
	asked  []string                       // paths, in the order in which they were asked for
	change map[string]func([]byte) []byte // what the host does to files before it gives them
}

// plan is an attachment, which a browser shows or saves but never reads as a page.
var plan = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n")

func newHost(t *testing.T) *host {
	h := &host{t: t, dir: t.TempDir(), change: map[string]func([]byte) []byte{}}
	if err := os.CopyFS(h.dir, os.DirFS("testdata/workspace")); err != nil {
		t.Fatal(err)
	}
	h.edit("content/clients/acme/client.md", "access: open", "access: sealed\naddress: p7k2")
	h.write("content/clients/acme/shop/files/plan.pdf", plan)
	h.login, h.password = h.person("joost")
	h.rapport("build")
	files := http.FileServer(http.Dir(filepath.Join(h.dir, "public")))
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		h.asked = append(h.asked, r.URL.RequestURI())
		change := h.change[r.URL.Path]
		h.mu.Unlock()
		for _, line := range strings.Split(string(h.read("public/_headers")), "\n")[1:] {
			if !strings.HasPrefix(line, " ") {
				break // the rules for assets follow
			}
			name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			w.Header().Set(name, value)
		}
		w.Header().Set("Cache-Control", "no-cache")
		name := filepath.Join(h.dir, "public", filepath.FromSlash(r.URL.Path))
		info, err := os.Stat(name)
		if err == nil && info.IsDir() {
			info, err = os.Stat(filepath.Join(name, "index.html"))
		}
		switch {
		case err != nil:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(h.read("public/404.html"))
		case change != nil:
			w.Write(change(h.read(filepath.Join("public", r.URL.Path))))
		default:
			files.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(h.server.Close)
	return h
}

// rapport runs the program in the workspace and returns what it prints.
func (h *host) rapport(args ...string) string {
	h.t.Helper()
	var stdout, stderr bytes.Buffer
	status := run(h.t.Context(), append([]string{"-C", h.dir}, args...), environment{
		stdout: &stdout, stderr: &stderr, stdin: strings.NewReader(h.password + "\n"),
		getenv:   func(name string) string { return map[string]string{"RAPPORT_AS_OF": "2026-10-16T12:00:00+02:00"}[name] },
		now:      time.Now,
		terminal: func(io.Writer) (int, bool) { return 0, false },
	})
	if status != statusDone {
		h.t.Fatalf("rapport %s: status %d\n%s", strings.Join(args, " "), status, stderr.String())
	}
	return stdout.String()
}

// person lets somebody in, and returns the name and the passphrase.
func (h *host) person(name string) (login, passphrase string) {
	h.t.Helper()
	out := strings.Fields(h.rapport("key", "add", "acme", name, "--print"))
	return out[1], out[3]
}

func (h *host) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

func (h *host) read(name string) []byte {
	text, err := os.ReadFile(h.path(name))
	if err != nil {
		h.t.Error(err)
	}
	return text
}

func (h *host) write(name string, text []byte) {
	h.t.Helper()
	if err := write(h.path(name), text); err != nil {
		h.t.Fatal(err)
	}
}

func (h *host) edit(name, old, new string) {
	h.t.Helper()
	text := string(h.read(name))
	if strings.Count(text, old) != 1 {
		h.t.Fatalf("%s has not one %q", name, old)
	}
	h.write(name, []byte(strings.Replace(text, old, new, 1)))
}

func (h *host) url(path string) string { return h.server.URL + "/p7k2/" + path }

// requests returns what was asked for since the last call.
func (h *host) requests() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

// plain are the requests that tell the host what is read.
func plain(asked []string) []string {
	known := regexp.MustCompile(`^/p7k2/(sw\.js|index\.html|_seal/[a-z/0-9.-]+)?$|^/favicon\.ico$`)
	return slices.DeleteFunc(asked, known.MatchString)
}

// corrupt has the host change a file that it gives; nil gives it as it is again.
func (h *host) corrupt(path string, change func([]byte) []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.change[path] = change
}

// A tab is one of a browser.
type tab struct {
	*host
	ctx context.Context
}

// browser starts Chromium, or skips the test where there is none.
func (h *host) browser() *tab {
	h.t.Helper()
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		path, err := exec.LookPath("chromium")
		if err != nil && os.Getenv("CI") == "true" {
			h.t.Fatal("chromium is not installed; install it, or name it in CHROMIUM")
		}
		if err != nil {
			h.t.Skip("chromium is not installed")
		}
		chromium = path
	}
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))...)
	h.t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	h.t.Cleanup(cancel)
	t := &tab{h, ctx}
	return t.tab()
}

// tab opens another tab.
func (b *tab) tab(options ...chromedp.ContextOption) *tab {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx, options...)
	b.t.Cleanup(cancel)
	t := &tab{b.host, ctx}
	t.goTo("about:blank")
	return t
}

// stranger opens a tab of a browser that was never here.
func (b *tab) stranger() *tab { return b.tab(chromedp.WithNewBrowserContext()) }

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
	return do(b, chromedp.Evaluate[string]("String("+script+")", chromedp.EvalAwaitPromise))
}

// await waits until a script says so.
func (b *tab) await(what, script string) {
	b.t.Helper()
	var err error
	for began := time.Now(); time.Since(began) < 15*time.Second; time.Sleep(20 * time.Millisecond) {
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
	unlocked = `document.readyState === "complete" && document.querySelector(".masthead")`
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
	if testing.Short() {
		t.Skip("opens a portal in Chromium")
	}
	h := newHost(t)
	first := h.browser()

	t.Run("a deep link leads to the door and on", func(t *testing.T) {
		b := first.stranger()
		b.goTo(h.url("shop/expectations.html#s_plan"))
		b.submit(h.login, "wrong-words-are-not-the-right-ones", false)
		b.await("the refusal", `!document.getElementById("say-wrong").hidden`)
		b.submit("nobody-aaaaaaaaaa", h.password, false)
		b.await("the refusal", `!document.getElementById("say-wrong").hidden && !document.querySelector("#unlock button").disabled`)
		began := time.Now()
		b.submit(h.login, "  "+strings.ToUpper(h.password)+" ", false)
		b.await("the page", unlocked+` && location.hash === "#s_plan" && scrollY > 0`)
		t.Logf("unlocked in %v", time.Since(began))
		if got := b.text("location.href"); got != h.url("shop/expectations.html#s_plan") {
			t.Errorf("led to %s", got)
		}
	})
}
