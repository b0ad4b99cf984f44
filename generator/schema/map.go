package schema

import (
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A Map is the keys of T, in the order in which they are explained.
type Map[T any] struct {
	fields []Field[T]
	mark   func(t *T) *front.Mark
	checks []func(d *Decoder, n *front.Node, at Where, t *T)
	either []string
}

// New returns the map of the given keys.
func New[T any](fields ...Field[T]) *Map[T] { return &Map[T]{fields: fields} }

// Marked says where T keeps the place at which it stands.
func (m *Map[T]) Marked(mark func(t *T) *front.Mark) *Map[T] {
	m.mark = mark
	return m
}

// Check adds a check of what holds between the keys. It is called when they have
// been read, with the map's node and its name.
func (m *Map[T]) Check(check func(d *Decoder, n *front.Node, at Where, t *T)) *Map[T] {
	m.checks = append(m.checks, check)
	return m
}

// Either says that one of two keys is required.
func (m *Map[T]) Either(a, b string) *Map[T] {
	m.either = []string{a, b}
	return m
}

// Pick returns the map of some of the keys, of which none is required and none stands
// in a new file.
func (m *Map[T]) Pick(keys ...string) *Map[T] {
	some := &Map[T]{}
	for _, f := range m.fields {
		if slices.Contains(keys, f.info.Key) {
			info := *f.info
			info.Required, info.Start = false, nil
			f.info = &info
			some.fields = append(some.fields, f)
		}
	}
	return some
}

// Infos returns what can be said of the keys.
func (m *Map[T]) Infos() []Info {
	all := make([]Info, len(m.fields))
	for i, f := range m.fields {
		all[i] = *f.info
	}
	return all
}

// Decode reads n into t. It returns false, with a problem, where n is no map.
func (m *Map[T]) Decode(d *Decoder, n *front.Node, at Where, t *T) bool {
	if !d.isMap(n, at) {
		return false
	}
	m.decode(d, n, at, t)
	for _, k := range n.Keys {
		if !m.has(k.Name) {
			d.unknown(k, at, keysOf(m.Infos()))
		}
	}
	return true
}

// decode reads the keys, reports those that are missing, and checks what holds
// between them.
func (m *Map[T]) decode(d *Decoder, n *front.Node, at Where, t *T) {
	if m.mark != nil {
		*m.mark(t) = n.Mark
	}
	for i := range m.fields {
		f := &m.fields[i]
		if f.preset != nil {
			f.preset(t)
		}
		v := n.Get(f.info.Key)
		switch {
		case v == nil:
		case v.Kind != front.Null:
			f.read(d, n, v, t)
		case v.Cut.Line > 0:
			d.Errorf(v.Cut, front.LostWords, front.CutMessage)
			continue
		}
		if f.info.Required {
			d.require(n, v, at, f.info)
		}
	}
	if m.either != nil && n.Get(m.either[0]).IsBlank() && n.Get(m.either[1]).IsBlank() {
		d.Errorf(n.Mark, MissingField, "%s has neither %q nor %q; add one of them", at, m.either[0], m.either[1])
	}
	for _, check := range m.checks {
		check(d, n, at, t)
	}
}

// require reports a key that has to be there and is missing or empty; v is what
// stands under it.
func (d *Decoder) require(n, v *front.Node, at Where, i *Info) {
	switch {
	case v == nil:
		d.Errorf(n.Mark, MissingField, "%s has no %q; add it", at, i.Key)
	case v.IsBlank() && at.row:
		d.Errorf(v.Mark, MissingField, "the row has no %s; fill it in, or remove the row", i.Key)
	case v.IsBlank():
		d.Errorf(v.Mark, MissingField, "%q in %s is empty; fill it in", i.Key, at)
	case i.List && v.Kind == front.List && len(v.Kids) == 0:
		d.Errorf(v.Mark, MissingField, "%s in %s is empty; add at least one", i.Key, at)
	}
}

// has reports whether the map knows a key.
func (m *Map[T]) has(key string) bool {
	return slices.ContainsFunc(m.fields, func(f Field[T]) bool { return f.info.Key == key })
}

func keysOf(infos []Info) []string {
	keys := make([]string, len(infos))
	for i := range infos {
		keys[i] = infos[i].Key
	}
	return keys
}

// unknown reports a key that is not one of those known.
func (d *Decoder) unknown(k front.Key, at Where, known []string) {
	mend := diag.DidYouMean(k.Name, known)
	switch {
	case mend != "":
	case strings.Contains(k.Name, " "):
		mend = "; put a text that holds a comma or a colon in quotes"
	case len(known) <= 8:
		mend = "; known here: " + strings.Join(known, ", ")
	default:
		mend = "; remove it, or put what is your own under \"extra\""
	}
	d.Errorf(k.Mark, UnknownKey, "unknown key %s in %s%s", diag.Quote(k.Name), at.key, mend)
}

// A Part is a map with that into which it is read, where several share a node.
type Part interface {
	has(key string) bool
	Infos() []Info
	read(d *Decoder, n *front.Node, at Where)
}

// Into returns the map as a part that is read into t.
func (m *Map[T]) Into(t *T) Part { return part[T]{m, t} }

type part[T any] struct {
	*Map[T]
	t *T
}

func (p part[T]) read(d *Decoder, n *front.Node, at Where) { p.decode(d, n, at, p.t) }

// OtherKeys is a part that knows any key and reads none: for when it is not known
// which others there are.
func OtherKeys() Part { return otherKeys{} }

type otherKeys struct{}

func (otherKeys) has(string) bool                   { return true }
func (otherKeys) Infos() []Info                     { return nil }
func (otherKeys) read(*Decoder, *front.Node, Where) {}

// Decode reads n, which has the keys of several maps. It returns false, with a
// problem, where n is no map.
func Decode(d *Decoder, n *front.Node, at Where, parts ...Part) bool {
	if !d.isMap(n, at) {
		return false
	}
	for _, p := range parts {
		p.read(d, n, at)
	}
	for _, k := range n.Keys {
		if slices.ContainsFunc(parts, func(p Part) bool { return p.has(k.Name) }) {
			continue
		}
		var known []string
		for _, p := range parts {
			known = append(known, keysOf(p.Infos())...)
		}
		d.unknown(k, at, known)
	}
	return true
}
