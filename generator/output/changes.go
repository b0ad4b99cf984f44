package output

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"rapport/generator/diag"
)

// Names beside the file of the changes.
const (
	removedSuffix    = ".removed"
	unfinishedSuffix = ".unfinished"
)

// changes tell what a build changed, for deploys that move no more than that: one file lists what was written, and
// one beside it what was removed. Both are put there at the end, whole. Until then a third lists what
// may have changed, each file before it does, so that the next build tells of what a killed one did.
type changes struct {
	folder  *os.Root // in which the files stand
	name    string
	journal *os.File
}

// openChanges begins to note changes, and takes those of an earlier build away. What one that did not end noted counts.
func openChanges(file, out string) (*changes, error) {
	real, err := realPath(file)
	if err != nil {
		return nil, machineError("open", file, err)
	}
	if realOut, err := realPath(out); err != nil {
		return nil, machineError("open", out, err)
	} else if within(real, realOut) {
		return nil, diag.Usagef("--changes %s stands in the output folder, and would be published; name a file elsewhere", file)
	}
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return nil, machineError("open", filepath.Dir(file), err)
	}
	c := &changes{folder: folder, name: filepath.Base(file)}
	if err := c.begin(); err != nil {
		c.close()
		return nil, machineError("write", file, err)
	}
	return c, nil
}

func (c *changes) begin() (err error) {
	for _, name := range []string{c.name, c.name + removedSuffix} {
		if err := c.folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if c.journal, err = c.folder.OpenFile(c.name+unfinishedSuffix, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644); err != nil {
		return err
	}
	noted, err := io.ReadAll(c.journal)
	if err != nil {
		return err
	}
	// A line that breaks off is of files that were not changed any more.
	return c.journal.Truncate(int64(bytes.LastIndexByte(noted, '\n') + 1))
}

func (c *changes) close() error {
	if c.journal != nil {
		c.journal.Close()
	}
	return c.folder.Close()
}

// note notes files that are about to be changed.
func (f *Folder) note(names []string) error {
	if f.changes == nil || len(names) == 0 {
		return nil
	}
	// One write, so that those of goroutines don't mix.
	if _, err := f.changes.journal.WriteString(strings.Join(names, "\n") + "\n"); err != nil {
		return machineError("write", f.changes.journal.Name(), err)
	}
	return nil
}

// TellChanges puts the lists of what was changed in place, where they were asked for. What a page loads
// stands before the pages, so that a deploy in this order shows none without it.
func (f *Folder) TellChanges() error {
	if f.changes == nil {
		return nil
	}
	written, removed, err := f.changed()
	if err != nil {
		return err
	}
	c := f.changes
	for _, list := range []struct {
		name  string
		files []string
	}{{c.name + removedSuffix, removed}, {c.name, written}} {
		if err := c.put(list.name, list.files); err != nil {
			return machineError("write", list.name, err)
		}
	}
	c.journal.Close() // some systems remove no file that is open
	if err := c.folder.Remove(c.name + unfinishedSuffix); err != nil {
		return machineError("remove", c.journal.Name(), err)
	}
	return nil
}

// changed returns what is there of the files that were noted, and what is gone.
func (f *Folder) changed() (written, removed []string, err error) {
	noted, err := f.changes.folder.ReadFile(f.changes.name + unfinishedSuffix)
	if err != nil {
		return nil, nil, machineError("read", f.changes.journal.Name(), err)
	}
	names := strings.Split(strings.TrimSuffix(string(noted), "\n"), "\n")
	slices.SortFunc(names, func(a, b string) int {
		if first := order(a) - order(b); first != 0 {
			return first
		}
		return strings.Compare(a, b)
	})
	for _, name := range slices.Compact(names) {
		switch info, err := f.root.Lstat(name); {
		case name == "":
		case err == nil && info.Mode().IsRegular():
			written = append(written, name)
		default: // also a folder in the place of a file
			removed = append(removed, name)
		}
	}
	return written, removed, nil
}

func order(name string) int {
	if path.Ext(name) == ".html" {
		return 1
	}
	return 0
}

// put writes a list in the place of the one before.
func (c *changes) put(name string, files []string) error {
	var text strings.Builder
	for _, file := range files {
		text.WriteString(file + "\n")
	}
	draft := c.name + ".draft"
	if err := c.folder.WriteFile(draft, []byte(text.String()), 0o644); err != nil {
		return err
	}
	return c.folder.Rename(draft, name)
}

// filesOf lists the files that stand where something is about to be removed: the one of that name, or all in the folder.
func (f *Folder) filesOf(names []string) (files []string, err error) {
	if f.changes == nil {
		return nil, nil
	}
	for _, name := range names {
		if files, err = list(f.root, name, name, files); err != nil {
			return nil, f.failed("read", name, err)
		}
	}
	return files, nil
}

// list adds the file called name in a folder, or all that is in the folder called so, by their paths.
func list(parent *os.Root, name, at string, files []string) ([]string, error) {
	info, err := parent.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return append(files, at), nil
	}
	folder, err := enter(parent, name, info)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	entries, err := readDir(folder)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if files, err = list(folder, e.Name(), at+"/"+e.Name(), files); err != nil {
			return nil, err
		}
	}
	return files, nil
}
