package locale

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with a theme's texts.
func Rules() []diag.Rule { return rules.All() }

// What a file of texts can break.
var (
	BadText            = rules.New("bad-text", diag.Error, "a theme's text cannot be used", "Write it in quotation marks, with placeholders as names in braces, and plural forms in a table of its name.")
	UnknownText        = rules.New("unknown-text", diag.Error, "a theme has no text of this name", "Mend its spelling; a key of your own begins with x_.")
	UnknownForm        = rules.New("unknown-form", diag.Error, "a text has no plural form of this name in its language", "Write one of the forms that the message names.")
	MissingForm        = rules.New("missing-form", diag.Error, "a text lacks a plural form of its language", "Add the form.")
	UnknownPlaceholder = rules.New("unknown-placeholder", diag.Error, "a text has a placeholder that nothing fills", "Write one of those of the English text.")
)
