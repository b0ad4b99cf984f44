package theme_test

import (
	"bytes"
	"strings"
	"testing"

	"rapport/generator/theme"
)

// framed is a theme with a frame whose blocks pages fill.
func framed(more ...string) []string {
	return append([]string{
		"frame.html", `<main><header>{{block "heading" .}}none{{end}}</header>{{block "main" .}}{{end}}</main>`,
		"parts/list.html", `<ul>{{range .}}<li>{{block "item" .}}plain {{.}}{{end}}</li>{{end}}</ul>`,
		"parts/lists.html", `<div>{{template "parts/list.html" .}}</div>`,
	}, more...)
}

func TestPagesFillTheBlocksOfWhatTheyCall(t *testing.T) {
	th, err := theme.Load(files(framed(
		"pages/a/a.html", `{{define "heading"}}A{{end}} {{define "main"}}{{template "parts/lists.html" .}}{{end}} {{define "item"}}<b>{{.}}</b>{{template "own" .}}{{end}}{{define "own"}}!{{end}}`,
		"pages/b/b.html", `{{define "main"}}{{template "parts/lists.html" .}}{{template "pages/b/more.html"}}{{end}}`,
		"pages/b/more.html", `<hr>`,
		"pages/alone/alone.html", `<h1>{{template "parts/list.html" .}}</h1>`,
	)...), texts, keys)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"a":     `<main><header>A</header><div><ul><li><b>x</b>!</ul></div></main>`,
		"b":     `<main><header>none</header><div><ul><li>plain x</ul></div><hr></main>`,
		"alone": `<h1><ul><li>plain x</ul></h1>`,
	} {
		var buf bytes.Buffer
		if err := th.Render(&buf, name, "", []string{"x"}); err != nil {
			t.Error(err)
		}
		if got, want := outline(t, buf.String()), outline(t, want); got != want {
			t.Errorf("%s = %s", name, buf.String())
		}
	}
	part, err := th.Partial("parts/list.html", []string{"y"})
	if err != nil || !strings.Contains(string(part), "plain y") {
		t.Errorf("a part by itself = %s, %v", part, err)
	}
}

func TestLoadSaysWhichDefinitionsAndFilesNothingShows(t *testing.T) {
	page := `{{define "main"}}x{{end}}`
	for _, test := range []struct {
		name  string
		files []string
		want  string
	}{
		{"a block misspelt", framed("pages/a/a.html", "{{define \"heading\"}}{{end}}\n {{define \"mian\"}}x{{end}}"), `pages/a/a.html:2:2: nothing shows "mian"; did you mean "main"?`},
		{"text beside a block of the frame", framed("pages/a/a.html", page+"<p>"), `pages/a/a.html:1:1: nothing shows "main"; a page that is to stand in frame.html writes nothing outside of what it defines`},
		{"no frame", []string{"pages/a/a.html", page}, `pages/a/a.html:1:1: there is no frame.html that this page could stand in`},
		{"a wrong part, once", framed("pages/a/a.html", page, "pages/b/b.html", page, "frame.html", `{{block "main" .}}{{end}}{{if .}}<a href="{{end}}`), `frame.html:1:31: {{if}} branches end in different contexts`},
		{"a call without its folder", framed("pages/a/a.html", `{{define "main"}}{{template "list.html"}}{{end}}`), `pages/a/a.html:1:29: no layout "list.html"; did you mean "parts/list.html"?`},
		{"a layout from before there were folders", framed("pages/a/a.html", page, "layouts/list.html", "x"), `layouts/list.html: no layout is looked for here; move it to parts/list.html`},
		{"a frame from before", framed("pages/a/a.html", page, "layouts/begin.html", "x"), `layouts/begin.html: no layout is looked for here; what stands around a page is in frame.html`},
		{"a chart from before", framed("pages/a/a.html", page, "charts/line.html", "x", "layouts/chart-line.html", "x"), `layouts/chart-line.html: no layout is looked for here; move it to charts/line.html`},
		{"a page without its folder", framed("pages/a/a.html", page, "pages/c.html", "x"), `pages/c.html: no layout is looked for here; a part of pages stands in parts, a page in a folder, as pages/home/home.html`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := theme.Load(files(test.files...), texts, keys)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error = %v\nwant    %s", err, test.want)
			}
		})
	}
}
