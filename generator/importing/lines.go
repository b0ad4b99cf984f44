package importing

import (
	"fmt"
	"strings"
	"unicode"
)

// Line writes a rule as the element of `data:` that says it, in YAML between braces.
func (r *Rule) Line(file, sheet string) string {
	parts := []string{"file: " + Scalar(file)}
	add := func(key, value string) {
		if value != "" {
			parts = append(parts, key+": "+value)
		}
	}
	if sheet != "" {
		add("sheet", Scalar(sheet))
	}
	if r.Program != nil {
		add("like", r.Program.Name)
	}
	add("map", pairs(r.Columns))
	var chosen []string
	for _, w := range r.Where {
		chosen = append(chosen, Scalar(w.Column)+": "+values(w.Values))
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
		parts[i] = fmt.Sprintf("%s: %s", Scalar(p.From), Scalar(p.To))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func values(all []string) string {
	words := make([]string, len(all))
	for i, v := range all {
		words[i] = Scalar(v)
	}
	if len(words) == 1 {
		return words[0]
	}
	return "[" + strings.Join(words, ", ") + "]"
}

// Scalar writes a word as YAML, between quotes where it would mean anything else without.
func Scalar(word string) string {
	plain := word != "" && !strings.HasSuffix(word, " ")
	for i, r := range word {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(" .-_@/()*", r)) {
			plain = false
		}
	}
	switch strings.ToLower(word) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		plain = false
	}
	if plain {
		return word
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range word {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f || r == '\u0085' || r == '\u2028' || r == '\u2029' || r == '\uFEFF':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
