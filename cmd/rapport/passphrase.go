package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"golang.org/x/term"

	"rapport/generator/diag"
	"rapport/generator/seal"
)

// unwrap returns the secret key in a file of age, whose passphrase is asked for where it has one.
func (c *common) unwrap(ctx context.Context, file []byte) (string, error) {
	secret, err := seal.Unwrap(file, func() (string, error) { return c.askPassphrase(ctx) })
	if err != nil && !errors.Is(err, errStopped) {
		err = diag.UsageError{Err: err}
	}
	return secret, err
}

// askPassphrase asks for a passphrase, unseen at a terminal.
func (c *common) askPassphrase(ctx context.Context) (string, error) {
	fmt.Fprint(c.env.stderr, "Passphrase: ")
	if f, ok := c.env.stdin.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		text, err := readUnseen(ctx, int(f.Fd()))
		fmt.Fprintln(c.env.stderr)
		return text, err
	}
	line, err := bufio.NewReader(c.env.stdin).ReadString('\n')
	if line == "" && err != nil {
		return "", usagef("no passphrase came; write it on standard input")
	}
	return line, nil
}

// readUnseen reads a line of a terminal that does not show it. An interrupt ends that at once, and leaves the terminal
// as it was.
func readUnseen(ctx context.Context, terminal int) (string, error) {
	before, err := term.GetState(terminal)
	if err != nil {
		return "", err
	}
	if ctx.Err() != nil {
		return "", errStopped
	}
	type line struct {
		text []byte
		err  error
	}
	came := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(terminal)
		came <- line{text, err}
	}()
	select {
	case l := <-came:
		if ctx.Err() == nil {
			return string(l.text), l.err
		}
	case <-ctx.Done():
	}
	return "", errors.Join(errStopped, term.Restore(terminal, before))
}
