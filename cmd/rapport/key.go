package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/seal"
)

func newKey(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Say who may read a sealed portal",
		Long: `Key makes, removes and lists the keys to portals with "access: sealed". Who may read is who has a file
keys/PERSON.pub in the client's folder; content/keys/provider.pub is the provider's own key, to every sealed
portal. The files beside them with .age hold the persons' secret keys, each under a passphrase; both are to be
committed. What these commands change is in force from the next build and deploy on.`,
		Example: `  rapport key add --provider
  rapport key add korenaar ada
  rapport key link korenaar ada --base-url https://portals.example
  rapport key remove korenaar ada`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command key %s%s", args[0], diag.DidYouMean(args[0], []string{"add", "remove", "rotate", "list", "link"}))
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(newKeyAdd(c), newKeyRemove(c), newKeyRotate(c), newKeyList(c), newKeyLink(c))
	return cmd
}

func newKeyAdd(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "add CLIENT PERSON [age1…]",
		Short: "Let a person read a client's portal",
		Long: `Add makes a key for a person, and a passphrase of seven words, which is shown once and kept nowhere. Tell
it by telephone or on paper, apart from the link. A person who has a key of age gives you its public half,
age1…, instead; then there is no passphrase, and the secret key opens the portal.`,
		Example: `  rapport key add korenaar ada
  rapport key add korenaar bo age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p
  rapport key add --provider`,
		Args: k.args(true),
		RunE: func(_ *cobra.Command, args []string) error {
			return k.make(args, false)
		},
	}
	k.flags(cmd)
	return cmd
}

func newKeyRotate(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "rotate CLIENT [PERSON [age1…]]",
		Short: "Give a person, or a whole portal, a new key",
		Long: `Rotate gives a person a new key and passphrase; the old ones open nothing that is built from then on.
Without a person, only the portal's own key and the names of its files become new: the people notice nothing.`,
		Example: `  rapport key rotate korenaar ada
  rapport key rotate korenaar`,
		Args: k.args(false),
		RunE: func(_ *cobra.Command, args []string) error {
			if !k.provider && len(args) == 1 {
				return k.newEpoch(args[0])
			}
			return k.make(args, true)
		},
	}
	k.flags(cmd)
	return cmd
}

func newKeyRemove(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "remove CLIENT PERSON",
		Short: "Shut a person out from the next build on",
		Long: `Remove takes a person's key away. The next build makes a new key for the portal and new names for its
files; the people who stay notice nothing. What the person has read or kept, nothing calls back.`,
		Example: "  rapport key remove korenaar ada",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 2 {
				return usagef("key remove takes a client and a person, or --provider")
			}
			return k.args(true)(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error { return k.remove(args) },
	}
	cmd.Flags().BoolVar(&k.provider, "provider", false, "the provider's own key")
	return cmd
}

func newKeyList(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "list [CLIENT]",
		Short: "List who may read which sealed portal",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("key list takes one client, or none for all")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			portals, err := c.sealed(args...)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(c.env.stdout, 0, 0, 2, ' ', 0)
			for _, p := range portals {
				for _, r := range p.Readers.People {
					name := "a key of their own"
					if r.Wrapped != nil {
						name = r.Login()
					}
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.ID, r.Name, name, r.Recipient)
				}
			}
			return w.Flush()
		},
	}
}

func newKeyLink(c *common) *cobra.Command {
	var withKey bool
	cmd := &cobra.Command{
		Use:   "link CLIENT PERSON",
		Short: "Print an invitation: the portal's address, with the person's name filled in",
		Long: `Link prints an address that opens the door of a portal with the person's name filled in; the passphrase
goes another way. With --with-key it asks for the passphrase and puts the person's secret key itself into the link:
then whoever gets hold of the link can read the portal.`,
		Example: `  rapport key link korenaar ada --base-url https://portals.example`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("key link takes a client and a person")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			base, err := url.Parse(c.baseURL)
			if err != nil || base.Host == "" {
				return usagef("key link has to know where the portals are published; add --base-url https://…")
			}
			portals, err := c.sealed(args[0])
			if err != nil {
				return err
			}
			reader, ok := portals[0].Readers.Find(args[1])
			if !ok {
				return unknownPerson(portals[0], args[1])
			}
			login := reader.Name
			if reader.Wrapped != nil {
				login = reader.Login()
			}
			link := base.JoinPath(portals[0].Address, "/").String() + "#~in=" + login
			if withKey {
				if reader.Wrapped == nil {
					return usagef("%s keeps the secret key; there is none here to put into a link", args[1])
				}
				secret, err := seal.Unwrap(reader.Wrapped, c.askPassphrase)
				if errors.Is(err, seal.ErrPassphrase) {
					return diag.UsageError{Err: err}
				}
				if err != nil {
					return err
				}
				link += "&key=" + secret
				fmt.Fprintln(c.env.stderr, "rapport: whoever has this link can read the portal, until the person gets a new key; send it as you would send the key itself")
			}
			_, err = fmt.Fprintln(c.env.stdout, link)
			return err
		},
	}
	cmd.Flags().StringVar(&c.baseURL, "base-url", "", "where the output is published")
	cmd.Flags().BoolVar(&withKey, "with-key", false, "put the secret key into the link, for somebody who can't be told a passphrase")
	return cmd
}

// keyWork is what the commands that change keys have in common.
type keyWork struct {
	*common
	provider bool
	print    bool
}

func (k *keyWork) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&k.provider, "provider", false, "the provider's own key, to every sealed portal")
	cmd.Flags().BoolVar(&k.print, "print", false, "print the passphrase though standard output is not a terminal")
}

// args checks how many there are: a client and a person, unless the key is the
// provider's, and a public key.
func (k *keyWork) args(person bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		least, most := 1, 3
		if person {
			least = 2
		}
		if k.provider {
			least, most = 0, 1
		}
		if len(args) < least || len(args) > most {
			return usagef("key %s takes a client and a person, or --provider", cmd.Name())
		}
		return nil
	}
}

// A place is where a person's key stands.
type place struct {
	folder string // of the keys, a slash path in the workspace
	person string
	known  bool     // there is a key
	rest   []string // arguments that are left
}

// place finds where the key of a command's arguments stands.
func (k *keyWork) place(args []string) (place, error) {
	content := filepath.ToSlash(k.content)
	if k.provider {
		return k.locate(place{folder: path.Join(content, seal.KeysFolder), person: seal.Provider, rest: args}), nil
	}
	// Keys that are broken stop no command that could mend them.
	portals, result, err := k.portals(args[0])
	if err != nil {
		return place{}, err
	}
	if len(portals) == 0 {
		return place{}, k.broken(result)
	}
	person := args[1]
	if !isPerson(person) {
		return place{}, usagef("%q cannot be the name of a person's key; write it in lower-case letters, digits and hyphens", person)
	}
	if person == seal.Provider {
		return place{}, usagef("a person of a client can't be called provider; for your own key write --provider")
	}
	return k.locate(place{folder: path.Join(content, "clients", args[0], seal.KeysFolder), person: person, rest: args[2:]}), nil
}

// locate finds out whether there is a key.
func (k *keyWork) locate(p place) place {
	info, err := os.Stat(filepath.Join(k.dir, filepath.FromSlash(p.folder), p.person+".pub"))
	p.known = err == nil && info.Mode().IsRegular()
	return p
}

func isPerson(name string) bool {
	return name != "" && len(name) <= 60 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// make makes a key for a person, in the place of the one there is or not.
func (k *keyWork) make(args []string, again bool) error {
	p, err := k.place(args)
	if err != nil {
		return err
	}
	switch {
	case p.known && !again:
		return usagef("%s has a key; rapport key rotate makes a new one", p.person)
	case !p.known && again:
		return usagef("%s has no key; rapport key add makes one", p.person)
	}
	root, err := os.OpenRoot(k.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if len(p.rest) == 1 {
		recipient, err := seal.ParseRecipient(p.rest[0])
		if err != nil {
			return diag.UsageError{Err: err}
		}
		if err := k.write(root, p, seal.Reader{Name: p.person, Recipient: recipient}); err != nil {
			return err
		}
		fmt.Fprintf(k.env.stderr, "%s/%s.pub written: commit it, build and deploy; %s opens the portal with the secret key\n", p.folder, p.person, p.person)
		return nil
	}
	if _, terminal := k.env.terminal(k.env.stdout); !terminal && !k.print {
		return usagef("the passphrase would be printed into a file or a log; do this at a terminal, or add --print")
	}
	reader, passphrase, err := seal.NewReader(p.person, k.env.work)
	if err != nil {
		return err
	}
	if err := k.write(root, p, reader); err != nil {
		return err
	}
	fmt.Fprintf(k.env.stdout, "Name:        %s\nPassphrase:  %s\n", reader.Login(), passphrase)
	if k.provider && again {
		fmt.Fprintln(k.env.stderr, "Answers that were sealed to the old key open with that alone: take its file from git, and name it with rapport intake --key")
	}
	fmt.Fprintf(k.env.stderr, "The passphrase is shown this once. Tell it by telephone or on paper, apart from the link.\n%[1]s/%[2]s.pub and %[2]s.age are written: commit both, build and deploy\n", p.folder, p.person)
	return nil
}

// write writes a person's key, the public half last: until it is there, nobody is
// let in.
func (k *keyWork) write(root *os.Root, p place, r seal.Reader) error {
	if err := root.MkdirAll(p.folder, 0o755); err != nil {
		return err
	}
	name := path.Join(p.folder, p.person)
	if r.Wrapped == nil {
		if err := root.Remove(name + ".age"); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	} else if err := replaceFile(root, name+".age", r.Wrapped); err != nil {
		return err
	}
	return replaceFile(root, name+".pub", []byte(r.Recipient+"\n"))
}

// replaceFile writes a file whole or not at all.
func replaceFile(root *os.Root, name string, text []byte) error {
	draft := name + ".part"
	if err := root.WriteFile(draft, text, 0o644); err != nil {
		return err
	}
	return root.Rename(draft, name)
}

// newEpoch has the next build make a new key for a portal.
func (k *keyWork) newEpoch(client string) error {
	if _, err := k.sealed(client); err != nil {
		return err
	}
	root, err := os.OpenRoot(k.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	folder := path.Join(filepath.ToSlash(k.content), "clients", client, seal.KeysFolder)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	name := path.Join(folder, seal.EpochFile)
	if err := replaceFile(root, name, []byte(seal.NewEpoch()+"\n")); err != nil {
		return err
	}
	fmt.Fprintf(k.env.stderr, "%s written: commit it, build and deploy; the portal then has a new key\n", name)
	return nil
}

func (k *keyWork) remove(args []string) error {
	p, err := k.place(args)
	if err != nil {
		return err
	}
	if !p.known {
		if k.provider {
			return usagef("the provider has no key")
		}
		portals, _, err := k.portals(args[0])
		if err != nil {
			return err
		}
		return unknownPerson(portals[0], p.person)
	}
	root, err := os.OpenRoot(k.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	name := path.Join(p.folder, p.person)
	if err := root.Remove(name + ".pub"); err != nil {
		return err
	}
	if err := root.Remove(name + ".age"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	fmt.Fprintf(k.env.stderr, "%s is shut out from the next build and deploy on; what was read or kept nothing calls back\n", p.person)
	return nil
}

// sealed returns the sealed portals of the workspace, or that of one client, whose
// portal need not be sealed yet.
func (c *common) sealed(client ...string) ([]generator.Sealed, error) {
	portals, result, err := c.portals(client...)
	if err == nil && result.Errors() > 0 {
		err = c.broken(result)
	}
	return portals, err
}

// portals is sealed where a key may be broken; of the keys, the result tells.
func (c *common) portals(client ...string) ([]generator.Sealed, *generator.Result, error) {
	w, _, err := c.workspace()
	if err != nil {
		return nil, nil, err
	}
	w.Theme, w.Drafts, w.Clients = "default", true, client
	return generator.SealedPortals(w)
}

// broken shows what is wrong with the content.
func (c *common) broken(r *generator.Result) error {
	diag.Print(c.env.stderr, r.Problems, diag.PrintOptions{})
	return errContent
}

func unknownPerson(p generator.Sealed, person string) error {
	var names []string
	for _, r := range p.Readers.People {
		names = append(names, r.Name)
	}
	return usagef("%s has no key to the portal of %s%s", person, p.ID, diag.DidYouMean(person, names))
}

// askPassphrase asks for a passphrase, unseen at a terminal.
func (c *common) askPassphrase() (string, error) {
	fmt.Fprint(c.env.stderr, "Passphrase: ")
	if f, ok := c.env.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		text, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.env.stderr)
		return string(text), err
	}
	line, err := bufio.NewReader(c.env.stdin).ReadString('\n')
	if line == "" && err != nil {
		return "", usagef("no passphrase came; write it on standard input")
	}
	return line, nil
}
