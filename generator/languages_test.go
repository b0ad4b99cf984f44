package generator_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// foreign are words of a language that stand in no sentence of the others.
var foreign = map[string]*regexp.Regexp{
	"en": regexp.MustCompile(`(?i)\b(?:the|and|with|you|your|from|anything|this|which|would|nothing|until|been|they)\b`),
	"nl": regexp.MustCompile(`(?i)\b(?:het|een|niet|voor|wij|zijn|naar|maar|ook|wordt|jullie|geen|deze)\b`),
	"de": regexp.MustCompile(`(?i)\b(?:und|nicht|wir|für|eine|auf|sich|auch|wird|haben|oder|dem|Ihnen)\b`),
}

// The provider of the example writes in three languages, and each client reads one of them:
// its own, on all pages, in the calendar and in the news.
func TestNoPageOfTheExampleHasWordsOfAnotherLanguage(t *testing.T) {
	public := buildExample(t)
	for folder, language := range map[string]string{"dijkzicht-4m8q2x7k": "nl", "finch-marlowe-9t3w6c": "en", "hollenbeck": "de"} {
		own := 0
		for name, body := range read(t, filepath.Join(public, folder)) {
			switch filepath.Ext(name) {
			case ".html":
				body = visibleText(t, body)
			case ".ics", ".xml":
				body = strings.ReplaceAll(body, "\r\n ", "")
			default:
				continue
			}
			for other, words := range foreign {
				if found := words.FindStringIndex(body); other != language && found != nil {
					t.Errorf("%s/%s speaks %s: …%s…", folder, name, other, body[max(0, found[0]-40):min(len(body), found[1]+40)])
				}
			}
			if foreign[language].MatchString(body) {
				own++
			}
		}
		if own < 10 {
			t.Errorf("%s: %d files speak %s", folder, own, language)
		}
	}
}
