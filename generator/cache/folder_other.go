//go:build !linux

package cache

import "io/fs"

// folder looks at what stands in a folder.
func (l *Look) folder(files fs.FS, dir string) error { return l.anyFolder(files, dir) }
