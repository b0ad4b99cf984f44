// Package headers says what hosts are asked to send with every page, in the form that each host
// reads, and what pages themselves carry of it for where a host sends nothing: nothing runs and nothing loads that is not the portal's own file, no browser guesses at what a file is,
// no search engine lists a page, no other page frames it, and links tell nobody where the reader came from. What has a
// fingerprint in its name never changes; the worker of a sealed portal is asked for anew each time.
package headers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// A Header is one that is sent.
type Header struct{ Name, Value string }

// A Rule has the headers of all files whose path it matches.
type Rule struct {
	Path    string // as Netlify and Cloudflare Pages write it: * is any text, :name is one folder
	Headers []Header
}

const (
	client = "/:client" // a portal's folder
	never  = "public, max-age=31536000, immutable"
)

// Rules are the rules of an output whose pages have this policy.
func Rules(policy Policy) []Rule {
	return []Rule{
		{"/*", []Header{
			{"Content-Security-Policy", policy.Header()},
			{"X-Robots-Tag", "noindex, nofollow"},
			{"X-Content-Type-Options", "nosniff"},
			{"X-Frame-Options", "DENY"},
			{"Referrer-Policy", referrer},
			{"Permissions-Policy", "interest-cohort=()"},
		}},
		{client + "/assets/*", []Header{{"Cache-Control", never}}},
		{"/assets/*", []Header{{"Cache-Control", never}}},
		{client + "/sw.js", []Header{{"Cache-Control", "no-cache"}}},
	}
}

// Matches tells whether a rule is of a path, which begins with a slash.
func (r Rule) Matches(path string) bool { return matches(r.Path, path) }

func matches(pattern, path string) bool {
	for {
		want, rest, more := strings.Cut(pattern, "/")
		is, left, goesOn := strings.Cut(path, "/")
		switch {
		case want == "*":
			return true // it ends every pattern that has one
		case want != is && (want == "" || want[0] != ':' || is == ""), more != goesOn:
			return false
		case !more:
			return true
		}
		pattern, path = rest, left
	}
}

// Of are the headers of a path, which begins with a slash.
func Of(rules []Rule, path string) (all []Header) {
	for _, r := range rules {
		if r.Matches(path) {
			all = append(all, r.Headers...)
		}
	}
	return all
}

// File writes rules as Netlify and Cloudflare Pages read them, in the file _headers.
func File(rules []Rule) []byte {
	var b bytes.Buffer
	for _, r := range rules {
		fmt.Fprintln(&b, r.Path)
		for _, h := range r.Headers {
			fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
		}
	}
	return b.Bytes()
}

// Parse reads what File writes.
func Parse(text []byte) (rules []Rule) {
	for line := range strings.Lines(string(text)) {
		name, value, is := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case strings.HasPrefix(line, "/"):
			rules = append(rules, Rule{Path: strings.TrimSpace(line)})
		case is && len(rules) > 0:
			last := &rules[len(rules)-1]
			last.Headers = append(last.Headers, Header{name, value})
		}
	}
	return rules
}

// A Host is one whose configuration can be written.
type Host struct {
	Name  string
	File  string // where what is written belongs
	Write func(p Policy) string
}

// Hosts are those that are known, by name.
func Hosts() []Host {
	return []Host{
		{"apache", ".htaccess at the top of the output (needs mod_headers, and AllowOverride FileInfo Options), or the <Directory> of the site", of(apache)},
		{"caddy", "the site's block in the Caddyfile", of(caddy)},
		{"cloudflare", "_headers, which every build writes already", of(file)},
		{"github", "nothing to set up: GitHub Pages sends no headers of your own, and this says what pages have instead", github},
		{"netlify", "_headers, which every build writes already", of(file)},
		{"nginx", "the site's server block", of(nginx)},
		{"s3", "a response headers policy of CloudFront, since S3 itself sends none: aws cloudfront create-response-headers-policy --response-headers-policy-config file://policy.json; then attach it to the distribution's behaviour. How long files are kept is told where they are copied: " + copies, of(s3)},
		{"vercel", "vercel.json, at the top of the project that is deployed", of(vercel)},
	}
}

// copies copies an output to S3. What has a fingerprint in its name goes first, so that no page asks for what is
// not there yet.
const copies = `aws s3 sync public s3://BUCKET --exclude "*" --include "*assets/*" --cache-control "` + never + `"; then aws s3 sync public s3://BUCKET --delete --cache-control no-cache`

func of(write func([]Rule) string) func(Policy) string {
	return func(p Policy) string { return write(Rules(p)) }
}

func file(rules []Rule) string { return string(File(rules)) }

// github says what is left where a host sends no headers.
func github(p Policy) string {
	pages := strings.ReplaceAll(string(p.Meta()), "><", ">\n    <")
	return `GitHub Pages sends no headers of your own, and there is nothing to set up. Every page has in its place what a page can say,
before anything loads:

    ` + pages + `

What no page can say is missing there: that no other page frames it, that browsers don't guess at what a file is, that search
engines list no file that is not a page, and how long files are kept. rapport verify URL names what is missing, and asks for none with --no-headers.
Where that matters, take a host that reads _headers, such as Netlify or Cloudflare Pages.
`
}

// expression is a pattern as a regular expression of the kind that all hosts know.
func expression(pattern string) string {
	var b strings.Builder
	b.WriteByte('^')
	for _, part := range strings.SplitAfter(pattern, "/") {
		switch name, slash := strings.CutSuffix(part, "/"); {
		case strings.HasPrefix(part, ":"):
			b.WriteString("[^/]+" + map[bool]string{true: "/"}[slash])
		case part == "*":
			return b.String()
		default:
			b.WriteString(strings.ReplaceAll(name, ".", `\.`) + map[bool]string{true: "/"}[slash])
		}
	}
	return b.String() + "$"
}

// everywhere are the headers of all files, and the rules of some.
func everywhere(rules []Rule) (all []Header, some []Rule) {
	for _, r := range rules {
		if r.Path == "/*" {
			all = append(all, r.Headers...)
		} else {
			some = append(some, r)
		}
	}
	return all, some
}

// nginx repeats the headers of all files in each location: one that adds any takes over none.
func nginx(rules []Rule) string {
	var b strings.Builder
	all, some := everywhere(rules)
	add := func(indent string, headers []Header) {
		for _, h := range headers {
			fmt.Fprintf(&b, "%sadd_header %s %q always;\n", indent, h.Name, h.Value)
		}
	}
	add("", all)
	for _, r := range some {
		fmt.Fprintf(&b, "location ~ %s {\n", expression(r.Path))
		add("    ", slices.Concat(all, r.Headers))
		b.WriteString("}\n")
	}
	b.WriteString("error_page 404 /404.html;\n")
	return b.String()
}

func caddy(rules []Rule) string {
	var b strings.Builder
	all, some := everywhere(rules)
	b.WriteString("header {\n")
	for _, h := range all {
		fmt.Fprintf(&b, "\t%s %q\n", h.Name, h.Value)
	}
	b.WriteString("}\n")
	for i, r := range some {
		fmt.Fprintf(&b, "@rapport%d path_regexp %s\n", i+1, expression(r.Path))
		for _, h := range r.Headers {
			fmt.Fprintf(&b, "header @rapport%d %s %q\n", i+1, h.Name, h.Value)
		}
	}
	b.WriteString("handle_errors {\n\trewrite * /404.html\n\tfile_server\n}\n")
	return b.String()
}

func apache(rules []Rule) string {
	var b strings.Builder
	all, some := everywhere(rules)
	for _, h := range all {
		fmt.Fprintf(&b, "Header always set %s %q\n", h.Name, h.Value)
	}
	for _, r := range some {
		fmt.Fprintf(&b, "<If \"%%{REQUEST_URI} =~ m#%s#\">\n", expression(r.Path))
		for _, h := range r.Headers {
			fmt.Fprintf(&b, "    Header always set %s %q\n", h.Name, h.Value)
		}
		b.WriteString("</If>\n")
	}
	b.WriteString("ErrorDocument 404 /404.html\nOptions -Indexes\n") // a folder is not listed
	return b.String()
}

// pretty is JSON to be read, in which < and & stand as they are.
func pretty(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err) // of texts alone
	}
	return b.String()
}

func vercel(rules []Rule) string {
	type header struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	type rule struct {
		Source  string   `json:"source"`
		Headers []header `json:"headers"`
	}
	var all []rule
	for _, r := range rules {
		now := rule{Source: strings.ReplaceAll(r.Path, "*", "(.*)")}
		for _, h := range r.Headers {
			now.Headers = append(now.Headers, header{h.Name, h.Value})
		}
		all = append(all, now)
	}
	return pretty(map[string]any{"headers": all})
}

// s3 writes a response headers policy of CloudFront. Its form has places of their own for
// some headers; how long files are kept is told where they are copied (aws s3 sync --cache-control).
func s3(rules []Rule) string {
	security, custom := map[string]any{}, []any{}
	all, _ := everywhere(rules)
	for _, h := range all {
		switch h.Name {
		case "Content-Security-Policy":
			security["ContentSecurityPolicy"] = map[string]any{"Override": true, "ContentSecurityPolicy": h.Value}
		case "X-Content-Type-Options":
			security["ContentTypeOptions"] = map[string]any{"Override": true}
		case "X-Frame-Options":
			security["FrameOptions"] = map[string]any{"Override": true, "FrameOption": h.Value}
		case "Referrer-Policy":
			security["ReferrerPolicy"] = map[string]any{"Override": true, "ReferrerPolicy": h.Value}
		default:
			custom = append(custom, map[string]any{"Header": h.Name, "Value": h.Value, "Override": true})
		}
	}
	return pretty(map[string]any{
		"Name":                  "rapport",
		"SecurityHeadersConfig": security,
		"CustomHeadersConfig":   map[string]any{"Quantity": len(custom), "Items": custom},
	})
}
