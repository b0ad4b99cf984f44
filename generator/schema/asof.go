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
	for i := range m.fields {
		m.fields[i].visit(t, visit)
	}
}

// Singles visits the values of the keys that hold one each, and none of lists and maps.
func (m *Map[T]) Singles(t *T, visit func(Value)) {
	for i := range m.fields {
		if m.fields[i].single {
			m.fields[i].visit(t, visit)
		}
	}
}

// AsOf returns t as it stood when only what came had come: t itself where nothing
// differs, or a copy that shares the rest with t, or nil where t was not there.
func (m *Map[T]) AsOf(t *T, came Came) *T {
	stood := t
	edit := func() *T {
		if stood == t {
			copied := *t
			stood = &copied
		}
		return stood
	}
	for i := range m.fields {
		f := &m.fields[i]
		if f.asOf != nil {
			if change := f.asOf(t, came); change != nil {
				change(edit())
			}
		}
		if f.info.Begins && f.later(t, came) {
			return nil
		}
	}
	for i := range m.fields {
		f := &m.fields[i]
		if !f.info.Comes || f.when == nil || !f.later(t, came) {
			continue
		}
		f.reset(edit())
		for j := range m.fields {
			if slices.Contains(f.info.Brings, m.fields[j].info.Key) {
				m.fields[j].reset(edit())
			}
		}
	}
	return stood
}

// later reports whether the field's day is written and has not come.
func (f *Field[T]) later(t *T, came Came) bool {
	w := f.when(t)
	return w.Day != 0 && !came(w)
}

// reset sets what holds before the field's day.
func (f *Field[T]) reset(t *T) {
	f.clear(t)
	if f.before != nil {
		f.before(t)
	} else if f.preset != nil {
		f.preset(t)
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
