package generator_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A client's register holds on every page, in the calendar and in the news: none of them says
// both du and Sie.
func TestAPortalAddressesItsReadersInOneRegister(t *testing.T) {
	speaks := map[string]*regexp.Regexp{
		"de formal":   regexp.MustCompile(`\b(?:Ihnen|Ihre[nmrs]?|Ihr)\b`),
		"de informal": regexp.MustCompile(`\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?[nmrs]?)\b`),
		"nl formal":   regexp.MustCompile(`\b(?:[Uu]|[Uu]w)\b`),
		"nl informal": regexp.MustCompile(`\b(?:[Jj]e|[Jj]ij|[Jj]ouw?|[Jj]ullie)\b`),
		"fr formal":   regexp.MustCompile(`\b(?:[Vv]ous|[Vv]otre|[Vv]os)\b`),
		"fr informal": regexp.MustCompile(`(?:^|[^\p{L}])(?:[Tt]u|[Tt]oi|[Tt]on|[Tt]es)\b`),
	}
	tags := regexp.MustCompile(`<[^>]*>`)
	for _, language := range []string{"de", "nl", "fr"} {
		for register, other := range map[string]string{"formal": "informal", "informal": "formal"} {
			dir := t.TempDir()
			writeFiles(t, dir, wordsProvider)
			writeFiles(t, dir, strings.ReplaceAll(wordsBut(map[string]string{"client.locale": language, "client.register": register}), "WORD", "quokka"))
			build(t, options(t, dir, exampleDay), "public")
			spoken := 0
			for name, text := range read(t, filepath.Join(dir, "public", "quokka-address")) {
				if !slices.Contains([]string{".html", ".xml", ".ics"}, filepath.Ext(name)) {
					continue
				}
				text = tags.ReplaceAllString(text, " ")
				if found := speaks[language+" "+other].FindString(text); found != "" {
					t.Errorf("%s, %s: %s says %q", language, register, name, found)
				}
				if speaks[language+" "+register].MatchString(text) {
					spoken++
				}
			}
			if spoken < 10 {
				t.Errorf("%s, %s: %d files address the reader", language, register, spoken)
			}
		}
	}
}
