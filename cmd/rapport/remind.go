package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/remind"
	"rapport/generator/scaffold"
	"rapport/generator/source"
)

// recordFile is where the mails that were sent are remembered, in the workspace.
const recordFile = ".rapport/remind.json"

// smtpSecret is the variable of the environment that holds the mail server's secret.
const smtpSecret = "RAPPORT_SMTP_SECRET"

// A reminder is one run of remind.
type reminder struct {
	*common
	eml, smtp     string
	asJSON        bool
	write, dryRun bool
	digest        bool
	attach        bool

	root   *os.Root
	record *remind.Record
}

func newRemind(c *common) *cobra.Command {
	r := &reminder{common: c}
	cmd := &cobra.Command{
		Use:   "remind",
		Short: "Write friendly mails about what is needed, and your own list of the morning",
		Long: `Remind asks the people of each client for what they owe: inputs, answers, decisions, actions, reviews and
feedback. It does so three days before, on the day, 3 and 7 working days after, and then each week until it
comes; what has no day of its own has 5 working days, feedback 15. Nobody gets more than one mail a day, and none
on days that you don't work. You get your desk as a mail of your own, with what should be said of money: invoices
that are overdue, and hours that are nearly used or beyond what was agreed. Mails are plain text and HTML, in the
client's language and register, with links to where each thing is answered on the portal; those to a client with a sealed
portal say how many things wait, and not which.

A contact's prefers is obeyed. by: phone gets no mail; on the days on which it would have come, your own list says whom
to call, at which number, what for and in which words. by: portal gets none either, and your list has what is
overdue alone. news: each is told at each run when something is new; news: weekly once a week, on the first day of it
that you work, or on the next run if nobody ran the command then; news: none never. A digest has the content in it: what is
open, what is new with the insights of new reports, the KPIs as they stand, what comes next, and what is to be said of money.

Choose where they go: --eml writes a file each into a folder, --json prints them, --smtp sends them. smtp://
asks for STARTTLS, smtps:// speaks TLS at once; the secret is taken from ` + smtpSecret + `. With --attach
new reports come along as PDFs, which Chromium prints; those of a sealed portal do not, since a mail is open to every
server on its way. Where they cannot be made the mails go without them, and the exit status is 3. What was sent is
remembered in .rapport/, so that a second run on one day sends nothing. --write adds the day to
the "reminded" dates of inputs in the content, and changes no other line.`,
		Example: `  rapport remind --dry-run --base-url https://portals.example/
  rapport remind --eml mails --base-url https://portals.example/
  rapport remind --smtp smtp://me@mail.example:587 --digest --attach --write --base-url https://portals.example/`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return r.run(cmd) },
	}
	flags := cmd.Flags()
	c.rendering(cmd, "client", "as-of", "base-url", "theme", "jobs")
	flags.StringVar(&r.eml, "eml", "", "write each mail as a file into this folder, in the workspace or elsewhere")
	flags.StringVar(&r.smtp, "smtp", "", "send by this server: smtp://user@host:587 or smtps://user@host:465")
	flags.BoolVar(&r.asJSON, "json", false, "print the mails as JSON")
	flags.BoolVar(&r.digest, "digest", false, "tell what is new also to those who never said how often they want it")
	flags.BoolVar(&r.attach, "attach", false, "attach the reports that a mail tells of, as PDFs made by Chromium")
	flags.BoolVar(&r.write, "write", false, "add the day to the reminded dates of the inputs in the content")
	flags.BoolVar(&r.dryRun, "dry-run", false, "show the mails; send and remember nothing")
	return cmd
}

func (r *reminder) run(cmd *cobra.Command) error {
	server, err := r.check()
	if err != nil {
		return err
	}
	w, asOf, err := r.workspace()
	if err != nil {
		return err
	}
	show, err := r.printer("text")
	if err != nil {
		return err
	}
	if r.asJSON {
		show = func(*generator.Result) error { return nil }
	}
	if r.root, err = os.OpenRoot(r.dir); err != nil {
		return usagef("there is no workspace %q; name its folder with -C, or make one with rapport init", r.dir)
	}
	defer r.root.Close()
	if !r.dryRun {
		unlock, err := r.lock()
		if err != nil {
			return err
		}
		defer unlock()
	}
	text, err := r.root.ReadFile(recordFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if r.record, err = remind.ReadRecord(text); err != nil {
		return err
	}
	desk, shares, result, err := generator.EachFacts(cmd.Context(), generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: r.jobs}, func(d *generator.Desk, f *facts.Client) (*remind.Share, error) {
		in := r.input(d)
		return in.Share(f, r.record)
	})
	if err := tell(show, result, err); err != nil {
		return err
	}
	if desk == nil {
		return errContent
	}
	mails, missing, err := remind.Plan(r.input(desk), r.record, shares)
	if err != nil {
		return err
	}
	unattached := r.attachReports(cmd.Context(), w, asOf, shares, mails)
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Fprintf(r.env.stderr, "not reminded, for want of an e-mail address: %s of %s\n", m.Person, m.Client)
	}
	switch {
	case r.asJSON:
		err = r.printJSON(mails)
	case r.dryRun:
		r.printMails(mails)
	case r.eml != "":
		err = r.files(desk, mails)
	default:
		server.Dial, server.Secret = r.env.dial, r.env.getenv(smtpSecret)
		err = server.Send(cmd.Context(), mails, desk.AsOf, r.sent)
	}
	if err != nil {
		return err
	}
	if !r.quiet && !r.asJSON && !r.dryRun {
		fmt.Fprintln(r.env.stderr, count(len(mails), "mail"))
	}
	if result.Errors() > 0 {
		if unattached != nil {
			fmt.Fprintln(r.env.stderr, unattached)
		}
		fmt.Fprintf(r.env.stderr, "not reminded, because of errors in their content: %s\n", strings.Join(result.Failed, ", "))
		return errContent
	}
	return unattached
}

// input is what the mails are made from.
func (r *reminder) input(d *generator.Desk) remind.Input {
	return remind.Input{Provider: d.Provider, AsOf: d.AsOf, Base: r.baseURL, Digest: r.digest, Speak: d.Speak}
}

// lock keeps two runs from sending the same mails.
func (r *reminder) lock() (unlock func(), err error) {
	if err := r.root.MkdirAll(filepath.Dir(recordFile), 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(r.dir, recordFile+".lock"))
	got, err := lock.TryLock()
	if err == nil && !got {
		err = errors.New("another rapport remind is at work here; wait until it is done")
	}
	return func() { lock.Unlock() }, err
}

// check says what is wrong with the flags.
func (r *reminder) check() (server remind.Server, err error) {
	ways := 0
	for _, chosen := range []bool{r.eml != "", r.smtp != "", r.asJSON} {
		if chosen {
			ways++
		}
	}
	switch {
	case ways > 1:
		return server, usagef("--eml, --json and --smtp exclude each other; choose one way for the mails")
	case ways == 0 && !r.dryRun:
		return server, usagef("where should the mails go? write --eml DIR, --json or --smtp SERVER; or --dry-run to see them")
	case r.baseURL == "":
		return server, usagef("mails link to the portals; write --base-url with the address at which they are published")
	case r.dryRun && r.write:
		return server, usagef("--dry-run and --write exclude each other")
	}
	if r.smtp != "" {
		if server, err = remind.ParseServer(r.smtp); err != nil {
			return server, usagef("--smtp: %w", err)
		}
		if server.User != "" && r.env.getenv(smtpSecret) == "" && !r.dryRun {
			return server, usagef("the mail server wants a secret for %q; put it in %s", server.User, smtpSecret)
		}
	}
	return server, nil
}

func (r *reminder) printJSON(mails []remind.Mail) error {
	if mails == nil {
		mails = []remind.Mail{}
	}
	encoder := json.NewEncoder(r.env.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(struct {
		Mails []remind.Mail `json:"mails"`
	}{mails}); err != nil {
		return err
	}
	if r.dryRun {
		return nil
	}
	for i := range mails {
		if err := r.sent(&mails[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *reminder) printMails(mails []remind.Mail) {
	for i, m := range mails {
		if i > 0 {
			fmt.Fprintf(r.env.stdout, "\n%s\n\n", strings.Repeat("=", 72))
		}
		fmt.Fprintf(r.env.stdout, "To: %s <%s>\nSubject: %s\n", m.To.Name, m.To.Email, m.Subject)
		for _, a := range m.Attached {
			fmt.Fprintf(r.env.stdout, "Attached: %s\n", a.Name)
		}
		fmt.Fprintf(r.env.stdout, "\n%s", m.Text)
	}
	if len(mails) == 0 && !r.quiet {
		fmt.Fprintln(r.env.stdout, "Nobody is to be reminded of anything today.")
	}
}

// files writes each mail as a file.
func (r *reminder) files(desk *generator.Desk, mails []remind.Mail) error {
	dir := r.eml
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(r.dir, dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	for i := range mails {
		m := &mails[i]
		body, err := remind.Compose(m, desk.AsOf)
		if err != nil {
			return err
		}
		name := m.On.String() + "-provider.eml"
		if m.Client != "" {
			name = m.On.String() + "-" + m.Client + "-" + m.Person + ".eml"
		}
		if err := scaffold.Add(folder, []scaffold.File{{Name: name, Body: body}}); err != nil {
			return err
		}
		if err := r.remember(m); err != nil {
			return errors.Join(err, folder.Remove(name)) // or it would be in the way of the next run
		}
		if err := r.noteAll(m); err != nil {
			return err
		}
	}
	return nil
}

// sent remembers a mail, and notes it in the content where that is wanted.
func (r *reminder) sent(m *remind.Mail) error {
	if err := r.remember(m); err != nil {
		return err
	}
	return r.noteAll(m)
}

// remember keeps a mail in the record.
func (r *reminder) remember(m *remind.Mail) error {
	r.record.Sent(m)
	text, err := r.record.Bytes()
	if err != nil {
		return err
	}
	if err := r.root.WriteFile(recordFile+"~", text, 0o600); err != nil {
		return err
	}
	return r.root.Rename(recordFile+"~", recordFile)
}

// noteAll notes a mail in the content where that is wanted.
func (r *reminder) noteAll(m *remind.Mail) error {
	if !r.write {
		return nil
	}
	noted := map[string]bool{}
	for _, ask := range m.Asks {
		if ask.File == "" || noted[ask.File+"#"+ask.Ref] {
			continue
		}
		noted[ask.File+"#"+ask.Ref] = true
		if err := r.note(ask, m); err != nil {
			return err
		}
	}
	return nil
}

// note adds the day to an input's reminded dates.
func (r *reminder) note(ask remind.Ask, m *remind.Mail) error {
	text, err := source.ReadIn(r.root, ask.File)
	if err != nil {
		return err
	}
	edited, err := front.Append(text, front.At("inputs").ID(ask.Ref).Key("reminded"), front.Bare(m.On.String()))
	if style := (*front.StyleError)(nil); errors.As(err, &style) {
		fmt.Fprintf(r.env.stderr, "%s: add %s by hand to the reminded dates of input %q; %s\n", style.In(ask.File), m.On, ask.Ref, style.Message)
		return nil
	} else if err != nil {
		return err
	}
	return edits.Replace(r.root, ask.File, edited)
}
