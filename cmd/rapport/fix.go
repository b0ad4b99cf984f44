package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/press"
)

// fixing is what check is asked to do about what it finds.
type fixing struct{ fix, dryRun, yes bool }

func (f fixing) usage() error {
	if !f.fix && (f.dryRun || f.yes) {
		return usagef("--dry-run and --yes go with --fix; write rapport check --fix")
	}
	return nil
}

// fixAll mends what can be mended, and checks again, for as long as that finds more: where the provider's file is
// wrong, no client is read. It returns what the last check found.
func (c *common) fixAll(ctx context.Context, w press.Workspace, asOf press.AsOf, result *generator.Result, check func() (*generator.Result, error), f fixing) (*generator.Result, error) {
	asks := c.asker(ctx, f.yes)
	for mended := false; ; mended = true {
		changed, err := c.fix(ctx, w, asOf, result.Problems, f, asks)
		if mended && errors.Is(err, errStopped) {
			err = errors.New("stopped; what was mended before stays so")
		}
		if err != nil || !changed {
			return result, err
		}
		if result, err = check(); err != nil {
			return nil, err
		}
		if !c.quiet {
			fmt.Fprintf(c.env.stderr, "left: %s, %s\n", count(result.Errors(), "error"), count(result.Warnings(), "warning"))
		}
	}
}

// fix shows and writes the mends of problems that have one which cannot be wrong, and reports whether it wrote any.
func (c *common) fix(ctx context.Context, w press.Workspace, asOf press.AsOf, problems []diag.Problem, f fixing, asks *asker) (changed bool, err error) {
	changes, mended, err := generator.Fix(ctx, w, asOf, problems)
	if err != nil {
		return false, err
	}
	if len(changes) == 0 {
		if !c.quiet {
			fmt.Fprintln(c.env.stderr, "nothing is left that can be mended by the line: the rest can mean several things, or only you know it; rapport check lists it")
		}
		return false, nil
	}
	for i := range changes {
		fmt.Fprint(c.env.stderr, changes[i].Diff())
	}
	what := fmt.Sprintf("%s in %s", count(len(mended), "problem"), count(len(changes), "file"))
	if f.dryRun {
		fmt.Fprintf(c.env.stderr, "%s can be mended so, and more may show then; nothing was written\n", what)
		return false, nil
	}
	if asks.answers != nil {
		yes, err := asks.yesNo("Mend " + what + "?")
		if err != nil {
			return false, err
		}
		if !yes {
			fmt.Fprintf(c.env.stderr, "%s not mended\n", what)
			return false, nil
		}
	}
	root, err := os.OpenRoot(w.Dir)
	if err != nil {
		return false, err
	}
	defer root.Close()
	var stale *edits.StaleError
	if err := edits.Write(root, changes); errors.As(err, &stale) {
		return false, fmt.Errorf("%w; run it again", err)
	} else if err != nil {
		return false, err
	}
	fmt.Fprintf(c.env.stderr, "%s mended\n", what)
	return true, nil
}
