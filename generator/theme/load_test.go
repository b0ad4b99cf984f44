package theme_test

import (
	"bytes"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"rapport/generator/theme"
)

// files makes a theme of texts by name.
func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func texts(key string) (string, bool) {
	text, ok := map[string]string{"home": "Home", "quote": `"A" & <b>`, "filled": "by {date}"}[key]
	return text, ok
}

var keys = []string{"home", "quote", "filled"}

func TestLoadSaysWhereAThemeIsWrong(t *testing.T) {
	for _, test := range []struct {
		name, source, want string
	}{
		{"unended if", "<p>\n  {{if .A}}x\n</p>", "pages/home/home.html:2:3: unexpected EOF; this needs an {{end}}"},
		{"unended with in an ended if", "{{if .A}}\n<b>{{with .B}}</b>{{end}}", "pages/home/home.html:1:1: unexpected EOF; this needs an {{end}}"},
		{"one end too many", "<p>{{.A}}</p>\n\n<p>é {{end}}</p>", "pages/home/home.html:3:6: unexpected {{end}}"},
		{"bad action", "<p>\n\t<b>{{.A | | .B}}</b></p>", "pages/home/home.html:2:5: unexpected \"|\" in command"},
		{"function", "<p>{{title .A}}</p>", `pages/home/home.html:1:4: function "title" not defined; layouts compute nothing, the page models have it ready`},
		{"text in a pipeline", `<p>{{with t "home"}}{{end}}</p>`, `pages/home/home.html:1:4: function "t" not defined; a text stands alone, as {{t "key"}}`},
		{"unknown text", "<p>\n{{t \"hone\"}} {{t \"home\"}}</p>", `pages/home/home.html:2:1: unknown text "hone"; did you mean "home"?`},
		{"text far from any", `{{t "something"}}`, `pages/home/home.html:1:1: unknown text "something"; add it to texts/en.toml of the theme`},
		{"text with a place", `<p>{{t "filled"}}</p>`, `pages/home/home.html:1:4: text "filled" has places to fill, which a layout can't; use one without braces`},
		{"missing partial", "<div>\n  <p>  {{template \"parts/pat.html\" .}}</p></div>", `pages/home/home.html:2:19: no layout "parts/pat.html"; did you mean "parts/part.html"?`},
		{"partial far from any", `{{template "sidebar.html"}}`, `pages/home/home.html:1:12: no layout "sidebar.html"; add parts/sidebar.html`},
		{"branches end apart", "<p>\n{{if .A}}<a href=\"{{end}}</p>", "pages/home/home.html:2:6: {{if}} branches end in different contexts"},
		{"quoted in a script", "<p>\n<a {{.A}}=\"{{.B}}{{if}}\"></a>", "pages/home/home.html:2:18: missing value for if"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := theme.Load(files("pages/home/home.html", test.source, "parts/part.html", "<i></i>"), texts, keys)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error = %v\nwant    %s", err, test.want)
			}
		})
	}
}

func TestLoadShowsEveryErrorInOrder(t *testing.T) {
	_, err := theme.Load(files("parts/b.html", "{{t `x`}}\n{{if}}", "parts/a.html", "{{t \"one\"}}\n{{t \"two\"}}"), texts, keys)
	want := []string{"parts/a.html:1:1", "parts/a.html:2:1", "parts/b.html:1:1"}
	var got []string
	for _, line := range strings.Split(err.Error(), "\n") {
		place, _, _ := strings.Cut(line, ": ")
		got = append(got, place)
	}
	if !slices.Equal(got, want) {
		t.Errorf("errors:\n%v\nwant those at %v", err, want)
	}
	if _, err := theme.Load(files("assets/x.css", ""), texts, keys); err == nil {
		t.Error("a theme without layouts loads")
	}
}

func TestRenderSaysWhereAndOnWhichPage(t *testing.T) {
	th, err := theme.Load(files("pages/home/home.html", "<div>\n  <p>é {{t \"home\"}}   {{template \"parts/part.html\" .}}</p>\n</div>", "parts/part.html", "<b>\n\n  <i>  {{.Missing}}</i></b>"), texts, keys)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	err = th.Render(&buf, "home", "korenaar/index.html", struct{ A string }{})
	want := "parts/part.html:3:10: <.Missing>: can't evaluate field Missing in type struct { A string } (on page korenaar/index.html)"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v\nwant    %s", err, want)
	}
	err = th.Render(&buf, "hime", "x.html", nil)
	want = `pages/hime/hime.html: there is no such page; did you mean "home"? (on page x.html)`
	if err == nil || err.Error() != want {
		t.Errorf("error = %v\nwant    %s", err, want)
	}
	err = th.Render(&buf, "home", "x.html", map[string]string{"A": ""})
	if err == nil || !strings.Contains(err.Error(), "parts/part.html:3:") {
		t.Errorf("a missing key of a map renders as nothing: %v", err)
	}
}

func TestCheckFindsFieldsThatModelsDoNotHave(t *testing.T) {
	type Item struct{ Name, Note string }
	type Inner struct{ Item }
	type Body struct {
		Items []Inner
		Note  *Item
		Flag  bool
		ByKey map[string]Item
		Any   any
	}
	type Page struct {
		Title string
		Body  any
	}
	for _, test := range []struct{ name, source, want string }{
		{"right", `{{with .Body}}{{range .Items}}{{.Name}}{{else}}{{$.Body.Flag}}{{end}}{{end}}`, ""},
		{"in a range", "{{with .Body}}\n  {{range .Items}}{{.Nme}}{{end}}{{end}}", `2:21: Inner has no field Nme; did you mean "Name"?`},
		{"in an else", `{{with .Body}}{{range .Items}}{{.Name}}{{else}}{{.Nte}}{{end}}{{end}}`, `1:50: Body has no field Nte; did you mean "Note"?`},
		{"behind a pointer", `{{with .Body.Note}}{{.Image}}{{end}}`, `1:22: Item has no field Image; it has Name, Note`},
		{"behind a flag and no items", `{{if and .Body.Flag (not .Body.Items)}}{{.Body.Flg}}{{end}}`, `1:47: Body has no field Flg; did you mean "Flag"?`},
		{"in an argument", `{{if eq .Titel "x"}}{{end}}`, `1:9: Page has no field Titel; did you mean "Title"?`},
		{"of an element by its variable", `{{range $i, $item := .Body.Items}}{{$item.Nme}}{{end}}`, `1:42: Inner has no field Nme`},
		{"under a key", `{{.Body.ByKey.anything.Nme}}`, `1:8: Item has no field Nme`},
		{"of a text", `{{.Title.Text}}`, `1:9: a string has no field Text`},
		{"of what may be anything", `{{.Body.Any.Thing}}{{index .Body.Any 1}}`, ""},
		{"in a part", `{{template "parts/part.html" .Body.Note}}`, `parts/part.html:2:4: Item has no field Lead`},
		{"a range over one", `{{range .Body.Note}}{{end}}`, `1:9: Item is no list that could be ranged over`},
		{"the page in a range", `{{range .Body.Items}}{{$.Titel}}{{end}}`, `1:25: Page has no field Titel`},
		{"a key and an element", `{{range $key, $item := .Body.ByKey}}{{$item.Name}}{{$key}}{{end}}`, ""},
		{"one of two", `{{with or .Body.Note .Body.Note}}{{.Nme}}{{end}}`, `1:36: Item has no field Nme`},
	} {
		t.Run(test.name, func(t *testing.T) {
			th, err := theme.Load(files("pages/x/x.html", test.source, "parts/part.html", "<b>\n {{.Lead}}</b>"), texts, keys)
			if err != nil {
				t.Fatal(err)
			}
			err = th.Check(map[string]theme.Model{"x": {Type: reflect.TypeFor[*Page](), Body: reflect.TypeFor[*Body]()}})
			want := test.want
			if want != "" && want[0] == '1' || strings.HasPrefix(want, "2") {
				want = "pages/x/x.html:" + want
			}
			if (err != nil) != (want != "") || err != nil && (!strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("error = %v\nwant    %s", err, want)
			}
		})
	}
}

func TestCheckAsksForEveryPage(t *testing.T) {
	th, err := theme.Load(files("pages/x/x.html", "x"), texts, keys)
	if err != nil {
		t.Fatal(err)
	}
	err = th.Check(map[string]theme.Model{"x": {}, "another": {}})
	if want := `pages/another/another.html: there is no such page; add it to the theme`; err == nil || err.Error() != want {
		t.Errorf("error = %v\nwant    %s", err, want)
	}
}

func TestTextsAreEscapedAndTrimmedAsActionsAre(t *testing.T) {
	th, err := theme.Load(files("pages/x/x.html", "<p title=\"{{t \"quote\"}}\">a  {{- t \"quote\" -}}  b</p>"), texts, keys)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := th.Render(&buf, "x", "", nil); err != nil {
		t.Fatal(err)
	}
	want, got := outline(t, `<p title="&quot;A&quot; &amp; &lt;b&gt;">a&quot;A&quot; &amp; &lt;b&gt;b</p>`), outline(t, buf.String())
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestValuesAreEscaped(t *testing.T) {
	th := load(t)
	html, err := th.Partial("parts/state.html", struct{ Word, Tone string }{"<script>", `"><script>`})
	if err != nil || strings.Contains(string(html), "<script>") {
		t.Errorf("%s, %v", html, err)
	}
}

// TestMinifyingKeepsThePages renders all samples with the layouts as written
// and as minified: what a browser makes of both must be the same.
func TestMinifyingKeepsThePages(t *testing.T) {
	say, keys := english(t)
	small := load(t)
	// An action within a comment of HTML is lost to the minifier, so that Load keeps
	// the layout as it was written.
	asWritten := fstest.MapFS{}
	err := fs.WalkDir(builtIn(t), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		body, err := fs.ReadFile(builtIn(t), name)
		source := strings.Replace(string(body), `{{define "main"}}`, `{{define "main"}}<!--{{with ""}}{{end}}-->`, 1)
		if source == string(body) {
			source += `<!--{{with ""}}{{end}}-->`
		}
		asWritten[name] = &fstest.MapFile{Data: []byte(source)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	large, err := theme.Load(asWritten, say, keys)
	if err != nil {
		t.Fatal(err)
	}
	a, b := samples(t, small), samples(t, large)
	var one, other bytes.Buffer
	saved := 0
	for i := range a {
		for j := range a[i].pages {
			one.Reset()
			other.Reset()
			if err := small.Render(&one, a[i].pages[j].Layout, "", a[i].pages[j]); err != nil {
				t.Fatal(err)
			}
			if err := large.Render(&other, b[i].pages[j].Layout, "", b[i].pages[j]); err != nil {
				t.Fatal(err)
			}
			saved += other.Len() - one.Len()
			if x, y := outline(t, one.String()), outline(t, other.String()); x != y {
				at := 0
				for at < min(len(x), len(y)) && x[at] == y[at] {
					at++
				}
				t.Fatalf("%s/%s differs:\nminified   …%.200s\nas written …%.200s", a[i].name, a[i].pages[j].Path, x[max(0, at-60):], y[max(0, at-60):])
			}
		}
	}
	if saved <= 0 {
		t.Error("minifying saves nothing: were the layouts left as written?")
	}
}

// What a part leaves out at its end must not draw in what follows it elsewhere.
func TestAPartEndsItsLastParagraph(t *testing.T) {
	for _, last := range []string{"<p>a</p>", "<p>a</p>\n", "<div><p>a</p></div>", "<ul><li>a</li></ul>", "<dl><dt>a</dt><dd>b</dd></dl>\n"} {
		th, err := theme.Load(files("pages/home/home.html", `{{template "parts/part.html" .}}<i>b</i>`, "parts/part.html", last), texts, keys)
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		if err := th.Render(&buf, "home", "", nil); err != nil {
			t.Fatal(err)
		}
		if got, want := outline(t, buf.String()), outline(t, strings.TrimSpace(last)+"<i>b</i>"); got != want {
			t.Errorf("%q: %q is read as\n%s\nwant\n%s", last, buf.String(), got, want)
		}
	}
}

func TestACommentKeepsNoLayoutFromBeingMinified(t *testing.T) {
	say, keys := english(t)
	render := func(comment string) string {
		t.Helper()
		files := fstest.MapFS{}
		err := fs.WalkDir(builtIn(t), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || path.Ext(name) != ".html" {
				return err
			}
			body, err := fs.ReadFile(builtIn(t), name)
			files[name] = &fstest.MapFile{Data: append([]byte(comment), body...)}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		th, err := theme.Load(files, say, keys)
		if err != nil {
			t.Fatal(err)
		}
		var page bytes.Buffer
		home := samples(t, th)[0].pages[0]
		if err := th.Render(&page, home.Layout, "", home); err != nil {
			t.Fatal(err)
		}
		return page.String()
	}
	if plain, commented := render(""), render("{{/* It's the client's, and \"theirs. */ -}}\n"); plain != commented {
		t.Errorf("without a comment %d bytes, with one %d", len(plain), len(commented))
	}
}

var inline = []string{"a", "b", "strong", "em", "span", "code", "time", "i", "sup", "svg", "img", "input", "label", "button"}

// outline writes a page's elements, attributes and texts, with white space as
// browsers show it.
func outline(t *testing.T, page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(n *html.Node, pre bool)
	walk = func(n *html.Node, pre bool) {
		switch n.Type {
		case html.ElementNode:
			b.WriteString("\n<" + n.Data)
			for _, a := range n.Attr {
				b.WriteString(" " + a.Key + "=" + strings.Join(strings.Fields(a.Val), " "))
			}
			b.WriteString(">\n")
		case html.TextNode:
			text := n.Data
			if !pre {
				text = collapse(n)
			}
			b.WriteString(text)
		case html.DoctypeNode:
			b.WriteString("doctype")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, pre || n.Data == "pre" || n.Data == "textarea")
		}
		if n.Type == html.ElementNode {
			b.WriteString("\n</" + n.Data + ">\n")
		}
	}
	walk(doc, false)
	return b.String()
}

// collapse is a text without the spaces that don't show: those at the border of
// a block, and all but one of several.
func collapse(n *html.Node) string {
	text := strings.Join(strings.Fields(n.Data), " ")
	block := func(n *html.Node) bool {
		return n == nil || n.Type != html.TextNode && !(n.Type == html.ElementNode && slices.Contains(inline, n.Data))
	}
	if strings.TrimSpace(n.Data) == "" && (block(n.PrevSibling) || block(n.NextSibling)) {
		return ""
	}
	if strings.TrimLeft(n.Data, " \n\t") != n.Data && !block(n.PrevSibling) {
		text = " " + text
	}
	if strings.TrimRight(n.Data, " \n\t") != n.Data && !block(n.NextSibling) && text != " " {
		text += " "
	}
	return text
}

func TestRenderingIsDeterministic(t *testing.T) {
	render := func() string {
		th := load(t)
		var buf bytes.Buffer
		for _, s := range samples(t, th) {
			for _, p := range s.pages {
				if err := th.Render(&buf, p.Layout, p.Path, p); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, a := range assets(t) {
			buf.WriteString(a.Name)
			buf.Write(a.Body)
		}
		return buf.String()
	}
	if first, second := render(), render(); first != second {
		t.Error("the same pages come out differently")
	}
}

func TestOverlayReplacesFileByFile(t *testing.T) {
	lower := files("parts/a.html", "lower a", "parts/b.html", "lower b", "assets/style.css", "lower")
	upper := files("parts/b.html", "upper b", "parts/c.html", "upper c")
	both := theme.Overlay(upper, lower)
	for name, want := range map[string]string{"parts/a.html": "lower a", "parts/b.html": "upper b", "parts/c.html": "upper c", "assets/style.css": "lower"} {
		if body, err := fs.ReadFile(both, name); err != nil || string(body) != want {
			t.Errorf("%s = %q, %v; want %q", name, body, err, want)
		}
	}
	if names, err := fs.Glob(both, "parts/*"); err != nil || !slices.Equal(names, []string{"parts/a.html", "parts/b.html", "parts/c.html"}) {
		t.Errorf("names = %v, %v", names, err)
	}
	if err := fstest.TestFS(theme.Overlay(nil, lower), "parts/a.html", "assets/style.css"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadDir(both, "texts"); err == nil {
		t.Error("a folder that neither has can be read")
	}
}

func BenchmarkLoad(b *testing.B) {
	say, keys := english(b)
	fsys := builtIn(b)
	for b.Loop() {
		if _, err := theme.Load(fsys, say, keys); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	th := load(b)
	for _, p := range samples(b, th)[0].pages {
		if p.Layout != "report" && p.Layout != "home" && p.Layout != "progress" {
			continue
		}
		b.Run(p.Layout, func(b *testing.B) {
			var buf bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				buf.Reset()
				if err := th.Render(&buf, p.Layout, p.Path, p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(buf.Len()), "bytes/page")
		})
	}
}
