package content

import (
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"rapport/generator/diag"
)

// nodeKind is the form of a value in front matter.
type nodeKind uint8

const (
	nullNode nodeKind = iota
	scalarNode
	listNode
	mapNode
)

// String names the form in messages.
func (k nodeKind) String() string {
	return [...]string{"nothing", "a single value", "a list", "a map of keys"}[k]
}

// A node is a value of front matter, the same for YAML, TOML and JSON. A scalar
// keeps the text that stands in the file, because only the field that reads it
// knows whether `2026` is a year, a number or a word.
type node struct {
	kind   nodeKind
	quoted bool   // a scalar written as a string: never null, true or a number
	raw    string // of a scalar, with quotes and escapes undone
	keys   []key  // of a map, in order, each once
	kids   []*node
	Mark
}

// A key names the kid of a map at the same index.
type key struct {
	name string
	Mark
}

// get returns what stands under a key, or nil.
func (n *node) get(name string) *node {
	if n == nil || n.kind != mapNode {
		return nil
	}
	for i := range n.keys {
		if n.keys[i].name == name {
			return n.kids[i]
		}
	}
	return nil
}

// isBlank reports whether nothing was written: no node, null, or an empty text.
func (n *node) isBlank() bool {
	return n == nil || n.kind == nullNode || n.kind == scalarNode && strings.TrimSpace(n.raw) == ""
}

// Pos returns where the value at a path of keys and indices stands, such as
// ("plan", 2, "due"), or its nearest ancestor that is there.
func (f *File) Pos(path ...any) diag.Position {
	if f.front == nil {
		return diag.Position{File: f.Path}
	}
	n := f.front
	for _, step := range path {
		var next *node
		switch step := step.(type) {
		case string:
			next = n.get(step)
		case int:
			if n.kind == listNode && 0 <= step && step < len(n.kids) {
				next = n.kids[step]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return f.At(n.Mark)
}

// At returns the position of a mark in the file.
func (f *File) At(m Mark) diag.Position {
	return diag.Position{File: f.Path, Line: m.Line, Col: m.Col}
}

const (
	maxDepth   = 100     // of lists and maps in each other
	maxAliased = 100_000 // nodes that YAML aliases may add to a file
)

// A syntaxError is what a format says of text that it cannot read.
type syntaxError struct {
	rule    string
	message string
	Mark
}

// A builder makes the nodes of one file, and takes note of what is wrong with
// them on the way.
type builder struct {
	errors []syntaxError
	slab   []node
}

// make returns a new node; nodes come in blocks, since a report has a hundred.
func (b *builder) make(kind nodeKind, at Mark) *node {
	if len(b.slab) == 0 {
		b.slab = make([]node, 32)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.kind, n.Mark = kind, at
	return n
}

func (b *builder) fail(at Mark, rule, message string) {
	b.errors = append(b.errors, syntaxError{rule, message, at})
}

// put sets a key of a map, and complains where it is set already.
func (b *builder) put(m *node, k key, v *node) {
	for _, have := range m.keys {
		if have.name == k.name {
			b.fail(k.Mark, "duplicate-key", "key "+quote(k.name)+" stands here twice, first on line "+strconv.Itoa(have.Line)+"; keep one")
			return
		}
	}
	m.keys = append(m.keys, k)
	m.kids = append(m.kids, v)
}

// A locator turns byte offsets of a text into marks.
type locator struct {
	text  []byte
	lines []int // offset of each line's first byte
	first int   // number of the text's first line in its file
}

func newLocator(text []byte, first int) *locator {
	l := &locator{text: text, lines: []int{0}, first: first}
	for i, c := range text {
		if c == '\n' {
			l.lines = append(l.lines, i+1)
		}
	}
	return l
}

func (l *locator) at(offset int) Mark {
	offset = max(0, min(offset, len(l.text)))
	line := sort.SearchInts(l.lines, offset+1) - 1
	return Mark{l.first + line, utf8.RuneCount(l.text[l.lines[line]:offset]) + 1}
}
