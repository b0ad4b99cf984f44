package intake

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"rapport/generator/content"
	"rapport/generator/front"
	"rapport/generator/inbox"
	"rapport/generator/scaffold"
	"rapport/generator/schema"
)

// An edit changes a field of a file, adds words to its body, or makes a new file.
type edit struct {
	file   string      // slash path in the workspace
	at     front.Path  // of the field; nil for a new file, or more words
	value  *front.Node // of the field
	after  []string    // the keys behind which the field stands where it is new
	text   []byte      // of a new file, or what is added at the end of one
	isNew  bool
	isMore bool // the value is one more element of the list at the field
}

// A Change is a file with what it says before and after.
type Change struct {
	File          string
	Before, After []byte // Before is nil for a new file
}

// apply makes the edits, in order, in files that read returns, and returns each file once. The
// error wraps front.ErrStyle where a file is written in a way that can't be edited by the line.
func apply(edits []edit, read func(name string) ([]byte, error)) ([]Change, error) {
	var all []Change
	for _, e := range edits {
		i := slices.IndexFunc(all, func(c Change) bool { return c.File == e.file })
		if i < 0 {
			c := Change{File: e.file}
			if !e.isNew {
				data, err := read(e.file)
				if err != nil {
					return nil, err
				}
				c.Before, c.After = data, data
			}
			all, i = append(all, c), len(all)
		}
		edited, err := e.apply(all[i].After)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.file, err)
		}
		all[i].After = edited
	}
	return slices.DeleteFunc(all, func(c Change) bool { return c.Before != nil && bytes.Equal(c.Before, c.After) }), nil
}

func (e *edit) apply(data []byte) ([]byte, error) {
	switch {
	case e.isNew:
		return e.text, nil
	case e.at == nil:
		return front.AppendBody(data, string(e.text))
	}
	if e.isMore {
		return front.Append(data, e.at, e.value, e.after...)
	}
	return front.Set(data, e.at, e.value, e.after...)
}

// An editor collects the edits of one file.
type editor struct {
	file   string
	below  front.Path // the map whose fields are set; nil for the top level
	fields []schema.Info
	edits  []edit
}

// set sets a field.
func (e *editor) set(key string, value *front.Node) {
	at := front.At(key)
	if e.below != nil {
		at = e.below.Key(key)
	}
	var after []string
	for _, i := range e.fields {
		if i.Key == key && key != "source" { // which stands behind what came from there
			break
		}
		after = append(after, i.Key)
	}
	e.edits = append(e.edits, edit{file: e.file, at: at, value: value, after: after})
}

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
func (w *writer) newEntry(e *content.Engagement, kind content.Kind, title string, lines []line, body string) edit {
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
	return edit{file: name, text: []byte(b.String()), isNew: true}
}

// isThere reports whether a file of the journal has a name, be it hidden or new.
func (w *writer) isThere(e *content.Engagement, name string) bool {
	_, found := w.c.Tree.Lookup(strings.TrimPrefix(name, w.c.Tree.Prefix()+"/"))
	return found || w.names[name]
}
