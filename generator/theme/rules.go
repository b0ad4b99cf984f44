package theme

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with a theme, and with a brand in it.
func Rules() []diag.Rule { return rules.All() }

// What a theme can break.
var (
	Unusable = rules.New("theme", diag.Error, "a theme's layout or texts cannot be used", "Look at the file, line and column in the theme, and at the page that was being made.")

	BrandAdjusted = rules.Declare(diag.Rule{
		Name: "brand-adjusted", Severity: diag.Note,
		Summary: "a brand colour is too weak for text",
		Why:     "Grey on grey cannot be read by tired or ageing eyes. Pages use a darker or lighter shade of the colour for text, and the colour itself for areas.",
		Mend:    "Nothing has to be done; or give brand a colour of more contrast.",
		Found:   "The colour has a contrast of less than 4.5:1 (WCAG 2.2) with the page's background, in the light or in the dark scheme.",
	})
)
