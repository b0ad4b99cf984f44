package page

import "testing"

func TestTelephoneNumbersAreLinksWhereTheyCanBeCalled(t *testing.T) {
	for number, want := range map[string]string{
		"+31 20 000 0001":        "tel:+31200000001",
		"030 / 123 45-67":        "tel:0301234567",
		"+44 (0)117 496 0101":    "tel:+441174960101",
		"112":                    "tel:112",
		"0800-BAKERY":            "tel:0800225379",
		"1-800-GO-FEDEX":         "tel:18004633339",
		"":                       "",
		"ask Tom":                "",
		"+":                      "",
		"12":                     "",
		"+31 20 000 0001 ext. 4": "",
		"800 123 EXT 12":         "",
		"020 111 or 020 222":     "",
	} {
		if got := string(telephone(number)); got != want {
			t.Errorf("%q: %q, want %q", number, got, want)
		}
	}
}
