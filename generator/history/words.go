package history

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"rapport/generator/diag"
)

// SameWords reports whether two texts promise the same, one being worded a little
// better: letters mistyped in a word, a word split or joined, an article, the case
// and the punctuation. A figure, a word that counts or denies, and any other word
// that came, went or is another makes another promise of it.
func SameWords(a, b string) bool {
	if a == b {
		return true
	}
	x, y := words(a), words(b)
	if !slices.Equal(weighty(x), weighty(y)) {
		return false
	}
	if strings.Join(x, "") == strings.Join(y, "") {
		return true
	}
	x, y = slices.DeleteFunc(x, isParticle), slices.DeleteFunc(y, isParticle)
	if len(x) != len(y) || len(x) == 0 {
		return false
	}
	for i := range x {
		if !sameWord(x[i], y[i]) {
			return false
		}
	}
	return true
}

// linkTarget is where a Markdown link leads, which is no word of the text.
var linkTarget = regexp.MustCompile(`\]\([^)]*\)`)

// words splits a text into its words, in small letters. A figure keeps its point
// or comma, and a word its apostrophe.
func words(s string) []string {
	s = linkTarget.ReplaceAllString(s, "]")
	runes := []rune(strings.ReplaceAll(strings.ToLower(s), "’", "'"))
	inside := func(i int) bool { // a mark between two letters or two digits
		if i == 0 || i+1 == len(runes) {
			return false
		}
		switch runes[i] {
		case '\'':
			return unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1])
		case '.', ',', ':':
			return unicode.IsDigit(runes[i-1]) && unicode.IsDigit(runes[i+1])
		}
		return false
	}
	var all []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			all = append(all, string(word))
		}
		word = nil
	}
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			word = append(word, r)
		case inside(i):
			word = append(word, r)
		case strings.ContainsRune("%€$£¥≤≥<>=", r): // they change what a figure means
			flush()
			all = append(all, string(r))
		default:
			flush()
		}
	}
	flush()
	return all
}

// weighty returns the words of a text that may not differ at all.
func weighty(all []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(w string) bool { return !isWeighty(w) })
}

// isWeighty reports whether a word counts, denies, or bounds.
func isWeighty(w string) bool {
	if strings.ContainsFunc(w, unicode.IsDigit) || strings.ContainsAny(w, "%€$£¥≤≥<>=") || strings.HasSuffix(w, "n't") {
		return true
	}
	return w == "no" || slices.Contains(weightyWords, w) || slices.Contains(numbers, w) || compound.MatchString(w)
}

// numbers are the words for numbers above twelve, in the languages that portals speak. Those
// in front of a longer one are part of it: "dreiundzwanzig", "ventidue".
var numbers = strings.Fields(`
	thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen
	dertien veertien vijftien zestien zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend dozijn
	elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig dreißig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend dutzend
	onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille
	once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil
	undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento
	doze treze dezesseis dezasseis dezessete dezassete dezoito vinte trinta cinquenta
	elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra tusen
	elleve tretten fjorten femten seksten sytten atten nitten tyve tredive fyrre hundrede tusind
	jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto tysiąc`)

// compound are numbers that are written as one word.
var compound = regexp.MustCompile(`^\p{L}{2,7}(und(zwanzig|drei(ß|ss)ig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig)|[eë]n(twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig))$|^(venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|veinti)(un|uno|una|due|tre|tré|dos|trés|tres|quattro|cuatro|cinque|cinco|sei|séis|sette|siete|otto|ocho|nove|nueve)$`)

// weightyWords are words that count, deny or bound, in the languages that portals
// speak. What they are spelt like is no slip of the pen: "one" and "none". Words of
// two letters are left out: they mean another thing in the next language.
var weightyWords = strings.Fields(`
	not never none nor neither either both per first last second third next extra additional should shall might unless without only one two three four five six seven eight nine ten eleven twelve half once twice
	hourly daily weekly fortnightly monthly quarterly yearly annually all any each every unlimited except excluding may must will can cannot least most more less than before after until within
	geen niet nooit zonder alleen slechts twee drie vier vijf zes zeven acht negen tien elke alle dagelijks wekelijks maandelijks jaarlijks behalve binnen
	kein keine keinen keiner keines nicht nie ohne nur zwei drei fünf sechs sieben neun zehn halb jede jeder jedes innerhalb täglich wöchentlich monatlich jährlich außer nach
	non pas jamais sans seulement deux trois quatre cinq sept huit neuf dix chaque tous toutes sauf avant après
	sin nunca jamás solo sólo dos tres cuatro cinco seis siete ocho nueve diez cada todos todas salvo antes después
	senza mai due tre quattro cinque sei sette otto nove dieci ogni tutti tutte prima dopo entro
	não nunca sem só apenas dois duas três quatro cinco sete oito nove dez depois
	inte aldrig utan bara endast två fyra fem sju åtta nio tio varje före efter inom
	ikke uden kun fire seks syv otte hver inden
	nie nigdy bez tylko dwa dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć każdy każda wszystkie przed`)

var particles = strings.Fields("a an the de het der die das den dem le la les il lo i gli el los las o os as")

// isParticle reports whether a word may come or go: articles that count nothing.
func isParticle(w string) bool {
	return slices.Contains(particles, w)
}

// sameWord reports whether two words are one, mistyped: they begin alike, since
// what stands in front turns the meaning ("limited", "unlimited"), and a letter or
// two are wrong, missing, needless or swapped.
func sameWord(a, b string) bool {
	if a == b {
		return true
	}
	if isWeighty(a) || isWeighty(b) {
		return false
	}
	x, y := []rune(unaccented(a)), []rune(unaccented(b))
	if string(x) == string(y) {
		return true
	}
	shorter, longer := min(len(x), len(y)), max(len(x), len(y))
	if areOneVerb(a, b) {
		return true
	}
	if x[0] != y[0] || longer > 64 {
		return false
	}
	switch n := diag.Distance(x, y); {
	case shorter == 3 && longer == 4 && slices.Equal(x[:3], y[:3]):
		return true // an ending: "who" and "whom"
	case shorter < 4:
		return shorter == longer && shorter == 3 && n == 1 && x[1] == y[2] && x[2] == y[1]
	case shorter < 8:
		return n <= 1
	default:
		return n <= 2
	}
}

// verbs are forms of one verb or pronoun, as they agree with one thing and with several,
// in the languages that portals speak. Who mends the one mends a slip of grammar.
var verbs = strings.Fields(`is/are was/were has/have does/do this/these that/those
	zijn/is was/waren heeft/hebben wordt/worden kan/kunnen dit/deze
	ist/sind war/waren hat/haben wird/werden kann/können
	est/sont était/étaient a/ont
	es/son está/están ha/han
	è/sono era/erano ha/hanno
	é/são está/estão tem/têm
	jest/są`)

// areOneVerb reports whether two words are forms of one.
func areOneVerb(a, b string) bool {
	return slices.Contains(verbs, a+"/"+b) || slices.Contains(verbs, b+"/"+a)
}

// unaccented returns a word without the accents on its letters.
func unaccented(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsMark(r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}
