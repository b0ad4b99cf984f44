package history

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"rapport/generator/content"
)

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

// A place is where a workspace stands in its repository.
type place struct {
	prefix    string // of the workspace's files; "" at the top
	head      string // the last commit
	shallow   bool
	hasCommit bool
}

// place asks for all of it at once. Git answers in this order, and fails at the last
// where no commit is yet.
func (g repository) place() (place, error) {
	out, err := g.command("rev-parse", "--show-prefix", "--is-shallow-repository", "HEAD", "--").Output()
	lines := strings.Split(string(out), "\n")
	if len(lines) < 3 {
		return place{}, explained("rev-parse", cmp.Or(err, errors.New("cannot read its answer")))
	}
	return place{prefix: lines[0], shallow: lines[1] == "true", head: lines[2], hasCommit: err == nil}, nil
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

// watched are the files that git is asked about, wherever they stand: a folder may
// have had another name.
var watched = []string{":(top,glob)**/engagement.md", ":(top,glob)**/client.md", ":(top,glob)**/provider.md",
	":(top,glob)**/journal/*.md", ":(top,glob)**/reports/*.md", ":(top,glob)**/*.csv", ":(top,glob)**/services/*.md"}

// A commit is what one changed.
type commit struct {
	commit Commit
	files  []changed
}

// commits lists the commits of the main line that changed a watched file, oldest
// first. Renames are not asked for: what a file says tells better what it was.
func (g repository) commits() ([]commit, error) {
	args := []string{"log", "--first-parent", "-m", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "--reverse",
		"--format=" + mark + "%H %at %ct", "HEAD", "--"}
	out, err := g.command(append(args, watched...)...).Output()
	if err != nil {
		return nil, explained("log", err)
	}
	var all []commit
	err = eachChange(string(out), func(head string) error {
		c, err := parseCommit(head)
		c.Nth = len(all) + 1
		all = append(all, commit{commit: c})
		return err
	}, func(file changed) {
		last := &all[len(all)-1]
		last.files = append(last.files, file)
	})
	return all, err
}

func parseCommit(head string) (Commit, error) {
	fields := strings.Fields(head)
	if len(fields) != 3 {
		return Commit{}, fmt.Errorf("git log: cannot read %q", head)
	}
	authored, err := strconv.ParseInt(fields[1], 10, 64)
	committed, err2 := strconv.ParseInt(fields[2], 10, 64)
	if err = cmp.Or(err, err2); err != nil {
		return Commit{}, fmt.Errorf("git log: %q has no time", head)
	}
	return Commit{Name: fields[0][:min(shortName, len(fields[0]))], On: time.Unix(authored, 0), landed: time.Unix(max(authored, committed), 0)}, nil
}

// eachChange reads the output of a raw diff, with the commits between.
func eachChange(out string, head func(string) error, see func(changed)) error {
	tokens := strings.Split(out, "\x00")
	for i := 0; i < len(tokens); i++ {
		token := strings.TrimPrefix(tokens[i], "\n")
		switch {
		case strings.HasPrefix(token, mark):
			if err := head(token[len(mark):]); err != nil {
				return err
			}
		case strings.HasPrefix(token, ":"):
			fields := strings.Fields(token[1:])
			if i++; len(fields) != 5 || i == len(tokens) {
				return fmt.Errorf("git: cannot read %q", token)
			}
			file := changed{path: tokens[i], blob: fields[3]}
			if fields[4] == "D" || !strings.HasPrefix(fields[1], "100") { // gone, or a link or a submodule
				file.blob = ""
			}
			if content.VersionedFileAt(file.path) != "" {
				see(file)
			}
		}
	}
	return nil
}

// workingTree lists the watched files that differ from the last commit, or are in
// none.
func (g repository) workingTree() ([]string, error) {
	out, err := g.command(append([]string{"diff", "--raw", "-z", "--no-renames", "--no-abbrev", "--no-ext-diff", "HEAD", "--"}, watched...)...).Output()
	if err != nil {
		return nil, explained("diff", err)
	}
	var names []string
	if err := eachChange(string(out), nil, func(c changed) { names = append(names, c.path) }); err != nil {
		return nil, err
	}
	out, err = g.command("ls-files", "--others", "--exclude-standard", "--full-name", "-z").Output()
	if err != nil {
		return nil, explained("ls-files", err)
	}
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" && content.VersionedFileAt(name) != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// blobs are the contents of files, in the order in which they were asked for.
type blobs struct {
	cmd *exec.Cmd
	out *bufio.Reader
}

// open asks for the contents of all changed files.
func (g repository) open(commits []commit) (*blobs, error) {
	var ask bytes.Buffer
	for _, c := range commits {
		for _, f := range c.files {
			if f.blob != "" {
				ask.WriteString(f.blob + "\n")
			}
		}
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
	return &blobs{cmd, bufio.NewReaderSize(out, 1<<16)}, nil
}

// next returns the next content: a line that ends in the size, that many bytes, and
// a line break. One that is not here, as in a partial clone, is empty.
func (b *blobs) next() ([]byte, error) {
	head, err := b.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if strings.HasSuffix(head, " missing\n") {
		return nil, nil
	}
	fields := strings.Fields(head)
	size, err := strconv.Atoi(fields[len(fields)-1])
	if err != nil {
		return nil, fmt.Errorf("git cat-file: cannot read %q", head)
	}
	data := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, data); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return data[:size], nil
}

// close waits for git, whose output need not have been read to its end.
func (b *blobs) close() error {
	if _, err := b.out.Peek(1); err == nil {
		b.cmd.Cancel()
		b.cmd.Wait()
		return nil
	}
	return explained("cat-file", b.cmd.Wait())
}

func byPath(files []*File) {
	slices.SortFunc(files, func(a, b *File) int { return cmp.Compare(a.Path, b.Path) })
}

// Revision is git's name of what is committed of a folder; "" where git knows nothing of it.
func Revision(ctx context.Context, dir, folder string) string {
	out, err := repository{ctx, dir}.command("rev-parse", "--verify", "--quiet", "HEAD:./"+filepath.ToSlash(folder)).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}
