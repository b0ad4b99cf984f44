package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/seal"
)

func newKey(c *common) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "key",
		Short: "Say who may read a sealed portal",
		Long: `Key makes, removes and lists the keys to portals with "access: sealed". Who may read is who has a file
keys/PERSON.pub in the client's folder; content/keys/provider.pub is the provider's own key, to every sealed
portal. The files beside them with .age hold the persons' secret keys, each under a passphrase. The file log.txt there gets
a line for each change. All of these are to be committed. What these commands change is in force from the next build and deploy on.

A portal's own key and the names of its files become new when somebody is shut out, with "rapport key rotate CLIENT", and by
themselves on the days of "access: {sealed: {rotate: quarterly on 1}}" in client.md.`,
		Example: `  rapport key add --provider
  rapport key add korenaar ada
  rapport key add korenaar bo --until 2027-03-31
  rapport key link korenaar ada --base-url https://portals.example
  rapport key remove korenaar ada`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command key %s%s", args[0], diag.DidYouMean(args[0], commandNames(cmd)))
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(newKeyAdd(c), newKeyUntil(c), newKeyRemove(c), newKeyRotate(c), newKeyList(c), newKeyLink(c), newKeyNote(c))
	return cmd
}

func newKeyAdd(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "add CLIENT PERSON [age1…]",
		Short: "Let a person read a client's portal",
		Long: `Add makes a key for a person, and a passphrase of seven words, which is shown once and kept nowhere. Tell
it by telephone or on paper, apart from the link; that of your own key (--provider) keep with your passwords. A person who has a key of age gives you its public half,
age1…, instead; then there is no passphrase, and the secret key opens the portal.

With --until the person is shut out by the first build after that day; see rapport key until.`,
		Example: `  rapport key add korenaar ada
  rapport key add korenaar ada --until 2027-03-31
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

func newKeyUntil(c *common) *cobra.Command {
	k := &keyWork{common: c}
	return &cobra.Command{
		Use:   "until CLIENT PERSON DAY|never",
		Short: "Set, move or drop the last day on which a person reads",
		Long: `Until says until when a person reads a client's portal. The first build after that day, by your own time zone, shuts the
person out as rapport key remove does; check tells of it for two weeks before. With never in the place of the day there is no last day.

The day stands in keys/PERSON.pub, as a line "# until: 2027-03-31" under the key, and may be written there by hand.`,
		Example: `  rapport key until korenaar ada 2027-03-31
  rapport key until korenaar ada never`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 3 {
				return usagef("key until takes a client, a person, and a day or never")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return k.limit(args) },
	}
}

func newKeyNote(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "note CLIENT",
		Short: "Write into the log what was changed without these commands",
		Long: `Note looks who may read, and writes what the log of the keys does not tell into keys/log.txt, with today as the day, and
"by hand". Look first at what rapport check finds: who was let in past the log may not be whom you meant.`,
		Example: `  rapport key note korenaar
  rapport key note --provider`,
		Args: func(_ *cobra.Command, args []string) error {
			if k.provider != (len(args) == 0) || len(args) > 1 {
				return usagef("key note takes a client, or --provider")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return k.note(args) },
	}
	cmd.Flags().BoolVar(&k.provider, "provider", false, "the log of the provider's own key")
	return cmd
}

func newKeyRotate(c *common) *cobra.Command {
	k := &keyWork{common: c}
	cmd := &cobra.Command{
		Use:   "rotate CLIENT [PERSON [age1…]]",
		Short: "Give a person, or a whole portal, a new key",
		Long: `Rotate gives a person a new key and passphrase; the old ones open nothing that is built from then on.
A last day stays as it is. Without a person, only the portal's own key and the names of its files become new: the people
notice nothing. To have that done again and again, write "access: {sealed: {rotate: quarterly on 1}}" in client.md.`,
		Example: `  rapport key rotate korenaar ada
  rapport key rotate korenaar`,
		Args: k.args(false),
		RunE: func(_ *cobra.Command, args []string) error {
			if !k.provider && len(args) == 1 {
				if k.until != "" {
					return usagef("--until is of a person; name one")
				}
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
	var history bool
	cmd := &cobra.Command{
		Use:   "list [CLIENT]",
		Short: "List who may read which sealed portal",
		Long: `List names who may read, with the name for the door, the public key, and the last day where there is one. With --history it
prints who was let in, shut out or given a new key, and when, from the logs of the keys.`,
		Example: `  rapport key list
  rapport key list korenaar --history`,
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
			if !history {
				c.listReaders(w, portals)
				return w.Flush()
			}
			if len(args) == 0 {
				own, _, err := c.ownKey()
				if err != nil {
					return err
				}
				listHistory(w, "--provider", own.Log)
			}
			for _, p := range portals {
				listHistory(w, p.ID, p.Log)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&history, "history", false, "print what the log of the keys tells")
	return cmd
}

// listReaders prints who may read.
func (c *common) listReaders(w io.Writer, portals []generator.Sealed) {
	for _, p := range portals {
		for _, r := range p.Readers.People {
			name := "a key of their own"
			if r.Wrapped != nil {
				name = r.Login()
			}
			line := []string{p.ID, r.Name, name, r.Recipient}
			switch {
			case r.Ended(c.today()):
				line = append(line, "shut out since "+(r.Until+1).String())
			case r.Until != 0:
				line = append(line, "until "+r.Until.String())
			}
			fmt.Fprintln(w, strings.Join(line, "\t"))
		}
		if !p.Rotate.IsZero() {
			fmt.Fprintf(w, "%s\tthe portal's own\ta new key %s\n", p.ID, p.Rotate)
		}
	}
}

func listHistory(w io.Writer, whose string, log []seal.Change) {
	for _, change := range log {
		day, what, _ := strings.Cut(change.String(), " ")
		fmt.Fprintf(w, "%s\t%s\t%s\n", whose, day, what)
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
		RunE: func(cmd *cobra.Command, args []string) error {
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
				secret, err := c.unwrap(cmd.Context(), reader.Wrapped)
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
	until    string // a day, never, or "" where nothing is said
}

func (k *keyWork) flags(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&k.provider, "provider", false, "the provider's own key, to every sealed portal")
	cmd.Flags().StringVar(&k.until, "until", "", "the last day on which the person can read what is built, or never")
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

// sealed returns the sealed portals of the workspace, or that of one client, whose
// portal need not be sealed yet.
func (c *common) sealed(client ...string) ([]generator.Sealed, error) {
	portals, result, err := c.portals(client...)
	if err == nil && result.Errors() > 0 {
		err = c.broken(result)
	}
	return portals, err
}

// ownKey is the provider's own key.
func (c *common) ownKey() (press.Keys, *generator.Result, error) {
	w, _, err := c.workspace()
	if err != nil {
		return press.Keys{}, nil, err
	}
	w.Theme = "default"
	return generator.OwnKey(w)
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
