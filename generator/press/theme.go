package press

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"rapport/generator/diag"
	"rapport/generator/locale"
	"rapport/generator/page"
	"rapport/generator/source"
	"rapport/generator/theme"
	"rapport/themes"
)

// A Theme is the theme of a workspace in each language that its portals need, loaded
// when the first one does. Its methods may be called from several goroutines.
type Theme struct {
	layers  []locale.Layer // the built-in theme, then the workspace's
	builtIn *Theme         // which this is, where the workspace has none of its own

	mu       sync.Mutex
	loaded   map[string]*Localized
	finished bool // what follows is known
	assets   []theme.Asset
	unfit    error // what is wrong with these, or asked of a model that does not have it
}

// Localized is a theme in one language.
type Localized struct {
	*theme.Theme // nil where it has errors
	Assets       []theme.Asset
	Texts        *locale.Texts  // nil where they have errors
	Problems     []diag.Problem // what is wrong with it
}

// builtIn is the theme that is part of the program. It can't change while that runs, and
// so is loaded once a language, for however many workspaces.
var builtIn = sync.OnceValues(func() (*Theme, error) {
	base, err := fs.Sub(themes.FS, "default")
	if err != nil {
		return nil, err
	}
	return newTheme(locale.Layer{FS: base, Name: "themes/default"}), nil
})

func newTheme(layers ...locale.Layer) *Theme {
	return &Theme{layers: layers, loaded: map[string]*Localized{}}
}

// Theme finds the workspace's theme: a folder in its themes/, laid over the built-in
// one, or a folder of its own anywhere. The error is a UsageError where there is none.
func (s *Sources) Theme() (*Theme, error) {
	base, err := builtIn()
	if err != nil {
		return nil, err
	}
	upper, folder, err := s.findTheme(s.Workspace.Theme)
	if err != nil {
		return nil, err
	}
	if upper != nil {
		return newTheme(base.layers[0], locale.Layer{FS: upper, Name: folder}), nil
	}
	t := newTheme(base.layers[0])
	t.builtIn = base
	return t, nil
}

// IsThemeName tells a theme in themes/ from the path of a folder.
func IsThemeName(name string) bool {
	return !strings.ContainsAny(name, `/\`) && name != "." && name != ".."
}

// findTheme returns the folder of a theme, and what problems call it. There is none
// for the built-in theme.
func (s *Sources) findTheme(name string) (fs.FS, string, error) {
	if IsThemeName(name) {
		folder := path.Join("themes", name)
		upper, err := s.files.Sub(folder)
		switch {
		case err == nil:
			return upper, folder, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, "", fmt.Errorf("open theme %s: %w", folder, err)
		case name == "default":
			return nil, "", nil
		}
		return nil, "", diag.Usagef("there is no theme %q; make the folder %s, or name another", name, folder)
	}
	upper, err := source.OpenFolder(s.In(name))
	if err != nil {
		return nil, "", diag.Usagef("there is no theme folder %q", name)
	}
	return upper, filepath.ToSlash(filepath.Clean(name)), nil
}

// In returns the theme in the language of a tag.
func (t *Theme) In(tag string) *Localized {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.loaded[tag] == nil {
		if t.builtIn != nil {
			t.loaded[tag] = t.builtIn.In(tag)
		} else {
			t.loaded[tag] = t.load(tag)
		}
	}
	return t.loaded[tag]
}

// load loads the theme in one language.
func (t *Theme) load(tag string) *Localized {
	l := &Localized{}
	var problems diag.List
	texts, err := locale.LoadTexts(t.layers, tag, &problems)
	if err != nil {
		problems.Addf(diag.Position{File: path.Join(t.layers[0].Name, "texts/en.toml")}, theme.Unusable, "%v", err)
	}
	if problems.Errors() == 0 {
		l.Texts = texts
		var upper fs.FS
		if len(t.layers) > 1 {
			upper = t.layers[1].FS
		}
		files := theme.Overlay(upper, t.layers[0].FS)
		said := func(key string) (string, bool) { return texts.Get(key), texts.Has(key) }
		l.Theme, err = theme.Load(files, said, texts.Keys())
		if err == nil {
			if err = t.finish(l.Theme, files); err == nil {
				l.Assets, err = theme.Speak(files, t.assets, said, texts.Keys())
			}
			if err != nil {
				l.Theme = nil
			}
		}
		t.report(err, &problems)
	}
	l.Problems = problems.Sorted()
	return l
}

// finish does once what is the same in every language of a theme. What the built-in
// theme asks of the models is known to be there, by a test.
func (t *Theme) finish(any *theme.Theme, files fs.FS) error {
	if !t.finished {
		t.finished = true
		if len(t.layers) > 1 {
			t.unfit = any.Check(page.Models())
		}
		if t.unfit == nil {
			t.assets, t.unfit = theme.Assets(files)
		}
	}
	return t.unfit
}

// Texts are what the interface says in the language of a tag, with no look at the
// layouts. Texts that have mistakes say what they can.
func (t *Theme) Texts(tag string) (*locale.Texts, error) {
	return locale.LoadTexts(t.layers, tag, &diag.List{})
}

// Languages are the tags in which the theme was needed, sorted.
func (t *Theme) Languages() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.loaded))
}

// Source returns the bytes of a file of the theme, named as problems name it, or nil.
func (t *Theme) Source(file string) []byte {
	for _, l := range slices.Backward(t.layers) {
		if name, ok := strings.CutPrefix(file, l.Name+"/"); ok {
			if text, err := fs.ReadFile(l.FS, name); err == nil {
				return text
			}
		}
	}
	return nil
}

// Name is what problems call the theme's folder.
func (t *Theme) Name() string { return t.layers[len(t.layers)-1].Name }

// report turns the errors of a theme into problems at their places.
func (t *Theme) report(err error, problems *diag.List) {
	if err == nil {
		return
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			t.report(e, problems)
		}
		return
	}
	var at *theme.Error
	if errors.As(err, &at) {
		pos := at.Position
		pos.File = path.Join(t.owner(pos.File), pos.File)
		message := at.Reason
		if at.Page != "" {
			message += " (on page " + at.Page + ")"
		}
		problems.Addf(pos, theme.Unusable, "%s", message)
		return
	}
	problems.Addf(diag.Position{File: t.Name()}, theme.Unusable, "%v", err)
}

// owner is the layer that a file of the theme comes from.
func (t *Theme) owner(name string) string {
	for i := len(t.layers) - 1; i > 0; i-- {
		if _, err := fs.Stat(t.layers[i].FS, name); err == nil {
			return t.layers[i].Name
		}
	}
	return t.layers[0].Name
}
