package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator/diag"
	"rapport/generator/published"
	"rapport/generator/seal"
)

func newUnseal(c *common) *cobra.Command {
	var out, name, key string
	cmd := &cobra.Command{
		Use:   "unseal CLIENT|FOLDER|URL --out DIR",
		Short: "Open a whole sealed portal, to keep",
		Long: `Unseal writes a sealed portal in the clear into a folder, for a person with a key. The portal is that of
a client in this workspace's public/, or in a folder or at an address, in which its sw.js stands.

The key is a file of age (--key), or the one that the person's name and passphrase open (--name); the passphrase is
asked for, or read from standard input.`,
		Example: `  rapport unseal korenaar --name ada-k3v9x2m7qp --out korenaar-open
  rapport unseal https://portals.example/korenaar/ --key ~/key.txt --out korenaar-open`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) != 1:
				return usagef("unseal takes one client, folder or address")
			case out == "":
				return usagef("unseal has to know where to write; add --out DIR")
			case (name == "") == (key == ""):
				return usagef("unseal needs one key; add --name NAME, as it stands in the invitation, or --key FILE")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			site, err := c.portal(args[0])
			if err != nil {
				return err
			}
			defer site.Close()
			var file []byte
			if key != "" {
				if file, err = readKey(key); err != nil {
					return usagef("--key: %w", err)
				}
			} else if file, err = seal.WrappedKey(cmd.Context(), site.Fetch, name); err != nil {
				return diag.UsageError{Err: err}
			}
			secret, err := c.unwrap(cmd.Context(), file)
			if err != nil {
				return err
			}
			n, err := seal.Unseal(cmd.Context(), site.Fetch, secret, out)
			if err != nil {
				return err
			}
			if !c.quiet {
				fmt.Fprintf(c.env.stderr, "%s opened into %s, where everybody who can read the folder can read them\n", count(n, "file"), out)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "the folder to write, new or empty")
	cmd.Flags().StringVar(&name, "name", "", "the name in the invitation, such as ada-k3v9x2m7qp")
	cmd.Flags().StringVar(&key, "key", "", "a file with a secret key of age, wrapped in a passphrase or not")
	return cmd
}

// readKey reads a file that holds a key, and no more than one could have.
func readKey(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, 1<<20))
}

// portal finds a sealed portal: at an address, in a folder, or in public/.
func (c *common) portal(what string) (*published.Site, error) {
	if strings.Contains(what, "://") {
		return c.site(what)
	}
	folder := what
	if info, err := os.Stat(filepath.Join(what, "_seal")); err != nil || !info.IsDir() {
		portals, err := c.sealed(what)
		if err != nil {
			return nil, err
		}
		folder = filepath.Join(c.dir, "public", portals[0].Address)
	}
	site, err := published.OpenFolder(folder)
	if err != nil {
		return nil, usagef("%w; build first, or name the portal's folder or its address", err)
	}
	return site, nil
}

// webAddress is the address that an argument is; nil where it is a file's name.
func webAddress(what string) (*url.URL, error) {
	if !strings.Contains(what, "://") {
		return nil, nil
	}
	base, err := url.Parse(what)
	if err != nil || base.Scheme != "https" && base.Scheme != "http" || base.Host == "" || base.User != nil {
		return nil, usagef("not an address of the web; write it as https://portals.example/")
	}
	return base, nil
}

// http is a client that stays with the host that it was sent to.
func (c *common) http() *http.Client {
	dial := c.env.dial
	if dial == nil {
		dial = new(net.Dialer).DialContext
	}
	return &http.Client{
		Timeout:   10 * time.Minute,
		Transport: &http.Transport{DialContext: dial, ResponseHeaderTimeout: time.Minute, ForceAttemptHTTP2: true},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 || r.URL.Host != via[0].URL.Host || via[0].URL.Scheme == "https" && r.URL.Scheme != "https" {
				return fmt.Errorf("the host leads elsewhere")
			}
			return nil
		},
	}
}
