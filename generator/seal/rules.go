package seal

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with keys and sealed portals.
func Rules() []diag.Rule { return rules.All() }

// What keys can break, and portals that are sealed.
var (
	BadKey         = rules.New("bad-key", diag.Error, "a key of a person cannot be read", "Make it anew with rapport key add.")
	NoReader       = rules.New("no-reader", diag.Error, "nobody has a key to a sealed portal", "Make your own with rapport key add --provider, and one for each reader with rapport key add CLIENT PERSON.")
	NoAnswers      = rules.New("no-answers", diag.Warning, "nothing can be answered on a sealed portal, since the provider has no key to which answers could be sealed", "Make yours with rapport key add --provider.")
	SealedTogether = rules.New("sealed-together", diag.Note, "several sealed portals share one address, and browsers keep nothing in it apart", "Where that matters, publish each by itself with --client and --out.")
)
