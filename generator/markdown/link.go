package markdown

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"rapport/generator/diag"
)

func (r *renderer) link(n *ast.Link) {
	r.refer(n.Reference)
	if r.plain || r.inLink {
		r.inlines(n)
		return
	}
	target, ok := r.target(unescape(n.Destination), false, n.Pos())
	if !ok {
		r.inlines(n)
		return
	}
	r.anchor(target)
	if len(n.Title) > 0 {
		r.tag(` title="`)
		r.attribute(unescape(n.Title))
		r.tag(`"`)
	}
	r.tag(">")
	r.inLink = true
	words := len(r.out)
	r.inlines(n)
	if len(r.out) == words {
		r.report(n.Pos(), LinkWithoutText, "a link without text; write what it leads to between the brackets")
		r.attribute(target.Href)
	}
	r.inLink = false
	r.tag("</a>")
}

// autoLink writes an address that stands for itself.
func (r *renderer) autoLink(n *ast.AutoLink) {
	label := n.Label(r.src)
	if r.plain || r.inLink {
		r.escape(label)
		return
	}
	address := string(n.URL(r.src))
	if n.AutoLinkType == ast.AutoLinkEmail {
		address = "mailto:" + address
	}
	target, ok := r.target(address, false, n.Pos())
	if !ok {
		r.escape(label)
		return
	}
	r.anchor(target)
	r.tag(">")
	r.escape(label)
	r.tag("</a>")
}

// anchor opens an <a> up to its further attributes.
func (r *renderer) anchor(t Target) {
	r.tag(`<a href="`)
	r.attribute(escapeURL(t.Href))
	r.tag(`"`)
	if t.Class != "" {
		r.tag(` class="`)
		r.attribute(t.Class)
		r.tag(`"`)
	}
	if s, _ := scheme(t.Href); s == "http" || s == "https" {
		r.tag(` rel="noreferrer"`)
	}
}

func (r *renderer) image(n *ast.Image) {
	r.refer(n.Reference)
	alt := strings.TrimSpace(r.plainText(n))
	if r.plain || r.quiet {
		r.attribute(alt)
		return
	}
	if alt == "" {
		r.report(n.Pos(), ImageWithoutAlt, "an image without a description; say between the brackets what it shows")
	}
	target, ok := r.target(unescape(n.Destination), true, n.Pos())
	if !ok {
		r.attribute(alt)
		return
	}
	r.tag(`<img src="`)
	r.attribute(escapeURL(target.Href))
	r.tag(`" alt="`)
	r.attribute(alt)
	if len(n.Title) > 0 {
		r.tag(`" title="`)
		r.attribute(unescape(n.Title))
	}
	if target.Width > 0 && target.Height > 0 {
		r.tag(`" width="`, strconv.Itoa(target.Width), `" height="`, strconv.Itoa(target.Height))
	}
	r.tag(`" loading="lazy" decoding="async">`)
}

// target finds what a destination leads to, or reports at the offset why it
// leads nowhere.
func (r *renderer) target(dest string, image bool, offset int) (Target, bool) {
	fail := func(rule *diag.Rule, format string, args ...any) (Target, bool) {
		r.report(offset, rule, diag.Errorf(format, args...))
		return Target{}, false
	}
	dest = strings.TrimSpace(dest)
	name, has := scheme(dest)
	switch {
	case dest == "":
		return fail(BrokenLink, "a link to nothing; write a file or address between the parentheses")
	case strings.ContainsFunc(dest, func(c rune) bool { return c < ' ' || c == 0x7f }):
		return fail(UnsafeLink, "a link with control characters; remove them")
	case has && image:
		if name == "http" || name == "https" {
			return fail(RemoteImage, "an image on another host, which would tell it who reads the portal; copy the file beside this one")
		}
		return fail(UnsafeLink, "an image of the scheme %q; copy the file beside this one", clip(name))
	case has && publicScheme(name):
		return Target{Href: dest}, true
	case has:
		return fail(UnsafeLink, "a link of the scheme %q; only http, https, mailto and tel are published", clip(name))
	case strings.Contains(dest, `\`):
		return fail(BrokenLink, `a link with a backslash; write it as %q`, clip(strings.ReplaceAll(dest, `\`, "/")))
	case strings.HasPrefix(dest, "//"):
		return fail(UnsafeLink, "a link to another host without its scheme; write it as %q", clip("https:"+dest))
	case dest[0] == '#' && !image && r.body:
		return r.ownAnchor(dest, fail)
	case r.ctx.Resolve == nil:
		return fail(BrokenLink, "a link to a file, which has no place here; use a full address")
	}
	target, err := r.ctx.Resolve(Link{Dest: dest, Image: image, Pos: r.place.at(offset)})
	if err != nil {
		return fail(ruleOf(err, BrokenLink), "%s", err)
	}
	target.Href = strings.TrimSpace(target.Href)
	if name, _, has := strings.Cut(target.Href, ":"); has && !strings.ContainsAny(name, "/?#") &&
		(image || !publicScheme(strings.ToLower(name))) {
		// A file may be named so; "./" keeps that from being taken for a scheme.
		target.Href = "./" + target.Href
	}
	return target, true
}

func (r *renderer) ownAnchor(dest string, fail func(rule *diag.Rule, format string, args ...any) (Target, bool)) (Target, bool) {
	id := dest[1:]
	if decoded, err := url.PathUnescape(id); err == nil {
		id = decoded
	}
	var ids []string
	for _, h := range r.outline {
		if h.id == id {
			return Target{Href: "#" + r.ctx.IDPrefix + id}, true
		}
		ids = append(ids, h.id)
	}
	return fail(BrokenAnchor, "no heading of this text has the anchor %q%s", clip("#"+id),
		didYouMean(id, ids, "; an anchor is its heading in lower case, with hyphens for spaces"))
}

// scheme returns the scheme of a URL in lower case, as a browser would read it.
func scheme(dest string) (name string, has bool) {
	for i := 0; i < len(dest); i++ {
		switch c := dest[i]; {
		case c == ':':
			return strings.ToLower(dest[:i]), i > 0
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return "", false
		}
	}
	return "", false
}

func publicScheme(name string) bool {
	switch name {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// unescape resolves Markdown's escapes and HTML's entities.
func unescape(s []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(s))))
}

// escapeURL percent-encodes what a URL may not hold, and leaves what is encoded.
func escapeURL(href string) string {
	return string(util.URLEscape([]byte(href), false))
}

// didYouMean suggests the candidate that is nearest to name, or else mends
// with the general advice.
func didYouMean(name string, candidates []string, advice string) diag.Mend {
	return diag.DidYouMean(name, candidates).Or(advice)
}

// clip shortens what a message quotes of the text.
func clip(s string) string {
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:57]) + "..."
	}
	return s
}
