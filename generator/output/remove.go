package output

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"rapport/generator/source"
)

// Prune removes from the top of the folder what this build did not publish:
// folders of clients that are no more, and stray files. What keep holds true
// for stays (a client that could not be built), and so do names that begin
// with a dot. It returns how many files it removed.
func (f *Folder) Prune(keep func(name string) bool) (removed int, err error) {
	entries, err := readDir(f.root)
	if err != nil {
		return 0, f.failed("read", "", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || f.hasPublished(e.Name()) || keep(e.Name()) {
			continue
		}
		n, err := f.Withdraw(e.Name())
		removed += n
		if err != nil {
			return removed, err
		}
	}
	return removed, nil
}

// Withdraw removes a client's folder, where there is one, and returns how many files that were.
func (f *Folder) Withdraw(name string) (removed int, err error) {
	if _, err := f.root.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	files, err := f.filesOf([]string{name})
	if err == nil {
		err = f.note(files)
	}
	if err != nil {
		return 0, err
	}
	if removed, err = remove(f.root, name); err != nil {
		return removed, f.failed("remove", name, err)
	}
	return removed, nil
}

func (f *Folder) hasPublished(name string) bool {
	f.mu.Lock()
	made, found := f.claims[source.Fold(name)]
	f.mu.Unlock()
	if !found || made.name == name {
		return found
	}
	// Where the file system ignores case, the two are one.
	a, errA := f.root.Lstat(name)
	b, errB := f.root.Lstat(made.name)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// remove removes the file or folder called name, and returns how many files
// that were. os.Root.RemoveAll would stop at a folder without permission to
// write, and does not count.
func remove(parent *os.Root, name string) (files int, err error) {
	info, err := parent.Lstat(name)
	if err != nil {
		return 0, err
	}
	if !info.IsDir() {
		return 1, parent.Remove(name)
	}
	folder, err := enter(parent, name, info)
	if err != nil {
		return 0, err
	}
	defer folder.Close()
	entries, err := readDir(folder)
	if err != nil {
		return 0, err
	}
	for _, e := range entries {
		n, err := remove(folder, e.Name())
		files += n
		if err != nil {
			return files, err
		}
	}
	return files, parent.Remove(name)
}

// enter opens a folder that is known to be no link, and sees to it that its
// owner may write there.
func enter(parent *os.Root, name string, info fs.FileInfo) (*os.Root, error) {
	const owner = 0o700
	if info.Mode()&owner != owner {
		if err := parent.Chmod(name, info.Mode().Perm()|owner); err != nil {
			return nil, err
		}
	}
	return parent.OpenRoot(name)
}
