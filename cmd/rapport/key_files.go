package main

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"rapport/generator/seal"
)

// A place is where a person's key stands.
type place struct {
	folder string // of the keys, a slash path in the workspace
	person string
	known  bool     // there is a key
	text   string   // of its public file
	rest   []string // arguments that are left
}

// ownKeys is the folder of the provider's own key, a slash path in the workspace.
func (c *common) ownKeys() string { return path.Join(filepath.ToSlash(c.content), seal.KeysFolder) }

// keysOf is the folder of the keys to a client's portal.
func (c *common) keysOf(client string) string {
	return path.Join(filepath.ToSlash(c.content), "clients", client, seal.KeysFolder)
}

// place finds where the key of a command's arguments stands.
func (k *keyWork) place(args []string) (place, error) {
	if k.provider {
		return k.locate(place{folder: k.ownKeys(), person: seal.Provider, rest: args}), nil
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
	return k.locate(place{folder: k.keysOf(args[0]), person: person, rest: args[2:]}), nil
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
