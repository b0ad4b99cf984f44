package scaffold

import (
	"slices"
	"strings"
	"unicode"

	"rapport/generator/calendar"
	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/schema"
)

// A Model is an engagement that a new one is to be like.
type Model struct {
	Front    *front.Node // of its engagement.md
	Client   string      // whose it is, by id
	Currency string      // of its amounts that name none
}

// never are the keys that are an engagement's own, whatever it is like.
var never = []string{"title", "status", "start", "lead", "goals", "closed", "paused", "closing", "draft", "internal", "accept", "extra"}

// like writes the fields of an engagement as another has them: what was agreed and not
// what came of it, in the terms of today, with all days as far from the start as they
// were, in whole weeks. What only fits the other client is left out: figures, goals, people.
func (w *writer) like(fields []schema.Info) {
	c := copier{writer: w}
	var began calendar.Date
	if n := w.Like.Front.Get("start"); n != nil {
		began, _ = calendar.ParseDate(n.Raw)
	}
	if start, err := calendar.ParseDate(w.expand("{{start}}")); err == nil && began != 0 {
		c.later = (start - began + 6) / 7 * 7
	}
	for _, i := range fields {
		n := w.Like.Front.Get(i.Key)
		switch {
		case slices.Contains(never, i.Key):
			w.fields("", []schema.Info{i})
		case n.IsBlank() || n.Kind != front.Scalar && len(n.Kids) == 0:
		default:
			if taken := c.copy(n, i); taken != nil {
				w.node("", i.Key, taken)
			}
		}
	}
}

// A copier copies what one engagement says to another.
type copier struct {
	*writer
	later calendar.Date // in days, by how much all days move
}

// copy returns the value of a key as it is taken over, nil for one that is not.
func (c copier) copy(n *front.Node, i schema.Info) *front.Node {
	switch {
	case i.Key == "service": // is recorded, and is the same for the next
		return c.named(n, i)
	case i.Role == schema.Recorded, i.Role == schema.Followed, i.Comes, i.Begins, i.Spread, i.Key == "baseline", i.Key == "since", i.Key == "until":
		return nil
	case i.Refers != "":
		return c.named(n, i)
	case i.Versions:
		n = today(n, c.today)
	}
	switch n.Kind {
	case front.List:
		list := &front.Node{Kind: front.List}
		one := i
		one.List, one.Versions = false, false
		for _, kid := range n.Kids {
			if taken := c.copy(kid, one); taken != nil {
				list.Kids = append(list.Kids, taken)
			}
		}
		if len(list.Kids) == 0 {
			return nil
		}
		return list
	case front.Map:
		m := &front.Node{Kind: front.Map}
		for _, field := range i.Fields {
			if v := n.Get(field.Key); !v.IsBlank() {
				if taken := c.copy(v, field); taken != nil {
					m.Keys, m.Kids = append(m.Keys, front.Key{Name: field.Key}), append(m.Kids, taken)
				}
			}
		}
		if len(m.Kids) == 0 {
			return nil
		}
		return m
	}
	if content.IsMoney(i) && !strings.ContainsFunc(n.Raw, unicode.IsLetter) && c.Like.Currency != c.currency() {
		return &front.Node{Kind: front.Scalar, Quoted: true, Raw: n.Raw + " " + c.Like.Currency}
	}
	if day, err := calendar.ParseDate(strings.TrimSpace(n.Raw)); err == nil {
		return &front.Node{Kind: front.Scalar, Raw: (day + c.later).String()}
	}
	return n
}

// currency is that of the new engagement's amounts that name none.
func (w *writer) currency() string {
	if w.Known != nil {
		return w.Known.Content.Currency
	}
	if w.Provider != nil {
		return w.Provider.Currency
	}
	return ""
}

// named returns what names something, where the new client has it too. Whom a client
// has not is another of its people.
func (c copier) named(n *front.Node, i schema.Info) *front.Node {
	if c.Client == c.Like.Client || n.Kind != front.Scalar {
		return n
	}
	switch i.Refers {
	case "contact":
		if !slices.Contains(c.contacts(), n.Raw) {
			return &front.Node{Kind: front.Scalar, Raw: c.contact()}
		}
	case "goal":
		if !slices.Contains(c.goals(), n.Raw) {
			return nil
		}
	}
	return n
}

// today returns a list of terms with one element an id: all that holds of it on a day.
func today(list *front.Node, day calendar.Date) *front.Node {
	if list.Kind != front.List {
		return list
	}
	terms := &front.Node{Kind: front.List}
	for _, kid := range list.Kids {
		if since, _ := calendar.ParseDate(raw(kid, "since")); since > day {
			continue
		}
		id := raw(kid, "id")
		at := slices.IndexFunc(terms.Kids, func(n *front.Node) bool { return id != "" && raw(n, "id") == id })
		if at < 0 {
			terms.Kids = append(terms.Kids, kid)
		} else {
			terms.Kids[at] = kid.Over(terms.Kids[at])
		}
	}
	return terms
}

// raw returns what stands under a key of a map, "" for nothing.
func raw(n *front.Node, key string) string {
	if v := n.Get(key); v != nil {
		return v.Raw
	}
	return ""
}

// node writes a key with a value as YAML.
func (w *writer) node(indent, key string, n *front.Node) {
	switch {
	case n.Kind == front.List:
		w.line("%s%s:", indent, key)
		for _, kid := range n.Kids {
			w.line("%s  - %s", indent, kid.Write())
		}
	case n.Kind == front.Map && slices.ContainsFunc(n.Kids, func(kid *front.Node) bool { return kid.Kind != front.Scalar }):
		w.line("%s%s:", indent, key)
		for j, k := range n.Keys {
			w.node(indent+"  ", k.Name, n.Kids[j])
		}
	default:
		w.line("%s%s: %s", indent, key, n.Write())
	}
}
