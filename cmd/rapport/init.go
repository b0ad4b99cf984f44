package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/scaffold"
)

func newInit(c *common) *cobra.Command {
	var s scaffold.Start
	const mostShards = 200 // that GitLab has; GitHub has 256
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new workspace that builds at once",
		Long: `Init writes a workspace: provider.md with what it asks you (at a terminal; elsewhere the flags and sensible
values are taken), an example client to read and delete, recipes for Netlify, GitHub and GitLab with a check of
every change and a build every morning, and settings and snippets for an editor. It never overwrites: where one of
its files exists, it writes nothing at all.

With --shards N the recipes have N machines build side by side, for thousands of clients: on GitHub, GitLab and
Kubernetes.`,
		Example: `  rapport init portals
  rapport init portals --shards 16
  rapport init portals --name "Studio Noord" --email hello@noord.example --timezone Europe/Amsterdam`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("init takes one folder: rapport init portals")
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
			if s.Shards < 0 || s.Shards == 1 || s.Shards > mostShards {
				return usagef("--shards %d makes no sense; write how many machines build, from 2 to %d, or leave it out for one", s.Shards, mostShards)
			}
			if err := c.askStart(&s); err != nil {
				return err
			}
			zone, err := time.LoadLocation(s.Timezone)
			if err != nil {
				return err
			}
			s.Today, s.Random = calendar.DateOf(c.env.now().In(zone)), c.env.random
			files, err := scaffold.Workspace(s)
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
			if err := scaffold.Add(root, files); errors.Is(err, scaffold.ErrExists) {
				return usagef("%w in %s; nothing was written: name a folder without a workspace", err, args[0])
			} else if err != nil {
				return err
			}
			if !c.quiet {
				fmt.Fprintf(c.env.stdout, "A workspace stands in %s, with an example client.\n\n  cd %s\n  rapport serve                      see it, and change things\n"+
					"  rapport new client \"Their name\"    your first client\n  rapport build                      the portals, in public/\n", args[0], args[0])
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&s.Name, "name", "", "what you are called")
	flags.StringVar(&s.Email, "email", "", "where clients write to")
	flags.StringVar(&s.Timezone, "timezone", "", "your time zone: Europe/Amsterdam")
	flags.StringVar(&s.Locale, "locale", "", "your language and region: en-GB")
	flags.StringVar(&s.Currency, "currency", "", "the currency of your prices: EUR")
	flags.StringVar(&s.Holidays, "holidays", "", "whose public holidays you take: nl, de-by; none for none")
	flags.StringVar(&s.Person, "person", "", "the name of the person clients talk to; default: the name")
	flags.IntVar(&s.Shards, "shards", 0, "recipes with which so many machines build side by side")
	return cmd
}

// A question is asked at a terminal for a value that no flag gives.
type question struct {
	flag   string
	text   string
	value  *string
	usual  func() string           // taken where nothing is answered
	refuse func(text string) error // what is wrong with an answer; nil if nothing
}

// askStart fills in what the flags leave out: by asking at a terminal, or else with
// what is usual.
func (c *common) askStart(s *scaffold.Start) error {
	usual := func(text string) func() string { return func() string { return text } }
	questions := []question{
		{"name", "What are you called, you or your company?", &s.Name, usual("My Studio"), checkLine},
		{"email", "Where do clients write to?", &s.Email, func() string {
			if name := scaffold.Slug(s.Name); name != "" {
				return "hello@" + name + ".example"
			}
			return "hello@studio.example"
		}, checkEmail},
		{"timezone", "Which time zone do you work in?", &s.Timezone, func() string {
			if zone := c.env.getenv("TZ"); checkTimezone(zone) == nil {
				return zone
			}
			return "Europe/London"
		}, checkTimezone},
		{"locale", "How do you write dates and money? A language and region:", &s.Locale, c.usualLocale, checkLocale},
		{"currency", "In which currency are your prices?", &s.Currency, func() string { return usualCurrency(s.Locale) }, checkCurrency},
		{"holidays", "Whose public holidays do you take?", &s.Holidays, func() string { return usualHolidays(s.Locale) }, checkHolidays},
	}
	var answers *bufio.Scanner
	if c.env.interactive() {
		answers = bufio.NewScanner(c.env.stdin)
	}
	for _, q := range questions {
		if *q.value != "" {
			if err := q.refuse(*q.value); err != nil {
				return usagef("--%s: %w", q.flag, err)
			}
			continue
		}
		*q.value = q.usual()
		for answers != nil {
			fmt.Fprintf(c.env.stdout, "%s [%s] ", q.text, *q.value)
			if !answers.Scan() {
				return usagef("nothing was written, since the questions were not answered; give the values as flags, see rapport help init")
			}
			answer := strings.TrimSpace(answers.Text())
			if answer == "" {
				break
			}
			err := q.refuse(answer)
			if err == nil {
				*q.value = answer
				break
			}
			fmt.Fprintf(c.env.stdout, "  %v\n", err)
		}
	}
	if s.Holidays == "none" {
		s.Holidays = ""
	}
	if s.Person != "" {
		if err := checkLine(s.Person); err != nil {
			return usagef("--person: %w", err)
		}
	}
	return nil
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

func checkLocale(text string) error {
	if tag, err := language.Parse(text); err != nil || tag == language.Und {
		return fmt.Errorf("%q is not a language%s", text, suggestion(content.SuggestLocale(text), "write it as en, en-GB or nl-NL"))
	}
	return nil
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
	if tag := strings.ReplaceAll(lang, "_", "-"); len(tag) > 1 && tag != "POSIX" && checkLocale(tag) == nil {
		return tag
	}
	return "en-GB"
}

// usualCurrency is that of the region of a locale.
func usualCurrency(locale string) string {
	if unit, confidence := currency.FromTag(language.Make(locale)); confidence > language.No {
		return unit.String()
	}
	return "EUR"
}

// usualHolidays are those of the region of a locale, where they are known.
func usualHolidays(locale string) string {
	region, confidence := language.Make(locale).Region()
	if code := strings.ToLower(region.String()); confidence == language.Exact && calendar.KnownHolidays(code) {
		return code
	}
	return "none"
}
