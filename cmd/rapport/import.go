package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rapport/generator"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/edits"
	"rapport/generator/facts"
	"rapport/generator/front"
	"rapport/generator/importing"
	"rapport/generator/scaffold"
	"rapport/generator/source"
	"rapport/generator/table"
)

// An importer guesses how an export is read, and puts that into engagement.md.
type importer struct {
	*common
	file, engagement, like, sheet string
	where                         []string // Column=value
	write                         bool

	root     *os.Root // the workspace
	client   string
	folder   string // of the engagement, in the workspace
	name     string // of the export below the engagement: data/toggl.csv
	body     []byte
	isCopied bool // the export is not in data/, and has to be
}

func newImport(c *common) *cobra.Command {
	i := importer{common: c}
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "Guess how another program's export is read, and show what it would bring",
		Long: `Import looks at an export, a CSV file or a workbook, and guesses by its header which program wrote it, or by the
names and values of its columns what they hold. It prints the lines that read it, to be put into engagement.md,
and shows what they would bring: rows, hours or requests, and what no rule places. Nothing is written without
--write; with it, the lines are put in, and an export from elsewhere is copied into the engagement's data/.

Known are ` + strings.Join(importing.ProgramNames(importing.Time), ", ") + ` for time, and
` + strings.Join(importing.ProgramNames(importing.Requests), ", ") + ` for requests.
Any other table is read by map: {our column: theirs}.`,
		Example: `  rapport import ~/Downloads/toggl.csv
  rapport import tickets.csv --engagement korenaar/webshop --like zendesk
  rapport import hours.xlsx --sheet 2026 --write
  rapport import all-clients.csv --where "Client=Bakery Noord"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("import takes one file, not %d", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			i.file = args[0]
			return i.run(cmd)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&i.engagement, "engagement", "", "for which engagement: CLIENT/ENGAGEMENT; default: the one whose data/ holds the file, or the only one")
	flags.StringVar(&i.like, "like", "", "the program that wrote it; default: told by the header")
	flags.StringVar(&i.sheet, "sheet", "", "the sheet of a workbook")
	flags.StringArrayVar(&i.where, "where", nil, "take only the rows with this value: \"Client=Bakery Noord\" (repeatable; of one column, any of the values)")
	flags.BoolVar(&i.write, "write", false, "put the lines into engagement.md, and the file into data/")
	_ = cmd.RegisterFlagCompletionFunc("like", cobra.FixedCompletions(importing.ProgramNames(""), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (i *importer) run(cmd *cobra.Command) error {
	like := importing.Named(i.like)
	if i.like != "" && like == nil {
		names := importing.ProgramNames("")
		return usagef("--like: there is no program %q%s", i.like, diag.DidYouMean(i.like, names).Or("; write one of "+strings.Join(names, ", ")))
	}
	var err error
	if i.root, err = os.OpenRoot(i.dir); err != nil {
		return usagef("there is no workspace %q; name its folder with -C, or make one with rapport init", i.dir)
	}
	defer i.root.Close()
	if err := i.open(); err != nil {
		return err
	}
	known, provider, err := i.known(cmd)
	if err != nil {
		return err
	}
	e := engagementOf(known, path.Base(i.folder))
	if e == nil {
		return usagef("the engagement %s cannot be read; run rapport check, and mend it", i.folder)
	}
	sheet, err := i.read()
	if err != nil {
		return err
	}
	names := content.NamesOf(e, slices.Concat(provider.People, known.Contacts))
	rule := importing.Suggest(sheet, like, names, known.Name, e.Title.Raw)
	if rule == nil {
		return usagef("%s looks like no time, requests, units or invoices: its columns are %s. The figures of a KPI go into %s/data/, and are named in its engagement.md, as in series: {file: data/%s, column: %s} (rapport explain kpis.series); for anything else write map: by hand (rapport explain data.time.map)",
			i.file, headerOf(sheet), i.folder, path.Base(filepath.ToSlash(i.file)), front.WriteText(figuresOf(sheet)))
	}
	if err := chooseRows(rule, i.where); err != nil {
		return err
	}
	rule.Zone, rule.Currency, rule.Style = provider.Zone, known.Currency, content.StyleOf(provider, e)
	rule.Item, rule.Type = onlyPrice(e, rule.Kind), onlyKind(e, rule.Kind)
	tally := importing.NewTally(rule.Kind)
	result := importing.Read(rule, []*importing.Sheet{sheet}, tally.Add)
	return i.show(rule, result, tally, rule.Value(importing.Pattern(i.name), i.sheet))
}

// chooseRows has a rule take the rows that are asked for, in place of those that it
// would by itself.
func chooseRows(rule *importing.Rule, where []string) error {
	if len(where) > 0 {
		rule.Where = nil
	}
	for _, w := range where {
		column, value, ok := strings.Cut(w, "=")
		if column = strings.TrimSpace(column); !ok || column == "" {
			return usagef("--where %q says no value; write it as \"Client=Bakery Noord\"", w)
		}
		at := slices.IndexFunc(rule.Where, func(c importing.Choice) bool { return c.Column == column })
		if at < 0 {
			at = len(rule.Where)
			rule.Where = append(rule.Where, importing.Choice{Column: column})
		}
		rule.Where[at].Values = append(rule.Where[at].Values, strings.TrimSpace(value))
	}
	return nil
}

// readNamed reads a file that the command line names, wherever it is.
func readNamed(file string) ([]byte, error) {
	dir, base := filepath.Split(file)
	folder, err := os.OpenRoot(cmp.Or(dir, "."))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return source.ReadIn(folder, base)
}

// open reads the export, and finds the engagement that it is for.
func (i *importer) open() error {
	body, err := readNamed(i.file)
	i.body = body
	if errors.Is(err, fs.ErrNotExist) {
		return usagef("there is no file %s", i.file)
	} else if err != nil {
		return err
	}
	clients := path.Join(filepath.ToSlash(i.content), "clients")
	wanted := strings.Trim(i.engagement, "/")
	if rest, ok := i.inWorkspace(clients); ok {
		parts := strings.Split(rest, "/")
		if here := parts[0] + "/" + parts[1]; wanted == "" || wanted == here {
			wanted, i.name = here, strings.Join(parts[2:], "/")
		}
	}
	if i.name == "" {
		i.name, i.isCopied = "data/"+filepath.Base(i.file), true
	}
	if wanted, err = i.choose(clients, wanted); err != nil {
		return err
	}
	i.client, i.folder = path.Dir(wanted), path.Join(clients, wanted)
	return nil
}

// choose returns the engagement that is wanted, or the only one that there is.
func (i *importer) choose(clients, wanted string) (string, error) {
	found, err := fs.Glob(i.root.FS(), path.Join(clients, "*", "*", "engagement.md"))
	if err != nil {
		return "", err
	}
	for at := range found {
		found[at] = strings.TrimPrefix(path.Dir(found[at]), clients+"/")
	}
	switch {
	case slices.Contains(found, wanted):
		return wanted, nil
	case wanted != "":
		return "", usagef("there is no engagement %q%s", wanted, diag.DidYouMean(wanted, found).Or("; write it as CLIENT/ENGAGEMENT, the names of its folders"))
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0:
		return "", usagef("there is no engagement yet; write one with rapport new engagement")
	}
	return "", usagef("for which engagement? write --engagement %s", strings.Join(found, ", or --engagement "))
}

// inWorkspace returns the path of the export below the folder of the clients, where it
// stands in the data/ of an engagement.
func (i *importer) inWorkspace(clients string) (string, bool) {
	file, err := filepath.Abs(i.file)
	if err != nil {
		return "", false
	}
	dir, err := filepath.Abs(filepath.Join(i.dir, filepath.FromSlash(clients)))
	if err != nil {
		return "", false
	}
	rest, err := filepath.Rel(dir, file)
	rest = filepath.ToSlash(rest)
	parts := strings.Split(rest, "/")
	return rest, err == nil && len(parts) >= 4 && parts[0] != ".." && parts[2] == "data"
}

// known reads the client, and who provides.
func (i *importer) known(cmd *cobra.Command) (*content.Client, *content.Provider, error) {
	w, asOf, err := i.workspace()
	if err != nil {
		return nil, nil, err
	}
	w.Theme, w.Drafts, w.Clients = "default", true, []string{i.client}
	desk, read, err := generator.Facts(cmd.Context(), generator.FactsOptions{Workspace: w, AsOf: asOf, Jobs: i.jobs})
	if err != nil {
		return nil, nil, err
	}
	var known *facts.Client
	if desk != nil && len(desk.Clients) == 1 {
		known = desk.Clients[0]
	}
	if known == nil {
		first := ""
		if at := slices.IndexFunc(read.Problems, isError); at >= 0 {
			first = "\n" + read.Problems[at].String()
		}
		return nil, nil, usagef("the content of %s has errors, so that it is not known what an export means to it; run rapport check, and mend them first%s", i.client, first)
	}
	return known.Content, desk.Provider, nil
}

func engagementOf(c *content.Client, id string) *content.Engagement {
	i := slices.IndexFunc(c.Engagements, func(e *content.Engagement) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return c.Engagements[i]
}

// read opens the export as a table.
func (i *importer) read() (*importing.Sheet, error) {
	s, problems := i.table()
	if s != nil {
		t, more := s.Table()
		if problems = append(problems, more...); !slices.ContainsFunc(problems, isError) {
			return importing.Held(i.name, t), nil
		}
	}
	for _, p := range problems {
		fmt.Fprintln(i.env.stderr, p)
	}
	return nil, errContent
}

// table opens the sheet of a workbook that is wanted, or a CSV file.
func (i *importer) table() (*table.Sheet, []diag.Problem) {
	if !table.IsWorkbook(i.name) {
		return table.CSV(i.file, i.body)
	}
	book, problems := table.OpenWorkbook(i.file, i.body)
	if book == nil {
		return nil, problems
	}
	return book.Sheet(i.sheet)
}

func isError(p diag.Problem) bool { return p.Severity == diag.Error }

func headerOf(s *importing.Sheet) string {
	names := make([]string, len(s.Header))
	for i := range s.Header {
		names[i] = s.Header[i].Text
	}
	return strings.Join(names, ", ")
}

// figuresOf returns the name of the column that most likely holds the figures of a KPI: the first behind
// that of the periods.
func figuresOf(s *importing.Sheet) string {
	if len(s.Header) < 2 {
		return s.Header[0].Text
	}
	return s.Header[1].Text
}

// onlyPrice returns the one price that time or units can be paid by; "" where there is a
// choice.
func onlyPrice(e *content.Engagement, kind importing.Kind) string {
	models := map[importing.Kind][]string{importing.Time: {content.HourlyPrice, content.RetainerPrice}, importing.Units: {content.UnitPrice}}[kind]
	return only(e.Pricing, func(p content.Price) string {
		if slices.Contains(models, p.Model) {
			return p.ID
		}
		return ""
	})
}

// onlyKind returns the one kind of request that is agreed; "" where there is a choice.
func onlyKind(e *content.Engagement, kind importing.Kind) string {
	if kind != importing.Requests {
		return ""
	}
	return only(e.Turnaround, func(t content.Turnaround) string { return t.ID })
}

// only returns the one id that elements have; "" where they have several or none.
func only[T any](all []T, id func(T) string) string {
	found := ""
	for _, v := range all {
		switch id := id(v); {
		case id == "" || id == found:
		case found != "":
			return ""
		default:
			found = id
		}
	}
	return found
}

// show prints the lines and what they bring, and writes them where that is wanted.
func (i *importer) show(rule *importing.Rule, result importing.Result, tally *importing.Tally, lines *front.Node) error {
	out := i.env.stdout
	what := "a table of " + string(rule.Kind) + ", read by the names of its columns"
	if rule.Program != nil {
		what = "an export of " + rule.Program.Title
	}
	agreement := path.Join(i.folder, "engagement.md")
	fmt.Fprintf(out, "%s is %s. Lines for %s:\n\ndata:\n  %s: %s\n\n", i.file, what, agreement, rule.Kind, lines.Write())
	if !wrong(result) {
		fmt.Fprintln(out, "They bring:")
		for _, l := range tally.Lines(result) {
			fmt.Fprintf(out, "  %-12s %s\n", l.Of, l.Figure)
		}
		if n := shown(rule.Kind, result, tally); n != "" {
			fmt.Fprintf(out, "\n%s\n", n)
		}
	}
	if len(result.Found) > 0 {
		fmt.Fprintln(out, "\nNot all of it is placed:")
		for _, f := range result.Found {
			fmt.Fprintf(out, "  %s: %s [%s]\n", f.Severity, f.Message, f.Rule)
		}
	}
	if wrong(result) {
		fmt.Fprintln(i.env.stderr, "rapport: nothing can be read before that is settled, and nothing was written")
		return errContent
	}
	i.ask(result.Blanks, agreement, string(rule.Kind))
	if !i.write {
		return nil
	}
	return i.put(agreement, string(rule.Kind), lines, out)
}

// mostAsked is how many words are asked about one by one.
const mostAsked = 12

// ask prints what only the provider can say, with the line that says it.
func (i *importer) ask(blanks []importing.Blank, agreement, kind string) {
	if len(blanks) == 0 {
		return
	}
	out := i.env.stdout
	fmt.Fprintf(out, "\nWhat is left for you to say, under %s: of data: in %s:\n", kind, agreement)
	for _, b := range blanks {
		for at, word := range b.Words {
			if at == mostAsked {
				fmt.Fprintf(out, "  … and %d more of %s\n", len(b.Words)-at, b.Column)
				break
			}
			fmt.Fprintf(out, "  %s %s?  %s\n", questions[b.Key], diag.Quote(word), answers(b, word))
		}
	}
}

var questions = map[string]string{"people": "who is", "items": "what pays for", "types": "which kind of request is", "statuses": "is it open or done:"}

// answers is the line that says what a word means, with what else it could be.
func answers(b importing.Blank, word string) string {
	line := b.Line(word)
	if len(b.IDs) > 1 {
		line += ", or " + strings.Join(b.IDs[1:], ", ")
	}
	if b.Key == "people" {
		line += "; somebody new goes among people: of provider.md by that name"
	}
	return line
}

// wrong reports whether a finding lets no row be read.
func wrong(r importing.Result) bool {
	return slices.ContainsFunc(r.Found, isError)
}

// shown warns of the words of an export that the client will read.
func shown(kind importing.Kind, r importing.Result, tally *importing.Tally) string {
	switch {
	case kind == importing.Requests && r.Brought > 0:
		return "The client reads the titles: look whether one of them is not for its eyes."
	case tally.Noted > 0:
		return fmt.Sprintf("The client reads the notes of what is billed, %d here: look whether one of them is not for its eyes.", tally.Noted)
	}
	return ""
}

// put writes the lines into engagement.md and the export into data/, and shows both.
func (i *importer) put(agreement, kind string, lines *front.Node, out io.Writer) error {
	before, err := source.ReadIn(i.root, agreement)
	if err != nil {
		return err
	}
	at := front.At("data").Key(kind)
	if doc, _ := front.Parse(agreement, before); doc.Front.At(at) != nil {
		return usagef("%s has data: with %s already; change it there, and copy the export to data/ under a name that its file: matches", agreement, kind)
	}
	after, err := front.Set(before, at, lines)
	if err != nil {
		return usagef("%s: %w; put the lines in by hand", agreement, err)
	}
	if i.isCopied {
		if err := i.copy(out); err != nil {
			return err
		}
	}
	if err := edits.Replace(i.root, agreement, after); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%s", front.Diff(agreement, before, after))
	return nil
}

// copy puts the export into data/, where no other file has its name.
func (i *importer) copy(out io.Writer) error {
	name := path.Join(i.folder, i.name)
	if there, err := source.ReadIn(i.root, name); err == nil && bytes.Equal(there, i.body) {
		return nil
	}
	if err := scaffold.Add(i.root, []scaffold.File{{Name: name, Body: i.body}}); errors.Is(err, scaffold.ErrExists) {
		return usagef("%w, with other content; give the export another name", err)
	} else if err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%s: copied\n", name)
	return nil
}
