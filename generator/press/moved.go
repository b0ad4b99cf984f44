package press

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"rapport/generator/locale"
	"rapport/generator/output"
	"rapport/generator/place"
)

// moved is the page at an earlier address. It works on any host and from a disk, stands
// alone, and names nothing but the new address: not even whose it is.
var moved = template.Must(template.New("moved").Parse(`<!doctype html>
<html lang="{{.Texts.Tag}}" dir="{{.Texts.Dir}}">
<head>
<meta charset="utf-8">{{.Policy}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
{{with .Script}}<script src="{{.}}" data-to="{{$.To}}"></script>
<noscript>{{end}}<meta http-equiv="refresh" content="0; url={{.To}}">{{if .Script}}</noscript>{{end}}
<title>{{.Texts.Get "moved_title"}}</title>
</head>
<body>
<main>
<h1>{{.Texts.Get "moved_title"}}</h1>
<p><a href="{{.To}}">{{.Texts.Get "moved_link"}}</a></p>
</main>
</body>
</html>
`))

// movedScript leads on with the rest of the address: a link to an entry of the journal still
// leads to that entry. The pages do without it, but lose the place in the page.
const movedScript = "const { to } = document.currentScript.dataset;\nlocation.replace(to + location.search + location.hash);\n"

const movedScriptFile = "moved.js"

// Moved makes what stands at each earlier address of the portal, of all its files: a page
// for each page, which leads to that, and the calendars and the news once more, since the
// programs that fetch them follow no page. Of a sealed portal nobody may see which pages
// there are: only its door is led to, and nothing runs beside it.
//
// There are no lines in _redirects: many hosts show that file to everybody, and an address
// that nobody can guess must not stand in it.
func (p *Portal) Moved(files []output.File) ([]output.File, error) {
	names := p.Names
	if p.Seal != nil {
		names, files = []string{place.Home.Place().File}, nil
	}
	var all []output.File
	if p.Seal == nil {
		all = append(all, output.File{Name: movedScriptFile, Body: []byte(movedScript)})
	}
	for _, name := range names {
		var page bytes.Buffer
		up, script := strings.Repeat("../", strings.Count(name, "/")), ""
		if p.Seal == nil {
			script = up + movedScriptFile
		}
		err := moved.Execute(&page, struct {
			Texts      *locale.Texts
			To, Script string
			Policy     template.HTML
		}{p.layouts.Texts, up + "../" + p.news.Address + "/" + name, script, p.policy})
		if err != nil {
			return nil, fmt.Errorf("make the page at an earlier address: %w", err)
		}
		all = append(all, output.File{Name: name, Body: page.Bytes()})
	}
	for _, f := range files {
		if place.IsFeed(f.Name) {
			all = append(all, f)
		}
	}
	return all, nil
}
