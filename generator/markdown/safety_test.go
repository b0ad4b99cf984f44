package markdown

import (
	"html/template"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rapport/generator/diag"
)

// allowed are all elements that a text may become, with their attributes.
var allowed = map[string][]string{
	"a": {"href", "rel", "class", "title", "role", "aria-label"}, "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
	"p": {"class"}, "div": {"class", "role", "tabindex", "aria-label"}, "sup": {"class", "id"}, "li": {"class", "id"}, "ol": {"start"}, "ul": nil,
	"h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
	"em": nil, "strong": nil, "del": nil, "code": {"class"}, "pre": {"tabindex"}, "blockquote": nil, "hr": nil, "br": nil,
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"class", "scope"}, "td": {"class"},
	"input": {"type", "checked", "disabled", "aria-label"}, "figure": nil,
}

// unsafeIn returns what in a fragment a browser should not be given, or "".
func unsafeIn(fragment string) string {
	nodes, err := html.ParseFragment(strings.NewReader(fragment), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return err.Error()
	}
	ids := map[string]bool{}
	var walk func(n *html.Node) string
	walk = func(n *html.Node) string {
		switch n.Type {
		case html.CommentNode, html.DoctypeNode:
			return "a comment or doctype " + n.Data
		case html.ElementNode:
			attributes, ok := allowed[n.Data]
			if !ok {
				return "element " + n.Data
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) {
					return "attribute " + a.Key + " of " + n.Data
				}
				switch a.Key {
				case "href", "src":
					if why := unsafeURL(a.Val, a.Key == "src"); why != "" {
						return why
					}
				case "id":
					if ids[a.Val] || a.Val == "" || strings.ContainsAny(a.Val, " \t\n") {
						return "id " + a.Val
					}
					ids[a.Val] = true
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if why := walk(c); why != "" {
				return why
			}
		}
		return ""
	}
	for _, n := range nodes {
		if why := walk(n); why != "" {
			return why
		}
	}
	return ""
}

// unsafeURL reads a URL as a browser does: without the spaces and control
// characters around it, and without line breaks and tabs within.
func unsafeURL(url string, image bool) string {
	url = strings.TrimFunc(url, func(c rune) bool { return c <= ' ' })
	url = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(url)
	if strings.HasPrefix(strings.ReplaceAll(url, `\`, "/"), "//") {
		return "URL of another host " + url
	}
	name, _, ok := strings.Cut(url, ":")
	if !ok || strings.ContainsAny(name, "/?#") {
		return ""
	}
	for _, public := range []string{"http", "https", "mailto", "tel"} {
		if strings.EqualFold(name, public) && !image {
			return ""
		}
	}
	return "URL " + url
}

// echo is a context whose links lead where they say, so that nothing but the
// package stands between a text and the page.
func echo() Context {
	return Context{
		Line:    1,
		Resolve: func(l Link) (Target, error) { return Target{Href: l.Dest}, nil },
		Shortcodes: &Shortcodes{
			Block:  func(name, argument string) (template.HTML, error) { return "<figure></figure>", nil },
			Figure: func(id string) (string, error) { return id, nil },
		},
	}
}

var injections = []struct{ name, src string }{
	{"script block", "<script>alert(1)</script>"},
	{"script in a line", "a <script>alert(1)</script> b"},
	{"script over lines", "<script\n>alert(1)</script\n>"},
	{"unclosed script", "<script src=//evil.example/x.js"},
	{"svg", "<svg onload=alert(1)>"},
	{"svg over lines", "<svg><animate\nonbegin=alert(1)\nattributeName=x>"},
	{"math", "<math><a xlink:href=javascript:alert(1)>x"},
	{"image handler", "<img src=x onerror=alert(1)>"},
	{"iframe", "<iframe srcdoc='<script>alert(1)</script>'></iframe>"},
	{"style element", "<style>@import '//evil.example'</style>"},
	{"style attribute", `<p style="background:url(javascript:alert(1))">x</p>`},
	{"object, embed, base, meta, link, form", "<object data=x><embed src=x><base href=//x><meta http-equiv=refresh><link rel=x><form action=x>"},
	{"processing instruction", "a <?php echo 1 ?> b"},
	{"CDATA", "a <![CDATA[<script>alert(1)</script>]]> b"},
	{"declaration", "a <!DOCTYPE html> b"},
	{"comment that ends early", "<!--> <script>alert(1)</script> -->"},
	{"comment that ends oddly", "<!-- a --!> <script>alert(1)</script>"},
	{"comment in a line", "a <!-- --><script>alert(1)</script> -->"},
	{"text behind a comment", "<!-- a\n--> <script>alert(1)</script>"},
	{"javascript link", "[a](javascript:alert(1))"},
	{"javascript in mixed case", "[a](JaVaScRiPt:alert(1))"},
	{"javascript with an entity", "[a](javascript&colon;alert(1))"},
	{"javascript with numeric entities", "[a](&#x6A;avascript&#58;alert(1))"},
	{"javascript with a tab entity", "[a](java&Tab;script:alert(1))"},
	{"javascript with a line break entity", "[a](java&NewLine;script:alert(1))"},
	{"javascript with a numeric line break", "[a](java&#10;script:alert(1))"},
	{"javascript behind a control character", "[a](&#1;javascript:alert(1))"},
	{"javascript behind a space", "[a](<  javascript:alert(1)>)"},
	{"javascript behind a space entity", "[a](&#32;javascript:alert(1))"},
	{"javascript with escapes", `[a](javascript\:alert\(1\))`},
	{"javascript encoded once more", "[a](javascript&amp;colon;alert(1))"},
	{"javascript in a reference", "[a][b]\n\n[b]: javascript:alert(1)"},
	{"javascript in an address", "<javascript:alert(1)>"},
	{"javascript in an image", "![a](javascript:alert(1))"},
	{"vbscript", "[a](vbscript:msgbox(1))"},
	{"data link", "[a](data:text/html;base64,PHNjcmlwdD4=)"},
	{"data image", "![a](data:image/svg+xml;base64,PHN2Zz4=)"},
	{"data image of a harmless kind", "![a](data:image/png;base64,AAAA)"},
	{"file and blob", "[a](file:///etc/passwd) [b](blob:x) [c](view-source:x) [d](feed:javascript:x)"},
	{"another host without a scheme", "[a](//evil.example) ![b](//evil.example/x.png)"},
	{"another host with backslashes", `[a](\\\\evil.example) [b](/\\evil.example)`},
	{"a resolver that says javascript", "[a](./javascript:alert(1))"},
	{"quotes in a destination", `[a](x"onmouseover="alert(1))`},
	{"quotes in a destination in brackets", `[a](<x" onmouseover="alert(1)>)`},
	{"quotes in a title", `[a](x 'b" onmouseover="alert(1)')`},
	{"quote entities in a title", `[a](x "b&quot; onmouseover=&quot;alert(1)")`},
	{"quotes in an alternative text", `![a" onerror="alert(1)](x)`},
	{"tags in an alternative text", "![<script>alert(1)</script>](x)"},
	{"a link in an alternative text", "![a [b](javascript:alert(1)) <i>](x)"},
	{"quotes in an info string", "```x\" onclick=\"alert(1)\na\n```"},
	{"entities in an info string", "```x&quot;onclick=alert(1)\na\n```"},
	{"tags in code", "`<script>alert(1)</script>`\n\n    <script>alert(1)</script>"},
	{"tags in a heading", "# <script>alert(1)</script> \"onclick"},
	{"tags in a heading's anchor", "# a\" onclick=\"alert(1)"},
	{"tags in a table", "| <script> |\n|---|\n| <img src=x onerror=alert(1)> |"},
	{"tags in a footnote", "a[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>"},
	{"tags in an alert", "> [!NOTE]\n> <script>alert(1)</script>"},
	{"tags in an alert's kind", "> [!<script>]\n> a"},
	{"tags in a shortcode", "{{< kpi <script>alert(1)</script> >}}\n\n{{< <script> >}}"},
	{"attributes of headings", "# a {onclick=alert(1)}\n\n## b {#x onclick=alert(1)}"},
	{"address with quotes", `http://a.example/"onmouseover="alert(1) www.a.example/"><script>`},
	{"address in brackets with quotes", `<http://a.example/"onmouseover="alert(1)>`},
	{"mail address with tags", "<a@b.example><script>alert(1)</script>"},
	{"nested links", "[a [b](c) <https://d.example> https://e.example](f)"},
	{"entities that make tags", "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62;"},
	{"null bytes", "<scr\x00ipt>alert(1)</script> [a](java\x00script:alert(1))"},
	{"control characters", "a\x01\x08\x0b\x0c\x1b\x7f `\x01` &#1;&#8;&#127;"},
	{"elements nested more deeply than browsers keep apart", strings.Repeat("*", 2000) + "a" + strings.Repeat("*", 2000)},
	{"bytes that aren't UTF-8", "\xff<script\xff>\xc0\xbcscript\xc0\xbe [a](java\xffscript:x)"},
}

func TestNoInjectionReachesThePage(t *testing.T) {
	c := New()
	for _, test := range injections {
		t.Run(test.name, func(t *testing.T) {
			var problems diag.List
			doc := c.Convert([]byte(test.src), echo(), &problems)
			if why := unsafeIn(string(doc.HTML)); why != "" {
				t.Errorf("%s in %s", why, doc.HTML)
			}
			for _, h := range doc.TOC {
				if why := unsafeIn(string(h.HTML)); why != "" {
					t.Errorf("%s in the contents %s", why, h.HTML)
				}
			}
			line := c.Inline(test.src, diag.Position{}, echo(), &problems)
			if why := unsafeIn(string(line)); why != "" {
				t.Errorf("%s in the line %s", why, line)
			}
		})
	}
}

func FuzzConvert(f *testing.F) {
	for _, seed := range injections {
		f.Add(seed.src)
	}
	f.Add(report)
	c := New()
	f.Fuzz(func(t *testing.T, src string) {
		var problems diag.List
		doc := c.Convert([]byte(src), echo(), &problems)
		if why := unsafeIn(string(doc.HTML)); why != "" {
			t.Fatalf("%s in %s", why, doc.HTML)
		}
		for _, p := range problems.Sorted() {
			if p.Line < 1 || p.Line > strings.Count(src, "\n")+1 || p.Col < 1 || p.Col > len(src)+1 {
				t.Fatalf("position outside the text: %v", p)
			}
		}
		if got := c.Anchors([]byte(src)); !slices.Equal(got, doc.Anchors) {
			t.Fatalf("anchors %q, but %q in the text", got, doc.Anchors)
		}
		if again := c.Convert([]byte(src), echo(), &problems); again.HTML != doc.HTML {
			t.Fatalf("first %s\nthen %s", doc.HTML, again.HTML)
		}
	})
}

func FuzzInline(f *testing.F) {
	for _, seed := range injections {
		f.Add(seed.src)
	}
	c := New()
	f.Fuzz(func(t *testing.T, line string) {
		var problems diag.List
		got := string(c.Inline(line, diag.Position{Line: 1, Col: 1}, echo(), &problems))
		if why := unsafeIn(got); why != "" {
			t.Fatalf("%s in %s", why, got)
		}
		for _, block := range []string{"<p>", "<li>", "<h2", "<pre", "<blockquote>"} {
			if strings.Contains(got, block) {
				t.Fatalf("%s in %s", block, got)
			}
		}
		c.Plain(line)
	})
}
