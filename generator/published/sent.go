package published

import (
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/headers"
)

// sent is what is wrong with a header, and with which files.
type sent struct {
	files int
	first string
}

// telling are headers that hosts add by themselves, and what they do.
var telling = map[string]string{
	"Access-Control-Allow-Origin":         "lets pages of other hosts read this",
	"Set-Cookie":                          "gives each reader a mark by which the host knows them again",
	"Refresh":                             "leads readers elsewhere",
	"Link":                                loads,
	"Speculation-Rules":                   loads,
	"Service-Worker-Allowed":              "lets a worker of one portal serve the others",
	"Clear-Site-Data":                     "has browsers forget keys and what was noted on pages",
	"Accept-Ch":                           "asks browsers for more about a reader's machine",
	"Critical-Ch":                         "asks browsers for more about a reader's machine",
	"Report-To":                           tells,
	"Nel":                                 tells,
	"Reporting-Endpoints":                 tells,
	"Content-Security-Policy-Report-Only": tells,
}

const (
	loads = "has browsers load something else with the page"
	tells = "has browsers tell somebody else what was read"
)

// look compares the headers that came with a file with those that were asked for. Of a host that can send none of ours, its
// own times to keep a file are no fault, nor that it lets the pages of others read, without a cookie, what everybody can.
func (c *Comparison) look(name string, is http.Header) {
	asked := headers.Of(c.Rules, "/"+name)
	for _, h := range asked {
		switch had := strings.Join(is.Values(h.Name), ", "); {
		case had == "" && !c.Lenient:
			c.note(name, h.Name+" is not sent")
		case had != "" && fold(had) != fold(h.Value) && !(c.Lenient && h.Name == "Cache-Control"):
			c.note(name, fmt.Sprintf("%s is %q, and not %q", h.Name, had, h.Value))
		}
	}
	for header, does := range telling {
		if had := is.Get(header); had != "" && !(c.Lenient && had == "*") {
			c.note(name, fmt.Sprintf("%s: %s was added, which %s", header, had, does))
		}
	}
	if fault := typeFault(path.Ext(name), is.Values("Content-Type")); fault != "" {
		c.note(name, fault)
	}
	if had := is.Get("Content-Disposition"); path.Ext(name) == ".html" && had != "" && fold(had) != "inline" {
		c.note(name, fmt.Sprintf("Content-Disposition: %s was added, so that browsers save the page in the place of showing it", had))
	}
	if !slices.ContainsFunc(asked, func(h headers.Header) bool { return h.Name == "Cache-Control" }) {
		if had := lasting(is); had != "" {
			c.note(name, had+" was added, so that readers see for more than a day what was replaced")
		}
	}
}

// kinds are the types without which browsers, told not to guess, use no file.
var kinds = map[string][]string{
	".html": {"text/html"},
	".css":  {"text/css"},
	".js":   {"text/javascript", "application/javascript"},
}

// running are types as which browsers run what stands in a file.
var running = []string{"text/html", "application/xhtml+xml", "text/xml", "application/xml", "image/svg+xml"}

// typeFault says what is wrong with the type that is sent of a file whose name ends so.
func typeFault(ending string, values []string) string {
	had := strings.Join(values, ", ")
	if len(values) > 1 {
		return fmt.Sprintf("Content-Type is sent more than once: %q", had)
	}
	kind, params, _ := mime.ParseMediaType(had)
	if want := kinds[ending]; want != nil && !slices.Contains(want, kind) {
		return fmt.Sprintf("Content-Type is %q, and not %q", had, want[0])
	}
	marked := slices.Contains([]string{".html", ".svg", ".xml"}, ending)
	if kind == "text/html" && ending != ".html" || slices.Contains(running, kind) && !marked {
		return fmt.Sprintf("Content-Type is %q, so that browsers run what stands in it", had)
	}
	if set := params["charset"]; set != "" && !strings.EqualFold(set, "utf-8") && (marked || kinds[ending] != nil) {
		return fmt.Sprintf("Content-Type is %q, so that browsers read other letters in it", had)
	}
	return ""
}

// lasting is the header by which a browser keeps for more than a day what may be replaced at any hour; "" for none.
func lasting(is http.Header) string {
	const header = "Cache-Control"
	had := fold(strings.Join(is.Values(header), ", "))
	for directive := range strings.SplitSeq(had, ",") {
		directive = strings.TrimSpace(directive)
		if age, ok := strings.CutPrefix(directive, "max-age="); ok {
			if seconds, err := strconv.Atoi(strings.Trim(age, `"`)); err == nil && seconds <= 24*60*60 {
				return "" // also whatever Expires says
			}
			return header + ": " + had
		}
		if directive == "immutable" {
			return header + ": " + had
		}
	}
	until, err := http.ParseTime(is.Get("Expires"))
	if now, wrong := http.ParseTime(is.Get("Date")); err == nil && wrong == nil && until.Sub(now) > 24*time.Hour {
		return "Expires: " + is.Get("Expires")
	}
	return ""
}

// fold passes over spaces, which hosts write as they like.
func fold(value string) string { return strings.ToLower(strings.Join(strings.Fields(value), " ")) }

func (c *Comparison) note(name, fault string) {
	if c.headers == nil {
		c.headers = map[string]*sent{}
	}
	if c.headers[fault] == nil {
		c.headers[fault] = &sent{first: name}
	}
	c.headers[fault].files++
}
