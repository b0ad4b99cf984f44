package front_test

import (
	"testing"

	"rapport/generator/front"
)

func TestRegionsAreFoundWholeOrNot(t *testing.T) {
	for _, test := range []struct {
		text, fence, inside string
		closed              bool
	}{
		{"---\na: 1\n---\nText", "---", "a: 1\n", true},
		{"\uFEFF\r\n---\r\na: 1\r\n---\r\n", "---", "a: 1\r\n", true},
		{"+++\na = 1\n+++\n", "+++", "a = 1\n", true},
		{"---\na: 1\n\nText", "---", "a: 1\n\nText", false},
		{"---\n", "---", "", false},
		{"\uFEFF{\n \"a\": 1\n}\nText", "{", "{\n \"a\": 1\n}", true},
		{"{\n \"a\": \n", "{", "{\n \"a\": \n", false},
		{"---", "", "", false},
		{"{{< kpi orders >}}\n", "", "", false},
		{"Text\n---\n", "", "", false},
	} {
		got, ok := front.RegionOf([]byte(test.text))
		if ok != (test.fence != "") || got.Fence != test.fence || got.Closed != test.closed || test.text[got.From:got.To] != test.inside {
			t.Errorf("%q: %+v, %q, %t", test.text, got, test.text[got.From:got.To], ok)
		}
	}
}
