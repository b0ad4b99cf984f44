package schema

import (
	"fmt"
	"slices"
	"strings"

	"rapport/generator/diag"
	"rapport/generator/front"
)

// A Map is the keys of T, in the order in which they are explained.
type Map[T any] struct{ keys *keys }

// keys are a Map whose type is not known.
type keys struct {
	all    []*key
	mark   func(t any) *front.Mark // nil where none is kept
	checks []func(d *Decoder, n *front.Node, at Where, t any)
	either []string
	copied func(t any) any // that shares what is in it
}

// New returns the map of the given keys.
func New[T any](fields ...Field[T]) *Map[T] {
	m := &keys{copied: func(t any) any {
		copied := *t.(*T)
		return &copied
	}}
	for _, f := range fields {
		m.all = append(m.all, f.key)
	}
	return &Map[T]{m}
}

// Marked says where T keeps the place at which it stands.
func (m *Map[T]) Marked(mark func(t *T) *front.Mark) *Map[T] {
	m.keys.mark = func(t any) *front.Mark { return mark(t.(*T)) }
	return m
}

// Has reports whether a key of this name is declared.
func (m *Map[T]) Has(name string) bool {
	return slices.ContainsFunc(m.keys.Infos(), func(i Info) bool { return i.Key == name })
}

// Check adds a check of what holds between the keys. It is called when they have
// been read, with the map's node and its name.
func (m *Map[T]) Check(check func(d *Decoder, n *front.Node, at Where, t *T)) *Map[T] {
	m.keys.checks = append(m.keys.checks, func(d *Decoder, n *front.Node, at Where, t any) { check(d, n, at, t.(*T)) })
	return m
}

// Either says that one of two keys is required.
func (m *Map[T]) Either(a, b string) *Map[T] {
	m.keys.either = []string{a, b}
	return m
}

// Pick returns the map of some of the keys, of which none is required and none stands
// in a new file.
func (m *Map[T]) Pick(names ...string) *Map[T] {
	some := &keys{copied: m.keys.copied}
	for _, k := range m.keys.all {
		if slices.Contains(names, k.info.Key) {
			picked, info := *k, *k.info
			info.Required, info.Start = false, nil
			picked.info = &info
			some.all = append(some.all, &picked)
		}
	}
	return &Map[T]{some}
}

// Decode reads n into t. It returns false, with a problem, where n is no map.
func (m *Map[T]) Decode(d *Decoder, n *front.Node, at Where, t *T) bool {
	return Decode(d, n, at, m.Into(t))
}

// Infos returns what can be said of the keys.
func (m *Map[T]) Infos() []Info { return m.keys.Infos() }

// Infos returns what can be said of the keys.
func (m *keys) Infos() []Info {
	all := make([]Info, len(m.all))
	for i, k := range m.all {
		all[i] = *k.info
	}
	return all
}

// decode reads the keys, reports those that are missing, and checks what holds
// between them.
func (m *keys) decode(d *Decoder, n *front.Node, at Where, t any) {
	if m.mark != nil {
		*m.mark(t) = n.Mark
	}
	for _, k := range m.all {
		if k.preset != nil {
			k.preset(t)
		}
		v := n.Get(k.info.Key)
		switch {
		case v == nil:
		case v.Kind != front.Null:
			k.decode(d, n, v, t)
		case v.Cut.Line > 0:
			d.Errorf(v.Cut, front.LostWords, front.CutMessage)
			continue
		}
		if k.info.Required {
			d.require(n, v, at, k.info)
		}
	}
	if m.either != nil && n.Get(m.either[0]).IsBlank() && n.Get(m.either[1]).IsBlank() {
		d.Errorf(n.Mark, MissingField, "%s has neither %q nor %q; add one of them", at, m.either[0], m.either[1])
	}
	for _, check := range m.checks {
		check(d, n, at, t)
	}
}

// decode reads what stands under the key of a map m.
func (k *key) decode(d *Decoder, m, n *front.Node, t any) {
	if k.read != nil {
		k.read(d, m, n, t)
	} else {
		k.values.read(d, n, At(k.info.Key), k.at(t))
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
func (m *keys) has(name string) bool {
	return slices.ContainsFunc(m.all, func(k *key) bool { return k.info.Key == name })
}

func keysOf(infos []Info) []string {
	keys := make([]string, len(infos))
	for i := range infos {
		keys[i] = infos[i].Key
	}
	return keys
}

// unknown reports a key of a map that is not one of those known.
func (d *Decoder) unknown(n *front.Node, k front.Key, at Where, infos []Info) {
	if now := renamed(k.Name, infos); now != "" {
		d.Fixf(k.Mark, k.Name, free(n, now), UnknownKey, "key %s in %s is called %q since a later version; write that", diag.Quote(k.Name), at.key, now)
		return
	}
	known := keysOf(infos)
	advice := "; remove it, or put what is your own under \"extra\""
	switch {
	case strings.Contains(k.Name, " "):
		advice = "; put a text that holds a comma or a colon in quotes"
	case len(known) <= 8:
		advice = "; known here: " + strings.Join(known, ", ")
	}
	mend := any(diag.DidYouMean(k.Name, known).Or(advice))
	if near := diag.Nearest(k.Name, known); near != "" && free(n, near) == "" {
		mend = fmt.Sprint(mend) // said, and no edit: it would write the key twice
	}
	d.Fixf(k.Mark, k.Name, free(n, diag.Certain(k.Name, known)), UnknownKey, "unknown key %s in %s%s", diag.Quote(k.Name), at.key, mend)
}

// renamed is what a key is called that had another name; "" where it had none.
func renamed(name string, infos []Info) string {
	for _, i := range infos {
		if slices.Contains(i.Was, name) {
			return i.Key
		}
	}
	return ""
}

// free is a key, or "" where it stands in the map already.
func free(n *front.Node, key string) string {
	if n.Get(key) != nil {
		return ""
	}
	return key
}

// A Part is a map with that into which it is read, where several share a node.
type Part interface {
	has(key string) bool
	Infos() []Info
	read(d *Decoder, n *front.Node, at Where)
}

// Into returns the map as a part that is read into t.
func (m *Map[T]) Into(t *T) Part { return part{m.keys, t} }

type part struct {
	*keys
	t any
}

func (p part) read(d *Decoder, n *front.Node, at Where) { p.decode(d, n, at, p.t) }

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
	for i, k := range n.Keys {
		if slices.ContainsFunc(parts, func(p Part) bool { return p.has(k.Name) }) {
			continue
		}
		var known []Info
		for _, p := range parts {
			known = append(known, p.Infos()...)
		}
		if !d.IsCut(n, i, known) {
			d.unknown(n, k, at, known)
		}
	}
	return true
}
