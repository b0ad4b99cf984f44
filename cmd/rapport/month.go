package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/month"
	"rapport/generator/scaffold"
)

// clientGaps are what an engagement lacks, with its name.
type clientGaps struct {
	client, engagement string
	gaps               []month.Gap
}

func newMonth(c *common) *cobra.Command {
	var of string
	var write bool
	cmd := &cobra.Command{
		Use:   "month [CLIENT...]",
		Short: "Show what each client still lacks for the month, and write drafts of it",
		Long: `Month goes through the clients and says what the month that ended still lacks: figures, hours, minutes of
meetings, an update or a round of feedback that was announced, the report. --write begins each in a draft, which
is published nowhere until its line "draft: true" is removed; at a terminal the drafts are opened in $EDITOR.
When nothing is missing, month says what to run to publish it.`,
		Example: `  rapport month
  rapport month korenaar --write
  rapport month --month 2026-09`,
		RunE: func(cmd *cobra.Command, clients []string) error {
			var wanted calendar.Period // zero for the last month
			if of != "" {
				var err error
				if wanted, err = calendar.ParsePeriod(of); err != nil || wanted.Kind != calendar.Month {
					return usagef("--month: %s is not a month; write it as 2026-09", diag.Quote(of))
				}
			}
			w, asOf, err := c.workspace()
			if err != nil {
				return err
			}
			show, err := c.printer("text")
			if err != nil {
				return err
			}
			w.Drafts, w.Clients = true, clients
			desk, each, result, err := generator.EachFacts(cmd.Context(), generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: c.jobs}, func(d *generator.Desk, f *facts.Client) ([]clientGaps, error) {
				return gapsOf(d, f, monthOf(wanted, d)), nil
			})
			if err := tell(show, result, err); err != nil {
				return err
			}
			if desk == nil {
				return errContent
			}
			all := slices.Concat(each...)
			if len(all) > 0 || result.Errors() == 0 {
				c.printGaps(desk, monthOf(wanted, desk), all)
			}
			if write {
				if err := c.writeDrafts(cmd, all); err != nil {
					return err
				}
			}
			if result.Errors() > 0 {
				return errContent
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&of, "month", "", "the month; default: the last that has ended")
	cmd.Flags().BoolVar(&write, "write", false, "write a draft of each file that is missing")
	cmd.Flags().StringVar(&c.asOf, "as-of", "", "look as if it were this time")
	return cmd
}

// monthOf is the month that is wanted, or the last that has ended on the desk's day.
func monthOf(wanted calendar.Period, desk *generator.Desk) calendar.Period {
	if wanted.IsZero() {
		return month.Last(calendar.DateOf(desk.AsOf))
	}
	return wanted
}

// gapsOf is what a client still lacks.
func gapsOf(desk *generator.Desk, c *facts.Client, of calendar.Period) []clientGaps {
	var all []clientGaps
	for _, e := range c.Engagements {
		all = append(all, clientGaps{c.Content.ID, e.Content.ID, month.Gaps(e, c.Content, desk.Provider.Calendar, of)})
	}
	return all
}

// printGaps lists what is missing, by engagement, or what publishes a month that is whole.
func (c *common) printGaps(desk *generator.Desk, of calendar.Period, all []clientGaps) {
	out := c.env.stdout
	missing, files := 0, 0
	for _, e := range all {
		if len(e.gaps) == 0 {
			continue
		}
		fmt.Fprintf(out, "%s/%s\n", e.client, e.engagement)
		for _, g := range e.gaps {
			missing++
			if g.Kind.NewKind() != "" && !g.Draft {
				files++
			}
			fmt.Fprintf(out, "  %-9s %s\n", g.Kind, says(desk, g))
		}
	}
	name := desk.Say.Period(of)
	switch {
	case len(all) == 0:
		fmt.Fprintf(out, "there is no engagement yet; write one with rapport new engagement\n")
	case missing == 0:
		fmt.Fprintf(out, "%s is whole. To publish it:\n  rapport check\n  rapport build\n  rapport remind --digest --dry-run\n", name)
	case files > 0 && !c.quiet:
		fmt.Fprintf(c.env.stderr, "%s lacks %s; rapport month --write begins %s\n", name, counted(missing, "thing"), counted(files, "draft"))
	case !c.quiet:
		fmt.Fprintf(c.env.stderr, "%s lacks %s\n", name, counted(missing, "thing"))
	}
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// says is a gap in words: what it is of, when it was announced, where it belongs.
func says(desk *generator.Desk, g month.Gap) string {
	var parts []string
	switch {
	case g.Draft:
		return g.File + " is a draft; finish it, and remove draft: true"
	case !g.Of.IsZero():
		parts = append(parts, desk.Say.Plain(g.Of)+" for "+desk.Say.Period(g.Period)+", in "+g.File)
	case g.Kind == month.Report:
		parts = append(parts, "for "+desk.Say.Period(g.Period))
	}
	if g.Day != 0 {
		on := "announced for "
		if g.Kind == month.Minutes {
			on = "of the meeting on "
		}
		parts = append(parts, on+desk.Say.DayIn(g.Day, calendar.DateOf(desk.AsOf)))
	}
	return strings.Join(parts, ", ")
}

// writeDrafts writes a draft of each file that is missing, and opens it at a terminal.
func (c *common) writeDrafts(cmd *cobra.Command, all []clientGaps) error {
	editor := cmp.Or(c.env.getenv("VISUAL"), c.env.getenv("EDITOR"))
	for _, e := range all {
		for _, g := range slices.DeleteFunc(e.gaps, func(g month.Gap) bool { return g.Draft || g.Kind.NewKind() == "" }) {
			r := scaffold.Request{Kind: g.Kind.NewKind(), Client: e.client, Engagement: e.engagement, Draft: true, Title: titles[g.Kind]}
			switch g.Kind {
			case month.Report:
				r.ID = g.Period.String()
			case month.Minutes:
				r.On = g.Day
			}
			name, err := c.writeNew(cmd, r, "", "")
			if err != nil {
				return err
			}
			fmt.Fprintln(c.env.stdout, name)
			if editor != "" && c.env.interactive() {
				if err := c.env.edit(cmd.Context(), editor, filepath.Join(c.dir, filepath.FromSlash(name))); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// titles name the drafts, and with them their files.
var titles = map[month.Kind]string{month.Minutes: "Meeting", month.Update: "Update", month.Feedback: "Feedback"}
