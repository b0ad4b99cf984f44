package headers

import (
	"html/template"
	"strings"
)

// referrer is what links tell of where the reader came from: nothing.
const referrer = "no-referrer"

// A Policy is what pages may load and run, and where their forms go, as a Content-Security-Policy.
type Policy struct {
	Forms string // another origin to which forms go: "https://forms.example"; "" for none
	Blobs bool   // pictures may be made by a script, as those of a sealed portal are where there is no service worker
}

// Header is the policy as a host sends it: all that is not named is refused.
func (p Policy) Header() string {
	pictures := "'self'"
	if p.Blobs {
		pictures += " blob:"
	}
	return "default-src 'none'; style-src 'self'; script-src 'self'; img-src " + pictures +
		"; font-src 'self'; connect-src 'self'; media-src 'self'; form-action " + p.forms() + "; frame-ancestors 'none'; base-uri 'none'"
}

// Meta are the elements that a page has in the place of headers, since some hosts send none and a disk
// never does. They stand before whatever loads. The policy is that of Header, but shorter, as it stands on every
// page: what is not named is the page's own, and what no page has is named. A page can't say who may frame it.
func (p Policy) Meta() template.HTML {
	return template.HTML(`<meta http-equiv="Content-Security-Policy" content="default-src 'self';frame-src 'none';object-src 'none';base-uri 'none';form-action ` +
		inQuotes.Replace(p.forms()) + `"><meta name="referrer" content="` + referrer + `">`)
}

// inQuotes escapes what stands in double quotes. It leaves the policy's own quotes alone, of which
// there are many on every page.
var inQuotes = strings.NewReplacer("&", "&amp;", `"`, "&#34;", "<", "&lt;", ">", "&gt;")

func (p Policy) forms() string {
	if p.Forms == "" {
		return "'self'"
	}
	return "'self' " + p.Forms
}
