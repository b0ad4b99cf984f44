//go:build slow

package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/testprogram"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

func pagesOf(t *testing.T, dir string) []string {
	t.Helper()
	var pages []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".html") {
			rel, _ := filepath.Rel(dir, name)
			pages = append(pages, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// The validator knows no end tags that HTML lets one leave out, so they are written in
// first. That what pages leave open may be is what sitetest looks for.
func TestExampleIsValidHTML(t *testing.T) {
	validate := testprogram.Find(t, "html-validate", "HTML_VALIDATE")
	dir := t.TempDir()
	writeFiles(t, dir, "-- .htmlvalidate.json --\n"+`{"root": true, "extends": ["html-validate:standard"]}`)
	for name, page := range read(t, buildExample(t)) {
		if filepath.Ext(name) != ".html" {
			continue
		}
		tree, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		var whole bytes.Buffer
		if err := html.Render(&whole, tree); err != nil {
			t.Fatal(err)
		}
		writeFiles(t, dir, "-- "+name+" --\n"+whole.String())
	}
	cmd := exec.Command(validate, "--config", filepath.Join(dir, ".htmlvalidate.json"), "--formatter", "text", dir+"/**/*.html")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// published serves a folder with the headers that its _headers asks for.
func published(t *testing.T, dir string) *httptest.Server {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	var all http.Header = map[string][]string{}
	for i, line := range strings.Split(string(text), "\n") {
		if i > 0 && !strings.HasPrefix(line, " ") {
			break // the rules for assets follow
		}
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			all.Set(name, value)
		}
	}
	if !strings.Contains(all.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Fatalf("_headers has no strict policy: %v", all)
	}
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, values := range all {
			w.Header()[name] = values
		}
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// chromium is one for all tests.
var chromium struct {
	once sync.Once
	ctx  context.Context
	err  error
}

// browser opens a tab in a profile of its own, or skips the test where there is no Chromium.
func browser(t *testing.T) context.Context {
	t.Helper()
	options := testprogram.Headless(t)
	chromium.once.Do(func() {
		ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
		atEnd = append(atEnd, cancel)
		chromium.ctx, _ = chromedp.NewContext(ctx)
		_, chromium.err = chromedp.Run(chromium.ctx, chromedp.Navigate("about:blank"))
	})
	if chromium.err != nil {
		t.Fatal(chromium.err)
	}
	ctx, cancel := chromedp.NewContext(chromium.ctx, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 10*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// Every page of the example, and of portals in odd states, is opened as a reader would: on a narrow phone, in light, from a
// host that sends the headers, and one of each kind on a desktop, in dark, from a host that sends none. Nothing may be refused by the policy, missing, cut off, or out of reach of a reader with other means than eyes.
func TestPagesWorkInABrowser(t *testing.T) {
	dir, odd := buildExample(t), oddPortals(t)
	testprogram.Chromium(t)
	axe, err := os.ReadFile(testprogram.Find(t, "axe.min.js", "AXE"))
	if err != nil {
		t.Fatal(err)
	}
	sent, unsent, kinds := map[string]string{}, map[string]string{}, map[string]bool{}
	for folder, chosen := range map[string]*regexp.Regexp{
		dir: regexp.MustCompile(``),
		odd: regexp.MustCompile(`^((begun|paused|long|cairo|haifa|kyoto)/index|(closed|proposed)/work/index|(long|cairo)/work/progress|overloaded/stream-01/progress)\.html$`),
	} {
		server, silent := published(t, folder), httptest.NewServer(http.FileServer(http.Dir(folder)))
		t.Cleanup(silent.Close)
		for _, page := range pagesOf(t, folder) {
			if chosen.MatchString(page) {
				sent[page] = server.URL + "/" + page
				kind := path.Base(page)
				if strings.Contains(page, "/reports/") {
					kind = "report"
				}
				if folder == odd || !kinds[kind] {
					unsent[page] = silent.URL + "/" + page
				}
				kinds[kind] = true
			}
		}
	}
	for _, screen := range []struct {
		scheme    string
		width     int64
		addresses map[string]string
	}{{"light", 320, sent}, {"dark", 1280, unsent}} {
		t.Run(screen.scheme, func(t *testing.T) {
			t.Parallel() // a page is the work of one processor
			openAll(t, screen.addresses, screen.scheme, screen.width, string(axe))
		})
	}
}

// Where a host sends no headers, as GitHub Pages, what got into a page still does not run, load, or send.
func TestAPageRefusesWhatIsNotItsOwnWithoutAHost(t *testing.T) {
	dir := buildExample(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(r.URL.Path)))
		w.Write(bytes.Replace(page, []byte("<main"), []byte(`<script>document.documentElement.dataset.ran = "script"</script>
<img src="q.png" onerror="document.documentElement.dataset.ran = 'handler'" alt=""><iframe src="index.html"></iframe><base href="https://elsewhere.example/"><main`), 1))
	}))
	t.Cleanup(server.Close)
	for _, page := range []string{"index.html", "404.html", "hollenbeck/index.html", "finch-marlowe-9t3w6c/feedback.html"} {
		r := newReader(t)
		r.base = server.URL + "/"
		r.open(page)
		r.sees("nothing ran, based here, frame refused", `[document.documentElement.dataset.ran ?? "nothing ran", document.baseURI === location.href ? "based here" : "moved", (() => { try { return frames[0].location.href } catch { return "frame refused" } })()].join(", ")`)
		if len(r.complaints) == 0 {
			t.Errorf("%s: the browser refused nothing", page)
		}
	}
}

// openAll opens pages on a screen, and fails the test for whatever is wrong there.
func openAll(t *testing.T, addresses map[string]string, scheme string, width int64, axe string) {
	t.Helper()
	ctx := browser(t)
	var mu sync.Mutex
	var complaints []string
	complain := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		complaints = append(complaints, fmt.Sprintf(format, args...))
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				complain("%s: %s", e.Entry.URL, e.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			complain("exception: %s", e.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	must(t, ctx, chromedp.EmulateViewport(width, 800))
	must(t, ctx, prefer(scheme))
	for _, page := range slices.Sorted(maps.Keys(addresses)) {
		must(t, ctx, chromedp.Navigate(addresses[page]))
		must(t, ctx, chromedp.Evaluate[any](`document.querySelectorAll("details").forEach(d => d.open = true)`))
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`))
		if err != nil {
			t.Fatal(err)
		}
		if wide > width {
			complain("%s is %d pixels wide on a screen of %d", page, wide, width)
		}
		must(t, ctx, chromedp.Evaluate[any](axe+"; null"))
		found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](
			`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ": " + v.help + " at " + n.target.join(" ") + " " + (n.any.concat(n.all)[0]?.message ?? ""))))`,
			chromedp.EvalAwaitPromise))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			complain("%s, %s: %s", page, scheme, f)
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for i, c := range complaints {
		if i == 40 {
			t.Errorf("and %d more", len(complaints)-i)
			break
		}
		t.Error(c)
	}
}

// A portal opens from a disk, as out of a zip, and its links lead on.
func TestPortalOpensFromADisk(t *testing.T) {
	r := newReader(t)
	r.base = "file://" + buildExample(t) + "/hollenbeck/"
	r.open("index.html")
	r.sees(true, `document.styleSheets.length >= 2 && getComputedStyle(document.body).margin === "0px"`)
	r.leaves(`document.querySelector("main a[href*='buchhaltung/']").click()`)
	r.sees(true, `location.pathname.includes("/hollenbeck/buchhaltung/") && document.querySelector("h1").textContent !== ""`)
	r.content()
}

// prefer has the browser prefer a colour scheme.
func prefer(scheme string) chromedp.Action[cdp.Empty] {
	return func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
	}
}

func must[T any](t *testing.T, ctx context.Context, action chromedp.Action[T]) {
	t.Helper()
	if _, err := chromedp.Run(ctx, action); err != nil {
		t.Fatal(err)
	}
}
