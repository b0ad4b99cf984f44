package content_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"rapport/generator/content"
)

func TestSuggestionsAreAccepted(t *testing.T) {
	for _, test := range []struct {
		what     string
		suggest  func(string) string
		accepted func(string) bool
		meant    map[string]string // "": none
	}{
		{"time zone", content.SuggestZone, func(s string) bool { _, err := time.LoadLocation(s); return err == nil }, map[string]string{
			"Amsterdam": "Europe/Amsterdam", "europe/amsterdam": "Europe/Amsterdam", "Europe/Amsterdm": "Europe/Amsterdam", "New York": "America/New_York",
			"america/new york": "America/New_York", "Europe/Kiyv": "Europe/Kyiv", "Lodnon": "Europe/London", "Tokyo": "Asia/Tokyo", "Mars/Olympus": "",
		}},
		{"language", content.SuggestLocale, func(s string) bool { tag, err := language.Parse(s); return err == nil && tag != language.Und }, map[string]string{
			"english": "en", "Deutsch": "de", "german-at": "de-AT", "Dutch": "nl", "jp": "ja", "français": "fr", "germen": "de", "en-GBR-x": "en", "klingonese": "",
		}},
		{"currency", content.SuggestCurrency, func(s string) bool { _, err := currency.ParseISO(s); return err == nil && strings.ToUpper(s) == s }, map[string]string{
			"eur": "EUR", "Euro": "EUR", "€": "EUR", "£": "GBP", "ERU": "EUR", "US$": "USD", "dollars": "USD", "EURO": "EUR", "kr.": "", "money": "",
		}},
	} {
		t.Run(test.what, func(t *testing.T) {
			for written, want := range test.meant {
				got := test.suggest(written)
				if got != want || got != "" && !test.accepted(got) {
					t.Errorf("%q: %q is suggested, want %q, which has to be accepted", written, got, want)
				}
			}
		})
	}
}
