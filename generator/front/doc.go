// Package front reads the front matter of a Markdown file, be it YAML, TOML or
// JSON, into a tree of nodes that know where in the file they stand, and edits it
// by as little as it must.
//
// Parse splits a file into its front matter and its Markdown (front.go), and
// has the format's reader make the tree (yaml.go, toml.go, json.go). The tree is
// the same for each format: null, scalars, lists and maps (node.go). A scalar
// keeps the text that stands in the file; what it means is for the one who knows
// the field. What cannot be read comes as problems, each at its line and column
// (mark.go), as many in one reading as the format lets be found.
//
// What a reader says of a file that it refuses is said again in the words of somebody
// who writes: YAML is read once more line by line (reread.go), TOML and JSON are looked
// at where their readers stopped (mistake.go). What YAML takes away from a line of
// words without an error is looked for too (lost.go), and so is what git leaves in a
// file that it could not merge (conflict.go).
//
// Set puts a value at a Path, and Append adds an element to the list at one (set.go):
//
//	at := front.At("inputs").ID("prices")
//	data, err = front.Set(data, at.Key("received"), front.Bare("2026-06-01"), "id", "what", "due")
//	data, err = front.Append(data, at.Key("partly"), front.Bare("2026-05-29"))
//	data, err = front.Set(data, front.At("answer"), front.Text("Blue.\nNot green."))
//
// A value is a Node, read from another file or made by Text, Bare, ListOf and MapOf
// (value.go). Both find where each value stands and how it is written (layout.go, and
// tables.go for the tables of TOML), say what is to be done at one place (set.go), make
// the edits (perform.go), and write values in the style that stands around (pen.go,
// write.go).
//
// AppendBody adds a text below the Markdown (body.go), and Diff shows what an edit changed
// (diff.go).
//
// Without takes out keys and comments (without.go). All of them put texts in the place of
// ranges of bytes (edit.go), so that comments, order, style and line ends stay as they
// were, and read the result again: what does not say what was meant is an error, and
// nothing comes of it. Where a value ends, which no tree tells, a scan of the bytes finds
// (scan.go).
//
// No file costs more than its length deserves: depth is bounded, and so is what
// YAML aliases may add.
package front
