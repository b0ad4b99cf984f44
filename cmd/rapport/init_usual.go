package main

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"rapport/generator/content"
	"rapport/generator/scaffold"
)

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

// usualLocale is the language of the terminal: nl-NL where LANG is nl_NL.UTF-8.
func (c *common) usualLocale() string {
	lang, _, _ := strings.Cut(c.env.getenv("LANG"), ".")
	if len(lang) > 1 && lang != "POSIX" {
		if tag, err := content.ParseLocale(strings.ReplaceAll(lang, "_", "-")); err == nil {
			return tag
		}
	}
	return "en-GB"
}
