package generator

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/source"
	"rapport/generator/theme"
)

// renew reads the provider and the theme again where they changed, and puts them
// in force where they are in order.
func (s *Session) renew(change Change) {
	s.mu.Lock()
	old := s.run
	s.mu.Unlock()
	next := &run{Options: s.options, workspace: s.workspace, markdown: s.markdown, sources: map[string][]byte{}}
	if next.Jobs == 0 {
		next.Jobs = 2
	}
	newTheme := old == nil || change.All || len(change.Theme) > 0
	newProvider := old == nil || (change.All || len(change.Provider) > 0) && s.providerChanged(old, change)
	if !newTheme && !newProvider {
		return
	}
	if newTheme {
		s.readTheme(old, next)
	} else {
		next.theme = old.theme
	}
	if newProvider {
		s.readProvider(next)
	}
	if old != nil {
		if next.theme == nil {
			next.theme = old.theme
		}
		if next.provider == nil {
			next.provider = old.provider
		}
	}
	if next.provider == nil || next.theme == nil || old != nil && next.provider == old.provider && next.theme == old.theme {
		return // what was in force stays so
	}
	next.asOf = s.options.AsOf.in(next.provider.Zone)
	root := s.makeRoot(next)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.run, s.root = next, root
	for _, t := range s.tenants {
		t.checked.Store(false)
		if old == nil || next.provider != old.provider {
			t.overview.Store(nil)
		}
	}
	if change.All || old == nil || next.provider != old.provider || !onlyStyles(change.Theme) {
		s.gen++
		s.allGen = s.gen
	}
}

// onlyStyles tells whether a page need not be loaded again: its stylesheets can be
// exchanged where it is.
func onlyStyles(names []string) bool {
	for _, name := range names {
		if !strings.HasPrefix(name, "assets/") || path.Ext(name) != ".css" {
			return false
		}
	}
	return len(names) > 0
}

// providerChanged tells whether any file of the provider's did.
func (s *Session) providerChanged(old *run, change Change) bool {
	var listing diag.List
	tree, err := s.workspace.Provider(&listing)
	if err != nil {
		return true
	}
	defer tree.Close()
	return s.provider.errors() > 0 || listing.Errors() > 0 || differ(old.provider.Tree, tree, change.Provider)
}

// differ tells whether a folder holds other files than it did. Those that were
// named are taken to have changed: of two writes within a tick of the disk's
// clock, the second leaves no trace in a file's time.
func differ(old, now *source.Tree, named []string) bool {
	before, after := old.Files(), now.Files()
	if !slices.EqualFunc(before, after, func(a, b source.File) bool {
		return a.Name == b.Name && a.Size == b.Size && a.ModTime.Equal(b.ModTime)
	}) {
		return true
	}
	return slices.ContainsFunc(named, func(name string) bool {
		_, found := now.Lookup(name)
		return found
	})
}

// readProvider reads the provider for a run, which has none where there are errors.
func (s *Session) readProvider(next *run) {
	var found report
	guard(&next.problems, next.Content, func() {
		if err := next.readProvider(); err != nil {
			next.problems.Addf(diag.Position{File: next.Content}, diag.Unreadable, "%v", err)
		}
	})
	found.problems, found.sources = next.problems.Sorted(), next.sources
	next.problems, next.sources = diag.List{}, map[string][]byte{}
	s.mu.Lock()
	s.provider = found
	s.mu.Unlock()
}

// readTheme opens the theme for a run in the languages that the last one needed.
// The run has none where there are errors.
func (s *Session) readTheme(old, next *run) {
	var problems diag.List
	opened, err := openTheme(s.workspace, s.options.Dir, s.options.Theme)
	if err != nil {
		problems.Addf(diag.Position{File: path.Join("themes", filepath.ToSlash(s.options.Theme))}, theme.Unusable, "%v", err)
	} else if old != nil {
		guard(&problems, opened.layers[len(opened.layers)-1].Name, func() {
			for _, tag := range old.theme.languages() {
				problems.Add(opened.in(tag).problems...)
			}
		})
	}
	found := report{problems: problems.Sorted(), sources: map[string][]byte{}}
	if opened != nil {
		for _, p := range found.problems {
			found.sources[p.File] = opened.source(p.File)
		}
	}
	if problems.Errors() == 0 {
		next.theme = opened
	}
	s.mu.Lock()
	s.theme = found
	s.mu.Unlock()
}

// languages are those in which the theme was needed, sorted.
func (t *themeSet) languages() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Sorted(maps.Keys(t.loaded))
}

// source returns the bytes of a file of the theme, named as problems name it.
func (t *themeSet) source(file string) []byte {
	for _, l := range t.layers {
		if name, ok := strings.CutPrefix(file, l.Name+"/"); ok {
			if text, err := fs.ReadFile(l.FS, name); err == nil {
				return text
			}
		}
	}
	return nil
}

// makeRoot makes what stands beside the portals.
func (s *Session) makeRoot(r *run) rootFiles {
	root := rootFiles{files: map[string]output.File{}}
	guard(&r.problems, r.Content, func() {
		files, err := r.rootFiles(nil)
		if err != nil {
			r.problems.Addf(diag.Position{File: r.Content}, diag.Unreadable, "%v", err)
		}
		for _, f := range files {
			root.files[f.Name] = f
		}
	})
	root.problems, root.sources = r.problems.Sorted(), r.sources
	return root
}

// guard turns a panic into a problem of a file: no content may end a session.
func guard(problems *diag.List, file string, work func()) {
	defer func() {
		if r := recover(); r != nil {
			problems.Addf(diag.Position{File: file}, diag.Failed, "rapport itself failed here (%v); undo the last edit, and report it", r)
		}
	}()
	work()
}
