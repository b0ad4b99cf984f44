package locale

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestMonthsAreKnownByEveryNameThatIsShown(t *testing.T) {
	for i := range table {
		d := &table[i]
		for _, list := range []*[12]string{&d.months, &d.monthsShort, &d.monthsAlone, &d.monthsShortAlone} {
			for m, name := range list {
				got := MonthNamed(name)
				language := d.tag[:2]
				// Croatian shares short names with Polish, and Czech one with Croatian, for other months.
				if got != time.Month(m+1) && strings.Trim(name, "0123456789") != "" && language != "hr" && language != "cs" {
					t.Errorf("%s: %q is %v, want %v", d.tag, name, got, time.Month(m+1))
				}
			}
		}
	}
	for name, want := range map[string]time.Month{
		"Aug": 8, "AUGUST": 8, "août": 8, "aout": 8, "Févr.": 2, "fevrier": 2, "März": 3, "Mrz": 3, "mrt": 3, "maart": 3, "sty": 1, "paź": 10, "paz": 10, "lis": 11, "lip": 7,
		"października": 10, "8月": 8, "ene": 1, "gen": 1, "set": 9, "sept": 9, "dez": 12, "maj": 5, "mei": 5, "Jän": 1, "Okt": 10, "": 0, "x": 0, "listopad": 0,
	} {
		if name == "listopad" { // November in Polish and Czech, and October in Croatian
			want = 11
		}
		if got := MonthNamed(name); got != want {
			t.Errorf("%q is %v, want %v", name, got, want)
		}
	}
}

func TestSignsOfCurrencies(t *testing.T) {
	for sign, want := range map[string]string{"€": "[EUR]", "£": "[GBP]", "zł": "[PLN]", "kr.": "[DKK ISK NOK SEK]", "¥": "[CNY JPY]", "R$": "[BRL]", "US$": "[USD]", "₹": "[INR]", "円": "[JPY]", "x": "[]", "EUR": "[]"} {
		if got := fmt.Sprint(CurrenciesOf(sign)); got != want {
			t.Errorf("%s is %s, want %s", sign, got, want)
		}
	}
	if len(CurrenciesOf("$")) < 5 || len(CurrenciesOf("kr")) < 3 {
		t.Errorf("$ is %v, kr is %v", CurrenciesOf("$"), CurrenciesOf("kr"))
	}
}
