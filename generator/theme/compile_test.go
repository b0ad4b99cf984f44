package theme_test

import (
	"bytes"
	"errors"
	"html/template"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"rapport/generator/press"
	workspaces "rapport/generator/sample"
	_ "rapport/generator/testheap"
	"rapport/generator/theme"
)

// That layouts are compiled is an optimisation, and may be deleted with its files and
// these tests: html/template alone writes the same.

func TestCompiledLayoutsWriteOfEveryWorkspaceWhatTheInterpreterWrites(t *testing.T) {
	made := t.TempDir()
	if err := workspaces.Write(made, workspaces.Spec{Clients: 3, Reports: 4, Entries: 20, Seed: 7}); err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"the example": "../..", "a sample": made} {
		fast, slow := portals(t, dir, false), portals(t, dir, true)
		if len(fast) < 40 || len(fast) != len(slow) {
			t.Fatalf("%s has %d compiled pages and %d interpreted", name, len(fast), len(slow))
		}
		for page, html := range slow {
			if fast[page] != html {
				t.Errorf("%s: %s differs: %s", name, page, difference(fast[page], html))
			}
		}
	}
}

// portals makes the files of all portals of a workspace.
func portals(t *testing.T, dir string, interpreted bool) map[string]string {
	sources, err := press.Workspace{Dir: dir, Content: "content", Theme: "default"}.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer sources.Close()
	layouts, err := sources.Theme()
	if err != nil {
		t.Fatal(err)
	}
	provider, problems, err := sources.Provider()
	if err != nil || provider == nil {
		t.Fatal(problems, err)
	}
	p := sources.Press(provider, layouts, "")
	ids, _, err := sources.Clients()
	if err != nil {
		t.Fatal(err)
	}
	asOf, err := press.ParseAsOf(workspaces.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, id := range ids {
		address, _, err := p.Address(id)
		if err != nil {
			t.Fatal(err)
		}
		client, err := p.Read(address)
		if err != nil {
			t.Fatal(err)
		}
		localized := layouts.In(client.Content.Locale)
		compiled := localized.Theme
		if interpreted {
			localized.Theme = compiled.Interpreted()
		}
		portal, problems := p.Portal(client, asOf.In(provider.Zone))
		if portal == nil {
			t.Fatal(problems)
		}
		files, problems, err := portal.Files()
		if err != nil || files == nil {
			t.Fatal(problems, err)
		}
		for _, f := range files {
			all[id+"/"+f.Name] = string(f.Body)
		}
		localized.Theme = compiled // the built-in theme is loaded once a process
		if err := client.Close(); err != nil {
			t.Fatal(err)
		}
		if left := compiled.LeftToInterpreter(); len(left) > 0 {
			t.Errorf("could not be compiled: %s", strings.Join(left, ", "))
		}
	}
	return all
}

// difference shows the places at which two texts begin to differ.
func difference(a, b string) string {
	at := 0
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	from := max(0, at-60)
	return "\n…" + a[from:min(len(a), at+60)] + "\n…" + b[from:min(len(b), at+60)]
}

// Everything is what layouts can ask for, of each type that values in models have, and
// of some that they do not have.
type everything struct {
	*embedded
	Text, Other string
	Named       named
	HTML        template.HTML
	URL         template.URL
	CSS         template.CSS
	N, M        int
	Small       int8
	F           float64
	Yes         bool
	List        []element
	Pointers    []*element
	Anything    []any
	Texts       []string
	Map         map[string]string
	Struct      element
	Pointer     *element
	Nil         *element
	Body        any
	Wrong       any
	Said        said
	Bytes       []byte
	Few         [2]int
}

type (
	named    string
	said     struct{ text string }
	embedded struct{ Deep string }
	element  struct {
		Text string
		HTML template.HTML
		N    int
		More []element
	}
)

func (s said) String() string              { return "said " + s.text }
func (e element) Value() string            { return "value of " + e.Text }
func (e *element) Address() template.HTML  { return "<i>" + e.HTML + "</i>" }
func (e *element) Copied() template.HTML   { return e.HTML }
func (e *element) Bursts() template.HTML   { panic("at " + e.Text) }
func (e *element) Fails() (string, error)  { return "", errors.New("it fails") }
func (e *element) Panics() string          { panic("at " + e.Text) }
func (e everything) Method() element       { return e.Struct }
func (e everything) With(s string) string  { return s }
func (e *everything) Self() *everything    { return e }
func (e *everything) Inner() []element     { return e.List }
func (e *everything) Maybe(n int) *element { return e.Nil }

// AppendHTML appends what Address and Bursts return.
func (e *element) AppendHTML(method string, out []byte) []byte {
	switch method {
	case "Address":
		return append(append(append(out, "<i>"...), e.HTML...), "</i>"...)
	case "Bursts":
		panic(append(out, "half"...))
	}
	return nil
}

func model(text, other string, n int) *everything {
	e := element{Text: text, HTML: template.HTML(other), N: n}
	e.More = []element{{Text: other}, {N: n + 1, More: []element{{Text: text}}}}
	list := make([]element, ((n%4)+4)%4)
	var pointers []*element
	for i := range list {
		list[i] = element{Text: text, N: i - 1}
		pointers = append(pointers, &list[i])
	}
	return &everything{
		embedded: &embedded{Deep: other}, Text: text, Other: other, Named: named(text), HTML: template.HTML(text), URL: template.URL(other), CSS: template.CSS(text),
		N: n, M: -n, Small: int8(n), F: float64(n) / 4, Yes: n%2 == 0, List: list, Pointers: pointers, Anything: []any{text, n, e, nil, &e},
		Texts: []string{text, "", other}, Map: map[string]string{"key": text, "empty": ""}, Struct: e, Pointer: &e, Body: []any{&e, e, text, n, list}[((n%5)+5)%5], Wrong: nil,
		Said: said{text}, Bytes: []byte(text), Few: [2]int{n, 1},
	}
}

// Fragments are pieces of layouts, seeds of what is compared.
var fragments = []string{
	`{{.Text}}`, `<p title="{{.Text}}">{{.Named}}</p>`, `<title>{{.Text}}</title>`, `{{.HTML}}`, `<p title="{{.HTML}}">`, `<title>{{.HTML}}</title>`,
	`<a href="{{.Text}}">`, `<a href="{{.Text}}{{.Other}}">`, `<a href="/x?a={{.Text}}&amp;b={{.URL}}#{{.Other}}">`, `<a href="{{.URL}}">`, `<a href="mailto:{{.Text}}">`,
	`<img src="{{.Text}}" alt="{{.Other}}" width="{{.N}}">`, `<p class=a{{.Text}}>`, `<script>let a = {{.Text}}</script>`, `<style>p { color: {{.Text}} }</style>`, `<p style="{{.CSS}}">`, `<p {{.Text}}>`,
	`{{.N}} {{.M}} {{.Small}} {{.F}} {{.Yes}} {{.Said}} {{.Bytes}}`, `<svg viewBox="0 0 {{.N}} {{.M}}">`, `{{.Deep}}`, `{{.Map.key}}{{.Map.empty}}`, `{{.Map.none}}`,
	`{{if .Text}}a{{else if .Yes}}b{{else}}c{{end}}`, `{{if not .Text}}a{{end}}`, `{{if and .Text .Yes}}a{{end}}`, `{{if or .Nil .List .F}}a{{end}}`, `{{if or .Nil .Struct}}a{{end}}`, `{{if .Body}}{{end}}`, `{{if .Few}}a{{end}}`,
	`{{if eq .Text "a"}}a{{end}}{{if eq .N 0}}b{{end}}{{if lt .N 4}}c{{end}}{{if ge .N .M}}d{{end}}{{if ne .Text .Other}}e{{end}}`, `{{if eq .Text .N}}a{{end}}`, `{{if eq .N 1 2}}a{{end}}`, `{{if eq .F 1.0}}a{{end}}`, `{{if eq .N 0x1}}a{{end}}`,
	`{{with .Text}}<b>{{.}}</b>{{$.Other}}{{else}}none{{end}}`, `{{with .Pointer}}{{.Text}}{{.Address}}{{end}}`, `{{with .Nil}}{{.Text}}{{else}}nil{{end}}`, `{{with .Body}}{{.}}{{end}}`, `{{with .Body}}{{.Text}}{{$.N}}{{end}}`, `{{.Body.Text}}`, `{{with .Wrong}}a{{else}}b{{end}}`, `{{.Wrong}}`, `{{with $x := .Text}}{{$x}}{{end}}{{with .Nil}}{{else with .Struct}}{{.Text}}{{end}}`,
	`{{range .List}}{{.Text}}{{.N}}{{.Value}}{{.Address}}{{else}}empty{{end}}`, `{{range $i, $e := .List}}{{if $i}}, {{end}}{{$e.Text}}{{$i}}{{end}}`, `{{range $e := .Pointers}}{{$e.Value}}{{end}}`, `{{range .Anything}}{{.}}{{end}}`, `{{range .Texts}}{{.}},{{end}}`, `{{range $k, $v := .Map}}{{$k}}{{$v}}{{end}}`, `{{range 3}}{{.}}{{end}}`, `{{range .Text}}{{.}}{{end}}`, `{{range .Few}}{{.}}{{end}}`, `{{range .List}}{{if .N}}{{continue}}{{end}}{{.Text}}{{break}}{{end}}`, `{{range .Inner}}{{.Text}}{{end}}`,
	`{{template "parts/row.html" .Struct}}`, `{{template "parts/row.html" .Pointer}}`, `{{template "parts/row.html" .Body}}`, `{{template "parts/row.html" .Nil}}`, `{{template "parts/row.html"}}`, `<p title="{{template "parts/row.html" .Struct}}">`, `{{template "parts/odd.html" .Struct}}{{template "parts/odd.html" .Pointer}}`, `{{range .List}}{{template "parts/odd.html" .}}{{end}}`,
	`{{.Struct.Value}}{{.Struct.Address}}{{.Method.Value}}`, `{{.Method.Address}}`, `{{.Pointer.Fails}}`, `a{{.Pointer.Address}}{{.Pointer.Copied}}`, `a{{.Pointer.Bursts}}`, `<p title="{{.Pointer.Address}}">`, `{{.Pointer.Panics}}`, `{{.Nil.Value}}`, `{{.Nil.Address}}`, `{{.Nil.Text}}`, `{{.With "a"}}`, `{{.Self.Self.Text}}`, `{{(.Maybe 1).Text}}`, `{{(.Method).Text}}`, `{{.Missing}}`, `{{$.Text}}`,
	`{{$x := .Text}}{{$x}}{{if .Yes}}{{$x := .Other}}{{$x}}{{end}}{{$x}}`, `{{$x := .N}}{{$x = 3}}{{$x}}`, `{{$x := .Body}}{{$x}}`, `{{range .List}}{{$y := .Text}}{{range $z := $.Texts}}{{$y}}{{$z}}{{end}}{{$y}}{{end}}`,
	`{{len .List}} {{len .Text}} {{len .N}} {{if len .List}}a{{end}}`, `{{print .Text .N}}`, `{{printf "%s" .Text}}`, `{{.Text | print | html}}`, `{{index .Texts 0}}`, `{{index .Texts 9}}`, `{{slice .Text 1}}`, `{{or .Text .Other}}`, `{{and .Text .Other}}`, `{{not .Yes}}`, `{{"a<b"}}{{1}}{{true}}{{'a'}}{{nil}}`,
	`{{block "b" .}}{{.Text}}{{end}}{{define "c"}}{{.Text}}{{end}}{{template "c" .Struct}}`, `<!-- {{.Text}} -->a`, "<!-- a -->{{.Text}}\n  b", `{{if .Nil}}{{.Missing}}{{end}}`, `{{if .Struct}}a{{end}}{{if .Said}}b{{end}}`, `{{html .Text}}`, `<a href="{{range .Texts}}{{.}}{{end}}">`, `<p title="{{with .HTML}}{{.}}{{end}}">`,
}

// parts are what fragments call.
var parts = []string{
	"parts/row.html", `<li>{{.Text}}{{range .More}}{{template "parts/row.html" .}}{{end}}</li>`,
	"parts/odd.html", `{{printf "%d" .N}}{{.Text}}`,
	"parts/endless.html", `{{template "parts/endless.html" .}}`,
}

// withFragment is a theme with a fragment as parts/x.html; nil where there can be none.
func withFragment(fragment string) *theme.Theme {
	fsys := files(append(slices.Clone(parts), "parts/x.html", fragment)...)
	th, err := theme.Load(fsys, func(string) (string, bool) { return "", false }, nil)
	if err != nil {
		return nil
	}
	return th
}

// compare renders a fragment compiled and interpreted.
func compare(t *testing.T, th *theme.Theme, fragment string, data any) {
	t.Helper()
	fast, failed := th.Partial("parts/x.html", data)
	slow, wants := th.Interpreted().Partial("parts/x.html", data)
	if fast != slow {
		t.Errorf("%s: %s", fragment, difference(string(fast), string(slow)))
	}
	if errorText(failed) != errorText(wants) {
		t.Errorf("%s: compiled it fails with %q, interpreted with %q", fragment, errorText(failed), errorText(wants))
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestCompiledFragmentsWriteAndFailAsTheInterpreterDoes(t *testing.T) {
	loaded, compiled := 0, 0
	for _, fragment := range fragments {
		th := withFragment(fragment)
		if th == nil {
			continue // html/template refuses it
		}
		loaded++
		for n, text := range []string{"", "a", `<b title='x'>&amp;+`, "javascript:alert(1)", "https://x.example/ä b?c=%41%zz#[d]", "\x00\xff\u00a0\ufffe"} {
			compare(t, th, fragment, model(text, "o "+text, n))
		}
		compare(t, th, fragment, *model("by value", "<o>", 3)) // which has no address
		if len(th.LeftToInterpreter()) == 0 {
			compiled++
		}
		compare(t, th, fragment, "another type")
		compare(t, th, fragment, nil)
	}
	if loaded < 90 || compiled < 40 {
		t.Errorf("of %d fragments %d were loaded and %d compiled: what is compared?", len(fragments), loaded, compiled)
	}
}

func TestATemplateThatCallsItselfForEverFailsAsTheInterpreterDoes(t *testing.T) {
	compare(t, withFragment(`{{template "parts/endless.html" .}}`), "parts/endless.html", model("", "", 1))
}

func TestOnePartThatCannotBeCompiledLeavesTheOthersCompiled(t *testing.T) {
	th := withFragment(`{{.Text}}{{template "parts/odd.html" .Struct}}`)
	if got, err := th.Partial("parts/x.html", model("a<", "", 3)); err != nil || got != "a&lt;3a&lt;" {
		t.Errorf("got %q, %v", got, err)
	}
	if left := th.LeftToInterpreter(); len(left) != 1 || !strings.Contains(left[0], "odd.html") {
		t.Errorf("left are %q", left)
	}
}

func TestAnErrorLeavesOfAPageWhatTheInterpreterLeaves(t *testing.T) {
	th, err := theme.Load(fstest.MapFS{"pages/x/x.html": {Data: []byte("<p>{{.Text}}</p>\n<p>{{.Nil.Text}}</p>")}}, func(string) (string, bool) { return "", false }, nil)
	if err != nil {
		t.Fatal(err)
	}
	var fast, slow bytes.Buffer
	fast.WriteString("before")
	slow.WriteString("before")
	failed, wants := th.Render(&fast, "x", "x.html", model("a", "", 1)), th.Interpreted().Render(&slow, "x", "x.html", model("a", "", 1))
	if errorText(failed) != errorText(wants) || !strings.Contains(errorText(failed), "pages/x/x.html:2:") {
		t.Errorf("got %v, want %v", failed, wants)
	}
	if fast.String() != slow.String() {
		t.Errorf("got %q, want %q", &fast, &slow)
	}
}

// FuzzCompiledLayouts compares layouts of any source, with any texts in their models.
func FuzzCompiledLayouts(f *testing.F) {
	for i, fragment := range fragments {
		f.Add(fragment, `<b>"it's" & +`+"\x00", "https://x.example/a b?c=d#e", i)
	}
	f.Fuzz(func(t *testing.T, fragment, text, other string, n int) {
		th := withFragment(fragment)
		if th == nil {
			return
		}
		for range 2 { // what is left to the interpreter at first stays so
			compare(t, th, fragment, model(text, other, n))
		}
	})
}

// FuzzEscapers compares each place that a value can stand in.
func FuzzEscapers(f *testing.F) {
	for _, text := range []string{"", "plain", `<b title='x'>"&amp;"+</b>`, "javascript:a", "HTTPS:x", "/a:b", "%41%4", "ä\u2028\ufdd0\ufffe\x00\xff\xc3"} {
		f.Add(text, "x"+text)
	}
	th := withFragment(`{{.Text}}<title>{{.Text}}</title><a title="{{.Text}}" href="{{.Text}}">{{.HTML}}</a><a href='{{.URL}}'>` +
		`<a href="x{{.Text}}?{{.Text}}&amp;{{.URL}}"><img src="{{.Text}}{{.Other}}">`)
	f.Fuzz(func(t *testing.T, text, other string) {
		data := model(text, other, 1)
		fast, err := th.Partial("parts/x.html", data)
		if err != nil {
			t.Fatal(err)
		}
		if slow, err := th.Interpreted().Partial("parts/x.html", data); err != nil || fast != slow {
			t.Fatalf("%v %s", err, difference(string(fast), string(slow)))
		}
		if left := th.LeftToInterpreter(); len(left) > 0 {
			t.Fatal(left)
		}
	})
}
