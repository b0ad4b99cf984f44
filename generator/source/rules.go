package source

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with a workspace's folders.
func Rules() []diag.Rule { return rules.All() }

// What the folders of a workspace can break.
var (
	BadName     = rules.New("bad-name", diag.Error, "a name cannot be an id, a folder or part of an address", "Use letters, digits and hyphens.")
	StrayFile   = rules.New("stray-file", diag.Warning, "a file is used nowhere", "Name it where it belongs, move it to files/, or away.")
	ForeignFile = rules.New("foreign-file", diag.Note, "a file that another program made for itself is left out", "Nothing has to be done. Where it stands for a document, save or download that anew; where it is meant, give it another name.")
	LinkOutside = rules.New("link-outside", diag.Error, "a symbolic link leads out of its tree", "Copy what it leads to.")
	LinkBroken  = rules.New("link-broken", diag.Error, "a symbolic link leads nowhere", "Mend or remove it.")
	NotAFile    = rules.New("not-a-file", diag.Error, "a pipe, socket or device stands among the files", "Move it away.")
)
