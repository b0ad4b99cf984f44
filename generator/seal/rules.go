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
	KeyEnds        = rules.New("key-ends", diag.Warning, "a person may soon read a sealed portal no more", "Agree with the person on what comes then. The command rapport key until CLIENT PERSON DAY moves the day, and with never in its place drops it.")
	KeyEnded       = rules.New("key-ended", diag.Warning, "a person whose last day has passed still has a key, which opens nothing that was built since", "Remove it with rapport key remove CLIENT PERSON, or let the person in again with rapport key until CLIENT PERSON DAY.")
	LeftReads      = rules.New("left-reads", diag.Warning, "a person who has left still reads a sealed portal", "Remove the key with rapport key remove CLIENT PERSON.")
	KeyLog         = rules.New("key-log", diag.Warning, "who may read is not what the log of the keys says", "Ask git who changed it. If it was meant, write it into the log with rapport key note CLIENT; if not, remove the key.")
)
