package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/diag"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/scaffold"
	"rapport/generator/source"
	"rapport/generator/table"
)

func newNew(c *common) *cobra.Command {
	var r scaffold.Request
	var on, like, from string
	cmd := &cobra.Command{
		Use:   "new KIND [TITLE]",
		Short: "Write a new client, engagement, report or entry with the right fields",
		Long: `New writes a file in its place, with everything filled in that follows from what is there: ids, the day that
was announced, the period, figures asked for last time, the open items of both sides as the agenda of a meeting.
What only you know is left blank, with a comment beside it; lines marked "fill in" have to be, before the portal
is built again. At a terminal the file is opened in $EDITOR.

Kinds: ` + strings.Join(scaffold.Kinds, ", ") + `.

A file content/templates/KIND.md is your own template: New writes it, with these names between double braces
replaced: ` + strings.Join(scaffold.TemplateNames(), ", ") + `.

A new client gets an address that nobody can guess. Where there is one client, or a client has one engagement
that is under way, it need not be named.`,
		Example: `  rapport new client "Bakery Noord"
  rapport new engagement "Web shop" --client bakery-noord
  rapport new engagement "Books 2027" --client bakery-noord --service bookkeeping
  rapport new engagement "Web shop" --client cafe-zuid --like bakery-noord/web-shop
  rapport new engagement "Web shop" --client bakery-noord --from answers
  rapport new question "Which blue?" --client bakery-noord
  rapport new report --client bakery-noord`,
		ValidArgs: scaffold.Kinds,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 0:
				return usagef("new takes a kind: %s", strings.Join(scaffold.Kinds, ", "))
			case len(args) > 2:
				return usagef("new takes a kind and a title; put the title in quotes")
			case !slices.Contains(scaffold.Kinds, args[0]):
				mend := diag.DidYouMean(args[0], scaffold.Kinds).Or("; write one of " + strings.Join(scaffold.Kinds, ", "))
				return usagef("there is no kind %q%s", args[0], mend)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r.Kind = args[0]
			if len(args) == 2 {
				r.Title = args[1]
			}
			if on != "" {
				day, err := table.ParseDate(on)
				if err != nil {
					return usagef("--date: %w", err)
				}
				r.On = day
			}
			if (like != "" || r.Service != "") && r.Kind != "engagement" {
				return usagef("--like and --service are for a new engagement; a %s has none", r.Kind)
			}
			if from != "" && r.Kind != "engagement" {
				return usagef("--from is for a new engagement, and no %s takes up answers", r.Kind)
			}
			name, err := c.writeNew(cmd, r, like, from)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.env.stdout, name)
			editor := cmp.Or(c.env.getenv("VISUAL"), c.env.getenv("EDITOR"))
			if editor == "" || !c.env.interactive() {
				return nil
			}
			return c.env.edit(cmd.Context(), editor, filepath.Join(c.dir, filepath.FromSlash(name)))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&r.Client, "client", "", "the client, by id")
	flags.StringVar(&r.Engagement, "engagement", "", "the engagement, by id")
	flags.StringVar(&r.ID, "id", "", "the id of a new client or engagement; of a report its period, such as 2026-09")
	flags.StringVar(&on, "date", "", "the day of an entry or report; default: the day announced, or today")
	flags.StringVar(&r.Service, "service", "", "the service of a new engagement, of which it takes over the defaults")
	flags.StringVar(&like, "like", "", "CLIENT/ENGAGEMENT that a new engagement is to be like: what was agreed, with its days moved, and nothing that happened")
	flags.StringVar(&from, "from", "", "what the client answered before the work begins, for the brief of a new engagement: a mail or JSON that it sent, or the word answers for those in client.md")
	flags.StringVar(&c.asOf, "as-of", "", "write as if it were this time")
	return cmd
}

// writeNew writes the file that a request asks for, and returns its name in the
// workspace.
func (c *common) writeNew(cmd *cobra.Command, r scaffold.Request, like, from string) (string, error) {
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return "", usagef("there is no workspace %q; name its folder with -C, or make one with rapport init", c.dir)
	}
	defer root.Close()
	if r.ID != "" && r.Kind != "report" && r.ID != scaffold.Slug(r.ID) {
		return "", usagef("--id %q cannot name a folder; write it in lower-case letters, digits and hyphens", r.ID)
	}
	r.Folder = filepath.ToSlash(c.content)
	err = chooseFolders(root, &r)
	if err != nil {
		return "", err
	}
	if r.Template, err = source.ReadIn(root, path.Join(r.Folder, "templates", r.Kind+".md")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if r.Like, err = model(root, r.Folder, like); err != nil {
		return "", err
	}
	w, asOf, err := c.workspace()
	if err != nil {
		return "", err
	}
	w.Theme, w.Drafts = "default", true
	if r.Client != "" {
		w.Clients = []string{r.Client}
	}
	// What stands in the way of the facts is shown by check; a new file can be
	// written all the same, with more left blank.
	desk, known, result, err := generator.EachFacts(cmd.Context(), generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: c.jobs}, func(_ *generator.Desk, f *facts.Client) (*facts.Client, error) {
		if r.Client == "" {
			return nil, nil // a new client needs to know nothing of the others
		}
		return f, nil
	})
	if err != nil {
		return "", err
	}
	if err := unfinished(r, result); err != nil {
		return "", err
	}
	r.Now, r.Random = c.env.now(), c.env.random
	if desk != nil {
		r.Provider, r.Now = desk.Provider, desk.AsOf
		if r.Client != "" && len(known) == 1 {
			r.Known = known[0]
			if r.Say, err = desk.Speak(r.Known.Content.Speech()); err != nil {
				return "", err
			}
		}
	}
	if r.Said, err = c.said(from, r); err != nil {
		return "", err
	}
	file, err := scaffold.New(r)
	if err != nil {
		return "", diag.UsageError{Err: err}
	}
	if r.Kind == "client" {
		if _, err := root.Lstat(path.Dir(file.Name)); err == nil {
			return "", usagef("there is a client %q already; give the new one another id with --id", path.Base(path.Dir(file.Name)))
		}
	}
	if err := scaffold.Add(root, []scaffold.File{file}); errors.Is(err, scaffold.ErrExists) {
		return "", usagef("%w; give another title, or another day with --date", err)
	} else if err != nil {
		return "", err
	}
	return file.Name, nil
}

// unfinished reports a report of the engagement that is not filled in yet: which is the next one
// is not known before it is.
func unfinished(r scaffold.Request, result *generator.Result) error {
	if r.Kind != "report" || r.ID != "" || result == nil {
		return nil
	}
	reports := path.Join(r.Folder, "clients", r.Client, r.Engagement, "reports")
	for _, p := range result.Problems {
		if isError(p) && path.Dir(p.File) == reports {
			return usagef("%s is not finished: %s; finish it first, or name the period of another one with --id", p.Position, p.Message)
		}
	}
	return nil
}

// model reads the engagement that a new one is to be like; nil for none.
func model(root *os.Root, folder, like string) (*scaffold.Model, error) {
	if like == "" {
		return nil, nil
	}
	client, engagement, ok := strings.Cut(like, "/")
	if !ok {
		return nil, usagef("--like %q names no engagement; write it as CLIENT/ENGAGEMENT", like)
	}
	clients := path.Join(folder, "clients")
	client, err := choose(root, clients, "client.md", "client", client)
	if err != nil {
		return nil, err
	}
	if engagement, err = choose(root, path.Join(clients, client), "engagement.md", "engagement", engagement); err != nil {
		return nil, err
	}
	name := path.Join(clients, client, engagement, "engagement.md")
	data, err := source.ReadIn(root, name)
	if err != nil {
		return nil, err
	}
	doc, problems := front.Parse(name, data)
	if len(problems) > 0 {
		return nil, usagef("--like: %s; mend it first", problems[0])
	}
	m := &scaffold.Model{Front: doc.Front, Client: client}
	for _, file := range []string{path.Join(clients, client, "client.md"), path.Join(folder, "provider.md")} {
		data, err := source.ReadIn(root, file)
		if err != nil {
			return nil, err
		}
		if doc, _ := front.Parse(file, data); m.Currency == "" && !doc.Front.Get("currency").IsBlank() {
			m.Currency = strings.TrimSpace(doc.Front.Get("currency").Raw)
		}
	}
	return m, nil
}

// chooseFolders completes a request by the client and the engagement, where there
// is no choice, and complains where there is.
func chooseFolders(root *os.Root, r *scaffold.Request) error {
	clients := path.Join(r.Folder, "clients")
	if info, err := root.Stat(r.Folder); err != nil || !info.IsDir() {
		return usagef("there is no content here; name the workspace with -C, or make one with rapport init")
	}
	if r.Kind == "client" {
		if r.Client != "" || r.Engagement != "" {
			return usagef("a new client stands in no other; write rapport new client \"Its name\"")
		}
		return nil
	}
	var err error
	if r.Client, err = choose(root, clients, "client.md", "client", r.Client); err != nil {
		return err
	}
	if r.Kind == "engagement" {
		if r.Engagement != "" {
			return usagef("a new engagement stands in no other; its own id is --id")
		}
		return nil
	}
	r.Engagement, err = choose(root, path.Join(clients, r.Client), "engagement.md", "engagement", r.Engagement)
	return err
}

// choose returns the folder that holds a file called mark: the one that is wanted, or
// the only one that there is.
func choose(root *os.Root, dir, mark, what, wanted string) (string, error) {
	entries, err := fs.ReadDir(root.FS(), dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	var found []string
	for _, e := range entries {
		if _, err := root.Lstat(path.Join(dir, e.Name(), mark)); err == nil && e.IsDir() {
			found = append(found, e.Name())
		}
	}
	switch {
	case slices.Contains(found, wanted):
		return wanted, nil
	case wanted != "":
		return "", usagef("there is no %s %q%s", what, wanted, likely(wanted, found))
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", usagef("there is no %s yet; write one with rapport new %s", what, what)
	}
	return "", usagef("which %s? write --%s %s", what, what, strings.Join(found, ", or --"+what+" "))
}

// likely is the mend of a name that is none of these: the nearest, or the only one that has it as a part.
func likely(wanted string, names []string) diag.Mend {
	mend := diag.DidYouMean(wanted, names)
	if !mend.IsZero() {
		return mend
	}
	part := scaffold.Slug(wanted)
	having := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return part == "" || !strings.Contains(name, part) })
	if len(having) == 1 {
		return diag.Meant(wanted, having[0])
	}
	return mend
}
