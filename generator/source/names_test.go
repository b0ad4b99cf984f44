package source_test

import (
	"testing"

	"rapport/generator/source"
)

func TestNamesThatSomeDiskTakesForOneAreFound(t *testing.T) {
	for _, test := range []struct {
		name    string
		paths   []string
		had, is string
	}{
		{name: "others", paths: []string{"a/b.txt", "a/c.txt", "b/b.txt", "a-b.txt"}},
		{name: "case", paths: []string{"a/Plan.txt", "a/plan.txt"}, had: "a/Plan.txt", is: "a/plan.txt"},
		{name: "accents", paths: []string{"caf\u00e9.txt", "cafe\u0301.txt"}, had: "caf\u00e9.txt", is: "cafe\u0301.txt"},
		{name: "both", paths: []string{"CAF\u00c9.txt", "cafe\u0301.txt"}, had: "CAF\u00c9.txt", is: "cafe\u0301.txt"},
		{name: "letters that are one in capitals", paths: []string{"Stra\u00dfe.txt", "STRASSE.txt"}, had: "Stra\u00dfe.txt", is: "STRASSE.txt"},
		{name: "letters with two small forms", paths: []string{"\u03bf\u03c2", "\u03bf\u03c3"}, had: "\u03bf\u03c2", is: "\u03bf\u03c3"},
		{name: "folders", paths: []string{"Plans/a.txt", "plans/b.txt"}, had: "Plans", is: "plans"},
		{name: "a file and a folder", paths: []string{"plans", "plans/b.txt"}, had: "plans", is: "plans"},
		{name: "a folder and a file", paths: []string{"plans/b.txt", "PLANS"}, had: "plans", is: "PLANS"},
		{name: "twice", paths: []string{"a.txt", "a.txt"}, had: "a.txt", is: "a.txt"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var names source.Names
			var had, is string
			for _, p := range test.paths {
				if a, b, clash := names.Add(p); clash {
					had, is = a, b
				}
			}
			if had != test.had || is != test.is {
				t.Errorf("%q and %q, want %q and %q", had, is, test.had, test.is)
			}
		})
	}
}
