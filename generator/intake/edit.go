package intake

import (
	"fmt"
	"path"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/edits"
	"rapport/generator/front"
	"rapport/generator/inbox"
	"rapport/generator/scaffold"
)

// sourceNode says where a word came from, as it is kept in a file.
func sourceNode(m *inbox.Message, zone *time.Location) *front.Node {
	return front.MapOf().With("by", front.Bare(string(m.By))).With("id", front.Text(m.ID)).With("at", front.Bare(m.At.In(zone).Format(time.RFC3339)))
}

// A line is a key of a new file with its value.
type line struct {
	key   string
	value *front.Node
}

// newEntry returns the edit that makes an entry of the journal, under a name that is not taken.
func (w *writer) newEntry(e *content.Engagement, kind content.Kind, title string, lines []line, body string) edits.Edit {
	day := w.day.String()
	slug := strings.TrimSuffix(scaffold.Slug(string(kind) + " " + w.by())[:min(48, len(scaffold.Slug(string(kind)+" "+w.by())))], "-")
	dir := path.Join(path.Dir(e.Path), "journal")
	name := path.Join(dir, day+"-"+slug+".md")
	for n := 2; w.isThere(e, name); n++ {
		name = path.Join(dir, fmt.Sprintf("%s-%s-%d.md", day, slug, n))
	}
	w.names[name] = true
	var b strings.Builder
	b.WriteString("---\nkind: " + string(kind) + "\ntitle: " + front.WriteText(title) + "\n")
	for _, l := range lines {
		b.WriteString(l.key + ": " + l.value.Write() + "\n")
	}
	b.WriteString("---\n")
	if body != "" {
		b.WriteString("\n" + body + "\n")
	}
	return edits.Edit{File: name, Text: []byte(b.String()), New: true}
}

// isThere reports whether a file of the journal has a name, be it hidden or new.
func (w *writer) isThere(e *content.Engagement, name string) bool {
	_, found := w.c.Tree.Lookup(strings.TrimPrefix(name, w.c.Tree.Prefix()+"/"))
	return found || w.names[name]
}
