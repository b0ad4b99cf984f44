package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
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
			if !c.quiet {
				c.tellStart(s, args[0])
			}
			if c.quiet {
				return nil
			}
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
	if isPublished(releaseVersion) {
		s.Version = releaseVersion
	}
	s.Releases = releasesPage()
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
	fmt.Fprintf(c.env.stdout, "Taken as usual: %s, %s, %s, %s, %s %s; change it in content/provider.md.\n\n%s"+
		"  rapport serve --open               see it, and change things\n"+
		"  rapport new client \"Their name\"    your first client\n"+
		"  rapport build                      the portals, in public/\n", s.Timezone, s.Locale, s.Currency, holidays, days, hours, enter)
	if s.Releases == "" || s.Version == "" {
		fmt.Fprint(c.env.stdout, "\nBefore a host builds them, name it a release: \"Build and publish in CI\" in rapport docs.\n")
	}
}

// startAnswers are what init is told.
type startAnswers struct {
	scaffold.Start
	trade, language, country string
	yes                      bool
}

// An asker puts questions to somebody at a terminal; where nobody sits there, it takes what is usual.
type asker struct {
	c       *common
	ctx     context.Context
	answers *bufio.Scanner // nil where nothing is asked
}

func (c *common) asker(ctx context.Context, yes bool) *asker {
	a := &asker{c: c, ctx: ctx}
	if c.env.interactive() && !yes {
		a.answers = bufio.NewScanner(c.env.stdin)
	}
	return a
}

// errStopped ends a command that is interrupted while it asks something.
var errStopped = errors.New("stopped; nothing was written")

// errUnanswered is that no answer comes any more.
var errUnanswered = errors.New("the questions were not answered")

// answer waits for a line. An interrupt ends the waiting at once: the reading, which nothing ends, is left behind.
func (a *asker) answer() (string, error) {
	came := make(chan bool, 1)
	go func() { came <- a.answers.Scan() }()
	select {
	case ok := <-came:
		if a.ctx.Err() != nil {
			break
		}
		if !ok {
			return "", cmp.Or(a.answers.Err(), errUnanswered)
		}
		return strings.TrimSpace(a.answers.Text()), nil
	case <-a.ctx.Done():
	}
	fmt.Fprintln(a.c.env.stdout) // behind ^C
	return "", errStopped
}

// A question is one of init's.
type question struct {
	flag  string
	text  string // with what it may be answered in brackets, before its mark
	value *string
	usual string
	must  bool                              // at a terminal, what is usual does not do
	take  func(text string) (string, error) // says what is wrong with a value, or makes it what is meant
}

// ask fills in a value: the one that its flag gives, or the answer, or what is usual.
func (a *asker) ask(q question) (err error) {
	if *q.value != "" {
		if *q.value, err = q.take(*q.value); err != nil {
			return usagef("--%s: %w", q.flag, err)
		}
		return nil
	}
	for a.answers != nil {
		prompt := q.text
		if !q.must {
			prompt += " [" + q.usual + "]"
		}
		fmt.Fprint(a.c.env.stdout, prompt+" ")
		answer, err := a.answer()
		if errors.Is(err, errUnanswered) {
			return usagef("nothing was written, since %w; give the values as flags, see rapport help init", err)
		} else if err != nil {
			return err
		}
		if answer == "" && !q.must {
			break
		}
		meant, err := q.take(answer)
		if err == nil {
			*q.value = meant
			return nil
		}
		fmt.Fprintf(a.c.env.stdout, "  %v\n", err)
	}
	*q.value = q.usual
	return nil
}

// yesNo asks for a yes, which is usual at a terminal; elsewhere it is a no.
func (a *asker) yesNo(text string) (bool, error) {
	if a.answers == nil {
		return false, nil
	}
	fmt.Fprintf(a.c.env.stdout, "\n%s [Y/n] ", text)
	answer, err := a.answer()
	if errors.Is(err, errUnanswered) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	switch strings.ToLower(answer) {
	case "", "y", "yes":
		return true, nil
	}
	return false, nil
}

// askStart fills in what the flags leave out: by asking at a terminal, or else with
// what is usual.
func (c *common) askStart(given *startAnswers, a *asker) (*scaffold.Start, error) {
	s := &given.Start
	err := a.ask(question{flag: "name", text: "What are you called, you or your company?", value: &s.Name, usual: "My Studio", take: accepting(checkLine)})
	if err == nil {
		err = a.ask(question{flag: "trade", text: "What do you do: " + strings.Join(scaffold.TradeNames(), ", ") + "?", value: &given.trade, usual: "freelancer", take: tradeOf})
	}
	if err == nil {
		err = a.ask(whoTalks(given, a.answers != nil))
	}
	if err == nil && s.Locale != "" {
		if s.Locale, err = localeFrom(s.Locale); err != nil {
			err = usagef("--locale: %w", err)
		}
	}
	if err == nil {
		err = a.ask(question{flag: "language", text: "In which language do you write to clients (nl, de …)?", value: &given.language, usual: c.usualLanguage(s.Locale), take: languageOf})
	}
	if err == nil {
		err = a.ask(question{flag: "country", text: "In which country do you work (nl, de …)?", value: &given.country, usual: c.usualCountry(given.language, s), take: countryOf})
	}
	if err == nil {
		// Enter must not make an address up, to which nobody's answers go.
		err = a.ask(question{flag: "email", text: "Where do clients write to (name@example.org)?", value: &s.Email, usual: usualEmail(s.Name), must: true, take: accepting(checkEmail)})
	}
	if err != nil {
		return nil, err
	}
	s.Trade, _ = scaffold.FindTrade(given.trade)
	s.Country, _, _ = scaffold.FindCountry(given.country)
	if s.Locale == "" {
		s.Locale = localeOf(given.language, s.Country)
	}
	quiet := &asker{c: c} // what follows is told, and not asked
	for _, q := range []question{
		{flag: "timezone", value: &s.Timezone, usual: c.usualZone(s.Country), take: accepting(checkTimezone)},
		{flag: "currency", value: &s.Currency, usual: s.Country.Currency(), take: accepting(checkCurrency)},
		{flag: "holidays", value: &s.Holidays, usual: cmp.Or(s.Country.Holidays(), "none"), take: accepting(checkHolidays)},
	} {
		if err := quiet.ask(q); err != nil {
			return nil, err
		}
	}
	if s.Holidays == "none" {
		s.Holidays = ""
	}
	return s, nil
}

// whoTalks is the question for the person, from whose name the id follows that content names. Who works alone may go
// by the name of the trade; a company is no person. Where nothing is asked the name stands for the person.
func whoTalks(given *startAnswers, asked bool) question {
	q := question{flag: "person", text: "Who do clients talk to (first and last name)?", value: &given.Person, take: accepting(checkLine)}
	if alone := given.trade == "freelancer" || given.trade == "consultant"; asked && alone {
		q.usual = given.Name
	}
	q.must = q.usual == ""
	return q
}

// accepting takes a text as it is where a check has nothing against it.
func accepting(check func(string) error) func(string) (string, error) {
	return func(text string) (string, error) { return text, check(text) }
}

// otherTrades are other names of what is done.
var otherTrades = map[string]string{
	"accountant": "bookkeeper", "bookkeeping": "bookkeeper", "accounting": "bookkeeper", "marketing": "agency", "studio": "agency",
	"it": "it-desk", "itdesk": "it-desk", "msp": "it-desk", "helpdesk": "it-desk", "support": "it-desk",
	"consulting": "consultant", "adviser": "consultant", "advisor": "consultant", "coach": "consultant",
	"designer": "freelancer", "developer": "freelancer", "photographer": "freelancer", "writer": "freelancer",
}

func tradeOf(text string) (string, error) {
	written := strings.ReplaceAll(strings.ToLower(text), " ", "-")
	if _, ok := scaffold.FindTrade(written); ok {
		return written, nil
	}
	near := cmp.Or(otherTrades[written], diag.Nearest(written, scaffold.TradeNames()), otherTrades[diag.Nearest(written, slices.Sorted(maps.Keys(otherTrades)))])
	return "", fmt.Errorf("there is no example of %q%s", text, suggestion(near, "write the nearest of "+strings.Join(scaffold.TradeNames(), ", ")))
}

func countryOf(text string) (string, error) {
	country, near, ok := scaffold.FindCountry(text)
	if !ok {
		return "", fmt.Errorf("%q is not a country%s", text, suggestion(near, "write its two letters, such as nl"))
	}
	return country.Code, nil
}

// usualLanguage is that of the locale, or else of the terminal.
func (c *common) usualLanguage(locale string) string {
	tag, _, _ := strings.Cut(cmp.Or(locale, c.usualLocale()), "-")
	return tag
}

// usualCountry is that of the locale or of the terminal, where the time zone is, or where the language is
// spoken by most.
func (c *common) usualCountry(tag string, s *scaffold.Start) string {
	spoken, _, _ := strings.Cut(tag, "-")
	for _, locale := range []string{s.Locale, tag} {
		if code := regionOf(locale); code != "" {
			return code
		}
	}
	if code := scaffold.CountryOfZone(cmp.Or(s.Timezone, c.env.getenv("TZ"))); code != "" {
		return code
	}
	if code := regionOf(c.usualLocale()); code != "" && strings.HasPrefix(c.usualLocale(), spoken) {
		return code
	}
	region, _ := language.Make(tag).Region()
	if code := strings.ToLower(region.String()); spoken != "en" && countryIs(code) {
		return code
	}
	return "gb"
}

// regionOf is the country that a locale names, "" for none.
func regionOf(locale string) string {
	region, confidence := language.Make(locale).Region()
	if code := strings.ToLower(region.String()); confidence == language.Exact && countryIs(code) {
		return code
	}
	return ""
}

func countryIs(code string) bool {
	_, _, ok := scaffold.FindCountry(code)
	return ok
}

// usualZone is the terminal's where it is one of the country's, or else that of most people there.
func (c *common) usualZone(country scaffold.Country) string {
	if zone := c.env.getenv("TZ"); slices.Contains(country.Zones, zone) {
		return zone
	}
	return country.Zones[0]
}

// localeOf is a language as it is written in a country, unless it says itself where.
func localeOf(tag string, country scaffold.Country) string {
	if regionOf(tag) != "" {
		return tag
	}
	return tag + "-" + strings.ToUpper(country.Code)
}

func usualEmail(name string) string {
	return "hello@" + cmp.Or(scaffold.Slug(name), "studio") + ".example"
}

func checkLine(text string) error {
	if strings.IndexFunc(text, unicode.IsControl) >= 0 || text == "" {
		return errors.New("a name is one line of text")
	}
	return nil
}

func checkEmail(text string) error {
	if a, err := mail.ParseAddress(text); err != nil || a.Address != text || strings.ContainsAny(text, "\"()<> ") {
		return fmt.Errorf("%q is not an e-mail address; write it as name@example.org", text)
	}
	return nil
}

func checkTimezone(text string) error {
	if _, err := time.LoadLocation(text); err != nil || text == "" || text == "Local" {
		return fmt.Errorf("%q is not a time zone%s", text, suggestion(content.SuggestZone(text), "write its IANA name, such as Europe/Amsterdam"))
	}
	return nil
}

// localeFrom is a tag as it is written: en-US for EN-us.
func localeFrom(text string) (string, error) {
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und {
		return "", fmt.Errorf("%q is not a language%s", text, suggestion(content.SuggestLocale(text), "write it as en, en-GB or nl-NL"))
	}
	return tag.String(), nil
}

// languageOf is the tag of a language that is written as such, or by its name.
func languageOf(text string) (string, error) {
	if tag := scaffold.FindLanguage(text); tag != "" {
		return tag, nil
	}
	return localeFrom(text)
}

func checkCurrency(text string) error {
	if unit, err := currency.ParseISO(text); err != nil || unit.String() != text || text == "XXX" {
		return fmt.Errorf("%q is not a currency%s", text, suggestion(content.SuggestCurrency(text), "write its three letters, such as EUR"))
	}
	return nil
}

func checkHolidays(text string) error {
	if text == "none" {
		return nil
	}
	_, err := calendar.ParseHolidays(text)
	return err
}

// suggestion is the mend behind a message: what was most likely meant, or advice.
func suggestion(meant, advice string) string {
	if meant == "" {
		return "; " + advice
	}
	return fmt.Sprintf("; did you mean %q?", meant)
}

// usualLocale is the language of the terminal: nl-NL where LANG is nl_NL.UTF-8.
func (c *common) usualLocale() string {
	lang, _, _ := strings.Cut(c.env.getenv("LANG"), ".")
	if len(lang) > 1 && lang != "POSIX" {
		if tag, err := localeFrom(strings.ReplaceAll(lang, "_", "-")); err == nil {
			return tag
		}
	}
	return "en-GB"
}
