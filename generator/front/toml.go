package front

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"rapport/generator/diag"
)

// toml reads TOML that begins on the given line of its file. It returns nil
// where the text is no TOML.
//
// It stands on the parser of go-toml and not on its decoder, because a decoder
// forgets positions and turns amounts into floats. What TOML forbids between
// expressions (a table defined twice, a key set twice) is checked here.
func (b *builder) toml(text []byte, line int) *Node {
	r := tomlReader{builder: b, text: NewLocator(text, line), state: map[*Node]tomlState{}}
	root := r.builder.make(Map, Mark{line, 1})
	table := root
	r.parser.Reset(text)
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			if table != nil {
				r.set(table, e, 0)
			}
		case unstable.Table:
			table = r.table(root, e)
		case unstable.ArrayTable:
			table = r.arrayTable(root, e)
		}
	}
	if err := r.parser.Error(); err != nil {
		r.tomlError(err)
		return nil
	}
	return root
}

// tomlState says how a map or list came to be, and so what may be added to it.
type tomlState uint8

const (
	tomlImplied tomlState = iota // by a longer header: may get its own
	tomlHeader                   // by its own header
	tomlDotted                   // by a dotted key
	tomlTables                   // a list made by [[headers]]
	tomlInline                   // written as a value: complete
)

type tomlReader struct {
	*builder
	parser unstable.Parser
	text   *Locator
	state  map[*Node]tomlState
}

func (r *tomlReader) tomlError(err error) {
	m := mistake{scan: scan{r.text.text, inTOML}, at: len(r.text.text), said: err.Error()}
	var p *unstable.ParserError
	if errors.As(err, &p) {
		m.said = p.Message
		if p.Highlight != nil {
			m.at = min(cap(r.text.text)-cap(p.Highlight), len(r.text.text))
		}
	}
	at, message := m.inTOML()
	r.fail(r.text.At(at), BadTOML, message)
}

func (r *tomlReader) key(n *unstable.Node) Key {
	return Key{string(n.Data), r.text.At(int(n.Raw.Offset))}
}

// table returns the map that a [header] opens, or nil when it may not.
func (r *tomlReader) table(root *Node, e *unstable.Node) *Node {
	parent, last := r.walk(root, e)
	if parent == nil {
		return nil
	}
	have := parent.Get(last.Name)
	if have == nil {
		have = r.builder.make(Map, last.Mark)
		r.put(parent, last, have)
	} else if have.Kind != Map || r.state[have] != tomlImplied {
		r.twice(last)
		return nil
	}
	r.state[have] = tomlHeader
	return have
}

// arrayTable returns the new map at the end of the list that a [[header]] names.
func (r *tomlReader) arrayTable(root *Node, e *unstable.Node) *Node {
	parent, last := r.walk(root, e)
	if parent == nil {
		return nil
	}
	list := parent.Get(last.Name)
	if list == nil {
		list = r.builder.make(List, last.Mark)
		r.state[list] = tomlTables
		r.put(parent, last, list)
	} else if r.state[list] != tomlTables {
		r.twice(last)
		return nil
	}
	m := r.builder.make(Map, last.Mark)
	r.state[m] = tomlHeader
	list.Kids = append(list.Kids, m)
	return m
}

// walk follows a header's key to its last part, making maps on the way.
func (r *tomlReader) walk(root *Node, e *unstable.Node) (parent *Node, last Key) {
	parent = root
	depth := 0
	for it := e.Key(); it.Next(); depth++ {
		k := r.key(it.Node())
		if depth > maxDepth {
			r.fail(k.Mark, BadTOML, "nested too deep; write it flatter")
			return nil, k
		}
		if it.IsLast() {
			return parent, k
		}
		next := parent.Get(k.Name)
		switch {
		case next == nil:
			next = r.builder.make(Map, k.Mark)
			r.put(parent, k, next)
		case r.state[next] == tomlTables:
			next = next.Kids[len(next.Kids)-1]
		case next.Kind != Map || r.state[next] == tomlInline:
			r.twice(k)
			return nil, k
		}
		parent = next
	}
	return nil, last
}

// set adds `a.b = value` to a map.
func (r *tomlReader) set(m *Node, e *unstable.Node, depth int) {
	value := e.Value()
	for it := e.Key(); it.Next(); depth++ {
		part := it.Node()
		k := r.key(part)
		if depth > maxDepth {
			r.fail(k.Mark, BadTOML, "nested too deep; write it flatter")
			return
		}
		if it.IsLast() {
			at := r.text.At(r.skip(int(part.Raw.Offset + part.Raw.Length)))
			r.put(m, k, r.value(value, at, depth+1))
			return
		}
		next := m.Get(k.Name)
		switch {
		case next == nil:
			next = r.builder.make(Map, k.Mark)
			r.state[next] = tomlDotted
			r.put(m, k, next)
		case next.Kind != Map || r.state[next] != tomlDotted:
			r.twice(k)
			return
		}
		m = next
	}
}

// skip returns the offset of the value behind a key that ends at offset.
func (r *tomlReader) skip(offset int) int {
	text := r.text.text
	for offset < len(text) && strings.IndexByte(" \t=", text[offset]) >= 0 {
		offset++
	}
	return offset
}

func (r *tomlReader) twice(k Key) {
	r.fail(k.Mark, DuplicateKey, "key "+diag.Quote(k.Name)+" is set already; keep one")
}

// value converts a value; at is where it begins as far as is known, since the
// parser tells the position of a scalar, but not that of an array.
func (r *tomlReader) value(v *unstable.Node, at Mark, depth int) *Node {
	if v.Kind != unstable.Array && v.Raw.Length > 0 {
		at = r.text.At(int(v.Raw.Offset))
	}
	if depth > maxDepth {
		r.fail(at, BadTOML, "nested too deep; write it flatter")
		return r.builder.make(Null, at)
	}
	switch v.Kind {
	case unstable.Array:
		n := r.builder.make(List, at)
		r.state[n] = tomlInline
		for it := v.Children(); it.Next(); {
			n.Kids = append(n.Kids, r.value(it.Node(), at, depth+1))
		}
		return n
	case unstable.InlineTable:
		n := r.builder.make(Map, at)
		for it := v.Children(); it.Next(); {
			r.set(n, it.Node(), depth+1)
		}
		r.close(n)
		return n
	}
	n := r.builder.make(Scalar, at)
	raw := v.Data
	switch v.Kind {
	case unstable.String:
		n.Quoted = true
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	case unstable.Integer, unstable.Float:
		raw = bytes.ReplaceAll(raw, []byte("_"), nil)
		raw = bytes.TrimPrefix(raw, []byte("+"))
	}
	n.Raw = string(raw)
	return n
}

// close marks an inline table, with the maps that its dotted keys made, as complete.
func (r *tomlReader) close(n *Node) {
	if n.Kind != Map {
		return
	}
	r.state[n] = tomlInline
	for _, kid := range n.Kids {
		if r.state[kid] == tomlDotted {
			r.close(kid)
		}
	}
}
