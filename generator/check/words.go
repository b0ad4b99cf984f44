package check

import (
	"bytes"
	"cmp"
	"reflect"
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

// words finds phrases. It looks at each four bytes in a row, and compares where a phrase may
// begin with these: most texts have none, and a regular expression that ignores case takes ten
// times as long to say so.
type words struct {
	starts  [1 << 16]bool       // of hashes of the four bytes with which a phrase begins
	phrases map[uint32][]phrase // by these bytes, in the order in which they are looked for
}

// A phrase is one to be found.
type phrase struct {
	text string
	kind phraseKind
}

type phraseKind int

const (
	mark    phraseKind = iota // as it is written, a word of its own
	opening                   // in any case, where the text begins
	inner                     // in any case, anywhere
	secret                    // in any case, where a value follows
)

// wordsOf returns what finds the phrases of English and of a locale's language,
// and the marks.
func wordsOf(locale string) *words {
	base, _ := language.Make(locale).Base()
	w := &words{phrases: map[uint32][]phrase{}}
	for _, text := range marks {
		w.add(phrase{text, mark})
	}
	for _, lang := range slices.Compact([]string{"en", base.String()}) {
		phrases, secrets := Phrases(lang)
		for _, text := range phrases {
			kind := inner
			if strings.HasSuffix(text, ":") {
				kind = opening
			}
			w.add(phrase{text, kind})
		}
		for _, text := range secrets {
			w.add(phrase{text, secret})
		}
	}
	for _, all := range w.phrases {
		slices.SortStableFunc(all, func(a, b phrase) int { return cmp.Compare(a.kind, b.kind) })
	}
	return w
}

// add has a phrase looked for, in small letters and capitals, which differ beyond ASCII.
func (w *words) add(p phrase) {
	_, first := utf8.DecodeRuneInString(p.text)
	for _, written := range []string{p.text, strings.ToUpper(p.text[:first]) + p.text[first:], strings.ToUpper(p.text)} {
		key := uint32(0)
		for i := range 4 {
			key = key<<8 | uint32(lower(written[i]))
		}
		w.starts[hash(key)] = true
		if !slices.Contains(w.phrases[key], p) {
			w.phrases[key] = append(w.phrases[key], p)
		}
	}
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

func hash(key uint32) uint32 { return key * 2654435761 >> 16 } // Knuth's multiplicative hash

// find returns where the first internal words of a text stand, or nil.
func (w *words) find(text []byte) []int {
	key := uint32(0)
	for i, c := range text {
		key = key<<8 | uint32(lower(c))
		if i < 3 || !w.starts[hash(key)] {
			continue
		}
		for _, p := range w.phrases[key] {
			if end := p.at(text, i-3); end > 0 {
				return []int{i - 3, end}
			}
		}
	}
	return nil
}

// at returns where a phrase ends that begins at a place in a text, 0 where it does not.
func (p phrase) at(text []byte, from int) int {
	end := from + len(p.text)
	if end > len(text) {
		return 0
	}
	written := string(text[from:end])
	switch {
	case p.kind == mark:
		if written != p.text || from > 0 && inWord(text[from-1]) || end < len(text) && inWord(text[end]) {
			return 0
		}
	case !strings.EqualFold(written, p.text), p.kind == opening && from > 0:
		return 0
	case p.kind == secret:
		return valueAt(text, end)
	}
	return end
}

// inWord tells whether a byte is of a word in ASCII.
func inWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= lower(c) && lower(c) <= 'z'
}

// valueAt returns the end of the first letter of a value behind a sign that gives one, 0 where
// there is none.
func valueAt(text []byte, from int) int {
	rest := bytes.TrimLeft(text[from:], blanks)
	sign, size := utf8.DecodeRune(rest)
	if !strings.ContainsRune(":=：", sign) {
		return 0
	}
	rest = bytes.TrimLeft(rest[size:], blanks)
	_, size = utf8.DecodeRune(rest)
	if size == 0 {
		return 0
	}
	return len(text) - len(rest) + size
}

const blanks = " \t\n\f\r"

// internalWords notes the first internal phrase of each text and of each line of
// the body of a file. The value is what the file was read into.
func (f *finder) internalWords(w *words, file *content.File, value any) {
	texts(reflect.ValueOf(value), func(t content.Text) {
		if at := w.find([]byte(t.Raw)); at != nil {
			f.internal(file.At(t.Mark), t.Raw[at[0]:at[1]])
		}
	})
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
