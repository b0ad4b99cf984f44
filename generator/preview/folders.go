package preview

import (
	"path/filepath"

	"rapport/generator/press"
)

// folders are where the files of a workspace stand, as absolute paths without
// symbolic links as far as they exist.
type folders struct {
	workspace string
	content   string
	theme     string // it may not exist
}

// findFolders returns the folders to watch for a workspace.
func findFolders(w press.Workspace) (folders, error) {
	dir, err := filepath.Abs(w.Dir)
	if err != nil {
		return folders{}, err
	}
	theme := w.Theme
	if press.IsThemeName(theme) {
		theme = filepath.Join("themes", theme)
	}
	if !filepath.IsAbs(theme) {
		theme = filepath.Join(dir, theme)
	}
	return folders{real(dir), real(filepath.Join(dir, filepath.FromSlash(w.Content))), real(theme)}, nil
}

// real is a path without symbolic links, as far as it exists.
func real(name string) string {
	if found, err := filepath.EvalSymlinks(name); err == nil {
		return found
	}
	up := filepath.Dir(name)
	if up == name {
		return name
	}
	return filepath.Join(real(up), filepath.Base(name))
}
