package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
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
	"rapport/generator/calendar"
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
				return usagef("there is no command key %s%s", args[0], diag.DidYouMean(args[0], []string{"add", "until", "remove", "rotate", "list", "link", "note"}))
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
				secret, err := seal.Unwrap(reader.Wrapped, c.asksPassphrase(cmd.Context()))
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

// A place is where a person's key stands.
type place struct {
	folder string // of the keys, a slash path in the workspace
	person string
	known  bool     // there is a key
	text   string   // of its public file
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
	text, err := fs.ReadFile(os.DirFS(k.dir), path.Join(p.folder, p.person+".pub"))
	p.known, p.text = err == nil, string(text)
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
	until, err := k.lastDay(p)
	if err != nil {
		return err
	}
	deed := seal.Added
	if again {
		deed = seal.Rekeyed
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
		if err := k.write(root, p, deed, seal.Reader{Name: p.person, Recipient: recipient, Until: until}); err != nil {
			return err
		}
		fmt.Fprintf(k.env.stderr, "%s/%s.pub and log.txt written: commit them, build and deploy; %s opens the portal with the secret key\n", p.folder, p.person, p.person)
		return nil
	}
	if _, terminal := k.env.terminal(k.env.stdout); !terminal && !k.print {
		return usagef("the passphrase would be printed into a file or a log; do this at a terminal, or add --print")
	}
	reader, passphrase, err := seal.NewReader(p.person, k.env.work)
	if err != nil {
		return err
	}
	reader.Until = until
	if err := k.write(root, p, deed, reader); err != nil {
		return err
	}
	fmt.Fprintf(k.env.stdout, "Name:        %s\nPassphrase:  %s\n", reader.Login(), passphrase)
	if k.provider && again {
		fmt.Fprintln(k.env.stderr, "Answers that were sealed to the old key open with that alone: take its file from git, and name it with rapport intake --key")
	}
	keep := "Tell it by telephone or on paper, apart from the link."
	if k.provider {
		keep = "Keep it with your passwords."
	}
	fmt.Fprintf(k.env.stderr, "The passphrase is shown this once. %[3]s\n%[1]s/%[2]s.pub, %[2]s.age and log.txt are written: commit them, build and deploy\n", p.folder, p.person, keep)
	return nil
}

// today is the day of the command.
func (c *common) today() calendar.Date { return calendar.DateOf(c.env.now()) }

// lastDay is until when a person is to read: as the command says, else as the person's file does.
func (k *keyWork) lastDay(p place) (calendar.Date, error) {
	switch {
	case k.provider && k.until != "":
		return 0, usagef("your own key has no last day, since answers are sealed to it")
	case k.provider:
		return 0, nil
	case k.until == "":
		day, err := seal.UntilOf(p.text)
		if err != nil {
			err = usagef("%s/%s.pub: %w; mend it, or say it with --until", p.folder, p.person, err)
		}
		return day, err
	}
	day, err := parseLastDay(k.until)
	if err == nil && day != 0 && day < k.today() {
		err = usagef("--until %s is past", day)
	}
	return day, err
}

func parseLastDay(text string) (calendar.Date, error) {
	if text == seal.Never {
		return 0, nil
	}
	day, err := calendar.ParseDate(text)
	if err != nil {
		return 0, usagef("%w, or as %s", err, seal.Never)
	}
	return day, nil
}

// limit sets the last day of a person.
func (k *keyWork) limit(args []string) error {
	p, err := k.place(args)
	if err != nil {
		return err
	}
	if !p.known {
		return usagef("%s has no key; rapport key add makes one", p.person)
	}
	day, err := parseLastDay(p.rest[0])
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(k.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := k.log(root, p.folder, seal.Change{Deed: seal.Limited, Person: p.person, Until: day}); err != nil {
		return err
	}
	if err := replaceFile(root, path.Join(p.folder, p.person+".pub"), []byte(seal.SetUntil(p.text, day))); err != nil {
		return err
	}
	says := fmt.Sprintf("reads until %s", day)
	switch {
	case day == 0:
		says = "has no last day"
	case day < k.today():
		says = "is shut out by the next build"
	}
	fmt.Fprintf(k.env.stderr, "%s %s: commit %s/%[1]s.pub and log.txt, build and deploy\n", p.person, says, p.folder)
	return nil
}

// note writes into the log what was changed past it.
func (k *keyWork) note(args []string) error {
	folder, keys := path.Join(filepath.ToSlash(k.content), seal.KeysFolder), press.Keys{}
	if k.provider {
		own, result, err := k.ownKey()
		if err != nil {
			return err
		}
		if result.Errors() > 0 {
			return k.broken(result)
		}
		keys = own
	} else {
		portals, err := k.sealed(args[0])
		if err != nil {
			return err
		}
		folder, keys = path.Join(filepath.ToSlash(k.content), "clients", args[0], seal.KeysFolder), portals[0].Keys
	}
	if len(keys.Gaps) == 0 {
		fmt.Fprintln(k.env.stderr, "the log tells of all changes")
		return nil
	}
	root, err := os.OpenRoot(k.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, gap := range keys.Gaps {
		if err := k.log(root, folder, gap.Change); err != nil {
			return err
		}
	}
	fmt.Fprintf(k.env.stderr, "%s written into %s/%s: commit it\n", count(len(keys.Gaps), "line"), folder, seal.LogFile)
	return nil
}

// log adds a change of today to the log in a folder of keys.
func (k *keyWork) log(root *os.Root, folder string, change seal.Change) error {
	change.Day = k.today()
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	name := path.Join(folder, seal.LogFile)
	log, err := root.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		log = []byte(seal.LogHead)
		if err := replaceFile(root, path.Join(folder, ".gitattributes"), []byte(seal.LogMerge)); err != nil {
			return err
		}
	case err != nil:
		return err
	case len(log) > 0 && log[len(log)-1] != '\n':
		log = append(log, '\n')
	}
	return replaceFile(root, name, append(log, change.String()+"\n"...))
}

// write writes a person's key, the public half last: until it is there, nobody is
// let in. The log is told before. Both halves are written before either takes the place of the one before: with two that
// don't belong together nobody can read.
func (k *keyWork) write(root *os.Root, p place, deed seal.Deed, r seal.Reader) error {
	if err := root.MkdirAll(p.folder, 0o755); err != nil {
		return err
	}
	secret, public := path.Join(p.folder, p.person+".age"), path.Join(p.folder, p.person+".pub")
	if r.Wrapped != nil {
		if err := draft(root, secret, r.Wrapped); err != nil {
			return err
		}
		defer root.Remove(secret + drafted)
	}
	if err := draft(root, public, []byte(r.Public())); err != nil {
		return err
	}
	defer root.Remove(public + drafted)
	if err := k.log(root, p.folder, seal.Change{Deed: deed, Person: r.Name, Recipient: r.Recipient, Until: r.Until}); err != nil {
		return err
	}
	if r.Wrapped != nil {
		if err := root.Rename(secret+drafted, secret); err != nil {
			return err
		}
	} else if err := root.Remove(secret); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return root.Rename(public+drafted, public)
}

// drafted ends the name of what will take the place of a file.
const drafted = ".part"

// draft writes what will take the place of a file.
func draft(root *os.Root, name string, text []byte) error {
	err := root.WriteFile(name+drafted, text, 0o644)
	if err != nil {
		root.Remove(name + drafted)
	}
	return err
}

// replaceFile writes a file whole or not at all.
func replaceFile(root *os.Root, name string, text []byte) error {
	if err := draft(root, name, text); err != nil {
		return err
	}
	return root.Rename(name+drafted, name)
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
	epoch := seal.NewEpoch()
	if err := k.log(root, folder, seal.Change{Deed: seal.Rotated, Epoch: epoch}); err != nil {
		return err
	}
	if err := replaceFile(root, name, []byte(epoch+"\n")); err != nil {
		return err
	}
	fmt.Fprintf(k.env.stderr, "%s and log.txt written: commit them, build and deploy; the portal then has a new key\n", name)
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
	if err := k.log(root, p.folder, seal.Change{Deed: seal.Removed, Person: p.person}); err != nil {
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

// asksPassphrase returns what asks for a passphrase, unseen at a terminal.
func (c *common) asksPassphrase(ctx context.Context) func() (string, error) {
	return func() (string, error) { return c.askPassphrase(ctx) }
}

func (c *common) askPassphrase(ctx context.Context) (string, error) {
	fmt.Fprint(c.env.stderr, "Passphrase: ")
	if f, ok := c.env.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		text, err := readUnseen(ctx, int(f.Fd()))
		fmt.Fprintln(c.env.stderr)
		return text, err
	}
	line, err := bufio.NewReader(c.env.stdin).ReadString('\n')
	if line == "" && err != nil {
		return "", usagef("no passphrase came; write it on standard input")
	}
	return line, nil
}

// readUnseen reads a line of a terminal that does not show it. An interrupt ends that at once, and leaves the terminal
// as it was.
func readUnseen(ctx context.Context, terminal int) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	if ctx.Err() != nil {
		return "", errStopped
	}
	type line struct {
		text []byte
		err  error
	}
	came := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		came <- line{text, err}
	}()
	select {
	case l := <-came:
		if ctx.Err() == nil {
			return string(l.text), l.err
		}
	case <-ctx.Done():
	}
	return "", errors.Join(errStopped, term.Restore(terminal, before))
}
