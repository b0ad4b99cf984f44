package theme_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"rapport/generator/page"
	"rapport/generator/place"
	"rapport/generator/theme"
	"rapport/themes"
)

var render = flag.String("render", "", "write the sample portals into this folder, to look at them")

func builtIn(t testing.TB) fs.FS {
	fsys, err := fs.Sub(themes.FS, "default")
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// english gives the interface's texts.
func english(t testing.TB) (func(string) (string, bool), []string) {
	body, err := fs.ReadFile(builtIn(t), "texts/en.toml")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := toml.Unmarshal(body, &texts); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for key := range texts {
		keys = append(keys, key)
	}
	return func(key string) (string, bool) {
		text, ok := texts[key].(string)
		return text, ok
	}, keys
}

func load(t testing.TB) *theme.Theme {
	texts, keys := english(t)
	th, err := theme.Load(builtIn(t), texts, keys)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func assets(t testing.TB) []theme.Asset {
	all, err := theme.Assets(builtIn(t))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEveryLayoutRendersEverySample(t *testing.T) {
	th := load(t)
	if err := th.Check(page.Models()); err != nil {
		t.Error(err)
	}
	var buf bytes.Buffer
	write := func(name string, body []byte) {
		if *render == "" {
			return
		}
		name = filepath.Join(*render, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range samples(t, th) {
		for _, p := range s.pages {
			buf.Reset()
			if err := th.Render(&buf, p.Layout, p.Path, p); err != nil {
				t.Error(err)
			}
			html := buf.String()
			if strings.Contains(html, "ZgotmplZ") {
				t.Errorf("%s/%s: html/template refused a value", s.name, p.Path)
			}
			for _, never := range []string{" style=", "<style", " onclick", "{{"} {
				if strings.Contains(html, never) {
					t.Errorf("%s/%s has %q", s.name, p.Path, never)
				}
			}
			if n := strings.Count(html, "<h1"); n != 1 {
				t.Errorf("%s/%s has %d first headings, want 1", s.name, p.Path, n)
			}
			write(s.name+"/"+p.Path, buf.Bytes())
		}
		for _, a := range assets(t) {
			write(s.name+"/assets/"+a.Logical, a.Body)
		}
		css, _ := theme.Brand("", "#8a4b08")
		write(s.name+"/assets/brand.css", css)
	}
	for layout, here := range map[string]string{"door": "door", "404": "404"} {
		door := &page.Page{Portal: &page.Portal{Lang: "en", Dir: "ltr", Provider: "Northlight", ProviderURL: "https://northlight.example", Email: "a@b.example", Stylesheet: "rich/assets/style.css", Brand: "rich/assets/brand.css", Tagline: "Web shops"}, Title: "Portals", Here: place.Page(here)}
		buf.Reset()
		if err := th.Render(&buf, layout, layout, door); err != nil {
			t.Error(err)
		}
		write(layout+".html", buf.Bytes())
	}
}

func TestSeveralGoroutinesRenderWithOneTheme(t *testing.T) {
	th := load(t)
	pages := samples(t, th)[0].pages
	render := func() string {
		var buf bytes.Buffer
		for _, p := range pages {
			if err := th.Render(&buf, p.Layout, p.Path, p); err != nil {
				t.Error(err)
			}
			nav, err := th.Partial("parts/nav.html", p)
			if err != nil {
				t.Error(err)
			}
			buf.WriteString(string(nav))
		}
		return buf.String()
	}
	results := make([]string, 4)
	var wg sync.WaitGroup
	for i := range results {
		wg.Go(func() { results[i] = render() })
	}
	wg.Wait()
	for _, r := range results {
		if r != results[0] {
			t.Error("pages differ")
		}
	}
}
