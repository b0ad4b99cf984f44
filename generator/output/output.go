// Package output is the only package that writes.
//
// A Folder is the output folder of one build, locked for as long as it is
// open. Publish makes the folder of one client hold exactly the files it is
// given, Prune removes what the build did not make, TellChanges lists what that
// came to.
//
// What holds at any moment, also when the process is killed or the disk is
// full:
//
//   - No file is ever half written. A client that is new is written in a
//     staging folder beside the others and renamed into place as a whole; a
//     file that changed is written there and renamed over the old one. All
//     files of a client are staged before the first is renamed, so that a disk
//     that fills up leaves the client as it was.
//   - A file whose bytes did not change is not touched: its modification time
//     stays, and with it the caches of web servers and sync tools.
//   - Nothing is written outside the folder. Symbolic links found in it are
//     replaced, never followed: every access goes through os.Root, and every
//     folder is known for a real one before it is entered.
//   - A folder that does not bear the mark, a file called .rapport, and holds
//     anything but dotfiles is somebody else's, and is left alone.
//
// Files are not synced to the disk. That costs more than the rest of a build,
// and protects against a crash of the machine alone, after which the next
// build compares the bytes of every file and mends what was lost.
package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"rapport/generator/diag"
	"rapport/generator/source"
)

// Mark is the name of the file that says that a folder is Rapport's to write
// in. It is locked during a build.
const Mark = ".rapport"

// staging is where files are written before they are renamed into place. It
// stands in the output folder to be on the same file system, and is one folder
// for all, so that what killed builds left can be found without a search.
const staging = ".rapport-staging"

// IsOwn reports whether a name at the top of the folder is one that Rapport writes itself.
func IsOwn(name string) bool {
	folded := source.Fold(name)
	return folded == Mark || strings.HasPrefix(folded, Mark+"-")
}

const markText = "Written by rapport build, which removes from this folder whatever it did not make; put nothing here by hand.\n"

// ErrForeign is returned for a folder that holds files and bears no mark.
var ErrForeign = errors.New("the output folder holds files that rapport did not make")

// A MachineError says that the disk or its permissions failed a build.
type MachineError struct {
	Op   string // what could not be done: "write"
	Path string // to which file, from where the command was started
	Err  error  // what the system said
}

func (e *MachineError) Error() string {
	return fmt.Sprintf("cannot %s %s: %v", e.Op, e.Path, e.Err)
}

func (e *MachineError) Unwrap() error { return e.Err }

// Options are how a folder is opened.
type Options struct {
	Force   bool     // take a folder that holds foreign files, which Prune then removes
	Waiting func()   // called when another build has the folder; may be nil
	CutOff  func()   // called when the build before was cut off while it wrote; may be nil
	Apart   []string // folders that the output may not hold nor stand in: the content, the themes
	Changes string   // the file that will list what is written, see TellChanges; "" for none
}

// A Folder is an output folder that this process alone may write in.
type Folder struct {
	dir  string
	root *os.Root
	lock *flock.Flock

	stages  atomic.Int64 // numbers the folders within staging
	changes *changes     // nil: nobody asks

	mu     sync.Mutex
	claims map[string]claim // top-level names by their folded form
}

// A claim says which Publish made a top-level name.
type claim struct {
	name   string // as it was written
	client bool   // a client's folder, not one of the root files
}

// Open makes the folder dir where it is missing, marks it, and locks it. It
// waits while another build has it, until ctx is done. The error is a
// diag.UsageError for a folder that cannot be written to, ErrForeign among them for one
// that is not Rapport's, and a *MachineError where the disk or its permissions are in
// the way.
func Open(ctx context.Context, dir string, options Options) (*Folder, error) {
	if err := checkApart(dir, options.Apart); err != nil {
		return nil, err
	}
	for {
		f, err := openUnlocked(dir, options.Force)
		if err != nil {
			return nil, err
		}
		err = f.lockMark(ctx, options.Waiting)
		if err == nil {
			err = f.sweep(options.CutOff)
		}
		if err == nil && options.Changes != "" {
			f.changes, err = openChanges(options.Changes, dir)
		}
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, errReplaced):
			f.release()
			return nil, err
		}
		f.release() // the folder was removed while we waited: begin again
	}
}

// openUnlocked opens the folder, marked but not locked.
func openUnlocked(dir string, force bool) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, machineError("make the folder", dir, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, machineError("open", dir, err)
	}
	f := &Folder{
		dir:  dir,
		root: root,
		// Without O_CREATE: the lock must not mark a folder that took the
		// place of this one.
		lock:   flock.New(filepath.Join(dir, Mark), flock.SetFlag(os.O_RDONLY)),
		claims: map[string]claim{},
	}
	if err := f.checkMark(force); err != nil {
		root.Close()
		return nil, err
	}
	return f, nil
}

// checkMark returns nil for a folder that bears the mark, and marks one that
// may be taken.
func (f *Folder) checkMark(force bool) error {
	entries, err := readDir(f.root)
	if err != nil {
		return f.failed("read", "", err)
	}
	foreign := false
	for _, e := range entries {
		switch {
		case e.Name() == Mark && e.Type().IsRegular():
			return nil
		case e.Name() == Mark && e.IsDir():
			return diag.Usagef("the output folder %s has a folder %s, as a workspace has; name another with --out", f.dir, Mark)
		case !strings.HasPrefix(e.Name(), "."):
			foreign = true
		}
	}
	if foreign && !force {
		return diag.Usagef("%w: %s; name another with --out, or have them removed with --force", ErrForeign, f.dir)
	}
	return f.makeMark()
}

// makeMark puts the mark in place. It is linked there whole: a build that is
// killed leaves no empty one, and of two builds that find none, the second
// keeps the first's, which may be locked by now.
func (f *Folder) makeMark() error {
	draft := fmt.Sprintf("%s-mark-%d", staging, os.Getpid())
	defer f.root.Remove(draft)
	if err := f.root.WriteFile(draft, []byte(markText), 0o644); err != nil {
		return f.failed("write", Mark, err)
	}
	if info, err := f.root.Lstat(Mark); err == nil && !info.Mode().IsRegular() {
		// A symbolic link, say: never written through.
		if err := f.root.Remove(Mark); err != nil {
			return f.failed("replace", Mark, err)
		}
	}
	err := f.root.Link(draft, Mark)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// The file system has no hard links.
		err = write(f.root, Mark, &File{Body: []byte(markText)})
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return f.failed("write", Mark, err)
	}
	return nil
}

var errReplaced = errors.New("the folder was replaced while it was locked")

// lockMark takes the lock, and returns errReplaced when the file that it got
// is no longer the mark of the folder that is open.
func (f *Folder) lockMark(ctx context.Context, waiting func()) error {
	locked, err := f.lock.TryLock()
	if err == nil && !locked {
		if waiting != nil {
			waiting()
		}
		_, err = f.lock.TryLockContext(ctx, 20*time.Millisecond)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, fs.ErrNotExist):
		return errReplaced
	case err != nil:
		return f.failed("lock", Mark, err)
	}
	held, err := f.lock.Stat()
	if err != nil {
		return f.failed("lock", Mark, err)
	}
	present, err := f.root.Lstat(Mark)
	if err != nil || !os.SameFile(held, present) {
		return errReplaced
	}
	return nil
}

// sweep removes what a killed build left, which it tells, and the note of a fragment, and nothing else.
func (f *Folder) sweep(cutOff func()) error {
	entries, err := readDir(f.root)
	if err != nil {
		return f.failed("read", "", err)
	}
	for _, e := range entries {
		if e.Name() == staging && cutOff != nil {
			cutOff()
		}
		if strings.HasPrefix(e.Name(), staging) || e.Name() == FragmentNote {
			if _, err := remove(f.root, e.Name()); err != nil {
				return f.failed("remove", e.Name(), err)
			}
		}
	}
	return nil
}

// Close gives the folder back.
func (f *Folder) Close() error {
	// Each Publish and Holder has removed its own, unless the disk failed it.
	if _, err := remove(f.root, staging); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(f.failed("remove", staging, err), f.release())
	}
	return f.release()
}

func (f *Folder) release() error {
	if f.changes != nil {
		f.changes.close()
	}
	return errors.Join(f.lock.Close(), f.root.Close())
}

// failed wraps what the system said about a file of the folder.
func (f *Folder) failed(op, name string, err error) error {
	return machineError(op, filepath.Join(f.dir, filepath.FromSlash(name)), err)
}

func machineError(op, name string, err error) error {
	// The paths that the system names are relative to one root or another.
	switch inner := err.(type) {
	case *fs.PathError:
		err = inner.Err
	case *os.LinkError:
		err = inner.Err
	}
	return &MachineError{op, name, err}
}

// checkApart refuses an output folder that holds or stands in one of others:
// to mirror a build there would remove what the build was made from.
func checkApart(dir string, others []string) error {
	out, err := realPath(dir)
	if err != nil {
		return machineError("open", dir, err)
	}
	for _, other := range others {
		real, err := realPath(other)
		if err != nil {
			return machineError("open", other, err)
		}
		if within(out, real) || within(real, out) {
			return diag.Usagef("the output folder %s and %s are one in the other; name another with --out", dir, other)
		}
	}
	return nil
}

// realPath returns the absolute path without symbolic links of a folder that
// need not exist.
func realPath(name string) (string, error) {
	abs, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if parent := filepath.Dir(abs); errors.Is(err, fs.ErrNotExist) && parent != abs {
		real, err = realPath(parent)
		real = filepath.Join(real, filepath.Base(abs))
	}
	return real, err
}

func within(name, folder string) bool {
	rel, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(rel)
}

func readDir(folder *os.Root) ([]fs.DirEntry, error) {
	dir, err := folder.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.ReadDir(-1)
}
