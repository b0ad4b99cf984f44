package scaffold

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var used = regexp.MustCompile(`<%(?:t|body|cell) "([a-z_0-9]+)"%>`)
var digits = regexp.MustCompile(`[0-9]+`)

// What stands still in an example, ids, days and figures, is in its templates, once for all languages. Its words have one name
// in each, the same figures and as many paragraphs.
func TestEachLanguageTellsTheSame(t *testing.T) {
	for _, trade := range Trades {
		english, err := trade.wordsOf(wordless)
		if err != nil {
			t.Fatal(err)
		}
		if unused := unlike(english, trade); len(unused) > 0 {
			t.Errorf("%s: no template asks for %v, or none of these is there", trade.Name, unused)
		}
		for _, tag := range trade.Languages() {
			texts, err := trade.wordsOf(tag)
			if err != nil {
				t.Error(err)
				continue
			}
			same := 0
			for name, text := range english {
				other := texts[name]
				switch {
				case other == "":
					t.Errorf("%s in %s has no %s", trade.Name, tag, name)
				case strings.Count(other, "\n\n") != strings.Count(text, "\n\n") || strings.TrimSpace(other) != other:
					t.Errorf("%s in %s: %s has other paragraphs, or space around it", trade.Name, tag, name)
				case !slices.Equal(figures(other), figures(text)):
					t.Errorf("%s in %s: %s has the figures %v, in English %v", trade.Name, tag, name, figures(other), figures(text))
				case other == text:
					same++
				}
			}
			if len(texts) != len(english) {
				t.Errorf("%s in %s has %d texts, in English %d", trade.Name, tag, len(texts), len(english))
			}
			if tag != wordless && same > len(english)/10 {
				t.Errorf("%s in %s is English for the most part", trade.Name, tag)
			}
		}
	}
}

// figures are the digits in a text; those of other scripts are written with Latin ones here.
func figures(text string) []string {
	all := digits.FindAllString(text, -1)
	slices.Sort(all)
	return all
}

// unlike are the names of texts that no template asks for, or that have none.
func unlike(texts words, trade Trade) (names []string) {
	asked := map[string]string{}
	for _, folder := range []string{"trades/common", "trades/" + trade.Name} {
		_ = fs.WalkDir(start, folder, func(name string, d fs.DirEntry, err error) error {
			text, _ := fs.ReadFile(start, name)
			for _, m := range used.FindAllStringSubmatch(string(text), -1) {
				asked[m[1]] = name
			}
			return err
		})
	}
	for _, name := range slices.Concat(slices.Sorted(maps.Keys(asked)), slices.Sorted(maps.Keys(texts))) {
		if (asked[name] == "") != (texts[name] == "") {
			names = append(names, name)
		}
	}
	return names
}

func TestTradesAndCountriesAreFound(t *testing.T) {
	for written, want := range map[string]string{"nl": "nl", "NL": "nl", "Netherlands": "nl", " germany ": "de", "Nederland": "nl", "Holland": "nl", "Deutschland": "de", "Allemagne": "de", "Côte d’Ivoire": "ci", "ελλάδα": "gr", "Suisse": "ch"} {
		if c, _, ok := FindCountry(written); !ok || c.Code != want {
			t.Errorf("%q is %q", written, c.Code)
		}
	}
	for _, c := range countries() {
		for _, written := range []string{c.Code, c.Name} {
			if found, _, _ := FindCountry(written); found.Code != c.Code {
				t.Errorf("%q is %q", written, found.Code)
			}
		}
	}
	for written, want := range map[string]string{"UK": "gb", "Germny": "de", "Netherlend": "nl", "xx": "", "Atlantis and more": ""} {
		if _, near, ok := FindCountry(written); ok || near != want {
			t.Errorf("%q is near %q", written, near)
		}
	}
	for written, want := range map[string]string{"Dutch": "nl", "nederlands": "nl", "Francais": "fr", "ελληνικά": "el", "Dansk": "da", "nl": "", "Klingonish": "", "": ""} {
		if got := FindLanguage(written); got != want {
			t.Errorf("the language %q is %q", written, got)
		}
	}
	for code, want := range map[string]string{"jp": "JPY", "us": "USD", "ch": "CHF", "gb": "GBP", "br": "BRL", "va": "EUR"} {
		if c, _, _ := FindCountry(code); c.Currency() != want {
			t.Errorf("in %s prices are in %s", code, c.Currency())
		}
	}
	if got := price(4800, "JPY"); got != 720000 {
		t.Errorf("4,800 euros are %d yen", got)
	}
	if CountryOfZone("America/Denver") != "us" || CountryOfZone("Mars") != "" {
		t.Error("zones are of other countries")
	}
}
