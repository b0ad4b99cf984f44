package source

import (
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name by which disks that ignore case, and those that compose
// accents, tell it from others. Some of them take ß for ss.
func Fold(name string) string {
	if isASCII(name) {
		return strings.ToLower(name)
	}
	return norm.NFC.String(cases.Fold().String(norm.NFC.String(name)))
}

func isASCII(name string) bool {
	return !strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf })
}

// Names are paths that are to stand side by side on any disk. The zero value holds none.
type Names struct{ held map[string]held }

type held struct {
	name   string
	folder bool
}

// Add adds the path of a file. Where some disk would take it, or a folder that it stands in, for
// one that is held and is another, it returns the two.
func (n *Names) Add(file string) (had, is string, clash bool) {
	if n.held == nil {
		n.held = map[string]held{}
	}
	for name := file; name != "." && name != "/"; name = path.Dir(name) {
		now := held{name, name != file}
		before, found := n.held[Fold(name)]
		if found && before == now && now.folder {
			return "", "", false // and so are the folders above it
		}
		if found {
			return before.name, name, true
		}
		n.held[Fold(name)] = now
	}
	return "", "", false
}
