package front

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"rapport/generator/diag"
)

// Kind is the form of a value in front matter.
type Kind uint8

// The forms.
const (
	Null Kind = iota // nothing, or null
	Scalar
	List
	Map
)

// String names the form in messages.
func (k Kind) String() string {
	return [...]string{"nothing", "a single value", "a list", "a map of keys"}[k]
}

// A Node is a value of front matter, the same for YAML, TOML and JSON. A scalar
// keeps the text that stands in the file, because only the field that reads it
// knows whether `2026` is a year, a number or a word.
type Node struct {
	Kind   Kind
	Quoted bool   // a scalar written as a string: never null, true or a number
	Raw    string // of a scalar, with quotes and escapes undone
	Keys   []Key  // of a map, in order, each once
	Kids   []*Node
	Cut    Mark // of a # behind it that takes words away, if they were meant as such
	Mark
}

// A Key names the kid of a map at the same index.
type Key struct {
	Name string
	Mark
}

// Get returns what stands under a key, or nil.
func (n *Node) Get(name string) *Node {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i := range n.Keys {
		if n.Keys[i].Name == name {
			return n.Kids[i]
		}
	}
	return nil
}

// Of returns where the value at a path of keys and indices stands, such as ("plan", 2, "due"),
// or its nearest ancestor that is there.
func (n *Node) Of(path ...any) Mark {
	for _, step := range path {
		var next *Node
		switch step := step.(type) {
		case string:
			next = n.Get(step)
		case int:
			if n.Kind == List && 0 <= step && step < len(n.Kids) {
				next = n.Kids[step]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n.Mark
}

// IsBlank reports whether nothing was written: no node, null, or an empty text.
func (n *Node) IsBlank() bool {
	return n == nil || n.Kind == Null || n.Kind == Scalar && strings.TrimSpace(n.Raw) == ""
}

// Over returns a map with the keys of another that it does not have itself, but for
// those that are named.
func (n *Node) Over(other *Node, but ...string) *Node {
	all := &Node{Kind: Map, Mark: n.Mark, Keys: slices.Clone(n.Keys), Kids: slices.Clone(n.Kids)}
	for i, k := range other.Keys {
		if !slices.Contains(but, k.Name) && n.Get(k.Name) == nil {
			all.Keys, all.Kids = append(all.Keys, k), append(all.Kids, other.Kids[i])
		}
	}
	return all
}

// Moved returns a copy of the node and all in it that stands at a mark.
func (n *Node) Moved(to Mark) *Node {
	moved := *n
	moved.Mark = to
	moved.Keys, moved.Kids = make([]Key, len(n.Keys)), make([]*Node, len(n.Kids))
	for i, k := range n.Keys {
		moved.Keys[i] = Key{k.Name, to}
	}
	for i, kid := range n.Kids {
		moved.Kids[i] = kid.Moved(to)
	}
	return &moved
}

const (
	maxDepth   = 100     // of lists and maps in each other
	maxAliased = 100_000 // nodes that YAML aliases may add to a file
)

// A builder makes the nodes of one file, and takes note of what is wrong with
// them on the way.
type builder struct {
	file     string
	problems []diag.Problem
	slab     []Node
	keys     []Key   // those of several maps in one block, each behind the other
	kids     []*Node // the same
	block    int     // how many nodes, keys or kids a block has; 0 for some
}

// someNodes is how many nodes, keys or kids are made at once, where nothing tells how many
// a file has: few have more than a hundred.
const someNodes = 32

// make returns a new node.
func (b *builder) make(kind Kind, at Mark) *Node {
	if len(b.slab) == 0 {
		b.slab = make([]Node, cmp.Or(b.block, someNodes))
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.Kind, n.Mark = kind, at
	return n
}

func (b *builder) fail(at Mark, rule *diag.Rule, message string) {
	b.problems = append(b.problems, rule.At(at.In(b.file), "%s", message))
}

// mend adds to the last problem that one text is to stand in the place of another.
func (b *builder) mend(was, text string) {
	if was == "" {
		return
	}
	last := &b.problems[len(b.problems)-1]
	last.Fix = diag.Replace(last.Position, was, text)
}

// put sets a key of a map, and complains where it is set already.
func (b *builder) put(m *Node, k Key, v *Node) {
	if b.isNew(m.Keys, k) {
		m.Keys = append(m.Keys, k)
		m.Kids = append(m.Kids, v)
	}
}

// isNew reports whether a key can stand behind others, with a problem where it cannot.
func (b *builder) isNew(before []Key, k Key) bool {
	if bad := diag.Invisible(k.Name); bad != "" {
		b.fail(k.Mark, InvisibleCharacter, "in this key stands "+bad)
		b.mend(k.Name, diag.WithoutInvisible(k.Name))
		return false
	}
	for i := range before {
		if before[i].Name == k.Name {
			b.fail(k.Mark, DuplicateKey, "key "+diag.Quote(k.Name)+" stands here twice, first on line "+strconv.Itoa(before[i].Line)+"; keep one")
			return false
		}
	}
	return true
}

// kept returns a copy of what a map or list has, cut from a block in which others stand too.
func kept[T any](block *[]T, size int, all []T) []T {
	if len(all) == 0 {
		return nil
	}
	if len(all) > cap(*block)-len(*block) {
		*block = make([]T, 0, max(cmp.Or(size, someNodes), len(all)))
	}
	from := len(*block)
	*block = append(*block, all...)
	return (*block)[from:len(*block):len(*block)]
}
