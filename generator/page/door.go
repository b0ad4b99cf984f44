package page

import (
	"html/template"

	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/place"
)

// A Door is what the pages at the root of the output are made of: the provider
// alone, so that they cannot name a client.
type Door struct {
	Provider          *content.Provider
	Texts             *locale.Texts // in the provider's language
	Markdown          *markdown.Converter
	Stylesheet, Brand string
	Policy            template.HTML // as in Input
	Base              string        // path at which the output is published, "/portals/"; "" if unknown
}

// Doors makes the page at the root of the output and the one for missing
// addresses, and the files that they use.
func Doors(d Door) ([]*Page, []File, error) {
	nobody := &content.Client{Name: d.Provider.Name, Zone: d.Provider.Zone}
	p := newPlanner(Input{
		Provider: d.Provider, Client: nobody, Facts: &facts.Client{Content: nobody},
		Texts: d.Texts, Markdown: d.Markdown, Stylesheet: d.Stylesheet, Brand: d.Brand,
	}, &diag.List{})
	p.portal = &Portal{
		Lang: p.say.Tag(), Dir: p.say.Dir(), Client: d.Provider.Name, Provider: d.Provider.Name,
		Tagline:     p.providerText(place.Door.Place().File).inline(d.Provider.Tagline),
		ProviderURL: d.Provider.URL, Email: d.Provider.Email,
		Stylesheet: d.Stylesheet, Brand: d.Brand, Policy: d.Policy,
	}
	p.portal.ProviderLogo = p.publish(d.Provider.Tree, d.Provider.Brand.Logo)
	p.portal.Icon = p.icon(p.portal.ProviderLogo)
	p.add(place.Door, place.Door.Place(), func(page *Page) {
		page.Title, page.Heading = p.say.Get("door_title"), escape(d.Provider.Name)
		page.Description = p.say.Get("door_text")
	})
	p.add(place.NotFound, place.NotFound.Place(), func(page *Page) {
		page.Title, page.Heading = p.say.Get("not_found_title"), escape(p.say.Get("not_found_title"))
		page.Description = p.say.Get("not_found_text")
		// A host shows this page under whatever address was asked for, so that
		// relative links fail below the root. Only --base-url mends that.
		page.Root = d.Base
	})
	for _, page := range p.site.Pages {
		page.fill(page)
	}
	return p.site.Pages, p.site.Files(), p.err
}
