package front

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrTaken is returned where a key that is to be added is there already.
var ErrTaken = errors.New("the key is there already")

// AddUnder adds a key with its value, written in YAML on one line, to the map under a
// key of the top level; where that is missing, it is added below all others. Lines that
// are there stay as they are. The error is ErrTaken where the map has the key, and
// ErrStyle where the style of the file does not allow the edit, as with TOML and JSON.
func AddUnder(data []byte, key, under, value string) ([]byte, error) {
	e, err := newEditor(data)
	if err != nil {
		return nil, err
	}
	added, problems := Parse("", []byte("---\n"+under+": "+value+"\n---\n"))
	if len(problems) > 0 || added.Front == nil || len(added.Front.Keys) != 1 {
		return nil, fmt.Errorf("the value of %s cannot be read", under)
	}
	root := e.doc.Front
	if root.Get(key).Get(under) != nil {
		return nil, ErrTaken
	}
	if e.format != inYAML || e.begins(root, '{') {
		return nil, ErrStyle
	}
	change, ok := e.addUnder(key, under+": "+value)
	if !ok {
		return nil, ErrStyle
	}
	edited := e.apply(change)
	return edited, says(edited, with(root, key, added.Front))
}

// with returns a map as it is when the keys of another are added to the map under a key.
func with(root *Node, key string, more *Node) *Node {
	want := &Node{Kind: Map, Keys: slices.Clone(root.Keys), Kids: slices.Clone(root.Kids)}
	i := root.at(key)
	if i < 0 {
		want.Keys, want.Kids = append(want.Keys, Key{Name: key}), append(want.Kids, more)
		return want
	}
	had := root.Kids[i]
	want.Kids[i] = &Node{Kind: Map, Keys: slices.Concat(had.Keys, more.Keys), Kids: slices.Concat(had.Kids, more.Kids)}
	return want
}

// addUnder finds the edit that adds a pair to the map under a key.
func (e *editor) addUnder(key, pair string) (edit, bool) {
	i := e.doc.Front.at(key)
	if i < 0 {
		end := e.lineEnd(e.doc.to)
		return edit{e.doc.to, e.doc.to, key + ":" + end + "  " + pair + end}, true
	}
	m := e.doc.Front.Kids[i]
	_, next := e.lineOf(e.lines.offsetOf(e.doc.Front.Keys[i].Mark))
	switch {
	case m.Kind == Null:
		from, to, ok := e.value(e.doc.Front.Keys[i], false)
		return edit{next, next, "  " + pair + e.lineEnd(next)}, ok && from == to
	case m.Kind != Map:
		return edit{}, false
	case e.begins(m, '{'):
		return e.addKey(m, true, pair)
	}
	at := e.lines.offsetOf(m.Keys[0].Mark)
	start, _ := e.lineOf(at)
	indent := utf8.RuneCount(e.data[start:at])
	return edit{start, start, strings.Repeat(" ", indent) + pair + e.lineEnd(start)}, start >= next && indent > 0
}
