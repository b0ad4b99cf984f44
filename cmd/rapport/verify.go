package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/published"
)

func newVerify(c *common) *cobra.Command {
	var lenient bool
	var wait time.Duration
	cmd := &cobra.Command{
		Use:   "verify FOLDER|ZIP|URL",
		Short: "Check that all is published as it was built",
		Long: `Verify compares what is published with what the last build in this workspace made: every page, picture and file of the
portals and beside them is there and the same to the byte, and what is sealed is sealed, opens and stands in its place. At
an address it compares the headers that the host sends with those that it was asked for (Content-Security-Policy and
the others of _headers), tells what a host added that weakens a page or tells others of its readers, and looks at what
the host shows where nothing stands. In a folder or a zip, files that no build made are found as well.

It knows what was built from .rapport/published, so that it has to run where the build did, or with that folder of it: in
CI after each deploy, and every day with what was kept of the last one. rapport init writes recipes that do. Where
that folder is lost, the same version makes it anew for open portals from the same commit, as of the same
day: rapport build --as-of DAY --out ELSEWHERE. What is sealed is sealed otherwise each time. It speaks to the given
address alone, and sends it nothing but the names of files. The exit status is 1 where something differs.

A host that has just been given something may show what it had for a while: --wait 10m asks again until all is as it was
built, or the time is over. GitHub Pages and GitLab Pages can send no headers of your own; with --no-headers
none of those is missed. What a host adds is told all the same.`,
		Example: `  rapport verify public
  rapport verify https://portals.example
  rapport verify https://portals.example --client korenaar
  rapport verify https://studio.github.io/portals/ --no-headers --wait 10m`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("verify takes one folder, zip or address, in which the portals' folders stand")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := c.site(args[0])
			if err != nil {
				return err
			}
			defer site.Close()
			w, _, err := c.workspace()
			if err != nil {
				return err
			}
			found, err := c.verified(cmd.Context(), wait, generator.VerifyOptions{Dir: w.Dir, Clients: c.clients, Site: site, HTTP: c.http(), Lenient: lenient})
			if err != nil {
				return err
			}
			for _, f := range found.Faults {
				fmt.Fprintln(c.env.stdout, f)
			}
			if !c.quiet {
				fmt.Fprintf(c.env.stderr, "%s verified: %s, %s\n", count(found.Portals, "portal"), count(found.Files, "file"), count(len(found.Faults), "fault"))
			}
			if len(found.Faults) > 0 {
				return errContent
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&c.clients, "client", nil, "only this client, by id (repeatable)")
	cmd.Flags().BoolVar(&lenient, "no-headers", false, "of a host that can send no headers of your own: miss none")
	cmd.Flags().DurationVar(&wait, "wait", 0, "ask again until all is as it was built, for so long at most")
	return cmd
}

// verified is what is found at last, once nothing is or the time is over.
func (c *common) verified(ctx context.Context, wait time.Duration, o generator.VerifyOptions) (*generator.Verified, error) {
	for until := c.env.now().Add(wait); ; {
		found, err := generator.Verify(ctx, o)
		if err != nil || len(found.Faults) == 0 || !c.env.now().Before(until) {
			return found, err
		}
		select {
		case <-ctx.Done():
			return found, ctx.Err()
		case <-time.After(min(wait/100, 10*time.Second)):
		}
	}
}

// site opens what is published at an address, or in a folder or a zip.
func (c *common) site(what string) (*published.Site, error) {
	base, err := webAddress(what)
	if err != nil || base != nil {
		if err == nil {
			return published.OpenURL(c.http(), base), nil
		}
		return nil, err
	}
	open := published.OpenFolder
	if info, err := os.Stat(what); err == nil && !info.IsDir() {
		open = published.OpenZip
	}
	site, err := open(what)
	if err != nil {
		return nil, usagef("%w; build first, or name the folder in which the portals' folders stand", err)
	}
	return site, nil
}
