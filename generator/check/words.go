package check

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"rapport/generator/content"
	"rapport/generator/diag"
)

// Phrases returns what looks internal in a language (a BCP 47 base, such as
// "nl"), in lower case: phrases that a provider writes to itself and not to a
// client, of which those with a colon count at the beginning of a text or line,
// and words for password, which count where a value follows. The list is short
// on purpose. "Internal" alone, "confidential" and "do not share" have
// innocent uses: a drive, how data are kept, advice about passwords.
func Phrases(lang string) (phrases, secrets []string) {
	switch lang {
	case "en":
		return []string{"internal only", "internal use only", "internal:", "internal note", "not for the client", "don't tell the client", "do not tell the client", "do not share with the client", "do not forward", "off the record", "strictly confidential", "company confidential", "our margin", "between us:"},
			[]string{"password", "passphrase", "passwd", "pin code", "api key", "secret key"}
	case "nl":
		return []string{"alleen intern", "alleen voor intern", "intern:", "niet voor de klant", "niet aan de klant", "niet doorsturen", "strikt vertrouwelijk", "onze marge", "onder ons gezegd"}, []string{"wachtwoord", "pincode"}
	case "de":
		return []string{"nur intern", "nur für den internen", "intern:", "nicht für den kunden", "nicht an den kunden", "nicht weitergeben", "streng vertraulich", "unsere marge", "unter uns gesagt"}, []string{"passwort", "kennwort"}
	case "fr":
		return []string{"strictement interne", "en interne seulement", "interne :", "pas pour le client", "ne pas dire au client", "ne pas diffuser", "strictement confidentiel", "notre marge", "entre nous :"}, []string{"mot de passe"}
	case "es":
		return []string{"solo para uso interno", "solo interno", "interno:", "no para el cliente", "no decir al cliente", "no reenviar", "estrictamente confidencial", "nuestro margen"}, []string{"contraseña"}
	case "it":
		return []string{"solo per uso interno", "solo interno", "interno:", "non per il cliente", "non dire al cliente", "non inoltrare", "strettamente riservato", "il nostro margine"}, []string{"parola d'ordine"}
	case "pt":
		return []string{"apenas para uso interno", "apenas interno", "interno:", "não para o cliente", "não dizer ao cliente", "não reencaminhar", "não encaminhar", "estritamente confidencial", "nossa margem"}, []string{"palavra-passe", "senha"}
	case "da":
		return []string{"kun internt", "kun til internt", "internt:", "ikke til kunden", "må ikke videresendes", "strengt fortroligt", "vores avance"}, []string{"adgangskode", "kodeord"}
	case "sv":
		return []string{"endast internt", "endast för internt", "internt:", "inte för kunden", "får inte vidarebefordras", "strikt konfidentiellt", "vår marginal"}, []string{"lösenord"}
	case "pl":
		return []string{"tylko do użytku wewnętrznego", "tylko wewnętrznie", "wewnętrzne:", "nie dla klienta", "nie przesyłać dalej", "ściśle poufne", "nasza marża"}, []string{"hasło"}
	case "ja":
		return []string{"社外秘", "内部限定", "社内限り", "顧客には言わない", "他言無用"}, []string{"パスワード"}
	}
	return nil, nil
}

// languages are those that Phrases knows.
var languages = []string{"en", "da", "de", "es", "fr", "it", "ja", "nl", "pl", "pt", "sv"}

// phraseList names all phrases, for the rule's explanation.
func phraseList() string {
	var all []string
	for _, lang := range languages {
		phrases, secrets := Phrases(lang)
		all = append(all, lang+": "+strings.Join(slices.Concat(phrases, secrets), ", "))
	}
	return strings.Join(all, "; ")
}

// marks are put on what is not finished, or stamped on what is not to leave the
// house, in any language; they are in capitals.
var marks = []string{"TODO", "FIXME", "INTERNAL", "CONFIDENTIAL", "DO NOT SHARE"}

// words finds phrases. Most texts have none, and a regular expression that ignores
// case takes ten times as long to say so as a look at each four bytes in a row.
type words struct {
	exact   *regexp.Regexp
	starts  [1 << 16]bool       // of hashes of the four bytes with which a phrase begins
	phrases map[uint32][]string // by these bytes
}

// wordsOf returns what finds the phrases of English and of a locale's language,
// and the marks. A word for a secret counts where a value follows.
func wordsOf(locale string) *words {
	base, _ := language.Make(locale).Base()
	phrases, secrets := Phrases("en")
	if base.String() != "en" {
		p, s := Phrases(base.String())
		phrases, secrets = slices.Concat(phrases, p), slices.Concat(secrets, s)
	}
	w := &words{phrases: map[uint32][]string{}}
	for _, phrase := range slices.Concat(phrases, secrets, marks) {
		_, first := utf8.DecodeRuneInString(phrase)
		for _, written := range []string{phrase, strings.ToUpper(phrase[:first]) + phrase[first:], strings.ToUpper(phrase)} { // they differ in letters beyond ASCII
			key := uint32(0)
			for i := range 4 {
				key = key<<8 | uint32(lower(written[i]))
			}
			w.starts[hash(key)] = true
			if !slices.Contains(w.phrases[key], phrase) {
				w.phrases[key] = append(w.phrases[key], phrase)
			}
		}
	}
	var openings []string // of a text, or of a line
	phrases = slices.DeleteFunc(phrases, func(p string) bool {
		if !strings.HasSuffix(p, ":") {
			return false
		}
		openings = append(openings, p)
		return true
	})
	w.exact = regexp.MustCompile(`\b(?:` + strings.Join(marks, "|") + `)\b|(?i:^(?:` + alternatives(openings) + `)|` + alternatives(phrases) + `|(?:` + alternatives(secrets) + `)\s*[:=：]\s*\S)`)
	return w
}

func alternatives(phrases []string) string {
	quoted := make([]string, len(phrases))
	for i, p := range phrases {
		quoted[i] = regexp.QuoteMeta(p)
	}
	return strings.Join(quoted, "|")
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func hash(key uint32) uint32 { return key * 2654435761 >> 16 } // Knuth's multiplicative hash

// mayBeIn reports whether a phrase, or a word for a secret, stands in a text.
func (w *words) mayBeIn(text []byte) bool {
	key := uint32(0)
	for i, c := range text {
		key = key<<8 | uint32(lower(c))
		if i < 3 || !w.starts[hash(key)] {
			continue
		}
		for _, phrase := range w.phrases[key] {
			if from := i - 3; from+len(phrase) <= len(text) && strings.EqualFold(string(text[from:from+len(phrase)]), phrase) {
				return true
			}
		}
	}
	return false
}

// find returns where the first internal words of a text stand, or nil.
func (w *words) find(text []byte) []int {
	if !w.mayBeIn(text) {
		return nil
	}
	return w.exact.FindIndex(text)
}

// internalWords notes the first internal phrase of each text and of each line of
// the body of a file. The value is what the file was read into.
func (f *finder) internalWords(w *words, file *content.File, value any) {
	texts(reflect.ValueOf(value), func(t content.Text) {
		if at := w.find([]byte(t.Raw)); at != nil {
			f.internal(file.At(t.Mark), t.Raw[at[0]:at[1]])
		}
	})
	if !w.mayBeIn(file.Body.Source) {
		return
	}
	line := file.Body.Line
	for text := range bytes.Lines(file.Body.Source) {
		if at := w.find(text); at != nil {
			f.internal(diag.Position{File: file.Path, Line: line, Col: 1 + utf8.RuneCount(text[:at[0]])}, string(text[at[0]:at[1]]))
		}
		line++
	}
}

// internal names the phrase, but never the secret behind it.
func (f *finder) internal(at diag.Position, phrase string) {
	f.found(at, "everybody with the address can read %q here; move it under internal:, or write it for the client", token(phrase))
}

// token is a phrase without what follows its colon.
func token(phrase string) string {
	if i := strings.IndexAny(phrase, ":=："); i >= 0 {
		phrase = phrase[:i]
	}
	return strings.TrimSpace(phrase)
}

var textType = reflect.TypeFor[content.Text]()

// texts calls see for each text in a value of the content's types, as deep as
// they go, in their order. Fields that are not exported are none of a reader's.
func texts(v reflect.Value, see func(content.Text)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), see)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), see)
		}
	case reflect.Struct:
		if v.Type() == textType {
			see(v.Interface().(content.Text))
			return
		}
		if !strings.HasPrefix(v.Type().PkgPath(), "rapport/generator/content") {
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type().Field(i).Type != reflect.TypeFor[content.File]() {
				texts(v.Field(i), see)
			}
		}
	}
}
