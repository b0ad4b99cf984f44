package schema

// A Role says what others rely on in a value, once it was published: how it may
// change afterwards.
type Role uint8

// The roles. A key that has none is one that nobody thought about: a test names
// it.
const (
	Unclassified Role = iota
	Free              // nobody relies on it: it may be written anew at any time
	Followed          // it may be written anew, but when it was is told
	Told              // words of the provider's: they may be put better, but what they claim holds
	Described         // such words about what was agreed
	Agreed            // a promise: it changes by agreement, and from a day on
	Recorded          // what came, when, and whose word it was: it is corrected openly
)

// Holds says what others rely on in the key's value.
func (f Field[T]) Holds(role Role) Field[T] {
	f.key.info.Role = role
	return f
}

// Complete says that the list, or what holds with a value, is whole as it stands: what
// is added later changes what was said before, as much as what is taken away.
func (f Field[T]) Complete() Field[T] {
	f.key.info.Complete = true
	return f
}

// Holds says what others rely on in the keys that do not say so themselves. A day
// that brings something, and what it brings, is recorded all the same.
func (m *Map[T]) Holds(role Role) *Map[T] {
	brought := map[string]bool{}
	for _, k := range m.keys.all {
		for _, name := range k.info.Brings {
			brought[name] = true
		}
	}
	for _, k := range m.keys.all {
		info := k.info
		switch {
		case info.Role != Unclassified:
		case info.Comes, info.Begins, brought[info.Key]:
			info.Role = Recorded
		default:
			info.Role = role
		}
	}
	return m
}
