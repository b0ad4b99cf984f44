package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/seal"
	"rapport/generator/table"
)

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
	day, err := table.ParseDate(text)
	switch {
	case err != nil && table.Meant(text) != "":
		return 0, usagef("%w", err)
	case err != nil:
		return 0, usagef("%w, or %s", err, seal.Never)
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
	folder, keys := k.ownKeys(), press.Keys{}
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
		folder, keys = k.keysOf(args[0]), portals[0].Keys
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
	folder := k.keysOf(client)
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
