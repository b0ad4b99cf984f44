package preview

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// refusal says why a request is not answered, or "" where it is.
//
// A page of a stranger can have this browser send requests here. It must not be
// able to read the answers: no answer allows other origins, what a page can load
// without being allowed is refused by what the browser tells of where the request
// comes from, and a name of the stranger's that leads here (DNS rebinding) is not
// one of ours.
func (s *server) refusal(r *http.Request) string {
	if !s.isOurs(r.Host) {
		return "this server is not called " + r.Host + "; name it with --addr to have it answer to that"
	}
	if origin, sent := r.Header["Origin"]; sent {
		for _, o := range origin {
			if u, err := url.Parse(o); err != nil || u.Scheme != "http" || !strings.EqualFold(u.Host, r.Host) {
				return "requests from other pages are refused"
			}
		}
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default: // also of another port of this machine
		if r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document" {
			return "requests from other pages are refused"
		}
	}
	return ""
}

// isOurs tells whether a Host is a name that no stranger can have: one of this
// machine's own, an address in digits, or that which the server was given.
func (s *server) isOurs(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"), "."))
	if name == "localhost" || strings.HasSuffix(name, ".localhost") || s.Host != "" && name == strings.ToLower(s.Host) {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && (ip.IsLoopback() || !s.local)
}

func isLoopback(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// pathOf returns the path of a request without its slash, and false for one that no
// link leads to.
func pathOf(u *url.URL) (string, bool) {
	raw := strings.ToLower(u.EscapedPath())
	name, rooted := strings.CutPrefix(u.Path, "/")
	switch {
	case !rooted, strings.Contains(raw, "%2f"), strings.Contains(raw, "%5c"),
		strings.ContainsFunc(name, func(r rune) bool { return r == '\\' || r < 0x20 || r == 0x7f }):
		return "", false
	}
	for i, part := range strings.Split(name, "/") {
		last := i == strings.Count(name, "/")
		if part == "." || part == ".." || part == "" && !last {
			return "", false
		}
	}
	return name, true
}
