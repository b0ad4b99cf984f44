package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/intake"
	"rapport/generator/queue"
)

// A taking is one run of intake.
type taking struct {
	*common
	dryRun, commit, asJSON, keep bool
	key                          string // file of the key that opens sealed answers; "" for the provider's

	root *os.Root
	desk *generator.Desk
	git  *committer // nil where nothing is committed
}

func newIntake(c *common) *cobra.Command {
	t := &taking{common: c}
	cmd := &cobra.Command{
		Use:   "intake [FILE...]",
		Short: "Take in what clients answered, from mails and forms, into the fields it belongs to",
		Long: `Intake reads what clients sent from their portals: mails (.eml, or an mbox), the answers of a form as JSON
(Netlify's API, or any service that passes on the fields, as an object, a list, or a line each) or CSV. FILE is a
file, a folder of which every file is read, or - for standard input; default is the folder intake/ of the workspace.

Of each message it finds the item that it answers, and asks whether its sender is a contact of that client who may
say so: the one who was asked, or else one who decides. Then it changes the lines that it must, with the message's
id and time as source:, and shows the difference. What can't be placed, or what its sender may not say, becomes a draft in
the journal (draft: true) with the reason under internal:, and no field is touched. That something was sent becomes
such a draft too: that it came is yours to say. What is from nobody who knows the portal is left where it is.

A message is taken in once, however often it is read, by its id. Files of the folder intake/ are moved to
intake/done/ when all in them was taken in; what stands there is known. --keep leaves them.

What was answered on a sealed portal is sealed to your key, in a form, in the text of a mail or in a file .age attached to
one. The passphrase of content/keys/provider.age is asked for, or read from standard input; --key names another file with
a secret key of age, wrapped in a passphrase or not. Without it sealed answers wait where they are; the others are taken in.

Intake trusts the mailbox: the sender of a mail can be forged. Where the server that received it says
so (Authentication-Results), the mail becomes a draft. Nothing in a message is run or fetched, and no
attachment opened but a sealed answer.`,
		Example: `  rapport intake --dry-run
  rapport intake --commit
  rapport intake ~/Mail/answers.mbox submissions.json
  curl -s … | rapport intake -`,
		RunE: func(cmd *cobra.Command, args []string) error { return t.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&t.dryRun, "dry-run", false, "show what would change; write nothing")
	flags.BoolVar(&t.commit, "commit", false, "commit what was written in git, one commit a message, as the provider")
	flags.BoolVar(&t.asJSON, "json", false, "print what became of each message as JSON")
	flags.BoolVar(&t.keep, "keep", false, "leave the files in intake/ where they are")
	flags.StringVar(&t.key, "key", "", "a file with the secret key that opens sealed answers (content/keys/provider.age)")
	flags.IntVar(&c.jobs, "jobs", 0, "clients read at once (0: one a processor)")
	flags.StringVar(&c.asOf, "as-of", "", "take in as if it were this time")
	return cmd
}

func (t *taking) run(ctx context.Context, args []string) error {
	if t.dryRun && t.commit {
		return usagef("--dry-run and --commit exclude each other")
	}
	w, asOf, err := t.workspace()
	if err != nil {
		return err
	}
	show, err := t.printer("text")
	if err != nil {
		return err
	}
	if t.root, err = os.OpenRoot(t.dir); err != nil {
		return usagef("there is no workspace %q; name its folder with -C, or make one with rapport init", t.dir)
	}
	defer t.root.Close()
	if !t.dryRun {
		unlock, err := queue.Lock(t.root)
		if err != nil {
			return err
		}
		defer unlock()
	}
	files, err := t.files(args)
	if err != nil {
		return err
	}
	w.Theme, w.Drafts = "default", true
	desk, clients, result, err := generator.EachFacts(ctx, generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: t.jobs}, contentOf)
	if err := tell(show, result, err); err != nil {
		return err
	}
	if desk == nil {
		return errContent
	}
	t.desk = desk
	if t.commit {
		if t.git, err = openCommitter(ctx, t.dir, desk.Provider); err != nil {
			return usagef("--commit: %w; run git init, or leave --commit out", err)
		}
	}
	in := intake.Input{Provider: desk.Provider, Clients: clients, AsOf: desk.AsOf, Speak: desk.Speak}
	if err := t.open(ctx, files, in, !slices.Contains(args, "-")); err != nil {
		return err
	}
	results, err := queue.Plan(t.root, in, files)
	if err != nil {
		return err
	}
	if err := t.take(files, results); err != nil {
		return err
	}
	if len(result.Failed) > 0 {
		fmt.Fprintf(t.env.stderr, "nothing was taken in of these, because of errors in their content: %s\n", strings.Join(result.Failed, ", "))
		return errContent
	}
	if slices.ContainsFunc(results, func(r intake.Result) bool { return r.Outcome == intake.Left }) || slices.ContainsFunc(files, func(f queue.File) bool { return f.Wrong != nil }) {
		return errContent
	}
	return nil
}

// contentOf keeps what a client wrote: an answer may belong to any of them.
func contentOf(_ *generator.Desk, f *facts.Client) (*content.Client, error) { return f.Content, nil }

// files reads the files that are named, or those that wait in the workspace.
func (t *taking) files(args []string) ([]queue.File, error) {
	if len(args) == 0 {
		all, err := queue.Waiting(t.root)
		for i := range all {
			all[i].Waits = !t.keep
		}
		return all, err
	}
	var all []queue.File
	for _, arg := range args {
		if arg == "-" {
			all = append(all, queue.Read("standard input", func() (io.ReadCloser, error) { return io.NopCloser(t.env.stdin), nil }))
			continue
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, usagef("there is no file %q to take in", arg)
		}
		names := []string{arg}
		if info.IsDir() {
			inner, err := queue.Names(os.DirFS(arg), ".")
			if err != nil {
				return nil, err
			}
			names = nil
			for _, name := range inner {
				names = append(names, filepath.Join(arg, filepath.FromSlash(name)))
			}
		}
		for _, name := range names {
			all = append(all, queue.Read(name, func() (io.ReadCloser, error) { return os.Open(name) }))
		}
	}
	return all, nil
}

// waitingMessages counts the messages in the folder intake/ of the workspace.
func (c *common) waitingMessages() int {
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return 0
	}
	defer root.Close()
	return queue.Count(root)
}

// waits says that messages wait.
func waits(n int) string {
	if n == 1 {
		return "1 message waits to be taken in"
	}
	return fmt.Sprintf("%d messages wait to be taken in", n)
}

// take writes what was planned, tells it, and moves away the files of which nothing is left.
func (t *taking) take(files []queue.File, results []intake.Result) error {
	if t.git != nil {
		var files []string
		for _, r := range results {
			files = append(files, changedBefore(r.Changes)...)
		}
		if err := t.git.Clean(files); err != nil {
			return usagef("--commit: %w (nothing was written)", err)
		}
	}
	for _, f := range files {
		if f.Wrong != nil {
			fmt.Fprintf(t.env.stderr, "%s: %v\n", f.Name, f.Wrong)
		}
	}
	for i := range results {
		r := &results[i]
		if !t.asJSON {
			t.tell(nameOf(files, r), r)
		}
		if t.dryRun {
			continue
		}
		if err := t.write(r); err != nil {
			return err
		}
	}
	if t.asJSON {
		if err := t.printIntake(files, results); err != nil {
			return err
		}
	}
	if !t.dryRun {
		if err := queue.MoveAway(t.root, files, results); err != nil {
			return err
		}
	}
	if len(files) == 0 && !t.quiet && !t.asJSON {
		fmt.Fprintf(t.env.stderr, "nothing waits in %s/\n", queue.Folder)
	}
	return nil
}

// write puts the changes of a message into the files, and commits them where that is asked for.
func (t *taking) write(r *intake.Result) error {
	if err := queue.Write(t.root, r); err != nil {
		return err
	}
	if t.git == nil || len(r.Changes) == 0 {
		return nil
	}
	teller := queue.Teller{Say: t.desk.Say, Zone: t.desk.Provider.Zone, AsOf: t.desk.AsOf}
	return t.git.Commit(changedFiles(r.Changes), teller.Subject(r))
}

// changedFiles lists the files that changes change.
func changedFiles(changes []edits.Change) []string {
	var files []string
	for _, c := range changes {
		files = append(files, c.File)
	}
	return files
}

// changedBefore lists those of them that are no new ones.
func changedBefore(changes []edits.Change) []string {
	return changedFiles(slices.DeleteFunc(slices.Clone(changes), func(c edits.Change) bool { return c.Before == nil }))
}

// tell prints what becomes of a message, with the difference that it makes.
func (t *taking) tell(file string, r *intake.Result) {
	if r.Outcome == intake.Already && t.quiet {
		return
	}
	fmt.Fprintf(t.env.stdout, "%s: %s\n", file, queue.Outcome(r))
	for _, change := range r.Changes {
		fmt.Fprintln(t.env.stdout, change.Diff())
	}
}

// nameOf is the file in which the message of a result stood.
func nameOf(files []queue.File, r *intake.Result) string {
	if f := queue.In(files, r); f != nil {
		return f.Name
	}
	return ""
}

// A taken is what became of a message, for other programs.
type taken struct {
	File       string   `json:"file"`
	ID         string   `json:"id"`
	By         string   `json:"by"`
	At         *string  `json:"at"`
	From       string   `json:"from"`
	Outcome    string   `json:"outcome"`
	Client     *string  `json:"client"`
	Engagement *string  `json:"engagement"`
	Contact    *string  `json:"contact"`
	Item       *string  `json:"item"`
	Action     *string  `json:"action"`
	Reason     *string  `json:"reason"`
	Changed    []string `json:"changed"`
}

func (t *taking) printIntake(files []queue.File, results []intake.Result) error {
	all := make([]taken, len(results))
	for i := range results {
		r := &results[i]
		one := taken{
			File: nameOf(files, r), ID: r.Message.ID, By: string(r.Message.By), From: r.Message.From.Address, Outcome: string(r.Outcome),
			Engagement: orNull(r.Engagement), Item: orNull(r.Message.Answer.Item), Action: orNull(string(r.Message.Answer.Action)), Reason: orNull(r.Reason), Changed: []string{},
		}
		if !r.Message.At.IsZero() {
			one.At = orNull(r.Message.At.Format(time.RFC3339))
		}
		if r.Client != nil {
			one.Client = orNull(r.Client.ID)
		}
		if r.Contact != nil {
			one.Contact = orNull(r.Contact.ID)
		}
		for _, change := range r.Changes {
			one.Changed = append(one.Changed, change.File)
		}
		all[i] = one
	}
	encoder := json.NewEncoder(t.env.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Messages []taken `json:"messages"`
	}{all})
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
