package press

import (
	"bytes"
	"cmp"
	"fmt"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/page"
	"rapport/generator/seal"
	"rapport/generator/theme"
)

// planSeal finds who may open a sealed portal, by the keys in the client's folder and the
// provider's. A portal that nobody could open is an error.
func (p *Press) planSeal(c *Client, problems *diag.List) *seal.Portal {
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
		Policy:  p.policy(false),
		Texts:   p.Theme.In(c.Content.Speech()).Texts,
		Readers: readers,
	}
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
