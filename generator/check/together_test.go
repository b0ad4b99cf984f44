package check_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rapport/generator/diag"
	"rapport/generator/press"
)

const clients = "content/clients/"

// A trial is what is done to a workspace, and committed there.
type trial struct {
	name string
	do   func(w workspace)
}

// later is when changes are committed: on the day that is looked at.
const later = "2026-10-16T09:00:00Z"

// committing commits an edit later, or leaves it as it is.
func committing(do func(w workspace), isCommitted bool) func(w workspace) {
	return func(w workspace) {
		do(w)
		if isCommitted {
			w.commitAt(later)
		}
	}
}

// tryAll makes each trial in the published workspace, and hands over what the rules that
// ask git find after it.
func tryAll(t *testing.T, trials []trial, judge func(t *testing.T, i int, found []diag.Problem)) {
	t.Helper()
	bench := newBench(t, publishedFolder(t))
	tryFrom(t, bench, history{commits: []commit{{start, bench.files}}}, trials, func(t *testing.T, i int, found []diag.Problem) {
		judge(t, i, witnessed(t, found))
	})
}

// tryFrom makes each trial in the workspace of a bench that has a history already, and
// hands over what is found after it. Trials that edit or add files of the client share a
// repository, in which each has a client of its own: git and check run once for all of
// them. One that changes what is the provider's, or moves or removes a file, has a
// repository of its own.
func tryFrom(t *testing.T, bench *bench, before history, trials []trial, judge func(t *testing.T, i int, found []diag.Problem)) {
	t.Helper()
	shared := &sharedRepository{dir: t.TempDir()}
	find := sync.OnceValues(shared.findings)
	for i, trial := range trials {
		t.Run(trial.name, func(t *testing.T) {
			h := bench.record(t, before, trial.do)
			name, isShared := "acme-"+strconv.Itoa(i), h.canShare(bench.files)
			if isShared {
				shared.histories = append(shared.histories, h.of(name))
			}
			t.Parallel() // goes on when all trials have come here
			if !isShared {
				dir := t.TempDir()
				if err := h.write(dir); err != nil {
					t.Fatal(err)
				}
				judge(t, i, checked(t, dir, asOf))
				return
			}
			found, err := find()
			if err != nil {
				t.Fatal(err)
			}
			judge(t, i, found[name])
		})
	}
}

// record makes a trial on the bench, and returns the history to which it leads.
func (b *bench) record(t *testing.T, before history, do func(w workspace)) history {
	t.Helper()
	defer b.restore(t)
	h := history{commits: slices.Clone(before.commits)}
	w := workspace{t: t, dir: b.dir, history: &h}
	do(w)
	h.now = w.files()
	return h
}

// A commit is all files of a workspace at a time.
type commit struct {
	when  string
	files map[string]string
}

// A history is the commits of a workspace, and its files now.
type history struct {
	commits []commit
	now     map[string]string
}

// canShare reports whether all that the history changes in a workspace are texts of the
// client, none of which goes: git would take what goes for what comes elsewhere. Of a client
// that goes, the provider's file is told.
func (h history) canShare(base map[string]string) bool {
	last := base
	for _, c := range append(slices.Clone(h.commits), commit{files: h.now}) {
		for file, text := range last {
			now, stands := c.files[file]
			if !stands || now != text && !isTheClients(file) || file == client && strings.Contains(now, "draft: true") {
				return false
			}
		}
		for file := range c.files {
			if _, stood := last[file]; !stood && !isTheClients(file) {
				return false
			}
		}
		last = c.files
	}
	return true
}

func isTheClients(file string) bool { return strings.HasPrefix(file, clients+"acme/") }

// of returns the history of the client under another name.
func (h history) of(name string) history {
	renamed := func(files map[string]string) map[string]string {
		other := make(map[string]string, len(files))
		for file, text := range files {
			if inside, is := strings.CutPrefix(file, clients+"acme/"); is {
				file = clients + name + "/" + inside
			}
			other[file] = text
		}
		return other
	}
	to := history{now: renamed(h.now)}
	for _, c := range h.commits {
		to.commits = append(to.commits, commit{c.when, renamed(c.files)})
	}
	return to
}

// write makes a repository with the history, and its files.
func (h history) write(dir string) error {
	if err := errors.Join(writeAll(dir, h.now), gitAt(dir, start, "init", "-q", "-b", "main", "--template=").Run()); err != nil {
		return err
	}
	if len(h.commits) == 0 {
		return nil
	}
	var in bytes.Buffer
	for i, c := range h.commits {
		at, err := time.Parse(time.RFC3339, c.when)
		if err != nil {
			return err
		}
		fmt.Fprintf(&in, "commit refs/heads/main\ncommitter Mara <mara@northlight.example> %d +0000\ndata 0\n", at.Unix())
		var before map[string]string
		if i > 0 {
			before = h.commits[i-1].files
		}
		for _, file := range slices.Sorted(maps.Keys(before)) {
			if _, stands := c.files[file]; !stands {
				fmt.Fprintf(&in, "D %s\n", file)
			}
		}
		for _, file := range slices.Sorted(maps.Keys(c.files)) {
			text := c.files[file]
			if old, stood := before[file]; !stood || old != text {
				fmt.Fprintf(&in, "M 100644 inline %s\ndata %d\n%s\n", file, len(text), text)
			}
		}
	}
	load := gitAt(dir, start, "fast-import", "--quiet")
	load.Stdin = &in
	if out, err := load.CombinedOutput(); err != nil {
		return fmt.Errorf("git fast-import: %w\n%s", err, out)
	}
	if out, err := gitAt(dir, start, "reset", "-q").CombinedOutput(); err != nil {
		return fmt.Errorf("git reset: %w\n%s", err, out)
	}
	return nil
}

// A sharedRepository holds the histories of several clients.
type sharedRepository struct {
	dir       string
	histories []history
}

// joined puts the histories beside each other: first commits with first commits, and
// later ones by their times.
func (r *sharedRepository) joined() history {
	type moment struct {
		when string
		nth  int // of the commits that one history has at this time
	}
	changes := map[moment][]map[string]string{}
	together := map[string]string{}
	for _, h := range r.histories {
		nth := map[string]int{}
		for _, c := range h.commits {
			m := moment{c.when, nth[c.when]}
			changes[m] = append(changes[m], c.files)
			nth[c.when]++
		}
	}
	var all history
	for _, m := range slices.SortedFunc(maps.Keys(changes), func(a, b moment) int {
		return cmp.Or(strings.Compare(a.when, b.when), a.nth-b.nth)
	}) {
		for _, files := range changes[m] {
			maps.Copy(together, files)
		}
		all.commits = append(all.commits, commit{m.when, maps.Clone(together)})
	}
	for _, h := range r.histories {
		maps.Copy(together, h.now)
	}
	all.now = together
	return all
}

// findings makes the repository and returns what is found of each client, at the places
// where it stands in a workspace that has no other.
func (r *sharedRepository) findings() (map[string][]diag.Problem, error) {
	if err := r.joined().write(r.dir); err != nil {
		return nil, err
	}
	at, err := press.ParseAsOf(asOf)
	if err != nil {
		return nil, err
	}
	result, err := checkAll(context.Background(), press.Workspace{Dir: r.dir, Content: "content", Theme: "default"}, at)
	if err != nil {
		return nil, err
	}
	found := map[string][]diag.Problem{}
	for _, p := range result.Problems {
		name, inside, _ := strings.Cut(strings.TrimPrefix(p.File, clients), "/")
		p.File = clients + "acme/" + inside
		found[name] = append(found[name], p)
	}
	return found, nil
}

// filesIn reads the content of a workspace.
func filesIn(dir string) (map[string]string, error) {
	files := map[string]string{}
	root := os.DirFS(dir)
	err := fs.WalkDir(root, "content", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(root, name)
		files[name] = string(text)
		return err
	})
	return files, err
}

func writeAll(dir string, files map[string]string) error {
	for _, file := range slices.Sorted(maps.Keys(files)) {
		name := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(files[file]), 0o644); err != nil {
			return err
		}
	}
	return nil
}
