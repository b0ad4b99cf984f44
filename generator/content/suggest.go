package content

import (
	_ "embed"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/calendar"
	"rapport/generator/diag"
)

// What follows finds, for a value that is none of those that are known, the one that was
// most likely meant. It is one that is accepted, or "": whoever does what a message
// says is not told the same again.

// meant is the mend behind a message: a suggestion where there is one, or else advice.
func meant(was, suggestion, advice string) diag.Mend {
	return diag.Meant(was, suggestion).Or("; " + advice)
}

// wordMend is the mend of an error of package calendar: where a word is wrong that is
// one of a few, the nearest of them.
func wordMend(err error) error {
	var word *calendar.WordError
	if !errors.As(err, &word) {
		return err
	}
	near := diag.Nearest(word.Word, word.Known)
	if near == word.Word {
		near = "" // the word is right, and something else is wrong
	}
	return diag.Errorf("%s%s", word.Says, meant(word.Word, near, word.Advice))
}

// zones are the names of the time zones of IANA, but for those without a region.
//
//go:embed zones.txt
var zoneNames string

var zones = sync.OnceValue(func() []string { return strings.Fields(zoneNames) })

// SuggestZone returns the time zone that was meant: a city alone ("Amsterdam"), other
// capitals, or a slip of a key.
func SuggestZone(s string) string {
	written := strings.ReplaceAll(strings.TrimSpace(s), " ", "_")
	for _, zone := range zones() {
		if city := zone[strings.LastIndexByte(zone, '/')+1:]; strings.EqualFold(zone, written) || strings.EqualFold(city, written) {
			return zone
		}
	}
	if near := diag.Nearest(written, zones()); near != "" {
		return near
	}
	for _, zone := range zones() {
		if city := zone[strings.LastIndexByte(zone, '/')+1:]; len(city) > 4 && diag.Nearest(written, []string{city}) != "" {
			return zone
		}
	}
	return ""
}

// languages are names that people give to languages, with the tags of those.
var languages = map[string]string{
	"english": "en", "englisch": "en", "engels": "en", "inglés": "en", "anglais": "en", "gb": "en-GB", "us": "en-US",
	"german": "de", "deutsch": "de", "duits": "de", "ger": "de", "at": "de-AT",
	"dutch": "nl", "nederlands": "nl", "niederländisch": "nl", "holland": "nl",
	"french": "fr", "français": "fr", "francais": "fr", "französisch": "fr",
	"spanish": "es", "español": "es", "espanol": "es", "italian": "it", "italiano": "it",
	"portuguese": "pt", "português": "pt", "portugues": "pt", "polish": "pl", "polski": "pl",
	"swedish": "sv", "svenska": "sv", "danish": "da", "dansk": "da", "dk": "da", "norwegian": "nb", "norsk": "nb",
	"finnish": "fi", "suomi": "fi", "czech": "cs", "cz": "cs", "greek": "el", "gr": "el", "japanese": "ja", "jp": "ja",
	"chinese": "zh", "cn": "zh", "korean": "ko", "ukrainian": "uk", "ua": "uk", "russian": "ru", "turkish": "tr", "hungarian": "hu", "romanian": "ro",
}

// SuggestLocale returns the tag of a language that was meant.
func SuggestLocale(s string) string {
	written := strings.ToLower(strings.TrimSpace(s))
	if tag := languages[written]; tag != "" {
		return tag
	}
	if name, region, ok := strings.Cut(strings.ReplaceAll(written, "_", "-"), "-"); ok {
		if tag, err := language.Parse(languages[name] + "-" + region); languages[name] != "" && err == nil {
			return tag.String()
		}
		if tag, err := language.Parse(name); err == nil && tag != language.Und {
			return tag.String()
		}
	}
	names := make([]string, 0, len(languages))
	for name := range languages {
		if len(name) > 3 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return languages[diag.Nearest(written, names)]
}

// currencies are names and signs that people give to currencies, with their codes.
var currencies = map[string]string{
	"€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "quid": "GBP",
	"$": "USD", "us$": "USD", "dollar": "USD", "dollars": "USD", "¥": "JPY", "yen": "JPY", "franc": "CHF", "francs": "CHF", "franken": "CHF", "sfr": "CHF",
	"zloty": "PLN", "złoty": "PLN", "zł": "PLN", "crown": "SEK", "krona": "SEK", "krone": "DKK", "koruna": "CZK", "kč": "CZK",
	"a$": "AUD", "c$": "CAD", "nz$": "NZD", "r$": "BRL", "real": "BRL", "rupee": "INR", "₹": "INR", "rand": "ZAR", "lira": "TRY", "₺": "TRY", "forint": "HUF", "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY",
}

// SuggestCurrency returns the code of a currency that was meant: by its name or sign, in
// lower case, or with two letters changed about.
func SuggestCurrency(s string) string {
	written := strings.ToLower(strings.TrimSpace(s))
	if unit, err := currency.ParseISO(strings.ToUpper(written)); err == nil && unit.String() != "XXX" {
		return unit.String()
	}
	if code := currencies[written]; code != "" {
		return code
	}
	for _, code := range slices.Sorted(maps.Values(currencies)) {
		if lower := strings.ToLower(code); lettersOf(lower) == lettersOf(written) || len(written) == 4 && strings.HasPrefix(written, lower) {
			return code
		}
	}
	return ""
}

// lettersOf returns the letters of a word in order.
func lettersOf(word string) string {
	letters := []rune(word)
	slices.Sort(letters)
	return string(letters)
}

// TimeZones returns the names of the time zones of IANA that have a region.
func TimeZones() []string { return slices.Clone(zones()) }
