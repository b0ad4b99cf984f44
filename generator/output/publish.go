package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"rapport/generator/source"
)

// A File is one file to publish.
type File struct {
	Name string // slash path in the folder that it is published in
	Body []byte // its bytes, unless From gives them

	// From opens a file that is too big to hold, whose length is Size in bytes.
	From func() (io.ReadCloser, error)
	Size int64

	// Link is the path of a file that holds what From gives, and will not be changed: where the disk can, it is
	// published as one with this, without a copy. "" for none.
	Link string
}

// Bytes returns the bytes of a file, wherever they are.
func (file *File) Bytes() ([]byte, error) {
	if file.From == nil {
		return file.Body, nil
	}
	from, err := file.From()
	if err != nil {
		return nil, err
	}
	defer from.Close()
	return io.ReadAll(from)
}

func (file *File) size() int64 {
	if file.From != nil {
		return file.Size
	}
	return int64(len(file.Body))
}

// Stats counts files.
type Stats struct {
	Files     int   // published: those written and those unchanged
	Written   int   // new or different
	Unchanged int   // not touched
	Removed   int   // no longer made
	Bytes     int64 // of all files published
}

// Add adds the counts of other.
func (s *Stats) Add(other Stats) {
	s.Files += other.Files
	s.Written += other.Written
	s.Unchanged += other.Unchanged
	s.Removed += other.Removed
	s.Bytes += other.Bytes
}

// Publish makes the folder dir, a client's address, hold exactly the given
// files. With dir "" the files are those of the root, which are written among
// the clients' folders without touching them: there, only the folders that the
// files name are mirrored, those that begin with a dot aside.
//
// The error is a *MachineError where the disk or its permissions failed, and
// any other where the files cannot stand side by side; nothing was changed
// then. Publish may be called from several goroutines for different folders.
func (f *Folder) Publish(dir string, files []File) (Stats, error) {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if err := checkNames(files); err != nil {
		return Stats{}, err
	}
	if err := f.claim(dir, files); err != nil {
		return Stats{}, err
	}

	p := &publication{folder: f, dir: dir}
	p.stats.Files = len(files)
	for i := range files {
		p.stats.Bytes += files[i].size()
	}
	err := p.publish(files)
	if p.stage != nil {
		p.stage.Close()
		_, removeErr := remove(f.root, p.stageName)
		if err == nil && removeErr != nil && !errors.Is(removeErr, fs.ErrNotExist) {
			err = f.failed("remove", p.stageName, removeErr)
		}
	}
	if err != nil {
		return Stats{}, err
	}
	return p.stats, nil
}

// claim notes which top-level names a Publish makes, and refuses one that
// another has made already.
func (f *Folder) claim(dir string, files []File) error {
	claims := map[string]claim{}
	if dir != "" {
		if err := checkName(dir); err != nil || strings.Contains(dir, "/") || strings.HasPrefix(dir, ".") {
			return fmt.Errorf("%q cannot be a folder of the output; use letters, digits and hyphens", dir)
		}
		claims[source.Fold(dir)] = claim{dir, true}
	} else {
		for _, file := range files {
			top, _, _ := strings.Cut(file.Name, "/")
			if IsOwn(top) {
				return fmt.Errorf("%q is a name that rapport uses itself; rename the file", file.Name)
			}
			claims[source.Fold(top)] = claim{top, false}
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for key, c := range claims {
		if had, found := f.claims[key]; found && had != c {
			return fmt.Errorf("%q and %q would be one and the same in the output; rename one", had.name, c.name)
		}
	}
	for key, c := range claims {
		f.claims[key] = c
	}
	return nil
}

// checkNames refuses files that could not stand side by side on every file
// system: names that differ by case alone, and a file that is a folder of
// another. The files are sorted.
func checkNames(files []File) error {
	var names source.Names
	for _, file := range files {
		if err := checkName(file.Name); err != nil {
			return err
		}
		if had, is, clash := names.Add(file.Name); clash {
			return fmt.Errorf("%q and %q would be one and the same in the output; rename one", had, is)
		}
	}
	return nil
}

func checkName(name string) error {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return fmt.Errorf("%q cannot be the name of a published file; rename it", name)
	}
	return nil
}

// A publication is one Publish under way.
type publication struct {
	folder *Folder
	dir    string

	stage     *os.Root // made when the first file is staged
	stageName string

	changed   []File   // staged under their index, to be renamed into place
	obstacles []string // in dir: files where folders must be, and the reverse
	stale     []string // in dir: what is no longer made

	stats Stats
}

func (p *publication) publish(files []File) error {
	base := p.folder.root
	if p.dir != "" {
		info, err := base.Lstat(p.dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return p.create(files)
		case err != nil:
			return p.folder.failed("read", p.dir, err)
		case !info.IsDir():
			p.obstacles = []string{""}
			return p.create(files)
		}
		base, err = enter(base, p.dir, info)
		if err != nil {
			return p.folder.failed("open", p.dir, err)
		}
		defer base.Close()
	}
	if err := p.compare(base, "", files); err != nil {
		return err
	}
	if err := p.note(p.changed); err != nil {
		return err
	}
	if p.dir != "" && p.steps() > 1 {
		if done, err := p.switchWhole(files); done || err != nil {
			return err
		}
	}
	return p.replace(base)
}

// create stages the whole of a client that is new, and renames it into place.
func (p *publication) create(files []File) error {
	if err := p.makeStage(); err != nil {
		return err
	}
	if err := p.createIn(p.stage, "", files); err != nil {
		return err
	}
	p.stats.Written = len(files)
	if err := p.note(files); err != nil {
		return err
	}
	if err := p.removeObstacles(); err != nil {
		return err
	}
	if err := p.folder.root.Rename(p.stageName, p.dir); err != nil {
		return p.failed("write", "", err)
	}
	return nil
}

// createIn writes the files, all of whose names begin with prefix, into a
// folder that has none of them. Folders are entered once, so that the system
// looks up one name a file and not a path.
func (p *publication) createIn(folder *os.Root, prefix string, files []File) error {
	for len(files) > 0 {
		name, group, isFolder := next(files, prefix)
		files = files[len(group):]
		if !isFolder {
			if err := write(folder, name, &group[0]); err != nil {
				return p.failed("write", group[0].Name, err)
			}
			continue
		}
		if err := folder.Mkdir(name, 0o755); err != nil {
			return p.failed("write", prefix+name, err)
		}
		sub, err := folder.OpenRoot(name)
		if err != nil {
			return p.failed("write", prefix+name, err)
		}
		err = p.createIn(sub, prefix+name+"/", group)
		sub.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// next returns the first name below prefix in sorted files, and the files that
// it stands for: itself, or all of a folder.
func next(files []File, prefix string) (name string, group []File, isFolder bool) {
	name, _, isFolder = strings.Cut(files[0].Name[len(prefix):], "/")
	if !isFolder {
		return name, files[:1], false
	}
	n := 1
	for n < len(files) && strings.HasPrefix(files[n].Name[len(prefix):], name) && files[n].Name[len(prefix)+len(name)] == '/' {
		n++
	}
	return name, files[:n], true
}

// compare stages the files that differ from those in folder, which is nil where
// there is none, and notes what is in the way and what is stale. The names of
// all files begin with prefix.
func (p *publication) compare(folder *os.Root, prefix string, files []File) error {
	present := map[string]fs.FileInfo{}
	if folder != nil {
		entries, err := readDir(folder)
		if err != nil {
			return p.failed("read", prefix, err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				return p.failed("read", prefix+e.Name(), err)
			}
			present[e.Name()] = info
		}
	}
	for rest := files; len(rest) > 0; {
		name, group, isFolder := next(rest, prefix)
		rest = rest[len(group):]
		info := present[name]
		delete(present, name)
		if info != nil && info.IsDir() != isFolder {
			p.obstacles = append(p.obstacles, prefix+name)
			info = nil
		}
		var err error
		if isFolder {
			err = p.compareFolder(folder, prefix, name, info, group)
		} else {
			err = p.compareFile(folder, name, info, &group[0])
		}
		if err != nil {
			return err
		}
	}
	if p.dir == "" && (prefix == "" || strings.HasPrefix(prefix, ".")) {
		return nil // others write here too; Prune knows what may stay
	}
	if len(present) > 0 {
		p.sortOut(present, prefix, files)
	}
	return nil
}

// sortOut notes the entries of a folder that are no longer made. One that
// differs from a file by case alone is in its way where the file system
// ignores case, and would take the file with it if it were removed later.
func (p *publication) sortOut(present map[string]fs.FileInfo, prefix string, files []File) {
	made := map[string]bool{}
	for _, file := range files {
		name, _, _ := strings.Cut(file.Name[len(prefix):], "/")
		made[source.Fold(name)] = true
	}
	for name := range present {
		if made[source.Fold(name)] {
			p.obstacles = append(p.obstacles, prefix+name)
		} else {
			p.stale = append(p.stale, prefix+name)
		}
	}
}

func (p *publication) compareFolder(parent *os.Root, prefix, name string, info fs.FileInfo, files []File) error {
	if info == nil {
		return p.compare(nil, prefix+name+"/", files)
	}
	folder, err := enter(parent, name, info)
	if err != nil {
		return p.failed("open", prefix+name, err)
	}
	defer folder.Close()
	return p.compare(folder, prefix+name+"/", files)
}

func (p *publication) compareFile(folder *os.Root, name string, info fs.FileInfo, file *File) error {
	if info != nil && info.Mode().IsRegular() && info.Size() == file.size() {
		same, err := equal(folder, name, info, file)
		if err != nil {
			return p.failed("compare", file.Name, err)
		}
		if same {
			p.stats.Unchanged++
			return nil
		}
	}
	if err := p.makeStage(); err != nil {
		return err
	}
	if err := write(p.stage, strconv.Itoa(len(p.changed)), file); err != nil {
		return p.failed("write", file.Name, err)
	}
	p.changed = append(p.changed, File{Name: file.Name})
	return nil
}

// replace puts the staged files in place, and then removes what is stale: in
// this order, since a page that nothing links to does less harm than a link to
// a page that is gone.
func (p *publication) replace(base *os.Root) error {
	if err := p.removeObstacles(); err != nil {
		return err
	}
	made := "."
	for i, file := range p.changed {
		if parent := path.Dir(file.Name); parent != made && parent != "." {
			if err := base.MkdirAll(parent, 0o755); err != nil {
				return p.failed("write", file.Name, err)
			}
			made = parent
		}
		staged := path.Join(p.stageName, strconv.Itoa(i))
		if err := p.folder.root.Rename(staged, path.Join(p.dir, file.Name)); err != nil {
			return p.failed("write", file.Name, err)
		}
		p.stats.Written++
	}
	return p.removeAll(p.stale)
}

// note notes what is about to be changed: files that are written, and all that is in the way or stale.
func (p *publication) note(written []File) error {
	if p.folder.changes == nil {
		return nil
	}
	var gone []string
	for _, name := range slices.Concat(p.obstacles, p.stale) {
		gone = append(gone, path.Join(p.dir, name))
	}
	names, err := p.folder.filesOf(gone)
	if err != nil {
		return err
	}
	for _, file := range written {
		names = append(names, path.Join(p.dir, file.Name))
	}
	return p.folder.note(names)
}

func (p *publication) removeObstacles() error { return p.removeAll(p.obstacles) }

func (p *publication) removeAll(names []string) error {
	for _, name := range names {
		n, err := remove(p.folder.root, path.Join(p.dir, name))
		p.stats.Removed += n
		if err != nil {
			return p.failed("remove", name, err)
		}
	}
	return nil
}

// makeStage makes the folder in which this publication stages its files.
func (p *publication) makeStage() error {
	if p.stage != nil {
		return nil
	}
	p.stageName = path.Join(staging, strconv.FormatInt(p.folder.stages.Add(1), 10))
	if err := p.folder.root.MkdirAll(p.stageName, 0o755); err != nil {
		return p.folder.failed("write", p.stageName, err)
	}
	stage, err := p.folder.root.OpenRoot(p.stageName)
	if err != nil {
		return p.folder.failed("write", p.stageName, err)
	}
	p.stage = stage
	return nil
}

func (p *publication) failed(op, name string, err error) error {
	return p.folder.failed(op, path.Join(p.dir, name), err)
}

// write makes a new file.
func write(folder *os.Root, name string, file *File) error {
	if file.Link != "" && os.Link(file.Link, filepath.Join(folder.Name(), name)) == nil {
		return nil
	}
	to, err := folder.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if file.From == nil {
		_, err = to.Write(file.Body)
	} else {
		err = copyFrom(to, file)
	}
	if closed := to.Close(); err == nil {
		err = closed
	}
	return err
}

func copyFrom(to *os.File, file *File) error {
	from, err := file.From()
	if err != nil {
		return fmt.Errorf("its source: %w", err)
	}
	defer from.Close()
	n, err := io.Copy(to, from)
	if err == nil && n != file.Size {
		return errors.New("its source changed while it was read; build again")
	}
	return err
}

// equal tells whether the file called name, of the right size, holds the bytes
// of file. One that cannot be read does not.
func equal(folder *os.Root, name string, info fs.FileInfo, file *File) (bool, error) {
	if file.Link != "" {
		if to, err := os.Lstat(file.Link); err == nil && os.SameFile(info, to) {
			return true, nil
		}
	}
	present, err := folder.Open(name)
	if err != nil {
		return false, nil
	}
	defer present.Close()
	if file.From == nil {
		return holds(present, file.Body), nil
	}
	from, err := file.From()
	if err != nil {
		return false, fmt.Errorf("its source: %w", err)
	}
	defer from.Close()
	return sameBytes(present, from)
}

const chunk = 64 << 10 // bytes

var chunks = sync.Pool{New: func() any { return new([2 * chunk]byte) }}

// holds tells whether the next bytes that a reader gives are those of body. It
// compares as many as body has and asks for no more: the size is known.
func holds(present io.Reader, body []byte) bool {
	buffer := chunks.Get().(*[2 * chunk]byte)
	defer chunks.Put(buffer)
	for len(body) > 0 {
		part := buffer[:min(len(body), len(buffer))]
		if _, err := io.ReadFull(present, part); err != nil || !bytes.Equal(part, body[:len(part)]) {
			return false
		}
		body = body[len(part):]
	}
	return true
}

// sameBytes tells whether two readers give the same bytes. The error is that of
// the second; the first that fails is not the same.
func sameBytes(present, wanted io.Reader) (bool, error) {
	buffer := chunks.Get().(*[2 * chunk]byte)
	defer chunks.Put(buffer)
	a, b := buffer[:chunk], buffer[chunk:]
	for {
		n, _ := io.ReadFull(present, a) // what failed to be read is not equal
		m, err := io.ReadFull(wanted, b)
		ended := err == io.EOF || err == io.ErrUnexpectedEOF
		switch {
		case err != nil && !ended:
			return false, err
		case !bytes.Equal(a[:n], b[:m]):
			return false, nil
		case ended:
			return true, nil
		}
	}
}
