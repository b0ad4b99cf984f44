package front

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A Path leads from the top level of front matter to a value. It begins with At, and is
// never changed: each of its methods returns a longer one.
type Path []step

// A step is a key of a map, or an element of a list by its id or by its place.
type step struct {
	kind  stepKind
	name  string // of a key, or an id
	index int    // from 0
}

type stepKind uint8

const (
	toKey stepKind = iota
	toID
	toIndex
)

func (s step) isKey() bool { return s.kind == toKey }

// At returns the path to a key at the top level.
func At(key string) Path { return Path{{kind: toKey, name: key}} }

// Key goes on to a key of a map.
func (p Path) Key(name string) Path { return p.to(step{kind: toKey, name: name}) }

// ID goes on to the element of a list that is a map with this id.
func (p Path) ID(id string) Path { return p.to(step{kind: toID, name: id}) }

// Index goes on to an element of a list, counted from 0. A single value counts as a list
// with one element, as it does where a field takes either.
func (p Path) Index(i int) Path { return p.to(step{kind: toIndex, index: i}) }

func (p Path) to(s step) Path { return append(slices.Clip(p), s) }

// String returns the path as one word: inputs[prices].partly[1].
func (p Path) String() string {
	var b strings.Builder
	for i, s := range p {
		switch {
		case s.kind == toIndex:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case s.kind == toID:
			fmt.Fprintf(&b, "[%s]", s.name)
		case i > 0:
			b.WriteString("." + s.name)
		default:
			b.WriteString(s.name)
		}
	}
	return b.String()
}

// At returns the value to which a path leads, nil where it leads to none.
func (n *Node) At(p Path) *Node {
	for _, s := range p {
		i := n.find(s)
		switch {
		case i >= 0:
			n = n.Kids[i]
		case n == nil || n.Kind != Scalar || s.kind != toIndex || s.index != 0:
			return nil
		}
	}
	return n
}

// find returns the place of the kid to which a step leads; -1 where there is none.
func (n *Node) find(s step) int {
	switch {
	case n == nil:
	case s.kind == toKey && n.Kind == Map:
		return slices.IndexFunc(n.Keys, func(k Key) bool { return k.Name == s.name })
	case s.kind == toID && n.Kind == List:
		return slices.IndexFunc(n.Kids, func(kid *Node) bool {
			id := kid.Get("id")
			return id != nil && id.Kind == Scalar && id.Raw == s.name
		})
	case s.kind == toIndex && n.Kind == List && s.index >= 0 && s.index < len(n.Kids):
		return s.index
	}
	return -1
}

// wrap returns the value that holds another at the end of a path: maps with one key, and
// lists with nothing before their one element.
func (p Path) wrap(value *Node) *Node {
	for _, s := range slices.Backward(p) {
		if s.kind == toKey {
			value = MapOf().With(s.name, value)
		} else {
			value = ListOf(append(nothings(s.index), value)...)
		}
	}
	return value
}

func nothings(n int) []*Node {
	all := make([]*Node, n)
	for i := range all {
		all[i] = &Node{Kind: Null}
	}
	return all
}
