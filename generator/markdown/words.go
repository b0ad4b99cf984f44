package markdown

import (
	"html"
	"html/template"
	"strings"
)

// Words is the text of rendered Markdown, which writes < for nothing but tags. A
// chart is no text: the figures that it shows are found where they are told of.
func Words(rendered template.HTML) string {
	text := string(rendered)
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	apart := true // nothing is written, or what is ends with a space
	for {
		before, rest, found := strings.Cut(text, "<")
		if before != "" {
			b.WriteString(before)
			apart = before[len(before)-1] == ' '
		}
		if !found {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		name := strings.TrimPrefix(tag, "/")
		if i := strings.IndexByte(name, ' '); i >= 0 {
			name = name[:i]
		}
		if name == "figure" && tag[0] != '/' {
			_, after, _ = strings.Cut(after, "</figure>")
		}
		if !apart && !inLine[name] {
			b.WriteByte(' ')
			apart = true
		}
		text = after
	}
	return strings.TrimSpace(html.UnescapeString(b.String()))
}

// inLine are the elements that stand within a word or beside one.
var inLine = map[string]bool{"a": true, "em": true, "strong": true, "code": true, "del": true, "sup": true, "span": true, "b": true, "i": true}
