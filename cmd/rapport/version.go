package main

import (
	_ "embed"
	"fmt"

	"github.com/spf13/cobra"
)

//go:generate go run ./licenses licenses.txt

// licenses are those of all that the program is made of.
//
//go:embed licenses.txt
var licenses string

func newVersion(c *common) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Version prints the version, of a release with the commit that it was built from and where all releases are; or with
--licenses the licences of all that the program is made of: libraries, and what browsers load. It never asks the network.`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			text := fmt.Sprintf("rapport %s\n", fullVersion())
			if at := releasesPage(); at != "" {
				text += fmt.Sprintf("all releases: %s\n", at)
			}
			if all {
				text = licenses
			}
			_, err := fmt.Fprint(c.env.stdout, text)
			return err
		},
	}
	cmd.Flags().BoolVar(&all, "licenses", false, "print the licences of all that the program is made of")
	return cmd
}

func newCompletion(c *common) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script: bash, zsh, fish or powershell",
		Example: `  rapport completion bash > /etc/bash_completion.d/rapport
  rapport completion zsh > "${fpath[1]}/_rapport"`,
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("completion takes one shell: bash, zsh, fish or powershell")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root, w := cmd.Root(), c.env.stdout
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(w, true)
			case "zsh":
				return root.GenZshCompletion(w)
			case "fish":
				return root.GenFishCompletion(w, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(w)
			}
			return usagef("no completion for %q; write bash, zsh, fish or powershell", args[0])
		},
	}
}

// noArgs refuses arguments in words of the user's.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("%s takes no arguments, but got %q", cmd.Name(), args[0])
	}
	return nil
}
