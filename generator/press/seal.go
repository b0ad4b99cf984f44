package press

import (
	"bytes"
	"cmp"
	"fmt"

	"rapport/generator/diag"
	"rapport/generator/output"
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
	return &seal.Portal{
		Client: c.ID, Address: c.Folder, Provider: p.Provider.Name, Title: c.Content.Access.Title,
		Policy:  p.policy(false),
		Texts:   p.Theme.In(c.Content.Speech()).Texts,
		Readers: readers,
	}
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
