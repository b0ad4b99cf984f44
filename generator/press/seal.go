package press

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/seal"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// planSeal finds who may open a sealed portal, by the keys in the client's folder and the
// provider's. A portal that nobody could open is an error, and so is a file that could run in the
// browser beside one.
// It returns also the first instant at which fewer may open it, or at which its key is to be another.
func (p *Press) planSeal(c *Client, asOf time.Time, problems *diag.List) (plan *seal.Portal, until time.Time) {
	problems.Add(c.Content.Running(c.Beside)...)
	if !c.Content.Access.Sealed {
		return nil, until
	}
	today := p.today(asOf)
	all := seal.ReadKeys(c.Tree, p.Provider.Tree, problems)
	readers := all.On(today)
	if len(readers.People) == 0 && !c.Broken() && problems.Errors() == 0 {
		said := "nobody has a key to this sealed portal"
		if len(all.People) > 0 {
			said = "the last day has passed of everybody who had a key to this sealed portal, and what is published of it stays as it was until somebody has one"
		}
		problems.Addf(c.Content.Pos("access"), seal.NoReader, "%s; make your own with rapport key add --provider, and one for a person with rapport key add %s PERSON", said, c.ID)
	}
	if _, ok := seal.ProviderKey(p.Provider.Tree); !ok && len(readers.People) > 0 {
		problems.Addf(c.Content.Pos("access"), seal.NoAnswers, "nothing can be answered on this sealed portal, since you have no key to which answers could be sealed; make one with rapport key add --provider")
	}
	if next := all.Next(today); next != 0 {
		until = next.In(p.Provider.Zone, 0)
	}
	if r := c.Content.Access.Rotate; !r.IsZero() {
		last, next := p.Provider.Calendar.Around(r, today)
		readers.Epoch += " " + last.String()
		until = earlier(until, next.In(p.Provider.Zone, 0))
	}
	return &seal.Portal{
		Client: c.ID, Address: c.Folder, Provider: p.Provider.Name, Title: c.Content.Access.Title,
		Policy:  p.Policy(false).Header(),
		Texts:   p.Theme.In(c.Content.Speech()).Texts,
		Look:    p.doorLook(c.Content.Speech()),
		Readers: readers,
	}, until
}

func (p *Press) today(asOf time.Time) calendar.Date {
	return calendar.DateOf(asOf.In(p.Provider.Zone))
}

// noticeDays is how many days before a person's last one check tells of it.
const noticeDays = 14

// checkReaders finds who may soon read a sealed portal no more, who has left and may, and what was changed
// past the log.
func (p *Press) checkReaders(c *Client, asOf time.Time, problems *diag.List) {
	if !c.Content.Access.Sealed {
		return
	}
	today := p.today(asOf)
	readers := seal.ReadKeys(c.Tree, p.Provider.Tree, &diag.List{}) // planSeal tells what is wrong with them
	for _, r := range readers.People {
		switch {
		case r.Ended(today):
			problems.Addf(r.At, seal.KeyEnded, "%[1]q could read this portal until %[2]s, and is shut out since; remove the key with rapport key remove %[3]s %[1]s, or let the person in again with rapport key until %[3]s %[1]s DAY", r.Name, r.Until, c.ID)
			continue
		case r.Until != 0 && r.Until-noticeDays <= today:
			problems.Addf(r.At, seal.KeyEnds, "%[1]q can read this portal until %[2]s, and is shut out by the first build after that day; if it is to go on, move the day with rapport key until %[3]s %[1]s DAY, or drop it with never", r.Name, r.Until, c.ID)
		}
		if person, contact := c.Content.Person(r.Name); person != nil && person.Left(today) {
			at := r.At
			if contact {
				at = c.Content.Pos("contacts", slices.IndexFunc(c.Content.Contacts, func(p content.Person) bool { return p.ID == r.Name }), "until")
			}
			problems.Addf(at, seal.LeftReads, "%[1]q was there until %[2]s, and still has a key to this sealed portal; remove it with rapport key remove %[3]s %[1]s", r.Name, person.Until, c.ID)
		}
	}
	seal.CheckLog(c.Tree, readers, c.ID, problems)
}

// checkOwnKey finds what of the provider's own key was changed past its log.
func (p *Press) checkOwnKey(problems *diag.List) {
	own := seal.ReadProviderKey(p.Provider.Tree, &diag.List{}) // sealed portals tell what is wrong with it
	seal.CheckLog(p.Provider.Tree, own, "--provider", problems)
}

// doorLook is how the door of a sealed portal looks: it has the theme's style and typefaces,
// and the provider's colour and logo, which stand in the clear at the root as well.
func (p *Press) doorLook(tag string) seal.Look {
	var look seal.Look
	for _, a := range p.Theme.In(tag).Assets {
		name := seal.LookFolder + a.Name
		switch {
		case a.Logical == "style.css":
			look.Styles = append(look.Styles, name)
		case path.Ext(a.Logical) != ".woff2":
			continue
		}
		look.Files = append(look.Files, output.File{Name: name, Body: a.Body})
	}
	brand, _ := theme.Brand(p.Provider.Brand.Color, "")
	name := seal.LookFolder + theme.Fingerprint("brand.css", brand)
	look.Styles = append(look.Styles, name)
	look.Files = append(look.Files, output.File{Name: name, Body: brand})
	if logo := p.Provider.Brand.Logo; logo != "" {
		if body, err := p.Provider.Tree.Read(logo); err == nil { // one that can't be read is told of with the provider
			if strings.EqualFold(path.Ext(logo), ".svg") {
				body = theme.MinifySVG(body)
			}
			look.Logo = seal.LookFolder + theme.Fingerprint(path.Base(logo), body)
			look.Files = append(look.Files, output.File{Name: look.Logo, Body: body})
		}
	}
	return look
}

// sealAnswers has the pages of a sealed portal seal what is answered on them, to the provider's key.
func (p *Portal) sealAnswers(in *page.Input) {
	recipient, _ := seal.ProviderKey(in.Provider.Tree)
	script := seal.AgeScript()
	name := "assets/" + theme.Fingerprint("age.js", script)
	in.Sealing = &page.AnswerKey{Recipient: recipient, Script: name}
	p.Assets = append(p.Assets, output.File{Name: name, Body: script})
}

// Keys are who may read, and what is told of that.
type Keys struct {
	Readers seal.Readers
	Log     []seal.Change
	Gaps    []seal.Gap // changes of which the log does not tell
}

// Readers returns who may read the portal of a client, sealed or not, on any day.
func (p *Press) Readers(a Address) (Keys, []diag.Problem, error) {
	var problems diag.List
	tree, err := p.Tree(a.ID, &problems)
	if err != nil {
		return Keys{}, nil, err
	}
	defer tree.Close()
	readers := seal.ReadKeys(tree, p.Provider.Tree, &problems)
	return keysIn(tree, readers, &problems), problems.Sorted(), nil
}

// OwnKey returns the provider's own key.
func (p *Press) OwnKey() (Keys, []diag.Problem) {
	var problems diag.List
	own := seal.ReadProviderKey(p.Provider.Tree, &problems)
	return keysIn(p.Provider.Tree, own, &problems), problems.Sorted()
}

func keysIn(tree *source.Tree, readers seal.Readers, problems *diag.List) Keys {
	log := seal.ReadLog(tree, problems)
	return Keys{readers, log, seal.Gaps(tree, readers, log)}
}

// addDeepLink puts a script on the page of missing addresses, which leads those who follow
// a link into a sealed portal to its door. The file that the link names has another
// name at the host.
func (p *Press) addDeepLink(files []output.File) []output.File {
	name := "assets/" + theme.Fingerprint("deep.js", seal.DeepLink())
	base := cmp.Or(p.basePath(), "/")
	tag := fmt.Appendf(nil, `<script src="%s%s" defer></script></head>`, base, name)
	for i := range files {
		if files[i].Name == "404.html" {
			files[i].Body = bytes.Replace(files[i].Body, []byte("</head>"), tag, 1)
		}
	}
	return append(files, output.File{Name: name, Body: seal.DeepLink()})
}
