package check_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rapport/generator/diag"
	"rapport/generator/testprogram"
)

const agreement = "content/clients/acme/shop/engagement.md"

// A workspace is one in a repository of its own, or one whose history is only recorded.
type workspace struct {
	t       *testing.T
	dir     string
	history *history // where commits are recorded, instead of made by git; nil for a repository
}

// newWorkspace makes the clean workspace in a repository without a commit.
func newWorkspace(t *testing.T) workspace {
	t.Helper()
	testprogram.Find(t, "git", "")
	w := workspace{t: t, dir: t.TempDir()}
	copyFolder(t, w.dir, filepath.Join("testdata", "clean"), "content")
	w.gitAt(start, "init", "-q", "-b", "main", "--template=")
	return w
}

// first is when the clean workspace is committed.
const first = "2026-09-01T10:00:00Z"

func (w workspace) gitAt(when string, args ...string) {
	w.t.Helper()
	if out, err := gitAt(w.dir, when, args...).CombinedOutput(); err != nil {
		w.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func (w workspace) git(args ...string) {
	w.t.Helper()
	w.gitAt(first, args...)
}

// files reads the content.
func (w workspace) files() map[string]string {
	w.t.Helper()
	files, err := filesIn(w.dir)
	if err != nil {
		w.t.Fatal(err)
	}
	return files
}

// commitAt commits all that was edited, at a time.
func (w workspace) commitAt(when string) {
	w.t.Helper()
	if w.history != nil {
		w.history.commits = append(w.history.commits, commit{when, w.files()})
		return
	}
	w.gitAt(when, "add", "-A")
	w.gitAt(when, "commit", "-q", "--allow-empty", "-m", "as it stands")
}

func (w workspace) commit() {
	w.t.Helper()
	w.commitAt(first)
}

func (w workspace) edit(file, old, text string) {
	w.t.Helper()
	name := filepath.Join(w.dir, file)
	whole, err := os.ReadFile(name)
	if err != nil {
		w.t.Fatal(err)
	}
	if strings.Count(string(whole), old) != 1 {
		w.t.Fatalf("%q does not stand in %s once", old, file)
	}
	write(w.t, name, strings.Replace(string(whole), old, text, 1))
}

func (w workspace) change(days int, affects string) {
	write(w.t, filepath.Join(w.dir, "content/clients/acme/shop/journal/2026-10-02-later.md"),
		fmt.Sprintf("---\nkind: change\ntitle: Later\nstate: accepted\naccepted: 2026-10-05\naccepted_by: joost\ndays: %d\naffects: [%s]\n---\n", days, affects))
}

// found returns the findings of a rule without the commits' names, which differ
// from run to run.
func (w workspace) found(rule string) []string {
	w.t.Helper()
	return linesOf(checked(w.t, w.dir, asOf), rule)
}

// linesOf returns the problems of a rule without the commits' names, which differ from
// run to run.
func linesOf(problems []diag.Problem, rule string) []string {
	var lines []string
	for _, p := range problems {
		if p.Rule != rule {
			continue
		}
		line := p.String()
		if before, rest, ok := strings.Cut(line, "(commit "); ok {
			_, rest, _ = strings.Cut(rest, " ")
			line = before + "(" + rest
		}
		line = regexp.MustCompile(`since commit [0-9a-f]+ of`).ReplaceAllString(line, "since")
		lines = append(lines, line)
	}
	return lines
}

// A promiseTest begins in the clean workspace, which has no commit yet.
type promiseTest struct {
	name string
	do   func(w workspace)
	want []string
}

// tryPromises compares what a rule finds.
func tryPromises(t *testing.T, rule string, tests []promiseTest) {
	t.Helper()
	testprogram.Find(t, "git", "")
	trials := make([]trial, len(tests))
	for i, test := range tests {
		trials[i] = trial{test.name, test.do}
	}
	tryFrom(t, newBench(t, filepath.Join("testdata", "clean")), history{}, trials, func(t *testing.T, i int, found []diag.Problem) {
		if diff := cmp.Diff(tests[i].want, linesOf(found, rule)); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	})
}

func TestPromisesThatMovedAreFound(t *testing.T) {
	const end = "; no accepted change tells of it; put it back, or write the change that was agreed [promise-moved]"
	tests := []promiseTest{
		{name: "nothing moved", do: func(w workspace) { w.commit() }},
		{name: "a milestone", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.commit()
		}, want: []string{agreement + `:27:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-19 since 2026-09-01` + end}},
		{name: "not committed yet", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-10-23", "due: 2026-10-26")
		}, want: []string{agreement + `:31:56: error: input "texts": due said 2026-10-23 (of 2026-09-01) and says 2026-10-26 now` + end}},
		{name: "the first of two moves counts", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-18")
			w.commit()
			w.edit(agreement, "due: 2026-11-18", "due: 2026-11-20")
		}, want: []string{agreement + `:27:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-20 now` + end}},
		{name: "put back", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.commit()
			w.edit(agreement, "due: 2026-11-19", "due: 2026-11-16")
		}},
		{name: "agreed on", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.change(0, "live")
		}},
		{name: "agreed on for another", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.change(0, "training")
		}, want: []string{agreement + `:27:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-19 now` + end}},
		{name: "agreed on once and moved again", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-18")
			w.change(0, "live")
			w.commit()
			w.edit(agreement, "due: 2026-11-18", "due: 2026-11-20")
		}, want: []string{agreement + `:27:38: error: milestone "live": due said 2026-11-18 (of 2026-09-01) and says 2026-11-20 now` + end}},
		{name: "a proposal moves freely", do: func(w workspace) {
			w.edit(agreement, "status: active", "status: proposed")
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.edit(agreement, "status: proposed", "status: active")
			w.commit()
		}},
		{name: "accepted with a reason", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.edit(agreement, "status: active", "status: active\naccept: [{rule: promise-moved, why: A slip of the pen}]")
		}},
		{name: "in one go with the end", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.edit(agreement, "status: active", "status: closed\nclosed: 2026-10-15")
		}, want: []string{agreement + `:28:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-19 now` + end}},
	}
	tryPromises(t, "promise-moved", tests)
}

// What git itself does to files and branches needs a repository that git made.
func TestPromisesAreFollowedThroughMovesAndMerges(t *testing.T) {
	const end = "; no accepted change tells of it; put it back, or write the change that was agreed [promise-moved]"
	tests := []promiseTest{
		{name: "through a renamed folder", do: func(w workspace) {
			w.commit()
			w.git("mv", "content/clients/acme/shop", "content/clients/acme/store")
			w.commit()
			w.edit("content/clients/acme/store/engagement.md", "due: 2026-11-16", "due: 2026-11-19")
			w.commit()
		}, want: []string{`content/clients/acme/store/engagement.md:27:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-19 since 2026-09-01` + end}},
		{name: "on a branch that came back without it", do: func(w workspace) {
			w.commit()
			w.git("checkout", "-q", "-b", "try")
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.commit()
			w.edit(agreement, "due: 2026-11-19", "due: 2026-11-16")
			w.edit(agreement, "The brief.", "The brief, longer.")
			w.commit()
			w.git("checkout", "-q", "main")
			w.git("merge", "-q", "--no-ff", "-m", "merge", "try")
		}},
		{name: "on a branch that was merged", do: func(w workspace) {
			w.commit()
			w.git("checkout", "-q", "-b", "try")
			w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
			w.commit()
			w.git("checkout", "-q", "main")
			w.git("merge", "-q", "--no-ff", "-m", "merge", "try")
		}, want: []string{agreement + `:27:38: error: milestone "live": due said 2026-11-16 (of 2026-09-01) and says 2026-11-19 since 2026-09-01` + end}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			test.do(w)
			if diff := cmp.Diff(test.want, w.found("promise-moved")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPromisesThatWereWithdrawnAreFound(t *testing.T) {
	training := "  - {id: training, what: Two people trained, due: 2026-11-23, needs: [live], owner: mara}\n"
	tests := []promiseTest{
		{name: "a milestone", do: func(w workspace) {
			w.commit()
			w.edit(agreement, training, "")
		}, want: []string{agreement + `:26:5: warning: milestone "training" stood here (of 2026-09-01) with what: "Two people trained", due: 2026-11-23 and is gone now; no accepted change tells of it; put it back, or write the change that was agreed [promise-withdrawn]`}},
		{name: "a turnaround, once for both promises", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "  - {id: change, request: A small change, respond: 4h, resolve: 2d}", "  - {id: fault, request: A fault, respond: 1h}")
			w.edit("content/clients/acme/shop/journal/2026-10-12-banner.md", "type: change\n", "")
			write(w.t, filepath.Join(w.dir, "content/clients/acme/shop/data/requests.csv"), "id,type,title,opened\n")
		}, want: []string{agreement + `:17:5: warning: turnaround "change" stood here (of 2026-09-01) with request: "A small change", respond: 4h, resolve: 2d and is gone now; no accepted change tells of it; put it back, or write the change that was agreed [promise-withdrawn]`}},
		{name: "renamed", do: func(w workspace) {
			w.commit()
			w.edit(agreement, "id: training", "id: schooling")
		}},
		{name: "agreed on", do: func(w workspace) {
			w.commit()
			w.edit(agreement, training, "")
			w.change(0, "live")
			w.edit("content/clients/acme/shop/journal/2026-10-02-later.md", "days: 0", "removes: [Two people trained]")
		}},
		{name: "agreed on by its id, which other entries name", do: func(w workspace) {
			write(w.t, filepath.Join(w.dir, "content/clients/acme/shop/journal/2026-08-20-risk.md"), "---\nkind: risk\ntitle: A risk\nlikelihood: 1\nimpact: 1\naffects: [training]\ntells: [training]\n---\n")
			w.commit()
			w.edit(agreement, training, "")
			w.change(0, "training")
			w.edit("content/clients/acme/shop/journal/2026-10-02-later.md", "days: 0", "removes: [The training]")
		}},
		{name: "what never stood, agreed on", do: func(w workspace) {
			w.commit()
			w.change(0, "trainings")
			w.edit("content/clients/acme/shop/journal/2026-10-02-later.md", "days: 0", "removes: [The training]")
		}, want: []string{`content/clients/acme/shop/journal/2026-10-02-later.md:8:11: warning: affects "trainings" names something that git never saw in the agreement; write an id that is defined, or that stood there [promise-withdrawn]`}},
		{name: "never promised, since it was a proposal", do: func(w workspace) {
			w.edit(agreement, "status: active", "status: proposed")
			w.commit()
			w.edit(agreement, training, "")
			w.edit(agreement, "status: proposed", "status: active")
		}},
	}
	tryPromises(t, "promise-withdrawn", tests)
}

func TestWhatGitCannotTellIsSaidOnce(t *testing.T) {
	t.Run("no commit", func(t *testing.T) {
		w := newWorkspace(t)
		want := []string{"content: note: nobody can tell whether a promise was moved: the repository has no commit yet; keep the workspace in git [no-history]"}
		if diff := cmp.Diff(want, w.found("no-history")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("another commit", func(t *testing.T) {
		w := newWorkspace(t)
		write(t, filepath.Join(w.dir, ".gitignore"), "content\n")
		w.commit()
		want := []string{"content: note: nobody can tell whether a promise was moved: no agreement is committed yet; keep the workspace in git [no-history]"}
		if diff := cmp.Diff(want, w.found("no-history")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("shallow", func(t *testing.T) {
		w := newWorkspace(t)
		w.commit()
		w.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
		w.commit()
		clone := workspace{t: t, dir: t.TempDir()}
		clone.git("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(w.dir), ".")
		want := []string{"content: note: this clone begins on 2026-09-01, and promises that moved before are not found; fetch all of it with git fetch --unshallow, or fetch-depth: 0 [shallow-history]"}
		if diff := cmp.Diff(want, clone.found("shallow-history")); diff != "" {
			t.Error(diff)
		}
		if moved := clone.found("promise-moved"); moved != nil {
			t.Errorf("found what the clone cannot know: %v", moved)
		}
	})
	t.Run("all is there", func(t *testing.T) {
		w := newWorkspace(t)
		w.commit()
		if got := append(w.found("no-history"), w.found("shallow-history")...); got != nil {
			t.Errorf("said %v", got)
		}
	})
	t.Run("a workspace inside a repository", func(t *testing.T) {
		w := newWorkspace(t)
		if err := os.MkdirAll(filepath.Join(w.dir, "site"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(w.dir, "content"), filepath.Join(w.dir, "site", "content")); err != nil {
			t.Fatal(err)
		}
		w.commit()
		inner := workspace{t: t, dir: filepath.Join(w.dir, "site")}
		inner.edit(agreement, "due: 2026-11-16", "due: 2026-11-19")
		if got := inner.found("promise-moved"); len(got) != 1 {
			t.Errorf("found %v", got)
		}
	})
}
