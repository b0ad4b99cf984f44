package pdf

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with a PDF.
func Rules() []diag.Rule { return rules.All() }

// NoPDF is a page that could not be printed.
var NoPDF = rules.New("no-pdf", diag.Error, "Chromium made no PDF of a page", "Build again; if it fails again, print the page in Chromium by hand to see what it says, or build without --pdf.")
