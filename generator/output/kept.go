package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Kept is the folder of a workspace that holds what one run keeps for the next. It can be
// removed without harm.
const Kept = ".rapport"

// OpenKept opens the folder Kept of the workspace at dir, and makes it where there is
// none. Only the user who builds may read it.
func OpenKept(dir string) (*os.Root, error) {
	workspace, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer workspace.Close()
	if err := workspace.Mkdir(Kept, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make %s: %w", filepath.Join(dir, Kept), err)
	}
	root, err := workspace.OpenRoot(Kept)
	if err != nil {
		return nil, fmt.Errorf("open %s, which keeps what builds need again: %w", filepath.Join(dir, Kept), err)
	}
	return root, nil
}

// Now is the time by the clock of the disk that a folder is on, which stamps its files. A file of
// the name is made there and removed for it.
func Now(folder *os.Root, name string) (time.Time, error) {
	defer folder.Remove(name)
	if err := folder.WriteFile(name, nil, 0o600); err != nil {
		return time.Time{}, err
	}
	info, err := folder.Lstat(name)
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// Now is the time by the clock of the disk that the folder is on.
func (f *Folder) Now() (time.Time, error) {
	now, err := Now(f.root, fmt.Sprintf("%s-now-%d", staging, f.stages.Add(1)))
	if err != nil {
		return now, f.failed("write", "", err)
	}
	return now, nil
}

// Files are those of the folder, to be looked at.
func (f *Folder) Files() fs.FS { return f.root.FS() }

// Keep has Prune take a client's folder for published: it stands as it would be made.
func (f *Folder) Keep(dir string) error { return f.claim(dir, nil) }

// KeepRoot has Prune take files and folders of these names beside the clients' for published.
func (f *Folder) KeepRoot(names []string) error {
	files := make([]File, len(names))
	for i, name := range names {
		files[i].Name = name
	}
	return f.claim("", files)
}
