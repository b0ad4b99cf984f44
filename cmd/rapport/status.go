package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/desk"
	"rapport/generator/facts"
	"rapport/generator/queue"
)

func newStatus(c *common) *cobra.Command {
	var asJSON, asCSV, public bool
	var revision string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show the desk: what is late, unsaid, due and waited for, over all clients",
		Long: `Status shows what wants attention over all clients, what hurts most first, with the file and line where
each is mended: what is late, what the client should have heard and has not, what is due today and in
the next seven days, what waits for the client, reports that nobody reviewed, and feedback not asked for.
It is for the provider's eyes: none of it is published. Nothing is written but what .rapport/ remembers.

With --since it shows instead what a change to the content changes there: what is new on the desk, gone from it
or told otherwise, compared with what a commit has, as of the same moment. It is Markdown. With --public nothing is
told of clients with sealed portals but how much changes, and of the others the first hundred lines: for the summary of
a run, or a comment on a change, which others read.

A client whose content has an error is left out, its problems are shown, and the exit status is 1.`,
		Example: `  rapport status
  rapport status --client korenaar --as-of 2026-10-02
  rapport status --json
  rapport status --csv > desk.csv
  rapport status --since HEAD
  rapport status --since origin/main --public`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON && asCSV {
				return usagef("--json and --csv exclude each other; --json gives all facts, --csv the rows of the desk")
			}
			if revision == "" && public || revision != "" && (asJSON || asCSV) {
				return usagef("--public is for --since, and --since goes with neither --json nor --csv")
			}
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			show, err := c.printer("text")
			if err != nil {
				return err
			}
			line := c.progress("client")
			o := generator.RowsOptions{
				FactsOptions: generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: c.jobs, Known: asJSON, Progress: line.step},
				Remembering:  c.remembering(),
			}
			tellAll := func(result *generator.Result, err error) error { // before the desk
				line.done()
				return tell(show, result, err)
			}
			var result *generator.Result
			switch {
			case revision != "":
				result, err = c.since(cmd.Context(), o, revision, public, tellAll)
			case asJSON:
				result, err = c.factsAsJSON(cmd.Context(), o, tellAll)
			default:
				result, err = c.desk(cmd.Context(), o, asCSV, tellAll)
			}
			if err != nil {
				return err
			}
			if result.Errors() > 0 {
				if len(result.Failed) > 0 && !c.quiet {
					fmt.Fprintf(c.env.stderr, "not shown, because of errors: %s\n", strings.Join(result.Failed, ", "))
				}
				return errContent
			}
			return nil
		},
	}
	c.rendering(cmd, "client", "as-of", "drafts", "jobs") // what does not change a page's looks
	c.remembers(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all facts of all clients as JSON")
	cmd.Flags().BoolVar(&asCSV, "csv", false, "print the rows as CSV, for a spreadsheet")
	cmd.Flags().StringVar(&revision, "since", "", "show what changes on the desk, compared with the content of a commit: HEAD, origin/main")
	cmd.Flags().BoolVar(&public, "public", false, "with --since: nothing of clients with sealed portals but how much changes")
	return cmd
}

// factsAsJSON prints the facts of all clients.
func (c *common) factsAsJSON(ctx context.Context, o generator.RowsOptions, tell func(*generator.Result, error) error) (*generator.Result, error) {
	o.Form = "-json"
	desk, clients, result, err := generator.EachRow(ctx, o, func(d *generator.Desk, f *facts.Client) ([]byte, error) {
		return facts.ClientStatus(f, d.AsOf.Location(), d.Say.Reason)
	})
	if err := tell(result, err); err != nil || desk == nil {
		return result, err
	}
	return result, facts.EncodeStatus(c.env.stdout, desk.AsOf, result.TrueUntil, clients)
}

// desk prints what wants attention over all clients.
func (c *common) desk(ctx context.Context, o generator.RowsOptions, asCSV bool, tell func(*generator.Result, error) error) (*generator.Result, error) {
	found, clients, result, err := deskOf(ctx, o)
	if err := tell(result, err); err != nil || found == nil {
		return result, err
	}
	if asCSV {
		return result, desk.WriteCSV(c.env.stdout, desk.Rows(clients))
	}
	return result, c.printDesk(found.AsOf, clients, result.Failed)
}

// printDesk shows the desk as wide as the terminal is, and uncut elsewhere. Clients that
// failed are not on it.
func (c *common) printDesk(asOf time.Time, clients []*desk.Client, failed []string) error {
	width, _ := c.env.terminal(c.env.stdout)
	o := desk.PrintOptions{Color: c.colored(c.env.stdout), Width: width, Brief: c.quiet, Failed: len(failed)}
	if err := desk.Print(c.env.stdout, asOf, clients, o); err != nil {
		return err
	}
	if n := c.waitingMessages(); n > 0 {
		fmt.Fprintf(c.env.stdout, "\n%s, in %s/: run rapport intake --dry-run\n", waits(n), queue.Folder)
	}
	return nil
}
