package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/chromium"
	"rapport/generator/diag"
)

func newBuild(c *common) *cobra.Command {
	var force, asPDF bool
	var format, changes string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Render every portal into public/",
		Long: `Build reads content/ and writes a portal for each client into public/.

A client whose content has an error keeps the portal that it had, unless that is open and the
client is to be sealed; the others are built, and the exit status is 1. What the build does not
make is removed from public/, unless --client is given.

With --pdf each report, summary and agreement is a PDF too, beside its page, which leads to it. Chromium
prints them, from version 133 on: install it, or name one in ` + chromium.Variable + `. Pages that did not change are
not printed again. The links of a PDF lead to --base-url; without that they are words.

With --changes FILE a deploy can move what changed alone: FILE lists what was written into public/ and FILE.removed what is
gone from it, a path a line, both whole and only once the build has ended. Changes are those to what stood in public/, so keep
it between runs.

With --shard I/N it builds the clients that fall to shard I of N, without a root, for rapport merge to join with the other
shards. Which clients these are depends on their ids and N alone. All shards need the same --as-of. CI_NODE_INDEX with
CI_NODE_TOTAL, as GitLab sets them, stand for the flag; in an Indexed Job of Kubernetes write --shard /N.`,
		Example: `  rapport build
  rapport build --client korenaar --as-of 2026-10-02
  rapport build --pdf --base-url https://portals.example/
  rapport build -C ~/clients --out /srv/portals
  rapport build --shard 3/16 --as-of 2026-10-16T06:00:00Z --out shards/3
  rapport build --changes changes && rclone copy --files-from-raw changes public remote:portals`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			show, err := c.printer(format)
			if err != nil {
				return err
			}
			if w.Shard, err = c.buildShard(); err != nil {
				return err
			}
			id := ""
			if w.Shard.Of > 0 {
				if id, err = program(); err != nil {
					return err
				}
			}
			browser := chromium.Browser{}
			if w.PDF = asPDF; asPDF {
				if browser, err = chromium.Find(cmd.Context(), c.env.getenv(chromium.Variable)); err != nil {
					return fmt.Errorf("--pdf: %w", err)
				}
			}
			began := c.env.now()
			line := c.progress("portal")
			result, err := generator.Build(cmd.Context(), generator.BuildOptions{
				Workspace: w, Remembering: c.remembering(), AsOf: asOf, BaseURL: c.baseURL, Out: c.out, Force: force, Changes: changes, Jobs: c.jobs, Browser: browser,
				Program: id, Waiting: c.tellWaiting, CutOff: c.tellCutOff,
				Progress: line.step,
			})
			line.done()
			if err := tell(show, result, err); err != nil {
				return err
			}
			if w.Shard.Of > 0 && !c.quiet {
				fmt.Fprintf(c.env.stderr, "shard %s, in %s: rapport merge joins it with the others\n", w.Shard, c.out)
			}
			return c.conclude(result, began)
		},
	}
	c.rendering(cmd)
	c.sharding(cmd)
	c.remembers(cmd)
	cmd.Flags().StringVar(&c.out, "out", "public", "the folder to write, in the workspace or elsewhere")
	cmd.Flags().BoolVar(&force, "force", false, "take over an output folder that rapport did not make; what is in it goes")
	cmd.Flags().StringVar(&changes, "changes", "", "list in this file what was written, a path a line, and in FILE.removed what is gone")
	cmd.Flags().BoolVar(&asPDF, "pdf", false, "make reports, summary and expectations as PDFs too, by Chromium")
	cmd.Flags().StringVar(&format, "format", "text", "how problems are printed: text or json")
	return cmd
}

// tellWaiting tells that another build has the output folder.
func (c *common) tellWaiting() {
	fmt.Fprintf(c.env.stderr, "rapport: waiting for another build of %s\n", c.out)
}

// tellCutOff tells that the build before did not end.
func (c *common) tellCutOff() {
	fmt.Fprintf(c.env.stderr, "rapport: the last build of %s was cut off; this one makes whatever that left out\n", c.out)
}

// conclude says at the end of a build what it came to.
func (c *common) conclude(r *generator.Result, began time.Time) error {
	if !c.quiet && r.Portals+len(r.Failed) > 0 {
		fmt.Fprintln(c.env.stderr, c.summary(r, c.env.now().Sub(began)))
	}
	if r.Errors()+len(r.Failed) > 0 {
		fmt.Fprintln(c.env.stderr, kept(r, c.out))
		return errContent
	}
	return nil
}

// summary is the closing line of a build. A day that was named is told, since a variable of the environment outlives its use.
func (c *common) summary(r *generator.Result, took time.Duration) string {
	until := "nothing will change it"
	if !r.TrueUntil.IsZero() {
		until = "true until " + r.TrueUntil.Format("2006-01-02 15:04 -07:00")
	}
	if c.asOf != "" {
		until = "as of " + c.asOf + ", " + until
	}
	return fmt.Sprintf("%s, %s; %s written, %d unchanged, %d removed; %s; %s",
		count(r.Portals, "portal"), count(r.Pages, "page"), count(r.Stats.Written, "file"), r.Stats.Unchanged, r.Stats.Removed, round(took), until)
}

// kept says what a failed build left as it was, and what it took away.
func kept(r *generator.Result, out string) string {
	var says []string
	switch n := len(r.Withdrawn); {
	case n == 1:
		says = append(says, fmt.Sprintf("%s is to be sealed and cannot be yet: the open portal is no longer in %s; publish it, or a host goes on showing the open one", r.Withdrawn[0], out))
	case n > 1:
		says = append(says, fmt.Sprintf("%s are to be sealed and cannot be yet: the open portals are no longer in %s; publish it, or a host goes on showing the open ones", strings.Join(r.Withdrawn, ", "), out))
	}
	failed := slices.DeleteFunc(slices.Clone(r.Failed), func(id string) bool { return slices.Contains(r.Withdrawn, id) })
	switch n := len(failed); {
	case n == 1:
		says = append(says, fmt.Sprintf("%s not published: what %s had of it stands as it was", failed[0], out))
	case n > 1:
		says = append(says, fmt.Sprintf("%d clients not published: what %s had of them stands as it was", n, out))
	case len(says) > 0:
	case r.Portals > 0:
		says = append(says, fmt.Sprintf("%s, not of a client's: the portals in %s are published", count(r.Errors(), "error"), out))
	default:
		says = append(says, fmt.Sprintf("nothing was written: %s; what was in %s stands as it was", count(r.Errors(), "error"), out))
	}
	return strings.Join(says, "\n")
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func round(d time.Duration) time.Duration {
	switch {
	case d < 100*time.Millisecond:
		return d.Round(time.Millisecond)
	default:
		return d.Round(10 * time.Millisecond)
	}
}

// A printer shows the problems of a run.
type printer func(*generator.Result) error

// tell shows what a run found, also beside an error, which it returns.
func tell(show printer, result *generator.Result, err error) error {
	if result == nil {
		return err
	}
	return cmp.Or(err, show(result))
}

// printer returns what shows problems on standard error as text, or on standard output as
// JSON.
func (c *common) printer(format string) (printer, error) {
	switch format {
	case "text":
		return func(r *generator.Result) error {
			c.printText(c.env.stderr, r) // there is nowhere to say that this failed
			return nil
		}, nil
	case "json":
		return func(r *generator.Result) error { return diag.PrintJSON(c.env.stdout, r.Problems) }, nil
	}
	return nil, usagef("--format %q is not a choice; write text or json", format)
}

// printText prints problems one a line, with the source line at a terminal.
func (c *common) printText(w io.Writer, r *generator.Result) error {
	width, isTerminal := c.env.terminal(w)
	p := diag.PrintOptions{Color: c.colored(w), Width: width}
	if isTerminal {
		p.Source = r.Source
	}
	problems := r.Problems
	if c.quiet {
		problems = slices.DeleteFunc(slices.Clone(problems), func(p diag.Problem) bool { return p.Severity == diag.Note })
	}
	return diag.Print(w, problems, p)
}
