package schema

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with the form of a map.
func Rules() []diag.Rule { return rules.All() }

// What the keys of a map and their values can break.
var (
	UnknownKey   = rules.New("unknown-key", diag.Error, "a key is not known here", "Mend its spelling, or put what is your own under extra.")
	MissingField = rules.New("missing-field", diag.Error, "something required is missing or empty", "Add it, or fill it in.")
	WrongType    = rules.New("wrong-type", diag.Error, "a value has the wrong form", "Write it in the form that the message names: a single value, a list, or a map.")
	BadChoice    = rules.New("bad-choice", diag.Error, "a word is not one of those that are allowed", "Write one of the words that the message lists.")
	BadRange     = rules.New("bad-range", diag.Error, "a value is out of its range", "Write a value within the bounds.")
	BadNumber    = rules.New("bad-number", diag.Error, "a number cannot be read", "Write digits, with a point before decimals.")
)
