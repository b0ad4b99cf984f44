// Package locale writes for a reader in the reader's own language: dates,
// numbers, money and lists as CLDR has them (Locale), and the interface's texts
// from the theme's catalogue (Texts).
//
// The formats stand in table.go, which gen.mjs reads out of Node's Intl object;
// so the package needs no ICU, and its output is Intl's, to the character. It
// departs from Intl where its comments say so. Decimals are never turned into
// floats.
//
// The package is pure, and everything in it may be used by several goroutines.
package locale

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

//go:generate node gen.mjs
//go:generate gofmt -w table.go

// A Locale is how one language, as used in one region, writes dates and figures.
type Locale struct {
	tag language.Tag // as asked for
	dir string       // of its script
	*data
}

func newLocale(tag language.Tag, d *data) *Locale { return &Locale{tag, directionOf(tag), d} }

// data is a row of the table; gen.mjs says what the fields in braces mean.
type data struct {
	tag string

	full, day, long, longDay, short, month string
	months, monthsShort                    [12]string // beside a day
	monthsAlone                            [12]string // beside a year
	monthsShortAlone                       [12]string
	weekdays                               [7]string
	weekdaysShort                          [7]string // beside a day

	clock, am, pm, dateClock string

	decimal, group            string
	moneyDecimal, moneyGroup  string
	groupSize, groupSizeNext  int // digits in the last group, and in those before
	groupFrom                 int // digits before the decimal mark from which on groups are made
	minus                     string
	percent                   string
	percentMinus              string
	money, moneyMinus         string // with a symbol like €
	moneyCode, moneyCodeMinus string // with letters like CHF
	symbols                   string // EUR€|USD$ ...; a currency that is missing is written as its code

	hour, minute string    // six patterns each: zero|one|two|few|many|other
	bytes        [5]string // B, kB, MB, GB, TB likewise

	listPair, listComma, listLast string
}

// parseTag reads a BCP 47 tag such as nl-NL. It is an error if the tag is not
// well-formed, or names a language or region that does not exist.
func parseTag(tag string) (language.Tag, error) {
	// x/text accepts what POSIX writes, browsers don't.
	if strings.Contains(tag, "_") {
		return language.Tag{}, fmt.Errorf("%q is not a language tag; write it as %s", tag, strings.ReplaceAll(tag, "_", "-"))
	}
	t, err := language.Parse(tag)
	if err != nil || t == language.Und || strings.HasPrefix(tag, "und") {
		return language.Tag{}, fmt.Errorf("%q is not a language tag; write it as en-GB, nl or pt-BR", tag)
	}
	return t, nil
}

// stands names the row for languages and groups of regions that have none of
// their own.
var stands = map[string]string{
	"en-001": "en-GB", // English outside of America
	"es-419": "es-MX", // Latin America
	"no":     "nb",
	"nn":     "nb",
}

func nearest(asked language.Tag) *Locale {
	for _, name := range chain(asked) {
		for i := range table {
			if table[i].tag == name {
				return newLocale(asked, &table[i])
			}
		}
	}
	return newLocale(asked, &table[0])
}

// chain lists the tags to look under for asked, nearest first: nl-BE, nl.
// The parents are CLDR's: es-AR, es-419, es.
func chain(asked language.Tag) []string {
	var names []string
	for t := asked; t != language.Und; t = t.Parent() {
		names = append(names, t.String())
		if other, ok := stands[t.String()]; ok {
			names = append(names, other)
		}
	}
	return names
}

// Tag returns the tag that was asked for in its canonical form, for the lang
// attribute of a page: the content is in that language, even where the
// interface has to fall back.
func (l *Locale) Tag() string { return l.tag.String() }

// Dir returns the direction of the language's script, "ltr" or "rtl".
func (l *Locale) Dir() string { return l.dir }

func directionOf(tag language.Tag) string {
	script, _ := tag.Script()
	switch script.String() {
	case "Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi":
		return "rtl"
	}
	return "ltr"
}

// Quotes are a language's quotation marks, outer and inner, with the space that
// it puts inside them.
type Quotes struct {
	Open, Close           string
	OpenInner, CloseInner string
}

// quotes follows CLDR's delimiters, Intl has none, but for Dutch, Danish and
// Italian, where CLDR's choice is not what newspapers and firms write today.
var quotes = map[string]Quotes{
	"ar":    {"”", "“", "’", "‘"},
	"bg":    {"„", "“", "’", "‘"},
	"ca":    {"«", "»", "“", "”"},
	"cs":    {"„", "“", "‚", "‘"},
	"da":    {"”", "”", "’", "’"},
	"de":    {"„", "“", "‚", "‘"},
	"de-CH": {"«", "»", "‹", "›"},
	"de-LI": {"«", "»", "‹", "›"},
	"el":    {"«", "»", "“", "”"},
	"es":    {"«", "»", "“", "”"},
	"es-AR": {"“", "”", "‘", "’"},
	"es-CO": {"“", "”", "‘", "’"},
	"es-MX": {"“", "”", "‘", "’"},
	"et":    {"„", "“", "‚", "‘"},
	"fi":    {"”", "”", "’", "’"},
	"fr":    {"«\u202f", "\u202f»", "“", "”"},
	"fr-CH": {"«", "»", "‹", "›"},
	"hr":    {"„", "”", "‚", "’"},
	"hu":    {"„", "”", "»", "«"},
	"is":    {"„", "“", "‚", "‘"},
	"it":    {"“", "”", "‘", "’"},
	"it-CH": {"«", "»", "‹", "›"},
	"ja":    {"「", "」", "『", "』"},
	"lt":    {"„", "“", "‚", "‘"},
	"lv":    {"“", "”", "‘", "’"},
	"nb":    {"«", "»", "‘", "’"},
	"pl":    {"„", "”", "«", "»"},
	"pt-PT": {"«", "»", "“", "”"},
	"ro":    {"„", "”", "«", "»"},
	"sk":    {"„", "“", "‚", "‘"},
	"sl":    {"„", "“", "‚", "‘"},
	"sr":    {"„", "”", "’", "’"},
	"sv":    {"”", "”", "’", "’"},
	"sv-FI": {"”", "”", "’", "’"},
	"uk":    {"«", "»", "„", "“"},
	"ur":    {"”", "“", "’", "‘"},
}

// Quotes returns the language's quotation marks, for the typographer.
func (l *Locale) Quotes() Quotes {
	if q, ok := quotes[l.data.tag]; ok {
		return q
	}
	base, _, _ := strings.Cut(l.data.tag, "-")
	if q, ok := quotes[base]; ok {
		return q
	}
	return Quotes{"“", "”", "‘", "’"}
}

// List joins items as a sentence does: "a, b and c".
func (l *Locale) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return items[0] + l.and(l.listPair, items[1]) + items[1]
	}
	last := items[len(items)-1]
	return strings.Join(items[:len(items)-1], l.listComma) + l.and(l.listLast, last) + last
}

// and turns the Spanish y into e before the sound of i, as ICU does.
func (l *Locale) and(glue, next string) string {
	if glue != " y " {
		return glue
	}
	next = strings.ToLower(next)
	if strings.HasPrefix(next, "hi") && !strings.HasPrefix(next, "hia") && !strings.HasPrefix(next, "hie") || strings.HasPrefix(next, "i") {
		return " e "
	}
	return glue
}
