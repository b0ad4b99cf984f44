package published

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// OpenZip opens what is published in a zip, at its top or in the one folder that it holds. What programs
// that unpack it would take differently is a fault of the site.
func OpenZip(name string) (*Site, error) {
	archive, err := zip.OpenReader(name)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	s := &Site{Close: archive.Close}
	files := s.list(archive.File)
	s.get = func(_ context.Context, address string) (*answer, error) {
		file := files[address]
		if file == nil || !file.Mode().IsRegular() {
			return nil, fs.ErrNotExist
		}
		if file.Flags&1 != 0 {
			return nil, errors.New("is encrypted, so that nobody can tell what it is")
		}
		body, err := file.Open()
		if err != nil {
			return nil, err
		}
		return &answer{body: body}, nil
	}
	return s, nil
}

// list lists the files of a zip by their paths below the one folder that it may hold.
func (s *Site) list(entries []*zip.File) map[string]*zip.File {
	files := map[string]*zip.File{}
	for _, f := range entries {
		name := strings.TrimSuffix(f.Name, "/")
		switch {
		case !fs.ValidPath(name) || strings.Contains(name, `\`):
			s.Faults = append(s.Faults, fmt.Sprintf("%q: the name leads out of the zip, or means something else to other programs", f.Name))
		case files[name] != nil:
			s.Faults = append(s.Faults, name+": stands in the zip more than once, and programs take this one or that")
		case name == f.Name:
			files[name] = f
		}
	}
	if folder := commonFolder(files); folder != "" {
		below := map[string]*zip.File{}
		for name, f := range files {
			below[strings.TrimPrefix(name, folder)] = f
		}
		files = below
	}
	s.Files = slices.Sorted(maps.Keys(files))
	return files
}

// commonFolder is the folder in which all files stand, with a slash at its end; "" for none.
func commonFolder(files map[string]*zip.File) (folder string) {
	for name := range files {
		top, _, below := strings.Cut(name, "/")
		if !below || folder != "" && folder != top+"/" {
			return ""
		}
		folder = top + "/"
	}
	return folder
}
