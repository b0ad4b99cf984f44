package main

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rapport/generator/reference"
)

//go:generate go run . reference ../../docs/reference

// newReference makes the reference of docs/. It is for those who work on Rapport, and shown to
// nobody else.
func newReference(c *common) *cobra.Command {
	return &cobra.Command{
		Use:    "reference DIR",
		Short:  "Write the pages of the reference",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := os.OpenRoot(args[0])
			if err != nil {
				return err
			}
			defer root.Close()
			for _, p := range referencePages(cmd.Root()) {
				if err := root.MkdirAll(path.Dir(p.Name), 0o755); err != nil {
					return err
				}
				if err := root.WriteFile(p.Name, []byte(p.Text), 0o644); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// referencePages returns all pages of the reference, that of the commands first.
func referencePages(root *cobra.Command) []reference.Page {
	return append([]reference.Page{commandsPage(root)}, reference.Pages()...)
}

// commandsPage tells of all commands and their flags.
func commandsPage(root *cobra.Command) reference.Page {
	var b strings.Builder
	b.WriteString("# Commands\n\n" + unwrapped(root.Long) + "\n\nEach command runs in any folder of the workspace. Each flag can come from the environment: `--as-of` is `RAPPORT_AS_OF`.\n" +
		"`check` prints its findings on standard output, `build` its problems on standard error.\n" +
		"The exit status is 0 when all is well, 1 when the content has errors, 2 for a wrong command line, and 3 when the machine failed\n(disk, port, permission).\n\n## For all commands\n")
	flagTable(&b, root.PersistentFlags())
	for _, cmd := range root.Commands() {
		describe(&b, cmd, 2)
	}
	b.WriteString("\n*This page is made from the program by `go generate ./cmd/rapport`.*\n")
	return reference.Page{Name: "commands.md", Title: "Commands", Text: b.String()}
}

func describe(b *strings.Builder, cmd *cobra.Command, level int) {
	if cmd.Hidden || cmd.Name() == "help" {
		return
	}
	fmt.Fprintf(b, "\n%s %s\n\n    %s\n\n%s\n", strings.Repeat("#", level), cmd.CommandPath(), cmd.UseLine(), unwrapped(cmp.Or(cmd.Long, cmd.Short+".")))
	if cmd.Example != "" {
		fmt.Fprintf(b, "\nExamples:\n\n%s\n", indented(cmd.Example))
	}
	flagTable(b, cmd.LocalNonPersistentFlags())
	for _, sub := range cmd.Commands() {
		describe(b, sub, level+1)
	}
}

func flagTable(b *strings.Builder, flags *pflag.FlagSet) {
	begun := false
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		if !begun {
			begun = true
			b.WriteString("\n| flag | what it does |\n| --- | --- |\n")
		}
		name, usage := pflag.UnquoteUsage(f)
		form := "--" + f.Name
		if f.Shorthand != "" {
			form = "-" + f.Shorthand + ", " + form
		}
		if name != "" {
			form += " " + name
		}
		if usual := f.DefValue; usual != "" && usual != "false" && usual != "0" && usual != "[]" && usual != "0s" && !strings.Contains(usage, "default") {
			usage += "; default: `" + usual + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s |\n", form, strings.NewReplacer("|", `\|`, "<", `\<`).Replace(usage))
	})
}

// unwrapped joins the lines of paragraphs, which are broken for a terminal; what is indented keeps
// its lines.
func unwrapped(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if !strings.HasPrefix(p, " ") {
			paragraphs[i] = strings.ReplaceAll(strings.ReplaceAll(p, "\n", " "), "<", `\<`)
		} else {
			paragraphs[i] = indented(p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// indented sets lines in as Markdown asks of code.
func indented(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + strings.TrimPrefix(line, "  ")
		}
	}
	return strings.Join(lines, "\n")
}
