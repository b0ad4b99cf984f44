package main

import (
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator/diag"
	"rapport/generator/reference"
)

func newSchema(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [KIND]",
		Short: "Print the JSON Schema of a kind of file, for editors",
		Long: `Schema prints the JSON Schema (draft 2020-12) of the front matter of a kind of file, so that an editor
completes and checks it while you write. Without a kind it prints one that holds them all, under $defs.

Kinds: ` + strings.Join(reference.SchemaKinds(), ", ") + `.`,
		Example: `  rapport schema engagement > engagement.schema.json
  rapport schema entry`,
		ValidArgs: reference.SchemaKinds(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("schema takes one kind, not %d", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			kind := strings.Join(args, "")
			schema, ok := reference.Schema(kind)
			if !ok {
				mend := diag.DidYouMean(kind, reference.SchemaKinds()).Or("; write one of " + strings.Join(reference.SchemaKinds(), ", "))
				return usagef("there is no kind of file %q%s", kind, mend)
			}
			_, err := c.env.stdout.Write(schema)
			return err
		},
	}
}
