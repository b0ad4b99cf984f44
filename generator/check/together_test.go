package check_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rapport/generator/diag"
	"rapport/generator/press"
)

const clients = "content/clients/"

// A trial is a change of the published workspace.
type trial struct {
	name      string
	do        func(w workspace)
	committed bool // or it is looked at before somebody commits it
}

// tryAll makes each change, and hands over what the rules that ask git find after it.
// Changes that edit or add files of the client share a repository, in which each has a
// client of its own: git and check run once for all of them. A change of the provider,
// or one that moves or removes a file, has a repository of its own.
func tryAll(t *testing.T, trials []trial, judge func(t *testing.T, i int, found []diag.Problem)) {
	t.Helper()
	repositories := map[bool]*sharedRepository{true: newSharedRepository(t, true), false: newSharedRepository(t, false)}
	bench := newBench(t, publishedFolder(t))
	for i, trial := range trials {
		t.Run(trial.name, func(t *testing.T) {
			trial.do(workspace{t, bench.dir})
			repository, name := repositories[trial.committed], "acme-"+strconv.Itoa(i)
			own := workspace{t, ""}
			isShared := repository.add(t, name, bench)
			if !isShared {
				own = published(t, bench.dir)
			}
			bench.restore(t)
			t.Parallel() // goes on when all trials have come here
			if !isShared {
				if trial.committed {
					own.commitAt(later)
				}
				judge(t, i, own.witnessed())
				return
			}
			found, err := repository.check()
			if err != nil {
				t.Fatal(err)
			}
			judge(t, i, witnessed(t, found[name]))
		})
	}
}

// later is when changes are committed: on the day that is looked at.
const later = "2026-10-16T09:00:00Z"

// A sharedRepository holds changes of one client, each as a client of its own.
type sharedRepository struct {
	dir       string
	committed bool
	edited    map[string]map[string]string // the changed files of the client, by the name that it has here
	check     func() (map[string][]diag.Problem, error)
}

func newSharedRepository(t *testing.T, committed bool) *sharedRepository {
	r := &sharedRepository{dir: t.TempDir(), committed: committed, edited: map[string]map[string]string{}}
	r.check = sync.OnceValues(r.findings)
	return r
}

// add adds the change of a bench under a client's name. It reports whether it can be
// shared.
func (r *sharedRepository) add(t *testing.T, name string, b *bench) bool {
	t.Helper()
	touched, lost := b.changes(t)
	edited := map[string]string{}
	for _, file := range touched {
		inside, isClients := strings.CutPrefix(file, clients+"acme/")
		if !isClients {
			return false
		}
		text, err := os.ReadFile(filepath.Join(b.dir, filepath.FromSlash(file)))
		if err != nil {
			return false // a folder
		}
		edited[inside] = string(text)
		delete(lost, file)
	}
	if len(lost) > 0 {
		return false
	}
	r.edited[name] = edited
	return true
}

// findings makes the repository and returns what is found of each client.
func (r *sharedRepository) findings() (map[string][]diag.Problem, error) {
	dir, err := publish()
	if err != nil {
		return nil, err
	}
	base, err := filesIn(dir)
	if err != nil {
		return nil, err
	}
	before, after := map[string]string{}, map[string]string{}
	for file, text := range base {
		inside, isClients := strings.CutPrefix(file, clients+"acme/")
		if !isClients {
			before[file] = text
			continue
		}
		for name := range r.edited {
			before[clients+name+"/"+inside] = text
		}
	}
	for name, files := range r.edited {
		for file, text := range files {
			after[clients+name+"/"+file] = text
		}
	}
	if err := errors.Join(writeAll(r.dir, before), startGit(r.dir), writeAll(r.dir, after)); err != nil {
		return nil, err
	}
	if r.committed {
		if err := commitAll(r.dir, later); err != nil {
			return nil, err
		}
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
		name, _, _ := strings.Cut(strings.TrimPrefix(p.File, clients), "/")
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
