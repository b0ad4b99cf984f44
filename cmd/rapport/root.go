package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rapport/generator/diag"
	"rapport/generator/press"
	"rapport/generator/source"
)

// environment is the world as a command sees it, so that a test can be one.
type environment struct {
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	terminal       func(io.Writer) (width int, ok bool)
	every          func(span time.Duration, do func()) (stop func()) // nil: never

	stdin       io.Reader
	interactive func() bool // somebody sits at standard input and output
	random      io.Reader   // nobody can guess what it gives
	work        int         // of each guess of a passphrase: seal.WorkFactor
	edit        func(ctx context.Context, editor, file string) error
	dial        func(ctx context.Context, network, address string) (net.Conn, error)
	abandon     func() // from now on the program may end at any moment once it is interrupted; nil for never
}

// Exit statuses.
const (
	statusDone    = 0
	statusContent = 1 // the content has errors, or check found something that counts
	statusUsage   = 2 // the command line is wrong
	statusMachine = 3 // disk, port, permission
)

// errContent ends a command whose problems have been shown already.
var errContent = errors.New("the content has errors")

// usagef makes the error of a mistake on the command line.
func usagef(format string, args ...any) error { return diag.Usagef(format, args...) }

// run runs the command line and returns the exit status.
func run(ctx context.Context, args []string, env environment) int {
	root := newRoot(env)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var usage diag.UsageError
	_, _, unknown := root.Find(args) // by now with all commands; its error is that there is no such one
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errContent):
		return statusContent
	case unknown != nil:
		err = unknownCommand(root, err)
		fallthrough
	case errors.As(err, &usage):
		fmt.Fprintf(env.stderr, "rapport: %v\nRun 'rapport help' for the commands and flags.\n", err)
		return statusUsage
	}
	fmt.Fprintf(env.stderr, "rapport: %v\n", err)
	return statusMachine
}

// common holds the flags that most commands take.
type common struct {
	env     environment
	dir     string
	content string
	out     string
	theme   string
	clients []string
	asOf    string
	baseURL string
	drafts  bool
	shard   string
	noCache bool
	jobs    int
	quiet   bool
	verbose bool
	color   string
}

// abandonable are the commands that can end at any moment: those that read, and build, of which every file is
// whole or not there.
var abandonable = []string{"build", "check", "status", "export", "merge"}

func newRoot(env environment) *cobra.Command {
	c := &common{env: env}
	root := &cobra.Command{
		Use:   "rapport",
		Short: "Portals for clients, built from a folder of Markdown",
		Long: `Rapport turns a folder of Markdown, one folder a client, into a static portal for each:
what was agreed, how it goes, and what the reports mean. Progress is computed from dates.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: true},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd, env); err != nil {
				return err
			}
			if env.abandon != nil && slices.Contains(abandonable, cmd.Name()) {
				env.abandon()
			}
			if !cmd.Flags().Changed("chdir") {
				c.dir = source.Find(c.dir, c.content)
			}
			return nil
		},
	}
	root.SetOut(env.stdout)
	root.SetErr(env.stderr)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w%s", valueError(err), suggestFlag(cmd, err))
	})
	flags := root.PersistentFlags()
	flags.StringVarP(&c.dir, "chdir", "C", ".", "the workspace, a folder with content/; default: this folder, or the nearest above it that is one")
	flags.StringVar(&c.content, "content", "content", "the folder of the content, in the workspace")
	flags.StringVar(&c.color, "color", "auto", "colour: auto, always or never")
	flags.BoolVarP(&c.quiet, "quiet", "q", false, "print errors and warnings only")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "name each client as it is done")
	root.AddCommand(
		newInit(c), newNew(c), newImport(c), newIntake(c),
		newBuild(c), newMerge(c), newServe(c), newLSP(c), newCheck(c), newExplain(c),
		newStatus(c), newMonth(c), newRemind(c), newExport(c),
		newKey(c), newUnseal(c), newVerify(c), newHeaders(c),
		newDoctor(c), newDocs(c), newSchema(c), newReference(c), newVersion(c), newCompletion(c), newManual(c))
	return root
}

// rendering adds the flags of commands that make pages: those of these names, or all.
func (c *common) rendering(cmd *cobra.Command, names ...string) {
	flags := pflag.NewFlagSet("", pflag.ContinueOnError)
	flags.StringVar(&c.theme, "theme", "default", "a theme: a name in themes/, or a folder")
	flags.StringArrayVar(&c.clients, "client", nil, "only this client, by id (repeatable)")
	flags.StringVar(&c.asOf, "as-of", "", "show the portals as they stood at a time: 2026-10-02, \"2026-10-02 16:00\", or RFC 3339")
	flags.StringVar(&c.baseURL, "base-url", "", "where the output will be published, for feeds, PDFs and the page of missing addresses")
	flags.BoolVar(&c.drafts, "drafts", false, "include drafts, marked as such")
	flags.IntVar(&c.jobs, "jobs", 0, "clients built at once (0: one a processor)")
	flags.VisitAll(func(f *pflag.Flag) {
		if len(names) == 0 || slices.Contains(names, f.Name) {
			cmd.Flags().AddFlag(f)
		}
	})
}

// workspace turns the flags into what is to be read, and as of when it is to be shown.
func (c *common) workspace() (w press.Workspace, asOf press.AsOf, err error) {
	w = press.Workspace{Dir: c.dir, Content: c.content, Theme: c.theme, Clients: c.clients, Drafts: c.drafts}
	if c.jobs < 0 {
		return w, asOf, usagef("--jobs %d makes no sense; write a number from 1, or 0 for one a processor", c.jobs)
	}
	switch {
	case c.asOf != "":
		if asOf, err = press.ParseAsOf(c.asOf); err != nil {
			return w, asOf, usagef("--as-of: %w", err)
		}
	case c.env.getenv("SOURCE_DATE_EPOCH") != "":
		if asOf, err = press.ParseEpoch(c.env.getenv("SOURCE_DATE_EPOCH")); err != nil {
			return w, asOf, usagef("SOURCE_DATE_EPOCH: %w", err)
		}
	default:
		asOf = press.At(c.env.now())
	}
	if u, err := url.Parse(c.baseURL); c.baseURL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		return w, asOf, usagef("--base-url %q is not a web address; write it as https://portals.example/clients/", c.baseURL)
	}
	if c.color != "auto" && c.color != "always" && c.color != "never" {
		return w, asOf, usagef("--color %q is not a choice; write auto, always or never", c.color)
	}
	return w, asOf, nil
}

// fromEnvironment sets the flags that the command line leaves out from
// RAPPORT_<FLAG>.
func fromEnvironment(cmd *cobra.Command, env environment) error {
	var err error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		name := "RAPPORT_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := env.getenv(name)
		if f.Changed || value == "" || f.Name == "help" || err != nil {
			return
		}
		values := []string{value}
		if f.Value.Type() == "stringArray" {
			values = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
		}
		for _, v := range values {
			if e := cmd.Flags().Set(f.Name, v); e != nil {
				err = usagef("%s=%s: %w", name, value, valueError(e))
			}
		}
	})
	return err
}

// unknownCommand says in one line that there is no such command, and which was most
// likely meant.
func unknownCommand(root *cobra.Command, err error) error {
	said, _, _ := strings.Cut(err.Error(), " for ")
	_, name, found := strings.Cut(said, "unknown command ")
	if !found {
		return err
	}
	return fmt.Errorf("%s%s", said, diag.DidYouMean(strings.Trim(name, `"`), commandNames(root)))
}

// commandNames are the names of the commands below one, for who means one of them.
func commandNames(cmd *cobra.Command) (names []string) {
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// valueError says of a flag's value that cannot be read what may be written, in place of
// what the library that reads it says.
func valueError(err error) error {
	var value *pflag.InvalidValueError
	if !errors.As(err, &value) {
		return err
	}
	form := map[string]string{
		"int": "a number", "bool": "true or false, or the flag alone", "duration": "how long, such as 1s or 2m",
	}[value.GetFlag().Value.Type()]
	said, _, _ := strings.Cut(err.Error(), " flag: ")
	if form == "" {
		return err
	}
	return fmt.Errorf("%s flag; write %s", said, form)
}

// suggestFlag names the flag that an unknown one was most likely meant to be.
func suggestFlag(cmd *cobra.Command, err error) string {
	_, name, found := strings.Cut(err.Error(), "unknown flag: --")
	if !found {
		return ""
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := diag.Nearest(name, names); near != "" {
		return fmt.Sprintf("; did you mean --%s?", near)
	}
	return ""
}

// colored tells whether to print colours to w.
func (c *common) colored(w io.Writer) bool {
	switch c.color {
	case "always":
		return true
	case "never":
		return false
	}
	_, isTerminal := c.env.terminal(w)
	return isTerminal && c.env.getenv("NO_COLOR") == "" && c.env.getenv("TERM") != "dumb"
}
