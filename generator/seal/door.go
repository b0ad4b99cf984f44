package seal

import (
	"bytes"
	"embed"
	"html/template"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"rapport/generator/output"
)

// web holds what every sealed portal publishes as it is, and the door's template.
//
//go:embed web
var web embed.FS

var door = template.Must(template.ParseFS(web, "web/door.html"))

// parts are the files of web by where they stand in a portal's folder. They are the
// same in every portal, so that what is published can be told from what is not.
var parts = map[string]string{
	"sw.js":                 "sw.js",
	"_seal/age.js":          "age.js",
	"_seal/portal.js":       "portal.js",
	"_seal/back.js":         "back.js",
	"_seal/unlock.js":       "unlock.js",
	"_seal/device.js":       "device.js",
	"_seal/passkey.js":      "passkey.js",
	"_seal/scrypt.js":       "scrypt.js",
	"_seal/style.css":       "style.css",
	"_seal/age-licence.txt": "age-licence.txt",
}

func scripts() []output.File {
	var files []output.File
	for name, part := range parts {
		body, err := web.ReadFile(path.Join("web", part))
		if err != nil {
			panic(err) // it is embedded
		}
		files = append(files, output.File{Name: name, Body: body})
	}
	return files
}

// A Look is how the locked door looks: as the provider's own pages do. All of it is public;
// nothing of the client's may be in it.
type Look struct {
	Styles []string // of the files, in the order in which they are linked
	Logo   string   // one of the files; "" for none
	Files  []output.File
}

// LookFolder is where the files of a Look stand in a portal.
const LookFolder = "_seal/look/"

// DeepLink is a script for the page of missing addresses: it leads who asked for a
// page of a sealed portal to the portal's door, and back to the page from there.
func DeepLink() []byte {
	body, err := web.ReadFile("web/deep.js")
	if err != nil {
		panic(err) // it is embedded
	}
	return body
}

// shell returns the locked door.
func (p Portal) shell(forms []form) ([]byte, error) {
	say := func(key string) string { return p.Texts.Say("seal_"+key, "provider", p.Provider) }
	var page bytes.Buffer
	err := door.Execute(&page, struct {
		Lang, Dir, Provider, Title string
		Look                       Look
		Say                        func(string) string
		Forms                      []form
	}{p.Texts.Tag(), p.Texts.Dir(), p.Provider, p.Title, p.Look, say, forms})
	return page.Bytes(), err
}

// A form is the skeleton of one that the host receives: it looks for forms in what
// is published, and can't see those that are sealed.
type form struct {
	Name   string
	Fields []string
}

// skeletons finds the forms of the pages that the host is to receive. Those of one name are
// one form to it, with the fields of all.
func skeletons(files []output.File) ([]form, error) {
	var forms []form
	for _, f := range files {
		if !strings.HasSuffix(f.Name, ".html") {
			continue
		}
		body, err := f.Bytes()
		if err != nil {
			return nil, err
		}
		if !bytes.Contains(body, []byte("data-netlify")) {
			continue
		}
		z := html.NewTokenizer(bytes.NewReader(body))
		var now *form
	tokens:
		for {
			switch z.Next() {
			case html.ErrorToken:
				if z.Err() != io.EOF {
					return nil, z.Err()
				}
				break tokens
			case html.StartTagToken, html.SelfClosingTagToken:
				t := z.Token()
				name := attribute(t, "name")
				switch {
				case t.Data == "form" && slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == "data-netlify" }):
					at := slices.IndexFunc(forms, func(f form) bool { return f.Name == name })
					if at < 0 {
						at, forms = len(forms), append(forms, form{Name: name})
					}
					now = &forms[at]
				case now != nil && name != "" && name != "form-name" && !slices.Contains(now.Fields, name):
					now.Fields = append(now.Fields, name)
				}
			case html.EndTagToken:
				if z.Token().Data == "form" {
					now = nil
				}
			}
		}
	}
	return forms, nil
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
