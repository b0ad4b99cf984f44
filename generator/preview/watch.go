package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"rapport/generator/live"
)

// How long a burst of changes must have been over before it counts as one. Saving a file
// makes a few events within a millisecond; what makes many goes on to make more.
const (
	settleFew  = 6 * time.Millisecond
	settleMany = 80 * time.Millisecond
	fewPaths   = 8
	longest    = 3 * time.Second // a burst that lasts longer is looked at in between
)

// A changes collects paths until they are looked at.
type changes struct {
	folders folders
	change  live.Change
	paths   map[string]bool
}

func newChanges(f folders) *changes {
	return &changes{folders: f, change: live.Change{Clients: map[string][]string{}}, paths: map[string]bool{}}
}

func (c *changes) empty() bool {
	return !c.change.All && !c.change.Listing && len(c.change.Provider)+len(c.change.Theme)+len(c.change.Clients) == 0
}

// add notes that a path may have changed. Where its bytes did not, as far as the
// system tells, written is false.
func (c *changes) add(name string, written bool) {
	rel, inContent := below(c.folders.content, name)
	sub, inTheme := below(c.folders.theme, name)
	switch {
	case inTheme:
		c.change.Theme = append(c.change.Theme, sub)
	case !inContent:
		_, holdsContent := below(name, c.folders.content)
		_, holdsTheme := below(name, c.folders.theme)
		if !holdsContent && !holdsTheme {
			return // a neighbour
		}
		c.change.All = true
	case rel == ".":
		c.change.All = true
	default:
		c.inContent(rel, written)
	}
	c.paths[name] = true
}

func (c *changes) inContent(rel string, written bool) {
	parts := strings.SplitN(rel, "/", 3)
	switch {
	case parts[0] != "clients":
		if written {
			c.change.Provider = append(c.change.Provider, rel)
		} else {
			c.change.Provider = append(c.change.Provider, "") // no file has this name
		}
	case len(parts) == 1:
		c.change.All = true
	case len(parts) == 2:
		c.change.Listing = true
		c.change.Clients[parts[1]] = append(c.change.Clients[parts[1]], "")
	case written:
		c.change.Clients[parts[1]] = append(c.change.Clients[parts[1]], parts[2])
	default:
		c.change.Clients[parts[1]] = append(c.change.Clients[parts[1]], "")
	}
}

// below returns the slash path of name from folder, and whether it lies there.
func below(folder, name string) (string, bool) {
	rel, err := filepath.Rel(folder, name)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// A watcher is told by the system when files change. An event means no more than
// that something is different: what, is found by looking. Folders are watched, not
// files, since editors replace files.
type watcher struct {
	folders folders
	around  []string // folders whose entries matter as far as they lead to the others
	gitLock string   // stands while git changes files; "" where there is no git
	fs      *fsnotify.Watcher
	watched map[string]bool
}

// newWatcher watches the folders of a workspace.
func newWatcher(f folders) (*watcher, error) {
	system, err := fsnotify.NewBufferedWatcher(1024)
	if err != nil {
		return nil, fmt.Errorf("watch files: %w; try --poll", err)
	}
	w := &watcher{folders: f, fs: system, watched: map[string]bool{}, gitLock: findGit(f.workspace)}
	w.around = surroundings(f)
	if err := w.watchAll(); err != nil {
		system.Close()
		return nil, err
	}
	return w, nil
}

// surroundings are the folders from the workspace down to those that matter, and
// those that hold one elsewhere.
func surroundings(f folders) []string {
	all := []string{f.workspace}
	for _, folder := range []string{f.content, f.theme} {
		up := filepath.Dir(folder)
		all = append(all, up)
		for {
			if rel, inside := below(f.workspace, up); !inside || rel == "." {
				break
			}
			up = filepath.Dir(up)
			all = append(all, up)
		}
	}
	return all
}

// findGit returns the lock of the repository that holds a folder.
func findGit(folder string) string {
	for {
		if info, err := os.Stat(filepath.Join(folder, ".git")); err == nil && info.IsDir() {
			return filepath.Join(folder, ".git", "index.lock")
		}
		up := filepath.Dir(folder)
		if up == folder {
			return ""
		}
		folder = up
	}
}

// watchAll begins anew.
func (w *watcher) watchAll() error {
	for name := range w.watched {
		w.fs.Remove(name) // one that is gone already is as good
	}
	w.watched = map[string]bool{}
	for _, name := range w.around {
		if err := w.watch(name); err != nil {
			return err
		}
	}
	for _, folder := range []string{w.folders.content, w.folders.theme} {
		if err := w.watchTree(folder); err != nil {
			return err
		}
	}
	return nil
}

// watch watches one folder. One that is not there will be noticed when it comes.
func (w *watcher) watch(name string) error {
	if w.watched[name] {
		return nil
	}
	err := w.fs.Add(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EMFILE):
		return fmt.Errorf("the system lets nobody watch so many folders (%w); use --poll, or raise its limit", err)
	case err != nil:
		return fmt.Errorf("watch %s: %w; try --poll", name, err)
	}
	w.watched[name] = true
	return nil
}

// watchTree watches a folder and those in it. Each is watched before it is read,
// so that what comes meanwhile is noticed one way or the other.
func (w *watcher) watchTree(name string) error {
	if err := w.watch(name); err != nil {
		return err
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil // it went away, and will be noticed when it comes back
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != ".git" {
			if err := w.watchTree(filepath.Join(name, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow keeps the watched folders right after folders came, went or moved. The system
// goes on to watch a folder that moved and calls it by its old name, so that all
// are let go before any is watched by its new one.
func (w *watcher) follow(moved []string) error {
	for _, name := range moved {
		if !w.watched[name] {
			continue
		}
		for other := range w.watched {
			if _, inside := below(name, other); inside {
				w.fs.Remove(other) // one that is gone already is as good
				delete(w.watched, other)
			}
		}
	}
	for _, name := range moved {
		_, inContent := below(w.folders.content, name)
		_, inTheme := below(w.folders.theme, name)
		if !inContent && !inTheme {
			return w.watchAll() // a folder that holds them
		}
		if info, err := os.Lstat(name); err == nil && info.IsDir() {
			if err := w.watchTree(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// run calls update after each burst of changes, until ctx is done. The error says why
// nothing can be watched any more.
func (w *watcher) run(ctx context.Context, update func(live.Change)) error {
	defer w.fs.Close()
	settled, late := time.NewTimer(time.Hour), time.NewTimer(time.Hour)
	settled.Stop()
	late.Stop()
	found := newChanges(w.folders)
	var moved []string
	for {
		over := false
		select {
		case <-ctx.Done():
			return nil
		case event, ok := <-w.fs.Events:
			if !ok {
				return nil
			}
			if found.empty() {
				late.Reset(longest)
			}
			found.add(event.Name, event.Op != fsnotify.Chmod)
			if event.Op&(fsnotify.Create|fsnotify.Remove|fsnotify.Rename) != 0 && found.paths[event.Name] {
				moved = append(moved, event.Name)
			}
		case err, ok := <-w.fs.Errors:
			if !ok {
				return nil
			}
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("watch files: %w; try --poll", err)
			}
			if err := w.watchAll(); err != nil {
				return err
			}
			found.change.All = true
		case <-settled.C:
			over = !w.gitIsBusy() && len(w.fs.Events) == 0 // on a busy machine there may be more to read
		case <-late.C:
			over = true
		}
		switch {
		case over && !found.empty():
			if err := w.follow(moved); err != nil {
				return err
			}
			change := found.change
			found, moved = newChanges(w.folders), nil
			settled.Stop()
			late.Stop()
			update(change)
		case found.empty():
		case len(found.paths) > fewPaths:
			settled.Reset(settleMany)
		default:
			settled.Reset(settleFew)
		}
	}
}

// gitIsBusy tells whether git is about to change more files.
func (w *watcher) gitIsBusy() bool {
	if w.gitLock == "" {
		return false
	}
	_, err := os.Lstat(w.gitLock)
	return err == nil
}

// poll looks at all files every so often, where the system tells nothing. Before is how they
// were.
func poll(ctx context.Context, every time.Duration, f folders, before map[string]stamp, update func(live.Change)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
		after := stamps(f)
		found := newChanges(f)
		for settled := false; !settled; {
			compare(before, after, found)
			if found.empty() {
				break
			}
			time.Sleep(settleMany)
			again := stamps(f)
			more := newChanges(f)
			compare(after, again, more)
			settled = more.empty()
			after = again
		}
		before = after
		if !found.empty() {
			update(found.change)
		}
	}
}

// A stamp is what tells one state of a file from another without reading it.
type stamp struct {
	size int64
	time time.Time
	mode fs.FileMode
}

func stamps(f folders) map[string]stamp {
	found := map[string]stamp{}
	for _, folder := range []string{f.content, f.theme} {
		filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return nil // it went away
			}
			info, err := d.Info()
			if err != nil {
				return nil
			}
			s := stamp{mode: info.Mode()}
			if !d.IsDir() {
				s.size, s.time = info.Size(), info.ModTime()
			}
			found[name] = s
			return nil
		})
	}
	return found
}

func compare(before, after map[string]stamp, found *changes) {
	for name, s := range before {
		if now, ok := after[name]; !ok || now != s {
			found.add(name, true)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			found.add(name, true)
		}
	}
}
