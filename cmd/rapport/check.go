package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"rapport/generator"
)

func newCheck(c *common) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find what is wrong with the content, and write nothing",
		Long: `Check reads and renders everything that build would, writes nothing, and shows every problem at its
file, line and column, with how to mend it. The exit status is 1 where there is an error.`,
		Example: `  rapport check
  rapport check --client korenaar --format json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := c.options()
			if err != nil {
				return err
			}
			show, err := c.printer(format)
			if err != nil {
				return err
			}
			result, err := generator.Check(cmd.Context(), o)
			if result != nil {
				show(result)
			}
			if err != nil {
				return err
			}
			if !c.quiet && format == "text" {
				fmt.Fprintf(c.env.stderr, "%s checked: %s, %s\n", count(result.Portals+len(result.Failed), "client"), count(result.Errors(), "error"), count(result.Warnings(), "warning"))
			}
			if result.Errors() > 0 {
				return errContent
			}
			return nil
		},
	}
	c.rendering(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "text", "how problems are printed: text or json")
	return cmd
}
