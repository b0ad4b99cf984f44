package importing

import (
	"fmt"
	"strings"

	"rapport/generator/front"
)

// Line writes a rule as the element of `data:` that says it, in YAML between braces.
func (r *Rule) Line(file, sheet string) string {
	parts := []string{"file: " + front.WriteText(file)}
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	if sheet != "" {
		add("sheet", front.WriteText(sheet))
	}
	if r.Program != nil {
		add("like", r.Program.Name)
	}
	add("map", pairs(r.Columns))
	var chosen []string
	for _, w := range r.Where {
		chosen = append(chosen, front.WriteText(w.Column)+": "+values(w.Values))
	}
	if chosen != nil {
		add("where", "{"+strings.Join(chosen, ", ")+"}")
	}
	add("types", pairs(r.Types))
	add("items", pairs(r.Items))
	add("people", pairs(r.People))
	add("statuses", pairs(r.Statuses))
	add("item", r.Item)
	add("type", r.Type)
	return "{" + strings.Join(parts, ", ") + "}"
}

func pairs(all []Pair) string {
	if len(all) == 0 {
		return ""
	}
	parts := make([]string, len(all))
	for i, p := range all {
		parts[i] = fmt.Sprintf("%s: %s", front.WriteText(p.From), front.WriteText(p.To))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func values(all []string) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = front.WriteText(v)
	}
	if len(words) == 1 {
		return words[0]
	}
	return "[" + strings.Join(words, ", ") + "]"
}
