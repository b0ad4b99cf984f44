package diag_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rapport/generator/diag"
)

func TestWhatMakesTextReadAsAnotherIsFound(t *testing.T) {
	for text, want := range map[string]int{
		"plain, with\ttabs\r\nand \u00e9, \u20ac, \u05d0 and \u200f marks": -1,
		"a\x1b[31m":                     1,
		"a\x00":                         1,
		"a\x7f":                         1,
		"aé\u009b31m":                   3,
		"pay \u202e0001 EUR":            4,
		"pay \u202a1000\u202c EUR":      4,
		"pay \u20671000\u2069 EUR":      -1,
		"\u2067a \u2068b\u2069 c\u2069": -1,
		"pay \u20671000 EUR":            4,
		"pay \u20671000\nEUR\u2069":     4,
		"pay 1000\u2069":                8,
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f won": -1,
		"pay\U000e0041": 3,
		"\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f\U000e0067\U000e0067": 32,
		"\u845b\U000e0100":                      -1,
		"a\ufff9b\ufffb":                        1,
		"\uffff":                                0,
		strings.Repeat("\u20ac", 20) + "\u202d": 60,
	} {
		if got := diag.Misleading([]byte(text)); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		turns := unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' && r != '\u061c'
		turns = turns || r >= 0x206a && r <= 0x206f
		want := turns || unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\f", r)
		if got := diag.Misleading(utf8.AppendRune([]byte("a"), r)) == 1; got != want {
			t.Errorf("%U: found %v, want %v", r, got, want)
		}
	}
}
