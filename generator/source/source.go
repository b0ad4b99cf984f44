// Package source is the only door through which Rapport reads what a provider
// wrote.
//
// A Workspace is the folder that holds content/. It hands out one Tree for the
// provider (everything in content/ but clients/) and one for each client (its
// folder). A Tree lists its files once and then reads those files and nothing
// else: a client's page can be made of that client's Tree and the provider's,
// and no code that holds the two has a way to a third.
//
// All access goes through os.Root, so that neither a ".." nor a symbolic link
// leads out. A link that stays within its tree is followed, to a file or to a
// folder. Every other link, and whatever is not a file or a folder, is a
// problem at its own path, and the rest of the tree still loads:
//
//	link-outside   the link leads out of its tree
//	link-broken    the link leads nowhere, or in a circle
//	bad-name       the name has bytes that are not UTF-8, control characters or a backslash,
//	               or Windows can't hold it
//	not-a-file     a pipe, a socket or a device; it is never opened
//	stray-file     a file where a client's folder should be (a warning)
//	foreign-file   a file that another program made for itself, and is left out (a note)
//
// What editors and operating systems leave everywhere (dotfiles, *~, *.swp, #*#,
// ._*, Thumbs.db) is passed over in silence. Under static/ names that begin with a
// dot count, since .well-known is published.
package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"rapport/generator/diag"
)

// clientsFolder is where the clients' folders stand within content.
const clientsFolder = "clients"

// A Workspace is an open workspace folder. Its methods may be called from
// several goroutines.
type Workspace struct {
	KeepSums bool // of what is read: see Tree.Sum

	root    *os.Root
	content string            // as problems name it
	real    string            // the same folder with links resolved
	held    map[string][]byte // bytes that stand for those of files, by path; nil for none
}

// Find returns the workspace that holds the folder dir: dir itself where it has a folder
// content, or else the nearest folder above it that has one with a provider.md. Where
// none has, it returns dir, which Open then says what is missing of. The path that it
// returns leads there from where dir does, by as many ".." as that takes.
func Find(dir, content string) string {
	content = filepath.FromSlash(content)
	if info, err := os.Stat(filepath.Join(dir, content)); err == nil && info.IsDir() {
		return dir
	}
	for at := dir; ; {
		above := filepath.Join(at, "..")
		here, err := os.Stat(at)
		there, errAbove := os.Stat(above)
		if err != nil || errAbove != nil || os.SameFile(here, there) {
			return dir // the root, or what cannot be looked at
		}
		if info, err := os.Stat(filepath.Join(above, content, providerFile)); err == nil && info.Mode().IsRegular() {
			return above
		}
		at = above
	}
}

// providerFile is the file that makes a folder of content one.
const providerFile = "provider.md"

// Open opens the workspace at dir, whose content lies in the folder content,
// a path relative to dir. The error says what to mend when either is missing
// or is no folder, or when content leaves the workspace.
func Open(dir, content string) (*Workspace, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("workspace %q does not exist; name its folder with -C", dir)
	case err == nil && !info.IsDir():
		return nil, fmt.Errorf("workspace %q is not a folder; name its folder with -C", dir)
	case err != nil:
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	w := &Workspace{root: root, content: path.Clean(filepath.ToSlash(content))}
	if err := w.findContent(); err != nil {
		root.Close()
		return nil, err
	}
	return w, nil
}

func (w *Workspace) findContent() error {
	if w.content == "." || !filepath.IsLocal(filepath.FromSlash(w.content)) {
		return fmt.Errorf("content folder %q is not inside the workspace; name one by its path from there, such as content", w.content)
	}
	real, info, err := w.resolve("", w.content)
	switch {
	case errors.Is(err, errOutside):
		return fmt.Errorf("content folder %q is a symbolic link that leads out of the workspace; move the content into it", w.content)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errCircle):
		return fmt.Errorf("content folder %q does not exist in the workspace; name the workspace with -C, or make one with rapport init", w.content)
	case err != nil:
		return err
	case !info.IsDir():
		return fmt.Errorf("content folder %q is not a folder", w.content)
	}
	w.real = real
	return nil
}

// Close releases the workspace; trees that it handed out stay readable until
// they are closed themselves.
func (w *Workspace) Close() error { return w.root.Close() }

// Provider returns the files of content/ without those of the clients.
func (w *Workspace) Provider(problems *diag.List) (*Tree, error) {
	return w.tree("", problems)
}

// Clients returns the ids of the clients, which are the names of the folders
// in content/clients, sorted. A workspace without that folder has none.
func (w *Workspace) Clients(problems *diag.List) ([]string, error) {
	at := path.Join(w.content, clientsFolder)
	info, err := w.root.Lstat(path.Join(w.real, clientsFolder))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, inPath("read", at, err)
	case info.Mode().Type() == fs.ModeSymlink:
		// Followed, it could make clients of the provider's own folders.
		problems.Addf(diag.Position{File: at}, LinkOutside, "the folder of all clients is a symbolic link; move the folder here")
		return nil, nil
	case !info.IsDir():
		problems.Addf(diag.Position{File: at}, NotAFile, "not a folder; the clients' folders belong in a folder of this name")
		return nil, nil
	}
	entries, err := readDir(w.root, path.Join(w.real, clientsFolder))
	if err != nil {
		return nil, inPath("read", at, err)
	}
	var ids []string
	for _, e := range entries {
		file := diag.Position{File: path.Join(at, e.Name())}
		switch {
		case isJunk(e.Name(), false):
		case foreign(e.Name()) != "":
			problems.Addf(file, ForeignFile, "left out, since %s; give it another name if it is meant", foreign(e.Name()))
		case !isNameSound(e.Name()):
			problems.Addf(file, BadName, "%s", badName)
		case Unportable(e.Name()) != "":
			problems.Addf(file, BadName, "%s, so that no Windows can hold it; rename it", Unportable(e.Name()))
		case e.IsDir():
			ids = append(ids, e.Name())
		case e.Type() == fs.ModeSymlink:
			problems.Addf(file, LinkOutside, "a client's folder is a symbolic link; move the folder here, so that clients share nothing")
		default:
			problems.Addf(file, StrayFile, "not a client's folder; move the file into one, or away")
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// Client returns the files in the folder of one client. The error is
// fs.ErrNotExist when there is no such folder.
func (w *Workspace) Client(id string, problems *diag.List) (*Tree, error) {
	folder, err := w.clientFolder(id)
	if err != nil {
		return nil, err
	}
	return w.tree(folder, problems)
}

// ClientFile returns what Client does with no other file than one at the top of the client's
// folder, and none where that is not there. The others are not even listed: there may be many.
func (w *Workspace) ClientFile(id, name string, problems *diag.List) (*Tree, error) {
	folder, err := w.clientFolder(id)
	if err != nil {
		return nil, err
	}
	walk, err := w.open(folder, problems)
	if err != nil {
		return nil, err
	}
	info, err := walk.tree.root.Lstat(name)
	if err == nil && !info.IsDir() {
		err = walk.entry(name, name, info, []string{""}, 0)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		walk.tree.Close()
		return nil, inPath("read", path.Join(w.content, folder, name), err)
	}
	t := walk.tree
	t = w.with(t, "")
	t.files = slices.DeleteFunc(t.files, func(f File) bool { return f.Name != name }) // of a link to a folder
	return t, nil
}

// clientFolder returns the folder of a client in the content.
func (w *Workspace) clientFolder(id string) (string, error) {
	folder := path.Join(clientsFolder, id)
	if id == "" || id == "." || id == ".." || strings.ContainsAny(id, `/\`) {
		return "", &fs.PathError{Op: "open client", Path: id, Err: fs.ErrInvalid}
	}
	info, err := w.root.Lstat(path.Join(w.real, folder))
	if err != nil {
		return "", inPath("open client", path.Join(w.content, folder), err)
	}
	if !info.IsDir() {
		return "", &fs.PathError{Op: "open client", Path: path.Join(w.content, folder), Err: fs.ErrNotExist}
	}
	return folder, nil
}

// Sub returns the folder at a slash-separated path of the workspace, such as
// themes/studio, as a file system that cannot be left. The error is
// fs.ErrNotExist when there is no such folder.
func (w *Workspace) Sub(name string) (fs.FS, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	root, err := w.root.OpenRoot(filepath.FromSlash(name))
	if err != nil {
		return nil, inPath("open", name, err)
	}
	if name == "." && w.held != nil {
		return heldFS{inRoot{root}, w.held}, nil
	}
	return inRoot{root}, nil
}

// OpenFolder returns a folder anywhere, such as that of a theme that several
// workspaces share, as a file system that cannot be left.
func OpenFolder(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return inRoot{root}, nil
}

var (
	errOutside = errors.New("leads out of the workspace")
	errCircle  = errors.New("leads in a circle")
)

// resolve follows target, which stands in the folder dir, through all symbolic
// links, and returns the path in the workspace that it ends at. Both paths are
// slash-separated; dir must have no link in it, so that ".." is its parent.
// os.Root would follow links as well, but does not tell where they lead, and
// so not whose files they are.
func (w *Workspace) resolve(dir, target string) (string, fs.FileInfo, error) {
	const maxLinks = 40 // as most kernels have it
	at, links := dir, 0
	rest := strings.Split(target, "/")
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		switch part {
		case "", ".":
			continue
		case "..":
			if at == "" {
				return "", nil, errOutside
			}
			if at = path.Dir(at); at == "." {
				at = ""
			}
			continue
		}
		next := path.Join(at, part)
		info, err := w.root.Lstat(next)
		switch {
		case errors.Is(err, syscall.ENOTDIR):
			return "", nil, fs.ErrNotExist
		case err != nil:
			return "", nil, err
		case info.Mode().Type() != fs.ModeSymlink:
			at = next
			continue
		}
		if links++; links > maxLinks {
			return "", nil, errCircle
		}
		link, err := w.root.Readlink(next)
		if err != nil {
			return "", nil, err
		}
		if filepath.IsAbs(link) {
			return "", nil, errOutside
		}
		rest = append(strings.Split(filepath.ToSlash(link), "/"), rest...)
	}
	info, err := w.root.Lstat(path.Join(".", at))
	return at, info, err
}

// inPath is err with the path as the writer knows it, in place of one that is
// relative to some root.
func inPath(op, name string, err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}

func readDir(root *os.Root, name string) ([]fs.DirEntry, error) {
	dir, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.ReadDir(-1)
}
