package main

import (
	"os"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"rapport/generator/press"
)

// newManual is for who packs a release (packaging/prepare), and stands in no list of commands.
func newManual(c *common) *cobra.Command {
	return &cobra.Command{
		Use:    "manual DIR",
		Short:  "Write manual pages, one a command",
		Hidden: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("manual takes one folder, into which it writes a page a command")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			at, err := c.manualDate()
			if err != nil {
				return err
			}
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return err
			}
			return writeManual(cmd.Root(), at, args[0])
		},
	}
}

// manualDate is the date of manual pages: that of the commit, where who packs tells it, so that they are the same tomorrow.
func (c *common) manualDate() (time.Time, error) {
	epoch := c.env.getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		return c.env.now().UTC(), nil
	}
	at, err := press.ParseEpoch(epoch)
	if err != nil {
		return time.Time{}, usagef("SOURCE_DATE_EPOCH: %w", err)
	}
	return at.In(time.UTC), nil
}

func writeManual(root *cobra.Command, at time.Time, dir string) error {
	root.DisableAutoGenTag = true // it has a date of its own, of the clock
	return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Date: &at, Manual: "Rapport"}, dir)
}
