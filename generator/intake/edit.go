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

// An Edit changes a field of a file, adds words to its body, or makes a new file.
type Edit struct {
	File  string      // slash path in the workspace
	At    front.Path  // of the field; nil for a new file, or more words
	Value *front.Node // of the field
	After []string    // the keys behind which the field stands where it is new
	Text  []byte      // of a new file, or what is added at the end of one
	New   bool
}

// A Change is a file with what it says before and after.
type Change struct {
	File          string
	Before, After []byte // Before is nil for a new file
}

// Apply makes the edits, in order, in files that read returns, and returns each file once. The
// error wraps front.ErrStyle where a file is written in a way that can't be edited by the line.
func Apply(edits []Edit, read func(name string) ([]byte, error)) ([]Change, error) {
	var all []Change
	for _, e := range edits {
		i := slices.IndexFunc(all, func(c Change) bool { return c.File == e.File })
		if i < 0 {
			c := Change{File: e.File}
			if !e.New {
				data, err := read(e.File)
				if err != nil {
					return nil, err
				}
				c.Before, c.After = data, data
			}
			all, i = append(all, c), len(all)
		}
		edited, err := e.apply(all[i].After)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.File, err)
		}
		all[i].After = edited
	}
	return slices.DeleteFunc(all, func(c Change) bool { return c.Before != nil && bytes.Equal(c.Before, c.After) }), nil
}

func (e *Edit) apply(data []byte) ([]byte, error) {
	switch {
	case e.New:
		return e.Text, nil
	case e.At == nil:
		end := "\n"
		if bytes.Contains(data, []byte("\r\n")) {
			end = "\r\n"
		}
		added := strings.ReplaceAll("\n"+string(e.Text), "\n", end)
		return append(bytes.TrimRight(data, "\r\n"), end+added...), nil
	}
	return front.Set(data, e.At, e.Value, e.After...)
}

// An editor collects the edits of one file.
type editor struct {
	file   string
	below  front.Path // the map whose fields are set; nil for the top level
	fields []schema.Info
	edits  []Edit
}

// set sets a field.
func (e *editor) set(key string, value *front.Node) {
	at := front.At(key)
	if e.below != nil {
		at = e.below.Key(key)
	}
	var after []string
	for _, i := range e.fields {
		if i.Key == key {
			break
		}
		after = append(after, i.Key)
	}
	e.edits = append(e.edits, Edit{File: e.file, At: at, Value: value, After: after})
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
func (w *writer) newEntry(e *content.Engagement, kind content.Kind, title string, lines []line, body string) Edit {
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
	return Edit{File: name, Text: []byte(b.String()), New: true}
}

// isThere reports whether a file of the journal has a name, be it hidden or new.
func (w *writer) isThere(e *content.Engagement, name string) bool {
	_, found := w.c.Tree.Lookup(strings.TrimPrefix(name, w.c.Tree.Prefix()+"/"))
	return found || w.names[name]
}
