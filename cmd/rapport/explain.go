package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator/reference"
)

func newExplain(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [NAME]",
		Short: "Say what a field, a fact or a rule means",
		Long: `Explain says what a name means: a rule, as it stands in brackets behind a problem; a fact, as status
calls it; or a field of a file, by its path or the last parts of it. Without a name it lists them all.
"holidays" lists the countries and regions whose public holidays are known.`,
		Example: `  rapport explain untold-slip
  rapport explain fair-due
  rapport explain plan.due`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("explain takes one name, not %d", len(args))
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return topicNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				c.listTopics()
				return nil
			}
			topics := reference.Explain(args[0])
			if len(topics) == 0 {
				mend := cmp.Or(reference.Nearest(args[0]), "; rapport explain lists all names")
				return usagef("nothing is called %q%s", args[0], mend)
			}
			width, isTerminal := c.env.terminal(c.env.stdout)
			if !isTerminal {
				width = 100
			}
			for i, t := range topics {
				if i > 0 {
					fmt.Fprintln(c.env.stdout)
				}
				fmt.Fprintf(c.env.stdout, "%s (%s)\n", t.Name, t.Kind)
				for paragraph := range strings.SplitSeq(t.Text, "\n\n") {
					fmt.Fprintf(c.env.stdout, "\n%s", wrap(paragraph, min(width, 100)-2))
				}
			}
			return nil
		},
	}
}

// listTopics prints all names, a kind after the other.
func (c *common) listTopics() {
	kind := ""
	for _, t := range reference.Topics() {
		if t.Kind != kind {
			if kind != "" {
				fmt.Fprintln(c.env.stdout)
			}
			kind = t.Kind
			fmt.Fprintf(c.env.stdout, "%ss\n", kind)
		}
		fmt.Fprintf(c.env.stdout, "  %s\n", t.Name)
	}
}

func topicNames() []string {
	var names []string
	for _, t := range reference.Topics() {
		names = append(names, t.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// wrap breaks a paragraph into indented lines of so many characters.
func wrap(paragraph string, width int) string {
	var out strings.Builder
	column := 0
	for word := range strings.FieldsSeq(paragraph) {
		n := len([]rune(word))
		switch {
		case column == 0:
			out.WriteString("  ")
		case column+1+n > width:
			out.WriteString("\n  ")
			column = 0
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += n
	}
	out.WriteByte('\n')
	return out.String()
}
