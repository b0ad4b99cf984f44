package preview

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// leaflet serves the documents alone.
func leaflet(t *testing.T) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- ServeDocs(ctx, listener, "") }()
	t.Cleanup(func() {
		cancel()
		http.DefaultClient.CloseIdleConnections()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the server ended with: %v", err)
			}
		case <-time.After(patience):
			t.Error("the server does not stop")
		}
	})
	return &site{t: t, url: "http://" + listener.Addr().String()}
}

// fetched returns the answer to a GET, following no redirect.
func (s *site) fetched(path string) (*http.Response, string) {
	s.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, Timeout: patience}
	r, err := client.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r, string(body)
}

const docsIndex = "/@rapport/docs/README.md"

var hrefOrSrc = regexp.MustCompile(`(?:href|src)="([^"#]*)(#[^"]*)?"`)

// Whoever follows links from the first page reaches every document, recipe, style, typeface and picture.
func TestEveryLinkOfTheDocumentsLeadsSomewhere(t *testing.T) {
	s := leaflet(t)
	if r, _ := s.fetched("/"); r.StatusCode != http.StatusFound || r.Header.Get("Location") != docsIndex {
		t.Errorf("/ answers %d, to %q", r.StatusCode, r.Header.Get("Location"))
	}
	seen := map[string]bool{docsIndex: true}
	pictures, recipes := 0, 0
	for queue := []string{docsIndex}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		r, body := s.fetched(at)
		kind := r.Header.Get("Content-Type")
		if strings.HasSuffix(at, ".yml") {
			recipes++
		}
		switch {
		case r.StatusCode != http.StatusOK:
			t.Errorf("%s answers %d", at, r.StatusCode)
			continue
		case strings.HasPrefix(kind, "image/"):
			pictures++
			continue
		case !strings.HasPrefix(kind, "text/html"):
			continue
		}
		here, err := url.Parse(at)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range hrefOrSrc.FindAllStringSubmatch(body, -1) {
			to, err := here.Parse(m[1])
			if err != nil || to.Host != "" || to.Scheme != "" || m[1] == "" {
				continue // elsewhere, or on this page
			}
			if to := to.Path; !seen[to] {
				seen[to] = true
				queue = append(queue, to)
			}
		}
	}
	if len(seen) < 40 || pictures < 5 || recipes != 3 {
		t.Errorf("%d addresses, %d pictures and %d recipes were reached", len(seen), pictures, recipes)
	}
}

func TestTheDocumentsAloneHaveNothingElse(t *testing.T) {
	s := leaflet(t)
	for _, path := range []string{"/nothing", "/@rapport/events?page=/", "/@rapport/clients.json", "/@rapport/preview.js", "/@rapport/phone", "/@rapport/write/open", "/@2026-10-02/", "/@rapport/docs/nothing.md", "/@rapport/docs/pictures/nothing.webp", "/@rapport/docs/docs.go", "/@rapport/docs/how-to"} {
		r, body := s.fetched(path)
		if r.StatusCode != http.StatusNotFound || !strings.Contains(body, "There is no such page here") || strings.Contains(body, "the desk") {
			t.Errorf("%s answers %d:\n%.300s", path, r.StatusCode, body)
		}
	}
	if status, _, _ := s.raw("POST " + docsIndex + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"); status != http.StatusMethodNotAllowed {
		t.Errorf("a form that is sent is answered by %d", status)
	}
}

// The documents are behind the same guard as all that the preview shows.
func TestNobodyElseReadsTheDocuments(t *testing.T) {
	for _, s := range []*site{leaflet(t), besieged(t)} {
		for name, header := range map[string]map[string]string{
			"another page":     {"Origin": "http://evil.example"},
			"another name":     {"Host": "evil.example"},
			"a frame or image": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
		} {
			if status, _, body := s.ask(docsIndex, header); status != http.StatusForbidden || strings.Contains(body, "Documents") {
				t.Errorf("%s is answered by %d: %.200s", name, status, body)
			}
		}
		if _, header, _ := s.ask(docsIndex, nil); !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || strings.Contains(header.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("the policy is %q", header.Get("Content-Security-Policy"))
		}
	}
}

func TestASearchShowsItsWordsAsText(t *testing.T) {
	s := leaflet(t)
	if _, body := s.fetched("/@rapport/docs/search?q=" + url.QueryEscape(`"><script>alert(1)</script>`)); strings.Contains(body, "<script") || !strings.Contains(body, "&lt;script&gt;alert(1)") {
		t.Errorf("the words became markup:\n%s", body)
	}
	_, body := s.fetched("/@rapport/docs/search?q=fair+dates")
	if !strings.Contains(body, `<a href="/@rapport/docs/explanation/fair-dates.md">Fair dates</a>`) || !strings.Contains(body, `value="fair dates"`) {
		t.Errorf("the search shows\n%s", body)
	}
	if _, body := s.fetched("/@rapport/docs/search?q=zwelfert"); !strings.Contains(body, "0 places have") {
		t.Errorf("a search that finds nothing shows\n%s", body)
	}
	if _, body := s.fetched("/@rapport/docs/search?q=Passprase"); !strings.Contains(body, "No place has “Passprase”. ") || !strings.Contains(body, " places have “passphrase”.") || !strings.Contains(body, `value="Passprase"`) {
		t.Errorf("a word with a slip shows\n%.1500s", body)
	}
	if _, body := s.fetched("/@rapport/docs/search"); !strings.Contains(body, "Type what you look for.") {
		t.Errorf("a search for nothing shows\n%s", body)
	}
}

// A long page begins with what is on it, down to the second level; the index, which is all links, does not.
func TestALongDocumentListsItsHeadings(t *testing.T) {
	s := leaflet(t)
	const list = "<summary>On this page</summary>"
	_, body := s.fetched("/@rapport/docs/tutorial.md")
	_, contents, listed := strings.Cut(body, list)
	contents, _, _ = strings.Cut(contents, "</details>")
	if !listed || !strings.Contains(contents, `<a href="#5-a-month-passes">`) || strings.Contains(contents, `<a href="#tell-what-happened">`) {
		t.Errorf("the tutorial lists\n%s", contents)
	}
	for _, short := range []string{"README.md", "explanation/health.md"} {
		if _, body := s.fetched("/@rapport/docs/" + short); strings.Contains(body, list) {
			t.Errorf("%s lists what is on it", short)
		}
	}
}

func TestTheDeskLeadsToTheDocumentsAndBack(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	if _, body := s.get("/"); !strings.Contains(string(body), `<a href="/@rapport/docs/">documents</a>`) {
		t.Errorf("the desk is\n%s", body)
	}
	if _, body := s.fetched("/@rapport/docs/tutorial.md"); !strings.Contains(body, `<a href="/">the desk</a>`) || !strings.Contains(body, `aria-current="page">Your first portal`) {
		t.Errorf("the tutorial is\n%.1000s", body)
	}
}
