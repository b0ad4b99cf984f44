package main

import (
	"fmt"
	"net"

	"github.com/spf13/cobra"

	"rapport/generator/preview"
)

func newDocs(c *common) *cobra.Command {
	var addr string
	var noOpen bool
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Show the documents in a browser, without a network",
		Long: `Docs opens the documents that come with this program in a browser: a tutorial, how-to pages, explanations and the
reference, with a search over all of them. It asks no network, and needs no workspace. rapport serve has them too,
under "documents" on the desk.`,
		Example: `  rapport docs
  rapport docs --no-open --addr 127.0.0.1:3000`,
		Args: noArgs,
		// The documents are the same in every folder.
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd, c.env) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			listener, err := listen(addr)
			if err != nil {
				return err
			}
			url := address(listener.Addr())
			fmt.Fprintf(c.env.stdout, "the documents are at %s; stop with Ctrl-C\n", url)
			if !noOpen {
				if err := openBrowser(url); err != nil {
					fmt.Fprintf(c.env.stderr, "cannot open a browser: %v; open %s yourself\n", err, url)
				}
			}
			host, _, _ := net.SplitHostPort(addr)
			return preview.ServeDocs(cmd.Context(), listener, host)
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:8090", "where to listen; the next free port serves if this one is taken")
	cmd.Flags().BoolVar(&noOpen, "no-open", false, "print the address alone, and open no browser")
	return cmd
}
