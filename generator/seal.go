package generator

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/seal"
	"rapport/generator/theme"
)

// closeDoor closes the door of a sealed portal: find who may open it, by the keys in the client's
// folder and the provider's. A portal that nobody could open is an error.
func (r *run) closeDoor(c *client, authored *content.Client) {
	if !authored.Access.Sealed {
		return
	}
	c.door = &seal.Portal{
		Client: c.id, Address: c.address, Provider: r.provider.Name, Title: authored.Access.Title,
		Policy:  fmt.Sprintf(policy, "", r.formAction()),
		Texts:   r.theme.in(authored.Locale).texts,
		Readers: seal.ReadKeys(authored.Tree, r.provider.Tree, &c.problems),
	}
	if len(c.door.Readers.People) == 0 && !c.failed() {
		c.problems.Addf(authored.Pos("access"), seal.NoReader, "nobody has a key to this sealed portal; make your own with rapport key add --provider, and one for a person with rapport key add %s PERSON", c.id)
	}
}

// seal returns the files to publish in the place of a portal's. They may be read
// until done is called.
func (r *run) seal(c *client, files []output.File) (sealed []output.File, done func(), err error) {
	if c.door == nil {
		return nil, nil, errors.New("the portal is to be sealed, and nobody knows for whom")
	}
	vault, err := seal.OpenVault(r.Dir)
	if err != nil {
		return nil, nil, err
	}
	defer vault.Close()
	p := *c.door
	c.door, p.Files, p.Jobs = nil, files, r.Jobs
	sealed, done, err = vault.Seal(p)
	if err != nil {
		return nil, nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, done, nil
}

// leadIn puts a script on the page of missing addresses, which leads those who follow
// a link into a sealed portal to its door. The file that the link names has another
// name at the host.
func (r *run) leadIn(files []output.File) []output.File {
	name := "assets/" + theme.Fingerprint("deep.js", seal.DeepLink())
	base := r.basePath()
	if base == "" {
		base = "/"
	}
	tag := fmt.Appendf(nil, `<script src="%s%s" defer></script></head>`, base, name)
	for i := range files {
		if files[i].Name == "404.html" {
			files[i].Body = bytes.Replace(files[i].Body, []byte("</head>"), tag, 1)
		}
	}
	return append(files, output.File{Name: name, Body: seal.DeepLink()})
}

// noteTogether says that sealed portals are published side by side: to a browser
// one address is one house, and who may change a page of the one portal could
// have it read the other.
func (r *run) noteTogether(clients []*client) {
	n := 0
	for _, c := range clients {
		if c.sealed && !c.hidden {
			n++
		}
	}
	if n < 2 {
		return
	}
	var problems diag.List
	problems.Addf(diag.Position{File: filepath.ToSlash(filepath.Join(r.Content, "provider.md"))}, seal.SealedTogether,
		"%d sealed portals share an address, and browsers keep nothing in it apart; where that matters, publish each by itself: rapport build --client ID --out FOLDER", n)
	r.keep(&problems, nil)
}

// A Sealed is a client whose portal is sealed.
type Sealed struct {
	ID      string
	Address string // of its folder in the output
	Readers seal.Readers
}

// SealedPortals lists the clients whose portals are sealed, by id, with who may
// read each; of o, only Dir, Content, Theme, Drafts and Clients count. What is
// wrong with a key is in the result.
func SealedPortals(o Options) ([]Sealed, *Result, error) {
	r, clients, err := open(o)
	if err != nil || r.failed() {
		return nil, r.result(), err
	}
	defer r.close()
	var portals []Sealed
	for _, c := range clients {
		tree, err := r.workspace.Client(c.id, &c.problems)
		if err != nil {
			return nil, r.result(), err
		}
		readers := seal.ReadKeys(tree, r.provider.Tree, &c.problems)
		r.keep(&c.problems, tree)
		tree.Close()
		if c.sealed || len(o.Clients) > 0 && slices.Contains(o.Clients, c.id) {
			portals = append(portals, Sealed{c.id, c.address, readers})
		}
	}
	return portals, r.result(), nil
}
