package published

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"

	"rapport/generator/output"
)

// Elsewhere compares what the host answers where nothing is published: at an address that there is not, in
// a folder without a page of its own, and where a whole workspace would have its sources. All is what was
// published.
func (c *Comparison) Elsewhere(ctx context.Context, client *http.Client, all Record) error {
	base, page := c.Site.Base, all["404.html"]
	if base == nil || page == "" {
		return nil
	}
	status, sum, err := c.answerAt(ctx, client, base.JoinPath("rapport-verify-asks-for-what-is-not-there"))
	switch {
	case err != nil:
		return err
	case status != http.StatusNotFound:
		c.Faults = append(c.Faults, fmt.Sprintf("404.html: for an address at which nothing stands the host answers %d, and not 404", status))
		return nil // so it does for what follows
	case sum != page:
		c.Faults = append(c.Faults, "404.html: for an address at which nothing stands the host shows a page of its own; have it show this one")
	}
	if folder := all.listable(); folder != "" {
		if status, _, err = c.answerAt(ctx, client, base.JoinPath(folder, "/")); err != nil {
			return err
		}
		if status == http.StatusOK {
			c.Faults = append(c.Faults, folder+"/: the host lists what stands in a folder; have it show none of that")
		}
	}
	for _, name := range sources {
		for _, at := range []*url.URL{base.JoinPath(name), base.JoinPath("..", name)} {
			if status, _, err = c.answerAt(ctx, client, at); err != nil {
				return err
			}
			if status == http.StatusOK {
				c.Faults = append(c.Faults, at.String()+": the workspace itself is published; publish the folder that build writes, and nothing around it")
				return nil
			}
		}
	}
	return nil
}

// sources are files of a workspace, of which a host should know nothing.
var sources = []string{".git/HEAD", "content/provider.md", output.Kept + "/published/" + Root}

// answerAt is what the host answers at an address: its status, and the SHA-256 of what it shows.
func (c *Comparison) answerAt(ctx context.Context, client *http.Client, at *url.URL) (status int, sum string, err error) {
	a, err := c.Site.ask(ctx, client, at)
	if err != nil {
		return 0, "", err
	}
	defer a.body.Close()
	sum, err = sumFrom(a.body)
	return a.status, sum, err
}

// listable is the first folder that has files and no page of its own; "" for none.
func (r Record) listable() string {
	for _, name := range r.Names() {
		if folder := path.Dir(name); folder != "." && r[folder+"/index.html"] == "" {
			return folder
		}
	}
	return ""
}
