package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"

	"rapport/generator/content"
	"rapport/generator/intake"
)

// A committer commits what intake wrote, and nothing else.
type committer struct {
	ctx         context.Context
	dir         string
	name, email string
}

// openCommitter returns what commits in the repository of a workspace as its provider.
func openCommitter(ctx context.Context, dir string, provider *content.Provider) (*committer, error) {
	c := &committer{ctx: ctx, dir: dir, name: provider.Name, email: provider.Email}
	if _, err := c.git(nil, "rev-parse", "--show-prefix"); err != nil {
		return nil, usagef("--commit: the workspace is not in a git repository, or git is missing (%w); run git init, or leave --commit out", err)
	}
	return c, nil
}

// areClean reports an error where a file that is to be written has changes that nobody committed.
func (c *committer) areClean(results []intake.Result) error {
	var files []string
	for _, r := range results {
		for _, change := range r.Changes {
			if change.Before != nil && !slices.Contains(files, change.File) {
				files = append(files, change.File)
			}
		}
	}
	if len(files) == 0 {
		return nil
	}
	out, err := c.git(nil, append([]string{"status", "--porcelain", "-z", "--"}, files...)...)
	if err != nil {
		return err
	}
	if changed, _, _ := strings.Cut(string(out), "\x00"); changed != "" {
		return usagef("--commit: %s has changes that are not committed; commit or undo them first (nothing was written)", changed[min(3, len(changed)):])
	}
	return nil
}

// commit commits the files of a message.
func (c *committer) commit(r *intake.Result, subject string) error {
	var files []string
	for _, change := range r.Changes {
		files = append(files, change.File)
	}
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
		first, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		err = fmt.Errorf("git: %s", first)
	}
	return out, err
}
