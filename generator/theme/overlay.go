package theme

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// Overlay lays the files of upper over those of lower, file by file, so that a
// workspace replaces one layout and keeps the rest. Either may be nil. A folder
// lists the files of both; what is a folder in one and a file in the other is
// what upper says.
func Overlay(upper, lower fs.FS) fs.FS {
	if upper == nil {
		upper = nothing{}
	}
	if lower == nil {
		lower = nothing{}
	}
	return overlay{upper, lower}
}

type overlay struct{ upper, lower fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.upper.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.lower.Open(name)
	}
	return f, err
}

func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	above, err := fs.ReadDir(o.upper, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	below, errBelow := fs.ReadDir(o.lower, name)
	if err == nil && errBelow != nil {
		return above, nil
	}
	if errBelow != nil {
		return nil, errBelow
	}
	all := append(above, below...)
	slices.SortStableFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return slices.CompactFunc(all, func(a, b fs.DirEntry) bool { return a.Name() == b.Name() }), nil
}

// nothing is a folder that is not there.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}
