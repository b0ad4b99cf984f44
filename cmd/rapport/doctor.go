package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
)

// How a sign is. A problem makes the exit status 3.
const (
	signOK      = "ok"
	signNote    = "note"
	signProblem = "problem"
)

// A sign is what doctor found of one thing.
type sign struct {
	Group string `json:"group"`
	Name  string `json:"name"`
	State string `json:"state"`
	Says  string `json:"says"`
	Do    string `json:"do,omitempty"` // what to do about it
}

func newDoctor(c *common) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look at what is installed, what is missing, and what to do about it",
		Long: `Doctor looks at the machine and, where there is one, at the workspace: what is installed and what needs what is
missing, whether its history, its disk and its clock are as they should be. Each line is ok, a note, or a problem, with
what to do about it. Nothing is changed. The exit status is 3 where something is a problem.`,
		Example: "  rapport doctor\n  rapport doctor --json",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			signs := examine(newPatient(c.machine(cmd.Context()), c.dir, c.content))
			var err error
			if asJSON {
				encoder := json.NewEncoder(c.env.stdout)
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				err = encoder.Encode(signs)
			} else {
				err = c.printSigns(signs)
			}
			if n := problemsIn(signs); err == nil && n > 0 {
				err = fmt.Errorf("%s found", count(n, "problem"))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print all as JSON")
	return cmd
}

func problemsIn(signs []sign) (n int) {
	for _, s := range signs {
		if s.State == signProblem {
			n++
		}
	}
	return n
}

// printSigns prints a line a sign, by group; with --quiet problems alone.
func (c *common) printSigns(signs []sign) error {
	group := ""
	for _, s := range signs {
		if c.quiet && s.State != signProblem {
			continue
		}
		if s.Group != group {
			if group != "" {
				fmt.Fprintln(c.env.stdout)
			}
			group = s.Group
			fmt.Fprintln(c.env.stdout, group)
		}
		line := fmt.Sprintf("  %-8s %s: %s", s.State, s.Name, s.Says)
		if s.Do != "" {
			line += "; " + s.Do
		}
		if _, err := fmt.Fprintln(c.env.stdout, line); err != nil {
			return err
		}
	}
	return nil
}

// examine looks at everything, in groups.
func examine(p *patient) []sign {
	signs := []sign{}
	for _, group := range []struct {
		name  string
		looks []func(*patient) *sign
	}{
		{"Program", []func(*patient) *sign{ofVersion, ofZones}},
		{"Paper", []func(*patient) *sign{ofChromium, ofFonts}},
		{"History", []func(*patient) *sign{ofGit, ofAuthor, ofRepository, ofShallow, ofClock}},
		{"Workspace", []func(*patient) *sign{ofContent, ofOutput, ofRemembered, ofSpace, ofCase, ofProviderKey}},
		{"Preview", []func(*patient) *sign{ofPort, ofWatches}},
	} {
		for _, look := range group.looks {
			if s := look(p); s != nil {
				s.Group = group.name
				signs = append(signs, *s)
			}
		}
	}
	return signs
}

func ok(name, says string, args ...any) *sign {
	return &sign{Name: name, State: signOK, Says: fmt.Sprintf(says, args...)}
}

func note(name, says, do string) *sign {
	return &sign{Name: name, State: signNote, Says: says, Do: do}
}

func trouble(name, says, do string) *sign {
	return &sign{Name: name, State: signProblem, Says: says, Do: do}
}
