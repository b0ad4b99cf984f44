// Package history asks git what was said before: for each value of a workspace
// that others rely on, what it was, and which commit made it another. Which these
// are, and what equal values are, the declarations of the content say
// (schema.Record): a file that was renamed, moved, reordered or written in another
// form says what it said.
//
// It is a witness, and knows no more than it saw. A workspace outside git, or
// without a commit, gives a History that says what is Missing; a shallow clone
// gives what its commits show, and says that it is Shallow. The working tree counts
// as the last version.
//
// The main line is followed, from each commit to its first parent: what a branch
// tried in between was promised to nobody. What was not published is not followed:
// a draft, a proposal, and what is dated later than the version that replaced it.
// Where all commits are of one day, as after an import, their days say nothing of
// that.
//
// Git is run without
// network, hooks, pagers or external differs, and changes nothing.
package history

import (
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/calendar"
	"rapport/generator/content"
)

// A History is what git knows of a workspace.
type History struct {
	Missing string    // why nothing is known; "" where something is
	Shallow bool      // commits before Oldest are not here
	Oldest  time.Time // of the first commit that is here

	// Dated says that the days of the commits tell what was first. They don't where
	// all are of one day, as after an import.
	Dated bool

	zone   *time.Location
	prefix string           // of the workspace's files in the repository
	files  map[string]*File // by path in the workspace
	gone   []*File
}

// A Workspace is whose history is asked for.
type Workspace struct {
	Dir   string
	Files fs.FS          // of the working tree
	Zone  *time.Location // of times without an offset
	Today calendar.Date  // after which nothing has come
	Jobs  int            // versions read at once
}

// Of returns what a file was, by its path in the workspace, and nil where nothing
// of it is committed.
func (h *History) Of(path string) *File { return h.files[path] }

// Under returns the files that a file answers for, those that are gone too: of an
// engagement.md what stands in its folder, of a client.md its engagements.
func (h *History) Under(owner *File) (there, gone []*File) {
	for _, f := range h.files {
		if f.Owner == owner {
			there = append(there, f)
		}
	}
	for _, f := range h.gone {
		if f.Owner == owner {
			gone = append(gone, f)
		}
	}
	byPath(there)
	byPath(gone)
	return there, gone
}

// Removed returns the clients whose agreements were published, and the services, that
// are gone whole from the workspace.
func (h *History) Removed() []*File {
	var all []*File
	for _, f := range h.gone {
		there, gone := h.Under(f)
		isOurs := slices.ContainsFunc(append(f.Formerly, f.Path), func(name string) bool { return strings.HasPrefix(name, h.prefix) })
		if isOurs && (f.Kind == content.ServiceFile || f.Kind == content.ClientFile && len(there)+len(gone) > 0) {
			all = append(all, f)
		}
	}
	byPath(all)
	return all
}

// Day returns the day of a commit. That of the working tree is today.
func (h *History) Day(c Commit, today calendar.Date) calendar.Date {
	if c.IsZero() {
		return today
	}
	return min(today, calendar.DateOf(c.On.In(h.zone)))
}

// Saw reports whether a commit after a day, and before another commit, changed a file
// or what stands in its folder: what that other commit brought was not there when
// somebody looked.
func (h *History) Saw(file *File, day, today calendar.Date, before Commit) bool {
	for _, c := range file.commits {
		if c.Nth < before.Nth && h.Day(c, today) > day {
			return true
		}
	}
	return false
}

// Known returns the day on which the provider first knew that a milestone of an
// engagement.md would be later than a day: that of the commit in which the forecast
// first passed it. It is 0 where none did.
func (h *History) Known(path, milestone string, fairDue, today calendar.Date) calendar.Date {
	file := h.Of(path)
	if file == nil {
		return 0
	}
	t := file.Thing.Thing("plan", milestone)
	if t == nil || t.Line("forecast") == nil {
		return 0
	}
	for _, v := range t.Line("forecast").Values {
		if day, err := calendar.ParseDate(v.Text); err == nil && day > fairDue {
			return h.Day(v.Commit, today)
		}
	}
	return 0
}

// Read reads the history of a workspace. The error is that of a git that ran and
// failed.
func Read(ctx context.Context, w Workspace) (*History, error) {
	g := repository{ctx, w.Dir}
	place, err := g.place()
	if err != nil {
		return &History{Missing: whyNot(err)}, nil
	}
	if !place.hasCommit {
		return &History{Missing: "the repository has no commit yet"}, nil
	}
	commits, err := g.commits()
	if err != nil {
		return nil, err
	}
	h := &History{Shallow: place.shallow, zone: w.Zone, prefix: place.prefix}
	if len(commits) > 0 {
		h.Oldest = commits[0].commit.On
	}
	if err := h.follow(g, w, place.prefix, commits); err != nil {
		return nil, err
	}
	if len(h.files) == 0 && !h.Shallow {
		h.Missing = "no agreement is committed yet"
	}
	return h, nil
}

// State tells what Read would read from anything else, without reading it: which commit is the last, and what the
// working tree has in its place.
func State(ctx context.Context, w Workspace) (string, error) {
	g := repository{ctx, w.Dir}
	place, err := g.place()
	if err != nil {
		return whyNot(err), nil
	}
	if !place.hasCommit {
		return "no commit", nil
	}
	names, err := g.workingTree()
	if err != nil {
		return "", err
	}
	state := sha256.New()
	fmt.Fprintf(state, "%q %q %t\n", place.head, place.prefix, place.shallow)
	for _, name := range names {
		inside, ok := strings.CutPrefix(name, place.prefix)
		if !ok {
			continue
		}
		blob := ""
		if data, err := fs.ReadFile(w.Files, inside); err == nil {
			blob = blobName(data)
		}
		fmt.Fprintf(state, "%q %s\n", name, blob)
	}
	return hex.EncodeToString(state.Sum(nil)), nil
}

// whyNot says why git does not answer.
func whyNot(err error) string {
	if errors.Is(err, exec.ErrNotFound) {
		return "git is not installed"
	}
	if strings.Contains(err.Error(), "dubious ownership") {
		return "git does not trust this repository, which belongs to another user (see safe.directory in git help config)"
	}
	return "the workspace is in no git repository"
}

// follow reads all versions, and then the working tree.
func (h *History) follow(g repository, w Workspace, prefix string, commits []commit) error {
	f := follower{zone: w.Zone, today: w.Today, days: severalDays(commits, w.Zone), live: map[string]*File{}}
	h.Dated = f.days
	now := Commit{Nth: len(commits) + 1}
	reader := content.NewVersionReader(w.Zone)
	err := g.versions(commits, max(1, w.Jobs), reader, f.commit)
	if err != nil {
		return err
	}
	if len(f.live) == 0 && len(f.gone) == 0 {
		return nil
	}
	tree, err := g.workingTree()
	if err != nil {
		return err
	}
	f.commit(now, read(tree, w, prefix, reader))
	f.finish()
	f.leaveBehind()
	h.files = map[string]*File{}
	for name, file := range f.live {
		if file.Path = strings.TrimPrefix(name, prefix); file.said != nil && strings.HasPrefix(name, prefix) {
			h.files[file.Path] = file
		}
	}
	h.gone = f.gone
	return nil
}

// severalDays reports whether commits are of more than one day.
func severalDays(commits []commit, zone *time.Location) bool {
	for _, c := range commits {
		if calendar.DateOf(c.commit.landed.In(zone)) != calendar.DateOf(commits[0].commit.landed.In(zone)) {
			return true
		}
	}
	return false
}

// read reads the files of the working tree that differ from the last commit.
func read(names []string, w Workspace, prefix string, reader *content.VersionReader) []changed {
	all := make([]changed, 0, len(names))
	for _, name := range names {
		inside, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		c := changed{path: name}
		if data, err := fs.ReadFile(w.Files, inside); err == nil {
			c.blob = blobName(data)
			c.version, c.ok = reader.Read(name, data)
		}
		all = append(all, c)
	}
	return all
}

// markLast marks the last version of each file, of which it is told where things stand.
func markLast(commits []commit) {
	seen := map[string]bool{}
	for _, c := range slices.Backward(commits) {
		for i := range c.files {
			f := &c.files[i]
			f.last = !seen[f.path]
			seen[f.path] = true
		}
	}
}

// blobName returns the name that git gives to the contents of a file.
func blobName(data []byte) string {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// versions reads the changed files of all commits and hands them over, commit by
// commit. Those of a window are read side by side, so that memory does not grow
// with the history.
func (g repository) versions(commits []commit, jobs int, reader *content.VersionReader, see func(Commit, []changed)) error {
	const window = 256 // changed files
	markLast(commits)
	blobs, err := g.open(commits)
	if err != nil {
		return err
	}
	for len(commits) > 0 {
		var group errgroup.Group
		group.SetLimit(jobs)
		n, size := 0, 0
		for ; n < len(commits) && size < window; n++ {
			size += len(commits[n].files)
			for i := range commits[n].files {
				file := &commits[n].files[i]
				if file.blob == "" {
					continue
				}
				data, err := blobs.next()
				if err != nil {
					group.Wait()
					blobs.close()
					return err
				}
				group.Go(func() error {
					if file.last {
						file.version, file.ok = reader.Read(file.path, data)
					} else {
						file.version, file.ok = reader.ReadPast(file.path, data)
					}
					return nil
				})
			}
		}
		group.Wait()
		for i := range commits[:n] {
			see(commits[i].commit, commits[i].files)
			commits[i].files = nil
		}
		commits = commits[n:]
	}
	return blobs.close()
}
