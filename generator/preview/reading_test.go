package preview

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rapport/generator/live"
)

// holding has the reading of a client wait until release is called.
func holding(t *testing.T, client string) (change func(*Options), release func()) {
	free := make(chan struct{})
	var on atomic.Bool
	on.Store(true)
	release = func() {
		if on.Swap(false) {
			close(free)
		}
	}
	t.Cleanup(release)
	return func(o *Options) {
		o.Patience = 50 * time.Millisecond
		o.Reading = func(id string, _ live.Progress) {
			if id == client && on.Load() {
				<-free
			}
		}
	}, release
}

// comes asks for a page until it is as wanted.
func (s *site) comes(path string, isSo func(status int, body string) bool) {
	s.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		status, body := s.get(path)
		if isSo(status, string(body)) {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("%s never comes: %d %.400s", path, status, body)
		}
	}
}

func TestAPortalThatIsReadSaysHowFarItIs(t *testing.T) {
	change, release := holding(t, "client-00001")
	s := serve(t, workspace(t, small), change)
	s.comes("/client-00002/", func(status int, _ string) bool { return status == http.StatusOK })

	r, err := http.Get(s.url + "/client-00001/main/")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	status, page := s.get("/client-00001/main/")
	if status != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(r.Header.Get("Content-Security-Policy"), "frame-ancestors 'self'") {
		t.Errorf("the page that waits: %d %v", status, r.Header)
	}
	for _, part := range []string{
		`data-rapport="reading"`, "<h1>client-00001 is being read</h1>", ">Reading 1 of ", `<progress aria-labelledby="far" max="`, `role="status"`,
		`<noscript><meta http-equiv="refresh" content="1"></noscript>`, `href="/"`,
	} {
		if !strings.Contains(string(page), part) {
			t.Errorf("the page that waits lacks %s:\n%s", part, page)
		}
	}
	if st := s.state("/client-00001/main/"); st.Reading == nil || st.Reading.Done != 1 || st.Reading.All < 5 || !strings.HasPrefix(st.Reading.Text, "Reading 1 of ") {
		t.Errorf("it is told %+v", st.Reading)
	}
	if st := s.state("/client-00002/"); st.Reading != nil {
		t.Errorf("a page that is there is told %+v", st.Reading)
	}

	release()
	s.comes("/client-00001/main/", func(status int, body string) bool {
		return status == http.StatusOK && strings.Contains(body, "Aldermoor")
	})
	if st := s.state("/client-00001/main/"); st.Reading != nil {
		t.Errorf("a page that came is told %+v", st.Reading)
	}
}

func TestTheDeskShowsTheClientsThatAreRead(t *testing.T) {
	change, release := holding(t, "client-00002")
	s := serve(t, workspace(t, small), change)
	status, page := s.get("/")
	for _, part := range []string{
		`data-rapport="reading"`, "<h1>The clients are being read</h1>", " of 3 clients…", "being read</span>", `<noscript><meta http-equiv="refresh"`, "client-00002",
	} {
		if status != http.StatusOK || !strings.Contains(string(page), part) {
			t.Errorf("the desk lacks %s: %d\n%s", part, status, page)
		}
	}
	if st := s.state("/"); st.Reading == nil || st.Reading.All != 3 || st.Reading.Done > 2 {
		t.Errorf("the desk is told %+v", st.Reading)
	}
	_, list := s.get("/@rapport/clients.json")
	var clients []listed
	if err := json.Unmarshal(list, &clients); err != nil || len(clients) != 3 {
		t.Errorf("the bar lists %s (%v)", list, err)
	}
	release()
	s.comes("/", func(_ int, body string) bool {
		return !strings.Contains(body, "being read") && strings.Contains(body, "3 clients")
	})
	if st := s.state("/"); st.Reading != nil {
		t.Errorf("the desk is told %+v", st.Reading)
	}
}

func TestNumbersOfFilesAreGrouped(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 12431: "12,431", 1234567: "1,234,567"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
