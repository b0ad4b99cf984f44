package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/scaffold"
)

// startAnswers are what init is told.
type startAnswers struct {
	scaffold.Start
	trade, language, country string
	yes                      bool
}

// askStart fills in what the flags leave out: by asking at a terminal, or else with
// what is usual.
func (c *common) askStart(given *startAnswers, a *asker) (*scaffold.Start, error) {
	s := &given.Start
	err := a.ask(question{flag: "name", text: "What are you called, you or your company?", value: &s.Name, usual: "My Studio", take: oneLine})
	if err == nil {
		err = a.ask(question{flag: "trade", text: "What do you do: " + strings.Join(scaffold.TradeNames(), ", ") + "?", value: &given.trade, usual: "freelancer", take: tradeOf})
	}
	if err == nil {
		err = a.ask(whoTalks(given, a.answers != nil))
	}
	if err == nil && s.Locale != "" {
		if s.Locale, err = content.ParseLocale(s.Locale); err != nil {
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
		err = a.ask(question{flag: "email", text: "Where do clients write to (name@example.org)?", value: &s.Email, usual: usualEmail(s.Name), must: true, take: accepting(content.ParseEmail)})
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
		{flag: "timezone", value: &s.Timezone, usual: c.usualZone(s.Country), take: accepting(content.ParseZone)},
		{flag: "currency", value: &s.Currency, usual: s.Country.Currency(), take: accepting(content.ParseCurrency)},
		{flag: "holidays", value: &s.Holidays, usual: cmp.Or(s.Country.Holidays(), "none"), take: holidaysOf},
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
	q := question{flag: "person", text: "Who do clients talk to (first and last name)?", value: &given.Person, take: oneLine}
	if alone := given.trade == "freelancer" || given.trade == "consultant"; asked && alone {
		q.usual = given.Name
	}
	q.must = q.usual == ""
	return q
}

// accepting takes a text as it is where it can be read.
func accepting[T any](read func(string) (T, error)) func(string) (string, error) {
	return func(text string) (string, error) {
		_, err := read(text)
		return text, err
	}
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
	return "", fmt.Errorf("there is no example of %q%s", text, diag.Meant(text, near).Or("; write the nearest of "+strings.Join(scaffold.TradeNames(), ", ")))
}

func countryOf(text string) (string, error) {
	country, near, ok := scaffold.FindCountry(text)
	if !ok {
		return "", fmt.Errorf("%q is not a country%s", text, diag.Meant(text, near).Or("; write its two letters, such as nl"))
	}
	return country.Code, nil
}

// placeholderDomain ends addresses that are nobody's (RFC 2606).
const placeholderDomain = ".example"

func usualEmail(name string) string {
	return "hello@" + cmp.Or(scaffold.Slug(name), "studio") + placeholderDomain
}

// oneLine takes what is one line of text.
func oneLine(text string) (string, error) {
	if strings.IndexFunc(text, unicode.IsControl) >= 0 || text == "" {
		return "", errors.New("a name is one line of text")
	}
	return text, nil
}

// languageOf is the tag of a language that is written as such, or by its name.
func languageOf(text string) (string, error) {
	if tag := scaffold.FindLanguage(text); tag != "" {
		return tag, nil
	}
	return content.ParseLocale(text)
}

// holidaysOf takes what names public holidays, or none.
func holidaysOf(text string) (string, error) {
	if text == "none" {
		return text, nil
	}
	return accepting(calendar.ParseHolidays)(text)
}
