package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"rapport/generator/diag"
	"rapport/generator/output"
	"rapport/generator/source"
)

// Seen is how a set of files was when it was looked at.
type Seen struct {
	Stamp string `json:",omitempty"` // of what the system said; "" where that may not tell
	Sum   string `json:",omitempty"` // of the bytes; "" for no files
}

// A Look is a look at a set of files.
type Look struct {
	stamp  hash.Hash
	line   []byte // is used again for each file: there are many
	files  int
	newest time.Time // when one of them was changed last
	blind  bool      // there is one of which the system does not say that

	// Sum is that of the files' bytes and names. The error is the disk's, or source.ErrChanged.
	Sum func() (string, error)
}

// LookAt looks at the files of a client's or the provider's tree, and at what was wrong with its listing.
func LookAt(tree *source.Tree, listing []diag.Problem) *Look {
	l := &Look{stamp: sha256.New()}
	wrong := fmt.Sprint(listing)
	io.WriteString(l.stamp, wrong)
	for _, f := range tree.Files() {
		l.add("", f.Name, f.Info)
	}
	l.Sum = sync.OnceValues(func() (string, error) {
		sum, err := tree.Sum()
		return sumOf(wrong + string(sum[:])), err
	})
	return l
}

// LookInto looks at some files and folders of a file system, and at all that stands in these. The error is
// fs.ErrNotExist for one that is not there, and errOdd where anything is neither a file nor a folder.
func LookInto(files fs.FS, names ...string) (*Look, error) {
	l := &Look{stamp: sha256.New()}
	for _, name := range names {
		if err := l.into(files, "", name); err != nil {
			return nil, err
		}
	}
	l.Sum = sync.OnceValues(func() (string, error) {
		var all entries
		err := walk(files, names, func(name string, info fs.FileInfo) error {
			if info.IsDir() {
				all.folder(name)
				return nil
			}
			return all.file(name, func() (io.ReadCloser, error) { return files.Open(name) })
		})
		return all.sum(), err
	})
	return l, nil
}

// SumOf is what LookInto sums up once files were published in folders, of which each has its own. Those of the
// folder "." stand beside them: into these is looked by what is at the top of their names.
func SumOf(folders map[string][]output.File) (string, error) {
	var all entries
	for folder, files := range folders {
		if folder != "." {
			all.folder(folder)
		}
		for _, f := range files {
			name := path.Join(folder, f.Name)
			for above := path.Dir(name); above != folder; above = path.Dir(above) {
				all.folder(above)
			}
			from := f.From
			if from == nil {
				all.body(name, f.Body)
			} else if err := all.file(name, from); err != nil {
				return "", err
			}
		}
	}
	return all.sum(), nil
}

var errOdd = errors.New("neither a file nor a folder")

func walk(files fs.FS, names []string, see func(name string, info fs.FileInfo) error) error {
	for _, top := range names {
		if info, err := fs.Lstat(files, top); err != nil {
			return err
		} else if info.Mode().Type() == fs.ModeSymlink {
			return errOdd // which WalkDir would follow
		}
		err := fs.WalkDir(files, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			if !info.IsDir() && !info.Mode().IsRegular() {
				return errOdd
			}
			return see(name, info)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// into looks at a file, or at a folder with all that stands in it.
func (l *Look) into(files fs.FS, dir, name string) error {
	full := path.Join(dir, name)
	info, err := fs.Lstat(files, full)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		l.addFolder(dir, name)
		return l.folder(files, full)
	case info.Mode().IsRegular():
		l.add(dir, name, info)
		return nil
	}
	return errOdd
}

// anyFolder looks at what stands in a folder of any file system.
func (l *Look) anyFolder(files fs.FS, dir string) error {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := l.into(files, dir, e.Name()); err != nil {
			return err
		}
	}
	return nil
}

// said is what the system says of a file.
type said struct {
	mode, size        uint64
	modified, changed time.Time
	inode             uint64
}

// add adds what is known of a file in a folder, "" for the one at the top.
func (l *Look) add(dir, name string, info fs.FileInfo) {
	if info == nil {
		l.blind = true
		return
	}
	at, inode, ok := changed(info)
	if !ok {
		l.blind = true
		l.files++
		return
	}
	l.addFile(dir, name, said{uint64(info.Mode()), uint64(info.Size()), info.ModTime(), at, inode})
}

func (l *Look) addFile(dir, name string, s said) {
	l.files++
	if s.changed.After(l.newest) {
		l.newest = s.changed
	}
	l.begin(dir, name)
	for _, n := range []uint64{s.mode, s.size, uint64(s.modified.UnixNano()), uint64(s.changed.UnixNano()), s.inode} {
		l.line = binary.BigEndian.AppendUint64(l.line, n)
	}
	l.stamp.Write(l.line)
}

// addFolder adds the name of a folder: what stands in it tells the rest.
func (l *Look) addFolder(dir, name string) {
	l.begin(dir, name)
	l.stamp.Write(l.line)
}

// begin begins a line with a name.
func (l *Look) begin(dir, name string) {
	l.line = l.line[:0]
	if dir != "" {
		l.line = append(append(l.line, dir...), '/')
	}
	l.line = append(append(l.line, name...), 0)
}

// Files is how many files were seen.
func (l *Look) Files() int { return l.files }

// Newest is when one of them was changed last, as far as the system tells.
func (l *Look) Newest() time.Time { return l.newest }

// Stamp is what the system said of the files; "" where a change after an instant, by the clock of the
// disk, might not show in it.
func (l *Look) Stamp(now time.Time) string {
	if l.blind || !l.isPast(now) {
		return ""
	}
	return hex.EncodeToString(l.stamp.Sum(nil))
}

// isPast tells whether the clock has gone on since the last change. Clocks of file systems tick at
// most once in ten milliseconds, or in two seconds on those that keep no fractions.
func (l *Look) isPast(now time.Time) bool {
	tick := 20 * time.Millisecond
	if l.newest.Nanosecond() == 0 {
		tick = 2 * time.Second
	}
	return l.newest.Add(tick).Before(now)
}

// Is tells whether files that are looked at now are as they were seen, and how to say that from now on: where the bytes
// had to be read for it, what the system says has changed.
func (l *Look) Is(had Seen, now time.Time) (Seen, bool) {
	stamp := l.Stamp(now)
	if stamp != "" && stamp == had.Stamp {
		return had, true
	}
	sum, err := l.Sum()
	return Seen{Stamp: stamp, Sum: sum}, err == nil && sum == had.Sum
}

// entries are the files and folders of a sum, a line each.
type entries []string

func (e *entries) folder(name string) { *e = append(*e, name+"/\n") }

func (e *entries) body(name string, body []byte) {
	var sum quickSum
	sum.Write(body)
	e.made(name, &sum)
}

func (e *entries) file(name string, open func() (io.ReadCloser, error)) error {
	file, err := open()
	if err != nil {
		return err
	}
	defer file.Close()
	var sum quickSum
	if _, err := io.Copy(&sum, file); err != nil {
		return err
	}
	e.made(name, &sum)
	return nil
}

func (e *entries) made(name string, sum *quickSum) {
	line := append(append(make([]byte, 0, len(name)+1+quickSumSize), name...), 0)
	*e = append(*e, string(sum.append(line)))
}

// A quickSum tells what was made from what has replaced it by mistake. Whoever means to deceive can write the output and
// the manifest alike, and a hash that resists them takes longer than all the writing. Two cyclic sums whose polynomials have no
// factor in common are one of 64 bits, and processors have instructions for both.
type quickSum struct {
	size         uint64
	ieee, second uint32
}

const quickSumSize = 16

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s *quickSum) Write(p []byte) (int, error) {
	s.size += uint64(len(p))
	s.ieee, s.second = crc32.Update(s.ieee, crc32.IEEETable, p), crc32.Update(s.second, castagnoli, p)
	return len(p), nil
}

func (s *quickSum) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint64(b, s.size)
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, s.ieee), s.second)
}

// sum is the same in whichever order they came, and however often a folder did.
func (e entries) sum() string {
	slices.Sort(e)
	return sumOf(strings.Join(slices.Compact(e), ""))
}
