//go:build slow

package generator_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A phone of the middle class on a slow network, as Lighthouse has it.
type conditions struct {
	Offline            bool    `json:"offline"`
	Latency            float64 `json:"latency"`            // milliseconds
	DownloadThroughput float64 `json:"downloadThroughput"` // bytes a second
	UploadThroughput   float64 `json:"uploadThroughput"`
}

var emulateNetwork = cdp.Command[conditions, cdp.Empty]{Method: "Network.emulateNetworkConditions"}

func slowPhone(tb testing.TB, ctx context.Context) {
	tb.Helper()
	if err := firstError(
		second(chromedp.Run(ctx, chromedp.EmulateViewport(390, 844))),
		second(chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, target, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		})),
		second(chromedp.Run(ctx, func(ctx context.Context, target *chromedp.Target) (cdp.Empty, error) {
			return cdp.Call(ctx, target, emulateNetwork, conditions{Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8})
		})),
	); err != nil {
		tb.Fatal(err)
	}
}

func second[T any](_ T, err error) error { return err }

func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// zipping serves a folder compressed, as hosts do.
func zipping(tb testing.TB, dir string) *httptest.Server {
	tb.Helper()
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		w.Header().Set("Content-Encoding", "gzip")
		zipped := gzip.NewWriter(w)
		defer zipped.Close()
		files.ServeHTTP(zippedWriter{w, zipped}, r)
	}))
	tb.Cleanup(server.Close)
	return server
}

type zippedWriter struct {
	http.ResponseWriter
	zipped io.Writer
}

func (w zippedWriter) WriteHeader(status int) {
	w.Header().Del("Content-Length")
	w.ResponseWriter.WriteHeader(status)
}
func (w zippedWriter) Write(p []byte) (int, error) { return w.zipped.Write(p) }

// seen tells by how much a page moved while it loaded (cumulative layout shift), and when the
// largest of what it shows first was there, in milliseconds.
const seen = `new Promise(done => {
	let moved = 0, largest = 0;
	new PerformanceObserver(list => { for (const e of list.getEntries()) moved += e.value; }).observe({type: "layout-shift", buffered: true});
	new PerformanceObserver(list => { for (const e of list.getEntries()) largest = e.startTime; }).observe({type: "largest-contentful-paint", buffered: true});
	document.fonts.ready.then(() => setTimeout(() => done([moved, largest]), 400));
})`

func visit(tb testing.TB, ctx context.Context, url string) (moved, largest float64) {
	tb.Helper()
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		tb.Fatal(err)
	}
	got, err := chromedp.Run(ctx, chromedp.Evaluate[[2]float64](seen, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.Fatal(err)
	}
	return got[0], got[1]
}

// Nothing moves while a page loads on a slow phone, whatever comes last.
func TestNothingMovesWhileAPageLoads(t *testing.T) {
	server := zipping(t, buildExample(t))
	// How much each may move (cumulative layout shift; 0.1 is called good). What stands for a
	// typeface has its width in the mean: a heading of wide letters may still break elsewhere,
	// and where the machine is busy a line of small print is drawn twice.
	for page, shift := range map[string]float64{
		"finch-marlowe-9t3w6c/index.html":                        0.005,
		"dijkzicht-4m8q2x7k/index.html":                          0.005,
		"dijkzicht-4m8q2x7k/webwinkel/index.html":                0.005,
		"dijkzicht-4m8q2x7k/webwinkel/progress.html":             0.005,
		"finch-marlowe-9t3w6c/service-desk/journal.html":         0.005,
		"dijkzicht-4m8q2x7k/webwinkel/reports/2026-09.html":      0.03,
		"finch-marlowe-9t3w6c/service-desk/reports/2026-Q3.html": 0.005,
		"hollenbeck/buchhaltung/expectations.html":               0.005,
	} {
		r := newReader(t) // nothing is kept of the page before
		r.at(exampleDay, "Europe/Amsterdam")
		ctx := r.ctx
		slowPhone(t, ctx)
		if moved, _ := visit(t, ctx, server.URL+"/"+page); moved > shift {
			t.Errorf("%s moves by %.4f while it loads", page, moved)
		}
	}
}
