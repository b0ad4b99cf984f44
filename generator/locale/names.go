package locale

import (
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/unicode/norm"
)

// catalogued are the languages that have a catalogue of texts. Where a name of a month
// means one in them and another elsewhere, theirs holds: lis is November, as in Polish,
// and not October, as in Croatian.
var catalogued = []string{"ar", "da", "de", "en", "es", "fr", "he", "it", "ja", "nl", "pl", "pt", "sv"}

// spreadsheetMonths are short names that spreadsheets write and CLDR does not have.
var spreadsheetMonths = map[string]time.Month{"jän": time.January, "mrz": time.March, "sept": time.September}

// MonthNamed returns the month that a name stands for in any language here, be it the full
// name or a short one, in whatever case, with a full stop or without, with its accents
// or without; 0 for a name that stands for none, or for two.
func MonthNamed(name string) time.Month { return monthNames()[foldName(name)] }

var monthNames = sync.OnceValue(func() map[string]time.Month {
	names := map[string]time.Month{}
	add := func(name string, m time.Month, mayDiffer bool) {
		name = foldName(name)
		switch before, known := names[name]; {
		case name == "" || strings.Trim(name, "0123456789") == "" || known && mayDiffer && before != 0:
		case known && before != m:
			names[name] = 0
		default:
			names[name] = m
		}
	}
	for _, ours := range []bool{true, false} {
		fixed := map[string]bool{} // names that a catalogue's language has
		if !ours {
			for name := range names {
				fixed[name] = true
			}
		}
		for i := range table {
			d := &table[i]
			language, _, _ := strings.Cut(d.tag, "-")
			if slices.Contains(catalogued, language) != ours {
				continue
			}
			for _, list := range []*[12]string{&d.months, &d.monthsShort, &d.monthsAlone, &d.monthsShortAlone} {
				for m, name := range list {
					add(name, time.Month(m+1), fixed[foldName(name)])
				}
			}
		}
		for name, m := range spreadsheetMonths {
			add(name, m, fixed[foldName(name)])
		}
	}
	return names
})

// IsWeekday reports whether a name is that of a day of the week in any language here.
func IsWeekday(name string) bool { return weekdayNames()[foldName(name)] }

var weekdayNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	for i := range table {
		for day := range 7 {
			names[foldName(table[i].weekdays[day])], names[foldName(table[i].weekdaysShort[day])] = true, true
		}
	}
	return names
})

// foldName returns a name in lower case, without its accents and without full stops.
func foldName(name string) string {
	ascii := true
	for i := range len(name) {
		ascii = ascii && name[i] < 0x80
	}
	if ascii {
		return strings.ReplaceAll(strings.ToLower(name), ".", "")
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		if r >= 0x300 && r < 0x370 || r == '.' {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// otherSymbols are signs of currencies that people write and CLDR does not.
var otherSymbols = map[string][]string{"円": {"JPY"}, "Fr.": {"CHF"}, "SFr.": {"CHF"}, "Rs.": {"INR"}, "kr": {"DKK", "ISK"}, "kr.": {"DKK", "NOK", "SEK"}}

// CurrenciesOf returns the codes of the currencies that are written with a sign
// somewhere, sorted; none for what is no sign of a currency.
func CurrenciesOf(sign string) []string { return currencies()[sign] }

var currencies = sync.OnceValue(func() map[string][]string {
	signs := map[string][]string{}
	add := func(sign, code string) {
		if sign != code && !slices.Contains(signs[sign], code) {
			signs[sign] = append(signs[sign], code)
		}
	}
	for i := range table {
		for entry := range strings.SplitSeq(table[i].symbols, "|") {
			if len(entry) > 3 {
				add(strings.ReplaceAll(strings.ReplaceAll(entry[3:], "\u00a0", " "), "\u202f", " "), entry[:3])
			}
		}
	}
	for sign, codes := range otherSymbols {
		for _, code := range codes {
			add(sign, code)
		}
	}
	for _, codes := range signs {
		slices.Sort(codes)
	}
	return signs
})
