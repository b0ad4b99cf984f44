package sitetest

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A page is what an HTML file says of itself.
type page struct {
	ids    map[string]int
	links  []link
	faults []string

	refs     []link   // to ids of the page itself
	open     []string // elements that have not ended
	headings []int
	titles   int
	policies int  // it has said what it may load and run
	early    bool // something was loaded before
}

// A link is an attribute that leads elsewhere.
type link struct {
	attr  string // with its element: a href
	to    string
	loads bool // the browser fetches it with the page
}

// voids are the elements without an end tag.
var voids = strings.Fields("area base br col embed hr img input link meta source track wbr")

// endedBy are the elements whose end tag may be left out, each with those that may follow it
// then; the end of what it stands in ends it as well.
var endedBy = map[string][]string{
	"li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "option": {"option", "optgroup"},
	"td": {"td", "th", "tr", "tbody", "tfoot"}, "th": {"td", "th", "tr", "tbody", "tfoot"},
	"tr": {"tr", "tbody", "tfoot"}, "thead": {"tbody", "tfoot"}, "tbody": {"tbody", "tfoot"}, "tfoot": nil,
	"p": strings.Fields("address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section search table ul"),
}

// idRefs are the attributes that name ids of the same page.
var idRefs = strings.Fields("aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage aria-flowto aria-labelledby aria-owns for form headers list popovertarget")

// parse reads a page tag by tag, since a parser of trees would mend it.
func parse(text string) *page {
	p := &page{ids: map[string]int{}}
	if !strings.HasPrefix(strings.ToLower(text), "<!doctype html>") {
		p.faultf("does not begin with <!doctype html>")
	}
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.end()
			return p
		case html.StartTagToken:
			t := z.Token()
			p.element(t)
			if !slices.Contains(voids, t.Data) {
				p.follow(t.Data)
				p.open = append(p.open, t.Data)
			}
		case html.SelfClosingTagToken:
			t := z.Token()
			p.element(t)
			if !slices.Contains(voids, t.Data) && !slices.Contains(p.open, "svg") && t.Data != "svg" {
				p.faultf("<%s/> ends nothing in HTML", t.Data)
			}
		case html.EndTagToken:
			p.close(z.Token().Data)
		case html.TextToken:
			if n := len(p.open); n > 0 && p.open[n-1] == "title" && len(p.open) == 3 && strings.TrimSpace(string(z.Text())) != "" {
				p.titles++
			}
		}
	}
}

func (p *page) faultf(format string, args ...any) {
	p.faults = append(p.faults, fmt.Sprintf(format, args...))
}

// follow ends the elements that one which begins now ends.
func (p *page) follow(name string) {
	for n := len(p.open); n > 0 && slices.Contains(endedBy[p.open[n-1]], name); n-- {
		p.open = p.open[:n-1]
	}
}

func (p *page) close(name string) {
	n := len(p.open)
	for n > 0 && p.open[n-1] != name {
		if _, may := endedBy[p.open[n-1]]; !may {
			break
		}
		n--
	}
	if n > 0 && p.open[n-1] == name {
		p.open = p.open[:n-1]
		return
	}
	p.faultf("</%s> ends nothing; open are %s", name, strings.Join(p.open, " > "))
	if i := slices.Index(p.open, name); i >= 0 {
		p.open = p.open[:i]
	}
}

// element takes in an element with its attributes.
func (p *page) element(t html.Token) {
	attrs := map[string]string{}
	for _, a := range t.Attr {
		attrs[a.Key] = a.Val
		switch {
		case a.Key == "style":
			p.faultf("<%s> has a style of its own", t.Data)
		case strings.HasPrefix(a.Key, "on"):
			p.faultf("<%s> has a script of its own: %s", t.Data, a.Key)
		case a.Key == "id":
			if a.Val == "" || strings.ContainsAny(a.Val, " \t\r\n") {
				p.faultf("<%s> has the id %q", t.Data, a.Val)
			}
			if p.ids[a.Val]++; p.ids[a.Val] == 2 {
				p.faultf("the id %q stands here twice", a.Val)
			}
		case slices.Contains(idRefs, a.Key):
			for id := range strings.FieldsSeq(a.Val) {
				p.refs = append(p.refs, link{attr: t.Data + " " + a.Key, to: id})
			}
		case a.Key == "srcset":
			for source := range strings.SplitSeq(a.Val, ",") {
				p.links = append(p.links, link{"srcset", strings.Fields(source + " x")[0], true})
			}
		case a.Key == "href" || a.Key == "xlink:href":
			loads := t.Data != "a" && t.Data != "area" && !(t.Data == "link" && attrs["rel"] == "alternate")
			p.links = append(p.links, link{t.Data + " " + a.Key, a.Val, loads})
		case a.Key == "src" || a.Key == "poster" || a.Key == "data" && t.Data == "object":
			p.links = append(p.links, link{t.Data + " " + a.Key, a.Val, true})
		case a.Key == "action" || a.Key == "formaction" || a.Key == "cite" || a.Key == "longdesc":
			p.links = append(p.links, link{t.Data + " " + a.Key, a.Val, false})
		}
	}
	if p.policies == 0 && slices.ContainsFunc(p.links, func(l link) bool { return l.loads }) {
		p.early = true
	}
	p.special(t.Data, attrs)
}

// special checks what only some elements must have or may not be.
func (p *page) special(name string, attrs map[string]string) {
	_, hasAlt := attrs["alt"]
	switch name {
	case "html":
		if attrs["lang"] == "" {
			p.faultf("does not say its language")
		}
	case "style", "base", "iframe", "object", "embed":
		p.faultf("has a <%s>", name)
	case "meta":
		if strings.EqualFold(attrs["http-equiv"], "Content-Security-Policy") {
			p.policies++
		}
	case "script":
		if attrs["src"] == "" {
			p.faultf("has a script in line")
		}
	case "img", "area":
		if !hasAlt {
			p.faultf("<%s src=%q> has no alt", name, attrs["src"])
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		p.headings = append(p.headings, int(name[1]-'0'))
	}
}

// end checks what is known when the whole page has been read.
func (p *page) end() {
	if len(p.open) > 0 {
		p.faultf("<%s> never ends", strings.Join(p.open, "> <"))
	}
	if p.titles != 1 {
		p.faultf("has %d titles", p.titles)
	}
	switch {
	case p.policies != 1:
		p.faultf("has %d Content-Security-Policies", p.policies)
	case p.early:
		p.faultf("loads something before its Content-Security-Policy")
	}
	ones, last := 0, 0
	for _, level := range p.headings {
		if level == 1 {
			ones++
		}
		if level > last+1 {
			p.faultf("<h%d> follows <h%d>", level, last)
		}
		last = level
	}
	if ones != 1 {
		p.faultf("has %d <h1>", ones)
	}
	for _, r := range p.refs {
		if p.ids[r.to] == 0 {
			p.faultf("%s=%q names nothing on the page", r.attr, r.to)
		}
	}
}
