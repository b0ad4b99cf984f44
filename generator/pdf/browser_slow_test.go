//go:build slow

package pdf_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"rapport/generator/output"
	"rapport/generator/pdf"
	"rapport/generator/testprogram"
)

// What a page asks of elsewhere is never fetched, however it is asked for, and nothing on it
// runs.
func TestChromiumPrintsWithoutTheNetwork(t *testing.T) {
	browser := testprogram.Chromium(t)
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer server.Close()
	p, err := pdf.Open(t.Context(), t.TempDir(), browser, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	at := server.URL
	page := `<!doctype html><html lang="en"><head><title>T</title><link rel="stylesheet" href="` + at + `/a.css"><link rel="preload" as="image" href="` + at + `/b.png">
<style>body{background:url(` + at + `/c.png)}</style><meta http-equiv="refresh" content="0;url=` + at + `/d.html"></head>
<body><main><p>Words</p><img src="` + at + `/e.png" alt="x"><iframe src="` + at + `/f.html"></iframe><img src="x" onerror="document.title='ran'"></main></body></html>`
	made, err := p.Print(t.Context(), pdf.Job{Client: "acme", Files: []output.File{{Name: "a.html", Body: []byte(page)}}, Pages: []string{"a.html"}})
	if err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("the network was asked %d times", n)
	}
	if body := string(made[0].Body); !strings.Contains(body, "/Title (T)") {
		t.Error("the page is not what was printed, or something on it ran")
	}
}
