package sitetest

import (
	"html"
	"path"
	"regexp"
	"strings"
	"testing"
)

// Reach reports each of the addresses, such as those in a mail, that leads to no file
// of the site in dir, or to no place on a page of it. The site is published at base, a
// URL with a slash at its end.
func Reach(t testing.TB, dir, base string, addresses []string) {
	t.Helper()
	s, err := open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range addresses {
		s.address("index.html", base, address)
	}
	for _, f := range s.faults {
		t.Error(f)
	}
}

// address follows the address of something below the folder of a file, which is
// published at base.
func (s *site) address(from, base, address string) {
	below, ok := strings.CutPrefix(address, base)
	if !ok {
		s.faultf(from, "%q does not lead to %s", address, base)
		return
	}
	if below == "" || strings.HasSuffix(below, "/") {
		below += "index.html"
	}
	s.link(from, link{attr: "address", to: below})
}

var (
	feedLink = regexp.MustCompile(`<link rel="([a-z]+)"[^>]* href="([^"]*)"`)
	eventURL = regexp.MustCompile(`(?m)^URL(?:;[^:]*)?:(.*?)\r?$`)
)

// news follows the links of a feed and of the calendar beside it. They are absolute
// where the feed says its own address, and else relative to its folder.
func (s *site) news(name, feed, dates string) {
	base := ""
	var links []string
	for _, m := range feedLink.FindAllStringSubmatch(feed, -1) {
		to := html.UnescapeString(m[2])
		if m[1] == "self" {
			base = strings.TrimSuffix(to, path.Base(name))
		} else {
			links = append(links, to)
		}
	}
	for _, m := range eventURL.FindAllStringSubmatch(strings.ReplaceAll(dates, "\r\n ", ""), -1) {
		links = append(links, m[1])
	}
	for _, to := range links {
		if base == "" {
			s.link(name, link{attr: "link", to: to})
		} else {
			s.address(name, base, to)
		}
	}
}
