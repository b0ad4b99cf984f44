package scaffold

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/diag"
	"rapport/generator/source"
)

//go:embed countries.txt
var countryLines string

// What countries and languages are called. The tables are small, and those that they are made of (see names_test.go) are
// megabytes of a program.
//
//go:embed country-names.txt
var countryNameLines string

//go:embed language-names.txt
var languageNameLines string

// A Country is what is usual where somebody works.
type Country struct {
	Code  string   // ISO 3166, lower case
	Name  string   // in English
	Zones []string // IANA; that of most people first
}

var countries = sync.OnceValue(func() (all []Country) {
	for line := range strings.Lines(countryLines) {
		if fields := strings.Split(strings.TrimSpace(line), "\t"); len(fields) == 3 {
			all = append(all, Country{fields[0], fields[1], strings.Fields(fields[2])})
		}
	}
	return all
})

var (
	countryNames  = sync.OnceValue(func() map[string]string { return namesIn(countryNameLines) })
	languageNames = sync.OnceValue(func() map[string]string { return namesIn(languageNameLines) })
)

// namesIn reads a table, each line a code and what has it, as codes by folded names.
func namesIn(lines string) map[string]string {
	codes := map[string]string{}
	for line := range strings.Lines(lines) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		for _, name := range fields[1:] {
			codes[folded(name)] = fields[0]
		}
	}
	return codes
}

// FindCountry returns the country of a code, of an English name, of one that it has itself or in a language of the
// examples; or else the code of the one that was most likely meant, "" for none.
func FindCountry(written string) (c Country, near string, ok bool) {
	written = strings.TrimSpace(written)
	called := countryNames()[folded(written)]
	names := map[string]string{}
	for _, c := range countries() {
		if strings.EqualFold(c.Code, written) || strings.EqualFold(c.Name, written) || c.Code == called {
			return c, "", true
		}
		names[c.Name] = c.Code
	}
	switch strings.ToLower(written) {
	case "uk", "england", "scotland", "wales":
		return c, "gb", false
	case "usa", "america":
		return c, "us", false
	}
	if len(written) < 4 { // of two or three letters each would be near
		return c, "", false
	}
	return c, names[diag.Nearest(written, sortedKeys(names))], false
}

// FindLanguage returns the tag of the language that is called so in English or in itself; "" for none.
func FindLanguage(written string) string { return languageNames()[folded(written)] }

// folded is what names have in common that differ in capitals, accents and hyphens alone.
func folded(name string) string {
	if strings.IndexFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0 {
		return Slug(name) // which keeps Latin letters alone
	}
	return source.Fold(strings.TrimSpace(name))
}

// CountryOfZone is the code of the country that a time zone is of, "" for none.
func CountryOfZone(zone string) string {
	for _, c := range countries() {
		if slices.Contains(c.Zones, zone) {
			return c.Code
		}
	}
	return ""
}

// Currency is that of the country.
func (c Country) Currency() string {
	if region, err := c.tag().Region(); err > language.No {
		if unit, ok := currency.FromRegion(region); ok {
			return unit.String()
		}
	}
	return "EUR"
}

// Holidays are those of the country, "" where they are not known.
func (c Country) Holidays() string {
	if calendar.KnownHolidays(c.Code) {
		return c.Code
	}
	return ""
}

func (c Country) tag() language.Tag { return language.Make("und-" + strings.ToUpper(c.Code)) }

// fromSunday are the countries whose offices work from Sunday to Thursday, as Unicode's CLDR has
// it in its week data.
var fromSunday = []string{"bd", "bh", "dz", "eg", "il", "iq", "jo", "kw", "ly", "om", "ps", "qa", "sa", "sd", "sy", "ye"}

// Hours are what many offices there work, as provider.md has them. All have the hours from ten to
// noon, in which the examples play.
func (c Country) Hours() (days, hours string) {
	days, hours = "mon-fri", "[09:00-12:30, 13:00-17:30]"
	if slices.Contains(fromSunday, c.Code) {
		days = "sun-thu"
	}
	switch c.Code {
	case "es":
		hours = "[09:00-14:00, 15:00-18:00]"
	case "fr":
		hours = "[09:00-12:30, 14:00-18:00]"
	case "jp", "kr":
		hours = "[09:00-12:00, 13:00-18:00]"
	case "us", "ca", "gb", "ie", "au", "nz":
		hours = "[09:00-17:00]"
	}
	return days, hours
}

// scales are what a price in euros is multiplied with to be one that somebody might ask in another
// currency: of their size, and no rates.
var scales = map[string]int{
	"AED": 4, "ARS": 1200, "BRL": 5, "CLP": 1000, "CNY": 8, "COP": 4000, "CZK": 25, "DKK": 7, "EGP": 50, "HKD": 8, "HUF": 400, "IDR": 16000,
	"ILS": 4, "INR": 60, "ISK": 140, "JPY": 150, "KRW": 1400, "MAD": 10, "MXN": 18, "NOK": 11, "PHP": 50, "PLN": 4, "QAR": 4, "RON": 5, "SAR": 4,
	"SEK": 11, "THB": 35, "TRY": 40, "TWD": 30, "UAH": 40, "VND": 25000, "ZAR": 15,
}

// price is an amount of the size of one in euros, rounded to two figures.
func price(euros int, currency string) int {
	scale := scales[currency]
	if scale == 0 {
		return euros
	}
	amount, unit := euros*scale, 1
	for amount/unit >= 100 {
		unit *= 10
	}
	return (amount + unit/2) / unit * unit
}
