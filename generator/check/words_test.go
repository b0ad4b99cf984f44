package check

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEveryPhraseIsFoundInAnyCase(t *testing.T) {
	for _, lang := range languages {
		w := wordsOf(lang)
		phrases, secrets := Phrases(lang)
		if len(phrases) == 0 || len(secrets) == 0 {
			t.Errorf("%s has no words", lang)
		}
		for _, phrase := range phrases {
			_, first := utf8.DecodeRuneInString(phrase)
			for _, written := range []string{phrase, strings.ToUpper(phrase[:first]) + phrase[first:], strings.ToUpper(phrase)} {
				text := "Before it. " + written + " and after"
				if strings.HasSuffix(phrase, ":") {
					text = written + " and after"
				}
				if w.find([]byte(text)) == nil {
					t.Errorf("%s: %q is not found in %q", lang, phrase, text)
				}
			}
		}
		for _, secret := range secrets {
			if w.find([]byte("the "+secret+": hunter2")) == nil {
				t.Errorf("%s: %q with a value is not found", lang, secret)
			}
			if at := w.find([]byte("a new " + secret + " each month")); at != nil {
				t.Errorf("%s: %q without a value is found", lang, secret)
			}
		}
	}
}

func TestSecretsAreNeverRepeated(t *testing.T) {
	text := "the Password = hunter2"
	at := wordsOf("en").find([]byte(text))
	if at == nil {
		t.Fatal("not found")
	}
	if got := token(text[at[0]:at[1]]); got != "Password" {
		t.Errorf("shows %q", got)
	}
}

func TestWordsAreFoundWhereTheyCountAlone(t *testing.T) {
	w := wordsOf("nl")
	for _, c := range []struct{ text, want string }{
		{"a TODO, and a FIXME", "TODO"},
		{"the method TODOS", ""},
		{"pas_TODO", ""},
		{"Todo: nothing", ""},
		{"an internal audit", ""},
		{"INTERNAL", "INTERNAL"},
		{"Internal: her phone", "Internal:"},
		{"Her line is internal: 12", ""},
		{"for internal use only, and off the record", "internal use only"},
		{"kept OFF THE RECORD; not for the client", "OFF THE RECORD"},
		{"niet voor de klant", "niet voor de klant"},
		{"wachtwoord ：\u00e9clair", "wachtwoord ：\u00e9"},
		{"wachtwoord:", ""},
		{"wachtwoord: TODO", "wachtwoord: T"},
		{"internal-note TODO", "TODO"},
	} {
		got := ""
		if at := w.find([]byte(c.text)); at != nil {
			got = c.text[at[0]:at[1]]
		}
		if got != c.want {
			t.Errorf("in %q found %q, want %q", c.text, got, c.want)
		}
	}
}
