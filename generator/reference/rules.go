package reference

import (
	"slices"

	"rapport/generator/check"
	"rapport/generator/content"
	"rapport/generator/diag"
	"rapport/generator/front"
	"rapport/generator/importing"
	"rapport/generator/locale"
	"rapport/generator/markdown"
	"rapport/generator/pdf"
	"rapport/generator/schema"
	"rapport/generator/seal"
	"rapport/generator/source"
	"rapport/generator/table"
	"rapport/generator/theme"
)

// Rules returns every rule that a problem can name: the habits that check knows
// how to find, and then what can be wrong with the form of a workspace, from its
// folders to its theme.
func Rules() []diag.Rule {
	var all []diag.Rule
	for _, r := range check.Rules() {
		all = append(all, r.Rule)
	}
	for _, r := range slices.Concat(diag.Common(), source.Rules(), front.Rules(), schema.Rules(), table.Rules(), content.Rules(), importing.Rules(), markdown.Rules(), pdf.Rules(), seal.Rules(), theme.Rules(), locale.Rules()) {
		if !slices.ContainsFunc(all, func(had diag.Rule) bool { return had.Group != "" && had.Name == r.Name }) { // or it is a habit that another package finds
			all = append(all, r)
		}
	}
	return all
}

// Advice returns the names, in order, of the rules that can be asked for by name
// and accepted with a reason: all habits, and the warnings of other packages.
func Advice() []string {
	var names []string
	for _, r := range Rules() {
		if r.Group != "" || r.Severity == diag.Warning {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return names
}
