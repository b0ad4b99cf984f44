// Package edits changes files of a workspace by as little as it must, and writes them only over
// what they were made from.
//
// An Edit is of a field, adds words below the Markdown, or makes a new file. Apply makes Changes of
// edits: files with what they say before and after, which can be shown (Change.Diff), compared
// (Change.Sum) and written (Write). An Editor gathers the edits of one file whose fields have an
// order.
//
// Write looks again, immediately before a file takes the place of another, whether that still says
// what the change was made from: what somebody wrote meanwhile in an editor is never overwritten.
// It follows no symbolic link.
package edits

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"rapport/generator/front"
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
	More  bool // the value is one more element of the list at the field
}

// A Change is a file with what it says before and after.
type Change struct {
	File          string
	Before, After []byte // Before is nil for a new file
}

// Diff shows what a change does to its file.
func (c *Change) Diff() string { return front.Diff(c.File, c.Before, c.After) }

// Sum names what the file said before the change, and the change itself: two changes of one sum
// do the same to the same.
func (c *Change) Sum() string {
	h := sha256.New()
	for _, part := range [][]byte{[]byte(c.File), c.Before, c.After} {
		fmt.Fprintf(h, "%t %d\n", part == nil, len(part))
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Sum is one for several changes, in their order.
func Sum(changes []Change) string {
	h := sha256.New()
	for i := range changes {
		fmt.Fprintln(h, changes[i].Sum())
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Reversed returns what takes changes back that were made, and false where one of them made a
// file, which is not taken away again.
func Reversed(changes []Change) ([]Change, bool) {
	var back []Change
	for _, c := range slices.Backward(changes) {
		if c.Before == nil {
			return nil, false
		}
		back = append(back, Change{File: c.File, Before: c.After, After: c.Before})
	}
	return back, true
}

// Lines counts the lines that a change puts into its file, and those that it takes out.
func (c *Change) Lines() (in, out int) {
	header := true
	for line := range bytes.Lines([]byte(c.Diff())) {
		switch {
		case bytes.HasPrefix(line, []byte("@@")):
			header = false
		case header:
		case line[0] == '+':
			in++
		case line[0] == '-':
			out++
		}
	}
	return in, out
}

// Apply makes the edits, in order, in files that read returns, and returns each file once. The
// error wraps front.ErrStyle where a file is written in a way that can't be edited by the line.
func Apply(all []Edit, read func(name string) ([]byte, error)) ([]Change, error) {
	var changes []Change
	for _, e := range all {
		i := slices.IndexFunc(changes, func(c Change) bool { return c.File == e.File })
		if i < 0 {
			c := Change{File: e.File}
			if !e.New {
				data, err := read(e.File)
				if err != nil {
					return nil, err
				}
				c.Before, c.After = data, data
				if c.Before == nil {
					c.Before = []byte{} // it is there, and says nothing
				}
			}
			changes, i = append(changes, c), len(changes)
		}
		edited, err := e.apply(changes[i].After)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.File, err)
		}
		changes[i].After = edited
	}
	return slices.DeleteFunc(changes, func(c Change) bool { return c.Before != nil && bytes.Equal(c.Before, c.After) }), nil
}

func (e *Edit) apply(data []byte) ([]byte, error) {
	switch {
	case e.New:
		return e.Text, nil
	case e.At == nil:
		return front.AppendBody(data, string(e.Text))
	case e.More:
		return front.Append(data, e.At, e.Value, e.After...)
	}
	return front.Set(data, e.At, e.Value, e.After...)
}

// An Editor gathers the edits of one file, or of one map in it.
type Editor struct {
	File   string
	Below  front.Path // the map whose fields are set; nil for the top level
	Fields []schema.Info
	Edits  []Edit
}

// Set sets a field.
func (e *Editor) Set(key string, value *front.Node) {
	e.Edits = append(e.Edits, Edit{File: e.File, At: e.path(key), Value: value, After: e.before(key)})
}

// Append adds an element to the list of a field.
func (e *Editor) Append(key string, value *front.Node) {
	e.Edits = append(e.Edits, Edit{File: e.File, At: e.path(key), Value: value, After: e.before(key), More: true})
}

func (e *Editor) path(key string) front.Path {
	if e.Below == nil {
		return front.At(key)
	}
	return e.Below.Key(key)
}

// before are the keys that stand before another in the order of the schema. A source stands
// behind what came from there.
func (e *Editor) before(key string) []string {
	var keys []string
	for _, i := range e.Fields {
		if i.Key == key && key != "source" {
			break
		}
		keys = append(keys, i.Key)
	}
	return keys
}
