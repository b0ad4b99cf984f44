package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/headers"
)

func newHeaders(c *common) *cobra.Command {
	var names []string
	var long strings.Builder
	for _, h := range headers.Hosts() {
		names = append(names, h.Name)
		fmt.Fprintf(&long, "\n  %-12s %s", h.Name, h.File)
	}
	return &cobra.Command{
		Use:   "headers " + strings.Join(names, "|"),
		Short: "Write what makes a host send the headers that pages should have",
		Long: `Headers writes the part of a host's configuration that makes it send what _headers asks for: a Content-Security-Policy
under which nothing runs but the portals' own scripts, and the headers that keep pages out of search engines, frames and
guesses at what a file is. Where the address of the form (feedback_to) changes, or a portal is sealed, write it again. Where a host sends none, as GitHub Pages, and on a disk, the pages themselves carry what a
page can: the policy and what links tell, in <meta> elements that stand before all that loads.
` + long.String(),
		Example: `  rapport headers nginx > /etc/nginx/snippets/portals.conf
  rapport headers caddy`,
		ValidArgs: names,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name the host: %s", strings.Join(names, ", "))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, h := range headers.Hosts() {
				if h.Name != args[0] {
					continue
				}
				w, _, err := c.workspace()
				if err != nil {
					return err
				}
				policy, result, err := generator.Policy(w)
				if err == nil && result.Errors() > 0 {
					err = c.broken(result)
				}
				if err != nil {
					return err
				}
				if !c.quiet {
					fmt.Fprintf(c.env.stderr, "%s: %s\n", h.Name, h.File)
				}
				_, err = fmt.Fprint(c.env.stdout, h.Write(policy))
				return err
			}
			return usagef("there is no host %q here%s", args[0], diag.DidYouMean(args[0], names))
		},
	}
}
