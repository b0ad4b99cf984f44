package scaffold

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

//go:embed countries.txt
var countryLines string

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

// FindCountry returns the country of a code, of an English name or of one that it has itself; or else the code of the
// one that was most likely meant, "" for none.
func FindCountry(written string) (c Country, near string, ok bool) {
	written = strings.TrimSpace(written)
	names := map[string]string{}
	for _, c := range countries() {
		if strings.EqualFold(c.Code, written) || strings.EqualFold(c.Name, written) {
			return c, "", true
		}
		names[c.Name] = c.Code
	}
	if c, ok := countryCalled(written); ok {
		return c, "", true
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

// spoken are the languages in which a country's name is known, beside that of most people there: those of the texts of
// the default theme.
var spoken = []string{"ar", "da", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "sv"}

// countryCalled returns the country that is called so where it is, or in one of the languages spoken here.
func countryCalled(written string) (Country, bool) {
	for _, own := range []bool{true, false} {
		for _, c := range countries() {
			region, _ := c.tag().Region()
			tags := spoken
			if own {
				base, _ := c.tag().Base() // the language that most speak there
				tags = []string{base.String()}
			}
			for _, tag := range tags {
				if names := display.Regions(language.Make(tag)); names != nil && alike(names.Name(region), written) {
					return c, true
				}
			}
		}
	}
	return Country{}, false
}

// FindLanguage returns the tag of the language that is called so in English or in itself; "" for none.
func FindLanguage(written string) string {
	written = strings.TrimSpace(written)
	english := display.English.Languages()
	for _, tag := range display.Supported.Tags() {
		if alike(english.Name(tag), written) || alike(display.Self.Name(tag), written) {
			return tag.String()
		}
	}
	return ""
}

// alike reports whether two names differ in capitals, accents and hyphens alone.
func alike(a, b string) bool {
	return a != "" && (strings.EqualFold(a, b) || Slug(a) != "" && Slug(a) == Slug(b) && isLatin(a) && isLatin(b))
}

// isLatin reports whether the letters of a name are of the Latin script, so that Slug keeps them all.
func isLatin(name string) bool {
	return strings.IndexFunc(name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) < 0
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
