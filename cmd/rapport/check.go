package main

import (
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/reference"
)

func newCheck(c *common) *cobra.Command {
	var format, failOn string
	var rules []string
	var fixing fixing
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Find what is wrong with the content, and habits that are neglected",
		Long: `Check reads everything that build would, makes no page, writes nothing but what .rapport/ remembers, and shows every problem at its
file, line and column, with how to mend it: errors of the content, and what was promised, announced
or owed to a client and is about to be forgotten. Where the workspace is in git, it also finds
promises that were changed and never agreed on. "rapport explain RULE" tells why a rule matters.

A finding can be accepted, with a reason, in the front matter of the file in which it stands:

  accept: [{rule: no-excludes, why: The scope is one hour of talk}]

What an engagement's data and attachments are found for, its engagement.md accepts. An acceptance
that matches nothing any more is a finding itself.

With --fix, what can be mended in one way only is mended by the line: a key or a word with one letter wrong (of four
or more, and where no other is nearly as near: "adress" could be access), an id with other capitals, a date such as
2026-3-9, a number with a comma, characters that nobody sees. The difference is shown first, and at a terminal you are asked. With
--dry-run nothing is written. What has more than one mend is left to you.

The exit status is 1 where something is found that is at least as grave as --fail-on.`,
		Example: `  rapport check
  rapport check --client korenaar --rule untold-slip --rule promise-moved
  rapport check --fix --dry-run
  rapport check --format github --fail-on warning
  rapport check > findings.txt
  rapport check --format sarif > rapport.sarif`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			if err := fixing.usage(); err != nil {
				return err
			}
			if w.Shard, err = c.chooseShard(); err != nil {
				return err
			}
			show, err := c.findings(format)
			if err != nil {
				return err
			}
			fails, err := threshold(failOn)
			if err != nil {
				return err
			}
			check := func() (*generator.Result, error) {
				line := c.progress("client")
				defer line.done()
				return generator.Check(cmd.Context(), generator.CheckOptions{
					Workspace: w, Remembering: c.remembering(), AsOf: asOf, BaseURL: c.baseURL, Rules: rules, Jobs: c.jobs, Progress: line.step,
				})
			}
			result, err := check()
			if err := tell(show, result, err); err != nil {
				return err
			}
			if !c.quiet && format == "text" {
				summarize(c.env.stderr, result, path.Join(filepath.ToSlash(c.content), "clients"))
			}
			if fixing.fix {
				if result, err = c.fixAll(cmd.Context(), w, asOf, result, check, fixing); err != nil {
					return err
				}
			}
			if slices.ContainsFunc(result.Problems, fails) {
				return errContent
			}
			return nil
		},
	}
	c.rendering(cmd)
	c.remembers(cmd)
	c.sharding(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "how findings are printed: text, json, github (annotations of a workflow), gitlab (a report of code quality) or sarif")
	cmd.Flags().StringVar(&failOn, "fail-on", "error", "what makes the exit status 1: error, warning (or graver), or never")
	cmd.Flags().StringArrayVar(&rules, "rule", nil, "only the findings of this rule, and errors of the content (repeatable)")
	cmd.Flags().BoolVar(&fixing.fix, "fix", false, "mend what can be mended in one way only, and show the difference")
	cmd.Flags().BoolVar(&fixing.dryRun, "dry-run", false, "with --fix: show the difference, and write nothing")
	cmd.Flags().BoolVarP(&fixing.yes, "yes", "y", false, "with --fix: do not ask, at a terminal")
	return cmd
}

// threshold returns what tells whether a problem fails the command.
func threshold(failOn string) (func(diag.Problem) bool, error) {
	switch failOn {
	case "error":
		return func(p diag.Problem) bool { return p.Severity == diag.Error }, nil
	case "warning":
		return func(p diag.Problem) bool { return p.Severity <= diag.Warning }, nil
	case "never":
		return func(diag.Problem) bool { return false }, nil
	}
	return nil, usagef("--fail-on %q is not a choice; write error, warning or never", failOn)
}

// findings returns what shows the findings of a run in a format. They are what check is
// run for, and so are printed on standard output.
func (c *common) findings(format string) (printer, error) {
	switch format {
	case "text":
		return func(r *generator.Result) error { return c.printText(c.env.stdout, r) }, nil
	case "github":
		return func(r *generator.Result) error { return diag.PrintGitHub(c.env.stdout, r.Problems, c.inRepository()) }, nil
	case "gitlab":
		return func(r *generator.Result) error { return diag.PrintGitLab(c.env.stdout, r.Problems, c.inRepository()) }, nil
	case "sarif":
		return func(r *generator.Result) error {
			problems := slices.Clone(r.Problems)
			for i := range problems {
				problems[i].File = path.Join(c.inRepository(), problems[i].File)
			}
			return diag.PrintSARIF(c.env.stdout, problems, reference.Rules(), version())
		}, nil
	}
	show, err := c.printer(format)
	if err != nil {
		return nil, usagef("--format %q is not a choice; write text, json, github, gitlab or sarif", format)
	}
	return show, nil
}

// inRepository is the workspace's folder as the host of the repository knows it:
// where commands of a workflow start, at the repository's root.
func (c *common) inRepository() string {
	dir := filepath.ToSlash(filepath.Clean(c.dir))
	if root := c.env.getenv("GITHUB_WORKSPACE"); root != "" && filepath.IsAbs(c.dir) {
		if rel, err := filepath.Rel(root, c.dir); err == nil {
			dir = filepath.ToSlash(rel)
		}
	}
	if dir == "." || path.IsAbs(dir) || strings.HasPrefix(dir, "../") || dir == ".." {
		return ""
	}
	return dir
}

// summarize counts the findings of each client that has any, and then all.
// Clients are the folders in the folder of that name.
func summarize(w io.Writer, r *generator.Result, clients string) {
	type tally [diag.Note + 1]int
	var names []string
	tallies := map[string]*tally{}
	for _, p := range r.Problems { // by file, and so by client
		name := "(all clients)"
		if inside, ok := strings.CutPrefix(p.File, clients+"/"); ok {
			name, _, _ = strings.Cut(inside, "/")
		}
		if tallies[name] == nil {
			tallies[name] = &tally{}
			names = append(names, name)
		}
		tallies[name][p.Severity]++
	}
	slices.Sort(names)
	for _, name := range names {
		t := tallies[name]
		fmt.Fprintf(w, "%s: %s, %s, %s\n", name, count(t[diag.Error], "error"), count(t[diag.Warning], "warning"), count(t[diag.Note], "note"))
	}
	fmt.Fprintf(w, "%s checked: %s, %s\n", count(r.Portals+len(r.Failed), "client"), count(r.Errors(), "error"), count(r.Warnings(), "warning"))
}
