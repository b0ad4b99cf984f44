package sitetest

import (
	"strings"
	"testing"
	"testing/fstest"
)

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`

const sound = `<!doctype html>
<html lang="en"><head>` + policy + `<title>A page</title><link rel="stylesheet" href="assets/s.css"></head>
<body><h1 id="top">One</h1><h2>Two</h2><p>Text<br>BODY</p><a href="#top">up</a><a href="b/c.html#there">there</a>
<a href="https://example.org/">out</a><a href="mailto:a@example.org">mail</a>
<svg viewBox="0 0 1 1" aria-labelledby="top"><path d="M0 0"/></svg><img src="assets/p.png" alt=""></body></html>`

// build returns a site of one client whose first page has body in it.
func build(body string) fstest.MapFS {
	return fstest.MapFS{
		"ada/index.html":   {Data: []byte(strings.Replace(sound, "BODY", body, 1))},
		"ada/b/c.html":     {Data: []byte(`<!doctype html><html lang="en"><head>` + policy + `<title>B</title></head><body><h1 id="there">B</h1><a href="../index.html">up</a></body></html>`)},
		"ada/assets/s.css": {Data: []byte(`a{background:url("p.png")}`)},
		"ada/assets/p.png": {},
		"ben/index.html":   {Data: []byte(`<!doctype html><html lang="en"><head>` + policy + `<title>Ben</title></head><body><h1>Ben &amp; Sons</h1></body></html>`)},
	}
}

var belongs = map[string][]string{"ada": {"Ada Ltd"}, "ben": {"Ben & Sons"}}

func TestSoundSiteHasNoFaults(t *testing.T) {
	faults, err := check(build("Ada Ltd"), belongs)
	if err != nil || len(faults) > 0 {
		t.Errorf("got %q, %v", faults, err)
	}
}

func TestFaultsAreFound(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"file missing", `<a href="gone.html">x</a>`, "leads to no file"},
		{"file missing beside the root's", `<a href="../index.html">x</a>`, "leaves the folder"},
		{"other client", `<a href="../ben/index.html">x</a>`, "leaves the folder"},
		{"anchor missing", `<a href="#gone">x</a>`, "no place on that page"},
		{"anchor of another page missing", `<a href="b/c.html#top">x</a>`, "no place on that page"},
		{"anchor in a picture", `<a href="assets/p.png#top">x</a>`, "a file that is no page"},
		{"from the root", `<a href="/ada/index.html">x</a>`, "not relative"},
		{"without a scheme", `<a href="//example.org/">x</a>`, "not relative"},
		{"script in a link", `<a href="javascript:x()">x</a>`, "not relative"},
		{"not a URL", `<a href="%zz">x</a>`, "not a URL"},
		{"empty link", `<a href="">x</a>`, "a href is empty"},
		{"picture from elsewhere", `<img src="https://example.org/p.png" alt="">`, "loaded from elsewhere"},
		{"picture missing", `<img src="q.png" alt="">`, "leads to no file"},
		{"one of several pictures missing", `<img srcset="assets/p.png 1x, q.png 2x" alt="">`, "leads to no file"},
		{"form to nowhere", `<form action="send"></form>`, "leads to no file"},
		{"picture without alt", `<img src="assets/p.png">`, "has no alt"},
		{"id twice", `<b id="top"></b>`, `"top" stands here twice`},
		{"label of nothing", `<label for="gone">x</label>`, "names nothing"},
		{"second h1", `<h1>x</h1>`, "2 <h1>"},
		{"skipped level", `<h2>x</h2><h4>y</h4>`, "<h4> follows <h2>"},
		{"style attribute", `<b style="color:red"></b>`, "style of its own"},
		{"style element", `<style>a{}</style>`, "has a <style>"},
		{"script in line", `<script>x()</script>`, "script in line"},
		{"a second policy", policy, "2 Content-Security-Policies"},
		{"handler", `<b onclick="x()"></b>`, "script of its own"},
		{"base", `<base href="x/">`, "has a <base>"},
		{"unclosed element", `<em>x`, "ends nothing"},
		{"unclosed element in another", `<ul><li><em>x<li>y</ul>`, "ends nothing"},
		{"a paragraph that is over", `<p>x<div>y</div></p>`, "ends nothing"},
		{"element closed as in XML", `<b/>`, "ends nothing in HTML"},
		{"another client's name", `Ben &amp; Sons`, `tells of ben: "Ben & Sons"`},
		{"another client's name in a URL", `<a href="https://example.org/Ben%20&amp;%20Sons">x</a>`, "tells of ben"},
	} {
		t.Run(test.name, func(t *testing.T) {
			faults, err := check(build(test.body), belongs)
			if err != nil || !strings.Contains(strings.Join(faults, "\n"), test.want) {
				t.Errorf("got %q, %v; want %q in it", faults, err, test.want)
			}
		})
	}
}

func TestFaultsOfWholeFilesAreFound(t *testing.T) {
	for _, test := range []struct{ name, file, text, want string }{
		{"no doctype", "ada/x.html", `<html lang="en"><head><title>x</title></head><body><h1>x</h1></body></html>`, "<!doctype html>"},
		{"no language", "ada/x.html", `<!doctype html><html><head><title>x</title></head><body><h1>x</h1></body></html>`, "language"},
		{"no title", "ada/x.html", `<!doctype html><html lang="en"><head></head><body><h1>x</h1></body></html>`, "0 titles"},
		{"no heading", "ada/x.html", `<!doctype html><html lang="en"><head><title>x</title></head><body></body></html>`, "0 <h1>"},
		{"no policy", "ada/x.html", `<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1></body></html>`, "0 Content-Security-Policies"},
		{"a policy after a style", "ada/x.html", `<!doctype html><html lang="en"><head><link rel="stylesheet" href="assets/s.css">` + policy + `<title>x</title></head><body><h1>x</h1></body></html>`, "before its Content-Security-Policy"},
		{"cut off", "ada/x.html", `<!doctype html><html lang="en"><head><title>x</title></head><body><h1>x</h1>`, "never ends"},
		{"style that loads from elsewhere", "ada/x.css", `@import "https://example.org/x.css";`, "not a file beside it"},
		{"style that loads what is missing", "ada/x.css", `a{background:url(gone.png)}`, "does not exist"},
		{"client named at the root", "door.txt", `Ada Ltd`, "tells of ada"},
		{"client named by a file", "ben/Ada Ltd.txt", ``, "tells of ada"},
	} {
		t.Run(test.name, func(t *testing.T) {
			site := build("")
			site[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			faults, err := check(site, belongs)
			if err != nil || !strings.Contains(strings.Join(faults, "\n"), test.want) {
				t.Errorf("got %q, %v; want %q in it", faults, err, test.want)
			}
		})
	}
}

func TestNewsAndCalendarsLeadSomewhere(t *testing.T) {
	const told = `<feed><link rel="alternate" type="text/html" href="https://x.example/ada/index.html"></link><link rel="self" href="https://x.example/ada/feed.xml"></link>`
	for _, test := range []struct{ name, feed, dates, want string }{
		{"sound", told, "URL:https://x.example/ada/b/c.html#there\r\n", ""},
		{"sound without an address", `<link rel="alternate" type="text/html" href="b/c.html#there">`, "", ""},
		{"news of nothing", `<link rel="alternate" type="text/html" href="b/gone.html">`, "", "leads to no file"},
		{"news of no place", `<link rel="alternate" type="text/html" href="b/c.html#gone">`, "", "no place on that page"},
		{"news of another site", told + `<link rel="alternate" href="https://y.example/ada/index.html">`, "", "does not lead to"},
		{"a date of nothing", told, "URL:https://x.example/ada/gone.html\r\n", "leads to no file"},
		{"a date of no place, in two lines", told, "URL:https://x.example/ada/b/c\r\n .html#gone\r\n", "no place on that page"},
	} {
		t.Run(test.name, func(t *testing.T) {
			site := build("")
			site["ada/feed.xml"] = &fstest.MapFile{Data: []byte(test.feed)}
			site["ada/calendar.ics"] = &fstest.MapFile{Data: []byte(test.dates)}
			faults, err := check(site, belongs)
			if got := strings.Join(faults, "\n"); err != nil || !strings.Contains(got, test.want) || test.want == "" && got != "" {
				t.Errorf("got %q, %v; want %q in it", faults, err, test.want)
			}
		})
	}
}

func TestEmptySiteIsAFault(t *testing.T) {
	if faults, err := check(fstest.MapFS{}, nil); err != nil || len(faults) != 1 {
		t.Errorf("got %q, %v", faults, err)
	}
}
