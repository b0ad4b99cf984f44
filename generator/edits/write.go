package edits

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"rapport/generator/source"
)

// A StaleError tells that a file no longer says what a change of it was made from.
type StaleError struct{ File string }

func (e *StaleError) Error() string {
	return e.File + " was changed meanwhile; nothing was written over it"
}

// ErrLink is returned where a name leads through a symbolic link.
var ErrLink = errors.New("a symbolic link")

// Write writes changes. Before the first of them it looks at all: where one of the files no longer
// says what its change was made from, nothing is written and the error is a *StaleError.
func Write(root *os.Root, changes []Change) error {
	for _, c := range changes {
		if err := c.isFresh(root); err != nil {
			return err
		}
	}
	return write(root, changes)
}

// write writes all changes or none: new files first, then what takes the place of others, which is staged before the first of
// them is put there, so that a disk that fills up leaves all as it was.
func write(root *os.Root, changes []Change) (err error) {
	var undo []string // are removed where anything fails
	defer func() {
		if err != nil {
			for _, name := range undo {
				root.Remove(name)
			}
		}
	}()
	for _, c := range changes {
		if c.Before == nil {
			if err := c.create(root); err != nil {
				return err
			}
			undo = append(undo, c.File)
		}
	}
	var replaced []Change
	for _, c := range changes {
		if c.Before != nil {
			if slices.ContainsFunc(replaced, func(other Change) bool { return other.File == c.File }) {
				return &StaleError{c.File} // it won't say that any more
			}
			if err := stage(root, c.File, c.After); err != nil {
				return err
			}
			undo, replaced = append(undo, staged(c.File)), append(replaced, c)
		}
	}
	for i, c := range replaced {
		err := c.isFresh(root)
		if err == nil {
			err = root.Rename(staged(c.File), c.File)
		}
		if err != nil {
			if i > 0 { // what belongs to the new files is written
				undo = nil
				for _, other := range replaced[i:] {
					undo = append(undo, staged(other.File))
				}
			}
			return err
		}
	}
	return nil
}

// isFresh reports an error where the file says something else than it did, or cannot be written.
func (c *Change) isFresh(root *os.Root) error {
	if err := noLinks(root, c.File); err != nil {
		return err
	}
	now, err := source.ReadIn(root, c.File)
	switch {
	case errors.Is(err, fs.ErrNotExist) && c.Before == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist), err == nil && (c.Before == nil || !bytes.Equal(now, c.Before)):
		return &StaleError{c.File}
	}
	return err
}

// noLinks reports an error where a name leads through a symbolic link: what stands at its end
// belongs to somebody else, or would be torn from it.
func noLinks(root *os.Root, name string) error {
	if !fs.ValidPath(name) {
		return &fs.PathError{Op: "write", Path: name, Err: fs.ErrInvalid}
	}
	at := ""
	for part := range strings.SplitSeq(name, "/") {
		at = path.Join(at, part)
		info, err := root.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s is %w; edit the file that it leads to by hand", at, ErrLink)
		case at == name && !info.Mode().IsRegular():
			return fmt.Errorf("%s is not a file", at)
		}
	}
	return nil
}

// create writes a file that is not there yet.
func (c *Change) create(root *os.Root) error {
	if err := root.MkdirAll(path.Dir(c.File), 0o755); err != nil {
		return err
	}
	file, err := root.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &StaleError{c.File}
	}
	if err != nil {
		return err
	}
	_, err = file.Write(c.After)
	if err = errors.Join(err, file.Close()); err != nil {
		root.Remove(c.File) // a half of it says what nobody wrote
	}
	return err
}

// Replace writes the new bytes of a file that is there, whole or not at all. Its mode stays.
func Replace(root *os.Root, name string, body []byte) error {
	if err := stage(root, name, body); err != nil {
		return err
	}
	if err := root.Rename(staged(name), name); err != nil {
		return errors.Join(err, root.Remove(staged(name)))
	}
	return nil
}

// staged is the name of a file beside the one whose place it will take.
func staged(name string) string { return path.Join(path.Dir(name), ".rapport-"+path.Base(name)+"~") }

// stage writes a file beside the one whose place it will take.
func stage(root *os.Root, name string, body []byte) error {
	info, err := root.Stat(name)
	if err != nil {
		return err
	}
	if err := root.Remove(staged(name)); err != nil && !errors.Is(err, fs.ErrNotExist) { // of a run that was killed
		return err
	}
	file, err := root.OpenFile(staged(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = file.Write(body)
	if err = errors.Join(err, file.Chmod(info.Mode().Perm()), file.Sync(), file.Close()); err != nil {
		return errors.Join(err, root.Remove(staged(name)))
	}
	return nil
}
