package published

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"path"
	"slices"
	"strings"

	"rapport/generator/headers"
)

// silent are files at the top of an output that hosts read and need not serve.
var silent = []string{"_headers", "_redirects", "_routes.json", ".nojekyll", "CNAME", "netlify.toml", "vercel.json", "staticwebapp.config.json"}

// isSilent reports whether a file tells a host what to do, so that it may show it to nobody. Those of Apache and of
// IIS stand in any folder.
func isSilent(name string) bool {
	base := path.Base(name)
	return slices.Contains(silent, name) || strings.HasPrefix(base, ".ht") || base == ".user.ini" || base == "web.config"
}

// A Comparison gathers what is found on a site.
type Comparison struct {
	Site    *Site
	Rules   []headers.Rule // that the host was asked to follow
	Lenient bool           // the host can send no headers of its own, so that none is missed
	Faults  []string       // a line each, which begins with a file's path where it is of one
	Files   int            // that were compared

	// Instead says what a file is that is not what was built, "" where that is not known. It may be nil.
	Instead func(name string, file io.Reader) (string, error)

	headers map[string]*sent
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

// compare compares a file at each address under which readers find it.
func (c *Comparison) compare(ctx context.Context, name, sum string) (fault string, err error) {
	for i, address := range c.Site.addresses(name) {
		fault, err = c.compareAt(ctx, name, address, sum)
		if fault != "" && i > 0 {
			fault += ", where it is asked for by its whole name"
		}
		if fault != "" || err != nil {
			break
		}
	}
	return fault, err
}

func (c *Comparison) compareAt(ctx context.Context, name, address, sum string) (fault string, err error) {
	a, err := c.Site.get(ctx, address)
	switch {
	case (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)) && c.Site.Base != nil && isSilent(name):
		return "", nil
	case errors.Is(err, fs.ErrNotExist):
		return "not published", nil
	case isGone(err):
		return "", err
	case err != nil:
		return err.Error(), ctx.Err()
	}
	defer a.body.Close()
	is, err := sumFrom(a.body)
	if err != nil {
		return err.Error(), ctx.Err()
	}
	if a.header != nil && !isSilent(name) {
		c.look(name, a.header)
	}
	if is == sum {
		return "", nil
	}
	return c.instead(ctx, name, address)
}

// isGone tells whether nobody answers at all, of which one line is enough.
func isGone(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// instead says what stands in the place of a file.
func (c *Comparison) instead(ctx context.Context, name, address string) (string, error) {
	if c.Instead != nil {
		again, err := c.Site.get(ctx, address)
		if err != nil {
			return err.Error(), ctx.Err()
		}
		defer again.body.Close()
		if what, err := c.Instead(name, again.body); err != nil || what != "" {
			return what, err
		}
	}
	return "not what was built", nil
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
	lines := slices.Concat(c.Site.Faults, c.Faults, of)
	if base := c.Site.Base; base != nil && base.Scheme == "http" && !isHere(base.Hostname()) {
		lines = append(lines, base.String()+": anybody on the way can read and change what is sent without https")
	}
	return lines
}

func isHere(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }
