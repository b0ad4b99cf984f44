package preview

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rapport/generator/content"
	"rapport/generator/enter"
	"rapport/generator/press"
)

const (
	northlight = "---\nname: Northlight\nemail: hello@northlight.example\ntimezone: Europe/Amsterdam\ncurrency: EUR\nhours: {mon-fri: [09:00-17:00]}\npeople: [{id: mara, name: Mara Visser}]\n---\n"
	korenaar   = "---\nname: Korenaar\naccess: open\ncontacts: [{id: joost, name: Joost de Wit, email: joost@korenaar.example, decides: [everything]}]\n---\n"
	agreement  = "---\ntitle: Web shop\nstatus: active\nstart: 2026-03-02\nlead: mara\nscope: {includes: [Work]}\nturnaround: [{id: change, request: A change, respond: 4h}]\nplan: [{id: live, what: It is live, due: 2026-11-20, needs: [prices]}]\ninputs:\n  - {id: prices, what: Product prices, from: joost, due: 2026-10-12} # by mail\npricing: [{id: build, item: Building, model: fixed, amount: 1000}]\n---\n"
	logo       = "---\nkind: decision\ntitle: Which logo?\noptions: [The round one, The square one]\nneeded_by: 2026-10-14\n---\nTwo to choose from.\n"

	engagementFile = "content/clients/korenaar/shop/engagement.md"
	logoFile       = "content/clients/korenaar/shop/journal/2026-10-02-logo.md"
)

// A gitLog is a Git that remembers.
type gitLog struct {
	dirty   string // a file with changes of somebody's
	commits []string
}

func (g *gitLog) Clean(files []string) error {
	for _, f := range files {
		if f == g.dirty {
			return errors.New(f + " has changes that are not committed")
		}
	}
	return nil
}

func (g *gitLog) Commit(files []string, message string) error {
	g.commits = append(g.commits, strings.Join(files, " ")+": "+message)
	return nil
}

// A writerAt is a browser that came in with the token.
type writerAt struct {
	*site
	token, cookie string
	git           *gitLog
}

// writable serves a workspace with a desk that writes.
func writable(t *testing.T) *writerAt {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"content/provider.md": northlight, "content/clients/korenaar/client.md": korenaar, engagementFile: agreement, logoFile: logo} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	w := &writerAt{token: "the-token-of-this-run", git: &gitLog{}}
	w.site = serve(t, dir, func(o *Options) {
		o.AsOf, _ = press.ParseAsOf("2026-10-16T12:00:00+02:00")
		o.Write = &Writing{Root: root, Token: w.token, Random: rand.Reader, Git: func(context.Context, *content.Provider) (Git, error) { return w.git, nil }}
	})
	status, header, _ := w.ask("/"+WriteAddress(w.token), nil)
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	w.cookie, _, _ = strings.Cut(header.Get("Set-Cookie"), ";")
	return w
}

// page gets a page as the browser that came in.
func (w *writerAt) page(path string) (int, string) {
	w.t.Helper()
	status, _, body := w.ask(path, map[string]string{"Cookie": w.cookie})
	return status, body
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// formOf returns the hidden fields of the form that has a button.
func (w *writerAt) formOf(body, button string) url.Values {
	w.t.Helper()
	for _, form := range strings.Split(body, "<form ")[1:] {
		form, _, _ = strings.Cut(form, "</form>")
		if strings.Contains(form, ">"+button+"</button>") {
			v := url.Values{}
			for _, m := range hidden.FindAllStringSubmatch(form, -1) {
				v.Add(m[1], html.UnescapeString(m[2]))
			}
			return v
		}
	}
	w.t.Fatalf("no form has the button %q:\n%s", button, body)
	return nil
}

// send posts a form with some headers beside those of a browser; an empty one is left out.
func (w *writerAt) send(path string, v url.Values, header map[string]string) (int, http.Header, string) {
	w.t.Helper()
	all := map[string]string{
		"Host": strings.TrimPrefix(w.url, "http://"), "Cookie": w.cookie, "Origin": w.url, "Content-Type": "application/x-www-form-urlencoded",
		"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
	}
	for name, value := range header {
		all[name] = value
	}
	body := v.Encode()
	var b strings.Builder
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nConnection: close\r\nContent-Length: %d\r\n", path, len(body))
	for name, value := range all {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	return w.raw(b.String() + "\r\n" + body)
}

// unchanged fails where any file says something else than at the start.
func (w *writerAt) unchanged(what string) {
	w.t.Helper()
	for name, text := range map[string]string{engagementFile: agreement, logoFile: logo} {
		if now := w.read(name); now != text {
			w.t.Errorf("%s: %s says\n%s", what, name, now)
		}
	}
	entries, _ := os.ReadDir(filepath.Join(w.dir, filepath.FromSlash(filepath.Dir(logoFile))))
	if len(entries) != 1 {
		w.t.Errorf("%s: in the journal stand %v", what, entries)
	}
}

const itemPath = "/@rapport/write/item"

// decision is the form in which it is decided which logo, and step what its button says.
func (w *writerAt) decision(step string) url.Values {
	w.t.Helper()
	_, body := w.page(itemPath + "?client=korenaar&engagement=shop&item=journal/2026-10-02-logo")
	v := w.formOf(body, "Show what it changes")
	v.Set("step", step)
	v.Set("decided_by", "joost")
	v.Set("decided", "2026-10-15")
	v.Set("choice", "The round one")
	v.Set("outcome", "With a thin line")
	return v
}

func TestReceivedTodayIsOnePress(t *testing.T) {
	w := writable(t)
	_, desk := w.page("/")
	form := w.formOf(desk, "Received today")
	status, header, body := w.send(itemPath, form, nil)
	if status != http.StatusSeeOther || header.Get("Location") != "/?written=1" {
		t.Fatalf("status %d\n%s", status, body)
	}
	if got, want := w.read(engagementFile), strings.Replace(agreement, "2026-10-12}", "2026-10-12, received: 2026-10-16}", 1); got != want {
		t.Errorf("it says\n%s", got)
	}
	_, desk = w.page("/?written=1")
	for _, want := range []string{"Written for Korenaar: “Product prices” received", "1 line changed", "received: 2026-10-16", "Take it back", "Commit what was entered (1)"} {
		if !strings.Contains(desk, want) {
			t.Errorf("the desk does not say %q", want)
		}
	}
	if strings.Contains(desk, "Received today") {
		t.Error("it can be received again")
	}
	// The same press in an old window writes nothing more.
	status, _, body = w.send(itemPath, form, nil)
	if status != http.StatusConflict || !strings.Contains(body, "It is open no longer") {
		t.Errorf("status %d\n%s", status, body)
	}
	status, _, body = w.send("/@rapport/write/undo", w.formOf(desk, "Take it back"), nil)
	if status != http.StatusSeeOther {
		t.Errorf("status %d\n%s", status, body)
	}
	w.unchanged("after it was taken back")
}

func TestADecisionIsShownBeforeItIsWritten(t *testing.T) {
	w := writable(t)
	status, _, body := w.send(itemPath, w.decision("show"), nil)
	if status != http.StatusOK || !strings.Contains(body, "outcome: The round one. With a thin line") {
		t.Fatalf("status %d\n%s", status, body)
	}
	w.unchanged("what is only shown")
	form := w.formOf(body, "Write it")
	form.Set("step", "write")
	if status, _, body := w.send(itemPath, form, nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	want := strings.Replace(logo, "needed_by: 2026-10-14\n", "needed_by: 2026-10-14\ndecided: 2026-10-15\ndecided_by: joost\noutcome: The round one. With a thin line\n", 1)
	if got := w.read(logoFile); got != want {
		t.Errorf("it says\n%s", got)
	}
	_, desk := w.page("/")
	if status, _, body := w.send("/@rapport/write/commit", w.formOf(desk, "Commit what was entered (1)"), nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	if want := logoFile + ": Enter for Korenaar: “Which logo?” decided"; len(w.git.commits) != 1 || w.git.commits[0] != want {
		t.Errorf("committed is %q", w.git.commits)
	}
}

func TestWhatWasTypedInAnEditorMeanwhileIsNotWrittenOver(t *testing.T) {
	w := writable(t)
	_, _, body := w.send(itemPath, w.decision("show"), nil)
	form := w.formOf(body, "Write it")
	form.Set("step", "write")
	_, desk := w.page("/")
	quick := w.formOf(desk, "Received today")
	typed := strings.Replace(logo, "Two to choose from.", "Three to choose from.", 1)
	w.write(logoFile, typed)
	w.write(engagementFile, strings.Replace(agreement, "# by mail", "# by post", 1))

	status, _, body := w.send(itemPath, form, nil)
	if status != http.StatusConflict || !strings.Contains(body, "Nothing was written: the file was changed since you saw it") {
		t.Fatalf("status %d\n%s", status, body)
	}
	for _, want := range []string{"outcome: The round one. With a thin line", " Three to choose from.", `>With a thin line</textarea>`, `value="The round one" selected`} {
		if !strings.Contains(body, want) {
			t.Errorf("it does not show %q:\n%s", want, body)
		}
	}
	if got := w.read(logoFile); got != typed {
		t.Errorf("it says\n%s", got)
	}
	if status, _, body := w.send(itemPath, quick, nil); status != http.StatusConflict || !strings.Contains(body, "# by post") || strings.Contains(w.read(engagementFile), "received") {
		t.Errorf("status %d\n%s", status, body)
	}
	// What was looked at again is written, and what was typed stays.
	again := w.formOf(body, "Write it")
	again.Set("step", "write")
	if status, _, body := w.send(itemPath, again, nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	if got := w.read(logoFile); !strings.Contains(got, "Three to choose from.") || !strings.Contains(got, "decided_by: joost") {
		t.Errorf("it says\n%s", got)
	}
	// What somebody decided in the editor is not decided again, and what was entered is shown.
	status, _, body = w.send(itemPath, form, nil)
	if status != http.StatusConflict || !strings.Contains(body, "It is open no longer") || !strings.Contains(body, "With a thin line") {
		t.Errorf("status %d\n%s", status, body)
	}
}

func TestANewEntryIsWritten(t *testing.T) {
	w := writable(t)
	const path = "/@rapport/write/new"
	_, body := w.page(path + "?client=korenaar&engagement=shop&kind=update&tells=live")
	if !strings.Contains(body, `name="tells" value="live" checked`) {
		t.Errorf("it does not begin with what it tells:\n%s", body)
	}
	v := w.formOf(body, "Show what it changes")
	v.Set("title", "We are on our way")
	v.Set("date", "2026-10-16")
	v.Set("health", "green")
	v.Set("tells", "live")
	v.Set("body", "The *design* stands.\r\n\r\n<script>alert(1)</script>")
	_, _, body = w.send(path, v, nil)
	if strings.Contains(body, "<script") || !strings.Contains(body, "<em>design</em>") {
		t.Errorf("the text is shown as\n%s", body)
	}
	w.unchanged("what is only shown")
	form := w.formOf(body, "Write it")
	form.Set("step", "write")
	if status, _, body := w.send(path, form, nil); status != http.StatusSeeOther {
		t.Fatalf("status %d\n%s", status, body)
	}
	want := "---\nkind: update\ntitle: We are on our way\ntells: [live]\nhealth: green\n---\n\nThe *design* stands.\n\n<script>alert(1)</script>\n"
	if got := w.read("content/clients/korenaar/shop/journal/2026-10-16-we-are-on-our-way.md"); got != want {
		t.Errorf("it says\n%s", got)
	}
	if status, portal := w.get("/korenaar/shop/journal.html"); status != 200 || !strings.Contains(string(portal), "We are on our way") {
		t.Errorf("status %d: the portal does not show it", status)
	}
}

func TestAnErrorIsToldAndNotWritten(t *testing.T) {
	w := writable(t)
	v := w.decision("show")
	v.Set("decided", "2026-10-17")
	status, _, body := w.send(itemPath, v, nil)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "2026-10-17 has not come yet") || !strings.Contains(body, "With a thin line") {
		t.Errorf("status %d\n%s", status, body)
	}
	v = w.decision("show")
	v.Set("outcome", "See [this](nowhere.md)")
	status, _, body = w.send(itemPath, v, nil)
	if status != http.StatusUnprocessableEntity || !strings.Contains(html.UnescapeString(body), logoFile+":8:") || !strings.Contains(body, "broken-link") {
		t.Errorf("status %d\n%s", status, body)
	}
	w.unchanged("what has an error")
}

func TestForgedRequestsWriteNothing(t *testing.T) {
	w := writable(t)
	host := strings.TrimPrefix(w.url, "http://")
	_, port, _ := net.SplitHostPort(host)
	_, desk := w.page("/")
	form := w.formOf(desk, "Received today")
	for _, test := range []struct {
		name   string
		header map[string]string
		form   func(v url.Values)
		want   int
	}{
		{"a stranger's page", map[string]string{"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"}, nil, 403},
		{"a stranger's page in an old browser", map[string]string{"Origin": "http://evil.example", "Sec-Fetch-Site": ""}, nil, 403},
		{"a page of another port", map[string]string{"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"}, nil, 403},
		{"a page of another scheme", map[string]string{"Origin": "https://" + host}, nil, 403},
		{"a page without an origin", map[string]string{"Origin": "null"}, nil, 403},
		{"no page at all", map[string]string{"Origin": "", "Sec-Fetch-Site": "none"}, nil, 403},
		{"no page and an old browser", map[string]string{"Origin": "", "Sec-Fetch-Site": "", "Sec-Fetch-Mode": "", "Sec-Fetch-Dest": ""}, nil, 403},
		{"a site that says it is cross", map[string]string{"Sec-Fetch-Site": "cross-site"}, nil, 403},
		{"a script", map[string]string{"Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, nil, 403},
		{"a script, by its mode alone", map[string]string{"Sec-Fetch-Mode": "same-origin", "Sec-Fetch-Dest": ""}, nil, 403},
		{"a frame", map[string]string{"Sec-Fetch-Dest": "iframe"}, nil, 403},
		{"a name that leads here", map[string]string{"Host": "evil.example:" + port, "Origin": "http://evil.example:" + port}, nil, 403},
		{"a name that ends like ours", map[string]string{"Host": "evil.localhost:" + port, "Origin": "http://evil.localhost:" + port}, nil, 403},
		{"our name at another port", map[string]string{"Host": "127.0.0.1:1", "Origin": "http://127.0.0.1:1"}, nil, 403},
		{"our name without a port", map[string]string{"Host": "localhost", "Origin": "http://localhost"}, nil, 403},
		{"no cookie", map[string]string{"Cookie": ""}, nil, 403},
		{"a wrong cookie", map[string]string{"Cookie": w.cookie[:len(w.cookie)-1] + "x"}, nil, 403},
		{"an empty cookie", map[string]string{"Cookie": strings.Split(w.cookie, "=")[0] + "="}, nil, 403},
		{"the token as a cookie", map[string]string{"Cookie": strings.Split(w.cookie, "=")[0] + "=" + w.token}, nil, 403},
		{"no secret in the form", nil, func(v url.Values) { v.Del("form") }, 403},
		{"a wrong secret in the form", nil, func(v url.Values) { v.Set("form", strings.Repeat("0", 64)) }, 403},
		{"the cookie's secret in the form", nil, func(v url.Values) { v.Set("form", strings.Split(w.cookie, "=")[1]) }, 403},
		{"plain text", map[string]string{"Content-Type": "text/plain"}, nil, 415},
		{"a form in parts", map[string]string{"Content-Type": "multipart/form-data; boundary=x"}, nil, 415},
		{"JSON", map[string]string{"Content-Type": "application/json"}, nil, 415},
		{"too much", nil, func(v url.Values) { v.Set("why", strings.Repeat("x", maxForm)) }, 413},
		{"an old look at the file", nil, func(v url.Values) { v.Set("expect", strings.Repeat("0", 64)) }, 409},
		{"no look at the file", nil, func(v url.Values) { v.Del("expect") }, 409},
		{"no look at what it changes", nil, func(v url.Values) { v.Set("step", "write"); v.Set("received", "2026-10-16"); v.Del("expect") }, 409},
	} {
		t.Run(test.name, func(t *testing.T) {
			v, _ := url.ParseQuery(form.Encode())
			if test.form != nil {
				test.form(v)
			}
			status, header, body := w.send(itemPath, v, test.header)
			if status != test.want {
				t.Errorf("status %d, want %d\n%s", status, test.want, body)
			}
			for name := range header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("it answers with %s", name)
				}
			}
			w.unchanged(test.name)
		})
	}
	if status, _, _ := w.send(itemPath, form, nil); status != http.StatusSeeOther {
		t.Errorf("the true form: status %d", status) // so that the others failed for what they changed
	}
}

func TestNothingButWhatIsListedCanBeNamed(t *testing.T) {
	w := writable(t)
	w.write("secret.md", "---\nkind: question\ntitle: "+privateText+"\n---\n")
	_, desk := w.page("/")
	form := w.formOf(desk, "Received today")
	tricks := []string{
		"../../../secret", "journal/../../secret", "/etc/passwd", "..\\secret", "journal/2026-10-02-logo.md", "journal/2026-10-02-logo\x00", "journal/2026-10-02-logo/", "./journal/2026-10-02-logo",
		"%2e%2e%2fsecret", "..%2fsecret", "inputs/../inputs/prices", "inputs/prices\n", "INPUTS/PRICES", "", "korenaar/..", "../korenaar", "korenaar/shop", "shop/../shop", strings.Repeat("a", 5000),
	}
	for _, name := range []string{"client", "engagement", "item", "do"} {
		for _, trick := range tricks {
			if name == "do" && trick == "" {
				continue // the first thing that can be done
			}
			v, _ := url.ParseQuery(form.Encode())
			v.Set(name, trick)
			if len(trick) > 20 || name == "engagement" { // as for the others, and each takes its time
				continue
			}
			status, _, body := w.send(itemPath, v, nil)
			if status != http.StatusNotFound && status != http.StatusConflict || strings.Contains(body, privateText) {
				t.Errorf("%s = %q: status %d\n%s", name, trick, status, body)
			}
			v.Del("form")
			if status, body := w.page(itemPath + "?" + v.Encode()); status != http.StatusNotFound || strings.Contains(body, privateText) {
				t.Errorf("%s = %q is shown: status %d", name, trick, status)
			}
		}
	}
	for _, path := range []string{"/@rapport/write/../item", "/@rapport/write/%2e%2e/item", "/@rapport/write/item%00", "/@rapport/write/item/", "/@rapport/write/", "/@rapport/write/own/desk.html", "/@rapport/write//item", "/@rapport/write/..%2fitem"} {
		if status, _, _ := w.send(path, form, nil); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", path, status)
		}
	}
	// A new entry cannot be called as it likes.
	v := w.formOf(func() string {
		_, body := w.page("/@rapport/write/new?client=korenaar&engagement=shop&kind=lesson")
		return body
	}(), "Show what it changes")
	v.Set("title", "../../../../secret/\x01")
	v.Set("date", "2026-10-16/../..")
	if status, _, _ := w.send("/@rapport/write/new", v, nil); status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", status)
	}
	w.unchanged("names of others")
}

func TestALinkIsNotWrittenThrough(t *testing.T) {
	w := writable(t)
	link := filepath.Join(w.dir, "content", "clients", "korenaar", "shop", "journal", "2026-10-03-link.md")
	if err := os.Symlink("2026-10-02-logo.md", link); err != nil {
		t.Skip("links cannot be made here: ", err)
	}
	v := w.decision("show")
	v.Set("item", "journal/2026-10-03-link")
	_, _, body := w.send(itemPath, v, nil)
	form := w.formOf(body, "Write it")
	form.Set("step", "write")
	status, _, body := w.send(itemPath, form, nil)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "2026-10-03-link.md is a symbolic link; edit the file that it leads to by hand") {
		t.Errorf("status %d\n%s", status, body)
	}
	os.Remove(link)
	w.unchanged("through a link")
}

func TestGettingWritesNothing(t *testing.T) {
	w := writable(t)
	_, desk := w.page("/")
	form := w.formOf(desk, "Received today")
	for _, path := range []string{itemPath, "/@rapport/write/new", "/@rapport/write/intake", "/@rapport/write/undo", "/@rapport/write/commit", "/@rapport/write/open"} {
		for _, method := range []string{"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"} {
			w.raw(method + " " + path + "?" + form.Encode() + " HTTP/1.1\r\nHost: " + strings.TrimPrefix(w.url, "http://") + "\r\nCookie: " + w.cookie + "\r\nOrigin: " + w.url + "\r\nConnection: close\r\n\r\n")
		}
	}
	w.unchanged("whatever but POST")
	if status, header, _ := w.ask("/@rapport/write/undo", map[string]string{"Cookie": w.cookie}); status != http.StatusMethodNotAllowed || header.Get("Allow") != "POST" {
		t.Errorf("status %d, allowed is %q", status, header.Get("Allow"))
	}
}

func TestOnlyWhoHasTheTokenComesIn(t *testing.T) {
	w := writable(t)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(w.url, "http://"))
	for _, test := range []struct{ path, host string }{
		{"/@rapport/write/enter", ""}, {"/@rapport/write/enter?token=", ""}, {"/@rapport/write/enter?token=" + w.token + "x", ""}, {"/@rapport/write/enter?token=" + w.token[1:], ""},
		{"/" + WriteAddress(w.token), "evil.example:" + port}, {"/" + WriteAddress(w.token), "localhost:1"}, {"/" + WriteAddress(w.token), "localhost"},
	} {
		header := map[string]string{}
		if test.host != "" {
			header["Host"] = test.host
		}
		if status, header, _ := w.ask(test.path, header); status != http.StatusForbidden || header.Get("Set-Cookie") != "" {
			t.Errorf("%s at %q: status %d", test.path, test.host, status)
		}
	}
	for _, path := range []string{"/@rapport/write/open?client=korenaar&engagement=shop", itemPath + "?client=korenaar&engagement=shop&item=inputs/prices", "/@rapport/write/intake", "/@rapport/write/new?client=korenaar&engagement=shop"} {
		if status, _, body := w.ask(path, nil); status != http.StatusForbidden || strings.Contains(body, "Korenaar") {
			t.Errorf("%s without the cookie: status %d", path, status)
		}
		status, header, _ := w.ask(path, map[string]string{"Cookie": w.cookie})
		if status != http.StatusOK || header.Get("Cache-Control") != "no-store" || header.Get("X-Frame-Options") != "DENY" || !strings.Contains(header.Get("Content-Security-Policy"), "frame-ancestors 'none'") || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
			t.Errorf("%s: status %d %v", path, status, header)
		}
	}
	if status, _, body := w.ask("/", nil); status != http.StatusOK || strings.Contains(body, "Received today") || strings.Contains(body, `name="form"`) {
		t.Errorf("without the cookie the desk has forms: status %d", status)
	}
	if _, _, body := w.ask("/", map[string]string{"Cookie": w.cookie, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}); strings.Contains(body, `name="form"`) {
		t.Error("a script is told the secret of the forms")
	}
	_, header, _ := w.ask("/"+WriteAddress(w.token), nil)
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(header.Get("Set-Cookie"), want) {
			t.Errorf("the cookie is %q", header.Get("Set-Cookie"))
		}
	}
}

// What a client sent and the provider put among its files may be a page with a script.
func TestFilesOfOthersHaveNoPartInTheDesk(t *testing.T) {
	w := writable(t)
	w.write(engagementFile, strings.Replace(w.read(engagementFile), "---\n", "---\naccept: [{rule: runnable-file, why: They sent it}]\n", 1))
	w.write("content/clients/korenaar/shop/files/sent.html", "<script src=sent.js></script>")
	const path = "/korenaar/shop/files/sent.html"
	w.until("it is served", func() bool { status, _ := w.get(path); return status == 200 })
	if _, header, _ := w.ask(path, nil); !strings.HasPrefix(header.Get("Content-Security-Policy"), "sandbox; ") {
		t.Errorf("its policy is %q", header.Get("Content-Security-Policy"))
	}
	if _, header, _ := w.ask("/korenaar/index.html", nil); strings.Contains(header.Get("Content-Security-Policy"), "sandbox") {
		t.Error("the portal has no scripts")
	}
}

func TestADeskThatOthersReachDoesNotWrite(t *testing.T) {
	s := serve(t, workspace(t, small), nil)
	if status, _ := s.get("/@rapport/write/intake"); status != http.StatusNotFound {
		t.Errorf("without --write: status %d", status)
	}
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if err := Serve(ctx, listener, Options{Workspace: s.build.Workspace, Now: time.Now, Write: &Writing{Random: rand.Reader}}); !errors.Is(err, ErrPublic) {
		t.Errorf("%v", err)
	}
}

func TestOnlyWhatWasEnteredIsCommitted(t *testing.T) {
	w := writable(t)
	w.git.dirty = engagementFile
	_, desk := w.page("/")
	w.send(itemPath, w.formOf(desk, "Received today"), nil)
	_, desk = w.page("/?written=1")
	if strings.Contains(desk, "Commit what was entered") || !strings.Contains(desk, "It cannot be committed here: "+engagementFile+" has changes that are not committed") {
		t.Errorf("the desk says\n%s", desk)
	}
	v := url.Values{"form": {w.formOf(desk, "Take it back").Get("form")}}
	if status, _, _ := w.send("/@rapport/write/commit", v, nil); status != http.StatusConflict || len(w.git.commits) != 0 {
		t.Errorf("status %d, %q", status, w.git.commits)
	}
	// What was changed since it was entered is not committed with it, nor taken back.
	_, _, body := w.send(itemPath, w.decision("show"), nil)
	form := w.formOf(body, "Write it")
	form.Set("step", "write")
	w.send(itemPath, form, nil)
	w.write(logoFile, w.read(logoFile)+"More.\n")
	if status, _, _ := w.send("/@rapport/write/commit", v, nil); status != http.StatusConflict || len(w.git.commits) != 0 {
		t.Errorf("status %d, %q", status, w.git.commits)
	}
	v.Set("written", "2")
	if status, _, _ := w.send("/@rapport/write/undo", v, nil); status != http.StatusConflict || !strings.Contains(w.read(logoFile), "More.") {
		t.Errorf("status %d", status)
	}
	for _, n := range []string{"0", "3", "-1", "x", "999999999999999999999"} {
		v.Set("written", n)
		if status, _, _ := w.send("/@rapport/write/undo", v, nil); status != http.StatusNotFound {
			t.Errorf("taking back %s: status %d", n, status)
		}
	}
}

func TestNoFieldIsCalledAsAFormNeedsIt(t *testing.T) {
	for _, kind := range content.Kinds {
		for _, i := range kind.Fields() {
			if slices.Contains([]string{"form", "client", "engagement", "item", "do", "step", "expect", "written", "message", enter.BodyField}, i.Key) {
				t.Errorf("an entry of kind %s has a field %s", kind.Kind, i.Key)
			}
		}
	}
}

// The server refuses most of these before the writer is asked, which must not rely on it.
func TestTheWriterLooksAtTheOriginItself(t *testing.T) {
	w := &writer{form: "secret"}
	for _, test := range []struct {
		origins []string
		site    string
		own     bool
	}{
		{[]string{"http://127.0.0.1:8080"}, "same-origin", true},
		{[]string{"http://127.0.0.1:8080"}, "", true},
		{[]string{"http://127.0.0.1:8080"}, "none", false},
		{[]string{"http://127.0.0.1:8080"}, "same-site", false},
		{[]string{"http://127.0.0.1:8080"}, "cross-site", false},
		{[]string{"http://127.0.0.1:80"}, "same-origin", false},
		{[]string{"https://127.0.0.1:8080"}, "same-origin", false},
		{[]string{"http://evil.example"}, "", false},
		{[]string{"null"}, "same-origin", false},
		{[]string{"http://127.0.0.1:8080", "http://evil.example"}, "same-origin", false},
		{nil, "same-origin", false},
	} {
		r := &http.Request{Host: "127.0.0.1:8080", Header: http.Header{"Origin": test.origins}, PostForm: url.Values{"form": {"secret"}}}
		if test.site != "" {
			r.Header.Set("Sec-Fetch-Site", test.site)
		}
		if why := w.isOwnForm(r); (why == "") != test.own {
			t.Errorf("%v, %q: %q", test.origins, test.site, why)
		}
	}
}
