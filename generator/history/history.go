// Package history asks git what was promised before: for each milestone, input,
// turnaround and price of an agreement, when its promise was first committed,
// and each change since.
//
// It is a witness, and knows no more than it saw. A workspace outside git, or
// without a commit, gives a History that says what is Missing; a shallow clone
// gives what its commits show, and says that it is Shallow. What the working
// tree holds is not looked at: that is content's.
//
// The main line is followed, from each commit to its first parent: what a branch
// tried in between was promised to nobody. An agreement keeps its history
// when its folder is renamed.
//
// This is the only package that runs another program. Git is run without
// network, hooks, pagers or external differs, and changes nothing.
package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"rapport/generator/content"
)

// A History is what git knows of a workspace.
type History struct {
	Missing string    // why nothing is known; "" where something is
	Shallow bool      // commits before Oldest are not here
	Oldest  time.Time // of the first commit that is here

	prefix string              // of the workspace in the repository: "" or "site/"
	files  map[string][]Record // by path in the repository
}

// A Record is what was promised of one thing, in the order of the commits.
type Record struct {
	Kind   string // milestone, input, turnaround or price
	ID     string
	Field  string
	Values []Value // neighbours differ
}

// A Value is what a promise was from a commit on.
type Value struct {
	Value  string
	Commit string    // its short name
	On     time.Time // of its author
}

// Of returns what was promised in an engagement.md, by its path in the workspace,
// in the order in which the promises were first made.
func (h *History) Of(file string) []Record { return h.files[h.prefix+file] }

// Read reads the history of the workspace at dir, with as many readers as jobs.
// The error is that of a git that ran and failed.
func Read(ctx context.Context, dir string, jobs int) (*History, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return &History{Missing: "git is not installed"}, nil
	}
	g := repository{ctx, dir}
	prefix, err := g.line("rev-parse", "--show-prefix")
	if err != nil {
		return &History{Missing: whyNot(err)}, nil
	}
	if _, err := g.line("rev-parse", "--verify", "--quiet", "HEAD"); err != nil {
		return &History{Missing: "the repository has no commit yet"}, nil
	}
	shallow, err := g.line("rev-parse", "--is-shallow-repository")
	if err != nil {
		return nil, err
	}
	h := &History{Shallow: shallow == "true", prefix: prefix}
	versions, oldest, err := g.versions()
	if err != nil {
		return nil, err
	}
	h.Oldest = oldest
	promises, err := g.read(versions, max(1, jobs))
	if err != nil {
		return nil, err
	}
	h.files = follow(versions, promises)
	if len(h.files) == 0 && !h.Shallow {
		h.Missing = "no agreement is committed yet"
	}
	return h, nil
}

// whyNot says why git does not answer.
func whyNot(err error) string {
	if strings.Contains(err.Error(), "dubious ownership") {
		return "git does not trust this repository, which belongs to another user (see safe.directory in git help config)"
	}
	return "the workspace is in no git repository"
}

// A version is one commit's change to an engagement.md.
type version struct {
	value  Value  // without its text
	blob   string // "" where the file was removed
	file   string
	former string // its path before; "" unless it was renamed
}

// A repository runs git in a folder.
type repository struct {
	ctx context.Context
	dir string
}

func (g repository) command(args ...string) *exec.Cmd {
	fixed := []string{"--no-pager", "--no-optional-locks", "-C", g.dir,
		"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "log.showSignature=false"}
	cmd := exec.CommandContext(g.ctx, "git", append(fixed, args...)...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1")
	return cmd
}

// line runs git and returns its output, which is one line.
func (g repository) line(args ...string) (string, error) {
	out, err := g.command(args...).Output()
	return strings.TrimSuffix(string(out), "\n"), explained(args[0], err)
}

// explained adds what git said to its error.
func explained(command string, err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		first, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		return fmt.Errorf("git %s: %s", command, first)
	}
	if err != nil {
		return fmt.Errorf("git %s: %w", command, err)
	}
	return nil
}

// shortName is the length of a commit's short name, which is unique in any
// repository of texts.
const shortName = 10

// mark stands before a commit in the output of git log, where a path or a hash
// cannot begin so.
const mark = "\x01"

// versions lists the changes to all files called engagement.md, oldest first,
// and the time of the first commit that made one. Renames are found among these
// files alone, however much else was moved.
func (g repository) versions() (all []version, oldest time.Time, err error) {
	out, err := g.command("log", "--first-parent", "-m", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff", "--reverse",
		"--format="+mark+"%H %at", "HEAD", "--", ":(top,glob)**/engagement.md").Output()
	if err != nil {
		return nil, oldest, explained("log", err)
	}
	tokens := strings.Split(string(out), "\x00")
	next := func() string {
		if len(tokens) == 0 {
			return ""
		}
		t := tokens[0]
		tokens = tokens[1:]
		return t
	}
	var commit Value
	for len(tokens) > 0 {
		token := strings.TrimPrefix(next(), "\n")
		switch {
		case strings.HasPrefix(token, mark):
			name, seconds, _ := strings.Cut(token[len(mark):], " ")
			at, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil {
				return nil, oldest, fmt.Errorf("git log: %q is no time", seconds)
			}
			commit = Value{Commit: name[:min(shortName, len(name))], On: time.Unix(at, 0)}
			if oldest.IsZero() {
				oldest = commit.On
			}
		case strings.HasPrefix(token, ":"):
			fields := strings.Fields(token[1:])
			if len(fields) != 5 {
				return nil, oldest, fmt.Errorf("git log: cannot read %q", token)
			}
			v := version{value: commit, blob: fields[3], file: next()}
			switch fields[4][0] {
			case 'R':
				v.former, v.file = v.file, next()
			case 'C':
				v.file = next()
			case 'D':
				v.blob = ""
			}
			if !strings.HasPrefix(fields[1], "100") { // a link or a submodule
				v.blob = ""
			}
			all = append(all, v)
		}
	}
	return all, oldest, nil
}

// read reads what each version promises, by its blob.
func (g repository) read(versions []version, jobs int) (map[string][]content.Promise, error) {
	promises := map[string][]content.Promise{}
	var blobs []string
	var ask bytes.Buffer
	for _, v := range versions {
		if _, ok := promises[v.blob]; !ok && v.blob != "" {
			promises[v.blob] = nil
			blobs = append(blobs, v.blob)
			ask.WriteString(v.blob + "\n")
		}
	}
	if len(blobs) == 0 {
		return promises, nil
	}
	cmd := g.command("cat-file", "--batch")
	cmd.Stdin = &ask
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, explained("cat-file", err)
	}
	read := make([][]content.Promise, len(blobs))
	group := errgroup.Group{}
	group.SetLimit(jobs)
	err = eachBlob(bufio.NewReaderSize(out, 1<<16), len(blobs), func(i int, data []byte) {
		group.Go(func() error {
			read[i] = content.ReadPromises(data)
			return nil
		})
	})
	group.Wait()
	if err != nil {
		cmd.Cancel()
		cmd.Wait()
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if err := cmd.Wait(); err != nil {
		return nil, explained("cat-file", err)
	}
	for i, blob := range blobs {
		promises[blob] = read[i]
	}
	return promises, nil
}

// eachBlob reads the answers of git cat-file --batch: a line that ends in the
// size, that many bytes, and a line break. A blob that is not here (a partial
// clone) is passed over.
func eachBlob(r *bufio.Reader, n int, see func(i int, data []byte)) error {
	for i := range n {
		head, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasSuffix(head, " missing\n") {
			continue
		}
		fields := strings.Fields(head)
		size, err := strconv.Atoi(fields[len(fields)-1])
		if err != nil {
			return fmt.Errorf("cannot read %q", head)
		}
		data := make([]byte, size+1)
		if _, err := io.ReadFull(r, data); err != nil {
			return err
		}
		see(i, data[:size])
	}
	return nil
}

// follow strings the versions together, each file under its latest name.
func follow(versions []version, promises map[string][]content.Promise) map[string][]Record {
	files := map[string][]Record{}
	for _, v := range versions {
		if v.former != "" {
			if had, ok := files[v.former]; ok {
				files[v.file] = had
				delete(files, v.former)
			}
		}
		if v.blob == "" {
			delete(files, v.file)
			continue
		}
		records := files[v.file]
		for _, p := range promises[v.blob] {
			records = add(records, p, v.value)
		}
		if records != nil {
			files[v.file] = records
		}
	}
	return files
}

// add enters a promise into the records, where it is another than before.
func add(records []Record, p content.Promise, at Value) []Record {
	at.Value = p.Value
	for i := range records {
		r := &records[i]
		if r.Kind == p.Kind && r.ID == p.ID && r.Field == p.Field {
			if r.Values[len(r.Values)-1].Value != p.Value {
				r.Values = append(r.Values, at)
			}
			return records
		}
	}
	return append(records, Record{p.Kind, p.ID, p.Field, []Value{at}})
}
