package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/export"
)

func newExport(c *common) *cobra.Command {
	var to string
	cmd := &cobra.Command{
		Use:   "export CLIENT",
		Short: "Put one client's portal, content and facts into a zip to keep",
		Long: `Export writes a zip for a client to keep: the portal in the clear, which opens from the disk without a
network; the content that it was made from, without what is internal, drafts and comments; the facts as JSON
and as tables; and a README in the client's language. Of an export of another program under data/ it holds only the rows that its
where takes and the columns that are read. A workbook, and a table that nothing is made from, is left out, and named. The same
content at the same --as-of gives the same bytes.`,
		Example: `  rapport export korenaar
  rapport export korenaar --to korenaar-2026.zip --as-of 2026-12-31`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("export takes one client, by id: rapport export korenaar")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			show, err := c.printer("text")
			if err != nil {
				return err
			}
			written := ""
			var left []string
			result, err := generator.WithPortal(cmd.Context(), w, args[0], asOf, func(p *generator.Portal) error {
				in := export.Input{Provider: p.Provider, Facts: p.Facts, AsOf: p.AsOf, Say: p.Say, Portal: p.Files}
				if left, err = in.LeftOut(); err != nil {
					return err
				}
				written = cmp.Or(to, fmt.Sprintf("%s-%s.zip", args[0], p.AsOf.Format("2006-01-02")))
				return c.whole(written, func(w io.Writer) error { return export.Zip(w, in) })
			})
			if err := tell(show, result, err); err != nil {
				return err
			}
			if result.Errors() > 0 {
				return errContent
			}
			if !c.quiet {
				for _, name := range left {
					fmt.Fprintf(c.env.stderr, "left out: %s, since %s\n", name, whyLeft(name))
				}
				fmt.Fprintln(c.env.stdout, written)
			}
			return nil
		},
	}
	c.rendering(cmd, "theme", "as-of")
	cmd.Flags().StringVar(&to, "to", "", "the file to write, in the workspace or elsewhere; default: CLIENT-DAY.zip")
	return cmd
}

// whyLeft says why a file under data/ is not taken along.
func whyLeft(name string) string {
	if path.Ext(name) == ".csv" {
		return "the portal shows nothing of it"
	}
	return "it may hold more than the portal shows; save as CSV what the client is to have"
}

// whole writes a file that is there whole, or as it was before.
func (c *common) whole(name string, write func(io.Writer) error) error {
	if !filepath.IsAbs(name) {
		name = filepath.Join(c.dir, name)
	}
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	base := filepath.Base(name)
	staged := "." + base + "~"
	file, err := root.OpenFile(staged, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	err = errors.Join(write(file), file.Close())
	if err == nil {
		err = root.Rename(staged, base)
	}
	if err != nil {
		return errors.Join(err, root.Remove(staged))
	}
	return nil
}
