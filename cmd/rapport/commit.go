package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"

	"rapport/generator/content"
)

// A committer commits what a command wrote, and nothing else.
type committer struct {
	ctx         context.Context
	dir         string
	name, email string
}

// openCommitter returns what commits in the repository of a workspace as its provider.
func openCommitter(ctx context.Context, dir string, provider *content.Provider) (*committer, error) {
	c := &committer{ctx: ctx, dir: dir, name: provider.Name, email: provider.Email}
	if _, err := c.git(nil, "rev-parse", "--show-prefix"); err != nil {
		return nil, fmt.Errorf("the workspace is not in a git repository, or git is missing (%w)", err)
	}
	return c, nil
}

// Clean reports an error where one of the files has changes that nobody committed.
func (c *committer) Clean(files []string) error {
	if len(files) == 0 {
		return nil
	}
	out, err := c.git(nil, append([]string{"status", "--porcelain", "-z", "--"}, files...)...)
	if err != nil {
		return err
	}
	if changed, _, _ := bytes.Cut(out, []byte{0}); len(changed) > 0 {
		return fmt.Errorf("%s has changes that are not committed; commit or undo them first", changed[min(3, len(changed)):])
	}
	return nil
}

// Commit commits the files.
func (c *committer) Commit(files []string, subject string) error {
	if _, err := c.git(nil, append([]string{"add", "--"}, files...)...); err != nil {
		return err
	}
	_, err := c.git([]byte(subject+"\n"), append([]string{"-c", "user.name=" + c.name, "-c", "user.email=" + c.email, "commit", "-q", "-F", "-", "--author", c.name + " <" + c.email + ">", "--"}, files...)...)
	return err
}

func (c *committer) git(stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(c.ctx, "git", append([]string{"--no-pager", "--literal-pathspecs", "-C", c.dir}, args...)...)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C", "GIT_TERMINAL_PROMPT=0")
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		first, _, _ := bytes.Cut(bytes.TrimSpace(exit.Stderr), []byte("\n"))
		err = fmt.Errorf("git: %s", first)
	}
	return out, err
}
