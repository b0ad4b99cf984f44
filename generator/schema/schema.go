// Package schema declares what a map of front matter holds: each key once, for
// all who ask.
//
// A Form is a way to write a value: how it is read from a node, and what can be
// said of it. A Key is a key of an authored type T: its form, where in T its
// value goes, and what it means. A Map is the keys of T.
//
//	var decision = schema.New(
//		schema.Key("options", items, func(v *Decision) *[]Item { return &v.Options }, "Between what."),
//		schema.Key("decided", day, func(v *Decision) *calendar.Date { return &v.Decided }, "The day on which it was taken.").
//			Comes("outcome"),
//		schema.Key("outcome", text, func(v *Decision) *Text { return &v.Outcome }, "What was decided."),
//	)
//
// From a Map follow, without more being written:
//
//   - Decode, which reads a node strictly: what is unknown, missing or of a wrong
//     form becomes a problem at its place, with the mend (map.go, decode.go);
//   - AsOf, which is T as it stood at an instant, without the days that had not
//     come and what they bring (asof.go);
//   - Visit, which walks the values, with the days and times at which they turn:
//     for whoever looks at all texts, or for what may change next (asof.go);
//   - Record, which is what others rely on in a node, in the one form that all ways
//     to write it share: for whoever compares two versions (role.go, record.go);
//   - Infos, for those who read no file: manuals, JSON Schema, completion, new
//     files, samples for tests.
//
// What holds between the keys of a map stays a function, added by Check. Neither
// reflection nor tags are used: a key without an accessor does not compile.
package schema

import (
	"rapport/generator/front"
	"rapport/generator/table"
)

// A Target is a kind of thing to which others refer by its id: "person".
type Target string

// A Shape is what can be said of a value without reading one.
type Shape struct {
	Words     string         // what it is called: "a day"; "" for a map alone
	Example   string         // how one is written: "2026-10-02"
	JSON      map[string]any // the JSON Schema of one value; nil for a map alone
	List      bool           // a list of such values
	Fields    []Info         // the keys of a map, be it one that may stand instead of JSON
	Either    []string       // of Fields two, of which one is required
	Several   bool           // a map, or a list of such maps, each named by its first key
	Elements  []Info         // the keys of a map that may stand in a list of values, named by its first key
	Versions  bool           // in a list, a map may restate an earlier one of its id from a day on: id and since are then all that is required
	Refers    Target         // to what the value refers; "" for nothing
	Sample    string         // a value of this form, in YAML; "" where any word is one, or Fields tell
	Prose     bool           // a text, which may be worded better and still mean the same
	Languages bool           // a text that may be written once a language, as a map of tags to texts
	Spread    bool           // a map whose keys are names, each with a value of its own
	Plain     *Plain         // the one way to write a value; nil for what is not one value
	Column    table.Kind     // as what a column of such values is read in a table
}

// Info is what can be said of a key.
type Info struct {
	Shape
	Key      string
	Was      []string // the names that it had in earlier versions
	Doc      string   // what it means, in sentences
	Required bool
	Start    *Start   // what a new file has; nil where it leaves the key out
	Begins   bool     // before its day, that of which it is a key is not there at all
	Comes    bool     // before its day, neither the day nor what it brings is there
	Brings   []string // the keys that come with it
	Due      bool     // a planned day: it matters that it comes, and that it passes
	Private  bool     // for the provider alone: nothing of it leaves the workspace
	News     bool     // on its day something came of that of which it is a key
	Role     Role     // what others rely on in it
	Complete bool     // a list to which nothing is added without changing what it said
	Absent   string   // what holds where nothing is written, in the form of Plain; "" for nothing
}

// A Start is what a new file has behind a key. A map without a value has what its
// own keys start with.
type Start struct {
	Value string // YAML, with names in double braces for what depends on the workspace
	Hint  string // the comment behind it
	Offer bool   // the key stands in a comment, to be taken up
}

// A Form is a way to write a value of type V.
type Form[V any] struct {
	Shape
	// Read reads a node that is not null into v. It returns false where there is
	// nothing to keep, be it that nothing was written or, with a problem, the wrong thing.
	Read func(d *Decoder, n *front.Node, at Where, v *V) bool
	// When returns the point in time that v names; nil for a form that names none.
	When func(v *V) When
	// AsOf returns v as it stood: v itself where nothing differs, nil where it was not
	// there; nil for a form that holds no days.
	AsOf func(v *V, came Came) *V
	// Visit visits the values in v; nil for a form that is one value.
	Visit func(i *Info, v *V, visit func(Value))
	// Text returns the one way to write v; nil for a form whose values say it themselves.
	Text func(v *V) string
}

// text returns the one way to write a value.
func (f Form[V]) text(v *V) string {
	if f.Text != nil {
		return f.Text(v)
	}
	return plain(*v)
}

// A Field is a key of T.
type Field[T any] struct{ key *key }

// A key is a Field whose type is not known. What is generic is compiled anew for
// each type, so that all that can be done without the type is done here.
type key struct {
	info   *Info
	values *values
	at     func(t any) any                           // where in a *T the value is
	read   func(d *Decoder, m, n *front.Node, t any) // nil where the form reads it
	preset func(t any)                               // sets the value that holds where none is written; nil for the zero value
	before func(t any)                               // sets the value that holds before the day that brings it; nil for the same
}

// values is a Form whose type is not known: a value is passed as a pointer to it.
type values struct {
	read  func(d *Decoder, n *front.Node, at Where, v any) bool
	when  func(v any) When                        // nil for a form that names no point in time
	asOf  func(v any, came Came) any              // v itself, another, or nil; nil for a form that holds no days
	visit func(i *Info, v any, visit func(Value)) // nil for a form that is one value
	text  func(v any) string
	fresh func() any
	set   func(v, to any)
}

// valuesOf returns a form without its type.
func valuesOf[V any](form Form[V]) *values {
	all := &values{
		read:  func(d *Decoder, n *front.Node, at Where, v any) bool { return form.Read(d, n, at, v.(*V)) },
		text:  func(v any) string { return form.text(v.(*V)) },
		fresh: func() any { return new(V) },
		set:   func(v, to any) { *v.(*V) = *to.(*V) },
	}
	if form.When != nil {
		all.when = func(v any) When { return form.When(v.(*V)) }
	}
	if form.Visit != nil {
		all.visit = func(i *Info, v any, visit func(Value)) { form.Visit(i, v.(*V), visit) }
	}
	if form.AsOf != nil {
		all.asOf = func(v any, came Came) any {
			if stood := form.AsOf(v.(*V), came); stood != nil {
				return stood
			}
			return nil
		}
	}
	return all
}

// Key declares a key of T: its form, where its value goes, and what it means.
func Key[T, V any](name string, form Form[V], at func(t *T) *V, doc string) Field[T] {
	return Field[T]{newKey(name, form.Shape, form.Read != nil, valuesOf(form), func(t any) any { return at(t.(*T)) }, doc)}
}

func newKey(name string, shape Shape, reads bool, v *values, at func(t any) any, doc string) *key {
	info := &Info{Shape: shape, Key: name, Doc: doc}
	if info.Plain == nil && reads {
		info.Plain = plainOf(v)
	}
	if flag, isFlag := v.fresh().(*bool); isFlag {
		info.Absent = v.text(flag)
	}
	return &key{info: info, values: v, at: at}
}

// visit visits the values under the key in a t.
func (k *key) visit(t any, visit func(Value)) {
	switch of := k.at(t); {
	case k.values.visit != nil:
		k.values.visit(k.info, of, visit)
	case k.values.when != nil:
		visit(Value{k.info, of, k.when(t)})
	default:
		visit(Value{Info: k.info, Of: of})
	}
}

// when is the point in time that the key names in a t.
func (k *key) when(t any) When {
	w := k.values.when(k.at(t))
	w.Opens = k.info.Begins
	return w
}

// clear sets the zero value.
func (k *key) clear(t any) { k.values.set(k.at(t), k.values.fresh()) }

// Was says which names the key had in earlier versions, so that whoever has one of them is told.
func (f Field[T]) Was(names ...string) Field[T] {
	f.key.info.Was = names
	return f
}

// Required says that a file without the key is not whole. A list must then have
// an element.
func (f Field[T]) Required() Field[T] {
	f.key.info.Required = true
	return f
}

// Default sets the value that holds where none is written, and where the day that
// brings the key has not come.
func (f Field[T]) Default(set func(t *T)) Field[T] {
	f.key.preset = func(t any) { set(t.(*T)) }
	t := new(T)
	set(t)
	f.key.info.Absent = f.key.values.text(f.key.at(t))
	return f
}

// StandsFor says as what an unwritten value counts, where the zero value is kept to
// tell that nothing is written.
func (f Field[T]) StandsFor(text string) Field[T] {
	f.key.info.Absent = text
	return f
}

// Before sets the value that holds while the day that brings the key has not come.
func (f Field[T]) Before(set func(t *T)) Field[T] {
	f.key.before = func(t any) { set(t.(*T)) }
	return f
}

// Start says what a new file has behind the key, and the comment behind that.
func (f Field[T]) Start(value, hint string) Field[T] {
	f.key.info.Start = &Start{Value: value, Hint: hint}
	return f
}

// Offer says what a new file has behind the key, in a comment.
func (f Field[T]) Offer(value string) Field[T] {
	f.key.info.Start = &Start{Value: value, Offer: true}
	return f
}

// Begins says that before the key's day that of which it is a key is not there.
func (f Field[T]) Begins() Field[T] {
	f.key.info.Begins = true
	return f
}

// Comes says that before the key's day it is not there, nor what else it brings.
func (f Field[T]) Comes(brings ...string) Field[T] {
	f.key.info.Comes, f.key.info.Brings = true, brings
	return f
}

// Due says that the key's day is planned: it stands, and matters when it has come
// and when it has passed.
func (f Field[T]) Due() Field[T] {
	f.key.info.Due = true
	return f
}

// Private says that the key is for the provider alone: nothing of it leaves the workspace.
func (f Field[T]) Private() Field[T] {
	f.key.info.Private = true
	return f
}

// News says that on the key's day something came of that of which it is a key.
func (f Field[T]) News() Field[T] {
	f.key.info.News = true
	return f
}

// ReadWith replaces how the key is read, where that depends on other keys of its
// map m, those before it having been read into t.
func (f Field[T]) ReadWith(read func(d *Decoder, m, n *front.Node, t *T)) Field[T] {
	f.key.read = func(d *Decoder, m, n *front.Node, t any) { read(d, m, n, t.(*T)) }
	return f
}
