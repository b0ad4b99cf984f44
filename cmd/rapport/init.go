package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator/calendar"
	"rapport/generator/scaffold"
)

func newInit(c *common) *cobra.Command {
	var a startAnswers
	const mostShards = 200 // that GitLab has; GitHub has 256
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new workspace that builds at once",
		Long: `Init writes a workspace: provider.md with who you are, a service and an example client of your trade to read and
delete, recipes for Netlify, GitHub and GitLab with a check of every change and a build every morning, and settings
and snippets for an editor. It never overwrites: where one of its files exists, it writes nothing at all; but a
.gitignore gets the lines that it lacks.

At a terminal it asks for a name, a trade, who clients talk to, a language, a country and an address for mails. What follows from the
country (time zone, how dates and money are written, currency, public holidays, hours) it tells, and takes from
flags where they are given. Elsewhere, and with --yes, it asks nothing and takes flags and what is usual.

Trades: ` + strings.Join(scaffold.TradeNames(), ", ") + `.

With --shards N the recipes have N machines build side by side, for thousands of clients: on GitHub, GitLab and
Kubernetes.`,
		Example: `  rapport init portals
  rapport init portals --trade bookkeeper --language nl --country nl --yes
  rapport init portals --shards 16
  rapport init portals --name "Studio Noord" --email hello@noord.example --timezone Europe/Amsterdam`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("init takes one folder: rapport init portals, or rapport init . for this one")
			}
			return nil
		},
		// A new workspace stands in this folder, also where that is within another one.
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd, c.env) },
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := args[0]
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(c.dir, dir)
			}
			if a.Shards < 0 || a.Shards == 1 || a.Shards > mostShards {
				return usagef("--shards %d makes no sense; write how many machines build, from 2 to %d, or leave it out for one", a.Shards, mostShards)
			}
			if err := vacant(dir, a.Shards, args[0]); err != nil {
				return err
			}
			asks := c.asker(cmd.Context(), a.yes)
			s, err := c.askStart(&a, asks)
			if err != nil {
				return err
			}
			if err := c.begin(dir, args[0], s); err != nil {
				return err
			}
			if c.quiet {
				return nil
			}
			c.tellStart(s, args[0])
			if yes, err := asks.yesNo("See it in a browser now?"); err != nil || !yes {
				return nil // the workspace is there either way
			}
			root := newRoot(c.env)
			root.SetArgs([]string{"serve", "--open", "-C", dir})
			return root.ExecuteContext(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&a.Name, "name", "", "what you are called")
	flags.StringVar(&a.trade, "trade", "", "what you do, which chooses the example: "+strings.Join(scaffold.TradeNames(), ", "))
	flags.StringVar(&a.language, "language", "", "the language that you write to clients: nl")
	flags.StringVar(&a.country, "country", "", "the country that you work in, from which what is not given follows: nl")
	flags.StringVar(&a.Email, "email", "", "where clients write to")
	flags.StringVar(&a.Timezone, "timezone", "", "your time zone: Europe/Amsterdam")
	flags.StringVar(&a.Locale, "locale", "", "your language and region: en-GB")
	flags.StringVar(&a.Currency, "currency", "", "the currency of your prices: EUR")
	flags.StringVar(&a.Holidays, "holidays", "", "whose public holidays you take: nl, de-by; none for none")
	flags.StringVar(&a.Person, "person", "", "the name of the person clients talk to; default: the name")
	flags.IntVar(&a.Shards, "shards", 0, "recipes with which so many machines build side by side")
	flags.BoolVarP(&a.yes, "yes", "y", false, "ask nothing, and take what is usual for what is not given")
	return cmd
}

// begin writes the workspace into a folder, which was called so.
func (c *common) begin(dir, called string, s *scaffold.Start) error {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return err
	}
	if isPublished(releaseVersion) { // of any other no host has an archive to fetch
		s.Version, s.Releases = releaseVersion, releasesPage()
	}
	s.Today, s.Random = calendar.DateOf(c.env.now().In(zone)), c.env.random
	files, err := scaffold.Workspace(*s)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return inTheWay(scaffold.Add(root, files), called)
}

// vacant looks, before anything is asked, whether a file of every workspace is in the way.
func vacant(dir string, shards int, called string) error {
	root, err := os.OpenRoot(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer root.Close()
	return inTheWay(scaffold.Vacant(root, shards), called)
}

// inTheWay says what to do about a file that is in the way of a new workspace.
func inTheWay(err error, called string) error {
	if errors.Is(err, scaffold.ErrExists) {
		return usagef("%w in %s; nothing was written: name a folder without a workspace, or move away what is yours", err, folderCalled(called))
	}
	return err
}

// folderCalled is what a folder is called in a sentence.
func folderCalled(dir string) string {
	if filepath.Clean(dir) == "." {
		return "this folder"
	}
	return dir
}

// tellStart says what was written, what was taken for what nobody said, and what comes next.
func (c *common) tellStart(s *scaffold.Start, dir string) {
	holidays := "no public holidays"
	if s.Holidays != "" {
		holidays = "public holidays of " + s.Holidays
	}
	days, hours := s.Country.Hours()
	enter := ""
	if filepath.Clean(dir) != "." {
		enter = fmt.Sprintf("  cd %s\n", dir)
	}
	fmt.Fprintf(c.env.stdout, "A workspace stands in %s, with an example client.\n", folderCalled(dir))
	if tag, _, _ := strings.Cut(strings.ToLower(s.Locale), "-"); tag != s.Prose() {
		fmt.Fprintf(c.env.stdout, "The example is told in English, since there is none in your language yet.\n")
	}
	fmt.Fprintf(c.env.stdout, "Taken as usual: %s, %s, %s, %s, %s %s; change it in content/provider.md.\n", s.Timezone, s.Locale, s.Currency, holidays, days, hours)
	if strings.HasSuffix(s.Email, placeholderDomain) {
		fmt.Fprintf(c.env.stdout, "Nobody reads %s: write an address of yours there, before clients see it.\n", s.Email)
	}
	fmt.Fprintf(c.env.stdout, "\n%s"+
		"  rapport serve --open               see it, and change things\n"+
		"  rapport new client \"Their name\"    your first client\n"+
		"  rapport build                      the portals, in public/\n", enter)
	if s.Releases == "" || s.Version == "" {
		fmt.Fprint(c.env.stdout, "\nBefore a host builds them, tell it RAPPORT_VERSION and RAPPORT_RELEASES: \"Build and publish in CI\" in rapport docs.\n")
	}
}
