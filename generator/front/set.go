package front

import (
	"bytes"
	"fmt"
	"slices"
)

// Set returns a file in which the value at a path is another. Where the last key of the
// path is missing, it is added: behind the last of the keys named by after that is there,
// which are those that stand before it in the order of a schema, or else at the end of its
// map. Maps and lists on the way that are missing are made; a list that is too short for an
// index is filled up with null; and a single value of which an element is set becomes a list.
//
// Of a map or a list that is there already, only what differs is written. A file that says
// all this already is returned as it is.
//
// The error is ErrStyle, as a *StyleError with its place, where the file is written in a way
// that cannot be edited, or has something else where the path leads.
func Set(data []byte, at Path, value *Node, after ...string) ([]byte, error) {
	if err := writable(at, value); err != nil {
		return nil, err
	}
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	old := e.doc.Front.At(at)
	switch {
	case value.means(old):
		return data, nil
	case old == nil || len(old.Kids) == 0 || old.Kind != value.Kind:
	case value.Kind == Map && !slices.ContainsFunc(old.Keys, func(k Key) bool { return value.Get(k.Name) == nil }):
		var before []string
		for i, k := range value.Keys {
			if data, err = Set(data, at.Key(k.Name), value.Kids[i], before...); err != nil {
				return nil, err
			}
			before = append(before, k.Name)
		}
		return data, nil
	case value.Kind == List && len(value.Kids) >= len(old.Kids):
		for i, kid := range value.Kids {
			if data, err = Set(data, at.Index(i), kid); err != nil {
				return nil, err
			}
		}
		return data, nil
	}
	return e.change(change{at: at, value: value, after: after})
}

// Append returns a file with one more element at the end of the list at a path. A list that
// is missing is made, as are the maps on the way to it, and a single value becomes the first
// element of one. For after, and for errors, see Set.
func Append(data []byte, at Path, value *Node, after ...string) ([]byte, error) {
	if err := writable(at, value); err != nil {
		return nil, err
	}
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	return e.change(change{at: at, value: value, after: after, isMore: true})
}

func writable(at Path, value *Node) error {
	if len(at) == 0 || at[0].kind != toKey {
		return fmt.Errorf("a path begins with a key")
	}
	for _, s := range at {
		bad := ""
		switch {
		case s.kind == toKey:
			bad = unwritableKey(s.name)
		case s.kind == toIndex && (s.index < 0 || s.index > maxIndex):
			bad = fmt.Sprintf("the index goes from 0 to %d", maxIndex)
		}
		if bad != "" {
			return fmt.Errorf("%s: %s", at, bad)
		}
	}
	if bad := value.unwritable(); bad != "" {
		return fmt.Errorf("%s: %s", at, bad)
	}
	return nil
}

// maxIndex bounds how many nulls an index may add to a list.
const maxIndex = 1000

// A change is what Set and Append are asked for.
type change struct {
	at     Path
	value  *Node
	after  []string
	isMore bool // the value is one more element of the list at the path
}

// change makes the edits, and reads the file again to see that it says what was meant.
func (e *editor) change(c change) ([]byte, error) {
	op, err := e.plan(c)
	if err != nil {
		return nil, err
	}
	edits, err := e.perform(op)
	if err != nil {
		return nil, err
	}
	edited := e.apply(edits...)
	doc, problems := Parse("", edited)
	want := e.doc.Front.replaced(op.in.node, op.result())
	if len(problems) > 0 || !want.isMet(doc.Front, op.values) || !bytes.Equal(doc.Body.Source, e.doc.Body.Source) {
		return nil, e.refuse(max(op.in.from, op.in.at), "%s cannot be changed here without a change to more than that; do it by hand", c.at)
	}
	return edited, nil
}

// An operation is what has to be done at one place of a file.
type operation struct {
	kind   operationKind
	in     *slot
	name   string // of a key that is added
	after  []string
	values []*Node
}

type operationKind uint8

const (
	toFill   operationKind = iota // a value takes the place of what is in the slot
	toAdd                         // a key is added to the map in the slot
	toExtend                      // elements are added to the list in the slot
)

// result is what is in the slot afterwards.
func (o *operation) result() *Node {
	switch o.kind {
	case toAdd:
		return o.in.node.With(o.name, o.values[0])
	case toExtend:
		return ListOf(slices.Concat(o.in.node.Kids, o.values)...)
	}
	return o.values[0]
}

// replaced returns a tree in which one node is another.
func (n *Node) replaced(old, by *Node) *Node {
	if n == old {
		return by
	}
	copied := *n
	copied.Kids = make([]*Node, len(n.Kids))
	for i, kid := range n.Kids {
		copied.Kids[i] = kid.replaced(old, by)
	}
	return &copied
}

// isMet reports whether a tree that was read says what another does. In values that are new,
// quotes may be as the style of the file has them.
func (n *Node) isMet(read *Node, values []*Node) bool {
	if read == nil || slices.Contains(values, n) {
		return read != nil && n.means(read)
	}
	if n.Kind != read.Kind || n.Raw != read.Raw || n.Quoted != read.Quoted || len(n.Kids) != len(read.Kids) {
		return false
	}
	for i, kid := range n.Kids {
		other := read.Kids[i]
		if n.Kind == Map {
			other = read.Get(n.Keys[i].Name)
		}
		if !kid.isMet(other, values) {
			return false
		}
	}
	return true
}

// plan walks down a path as far as it goes, and says what has to be done there.
func (e *editor) plan(c change) (*operation, error) {
	e.root = e.layout()
	s := e.root
	for i, step := range c.at {
		j := s.node.find(step)
		if j < 0 {
			return e.missing(s, c, i)
		}
		if j < len(s.kids) && s.kids[j] != nil {
			s = s.kids[j]
			continue
		}
		switch {
		case s.odd.reason != "":
			return nil, e.refuse(s.odd.at, "%s", s.odd.reason)
		case s.merges:
			return nil, e.refuse(s.from, oddMerge)
		}
		return nil, e.refuse(s.from, oddValue)
	}
	switch {
	case !c.isMore:
		return &operation{kind: toFill, in: s, values: []*Node{c.value}}, nil
	case s.node.Kind == List:
		return &operation{kind: toExtend, in: s, values: []*Node{c.value}}, nil
	case s.node.Kind == Null:
		return &operation{kind: toFill, in: s, values: []*Node{ListOf(c.value)}}, nil
	case s.node.Kind == Scalar:
		return &operation{kind: toFill, in: s, values: []*Node{ListOf(s.node, c.value)}}, nil
	}
	return nil, e.refuse(s.from, "%s is a map of keys, and a list is meant", c.at)
}

// missing says what has to be done in a slot that lacks the step of a path at an index.
func (e *editor) missing(s *slot, c change, i int) (*operation, error) {
	at, value := c.at[i], c.value
	if c.isMore {
		value = ListOf(value)
	}
	value = c.at[i+1:].wrap(value)
	fill := func(value *Node) (*operation, error) {
		return &operation{kind: toFill, in: s, values: []*Node{value}}, nil
	}
	switch kind := s.node.Kind; {
	case at.kind == toID || hasID(c.at[i+1:]):
		return nil, e.refuse(s.from, "there is no %s", c.at)
	case kind == Null:
		return fill(c.at[i : i+1].wrap(value))
	case at.kind == toKey && kind == Map:
		op := &operation{kind: toAdd, in: s, name: at.name, values: []*Node{value}}
		if !slices.ContainsFunc(c.at[i+1:], step.isKey) {
			op.after = c.after
		}
		return op, nil
	case at.kind == toIndex && kind == List:
		return &operation{kind: toExtend, in: s, values: append(nothings(at.index-len(s.node.Kids)), value)}, nil
	case at.kind == toIndex && kind == Scalar && at.index == 0 && (c.isMore || i+1 < len(c.at)): // it would be lost
	case at.kind == toIndex && kind == Scalar && at.index == 0:
		return fill(ListOf(value))
	case at.kind == toIndex && kind == Scalar:
		return fill(ListOf(slices.Concat([]*Node{s.node}, nothings(at.index-1), []*Node{value})...))
	}
	return nil, e.refuse(s.from, "%s leads through %s", c.at, s.node.Kind)
}

func hasID(p Path) bool {
	return slices.ContainsFunc(p, func(s step) bool { return s.kind == toID })
}
