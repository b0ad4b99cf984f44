package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/seal"
)

func newVerify(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "verify FOLDER|URL",
		Short: "Check that sealed portals are published as they were built",
		Long: `Verify compares what is published of the sealed portals with what the last build in this workspace made:
the door and the worker are the same to the byte, every file is there, is sealed, opens and stands in its place, and
earlier addresses lead there. In a folder, files that no build made are found as well. It knows what was built from .rapport/, so that it has to run
where the build did: in CI, after the deploy. It speaks to the given address alone, and sends it nothing but the names
of files. The exit status is 1 where something differs.`,
		Example: `  rapport verify public
  rapport verify https://portals.example`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("verify takes one folder or address, in which the portals' folders stand")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			base, err := webAddress(args[0])
			if err != nil {
				return err
			}
			portals, err := c.sealed(c.clients...)
			if err != nil {
				return err
			}
			if len(portals) == 0 {
				return usagef("no portal of this workspace is sealed; there is nothing to verify")
			}
			vault, err := seal.OpenVault(c.dir)
			if err != nil {
				return err
			}
			defer vault.Close()
			files, faults := 0, 0
			for _, p := range portals {
				found, n, err := c.verify(cmd, vault, p, base, args[0])
				if err != nil {
					return err
				}
				for _, f := range found {
					fmt.Fprintln(c.env.stdout, f)
				}
				files, faults = files+n, faults+len(found)
			}
			if !c.quiet {
				fmt.Fprintf(c.env.stderr, "%s verified: %s, %s\n", count(len(portals), "sealed portal"), count(files, "file"), count(faults, "fault"))
			}
			if faults > 0 {
				return errContent
			}
			return nil
		},
	}
	cmd.Flags().StringArrayVar(&c.clients, "client", nil, "only this client, by id (repeatable)")
	return cmd
}

// verify verifies one portal, in a folder unless base is an address, and what leads to it from
// its earlier addresses. A fault names the file from there on.
func (c *common) verify(cmd *cobra.Command, vault *seal.Vault, p generator.Sealed, base *url.URL, dir string) ([]string, int, error) {
	var open []func()
	defer func() {
		for _, closing := range open {
			closing()
		}
	}()
	at := func(address string) (seal.Fetch, []string, error) {
		if base != nil {
			return seal.FromURL(c.http(), base.JoinPath(address)), nil, nil
		}
		folder := filepath.Join(dir, address)
		fetch, closing, err := seal.FromFolder(folder)
		if err != nil {
			return nil, nil, err
		}
		open = append(open, closing)
		all, err := allFiles(folder)
		return fetch, all, err
	}
	fetch, all, err := at(p.Address)
	if err != nil {
		return nil, 0, usagef("%w; build first, or name the folder in which the portals' folders stand", err)
	}
	found, n, err := vault.Verify(cmd.Context(), p.ID, fetch, all)
	if err != nil {
		return nil, 0, err
	}
	for i := range found {
		found[i] = p.Address + "/" + found[i]
	}
	earlier, more, err := vault.VerifyEarlier(cmd.Context(), p.ID, func(address string) (seal.Fetch, []string) {
		fetch, all, err := at(address)
		if err != nil {
			return func(context.Context, string) (io.ReadCloser, error) { return nil, err }, nil
		}
		return fetch, all
	})
	return append(found, earlier...), n + more, err
}

// allFiles lists the files in a folder.
func allFiles(folder string) (all []string, err error) {
	err = fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, name)
		}
		return err
	})
	return all, err
}
