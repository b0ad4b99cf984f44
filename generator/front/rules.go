package front

import "rapport/generator/diag"

var rules diag.Rules

// Rules returns what can be wrong with the form of front matter.
func Rules() []diag.Rule { return rules.All() }

// What front matter can break.
var (
	NotUTF8             = rules.New("not-utf8", diag.Error, "a file is not UTF-8 text", "Save it as UTF-8.")
	NoFrontMatter       = rules.New("no-front-matter", diag.Error, "a file does not begin with front matter", "Put the fields first, between two lines ---.")
	UnclosedFrontMatter = rules.New("unclosed-front-matter", diag.Error, "the front matter has no end", "Close it with the line that it begins with.")
	BadYAML             = rules.New("bad-yaml", diag.Error, "the front matter is not YAML", "Look at the line: most often a text with a colon or a hash lacks quotes, or a line has the wrong indentation.")
	BadTOML             = rules.New("bad-toml", diag.Error, "the front matter is not TOML", "Look at the line: most often a text lacks quotes.")
	BadJSON             = rules.New("bad-json", diag.Error, "the front matter is not JSON", "Look at the line: most often a comma is missing, or one too many.")
	MergeConflict       = rules.New("merge-conflict", diag.Error, "git left a conflict in a file", "Keep one of the two versions, and remove the lines of git: <<<<<<<, ======= and >>>>>>>.")
	LostWords           = rules.New("lost-words", diag.Error, "words of a text are taken for a comment or a mark of YAML, and would be lost", "Put the text in quotes. A comment has a space behind its #, and an anchor (&name) is named by an alias (*name).")
	InvisibleCharacter  = rules.New("invisible-character", diag.Error, "a character cannot be seen, or makes text read as another", "Delete it, or type a space in its place: such characters come with text that is pasted. Control characters, and those that turn the direction of text, are refused everywhere; marks (U+200E, U+200F, U+061C), and isolates that are closed on their line, may stand.")
	DuplicateKey        = rules.New("duplicate-key", diag.Error, "a key stands twice", "Keep one of the two.")
)
