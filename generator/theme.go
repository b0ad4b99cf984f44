package generator

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"rapport/generator/diag"
	"rapport/generator/locale"
	"rapport/generator/source"
	"rapport/generator/theme"
	"rapport/themes"
)

// themes holds the theme of a run in each language that a portal needs, made
// when the first one does.
type themeSet struct {
	layers []locale.Layer // the built-in theme, then the workspace's
	folder string         // of the workspace's theme, as problems name it

	mu     sync.Mutex
	loaded map[string]*spoken
}

// spoken is a theme in one language.
type spoken struct {
	*theme.Theme
	texts    *locale.Texts
	problems []diag.Problem // why there is no theme
}

// openTheme finds the theme called name: a folder in the workspace's themes/, laid
// over the built-in one, or a folder of its own anywhere.
func openTheme(workspace *source.Workspace, dir, name string) (*themeSet, error) {
	base, err := fs.Sub(themes.FS, "default")
	if err != nil {
		return nil, err
	}
	t := &themeSet{layers: []locale.Layer{{FS: base, Name: "themes/default"}}, loaded: map[string]*spoken{}}
	upper, folder, err := findTheme(workspace, dir, name)
	if err != nil {
		return nil, err
	}
	if upper != nil {
		t.folder = folder
		t.layers = append(t.layers, locale.Layer{FS: upper, Name: folder})
	}
	return t, nil
}

func findTheme(workspace *source.Workspace, dir, name string) (fs.FS, string, error) {
	if !strings.ContainsAny(name, `/\`) && name != "." && name != ".." {
		folder := path.Join("themes", name)
		upper, err := workspace.Sub(folder)
		switch {
		case err == nil:
			return upper, folder, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, "", fmt.Errorf("open theme %s: %w", folder, err)
		case name == "default":
			return nil, "", nil
		}
		return nil, "", UsageError{fmt.Sprintf("there is no theme %q; make the folder %s, or name another", name, folder)}
	}
	folder := name
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(dir, name)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, "", UsageError{fmt.Sprintf("there is no theme folder %q", name)}
	}
	return root.FS(), filepath.ToSlash(filepath.Clean(name)), nil
}

// in returns the theme in the language of a tag. Its problems say why there is none.
func (t *themeSet) in(tag string) *spoken {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.loaded[tag]; s != nil {
		return s
	}
	s := &spoken{}
	t.loaded[tag] = s
	var problems diag.List
	texts, err := locale.LoadTexts(t.layers, tag, &problems)
	if err != nil {
		problems.Addf(diag.Position{File: path.Join(t.layers[0].Name, "texts/en.toml")}, theme.Unusable, "%v", err)
	}
	if problems.Errors() == 0 {
		s.texts = texts
		var upper fs.FS
		if len(t.layers) > 1 {
			upper = t.layers[1].FS
		}
		s.Theme, err = theme.Load(theme.Overlay(upper, t.layers[0].FS), func(key string) (string, bool) { return texts.Get(key), texts.Has(key) }, texts.Keys())
		t.report(err, &problems)
	}
	s.problems = problems.Sorted()
	return s
}

// report turns the errors of a theme into problems at their places.
func (t *themeSet) report(err error, problems *diag.List) {
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
	problems.Addf(diag.Position{File: t.layers[len(t.layers)-1].Name}, theme.Unusable, "%v", err)
}

// owner is the layer that a file of the theme comes from.
func (t *themeSet) owner(name string) string {
	for i := len(t.layers) - 1; i > 0; i-- {
		if _, err := fs.Stat(t.layers[i].FS, name); err == nil {
			return t.layers[i].Name
		}
	}
	return t.layers[0].Name
}
