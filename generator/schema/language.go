package schema

import (
	"slices"

	"rapport/generator/front"
)

// InLanguages says of each text of the map, and of what it holds, that it may be written
// once a language: as a map of language tags to texts. Chosen has to have chosen one of
// them before the map is decoded.
func (m *Map[T]) InLanguages() *Map[T] {
	for _, k := range m.keys.all {
		info := *k.info
		info.Shape = inLanguages(info.Shape)
		k.info = &info
	}
	return m
}

func inLanguages(s Shape) Shape {
	s.Languages = s.Prose || s.JSON != nil && len(s.Fields) > 0 && s.Fields[0].Prose
	s.Fields = slices.Clone(s.Fields)
	for i := range s.Fields {
		s.Fields[i].Shape = inLanguages(s.Fields[i].Shape)
	}
	return s
}

// inSeveral reports whether a node is a text that is written once a language.
func (s *Shape) inSeveral(n *front.Node) bool {
	return s.Languages && n.Kind == front.Map && len(n.Keys) > 0 &&
		!slices.ContainsFunc(s.Fields, func(f Info) bool { return n.Get(f.Key) != nil })
}

// Chosen returns a map with one text in place of each that is written once a language, as
// choose chooses. It is n itself where there is none.
func (m *Map[T]) Chosen(n *front.Node, choose func(texts *front.Node) *front.Node) *front.Node {
	return chosen(m.keys.Infos(), n, choose)
}

// Texts visits the nodes of all texts that may be written once a language.
func (m *Map[T]) Texts(n *front.Node, visit func(text *front.Node)) {
	chosen(m.keys.Infos(), n, func(text *front.Node) *front.Node {
		visit(text)
		return text
	}, front.Scalar)
}

// chosen puts what choose returns in place of the texts in several languages in n, and of
// those of the other kinds.
func chosen(infos []Info, n *front.Node, choose func(*front.Node) *front.Node, kinds ...front.Kind) *front.Node {
	if n == nil || n.Kind != front.Map {
		return n
	}
	return withKids(n, func(i int) *front.Node {
		for j := range infos {
			if infos[j].Key == n.Keys[i].Name {
				return chosenUnder(&infos[j].Shape, n.Kids[i], choose, kinds)
			}
		}
		return n.Kids[i]
	})
}

// chosenUnder does so for what stands under a key, be it one value or a list.
func chosenUnder(s *Shape, n *front.Node, choose func(*front.Node) *front.Node, kinds []front.Kind) *front.Node {
	switch {
	case n.Kind == front.List:
		return withKids(n, func(i int) *front.Node { return chosenUnder(s, n.Kids[i], choose, kinds) })
	case s.inSeveral(n), s.Languages && slices.Contains(kinds, n.Kind):
		return choose(n)
	}
	return chosen(s.Fields, n, choose, kinds...)
}

// withKids returns n with other kids, and n itself where all are the same.
func withKids(n *front.Node, kid func(i int) *front.Node) *front.Node {
	changed := n
	for i := range n.Kids {
		now := kid(i)
		if now == n.Kids[i] {
			continue
		}
		if changed == n {
			copied := *n
			copied.Kids = slices.Clone(n.Kids)
			changed = &copied
		}
		changed.Kids[i] = now
	}
	return changed
}

// first returns the first of the texts in several languages, and any other node itself:
// what is written in addition in another language says nothing else.
func (s *Shape) first(n *front.Node) *front.Node {
	if n != nil && s.inSeveral(n) {
		return n.Kids[0]
	}
	return n
}
