package front

import (
	"fmt"
	"strings"
	"unicode"
)

// Write returns a value on one line of YAML, between brackets and braces where it is a
// list or a map.
func (n *Node) Write() string {
	all := make([]string, len(n.Kids))
	for i, kid := range n.Kids {
		all[i] = kid.Write()
		if n.Kind == Map {
			all[i] = n.Keys[i].Name + ": " + all[i]
		}
	}
	switch {
	case n.Kind == List:
		return "[" + strings.Join(all, ", ") + "]"
	case n.Kind == Map:
		return "{" + strings.Join(all, ", ") + "}"
	case n.Kind == Null:
		return "null"
	case !n.Quoted && n.Raw != "" && !strings.ContainsAny(n.Raw, "\n:#,[]{}\"'&*!|>%@`") && !strings.HasPrefix(n.Raw, "- ") && !strings.HasPrefix(n.Raw, "? "):
		return n.Raw // a number, a day
	}
	return WriteText(n.Raw)
}

// WriteText returns a text as a value in YAML: as it is where nothing in it means anything
// else, between brackets and braces too, or else in quotes.
func WriteText(text string) string {
	plain := text != "" && !strings.HasSuffix(text, " ")
	for i, r := range text {
		if !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r) && !strings.ContainsRune(" .-_@/()*", r)) {
			plain = false
		}
	}
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		plain = false
	}
	if plain {
		return text
	}
	return quoted(text)
}

// quoted writes a text between double quotes, as YAML, TOML and JSON read it.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
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
