package schema

import (
	"slices"
	"time"

	"rapport/generator/calendar"
)

// When is a point in time as written: a day, which comes with its first second,
// or a time, of which sometimes only the day is known.
type When struct {
	Day   calendar.Date // 0 for none
	Time  bool          // a time, and not a day
	At    time.Time     // of a time; zero where only its day was written
	Opens bool          // of a time: something begins at it, and does not end
}

// Came reports whether a point in time has come.
type Came func(When) bool

// A Value is one that stands under a key, or in a list under it.
type Value struct {
	Info *Info
	Of   any // a pointer to it
	When When
}

// Visit visits the values of t and of all that it holds.
func (m *Map[T]) Visit(t *T, visit func(Value)) {
	for _, k := range m.keys.all {
		k.visit(t, visit)
	}
}

// Singles visits the values of the keys that hold one each, and none of lists and maps.
func (m *Map[T]) Singles(t *T, visit func(Value)) {
	for _, k := range m.keys.all {
		if k.values.visit == nil {
			k.visit(t, visit)
		}
	}
}

// AsOf returns t as it stood when only what came had come: t itself where nothing
// differs, or a copy that shares the rest with t, or nil where t was not there.
func (m *Map[T]) AsOf(t *T, came Came) *T {
	stood := m.keys.asOf(t, came)
	if stood == nil {
		return nil
	}
	return stood.(*T)
}

func (m *keys) asOf(t any, came Came) any {
	stood := t
	edit := func() any {
		if stood == t {
			stood = m.copied(t)
		}
		return stood
	}
	for _, k := range m.all {
		if k.values.asOf != nil {
			k.revise(t, edit, came)
		}
		if k.info.Begins && k.later(t, came) {
			return nil
		}
	}
	for _, k := range m.all {
		if !k.info.Comes || k.values.when == nil || !k.later(t, came) {
			continue
		}
		k.reset(edit())
		for _, other := range m.all {
			if slices.Contains(k.info.Brings, other.info.Key) {
				other.reset(edit())
			}
		}
	}
	return stood
}

// revise puts the value as it stood in a copy, where it differs.
func (k *key) revise(t any, edit func() any, came Came) {
	v := k.at(t)
	switch stood := k.values.asOf(v, came); stood {
	case v:
	case nil:
		k.clear(edit())
	default:
		k.values.set(k.at(edit()), stood)
	}
}

// later reports whether the key's day is written and has not come.
func (k *key) later(t any, came Came) bool {
	w := k.when(t)
	return w.Day != 0 && !came(w)
}

// reset sets what holds before the key's day.
func (k *key) reset(t any) {
	k.clear(t)
	if k.before != nil {
		k.before(t)
	} else if k.preset != nil {
		k.preset(t)
	}
}

// Revise returns list with its elements as they stood, where asOf returns an
// element itself if nothing differs and nil if it was not there; and whether
// anything does differ, list itself being returned where not.
func Revise[V any](list []V, asOf func(v *V) *V) (stood []V, changed bool) {
	for i := range list {
		first := asOf(&list[i])
		if first == &list[i] {
			continue
		}
		stood = slices.Clone(list[:i])
		if first != nil {
			stood = append(stood, *first)
		}
		for j := i + 1; j < len(list); j++ {
			if next := asOf(&list[j]); next != nil {
				stood = append(stood, *next)
			}
		}
		return stood, true
	}
	return list, false
}
