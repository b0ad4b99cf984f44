package importing

import "rapport/generator/front"

// Value returns a rule as the value under its kind in `data:`, which reads a file, or those
// that match a pattern.
func (r *Rule) Value(file, sheet string) *front.Node {
	rule := front.MapOf().With("file", front.Text(file))
	add := func(key, word string) {
		if word != "" {
			rule = rule.With(key, front.Text(word))
		}
	}
	addMap := func(key string, words *front.Node) {
		if len(words.Kids) > 0 {
			rule = rule.With(key, words)
		}
	}
	add("sheet", sheet)
	if r.Program != nil {
		add("like", r.Program.Name)
	}
	addMap("map", pairs(r.Columns))
	where := front.MapOf()
	for _, w := range r.Where {
		where = where.With(w.Column, values(w.Values))
	}
	addMap("where", where)
	addMap("types", pairs(r.Types))
	addMap("items", pairs(r.Items))
	addMap("people", pairs(r.People))
	addMap("statuses", pairs(r.Statuses))
	add("item", r.Item)
	add("type", r.Type)
	return rule
}

func pairs(all []Pair) *front.Node {
	m := front.MapOf()
	for _, p := range all {
		m = m.With(p.From, front.Text(p.To))
	}
	return m
}

// values returns one word as it is, and several as a list.
func values(all []string) *front.Node {
	if len(all) == 1 {
		return front.Text(all[0])
	}
	list := front.ListOf()
	for _, word := range all {
		list.Kids = append(list.Kids, front.Text(word))
	}
	return list
}
