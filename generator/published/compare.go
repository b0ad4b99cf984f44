package published

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"rapport/generator/headers"
)

// Silent are files that hosts read and need not serve.
var silent = []string{"_headers", "_redirects", ".nojekyll"}

// A Comparison gathers what is found on a site.
type Comparison struct {
	Site   *Site
	Rules  []headers.Rule // that the host was asked to follow
	Faults []string       // a line each, which begins with a file's path where it is of one
	Files  int            // that were compared

	// Instead says what a file is that is not what was built, "" where that is not known. It may be nil.
	Instead func(name string, file io.Reader) (string, error)

	headers map[string]*sent
}

// sent is what is wrong with a header, and with which files.
type sent struct {
	files int
	first string
}

// Compare compares the files of a record.
func (c *Comparison) Compare(ctx context.Context, r Record) error {
	for _, name := range r.Names() {
		if err := ctx.Err(); err != nil {
			return err
		}
		c.Files++
		fault, err := c.compare(ctx, name, r[name])
		if err != nil {
			return err
		}
		if fault != "" {
			c.Faults = append(c.Faults, name+": "+fault)
		}
	}
	return nil
}

func (c *Comparison) compare(ctx context.Context, name, sum string) (fault string, err error) {
	a, err := c.Site.get(ctx, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && c.Site.Base != nil && slices.Contains(silent, name):
		return "", nil
	case errors.Is(err, fs.ErrNotExist):
		return "not published", nil
	case err != nil:
		return err.Error(), ctx.Err()
	}
	defer a.body.Close()
	is, err := sumFrom(a.body)
	if err != nil {
		return err.Error(), ctx.Err()
	}
	if a.header != nil && !slices.Contains(silent, name) {
		c.look(name, a.header)
	}
	if is == sum {
		return "", nil
	}
	return c.instead(ctx, name)
}

// instead says what stands in the place of a file.
func (c *Comparison) instead(ctx context.Context, name string) (string, error) {
	if c.Instead != nil {
		again, err := c.Site.Fetch(ctx, name)
		if err != nil {
			return err.Error(), ctx.Err()
		}
		defer again.Close()
		if what, err := c.Instead(name, again); err != nil || what != "" {
			return what, err
		}
	}
	return "not what was built", nil
}

// telling are headers that hosts add by themselves, and what they do.
var telling = map[string]string{
	"Access-Control-Allow-Origin":         "lets pages of other hosts read this",
	"Set-Cookie":                          "gives each reader a mark by which the host knows them again",
	"Refresh":                             "leads readers elsewhere",
	"Link":                                "has browsers load something else with the page",
	"Service-Worker-Allowed":              "lets a worker of one portal serve the others",
	"Report-To":                           "has browsers tell somebody else what was read",
	"Nel":                                 "has browsers tell somebody else what was read",
	"Reporting-Endpoints":                 "has browsers tell somebody else what was read",
	"Content-Security-Policy-Report-Only": "has browsers tell somebody else what was read",
}

// kinds are the types without which browsers, told not to guess, use no file.
var kinds = map[string]string{".html": "text/html", ".css": "text/css", ".js": "text/javascript"}

// look compares the headers that came with a file with those that were asked for.
func (c *Comparison) look(name string, is http.Header) {
	path := "/" + name
	for _, h := range headers.Of(c.Rules, path) {
		switch had := strings.Join(is.Values(h.Name), ", "); {
		case had == "":
			c.note(name, h.Name+" is not sent")
		case fold(had) != fold(h.Value):
			c.note(name, fmt.Sprintf("%s is %q, and not %q", h.Name, had, h.Value))
		}
	}
	for header, does := range telling {
		if had := is.Get(header); had != "" {
			c.note(name, fmt.Sprintf("%s: %s was added, which %s", header, had, does))
		}
	}
	for ending, kind := range kinds {
		had, _, _ := strings.Cut(is.Get("Content-Type"), ";")
		if strings.HasSuffix(name, ending) && had != kind && !(ending == ".js" && had == "application/javascript") {
			c.note(name, fmt.Sprintf("Content-Type is %q, and not %q", had, kind))
		}
	}
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

// Missing compares what the host answers where nothing is published with the page of missing
// addresses, whose SHA-256 is given.
func (c *Comparison) Missing(ctx context.Context, client *http.Client, sum string) error {
	if c.Site.Base == nil {
		return nil
	}
	const nowhere = "rapport-verify-asks-for-what-is-not-there"
	a, err := c.Site.ask(ctx, client, c.Site.Base.JoinPath(nowhere))
	if err != nil {
		return err
	}
	defer a.body.Close()
	is, err := sumFrom(a.body)
	switch {
	case err != nil:
		return err
	case a.status != http.StatusNotFound:
		c.Faults = append(c.Faults, fmt.Sprintf("404.html: for an address at which nothing stands the host answers %d, and not 404", a.status))
	case is != sum:
		c.Faults = append(c.Faults, "404.html: for an address at which nothing stands the host shows a page of its own; have it show this one")
	}
	return nil
}

// Strangers tells of each file of the site that no record has and own is not true for.
func (c *Comparison) Strangers(own func(name string) bool) {
	for _, name := range c.Site.Files {
		if !own(name) {
			c.Faults = append(c.Faults, name+": "+Stranger)
		}
	}
}

// Stranger is what is said of a file that no build made.
const Stranger = "no build made this file; whoever put it there can read and change what is published"

// Lines are all that was found: of files first, then what is wrong with headers, each once.
func (c *Comparison) Lines() []string {
	var of []string
	for fault, s := range c.headers {
		if s.files == 1 {
			of = append(of, s.first+": "+fault)
		} else {
			of = append(of, fmt.Sprintf("%s and %d more: %s", s.first, s.files-1, fault))
		}
	}
	slices.Sort(of)
	lines := append(slices.Clone(c.Faults), of...)
	if base := c.Site.Base; base != nil && base.Scheme == "http" && !isHere(base.Hostname()) {
		lines = append(lines, base.String()+": anybody on the way can read and change what is sent without https")
	}
	return lines
}

func isHere(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
