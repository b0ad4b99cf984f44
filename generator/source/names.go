package source

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form of a name by which disks that ignore case, and those that compose
// accents, tell it from others.
func Fold(name string) string { return norm.NFC.String(strings.ToLower(name)) }

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
