package main

import (
	"io"

	"github.com/spf13/cobra"

	"rapport/generator/lsp"
	"rapport/generator/press"
)

func newLSP(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Speak with an editor: what check finds while it is written, and what can be written",
		Long: `Lsp is a language server: it speaks the Language Server Protocol over standard input and output, and an
editor starts it. While a file is written, the editor shows what check would find, offers keys, values, people,
ids and days, says what a field means, and renames an id in all files. It writes no file itself.

docs/how-to/editors.md says how editors are told of it. The workspace is that of the folder which the editor has open, or
of the file.`,
		Example: `  rapport lsp`,
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			if c.asOf == "" && c.env.getenv("SOURCE_DATE_EPOCH") == "" {
				asOf = press.AsOf{} // the minute at hand, for as long as the session lasts
			}
			log := io.Discard
			if c.verbose {
				log = c.env.stderr
			}
			return lsp.Serve(cmd.Context(), c.env.stdin, c.env.stdout, lsp.Options{
				Dir: c.dir, Content: c.content, Theme: c.theme, Drafts: c.drafts, BaseURL: c.baseURL, AsOf: asOf, Jobs: c.jobs,
				Now: c.env.now, Every: c.env.every, Random: c.env.random, Version: version(), Log: log,
			})
		},
	}
	c.rendering(cmd, "theme", "as-of", "base-url", "drafts", "jobs")
	cmd.Flags().Bool("stdio", true, "speak over standard input and output, which is the only way; editors may say so")
	return cmd
}
