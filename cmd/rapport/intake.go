package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
	"rapport/generator/inbox"
	"rapport/generator/intake"
	"rapport/generator/scaffold"
)

// Where messages wait, and where they go once they were taken in, in the workspace.
const (
	intakeFolder = "intake"
	doneFolder   = "intake/done"
)

// intakeLock keeps two runs from taking in the same messages.
const intakeLock = ".rapport/intake.lock"

// A taking is one run of intake.
type taking struct {
	*common
	dryRun, commit, asJSON, keep bool

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

Intake trusts the mailbox: the sender of a mail can be forged. Where the server that received it says
so (Authentication-Results), the mail becomes a draft. Nothing in a message is run, fetched or opened.`,
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
	flags.IntVar(&c.jobs, "jobs", 0, "clients read at once (0: one a processor)")
	flags.StringVar(&c.asOf, "as-of", "", "take in as if it were this time")
	return cmd
}

// A waiting is a file that holds messages.
type waiting struct {
	name     string // as it was named; in the folder intake/ its slash path in the workspace
	messages []inbox.Message
	wrong    error // what could not be read; nil for all that was
	moves    bool  // it goes to done/ once it was taken in
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
		unlock, err := t.lock()
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
	desk, result, err := generator.Facts(ctx, generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: t.jobs})
	if err := tell(show, result, err); err != nil {
		return err
	}
	if desk == nil {
		return errContent
	}
	t.desk = desk
	if t.commit {
		if t.git, err = openCommitter(ctx, t.dir, desk.Provider); err != nil {
			return err
		}
	}
	results, err := t.plan(files)
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
	if slices.ContainsFunc(results, func(r intake.Result) bool { return r.Outcome == intake.Left }) || slices.ContainsFunc(files, func(f waiting) bool { return f.wrong != nil }) {
		return errContent
	}
	return nil
}

func (t *taking) lock() (unlock func(), err error) {
	if err := t.root.MkdirAll(path.Dir(intakeLock), 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(t.dir, filepath.FromSlash(intakeLock)))
	got, err := lock.TryLock()
	if err == nil && !got {
		err = errors.New("another rapport intake is at work here; wait until it is done")
	}
	return func() { lock.Unlock() }, err
}

// files reads the files that are named, or those that wait in the workspace.
func (t *taking) files(args []string) ([]waiting, error) {
	if len(args) == 0 {
		names, err := filesIn(t.root.FS(), intakeFolder)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		var all []waiting
		for _, name := range names {
			all = append(all, reading(name, func() (io.ReadCloser, error) { return t.root.Open(name) }))
			all[len(all)-1].moves = !t.keep
		}
		return all, nil
	}
	var all []waiting
	for _, arg := range args {
		if arg == "-" {
			all = append(all, reading("standard input", func() (io.ReadCloser, error) { return io.NopCloser(t.env.stdin), nil }))
			continue
		}
		info, err := os.Stat(arg)
		if err != nil {
			return nil, usagef("there is no file %q to take in", arg)
		}
		names := []string{arg}
		if info.IsDir() {
			inner, err := filesIn(os.DirFS(arg), ".")
			if err != nil {
				return nil, err
			}
			names = nil
			for _, name := range inner {
				names = append(names, filepath.Join(arg, filepath.FromSlash(name)))
			}
		}
		for _, name := range names {
			all = append(all, reading(name, func() (io.ReadCloser, error) { return os.Open(name) }))
		}
	}
	return all, nil
}

// waitingMessages counts the messages in the folder intake/ of the workspace. What can't be read
// counts as one: it waits as well.
func (c *common) waitingMessages() int {
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return 0
	}
	defer root.Close()
	names, err := filesIn(root.FS(), intakeFolder)
	if err != nil {
		return 0
	}
	n := 0
	for _, name := range names {
		f := reading(name, func() (io.ReadCloser, error) { return root.Open(name) })
		n += len(f.messages)
		if f.wrong != nil {
			n++
		}
	}
	return n
}

// waits says that messages wait.
func waits(n int) string {
	if n == 1 {
		return "1 message waits to be taken in"
	}
	return fmt.Sprintf("%d messages wait to be taken in", n)
}

// filesIn lists the files of a folder, without what is hidden and what is in folders below.
func filesIn(files fs.FS, folder string) ([]string, error) {
	entries, err := fs.ReadDir(files, folder)
	var names []string
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, path.Join(folder, e.Name()))
		}
	}
	return names, err
}

func reading(name string, open func() (io.ReadCloser, error)) waiting {
	f := waiting{name: name}
	file, err := open()
	if err != nil {
		f.wrong = err
		return f
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, inbox.MaxFile+1))
	if err == nil {
		f.messages, err = inbox.Read(data)
	}
	f.wrong = err
	return f
}

// plan says what becomes of the messages of all files.
func (t *taking) plan(files []waiting) ([]intake.Result, error) {
	var messages []inbox.Message
	for _, f := range files {
		messages = append(messages, f.messages...)
	}
	known, err := t.known()
	if err != nil {
		return nil, err
	}
	var clients []*content.Client
	for _, c := range t.desk.Clients {
		clients = append(clients, c.Content)
	}
	return intake.Plan(intake.Input{
		Provider: t.desk.Provider, Clients: clients, AsOf: t.desk.AsOf, Taken: known, Speak: t.desk.Speak,
		Read: func(name string) ([]byte, error) { return t.root.ReadFile(name) },
	}, messages)
}

// known returns the ids of the messages that were taken in and moved away.
func (t *taking) known() (map[string]bool, error) {
	names, err := filesIn(t.root.FS(), doneFolder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	known := map[string]bool{}
	for _, name := range names {
		f := reading(name, func() (io.ReadCloser, error) { return t.root.Open(name) })
		for _, m := range f.messages {
			known[m.ID] = true
		}
	}
	return known, nil
}

// take writes what was planned, tells it, and moves away the files of which nothing is left.
func (t *taking) take(files []waiting, results []intake.Result) error {
	if t.git != nil {
		if err := t.git.areClean(results); err != nil {
			return err
		}
	}
	for _, f := range files {
		if f.wrong != nil {
			fmt.Fprintf(t.env.stderr, "%s: %v\n", f.name, f.wrong)
		}
	}
	nameOf := names(files)
	for i := range results {
		r := &results[i]
		if !t.asJSON {
			t.tell(nameOf(r), r)
		}
		if t.dryRun {
			continue
		}
		if err := t.write(r); err != nil {
			return err
		}
	}
	if t.asJSON {
		if err := t.printIntake(nameOf, results); err != nil {
			return err
		}
	}
	if !t.dryRun {
		if err := t.moveAway(files, results); err != nil {
			return err
		}
	}
	if len(files) == 0 && !t.quiet && !t.asJSON {
		fmt.Fprintf(t.env.stderr, "nothing waits in %s/\n", intakeFolder)
	}
	return nil
}

// names returns in which file the message of a result stood.
func names(files []waiting) func(r *intake.Result) string {
	return func(r *intake.Result) string {
		for _, f := range files {
			if slices.ContainsFunc(f.messages, func(m inbox.Message) bool { return m.ID == r.Message.ID && m.At.Equal(r.Message.At) }) {
				return f.name
			}
		}
		return ""
	}
}

// write puts the changes of a message into the files, which must still say what they said.
func (t *taking) write(r *intake.Result) error {
	for _, change := range r.Changes {
		if change.Before == nil {
			if err := scaffold.Add(t.root, []scaffold.File{{Name: change.File, Body: change.After}}); err != nil {
				return err
			}
			continue
		}
		now, err := t.root.ReadFile(change.File)
		if err != nil {
			return err
		}
		if !bytes.Equal(now, change.Before) {
			return fmt.Errorf("%s was changed while intake was at work; run it again", change.File)
		}
		if err := edits.Replace(t.root, change.File, change.After); err != nil {
			return err
		}
	}
	if t.git == nil || len(r.Changes) == 0 {
		return nil
	}
	return t.git.commit(r, t.subject(r))
}

// subject is the first line of a commit.
func (t *taking) subject(r *intake.Result) string {
	what := cmp.Or(r.What, "message")
	if r.Outcome == intake.Drafted {
		what = "a draft of their " + what
		return fmt.Sprintf("Take in from %s %s (%s)", r.Client.Name, what, t.when(r))
	}
	return fmt.Sprintf("Take in %s %s (%s)", possessive(r.Client.Name), what, t.when(r))
}

func possessive(name string) string {
	if strings.HasSuffix(name, "s") {
		return name + "’"
	}
	return name + "’s"
}

// when is how and on which day a message came.
func (t *taking) when(r *intake.Result) string {
	if r.Message.At.IsZero() {
		return string(r.Message.By)
	}
	zone := t.desk.Provider.Zone
	if r.Client != nil {
		zone = r.Client.Zone
	}
	return string(r.Message.By) + " of " + t.desk.Say.DayIn(calendar.DateOf(r.Message.At.In(zone)), calendar.DateOf(t.desk.AsOf))
}

// tell prints what becomes of a message, with the difference that it makes.
func (t *taking) tell(file string, r *intake.Result) {
	out := t.env.stdout
	switch r.Outcome {
	case intake.Left, intake.Nothing:
		said := "left"
		if r.Outcome == intake.Nothing {
			said = "thrown away"
		}
		fmt.Fprintf(out, "%s: %s: %s\n", file, said, r.Reason)
		return
	case intake.Already:
		if !t.quiet {
			fmt.Fprintf(out, "%s: taken in already\n", file)
		}
		return
	case intake.Drafted:
		fmt.Fprintf(out, "%s: a draft for %s: %s\n", file, r.Client.Name, r.Reason)
	default:
		fmt.Fprintf(out, "%s: %s, %s of %s\n", file, r.What, r.Contact.Name, r.Client.Name)
	}
	for _, change := range r.Changes {
		fmt.Fprintln(out, front.Diff(change.File, change.Before, change.After))
	}
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

func (t *taking) printIntake(nameOf func(*intake.Result) string, results []intake.Result) error {
	all := make([]taken, len(results))
	for i := range results {
		r := &results[i]
		one := taken{
			File: nameOf(r), ID: r.Message.ID, By: string(r.Message.By), From: r.Message.From.Address, Outcome: string(r.Outcome),
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

// moveAway moves the files of intake/ in which nothing is left to done/.
func (t *taking) moveAway(files []waiting, results []intake.Result) error {
	left := map[string]bool{}
	for _, r := range results {
		left[r.Message.ID] = left[r.Message.ID] || r.Outcome == intake.Left
	}
	for _, f := range files {
		if !f.moves || f.wrong != nil || slices.ContainsFunc(f.messages, func(m inbox.Message) bool { return left[m.ID] }) {
			continue
		}
		if err := t.root.MkdirAll(doneFolder, 0o700); err != nil {
			return err
		}
		to := path.Join(doneFolder, path.Base(f.name))
		for n := 2; ; n++ {
			if _, err := t.root.Lstat(to); errors.Is(err, fs.ErrNotExist) {
				break
			}
			ext := path.Ext(f.name)
			to = path.Join(doneFolder, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(path.Base(f.name), ext), n, ext))
		}
		if err := t.root.Rename(f.name, to); err != nil {
			return err
		}
	}
	return nil
}
