package preview

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// raw sends a request as it is written, which no client library would.
func (s *site) raw(request string) (status int, header http.Header, body string) {
	s.t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c, request); err != nil {
		s.t.Fatal(err)
	}
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20)) // a connection that is closed early has told enough
	return r.StatusCode, r.Header, string(text)
}

// ask sends a GET with some headers.
func (s *site) ask(path string, header map[string]string) (int, http.Header, string) {
	s.t.Helper()
	host := strings.TrimPrefix(s.url, "http://")
	if h, ok := header["Host"]; ok {
		host = h
	}
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", path, host)
	for name, value := range header {
		if name != "Host" {
			fmt.Fprintf(&b, "%s: %s\r\n", name, value)
		}
	}
	return s.raw(b.String() + "\r\n")
}

const privateText = "This stands in no portal."

// besieged serves a workspace that has something to hide beside its content.
func besieged(t *testing.T) *site {
	t.Helper()
	s := serve(t, workspace(t, small), nil)
	s.write("secret.txt", privateText)
	s.write("content/secret.txt", privateText)
	s.write("content/clients/client-00001/keys/secret.age", privateText)
	s.write("content/clients/client-00001/.env", privateText)
	return s
}

// GHSA-67mh-4wv8-2f99 (esbuild): any page could read what the server answered, since
// every answer allowed every origin.
func TestNoAnswerAllowsAnotherOrigin(t *testing.T) {
	s := besieged(t)
	for _, path := range []string{"/", "/client-00001/", "/client-00001/index.html", "/@rapport/preview.js", "/@rapport/clients.json", "/@rapport/events?page=/", "/nothing"} {
		for _, origin := range []string{"http://evil.example", "https://evil.example", "null", "http://localhost:1", "http://127.0.0.1", strings.Replace(s.url, "http:", "https:", 1)} {
			status, header, body := s.ask(path, map[string]string{"Origin": origin})
			if status != http.StatusForbidden || strings.Contains(body, "client-0") {
				t.Errorf("%s for a page of %s: status %d, %q", path, origin, status, body)
			}
			for name := range header {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s answers with %s", path, name)
				}
			}
		}
		status, header, _ := s.raw("OPTIONS " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\nAccess-Control-Request-Method: GET\r\nConnection: close\r\n\r\n")
		if status < 400 || header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s answers a preflight with %d, %v", path, status, header)
		}
	}
}

// What a page loads without asking for leave (a script, a picture, a frame) has no
// Origin; browsers tell of it in other headers.
func TestOtherPagesCanLoadNothing(t *testing.T) {
	s := besieged(t)
	for _, test := range []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"script of a stranger's page", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403},
		{"script of another port", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403},
		{"frame of a stranger's page", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403},
		{"link from a stranger's page", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200},
		{"address that was typed", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200},
		{"our own page", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 200},
		{"our own page, with its origin", map[string]string{"Origin": s.url}, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, header, _ := s.ask("/client-00001/index.html", test.header)
			if status != test.want {
				t.Errorf("status %d, want %d", status, test.want)
			}
			if header.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Error("the answer may be loaded by other origins")
			}
		})
	}
}

// GHSA-vg6x-rcgg-rjx6 (Vite): a name of the attacker's that leads to this machine made
// the attacker's page one of the server's own, and the channel for updates took
// any origin.
func TestOnlyOurOwnNamesAreAnswered(t *testing.T) {
	s := besieged(t)
	for _, test := range []struct {
		host string
		want int
	}{
		{"localhost", 200}, {"localhost:8080", 200}, {"LocalHost.", 200}, {"portals.localhost:8080", 200},
		{"127.0.0.1", 200}, {"127.0.0.2:8080", 200}, {"[::1]:8080", 200},
		{"evil.example", 403}, {"evil.example:8080", 403}, {"localhost.evil.example", 403}, {"evillocalhost", 403},
		{"127.0.0.1.evil.example", 403}, {"192.168.1.5:8080", 403}, {"[2001:db8::1]", 403}, {"", 400},
		{"0x7f000001", 403}, {"127.1", 403}, {"localhost@evil.example", 400},
	} {
		for _, path := range []string{"/", "/client-00001/index.html", "/@rapport/events?page=/"} {
			if strings.Contains(path, "events") && test.want == 200 {
				continue // has no end
			}
			status, _, body := s.ask(path, map[string]string{"Host": test.host})
			if status != test.want && !(test.want == 400 && status == 403) {
				t.Errorf("%s at host %q: status %d, want %d", path, test.host, status, test.want)
			}
			if test.want != 200 && strings.Contains(body, "client-0") {
				t.Errorf("%s at host %q tells of clients", path, test.host)
			}
		}
	}
	status, _, _ := s.raw("GET http://evil.example/client-00001/index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	if status != 403 {
		t.Errorf("an absolute address of another host: status %d", status)
	}
	for _, header := range []map[string]string{{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}} {
		if status, _, body := s.ask("/@rapport/events?page=/", header); status != 403 || strings.Contains(body, "data:") {
			t.Errorf("the events are told to %v: status %d", header, status)
		}
	}
}

func TestAServerForTheNetworkIsCalledByItsAddressOrItsName(t *testing.T) {
	s := &server{Options: Options{Host: "desk.example"}}
	for host, want := range map[string]bool{
		"desk.example:8080": true, "192.168.1.5:8080": true, "localhost": true, "evil.example": false, "": false,
	} {
		if s.isOurs(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
	if !isLoopback(net.TCPAddrFromAddrPort(netip.MustParseAddrPort("[::1]:1"))) || isLoopback(net.TCPAddrFromAddrPort(netip.MustParseAddrPort("10.0.0.1:1"))) {
		t.Error("loopback is not told from the network")
	}
}

// CVE-2021-40978 (MkDocs) and CVE-2023-40274 (Zola): a path with dots led out of the
// folder that was served.
func TestNoPathLeadsToWhatIsNotRendered(t *testing.T) {
	s := besieged(t)
	s.until("the workspace settles", func() bool { status, _ := s.get("/client-00001/index.html"); return status == 200 })
	passwd := "/etc/passwd"
	paths := []string{
		"/..", "/../", "/../secret.txt", "/../../../../../../../../etc/passwd", "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2fsecret.txt",
		"/..%2f..%2f..%2f..%2fetc/passwd", "/.%2e/secret.txt", "/..%5csecret.txt", `/..\secret.txt`, `/..\..\..\etc\passwd`, "/%5c..%5csecret.txt",
		"/client-00001/../secret.txt", "/client-00001/../../secret.txt", "/client-00001/..%2f..%2f..%2fsecret.txt", "/client-00001/../../../content/secret.txt",
		"/client-00001/index.html%00", "/client-00001/index.html%00.txt", "/%00", "/client-00001/%00/../index.html", "/client-00001/%0d%0aX-Evil:1",
		"/@2026-10-16/../secret.txt", "/@../secret.txt", "/@..%2f..%2f/secret.txt", "/@rapport/../secret.txt", "/@rapport/..%2f..%2fgo.mod", "/@rapport/own/desk.html", "/@rapport/desk.html", "/@rapport/",
		"//etc/passwd", "//evil.example/", "/%2fetc/passwd", "/" + passwd, "/client-00001//index.html", "/./client-00001/index.html",
		"/content/secret.txt", "/secret.txt", "/content/provider.md", "/content/clients/client-00001/client.md", "/client-00001/client.md", "/client-00001/keys/secret.age", "/client-00001/.env", "/.git/config", "/.rapport", "/public/index.html", "/.%00./secret.txt",
		"/%252e%252e/secret.txt", "/..;/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/@rapport/phone?page=//evil.example/", "/@rapport/phone?page=http://evil.example/", "/@rapport/phone?page=/@rapport/phone", "/@rapport/phone?page=javascript:x()",
	}
	for _, path := range paths {
		status, header, body := s.ask(path, nil)
		if status != http.StatusNotFound {
			t.Errorf("%s: status %d %s", path, status, header.Get("Location"))
		}
		if strings.Contains(body, privateText) || strings.Contains(body, "root:") {
			t.Errorf("%s: %q", path, body)
		}
	}
	if status, _, _ := s.raw("GET client-00001/index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); status < 400 {
		t.Errorf("a path without a root: status %d", status)
	}
}

func TestLinksThatLeadOutAreNotFollowed(t *testing.T) {
	dir := workspace(t, small)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	if err := os.WriteFile(outside, []byte(privateText), 0o666); err != nil {
		t.Fatal(err)
	}
	s := serve(t, dir, nil)
	folder := s.path("content/clients/client-00001/main/files")
	if err := os.Symlink(outside, filepath.Join(folder, "leak.txt")); err != nil {
		t.Skip(err)
	}
	s.until("the link is a problem", func() bool { return strings.Contains(strings.Join(s.errors("/"), "\n"), "leak.txt") })
	if status, body := s.get("/client-00001/main/files/leak.txt"); status != 404 && status != 503 || strings.Contains(string(body), privateText) {
		t.Errorf("status %d, %q", status, body)
	}
}

func TestOnlyLookingIsAllowed(t *testing.T) {
	s := besieged(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"} {
		status, _, _ := s.raw(method + " /client-00001/index.html HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		if status != http.StatusMethodNotAllowed && status != http.StatusBadRequest && status != http.StatusNotFound {
			t.Errorf("%s: status %d", method, status)
		}
	}
}

func TestRedirectsStayHere(t *testing.T) {
	s := besieged(t)
	for path, want := range map[string]string{
		"/client-00001":             "/client-00001/",
		"/@2026-10-16/client-00001": "/@2026-10-16/client-00001/",
		"/client-00001/main":        "/client-00001/main/",
		"/client-00001?x=//evil":    "/client-00001/?x=//evil",
	} {
		status, header, _ := s.ask(path, nil)
		if status != http.StatusFound || header.Get("Location") != want {
			t.Errorf("%s: status %d to %q, want %q", path, status, header.Get("Location"), want)
		}
	}
}

// A portal is sent with the policy with which it is published, but that the preview may
// frame it.
func TestThePolicyIsThatOfThePublishedPortal(t *testing.T) {
	s := besieged(t)
	_, headers := s.get("/_headers")
	_, header, _ := s.ask("/client-00001/index.html", nil)
	policy := header.Get("Content-Security-Policy")
	if published := strings.Replace(policy, "frame-ancestors 'self'", "frame-ancestors 'none'", 1); published == policy || !strings.Contains(string(headers), "Content-Security-Policy: "+published+"\n") {
		t.Errorf("%q is not of\n%s", policy, headers)
	}
	for _, part := range []string{"default-src 'none'", "script-src 'self';", "connect-src 'self';"} {
		if !strings.Contains(policy+";", part) {
			t.Errorf("%q lacks %s", policy, part)
		}
	}
	_, header, _ = s.ask("/", nil)
	if policy := header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors 'none'") {
		t.Errorf("the desk has the policy %q", policy)
	}
}

func FuzzPathOf(f *testing.F) {
	for _, seed := range []string{"/a/b", "/../x", "/%2e%2e/x", "/a//b", `/a\b`, "/@x/", "/%00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := url.ParseRequestURI(text)
		if err != nil {
			return
		}
		name, ok := pathOf(u)
		if ok && name != "" && !filepath.IsLocal(filepath.FromSlash(strings.TrimSuffix(name, "/"))) {
			t.Errorf("%q leads to %q", text, name)
		}
	})
}
