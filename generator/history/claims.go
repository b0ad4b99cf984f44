package history

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// SameClaims reports whether two texts claim the same, in whatever words: they count,
// date, bound and deny the same, name the same, and speak of the same side. A length of
// time that is counted ("within a day") is a figure. So one may be put better than the
// other, and no other thing is said by it.
func SameClaims(a, b string) bool {
	if a == b {
		return true
	}
	x, y := words(a), words(b)
	figures, others := claimed(x), claimed(y)
	slices.Sort(figures)
	slices.Sort(others)
	return slices.Equal(figures, others) && allNamed(names(a), y) && allNamed(names(b), x) && !isOtherSide(x, y)
}

// Claims reports whether a text claims anything that SameClaims looks at.
func Claims(text string) bool { return !SameClaims("", text) }

// rephrases reports whether a line is another one in other words: it claims the same, and
// shares more than half of its words.
func rephrases(a, b string) bool {
	if !SameClaims(a, b) {
		return false
	}
	x, y := slices.DeleteFunc(words(a), isParticle), slices.DeleteFunc(words(b), isParticle)
	if len(x) > len(y) {
		x, y = y, x
	}
	shared := 0
	for _, w := range x {
		if slices.ContainsFunc(y, func(other string) bool { return sameWord(w, other) }) {
			shared++
		}
	}
	return 2*shared > len(x)
}

// claimed returns the words that count, date, bound or deny, with the lengths of time
// that are counted.
func claimed(all []string) []string {
	var claims []string
	for i, w := range all {
		if isWeighty(w) {
			claims = append(claims, w)
		} else if unit := unitOf(w); unit != "" && i > 0 && (isWeighty(all[i-1]) || slices.Contains(ones, all[i-1]) || i > 1 && isParticle(all[i-1]) && isWeighty(all[i-2])) {
			claims = append(claims, unit) // "two days", "a day", "within the day"
		}
	}
	return claims
}

// ones are the articles that count one, in the languages that portals speak.
var ones = strings.Fields("a an een één ein eine einen einem einer un une uno una um uma en et ett")

// units are lengths of time, each in the languages that portals speak.
var units = map[string][]string{
	"minute": strings.Fields("minute minutes minuut minuten minuto minutos minuti minuter minutter minuta minut minuty"),
	"hour":   strings.Fields("hour hours uur uren stunde stunden heure heures hora horas ora ore timme timmar time timer godzina godziny godzin godzinę"),
	"day":    strings.Fields("day days dag dagen tag tage tagen tages jour jours día días giorno giorni dia dias dagar dage dzień dni dnia"),
	"night":  strings.Fields("night nights nacht nachten nächte nuit nuits noche noches notte notti noite noites natt nätter nat nætter noc noce nocy"),
	"week":   strings.Fields("week weeks weken woche wochen semaine semaines semana semanas settimana settimane vecka veckor uge uger tydzień tygodni tygodnia tygodnie"),
	"month":  strings.Fields("month months maand maanden monat monate monaten monats mois mes meses mese mesi mês månad månader måned måneder miesiąc miesiące miesięcy"),
	"year":   strings.Fields("year years jaar jaren jahr jahre jahren an ans année années año años anno anni ano anos år rok lata lat roku"),
}

// unitOf returns the length of time that a word is, "" for none.
func unitOf(w string) string {
	for unit, all := range units {
		if slices.Contains(all, w) {
			return unit
		}
	}
	return ""
}

// token is a word as it is written.
var token = regexp.MustCompile(`[\p{L}\p{M}\p{N}]+(?:['’]\p{L}+)*`)

// names returns the words of a text that are names by how they are written: with a
// capital inside a sentence, or inside the word. German writes all nouns so, of which
// none can be told to be a name.
func names(s string) []string {
	s = linkTarget.ReplaceAllString(s, "]")
	german := isGerman(words(s))
	var all []string
	for _, at := range token.FindAllStringIndex(s, -1) {
		word := []rune(s[at[0]:at[1]])
		before := strings.TrimRight(s[:at[0]], " \t\n*_\"'“”„‘’«»([")
		begins := before == "" || strings.ContainsAny(before[len(before)-1:], ".!?:;-") || strings.HasSuffix(before, "–") || strings.HasSuffix(before, "—")
		inside := slices.ContainsFunc(word[1:], unicode.IsUpper)
		if inside || unicode.IsUpper(word[0]) && !begins && !german && len(word) > 1 {
			all = append(all, strings.ToLower(string(word)))
		}
	}
	return all
}

// isGerman reports whether words are German by those that no other language has.
func isGerman(all []string) bool {
	return slices.ContainsFunc(all, func(w string) bool {
		return slices.Contains([]string{"und", "das", "ist", "wir", "nicht", "mit", "für", "auf", "im", "dem", "eine", "sich", "wird", "wurde", "sie", "zu", "von", "den", "der"}, w)
	})
}

// allNamed reports whether each name stands among words, be it mistyped or as an owner.
func allNamed(names, all []string) bool {
	owner := func(w string) string { return strings.TrimSuffix(strings.ReplaceAll(w, "’", "'"), "'s") }
	for _, n := range names {
		if !slices.ContainsFunc(all, func(w string) bool { return sameWord(owner(n), owner(w)) }) {
			return false
		}
	}
	return true
}

// The words for the side that speaks, and for the one that is spoken to.
var (
	ours   = strings.Fields("we us our ours wij ons onze wir uns unser unsere unseren unserem unserer nous notre nos nosotros nuestro nuestra nuestros nuestras noi nostro nostra nostri nostre nós nosso nossa nossos nossas vår vårt våra vores nasz nasza nasze")
	theirs = strings.Fields("you your yours jij jou jouw jullie ihr ihre ihren ihrem ihrer euch euer eure vous votre vos usted ustedes vosotros vuestro vuestra voi vostro vostra vostri vostre você vocês er jeres wasz wasza wasze")
)

// isOtherSide reports whether one text speaks of one side alone, and the other of the
// other.
func isOtherSide(a, b []string) bool {
	has := func(all, side []string) bool {
		return slices.ContainsFunc(all, func(w string) bool { return slices.Contains(side, w) })
	}
	one := func(all []string) int {
		switch we, you := has(all, ours), has(all, theirs); {
		case we && !you:
			return 1
		case you && !we:
			return -1
		}
		return 0
	}
	return one(a)*one(b) < 0
}
