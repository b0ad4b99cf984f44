package page

import (
	"slices"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
)

// A Door is what the pages at the root of the output are made of: the provider
// alone, so that they cannot name a client.
type Door struct {
	Provider          *content.Provider
	Texts             *locale.Texts // in the provider's language
	Markdown          *markdown.Converter
	Stylesheet, Brand string
}

// Doors plans the page at the root of the output and the one for missing
// addresses.
func Doors(d Door) ([]*Page, []File, error) {
	nobody := &content.Client{Name: d.Provider.Name, Zone: d.Provider.Zone}
	p := newPlanner(Input{
		Provider: d.Provider, Client: nobody, Facts: &facts.Client{Content: nobody},
		Texts: d.Texts, Markdown: d.Markdown, Stylesheet: d.Stylesheet, Brand: d.Brand,
	}, &diag.List{})
	portal := &Portal{
		Lang: p.say.Tag(), Dir: p.say.Dir(), Client: d.Provider.Name, Provider: d.Provider.Name,
		Tagline:     p.providerWriting("index.html").inline(d.Provider.Tagline),
		ProviderURL: d.Provider.URL, Email: d.Provider.Email,
		Stylesheet: d.Stylesheet, Brand: d.Brand,
	}
	portal.ProviderLogo = p.publish(d.Provider.Tree, d.Provider.Brand.Logo)
	p.portal = portal
	p.add(&Page{
		Path: "index.html", Layout: "door.html", Here: "door",
		Title: p.say.Get("door_title"), Heading: escape(d.Provider.Name), Description: p.say.Get("door_text"),
	})
	p.add(&Page{
		Path: "404.html", Layout: "404.html", Here: "404",
		Title: p.say.Get("not_found_title"), Heading: escape(p.say.Get("not_found_title")), Description: p.say.Get("not_found_text"),
	})
	p.collectFiles()
	return p.site.Pages, slices.Clone(p.site.Files), p.err
}
