package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

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

// fix shows and writes the mends of problems that have one which cannot be wrong, and returns the problems that
// are left.
func (c *common) fix(ctx context.Context, w press.Workspace, asOf press.AsOf, problems []diag.Problem, f fixing) (left []diag.Problem, err error) {
	changes, mended, err := generator.Fix(ctx, w, asOf, problems)
	if err != nil {
		return problems, err
	}
	if len(changes) == 0 {
		if !c.quiet {
			fmt.Fprintln(c.env.stderr, "nothing can be mended by the line")
		}
		return problems, nil
	}
	for i := range changes {
		fmt.Fprint(c.env.stderr, changes[i].Diff())
	}
	what := fmt.Sprintf("%s in %s", count(len(mended), "problem"), count(len(changes), "file"))
	if f.dryRun {
		fmt.Fprintf(c.env.stderr, "%s can be mended so; nothing was written\n", what)
		return problems, nil
	}
	if asks := c.asker(f.yes); asks.answers != nil && !asks.yesNo("Mend "+what+"?") {
		fmt.Fprintln(c.env.stderr, "nothing was written")
		return problems, nil
	}
	root, err := os.OpenRoot(w.Dir)
	if err != nil {
		return problems, err
	}
	defer root.Close()
	var stale *edits.StaleError
	if err := edits.Write(root, changes); errors.As(err, &stale) {
		return problems, fmt.Errorf("%w; run it again", err)
	} else if err != nil {
		return problems, err
	}
	fmt.Fprintf(c.env.stderr, "%s mended\n", what)
	return slices.DeleteFunc(slices.Clone(problems), func(p diag.Problem) bool { return slices.Contains(mended, p) }), nil
}
