package preview

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/live"
	"rapport/generator/source"
)

// A done is something that was written in this run.
type done struct {
	Subject string
	Href    string // where the client sees it; "" for nowhere
	changes []edits.Change

	dirty     string // why it cannot be committed; ""
	committed bool
	undone    bool
}

// sumOf names what a file says.
func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// write writes what was entered, unless a file was changed meanwhile, and remembers it.
func (w *writer) write(ctx context.Context, provider *content.Provider, d *done) error {
	d.dirty = w.whyDirty(ctx, provider, d.changes)
	if err := w.put(ctx, d.changes); err != nil {
		return err
	}
	w.done = append(w.done, d)
	return nil
}

// noticed is how long the watcher may take to see what was written before it is told.
const noticed = time.Second

// put writes changes, and waits until the portals show them: so that the page that follows is true, and
// is not loaded again under its reader's hands.
func (w *writer) put(ctx context.Context, changes []edits.Change) error {
	before := w.portals.Generation("")
	told, stop := w.news.listen()
	defer stop()
	if err := edits.Write(w.Root, changes); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, noticed)
	defer cancel()
	for w.portals.Generation("") == before {
		select {
		case <-told:
		case <-ctx.Done(): // a disk that tells nobody
			w.update(changes)
			return nil
		}
	}
	return nil
}

// update has the portals made anew of files that were written.
func (w *writer) update(changes []edits.Change) {
	change := live.Change{Clients: map[string][]string{}}
	for _, c := range changes {
		name, ok := strings.CutPrefix(c.File, path.Join(filepath.ToSlash(w.Content), "clients")+"/")
		id, file, isFile := strings.Cut(name, "/")
		if ok && isFile {
			change.Clients[id] = append(change.Clients[id], file)
		}
	}
	w.portals.Update(change)
}

// written leads to the desk, which shows what was written last.
func (w *writer) written(rw http.ResponseWriter) {
	rw.Header().Set("Location", "/?written="+strconv.Itoa(len(w.done)))
	rw.WriteHeader(http.StatusSeeOther)
}

// whyDirty says why files cannot be committed: there is no git, or somebody else's changes in them
// would be committed too.
func (w *writer) whyDirty(ctx context.Context, provider *content.Provider, changes []edits.Change) string {
	if w.Git == nil {
		return "nothing commits here"
	}
	git, err := w.Git(ctx, provider)
	if err != nil {
		return err.Error()
	}
	var files []string
	for _, c := range changes {
		if c.Before != nil && !w.isPending(c) {
			files = append(files, c.File)
		}
	}
	if err := git.Clean(files); err != nil {
		return err.Error()
	}
	return ""
}

// isPending tells whether a change continues what was written here, and can be committed with it.
func (w *writer) isPending(c edits.Change) bool {
	for _, d := range slices.Backward(w.done) {
		for _, earlier := range d.changes {
			if earlier.File == c.File && !d.undone {
				return !d.committed && d.dirty == "" && string(earlier.After) == string(c.Before)
			}
		}
	}
	return false
}

// pending are those that can be committed.
func (w *writer) pending() []*done {
	var all []*done
	for _, d := range w.done {
		if !d.committed && !d.undone && d.dirty == "" {
			all = append(all, d)
		}
	}
	return all
}

// latest is what something that was written did last to each file.
func latest(all []*done) map[string][]byte {
	files := map[string][]byte{}
	for _, d := range all {
		for _, c := range d.changes {
			files[c.File] = c.After
		}
	}
	return files
}

func (w *writer) postCommit(rw http.ResponseWriter, r *http.Request) {
	all := w.pending()
	if len(all) == 0 {
		w.refuse(rw, r, http.StatusConflict, "There is nothing to commit", "What was entered is committed, taken back, or stands in files with other changes.")
		return
	}
	provider, err := w.provider()
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	git, err := w.Git(r.Context(), provider)
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	var files []string
	for file, after := range latest(all) {
		now, err := source.ReadIn(w.Root, file)
		if err != nil || string(now) != string(after) {
			w.refuse(rw, r, http.StatusConflict, "Nothing was committed", file+" was changed since; commit it yourself.")
			return
		}
		files = append(files, file)
	}
	slices.Sort(files)
	if err := git.Commit(files, message(all)); err != nil {
		w.refuse(rw, r, http.StatusConflict, "Nothing was committed", err.Error())
		return
	}
	for _, d := range all {
		d.committed = true
	}
	w.written(rw)
}

// message is what a commit says.
func message(all []*done) string {
	if len(all) == 1 {
		return all[0].Subject
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Enter %d things at the desk\n\n", len(all))
	for _, d := range all {
		b.WriteString("- " + d.Subject + "\n")
	}
	return b.String()
}

func (w *writer) postUndo(rw http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PostForm.Get("written"))
	if err != nil || n < 1 || n > len(w.done) {
		w.missing(rw, r)
		return
	}
	d := w.done[n-1]
	back, ok := edits.Reversed(d.changes)
	if !ok || d.undone || d.committed {
		w.refuse(rw, r, http.StatusConflict, "It cannot be taken back here", "It is committed, or taken back already, or it made a new file: delete that by hand.")
		return
	}
	err = w.put(r.Context(), back)
	if stale := (*edits.StaleError)(nil); errors.As(err, &stale) {
		w.refuse(rw, r, http.StatusConflict, "It cannot be taken back any more", stale.File+" was changed since. Nothing was written.")
		return
	}
	if err != nil {
		w.failed(rw, r, err)
		return
	}
	d.undone = true
	rw.Header().Set("Location", "/?written="+strconv.Itoa(n))
	rw.WriteHeader(http.StatusSeeOther)
}
