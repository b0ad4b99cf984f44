package locale

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

// addressing are words that address a reader in one register, by language. Words that mean
// something else as well are not among them.
var addressing = map[string]struct{ formal, informal string }{
	"de": {"Ihnen Ihr Ihre Ihren Ihrem Ihrer Ihres", "du Du dich dir dein Dein deine Deine deinen deinem deiner deines euch euer eure"},
	"nl": {"u U uw Uw", "je Je jij Jij jou jouw Jouw jullie Jullie jezelf"},
	"fr": {"vous Vous votre Votre vos Vos vôtre", "tu Tu toi Toi te ton Ton ta Ta tes Tes tien tienne t"},
	"es": {"usted Usted ustedes Ustedes", "tú Tú te ti contigo tu Tu tus Tus tuyo tuya"},
	"it": {"Lei Suo Sua Suoi Sue", "tu te Te ti tuo tua Tuo tuoi tue hai Hai puoi vuoi Aprilo Attivalo chiedi"},
	"pl": {"Państwo Państwa Państwu Państwem", "ty Ty ci cię ciebie tobie tobą twój Twój twoja Twoja twoje Twoje twojej twojego twoim twoimi twój"},
}

// otherwise is the register that the catalogue of a language is not written in.
var otherwise = map[string]string{"de": "informal", "nl": "formal", "fr": "informal", "es": "informal", "it": "informal", "pl": "informal"}

// wordsOf are the words of a text, with their case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
}

// speaks returns the keys whose texts have one of the words.
func speaks(texts *Texts, words string) []string {
	var keys []string
	for key, e := range texts.entries {
		for _, pieces := range e.forms {
			for _, p := range pieces {
				if !p.placeholder && slices.ContainsFunc(wordsOf(p.text), func(w string) bool { return slices.Contains(strings.Fields(words), w) }) {
					keys = append(keys, key)
				}
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// No portal mixes du and Sie.
func TestACatalogueKeepsToOneRegister(t *testing.T) {
	atRoot := []string{"door_lost", "door_text", "moved_title"} // which belong to no client
	for language, words := range addressing {
		for _, register := range []string{"", "formal", "informal"} {
			tag := language
			if register != "" {
				tag += "-x-" + register
			}
			ours, theirs := words.formal, words.informal
			if register == "informal" || register == "" && otherwise[language] == "formal" {
				ours, theirs = theirs, ours
			}
			texts := builtIn(t, tag)
			for _, key := range speaks(texts, theirs) {
				if !slices.Contains(atRoot, key) {
					t.Errorf("%s: %s is in the other register: %s", tag, key, texts.Get(key))
				}
			}
			if found := speaks(texts, ours); len(found) < 20 {
				t.Errorf("%s addresses the reader in %d texts only", tag, len(found))
			}
		}
	}
}

func TestARegisterChangesTheWordsAndNotTheLanguage(t *testing.T) {
	for tag, want := range map[string]string{
		"de-AT": "Das brauchen wir von Ihnen", "de-AT-x-informal": "Das brauchen wir von dir", "de-x-formal": "Das brauchen wir von Ihnen",
		"nl-BE": "Dit hebben we van je nodig", "nl-BE-x-formal": "Dit hebben we van u nodig", "en-GB-x-formal": "Needed from you", "ja-x-informal": "お願いしたいこと",
	} {
		texts := builtIn(t, tag)
		if got := texts.Get("glance_needed"); got != want {
			t.Errorf("%s says %q, want %q", tag, got, want)
		}
		if got, _, _ := strings.Cut(tag, "-x-"); texts.Tag() != got {
			t.Errorf("%s is written as %s", tag, texts.Tag())
		}
	}
}

// A text that is the same in both registers stands once.
func TestARegisterHasOnlyWhatDiffers(t *testing.T) {
	for language, register := range otherwise {
		plain, other := builtIn(t, language), builtIn(t, language+"-x-"+register)
		differ := 0
		for _, key := range plain.Keys() {
			if plain.Get(key) != other.Get(key) {
				differ++
			}
		}
		if differ < 80 {
			t.Errorf("%s has %d texts that differ", language, differ)
		}
	}
}
