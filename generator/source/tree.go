package source

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
)

// A File is one file of a Tree.
type File struct {
	Path    string // slash path in the workspace, as problems name it: content/clients/korenaar/client.md
	Name    string // slash path in the tree: client.md
	Size    int64  // bytes
	ModTime time.Time
	Info    fs.FileInfo // of the file that a link leads to; nil for bytes that only stand for a file

	real string // path in the tree with links resolved
}

// A Tree is the list of files of the provider or of one client. It reads the
// files on that list and no others. Its methods may be called from several
// goroutines.
type Tree struct {
	root   *os.Root
	prefix string
	files  []File            // sorted by Name
	held   map[string][]byte // bytes that stand for those of files, by name; nil for none
	sums   *sums             // nil where none are kept
}

// With returns the tree as it would be with other bytes in some of its files, by their
// names, be they new. It reads the rest from the same folder, and is closed with it.
func (t *Tree) With(bodies map[string][]byte) *Tree {
	with := &Tree{root: t.root, prefix: t.prefix, files: slices.Clone(t.files), held: bodies}
	for name, body := range bodies {
		f := File{Path: path.Join(t.prefix, name), Name: name, real: name}
		i, found := slices.BinarySearchFunc(with.files, name, func(f File, name string) int { return cmp.Compare(f.Name, name) })
		if found {
			f = with.files[i]
		} else {
			with.files = slices.Insert(with.files, i, f)
		}
		f.Size, f.Info = int64(len(body)), nil
		with.files[i] = f
	}
	return with
}

// Prefix returns the tree's folder as a slash path in the workspace:
// content/clients/korenaar.
func (t *Tree) Prefix() string { return t.prefix }

// Files returns all files, sorted by name. The caller may not change them.
func (t *Tree) Files() []File { return t.files }

// Lookup returns the file of the given name.
func (t *Tree) Lookup(name string) (File, bool) {
	i, found := slices.BinarySearchFunc(t.files, name, func(f File, name string) int {
		return cmp.Compare(f.Name, name)
	})
	if !found {
		return File{}, false
	}
	return t.files[i], true
}

// Read returns the bytes of the file of the given name. The error is
// fs.ErrNotExist for a name that is not on the list.
func (t *Tree) Read(name string) ([]byte, error) {
	return t.read(name, func(real string) ([]byte, error) { return ReadIn(t.root, real) })
}

// read does what Read does, and has the file with its path in the tree read.
func (t *Tree) read(name string, file func(real string) ([]byte, error)) ([]byte, error) {
	f, found := t.Lookup(name)
	if !found {
		return nil, &fs.PathError{Op: "read", Path: path.Join(t.prefix, name), Err: fs.ErrNotExist}
	}
	if body, ok := t.held[name]; ok {
		return bytes.Clone(body), nil
	}
	body, err := file(f.real)
	if err != nil {
		return nil, inPath("read", f.Path, err)
	}
	t.sums.note(name, body)
	return body, nil
}

// Open opens the file of the given name for copying, where it may be too big
// to hold. The error is fs.ErrNotExist for a name that is not on the list.
func (t *Tree) Open(name string) (io.ReadCloser, error) {
	f, found := t.Lookup(name)
	if !found {
		return nil, &fs.PathError{Op: "open", Path: path.Join(t.prefix, name), Err: fs.ErrNotExist}
	}
	if body, ok := t.held[name]; ok {
		return io.NopCloser(bytes.NewReader(body)), nil
	}
	file, err := OpenIn(t.root, f.real)
	if err != nil {
		return nil, inPath("open", f.Path, err)
	}
	return file, nil
}

// Close releases the tree's folder. A tree that is not closed is released when
// it is no longer reachable.
func (t *Tree) Close() error { return t.root.Close() }

// tree lists the files of a folder of content, "" for the provider's.
func (w *Workspace) tree(folder string, problems *diag.List) (*Tree, error) {
	walk, err := w.open(folder, problems)
	if err != nil {
		return nil, err
	}
	t := walk.tree
	if err := walk.folder("", []string{""}, 0); err != nil {
		t.root.Close()
		return nil, err
	}
	slices.SortFunc(t.files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
	return w.with(t, walk.except), nil
}

// open begins the list of a folder of content.
func (w *Workspace) open(folder string, problems *diag.List) (*walk, error) {
	base := path.Join(w.real, folder)
	root, err := w.root.OpenRoot(base)
	if err != nil {
		return nil, inPath("open", path.Join(w.content, folder), err)
	}
	t := &Tree{root: root, prefix: path.Join(w.content, folder)}
	if w.KeepSums {
		t.sums = &sums{of: map[string][sha256.Size]byte{}}
	}
	walk := &walk{workspace: w, tree: t, base: base, problems: problems}
	if folder == "" {
		walk.except = clientsFolder
	}
	return walk, nil
}

// A walk fills the list of a tree. Each folder is read once; os.Root has
// examined the entries by then, so that asking for their size costs nothing.
type walk struct {
	workspace *Workspace
	tree      *Tree
	base      string // the tree's folder in the workspace
	except    string // a folder of the tree that is not of it, or ""
	problems  *diag.List
}

// folder adds the files under the folder called name. reals are the paths in
// the tree, without links, of that folder and those that it was reached
// through, so that a link back to one of them is known for a circle; links
// counts how many of them were links.
func (w *walk) folder(name string, reals []string, links int) error {
	real := reals[len(reals)-1]
	entries, err := readDir(w.tree.root, path.Join(".", real))
	if err != nil {
		return inPath("read", path.Join(w.tree.prefix, name), err)
	}
	inStatic := name == "static" || strings.HasPrefix(name, "static/")
	for _, e := range entries {
		child := below(name, e.Name())
		childReal := child
		if real != name {
			childReal = below(real, e.Name())
		}
		switch {
		case isJunk(e.Name(), inStatic):
			continue
		case foreign(e.Name()) != "":
			w.errorf(child, ForeignFile, "left out, since %s; give it another name if it is meant", foreign(e.Name()))
			continue
		case !isNameSound(e.Name()):
			w.errorf(child, BadName, "%s", badName)
			continue
		case Unportable(e.Name()) != "":
			w.errorf(child, BadName, "%s, so that no Windows can hold it; rename it", Unportable(e.Name()))
			continue
		case w.isExcepted(childReal):
			continue
		}
		info, err := e.Info()
		if err != nil {
			return inPath("read", path.Join(w.tree.prefix, child), err)
		}
		if err := w.entry(child, childReal, info, reals, links); err != nil {
			return err
		}
	}
	return nil
}

// entry adds what a folder holds under a name, as folder does, and follows it where it is a link.
func (w *walk) entry(name, real string, info fs.FileInfo, reals []string, links int) error {
	if info.Mode().Type() == fs.ModeSymlink {
		var err error
		if real, info, err = w.follow(name, reals[len(reals)-1], path.Base(real)); err != nil || info == nil {
			return err
		}
		links++
		if info.IsDir() && (slices.Contains(reals, real) || links > maxLinks) {
			w.errorf(name, LinkBroken, "symbolic link leads in a circle; mend or remove it")
			return nil
		}
	}
	return w.add(name, real, info, reals, links)
}

// below returns the path of a name in a folder, "" for the one at the top.
func below(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// maxLinks is how many links to folders one path may go through. Folders that
// hold two links to the next such folder multiply like rabbits, without any
// circle; nobody who writes files needs more.
const maxLinks = 4

// add adds a file, or the files of a folder.
func (w *walk) add(name, real string, info fs.FileInfo, reals []string, links int) error {
	switch {
	case info.IsDir():
		return w.folder(name, append(slices.Clip(reals), real), links)
	case !info.Mode().IsRegular():
		w.errorf(name, NotAFile, "neither a file nor a folder; move it away")
		return nil
	}
	w.tree.files = append(w.tree.files, File{
		Path:    below(w.tree.prefix, name),
		Name:    name,
		Size:    info.Size(),
		ModTime: info.ModTime(),
		Info:    info,
		real:    real,
	})
	return nil
}

// follow returns where in the tree the link called name leads, which stands as
// entry in the folder real. The FileInfo is nil, and a problem added, when the
// link is not to be followed.
func (w *walk) follow(name, real, entry string) (string, fs.FileInfo, error) {
	target, info, err := w.workspace.resolve(path.Join(w.base, real), entry)
	inTree, inside := cut(target, w.base)
	switch {
	case errors.Is(err, errOutside):
		w.errorf(name, LinkOutside, "symbolic link leads out of the workspace; copy what it stands for here")
	case errors.Is(err, fs.ErrNotExist):
		w.errorf(name, LinkBroken, "symbolic link leads nowhere; mend or remove it")
	case errors.Is(err, errCircle):
		w.errorf(name, LinkBroken, "symbolic link leads in a circle; mend or remove it")
	case err != nil:
		return "", nil, inPath("read", path.Join(w.tree.prefix, name), err)
	case !inside && w.except == "":
		w.errorf(name, LinkOutside, "symbolic link leads out of the client's folder; copy the file here, so that clients share nothing")
	case !inside:
		w.errorf(name, LinkOutside, "symbolic link leads out of %s; copy the file here", w.tree.prefix)
	case w.isExcepted(inTree):
		w.errorf(name, LinkOutside, "symbolic link leads to a client's files, and all clients see what stands here; copy the file here if that is meant")
	default:
		return inTree, info, nil
	}
	return "", nil, nil
}

func (w *walk) isExcepted(real string) bool {
	_, excepted := cut(real, w.except)
	return w.except != "" && excepted
}

func (w *walk) errorf(name string, rule *diag.Rule, format string, args ...any) {
	w.problems.Addf(diag.Position{File: path.Join(w.tree.prefix, name)}, rule, format, args...)
}

// cut returns the path of name from the folder base, and whether it lies
// there.
func cut(name, base string) (string, bool) {
	if name == base {
		return "", true
	}
	return strings.CutPrefix(name, base+"/")
}

const badName = "the name has control characters, a backslash or bytes that are not UTF-8; rename it"

func isNameSound(name string) bool {
	return utf8.ValidString(name) && diag.Misleading([]byte(name)) < 0 && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || r == '\\'
	})
}

// devices are the names that Windows keeps for devices, with whatever ending.
var devices = regexp.MustCompile(`^(?i:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)`)

// Unportable says why Windows can't hold a file of this name, so that nobody there could check
// out what holds it; "" where it can. ("Naming Files, Paths, and Namespaces", Microsoft.)
func Unportable(name string) string {
	switch last := name[len(name)-1]; {
	case devices.MatchString(name):
		return "the name is that of a device"
	case last == '.' || last == ' ':
		return "the name ends with a dot or a space"
	}
	if i := strings.IndexAny(name, `<>:"|?*`); i >= 0 {
		return "the name has a " + name[i:i+1]
	}
	return ""
}

// foreign says why a name is that of a file which another program made for itself beside
// somebody's own; "" where it is not.
func foreign(name string) string {
	lower := strings.ToLower(name)
	for _, of := range []struct {
		begins, ends string
		why          string
	}{
		{"~$", "", "Office keeps such a file while a document is open"},
		{".~lock.", "#", "LibreOffice keeps such a file while a document is open"},
		{"desktop.ini", "", "Windows keeps such a file in its folders"},
		{"ehthumbs", ".db", "Windows keeps such a file in its folders"},
		{"$recycle.bin", "", "Windows keeps such a folder"},
		{"__macosx", "", "a Mac puts such a folder into archives"},
		{"@eadir", "", "a network disk keeps such a folder"},
		{".", ".icloud", "it stands for a file that is not downloaded from iCloud; download it"},
		{"", ".crdownload", "its download is not complete"},
		{"", ".opdownload", "its download is not complete"},
		{"", ".download", "its download is not complete"},
		{"", ".partial", "its download is not complete"},
		{"", ".filepart", "its download is not complete"},
		{"", ".part", "its download is not complete"},
		{"", ".tmp", "it is temporary"},
	} {
		whole := of.ends == "" && strings.Contains(of.begins, ".")
		if strings.HasPrefix(lower, of.begins) && strings.HasSuffix(lower, of.ends) && (!whole || lower == of.begins) {
			return of.why
		}
	}
	return ""
}

// isJunk tells whether a name is one that editors and operating systems give
// to their own files.
func isJunk(name string, dotfilesCount bool) bool {
	switch {
	case name == ".DS_Store", name == "Thumbs.db", name == "4913", // 4913: vim tries whether it may write
		strings.HasPrefix(name, "._"),
		strings.HasSuffix(name, "~"),
		strings.HasSuffix(name, ".swp"),
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#"):
		return true
	}
	return strings.HasPrefix(name, ".") && !dotfilesCount && foreign(name) == ""
}
