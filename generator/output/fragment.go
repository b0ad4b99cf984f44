package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"rapport/generator/diag"
)

// FragmentNote is the name of the file that makes an output folder the fragment of a shard, whole, and says
// what is in it. Whoever opens the folder to write takes it away: what a killed build leaves is no fragment.
const FragmentNote = ".rapport-shard"

// NoteFragment makes the folder a fragment.
func (f *Folder) NoteFragment(note []byte) error {
	draft := staging + "-shard"
	if err := f.root.WriteFile(draft, note, 0o644); err != nil {
		return f.failed("write", FragmentNote, err)
	}
	if err := f.root.Rename(draft, FragmentNote); err != nil {
		return f.failed("write", FragmentNote, err)
	}
	return nil
}

// A Size is how much a client's folder holds.
type Size struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"`
}

// Measure returns the size of a folder that was published.
func (f *Folder) Measure(name string) (s Size, err error) {
	err = eachFile(f.root, name, func(_ string, info fs.FileInfo) { s.add(info) })
	if err != nil {
		return s, f.failed("read", name, err)
	}
	return s, nil
}

func (s *Size) add(info fs.FileInfo) { s.Files++; s.Bytes += info.Size() }

// A Fragment is the output folder of a shard, to be read.
type Fragment struct {
	Dir  string
	Note []byte // what NoteFragment was given
	root *os.Root
}

// OpenFragment opens a fragment. The error is a diag.UsageError for a folder that is none.
func OpenFragment(dir string) (*Fragment, error) {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Usagef("there is no folder %s; name the output folders of all shards", dir)
	}
	if err != nil {
		return nil, machineError("open", dir, err)
	}
	note, err := root.ReadFile(FragmentNote)
	if err == nil {
		return &Fragment{dir, note, root}, nil
	}
	root.Close()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, diag.Usagef("%s is no output of a shard that was built to its end, since the file %s is not in it; build the shard again, or bring the file along where it was left behind with what begins with a dot", dir, FragmentNote)
	}
	return nil, machineError("read", filepath.Join(dir, FragmentNote), err)
}

// Close releases the folder.
func (f *Fragment) Close() error { return f.root.Close() }

// Measure returns the size of a client's folder; none where it is missing.
func (f *Fragment) Measure(name string) (s Size, err error) {
	err = eachFile(f.root, name, func(_ string, info fs.FileInfo) { s.add(info) })
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, machineError("read", filepath.Join(f.Dir, name), err)
	}
	return s, nil
}

// Count returns how many files a client's folder holds; none where it is missing. It asks nothing about each of
// them, which takes a quarter of the time that Measure does.
func (f *Fragment) Count(name string) (files int, err error) {
	dir := filepath.Join(f.Dir, filepath.FromSlash(name))
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Type().IsRegular():
			files++
		case !d.IsDir():
			return fmt.Errorf("%s is neither a file nor a folder, and no build made it", path)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return files, machineError("read", dir, err)
	}
	return files, nil
}

// Files returns the files of a client's folder, to be published as they are.
func (f *Fragment) Files(name string) ([]File, error) {
	var files []File
	err := eachFile(f.root, name, func(file string, info fs.FileInfo) {
		at := name + "/" + file
		files = append(files, File{
			Name: file, Size: info.Size(), Link: filepath.Join(f.Dir, filepath.FromSlash(at)),
			From: func() (io.ReadCloser, error) { return f.root.Open(at) },
		})
	})
	if err != nil {
		return nil, machineError("read", filepath.Join(f.Dir, name), err)
	}
	return files, nil
}

// Move makes a client's folder the output's, if that has none of this name and the disk can: then nothing of it is
// copied, however much it holds. Else it does nothing. Size is what Measure returns of it.
func (f *Fragment) Move(name string, size Size, to *Folder) (stats Stats, moved bool, err error) {
	if _, err := to.root.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return stats, false, nil
	}
	if err := to.claim(name, nil); err != nil {
		return stats, false, err
	}
	if to.changes != nil {
		files, err := list(f.root, name, name, nil)
		if err != nil {
			return stats, false, machineError("read", filepath.Join(f.Dir, name), err)
		}
		if err := to.note(files); err != nil {
			return stats, false, err
		}
	}
	if os.Rename(filepath.Join(f.Dir, name), filepath.Join(to.root.Name(), name)) != nil {
		return stats, false, nil
	}
	return Stats{Files: size.Files, Written: size.Files, Bytes: size.Bytes}, true, nil
}

// eachFile visits the files within a folder, by their paths in it. What is neither file nor folder is an error, also
// a symbolic link: no build makes one.
func eachFile(parent *os.Root, name string, visit func(file string, info fs.FileInfo)) error {
	info, err := parent.Lstat(name)
	if err != nil {
		return err
	}
	return eachFileIn(parent, name, "", info, visit)
}

func eachFileIn(parent *os.Root, name, prefix string, info fs.FileInfo, visit func(file string, info fs.FileInfo)) error {
	if !info.IsDir() {
		return fmt.Errorf("%s is no folder", name)
	}
	folder, err := parent.OpenRoot(name)
	if err != nil {
		return err
	}
	defer folder.Close()
	entries, err := readDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil:
			return err
		case info.Mode().IsRegular():
			visit(prefix+e.Name(), info)
		case !info.IsDir():
			return fmt.Errorf("%s is neither a file nor a folder, and no build made it", prefix+e.Name())
		default:
			if err := eachFileIn(folder, e.Name(), prefix+e.Name()+"/", info, visit); err != nil {
				return err
			}
		}
	}
	return nil
}
