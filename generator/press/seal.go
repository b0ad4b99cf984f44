package press

import (
	"bytes"
	"cmp"
	"fmt"
	"path"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/seal"
	"rapport/generator/theme"
)

// planSeal finds who may open a sealed portal, by the keys in the client's folder and the
// provider's. A portal that nobody could open is an error, and so is a file that could run in the
// browser beside one.
func (p *Press) planSeal(c *Client, problems *diag.List) *seal.Portal {
	problems.Add(c.Content.Running(c.Beside)...)
	if !c.Content.Access.Sealed {
		return nil
	}
	readers := seal.ReadKeys(c.Tree, p.Provider.Tree, problems)
	if len(readers.People) == 0 && !c.Broken() && problems.Errors() == 0 {
		problems.Addf(c.Content.Pos("access"), seal.NoReader, "nobody has a key to this sealed portal; make your own with rapport key add --provider, and one for a person with rapport key add %s PERSON", c.ID)
	}
	if _, ok := seal.ProviderKey(p.Provider.Tree); !ok && len(readers.People) > 0 {
		problems.Addf(c.Content.Pos("access"), seal.NoAnswers, "nothing can be answered on this sealed portal, since you have no key to which answers could be sealed; make one with rapport key add --provider")
	}
	return &seal.Portal{
		Client: c.ID, Address: c.Folder, Provider: p.Provider.Name, Title: c.Content.Access.Title,
		Policy:  p.Policy(false).Header(),
		Texts:   p.Theme.In(c.Content.Speech()).Texts,
		Look:    p.doorLook(c.Content.Speech()),
		Readers: readers,
	}
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

// Readers returns who may read the portal of a client, sealed or not.
func (p *Press) Readers(a Address) (seal.Readers, []diag.Problem, error) {
	var problems diag.List
	tree, err := p.Tree(a.ID, &problems)
	if err != nil {
		return seal.Readers{}, nil, err
	}
	defer tree.Close()
	readers := seal.ReadKeys(tree, p.Provider.Tree, &problems)
	return readers, problems.Sorted(), nil
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
